/** What an app's owner declares in `pinhole.yaml` where the code does not tell. Every declaration has a reason and a place. */
import type { When } from './condition.ts';
import type { MapDatum } from './datum.ts';
import type { LibraryModel } from './library-model.ts';
import type { Certainty, Need } from './need.ts';
import type { Span } from './span.ts';
import type { Text } from './text.ts';

export type Declaration = ResourcesDeclaration | OperationDeclaration | GrantDeclaration | RefusalDeclaration | LibraryDeclaration;

interface DeclarationBase {
  /** where the entry starts; tells entries apart */
  readonly span: Span;
  /** a logical id, or `*` for every function */
  readonly functionId: string;
  readonly reason: string;
}

/** The resources of calls whose resource is not resolved. */
export interface ResourcesDeclaration extends DeclarationBase {
  readonly kind: 'resources';
  readonly call: DeclaredCall;
  /** only calls of this file, or of this line of it; relative to the app's root */
  readonly at?: { readonly file: string; readonly line?: number };
  /** only this one of the actions that the call needs */
  readonly action?: string;
  readonly resources: readonly DeclaredResource[];
}

/** An operation of the SDK, or the action of a request that the code signs itself. */
export type DeclaredCall =
  | { readonly kind: 'operation'; readonly client: string; readonly operation: string }
  | { readonly kind: 'action'; readonly action: string };

/** A call of code that is not read. */
export interface OperationDeclaration extends DeclarationBase {
  readonly kind: 'operation';
  readonly client: string;
  readonly operation: string;
  readonly input: MapDatum;
}

export interface GrantDeclaration extends DeclarationBase {
  readonly kind: 'grant';
  /** concrete, in the catalog's spelling */
  readonly action: string;
  readonly resources: readonly DeclaredResource[];
  /** stands, with the declared operations, in place of code that is not read */
  readonly forCode: boolean;
}

export interface RefusalDeclaration extends DeclarationBase {
  readonly kind: 'refusal';
  /** concrete actions, in the catalog's spelling; the entry may have named them by a wildcard */
  readonly actions: ReadonlySet<string>;
  /** undefined: every resource */
  readonly resources?: readonly DeclaredResource[];
}

/** What a library calls, for every function whose code imports it. */
export interface LibraryDeclaration extends DeclarationBase {
  readonly kind: 'library';
  readonly model: LibraryModel;
}

export interface DeclaredResource {
  readonly resource: Text;
  readonly certainty: Exclude<Certainty, 'unresolved'>;
  readonly when: When;
}

/**
 * What a declaration did to one function: the needs that it gave or resolved, or those that it took away. `used`: it did something, if
 * only that calls into a library need nothing.
 */
export interface DeclarationEffect {
  readonly declaration: Declaration;
  readonly needs: readonly Need[];
  readonly used: boolean;
}

/** A library model stands for every function, and says something of those whose code imports the library. */
export const isShown = ({ declaration, used }: DeclarationEffect): boolean => declaration.kind !== 'library' || used;
