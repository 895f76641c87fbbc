/** Statements. Of the resources of a `try`, those of the program's own classes are closed. */
import { branch, declare, literal, nameOf, namePattern, operation, run } from '../construct.ts';
import type { Block, Expression, Pattern, Statement } from '../program.ts';
import { child, childOfType, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { lowerLocalClass } from './classes.ts';
import { lowerExpression, optional } from './expressions.ts';
import { identifier, type Source } from './source.ts';
import { lowerSwitchStatement } from './switch.ts';
import { lowerType, typeText } from './types.ts';

/** The statements of a block, in a scope of their own. */
export const lowerBlock = (source: Source, node: SyntaxNode): Block =>
  source.deeper(node.start, () => source.inBlock(() => lowerStatements(source, node.children)));

export const lowerStatements = (source: Source, nodes: readonly SyntaxNode[]): Block =>
  nodes.flatMap((statement) => lowerStatement(source, statement));

/** The body of an `if` or a loop. */
const inner = (source: Source, node: SyntaxNode | undefined): Block => {
  if (node === undefined) return [];
  return node.type === 'block'
    ? lowerBlock(source, node)
    : source.deeper(node.start, () => source.inBlock(() => lowerStatement(source, node)));
};

const condition = (source: Source, node: SyntaxNode): Expression => optional(source, child(node, 'condition'), node.start);

export const lowerStatement = (source: Source, node: SyntaxNode): Block => source.deeper(node.start, () => lower(source, node));

function lower(source: Source, node: SyntaxNode, label?: string): Block {
  const at = node.start;
  const labelled = label === undefined ? {} : { label };
  switch (node.type) {
    case 'expression_statement':
      return node.children[0] ? [run(lowerExpression(source, node.children[0]))] : [];
    case 'local_variable_declaration':
      return lowerVariables(source, node);
    case 'block':
      return [{ kind: 'block', body: lowerBlock(source, node), ...labelled, at }];
    case 'return_statement':
      return [node.children[0] ? { kind: 'return', value: lowerExpression(source, node.children[0]), at } : { kind: 'return', at }];
    case 'throw_statement':
      return [{ kind: 'throw', value: optional(source, node.children[0], at), at }];
    case 'yield_statement':
      return [{ kind: 'return', value: optional(source, node.children[0], at), at }];
    case 'if_statement': {
      const test = condition(source, node);
      const then = inner(source, child(node, 'consequence'));
      const otherwise = child(node, 'alternative');
      return [branch(test, then, otherwise && inner(source, otherwise), at)];
    }
    case 'while_statement':
      return [{ kind: 'loop', test: condition(source, node), body: inner(source, child(node, 'body')), ...labelled, at }];
    case 'do_statement':
      return [{ kind: 'loop', test: condition(source, node), once: true, body: inner(source, child(node, 'body')), ...labelled, at }];
    case 'for_statement':
      return source.inBlock(() => lowerFor(source, node, labelled));
    case 'enhanced_for_statement': {
      const iterable = optional(source, child(node, 'value'), at);
      return source.inBlock(() => {
        const nameNode = child(node, 'name');
        const name = nameNode ? source.textOf(nameNode) : '_';
        source.declare(name, declaredType(source, child(node, 'type')));
        const type = lowerType(source, child(node, 'type'));
        const target: Pattern = { kind: 'name', name: identifier(name), ...(type ? { type } : {}), at: nameNode?.start ?? at };
        return [{ kind: 'each', over: 'values', target, iterable, body: inner(source, child(node, 'body')), ...labelled, at }];
      });
    }
    case 'labeled_statement': {
      const [nameNode, statement] = node.children;
      if (nameNode === undefined || statement === undefined) return [];
      const name = source.textOf(nameNode);
      if (/^(while|do|for|enhanced_for)_statement$|^block$/.test(statement.type)) return lower(source, statement, name);
      return [{ kind: 'block', body: lowerStatement(source, statement), label: name, at }];
    }
    case 'break_statement':
    case 'continue_statement': {
      const kind = node.type === 'break_statement' ? 'break' : 'continue';
      return [node.children[0] ? { kind, label: source.textOf(node.children[0]), at } : { kind, at }];
    }
    case 'switch_expression':
      return lowerSwitchStatement(source, node, label);
    case 'synchronized_statement': {
      const body = child(node, 'body');
      const lock = node.children[0] === body ? undefined : node.children[0];
      return [...(lock ? [run(lowerExpression(source, lock))] : []), { kind: 'block', body: body ? lowerBlock(source, body) : [], at }];
    }
    case 'try_statement':
    case 'try_with_resources_statement':
      return lowerTry(source, node);
    case 'assert_statement':
      return node.children.map((part) => run(lowerExpression(source, part)));
    case 'class_declaration':
    case 'record_declaration':
    case 'enum_declaration':
    case 'interface_declaration':
      return lowerLocalClass(source, node);
    case 'ERROR':
      return source.inBlock(() =>
        lowerStatements(
          source,
          node.children.filter((part) => /_(statement|declaration|expression|invocation)$|^block$/.test(part.type)),
        ),
      );
    case 'method_invocation':
    case 'object_creation_expression':
    case 'assignment_expression':
      return [run(lowerExpression(source, node))];
    default:
      return [];
  }
}

/** The type of a local variable, unless the compiler finds it. */
function declaredType(source: Source, node: SyntaxNode | undefined): string | undefined {
  const type = typeText(source, node);
  return type === 'var' ? undefined : type;
}

/** `int a = 1, b[];` */
export function lowerVariables(source: Source, node: SyntaxNode): Block {
  const typeNode = child(node, 'type');
  return childrenIn(node, 'declarator').map((declarator): Statement => {
    const at = declarator.start;
    const nameNode = child(declarator, 'name');
    const valueNode = child(declarator, 'value');
    const value = valueNode && lowerExpression(source, valueNode);
    const name = nameNode ? source.textOf(nameNode) : '_';
    const isPlain = childOfType(declarator, 'dimensions') === undefined;
    source.declare(name, isPlain ? declaredType(source, typeNode) : undefined);
    const type = isPlain ? lowerType(source, typeNode) : undefined;
    return declare({ kind: 'name', name: identifier(name), ...(type ? { type } : {}), at }, value, at);
  });
}

function lowerFor(source: Source, node: SyntaxNode, labelled: { readonly label?: string }): Block {
  const at = node.start;
  const init = childrenIn(node, 'init').flatMap((part) =>
    part.type === 'local_variable_declaration' ? lowerVariables(source, part) : [run(lowerExpression(source, part))],
  );
  const test = child(node, 'condition');
  const updates = childrenIn(node, 'update').map((part) => lowerExpression(source, part));
  const [update, ...more] = updates;
  const loop: Statement = {
    kind: 'loop',
    ...(test ? { test: lowerExpression(source, test) } : {}),
    ...(update ? { update: more.length > 0 ? { kind: 'sequence', items: updates, at: update.at } : update } : {}),
    body: inner(source, child(node, 'body')),
    ...labelled,
    at,
  };
  return [{ kind: 'block', body: [...init, loop], at }];
}

function lowerTry(source: Source, node: SyntaxNode): Block {
  const at = node.start;
  const tried = source.inBlock((): Block => {
    const nodes = child(node, 'resources')?.children ?? [];
    const resources = nodes.flatMap((resource) => lowerResource(source, resource));
    const names = nodes.flatMap((resource) => child(resource, 'name') ?? []).map((name) => identifier(source.textOf(name)));
    const bodyNode = child(node, 'body');
    const body = bodyNode ? lowerBlock(source, bodyNode) : [];
    // resources are closed in the opposite order (Java Language Specification, "try-with-resources")
    const finalizer = names.reverse().map((name) => run(operation('close', [nameOf(name, at)], at)));
    return [...resources, ...(finalizer.length > 0 ? [{ kind: 'try' as const, body, handlers: [], finalizer, at }] : body)];
  });
  const handlers = node.children.filter((part) => part.type === 'catch_clause').map((part) => lowerCatch(source, part));
  const last = childOfType(node, 'finally_clause')?.children[0];
  return [{ kind: 'try', body: tried, handlers, ...(last ? { finalizer: lowerBlock(source, last) } : {}), at }];
}

function lowerResource(source: Source, node: SyntaxNode): Block {
  const at = node.start;
  const nameNode = child(node, 'name');
  const valueNode = child(node, 'value');
  if (nameNode === undefined || valueNode === undefined) return node.children[0] ? [run(lowerExpression(source, node.children[0]))] : [];
  const value = lowerExpression(source, valueNode);
  const name = source.textOf(nameNode);
  source.declare(name);
  const type = lowerType(source, child(node, 'type'));
  return [declare({ kind: 'name', name: identifier(name), ...(type ? { type } : {}), at }, value, at)];
}

type Handler = Extract<Statement, { kind: 'try' }>['handlers'][number];

/** Exceptions that say that an object is not there: what the program then knows needs a permission to list (Amazon S3 API, "GetObject"). */
const NOT_FOUND = /NoSuchKey|NoSuchBucket/;

function lowerCatch(source: Source, node: SyntaxNode): Handler {
  const parameter = childOfType(node, 'catch_formal_parameter');
  const nameNode = parameter && child(parameter, 'name');
  const types = childOfType(parameter, 'catch_type')?.children ?? [];
  return source.inBlock((): Handler => {
    if (nameNode) source.declare(source.textOf(nameNode), types.length === 1 ? typeText(source, types[0]) : undefined);
    const body = child(node, 'body');
    const caught = types.find((type) => NOT_FOUND.test(source.textOf(type)));
    const type = caught ? literal(source.textOf(caught).replace(/^.*\b(NoSuch\w+?)(Exception)?$/, '$1'), caught.start) : undefined;
    return {
      ...(nameNode ? { target: namePattern(identifier(source.textOf(nameNode)), nameNode.start) } : {}),
      ...(type ? { type } : {}),
      body: body ? lowerBlock(source, body) : [],
    };
  });
}
