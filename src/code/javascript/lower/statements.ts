/** Statements and blocks. Imports come first, then what is hoisted, then the rest in its order, then the exports of names. */
import type * as ast from 'oxc-parser';
import type { Block, Expression, Pattern, Statement } from '../../program.ts';
import { lowerUpdate } from './assignments.ts';
import { type Context, declareVar, MAX_NESTING, tooDeep } from './context.ts';
import { isDeclaration, lowerDeclaration } from './declarations.ts';
import { lowerExpression } from './expressions.ts';
import { isModuleStatement, lowerModuleStatement } from './modules.ts';
import { lowerPattern, namesOf } from './patterns.ts';
import { lowerSwitch } from './switch.ts';

export type StatementNode = ast.Directive | ast.Statement;

/** Where the statements of one block go. */
export interface Sink {
  readonly body: Statement[];
  /** functions, interfaces and type aliases: usable before they are declared */
  hoisted: Statement[] | undefined;
  imports: Statement[] | undefined;
  exports: Statement[] | undefined;
}

const newSink = (): Sink => ({ body: [], hoisted: undefined, imports: undefined, exports: undefined });

function statementsOf(sink: Sink): Statement[] {
  const { body, hoisted, imports, exports } = sink;
  if (!hoisted && !imports && !exports) return body;
  return [...(imports ?? []), ...(hoisted ?? []), ...body, ...(exports ?? [])];
}

/** The statements of a function or module, after the names that its `var` statements declare for all of it. */
export function lowerBody(ctx: Context, nodes: readonly StatementNode[]): Block {
  const body = lowerStatements(ctx, nodes);
  if (!ctx.vars) return body;
  const at = nodes[0]?.start ?? 0;
  const declared = Array.from(ctx.vars, (name): Statement => ({ kind: 'let', target: { kind: 'name', name, at }, hoisted: true, at }));
  return [...declared, ...body];
}

export function lowerStatements(ctx: Context, nodes: readonly StatementNode[]): Statement[] {
  const sink = newSink();
  for (const node of nodes) lowerStatement(ctx, node, sink);
  return statementsOf(sink);
}

/** The statements of a block, or the one statement that stands in its place. */
function lowerBlock(ctx: Context, node: ast.Statement): Statement[] {
  ctx.blocks++;
  const body = lowerStatements(ctx, node.type === 'BlockStatement' ? node.body : [node]);
  ctx.blocks--;
  return body;
}

function lowerStatement(ctx: Context, node: StatementNode, sink: Sink, label?: string): void {
  if (ctx.depth >= MAX_NESTING) {
    sink.body.push({ kind: 'expression', value: tooDeep(ctx, node.start), at: node.start });
    return;
  }
  ctx.depth++;
  if (isDeclaration(node)) lowerDeclaration(ctx, node, sink);
  else if (isModuleStatement(node)) lowerModuleStatement(ctx, node, sink);
  else {
    ctx.leading = false;
    lowerAction(ctx, node, sink.body, label);
  }
  ctx.depth--;
}

type Action = Exclude<StatementNode, ast.Declaration | ast.ModuleDeclaration>;

function lowerAction(ctx: Context, node: Action, out: Statement[], label: string | undefined): void {
  const at = node.start;
  switch (node.type) {
    case 'ExpressionStatement':
      if ('directive' in node && typeof node.directive === 'string') return;
      out.push({ kind: 'expression', value: lowerUnused(ctx, node.expression), at });
      return;
    case 'ReturnStatement':
      out.push(node.argument ? { kind: 'return', value: lowerExpression(ctx, node.argument), at } : { kind: 'return', at });
      return;
    case 'IfStatement': {
      const test = lowerExpression(ctx, node.test);
      const then = lowerBlock(ctx, node.consequent);
      out.push(
        labelled(
          node.alternate ? { kind: 'if', test, then, otherwise: lowerBlock(ctx, node.alternate), at } : { kind: 'if', test, then, at },
          label,
        ),
      );
      return;
    }
    case 'BlockStatement': {
      const body = lowerBlock(ctx, node);
      out.push(label === undefined ? { kind: 'block', body, at } : { kind: 'block', body, label, at });
      return;
    }
    case 'ForStatement':
      lowerFor(ctx, node, out, label);
      return;
    case 'ForOfStatement':
    case 'ForInStatement':
      out.push(lowerEach(ctx, node, label));
      return;
    case 'WhileStatement':
      out.push({ kind: 'loop', test: lowerExpression(ctx, node.test), body: lowerBlock(ctx, node.body), ...withLabel(label), at });
      return;
    case 'DoWhileStatement':
      out.push({
        kind: 'loop',
        body: lowerBlock(ctx, node.body),
        test: lowerExpression(ctx, node.test),
        once: true,
        ...withLabel(label),
        at,
      });
      return;
    case 'TryStatement': {
      const { handler, finalizer } = node;
      out.push(
        labelled(
          {
            kind: 'try',
            body: lowerBlock(ctx, node.block),
            handlers: handler
              ? [{ ...(handler.param ? { target: lowerPattern(ctx, handler.param) } : undefined), body: lowerBlock(ctx, handler.body) }]
              : [],
            ...(finalizer ? { finalizer: lowerBlock(ctx, finalizer) } : undefined),
            at,
          },
          label,
        ),
      );
      return;
    }
    case 'ThrowStatement':
      out.push({ kind: 'throw', value: lowerExpression(ctx, node.argument), at });
      return;
    case 'SwitchStatement':
      out.push(lowerSwitch(ctx, node, label));
      return;
    case 'BreakStatement':
    case 'ContinueStatement':
      out.push({ kind: node.type === 'BreakStatement' ? 'break' : 'continue', ...withLabel(target(ctx, node.label)), at });
      return;
    case 'LabeledStatement': {
      const { name } = node.label;
      // two labels of one statement are one
      if (label !== undefined) {
        ctx.labels ??= new Map();
        ctx.labels.set(label, name);
      }
      const sink = newSink();
      lowerStatement(ctx, node.body, sink, name);
      for (const statement of statementsOf(sink)) out.push(statement);
      return;
    }
    case 'WithStatement':
      ctx.withStatement ??= at;
      out.push(
        { kind: 'expression', value: lowerExpression(ctx, node.object), at },
        { kind: 'block', body: lowerBlock(ctx, node.body), at },
      );
      return;
    case 'EmptyStatement':
    case 'DebuggerStatement':
      return;
  }
}

