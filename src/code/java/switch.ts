/**
 * `switch`, as statement and as expression. What is switched over is compared as `operation switch` gives it: a constant of an
 * enumeration by its name.
 */
import { literal, nameOf, operation, run, unknown } from '../construct.ts';
import type { Block, Expression, Statement } from '../program.ts';
import { child, childOfType, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression, optional, statementsAsExpression } from './expressions.ts';
import { lowerPattern } from './patterns.ts';
import type { Source } from './source.ts';
import { lowerStatement, lowerStatements } from './statements.ts';

type Case = Extract<Statement, { kind: 'switch' }>['cases'][number];

export function lowerSwitchStatement(source: Source, node: SyntaxNode, label?: string): Block {
  return lowerSwitch(source, node, false, label);
}

/** The value is what the case that matches gives: its expression, or what it yields. */
export function lowerSwitchExpression(source: Source, node: SyntaxNode): Expression {
  const { result } = source.inLambda(() => lowerSwitch(source, node, true));
  return statementsAsExpression(result, node.start);
}

function lowerSwitch(source: Source, node: SyntaxNode, gives: boolean, label?: string): Block {
  const at = node.start;
  const condition = optional(source, child(node, 'condition'), at);
  return source.inBlock((): Block => {
    const subject = source.temporary('subject');
    const groups = child(node, 'body')?.children ?? [];
    const cases = groups.flatMap((group) => lowerGroup(source, group, nameOf(subject, at), gives));
    return [
      { kind: 'let', target: { kind: 'name', name: subject, at }, value: condition, at },
      { kind: 'switch', subject: operation('switch', [nameOf(subject, at)], at), cases, ...(label === undefined ? {} : { label }), at },
    ];
  });
}

function lowerGroup(source: Source, group: SyntaxNode, subject: Expression, gives: boolean): Case[] {
  const at = group.start;
  const rule = group.type === 'switch_rule';
  return source.inBlock((): Case[] => {
    const labels = group.children.filter((part) => part.type === 'switch_label');
    const tests: { readonly test: Expression | undefined; readonly bindings: readonly Expression[] }[] = labels.flatMap((each) =>
      lowerLabel(source, each, subject),
    );
    const nodes = group.children.filter((part) => part.type !== 'switch_label');
    const body = rule ? lowerRule(source, nodes[0], gives) : lowerStatements(source, nodes);
    const bindings = tests.flatMap((each) => each.bindings).map(run);
    return tests.map(({ test }, index): Case => {
      const last = index === tests.length - 1;
      return {
        ...(test ? { test } : {}),
        body: last ? [...bindings, ...body, ...(rule && !gives ? [{ kind: 'break' as const, at }] : [])] : [],
        falls: !rule || !last,
      };
    });
  });
}

function lowerRule(source: Source, node: SyntaxNode | undefined, gives: boolean): Block {
  if (node === undefined) return [];
  if (gives && node.type === 'expression_statement' && node.children[0])
    return [{ kind: 'return', value: lowerExpression(source, node.children[0]), at: node.start }];
  return lowerStatement(source, node);
}

function lowerLabel(
  source: Source,
  node: SyntaxNode,
  subject: Expression,
): { readonly test: Expression | undefined; readonly bindings: readonly Expression[] }[] {
  const guard = childOfType(node, 'guard');
  const parts = node.children.filter((part) => part !== guard);
  if (parts.length === 0) return [{ test: undefined, bindings: [] }];
  return parts.map((part) => {
    const at = part.start;
    if (part.type === 'pattern' || part.type.endsWith('_pattern')) {
      const bindings = lowerPattern(source, part, subject);
      const guarded = guard?.children[0] ? [lowerExpression(source, guard.children[0])] : [];
      return { test: unknown('a test of a type', at, [...bindings, ...guarded]), bindings };
    }
    // A bare name is a constant of the enumeration that is switched over, unless a field has that name.
    if (part.type === 'identifier' && !source.isField(source.textOf(part)) && !source.staticImports.has(source.textOf(part)))
      return { test: literal(source.textOf(part), at), bindings: [] };
    return { test: operation('switch', [lowerExpression(source, part)], at), bindings: [] };
  });
}
