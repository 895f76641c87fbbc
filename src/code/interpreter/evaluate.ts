/** Expressions. */
import { ALWAYS, and, type When } from '../../model/condition.ts';
import { concat, type Hole, isHole, type Text, text } from '../../model/text.ts';
import { substituted } from '../inline.ts';
import type { Argument, Expression } from '../program.ts';
import { constructInto, defineClass, emptyFields, restoreFields } from './classes.ts';
import { shared, under, whenOf } from './conditions.ts';
import type { Context } from './execute.ts';
import { callMember, callValue, construct, makeClosure } from './invoke.ts';
import { itemsOf } from './items.ts';
import { type Arguments, args, type Machine, NO_ARGUMENTS, NO_NAMES, type Site } from './machine.ts';
import { boundMember, copyFields, deleteMember, getMember, memberOfObject, setDynamic } from './members.ts';
import { importModule, namespaceOf, readCellValue } from './modules.ts';
import { narrow, unlearn } from './narrow.ts';
import { operate } from './operations.ts';
import { assignPattern } from './patterns.ts';
import { truth } from './truth.ts';
import { withType } from './types.ts';
import {
  constant,
  filterOptions,
  harmless,
  isNullish,
  literalText,
  MISSING,
  optionsOf,
  present,
  presentPart,
  TRUE,
  textValue,
  toTexts,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from './values.ts';

/** Alternatives of a built text beyond this become one hole each. */
const MAX_TEXTS = 16;
/** Characters of a built text. */
const MAX_LENGTH = 16_384;

/**
 * `awaited`: the program waits for what it gives before it goes on.
 *
 * Closures stand in functions of their own: this one runs for every expression, and would set up what they capture each time.
 */
export function evaluate(machine: Machine, expression: Expression, context: Context, awaited = false): Value {
  machine.step();
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? machine.literal(expression.value) : constant(expression.value);
    case 'name': {
      // the commonest names need no place
      const value = context.scope.find(expression.name)?.value;
      return value !== undefined && value.kind !== 'accessor'
        ? value
        : readName(machine, expression.name, context, siteOf(expression, context));
    }
    case 'template':
      return counted(machine, buildText(evaluateAll(machine, expression.parts, context)));
    case 'member':
      return evaluateMember(machine, expression, context);
    case 'call':
      return typedResult(machine, evaluateCall(machine, expression, context, awaited), expression, context);
    case 'new': {
      const callee = evaluate(machine, expression.callee, context);
      const given = evaluateArguments(machine, expression.arguments, context);
      return typedResult(machine, construct(machine, callee, given, siteOf(expression, context)), expression, context);
    }
    case 'function':
      return makeClosure(machine, expression.function, context.scope);
    case 'class':
      return defineClass(machine, expression.class, context);
    case 'object': {
      const object = machine.object();
      fillObject(machine, object, expression.entries, context);
      return object;
    }
    case 'list':
      return evaluateList(machine, expression.items, context, siteOf(expression, context));
    case 'instance': {
      const type = evaluate(machine, expression.class, context);
      const object = type.kind === 'class' ? machine.object(emptyFields(machine, type), { class: type }) : machine.object();
      fillObject(machine, object, expression.entries, context);
      if (type.kind === 'native' && type.construct)
        return type.construct({ machine, self: UNDEFINED, args: args(object), site: siteOf(expression, context) });
      return object;
    }
    case 'choose': {
      const test = truth(evaluate(machine, expression.test, context));
      if (test !== undefined) return evaluate(machine, test ? expression.then : expression.otherwise, context, awaited);
      return evaluateEither(machine, expression, context, awaited);
    }
    case 'logical':
      return evaluateLogical(machine, expression, context, awaited);
    case 'operation':
      return operate(machine, expression.operator, evaluateAll(machine, expression.operands, context), siteOf(expression, context));
    case 'assign': {
      const value =
        expression.operator === undefined
          ? evaluate(machine, expression.value, context)
          : updated(machine, expression, expression.operator, context);
      assignPattern(machine, expression.target, value, context);
      return value;
    }
    case 'delete': {
      const object = evaluate(machine, expression.object, context);
      deleteMember(machine, object, evaluate(machine, expression.property, context), siteOf(expression, context));
      return TRUE;
    }
    case 'sequence': {
      let last: Value = UNDEFINED;
      for (const item of expression.items) last = evaluate(machine, item, context, awaited && item === expression.items.at(-1));
      return last;
    }
    case 'await':
      return machine.tasks.awaited(evaluate(machine, expression.value, context, true));
    case 'import':
      return evaluateImport(machine, evaluate(machine, expression.specifier, context), context, siteOf(expression, context));
    case 'yield':
      return evaluateYield(machine, expression, context);
    case 'typed':
      return withType(machine, evaluate(machine, expression.value, context, awaited), expression.type, context.scope);
    case 'unknown':
      return unknown(expression.reason, { harmless: true });
  }
}

