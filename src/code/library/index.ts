/**
 * What the interpreter knows about packages whose code is modelled, not read: AWS SDKs, Powertools, middleware, the
 * languages' own standard libraries. One folder an ecosystem, loaded with its language.
 */
import { operation, operationByMethod, operationByPythonMethod } from '../../catalog/index.ts';
import type { MapDatum } from '../../model/datum.ts';
import type { Machine } from '../interpreter/machine.ts';
import type { Value } from '../interpreter/values.ts';
import { documentOperation } from './aws/document.ts';
import { builtinModule } from './models/index.ts';

export { requestedUrl } from './aws/extensions.ts';

/** The module's namespace value; undefined when the package is not modelled. `subpath` is '' for the package itself. */
export function libraryModule(machine: Machine, name: string, subpath: string): Value | undefined {
  const key = `package ${machine.language.name} ${name}/${subpath}`;
  const known = machine.store.get(key);
  if (isModule(known)) return known.value;
  const separator = machine.language.name === 'java' ? '.' : '/';
  const value =
    builtinModule(machine, subpath === '' ? name : `${name}${separator}${subpath}`) ?? machine.language.library?.(name, subpath, machine);
  machine.store.set(key, { module: name, value });
  return value;
}

interface LoadedModule {
  readonly module: string;
  readonly value: Value | undefined;
}

const isModule = (entry: unknown): entry is LoadedModule =>
  typeof entry === 'object' && entry !== null && 'module' in entry && 'value' in entry;

export interface Guess {
  readonly client: string;
  readonly operation: string;
  translate(input: MapDatum): MapDatum;
}

/**
 * The operation that a call by this method name with these input members must be, among the clients that the program imports.
 * Undefined when none fits, or several do.
 */
export function guessOperation(machine: Machine, method: string, members: readonly string[]): Guess | undefined {
  if (members.length === 0) return undefined;
  const guesses = [...machine.clientsSeen].flatMap((client): Guess[] => {
    const found =
      operationByMethod(client, method) ??
      (machine.language.name === 'python' ? operationByPythonMethod(client, method) : undefined) ??
      (client === 'dynamodb' ? operation(client, documentOperation(method) ?? '') : undefined);
    if (!found || !members.every((member) => found.input.includes(member))) return [];
    if (found.required.length > 0 && !found.required.some((member) => members.includes(member))) return [];
    return [{ client, operation: found.name, translate: (input) => input }];
  });
  const [only] = guesses;
  return guesses.length === 1 ? only : undefined;
}
