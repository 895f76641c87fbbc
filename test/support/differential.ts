/** Whether what a program probes when it runs is among what the analysis found that it may probe. */
import vm from 'node:vm';
import type { Analysis } from '../../src/code/interpreter/analyse.ts';
import type { Datum } from '../../src/model/datum.ts';
import { isHole, type Text } from '../../src/model/text.ts';
import { CAP, FIELDS, TICK } from './random-javascript.ts';

/** Rounds of loops and calls of functions in one run; texts and lists beyond the size end it too. */
const MAX_TICKS = 400;
const MAX_SIZE = 120;

/** Some of the events that the fields allow, in some order: the same for the same number. */
export function eventsOf(seed: number, count: number): readonly Readonly<Record<string, unknown>>[] {
  return Array.from({ length: count }, (_, round) => {
    let at = seed * 31 + round * 7919;
    return Object.fromEntries(
      Object.entries(FIELDS).map(([name, values]) => {
        const value = values[at % values.length];
        at = Math.floor(at / values.length) + round;
        return [name, Array.isArray(value) ? [...value] : value];
      }),
    );
  });
}

/** Runs the handler with the events one after the other, as a warm function does. Gives the texts that it probed. */
export async function probed(source: string, events: readonly Readonly<Record<string, unknown>>[]): Promise<ReadonlySet<string>> {
  // a program may end while promises are left that fail: nobody is told
  const told = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => undefined);
  try {
    return await probedWhileRunning(source, events);
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const each of told) process.on('unhandledRejection', each);
  }
}

async function probedWhileRunning(source: string, events: readonly Readonly<Record<string, unknown>>[]): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  let ticks = 0;
  let over = false;
  const end = (): never => {
    over = true;
    throw new Error('over');
  };
  const tick = (): void => {
    if (over || ++ticks > MAX_TICKS) end();
  };
  const cap = <T>(value: T): T => ((typeof value === 'string' || Array.isArray(value)) && value.length > MAX_SIZE ? end() : value);
  const probe = (text: string): void => {
    // code that builds a name of what is not there is taken not to run
    if (!over && !/undefined|NaN|\[object/.test(text)) seen.add(text);
  };
  const context = vm.createContext({ probe, tick, cap, exports: {}, require: (name: string) => (name === 'events' ? eventEmitters : {}) });
  const counted = source.replaceAll(TICK, 'tick();').replaceAll(CAP, 'cap');
  let handler: unknown;
  try {
    handler = vm.runInContext(`${counted}\nexports.handler`, context, { timeout: 2000 });
  } catch {
    return seen;
  }
  for (const event of events) {
    if (over || typeof handler !== 'function') break;
    try {
      await handler(event);
    } catch {
      // what was probed before counts
    }
  }
  // what nobody waits for goes on in the next invocation
  await new Promise((resolve) => setImmediate(resolve));
  return seen;
}

const eventEmitters = await import('node:events');

const escaped = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const pattern = (text: Text): string => text.map((part) => (isHole(part) ? '[^]*' : escaped(part))).join('');

/** The texts that a datum may be, as patterns. */
function patterns(datum: Datum | undefined): readonly string[] {
  switch (datum?.kind) {
    case 'text':
      return [pattern(datum.text)];
    case 'scalar':
      return [escaped(String(datum.value))];
    case 'choice':
      return datum.options.flatMap((option) => patterns(option.value));
    case undefined:
      return ['undefined'];
    default:
      return ['[^]*'];
  }
}

export interface Verdict {
  /** texts that the analysis missed */
  readonly missed: readonly string[];
  /** probes of which the analysis knows the very texts */
  readonly exact: number;
  /** probes of which it knows a pattern */
  readonly open: number;
  /** exact texts that no run probed; runs do not try everything, so that some may be right */
  readonly spare: number;
}

export function compare(analysis: Analysis, seen: ReadonlySet<string>): Verdict {
  const known = new Set(analysis.calls.flatMap((call) => patterns(call.input.entries[0]?.value)));
  const loose = [...known].filter((each) => each.includes('[^]*'));
  const whole = loose.map((each) => new RegExp(`^${each}$`));
  const missed = [...seen].filter((text) => !known.has(escaped(text)) && !whole.some((each) => each.test(text)));
  const mark = (text: string): string => text.split(':')[0] ?? '';
  const open = new Set(loose.map(mark));
  const exact = [...known].filter((each) => !each.includes('[^]*'));
  const texts = new Set([...seen].map(escaped));
  return {
    missed,
    open: open.size,
    exact: new Set(exact.map(mark).filter((each) => !open.has(each))).size,
    spare: exact.filter((each) => !texts.has(each)).length,
  };
}
