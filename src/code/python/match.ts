/**
 * `match`: a switch when every case is plain values, else a chain of tests. What a shape test asks (is it a sequence of two?)
 * stays open as the operation `matches`; what it binds is read from the subject.
 */
import { branch, declareHoisted, literal, member, nameOf, namePattern, operation, unknown } from '../construct.ts';
import type { Block, Expression, Statement } from '../program.ts';
import { child, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression, UNREADABLE } from './expressions.ts';
import type { Source } from './source.ts';
import { bind, lowerBlock } from './statements.ts';

interface Match {
  /** undefined: always */
  readonly test: Expression | undefined;
  readonly bindings: readonly Statement[];
}

export function lowerMatch(source: Source, node: SyntaxNode): readonly Statement[] {
  const at = node.start;
  const subjects = childrenIn(node, 'subject').map((subject) => lowerExpression(source, subject));
  const [first = unknown(UNREADABLE, at)] = subjects;
  const value: Expression = subjects.length > 1 ? { kind: 'list', items: subjects.map((s) => ({ kind: 'item', value: s })), at } : first;
  const clauses = (child(node, 'body')?.children ?? []).filter((part) => part.type === 'case_clause');
  const plain = clauses.map((clause) => plainCases(source, clause));
  if (plain.every((cases) => cases !== undefined)) {
    const cases = clauses.flatMap((clause, index) => {
      const tests = plain[index] ?? [];
      const body = lowerBlock(source, child(clause, 'consequence'));
      return tests.map((test, position) => ({
        ...(test ? { test } : {}),
        body: position === tests.length - 1 ? body : [],
        falls: position < tests.length - 1,
      }));
    });
    return [{ kind: 'switch', subject: value, cases, at }];
  }
  const subject = source.temporary('subject');
  let otherwise: Block | undefined;
  for (const clause of [...clauses].reverse()) {
    otherwise = lowerClause(source, clause, nameOf(subject, clause.start), otherwise);
    source.limit(clauses.length, at);
  }
  return [declareHoisted(namePattern(subject, at), value, at), ...(otherwise ?? [])];
}

/** The values of a case that binds nothing and has no guard; an undefined value is the default. */
function plainCases(source: Source, clause: SyntaxNode): readonly (Expression | undefined)[] | undefined {
  if (child(clause, 'guard')) return undefined;
  const patterns = clause.children.filter((part) => part.field === undefined);
  const [pattern] = patterns;
  if (patterns.length !== 1 || pattern === undefined) return undefined;
  const inner = pattern.type === 'case_pattern' ? pattern.children[0] : pattern;
  if (inner === undefined) return source.textOf(pattern) === '_' ? [undefined] : undefined;
  const options = inner.type === 'union_pattern' ? inner.children : [inner];
  const values = options.map((option) => plainValue(source, option));
  return values.every((value) => value !== undefined) ? values : undefined;
}

function plainValue(source: Source, node: SyntaxNode): Expression | undefined {
  switch (node.type) {
    case 'string':
    case 'concatenated_string':
    case 'true':
    case 'false':
    case 'none':
      return lowerExpression(source, node);
    case 'integer':
    case 'float': {
      const value = lowerExpression(source, node);
      const negative = source.text.slice(0, node.start).trimEnd().endsWith('-');
      return negative && value.kind === 'literal' && typeof value.value === 'number' ? literal(-value.value, node.start) : value;
    }
    case 'dotted_name':
      return node.children.length > 1 ? dotted(source, node) : undefined;
    default:
      return undefined;
  }
}

function dotted(source: Source, node: SyntaxNode): Expression {
  const [first, ...rest] = node.children.map((part) => source.textOf(part));
  return rest.reduce<Expression>((object, property) => member(object, property, node.start), source.read(first ?? '', node.start));
}

function lowerClause(source: Source, clause: SyntaxNode, subject: Expression, otherwise: Block | undefined): Block {
  const at = clause.start;
  const patterns = clause.children.filter((part) => part.field === undefined);
  const [only] = patterns;
  const { test, bindings } =
    patterns.length === 1 && only ? lowerPattern(source, only, subject) : lowerSequence(source, patterns, subject, at);
  const guard = child(clause, 'guard')?.children[0];
  const body = lowerBlock(source, child(clause, 'consequence'));
  if (guard === undefined) {
    const then = [...bindings, ...body];
    return test === undefined ? then : [branch(test, then, otherwise, at)];
  }
  // A guard reads what the pattern binds, and a failed one leaves the bindings behind.
  const asked = operation('matches', [subject, ...(test ? [test] : [])], at);
  const guarded: Expression = { kind: 'logical', operator: 'and', left: asked, right: lowerExpression(source, guard), at };
  return [...bindings, branch(guarded, body, otherwise, at)];
}

const both = (left: Expression | undefined, right: Expression | undefined, at: number): Expression | undefined =>
  left === undefined || right === undefined ? (left ?? right) : { kind: 'logical', operator: 'and', left, right, at };

function lowerPattern(source: Source, node: SyntaxNode, subject: Expression): Match {
  return source.deeper(node.start, () => lower(source, node, subject));
}

