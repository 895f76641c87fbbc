/** Values and conditions of library models. */
import type { Condition, FunctionModel, ModelValue } from '../../../model/library-model.ts';
import { parseTemplate, type Reference } from '../../../model/library-reference.ts';
import { mayHold, type Text } from '../../../model/text.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { callValue, construct } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { type Arguments, args, NO_NAMES } from '../../interpreter/machine.ts';
import { copyFields, getMember, setDynamic } from '../../interpreter/members.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  constant,
  harmless,
  isNullish,
  literalText,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  unknown,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import { classValue, instance } from './classes.ts';
import { closureValue } from './members.ts';
import { instancesIn, resolved, rootOf, type Scope, within } from './scope.ts';

type Parts = readonly (string | Reference)[];
const parsed = new Map<string, Parts>();

/** Texts are checked before, so that one without a reference in it that can be read is what it is. */
function partsOf(written: string): Parts {
  const known = parsed.get(written);
  if (known) return known;
  const found = parseTemplate(written);
  const parts = 'fault' in found ? [written] : found;
  parsed.set(written, parts);
  return parts;
}

type Operators = { readonly [key: string]: ModelValue };

const isOperators = (value: ModelValue): value is Operators => typeof value === 'object' && value !== null && !Array.isArray(value);

export function evaluate(scope: Scope, value: ModelValue): Value {
  const { machine } = scope.call;
  machine.step();
  if (typeof value === 'string') return text(scope, value);
  if (!isList(value)) {
    if (!isOperators(value)) return constant(value);
    const [operator] = Object.keys(value).filter((key) => key.startsWith('$') && !key.startsWith('${'));
    if (operator !== undefined) return OPERATORS.get(operator)?.(scope, value[operator] ?? null, value) ?? UNDEFINED;
    return object(scope, value);
  }
  const { positional, rest } = evaluateAll(scope, value);
  return machine.list(positional, rest);
}

const isList = (value: ModelValue): value is readonly ModelValue[] => Array.isArray(value);

function text(scope: Scope, written: string): Value {
  const parts = partsOf(written);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return typeof only === 'string' ? textValue(only) : resolved(scope, only);
  return buildText(parts.map((part) => (typeof part === 'string' ? textValue(part) : resolved(scope, part))));
}

function object(scope: Scope, entries: Operators): ObjectValue {
  const { machine } = scope.call;
  const made = machine.object();
  for (const [key, value] of Object.entries(entries)) {
    const name = text(scope, key);
    const literal = literalText(name);
    if (literal === undefined) setDynamic(machine, made, name, evaluate(scope, value));
    else made.fields.set(literal, evaluate(scope, value));
  }
  return made;
}

/** The values of a list; `...${items}` stands for the items of another, and `...${arguments}` for all that the function was given. */
export function evaluateAll(scope: Scope, values: readonly ModelValue[]): Arguments {
  const { call } = scope;
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  const rest: Value[] = [];
  for (const value of values) {
    if (typeof value !== 'string' || !value.startsWith('...')) {
      if (rest.length > 0) rest.push(evaluate(scope, value));
      else positional.push(evaluate(scope, value));
      continue;
    }
    const whole = value === '...${arguments}';
    if (whole) for (const [name, given] of call.args.named) named.set(name, given);
    const spread = whole
      ? { items: call.args.positional, rest: call.args.rest }
      : itemsOf(call.machine, evaluate(scope, value.slice(3)), 'values', call.site);
    if (rest.length > 0) rest.push(...spread.items);
    else positional.push(...spread.items);
    if (spread.rest) rest.push(spread.rest);
  }
  return { positional, named: named.size > 0 ? named : NO_NAMES, ...(rest.length > 0 ? { rest: union(rest) } : {}) };
}

type Operator = (scope: Scope, operand: ModelValue, all: Operators) => Value;

const wordOf = (value: ModelValue | undefined): string => (typeof value === 'string' ? value : '');
const listOf = (value: ModelValue | undefined): readonly ModelValue[] => (value !== undefined && isList(value) ? value : []);

