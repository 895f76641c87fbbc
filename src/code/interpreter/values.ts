/**
 * The abstract values of the interpreter. Texts, constants, closures and natives are immutable; objects, lists and the
 * cells of scopes change and are journalled (journal.ts), so that the two sides of a branch can be run and joined.
 */
import { ALWAYS, formatWhen, sameWhen, type When } from '../../model/condition.ts';
import { holeKey, type RunHole, sameHole, sameText, type Text, text, textKey } from '../../model/text.ts';
import type { ClassNode, FunctionNode, Parameter, Type } from '../program.ts';
import type { Arguments, Machine, Site } from './machine.ts';
import type { ListValue, ObjectValue } from './mutable.ts';
import type { Scope } from './scope.ts';

export type { ListValue, ObjectValue };

export type Value =
  | TextValue
  | ConstantValue
  | ListValue
  | ObjectValue
  | ClosureValue
  | ClassValue
  | NativeValue
  | AccessorValue
  | UnionValue
  | UnknownValue;

/** `when`: under which template conditions it is there at all (conditions.ts). */
export interface TextValue {
  readonly kind: 'text';
  readonly text: Text;
  readonly when?: When;
}

/**
 * `why` explains an `undefined` that a reader would not expect: an environment variable that the template does not set. `missing`: what
 * reading gives where there may be nothing, under a key or index that is not known. Tests see it; texts and data that have another
 * alternative do not, since code that uses what it reads expects it to be there; but what is built of it may be built of its `zero` value
 * too. `absent`: in a field of an object, which may not be there at all; who reads it gets what the object inherits.
 */
export interface ConstantValue {
  readonly kind: 'constant';
  readonly value: number | boolean | null | undefined;
  readonly why?: string;
  readonly missing?: true;
  readonly zero?: string;
  readonly absent?: true;
  readonly when?: When;
}

export interface DynamicField {
  readonly key: Value;
  readonly value: Value;
}

export interface ClosureValue {
  readonly kind: 'closure';
  readonly serial: number;
  readonly function: FunctionNode;
  readonly scope: Scope;
  /** bound receiver; undefined: the receiver of the call */
  readonly self: Value | undefined;
  /** the class that holds the method, for `super` */
  readonly home: ClassValue | undefined;
  /** what parameters are that are not given, where that is computed when the function is made (Python) */
  readonly defaults?: ReadonlyMap<Parameter, Value>;
  /** properties set on the function object, once there are some; shared by all bindings of one function */
  readonly own: { properties: ObjectValue | undefined };
}

export interface ClassValue {
  readonly kind: 'class';
  readonly serial: number;
  readonly node: ClassNode;
  readonly scope: Scope;
  readonly parents: readonly Value[];
  readonly methods: ReadonlyMap<string, ClosureValue | AccessorValue>;
  /** JavaScript's `prototype`, once the program asks for it: from then on it has the methods */
  readonly own: { prototype: ObjectValue | undefined };
  /** static members and properties set on the class object */
  readonly statics: ObjectValue;
}

/** A getter or setter in an object, a class, or a lazily computed binding. */
export interface AccessorValue {
  readonly kind: 'accessor';
  readonly get: Value | (() => Value) | undefined;
  readonly set: Value | undefined;
}

/**
 * A value that the library or the language models: an SDK client, a command, `JSON.parse`. What it can do is in its
 * functions; a member or a call without one is unknown.
 */
export interface NativeValue {
  readonly kind: 'native';
  /** for messages: `S3Client`, `JSON.parse` */
  readonly name: string;
  /** natives with one key are one value */
  readonly key: string;
  /** what the library keeps about it, told apart by `kind` */
  readonly data?: NativeData;
  readonly call?: (call: NativeCall) => Value;
  readonly construct?: (call: NativeCall) => Value;
  /** what a member under a name that is not known is: a client's operation picked at run time */
  readonly any?: (machine: Machine, site: Site) => Value;
  /** undefined: no such member is modelled */
  readonly get?: (property: string, machine: Machine, site: Site) => Value | undefined;
  /** of a class or type: an instance that is known by its declared type only */
  readonly typed?: (machine: Machine, site: Site) => Value;
  /** what it leads to, of a pointer that is a value of its own; where it stands in data, it is that */
  readonly holds?: () => Value;
  /** any further member is a harmless unknown, so that no call on it is reported as lost */
  readonly inert?: boolean;
  /** runs at the end when the value was handed to code that is not known: a command counts as sent, a client as lost */
  readonly escaped?: (machine: Machine, site: Site) => void;
  /** properties that the program sets on it */
  readonly properties?: ObjectValue;
}

