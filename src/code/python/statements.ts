/** Statements. Every name that a function assigns is its own: all bindings are hoisted. */
import { assign, branch, call, declareHoisted, list, literal, nameOf, namePattern, not, operation, run, unknown } from '../construct.ts';
import type { Block, Expression, Pattern, Statement } from '../program.ts';
import { child, childOfType, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { lowerClass } from './classes.ts';
import { lowerExpression, lowerSubscript, UNREADABLE } from './expressions.ts';
import { lowerFunction } from './functions.ts';
import { lowerImport } from './imports.ts';
import { lowerMatch } from './match.ts';
import type { Source } from './source.ts';
import { lowerTarget } from './targets.ts';
import { lowerType } from './types.ts';

/** A block inside a statement. */
export const lowerBlock = (source: Source, node: SyntaxNode | undefined): Block => source.inBlock(() => lowerBody(source, node));

/** The body of a function or file. */
export const lowerBody = (source: Source, node: SyntaxNode | undefined): Block =>
  node === undefined ? [] : source.deeper(node.start, () => node.children.flatMap((statement) => lowerStatement(source, statement)));

export function lowerStatement(source: Source, node: SyntaxNode): readonly Statement[] {
  const at = node.start;
  switch (node.type) {
    case 'expression_statement':
      return node.children.flatMap((part) => lowerExpressionStatement(source, part));
    case 'return_statement': {
      const value = node.children[0];
      return [{ kind: 'return', ...(value ? { value: lowerExpression(source, value) } : {}), at }];
    }
    case 'raise_statement': {
      const value = node.children.find((part) => part.field !== 'cause');
      return [{ kind: 'throw', ...(value ? { value: lowerExpression(source, value) } : {}), at }];
    }
    case 'if_statement':
      return lowerIf(source, node);
    case 'while_statement':
    case 'for_statement':
      return lowerLoop(source, node);
    case 'try_statement':
      return [lowerTry(source, node)];
    case 'with_statement':
      return lowerWith(source, node);
    case 'match_statement':
      return lowerMatch(source, node);
    case 'import_statement':
    case 'import_from_statement':
      return lowerImport(source, node, false);
    case 'function_definition':
      return lowerDefinition(source, node, []);
    case 'class_definition':
      return lowerClass(source, node, []);
    case 'decorated_definition': {
      const definition = child(node, 'definition');
      const decorators = node.children.flatMap((part) => (part.type === 'decorator' && part.children[0] ? [part.children[0]] : []));
      if (definition?.type === 'class_definition') return lowerClass(source, definition, decorators);
      return definition ? lowerDefinition(source, definition, decorators) : [];
    }
    case 'break_statement':
      return source.breaksTo === undefined
        ? [{ kind: 'break', at }]
        : [run(assign(namePattern(source.breaksTo, at), literal(true, at), at)), { kind: 'break', at }];
    case 'continue_statement':
      return [{ kind: 'continue', at }];
    case 'assert_statement': {
      const [test, message] = node.children;
      if (test === undefined) return [];
      const thrown: Statement = { kind: 'throw', ...(message ? { value: lowerExpression(source, message) } : {}), at };
      return [branch(not(lowerExpression(source, test)), [thrown], undefined, at)];
    }
    case 'delete_statement': {
      const targets = node.children.flatMap((part) => (part.type === 'expression_list' || part.type === 'tuple' ? part.children : [part]));
      return targets
        .filter((target) => target.type === 'subscript' || target.type === 'attribute')
        .map((target) => run(deletion(target.type === 'subscript' ? lowerSubscript(source, target) : lowerExpression(source, target), at)));
    }
    case 'print_statement':
    case 'chevron':
      return node.children.map((part) => run(lowerExpression(source, part)));
    case 'exec_statement':
      return [
        run(
          call(
            nameOf('exec', at),
            node.children.map((part) => lowerExpression(source, part)),
            at,
          ),
        ),
      ];
    case 'type_alias_statement': {
      const left = child(node, 'left')?.children[0];
      const right = child(node, 'right');
      if (left?.type !== 'identifier' || right === undefined) return [];
      return [declareHoisted(source.write(source.textOf(left), at), lowerExpression(source, right), at)];
    }
    case 'pass_statement':
    case 'global_statement':
    case 'nonlocal_statement':
    case 'future_import_statement':
      return [];
    case 'block':
      return lowerBlock(source, node);
    // What the parser could not read: its readable parts still run.
    case 'ERROR':
      return source.deeper(at, () => node.children.flatMap((part) => lowerStatement(source, part)));
    default:
      return [run(lowerExpression(source, node))];
  }
}

function lowerExpressionStatement(source: Source, node: SyntaxNode): readonly Statement[] {
  if (node.type === 'assignment') return lowerAssignment(source, node);
  if (node.type === 'augmented_assignment') return lowerAugmented(source, node);
  // a docstring
  if (node.type === 'string' && !node.children.some((part) => part.type === 'interpolation')) return [];
  return [run(lowerExpression(source, node))];
}

/** Binds a target that is a function's own name or a member; names that are `global` or `nonlocal` are written where they are. */
export function bind(source: Source, target: Pattern, value: Expression, at: number): Statement {
  if (target.kind === 'member' || (target.kind === 'name' && source.isOuter(target.name))) return run(assign(target, value, at));
  const after: Statement[] = [];
  const own = withoutOuter(source, target, after);
  const declared = declareHoisted(own, value, at);
  return after.length === 0 ? declared : { kind: 'block', body: [declared, ...after], at };
}

/** The pattern with a name of its own in place of each that is written outside; `after` writes these. */
function withoutOuter(source: Source, pattern: Pattern, after: Statement[]): Pattern {
  switch (pattern.kind) {
    case 'name': {
      if (!source.isOuter(pattern.name)) return pattern;
      const own = source.temporary('outer');
      after.push(run(assign(pattern, nameOf(own, pattern.at), pattern.at)));
      return namePattern(own, pattern.at);
    }
    case 'list': {
      const items = pattern.items.map((item) => item && withoutOuter(source, item, after));
      return { ...pattern, items, ...(pattern.rest ? { rest: withoutOuter(source, pattern.rest, after) } : {}) };
    }
    default:
      return pattern;
  }
}

function lowerAssignment(source: Source, node: SyntaxNode): readonly Statement[] {
  const at = node.start;
  const targets: SyntaxNode[] = [];
  const types: (SyntaxNode | undefined)[] = [];
  let right: SyntaxNode | undefined = node;
  while (right?.type === 'assignment') {
    const left = child(right, 'left');
    if (left) targets.push(left);
    types.push(child(right, 'type'));
    right = child(right, 'right');
  }
  const type = lowerType(source, types[0]);
  const [first] = targets;
  if (first === undefined) return [];
  if (right === undefined) {
    // `name: Type` declares, without a value
    if (type === undefined || first.type !== 'identifier' || source.inClassBody || source.isOuter(source.textOf(first))) return [];
    return [declareHoisted({ ...source.write(source.textOf(first), first.start), type } as Pattern, undefined, at)];
  }
  const before = right.type === 'augmented_assignment' ? lowerAugmented(source, right) : [];
  const lowered = right.type === 'augmented_assignment' ? readBack(source, right, at) : lowerExpression(source, right);
  if (targets.length === 1)
    return [...before, ...bindTarget(source, first, type ? { kind: 'typed', value: lowered, type, at: lowered.at } : lowered, at)];
  // `a = b = value`: one evaluation, bound from left to right
  const shared = source.temporary('value');
  return [
    ...before,
    declareHoisted(namePattern(shared, at), lowered, at),
    ...targets.flatMap((target) => bindTarget(source, target, nameOf(shared, at), at)),
  ];
}

const readBack = (source: Source, node: SyntaxNode, at: number): Expression => {
  const left = child(node, 'left');
  return left ? lowerExpression(source, left) : literal(null, at);
};

/** `xs[1:] = ys`; the slice as `lowerSubscript` gives it. */
const sliceAssignment = (slice: Expression, value: Expression, at: number): Expression =>
  operation('slice-assign', slice.kind === 'operation' ? [...slice.operands, value] : [slice, value], at);

/** `del xs[i]` shifts what is behind the item; of a slice nothing is left. */
function deletion(target: Expression, at: number): Expression {
  if (target.kind === 'operation' && target.operator === 'slice') return sliceAssignment(target, list([], at), at);
  return target.kind === 'member' ? operation('delete', [target.object, target.property], at) : target;
}

function bindTarget(source: Source, node: SyntaxNode, value: Expression, at: number): Statement[] {
  const sliced = node.type === 'subscript' && childrenIn(node, 'subscript').some((part) => part.type === 'slice');
  if (sliced) return [run(sliceAssignment(lowerSubscript(source, node), value, at))];
  const { pattern, after } = lowerTarget(source, node);
  return [bind(source, pattern, value, at), ...after];
}

function lowerAugmented(source: Source, node: SyntaxNode): readonly Statement[] {
  const at = node.start;
  const left = child(node, 'left');
  const right = child(node, 'right');
  if (left === undefined || right === undefined) return [];
  const operator = (child(node, 'operator')?.type ?? '').slice(0, -1);
  const before = right.type === 'augmented_assignment' || right.type === 'assignment' ? lowerExpressionStatement(source, right) : [];
  const value = right.type === 'augmented_assignment' ? readBack(source, right, at) : lowerExpression(source, right);
  const { pattern } = lowerTarget(source, left);
  // lists and dictionaries are changed in place
  const applied = operator === '+' || operator === '|' ? `${operator}=` : operator;
  return [...before, run(assign(pattern, operation(applied, [lowerExpression(source, left), value], at), at))];
}

function lowerIf(source: Source, node: SyntaxNode): readonly Statement[] {
  const branches = [node, ...childrenIn(node, 'alternative').filter((part) => part.type === 'elif_clause')];
  const last = childrenIn(node, 'alternative').find((part) => part.type === 'else_clause');
  let otherwise: Block | undefined = last && lowerBlock(source, child(last, 'body'));
  for (const clause of branches.reverse()) {
    const condition = child(clause, 'condition');
    const text = condition ? source.textOf(condition) : '';
    // Lambda imports the file, so its name is never `__main__`.
    if (/^\(?\s*__name__\s*==\s*["']__main__["']\s*\)?$/.test(text)) continue;
    const consequence = child(clause, 'consequence');
    const then = /^\(?\s*(\w+\.)?TYPE_CHECKING\s*\)?$/.test(text) ? typeImports(source, consequence) : undefined;
    if (then !== undefined) {
      otherwise = [...then, ...(otherwise ?? [])];
      continue;
    }
    const test = condition ? lowerExpression(source, condition) : unknown(UNREADABLE, clause.start);
    otherwise = [branch(test, lowerBlock(source, consequence), otherwise, clause.start)];
    source.limit(branches.length, node.start);
  }
  return otherwise ?? [];
}

/** Under `if TYPE_CHECKING:` only imports matter, and they run nothing. */
const typeImports = (source: Source, node: SyntaxNode | undefined): Statement[] =>
  (node?.children ?? []).flatMap((part) =>
    part.type === 'import_statement' || part.type === 'import_from_statement' ? lowerImport(source, part, true) : [],
  );

/** `else` of a loop runs when no `break` ended it. */
function lowerLoop(source: Source, node: SyntaxNode): readonly Statement[] {
  const at = node.start;
  const alternative = child(node, 'alternative');
  if (alternative === undefined) return [source.inLoop(undefined, () => lowerLoopItself(source, node))];
  const broken = source.temporary('broken');
  return [
    declareHoisted(namePattern(broken, at), literal(false, at), at),
    source.inLoop(broken, () => lowerLoopItself(source, node)),
    branch(not(nameOf(broken, at)), lowerBlock(source, child(alternative, 'body')), undefined, alternative.start),
  ];
}

function lowerLoopItself(source: Source, node: SyntaxNode): Statement {
  const at = node.start;
  const body = child(node, 'body');
  if (node.type === 'while_statement') {
    const condition = child(node, 'condition');
    return { kind: 'loop', ...(condition ? { test: lowerExpression(source, condition) } : {}), body: lowerBlock(source, body), at };
  }
  const left = child(node, 'left');
  const right = child(node, 'right');
  const iterable = right ? lowerExpression(source, right) : unknown(UNREADABLE, at);
  const item = source.temporary('item');
  // The loop's variables outlive it, so that the item is bound to a temporary first.
  const bound = left ? bindTarget(source, left, nameOf(item, left.start), left.start) : [];
  return { kind: 'each', over: 'values', target: namePattern(item, at), iterable, body: [...bound, ...lowerBlock(source, body)], at };
}

function lowerTry(source: Source, node: SyntaxNode): Statement {
  const at = node.start;
  const handlers = node.children
    .filter((part) => part.type === 'except_clause' || part.type === 'except_group_clause')
    .map((clause) => {
      const written = child(clause, 'value');
      const typeNode = written?.type === 'as_pattern' ? written.children[0] : written;
      const alias = written?.type === 'as_pattern' ? childOfType(written, 'as_pattern_target') : child(clause, 'alias');
      const name = alias?.type === 'as_pattern_target' ? alias.children[0] : alias;
      return {
        ...(name ? { target: lowerTarget(source, name).pattern } : {}),
        ...(typeNode ? { type: lowerExpression(source, typeNode) } : {}),
        body: lowerBlock(source, childOfType(clause, 'block')),
      };
    });
  const otherwise = childOfType(node, 'else_clause');
  const last = childOfType(node, 'finally_clause');
  const guarded = lowerBlock(source, child(node, 'body'));
  return {
    kind: 'try',
    // `else` runs when the body ended; that the handlers see its errors too is the wider reading
    body: otherwise ? [...guarded, ...lowerBlock(source, child(otherwise, 'body'))] : guarded,
    handlers,
    ...(last ? { finalizer: lowerBlock(source, childOfType(last, 'block')) } : {}),
    at,
  };
}

/**
 * `enter` calls `__enter__` (or `__aenter__`) of an instance that has it and is its operand for every other value; `exit` calls
 * `__exit__` likewise, whose result tells whether errors end here (`suppresses`).
 */
function lowerWith(source: Source, node: SyntaxNode): readonly Statement[] {
  const items = (childOfType(node, 'with_clause')?.children ?? []).flatMap((item) => {
    const value = child(item, 'value');
    // `with (open(a) as f, b):`
    return value?.type === 'tuple' && value.children.some((part) => part.type === 'as_pattern') ? value.children : value ? [value] : [];
  });
  const lowerItems = ([item, ...others]: readonly SyntaxNode[]): readonly Statement[] => {
    if (item === undefined) return lowerBlock(source, child(node, 'body'));
    const at = item.start;
    const manager = source.temporary('manager');
    const aliased = item.type === 'as_pattern';
    const value = aliased ? item.children[0] : item;
    const alias = aliased ? childOfType(item, 'as_pattern_target')?.children[0] : undefined;
    const entered = operation('enter', [nameOf(manager, at)], at);
    return [
      declareHoisted(namePattern(manager, at), value ? lowerExpression(source, value) : unknown(UNREADABLE, at), at),
      ...(alias ? bindTarget(source, alias, entered, alias.start) : [run(entered)]),
      {
        kind: 'try',
        body: source.deeper(at, () => lowerItems(others)),
        handlers: [{ when: operation('suppresses', [nameOf(manager, at)], at), body: [] }],
        finalizer: [run(operation('exit', [nameOf(manager, at)], at))],
        at,
      },
    ];
  };
  return lowerItems(items);
}

function lowerDefinition(source: Source, node: SyntaxNode, decorators: readonly SyntaxNode[]): readonly Statement[] {
  const at = node.start;
  const name = child(node, 'name');
  const applied = decorators.map((decorator) => lowerExpression(source, decorator));
  const { node: made, before } = lowerFunction(source, node, false);
  let value: Expression = { kind: 'function', function: made, at };
  for (const decorator of applied.reverse()) value = call(decorator, [value], decorator.at);
  if (name === undefined) return [...before, run(value)];
  return [...before, bind(source, source.write(source.textOf(name), name.start), value, at)];
}
