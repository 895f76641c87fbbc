/** What a test says about the variables in it, inside the branch that is taken when it holds, or when it does not. */
import type { Expression } from '../program.ts';
import { evaluate } from './evaluate.ts';
import type { Context } from './execute.ts';
import type { Machine } from './machine.ts';
import type { Cell } from './mutable.ts';
import { strictEqual, typeOf } from './operations.ts';
import { truth } from './truth.ts';
import { constant, filterOptions, isNullish, optionsOf, textValue, UNDEFINED, type UnionValue, union, type Value } from './values.ts';

/** A variable whose alternatives became fewer; `learned`: one that was not known, and is what it equals. */
export interface Change {
  readonly cell: Cell;
  readonly before: Value;
  readonly value: Value;
  readonly learned: boolean;
}

const NOTHING: readonly Change[] = [];

/** Keeps only the alternatives with which the branch can be taken; gives what it learned of values that were not known. */
export function narrow(machine: Machine, test: Expression, holds: boolean, context: Context): readonly Change[] {
  const changes = changesOf(machine, test, holds, context);
  for (const { cell, value } of changes) know(machine, cell, value);
  return changes;
}

function know(machine: Machine, cell: Cell, value: Value): void {
  machine.journal.learn(cell);
  cell.value = value;
}

/**
 * Puts back what was not known, where the branch joins the one in which it was not learned: beside everything that a value may be,
 * one of the things that it may be says nothing.
 */
export function unlearn(machine: Machine, changes: readonly Change[]): void {
  for (let i = changes.length - 1; i >= 0; i--) {
    const change = changes[i];
    if (change?.learned && change.cell.value === change.value) know(machine, change.cell, change.before);
  }
}

function changesOf(machine: Machine, test: Expression, holds: boolean, context: Context): readonly Change[] {
  switch (test.kind) {
    case 'logical':
      if (test.operator !== 'and' && test.operator !== 'or') return NOTHING;
      return (test.operator === 'and') === holds
        ? inTurn(machine, test.left, holds, test.right, holds, context)
        : eitherOf(changesOf(machine, test.left, holds, context), inTurn(machine, test.left, !holds, test.right, holds, context));
    case 'operation':
      return changesOfOperation(machine, test, holds, context);
    case 'call':
      return changesOfCall(machine, test, holds, context);
    default:
      return keep(test, context, (value) => {
        const known = truth(value);
        return known === undefined || known === holds;
      });
  }
}

function changesOfCall(
  machine: Machine,
  { callee, arguments: [given, ...more] }: Extract<Expression, { kind: 'call' }>,
  holds: boolean,
  context: Context,
): readonly Change[] {
  if (callee.kind !== 'member' || callee.property.kind !== 'literal' || !given || given.spread || more.length > 0) return NOTHING;
  const { object, property } = callee;
  switch (property.value) {
    case 'includes':
    case 'contains':
      return holds ? isOneOf(machine, given.value, object, context) : NOTHING;
    case 'isArray':
      return object.kind === 'name' && object.name === 'Array'
        ? keep(given.value, context, ({ kind }) => kind === 'unknown' || kind === 'native' || (kind === 'list') === holds)
        : NOTHING;
    default:
      return NOTHING;
  }
}

function changesOfOperation(
  machine: Machine,
  { operator, operands }: Extract<Expression, { kind: 'operation' }>,
  holds: boolean,
  context: Context,
): readonly Change[] {
  const [left, right] = operands;
  if (!left) return NOTHING;
  if (operator === '!') return changesOf(machine, left, !holds, context);
  if (!right) return NOTHING;
  if (operator === 'in') return left.kind === 'literal' ? keep(right, context, has(`${left.value}`, holds)) : NOTHING;
  if (operator === 'contains') return holds ? isOneOf(machine, right, left, context) : NOTHING;
  const loose = operator === '==' || operator === '!=';
  if (!loose && operator !== '===' && operator !== '!==') return NOTHING;
  const equal = (operator === '===' || operator === '==') === holds;
  if (right.kind === 'literal' && (loose ? isNullish(literalValue(right)) : right.value === null || right.value === undefined))
    return keep(left, context, (value) => value.kind === 'unknown' || isNullish(value) === equal);
  if (right.kind === 'literal') {
    const literal = literalValue(right);
    const kept = keep(left, context, (value) => {
      const known = truth(strictEqual(value, literal));
      return known === undefined || known === equal;
    });
    if (kept.length > 0) return kept;
  }
  return equal ? [...equals(machine, left, right, context), ...equals(machine, right, left, context)] : NOTHING;
}

function inTurn(
  machine: Machine,
  left: Expression,
  leftHolds: boolean,
  right: Expression,
  rightHolds: boolean,
  context: Context,
): readonly Change[] {
  const first = changesOf(machine, left, leftHolds, context);
  if (first.length === 0) return changesOf(machine, right, rightHolds, context);
  for (const { cell, value } of first) machine.assign(cell, value);
  const second = changesOf(machine, right, rightHolds, context);
  for (const { cell, before } of first) machine.assign(cell, before);
  const both = first.map((change): Change => {
    const later = second.find(({ cell }) => cell === change.cell);
    return later ? { ...change, value: later.value, learned: change.learned || later.learned } : change;
  });
  return [...both, ...second.filter(({ cell }) => !first.some((change) => change.cell === cell))];
}