export interface NativeData {
  readonly kind: string;
}

export interface NativeCall {
  readonly machine: Machine;
  readonly self: Value;
  readonly args: Arguments;
  readonly site: Site;
}

export interface UnionValue {
  readonly kind: 'union';
  /** at least two, no unions inside, distinct by key */
  readonly options: readonly Value[];
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** what stands in a text for it */
  readonly hole: RunHole;
  /** its declared type and where the type's names are looked up */
  readonly type?: { readonly type: Type; readonly scope: Scope };
  /** values that unknown code was given and may hand back: a wrapped handler, a captured client, a class in a container */
  readonly wraps?: readonly Value[];
  /** shown to hold no AWS client, so that calls on it need nothing: event data, a result of an inert package, parsed JSON */
  readonly harmless?: boolean;
  /** a member of an installed package that reaches AWS only through a client it is handed: its code is read when it is */
  readonly installed?: { readonly path: string; readonly members: readonly string[] };
  /** an import that could not be followed: reported when the program first uses it */
  readonly lost?: { readonly what: string; readonly why: string; readonly site: Site; readonly key: string };
}

export const UNDEFINED: ConstantValue = { kind: 'constant', value: undefined };
export const MISSING: ConstantValue = { kind: 'constant', value: undefined, missing: true };
export const ABSENT: ConstantValue = { kind: 'constant', value: undefined, absent: true };
/** In a field that is written later, beside what reads it: code that does expects it to be there. */
export const LATE: ConstantValue = { kind: 'constant', value: undefined, absent: true, missing: true };
export const NULL: ConstantValue = { kind: 'constant', value: null };
export const TRUE: ConstantValue = { kind: 'constant', value: true };
export const FALSE: ConstantValue = { kind: 'constant', value: false };

export const constant = (value: number | boolean | null | undefined): ConstantValue =>
  value === undefined ? UNDEFINED : value === null ? NULL : value === true ? TRUE : value === false ? FALSE : { kind: 'constant', value };

export const textValue = (value: Text | string): TextValue => ({ kind: 'text', text: typeof value === 'string' ? text(value) : value });

export const unknown = (reason: string, extra?: Omit<UnknownValue, 'kind' | 'hole'>): UnknownValue => ({
  kind: 'unknown',
  hole: { kind: 'runtime', reason, chars: 'any' },
  ...extra,
});

/** Data that carries no client: its calls need nothing. */
export const harmless = (reason: string): UnknownValue => unknown(reason, { harmless: true });

/** A field of the invocation event. */
export const eventField = (path: string): UnknownValue => ({
  kind: 'unknown',
  hole: { kind: 'event', path, chars: 'any' },
  harmless: true,
});

/** The field as far as the event is another one than the app is known to send. */
export const beyondField = (path: string): UnknownValue => ({
  kind: 'unknown',
  hole: { kind: 'event', path, chars: 'any', beyond: true },
  harmless: true,
});

/** A field of the event, which an event may lack. */
export const isEventField = (value: Value): boolean => value.kind === 'unknown' && value.hole.kind === 'event';

export const native = (name: string, parts: Omit<NativeValue, 'kind' | 'name' | 'key'> & { readonly key?: string }): NativeValue => ({
  kind: 'native',
  name,
  key: name,
  ...parts,
});

/** A modelled function. */
export const nativeFunction = (name: string, call: (call: NativeCall) => Value): NativeValue => ({ kind: 'native', name, key: name, call });

/** The value without the alternative that there is nothing, unless there is no other. */
export const present = (value: Value): Value =>
  value.kind === 'union' ? (filterOptions(value, (option) => option.kind !== 'constant' || option.missing !== true) ?? value) : value;

