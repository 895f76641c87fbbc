import { ALWAYS } from '../model/condition.ts';
import type { Datum } from '../model/datum.ts';
import { alternatives } from './alternatives.ts';
import { type Forms, readDocument, unreadable } from './grammar/document.ts';
import { readJson } from './json.ts';
import { jsonDatum } from './json-datum.ts';
import type { ParsedPolicy, PolicyKind } from './statement.ts';

/**
 * Reads and compiles a policy document. `document` is the parsed JSON, or its text, in which repeated keys are seen too.
 * Never throws: what is wrong is in `findings`, each with the path of its fault, and what is not understood never allows
 * anything.
 */
export function parsePolicy(document: unknown, kind: PolicyKind, name?: string): ParsedPolicy {
  if (typeof document !== 'string') return readDocument(jsonDatum(document), kind, name, asItStands);
  const read = readJson(document);
  return read.problem === undefined ? readDocument(jsonDatum(read.value), kind, name, asItStands) : unreadable(kind, name, read.problem);
}

/**
 * As `parsePolicy`, for a document of a template: its strings may hold values that are not known yet, and a statement under
 * `Fn::If` becomes one statement for each form, with the template conditions in `when`.
 */
export const readPolicy = (document: Datum, kind: PolicyKind, name?: string): ParsedPolicy =>
  readDocument(document, kind, name, alternatives);

const asItStands: Forms = (value) => [{ when: ALWAYS, value }];
