import type { Datum, MapDatum } from '../../model/datum.ts';
import { displayText, literalOf } from '../../model/text.ts';
import type { Condition } from '../condition/condition.ts';
import { type OperatorName, readOperator } from '../condition/operators.ts';
import { type Pattern, pattern, readTokens } from '../pattern.ts';
import { fault, get, type Reading, readTexts } from './reading.ts';

/** The `Condition` block (AWS: "IAM JSON policy elements: Condition"). */
export function readConditions(reading: Reading, map: MapDatum, path: string): readonly Condition[] {
  const conditions: Condition[] = [];
  const operators = new Set<string>();
  const at = `${path}.Condition`;
  for (const [operator, keys] of entriesOf(reading, get(map, 'Condition'), at, 'a Condition is an object of operators')) {
    const here = `${at}.${operator}`;
    if (operators.has(operator)) fault(reading, 'condition', 'repeated-element', here, `the operator "${operator}" is there twice`);
    operators.add(operator);
    const name = readOperator(operator);
    if (typeof name === 'string') {
      fault(reading, 'condition', 'invalid-condition-operator', here, name);
      continue;
    }
    const seen = new Set<string>();
    for (const [key, values] of entriesOf(reading, keys, here, 'an operator holds an object of condition keys')) {
      const lookupKey = key.toLowerCase();
      if (seen.has(lookupKey))
        fault(
          reading,
          'condition',
          'repeated-condition-key',
          `${here}.${key}`,
          `the condition key "${key}" is there twice, whatever its case`,
        );
      seen.add(lookupKey);
      const condition = readCondition(reading, operator, name, key, values, `${here}.${key}`);
      if (condition) conditions.push(condition);
    }
  }
  return conditions.slice();
}

function* entriesOf(reading: Reading, datum: Datum | undefined, path: string, wanted: string): Generator<readonly [string, Datum]> {
  if (!datum) return;
  if (datum.kind === 'unknown') reading.open.push(datum.reason);
  else if (datum.kind !== 'map') fault(reading, 'condition', 'invalid-condition', path, wanted);
  else {
    if (datum.open) reading.open.push('further conditions that are not known');
    for (const { key, value } of datum.entries) {
      const name = literalOf(key);
      if (name === undefined) reading.open.push(`the condition ${displayText(key)}`);
      else yield [name, value];
    }
  }
}

function readCondition(
  reading: Reading,
  operator: string,
  { set, operator: base, ifExists }: OperatorName,
  key: string,
  datum: Datum,
  path: string,
): Condition | undefined {
  const colon = key.indexOf(':');
  // keys of identity providers have the provider's name in front: `accounts.google.com:aud`
  if (colon < 1 || colon === key.length - 1)
    fault(reading, 'condition', 'invalid-condition-key', path, `"${key}" is no condition key, such as aws:SourceArn`);
  const { wildcards } = base.syntax;
  const syntax = { wildcards, variables: base.syntax.variables && reading.variables };
  const values: Pattern[] = [];
  readTexts(reading, 'condition', datum, path, (text, at) => {
    const read = readTokens(text, syntax);
    if (read.problem !== undefined) fault(reading, 'condition', 'invalid-variable', at(), read.problem);
    values.push(pattern(read.tokens, text));
  });
  const meetsSome = base.compile(values);
  if (typeof meetsSome !== 'string')
    return {
      operator,
      base: base.name,
      set,
      ifExists,
      negated: base.negated,
      key,
      lookupKey: key.toLowerCase(),
      values: values.slice(),
      meetsSome,
    };
  fault(reading, 'condition', 'invalid-condition-value', path, meetsSome);
  return undefined;
}
