/** Statements. Every block has a scope of its own; `:=` declares in it. */
import { arrow, assign, branch, call, declare, list, literal, nameOf, namePattern, operation, run, unknown } from '../construct.ts';
import type { Block, Expression, Pattern, Statement } from '../program.ts';
import { child, childOfType, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { addressed, dereference, isFixed, pointerOf, store } from './addresses.ts';
import { lowerConstants, lowerLocalType } from './declarations.ts';
import { isKept, lowerExpression, lowerValues, UNREADABLE } from './expressions.ts';
import { namedResults, resultsPattern } from './functions.ts';
import { copies, declaredTypes, elementOf, handedOver, hasNumberKeys, isCopied, kindOf, typeFrom, typeOf } from './static-types.ts';
import { lowerType, namesIn, typeExpression } from './types.ts';
import { identifier, type Unit } from './unit.ts';
import { holdingOf, holdingOfValue, zeroValue } from './zero.ts';

const inner = (unit: Unit, node: SyntaxNode | undefined): Block =>
  node === undefined ? [] : unit.inScope(() => lowerStatements(unit, node));

/** The statements of a block, or of the list inside it. What follows a `defer` runs before what was deferred. */
export function lowerStatements(unit: Unit, node: SyntaxNode): Block {
  const nodes = node.children.flatMap((part) => (part.type === 'statement_list' ? part.children : [part]));
  return unit.package.deeper(unit.at(node), () => lowerSequence(unit, nodes, 0, nodes.length, node === unit.body));
}

/** `outermost`: the statements are those of the function itself, so that it ends with them. */
function lowerSequence(unit: Unit, nodes: readonly SyntaxNode[], start: number, end = nodes.length, outermost = false): Block {
  const statements: Statement[] = [];
  for (let index = start; index < end; index++) {
    const node = nodes[index];
    if (node === undefined) break;
    const jump = jumpFrom(unit, nodes, index, end);
    if (jump !== undefined && !unit.isJumpForward(jump.label)) {
      const body = unit.jumpingTo(jump.label, () =>
        unit.package.deeper(unit.at(node), () => lowerSequence(unit, nodes, index, jump.target, false)),
      );
      statements.push({ kind: 'block', label: jump.label, body, at: unit.at(node) });
      index = jump.target - 1;
      continue;
    }
    if (node.type === 'defer_statement') {
      const at = unit.at(node);
      const { before, last, recovers } = lowerDeferred(unit, node);
      if (!outermost) {
        statements.push(...before, later(unit, last, recovers, at));
        continue;
      }
      const body = unit.package.deeper(at, () => withLater(unit, () => lowerSequence(unit, nodes, index + 1, end, outermost)));
      const results = namedResults(unit, at);
      const given: Block = results ? [{ kind: 'return', value: results, at }] : [];
      const handlers = recovers ? [{ body: given }] : [];
      // what is deferred may change named results, which are given after it
      statements.push(...before, { kind: 'try', body, handlers, finalizer: [last, ...given], at });
      return statements;
    }
    statements.push(...lowerStatement(unit, node));
  }
  return statements;
}

/** What a block inside of a function defers runs when the function ends, once for each time that it came by. */
function later(unit: Unit, last: Statement, recovers: boolean, at: number): Statement {
  const name = unit.package.temporary('later');
  unit.later.push({ name, recovers, at });
  return run(
    assign(
      namePattern(name, at),
      {
        kind: 'list',
        items: [
          { kind: 'spread', value: nameOf(name, at) },
          { kind: 'item', value: arrow([last], at) },
        ],
        at,
      },
      at,
    ),
  );
}

/** The rest of a function's body, after which runs what blocks inside of it deferred, the latest first. */
export function withLater(unit: Unit, rest: () => Block): Block {
  const around = unit.later;
  unit.later = [];
  const statements = rest();
  const deferred = unit.later;
  unit.later = around;
  return deferred.reduceRight<Block>((body, { name, recovers, at }) => {
    const results = namedResults(unit, at);
    const given: Block = results ? [{ kind: 'return', value: results, at }] : [];
    const each = unit.package.temporary('deferred');
    const calls: Statement = {
      kind: 'each',
      over: 'values',
      target: namePattern(each, at),
      iterable: nameOf(name, at),
      body: [run(call(nameOf(each, at), [], at))],
      at,
    };
    return [
      declare(namePattern(name, at), list([], at), at),
      { kind: 'try', body, handlers: recovers ? [{ body: given }] : [], finalizer: [calls, ...given], at },
    ];
  }, statements);
}

interface Jump {
  readonly label: string;
  /** the labelled statement in the same list */
  readonly target: number;
}

/** A `goto` in this statement to a label further down leaves a block that ends there. One that goes back changes no more than a loop. */
function jumpFrom(unit: Unit, nodes: readonly SyntaxNode[], index: number, end: number): Jump | undefined {
  const labels = new Set<string>();
  const todo = nodes.slice(index, index + 1);
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    const label = node.type === 'goto_statement' ? node.children[0] : undefined;
    if (label) labels.add(unit.textOf(label));
    if (node.type !== 'func_literal') todo.push(...node.children);
  }
  if (labels.size === 0) return undefined;
  for (let target = end - 1; target > index; target--) {
    const node = nodes[target];
    const label = node?.type === 'labeled_statement' ? child(node, 'label') : undefined;
    if (label && labels.has(unit.textOf(label))) return { label: unit.textOf(label), target };
  }
  return undefined;
}

