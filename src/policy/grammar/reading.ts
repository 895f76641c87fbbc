import type { Datum, MapDatum } from '../../model/datum.ts';
import type { Finding } from '../../model/finding.ts';
import { type Hole, isHole, literalOf, type Text } from '../../model/text.ts';
import { MAX_PATTERN_LENGTH } from '../pattern.ts';
import type { ElementName, Fault, PolicyFinding, PolicyKind } from '../statement.ts';
import type { KindRules } from './kinds.ts';

/** What the readers of a document's parts share: what kind it is, and where they put what they find. */
export interface Reading {
  readonly kind: PolicyKind;
  readonly rules: KindRules;
  /** `${…}` are policy variables */
  readonly variables: boolean;
  readonly findings: PolicyFinding[];
  /** of the statement being read, or of the document before its first */
  readonly faults: Fault[];
  /** reasons why parts of the statement are not known */
  readonly open: string[];
}

/** Something is wrong, and understood all the same. */
export function find(reading: Reading, code: string, severity: Finding['severity'], path: string, message: string): void {
  reading.findings.push({ code, severity, message: `${path}: ${message}`, path });
}

/** Something is not understood. */
export function fault(reading: Reading, element: ElementName, code: string, path: string, message: string): void {
  reading.faults.push({ element, path, message });
  find(reading, code, 'error', path, message);
}

/** A value of a template that nobody knows. */
export const unknownHole = (reason: string): Hole => ({ kind: 'runtime', reason, chars: 'any' });

export const get = (map: MapDatum, key: string): Datum | undefined => map.entries.find((entry) => literalOf(entry.key) === key)?.value;

/** `!Ref AWS::NoValue` takes away the property or list item that it stands for. */
export function isNoValue(datum: Datum): boolean {
  if (datum.kind !== 'text' || datum.text.length !== 1) return false;
  const [part] = datum.text;
  return typeof part === 'object' && part.kind === 'pseudo' && part.name === 'AWS::NoValue';
}

/** An element, or its negation: `Action` or `NotAction`. */
export interface Chosen {
  readonly datum: Datum;
  readonly path: string;
  readonly negated: boolean;
}

/** Exactly one of an element and its negation (AWS: the pages of the elements). */
export function oneOf(
  reading: Reading,
  map: MapDatum,
  name: string,
  element: ElementName,
  path: string,
  required: boolean,
): Chosen | undefined {
  const plain = get(map, name);
  const negation = get(map, `Not${name}`);
  if (plain && negation)
    fault(reading, element, 'unsupported-element-combination', `${path}.Not${name}`, `a statement has ${name} or Not${name}, not both`);
  if (plain) return { datum: plain, path: `${path}.${name}`, negated: false };
  if (negation) return { datum: negation, path: `${path}.Not${name}`, negated: true };
  if (required) fault(reading, element, `missing-${element}`, `${path}.${name}`, `the statement has neither ${name} nor Not${name}`);
  return undefined;
}

type Take = (text: Text, at: () => string) => void;

/** Hands over the strings of an element: one, or a list. `at` makes a string's path, which only faults need. */
export function readTexts(reading: Reading, element: ElementName, datum: Datum, path: string, take: Take): void {
  if (datum.kind !== 'list') {
    readText(reading, element, datum, () => path, take);
    return;
  }
  if (datum.items.length === 0 && !datum.open)
    find(reading, `empty-${element}`, 'warning', path, 'the list is empty, so it matches nothing');
  let i = 0;
  const at = (): string => `${path}[${i}]`;
  for (const item of datum.items) {
    readText(reading, element, item, at, take);
    i++;
  }
  if (datum.open) take([unknownHole('further values that are not known')], at);
}

function readText(reading: Reading, element: ElementName, datum: Datum, at: () => string, take: Take): void {
  if (datum.kind === 'text') {
    if (!isNoValue(datum) && isReadable(reading, element, datum.text, at)) take(datum.text, at);
  } else if (datum.kind === 'unknown') take([unknownHole(datum.reason)], at);
  // numbers and booleans may stand unquoted (AWS: the grammar page)
  else if (datum.kind === 'scalar' && datum.value !== null && element === 'condition') take([String(datum.value)], at);
  // in YAML an account may be a number, which loses its leading zeros
  else if (datum.kind === 'scalar' && typeof datum.value === 'number' && element === 'principal')
    take([String(datum.value).padStart(12, '0')], at);
  else fault(reading, element, `invalid-${element}`, at(), 'the value is not a string');
}

function isReadable(reading: Reading, element: ElementName, value: Text, at: () => string): boolean {
  let length = 0;
  for (const part of value) {
    if (isHole(part)) continue;
    length += part.length;
    if (reading.rules.latin && !isLatin(part)) {
      fault(reading, element, 'invalid-character', at(), 'the value holds a character outside U+0020 to U+00FF');
      return false;
    }
  }
  if (length <= MAX_PATTERN_LENGTH) return true;
  fault(reading, element, 'value-too-long', at(), `the value has more than ${MAX_PATTERN_LENGTH} characters`);
  return false;
}

const isLatin = (value: string): boolean => /^[\t\n\r\u0020-\u00ff]*$/.test(value);
