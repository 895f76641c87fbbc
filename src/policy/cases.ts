import { authorize, type Decision } from './authorize.ts';
import type { StatementRef } from './layer.ts';
import { accessDeniedMessage } from './message.ts';
import { parsePolicy } from './parse.ts';
import type { AuthorizationRequest, Layer, Layers } from './request.ts';
import { type PublicAccessBlock, parseAcl, parseGrants, parsePublicAccessBlock } from './services/index.ts';
import type { Policy, PolicyFinding, PolicyKind } from './statement.ts';

/**
 * Request cases: JSON that states a request, the policies around it and the decision to expect. Reading files is the
 * command's part; this is all the rest of `pinhole evaluate`.
 */
export interface RequestCase {
  readonly name: string;
  readonly request: AuthorizationRequest;
  readonly layers: Layers;
  readonly expect: { readonly decision?: Decision['decision']; readonly layer?: Layer; readonly message?: string } | undefined;
  /** where AWS documents it */
  readonly source: string | undefined;
  /** what is wrong with its policies; a case may be about just that */
  readonly findings: readonly PolicyFinding[];
}

/** One line of the JSON output. */
export interface CaseResult {
  readonly name: string;
  readonly decision: Decision['decision'];
  readonly layer: Layer;
  readonly statements: readonly CaseStatement[];
  /** as AWS words a denial */
  readonly message: string | undefined;
  /** whether what the case expects holds; true when it expects nothing */
  readonly ok: boolean;
}

export interface CaseStatement {
  readonly layer: Layer;
  /** the policy's name, where it has one */
  readonly policy: string | undefined;
  /** `Statement[0]`; undefined when the whole document decides */
  readonly path: string | undefined;
  readonly sid: string | undefined;
}

/** What is no case, with its place: `[3].request.action`. */
interface CaseProblem {
  readonly path: string;
  readonly message: string;
}

/** Reads one case or a list of them. Cases with a problem are left out. */
export function readCases(value: unknown): { readonly cases: readonly RequestCase[]; readonly problems: readonly CaseProblem[] } {
  const cases: RequestCase[] = [];
  const problems: CaseProblem[] = [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const [i, item] of items.entries()) {
    const read = readCase(item);
    if ('message' in read) problems.push({ path: `${Array.isArray(value) ? `[${i}]` : ''}${read.path}`, message: read.message });
    else cases.push(read);
  }
  return { cases, problems };
}

export function runCase(requestCase: RequestCase): CaseResult {
  const decision = authorize(requestCase.request, requestCase.layers);
  const { expect } = requestCase;
  const message = accessDeniedMessage(decision);
  const ok =
    (expect?.decision === undefined || expect.decision === decision.decision) &&
    (expect?.layer === undefined || expect.layer === decision.layer) &&
    (expect?.message === undefined || expect.message === message);
  return {
    name: requestCase.name,
    decision: decision.decision,
    layer: decision.layer,
    statements: decision.statements.map(caseStatement),
    message,
    ok,
  };
}

const caseStatement = ({ layer, policy, statement }: StatementRef): CaseStatement => ({
  layer,
  policy: policy.name,
  path: statement?.path,
  sid: statement?.sid,
});

const DECISIONS: readonly string[] = ['allow', 'implicitDeny', 'explicitDeny', 'unknown'];
const LAYERS: readonly string[] = [
  ...['identity', 'resource', 'boundary', 'session', 'scp', 'rcp', 'endpoint', 'trust'],
  ...['grants', 'acl', 'publicAccessBlock', 'account'],
];

type JsonObject = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

function readCase(item: unknown): RequestCase | CaseProblem {
  if (!isObject(item)) return { path: '', message: 'a case is an object with a name, a request and policies' };
  const { name, request, policies, expect, source } = item;
  if (typeof name !== 'string') return { path: '.name', message: 'the name is a string' };
  if (!isObject(request)) return { path: '.request', message: 'the request is an object' };
  if (typeof request.action !== 'string') return { path: '.request.action', message: 'the action is a string, such as "s3:GetObject"' };
  if (typeof request.resource !== 'string') return { path: '.request.resource', message: 'the resource is a string: an ARN or "*"' };
  if (typeof request.principal !== 'string' && !isObject(request.principal))
    return { path: '.request.principal', message: 'the principal is a string or an object' };
  if (request.context !== undefined && !isObject(request.context)) return { path: '.request.context', message: 'the context is an object' };
  for (const key of ['resourceAccount', 'principalOrganization', 'managementAccount'] as const) {
    if (request[key] !== undefined && typeof request[key] !== 'string')
      return { path: `.request.${key}`, message: 'the value is a string' };
  }
  if (policies !== undefined && !isObject(policies)) return { path: '.policies', message: 'the policies are an object of layers' };
  const findings: PolicyFinding[] = [];
  const newPolicy = request.newPolicy === undefined ? undefined : parse(request.newPolicy, 'resource', 'newPolicy', findings);
  const layers = readLayers(policies ?? {}, newPolicy, findings);
  if ('message' in layers) return layers;
  const expected = readExpect(expect);
  if (typeof expected === 'string') return { path: '.expect', message: expected };
  return {
    name,
    request: request as unknown as AuthorizationRequest,
    layers: layers.layers,
    expect: expected,
    source: typeof source === 'string' ? source : undefined,
    findings,
  };
}

