/** Conditions of a rule on the operation's parameters, decided over input that is known in part. */
import type { MapDatum } from '../model/datum.ts';
import { literalOf, type Text } from '../model/text.ts';
import { textsAt, valuesAt, withGiven } from './input.ts';

/**
 * What is known of a condition. Several can be true at once: `ACL: isPublic ? 'public-read' : undefined` both `holds` and
 * `fails`, in different calls.
 */
export interface Verdict {
  /** some call that the code makes fulfils it */
  readonly holds: boolean;
  /** some call that the code makes does not */
  readonly fails: boolean;
  /** why it cannot be told whether there are others; ends a sentence that starts "it depends on" */
  readonly unknown?: string;
}

export interface Predicate {
  /** ends a sentence that starts "when": `VersionId is given` */
  readonly describe: string;
  /** the parameters that it reads, as `pinhole operation --param` takes them */
  readonly parameters: readonly string[];
  readonly test: (input: MapDatum) => Verdict;
  /**
   * The input without alternatives in which the condition fails, as far as it can be cut; a row that holds under the condition is
   * about these alone.
   */
  readonly narrow?: (input: MapDatum) => MapDatum;
}

function union(verdicts: readonly Verdict[]): Verdict {
  const unknown = verdicts.find((v) => v.unknown !== undefined)?.unknown;
  const holds = verdicts.some((v) => v.holds);
  const fails = verdicts.some((v) => v.fails);
  return unknown === undefined ? { holds, fails } : { holds, fails, unknown };
}

const HOLDS: Verdict = { holds: true, fails: false };
const FAILS: Verdict = { holds: false, fails: true };
const unknownBecause = (reason: string): Verdict => ({ holds: false, fails: false, unknown: reason });

/** The member is given, with any value. */
export const present = (path: string): Predicate => ({
  describe: `${path} is given`,
  parameters: [path],
  test: (input) =>
    union(
      valuesAt(input, path).map((value) =>
        value.kind === 'absent' ? FAILS : value.kind === 'unknown' ? unknownBecause(value.reason) : HOLDS,
      ),
    ),
  narrow: (input) => withGiven(input, path),
});

/** The member is one of the values, compared as the service does: exactly. Booleans are `'true'` and `'false'`. */
export const equals = (path: string, ...values: readonly string[]): Predicate => ({
  describe: `${path} is ${values.join(' or ')}`,
  parameters: [path],
  test: (input) => matches(input, path, (literal) => values.includes(literal)),
});

/** The member's text fulfils `accepts`, which is given `undefined` for a hole it cannot see into. */
export const textIs = (path: string, describe: string, accepts: (value: Text) => boolean | undefined): Predicate => ({
  describe,
  parameters: [path],
  test: (input) =>
    union(
      textsAt(input, path).map((value) => {
        if (value.kind === 'absent') return FAILS;
        if (value.kind === 'unknown') return unknownBecause(value.reason);
        const answer = accepts(value.text);
        return answer === undefined ? unknownBecause(`the value of ${path}`) : answer ? HOLDS : FAILS;
      }),
    ),
});

const matches = (input: MapDatum, path: string, accepts: (literal: string) => boolean): Verdict =>
  textIs(path, '', (value) => {
    const literal = literalOf(value);
    return literal === undefined ? undefined : accepts(literal);
  }).test(input);

export const not = (inner: Predicate): Predicate => ({
  describe: negated(inner.describe),
  parameters: inner.parameters,
  test: (input) => {
    const { holds, fails, unknown } = inner.test(input);
    return unknown === undefined ? { holds: fails, fails: holds } : { holds: fails, fails: holds, unknown };
  },
});

function negated(describe: string): string {
  const [head, ...rest] = describe.split(' is ');
  return head !== undefined && rest.length === 1 ? `${head} is not ${rest[0]}` : `not (${describe})`;
}

export const either = (...inner: readonly Predicate[]): Predicate => ({
  describe: inner.map((p) => p.describe).join(' or '),
  parameters: [...new Set(inner.flatMap((p) => p.parameters))],
  test: (input) => {
    const verdicts = inner.map((p) => p.test(input));
    // one that always holds decides; else an unknown one keeps it open
    if (verdicts.some((v) => v.holds && !v.fails && v.unknown === undefined)) return HOLDS;
    const { unknown } = union(verdicts);
    const holds = verdicts.some((v) => v.holds);
    const fails = verdicts.every((v) => v.fails);
    return unknown === undefined ? { holds, fails } : { holds, fails, unknown };
  },
});

export const both = (...inner: readonly Predicate[]): Predicate => {
  const inverse = not(either(...inner.map(not)));
  return {
    ...inverse,
    describe: inner.map((p) => p.describe).join(' and '),
    narrow: (input) => inner.reduce((narrowed, { narrow }) => narrow?.(narrowed) ?? narrowed, input),
  };
};