/** The value where it becomes a part of something: in the place of nothing stands its zero value, if it has one. */
export const presentPart = (value: Value): Value =>
  value.kind === 'union'
    ? present(union(value.options.map((each) => (each.kind === 'constant' && each.zero !== undefined ? textValue(each.zero) : each))))
    : value;

/** Whether a field is not there, or may not be. */
const isAbsent = (value: Value): boolean => value.kind === 'constant' && value.absent === true;
export const mayBeAbsent = (field: Value): boolean => (field.kind === 'union' ? field.options.some(isAbsent) : isAbsent(field));

/** Whether nothing else than that it is written later keeps a field from being there. */
export const isLate = (field: Value | undefined): boolean =>
  field !== undefined && optionsOf(field).includes(LATE) && !optionsOf(field).includes(ABSENT);

/** What a field holds where it is there; undefined when it never is. */
export const thereOf = (field: Value): Value | undefined =>
  mayBeAbsent(field) ? filterOptions(field, (option) => !isAbsent(option)) : field;

export const isNullish = (value: Value): boolean => value.kind === 'constant' && (value.value === undefined || value.value === null);

/** Whether there may be nothing: what is not known decides nothing, also where it stands beside something known. */
export const mayBeNullish = (value: Value): boolean => optionsOf(value).some((option) => isNullish(option) || option.kind === 'unknown');

/** The value, or the other one as far as there may be nothing. */
export function nonNullOr(value: Value, other: () => Value): Value {
  const given = filterOptions(value, (option) => !isNullish(option));
  if (given === undefined) return other();
  return mayBeNullish(value) ? union([given, other()]) : value;
}

/** The literal string (or number, as a key) of a value that is fully known. */
export function literalText(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'constant') return typeof value.value === 'number' ? String(value.value) : undefined;
  if (value.kind !== 'text') return undefined;
  if (value.text.length === 0) return '';
  const [only] = value.text;
  return value.text.length === 1 && typeof only === 'string' ? only : undefined;
}

export const optionsOf = (value: Value): readonly Value[] => (value.kind === 'union' ? value.options : [value]);

function constantKey({ value, missing, absent, zero }: ConstantValue): string {
  if (missing) return `${absent ? 'late' : 'missing'}${zero === undefined ? '' : `=${zero}`}`;
  return absent ? 'absent' : `c${String(value)}`;
}

/** Equal keys: the same value. Mutable values are told apart by identity. */
export function valueKey(value: Value): string {
  switch (value.kind) {
    case 'text':
      return value.when ? `t${textKey(value.text)}\u0003${formatWhen(value.when)}` : `t${textKey(value.text)}`;
    case 'constant':
      return `${constantKey(value)}${value.when ? ` ${formatWhen(value.when)}` : ''}`;
    case 'list':
    case 'object':
    case 'class':
      return `#${value.serial}`;
    case 'closure':
      return value.self === undefined ? `#${value.serial}` : `#${value.serial}@${value.self === value ? '' : valueKey(value.self)}`;
    case 'native':
      return `n${value.key}`;
    case 'accessor':
      return 'accessor';
    case 'union':
      return `u(${value.options.map(valueKey).join('|')})`;
    case 'unknown':
      return `?${holeKey(value.hole)}${value.wraps ? `[${value.wraps.map(valueKey).join(',')}]` : ''}${value.type ? 'T' : ''}`;
  }
}

/** Whether the keys are equal, without writing them down. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'text':
      return b.kind === 'text' && sameText(a.text, b.text) && sameWhen(a.when ?? ALWAYS, b.when ?? ALWAYS);
    case 'list':
    case 'object':
    case 'class':
      return a.kind === b.kind && a.serial === b.serial;
    case 'native':
      return b.kind === 'native' && a.key === b.key;
    case 'unknown':
      return b.kind === 'unknown' && sameUnknown(a, b);
    case 'union':
      return b.kind === 'union' && sameValues(a.options, b.options);
    default:
      return a.kind === b.kind && valueKey(a) === valueKey(b);
  }
}

const sameValues = (a: readonly Value[], b: readonly Value[]): boolean =>
  a.length === b.length && a.every((value, i) => sameValue(value, b[i] ?? UNDEFINED));

const sameUnknown = (a: UnknownValue, b: UnknownValue): boolean =>
  sameHole(a.hole, b.hole) &&
  (a.type === undefined) === (b.type === undefined) &&
  (a.wraps === undefined ? b.wraps === undefined : b.wraps !== undefined && sameValues(a.wraps, b.wraps));

/** The end of a budget. */
export class BudgetExhausted extends Error {}

