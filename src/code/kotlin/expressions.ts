/** Expressions. Casts, `!!` and parentheses are transparent; what holds statements runs before (control.ts). */
import {
  assign,
  branch,
  call,
  choose,
  declare,
  isText,
  list,
  literal,
  member,
  nameOf,
  not,
  operation,
  run,
  template,
  unknown,
} from '../construct.ts';
import { numberLiteral } from '../java/literals.ts';
import { identifier } from '../java/source.ts';
import type { Argument, Expression, Type } from '../program.ts';
import { child, childOfType, type SyntaxNode } from '../tree-sitter.ts';
import { lowerObject } from './classes.ts';
import { JUMPS, lowerIf, lowerJump, lowerTry, lowerWhen } from './control.ts';
import { lowerAnonymousFunction, lowerLambda } from './functions.ts';
import { property, type Source } from './source.ts';
import { lowerText } from './strings.ts';
import { isType, lowerType, typeExpression } from './types.ts';

/** Why a value of code that is not Kotlin is not known. */
export const UNREADABLE = 'code that is not valid Kotlin';

export const lowerExpression = (source: Source, node: SyntaxNode): Expression => source.deeper(node.start, () => lower(source, node));

export const optional = (source: Source, node: SyntaxNode | undefined, at: number): Expression =>
  node === undefined ? unknown(UNREADABLE, at) : lowerExpression(source, node);

function lower(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  switch (node.type) {
    case 'identifier':
      return lowerName(source, node);
    case 'string_literal':
    case 'multiline_string_literal':
      return lowerText(source, node);
    case 'character_literal':
      return literal(source.textOf(node).slice(1, -1), at);
    case 'number_literal':
    case 'float_literal':
    case 'long_literal':
    case 'hex_literal':
    case 'bin_literal':
    case 'unsigned_literal':
      return numberLiteral(source.textOf(node).replace(/[uU]?[lL]?$/, ''), at);
    case 'boolean_literal':
      return literal(source.textOf(node) === 'true', at);
    case 'null_literal':
    case 'null':
      return literal(null, at);
    case 'parenthesized_expression':
      return optional(source, node.children[0], at);
    case 'this_expression': {
      const [label] = node.children;
      return label ? source.labelled(source.nameIn(label), at) : source.instance(at);
    }
    case 'super_expression':
      return nameOf('super', at);
    case 'navigation_expression':
      return lowerNavigation(source, node);
    case 'index_expression': {
      const [object, ...indices] = node.children;
      const owner = optional(source, object, at);
      return call(
        member(owner, 'get', at),
        indices.map((index) => lowerExpression(source, index)),
        at,
      );
    }
    case 'call_expression':
      return lowerCall(source, node);
    case 'as_expression': {
      const value = optional(source, child(node, 'left'), at);
      const type = lowerType(source, child(node, 'right'));
      return type ? { kind: 'typed', value, type, at } : value;
    }
    case 'is_expression': {
      const value = optional(source, child(node, 'left'), at);
      const type = typeExpression(source, child(node, 'right'));
      const test = type ? operation('instanceof', [value, type], at) : unknown('a test of a type', at, [value]);
      return between(source, node).includes('!is') ? not(test) : test;
    }
    case 'in_expression':
      return unknown(
        'a test',
        at,
        node.children.map((part) => lowerExpression(source, part)),
      );
    case 'range_expression':
      return operation(
        'kotlin.range',
        node.children.map((part) => lowerExpression(source, part)),
        at,
      );
    case 'infix_expression':
      return lowerInfix(source, node);
    case 'binary_expression':
      return lowerBinary(source, node);
    case 'unary_expression':
      return lowerUnary(source, node);
    case 'assignment':
      return lowerAssignment(source, node);
    case 'lambda_literal':
    case 'annotated_lambda':
      return lowerLambda(source, node);
    case 'anonymous_function':
      return lowerAnonymousFunction(source, node);
    case 'callable_reference':
      return lowerReference(source, undefined, node.children.at(-1), at);
    case 'object_literal':
      return lowerObject(source, node);
    case 'collection_literal':
      return list(
        node.children.map((part) => lowerExpression(source, part)),
        at,
      );
    case 'if_expression':
      return lowerIf(source, node);
    case 'when_expression':
      return lowerWhen(source, node);
    case 'try_expression':
      return lowerTry(source, node);
    case 'spread_expression':
    case 'annotated_expression':
      return optional(source, node.children.at(-1), at);
    case 'labeled_expression':
      if (JUMPS.test(source.textOf(node))) return jumped(source, node);
      return optional(source, node.children.at(-1), at);
    case 'user_type':
      return typeExpression(source, node) ?? unknown('a type', at);
    default:
      if (JUMPS.test(source.textOf(node))) return jumped(source, node);
      return unknown(
        UNREADABLE,
        at,
        node.children.filter((part) => /_expression$/.test(part.type)).map((part) => lowerExpression(source, part)),
      );
  }
}

