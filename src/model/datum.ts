import { formatWhen, sameWhen, type When } from './condition.ts';
import { isBeyondHole, sameText, type Text, textKey } from './text.ts';

/**
 * Data that is known in part: a template property, an environment value, the input of an SDK call. JSON with symbolic
 * strings, alternatives, and holes.
 */
export type Datum =
  | TextDatum
  /** numbers, booleans and null; strings are texts, also when they came from numbers in a string position */
  | { readonly kind: 'scalar'; readonly value: number | boolean | null }
  | ListDatum
  | MapDatum
  | ChoiceDatum
  /** nothing is known; `reason` ends a sentence that starts "it depends on" */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface TextDatum {
  readonly kind: 'text';
  readonly text: Text;
  /** what the text is the JSON of, where the code that wrote it shows that */
  readonly json?: Datum;
}

export interface ListDatum {
  readonly kind: 'list';
  readonly items: readonly Datum[];
  /** true when there may be further items than those listed */
  readonly open: boolean;
  /** what each further item is, where that is known */
  readonly rest?: Datum;
}

export interface MapDatum {
  readonly kind: 'map';
  /** keys may be symbolic: `{ [process.env.TABLE]: … }` */
  readonly entries: readonly MapEntry[];
  /** true when there may be further keys than those listed */
  readonly open: boolean;
}

export interface MapEntry {
  readonly key: Text;
  readonly value: Datum;
}

/** One of several values; `when` tells under which template conditions, where a condition decides. */
export interface ChoiceDatum {
  readonly kind: 'choice';
  readonly options: readonly { readonly when: When; readonly value: Datum }[];
}

/** Equal keys: equal data, whatever conditions choose it; `withJson` is false where it does not matter what a text is the JSON of. */
export function datumKey(datum: Datum, withJson = true): string {
  const inner = (each: Datum): string => datumKey(each, withJson);
  switch (datum.kind) {
    case 'text':
      return `t${textKey(datum.text)}${datum.json && withJson ? `=${inner(datum.json)}` : ''}`;
    case 'scalar':
      return `s${String(datum.value)}`;
    case 'list':
      return `[${datum.items.map(inner).join(',')}${datum.open ? ',…' : ''}${datum.rest ? inner(datum.rest) : ''}]`;
    case 'map':
      return `{${datum.entries.map((entry) => `${textKey(entry.key)}:${inner(entry.value)}`).join(',')}${datum.open ? ',…' : ''}}`;
    case 'choice':
      return `(${datum.options.map((option) => `${formatWhen(option.when)}${inner(option.value)}`).join('|')})`;
    case 'unknown':
      return `?${datum.reason}`;
  }
}

/** Whether the keys are equal, without writing them down. */
export function sameDatum(a: Datum, b: Datum, withJson = true): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'text':
      return b.kind === 'text' && sameText(a.text, b.text) && (!withJson || sameIfAny(a.json, b.json, withJson));
    case 'scalar':
      return b.kind === 'scalar' && a.value === b.value;
    case 'list':
      return b.kind === 'list' && a.open === b.open && sameIfAny(a.rest, b.rest, withJson) && sameItems(a.items, b.items, withJson);
    case 'map':
      return b.kind === 'map' && a.open === b.open && sameEntries(a.entries, b.entries, withJson);
    case 'choice':
      return b.kind === 'choice' && sameOptions(a.options, b.options, withJson);
    case 'unknown':
      return b.kind === 'unknown' && a.reason === b.reason;
  }
}

const sameIfAny = (a: Datum | undefined, b: Datum | undefined, withJson: boolean): boolean =>
  a === undefined || b === undefined ? a === b : sameDatum(a, b, withJson);

function sameItems(a: readonly Datum[], b: readonly Datum[], withJson: boolean): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!sameIfAny(a[i], b[i], withJson)) return false;
  return true;
}

function sameEntries(a: readonly MapEntry[], b: readonly MapEntry[], withJson: boolean): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const [entry, other] = [a[i], b[i]];
    if (entry === undefined || other === undefined || !sameText(entry.key, other.key)) return false;
    if (!sameDatum(entry.value, other.value, withJson)) return false;
  }
  return true;
}

function sameOptions(a: ChoiceDatum['options'], b: ChoiceDatum['options'], withJson: boolean): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const [option, other] = [a[i], b[i]];
    if (option === undefined || other === undefined || !sameWhen(option.when, other.when)) return false;
    if (!sameDatum(option.value, other.value, withJson)) return false;
  }
  return true;
}

/** Whether a text holds something that comes only beyond all that the code of the app sends. */
export const isBeyond = (datum: Datum): boolean =>
  datum.kind === 'text' && (datum.json ? isBeyond(datum.json) : datum.text.some(isBeyondHole));

/** Whether it holds nothing else. */
export const isOnlyBeyond = (datum: Datum): boolean =>
  datum.kind === 'text' && (datum.json ? isOnlyBeyond(datum.json) : datum.text.length === 1 && datum.text.every(isBeyondHole));
