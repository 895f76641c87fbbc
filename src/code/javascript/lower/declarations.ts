/** Declarations, and `export` in front of them. */
import type * as ast from 'oxc-parser';
import type { Expression, Pattern, Statement } from '../../program.ts';
import { lowerClass, lowerInterface, lowerTypeAlias } from './classes.ts';
import { type Context, declareVar } from './context.ts';
import { lowerEnum } from './enums.ts';
import { lowerExpression } from './expressions.ts';
import { lowerFunction } from './functions.ts';
import { lowerNamespace } from './namespaces.ts';
import { lowerPattern, namesOf, targetName } from './patterns.ts';
import type { Sink, StatementNode } from './statements.ts';
import { lowerTypeName } from './types.ts';

export function isDeclaration(node: StatementNode): node is ast.Declaration {
  switch (node.type) {
    case 'VariableDeclaration':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSDeclareFunction':
    case 'FunctionExpression':
    case 'ClassExpression':
    case 'TSEmptyBodyFunctionExpression':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
    case 'TSImportEqualsDeclaration':
      return true;
    default:
      return false;
  }
}

/** `exported`: `export` stands in front of it. */
export function lowerDeclaration(ctx: Context, node: ast.Declaration, sink: Sink, exported = false): void {
  const at = node.start;
  if (node.type !== 'VariableDeclaration' && node.type !== 'FunctionDeclaration') ctx.leading = false;
  switch (node.type) {
    case 'VariableDeclaration':
      for (const declarator of node.declarations) {
        const names = lowerVariable(ctx, node, declarator, sink);
        if (exported) for (const name of names) sink.body.push(exportOf(ctx, name, name, declarator.start));
      }
      return;
    case 'FunctionDeclaration': {
      if (!node.id) return;
      // in sloppy code a function in a block is seen in the whole function
      const hoisted = ctx.blocks === 0 || !ctx.strict;
      const value: Expression = { kind: 'function', function: lowerFunction(ctx, node, node.id.name), at };
      sink.hoisted ??= [];
      sink.hoisted.push(binding(node.id, value, at, hoisted));
      if (exported) sink.hoisted.push(exportOf(ctx, node.id.name, node.id.name, at));
      return;
    }
    case 'ClassDeclaration':
      if (!node.id) return;
      sink.body.push(binding(node.id, { kind: 'class', class: lowerClass(ctx, node, node.id.name), at }, at, false));
      if (exported) sink.body.push(exportOf(ctx, node.id.name, node.id.name, at));
      return;
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration': {
      const type = node.type === 'TSInterfaceDeclaration' ? lowerInterface(ctx, node) : lowerTypeAlias(ctx, node);
      // hoisted, so that a value of the same name takes its place
      sink.hoisted ??= [];
      sink.hoisted.push(binding(node.id, { kind: 'class', class: type, at }, at, false));
      if (exported) sink.hoisted.push(exportOf(ctx, node.id.name, node.id.name, at));
      return;
    }
    case 'TSEnumDeclaration':
      sink.body.push(...lowerEnum(ctx, node));
      if (exported) sink.body.push(exportOf(ctx, node.id.name, node.id.name, at));
      return;
    case 'TSModuleDeclaration': {
      const name = lowerNamespace(ctx, node, sink);
      if (exported && name !== undefined) sink.body.push(exportOf(ctx, name, name, at));
      return;
    }
    case 'TSImportEqualsDeclaration':
      lowerImportEquals(ctx, node, sink);
      if (exported) sink.body.push(exportOf(ctx, node.id.name, node.id.name, at));
      return;
    case 'TSDeclareFunction':
    case 'FunctionExpression':
    case 'ClassExpression':
    case 'TSEmptyBodyFunctionExpression':
      return;
  }
}

const binding = (id: ast.BindingIdentifier, value: Expression, at: number, hoisted: boolean): Statement => {
  const target = { kind: 'name', name: id.name, at: id.start } as const;
  return hoisted ? { kind: 'let', target, value, hoisted: true, at } : { kind: 'let', target, value, at };
};

