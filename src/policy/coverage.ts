import { type Hole, holeKey } from '../model/text.ts';
import { accepts, minimumLength, onlyWithoutColons } from './hole.ts';
import { isVariable, isWildcard, type Pattern, type Token, type Variable, type Wildcard } from './pattern.ts';
import { NO, type Tri, UNKNOWN, YES } from './tri.ts';

/**
 * Whether one pattern covers another: every string that the second stands for is matched by the first. Both may hold
 * wildcards and holes. A hole is one string that is the same wherever the same hole stands, and nobody knows it yet, so
 * the answer has three values: `YES` for every value of the holes, `NO` for none, `UNKNOWN` when it depends on them.
 * A request's resource is the case of a second pattern without wildcards.
 *
 * Two reachability questions over pairs of positions decide it. `certain` treats the holes of the second pattern as
 * letters of their own that only the same hole or a star of the first can absorb: what holds then holds for every
 * value. `possible` lets every hole take whatever value helps, for each of its places anew: what fails even then fails
 * for every value. Without holes both coincide, so the answer is never `UNKNOWN` there.
 */
export function covers(outer: Pattern, inner: Pattern): Tri {
  if (outer.shape === 'anything') return YES;
  if (outer.shape === 'exact' && inner.shape === 'exact') return outer.prefix === inner.prefix ? YES : NO;
  return decide(outer, inner, certainStep, (a, b) => reachable(loosened(a), b, possibleStep));
}

function decide(a: Pattern, b: Pattern, certain: Step, possible: (a: readonly Unit[], b: readonly Unit[]) => boolean): Tri {
  const [first, second] = apart(a, b);
  if (first.length * second.length > MAX_CELLS) return UNKNOWN;
  if (reachable(first, second, certain)) return YES;
  if (!isOpen(a) && !isOpen(b)) return NO;
  const whole = wholeHole(first, second) ?? wholeHole(second, first) ?? possible(first, second);
  return whole ? UNKNOWN : NO;
}

/**
 * A hole between a star and a `?` may be empty, and the two are then one run that only has a minimal length. In the question of
 * what is possible such a run may be anything.
 */
function loosened(units: readonly Unit[]): readonly Unit[] {
  const free = (unit: Unit | undefined): boolean => isWildUnit(unit) || (isHoleUnit(unit) && minimumLength(unit) === 0);
  const out = [...units];
  for (let start = 0; start < out.length; start++) {
    let end = start;
    while (free(out[end])) end++;
    const run = out.slice(start, end);
    if (run.some(isMany) && run.some(isHoleUnit)) out.fill({ kind: 'many', colons: true }, start, end);
    start = end;
  }
  return out;
}

/** One side is a hole and the other a literal: whether the hole can be just that. Undefined for anything else. */
function wholeHole(holeSide: readonly Unit[], literalSide: readonly Unit[]): boolean | undefined {
  const [hole] = holeSide;
  if (holeSide.length !== 1 || !isHoleUnit(hole) || !literalSide.every((unit) => typeof unit === 'string')) return undefined;
  return accepts(hole, literalSide.join(''));
}

/** Bounds the work on hostile patterns; two ARNs of 2,048 characters stay below it. */
const MAX_CELLS = 8_000_000;

/** A literal character, a hole, a wildcard, or `some`: a `?` in a run that also has a star, so it only sets a minimum. */
type Unit = string | Hole | WildUnit;
type WildUnit = Many | Single;
interface Many {
  readonly kind: 'many';
  readonly colons: boolean;
  readonly unsure?: boolean;
}
interface Single {
  readonly kind: 'one' | 'some';
  readonly colons: boolean;
}

const isWildUnit = (unit: Unit | undefined): unit is WildUnit =>
  typeof unit === 'object' && (unit.kind === 'many' || unit.kind === 'one' || unit.kind === 'some');
const isHoleUnit = (unit: Unit | undefined): unit is Hole => typeof unit === 'object' && !isWildUnit(unit);

