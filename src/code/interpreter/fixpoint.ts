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
  type ListValue,
  type ObjectValue,
  optionsOf,
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
class Comparison {
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
  return optionsOf(after).every(
    (option) => keys.has(valueKey(option)) || (varied && isPlain(option)) || known.some((each) => alike(each, option, depth, compared)),
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
      return before.kind === 'native' && before.name === after.name;
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
  for (const name of before.fields.keys()) if (!after.fields.has(name)) return false;
  return after.dynamic.every(({ key, value }) =>
    before.dynamic.some((field) => covers(field.key, key, depth, compared) && covers(field.value, value, depth, compared)),
  );
}

/**
 * The later value, with what is new about it made so general that it does not grow for ever. Objects and lists are changed in place,
 * after `touch`. A new one becomes part of the last of those like it, once there are two: one that stands for several must never be the
 * only alternative, since what is then written to it would be taken to be written to all of them.
 */
export function widened(before: Value | undefined, after: Value, touch: (target: ObjectValue | ListValue) => void, depth = 0): Value {
  if (before === after) return after;
  const known = before ? optionsOf(before) : [];
  const varied = known.some(isVaried);
  const keys = new Set(known.map(valueKey));
  return union(
    optionsOf(after).flatMap((option): Value | Value[] => {
      if (keys.has(valueKey(option))) return option;
      switch (option.kind) {
        case 'text':
        case 'constant':
          return before && isPlain(option) ? (varied ? [] : VARIES) : option;
        case 'list': {
          const alike = known.filter((each) => each.kind === 'list');
          const like = alike[alike.length - 1];
          if (!like || depth > MAX_DEPTH) return option;
          const into = alike.length > 1 ? like : option;
          touch(into);
          Object.assign(into, widenedList(like, option, touch, depth + 1));
          return into;
        }
        case 'object': {
          const alike = known.filter((each) => each.kind === 'object' && each.class?.node === option.class?.node);
          const like = alike[alike.length - 1];
          if (like?.kind !== 'object' || depth > MAX_DEPTH) return option;
          const into = alike.length > 1 ? like : option;
          touch(into);
          Object.assign(into, widenedObject(like, option, touch, depth + 1));
          return into;
        }
        default:
          return option;
      }
    }),
  );
}

export function widenedList(before: ListState, after: ListState, touch: (target: ObjectValue | ListValue) => void, depth = 0): ListState {
  const shared = Math.min(before.items.length, after.items.length);
  const both = (known: Value | undefined, value: Value): Value => union([...(known ? [known] : []), widened(known, value, touch, depth)]);
  const items = after.items.slice(0, shared).map((item, i) => both(before.items[i], item));
  const [earlier, later] = [before, after].map((list) => [...list.items.slice(shared), ...(list.rest ? [list.rest] : [])]);
  const known = earlier?.length ? union(earlier) : undefined;
  if (!later?.length) return { items, rest: known };
  const rest = union(later);
  return { items, rest: both(known, rest) };
}

export function widenedObject(
  before: ObjectState,
  after: ObjectState,
  touch: (target: ObjectValue | ListValue) => void,
  depth = 0,
): Pick<ObjectValue, 'fields' | 'dynamic' | 'open'> {
  const fields = new Map(
    [...after.fields].map(([name, value]): [string, Value] => {
      const known = before.fields.get(name) ?? before.open;
      return [name, known ? union([known, widened(known, value, touch, depth)]) : union([value, ABSENT])];
    }),
  );
  for (const [name, value] of before.fields) if (!fields.has(name)) fields.set(name, union([value, ABSENT]));
  const extra = after.dynamic.filter((field) => !before.dynamic.includes(field));
  const key = (names: readonly Value[]): Value => widened(names[0], union(names), touch, depth);
  const any = (fields: readonly DynamicField[]): Value => union(fields.map((field) => field.value));
  const value = (fields: readonly DynamicField[]): Value => widened(any(before.dynamic), any(fields), touch, depth);
  const dynamic =
    extra.length === 0 || before.dynamic.length === 0
      ? after.dynamic
      : withFields(before.dynamic, [{ key: key([...before.dynamic, ...extra].map((field) => field.key)), value: value(extra) }]);
  return { fields, dynamic: [...dynamic], open: after.open };
}