/** A jump that stands where a value is asked for: nothing comes after it. */
function jumped(source: Source, node: SyntaxNode): Expression {
  source.before(...lowerJump(source, node));
  return literal(undefined, node.start);
}

const KEYWORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function lowerName(source: Source, node: SyntaxNode): Expression {
  const text = source.textOf(node);
  const constant = KEYWORDS.get(text);
  if (constant !== undefined) return literal(constant, node.start);
  if (JUMPS.test(text)) return jumped(source, node);
  return source.value(source.nameIn(node), node.start);
}

/** The text between the children, where the operators that the tree leaves out stand. */
export function between(source: Source, node: SyntaxNode): string {
  let from = node.start;
  let text = '';
  for (const part of node.children) {
    text += ` ${source.file.text.slice(from, part.start)}`;
    from = part.end;
  }
  return text + source.file.text.slice(from, node.end);
}

// ── Members ────────────────────────────────────────────────────────────────────────────────────────────────

const isSafe = (source: Source, node: SyntaxNode): boolean => between(source, node).includes('?.');

/** `a.b.C.D` as its names, when nothing but names is in it. */
function dotted(source: Source, node: SyntaxNode): readonly string[] | undefined {
  const names: string[] = [];
  let inner: SyntaxNode | undefined = node;
  while (inner?.type === 'navigation_expression' && inner.children.length === 2 && names.length < 32) {
    const name: SyntaxNode | undefined = inner.children[1];
    if (name?.type !== 'identifier') return undefined;
    names.push(source.nameIn(name));
    inner = inner.children[0];
  }
  return inner?.type === 'identifier' ? [...names, source.nameIn(inner)].reverse() : undefined;
}

const PACKAGE_START = /^(aws|java|javax|jakarta|kotlin|kotlinx|com|org|io|net|software|dev|edu)$/;

/** A class or one of its members that is named with its package. */
function packaged(source: Source, node: SyntaxNode): Expression | undefined {
  const names = dotted(source, node);
  const [first = ''] = names ?? [];
  if (!names || !PACKAGE_START.test(first) || source.isLocal(first)) return undefined;
  const start = names.findIndex((name) => /^\p{Lu}/u.test(name));
  if (start < 1) return undefined;
  const owner: Expression = nameOf(names.slice(0, start + 1).join('.'), node.start);
  return names.slice(start + 1).reduce<Expression>((object, name) => property(object, name, node.start), owner);
}

function lowerNavigation(source: Source, node: SyntaxNode): Expression {
  const [owner, name] = node.children;
  const at = name?.start ?? node.start;
  if (owner === undefined || name === undefined) return optional(source, owner, at);
  const operator = source.file.text.slice(owner.end, name.start);
  if (operator.includes('::')) {
    if (source.textOf(name) === 'class') return operation('class', [lowerOwner(source, owner)], at);
    return lowerReference(source, owner, name, at);
  }
  const named = packaged(source, node);
  if (named) return named;
  // `C::class.java` is the class as Java sees it
  const text = source.nameIn(name);
  if (/^(java|javaClass|javaObjectType|kotlin)$/.test(text) && /::\s*class$/.test(source.textOf(owner)))
    return lowerExpression(source, owner);
  const object = lowerOwner(source, owner);
  const read = source.extensions.has(text)
    ? operation('kotlin.extensionProperty', [object, literal(text, at), source.topLevel(text, at)], at)
    : property(object, text, at);
  if (!isSafe(source, node)) return read;
  const kept = source.kept(object, 'safe');
  return choose(operation('==', [kept, literal(null, at)], at), literal(null, at), replaceFirst(read, kept), at);
}