/** The arguments of a deferred call are evaluated where it stands, the call at the end. */
function lowerDeferred(
  unit: Unit,
  node: SyntaxNode,
): { readonly before: readonly Statement[]; readonly last: Statement; readonly recovers: boolean } {
  const at = unit.at(node);
  const expression = node.children[0];
  if (expression === undefined) return { before: [], last: run(unknown(UNREADABLE, at)), recovers: false };
  const lowered = lowerExpression(unit, expression);
  const recovers = /\brecover\(\)/.test(unit.textOf(expression));
  if (lowered.kind !== 'call') return { before: [], last: run(lowered), recovers };
  const { before, call } = withArguments(unit, expression, lowered, at);
  return { before, last: run(call), recovers };
}

/** `go f(x)`: the arguments are evaluated where it stands. */
function lowerGoroutine(unit: Unit, expression: SyntaxNode): readonly Statement[] {
  const at = unit.at(expression);
  const lowered = lowerExpression(unit, expression);
  if (lowered.kind !== 'call') return [run(lowered)];
  const { before, call } = withArguments(unit, expression, lowered, at);
  return [...before, run(operation('go', [arrow([{ kind: 'return', value: call, at }], at)], at))];
}

/** The receiver and the arguments of a call in variables of their own. */
function withArguments(
  unit: Unit,
  node: SyntaxNode,
  called: Extract<Expression, { kind: 'call' }>,
  at: number,
): { readonly before: readonly Statement[]; readonly call: Expression } {
  const before: Statement[] = [];
  const { receivers, callee } = withReceiver(unit, node, called.callee, at);
  const args = called.arguments.map((argument) => {
    if (argument.value.kind === 'literal') return argument;
    const name = unit.package.temporary('deferred');
    before.push(declare(namePattern(name, at), argument.value, at));
    return { ...argument, value: nameOf(name, at) };
  });
  return { before: [...before, ...receivers], call: { ...called, callee, arguments: args } };
}

function withReceiver(
  unit: Unit,
  node: SyntaxNode,
  callee: Expression,
  at: number,
): { readonly receivers: readonly Statement[]; readonly callee: Expression } {
  const selector = child(node, 'function');
  const [operand, field] = selector?.type === 'selector_expression' ? [child(selector, 'operand'), child(selector, 'field')] : [];
  if (!operand || !field || callee.kind !== 'member' || typeOf(unit, operand) === undefined) return { receivers: [], callee };
  const name = unit.package.temporary('deferred');
  const value = isKept(unit, operand, unit.textOf(field)) ? operation('copy', [callee.object, literal(false, at)], at) : callee.object;
  return { receivers: [declare(namePattern(name, at), value, at)], callee: { ...callee, object: nameOf(name, at) } };
}

