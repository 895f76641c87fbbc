import type { AuthorizationRequest, ContextInput, Layers, PrincipalInput } from '../../src/policy/index.ts';
import { type Beside, everyAnswer, isObject } from './beside.ts';
import { accountOf, type Caller, isAccountId, readArn } from './caller.ts';
import { type Document, type Kind, readDocument } from './document.ts';
import { contextOf, type Documents, evaluate, type KnownRequest, type Layer, type Outcome } from './evaluate.ts';
import { partsOf, substitute } from './variables.ts';
import { plainText } from './wildcard.ts';

/**
 * The reference evaluator: slow, obvious, and written from AWS's documentation alone, to hold the engine against.
 *
 * What a request leaves open is not reasoned about: every way in which it may turn out (a world) is decided on its own. When
 * the worlds disagree, the decision is `unknown`.
 */
export interface Answer {
  readonly decision: Outcome['decision'] | 'unknown';
  readonly layers: ReadonlySet<Layer>;
  readonly doubts: ReadonlySet<string>;
  /** the decisions of all worlds */
  readonly possible: ReadonlySet<Outcome['decision']>;
}

/** Policy documents by layer, as in a request case; a document may come as `{ name, document }`. */
export type Policies = { readonly [Name in keyof Layers]?: unknown };

/** A request of a case may put a policy. */
type Putting = AuthorizationRequest & { readonly newPolicy?: unknown };

export function reference(request: Putting, policies: Policies): Answer {
  const documents = readPolicies(policies);
  const beside = readBeside(request, policies);
  const strings = stringsIn(policies);
  const possible = new Set<Outcome['decision']>();
  const layers = new Set<Layer>();
  const doubts = new Set<string>();
  for (const world of worldsOf(request, strings)) {
    for (const outcome of everyAnswer((ask) => evaluate(world, documents, beside, ask))) {
      possible.add(outcome.decision);
      for (const layer of outcome.layers) layers.add(layer);
      for (const doubt of outcome.doubts) doubts.add(doubt);
    }
  }
  return { decision: decisionOf(possible), layers, doubts, possible };
}

/** Where no world allows, it is a denial; an explicit one only when it is so in every world. */
function decisionOf(possible: ReadonlySet<Outcome['decision']>): Answer['decision'] {
  if (possible.has('allow')) return possible.size === 1 ? 'allow' : 'unknown';
  return possible.has('implicitDeny') ? 'implicitDeny' : 'explicitDeny';
}

function readPolicies(policies: Policies): Documents {
  const one = (given: unknown, kind: Kind): Document => readDocument(unwrap(given), kind);
  const list = (given: unknown, kind: Kind): Document[] =>
    given === undefined ? [] : (Array.isArray(given) ? given : [given]).map((item) => one(item, kind));
  const levels = (given: unknown, kind: Kind): Document[][] =>
    given === undefined ? [] : (Array.isArray(given) ? given : [given]).map((level) => list(level, kind));
  return {
    identity: list(policies.identity, 'identity'),
    resource: policies.resource === undefined ? undefined : one(policies.resource, 'resource'),
    boundary: list(policies.boundary, 'boundary'),
    session: list(policies.session, 'session'),
    scp: levels(policies.scp, 'scp'),
    rcp: levels(policies.rcp, 'rcp'),
    endpoint: list(policies.endpoint, 'endpoint'),
    trust: policies.trust === undefined ? undefined : one(policies.trust, 'trust'),
  };
}

function readBeside({ newPolicy }: Putting, { grants, acl, publicAccessBlock }: Policies): Beside {
  return {
    grants: unwrap(grants),
    acl: unwrap(acl),
    publicAccessBlock: Array.isArray(publicAccessBlock) ? publicAccessBlock.filter(isObject) : [],
    newPolicy: newPolicy === undefined ? undefined : readDocument(unwrap(newPolicy), 'resource'),
  };
}

const unwrap = (given: unknown): unknown =>
  typeof given === 'object' && given !== null && Object.hasOwn(given, 'document')
    ? (given as { readonly document: unknown }).document
    : given;

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