const replaceFirst = (read: Expression, object: Expression): Expression =>
  read.kind === 'operation' ? { ...read, operands: [object, ...read.operands.slice(1)] } : read;

/** What stands before a dot: a value, or a class. */
export function lowerOwner(source: Source, node: SyntaxNode): Expression {
  if (node.type === 'identifier' && /^\p{Lu}/u.test(source.textOf(node)) && !source.isLocal(source.nameIn(node)))
    return source.type(source.nameIn(node), node.start);
  return lowerExpression(source, node);
}

/** `::f`, `x::f`, `C::f`, `::C`. */
function lowerReference(source: Source, owner: SyntaxNode | undefined, name: SyntaxNode | undefined, at: number): Expression {
  if (name === undefined) return unknown(UNREADABLE, at);
  const text = source.nameIn(name);
  if (owner === undefined) return source.callee(text, at);
  return operation('reference', [lowerOwner(source, owner), literal(text, at)], at);
}

// ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────────

/** The name by which lambdas that are handed to the call can say `return@name`. */
const calledName = (source: Source, callee: SyntaxNode | undefined): string => {
  const last = callee?.type === 'navigation_expression' ? callee.children.at(-1) : callee;
  return last?.type === 'identifier' ? source.nameIn(last) : '';
};

export function lowerArguments(source: Source, node: SyntaxNode | undefined, label = ''): Argument[] {
  return (node?.children ?? []).flatMap((argument): Argument[] => {
    if (argument.type !== 'value_argument') return [];
    const value = argument.children.at(-1);
    if (value === undefined) return [];
    const name = argument.children.length > 1 ? argument.children[0] : undefined;
    const named =
      name?.type === 'identifier' && /=\s*$/.test(source.file.text.slice(name.end, value.start).replace(/\*$/, ''))
        ? source.nameIn(name)
        : undefined;
    const lowered = isLambda(value) ? lowerLambda(source, value, label) : lowerExpression(source, value);
    const spread = value.type === 'spread_expression' || source.textOf(argument).startsWith('*') ? { spread: 'list' as const } : {};
    return [{ value: lowered, ...(named === undefined ? {} : { name: named }), ...spread }];
  });
}

const isLambda = (node: SyntaxNode): boolean => node.type === 'lambda_literal' || node.type === 'annotated_lambda';

function lowerCall(source: Source, node: SyntaxNode): Expression {
  const lambda = node.children.slice(1).find(isLambda);
  // `f(a) { … }` is one call: in the tree, the lambda is an argument of what `f(a)` gives
  const [inner] = node.children;
  const isOne =
    lambda !== undefined && inner?.type === 'call_expression' && !inner.children.some(isLambda) && !childOfType(node, 'value_arguments');
  const made = isOne ? inner : node;
  const [callee] = made.children;
  if (callee === undefined) return unknown(UNREADABLE, node.start);
  const label = calledName(source, callee);
  const types = childOfType(made, 'type_arguments')?.children.map((argument) => lowerType(source, argument.children.find(isType)));
  const target = lowerCallee(source, callee);
  const given = [
    ...lowerArguments(source, childOfType(made, 'value_arguments'), label),
    ...(lambda ? [{ value: lowerLambda(source, lambda, label) }] : []),
    ...reified(label, types, node.start),
  ];
  return {
    kind: 'call',
    callee: target.callee,
    arguments: given,
    ...(target.optional ? { optional: true } : {}),
    ...(types && types.length > 0 ? { typeArguments: types } : {}),
    at: target.at,
  };
}

/** `mapper.readValue<Order>(text)` and the like know the class that they read into. */
function reified(name: string | undefined, types: readonly (Type | undefined)[] | undefined, at: number): readonly Argument[] {
  const [only] = types ?? [];
  const reads = /^(readValue|convertValue|treeToValue|fromJson|decodeFrom\w+)$/.test(name ?? '');
  return reads && types?.length === 1 && only?.kind === 'reference' ? [{ value: operation('class', [only.value], at) }] : [];
}

