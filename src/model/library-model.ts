/**
 * What a library does with AWS, as data: which of its functions call which operations with what of their arguments. The format of the
 * models that come with pinhole and of those that users add; docs/library-models.md explains it.
 */
import type { Span } from './span.ts';

export interface LibraryModel {
  readonly language: 'javascript' | 'python' | 'go' | 'java';
  /** what imports of the package begin with: `sqs-consumer`, `pynamodb`, `github.com/guregu/dynamo`, `com.amazonaws.secretsmanager` */
  readonly package: string;
  /** the documentation that the model is made from */
  readonly source: string;
  readonly exports?: Members;
  /** exports of a module inside the package, before those of `exports`: `entity/actions/batchGet` */
  readonly modules?: Readonly<Record<string, Members>>;
  readonly classes?: Readonly<Record<string, ClassModel>>;
  /** values that the whole package shares, as `package.NAME` */
  readonly fields?: Fields;
  readonly others?: Others;
}

/**
 * What members that the model does not name are when they are called: `unresolved` (of what can call AWS, when left out), `inert`:
 * they call nothing; `passes`: they call nothing and give back the function or client that they are given; `data`: they are data.
 */
export const OTHERS = ['unresolved', 'inert', 'passes', 'data'] as const;
export type Others = (typeof OTHERS)[number];

/** By name; one key may hold several names, separated by spaces, and `*` in a name stands for any characters. */
export type Members = Readonly<Record<string, Member>>;

export type Member = 'inert' | ClassMember | ValueMember | FunctionModel;

export interface ClassMember {
  readonly class: string;
}

export interface ValueMember {
  readonly value: ModelValue;
}

export interface FunctionModel {
  /** names by which the model refers to the arguments, in order; `...name` holds the rest */
  readonly parameters?: readonly string[];
  readonly does?: readonly Step[];
  readonly returns?: ModelValue;
  /** members of the function itself; without parameters, steps and result it is a namespace */
  readonly members?: Members;
  readonly others?: Others;
}

export interface ClassModel {
  /** what constructing the class takes and does */
  readonly new?: Omit<FunctionModel, 'returns' | 'members' | 'others'>;
  /** what an instance keeps of the constructor's arguments, as `this.NAME` */
  readonly fields?: Fields;
  readonly extends?: string;
  readonly static?: Members;
  readonly members?: Members;
  /** what an instance does when it is called or constructed itself */
  readonly called?: FunctionModel;
  readonly constructed?: FunctionModel;
  readonly others?: Others;
}

export type Fields = Readonly<Record<string, ModelValue>>;

/**
 * A scalar, a text with references in it (`${options.table}`), a list, or an object: of values, or one with an operator whose name
 * begins with `$`. A text that is one reference is the value itself.
 */
export type ModelValue = string | number | boolean | null | readonly ModelValue[] | { readonly [key: string]: ModelValue };

/** Holds when the value does; an object is `not`, `all`, `any`, or one of the tests `is`, `startsWith`, `endsWith`, `kind`. */
export type Condition = ModelValue;

/** What the test `kind` tells apart. */
export const KINDS = ['text', 'list', 'object', 'function', 'nothing'] as const;

export type Step = (CallStep | ActionStep | RunStep | SetStep | LetStep | EachStep | DoStep | LostStep) & {
  readonly if?: Condition;
};

/** Sends one or more operations: `dynamodb:GetItem`. */
export interface CallStep {
  readonly calls: string | readonly string[];
  readonly with?: ModelValue;
  /** an SDK client, or a configuration of one; the function's own when left out or not there */
  readonly client?: ModelValue;
  /** a name for the output of the last */
  readonly as?: string;
}

/** Needs an action that no operation stands for: `rds-db:connect`. */
export interface ActionStep {
  readonly needs: string;
  readonly with?: { readonly [name: string]: ModelValue };
  readonly client?: ModelValue;
}

/** Runs a function that it was given: at once, or `later`, if at all. */
export interface RunStep {
  readonly runs: ModelValue;
  readonly later?: boolean;
  /** `...${arguments}` hands on all arguments */
  readonly with?: readonly ModelValue[];
  readonly as?: string;
}

export interface SetStep {
  /** a reference: `this.client`, `package.table`, `request.internal[key]` */
  readonly set: string;
  readonly to: ModelValue;
}

export interface LetStep {
  readonly let: string;
  readonly be: ModelValue;
}

export interface EachStep {
  readonly each: ModelValue;
  readonly as: string;
  /** a name for the key; then the fields of an object are what is run through */
  readonly key?: string;
  readonly does: readonly Step[];
}

export interface DoStep {
  readonly does: readonly Step[];
  readonly else?: readonly Step[];
}

export interface LostStep {
  /** ends a sentence that starts "it could not be resolved because" */
  readonly unresolved: string;
}

/** A model of the app's owner, with the entry that states it. */
export interface StatedModel {
  readonly model: LibraryModel;
  readonly span: Span;
}

/** The names that one key of `Members` holds. */
export const namesIn = (key: string): readonly string[] => key.split(/\s+/).filter((name) => name !== '');

/** Whether a name with `*` in it stands for the name. */
export function stands(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const [i, part] of rest.entries()) {
    if (i === rest.length - 1) return name.length - part.length >= at && name.endsWith(part);
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return true;
}
