/**
 * `if`, `when`, `try` and jumps. Where their value is asked for, they run before the statement that asks, and leave it in a variable, so
 * that a `return` inside them is the function's.
 */
import { assign, branch, declare, literal, nameOf, namePattern, operation, run, unknown } from '../construct.ts';
import { identifier } from '../java/source.ts';
import type { Block, Expression, Statement } from '../program.ts';
import { child, childOfType, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression, optional } from './expressions.ts';
import type { Source } from './source.ts';
import { lowerBody } from './statements.ts';
import { simpleTypeName, typeExpression } from './types.ts';

/** Code that begins with one of these leaves where it stands. */
export const JUMPS = /^(return|throw|break|continue)\b/;

/** Where the value of a branch goes: nowhere, into a variable, or out of the function. */
export type Into = { readonly kind: 'nowhere' } | { readonly kind: 'variable'; readonly name: string } | { readonly kind: 'result' };

export const NOWHERE: Into = { kind: 'nowhere' };

/** The statement that puts a value where it goes. */
export function put(into: Into, value: Expression): Statement {
  if (into.kind === 'result') return { kind: 'return', value, at: value.at };
  return run(into.kind === 'nowhere' ? value : assign(namePattern(into.name, value.at), value, value.at));
}

const asValue = (source: Source, node: SyntaxNode, lower: (source: Source, node: SyntaxNode, into: Into) => Block): Expression => {
  const name = source.temporary('value');
  source.before(declare(namePattern(name, node.start), undefined, node.start));
  source.before(...lower(source, node, { kind: 'variable', name }));
  return nameOf(name, node.start);
};

export const lowerIf = (source: Source, node: SyntaxNode): Expression => asValue(source, node, ifStatement);
export const lowerWhen = (source: Source, node: SyntaxNode): Expression => asValue(source, node, whenStatement);
export const lowerTry = (source: Source, node: SyntaxNode): Expression => asValue(source, node, tryStatement);

/** Lowers something whose value is asked for, with what runs before it. */
function valued(source: Source, lower: () => Expression): { readonly value: Expression; readonly before: Block } {
  const { result, before } = source.apart(lower);
  return { value: result, before };
}

export function ifStatement(source: Source, node: SyntaxNode, into: Into): Block {
  const at = node.start;
  const condition = child(node, 'condition');
  const test = valued(source, () => optional(source, condition, at));
  const parts = node.children.filter((part) => part !== condition);
  // `if (a) else b`
  const text = condition ? source.file.text.slice(condition.end, parts[0]?.start ?? node.end) : '';
  const [then, otherwise] = /\belse\b/.test(text) ? [undefined, parts[0]] : parts;
  return [
    ...test.before,
    branch(test.value, then ? lowerBody(source, then, into) : [], otherwise && lowerBody(source, otherwise, into), at),
  ];
}

// ── when ───────────────────────────────────────────────────────────────────────────────────────────────────

export function whenStatement(source: Source, node: SyntaxNode, into: Into): Block {
  const at = node.start;
  return source.inBlock((): Block => {
    const statements: Statement[] = [];
    const subjectNode = childOfType(node, 'when_subject');
    let subject: Expression | undefined;
    if (subjectNode) {
      const declaration = childOfType(subjectNode, 'variable_declaration');
      const { value, before } = valued(source, () => optional(source, subjectNode.children.at(-1), at));
      const nameNode = declaration?.children.find((part) => part.type === 'identifier');
      const name = nameNode ? identifier(source.nameIn(nameNode)) : source.temporary('subject');
      if (nameNode) source.declare(source.nameIn(nameNode));
      statements.push(...before, declare(namePattern(name, at), value, at));
      subject = nameOf(name, at);
    }
    const entries = node.children.filter((part) => part.type === 'when_entry');
    return [...statements, ...chain(source, entries, subject, into)];
  });
}

