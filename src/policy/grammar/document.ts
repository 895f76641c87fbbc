import { ALWAYS, type When } from '../../model/condition.ts';
import type { Datum, ListDatum, MapDatum } from '../../model/datum.ts';
import { displayText, isHole, literalOf } from '../../model/text.ts';
import type { Alternative } from '../alternatives.ts';
import type { ParsedPolicy, Policy, PolicyFinding, PolicyKind, Statement } from '../statement.ts';
import { KINDS } from './kinds.ts';
import { fault, find, get, isNoValue, type Reading } from './reading.ts';
import { openStatements, type Place, readStatement } from './statement.ts';

/** The forms that a part of a document can take under template conditions; JSON has one. */
export type Forms = (datum: Datum) => readonly Alternative<Datum>[];

/** Reads and compiles a document (AWS: "Grammar of the IAM JSON policy language"). */
export function readDocument(document: Datum, kind: PolicyKind, name: string | undefined, forms: Forms): ParsedPolicy {
  const findings: PolicyFinding[] = [];
  const statements: Statement[] = [];
  const blank: Reading = { kind, rules: KINDS[kind], variables: false, findings, faults: [], open: [] };
  let version: Policy['version'] = '2008-10-17';
  for (const { when, value } of document.kind === 'choice' ? forms(document) : [{ when: ALWAYS, value: document }]) {
    if (isNoValue(value)) continue;
    const place = { index: 0, path: 'Statement', when };
    if (value.kind === 'unknown') statements.push(...openStatements(place, value.reason));
    else if (value.kind === 'text' && value.text.some(isHole)) statements.push(...openStatements(place, displayText(value.text)));
    else if (value.kind !== 'map') return unreadable(kind, name, 'it is not an object');
    else {
      const reading: Reading = { ...blank, faults: [], open: [] };
      const problem = readNames(reading, value);
      if (problem !== undefined) return unreadable(kind, name, problem);
      version = readVersion(reading, value);
      statements.push(...readStatements({ ...reading, variables: version === '2012-10-17' }, value, when, forms));
      for (const reason of reading.open) statements.push(...openStatements(place, reason));
    }
  }
  checkSids(blank, statements);
  return { policy: { kind, name, version, statements, unreadable: undefined }, findings };
}

/** A document that cannot be read at all. */
export const unreadable = (kind: PolicyKind, name: string | undefined, why: string): ParsedPolicy => ({
  policy: { kind, name, version: '2008-10-17', statements: [], unreadable: why },
  findings: [{ code: 'policy-unreadable', severity: 'error', message: `the policy cannot be read: ${why}`, path: '' }],
});

/** A clause when the document cannot be trusted to have been read. */
function readNames(reading: Reading, map: MapDatum): string | undefined {
  const seen = new Set<string>();
  for (const entry of map.entries) {
    const key = literalOf(entry.key);
    if (key === undefined) {
      reading.open.push(`the element ${displayText(entry.key)}`);
      continue;
    }
    if (key.toLowerCase() === 'statement' && key !== 'Statement') return `the element "${key}" is spelled "Statement"`;
    if (seen.has(key)) return `the element "${key}" is there twice`;
    seen.add(key);
    if (key === 'Id') checkId(reading, entry.value);
    else if (key !== 'Version' && key !== 'Statement')
      fault(reading, 'statement', 'policy-element', key, `a policy has no element "${key}"`);
  }
  if (map.open) reading.open.push('further elements that are not known');
  else if (!seen.has('Statement')) find(reading, 'missing-statement', 'error', 'Statement', 'the policy has none, so it grants nothing');
  return undefined;
}

function checkId(reading: Reading, id: Datum): void {
  if (id.kind !== 'text') find(reading, 'policy-id', 'error', 'Id', 'the Id is a string');
  if (!reading.rules.principal && reading.kind !== 'scp')
    find(reading, 'policy-id', 'warning', 'Id', 'an Id belongs into resource-based policies only');
}

/** AWS: "IAM JSON policy elements: Version". */
function readVersion(reading: Reading, map: MapDatum): Policy['version'] {
  const datum = get(map, 'Version');
  const version = datum?.kind === 'text' ? literalOf(datum.text) : undefined;
  if (version === '2012-10-17') return version;
  if (!datum) find(reading, 'missing-version', 'warning', 'Version', 'without it the policy has no policy variables; write "2012-10-17"');
  const old = !datum || version === '2008-10-17';
  if (reading.rules.newVersionOnly)
    fault(reading, 'statement', 'policy-version', 'Version', 'the Version of this kind of policy is "2012-10-17"');
  else if (!old) fault(reading, 'statement', 'policy-version', 'Version', 'the Version is "2012-10-17" or "2008-10-17"');
  return old ? '2008-10-17' : '2012-10-17';
}

function readStatements(reading: Reading, map: MapDatum, when: When, forms: Forms): readonly Statement[] {
  const out: Statement[] = [];
  const { kind, rules, variables, findings, faults } = reading;
  const readOne = (datum: Datum, place: Place): void => {
    for (const form of forms(datum)) {
      // each statement has the document's faults, and its own
      const own: Reading = { kind, rules, variables, findings, faults: [...faults], open: [] };
      if (!isNoValue(form.value)) out.push(...readStatement(own, form.value, { ...place, when: join(place.when, form.when) }));
    }
  };
  const readList = ({ items, open }: ListDatum, under: When): void => {
    for (const [index, item] of items.entries()) readOne(item, { index, path: `Statement[${index}]`, when: under });
    if (open)
      out.push(...openStatements({ index: items.length, path: 'Statement[*]', when: under }, 'further statements that are not known'));
  };
  const datum = get(map, 'Statement');
  if (datum?.kind === 'list') readList(datum, when);
  else if (datum?.kind === 'choice') {
    // a choice between lists, or between single statements
    for (const form of forms(datum)) {
      if (form.value.kind === 'list') readList(form.value, join(when, form.when));
      else readOne(form.value, { index: 0, path: 'Statement', when: join(when, form.when) });
    }
  } else if (datum) readOne(datum, { index: 0, path: 'Statement', when });
  return out;
}

/** A form holds no choices of its own, so at most one of both is a condition. */
const join = (a: When, b: When): When => (a.length === 0 ? b : a);

/** AWS: "IAM JSON policy elements: Sid": unique, and in IAM of letters and digits. */
function checkSids(reading: Reading, statements: readonly Statement[]): void {
  const seen = new Map<string, number>();
  for (const { sid, index, path } of statements) {
    if (sid === undefined) continue;
    const before = seen.get(sid);
    if (before !== undefined && before !== index)
      find(reading, 'unique-sids', 'error', `${path}.Sid`, `the Sid "${sid}" is also that of another statement`);
    seen.set(sid, index);
    if (reading.rules.latin && reading.kind !== 'trust' && !/^[A-Za-z0-9]*$/.test(sid))
      find(reading, 'statement-sid', 'error', `${path}.Sid`, 'a Sid in IAM has letters and digits only');
  }
}