function lowerStatement(unit: Unit, node: SyntaxNode): readonly Statement[] {
  const at = unit.at(node);
  switch (node.type) {
    case 'expression_statement':
      return lowerExpressionStatement(unit, node.children[0]);
    case 'short_var_declaration':
    case 'assignment_statement':
      return lowerAssignment(unit, node);
    case 'inc_statement':
    case 'dec_statement':
      return [lowerStep(unit, node), ...shares(unit, [node.children[0]])];
    case 'return_statement': {
      const values = node.children[0]?.children ?? [];
      const [only] = values;
      const value =
        values.length === 0
          ? namedResults(unit, at)
          : values.length === 1 && only
            ? returned(unit, only)
            : list(
                values.map((v) => returned(unit, v)),
                at,
              );
      const results = unit.defers && values.length > 0 ? resultsPattern(unit, at) : undefined;
      const given = results && namedResults(unit, at);
      if (results && given && value) return [run(assign(results, value, at)), { kind: 'return', value: given, at }];
      return [{ kind: 'return', ...(value ? { value } : {}), at }];
    }
    case 'if_statement':
      return scoped(unit, child(node, 'initializer'), at, () => [lowerIf(unit, node)]);
    case 'for_statement':
      return lowerFor(unit, node, undefined);
    case 'expression_switch_statement':
      return scoped(unit, child(node, 'initializer'), at, () => [lowerSwitch(unit, node, undefined)]);
    case 'type_switch_statement':
      return scoped(unit, child(node, 'initializer'), at, () => [lowerTypeSwitch(unit, node, undefined)]);
    case 'select_statement':
      return [lowerSelect(unit, node, undefined)];
    case 'labeled_statement':
      return lowerLabeled(unit, node);
    case 'block':
      return [{ kind: 'block', body: inner(unit, node), at }];
    case 'go_statement':
      return node.children.flatMap((part) => lowerGoroutine(unit, part));
    case 'send_statement':
      return [run(operation('send', [part(unit, child(node, 'channel'), at), part(unit, child(node, 'value'), at)], at))];
    case 'break_statement':
    case 'continue_statement': {
      const label = node.children[0];
      return [{ kind: node.type === 'break_statement' ? 'break' : 'continue', ...(label ? { label: unit.textOf(label) } : {}), at }];
    }
    case 'var_declaration':
      return lowerVariables(unit, node);
    case 'const_declaration':
      return lowerConstants(unit, node, true);
    case 'type_declaration':
      return node.children.flatMap((spec) => lowerLocalType(unit, spec));
    case 'fallthrough_statement':
    case 'empty_statement':
      return [];
    case 'goto_statement': {
      const label = node.children[0];
      return label && unit.isJumpForward(unit.textOf(label)) ? [{ kind: 'break', label: unit.textOf(label), at }] : [];
    }
    // What the parser could not read: its readable parts still run.
    case 'ERROR':
    case 'statement_list':
      return unit.package.deeper(at, () => node.children.flatMap((inside) => lowerStatement(unit, inside)));
    default:
      return [run(lowerExpression(unit, node))];
  }
}

function returned(unit: Unit, node: SyntaxNode): Expression {
  const fixed = isFixed(unit, node) ? addressed(node) : undefined;
  return fixed ? lowerExpression(unit, fixed) : handedOver(unit, node, lowerExpression(unit, node));
}

const part = (unit: Unit, node: SyntaxNode | undefined, at: number): Expression =>
  node ? lowerExpression(unit, node) : unknown(UNREADABLE, at);