/**
 * Both patterns without what they begin with and end with alike, as far as it is no wildcard: concatenating one fixed string to
 * both sides changes no containment. So `table/${T}` against `table/${T}-x` is seen to be impossible.
 */
function apart(a: Pattern, b: Pattern): readonly [readonly Unit[], readonly Unit[]] {
  const left = unitsOf(a.tokens);
  const right = unitsOf(b.tokens);
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (sameFixed(left[start], right[start])) start++;
  let end = 0;
  while (end < shorter - start && sameFixed(left[left.length - 1 - end], right[right.length - 1 - end])) end++;
  return [left.slice(start, left.length - end), right.slice(start, right.length - end)];
}

const sameHole = (a: Unit | undefined, b: Unit | undefined): boolean => isHoleUnit(a) && isHoleUnit(b) && holeKey(a) === holeKey(b);
const sameFixed = (a: Unit | undefined, b: Unit | undefined): boolean => (typeof a === 'string' ? a === b : sameHole(a, b));

/** The value of a policy variable is one string in each request, so it is a hole like any other. */
const holeOf = (variable: Variable): Hole => ({ kind: 'runtime', reason: `\${${variable.key},${variable.fallback}}`, chars: 'any' });

const isOpen = (pattern: Pattern): boolean => pattern.shape === 'symbolic' || pattern.shape === 'variable';

function unitsOf(tokens: readonly Token[]): readonly Unit[] {
  const units: Unit[] = [];
  let run: Wildcard[] = [];
  for (const token of tokens) {
    if (isWildcard(token)) {
      run.push(token);
      continue;
    }
    units.push(...unitsOfRun(run));
    run = [];
    if (isVariable(token)) units.push(holeOf(token));
    else if (typeof token === 'string') units.push(...token.split(''));
    else units.push(token);
  }
  units.push(...unitsOfRun(run));
  return units;
}

/** `?*`, `*?` and `*?*` all say "at least one": the star last, so that minima come first. */
function unitsOfRun(run: readonly Wildcard[]): readonly WildUnit[] {
  const stars = run.filter((one) => one.kind === 'many');
  const ones = run.filter((one) => one.kind === 'one');
  if (stars.length === 0) return ones.map(({ colons }) => ({ kind: 'one', colons }));
  const star = { kind: 'many', colons: stars.some((one) => one.colons), unsure: stars.some((one) => one.unsure) } as const;
  return [...ones.map(({ colons }) => ({ kind: 'some', colons }) as const), star];
}

/** What a pair of units allows: bit 1, go on in the outer; bit 2, go on in the inner; bit 4, in both. Undefined: the end. */
type Step = (outer: Unit | undefined, inner: Unit | undefined) => number;
const OUTER = 1;
const INNER = 2;
const BOTH = 4;

function reachable(outer: readonly Unit[], inner: readonly Unit[], step: Step): boolean {
  let row = new Uint8Array(inner.length + 2);
  row[0] = 1;
  for (let i = 0; i <= outer.length; i++) {
    const next = new Uint8Array(inner.length + 2);
    const unit = outer[i];
    for (let j = 0; j <= inner.length; j++) {
      if (row[j] !== 1) continue;
      const other = inner[j];
      if (unit === undefined && other === undefined) return true;
      const can = step(unit, other);
      if (can & OUTER) next[j] = 1;
      if (can & INNER) row[j + 1] = 1;
      if (can & BOTH) next[j + 1] = 1;
    }
    row = next;
  }
  return false;
}

const certainStep: Step = (outer, inner) => {
  if (outer === undefined) return 0;
  if (typeof outer === 'string') return outer === inner ? BOTH : 0;
  if (isHoleUnit(outer)) return sameHole(outer, inner) ? BOTH : 0;
  return wildStep(outer, inner, outer.colons);
};