/** The first that is there; one that may not be there is an alternative to what follows it. */
function first(scope: Scope, [head, ...others]: readonly ModelValue[]): Value {
  if (head === undefined) return UNDEFINED;
  const value = evaluate(scope, head);
  const there = optionsOf(value).filter((option) => !isNullish(option));
  if (there.length === optionsOf(value).length) return value;
  return there.length === 0 ? first(scope, others) : union([...there, first(scope, others)]);
}

/** Go's functional options: closures that write into a struct, and structs. */
function applied(scope: Scope, options: Value): Value {
  const { machine, site } = scope.call;
  const made = machine.object();
  const { items, rest } = itemsOf(machine, options, 'values', site);
  for (const option of [...items, ...(rest ? [rest] : [])]) {
    if (option.kind === 'closure') callValue(machine, option, UNDEFINED, args(made), site);
    else if (option.kind === 'object') copyFields(machine, made, option);
  }
  return made;
}

function mapped(scope: Scope, { $map: list = null, as, to = null }: Operators): Value {
  const { machine, site } = scope.call;
  const inner = (item: Value): Value => {
    const own = within(scope);
    own.names.set(wordOf(as), item);
    return evaluate(own, to);
  };
  const { items, rest } = itemsOf(machine, evaluate(scope, list), 'values', site);
  return machine.list(items.map(inner), rest && inner(rest));
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['$data', (_scope, reason) => harmless(wordOf(reason))],
  ['$unresolved', (_scope, reason) => unknown(wordOf(reason))],
  ['$first', (scope, values) => first(scope, listOf(values))],
  ['$any', (scope, values) => union(listOf(values).map((value) => evaluate(scope, value)))],
  ['$list', (scope, item) => scope.call.machine.list([], evaluate(scope, item))],
  ['$map', (scope, _list, all) => mapped(scope, all)],
  [
    '$merge',
    (scope, values) => {
      const made = scope.call.machine.object();
      for (const value of listOf(values)) {
        const source = evaluate(scope, value);
        if (source.kind !== 'constant') copyFields(scope.call.machine, made, source);
      }
      return made;
    },
  ],
  [
    '$if',
    (scope, condition, all) => {
      const holds = test(scope, condition);
      const branch = (which: string) => (): Value => (all[which] === undefined ? UNDEFINED : evaluate(scope, all[which]));
      if (holds !== undefined) return branch(holds ? 'value' : 'else')();
      return union(scope.call.machine.journal.fork([branch('value'), branch('else')]));
    },
  ],
  [
    '$instance',
    (scope, name, { fields = {} }) =>
      instance(scope.call.machine, rootOf(scope), wordOf(name), object(scope, isOperators(fields) ? fields : {})),
  ],
  [
    '$copy',
    (scope, original, { fields = {} }) => {
      const { machine, site } = scope.call;
      const changed = object(scope, isOperators(fields) ? fields : {});
      const copies = instancesIn(machine, evaluate(scope, original), site).map((each) => {
        const kept = [...each.fields.fields, ...each.written.fields, ...changed.fields];
        return instance(machine, rootOf(scope), each.class, machine.object(kept, each.fields.open ? { open: each.fields.open } : {}));
      });
      return union(copies);
    },
  ],
  [
    '$member',
    (scope, value, { name = null }) => getMember(scope.call.machine, evaluate(scope, value), evaluate(scope, name), scope.call.site),
  ],
  ['$class', (scope, name) => classValue(rootOf(scope), wordOf(name))],
  [
    '$construct',
    (scope, type, { arguments: given }) =>
      construct(scope.call.machine, evaluate(scope, type), evaluateAll(scope, listOf(given)), scope.call.site),
  ],
  ['$function', (scope, model) => closureValue(scope, scope.name, scope.call.machine, model as FunctionModel)],
  ['$options', (scope, options) => applied(scope, evaluate(scope, options))],
]);

// ── Conditions ─────────────────────────────────────────────────────────────────────────────────────────────

/** Whether a condition holds; undefined when that is known only at run time. */
export function test(scope: Scope, condition: Condition): boolean | undefined {
  if (isList(condition) || !isOperators(condition)) return truth(evaluate(scope, condition));
  const [name = ''] = Object.keys(condition);
  return TESTS.get(name)?.(scope, condition[name] ?? null) ?? (TESTS.has(name) ? undefined : truth(evaluate(scope, condition)));
}