/**
 * What comparing and joining values has cost so far, in values looked at: work that no step of a program counts; and how much it may
 * cost before the analysis that is running ends (machine.ts).
 */
export const effort = { spent: 0, limit: Number.POSITIVE_INFINITY };

/** Counts values that are looked at. Throws BudgetExhausted at the limit. */
export function spend(units = 1): void {
  effort.spent += units;
  if (effort.spent > effort.limit) throw new BudgetExhausted();
}

/** So many values are compared with each other; of more, the keys are compared. */
const FEW = 8;

/** Each value once, without unions: of values with one key the last, at the place of the first. */
export function distinct(values: readonly Value[]): Value[] {
  const options: Value[] = [];
  for (const value of values) {
    if (value.kind === 'union') for (const option of value.options) addOption(options, option);
    else addOption(options, value);
    if (options.length > FEW) return distinctByKey(values);
  }
  return options;
}

function distinctByKey(values: readonly Value[]): Value[] {
  const all = values.flatMap(optionsOf);
  spend(all.length);
  return [...new Map(all.map((option) => [valueKey(option), option])).values()];
}

function addOption(options: Value[], value: Value): void {
  for (let i = 0; i < options.length; i++) {
    const option = options[i];
    if (option !== undefined && sameValue(option, value)) {
      options[i] = value;
      return;
    }
  }
  options.push(value);
}

/** Data alternatives beyond this are widened to one unknown. */
const MAX_DATA_OPTIONS = 32;
/** Alternatives that carry behaviour (closures, classes, clients) are never widened away: more of them end the analysis. */
const MAX_OPTIONS = 256;

/** A value has more alternatives than can be followed. The analysis ends there, and says so. */
export class TooManyValues extends Error {}

/** Modelled only for what it says: nothing can be done with it but to read harmless members. */
const isInertData = ({ inert, call, construct, any, get, typed, escaped, properties }: NativeValue): boolean =>
  inert === true && ![call, construct, any, get, typed, escaped, properties].some((part) => part !== undefined);

/** Values that are looked into for one answer; what holds more is taken to carry behaviour. */
const MAX_SEEN = 1_000;

/** Whether the value can do something, or holds something that can. `none`: values that are known to hold nothing of the kind. */
export function carriesBehaviour(value: Value, none: Set<Value> = new Set()): boolean {
  const seen = new Set<Value>();
  if (carries(value, seen, none)) return true;
  for (const each of seen) none.add(each);
  return false;
}

function carries(value: Value, seen: Set<Value>, none: ReadonlySet<Value>): boolean {
  switch (value.kind) {
    case 'closure':
    case 'class':
    case 'accessor':
      return true;
    case 'native':
      if (value.holds === undefined) return !isInertData(value);
      return !seen.has(value) && !none.has(value) && (seen.add(value).size > MAX_SEEN || carries(value.holds(), seen, none));
    case 'unknown':
      return value.wraps !== undefined || value.type !== undefined || value.installed !== undefined || value.lost !== undefined;
    case 'union':
      return value.options.some((option) => carries(option, seen, none));
    case 'object':
    case 'list':
      if (seen.has(value) || none.has(value)) return false;
      spend();
      return seen.add(value).size > MAX_SEEN || insideCarries(value, seen, none);
    default:
      return false;
  }
}

function insideCarries(value: ObjectValue | ListValue, seen: Set<Value>, none: ReadonlySet<Value>): boolean {
  const carry = (part: Value): boolean => carries(part, seen, none);
  if (value.kind === 'list') return value.items.some(carry) || (value.rest !== undefined && carry(value.rest));
  if (value.class || value.base || value.prototype) return true;
  for (const field of value.fields.values()) if (carry(field)) return true;
  return value.dynamic.some((field) => carry(field.value)) || (value.open !== undefined && carry(value.open));
}

