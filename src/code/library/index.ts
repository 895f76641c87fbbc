/**
 * What the interpreter knows about packages whose code is modelled, not read: AWS SDKs, Powertools, middleware, the
 * languages' own standard libraries. One folder an ecosystem.
 */
import type { MapDatum } from '../../model/datum.ts';
import type { Machine } from '../interpreter/machine.ts';
import type { Value } from '../interpreter/values.ts';

/** The module's namespace value; undefined when the package is not modelled. `subpath` is '' for the package itself. */
export function libraryModule(_machine: Machine, _name: string, _subpath: string): Value | undefined {
  return undefined;
}

export interface Guess {
  readonly client: string;
  readonly operation: string;
  translate(input: MapDatum): MapDatum;
}

/** The operation that a call by this method name with these input members must be, among the clients that the program imports. */
export function guessOperation(_machine: Machine, _method: string, _members: readonly string[]): Guess | undefined {
  return undefined;
}
