/** Functions and their parameters. */
import type * as ast from 'oxc-parser';
import type { Block, Expression, FunctionNode, Parameter, Statement } from '../../program.ts';
import type { Context } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { lowerPattern, targetName } from './patterns.ts';
import { lowerBody } from './statements.ts';
import { lowerAnnotation, withTypeParameters } from './types.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export function lowerFunction(ctx: Context, node: ast.Function, name: string): FunctionNode {
  return withTypeParameters(ctx, node.typeParameters, () => {
    const own = node.id?.name;
    const result = lowerAnnotation(ctx, node.returnType);
    const readsArguments = ctx.arguments;
    ctx.arguments = false;
    const lowered = inFunction(ctx, (): Writable<FunctionNode> => {
      const body = node.body?.body ?? [];
      if (startsStrict(body)) ctx.strict = true;
      const parameters = lowerParameters(ctx, node.params);
      const lines = withMembers(node.params, lowerBody(ctx, body));
      return { name: own ?? name, parameters, body: lines, lexicalThis: false, generator: node.generator, at: node.start };
    });
    if (own !== undefined && node.type === 'FunctionExpression') lowered.self = own;
    if (ctx.arguments) lowered.arguments = true;
    if (node.async && !node.generator) lowered.async = true;
    if (result) lowered.result = result;
    ctx.arguments = readsArguments;
    return lowered;
  });
}

export function lowerArrow(ctx: Context, node: ast.ArrowFunctionExpression, name: string): FunctionNode {
  return withTypeParameters(ctx, node.typeParameters, () => {
    const result = lowerAnnotation(ctx, node.returnType);
    const lowered = inFunction(ctx, (): Writable<FunctionNode> => {
      const parameters = lowerParameters(ctx, node.params);
      return { name, parameters, body: lowerArrowBody(ctx, node.body), lexicalThis: true, generator: false, at: node.start };
    });
    if (node.async) lowered.async = true;
    if (result) lowered.result = result;
    return lowered;
  });
}

const lowerArrowBody = (ctx: Context, body: ast.ArrowFunctionExpression['body']): Block =>
  body.type === 'BlockStatement'
    ? lowerBody(ctx, body.body)
    : [{ kind: 'return' as const, value: lowerExpression(ctx, body), at: body.start }];

/** Runs `inside` as the inside of a function: its `var`, labels and strictness are its own. */
export function inFunction<T>(ctx: Context, inside: () => T): T {
  const { strict, vars, blocks, leading, topLevel, namespace, labels } = ctx;
  ctx.vars = undefined;
  ctx.blocks = 0;
  ctx.leading = true;
  ctx.topLevel = false;
  ctx.namespace = undefined;
  ctx.labels = undefined;
  const result = inside();
  ctx.strict = strict;
  ctx.vars = vars;
  ctx.blocks = blocks;
  ctx.leading = leading;
  ctx.topLevel = topLevel;
  ctx.namespace = namespace;
  ctx.labels = labels;
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
  const parameter: Writable<Parameter> = { target };
  if (node.type === 'AssignmentPattern') parameter.default = lowerExpression(ctx, node.right, targetName(node.left));
  if (node.type === 'RestElement') parameter.rest = 'list';
  if (type) parameter.type = type;
  if (decorators && decorators.length > 0) parameter.decorators = lowerDecorators(ctx, decorators);
  return parameter;
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
