import { type Part, type Text, text } from '../model/text.ts';
import type { Caller } from './caller.ts';
import type { ContextEntry, Lookup } from './condition/condition.ts';
import { lowerCase } from './lower.ts';
import { asText, type Name, nameOf } from './name.ts';
import { MAX_VALUE_LENGTH } from './pattern.ts';
import type { AuthorizationRequest, ContextInput } from './request.ts';

/**
 * The request context as conditions and policy variables see it: what the caller gives, and what follows from the principal
 * and the resource (AWS: "AWS global condition context keys"; "IAM policy elements: Variables and tags" for
 * `aws:userid`). Given keys win. Read once, when a policy first asks.
 */
export class RequestContext implements Lookup {
  readonly #request: AuthorizationRequest;
  readonly #caller: Caller;
  readonly #resourceAccount: Name | undefined;
  #given: Given | undefined;
  #doubts: Set<string> | undefined;
  /** the role's path was assumed, and a policy asked */
  assumedPath = false;

  constructor(request: AuthorizationRequest, caller: Caller, resourceAccount: Name | undefined) {
    this.#request = request;
    this.#caller = caller;
    this.#resourceAccount = resourceAccount;
  }

  get(key: string): ContextEntry | undefined {
    this.#given ??= keysOf(this.#request.context);
    let entry = this.#given.get(key) ?? this.#derived(key);
    if (typeof entry === 'string') {
      entry = readEntry(entry, this.#request.context?.[entry]);
      this.#given.set(key, entry);
    }
    if (entry?.unknown !== undefined) this.doubt(entry.unknown);
    return entry;
  }

  /** Notes why an answer is not known; the clause ends "it depends on". */
  doubt(reason: string): void {
    this.#doubts ??= new Set();
    this.#doubts.add(reason);
  }

  get doubts(): readonly string[] {
    return [...(this.#doubts ?? [])];
  }

  #derived(key: string): ContextEntry | undefined {
    const caller = this.#caller;
    const signed = caller.kind !== 'anonymous' && caller.kind !== 'federated';
    switch (key) {
      case 'aws:principalarn':
        if (caller.pathAssumed) this.assumedPath = true;
        if (caller.kind === 'session' && caller.principalArn === undefined) return notKnown('the role of the session');
        return signed ? one(caller.principalArn) : undefined;
      case 'aws:principalaccount':
        return caller.kind === 'anonymous' ? one('anonymous') : one(caller.account);
      case 'aws:principaltype':
        return one(PRINCIPAL_TYPES[caller.kind]);
      case 'aws:principalorgid':
        return signed ? one(this.#request.principalOrganization) : undefined;
      case 'aws:principalisawsservice':
        return signed ? one(caller.kind === 'service' ? 'true' : 'false') : undefined;
      case 'aws:principalservicename':
        return caller.kind === 'service' ? one(caller.arn) : undefined;
      case 'aws:principalservicenameslist':
        return caller.kind === 'service' ? { values: [caller.arn], multivalued: true } : undefined;
      case 'aws:username':
        return caller.kind === 'user' ? (one(lastPart(caller.arn)) ?? notKnown('the name of the user')) : undefined;
      case 'aws:userid':
        return userId(caller);
      case 'aws:viaawsservice':
        return one('false');
      case 'aws:resourceaccount':
        // an ARN that is not known may tell an account that nothing else tells
        if (this.#resourceAccount === undefined && typeof this.#request.resource !== 'string')
          return notKnown('the account of the resource');
        return one(this.#resourceAccount);
      default:
        return undefined;
    }
  }
}

const PRINCIPAL_TYPES: Readonly<Partial<Record<Caller['kind'], string>>> = {
  user: 'User',
  session: 'AssumedRole',
  federatedUser: 'FederatedUser',
  root: 'Account',
  anonymous: 'Anonymous',
};

const one = (value: Name | undefined): ContextEntry | undefined =>
  value === undefined ? undefined : { values: [value], multivalued: false };

/** The key is in the request, whatever its value. */
const notKnown = (what: string): ContextEntry => ({ values: [], multivalued: false, unknown: what });

/** What follows the last slash; undefined where a hole may have one more. */
function lastPart(arn: Name): Name | undefined {
  if (typeof arn === 'string') return arn.slice(arn.lastIndexOf('/') + 1);
  const parts: Part[] = [];
  for (const part of arn.toReversed()) {
    if (typeof part !== 'string') {
      if (part.chars !== 'name') return undefined;
      parts.unshift(part);
      continue;
    }
    const slash = part.lastIndexOf('/');
    parts.unshift(part.slice(slash + 1));
    if (slash >= 0) break;
  }
  return nameOf(text(...parts));
}

const joined = (a: Name, b: Name): Name =>
  typeof a === 'string' && typeof b === 'string' ? `${a}:${b}` : text(...asText(a), ':', ...asText(b));

/** AWS: "IAM policy elements: Variables and tags", principal key values. */
function userId(caller: Caller): ContextEntry | undefined {
  switch (caller.kind) {
    case 'user':
      return one(caller.uniqueId);
    case 'root':
      return one(caller.account);
    case 'anonymous':
      return one('anonymous');
    case 'session': {
      if (caller.uniqueId === undefined) return undefined;
      const session = caller.sessionArn === undefined ? undefined : lastPart(caller.sessionArn);
      return session === undefined ? notKnown('the name of the session') : one(joined(caller.uniqueId, session));
    }
    case 'federatedUser': {
      const name = lastPart(caller.arn);
      return caller.account === undefined || name === undefined
        ? notKnown('the name of the federated user')
        : one(joined(caller.account, name));
    }
    default:
      return undefined;
  }
}

/** By lower-case key: the key as it is spelled until its value is asked for, then what it says. */
type Given = Map<string, string | ContextEntry>;

function keysOf(context: AuthorizationRequest['context']): Given {
  const given: Given = new Map();
  if (typeof context !== 'object' || context === null) return given;
  for (const key of Object.keys(context)) {
    const lower = lowerCase(key);
    // keys that differ by case only are one key of AWS's, and which value it takes is not known
    given.set(lower, given.has(lower) ? notKnown(`the context key ${key}, which is given twice`) : key);
  }
  return given;
}

function readEntry(key: string, input: ContextInput | undefined): ContextEntry {
  if (typeof input === 'string' && input.length <= MAX_VALUE_LENGTH) return { values: [input], multivalued: false };
  if (typeof input === 'number' || typeof input === 'boolean') return { values: [String(input)], multivalued: false };
  if (typeof input === 'object' && input !== null && 'unknown' in input)
    return { values: [], multivalued: false, unknown: String(input.unknown) };
  const multivalued = Array.isArray(input);
  const values = (multivalued ? input : [input]).flatMap(readValue);
  return values.some((value) => value.length > MAX_VALUE_LENGTH)
    ? { values: [], multivalued, unknown: `the context key ${key}, whose value is too long to compare` }
    : { values, multivalued };
}

function readValue(input: unknown): readonly Name[] {
  if (typeof input === 'string') return [input];
  if (typeof input === 'number' || typeof input === 'boolean') return [String(input)];
  if (typeof input === 'object' && input !== null && 'text' in input && Array.isArray(input.text)) return [nameOf(input.text as Text)];
  return [];
}