const withLabel = (label: string | undefined) => (label === undefined ? undefined : { label });

const labelled = (statement: Statement, label: string | undefined): Statement =>
  label === undefined ? statement : { kind: 'block', body: [statement], label, at: statement.at };

function target(ctx: Context, node: ast.LabelIdentifier | null): string | undefined {
  let name = node?.name;
  for (let next = name; next !== undefined; next = ctx.labels?.get(next)) name = next;
  return name;
}

/** An expression whose value nobody takes. */
function lowerUnused(ctx: Context, node: ast.Expression): Expression {
  return node.type === 'UpdateExpression' ? lowerUpdate(ctx, node, false) : lowerExpression(ctx, node);
}

function lowerFor(ctx: Context, node: ast.ForStatement, out: Statement[], label: string | undefined): void {
  const at = node.start;
  ctx.blocks++;
  const init = newSink();
  const declarations = node.init?.type === 'VariableDeclaration' && node.init.kind === 'let' ? node.init.declarations : [];
  const own = declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
  if (node.init?.type === 'VariableDeclaration') lowerDeclaration(ctx, node.init, init);
  else if (node.init) init.body.push({ kind: 'expression', value: lowerUnused(ctx, node.init), at: node.init.start });
  const loop: Statement = {
    kind: 'loop',
    ...(node.test ? { test: lowerExpression(ctx, node.test) } : undefined),
    ...(node.update ? { update: lowerUnused(ctx, node.update) } : undefined),
    ...(own.length > 0 ? { own } : undefined),
    body: lowerBlock(ctx, node.body),
    ...withLabel(label),
    at,
  };
  ctx.blocks--;
  if (init.body.length === 0) out.push(loop);
  else out.push({ kind: 'block', body: [...init.body, loop], at });
}

/** No source can spell it: stands for the item where the loop assigns to what was declared before. */
const ITEM = '%item';

function lowerEach(ctx: Context, node: ast.ForOfStatement | ast.ForInStatement, label: string | undefined): Statement {
  const at = node.start;
  const waits = node.type === 'ForOfStatement' && node.await;
  const given = lowerExpression(ctx, node.right);
  const iterable: Expression = waits ? { kind: 'await', value: given, at } : given;
  const over = node.type === 'ForOfStatement' ? 'values' : 'keys';
  const { left } = node;
  const declared = left.type === 'VariableDeclaration' ? left.declarations[0] : undefined;
  const each = (pattern: Pattern, body: Block): Statement => ({
    kind: 'each',
    over,
    target: pattern,
    iterable,
    body,
    ...withLabel(label),
    at,
  });
  const named: Expression = { kind: 'name', name: ITEM, at };
  const item: Expression = waits ? { kind: 'await', value: named, at } : named;
  const itemTarget: Pattern = { kind: 'name', name: ITEM, at };
  if (left.type !== 'VariableDeclaration') {
    const assigns: Statement = { kind: 'expression', value: { kind: 'assign', target: lowerPattern(ctx, left), value: item, at }, at };
    return each(itemTarget, [assigns, ...lowerBlock(ctx, node.body)]);
  }
  const pattern: Pattern = declared ? lowerPattern(ctx, declared.id) : itemTarget;
  if (left.kind !== 'var' && !waits) return each(pattern, lowerBlock(ctx, node.body));
  if (left.kind !== 'var') return each(itemTarget, [{ kind: 'let', target: pattern, value: item, at }, ...lowerBlock(ctx, node.body)]);
  for (const name of namesOf(pattern)) declareVar(ctx, name);
  return each(itemTarget, [{ kind: 'let', target: pattern, value: item, hoisted: true, at }, ...lowerBlock(ctx, node.body)]);
}