function* worldsOf(request: AuthorizationRequest, strings: readonly string[]): Generator<KnownRequest> {
  const { resource, resourceAccount } = request;
  if (typeof resource !== 'string' || (resourceAccount !== undefined && typeof resourceAccount !== 'string'))
    throw new Error('the reference evaluator knows no symbolic texts');
  const arn = readArn(resource);
  const named = resourceAccount ?? (arn !== undefined && isAccountId(arn.account) ? arn.account : undefined);
  for (const caller of callersOf(request.principal, strings)) {
    for (const coveredByRcps of coverageOf(request.action)) {
      const world: KnownRequest = {
        caller,
        action: request.action,
        resource,
        resourceAccount: named ?? accountOf(caller),
        principalOrganization: request.principalOrganization,
        managementAccount: request.managementAccount,
        awsManagedKey: request.awsManagedKey ?? false,
        gatewayEndpoint: (request.endpointType ?? defaultEndpoint(request.action)) === 'gateway',
        coveredByRcps,
        given: new Map(),
        encryptionContext: [],
      };
      for (const given of contextsOf(request, strings, world)) yield { ...world, given, encryptionContext: pairsOf(request, given) };
    }
  }
}

const serviceOf = (action: string): string => action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();

const defaultEndpoint = (action: string): string => (['s3', 'dynamodb'].includes(serviceOf(action)) ? 'gateway' : 'interface');

/** Source: Organizations User Guide, "Resource control policies (RCPs)", list of services. */
const RCP_SERVICES = (
  's3 sts kms sqs secretsmanager cognito-identity cognito-idp cognito-sync logs dynamodb appconfig appstream autoscaling codebuild codecommit ' +
  'comprehend comprehendmedical dax ecr health kinesisvideo aoss signin support textract transcribe translate'
).split(' ');

/** A service that other sources list beside the documentation's. */
const RCP_SERVICES_ELSEWHERE = ['events'];

function coverageOf(action: string): readonly boolean[] {
  const service = serviceOf(action);
  return RCP_SERVICES.includes(service) ? [true] : RCP_SERVICES_ELSEWHERE.includes(service) ? [true, false] : [false];
}

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error('a symbolic principal');
  return value;
};

function callersOf(principal: PrincipalInput, strings: readonly string[]): readonly Caller[] {
  if (principal === '*') return [{ kind: 'anonymous' }];
  if (typeof principal === 'string') return callersOf({ AWS: principal }, strings);
  if (principal.Service !== undefined) return [{ kind: 'service', name: principal.Service }];
  if (principal.Federated !== undefined) return [{ kind: 'provider', id: text(principal.Federated) }];
  if (principal.CanonicalUser !== undefined) return [{ kind: 'canonicalUser', id: principal.CanonicalUser }];
  if (principal.AWS === undefined) return [{ kind: 'unknown' }];
  const arn = text(principal.AWS);
  if (arn === '*') return [{ kind: 'anonymous' }];
  if (isAccountId(arn)) return [{ kind: 'root', account: arn, arn: `arn:aws:iam::${arn}:root` }];
  const read = readArn(arn);
  if (read === undefined) return [{ kind: 'unknown' }];
  const { account, partition, resource, service } = read;
  if (service === 'iam' && resource === 'root') return [{ kind: 'root', account, arn }];
  if (service === 'iam' && resource.startsWith('user/')) return [{ kind: 'user', account, arn, uniqueId: principal.uniqueId }];
  if (service === 'sts' && resource.startsWith('federated-user/'))
    return [{ kind: 'federatedUser', account, arn, user: principal.user === undefined ? undefined : text(principal.user) }];
  if (service === 'sts' && resource.startsWith('assumed-role/')) {
    const [, roleName = '', name = ''] = resource.split('/');
    const role = principal.role === undefined ? `arn:${partition}:iam::${account}:role/${roleName}` : text(principal.role);
    return [{ kind: 'session', account, arn, role, pathKnown: principal.role !== undefined, name, uniqueId: principal.uniqueId }];
  }
  if (service === 'iam' && resource.startsWith('role/')) {
    // some session of the role: any of those that a policy names, or another
    const prefix = `arn:${partition}:sts::${account}:assumed-role/${resource.slice(resource.lastIndexOf('/') + 1)}/`;
    const named = strings.filter((string) => string.startsWith(prefix)).map((string) => string.slice(prefix.length));
    return [...new Set([...named, 'a-session-that-nobody-names'])].map((name) => ({
      kind: 'session',
      account,
      arn: prefix + name,
      role: arn,
      pathKnown: true,
      name,
      uniqueId: principal.uniqueId,
    }));
  }
  return [{ kind: 'unknown' }];
}