const siteOf = ({ at }: Expression, { record }: Context): Site => ({ module: record.module, at });

function evaluateAll(machine: Machine, expressions: readonly Expression[], context: Context): Value[] {
  const values = new Array<Value>(expressions.length);
  for (let i = 0; i < values.length; i++) values[i] = evaluate(machine, expressions[i] as Expression, context);
  return values;
}

type Kind<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const isThere = (option: Value): boolean => !isNullish(option);

function evaluateMember(machine: Machine, expression: Kind<'member'>, context: Context): Value {
  const site = siteOf(expression, context);
  if (isSuper(expression.object)) {
    const property = evaluate(machine, expression.property, context);
    return superMember(machine, property, readName(machine, 'this', context, site), context, site);
  }
  const object = evaluate(machine, expression.object, context);
  if (expression.optional) {
    const there = filterOptions(object, isThere);
    if (there === undefined) return UNDEFINED;
    return orMissing(getMember(machine, there, evaluate(machine, expression.property, context), site), there, object);
  }
  const property = evaluate(machine, expression.property, context);
  // In JavaScript a method that is read from an instance forgets it; elsewhere it stays bound.
  const name = machine.language.name === 'javascript' || object.kind === 'native' ? undefined : literalText(property);
  return name === undefined ? getMember(machine, object, property, site) : boundMember(machine, object, name, site);
}

function evaluateList(machine: Machine, given: Kind<'list'>['items'], context: Context, site: Site): Value {
  const items: Value[] = [];
  let rest: Value | undefined;
  for (const item of given) {
    const value = evaluate(machine, item.value, context);
    if (item.kind === 'spread') {
      const spread = itemsOf(machine, value, 'values', site);
      if (rest) rest = union([rest, ...spread.items, ...(spread.rest ? [spread.rest] : [])]);
      else {
        items.push(...spread.items);
        rest = spread.rest;
      }
    } else if (rest) rest = union([rest, value]);
    else items.push(value);
  }
  return machine.list(items, rest);
}

function evaluateEither(machine: Machine, { test, then, otherwise }: Kind<'choose'>, context: Context, awaited: boolean): Value {
  const side = (holds: boolean) => (): Value => {
    const learned = narrow(machine, test, holds, context);
    const value = evaluate(machine, holds ? then : otherwise, context, awaited);
    unlearn(machine, learned);
    return value;
  };
  return union(machine.journal.fork([side(true), side(false)]));
}

/** What an assignment with an operator writes: `+=`. */
function updated(machine: Machine, expression: Kind<'assign'>, operator: Operator, context: Context): Value {
  const { target, value } = expression;
  const site = siteOf(expression, context);
  const before = target.kind === 'name' ? readName(machine, target.name, context, site) : readTarget(machine, target, context, site);
  return combine(machine, operator, before, () => evaluate(machine, value, context));
}

function evaluateImport(machine: Machine, specifier: Value, context: Context, site: Site): Value {
  const names = optionsOf(specifier).map(literalText);
  if (names.some((name) => name === undefined)) {
    machine.lose({ what: 'a dynamic import', why: 'the name of the module is known only when the function runs' }, site);
    return unknown('a dynamic import');
  }
  return union(names.map((name) => namespaceOf(machine, importModule(machine, name ?? '', context.record.path, site))));
}