function lowerExpressionStatement(unit: Unit, node: SyntaxNode | undefined): readonly Statement[] {
  if (node === undefined) return [];
  const callee = node.type === 'call_expression' ? child(node, 'function') : undefined;
  if (callee?.type === 'identifier' && unit.textOf(callee) === 'panic' && unit.isBuiltIn('panic')) {
    const value = child(node, 'arguments')?.children[0];
    return [{ kind: 'throw', ...(value ? { value: lowerExpression(unit, value) } : {}), at: unit.at(node) }];
  }
  const lowered = run(lowerExpression(unit, node));
  return callee && endsProgram(unit, callee) ? [lowered, { kind: 'throw', ends: true, at: unit.at(node) }] : [lowered];
}

/** Functions of packages that do not return. */
const ENDS: ReadonlyMap<string, RegExp> = new Map([
  ['os', /^Exit$/],
  ['runtime', /^Goexit$/],
  ['log', /^(Fatal|Panic)/],
  ['github.com/sirupsen/logrus', /^(Fatal|Panic|Exit)/],
  ['k8s.io/klog/v2', /^(Fatal|Exit)/],
  ['github.com/golang/glog', /^(Fatal|Exit)/],
]);

/** `os.Exit(1)`, `log.Fatalf(…)`: what follows does not run. */
function endsProgram(unit: Unit, callee: SyntaxNode): boolean {
  const operand = callee.type === 'selector_expression' ? child(callee, 'operand') : undefined;
  const field = child(callee, 'field');
  if (operand?.type !== 'identifier' || field === undefined || unit.isLocal(unit.textOf(operand))) return false;
  const path = unit.pathOf(unit.textOf(operand));
  return path !== undefined && (ENDS.get(path)?.test(unit.textOf(field)) ?? false);
}

/** A statement before `if`, `for` or `switch` has a scope around the whole of it. */
function scoped(unit: Unit, initializer: SyntaxNode | undefined, at: number, body: () => readonly Statement[]): readonly Statement[] {
  if (initializer === undefined) return body();
  return unit.inScope(() => [{ kind: 'block', body: [...lowerStatement(unit, initializer), ...body()], at }]);
}

function lowerTarget(unit: Unit, node: SyntaxNode): Pattern | null {
  const at = unit.at(node);
  let target: SyntaxNode | undefined = node;
  while (target?.type === 'parenthesized_expression') target = target.children[0];
  if (target?.type === 'identifier') {
    const name = unit.textOf(target);
    return name === '_' ? null : namePattern(unit.nameOf(name), at);
  }
  if (target !== undefined) {
    const read = lowerExpression(unit, target);
    const lowered = read.kind === 'operation' && read.operator === 'read' ? read.operands[0] : read;
    if (lowered?.kind === 'member') return { kind: 'member', object: lowered.object, property: lowered.property, at: lowered.at };
  }
  return namePattern(unit.package.temporary('target'), at);
}

/** What is written into a slice may be written into others too, which share its array. */
function shares(unit: Unit, targets: readonly (SyntaxNode | undefined)[]): readonly Statement[] {
  return targets.flatMap((target) => {
    const operand = target?.type === 'index_expression' ? child(target, 'operand') : undefined;
    const simple = operand && /^(identifier|selector_expression|parenthesized_expression)$/.test(operand.type);
    const kind = kindOf(typeOf(unit, operand));
    if (!operand || !simple || kind === 'map_type' || kind === 'array_type') return [];
    const at = unit.at(operand);
    return [run(operation('shared', [lowerExpression(unit, operand)], at))];
  });
}

function lowerAssignment(unit: Unit, node: SyntaxNode): readonly Statement[] {
  const left = child(node, 'left')?.children ?? [];
  return [...lowerAssigned(unit, node), ...shares(unit, left)];
}

