/** Arguments of one command, read with node:util and checked here, so that a mistake is told together with what was meant. */
import { parseArgs } from 'node:util';
import { nearest } from '../model/nearest.ts';

/** The command line cannot be understood: printed with a pointer to `--help`, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type OptionSpec =
  | { readonly type: 'flag' }
  /** `choices`: the values that it takes; any when absent */
  | { readonly type: 'value'; readonly choices?: readonly string[]; readonly repeatable?: boolean };

export interface Arguments {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  /** the last one given */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/** Throws `UsageError`. */
export function readArguments(args: readonly string[], specs: Readonly<Record<string, OptionSpec>>, most: number): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [name, { type: spec.type === 'flag' ? 'boolean' : 'string' }] as const),
    ),
  });
  const positionals: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    else if (token.kind === 'option') given.set(token.name, [...(given.get(token.name) ?? []), checked(token, specs)]);
  }
  const [extra] = positionals.slice(most);
  if (extra !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(extra)}`);
  for (const [name, values] of given) {
    const spec = specs[name];
    if (spec?.type === 'value' && !spec.repeatable && values.length > 1) throw new UsageError(`--${name} is given ${values.length} times`);
  }
  return {
    positionals,
    flag: (name) => given.has(name),
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
  };
}

function checked(
  token: {
    readonly name: string;
    readonly rawName: string;
    readonly value?: string | undefined;
    readonly inlineValue?: boolean | undefined;
  },
  specs: Readonly<Record<string, OptionSpec>>,
): string {
  const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
  if (!spec) {
    const meant = nearest(token.name, Object.keys(specs));
    throw new UsageError(`unknown option ${token.rawName}${meant ? `; did you mean --${meant}?` : ''}`);
  }
  if (spec.type === 'flag') {
    if (token.inlineValue) throw new UsageError(`${token.rawName} takes no value`);
    return '';
  }
  if (token.value === undefined || token.value === '') throw new UsageError(`${token.rawName} needs a value`);
  if (spec.choices && !spec.choices.includes(token.value)) {
    const meant = nearest(token.value, spec.choices);
    throw new UsageError(
      `${token.rawName} is one of ${spec.choices.join(', ')}, not ${JSON.stringify(token.value)}${meant ? `; did you mean ${meant}?` : ''}`,
    );
  }
  return token.value;
}