function evaluateYield(machine: Machine, expression: Kind<'yield'>, context: Context): Value {
  const frame = machine.frames[machine.frames.length - 1];
  // An async function that was compiled to a generator: its yields are awaits.
  const isAwait = frame?.node?.generator === false;
  const value = expression.value ? evaluate(machine, expression.value, context, isAwait) : UNDEFINED;
  if (isAwait) return machine.tasks.awaited(value);
  frame?.shows?.();
  if (frame && frame.depth !== machine.journal.now.depth) frame.unsure = true;
  if (expression.all) {
    const { items, rest } = itemsOf(machine, value, 'values', siteOf(expression, context));
    frame?.yields.push(...items, ...(rest ? [rest] : []));
    if (frame && rest) frame.unsure = true;
  } else frame?.yields.push(value);
  // who drives a generator as an async function (co, compiled code) sends back what it gave
  return expression.all ? harmless('what a generator is sent') : union([value, harmless('what a generator is sent')]);
}

/** `container.get<S3Client>('s3')`: where the result is lost, its type argument tells what it is. */
function typedResult(machine: Machine, value: Value, expression: Kind<'call' | 'new'>, context: Context): Value {
  const [type] = expression.typeArguments ?? [];
  return type && expression.typeArguments?.length === 1 ? withType(machine, value, type, context.scope) : value;
}

/** The texts that the parts may build together. */
export function buildText(parts: readonly Value[]): Value {
  return buildOneText(parts) ?? buildTexts(parts);
}

/** Where each part is one text. */
function buildOneText(parts: readonly Value[]): Value | undefined {
  const texts: Text[] = [];
  for (const part of parts) {
    if (part.kind !== 'text' || part.when !== undefined) return undefined;
    texts.push(part.text);
  }
  return textValue(bounded(concat(...texts)));
}

function buildTexts(parts: readonly Value[]): Value {
  let texts: readonly Built[] = [{ text: text(), when: ALWAYS }];
  for (const part of parts) {
    const options = builtOf(parts.length > 1 ? presentPart(part) : present(part));
    const next = combined(texts, texts.length * options.length > MAX_TEXTS ? [ONE_OF_MANY] : options);
    // only code that never runs puts together what cannot be together
    texts = next.length > 0 ? next : texts;
  }
  return union(texts.map((built) => under(textValue(bounded(built.text)), built.when) ?? UNDEFINED));
}

function builtOf(part: Value): readonly Built[] {
  const built: Built[] = [];
  for (const option of optionsOf(part)) for (const each of toTexts(option)) built.push({ text: each, when: whenOf(option) });
  return built;
}

/** Each of the texts with each of those after it, as far as they can be together. */
function combined(texts: readonly Built[], after: readonly Built[]): readonly Built[] {
  const next: Built[] = [];
  for (const before of texts)
    for (const option of after) {
      const when = before.when === ALWAYS ? option.when : option.when === ALWAYS ? before.when : and(before.when, option.when);
      if (when) next.push({ text: concat(before.text, option.text), when });
    }
  return next;
}

/** A text that a program builds beyond any name is as good as unknown, and may be the start of one without end. */
interface Built {
  readonly text: Text;
  readonly when: When;
}

const ONE_OF_MANY: Built = { text: text({ kind: 'runtime', reason: 'one of many values', chars: 'any' }), when: ALWAYS };

/** Many or long texts are more work than one step. */
function counted(machine: Machine, built: Value): Value {
  if (built.kind === 'union') machine.step(built.options.length);
  const [first] = built.kind === 'text' ? built.text : [];
  if (typeof first === 'string' && first.length > 256) machine.step(first.length >> 8);
  return built;
}

const bounded = (built: Text): Text =>
  built.reduce((length, part) => length + (typeof part === 'string' ? part.length : 1), 0) > MAX_LENGTH
    ? text({ kind: 'runtime', reason: 'a very long text', chars: 'any' })
    : built;

function readName(machine: Machine, name: string, context: Context, site: Site): Value {
  const cell = context.scope.find(name);
  if (cell) return readCellValue(machine, cell.value, site);
  const placed = substituted(name, machine.substitutions);
  if (placed) return textValue(placed);
  return machine.language.global(name, machine, site, context) ?? unknown(`the global ${name}`);
}

