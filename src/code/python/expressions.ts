/** Expressions. Operators take JavaScript's spelling where it has one; `contains` is Python's `in` with its operands swapped. */
import { assign, choose, isText, list, literal, member, nameOf, not, operation, template, unknown } from '../construct.ts';
import type { Argument, Expression, ListItem, ObjectEntry } from '../program.ts';
import { child, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { lowerComprehension } from './comprehensions.ts';
import { lowerLambda } from './functions.ts';
import type { Source } from './source.ts';
import { lowerConcatenated, lowerString } from './strings.ts';
import { lowerTarget } from './targets.ts';

/** Why a value of code that is not Python is not known. */
export const UNREADABLE = 'code that is not valid Python';

export const lowerExpression = (source: Source, node: SyntaxNode): Expression => source.deeper(node.start, () => lower(source, node));

const optional = (source: Source, node: SyntaxNode | undefined, at: number): Expression =>
  node === undefined ? literal(null, at) : lowerExpression(source, node);

function lower(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  switch (node.type) {
    case 'identifier':
      return source.read(source.textOf(node), at);
    case 'string':
      return lowerString(source, node);
    case 'concatenated_string':
      return lowerConcatenated(source, node);
    case 'integer':
    case 'float':
      return lowerNumber(source.textOf(node), at);
    case 'true':
      return literal(true, at);
    case 'false':
      return literal(false, at);
    case 'none':
      return literal(null, at);
    case 'ellipsis':
      return operation('...', [], at);
    case 'attribute':
      return lowerAttribute(source, node);
    case 'subscript':
      return lowerSubscript(source, node);
    case 'call':
      return lowerCall(source, node);
    case 'binary_operator':
      return lowerBinary(source, node);
    case 'boolean_operator':
      return {
        kind: 'logical',
        operator: child(node, 'operator')?.type === 'or' ? 'or' : 'and',
        left: optional(source, child(node, 'left'), at),
        right: optional(source, child(node, 'right'), at),
        at,
      };
    case 'not_operator':
      return not(optional(source, child(node, 'argument'), at));
    case 'unary_operator':
      return lowerUnary(source, node);
    case 'comparison_operator':
      return lowerComparison(source, node);
    case 'conditional_expression': {
      const [then, test, otherwise] = node.children;
      return choose(optional(source, test, at), optional(source, then, at), optional(source, otherwise, at), at);
    }
    case 'lambda':
      return lowerLambda(source, node);
    case 'named_expression': {
      const name = child(node, 'name');
      const value = optional(source, child(node, 'value'), at);
      return name === undefined ? value : assign(source.write(source.textOf(name), name.start), value, at);
    }
    case 'await':
      return { kind: 'await', value: optional(source, node.children[0], at), at };
    case 'parenthesized_expression':
    case 'parenthesized_list_splat':
    case 'type':
      return optional(source, node.children[0], at);
    case 'as_pattern':
      return optional(source, node.children[0], at);
    case 'list':
    case 'tuple':
    case 'expression_list':
    case 'pattern_list':
      return { kind: 'list', items: node.children.map((item) => lowerItem(source, item)), at };
    case 'set':
      return operation('set', [{ kind: 'list', items: node.children.map((item) => lowerItem(source, item)), at }], at);
    case 'dictionary':
      return { kind: 'object', entries: node.children.map((part) => lowerEntry(source, part)), at };
    case 'list_comprehension':
    case 'generator_expression':
    case 'dictionary_comprehension':
      return lowerComprehension(source, node);
    case 'set_comprehension':
      return operation('set', [lowerComprehension(source, node)], at);
    case 'yield': {
      const value = node.children[0];
      const all = value !== undefined && /^yield\s+from\b/.test(source.text.slice(at, value.start));
      return { kind: 'yield', ...(value ? { value: lowerExpression(source, value) } : {}), ...(all ? { all } : {}), at };
    }
    // `a = b = c`, seen from the outer assignment
    case 'assignment': {
      const left = child(node, 'left');
      const value = optional(source, child(node, 'right'), at);
      if (left === undefined) return value;
      const { pattern } = lowerTarget(source, left);
      return assign(pattern, value, at);
    }
    case 'slice':
      return lowerSlice(source, node);
    default:
      return unknown(
        UNREADABLE,
        at,
        node.children.filter((part) => part.type !== 'block').map((part) => lowerExpression(source, part)),
      );
  }
}

function lowerNumber(text: string, at: number): Expression {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (digits.endsWith('j')) return operation('complex', [], at);
  const value = Number(/^0\d+$/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : digits.replace(/l$/, ''));
  // An integer that a double cannot hold keeps its digits: an account id may be written as a number.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^\d+$/.test(digits) ? literal(digits, at) : literal(value, at);
}

/** `super()` is the name `super`, and `__init__` the constructor. */
function lowerAttribute(source: Source, node: SyntaxNode): Expression {
  const object = child(node, 'object');
  const property = child(node, 'attribute');
  if (object === undefined || property === undefined) return unknown(UNREADABLE, node.start);
  const at = property.start;
  const name = source.textOf(property);
  return member(lowerExpression(source, object), name === '__init__' ? 'constructor' : name, at);
}

const isSuper = (source: Source, node: SyntaxNode | undefined): boolean =>
  node?.type === 'call' && child(node, 'function')?.type === 'identifier' && source.textOf(child(node, 'function') ?? node) === 'super';

/** Functions that run a coroutine to its end. */
const RUNS = /^(asyncio|uvloop|anyio)\.run$|\.run_until_complete$/;

const waitedFor = (value: Expression): Expression => ({ kind: 'await', value, at: value.at });

function lowerCall(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const callee = child(node, 'function');
  if (callee === undefined) return unknown(UNREADABLE, at);
  if (isSuper(source, node)) return nameOf('super', at);
  const args = lowerArguments(source, child(node, 'arguments')).map((argument, index) =>
    index === 0 && RUNS.test(source.textOf(callee)) ? { ...argument, value: waitedFor(argument.value) } : argument,
  );
  const initializer =
    callee.type === 'attribute' &&
    isSuper(source, child(callee, 'object')) &&
    source.textOf(child(callee, 'attribute') ?? callee) === '__init__';
  const lowered = initializer ? nameOf('super', callee.start) : lowerExpression(source, callee);
  // what an item is called on is no receiver
  const target = callee.type === 'subscript' ? operation('item', [lowered], lowered.at) : lowered;
  return { kind: 'call', callee: target, arguments: args, at: target.at };
}

export function lowerArguments(source: Source, node: SyntaxNode | undefined): Argument[] {
  if (node === undefined) return [];
  if (node.type === 'generator_expression') return [{ value: lowerExpression(source, node) }];
  return node.children.map((argument): Argument => {
    const inner = argument.children[0];
    if (argument.type === 'list_splat' && inner) return { value: lowerExpression(source, inner), spread: 'list' };
    if (argument.type === 'dictionary_splat' && inner) return { value: lowerExpression(source, inner), spread: 'map' };
    const name = argument.type === 'keyword_argument' ? child(argument, 'name') : undefined;
    const value = argument.type === 'keyword_argument' ? child(argument, 'value') : argument;
    return { value: optional(source, value, argument.start), ...(name ? { name: source.textOf(name) } : {}) };
  });
}

function lowerItem(source: Source, node: SyntaxNode): ListItem {
  const splat = node.type === 'parenthesized_list_splat' ? node.children[0] : node;
  const inner = splat?.children[0];
  if ((splat?.type === 'list_splat' || splat?.type === 'list_splat_pattern') && inner)
    return { kind: 'spread', value: lowerExpression(source, inner) };
  return { kind: 'item', value: lowerExpression(source, node) };
}

function lowerEntry(source: Source, node: SyntaxNode): ObjectEntry {
  const key = child(node, 'key');
  const value = child(node, 'value');
  if (key && value) return { kind: 'entry', key: lowerExpression(source, key), value: lowerExpression(source, value) };
  return { kind: 'spread', value: optional(source, node.children[0], node.start) };
}

export function lowerSubscript(source: Source, node: SyntaxNode): Expression {
  const value = child(node, 'value');
  const indexes = childrenIn(node, 'subscript');
  const [index] = indexes;
  const at = index?.start ?? node.start;
  if (value === undefined || index === undefined) return unknown(UNREADABLE, at);
  const object = lowerExpression(source, value);
  if (indexes.length === 1 && index.type === 'slice') return operation('slice', [object, ...sliceBounds(source, index)], at);
  return member(object, lowerIndex(source, indexes), at);
}

export function lowerIndex(source: Source, indexes: readonly SyntaxNode[]): Expression {
  const [only] = indexes;
  if (indexes.length === 1 && only) return lowerExpression(source, only);
  return list(
    indexes.map((index) => lowerExpression(source, index)),
    only?.start ?? 0,
  );
}

const lowerSlice = (source: Source, node: SyntaxNode): Expression => operation('slice', sliceBounds(source, node), node.start);

/** Start, stop and step; what is not written is the literal `undefined`. */
function sliceBounds(source: Source, node: SyntaxNode): Expression[] {
  const bounds: (Expression | undefined)[] = [undefined, undefined, undefined];
  let slot = 0;
  let from = node.start;
  for (const part of node.children) {
    slot += source.text.slice(from, part.start).split(':').length - 1;
    bounds[slot] = lowerExpression(source, part);
    from = part.end;
  }
  return bounds.map((bound) => bound ?? literal(undefined, node.start));
}

const JAVASCRIPT_SPELLING = new Map([
  ['==', '==='],
  ['!=', '!=='],
  ['<>', '!=='],
  ['is', '==='],
  ['is not', '!=='],
]);

/** Chains of one operator are walked in a loop, since long texts are put together that way. */
function lowerBinary(source: Source, node: SyntaxNode): Expression {
  const steps: { readonly operator: string; readonly right: SyntaxNode | undefined; readonly at: number }[] = [];
  let first: SyntaxNode | undefined = node;
  while (first?.type === 'binary_operator') {
    steps.push({ operator: child(first, 'operator')?.type ?? '', right: child(first, 'right'), at: first.start });
    first = child(first, 'left');
  }
  let value = optional(source, first, node.start);
  let depth = 0;
  for (const { operator, right, at } of steps.reverse()) {
    const operand = optional(source, right, at);
    // Python adds text to text only.
    if (operator === '+' && (isText(value) || isText(operand))) value = template([value, operand], at);
    else {
      value = operation(operator, [value, operand], at);
      source.limit(++depth, at);
    }
  }
  return value;
}

function lowerUnary(source: Source, node: SyntaxNode): Expression {
  const operand = optional(source, child(node, 'argument'), node.start);
  const operator = child(node, 'operator')?.type ?? '-';
  if (operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number') return literal(-operand.value, node.start);
  return operation(operator, [operand], node.start);
}

/** `a < b < c` is `a < b and b < c`. */
function lowerComparison(source: Source, node: SyntaxNode): Expression {
  const operators = childrenIn(node, 'operators').map((operator) => source.textOf(operator).replace(/\s+/g, ' '));
  const operands = node.children.filter((part) => part.field !== 'operators').map((operand) => lowerExpression(source, operand));
  let result: Expression | undefined;
  operators.forEach((operator, index) => {
    const left = operands[index];
    const right = operands[index + 1];
    if (left === undefined || right === undefined) return;
    const compared = compare(operator, left, right, node.start);
    result = result === undefined ? compared : { kind: 'logical', operator: 'and', left: result, right: compared, at: node.start };
    source.limit(index, node.start);
  });
  return result ?? unknown(UNREADABLE, node.start, operands);
}

function compare(operator: string, left: Expression, right: Expression, at: number): Expression {
  if (operator === 'in') return operation('contains', [right, left], at);
  if (operator === 'not in') return not(operation('contains', [right, left], at));
  return operation(JAVASCRIPT_SPELLING.get(operator) ?? operator, [left, right], at);
}
