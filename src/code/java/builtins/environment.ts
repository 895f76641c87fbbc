/** Environment variables and system properties. */
import { literalOf } from '../../../model/text.ts';
import { orElse } from '../../interpreter/conditions.ts';
import { environmentObject, environmentVariable } from '../../interpreter/environment.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import type { Machine } from '../../interpreter/machine.ts';
import {
  harmless,
  literalText,
  NULL,
  type ObjectValue,
  optionsOf,
  textValue,
  thereOf,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { settingsOf } from '../settings.ts';
import { someText } from './call.ts';

/** `System.getenv(name)`: null where the variable is not set; without a name, all of them. */
export function environment(machine: Machine, name: Value | undefined): Value {
  if (name === undefined) return environmentObject(machine);
  return union(
    optionsOf(name).map((option) => {
      const literal = literalText(option);
      if (literal === undefined) return someText('an environment variable');
      const value = environmentVariable(machine, literal);
      return union(
        optionsOf(value).map((each) => (each.kind === 'constant' && each.value === undefined ? { ...each, value: null } : each)),
      );
    }),
  );
}

/** Settings that stand in the values of settings are followed this deep. */
const MAX_DEPTH = 5;

/**
 * `${NAME:default}` of Spring, Micronaut and Quarkus: an environment variable, under relaxed names too, comes before what the application's
 * configuration says, and that before the default (Spring Boot "Externalized Configuration").
 */
export function property(machine: Machine, expression: Value, depth = 0): Value {
  const literal = expression.kind === 'text' ? literalOf(expression.text) : undefined;
  if (literal === undefined) return someText('a configuration property');
  const parts: Value[] = [];
  let from = 0;
  for (const found of literal.matchAll(/\$\{([^{}:]+)(?::([^{}]*))?\}/g)) {
    parts.push(textValue(literal.slice(from, found.index)));
    from = found.index + found[0].length;
    parts.push(setting(machine, (found[1] ?? '').trim(), found[2], depth));
  }
  if (from === 0) return depth > 0 ? expression : setting(machine, literal, undefined, depth);
  parts.push(textValue(literal.slice(from)));
  return buildText(parts);
}

function setting(machine: Machine, name: string, fallback: string | undefined, depth: number): Value {
  const underlined = name.replaceAll(/[^A-Za-z0-9]/g, '_');
  const names = [name, underlined, underlined.toUpperCase()];
  const set = names.map((each) => environmentVariable(machine, each)).find((value) => value.kind !== 'constant');
  if (set && fallback !== undefined) return orElse(set, () => textValue(fallback));
  if (set) return set;
  const [record] = machine.modules.values();
  const configured = record && depth < MAX_DEPTH ? settingsOf(name, record.path, machine.files) : [];
  if (configured.length > 0) return union(configured.map((each) => property(machine, textValue(each), depth + 1)));
  return fallback === undefined ? someText(`the configuration property ${name}`) : textValue(fallback);
}

/** What the program has set: `System.setProperty`. */
function propertiesOf(machine: Machine): ObjectValue {
  const known = machine.store.get('system properties') as ObjectValue | undefined;
  if (known) return known;
  const made = machine.journal.outside(() => machine.object());
  machine.store.set('system properties', made);
  return made;
}

export function setSystemProperty(machine: Machine, name: Value | undefined, value: Value): void {
  const literal = name && literalText(name);
  if (literal === undefined) return;
  const properties = propertiesOf(machine);
  machine.journal.touch(properties);
  properties.fields.set(literal, value);
}

export function systemProperty(machine: Machine, name: Value | undefined, fallback: Value | undefined): Value {
  const literal = name && literalText(name);
  const field = literal === undefined ? undefined : propertiesOf(machine).fields.get(literal);
  const set = field && thereOf(field);
  if (field && set) return set === field ? set : union([set, fallback ?? NULL]);
  // Lambda sets none that programs use
  if (literal !== undefined && /^(java|os|user|file|line|path)\./.test(literal)) return someText(`the system property ${literal}`);
  return fallback ?? (literal === undefined ? harmless('a system property') : NULL);
}
