import { type Part, text } from '../model/text.ts';
import type { Caller } from './caller.ts';
import type { ContextEntry, Lookup } from './condition/condition.ts';
import { lowerCase } from './lower.ts';
import { asText, type Name, nameOf } from './name.ts';
import { MAX_VALUE_LENGTH } from './pattern.ts';
import type { AuthorizationRequest, ContextInput, SymbolicValue } from './request.ts';

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
  /** access leads from one partition to another, or may do so, unless both are one */
  assumedPartition = false;

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
        if (caller.kind === 'session' && caller.principalArn === undefined) return someValue('the role of the session');
        return signed ? one(caller.principalArn) : undefined;
      case 'aws:principalaccount':
        if (caller.kind === 'canonicalUser') return someValue('the account of the canonical user');
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
        return caller.kind === 'user' ? (one(lastPart(caller.arn)) ?? someValue('the name of the user')) : undefined;
      case 'aws:userid':
        return userId(caller);
      case 'aws:viaawsservice':
        return one('false');
      case 'kms:encryptioncontextkeys':
        return encryptionContextKeys(this.#request.context);
      case 'kms:grantoperations':
        // each request for a grant names some (AWS KMS API reference, CreateGrant)
        return lowerCase(this.#request.action) === 'kms:creategrant' ? someValue('the operations of the new grant') : undefined;
      case 'aws:resourceaccount':
        // an ARN that is not known may tell an account that nothing else tells
        if (this.#resourceAccount === undefined && typeof this.#request.resource !== 'string')
          return notKnown('the account of the resource');
        return one(this.#resourceAccount);
    }
    return undefined;
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

/** Neither the value is known, nor whether the key is in the request at all. */
const notKnown = (what: string): ContextEntry => ({ values: [], multivalued: false, unknown: what });

/** The key is in the request, whatever its value. */
const someValue = (what: string): ContextEntry => ({ ...notKnown(what), present: true });

/** What follows the last slash; undefined where a hole may have one more. */
function lastPart(arn: Name): Name | undefined {
  const parts: Part[] = [];
  for (const part of asText(arn).toReversed()) {
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

/** AWS: "IAM policy elements: Variables and tags", principal key values. */
function userId({ kind, uniqueId, account, arn, sessionArn }: Caller): ContextEntry | undefined {
  switch (kind) {
    case 'user':
      return one(uniqueId);
    case 'root':
      return one(account);
    case 'anonymous':
      return one('anonymous');
    case 'session':
      return uniqueId === undefined ? undefined : joined(uniqueId, sessionArn, 'the name of the session');
    case 'federatedUser':
      return joined(account, arn, 'the name of the federated user');
  }
  return undefined;
}

function joined(owner: Name | undefined, arn: Name | undefined, what: string): ContextEntry {
  const name = arn && lastPart(arn);
  return owner === undefined || name === undefined
    ? someValue(what)
    : { values: [nameOf(text(...asText(owner), ':', ...asText(name)))], multivalued: false };
}

const ENCRYPTION_CONTEXT = 'kms:encryptioncontext:';

/** The names of the pairs that the request has (AWS KMS: "AWS KMS condition keys", kms:EncryptionContextKeys). */
function encryptionContextKeys(context: AuthorizationRequest['context']): ContextEntry | undefined {
  const keys = Object.keys(context ?? {}).filter((key) => lowerCase(key).startsWith(ENCRYPTION_CONTEXT));
  const unknown = keys.map((key) => readEntry(key, context?.[key]).unknown).find((reason) => reason !== undefined);
  if (unknown !== undefined) return notKnown(unknown);
  return keys.length === 0 ? undefined : { values: keys.map((key) => key.slice(ENCRYPTION_CONTEXT.length)), multivalued: true };
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
  if (typeof input === 'object' && input !== null && 'unknown' in input) return notKnown(String(input.unknown));
  const multivalued = Array.isArray(input);
  const values: Name[] = [];
  for (const item of multivalued ? input : [input]) {
    const value = readValue(item);
    if (value === undefined) continue;
    if (value.length > MAX_VALUE_LENGTH) return notKnown(`the context key ${key}, whose value is too long to compare`);
    values.push(value);
  }
  return { values, multivalued };
}

/** What is no value is not there. */
function readValue(input: ContextInput | null | undefined): Name | undefined {
  if (typeof input === 'string') return input;
  if (typeof input === 'number' || typeof input === 'boolean') return String(input);
  const symbolic = (input as SymbolicValue | null | undefined)?.text;
  return Array.isArray(symbolic) ? nameOf(symbolic) : undefined;
}
