/**
 * When what is repeated has settled. Each round of a loop makes values of its own, so that values are compared by what they hold and not
 * by which they are; and what keeps growing is widened until it cannot grow any more.
 */
import { textKey } from '../../model/text.ts';
import { withFields } from './dynamic.ts';
import {
  ABSENT,
  carriesBehaviour,
  type DynamicField,
  filterOptions,
  harmless,
  isAnyOfMany,
  type ListValue,
  mayBeAbsent,
  type ObjectValue,
  optionsOf,
  sameValue,
  spend,
  type UnknownValue,
  union,
  type Value,
  valueKey,
} from './values.ts';

/** How deep new objects are compared; what differs only deeper is a chain that grows. */
const MAX_DEPTH = 4;

/** Any text or number: what a widened value may be besides what it is known to be. */
const VARIES: UnknownValue = harmless('what differs in each round');

const isVaried = (value: Value): boolean => value.kind === 'unknown' && value.hole.kind === 'runtime' && value.hole === VARIES.hole;

/** Data that a widened value stands for. */
const isPlain = (value: Value): boolean =>
  value.kind === 'text' || (value.kind === 'constant' && value.value != null && typeof value.value !== 'boolean');

/** Pairs that one comparison has decided; objects that hold each other would be compared again along every path. */
export class Comparison {
  readonly #decided = new Map<Value, Map<Value, boolean>>();
  #left = MAX_PAIRS;