function lowerAssigned(unit: Unit, node: SyntaxNode): readonly Statement[] {
  const at = unit.at(node);
  const left = child(node, 'left')?.children ?? [];
  const right = child(node, 'right')?.children ?? [];
  const operator = node.type === 'assignment_statement' ? (child(node, 'operator')?.type ?? '=') : ':=';
  if (operator !== '=' && operator !== ':=') return [lowerAugmented(unit, left[0], right[0], operator.slice(0, -1), at)];
  unit.assigned = left.length === 1 && left[0] && right[0]?.type === 'call_expression' ? unit.textOf(left[0]) : undefined;
  const value = lowerValues(unit, right, left.length, at);
  unit.assigned = undefined;
  if (operator === ':=') {
    const types = right.map((node) => typeOf(unit, node));
    left.forEach((target, index) => {
      if (target.type !== 'identifier') return;
      const given = left.length === right.length;
      unit.declare(unit.textOf(target), given ? holdingOfValue(right[index]) : 'other', given ? types[index] : undefined);
    });
  }
  const [target] = left;
  const pointer = left.length === 1 ? pointerOf(target) : undefined;
  if (pointer) return [lowerStore(unit, pointer, value, at)];
  if (left.length === 1 && target && isStructItem(unit, target)) return [lowerPut(unit, target, value, at)];
  const stores: Statement[] = [];
  const targets = left.map((target): Pattern | null => {
    const pointer = pointerOf(target);
    if (pointer === undefined && !isStructItem(unit, target)) return lowerTarget(unit, target);
    const name = unit.package.temporary('stored');
    stores.push((pointer ? lowerStore : lowerPut)(unit, pointer ?? target, nameOf(name, at), at));
    return namePattern(name, at);
  });
  const [only] = targets;
  if (targets.every((target) => target === null)) return [run(value)];
  const pattern: Pattern = targets.length === 1 && only ? only : { kind: 'list', items: targets, at };
  if (operator === ':=') return [declare(pattern, value, at)];
  if (stores.length > 0) return [run(assign(pattern, value, at)), ...stores];
  // who holds the address of a struct sees what is assigned to it
  const stored = left.length === 1 && target !== undefined && target.type !== 'index_expression' && isCopied(typeOf(unit, target));
  return [run(assign(pattern, stored ? operation('replace', [lowerExpression(unit, target), value], at) : value, at))];
}

/** An item of a slice or array that is a struct or array itself, whose address someone may hold. */
function isStructItem(unit: Unit, node: SyntaxNode): boolean {
  const operand = node.type === 'index_expression' ? child(node, 'operand') : undefined;
  const type = typeOf(unit, operand);
  return kindOf(type) !== 'map_type' && isCopied(elementOf(type));
}

const lowerPut = (unit: Unit, node: SyntaxNode, value: Expression, at: number): Statement =>
  run(operation('put', [part(unit, child(node, 'operand'), at), part(unit, child(node, 'index'), at), value], at));

/** `*p = value` */
const lowerStore = (unit: Unit, pointer: SyntaxNode, value: Expression, at: number): Statement =>
  store(lowerExpression(unit, pointer), lowerTarget(unit, pointer), value, at);

function lowerAugmented(unit: Unit, left: SyntaxNode | undefined, right: SyntaxNode | undefined, operator: string, at: number): Statement {
  const value = part(unit, right, at);
  const pointer = pointerOf(left);
  if (pointer) return lowerStore(unit, pointer, operation(operator, [dereference(unit, pointer, at), value], at), at);
  const target = left && lowerTarget(unit, left);
  if (!left || !target) return run(value);
  if (operator === '+') return run({ kind: 'assign', target, value, operator: 'add', at });
  return run(assign(target, operation(operator, [lowerExpression(unit, left), value], at), at));
}

function lowerStep(unit: Unit, node: SyntaxNode): Statement {
  const at = unit.at(node);
  const operand = node.children[0];
  const next = operand && operation(node.type === 'inc_statement' ? '+' : '-', [lowerExpression(unit, operand), literal(1, at)], at);
  const pointer = pointerOf(operand);
  if (pointer && next) return lowerStore(unit, pointer, next, at);
  const target = operand && lowerTarget(unit, operand);
  return run(target && next ? assign(target, next, at) : unknown(UNREADABLE, at));
}

