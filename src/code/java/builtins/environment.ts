/** Environment variables and system properties. */
import { literalOf } from '../../../model/text.ts';
import { environmentObject, environmentVariable } from '../../interpreter/environment.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import type { Machine } from '../../interpreter/machine.ts';
import { harmless, literalText, NULL, optionsOf, textValue, union, type Value } from '../../interpreter/values.ts';
import { someText } from './call.ts';

/** `System.getenv(name)`: null where the variable is not set; without a name, all of them. */
export function environment(machine: Machine, name: Value | undefined): Value {
  if (name === undefined) return environmentObject(machine);
  return union(
    optionsOf(name).map((option) => {
      const literal = literalText(option);
      if (literal === undefined) return someText('an environment variable');
      const value = environmentVariable(machine, literal);
      return value.kind === 'constant' && value.value === undefined ? { ...value, value: null } : value;
    }),
  );
}

/** `${NAME:default}` of Spring, Micronaut and Quarkus, whose relaxed names are those of environment variables too. */
export function property(machine: Machine, expression: Value): Value {
  const literal = expression.kind === 'text' ? literalOf(expression.text) : undefined;
  if (literal === undefined) return someText('a configuration property');
  const parts: Value[] = [];
  let from = 0;
  for (const found of literal.matchAll(/\$\{([^{}:]+)(?::([^{}]*))?\}/g)) {
    parts.push(textValue(literal.slice(from, found.index)));
    from = found.index + found[0].length;
    const name = (found[1] ?? '').trim();
    const names = [name, name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')];
    const set = names.map((each) => environmentVariable(machine, each)).find((value) => value.kind !== 'constant');
    parts.push(set ?? (found[2] === undefined ? someText(`the configuration property ${name}`) : textValue(found[2])));
  }
  if (from === 0) return someText(`the configuration property ${literal}`);
  parts.push(textValue(literal.slice(from)));
  return buildText(parts);
}

export const systemProperty = (name: Value | undefined, fallback: Value | undefined): Value => {
  const literal = name && literalText(name);
  // Lambda sets none that programs use
  if (literal !== undefined && /^(java|os|user|file|line|path)\./.test(literal)) return someText(`the system property ${literal}`);
  return fallback ?? (literal === undefined ? harmless('a system property') : NULL);
};