  /** `decide` may ask for the pair again, which then counts as alike. */
  once(before: Value, after: Value, decide: () => boolean): boolean {
    const decided = this.#decided.get(before) ?? new Map<Value, boolean>();
    this.#decided.set(before, decided);
    const known = decided.get(after);
    if (known !== undefined) return known;
    spend();
    // what cannot be compared to the end counts as new
    if (--this.#left < 0) return false;
    decided.set(after, true);
    const result = decide();
    decided.set(after, result);
    return result;
  }
}

/** Pairs of objects that one comparison looks into. */
const MAX_PAIRS = 2_000;

/** Whether nothing about the later value is new: every alternative of it is one of the earlier value, or like one. */
export function covers(before: Value | undefined, after: Value | undefined, depth = 0, compared = new Comparison()): boolean {
  if (before === after || after === undefined) return true;
  if (before === undefined) return false;
  const known = optionsOf(before);
  const keys = new Set(known.map(valueKey));
  const varied = known.some(isVaried);
  const many = known.some(isAnyOfMany);
  return optionsOf(after).every(
    (option) =>
      keys.has(valueKey(option)) ||
      (varied && isPlain(option)) ||
      (many && !carriesBehaviour(option)) ||
      known.some((each) => alike(each, option, depth, compared)),
  );
}

const coverAll = (before: readonly Value[], after: readonly Value[], depth: number, compared: Comparison): boolean =>
  after.every((value, i) => covers(before[i], value, depth, compared));

/**
 * The later value without new objects and lists of data that are like two earlier ones: they would pile up, round after round. Two are
 * kept, since one alone would stand for several.
 */
export function withoutCopies(before: Value, after: Value): Value {
  const known = optionsOf(before);
  if (known.length < 2 || optionsOf(after).length === known.length) return after;
  const keys = new Set(known.map(valueKey));
  const isCopy = (option: Value): boolean =>
    (option.kind === 'object' || option.kind === 'list') &&
    !keys.has(valueKey(option)) &&
    !carriesBehaviour(option) &&
    known.filter((each) => each.kind === option.kind).length > 1 &&
    known.some((each) => alike(each, option, 0, new Comparison()));
  return filterOptions(after, (option) => !isCopy(option)) ?? after;
}

/**
 * The later value, without waiting for what can be foreseen: a number that is as much more as the ones before it were, or a text that
 * goes on as it did before, would become another one in each round to come.
 */
export function withoutProgress(before: Value, after: Value): Value {
  if (before.kind !== 'union' || after.kind !== 'union' || before.options.length < MIN_PROGRESS) return after;
  const keys = new Set(before.options.map(valueKey));
  const varied = before.options.some(isVaried);
  const progresses = (option: Value): boolean => isPlain(option) && !keys.has(valueKey(option)) && goesOn(before.options, option);
  if (!after.options.some(progresses)) return after;
  return union(after.options.flatMap((option) => (progresses(option) ? (varied ? [] : VARIES) : option)));
}

/** Alternatives that there are before anything is foreseen. */
const MIN_PROGRESS = 3;

function goesOn(known: readonly Value[], next: Value): boolean {
  if (next.kind === 'constant') {
    const numbers = new Set(known.flatMap((each) => (each.kind === 'constant' && typeof each.value === 'number' ? each.value : [])));
    const value = Number(next.value);
    return [...numbers].some((each) => numbers.has(2 * each - value) && numbers.has(3 * each - 2 * value));
  }
  if (next.kind !== 'text') return false;
  const texts = new Set(known.flatMap((each) => (each.kind === 'text' ? textKey(each.text) : [])));
  const whole = textKey(next.text);
  return [...texts].some((each) => {
    const added = whole.startsWith(each) ? whole.slice(each.length) : '';
    return added !== '' && each.endsWith(added) && texts.has(each.slice(0, -added.length));
  });
}

function alike(before: Value, after: Value, depth: number, compared: Comparison): boolean {
  if (before.kind !== after.kind) return false;
  if (depth > MAX_DEPTH) return true;
  return compared.once(before, after, () => alikeInside(before, after, depth + 1, compared));
}

function alikeInside(before: Value, after: Value, depth: number, compared: Comparison): boolean {
  switch (after.kind) {
    case 'list':
      return before.kind === 'list' && coversList(before, after, depth, compared);
    case 'object':
      return before.kind === 'object' && coversObject(before, after, depth, compared);
    // What a function of the program has captured is compared where it is kept.
    case 'closure':
      return before.kind === 'closure' && before.function === after.function && covers(before.self, after.self, depth, compared);
    case 'class':
      return before.kind === 'class' && before.node === after.node;
    case 'native':
      return before.kind === 'native' && before.name === after.name && covers(before.holds?.(), after.holds?.(), depth, compared);
    case 'unknown':
      return before.kind === 'unknown' && before.hole === after.hole && coverAll(before.wraps ?? [], after.wraps ?? [], depth, compared);
    default:
      return false;
  }
}

type ListState = Pick<ListValue, 'items' | 'rest'>;
type ObjectState = Pick<ObjectValue, 'fields' | 'dynamic' | 'open' | 'class' | 'base'>;

export function coversList(before: ListState, after: ListState, depth = 0, compared = new Comparison()): boolean {
  if (after.rest && !covers(before.rest, after.rest, depth, compared)) return false;
  if (after.items.length < before.items.length) return false;
  return after.items.every((item, i) => covers(before.items[i] ?? before.rest, item, depth, compared));
}

export function coversObject(before: ObjectState, after: ObjectState, depth = 0, compared = new Comparison()): boolean {
  if (
    before.class?.node !== after.class?.node ||
    !covers(before.open, after.open, depth, compared) ||
    before.base?.name !== after.base?.name
  )
    return false;
  for (const [name, value] of after.fields) if (!covers(before.fields.get(name) ?? before.open, value, depth, compared)) return false;
  for (const [name, value] of before.fields) if (!after.fields.has(name) && !mayBeAbsent(value)) return false;
  return after.dynamic.every(({ key, value }) =>
    before.dynamic.some((field) => covers(field.key, key, depth, compared) && covers(field.value, value, depth, compared)),
  );
}

/** Containers alone: texts and numbers stay what they are. */
export type Widened = 'all' | 'containers';

/**
 * Makes what is new about a later value so general that it does not grow for ever. Objects and lists are changed in place, after
 * `touch`. A new one becomes part of the youngest of those like it, once there are two: one that stands for several must never be the
 * only alternative, since what is then written to it would be taken to be written to all of them.
 */
export class Widening {
  readonly #touch: (target: ObjectValue | ListValue) => void;
  readonly #what: Widened;
  /** what was there before, as keys: nothing grows where it turns up once more, inside what stands for others */
  readonly #old = new Set<string>();