export function lowerVariables(unit: Unit, node: SyntaxNode): readonly Statement[] {
  const specs = node.children.flatMap((spec) => (spec.type === 'var_spec_list' ? spec.children : [spec]));
  return specs.flatMap((spec) => {
    const statement = lowerVariable(unit, spec);
    const types = declaredTypes(unit, spec);
    const type = child(spec, 'type');
    const values = child(spec, 'value')?.children ?? [];
    namesIn(spec).forEach((name, index) => {
      unit.declare(unit.textOf(name), type ? holdingOf(unit, type) : holdingOfValue(values[index]), types[index]);
    });
    return statement;
  });
}

/** `var a, b T = x, y`; without values, zero ones. */
export function lowerVariable(unit: Unit, spec: SyntaxNode): Statement[] {
  const at = unit.at(spec);
  const names = namesIn(spec);
  const typeNode = child(spec, 'type');
  const type = lowerType(unit, typeNode);
  const values = child(spec, 'value')?.children ?? [];
  const target = (name: SyntaxNode): Pattern | null => {
    const text = unit.textOf(name);
    return text === '_' ? null : { kind: 'name', name: identifier(text), ...(type ? { type } : {}), at: unit.at(name) };
  };
  if (values.length === 0 || values.length === names.length) {
    return names.map((name, index) => {
      const value = values[index];
      const lowered = value ? handedOver(unit, value, lowerExpression(unit, value)) : zeroValue(unit, typeNode, at);
      const pattern = target(name);
      return pattern ? declare(pattern, lowered, unit.at(name)) : run(lowered);
    });
  }
  return [declare({ kind: 'list', items: names.map(target), at }, lowerValues(unit, values, names.length, at), at)];
}

function lowerIf(unit: Unit, node: SyntaxNode): Statement {
  return unit.package.deeper(unit.at(node), () => {
    const at = unit.at(node);
    const alternative = child(node, 'alternative');
    const condition = part(unit, child(node, 'condition'), at);
    const then = inner(unit, child(node, 'consequence'));
    // a program that surely ends is not what anyone deploys: the template may not show what the test is about
    const test = then.some((statement) => statement.kind === 'throw' && statement.ends) ? operation('doubt', [condition], at) : condition;
    const otherwise = alternative?.type === 'if_statement' ? lowerStatement(unit, alternative) : alternative && inner(unit, alternative);
    return branch(test, then, otherwise, at);
  });
}

const labelled = (label: string | undefined): { readonly label?: string } => (label === undefined ? {} : { label });

function lowerFor(unit: Unit, node: SyntaxNode, label: string | undefined): readonly Statement[] {
  const at = unit.at(node);
  const body = child(node, 'body');
  const range = childOfType(node, 'range_clause');
  if (range) return [lowerRange(unit, node, range, label)];
  const clause = childOfType(node, 'for_clause');
  const condition = clause ? child(clause, 'condition') : node.children.find((candidate) => candidate !== body);
  return scoped(unit, clause && child(clause, 'initializer'), at, () => {
    const test = condition && lowerExpression(unit, condition);
    const updateNode = clause && child(clause, 'update');
    const updates = updateNode ? lowerStatement(unit, updateNode) : [];
    const expressions = updates.flatMap((update) => (update.kind === 'expression' ? [update.value] : []));
    const [only] = expressions;
    const update: Expression | undefined = expressions.length > 1 ? { kind: 'sequence', items: expressions, at } : only;
    // each round has variables of its own (since Go 1.22; before, programs made them so)
    const initializer = clause && child(clause, 'initializer');
    const declared = initializer?.type === 'short_var_declaration' ? (child(initializer, 'left')?.children ?? []) : [];
    const own = declared.map((name) => identifier(unit.textOf(name)));
    const loop = { ...(test ? { test } : {}), ...(update ? { update } : {}), ...(own.length > 0 ? { own } : {}) };
    return [{ kind: 'loop', ...loop, body: inner(unit, body), ...labelled(label), at }];
  });
}