/** What a wildcard of the outer pattern can do with a unit of the inner one. */
function wildStep(outer: WildUnit, inner: Unit | undefined, colons: boolean): number {
  const fits = inner !== undefined && (colons || withoutColons(inner));
  switch (outer.kind) {
    case 'many':
      return OUTER | (fits ? INNER : 0);
    case 'one':
      return fits && hasLengthOne(inner) ? BOTH : 0;
    case 'some':
      return fits ? (minimumOf(inner) > 0 ? BOTH : INNER) : 0;
  }
}

const possibleStep: Step = (outer, inner) => {
  if (isHoleUnit(inner)) {
    // the hole may be over, or it may hold what the outer pattern asks for next
    return INNER | (typeof outer !== 'string' || accepts(inner, outer, 'part') ? OUTER : 0);
  }
  if (outer === undefined) return 0;
  if (typeof outer === 'string') return outer === inner ? BOTH : 0;
  // a hole is one string: it can be a given character, never all that a wildcard stands for
  if (isHoleUnit(outer)) return OUTER | (typeof inner === 'string' && accepts(outer, inner, 'part') ? INNER : 0);
  return wildStep(outer, inner, outer.colons || isUnsure(outer) || isUnsure(inner));
};

/**
 * Whether some string is matched by both patterns: `NO` proves that a Deny on one leaves the other alone. Three-valued
 * over holes as `covers` is.
 */
export function overlaps(a: Pattern, b: Pattern): Tri {
  return decide(a, b, sharedStep, (first, second) => reachable(first, second, maybeSharedStep));
}

const sharedStep: Step = (outer, inner) => {
  const skip = (isMany(outer) ? OUTER : 0) | (isMany(inner) ? INNER : 0);
  if (outer === undefined || inner === undefined) return skip;
  if (isMany(outer)) return skip | (outer.colons || mayDoWithoutColons(inner) ? INNER : 0);
  if (isMany(inner)) return skip | (inner.colons || mayDoWithoutColons(outer) ? OUTER : 0);
  if (isHoleUnit(outer) || isHoleUnit(inner)) return sameHole(outer, inner) ? BOTH : 0;
  if (typeof outer === 'string') return typeof inner === 'string' ? (outer === inner ? BOTH : 0) : inner.colons || outer !== ':' ? BOTH : 0;
  return inner === ':' && !outer.colons ? 0 : BOTH;
};

const maybeSharedStep: Step = (outer, inner) => {
  if (isHoleUnit(outer) || isHoleUnit(inner)) return (mayGoOn(outer, inner) ? OUTER : 0) | (mayGoOn(inner, outer) ? INNER : 0);
  return sharedStep(crossing(outer), crossing(inner));
};

/** Beside a hole, on one side at least. */
const mayGoOn = (unit: Unit | undefined, other: Unit | undefined): boolean =>
  typeof unit !== 'string' || (isHoleUnit(other) && accepts(other, unit, 'part'));

const isMany = (unit: Unit | undefined): unit is Many => isWildUnit(unit) && unit.kind === 'many';
const isUnsure = (unit: Unit | undefined): boolean => isMany(unit) && unit.unsure === true;
const crossing = (unit: Unit | undefined): Unit | undefined => (isMany(unit) && unit.unsure ? { kind: 'many', colons: true } : unit);
const mayDoWithoutColons = (unit: Unit): boolean => (isHoleUnit(unit) ? onlyWithoutColons(unit) : unit !== ':');

function withoutColons(unit: Unit): boolean {
  if (typeof unit === 'string') return unit !== ':';
  return isWildUnit(unit) ? !unit.colons && !isUnsure(unit) : onlyWithoutColons(unit);
}

const hasLengthOne = (unit: Unit): boolean => typeof unit === 'string' || (isWildUnit(unit) && unit.kind === 'one');

function minimumOf(unit: Unit): number {
  if (isHoleUnit(unit)) return minimumLength(unit);
  return isMany(unit) ? 0 : 1;
}
