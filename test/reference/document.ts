import { isPrincipalEntry } from './caller.ts';
import { type Condition, readCondition } from './condition.ts';
import { type Part, partsOf, type Version } from './variables.ts';

/**
 * Policy documents, read by the grammar. What is not understood is remembered with its element: an Allow then counts for
 * nothing, and a Deny as if that element matched. An empty list is understood: it lists nothing (IAM Access Analyzer: "Policy check
 * reference", empty array and empty object).
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language"; Organizations User Guide, "SCP syntax", "RCP syntax".
 */
export type Kind = 'identity' | 'resource' | 'boundary' | 'session' | 'scp' | 'rcp' | 'endpoint' | 'trust';
export type Faulty = 'effect' | 'principal' | 'action' | 'resource' | 'condition' | 'statement';

export interface Document {
  readonly kind: Kind;
  readonly statements: readonly Statement[];
  /** nothing of it is understood: it allows nothing and denies everything */
  readonly unreadable: boolean;
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly faulty: ReadonlySet<Faulty>;
  readonly principal: PrincipalElement | undefined;
  readonly action: { readonly negated: boolean; readonly patterns: readonly string[] };
  readonly resource: { readonly negated: boolean; readonly patterns: readonly (readonly Part[])[] } | undefined;
  readonly conditions: readonly Condition[];
}

