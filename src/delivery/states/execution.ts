/**
 * Runs the states of a state machine over data that is known in part, and notes what each task is called with. A state's input is
 * all that may arrive there, and variables hold all that is ever assigned to them, so that loops come to a fixed point. Sources:
 * Amazon States Language; Step Functions "Processing input and output in Step Functions", "Passing data between states with variables".
 */
import { type Datum, datumKey } from '../../model/datum.ts';
import { literalOf, type Text } from '../../model/text.ts';
import { alternatives, bounded, join, listOf, member, NOTHING_YET, place, record, textDatum, unknown, widened } from '../data.ts';
import { parseJsonPath } from '../json-path.ts';
import { someText } from '../texts.ts';
import type { Environment } from './environment.ts';
import { itemsRead, resultOf } from './integration.ts';
import { transformed } from './jsonata.ts';
import { at, filled } from './payload-template.ts';

/** One state that calls something. */
export interface TaskCall {
  /** names from the outermost state on: `Each file/Resize` */
  readonly state: string;
  /** `arn:aws:states:::lambda:invoke`, or the ARN of a function or activity */
  readonly resource: Text;
  /** what it is called with, after `Parameters` or `Arguments` */
  readonly input: Datum;
}

export interface Surroundings {
  /** what executions are started with */
  readonly input: Datum;
  /** members of the context object that are the same in every state */
  readonly context: Readonly<Record<string, Datum>>;
  /** what the function gives back; undefined where that is not known */
  readonly returned: (fn: Text) => Datum | undefined;
}