function readTarget(machine: Machine, target: Kind<'assign'>['target'], context: Context, site: Site): Value {
  if (target.kind !== 'member') return unknown('a destructured value', { harmless: true });
  return getMember(machine, evaluate(machine, target.object, context), evaluate(machine, target.property, context), site);
}

type Operator = NonNullable<Kind<'assign'>['operator']>;

function combine(machine: Machine, operator: Operator, before: Value, after: () => Value): Value {
  switch (operator) {
    case 'or':
    case 'and':
    case 'nullish':
      return logical(machine, operator, before, after);
    case 'add':
      return add(machine, before, after());
    case 'other':
      after();
      return unknown('a computed number', { harmless: true });
  }
}

/**
 * `+` of each alternative with each: text when either is text, a number when both are. A number and data that is not known may be
 * either, so that nothing of the sum is known: `month + 1` is no text that ends with a 1.
 */
export function add(machine: Machine, left: Value, right: Value): Value {
  if (isText(left) || isText(right)) return counted(machine, buildText([left, right]));
  const lefts = optionsOf(left);
  const rights = optionsOf(right);
  if (lefts.length * rights.length > MAX_TEXTS)
    return [...lefts, ...rights].some(isText) ? buildText([left, right].map(withoutNumbers)) : harmless('a computed value');
  return union(lefts.flatMap((a) => rights.map((b) => addOption(machine, a, b))));
}

function addOption(machine: Machine, left: Value, right: Value): Value {
  if (left.kind === 'constant' && right.kind === 'constant' && typeof left.value === 'number' && typeof right.value === 'number')
    return constant(left.value + right.value);
  if (isText(left) || isText(right)) return buildText([left, right]);
  if (left.kind === 'list' && right.kind === 'list') {
    if (left.rest) return machine.list(left.items, union([left.rest, ...right.items, ...(right.rest ? [right.rest] : [])]));
    return machine.list([...left.items, ...right.items], right.rest);
  }
  if (left.kind === 'constant' || right.kind === 'constant') return harmless('a computed value');
  if (left.kind === 'text' || right.kind === 'text' || left.kind === 'unknown' || right.kind === 'unknown') return buildText([left, right]);
  return harmless('a computed value');
}

/** Surely a text: what two values of which nothing is known add up to may be a number. */
const isText = (value: Value): boolean =>
  value.kind === 'text' && !(value.text.length > 1 && value.text.every((part) => isHole(part) && MAY_BE_NUMBERS.has(part.kind)));

const MAY_BE_NUMBERS: ReadonlySet<Hole['kind']> = new Set(['event', 'runtime']);

/** A value in whose sum with another no digit is certain. */
const withoutNumbers = (value: Value): Value =>
  union(optionsOf(value).map((option) => (option.kind === 'constant' ? harmless('a computed value') : option)));

function evaluateLogical(machine: Machine, expression: Kind<'logical'>, context: Context, awaited: boolean): Value {
  return logical(machine, expression.operator, evaluate(machine, expression.left, context, awaited), () =>
    evaluate(machine, expression.right, context, awaited),
  );
}

/** Whether `or`, `and` or `??` gives its left side when that is this; undefined when that is not known. */
function keepsLeft(operator: 'and' | 'or' | 'nullish', option: Value): boolean | undefined {
  if (operator === 'nullish') return option.kind === 'unknown' ? undefined : !isNullish(option);
  const holds = truth(option);
  return holds === undefined ? undefined : operator === 'or' ? holds : !holds;
}

function logical(machine: Machine, operator: 'and' | 'or' | 'nullish', left: Value, right: () => Value): Value {
  const kept: Value[] = [];
  const passed: Value[] = [];
  for (const option of optionsOf(left)) {
    const keeps = keepsLeft(operator, option);
    if (keeps !== false) kept.push(option);
    if (keeps !== true) passed.push(option);
  }
  if (passed.length === 0) return left;
  if (kept.length === 0) return right();
  // where the left side decides nothing: the right one is only taken under the conditions of that
  const other = under(machine.journal.maybe(right), shared(passed.map(whenOf)));
  return union([...kept, ...(other ? [other] : [])]);
}

