/**
 * Payload templates of JSONPath states: members whose names end in `.$` are paths or intrinsic functions. Sources: Amazon States
 * Language "Payload Template", "Intrinsic Functions"; Step Functions "Intrinsic functions for JSONPath states".
 */
import type { Datum, MapEntry } from '../../model/datum.ts';
import { literalOf, sameText, text } from '../../model/text.ts';
import { alternatives, join, select, textDatum, unknown } from '../data.ts';
import { parseJsonPath } from '../json-path.ts';
import { parseJsonText } from '../json-text.ts';
import { concatenated, someText, textsOf } from '../texts.ts';
import type { Environment } from './environment.ts';

export function filled(template: Datum, environment: Environment): Datum {
  switch (template.kind) {
    case 'list':
      return { ...template, items: template.items.map((item) => filled(item, environment)) };
    case 'choice':
      return join(template.options.map((option) => filled(option.value, environment)));
    case 'map':
      return { ...template, entries: template.entries.map((entry) => filledEntry(entry, environment)) };
    default:
      return template;
  }
}

function filledEntry({ key, value }: MapEntry, environment: Environment): MapEntry {
  const last = key.at(-1);
  if (typeof last !== 'string' || !last.endsWith('.$')) return { key, value: filled(value, environment) };
  const name = text(...key.slice(0, -1), last.slice(0, -2));
  return { key: name, value: join(alternatives(value).map((path) => evaluated(path, environment))) };
}

const evaluated = (path: Datum, environment: Environment): Datum => {
  const source = path.kind === 'text' ? literalOf(path.text) : undefined;
  return source === undefined ? unknown('a path that the template does not state') : at(source, environment);
};

/** What a path or an intrinsic function gives; a path to what is not there ends the execution, so that it gives anything. */
export function at(source: string, environment: Environment): Datum {
  if (source.length > MAX_LENGTH) return unknown('a long expression of the state machine');
  const reader = new Reader(source.trim());
  const value = expression(reader, environment, 0);
  return value !== undefined && reader.done() ? value : unknown('an expression of the state machine');
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  done(): boolean {
    return this.#at === this.#source.length;
  }

  take(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source)?.[0];
    if (found !== undefined) this.#at = sticky.lastIndex;
    return found;
  }
}

const MAX_NESTING = 10;
/** Characters; what is longer is no path. */
const MAX_LENGTH = 10_000;

/** Undefined where the source is no expression. */
function expression(reader: Reader, environment: Environment, depth: number): Datum | undefined {
  reader.take(/\s*/);
  const path = reader.take(/\$(?:[^,()'"\s[]|\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\]'"])*\])*/);
  if (path !== undefined) return pathValue(path, environment);
  const string = reader.take(/'(?:[^'\\]|\\.)*'/);
  if (string !== undefined) return textDatum(text(string.slice(1, -1).replaceAll(/\\(.)/g, '$1')));
  const number = reader.take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/);
  if (number !== undefined) return { kind: 'scalar', value: Number(number) };
  const word = reader.take(/true|false|null/);
  if (word !== undefined) return { kind: 'scalar', value: word === 'null' ? null : word === 'true' };
  const name = reader.take(/States\.\w+\s*\(/);
  if (name === undefined || depth > MAX_NESTING) return undefined;
  const given: Datum[] = [];
  for (reader.take(/\s*/); reader.take(/\)/) === undefined; reader.take(/\s*,?\s*/)) {
    const value = expression(reader, environment, depth + 1);
    if (value === undefined) return undefined;
    given.push(value);
    reader.take(/\s*/);
    if (reader.done()) return undefined;
  }
  return intrinsic(name.replace(/\s*\($/, ''), given);
}

/** `$.x` of the input, `$$.x` of the context object, `$name.x` of a variable. */
function pathValue(source: string, environment: Environment): Datum {
  const name = /^\$([A-Za-z_]\w*)/.exec(source)?.[1];
  const inContext = source.startsWith('$$');
  const root = inContext ? environment.context : name === undefined ? environment.input : environment.variable(name);
  const path = parseJsonPath(source.slice(inContext ? 2 : 1 + (name?.length ?? 0)));
  const found = path.kind === 'path' ? select(root, path.steps) : undefined;
  return found ?? unknown('a path of the state machine');
}

function intrinsic(name: string, given: readonly Datum[]): Datum {
  const [first, second] = given;
  switch (name) {
    case 'States.Format':
      return formatted(given);
    case 'States.Array':
      return { kind: 'list', items: given, open: false };
    case 'States.ArrayGetItem': {
      const index = second?.kind === 'scalar' ? second.value : undefined;
      const item = first && typeof index === 'number' ? select(first, [{ index }]) : undefined;
      return item ?? unknown('an item of a list');
    }
    case 'States.JsonMerge':
      return first && second ? merged(first, second) : unknown('a value that is merged');
    case 'States.StringToJson':
      return join(
        alternatives(first).map((value) => {
          if (value.kind !== 'text') return unknown(`what ${name} gives`);
          return value.json ?? parseJsonText(value.text) ?? unknown(`what ${name} gives`);
        }),
      );
    case 'States.JsonToString':
      return { kind: 'text', text: [someText(`what ${name} gives`)], ...(first ? { json: first } : {}) };
    case 'States.UUID':
      return textDatum([{ kind: 'runtime', reason: `what ${name} gives`, chars: 'name' }]);
    default:
      return unknown(`what ${name} gives`);
  }
}

function formatted([format, ...given]: readonly Datum[]): Datum {
  const pieces = textsOf(format).map((template) => {
    const literal = literalOf(template);
    if (literal === undefined) return undefined;
    const parts = literal.split('{}');
    return concatenated(parts.flatMap((part, i) => [[text(part)], ...(i < parts.length - 1 ? [textsOf(given[i])] : [])]));
  });
  return join(pieces.flatMap((texts) => (texts ? texts.map(textDatum) : [unknown('what States.Format gives')])));
}

/** The second's members win; only a shallow merge is possible. */
const merged = (left: Datum, right: Datum): Datum =>
  join(
    alternatives(left).flatMap((a) =>
      alternatives(right).map((b): Datum => {
        if (a.kind !== 'map' || b.kind !== 'map') return unknown('a value that is merged');
        // what the second leaves open may replace any member of the first
        const kept = b.open ? [] : a.entries.filter(({ key }) => !b.entries.some((entry) => sameText(entry.key, key)));
        return { kind: 'map', entries: [...kept, ...b.entries], open: a.open || b.open };
      }),
    ),
  );
