/**
 * Goroutines and channels. A channel holds whatever was sent into it, in any order. A goroutine runs where it is started, and again
 * where the program waits for it, since by then the others and who started it have done more; where nothing was sent yet, something
 * may be.
 */
import { callValue } from '../../interpreter/invoke.ts';
import { type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { harmless, type ListValue, optionsOf, UNDEFINED, union, type Value } from '../../interpreter/values.ts';

interface Started {
  /** functions that run the goroutines again, with where they were started */
  readonly again: { readonly run: Value; readonly site: Site }[];
  running: boolean;
  /** when the goroutines that are running began */
  readonly since: number[];
}

/** Goroutines that are run again. */
const MAX_STARTED = 64;

function startedIn(machine: Machine): Started {
  const known = machine.store.get('goroutines') as Started | undefined;
  if (known) return known;
  const made: Started = { again: [], running: false, since: [] };
  machine.store.set('goroutines', made);
  return made;
}

/** `go f()` */
export function start(machine: Machine, run: Value, site: Site): Value {
  const { again } = startedIn(machine);
  if (again.length < MAX_STARTED) again.push({ run, site });
  return beside(machine, run, site);
}

function beside(machine: Machine, run: Value, site: Site): Value {
  const { since } = startedIn(machine);
  since.push(machine.journal.serial);
  try {
    return callValue(machine, run, UNDEFINED, NO_ARGUMENTS, site);
  } finally {
    since.pop();
  }
}

/** Whether a value was there before the goroutine that is running: others may have changed it before or will after it. */
export const isSharedByOthers = (machine: Machine, serial: number): boolean => serial < (startedIn(machine).since.at(-1) ?? 0);

/** Runs what was started again. `over`: it has ended then. */
export function waitForOthers(machine: Machine, over: boolean): void {
  const started = startedIn(machine);
  if (started.running || started.again.length === 0) return;
  started.running = true;
  for (const { run, site } of [...started.again]) machine.journal.maybe(() => beside(machine, run, site));
  started.running = false;
  if (over) started.again.length = 0;
}

const contentOf = (channel: Value): ListValue | undefined => {
  const content = channel.kind === 'object' ? channel.fields.get('%channel') : undefined;
  return content?.kind === 'list' ? content : undefined;
};

export function send(machine: Machine, channel: Value, value: Value, site: Site): Value {
  for (const option of optionsOf(channel)) {
    const content = contentOf(option);
    if (content) {
      machine.journal.touch(content);
      content.rest = content.rest ? union([content.rest, value]) : value;
    } else machine.escape(value, site);
  }
  return UNDEFINED;
}

export function receive(machine: Machine, channel: Value): Value {
  waitForOthers(machine, false);
  return union(optionsOf(channel).map((option) => contentOf(option)?.rest ?? harmless('what a channel gives')));
}
