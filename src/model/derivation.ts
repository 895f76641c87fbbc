import type { App, LambdaFunction } from './app.ts';
import type { When } from './condition.ts';
import type { DeclarationEffect } from './declared.ts';
import type { Finding } from './finding.ts';
import type { AssumedRole, ConditionBlock, Invoker, Need, Offer, Origin, Unresolved } from './need.ts';
import type { Text } from './text.ts';

/** What `derive` finds at a path: one derivation for each template, in the order of their paths. */
export interface DeriveResult {
  readonly derivations: readonly Derivation[];
  /** what concerns no single template; the template's own are in its derivation */
  readonly findings: readonly Finding[];
}

/** What `derive` finds for one template. */
export interface Derivation {
  readonly app: App;
  readonly functions: readonly FunctionDerivation[];
  /** of the template and of its functions' code, each once, in the order of files and lines */
  readonly findings: readonly Finding[];
}

export interface FunctionDerivation {
  readonly fn: LambdaFunction;
  /** files that were read, relative to the app's root, sorted */
  readonly code: readonly string[];
  /** one entry for each action and resource, in canonical order */
  readonly needs: readonly Need[];
  readonly invokers: readonly Invoker[];
  readonly statements: readonly Statement[];
  readonly deployment: Deployment;
  readonly unresolved: readonly Unresolved[];
  readonly today: Comparison;
  readonly assumes: readonly AssumedRole[];
  readonly offers: readonly Offer[];
  /** what `pinhole.yaml` declares for it, in the order of the file */
  readonly declared: readonly DeclarationEffect[];
}

/** One `Allow` statement of a derived policy: each action on each resource is a need, and nothing else is granted. */
export interface Statement {
  /** letters and digits, unique within the function; begins with `Unresolved` where it stands in for an unresolved resource */
  readonly sid: string;
  /** sorted, concrete */
  readonly actions: readonly string[];
  /** sorted */
  readonly resources: readonly Text[];
  readonly condition?: ConditionBlock;
  readonly when: When;
  readonly unresolved: boolean;
  /** AWS tries these grants while the stack is deployed, so they must be in place before the function's configuration is */
  readonly checked: boolean;
  readonly origins: readonly Origin[];
}

/** How the statements become resources of the template without closing a loop of references and within IAM's quotas. */
export interface Deployment {
  readonly roleId: string;
  /** the role's own inline statements */
  readonly inline: readonly PrintableStatement[];
  /** policies of their own that name the role; nothing depends on them */
  readonly attached: readonly AttachedPolicy[];
  /** what a role that cannot be deployed as it should be says about itself */
  readonly findings: readonly Finding[];
}

/** A statement with the spelling that its place allows. */
export interface PrintableStatement {
  readonly statement: Statement;
  /** resources of the template that the spelling may name; any other is spelled by its name */
  readonly mayName: (resource: string) => boolean;
  /** stands in for `statement.resources` where only a pattern of generated names can be deployed */
  readonly resources?: readonly Text[];
}

export interface AttachedPolicy {
  /** logical id */
  readonly id: string;
  /** `inline`: an `AWS::IAM::Policy`, which counts towards the role's inline quota; `managed`: an `AWS::IAM::ManagedPolicy` */
  readonly kind: 'inline' | 'managed';
  readonly statements: readonly PrintableStatement[];
  /** the condition that all its statements share */
  readonly when: When;
}

/** Today's grants of the template beside the needs. */
export interface Comparison {
  readonly granted: readonly Grant[];
  readonly spare: readonly SpareGrant[];
  readonly missing: readonly MissingNeed[];
  /** grants that cannot be read, so that neither `missing` nor `spare` is complete; `why` ends "because" */
  readonly unknown: readonly { readonly origin: Origin; readonly why: string }[];
}

/** One action pattern on one resource pattern, as the template grants it today. */
export interface Grant {
  readonly effect: 'Allow' | 'Deny';
  /** may hold wildcards; with `exceptActions`, every action but these */
  readonly action: string;
  readonly exceptActions?: readonly string[];
  /** may hold wildcards */
  readonly resource: Text;
  readonly exceptResources?: readonly Text[];
  readonly condition?: ConditionBlock;
  readonly when: When;
  /** the policy that holds it: `AmazonDynamoDBFullAccess`, `S3ReadPolicy`, the name of an inline policy */
  readonly policy?: string;
  /** number of its statement among all that the function has; grants of one statement share it */
  readonly statement: number;
  readonly origin: Origin;
}

/** A grant of which some or all is not needed. */
export interface SpareGrant {
  readonly grant: Grant;
  /** the needs that it serves; empty: all of it is spare */
  readonly needed: readonly Need[];
  /**
   * why it may be needed all the same. `deployment`: values that only deployment knows may make it exactly what a need asks for;
   * `unresolved`: something that could not be resolved may need it
   */
  readonly doubt?: 'deployment' | 'unresolved';
}

export interface MissingNeed {
  readonly need: Need;
  /** `denied`: a Deny statement takes it away; `perhaps`: the grant depends on values that only deployment knows */
  readonly how: 'absent' | 'denied' | 'perhaps';
}