/** A document, or one with its name. */
function unwrap(document: unknown): { readonly document: unknown; readonly name: string | undefined } {
  if (!isObject(document) || !('document' in document)) return { document, name: undefined };
  return { document: document.document, name: typeof document.name === 'string' ? document.name : undefined };
}

function keep(parsed: { readonly findings: readonly PolicyFinding[] }, path: string, findings: PolicyFinding[]): void {
  findings.push(...parsed.findings.map((finding) => ({ ...finding, path: `${path}.${finding.path}` })));
}

function parse(given: unknown, kind: PolicyKind, path: string, findings: PolicyFinding[]): Policy {
  const { document, name } = unwrap(given);
  const parsed = parsePolicy(document, kind, name);
  keep(parsed, path, findings);
  return parsed.policy;
}

function readExpect(expect: unknown): RequestCase['expect'] | string {
  if (expect === undefined) return undefined;
  if (!isObject(expect)) return 'what to expect is an object with a decision';
  const { decision, layer, message } = expect;
  if (message !== undefined && typeof message !== 'string') return 'the message is a string';
  if (decision !== undefined && !DECISIONS.some((one) => one === decision)) return `the decision is one of ${DECISIONS.join(', ')}`;
  if (layer !== undefined && !LAYERS.some((one) => one === layer)) return `the layer is one of ${LAYERS.join(', ')}`;
  return expect as NonNullable<RequestCase['expect']>;
}

function readLayers(
  policies: JsonObject,
  newPolicy: Policy | undefined,
  findings: PolicyFinding[],
): { readonly layers: Layers } | CaseProblem {
  const { publicAccessBlock: settings = [] } = policies;
  if (!isPublicAccessBlock(settings)) return { path: '.policies.publicAccessBlock', message: SETTINGS };
  const layers: { -readonly [Key in keyof Layers]: Layers[Key] } = {};
  const all = (value: readonly unknown[], kind: PolicyKind, path: string): readonly Policy[] =>
    value.map((document, i) => parse(document, kind, `${path}[${i}]`, findings));
  for (const key of Object.keys(policies)) {
    const value = policies[key];
    switch (key) {
      case 'identity':
      case 'boundary':
      case 'session':
      case 'endpoint':
        layers[key] = all(Array.isArray(value) ? value : [value], key, key);
        break;
      case 'resource':
      case 'trust':
        layers[key] = parse(value, key, key, findings);
        break;
      case 'grants': {
        const { document, name } = unwrap(value);
        const parsed = parseGrants(document, name);
        keep(parsed, key, findings);
        layers.grants = parsed.policy;
        break;
      }
      case 'acl': {
        const { document, name } = unwrap(value);
        const parsed = parseAcl(document, settings, name);
        keep(parsed, key, findings);
        layers.acl = parsed.acl;
        break;
      }
      case 'publicAccessBlock':
        break;
      case 'scp':
      case 'rcp':
        if (!Array.isArray(value) || !value.every((level) => Array.isArray(level)))
          return { path: `.policies.${key}`, message: 'the policies are a list of levels, from the root to the account, each a list' };
        layers[key] = (value as readonly (readonly unknown[])[]).map((level, i) => all(level, key, `${key}[${i}]`));
        break;
      default:
        return { path: `.policies.${key}`, message: `there is no layer "${key}"` };
    }
  }
  if (settings.length > 0) layers.publicAccessBlock = parsePublicAccessBlock(settings, { policy: layers.resource, newPolicy });
  return { layers };
}

const BLOCKS: readonly string[] = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
const SETTINGS = `the settings are a list of objects of ${BLOCKS.join(', ')}, each true or false`;

function isPublicAccessBlock(value: unknown): value is readonly PublicAccessBlock[] {
  return (
    Array.isArray(value) &&
    value.every((one) => isObject(one) && Object.entries(one).every(([name, set]) => BLOCKS.includes(name) && typeof set === 'boolean'))
  );
}