/** What is known whichever of two holds. */
function eitherOf(one: readonly Change[], other: readonly Change[]): readonly Change[] {
  return one.flatMap((change) => {
    const beside = other.find(({ cell }) => cell === change.cell);
    if (!beside) return [];
    return [{ ...change, value: union([change.value, beside.value]), learned: change.learned || beside.learned }];
  });
}

const literalValue = ({ value }: Extract<Expression, { kind: 'literal' }>): Value =>
  typeof value === 'string' ? textValue(value) : constant(value as number | boolean | null | undefined);

/** Leaves out alternatives of a variable, by what they are themselves, or hold under the name of a member, or by the type of that. */
function keep(expression: Expression, context: Context, possible: (value: Value) => boolean): readonly Change[] {
  if (expression.kind === 'operation') {
    const [of] = expression.operands;
    return expression.operator === 'typeof' && of ? keep(of, context, (value) => optionsOf(typeOf(value)).some(possible)) : NOTHING;
  }
  const member = expression.kind === 'member' && expression.property.kind === 'literal' ? expression : undefined;
  const variable = variableOf(member ? member.object : expression);
  const cell = variable === undefined ? undefined : context.scope.find(variable);
  if (cell?.value.kind !== 'union') return NOTHING;
  const before: UnionValue = cell.value;
  const name = member?.property.kind === 'literal' ? `${member.property.value}` : '';
  const value = filterOptions(before, (option) => {
    const tested = member ? fieldOf(option, name, member.optional === true) : option;
    return tested === undefined || optionsOf(tested).some(possible);
  });
  if (value === undefined || optionsOf(value).length === before.options.length) return NOTHING;
  // what the app is known to send decides nothing: another one may send what leads here
  if (member && optionsOf(value).every(isBeyond)) return NOTHING;
  return [{ cell, before, value, learned: false }];
}

/** The name of a variable, also where the test has just assigned to it. */
function variableOf(expression: Expression): string | undefined {
  const named = expression.kind === 'assign' ? expression.target : expression;
  return named.kind === 'name' ? named.name : undefined;
}

const isBeyond = (value: Value): boolean => value.kind === 'unknown' && value.hole.kind === 'event' && value.hole.beyond === true;

/** What an alternative holds under the name; undefined where that takes more than a look. */
function fieldOf(option: Value, name: string, optional: boolean): Value | undefined {
  if (optional && isNullish(option)) return UNDEFINED;
  if (option.kind !== 'object' || option.dynamic.length > 0) return undefined;
  const field = option.fields.get(name);
  if (field !== undefined) return optionsOf(field).some(({ kind }) => kind === 'accessor') ? undefined : field;
  return option.open || option.class || option.base || name in Object.prototype ? undefined : UNDEFINED;
}

/** Of `'name' in value`. */
const has =
  (name: string, holds: boolean) =>
  (value: Value): boolean => {
    const field = fieldOf(value, name, false);
    return (
      field === undefined ||
      optionsOf(field).some((each) => (each === UNDEFINED || (each.kind === 'constant' && each.absent === true)) !== holds)
    );
  };

/** A variable that is not known is what it equals, if that is known. */
function equals(machine: Machine, expression: Expression, other: Expression, context: Context): readonly Change[] {
  return other.kind === 'literal' || other.kind === 'name' || other.kind === 'member'
    ? learn(expression, context, () => evaluate(machine, other, context))
    : NOTHING;
}

function isOneOf(machine: Machine, expression: Expression, list: Expression, context: Context): readonly Change[] {
  return learn(expression, context, () => {
    const written =
      list.kind === 'list' && list.items.every(({ value }) => value.kind === 'literal' || value.kind === 'name' || value.kind === 'member');
    const value = written || list.kind === 'name' || list.kind === 'member' ? evaluate(machine, list, context) : UNDEFINED;
    return value.kind === 'list' && !value.rest ? union(value.items) : UNDEFINED;
  });
}

function learn(expression: Expression, context: Context, what: () => Value): readonly Change[] {
  if (expression.kind !== 'name') return NOTHING;
  const cell = context.scope.find(expression.name);
  if (!cell || !optionsOf(cell.value).every(isNotKnown) || isNullish(cell.value)) return NOTHING;
  const value = what();
  const before = cell.value;
  return optionsOf(value).every(({ kind }) => kind === 'text') ? [{ cell, before, value, learned: true }] : NOTHING;
}

/** Data of which nothing is known, and where there is none. */
const isNotKnown = (value: Value): boolean =>
  (value.kind === 'unknown' && value.harmless === true && !value.wraps && !value.lost) || isNullish(value);