/** In a module an export; in a namespace a member of it. */
export function exportOf(ctx: Context, name: string, local: string, at: number): Statement {
  const value: Expression = { kind: 'name', name: local, at };
  if (ctx.namespace === undefined) return { kind: 'export', name, value, at };
  return { kind: 'expression', value: { kind: 'assign', target: memberOf(ctx.namespace, name, at), value, at }, at };
}

export const memberOf = (object: string, name: string, at: number) =>
  ({ kind: 'member', object: { kind: 'name', name: object, at }, property: { kind: 'literal', value: name, at }, at }) as const;

/** Returns the names. */
function lowerVariable(ctx: Context, node: ast.VariableDeclaration, declarator: ast.VariableDeclarator, sink: Sink): readonly string[] {
  const at = declarator.start;
  const target = lowerPattern(ctx, declarator.id);
  const names = target.kind === 'name' ? [target.name] : namesOf(target);
  const hoisted = node.kind === 'var';
  if (hoisted && (ctx.blocks > 0 || (!ctx.leading && !ctx.topLevel))) for (const name of names) declareVar(ctx, name);
  if (ctx.leading && !(declarator.init === null || runsNothing(declarator.init))) ctx.leading = false;
  const value: Expression | undefined = declarator.init
    ? lowerExpression(ctx, declarator.init, targetName(declarator.id))
    : node.declare
      ? { kind: 'unknown', reason: 'a value that is only declared here', at }
      : undefined;
  sink.body.push(letOf(target, value, hoisted, at));
  if (node.kind === 'using' || node.kind === 'await using')
    for (const name of names) for (const symbol of DISPOSERS) sink.body.push(disposal(name, symbol, at));
  return names;
}

function letOf(target: Pattern, value: Expression | undefined, hoisted: boolean, at: number): Statement {
  if (!value) return hoisted ? { kind: 'let', target, hoisted, at } : { kind: 'let', target, at };
  return hoisted ? { kind: 'let', target, value, hoisted, at } : { kind: 'let', target, value, at };
}

const DISPOSERS = ['@@asyncDispose', '@@dispose'];

/** `using x = …` calls the method of that symbol at the end of the block; where in it makes no difference to what is called. */
const disposal = (name: string, symbol: string, at: number): Statement => ({
  kind: 'expression',
  value: {
    kind: 'call',
    callee: { kind: 'member', object: { kind: 'name', name, at }, property: { kind: 'literal', value: symbol, at }, optional: true, at },
    arguments: [],
    optional: true,
    at,
  },
  at,
});

/** Whether the value is made without running code that could use a `var` further down. */
function runsNothing(node: ast.Expression): boolean {
  switch (node.type) {
    case 'Literal':
    case 'Identifier':
    case 'ThisExpression':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true;
    case 'MemberExpression':
      return !node.computed && runsNothing(node.object);
    default:
      return false;
  }
}

/** `import x = require('x')`, `import x = A.B`. */
function lowerImportEquals(ctx: Context, node: ast.TSImportEqualsDeclaration, sink: Sink): void {
  const at = node.start;
  const { moduleReference: reference } = node;
  if (reference.type !== 'TSExternalModuleReference') {
    sink.body.push(binding(node.id, lowerTypeName(ctx, reference), at, false));
    return;
  }
  const specifier = reference.expression.value;
  if (node.importKind === 'type') {
    sink.imports ??= [];
    sink.imports.push({ kind: 'import', specifier, bindings: [{ imported: '*', local: node.id.name }], typeOnly: true, at });
    return;
  }
  const value: Expression = {
    kind: 'call',
    callee: { kind: 'name', name: 'require', at: reference.start },
    arguments: [{ value: { kind: 'literal', value: specifier, at: reference.expression.start } }],
    at: reference.start,
  };
  sink.body.push(binding(node.id, value, at, false));
}