function lower(source: Source, node: SyntaxNode, subject: Expression): Match {
  const at = node.start;
  const value = plainValue(source, node);
  if (value !== undefined) return { test: operation('===', [subject, value], at), bindings: [] };
  switch (node.type) {
    case 'case_pattern': {
      const inner = node.children[0];
      return inner === undefined ? { test: undefined, bindings: [] } : lowerPattern(source, inner, subject);
    }
    case 'identifier':
    case 'dotted_name': {
      const name = source.textOf(node);
      return { test: undefined, bindings: name === '_' ? [] : [bind(source, source.write(name, at), subject, at)] };
    }
    case 'union_pattern': {
      const options = node.children.map((option) => lowerPattern(source, option, subject));
      const tests = options.flatMap((option) => option.test ?? []);
      const test = tests.length < options.length ? undefined : operation('matches', [subject, ...tests], at);
      const equal = options.every((option) => option.bindings.length === 0) && tests.length === options.length;
      const joined = tests.reduce<Expression | undefined>(
        (left, right) => (left ? { kind: 'logical', operator: 'or', left, right, at } : right),
        undefined,
      );
      source.limit(tests.length, at);
      return { test: equal ? joined : test, bindings: options.flatMap((option) => option.bindings) };
    }
    case 'as_pattern': {
      const [inner, alias] = node.children;
      const match = inner ? lowerPattern(source, inner, subject) : { test: undefined, bindings: [] };
      return alias
        ? { test: match.test, bindings: [...match.bindings, bind(source, source.write(source.textOf(alias), at), subject, at)] }
        : match;
    }
    case 'list_pattern':
    case 'tuple_pattern':
      return lowerSequence(source, node.children, subject, at);
    case 'dict_pattern':
      return lowerMapping(source, node, subject);
    case 'class_pattern':
      return lowerClassPattern(source, node, subject);
    default:
      return { test: operation('matches', [subject], at), bindings: [] };
  }
}

const splatOf = (node: SyntaxNode): SyntaxNode | undefined =>
  node.type === 'splat_pattern'
    ? node
    : node.type === 'case_pattern' && node.children[0]?.type === 'splat_pattern'
      ? node.children[0]
      : undefined;

function bindSplat(source: Source, splat: SyntaxNode, value: Expression): Statement[] {
  const name = splat.children[0] ? source.textOf(splat.children[0]) : '_';
  return name === '_' ? [] : [bind(source, source.write(name, splat.start), value, splat.start)];
}

function lowerSequence(source: Source, items: readonly SyntaxNode[], subject: Expression, at: number): Match {
  let test: Expression | undefined = operation('matches', [subject], at);
  const bindings: Statement[] = [];
  const star = items.findIndex((item) => splatOf(item));
  items.forEach((item, index) => {
    const splat = splatOf(item);
    if (splat) {
      bindings.push(
        ...bindSplat(
          source,
          splat,
          operation('slice', [subject, literal(index, at), literal(index + 1 - items.length || undefined, at), literal(undefined, at)], at),
        ),
      );
      return;
    }
    const position = star !== -1 && index > star ? index - items.length : index;
    const match = lowerPattern(source, item, member(subject, literal(position, at), item.start));
    test = both(test, match.test, at);
    bindings.push(...match.bindings);
  });
  source.limit(items.length, at);
  return { test, bindings };
}

function lowerMapping(source: Source, node: SyntaxNode, subject: Expression): Match {
  const at = node.start;
  let test: Expression | undefined = operation('matches', [subject], at);
  const bindings: Statement[] = [];
  const keys = childrenIn(node, 'key').filter((key) => key.type !== '-');
  const values = childrenIn(node, 'value');
  keys.forEach((key, index) => {
    const pattern = values[index];
    const property = plainValue(source, key) ?? unknown('a key of a pattern', key.start);
    const match = pattern ? lowerPattern(source, pattern, member(subject, property, key.start)) : { test: undefined, bindings: [] };
    test = both(test, match.test, at);
    bindings.push(...match.bindings);
  });
  const splat = node.children.find((part) => splatOf(part));
  if (splat) bindings.push(...bindSplat(source, splatOf(splat) ?? splat, subject));
  source.limit(keys.length, at);
  return { test, bindings };
}

const BUILT_IN = new Set(['bool', 'bytearray', 'bytes', 'dict', 'float', 'frozenset', 'int', 'list', 'set', 'str', 'tuple']);

function lowerClassPattern(source: Source, node: SyntaxNode, subject: Expression): Match {
  const at = node.start;
  const [name, ...parts] = node.children;
  let test: Expression | undefined = name && operation('instanceof', [subject, dotted(source, name)], at);
  const bindings: Statement[] = [];
  for (const part of parts) {
    const keyword = part.type === 'case_pattern' && part.children[0]?.type === 'keyword_pattern' ? part.children[0] : undefined;
    const [key, pattern] = keyword?.children ?? [];
    const inner = keyword ? pattern : part;
    // `str(x)` binds the subject itself; positional patterns of other classes depend on `__match_args__`.
    const whole = name !== undefined && BUILT_IN.has(source.textOf(name)) ? subject : unknown('a positional pattern', part.start);
    const value = key ? member(subject, source.textOf(key), part.start) : whole;
    const match = inner ? lowerPattern(source, inner, value) : { test: undefined, bindings: [] };
    test = both(test, match.test, at);
    bindings.push(...match.bindings);
  }
  source.limit(parts.length, at);
  return { test, bindings };
}