function lowerCallee(source: Source, node: SyntaxNode): { readonly callee: Expression; readonly optional?: boolean; readonly at: number } {
  const at = node.start;
  if (node.type === 'identifier') return { callee: source.callee(source.nameIn(node), at), at };
  if (node.type !== 'navigation_expression') return { callee: member(lowerExpression(source, node), 'invoke', at), at };
  const [owner, name] = node.children;
  if (owner === undefined || name === undefined) return { callee: lowerExpression(source, node), at };
  const place = name.start;
  if (source.file.text.slice(owner.end, name.start).includes('::')) return { callee: lowerExpression(source, node), at: place };
  const text = source.nameIn(name);
  const named = packaged(source, node);
  if (named) return { callee: named.kind === 'operation' && named.operands[0] ? member(named.operands[0], text, place) : named, at: place };
  const object = lowerOwner(source, owner);
  const safe = isSafe(source, node);
  if (source.isLocal(text))
    return { callee: operation('kotlin.extension', [object, literal(text, place), nameOf(identifier(text), place)], place), at: place };
  if (source.extensions.has(text) && owner.type !== 'super_expression')
    return { callee: operation('kotlin.extension', [object, literal(text, place), source.topLevel(text, place)], place), at: place };
  return {
    callee: { kind: 'member', object, property: literal(text, place), ...(safe ? { optional: true } : {}), at: place },
    optional: safe,
    at: place,
  };
}

// ── Operators ──────────────────────────────────────────────────────────────────────────────────────────────

/** `a to b`, `0 until n`, and functions that the program declares `infix`. */
function lowerInfix(source: Source, node: SyntaxNode): Expression {
  const [left, name, right] = node.children;
  const at = name?.start ?? node.start;
  if (left === undefined || name === undefined || right === undefined) return unknown(UNREADABLE, at);
  const text = source.nameIn(name);
  const operands = [lowerExpression(source, left), lowerExpression(source, right)] as const;
  if (text === 'to') return operation('kotlin.pair', operands, at);
  if (/^(until|downTo|step)$/.test(text)) return operation('kotlin.range', operands, at);
  if (source.extensions.has(text) || source.isLocal(text)) {
    const found = source.isLocal(text) ? nameOf(identifier(text), at) : source.topLevel(text, at);
    return call(operation('kotlin.extension', [operands[0], literal(text, at), found], at), [operands[1]], at);
  }
  return call(member(operands[0], text, at), [operands[1]], at);
}

interface Step {
  readonly operator: string;
  readonly right: SyntaxNode | undefined;
  readonly at: number;
}

/** Chains are walked in a loop, since long texts are put together that way. */
function lowerBinary(source: Source, node: SyntaxNode): Expression {
  const steps: Step[] = [];
  let first: SyntaxNode | undefined = node;
  while (first?.type === 'binary_expression') {
    steps.push({ operator: child(first, 'operator')?.type ?? '', right: child(first, 'right'), at: first.start });
    first = child(first, 'left');
  }
  const chain = withGenericCalls(first, steps.reverse());
  let value = optional(source, chain.first, node.start);
  for (const { operator, right, at } of chain.steps) value = combined(source, value, operator, right, at);
  return value;
}

/**
 * `f<T>(x)` and `f<T> { … }`, which the grammar reads as two comparisons where nothing follows that tells otherwise. Kotlin reads them as
 * calls (Kotlin language specification, "Grammar, Syntax grammar, callSuffix").
 */
function withGenericCalls(
  first: SyntaxNode | undefined,
  steps: readonly Step[],
): { first: SyntaxNode | undefined; steps: readonly Step[] } {
  if (first === undefined || !steps.some(({ operator }) => operator === '<')) return { first, steps };
  const kept: Step[] = [];
  let start = first;
  for (let i = 0; i < steps.length; i++) {
    const [step, next] = steps.slice(i, i + 2);
    if (step === undefined) break;
    const last = kept.at(-1);
    const callee = last ? last.right : start;
    const made = step.operator === '<' && next?.operator === '>' ? genericCall(callee, step.right, next.right) : undefined;
    if (!made) kept.push(step);
    else {
      if (last) kept[kept.length - 1] = { ...last, right: made };
      else start = made;
      i++;
    }
  }
  return { first: start, steps: kept };
}