export function fillObject(
  machine: Machine,
  object: ReturnType<Machine['object']>,
  entries: Kind<'object'>['entries'],
  context: Context,
): void {
  for (const entry of entries) {
    if (entry.kind === 'spread') {
      copyFields(machine, object, evaluate(machine, entry.value, context));
      continue;
    }
    const key = evaluate(machine, entry.key, context);
    let value = evaluate(machine, entry.value, context);
    const name = literalText(key);
    if (entry.accessor) {
      const other = name === undefined ? undefined : object.fields.get(name);
      const known = other?.kind === 'accessor' ? other : { get: undefined, set: undefined };
      value = { kind: 'accessor', get: entry.accessor === 'get' ? value : known.get, set: entry.accessor === 'set' ? value : known.set };
    }
    if (name === undefined) setDynamic(machine, object, key, value);
    else object.fields.set(name, value);
  }
}

export function evaluateArguments(machine: Machine, given: readonly Argument[], context: Context, awaited = true): Arguments {
  if (given.length === 0 && awaited) return NO_ARGUMENTS;
  if (!given.every(isPlain)) return evaluateSpecial(machine, given, context, awaited);
  const positional = new Array<Value>(given.length);
  for (let i = 0; i < positional.length; i++) positional[i] = evaluate(machine, (given[i] as Argument).value, context);
  return { positional, named: NO_NAMES, beside: !awaited };
}

const isPlain = ({ spread, name, address }: Argument): boolean => spread === undefined && name === undefined && address === undefined;

function evaluateSpecial(machine: Machine, given: readonly Argument[], context: Context, awaited: boolean): Arguments {
  const positional: Value[] = [];
  let keywords: Map<string, Value> | undefined;
  let rest: Value | undefined;
  const addresses: number[] = [];
  for (const argument of given) {
    const value = evaluate(machine, argument.value, context);
    if (argument.spread === 'map' || argument.name !== undefined) keywords ??= new Map();
    if (argument.spread === 'list') {
      const spread = itemsOf(machine, value, 'values', siteOf(argument.value, context));
      if (rest === undefined) positional.push(...spread.items);
      rest = spread.rest ? union([...(rest ? [rest] : []), spread.rest]) : rest;
    } else if (argument.spread === 'map') {
      if (value.kind === 'object') for (const [name, field] of value.fields) keywords?.set(name, field);
      if (value.kind !== 'object' || value.open || value.dynamic.length > 0) keywords?.set('**', value);
    } else if (argument.name !== undefined) keywords?.set(argument.name, value);
    else if (rest) rest = union([rest, value]);
    else {
      if (argument.address) addresses.push(positional.length);
      positional.push(value);
    }
  }
  const named = keywords ?? NO_NAMES;
  return { positional, named, beside: !awaited, ...(rest && { rest }), ...(addresses.length > 0 && { addresses }) };
}

function evaluateCallArguments(machine: Machine, expression: Kind<'call'>, context: Context, awaited: boolean): Arguments {
  const given = evaluateArguments(machine, expression.arguments, context, awaited);
  return expression.declared ? { ...given, declared: expression.declared } : given;
}

/** What a promise has of which the program waits for the promise that it gives, and so for it. */
const CONTINUATIONS: readonly unknown[] = ['then', 'catch', 'finally'];

const continues = (property: Expression): boolean => property.kind === 'literal' && CONTINUATIONS.includes(property.value);

function evaluateCall(machine: Machine, expression: Kind<'call'>, context: Context, awaited: boolean): Value {
  const { callee } = expression;
  if (callee.kind === 'member') return evaluateMethodCall(machine, expression, callee, context, awaited);
  const site = siteOf(expression, context);
  if (callee.kind === 'name' && callee.name === 'super')
    return callSuper(machine, evaluateArguments(machine, expression.arguments, context), context, site);
  const value = evaluate(machine, callee, context);
  const there = expression.optional ? filterOptions(value, isThere) : value;
  if (there === undefined) return UNDEFINED;
  const given = evaluateCallArguments(machine, expression, context, awaited);
  return orMissing(callValue(machine, there, UNDEFINED, given, site), there, value);
}

