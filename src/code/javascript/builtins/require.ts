/** `require`, and files that a program starts by name: workers and forked processes run them. */
import { join } from 'node:path';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { importModule, namespaceOf } from '../../interpreter/modules.ts';
import {
  harmless,
  literalText,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';

/** `require(specifier)` as seen from the module at the absolute path. */
export function requireFrom(path: string): NativeValue {
  return native('require', {
    key: `require of ${path}`,
    inert: true,
    call: ({ machine, args, site }) =>
      union(optionsOf(argument(args, 0)).map((specifier) => load(machine, specifier, path, 'require', site))),
    get: (name) => (name === 'resolve' ? nativeFunction('require.resolve', ({ args }) => argument(args, 0)) : undefined),
  });
}

function load(machine: Machine, specifier: Value, from: string, what: string, site: Site): Value {
  const literal = literalText(specifier);
  if (literal !== undefined) return namespaceOf(machine, importModule(machine, literal, from, site));
  machine.lose({ what, why: 'the name of the module is known only when the function runs' }, site);
  return unknown('a module that is loaded by a computed name');
}

/** The absolute path of the file that a site is in. */
export const pathOf = (machine: Machine, site: Site): string => join(machine.files.root, site.module.file);

/** `createRequire(import.meta.url)` of the module that calls it. */
export const createRequire = nativeFunction('createRequire', ({ machine, site }) => requireFrom(pathOf(machine, site)));

/** `new Worker('./work.js')`, `fork('./work.js')`: the file runs with the function's credentials. */
export function startFile(machine: Machine, file: Value, what: string, site: Site): void {
  for (const option of optionsOf(file)) {
    const literal =
      literalText(option) ?? literalText(option.kind === 'native' ? (option.get?.('%text', machine, site) ?? harmless('')) : undefined);
    const specifier = literal === undefined || /^[./]/.test(literal) ? literal : `./${literal}`;
    load(machine, specifier === undefined ? harmless('a file') : { kind: 'text', text: [specifier] }, pathOf(machine, site), what, site);
  }
}