/** Each entry is a test, and what follows it stands in the other branch. */
function chain(source: Source, entries: readonly SyntaxNode[], subject: Expression | undefined, into: Into): Block {
  const lowered = entries.map((entry) => {
    const conditions = entry.children.filter((part) => part.field === 'condition');
    const bodyNode = entry.children.findLast((part) => part.field !== 'condition');
    const tests = conditions.map((part) => valued(source, () => lowerTest(source, part, subject)));
    const body = bodyNode ? lowerBody(source, bodyNode, into) : [];
    return {
      at: entry.start,
      before: tests.flatMap((each) => each.before),
      tests: tests.map((each) => each.value),
      body,
      isElse: conditions.length === 0,
    };
  });
  let rest: Block | undefined;
  for (const { at, before, tests, body, isElse } of lowered.reverse()) {
    if (isElse) {
      rest = body;
      continue;
    }
    const [first = unknown('a test', at), ...more] = tests;
    const test = more.reduce<Expression>((left, right) => ({ kind: 'logical', operator: 'or', left, right, at }), first);
    rest = [...before, branch(test, body, rest, at)];
  }
  return rest ?? [];
}

function lowerTest(source: Source, node: SyntaxNode, subject: Expression | undefined): Expression {
  const at = node.start;
  switch (node.type) {
    case 'type_test': {
      const type = typeExpression(source, node.children[0]);
      const test = subject && type ? operation('instanceof', [subject, type], at) : unknown('a test of a type', at);
      return source.textOf(node).startsWith('!') ? operation('!', [test], at) : test;
    }
    case 'range_test':
      return unknown(
        'a test',
        at,
        node.children.map((part) => lowerExpression(source, part)),
      );
    default:
      return subject
        ? operation('==', [operation('switch', [subject], at), operation('switch', [lowerExpression(source, node)], at)], at)
        : lowerExpression(source, node);
  }
}

// ── try ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Exceptions that say that an object is not there: what the program then knows needs a permission to list (Amazon S3 API, "GetObject"). */
const NOT_FOUND = /^(NoSuchKey|NoSuchBucket)(Exception)?$/;

export function tryStatement(source: Source, node: SyntaxNode, into: Into): Block {
  const at = node.start;
  const body = childOfType(node, 'block');
  const handlers = node.children
    .filter((part) => part.type === 'catch_block')
    .map((part) =>
      source.inBlock(() => {
        const nameNode = childOfType(part, 'identifier');
        const name = nameNode && source.nameIn(nameNode);
        if (name !== undefined) source.declare(name);
        const caught = NOT_FOUND.exec(simpleTypeName(source, childOfType(part, 'user_type')) ?? '')?.[1];
        const block = childOfType(part, 'block');
        return {
          ...(name === undefined ? {} : { target: namePattern(identifier(name), part.start) }),
          ...(caught === undefined ? {} : { type: literal(caught, part.start) }),
          body: block ? lowerBody(source, block, into) : [],
        };
      }),
    );
  const last = childOfType(childOfType(node, 'finally_block'), 'block');
  const finalizer = last && lowerBody(source, last, NOWHERE);
  return [{ kind: 'try', body: body ? lowerBody(source, body, into) : [], handlers, ...(finalizer ? { finalizer } : {}), at }];
}

// ── Jumps ──────────────────────────────────────────────────────────────────────────────────────────────────

export function lowerJump(source: Source, node: SyntaxNode): Block {
  const at = node.start;
  const text = source.textOf(node);
  const [, kind = '', label] = /^(return|throw|break|continue)(?:@([\p{L}\p{N}_]+))?/u.exec(text) ?? [];
  const valueNode = node.children.find((part) => part.type !== 'label' && part.field !== 'label');
  switch (kind) {
    case 'throw':
      return withValue(
        source,
        () => optional(source, valueNode, at),
        (value) => [{ kind: 'throw', value, at }],
      );
    case 'return':
      if (!valueNode) return source.leave(label, undefined, at);
      return withValue(
        source,
        () => lowerExpression(source, valueNode),
        (value) => source.leave(label, value, at),
      );
    case 'break':
    case 'continue':
      return [{ kind, ...(label === undefined ? {} : { label }), at }];
    default:
      return [];
  }
}

function withValue(source: Source, lower: () => Expression, then: (value: Expression) => Block): Block {
  const { value, before } = valued(source, lower);
  return [...before, ...then(value)];
}