function evaluateMethodCall(machine: Machine, expression: Kind<'call'>, callee: Kind<'member'>, context: Context, awaited: boolean): Value {
  if (isSuper(callee.object)) {
    const site = siteOf(expression, context);
    const self = readName(machine, 'this', context, site);
    const inherited = superMember(machine, evaluate(machine, callee.property, context), self, context, site);
    const given = evaluateArguments(machine, expression.arguments, context, awaited);
    if (inherited.kind !== 'unknown') return callValue(machine, inherited, self, given, site);
    return callMember(machine, inherited, evaluate(machine, callee.property, context), given, site);
  }
  if (awaited && handlesFailure(callee.property, expression.arguments)) return handleFailure(machine, expression, callee, context);
  const object = evaluate(machine, callee.object, context, awaited && continues(callee.property));
  return callMethod(machine, expression, callee, object, context, awaited);
}

function callMethod(
  machine: Machine,
  expression: Kind<'call'>,
  callee: Kind<'member'>,
  object: Value,
  context: Context,
  awaited: boolean,
  failed?: () => void,
): Value {
  const receiver = callee.optional || expression.optional ? filterOptions(object, isThere) : object;
  if (receiver === undefined) return UNDEFINED;
  const property = evaluate(machine, callee.property, context);
  const all = evaluateCallArguments(machine, expression, context, awaited);
  const given = failed ? { ...all, failed } : all;
  return orMissing(callMember(machine, receiver, property, given, siteOf(callee.property, context)), receiver, object);
}

/** `p.catch(f)` and `p.then(f, g)`. */
const handlesFailure = (property: Expression, given: readonly Argument[]): boolean =>
  property.kind === 'literal' && (property.value === 'catch' || (property.value === 'then' && given.length > 1));

/** What gives the promise may have failed anywhere. */
function handleFailure(machine: Machine, expression: Kind<'call'>, callee: Kind<'member'>, context: Context): Value {
  const { result, interrupt } = machine.journal.interruptible(() => evaluate(machine, callee.object, context, true));
  return callMethod(machine, expression, callee, result, context, true, interrupt);
}

/** What `?.` gives: nothing where one of the alternatives was left out. */
const orMissing = (result: Value, there: Value, all: Value): Value =>
  there !== all && optionsOf(there).length < optionsOf(all).length ? union([result, MISSING]) : result;

const isSuper = (expression: Expression): boolean => expression.kind === 'name' && expression.name === 'super';

/**
 * `super.name`: what the parent of the class that holds the running method has, with `this` as the receiver. Looked up past the
 * instance's own fields and past the methods that override it. In a method of a plain object the parent is its prototype.
 */
function superMember(machine: Machine, property: Value, self: Value, context: Context, site: Site): Value {
  const home = context.scope.find('%home')?.value;
  const name = literalText(property);
  if (home?.kind !== 'class') {
    const parent = self.kind === 'object' ? (self.prototype ?? self.fields.get('__proto__')) : undefined;
    return parent ? getMember(machine, parent, property, site) : unknown('super');
  }
  const found = home.parents.map((parent): Value => {
    // a static method: the parent is the class itself
    if (self.kind === 'class') return getMember(machine, parent, property, site);
    const base = self.kind === 'object' ? self.base : undefined;
    if (parent.kind === 'class') {
      const instance = machine.object([], { class: parent, ...(base && { base }) });
      const inherited = name === undefined ? undefined : memberOfObject(machine, instance, name, site, self);
      return inherited ?? getMember(machine, instance, property, site);
    }
    return parent.kind === 'native' && base
      ? getMember(machine, base, property, site)
      : unknown(`a member of the parent class of ${home.node.name}`);
  });
  return found.find((value) => !isNullish(value)) ?? (name === undefined ? undefined : machine.language.root?.(name)) ?? UNDEFINED;
}

function callSuper(machine: Machine, given: Arguments, context: Context, site: Site): Value {
  const home = context.scope.find('%home')?.value;
  const self = context.scope.find('this')?.value ?? UNDEFINED;
  if (home?.kind !== 'class' || self.kind !== 'object') return UNDEFINED;
  for (const parent of home.parents) constructInto(machine, parent, self, given, site);
  restoreFields(machine, home, self);
  return self;
}
