/** Functions and their parameters. */
import type * as ast from 'oxc-parser';
import type { Expression, FunctionNode, Parameter, Statement } from '../../program.ts';
import type { Context } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { lowerPattern, targetName } from './patterns.ts';
import { lowerBody } from './statements.ts';
import { lowerAnnotation, withTypeParameters } from './types.ts';

export function lowerFunction(ctx: Context, node: ast.Function, name: string): FunctionNode {
  return withTypeParameters(ctx, node.typeParameters, () => {
    const own = node.id?.name;
    const result = lowerAnnotation(ctx, node.returnType);
    const body = node.body?.body ?? [];
    const lowered = inFunction(ctx, () => {
      if (startsStrict(body)) ctx.strict = true;
      return { parameters: lowerParameters(ctx, node.params), body: withMembers(node.params, lowerBody(ctx, body)) };
    });
    return {
      name: own ?? name,
      ...(own !== undefined && node.type === 'FunctionExpression' ? { self: own } : undefined),
      ...lowered,
      lexicalThis: false,
      generator: node.generator,
      ...(node.async && !node.generator ? { async: true } : undefined),
      ...(result ? { result } : undefined),
      at: node.start,
    };
  });
}

export function lowerArrow(ctx: Context, node: ast.ArrowFunctionExpression, name: string): FunctionNode {
  return withTypeParameters(ctx, node.typeParameters, () => {
    const result = lowerAnnotation(ctx, node.returnType);
    const { body } = node;
    const lowered = inFunction(ctx, () => ({
      parameters: lowerParameters(ctx, node.params),
      body:
        body.type === 'BlockStatement'
          ? lowerBody(ctx, body.body)
          : [{ kind: 'return' as const, value: lowerExpression(ctx, body), at: body.start }],
    }));
    return {
      name,
      ...lowered,
      lexicalThis: true,
      generator: false,
      ...(node.async ? { async: true } : undefined),
      ...(result ? { result } : undefined),
      at: node.start,
    };
  });
}

/** Runs `inside` as the inside of a function: its `var`, labels and strictness are its own. */
export function inFunction<T>(ctx: Context, inside: () => T): T {
  const { strict, vars, blocks, leading, topLevel, namespace, labels } = ctx;
  ctx.vars = new Set();
  ctx.blocks = 0;
  ctx.leading = true;
  ctx.topLevel = false;
  ctx.namespace = undefined;
  ctx.labels = new Map();
  const result = inside();
  Object.assign(ctx, { strict, vars, blocks, leading, topLevel, namespace, labels });
  return result;
}

export const startsStrict = (body: readonly (ast.Directive | ast.Statement)[]): boolean => {
  for (const statement of body) {
    if (!('directive' in statement) || typeof statement.directive !== 'string') return false;
    if (statement.directive === 'use strict') return true;
  }
  return false;
};

function lowerParameters(ctx: Context, nodes: readonly ast.ParamPattern[]): readonly Parameter[] {
  const parameters: Parameter[] = [];
  for (const node of nodes) {
    const pattern = node.type === 'TSParameterProperty' ? node.parameter : node;
    // TypeScript's first parameter `this` only has a type
    if (pattern.type === 'Identifier' && pattern.name === 'this') continue;
    parameters.push(lowerParameter(ctx, pattern, node.decorators));
  }
  return parameters;
}

function lowerParameter(
  ctx: Context,
  node: ast.FormalParameter | ast.FormalParameterRest,
  decorators: readonly ast.Decorator[] | undefined,
): Parameter {
  const inner = node.type === 'AssignmentPattern' ? node.left : node.type === 'RestElement' ? node.argument : node;
  const target = lowerPattern(ctx, inner);
  const type =
    'type' in target
      ? target.type
      : lowerAnnotation(ctx, node.typeAnnotation ?? (inner.type === 'ArrayPattern' ? inner.typeAnnotation : null));
  return {
    target,
    ...(node.type === 'AssignmentPattern' ? { default: lowerExpression(ctx, node.right, targetName(node.left)) } : undefined),
    ...(node.type === 'RestElement' ? { rest: 'list' as const } : undefined),
    ...(type ? { type } : undefined),
    ...(decorators && decorators.length > 0 ? { decorators: lowerDecorators(ctx, decorators) } : undefined),
  };
}

const NONE: readonly Expression[] = [];

export const lowerDecorators = (ctx: Context, nodes: readonly ast.Decorator[] | undefined): readonly Expression[] =>
  nodes && nodes.length > 0 ? nodes.map((node) => lowerExpression(ctx, node.expression)) : NONE;

/** `constructor(private s3: S3Client)` sets `this.s3`, before the constructor's own code but after the call of `super`. */
function withMembers(params: readonly ast.ParamPattern[], body: readonly Statement[]): readonly Statement[] {
  const members: Statement[] = [];
  for (const param of params) {
    if (param.type !== 'TSParameterProperty') continue;
    const { parameter } = param;
    const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (target.type === 'Identifier') members.push(setsMember(target.name, target.start));
  }
  if (members.length === 0) return body;
  const afterSuper = body.findIndex(callsSuper) + 1;
  return [...body.slice(0, afterSuper), ...members, ...body.slice(afterSuper)];
}

const setsMember = (name: string, at: number): Statement => ({
  kind: 'expression',
  value: {
    kind: 'assign',
    target: { kind: 'member', object: { kind: 'name', name: 'this', at }, property: { kind: 'literal', value: name, at }, at },
    value: { kind: 'name', name, at },
    at,
  },
  at,
});

const callsSuper = (statement: Statement): boolean =>
  statement.kind === 'expression' &&
  statement.value.kind === 'call' &&
  statement.value.callee.kind === 'name' &&
  statement.value.callee.name === 'super';
