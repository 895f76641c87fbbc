/** Names that no scope declares: dot imports first, then the functions that the language predeclares. */
import type { Context } from '../../interpreter/execute.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { starName } from '../../interpreter/modules.ts';
import { constant, harmless, nativeFunction, optionsOf, UNDEFINED, union, type Value } from '../../interpreter/values.ts';

/** `append`, `copy`, `make`, `new`, `delete` and `panic` are lowered to what they do. */
const PREDECLARED: ReadonlyMap<string, Value> = new Map([
  [
    'len',
    nativeFunction('len', ({ args }) => {
      const [of] = args.positional;
      return of?.kind === 'list' && of.rest === undefined ? constant(of.items.length) : harmless('a length');
    }),
  ],
  [
    'clear',
    nativeFunction('clear', ({ machine, args }) => {
      for (const target of optionsOf(args.positional[0] ?? UNDEFINED))
        if (target.kind === 'object') {
          machine.journal.touch(target);
          Object.assign(target, { fields: new Map(), dynamic: [], open: undefined });
        }
      return UNDEFINED;
    }),
  ],
  ...['min', 'max'].map((name): [string, Value] => [name, nativeFunction(name, ({ args }) => union(args.positional))]),
  ...['cap', 'complex', 'real', 'imag'].map((name): [string, Value] => [name, nativeFunction(name, () => harmless('a computed number'))]),
  ...['close', 'print', 'println'].map((name): [string, Value] => [name, nativeFunction(name, () => UNDEFINED)]),
  ['recover', nativeFunction('recover', () => harmless('an error'))],
]);

export const goGlobal = (name: string, machine: Machine, site: Site, context: Context): Value | undefined =>
  starName(machine, context.record, name, site) ?? PREDECLARED.get(name);