type Test = (scope: Scope, operand: ModelValue) => boolean | undefined;

const every = (results: readonly (boolean | undefined)[]): boolean | undefined =>
  results.includes(false) ? false : results.includes(undefined) ? undefined : true;
const not = (result: boolean | undefined): boolean | undefined => (result === undefined ? undefined : !result);

/** A test of each alternative; true or false when all agree. */
const ofEach = (value: Value, one: (option: Value) => boolean | undefined): boolean | undefined => {
  const results = optionsOf(value).map(one);
  const [head] = results;
  return results.every((result) => result === head) ? head : undefined;
};

const TESTS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['since', (scope, version) => since(scope, wordOf(version))],
  ['not', (scope, condition) => not(test(scope, condition))],
  ['all', (scope, conditions) => every(listOf(conditions).map((condition) => test(scope, condition)))],
  ['any', (scope, conditions) => not(every(listOf(conditions).map((condition) => not(test(scope, condition)))))],
  [
    'is',
    (scope, operand) => {
      const [left = null, right = null] = listOf(operand);
      const wanted = valueKey(evaluate(scope, right));
      return ofEach(evaluate(scope, left), (option) => (isKnown(option) ? valueKey(option) === wanted : undefined));
    },
  ],
  [
    'startsWith',
    (scope, operand) =>
      ends(
        scope,
        operand,
        (parts) => parts[0],
        (part, wanted) => part.startsWith(wanted),
      ),
  ],
  [
    'endsWith',
    (scope, operand) =>
      ends(
        scope,
        operand,
        (parts) => parts[parts.length - 1],
        (part, wanted) => part.endsWith(wanted),
      ),
  ],
  [
    'kind',
    (scope, operand) => {
      const [value = null, kind] = listOf(operand);
      return ofEach(evaluate(scope, value), (option) => (option.kind === 'unknown' && !option.wraps ? undefined : kindOf(option) === kind));
    },
  ],
]);

/** Whether the version that the app states is this one or a later one; undefined when it states none. */
function since(scope: Scope, wanted: string): boolean | undefined {
  const { machine, site } = scope.call;
  const stated = machine.language.version?.(scope.loaded.model.package, site.module.file, machine.fn, machine.files);
  const [, found] = stated === undefined ? [] : (/^[^\d]*(\d+(?:\.\d+)*)/.exec(stated) ?? []);
  if (found === undefined) return undefined;
  const [left, right] = [found, wanted].map((version) => version.split('.').map(Number));
  for (const [i, number] of (right ?? []).entries()) {
    const own = left?.[i] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}

const isKnown = (value: Value): boolean => value.kind === 'constant' || (value.kind === 'text' && literalText(value) !== undefined);

/** What a hole at that end stands for may begin or end with anything. */
function ends(
  scope: Scope,
  operand: ModelValue,
  pick: (parts: Text) => Text[number] | undefined,
  holds: (part: string, wanted: string) => boolean,
): boolean | undefined {
  const [value = null, wanted = null] = listOf(operand);
  const end = wordOf(wanted);
  return ofEach(evaluate(scope, value), (option) => {
    if (option.kind !== 'text') return option.kind === 'unknown' ? undefined : false;
    const part = pick(option.text);
    if (part === undefined) return end === '';
    if (typeof part !== 'string') return [...end].every((char) => mayHold(part, char)) ? undefined : false;
    return holds(part, end) || (option.text.length > 1 && part.length < end.length ? undefined : false);
  });
}

function kindOf(value: Value): string {
  if (isNullish(value)) return 'nothing';
  switch (value.kind) {
    case 'text':
      return 'text';
    case 'list':
      return 'list';
    case 'closure':
    case 'class':
      return 'function';
    case 'native':
      return value.data?.kind !== 'model' && (value.call || value.construct) ? 'function' : 'object';
    case 'unknown':
      return 'function';
    case 'constant':
      return 'scalar';
    default:
      return 'object';
  }
}