/** The value that is one of the given ones. */
export function union(values: readonly Value[]): Value {
  const [head] = values;
  if (head === undefined) return UNDEFINED;
  if (allAre(values, head)) return head;
  const [, second] = values;
  // the commonest union by far
  if (second !== undefined && values.length === 2 && head.kind !== 'union' && second.kind !== 'union')
    return sameValue(head, second) ? second : { kind: 'union', options: [head, second] };
  const options = distinct(values);
  if (options.length === 1) return options[0] ?? UNDEFINED;
  // the same value stays the same object, which is cheap to compare
  for (const value of values) if (value.kind === 'union' && hasOptions(value, options)) return value;
  return options.length > MAX_DATA_OPTIONS ? fewer(options) : { kind: 'union', options };
}

function allAre(values: readonly Value[], one: Value): boolean {
  for (const value of values) if (value !== one) return false;
  return true;
}

function hasOptions(value: UnionValue, options: readonly Value[]): boolean {
  if (value.options.length !== options.length) return false;
  for (let i = 0; i < options.length; i++) if (value.options[i] !== options[i]) return false;
  return true;
}

/** Too many alternatives, with those that are data as one. */
function fewer(options: readonly Value[]): Value {
  const none = new Set<Value>();
  const behaving = options.filter((option) => carriesBehaviour(option, none));
  const many = options.length - behaving.length > MAX_DATA_OPTIONS;
  const left = many ? [oneOf(options.filter((each) => !behaving.includes(each))), ...behaving] : options;
  if (left.length > MAX_OPTIONS) throw new TooManyValues();
  const [only] = left;
  return left.length === 1 && only ? only : { kind: 'union', options: left };
}

const MANY = harmless('one of many values');

/** Whether it stands for any of so many data that they are not told apart. */
export const isAnyOfMany = (value: Value): boolean => value.kind === 'unknown' && value.hole === MANY.hole;

/** What many data have in common: how texts begin and end. */
function oneOf(data: readonly Value[]): Value {
  const texts = data.flatMap((each) => (each.kind === 'text' ? [each.text] : []));
  if (texts.length < data.length) return MANY;
  const start = texts.map(([first]) => literal(first)).reduce(commonStart);
  const ends = texts.map((each) => (each.length === 1 ? literal(each[0]).slice(start.length) : literal(each[each.length - 1])));
  const end = reversed(ends.map(reversed).reduce(commonStart));
  return start === '' && end === '' ? MANY : textValue(text(start, MANY.hole, end));
}

const literal = (part: Text[number] | undefined): string => (typeof part === 'string' ? part : '');

const reversed = (value: string): string => [...value].reverse().join('');

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** The options of a value that `keep` holds for; undefined when none is left. */
export function filterOptions(value: Value, keep: (option: Value) => boolean): Value | undefined {
  if (value.kind !== 'union') return keep(value) ? value : undefined;
  const options = value.options.filter(keep);
  return options.length === 0 ? undefined : union(options);
}

export const OBJECT_AS_TEXT = 'an object as text';

/** What the value stands for in text building: parts, or several alternatives. */
export function toTexts(value: Value): readonly Text[] {
  switch (value.kind) {
    case 'text':
      return [value.text];
    case 'constant':
      // what only another deployment or a later step sets is not the text "undefined"
      return [value.why === undefined ? text(value.zero ?? String(value.value)) : [{ kind: 'runtime', reason: value.why, chars: 'any' }]];
    case 'unknown':
      return [[value.hole]];
    case 'union': {
      const there = present(value);
      return there.kind === 'union' ? there.options.flatMap(toTexts) : toTexts(there);
    }
    case 'list':
      if (value.rest === undefined && value.items.length === 1 && value.items[0]) return toTexts(value.items[0]);
      return [[{ kind: 'runtime', reason: 'a list as text', chars: 'any' }]];
    default:
      return [[{ kind: 'runtime', reason: OBJECT_AS_TEXT, chars: 'any' }]];
  }
}