/** `entries` gives pairs; over a channel, an integer or an iterator function the first of them is what the loop gets. */
function lowerRange(unit: Unit, node: SyntaxNode, range: SyntaxNode, label: string | undefined): Statement {
  const at = unit.at(node);
  const left = child(range, 'left');
  const right = child(range, 'right');
  const isChannel = kindOf(typeOf(unit, right)) === 'channel_type';
  const iterable = isChannel ? operation('range', [part(unit, right, at)], at) : part(unit, right, at);
  const targets = left?.children ?? [];
  const declares = left !== undefined && right !== undefined && unit.between(left.end, right.start).includes(':=');
  return unit.inScope(() => {
    const element = elementOf(typeOf(unit, right));
    if (declares)
      targets.forEach((target, index) => {
        if (target.type === 'identifier') unit.declare(unit.textOf(target), 'other', index === 1 ? element : undefined);
      });
    const patterns = targets.map((target) => lowerTarget(unit, target));
    const bodyNode = child(node, 'body');
    const copied = declares && targets[1] ? copies(unit, unit.textOf(targets[1]), element, bodyNode) : [];
    const [first] = targets;
    const key = declares && first && hasNumberKeys(typeOf(unit, right)) ? unit.textOf(first) : '_';
    const numbered: Block =
      key === '_' ? [] : [run(assign(namePattern(identifier(key), at), operation('number', [nameOf(identifier(key), at)], at), at))];
    if (declares || targets.length === 0)
      return {
        kind: 'each',
        over: 'entries',
        target: { kind: 'list', items: patterns, at },
        iterable,
        body: [...numbered, ...copied, ...inner(unit, bodyNode)],
        ...labelled(label),
        at,
      };
    const temporary = unit.package.temporary('entry');
    const assigned = run(assign({ kind: 'list', items: patterns, at }, nameOf(temporary, at), at));
    return {
      kind: 'each',
      over: 'entries',
      target: namePattern(temporary, at),
      iterable,
      body: [assigned, ...inner(unit, child(node, 'body'))],
      ...labelled(label),
      at,
    };
  });
}

interface Case {
  readonly test?: Expression;
  readonly body: Block;
  readonly falls: boolean;
}

const statementsOf = (node: SyntaxNode): readonly SyntaxNode[] => childOfType(node, 'statement_list')?.children ?? [];

const lowerCaseBody = (unit: Unit, node: SyntaxNode): Block =>
  unit.inScope(() => unit.package.deeper(unit.at(node), () => lowerSequence(unit, statementsOf(node), 0)));

/** One case for each of its values: all but the last run into the next. */
function casesFor(tests: readonly (Expression | undefined)[], body: Block, falls: boolean): Case[] {
  return tests.map((test, index) => {
    const last = index === tests.length - 1;
    return { ...(test ? { test } : {}), body: last ? body : [], falls: last ? falls : true };
  });
}

function lowerSwitch(unit: Unit, node: SyntaxNode, label: string | undefined): Statement {
  const at = unit.at(node);
  const value = child(node, 'value');
  const cases = node.children.flatMap((clause): Case[] => {
    if (clause.type !== 'expression_case' && clause.type !== 'default_case') return [];
    const values = child(clause, 'value')?.children ?? [];
    const tests = clause.type === 'default_case' ? [undefined] : values.map((test) => lowerExpression(unit, test));
    const falls = statementsOf(clause).some((statement) => statement.type === 'fallthrough_statement');
    return casesFor(tests, lowerCaseBody(unit, clause), falls);
  });
  return { kind: 'switch', subject: value ? lowerExpression(unit, value) : literal(true, at), cases, ...labelled(label), at };
}