  constructor(touch: (target: ObjectValue | ListValue) => void, what: Widened = 'all') {
    this.#touch = touch;
    this.#what = what;
  }

  value(before: Value | undefined, after: Value, depth = 0): Value {
    if (before === after) return after;
    const known = before ? optionsOf(before) : [];
    const varied = known.some(isVaried);
    for (const option of known) this.#old.add(valueKey(option));
    return union(
      optionsOf(after).flatMap((option): Value | Value[] => {
        if ((option.kind === 'text' || option.kind === 'constant') && !known.some((each) => sameValue(each, option)))
          return before && this.#what === 'all' && isPlain(option) ? (varied ? [] : VARIES) : option;
        if ((option.kind !== 'list' && option.kind !== 'object') || this.#old.has(valueKey(option))) return option;
        const alike = known.filter((each) => isLike(each, option));
        const like = youngest(alike);
        if (!like || depth > MAX_DEPTH) return option;
        const into = alike.length > 1 ? like : option;
        this.#touch(into);
        if (like.kind === 'list' && option.kind === 'list') Object.assign(into, this.list(like, option, depth + 1));
        if (like.kind === 'object' && option.kind === 'object') Object.assign(into, this.object(like, option, depth + 1));
        return into;
      }),
    );
  }

  list(before: ListState, after: ListState, depth = 0): ListState {
    const shared = Math.min(before.items.length, after.items.length);
    const items = after.items.slice(0, shared).map((item, i) => this.#both(before.items[i], item, depth));
    const [earlier, later] = [before, after].map((list) => [...list.items.slice(shared), ...(list.rest ? [list.rest] : [])]);
    const known = earlier?.length ? union(earlier) : undefined;
    return { items, rest: later?.length ? this.#both(known, union(later), depth) : known };
  }

  object(before: ObjectState, after: ObjectState, depth = 0): Pick<ObjectValue, 'fields' | 'dynamic' | 'open'> {
    const fields = new Map(
      [...after.fields].map(([name, value]): [string, Value] => {
        const known = before.fields.get(name) ?? before.open;
        return [name, known ? this.#both(known, value, depth) : union([value, ABSENT])];
      }),
    );
    for (const [name, value] of before.fields) if (!fields.has(name)) fields.set(name, union([value, ABSENT]));
    return {
      fields,
      dynamic: this.#dynamic(before.dynamic, after.dynamic, depth),
      open: before.open && after.open ? this.#both(before.open, after.open, depth) : (after.open ?? before.open),
    };
  }

  #dynamic(before: readonly DynamicField[], after: readonly DynamicField[], depth: number): DynamicField[] {
    const extra = after.filter((field) => !before.includes(field));
    const [first] = before;
    if (!first || extra.length === 0) return withFields(before, extra);
    const any = (fields: readonly DynamicField[]): Value => union(fields.map(({ value }) => value));
    const key = this.value(first.key, union([...before, ...extra].map((field) => field.key)), depth);
    return withFields(before, [{ key, value: this.value(any(before), any(extra), depth) }]);
  }

  #both(known: Value | undefined, value: Value, depth: number): Value {
    return union([...(known ? [known] : []), this.value(known, value, depth)]);
  }
}

const isLike = (value: Value, other: ObjectValue | ListValue): value is ObjectValue | ListValue =>
  other.kind === 'list' ? value.kind === 'list' : value.kind === 'object' && value.class?.node === other.class?.node;

const youngest = <T extends { readonly serial: number }>(values: readonly T[]): T | undefined =>
  values.reduce<T | undefined>((latest, value) => (latest && latest.serial > value.serial ? latest : value), undefined);