function genericCall(callee: SyntaxNode | undefined, type: SyntaxNode | undefined, given: SyntaxNode | undefined): SyntaxNode | undefined {
  if (!callee || !given || (type?.type !== 'identifier' && type?.type !== 'navigation_expression')) return undefined;
  if (given.type !== 'parenthesized_expression' && !isLambda(given)) return undefined;
  const { field, start } = callee;
  const { end } = given;
  if (callee.type === 'unary_expression' || callee.type === 'infix_expression') {
    const inner = callee.children.at(-1);
    const made = genericCall(inner, type, given);
    return made && { ...callee, end, children: [...callee.children.slice(0, -1), made] };
  }
  if (callee.type !== 'identifier' && callee.type !== 'navigation_expression') return undefined;
  const node = (name: string, from: SyntaxNode, children: readonly SyntaxNode[]): SyntaxNode => ({
    ...from,
    type: name,
    field: undefined,
    children,
  });
  const types = node('type_arguments', type, [node('type_projection', type, [node('user_type', type, identifiersIn(type))])]);
  const args = isLambda(given) ? given : node('value_arguments', given, [node('value_argument', given, given.children)]);
  return { type: 'call_expression', field, start, end, children: [callee, types, args] };
}

/** The parts of a qualified name. */
function identifiersIn(name: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = name;
  for (; rest?.type === 'navigation_expression'; rest = rest.children[0]) found.unshift(...rest.children.slice(1));
  return rest ? [rest, ...found] : found;
}

function combined(source: Source, left: Expression, operator: string, right: SyntaxNode | undefined, at: number): Expression {
  if (operator === '?:') return elvis(source, left, right, at);
  if (operator === '&&' || operator === '||') {
    const { result, before } = source.apart(() => optional(source, right, at));
    // what the right side needs to run before it runs whether or not the right side does
    source.before(...before);
    return { kind: 'logical', operator: operator === '&&' ? 'and' : 'or', left, right: result, at };
  }
  const operand = optional(source, right, at);
  if (operator === '+' && (isText(left) || isText(operand))) return template([left, operand], at);
  const plain = operator === '===' ? '==' : operator === '!==' ? '!=' : operator;
  return operation(plain, [left, operand], at);
}

/** `a ?: b`, where `b` may leave the function. */
function elvis(source: Source, left: Expression, right: SyntaxNode | undefined, at: number): Expression {
  const { result, before } = source.apart(() => optional(source, right, at));
  if (before.length === 0) return { kind: 'logical', operator: 'nullish', left, right: result, at };
  const value = source.temporary('elvis');
  const test = operation('==', [nameOf(value, at), literal(null, at)], at);
  const target = { kind: 'name', name: value, at } as const;
  source.before(declare(target, left, at), branch(test, [...before, run(assign(target, result, at))], undefined, at));
  return nameOf(value, at);
}

function lowerUnary(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const operator = child(node, 'operator')?.type ?? '';
  const argument = child(node, 'argument');
  if (operator === '++' || operator === '--') {
    if (argument === undefined) return unknown(UNREADABLE, at);
    const by = literal(operator === '++' ? 1 : -1, at);
    return assignment(source, argument, operation('+', [lowerExpression(source, argument), by], at), at);
  }
  const operand = optional(source, argument, at);
  if (operator === '!!' || operator === '+') return operand;
  if (operator === '!') return not(operand);
  if (operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number') return literal(-operand.value, at);
  return operation(operator, [operand], at);
}

function lowerAssignment(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const target = child(node, 'left') ?? node.children[0];
  const right = child(node, 'right') ?? node.children.at(-1);
  const operator = child(node, 'operator')?.type ?? '=';
  if (target === undefined) return unknown(UNREADABLE, at);
  const value = optional(source, right, at);
  if (operator === '=') return assignment(source, target, value, at);
  return assignment(source, target, operation(operator.slice(0, -1), [lowerExpression(source, target), value], at), at);
}

function assignment(source: Source, target: SyntaxNode, value: Expression, at: number): Expression {
  if (target.type === 'identifier') return source.assignment(source.nameIn(target), value, at);
  if (target.type === 'index_expression') {
    const [object, ...indices] = target.children;
    return call(member(optional(source, object, at), 'set', at), [...indices.map((index) => lowerExpression(source, index)), value], at);
  }
  if (target.type === 'navigation_expression') {
    const [owner, name] = target.children;
    if (owner && name) return operation('kotlin.assign', [lowerOwner(source, owner), literal(source.nameIn(name), at), value], at);
  }
  return unknown(UNREADABLE, at, [value]);
}
