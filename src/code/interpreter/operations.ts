/** Operators, folded where all is known. */
import { add } from './evaluate.ts';
import type { Machine, Site } from './machine.ts';
import { truth } from './truth.ts';
import { constant, FALSE, harmless, isNullish, literalText, TRUE, textValue, UNDEFINED, type Value } from './values.ts';

export function operate(machine: Machine, operator: string, values: readonly Value[], site: Site): Value {
  return machine.language.operate?.(operator, values, machine, site) ?? fold(machine, operator, values);
}

function fold(machine: Machine, operator: string, values: readonly Value[]): Value {
  const [left = UNDEFINED, right = UNDEFINED] = values;
  switch (operator) {
    case '!': {
      const holds = truth(left);
      return holds === undefined ? harmless('a test') : holds ? FALSE : TRUE;
    }
    case '+':
      return values.length === 1
        ? numeric(left, UNDEFINED, (a) => a)
        : values.slice(1).reduce((sum, value) => add(machine, sum, value), left);
    case '===':
    case '==':
      return operator === '==' && isNullish(left) && isNullish(right) ? TRUE : strictEqual(left, right);
    case '!==':
    case '!=': {
      const equal = truth(fold(machine, operator === '!=' ? '==' : '===', values));
      return equal === undefined ? harmless('a test') : equal ? FALSE : TRUE;
    }
    case 'typeof':
      return typeOf(left);
    case 'void':
      return UNDEFINED;
    case '-':
      return values.length === 2 ? numeric(left, right, (a, b) => a - b) : numeric(left, UNDEFINED, (a) => -a);
    case '*':
      return numeric(left, right, (a, b) => a * b);
    case '<':
      return compare(left, right, (a, b) => a < b);
    case '<=':
      return compare(left, right, (a, b) => a <= b);
    case '>':
      return compare(left, right, (a, b) => a > b);
    case '>=':
      return compare(left, right, (a, b) => a >= b);
    default:
      return harmless('a computed value');
  }
}

/** `===`: constants and texts are decided; a text with holes differs from a literal that it cannot become. */
export function strictEqual(left: Value, right: Value): Value {
  if (left.kind === 'constant' && right.kind === 'constant') return left.value === right.value ? TRUE : FALSE;
  const a = literalText(left);
  const b = literalText(right);
  if (a !== undefined && b !== undefined && left.kind === right.kind) return a === b ? TRUE : FALSE;
  if ((a === '' && right.kind === 'text' && truth(right) === true) || (b === '' && left.kind === 'text' && truth(left) === true))
    return FALSE;
  if (left.kind === 'text' && right.kind === 'text')
    return cannotEqual(left.text, b) || cannotEqual(right.text, a) ? FALSE : harmless('a test');
  const apart = (one: Value, other: Value): boolean =>
    isNullish(one) &&
    (other.kind === 'text' ||
      other.kind === 'object' ||
      other.kind === 'list' ||
      other.kind === 'closure' ||
      other.kind === 'class' ||
      other.kind === 'native');
  return apart(left, right) || apart(right, left) ? FALSE : harmless('a test');
}

function cannotEqual(value: readonly (string | object)[], literal: string | undefined): boolean {
  if (literal === undefined) return false;
  const [first] = value;
  const last = value[value.length - 1];
  return (typeof first === 'string' && !literal.startsWith(first)) || (typeof last === 'string' && !literal.endsWith(last));
}

export function typeOf(value: Value): Value {
  switch (value.kind) {
    case 'text':
      return textValue('string');
    case 'constant':
      return textValue(value.value === null ? 'object' : typeof value.value);
    case 'closure':
    case 'class':
      return textValue('function');
    case 'native':
      return value.call || value.construct ? textValue('function') : harmless('a type');
    case 'object':
    case 'list':
      return textValue('object');
    default:
      return harmless('a type');
  }
}

function numbers(left: Value, right: Value): [number, number] | undefined {
  if (left.kind !== 'constant' || typeof left.value !== 'number') return undefined;
  if (right.kind === 'constant' && (right.value === undefined || typeof right.value === 'number')) return [left.value, right.value ?? 0];
  return undefined;
}

function numeric(left: Value, right: Value, apply: (a: number, b: number) => number): Value {
  const both = numbers(left, right);
  return both ? constant(apply(...both)) : harmless('a computed number');
}

function compare(left: Value, right: Value, apply: (a: number, b: number) => boolean): Value {
  const both = numbers(left, right);
  return both ? constant(apply(...both)) : harmless('a test');
}