function lowerTypeSwitch(unit: Unit, node: SyntaxNode, label: string | undefined): Statement {
  const at = unit.at(node);
  const subject = unit.package.temporary('subject');
  const value = part(unit, child(node, 'value'), at);
  const alias = child(node, 'alias')?.children[0];
  const name = alias && unit.textOf(alias);
  const cases = node.children.flatMap((clause): Case[] => {
    if (clause.type !== 'type_case' && clause.type !== 'default_case') return [];
    const types = childrenIn(clause, 'type').filter((type) => type.type !== ',');
    const [only] = types;
    const type = types.length === 1 ? lowerType(unit, only) : undefined;
    return unit.inScope(() => {
      if (name !== undefined) unit.declare(name, 'other', types.length === 1 ? typeFrom(unit, only) : undefined);
      const held = nameOf(subject, at);
      const bound: Statement[] =
        name === undefined ? [] : [declare(namePattern(identifier(name), at), type ? { kind: 'typed', value: held, type, at } : held, at)];
      const body = [...bound, ...lowerCaseBody(unit, clause)];
      const tests = clause.type === 'default_case' ? [undefined] : types.map((candidate) => typeTest(unit, candidate, held));
      return casesFor(tests, body, false);
    });
  });
  const statement: Statement = { kind: 'switch', subject: literal(true, at), cases, ...labelled(label), at };
  return { kind: 'block', body: [declare(namePattern(subject, at), value, at), statement], at };
}

function typeTest(unit: Unit, type: SyntaxNode, value: Expression): Expression {
  const at = unit.at(type);
  if (unit.textOf(type) === 'nil') return operation('===', [value, literal(null, at)], at);
  const expression = typeExpression(unit, type);
  return operation('instanceof', expression ? [value, expression] : [value], at);
}

/** Which communication is ready is known only at run time. */
function lowerSelect(unit: Unit, node: SyntaxNode, label: string | undefined): Statement {
  const at = unit.at(node);
  const cases = node.children.flatMap((clause): Case[] => {
    if (clause.type === 'default_case') return casesFor([undefined], lowerCaseBody(unit, clause), false);
    if (clause.type !== 'communication_case') return [];
    const communication = child(clause, 'communication');
    return unit.inScope(() => {
      const first = communication ? lowerCommunication(unit, communication) : [];
      return casesFor([unknown('which channel is ready', unit.at(clause))], [...first, ...lowerCaseBody(unit, clause)], false);
    });
  });
  return { kind: 'switch', subject: literal(true, at), cases, ...labelled(label), at };
}

function lowerCommunication(unit: Unit, node: SyntaxNode): readonly Statement[] {
  if (node.type === 'send_statement') return lowerStatement(unit, node);
  const at = unit.at(node);
  const left = child(node, 'left');
  const right = child(node, 'right');
  if (left === undefined || right === undefined) return right ? [run(lowerExpression(unit, right))] : [];
  const value = lowerValues(unit, [right], left.children.length, at);
  const declares = unit.between(left.end, right.start).includes(':=');
  if (declares) for (const target of left.children) if (target.type === 'identifier') unit.declare(unit.textOf(target), 'other');
  const targets = left.children.map((target) => lowerTarget(unit, target));
  const [only] = targets;
  if (targets.every((target) => target === null)) return [run(value)];
  const pattern: Pattern = targets.length === 1 && only ? only : { kind: 'list', items: targets, at };
  return [declares ? declare(pattern, value, at) : run(assign(pattern, value, at))];
}

function lowerLabeled(unit: Unit, node: SyntaxNode): readonly Statement[] {
  const labelNode = child(node, 'label');
  const statement = node.children.find((candidate) => candidate !== labelNode);
  if (statement === undefined) return [];
  const label = labelNode && unit.textOf(labelNode);
  switch (statement.type) {
    case 'for_statement':
      return lowerFor(unit, statement, label);
    case 'expression_switch_statement':
      return scoped(unit, child(statement, 'initializer'), unit.at(statement), () => [lowerSwitch(unit, statement, label)]);
    case 'type_switch_statement':
      return scoped(unit, child(statement, 'initializer'), unit.at(statement), () => [lowerTypeSwitch(unit, statement, label)]);
    case 'select_statement':
      return [lowerSelect(unit, statement, label)];
    default:
      return lowerStatement(unit, statement);
  }
}
