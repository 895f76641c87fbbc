import type { When } from './condition.ts';
import type { Span } from './span.ts';
import type { Text } from './text.ts';

export type NeedKind =
  | 'baseline'
  | 'code'
  | 'eventSource'
  | 'deadLetter'
  | 'destination'
  | 'tracing'
  | 'network'
  | 'storage'
  | 'encryption'
  | 'layer';

/**
 * - `exact`: the resource is known up to values that deployment fills in
 * - `pattern`: part of it is known only at run time; the pattern is the tightest that covers every value
 * - `unresolved`: nothing narrower than the fallback could be shown
 */
export type Certainty = 'exact' | 'pattern' | 'unresolved';

/** One permission that the function needs: one action on one resource. */
export interface Need {
  /** one concrete action in the catalog's spelling, `s3:GetObject` */
  readonly action: string;
  /** `*` (for actions without resource types) or an ARN; run-time holes are already `*` literals */
  readonly resource: Text;
  /** operator → key → values; values are texts */
  readonly condition?: ConditionBlock;
  readonly kind: NeedKind;
  readonly certainty: Certainty;
  readonly when: When;
  readonly origins: readonly Origin[];
}

/** `{ StringEquals: { 'kms:ViaService': [text] } }` */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly Text[]>>>>;

/** Why a need exists: a call site, or a place in the template. */
export interface Origin extends Span {
  /** the API operation, `GetObject`; for the template the property's path, `Events.Upload` */
  readonly operation?: string;
  /** call chain from the handler */
  readonly via?: readonly string[];
}

/** What could not be resolved, and what stands in for it. Law: never a dropped permission, never a quiet `*`. */
export interface Unresolved extends Span {
  readonly what: string;
  readonly why: string;
  /** the narrowest sound resource that the policy grants in its place, or `none` */
  readonly fallback: string;
  readonly operation?: string;
  /** the actions concerned, where they are known */
  readonly actions?: readonly string[];
}

/** Who may invoke the function, and through which permission. */
export interface Invoker {
  /** a service principal, an account, `*` */
  readonly principal: Text;
  /** `lambda:InvokeFunction` or `lambda:InvokeFunctionUrl` */
  readonly action: string;
  readonly sourceArn?: Text;
  readonly sourceAccount?: Text;
  readonly principalOrgId?: Text;
  readonly eventSourceToken?: Text;
  readonly functionUrlAuthType?: Text;
  readonly invokedViaFunctionUrl?: boolean;
  /** the alias or version that is invoked; undefined: the unqualified function */
  readonly qualifier?: Text;
  readonly when: When;
  readonly origins: readonly Origin[];
}

/** A tighter condition that the code allows; the user may choose it. */
export interface Offer {
  readonly action: string;
  readonly resource: Text;
  readonly condition?: ConditionBlock;
  /** one lower-case sentence: what it does and when it is safe */
  readonly why: string;
  readonly origins: readonly Origin[];
}

/** Another role whose credentials the code uses, and what that role needs. */
export interface AssumedRole {
  readonly role: Text | undefined;
  readonly needs: readonly Need[];
  readonly unresolved: readonly Unresolved[];
  readonly origins: readonly Origin[];
}