/** Undefined where the machine is too large to be followed: its tasks may then be called with anything. */
export function taskCalls(definition: Datum, surroundings: Surroundings): readonly TaskCall[] | undefined {
  const execution = new Execution(surroundings);
  try {
    execution.run(definition, surroundings.input, { language: 'JSONPath', path: '', map: undefined, depth: 0 });
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
  return execution.calls;
}

class TooLarge extends Error {}

const MAX_STEPS = 1000;
const MAX_DEPTH = 12;
/** After so many inputs of one state, or values of one variable, what differs between them is unknown; after twice as many, all is. */
const MAX_ROUNDS = 4;

interface Place {
  readonly language: string;
  readonly path: string;
  /** the item that the states of a map work on */
  readonly map: Datum | undefined;
  readonly depth: number;
}

interface Variable {
  value: Datum;
  rounds: number;
}

class Execution {
  readonly #surroundings: Surroundings;
  readonly #calls = new Map<string, TaskCall>();
  readonly #variables = new Map<string, Variable>();
  /** grows with each change of a variable */
  #version = 0;
  #steps = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get calls(): readonly TaskCall[] {
    return [...this.#calls.values()];
  }

  /** Gives what the states end with. */
  run(machine: Datum, input: Datum, from: Place): Datum {
    if (from.depth > MAX_DEPTH) throw new TooLarge();
    const here = { ...from, language: one(member(machine, 'QueryLanguage')) ?? from.language };
    const states = member(machine, 'States');
    const arrived = new Map<string, { input: Datum; rounds: number }>();
    const waiting = new Set<string>();
    const ends: Datum[] = [];
    const enter = (name: string, output: Datum): void => {
      const known = arrived.get(name);
      const value = bounded(output);
      const next = known ? grown(known.input, value, known.rounds) : value;
      if (known && datumKey(known.input) === datumKey(next)) return;
      arrived.set(name, { input: next, rounds: (known?.rounds ?? 0) + 1 });
      waiting.add(name);
    };
    const drain = (): void => {
      for (const name of waiting) {
        waiting.delete(name);
        const given = arrived.get(name)?.input;
        if (given) for (const state of alternatives(member(states, name))) this.#state(name, state, given, here, enter, ends);
      }
    };
    for (const start of named(member(machine, 'StartAt'))) enter(start, input);
    for (let version = -1; version !== this.#version; ) {
      version = this.#version;
      for (const name of arrived.keys()) waiting.add(name);
      drain();
    }
    return ends.length > 0 ? join(ends) : unknown('the output of states that do not end');
  }

  #state(name: string, state: Datum, input: Datum, from: Place, enter: (name: string, value: Datum) => void, ends: Datum[]): void {
    if (++this.#steps > MAX_STEPS) throw new TooLarge();
    const language = one(member(state, 'QueryLanguage')) ?? from.language;
    const here = { ...from, language, path: from.path === '' ? name : `${from.path}/${name}`, depth: from.depth + 1 };
    const environment: Environment = {
      input,
      context: this.#context(name, from.map),
      variable: (each) => this.#variables.get(each)?.value ?? unknown(`the variable ${each}`),
    };
    const leave = (output: Datum, place: Datum): void => {
      for (const next of named(member(place, 'Next'))) enter(next, output);
      if (!member(place, 'Next')) ends.push(output);
    };
    const type = one(member(state, 'Type'));
    const flow = new Flow(state, language, environment, (names) => this.#assign(names));
    if (type === 'Choice') {
      for (const rule of [...alternatives(member(state, 'Choices')).flatMap(itemsOf), state]) {
        const next = rule === state ? member(state, 'Default') : member(rule, 'Next');
        const output = flow.chosen(rule);
        for (const to of named(next)) enter(to, output);
      }
      return;
    }
    if (type === 'Fail') return;
    const given = flow.given();
    const result = this.#result(type, state, given, environment, here);
    for (const catcher of alternatives(member(state, 'Catch')).flatMap(itemsOf)) leave(flow.caught(catcher), catcher);
    if (result !== NOTHING_YET) leave(flow.output(result), state);
  }

  #result(type: string | undefined, state: Datum, given: Datum, environment: Environment, here: Place): Datum {
    switch (type) {
      case 'Pass':
        return member(state, 'Result') ?? given;
      case 'Task':
        return joinedResults(
          textsIn(member(state, 'Resource')).map((resource, i) => {
            const call = { state: here.path, resource, input: bounded(given) };
            this.#calls.set(`${here.path} ${i}`, call);
            return resultOf(call, this.#surroundings.returned);
          }),
        );
      case 'Parallel': {
        const branches = alternatives(member(state, 'Branches')).flatMap(itemsOf);
        return {
          kind: 'list',
          items: branches.map((branch, i) => this.run(branch, given, { ...here, path: `${here.path}[${i}]` })),
          open: false,
        };
      }
      case 'Map':
        return this.#map(state, given, environment, here);
      default:
        return given;
    }
  }

  /** Step Functions "Map workflow state". */
  #map(state: Datum, given: Datum, environment: Environment, here: Place): Datum {
    const isPath = here.language === 'JSONPath';
    const effective = { ...environment, input: isPath ? given : environment.input };
    const reader = member(state, 'ItemReader');
    const items = reader
      ? itemsRead(reader, (template) => evaluate(template, here.language, effective))
      : this.#items(state, effective, isPath);
    const value = join(items);
    const inner = { ...effective, context: this.#context(here.path.split('/').at(-1) ?? '', value) };
    const selector = member(state, 'ItemSelector') ?? (isPath ? member(state, 'Parameters') : undefined);
    const item = selector ? evaluate(selector, here.language, inner) : value;
    const batcher = member(state, 'ItemBatcher');
    const batch = member(batcher, 'BatchInput');
    const entered = batcher ? record({ BatchInput: batch && evaluate(batch, here.language, effective), Items: listOf(item) }) : item;
    const processor = member(state, 'ItemProcessor') ?? member(state, 'Iterator');
    const output = processor
      ? join(alternatives(processor).map((each) => this.run(each, entered, { ...here, map: value })))
      : unknown('the output of a map');
    const writer = member(state, 'ResultWriter');
    if (!writer) return listOf(output);
    const destination = member(writer, 'Parameters') ?? member(writer, 'Arguments');
    const details = destination && evaluate(destination, here.language, effective);
    return record({ ResultWriterDetails: record({ Bucket: member(details, 'Bucket') }, true) }, true);
  }

  #items(state: Datum, environment: Environment, isPath: boolean): readonly Datum[] {
    const path = one(member(state, 'ItemsPath'));
    const stated = member(state, 'Items');
    const list = isPath ? at(path ?? '$', environment) : stated ? transformed(stated, environment) : environment.input;
    return alternatives(list).flatMap((option) => {
      const further = option.kind === 'list' && option.open ? [option.rest ?? unknown('an item of a map')] : [];
      const items = option.kind === 'list' ? [...option.items, ...further] : [];
      if (items.length > 0) return items;
      // JSONata goes over the members of an object too
      return [unknown('an item of a map')];
    });
  }

  #context(state: string, map: Datum | undefined): Datum {
    const item = map && record({ Value: map, Index: unknown('the number of an item') }, true);
    return record(
      {
        ...this.#surroundings.context,
        State: record({ Name: textDatum([state]) }, true),
        ...(item ? { Map: record({ Item: item }) } : {}),
      },
      true,
    );
  }

  #assign(values: Datum): void {
    for (const assigned of alternatives(values)) {
      if (assigned.kind !== 'map') continue;
      for (const { key, value } of assigned.entries) {
        const name = literalOf(key);
        if (name === undefined) throw new TooLarge();
        const known = this.#variables.get(name);
        const assigned = bounded(value);
        const next = known ? grown(known.value, assigned, known.rounds) : assigned;
        if (known && datumKey(known.value) === datumKey(next)) continue;
        this.#variables.set(name, { value: next, rounds: (known?.rounds ?? 0) + 1 });
        this.#version++;
      }
    }
  }
}

/** Where nothing is known of some of them yet, what is known of the others. */
function joinedResults(results: readonly Datum[]): Datum {
  const known = results.filter((result) => result !== NOTHING_YET);
  return known.length === 0 && results.length > 0 ? NOTHING_YET : join(known);
}

