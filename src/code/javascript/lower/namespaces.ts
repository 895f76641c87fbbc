/**
 * Namespaces, as TypeScript compiles them: a function that gets the object of this name, or a new one, and sets members on it.
 * So a namespace adds to a class, function, enum or namespace of the same name.
 */
import type * as ast from 'oxc-parser';
import type { Block, Expression, FunctionNode, Statement } from '../../program.ts';
import { type Context, MAX_NESTING, tooDeep } from './context.ts';
import { exportOf, memberOf } from './declarations.ts';
import { inFunction } from './functions.ts';
import { lowerBody, type Sink } from './statements.ts';

/** Returns the name that is declared, if any: `declare module 'x'` and `declare global` declare none. */
export function lowerNamespace(ctx: Context, node: ast.TSModuleDeclaration | ast.TSGlobalDeclaration, sink: Sink): string | undefined {
  if (node.global || node.id.type === 'Literal' || !node.body) return undefined;
  const { body, start } = node;
  const names = namesIn(node.id);
  const [first] = names;
  if (node.declare && first !== undefined) {
    const value = { kind: 'unknown', reason: 'a value that is only declared here', at: start } as const;
    sink.body.push({ kind: 'let', target: { kind: 'name', name: first, at: start }, value, at: start });
    return first;
  }
  sink.body.push(...namespaceOf(ctx, names, start, () => lowerBody(ctx, body.body)));
  return first;
}

/** What a namespace is lowered to: a statement that calls a function. */
const LEVELS = 2;

/** `namespace A.B { … }` is a namespace A that exports a namespace B. */
function namespaceOf(ctx: Context, names: readonly string[], at: number, content: () => Block): Block {
  const [name, ...inner] = names;
  if (name === undefined) return content();
  if (ctx.depth >= MAX_NESTING) return [{ kind: 'expression', value: tooDeep(ctx, at), at }];
  const target = { kind: 'name', name, at } as const;
  const statements: Statement[] = [{ kind: 'let', target, hoisted: true, at }];
  // the namespace around may hold a part of this one already
  if (ctx.namespace !== undefined)
    statements.push({
      kind: 'expression',
      value: { kind: 'assign', target, operator: 'or', value: memberOf(ctx.namespace, name, at), at },
      at,
    });
  ctx.depth += LEVELS;
  const body = inFunction(ctx, () => {
    ctx.namespace = name;
    const members = namespaceOf(ctx, inner, at, content);
    return inner[0] === undefined ? members : [...members, exportOf(ctx, inner[0], inner[0], at)];
  });
  ctx.depth -= LEVELS;
  statements.push(opened(name, body, at));
  return statements;
}

function opened(name: string, body: Block, at: number): Statement {
  const value: Expression = { kind: 'name', name, at };
  const callee: FunctionNode = {
    name,
    parameters: [{ target: { kind: 'name', name, at } }],
    body,
    lexicalThis: false,
    generator: false,
    at,
  };
  const object: Expression = {
    kind: 'assign',
    target: { kind: 'name', name, at },
    operator: 'or',
    value: { kind: 'object', entries: [], at },
    at,
  };
  return {
    kind: 'expression',
    value: {
      kind: 'call',
      callee: { kind: 'function', function: callee, at },
      arguments: [{ value: { kind: 'sequence', items: [object, value], at } }],
      at,
    },
    at,
  };
}

function namesIn(node: ast.BindingIdentifier | ast.TSQualifiedName): readonly string[] {
  const names: string[] = [];
  let rest: ast.TSTypeName | ast.BindingIdentifier = node;
  while (rest.type === 'TSQualifiedName') {
    names.unshift(rest.right.name);
    rest = rest.left;
  }
  if (rest.type === 'Identifier') names.unshift(rest.name);
  return names;
}
