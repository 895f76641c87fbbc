/**
 * Comprehensions: a function of their own, called on the spot, whose loops yield the items (a generator's result is the list
 * of what it yields). A dictionary is filled and returned.
 */
import { arrow, assign, branch, call, declare, literal, nameOf, namePattern, run } from '../construct.ts';
import type { Block, Expression, Statement } from '../program.ts';
import { child, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression } from './expressions.ts';
import type { Source } from './source.ts';
import { lowerTarget } from './targets.ts';

export function lowerComprehension(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const body = child(node, 'body');
  const clauses = node.children.filter((part) => part !== body);
  return source.inScope('function', new Set(), () => {
    if (node.type !== 'dictionary_comprehension') {
      const produce = (): Block => [run({ kind: 'yield', value: value(source, body, at), at: body?.start ?? at })];
      return call(arrow(lowerClauses(source, clauses, produce), at, true), [], at);
    }
    const result = source.temporary('result');
    const fill = (): Block => {
      const key = value(source, body && child(body, 'key'), at);
      const held = value(source, body && child(body, 'value'), at);
      return [run(assign({ kind: 'member', object: nameOf(result, at), property: key, at }, held, at))];
    };
    const statements: Statement[] = [
      declare(namePattern(result, at), { kind: 'object', entries: [], at }, at),
      ...lowerClauses(source, clauses, fill),
      { kind: 'return', value: nameOf(result, at), at },
    ];
    return call(arrow(statements, at), [], at);
  });
}

const value = (source: Source, node: SyntaxNode | undefined, at: number): Expression =>
  node === undefined ? literal(null, at) : lowerExpression(source, node);

function lowerClauses(source: Source, clauses: readonly SyntaxNode[], produce: () => Block): Block {
  const [clause, ...others] = clauses;
  if (clause === undefined) return produce();
  const at = clause.start;
  if (clause.type === 'if_clause') {
    const test = value(source, clause.children[0], at);
    return [
      branch(
        test,
        source.deeper(at, () => lowerClauses(source, others, produce)),
        undefined,
        at,
      ),
    ];
  }
  const left = child(clause, 'left');
  const rights = childrenIn(clause, 'right').filter((part) => part.type !== ',');
  const [right] = rights;
  if (left === undefined || right === undefined) return source.deeper(at, () => lowerClauses(source, others, produce));
  const iterable: Expression =
    rights.length === 1
      ? lowerExpression(source, right)
      : { kind: 'list', items: rights.map((r) => ({ kind: 'item', value: lowerExpression(source, r) })), at };
  const { pattern, after } = lowerTarget(source, left);
  const body = [...after, ...source.deeper(at, () => lowerClauses(source, others, produce))];
  return [{ kind: 'each', over: 'values', target: pattern, iterable, body, at }];
}