/** What may be there once more may be there. */
function grown(known: Datum, value: Datum, rounds: number): Datum {
  const next = bounded(join([known, value]));
  if (rounds < MAX_ROUNDS || datumKey(next) === datumKey(known)) return next;
  return rounds < 2 * MAX_ROUNDS ? alternatives(next).reduce(widened) : unknown('a value that changes in a loop');
}

const evaluate = (template: Datum, language: string, environment: Environment): Datum =>
  language === 'JSONata' ? transformed(template, environment) : filled(template, environment);

/** How a state's fields turn its input into its output. Step Functions "Processing input and output". */
class Flow {
  readonly #state: Datum;
  readonly #isPath: boolean;
  readonly #environment: Environment;
  readonly #assign: (values: Datum) => void;

  constructor(state: Datum, language: string, environment: Environment, assign: (values: Datum) => void) {
    this.#state = state;
    this.#isPath = language !== 'JSONata';
    this.#environment = environment;
    this.#assign = assign;
  }

  /** What the state works on: after `InputPath` and `Parameters`, or `Arguments`. */
  given(): Datum {
    const language = this.#isPath ? 'JSONPath' : 'JSONata';
    const input = this.#isPath ? this.#filtered('InputPath', this.#environment.input) : this.#environment.input;
    const type = one(member(this.#state, 'Type'));
    // the parameters of a map are those of each item
    const template = type === 'Map' ? undefined : member(this.#state, this.#isPath ? 'Parameters' : 'Arguments');
    return template ? evaluate(template, language, { ...this.#environment, input }) : input;
  }

  output(result: Datum): Datum {
    const type = one(member(this.#state, 'Type'));
    const runs = type === 'Task' || type === 'Parallel' || type === 'Map';
    const environment = { ...this.#environment, ...(runs ? { result } : {}) };
    if (!this.#isPath) {
      this.#assigned(this.#state, environment);
      const stated = member(this.#state, 'Output');
      return stated ? transformed(stated, environment) : runs ? result : this.#environment.input;
    }
    const selector = member(this.#state, 'ResultSelector');
    const selected = selector ? filled(selector, { ...environment, input: result }) : result;
    this.#assigned(this.#state, { ...environment, input: runs ? selected : this.#environment.input });
    const hasResult = runs || type === 'Pass';
    return this.#filtered('OutputPath', hasResult ? this.#placed(this.#state, selected) : result);
  }

  /** A choice passes its input on; in JSONata each rule may give its own output. */
  chosen(rule: Datum): Datum {
    this.#assigned(rule, this.#environment);
    if (this.#isPath) return this.#filtered('OutputPath', this.#filtered('InputPath', this.#environment.input));
    const stated = member(rule, 'Output');
    return stated ? transformed(stated, this.#environment) : this.#environment.input;
  }

  caught(catcher: Datum): Datum {
    const error = record({
      Error: textDatum([someText('the name of an error')]),
      Cause: textDatum([someText('the cause of an error')]),
    });
    const environment = { ...this.#environment, error };
    if (!this.#isPath) {
      this.#assigned(catcher, environment);
      const stated = member(catcher, 'Output');
      return stated ? transformed(stated, environment) : error;
    }
    this.#assigned(catcher, { ...environment, input: error });
    return this.#placed(catcher, error);
  }

  #placed(where: Datum, result: Datum): Datum {
    const stated = member(where, 'ResultPath');
    if (stated === undefined) return result;
    if (stated.kind === 'scalar') return this.#environment.input;
    const source = one(stated);
    const path = source?.startsWith('$') ? parseJsonPath(source.slice(1)) : undefined;
    return path?.kind === 'path' ? place(this.#environment.input, path.steps, result) : unknown('a result at a path');
  }

  /** `null` stands for an empty object. */
  #filtered(field: 'InputPath' | 'OutputPath', value: Datum): Datum {
    const stated = member(this.#state, field);
    if (stated === undefined) return value;
    if (stated.kind === 'scalar') return record({});
    const path = one(stated);
    return path === undefined ? unknown('a path that the template does not state') : at(path, { ...this.#environment, input: value });
  }

  #assigned(where: Datum, environment: Environment): void {
    const stated = member(where, 'Assign');
    if (stated) this.#assign(evaluate(stated, this.#isPath ? 'JSONPath' : 'JSONata', environment));
  }
}

const textsIn = (datum: Datum | undefined): readonly Text[] =>
  alternatives(datum).flatMap((option) => (option.kind === 'text' ? [option.text] : []));

/** The literal texts that a field may be. */
const named = (datum: Datum | undefined): readonly string[] => textsIn(datum).flatMap((value) => literalOf(value) ?? []);

/** The literal text that a field is. */
function one(datum: Datum | undefined): string | undefined {
  const [only, ...others] = named(datum);
  return others.length === 0 ? only : undefined;
}

const itemsOf = (datum: Datum): readonly Datum[] => (datum.kind === 'list' ? datum.items : []);
