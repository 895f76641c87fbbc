/** What `pinhole can` is asked and what it answers: plain data, printed by `report/can.ts`. */
import type { Resource } from '../../model/app.ts';
import type { Span } from '../../model/span.ts';
import type { Text } from '../../model/text.ts';
import type { Decision } from '../../policy/authorize.ts';
import type { Explanation } from '../../policy/explain.ts';
import type { Layer, PrincipalInput } from '../../policy/request.ts';
import type { Policy, Statement } from '../../policy/statement.ts';

export interface Question {
  /** a logical id of a function or role, a service principal, an ARN, twelve digits, or `*` */
  readonly who: string;
  /** `s3:GetObject` */
  readonly action: string;
  /** a logical id with what follows its ARN (`Bucket/*`), an ARN, or `*` */
  readonly resource: string;
  /** context keys with the values that the user gives */
  readonly context: ReadonlyMap<string, readonly string[]>;
  /** values of pseudo parameters that the user gives, by name: `AWS::Region` */
  readonly pseudo: ReadonlyMap<string, string>;
}

/** Where the template states something; `path` names it there: `ResizeRole.Policies[0]`. */
export interface Place {
  readonly span: Span;
  readonly path: string;
}

/** A policy with its places: one, or one for each statement by its index. */
export interface PlacedPolicy {
  readonly policy: Policy;
  readonly places: readonly Place[];
}

export interface CanCaller {
  readonly kind: 'function' | 'role' | 'service' | 'principal';
  /** `ResizeFunction`, `s3.amazonaws.com`, an ARN */
  readonly shown: string;
  readonly principal: PrincipalInput;
  readonly identity: readonly PlacedPolicy[];
  readonly boundary: readonly PlacedPolicy[];
  /** the role whose policies these are, in the template */
  readonly role?: Resource;
  /** the function that was named; its `Policies` are where SAM takes them */
  readonly functionId?: string;
  readonly functionSpan?: Span;
  /** ARN as the template would print it */
  readonly arn?: Text;
}

export interface CanTarget {
  /** as asked: `SourceBucket/*` */
  readonly shown: string;
  /** of the request: wildcards are holes, each one string that is not known */
  readonly resource: string | Text;
  /** of a statement that allows just this: wildcards are wildcards; unbound, so that it prints as intrinsics */
  readonly pattern: Text;
  /** the resource of the template */
  readonly owner?: Resource;
}

export interface CanAnswer {
  readonly question: Question;
  readonly caller: CanCaller;
  readonly target: CanTarget;
  /** one for each way in which the call is made; a service may call for several triggers. Never empty */
  readonly calls: readonly CanCall[];
  /** why no request is as the question has it: the action does not exist, or works on resources of another kind */
  readonly unsound?: string;
  /** sentences beside the question: a service that polls, an action that is not known */
  readonly remarks: readonly string[];
  /** what was taken for granted */
  readonly assumes: readonly string[];
}

export interface CanCall {
  /** what makes the call: `Events.Upload`, with what it is */
  readonly trigger?: Place;
  readonly explanation: Explanation;
  readonly places: ReadonlyMap<Policy, readonly Place[]>;
  /** statements that fail by one element only, each with why */
  readonly near: readonly NearMiss[];
  readonly changes: readonly Change[];
  /** the decision with all changes made; the same as before without changes */
  readonly afterwards: Decision['decision'];
}

export interface NearMiss {
  readonly layer: Layer;
  readonly policy: Policy;
  readonly statement: Statement;
  readonly words: string;
}

/** One step of the smallest change that allows the request. */
export interface Change {
  readonly layer: Layer;
  /** `add this statement to the Policies of ResizeFunction` */
  readonly what: string;
  /** where in the template; undefined for what is outside of it */
  readonly place?: Place;
  /** YAML content in long form */
  readonly content?: unknown;
  readonly remark?: string;
}