/** The names of the pairs of the encryption context, as the request spells them. */
const pairsOf = (request: AuthorizationRequest, given: KnownRequest['given']): readonly string[] =>
  Object.keys(request.context ?? {})
    .filter((key) => key.toLowerCase().startsWith('kms:encryptioncontext:') && given.has(key.toLowerCase()))
    .map((key) => key.slice('kms:encryptioncontext:'.length));

type Given = string | readonly string[] | undefined;

function* contextsOf(
  request: AuthorizationRequest,
  strings: readonly string[],
  world: KnownRequest,
): Generator<Map<string, string | readonly string[]>> {
  const byName = new Map<string, Given[]>();
  // which account a canonical user ID stands for, nobody here knows
  const named = Object.keys(request.context ?? {}).some((key) => key.toLowerCase() === 'aws:principalaccount');
  if (!named && world.caller.kind === 'canonicalUser')
    byName.set('aws:principalaccount', [
      ...guesses(request, strings, 'aws:PrincipalAccount', world).filter((guess) => guess !== undefined),
      ...(world.resourceAccount === undefined ? [] : [world.resourceAccount]),
    ]);
  // KMS API Reference, CreateGrant: there are always some
  const told = Object.keys(request.context ?? {}).some((key) => key.toLowerCase() === 'kms:grantoperations');
  if (!told && request.action.toLowerCase() === 'kms:creategrant')
    byName.set(
      'kms:grantoperations',
      ['Decrypt', ...strings].map((one) => [one]),
    );
  for (const [key, value] of Object.entries(request.context ?? {})) {
    const candidates = guesses(request, strings, key, world);
    const name = key.toLowerCase();
    // two spellings of one key: either may be the one that counts
    byName.set(name, [...(byName.get(name) ?? []), ...readInput(value, candidates)]);
  }
  let worlds: Map<string, string | readonly string[]>[] = [new Map()];
  for (const [name, values] of byName)
    worlds = worlds.flatMap((world) => values.map((value) => (value === undefined ? world : new Map([...world, [name, value]]))));
  yield* worlds;
}

function readInput(value: ContextInput, candidates: readonly Given[]): readonly Given[] {
  if (typeof value !== 'object') return [String(value)];
  if ('unknown' in value) return candidates;
  if ('text' in value) throw new Error('a symbolic value');
  return [
    value.map((one) => {
      if (typeof one === 'object') throw new Error('a symbolic value');
      return String(one);
    }),
  ];
}

/** Values that may make a difference: what the policies and the request speak of, and something else. */
function guesses(request: AuthorizationRequest, strings: readonly string[], key: string, world: KnownRequest): readonly Given[] {
  const spoken = new Set<string>(['something-else', '-99', '9999999999999999999', '1900-01-01', '2999-01-01', '192.0.2.1', '2001:db9::9']);
  // the settings of S3 Block Public Access speak of no values
  if (key.toLowerCase() === 's3:x-amz-acl') spoken.add('public-read');
  // as a variable it may stand for any stretch of a name
  const isVariable = strings.some((string) => string.toLowerCase().includes(`\${${key.toLowerCase()}`));
  const name = String(request.resource).split(':').slice(5).join(':');
  if (isVariable)
    for (let from = 0; from < name.length; from++) for (let to = from + 1; to <= name.length; to++) spoken.add(name.slice(from, to));
  for (const value of Object.values(request.context ?? {})) for (const one of stringsIn(value)) spoken.add(one);
  const context = contextOf(world);
  for (const [other, value] of Object.entries(request.context ?? {})) if (typeof value !== 'object') context.set(other, String(value));
  for (const string of strings) {
    const parts = partsOf(string, '2012-10-17');
    const pieces = parts === undefined ? undefined : substitute(parts, context);
    const spelled = [string, ...(pieces === undefined ? [] : [plainText(pieces)])];
    for (const one of spelled) spoken.add(one).add(one.replaceAll('*', 'x').replaceAll('?', 'x'));
  }
  return [undefined, ...spoken];
}