export interface PrincipalElement {
  readonly negated: boolean;
  readonly entries: readonly { readonly type: string; readonly entry: string }[];
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const own = (object: Json, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

export function readDocument(source: unknown, kind: Kind): Document {
  const unreadable: Document = { kind, statements: [], unreadable: true };
  let json = source;
  if (typeof json === 'string') {
    try {
      json = JSON.parse(json);
    } catch {
      return unreadable;
    }
  }
  if (!isObject(json)) return unreadable;
  if (Object.keys(json).length === 0) return { kind, statements: [], unreadable: false };
  if (Object.keys(json).some((key) => !['Version', 'Id', 'Statement'].includes(key))) return unreadable;
  const given = own(json, 'Version');
  const version = given === '2012-10-17' ? given : '2008-10-17';
  const organizations = kind === 'scp' || kind === 'rcp';
  const wrongVersion = given === undefined ? organizations : given !== '2012-10-17' && (organizations || given !== '2008-10-17');
  const statements = own(json, 'Statement');
  if (!isObject(statements) && !Array.isArray(statements)) return unreadable;
  return { kind, statements: listOf(statements).map((one) => readStatement(one, kind, version, wrongVersion)), unreadable: false };
}

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

function readStatement(given: unknown, kind: Kind, version: Version, wrongVersion: boolean): Statement {
  const faulty = new Set<Faulty>(wrongVersion ? ['statement'] : []);
  const json: Json = isObject(given) ? given : {};
  if (!isObject(given)) for (const element of ['statement', 'action', 'resource'] as const) faulty.add(element);
  if (Object.keys(json).some((key) => !ELEMENTS.includes(key))) faulty.add('statement');
  const effect = own(json, 'Effect');
  if (effect !== 'Allow' && effect !== 'Deny') faulty.add('effect');
  // an Effect in the wrong case allows nothing; whatever else stands there might be a Deny
  const allows = typeof effect === 'string' && effect.toLowerCase() === 'allow';
  const principal = readPrincipal(json, kind, allows);
  if (principal === 'faulty') faulty.add('principal');
  const action = readAction(json, kind);
  if (action === undefined) faulty.add('action');
  const resource = readResource(json, kind, version);
  if (resource === 'faulty') faulty.add('resource');
  const conditions = readConditions(own(json, 'Condition'), version);
  if (conditions.faulty) faulty.add('condition');
  return {
    effect: allows ? 'Allow' : 'Deny',
    faulty,
    principal: principal === 'faulty' ? undefined : principal,
    action: action ?? { negated: false, patterns: [] },
    resource: resource === 'faulty' ? undefined : resource,
    conditions: conditions.conditions,
  };
}

function readPrincipal(json: Json, kind: Kind, allows: boolean): PrincipalElement | undefined | 'faulty' {
  const [plain, not] = [own(json, 'Principal'), own(json, 'NotPrincipal')];
  const wanted = kind === 'resource' || kind === 'trust' || kind === 'endpoint' || kind === 'rcp';
  if (!wanted) return plain === undefined && not === undefined ? undefined : 'faulty';
  if ((plain === undefined) === (not === undefined)) return 'faulty';
  if (kind === 'rcp' && plain !== '*') return 'faulty';
  if (not !== undefined && (allows || kind === 'trust')) return 'faulty';
  const given = plain ?? not;
  const negated = not !== undefined;
  if (given === '*') return { negated, entries: [{ type: 'AWS', entry: '*' }] };
  if (!isObject(given)) return 'faulty';
  const entries: { type: string; entry: string }[] = [];
  for (const [type, list] of Object.entries(given)) {
    if (!['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(type)) return 'faulty';
    for (const entry of listOf(list)) {
      const text = typeof entry === 'number' ? String(entry) : entry;
      if (typeof text !== 'string' || !isPrincipalEntry(type, text)) return 'faulty';
      entries.push({ type, entry: text });
    }
  }
  return { negated, entries };
}

function readAction(json: Json, kind: Kind): Statement['action'] | undefined {
  const [plain, not] = [own(json, 'Action'), own(json, 'NotAction')];
  if ((plain === undefined) === (not === undefined)) return undefined;
  if (kind === 'rcp' && not !== undefined) return undefined;
  const patterns: string[] = [];
  for (const one of listOf(plain ?? not)) {
    if (typeof one !== 'string') return undefined;
    if (one !== '*') {
      const [prefix = '', name = '', ...more] = one.split(':');
      if (prefix === '' || name === '' || more.length > 0) return undefined;
    }
    patterns.push(one);
  }
  return { negated: not !== undefined, patterns };
}

function readResource(json: Json, kind: Kind, version: Version): Statement['resource'] | 'faulty' {
  const [plain, not] = [own(json, 'Resource'), own(json, 'NotResource')];
  if (kind === 'trust') return plain === undefined && not === undefined ? undefined : 'faulty';
  if ((plain === undefined) === (not === undefined)) return 'faulty';
  const patterns: (readonly Part[])[] = [];
  for (const one of listOf(plain ?? not)) {
    // IAM User Guide, "IAM and AWS STS quotas": the characters that IAM's own policies may hold
    if (kind === 'identity' && typeof one === 'string' && [...one].some((character) => character > '\u00ff')) return 'faulty';
    const parts = typeof one === 'string' ? partsOf(one, version) : undefined;
    const complete = parts === undefined ? undefined : completeArn(parts, kind);
    if (complete === undefined) return 'faulty';
    patterns.push(complete);
  }
  return { negated: not !== undefined, patterns };
}

/**
 * An ARN with fewer than six fields is completed with wildcards in identity-based policies, and an error in session policies.
 * No wildcard in the partition and the service; no variable before the fifth colon.
 * Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
 */
function completeArn(parts: readonly Part[], kind: Kind): readonly Part[] | undefined {
  if (parts.length === 1 && parts[0]?.kind === 'anyRun') return parts;
  const fields: Part[][] = [[]];
  for (const part of parts) {
    if (part.kind === 'character' && part.character === ':' && fields.length < 6) fields.push([]);
    else fields.at(-1)?.push(part);
  }
  const isText = (field: readonly Part[] | undefined) =>
    field !== undefined && field.length > 0 && field.every((p) => p.kind === 'character');
  const prefix = fields[0]?.map((part) => (part.kind === 'character' ? part.character : '?')).join('');
  if (prefix !== 'arn' || fields.length < 3 || !isText(fields[1]) || !isText(fields[2])) return undefined;
  if (fields.slice(0, 5).some((field) => field.some((part) => part.kind === 'variable'))) return undefined;
  if (fields.length === 6) return parts;
  if (kind === 'session') return undefined;
  const completed = [...parts];
  for (let count = fields.length; count < 6; count++) completed.push({ kind: 'character', character: ':' }, { kind: 'anyRun' });
  return completed;
}

function readConditions(given: unknown, version: Version): { readonly conditions: readonly Condition[]; readonly faulty: boolean } {
  if (given === undefined) return { conditions: [], faulty: false };
  if (!isObject(given)) return { conditions: [], faulty: true };
  const conditions: Condition[] = [];
  let faulty = false;
  for (const [operator, keys] of Object.entries(given)) {
    if (!isObject(keys)) {
      faulty = true;
      continue;
    }
    const names = Object.keys(keys).map((key) => key.toLowerCase());
    if (new Set(names).size < names.length) faulty = true;
    for (const [key, values] of Object.entries(keys)) {
      const condition = readCondition(operator, key, values, version);
      if (condition === undefined) faulty = true;
      else conditions.push(condition);
    }
  }
  return { conditions, faulty };
}
