/** Whether values hold in a test, and what a test says about the variables in it. */
import type { Hole } from '../../model/text.ts';
import type { Expression } from '../program.ts';
import type { Context } from './execute.ts';
import type { Machine } from './machine.ts';
import { strictEqual } from './operations.ts';
import { filterOptions, isNullish, mayBeAbsent, type ObjectValue, optionsOf, textValue, type Value } from './values.ts';

/** Values that deployment fills in are never empty, except parameters and expressions that may be. */
const neverEmpty = (hole: Hole): boolean =>
  hole.kind === 'pseudo' || hole.kind === 'name' || hole.kind === 'attribute' || hole.kind === 'parameter';

/** True or false when every alternative agrees; undefined when it is known only at run time. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value);
    case 'text':
      if (value.text.length === 0) return false;
      return value.text.some((part) => typeof part === 'string' || neverEmpty(part)) ? true : undefined;
    case 'unknown':
    case 'accessor':
      return undefined;
    case 'union': {
      const all = value.options.map(truth);
      const [first] = all;
      return all.every((each) => each === first) ? first : undefined;
    }
    // An empty list or dictionary fails a test in Python, and holds in JavaScript.
    case 'list':
      return value.items.length > 0 ? true : undefined;
    case 'object':
      return value.class || holdsSomething(value) ? true : undefined;
    default:
      return true;
  }
}

function holdsSomething(value: ObjectValue): boolean {
  for (const field of value.fields.values()) if (!mayBeAbsent(field)) return true;
  return false;
}

/** Keeps, inside a branch, only the alternatives of a tested variable with which the branch can be taken. */
export function narrow(machine: Machine, test: Expression, holds: boolean, context: Context): void {
  if (test.kind === 'operation' && test.operator === '!' && test.operands[0]) {
    narrow(machine, test.operands[0], !holds, context);
    return;
  }
  if (test.kind === 'logical' && ((test.operator === 'and' && holds) || (test.operator === 'or' && !holds))) {
    narrow(machine, test.left, holds, context);
    narrow(machine, test.right, holds, context);
    return;
  }
  if (test.kind === 'operation' && test.operands.length === 2) {
    const [left, right] = test.operands;
    const equal = test.operator === '===' || test.operator === '==';
    if (!left || !right || (!equal && test.operator !== '!==' && test.operator !== '!=')) return;
    const nullish = right.kind === 'literal' && (right.value === null || right.value === undefined);
    if (nullish) keep(machine, left, context, (option) => option.kind === 'unknown' || isNullish(option) === (equal === holds));
    else if (right.kind === 'literal' && typeof right.value === 'string') {
      const literal = textValue(right.value);
      keep(machine, left, context, (option) => {
        const known = truth(strictEqual(option, literal));
        return known === undefined || known === (equal === holds);
      });
    }
    return;
  }
  keep(machine, test, context, (option) => {
    const known = truth(option);
    return known === undefined || known === holds;
  });
}

function keep(machine: Machine, expression: Expression, context: Context, possible: (option: Value) => boolean): void {
  if (expression.kind !== 'name') return;
  const cell = context.scope.find(expression.name);
  if (cell?.value.kind !== 'union') return;
  const left = filterOptions(cell.value, possible);
  if (left && optionsOf(left).length < cell.value.options.length) machine.assign(cell, left);
}
