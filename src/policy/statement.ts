import type { When } from '../model/condition.ts';
import type { Finding } from '../model/finding.ts';
import type { ActionPattern } from './action.ts';
import type { Condition } from './condition/condition.ts';
import type { PrincipalElement } from './principal.ts';
import type { ResourcePattern } from './resource.ts';

/** What a policy is attached to decides what it may say and how it counts. */
export type PolicyKind = 'identity' | 'resource' | 'boundary' | 'session' | 'scp' | 'rcp' | 'endpoint' | 'trust';

/** A compiled policy. Plain data; make it with `parsePolicy` or `readPolicy`. */
export interface Policy {
  readonly kind: PolicyKind;
  /** for messages; the name or ARN the caller gave */
  readonly name: string | undefined;
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly Statement[];
  /**
   * Why the document as a whole is not understood. Such a policy allows nothing and, since it might hold a Deny, denies
   * everything.
   */
  readonly unreadable: string | undefined;
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly sid: string | undefined;
  /** place in the document, from 0; several statements share it when the template makes it depend on conditions */
  readonly index: number;
  /** `Statement[2]` */
  readonly path: string;
  /** template conditions under which the statement is there; always, in plain JSON */
  readonly when: When;
  readonly action: Element<ActionPattern>;
  /** undefined in trust policies: the role is the resource */
  readonly resource: Element<ResourcePattern> | undefined;
  /** undefined where the attached principal is meant */
  readonly principal: PrincipalElement | undefined;
  readonly conditions: readonly Condition[];
  /**
   * What is not understood. INVARIANT: with faults an Allow applies to nothing, and a Deny applies as if each faulty
   * element matched.
   */
  readonly faults: readonly Fault[];
  /** reasons why parts of the statement are not known (values of a template): its answers are then at most `unknown` */
  readonly open: readonly string[];
}

/** `Action` (or `NotAction`, then `negated`) with its entries. */
export interface Element<Entry> {
  readonly negated: boolean;
  readonly entries: readonly Entry[];
}

export type ElementName = 'effect' | 'principal' | 'action' | 'resource' | 'condition' | 'statement';

export interface Fault {
  readonly element: ElementName;
  readonly path: string;
  /** a clause: `the operator "StringEqual" does not exist` */
  readonly message: string;
}

/** A finding in a policy document, with the path inside it: `Statement[0].Condition.StringEqual`. */
export interface PolicyFinding extends Finding {
  readonly path: string;
}

export interface ParsedPolicy {
  readonly policy: Policy;
  readonly findings: readonly PolicyFinding[];
}
