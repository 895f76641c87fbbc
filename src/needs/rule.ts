/**
 * The form of the data in `services/`: what an operation needs, row by row. A row is evaluated on one input, and listed for
 * `pinhole operation` and the comparison with AWS's tables.
 *
 * Undecided rows. Where a parameter's presence cannot be told, a row marked `main` (the operation's own effect, or one of
 * the ways it can go) is granted and said to be unresolved; any other row is a further permission for an option: it is named
 * in `unresolved`, never granted on a guess and never left out in silence.
 */
import type { ConditionBlock } from '../model/need.ts';
import { text } from '../model/text.ts';
import { type Predicate, present } from './predicate.ts';
import { named, type ResourceForm, type Scope } from './resource.ts';

export type Row = AllowRow | EachRow;

export interface AllowRow {
  readonly kind: 'allow';
  /** in the catalog's spelling */
  readonly action: string;
  readonly on: ResourceForm;
  /** undefined: always */
  readonly when?: Predicate;
  readonly undecided: 'grant' | 'report';
  /** a condition that every such call fulfils, so that it belongs to the need */
  readonly condition?: (scope: Scope) => ConditionBlock | undefined;
  /** an offer is not needed by the call: `why` says what it gives */
  readonly offer?: string;
}

/** Rows about each item of a list, or each value of a map. */
export interface EachRow {
  readonly kind: 'each';
  readonly path: string;
  readonly rows: readonly Row[];
}

/** A condition that the code allows, beyond what is needed: the user may choose it. */
export interface OfferedCondition {
  readonly action: string;
  readonly offer: (scope: Scope) => { readonly condition: ConditionBlock; readonly why: string } | undefined;
}

export interface OperationRule {
  readonly rows: readonly Row[];
  readonly conditions?: readonly OfferedCondition[];
}

export interface ServiceRules {
  /** SDK clients whose operations these are, `dynamodb` and `dynamodb-streams` */
  readonly clients: readonly string[];
  /** IAM's prefix */
  readonly prefix: string;
  /** how parameters name the resource types of the catalog, for operations that have no rows of their own */
  readonly resources: Readonly<Record<string, TypeForm>>;
  /** operations that need something else than the action of their own name */
  readonly operations: Readonly<Record<string, OperationRule>>;
  /** rows that follow from an operation's name and members, for services whose actions are not named by operations */
  readonly rule?: (operation: string, members: readonly string[]) => OperationRule | undefined;
  /** operations that are authorised by the action of another name, on the resources that their own parameters name */
  readonly actions?: Readonly<Record<string, string>>;
  /** what operations need beside the action of their own name, which the catalog describes, with the tags that it puts on what it makes */
  readonly besides?: Readonly<Record<string, readonly Row[]>>;
  /**
   * Parameters that fill the variables of the catalog's ARN formats where their names differ: paths by variable, by
   * `type.variable` or by `Operation.variable`; under a resource type's own name, parameters that hold its ARN, and under `*` those that hold an
   * ARN of any type. The first that the operation has counts; an empty list says that none does.
   */
  readonly members?: Readonly<Record<string, readonly string[]>>;
  /** how ARNs write what parameters say, by variable: `{ Scope: { REGIONAL: 'regional' } }` */
  readonly spelled?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** what the service takes for a variable whose parameter is left out: `{ ClusterName: 'default' }` */
  readonly defaults?: Readonly<Record<string, string>>;
  /** the name of the action that decides over tags which a resource is made with; found in the catalog when left out */
  readonly tagging?: string | 'none';
  /** the service principals that get the roles of members which end in "Role", where `besides` passes none of the operation */
  readonly passedTo?: readonly string[] | 'none';
  /** what tags at creation need, where it is more than the tagging action on the resource that is made */
  readonly tagged?: (operation: string) => AllowRow;
  /** rows only for what the catalog alone would get wrong: not compared with AWS's table */
  readonly partial?: boolean;
  /**
   * Actions of AWS's operation table that no rule here ever asks for, with the reason: operation (or `*`) → action → reason.
   */
  readonly differs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A resource form with the parameters that must be given for it to be meant. */
export interface TypeForm {
  readonly form: ResourceForm;
  readonly from: readonly string[];
}

/** A permission for an option, or one that is always needed when `when` is left out. */
export const need = (action: string, on: ResourceForm, when?: Predicate): AllowRow => ({
  kind: 'allow',
  action,
  on,
  ...(when ? { when } : {}),
  undecided: 'report',
});

/** The operation's own effect under one of the ways it can go. */
export const main = (action: string, on: ResourceForm, when?: Predicate): AllowRow => ({ ...need(action, on, when), undecided: 'grant' });

export const each = (path: string, ...rows: readonly Row[]): EachRow => ({ kind: 'each', path, rows });

export const offer = (action: string, on: ResourceForm, why: string, when?: Predicate): AllowRow => ({
  ...need(action, on, when),
  offer: why,
});

export const rows = (...list: readonly Row[]): OperationRule => ({ rows: list });

export const roleFrom = (from: string): ResourceForm =>
  named({ service: 'iam', before: 'role/', from, types: ['AWS::IAM::Role'], region: 'none' });

/**
 * Handing a role to a service. `services` become `iam:PassedToService` (IAM User Guide, "Grant a user permissions to pass a
 * role to an AWS service").
 */
export const passRole = (from: string, ...services: readonly string[]): AllowRow => ({
  ...need('iam:PassRole', roleFrom(from), present(from)),
  condition: () => (services.length === 0 ? undefined : { StringEquals: { 'iam:PassedToService': services.map((s) => text(s)) } }),
});
