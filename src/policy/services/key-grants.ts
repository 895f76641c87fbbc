import type { Hole } from '../../model/text.ts';
import { parsePolicy } from '../parse.ts';
import { PARTITIONS } from '../resource.ts';
import type { ParsedPolicy, PolicyFinding, Statement } from '../statement.ts';

/**
 * Grants on a KMS key, as `ListGrants` prints them: a list, or `{ "Grants": […] }`. Each is read into the Allow statements of a key
 * policy that say the same, since it gives its grantee what a key policy would, and denies nobody. A grant that is not understood
 * gives nothing. Never throws.
 *
 * (AWS KMS: "Grants in AWS KMS", "Creating grants", "Retiring and revoking grants"; API reference: GrantConstraints.)
 */
export function parseGrants(document: unknown, name?: string): ParsedPolicy {
  const given = isObject(document) ? document.Grants : document;
  const grants = (Array.isArray(given) ? given : [given]) as readonly KeyGrant[];
  const findings: PolicyFinding[] = [];
  const statements: Statement[] = [];
  for (const [index, grant] of grants.entries()) {
    const wrong = faultOf(grant);
    const said = wrong === undefined ? saidBy(grant, grants.length > 1) : [{ Principal: '*', Action: 'kms:*', Resource: '*' }];
    const path = `Grants[${index}]`;
    // without a Version nothing in it is a policy variable
    const parsed = said.map(({ conditions = [{}], open = [], account, ...one }: Said) => {
      const written = conditions.map((Condition) => ({ Effect: 'Allow', ...one, Condition }));
      const all = parsePolicy({ Statement: written }, 'resource').policy.statements;
      const faults = all.flatMap((statement) => statement.faults);
      const statement = { ...(all[0] as Statement), conditions: all.flatMap((each) => each.conditions), faults, open };
      return account
        ? { ...statement, principal: { negated: false, entries: [{ kind: 'account', account: [account] } as const] } }
        : statement;
    });
    const fault = wrong ?? parsed.flatMap(({ faults }) => faults)[0]?.message;
    const message = `KMS makes no such grant: ${fault}`;
    if (fault !== undefined) findings.push({ code: 'invalid-grant', severity: 'error', message: `${path}: ${message}`, path });
    const faults = fault === undefined ? [] : [{ element: 'statement', path, message } as const];
    for (const one of parsed) statements.push({ ...one, sid: wrong === undefined ? grant.GrantId : undefined, index, path, faults });
  }
  return { policy: { kind: 'resource', name, version: '2008-10-17', statements, unreadable: undefined }, findings };
}

/** A statement, whose conditions must all hold; `open`: why it is not known whether AWS takes the grant so. */
interface Said {
  readonly Principal: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly conditions?: readonly object[];
  readonly open?: readonly string[];
  /** in place of the principal, an account that is not known */
  readonly account?: Hole;
}

type Pairs = Readonly<Record<string, string>>;

/** What has no fault. */
interface KeyGrant {
  readonly GrantId?: string;
  readonly KeyId?: string;
  readonly GranteePrincipal?: string;
  readonly GranteeServicePrincipal?: string;
  readonly RetiringPrincipal?: string;
  readonly RetiringServicePrincipal?: string;
  readonly IssuingAccount?: string;
  readonly Operations: readonly string[];
  readonly Constraints?: Constraints;
}

interface Constraints {
  readonly EncryptionContextEquals?: Pairs;
  readonly EncryptionContextSubset?: Pairs;
  readonly SourceArn?: string;
}

/** Grant operations whose requests have an encryption context, and those without one; the last three are read apart. */
const WITH_CONTEXT = /^(?:Decrypt|Encrypt|GenerateDataKey(?:Pair)?(?:WithoutPlaintext)?|ReEncrypt(?:From|To))$/;
const WITHOUT = /^(?:DeriveSharedSecret|GenerateMac|GetPublicKey|Sign|Verify(?:Mac)?)$/;
const DESCRIBE = /^DescribeKey$/;
const CREATE = /^CreateGrant$/;
const RETIRE = /^RetireGrant$/;
const OPERATIONS: readonly RegExp[] = [WITH_CONTEXT, WITHOUT, DESCRIBE, CREATE, RETIRE];

/** The statements of a key policy that say what the grant says. */
function saidBy(grant: KeyGrant, amongOthers: boolean): readonly Said[] {
  const { KeyId, Operations, Constraints = {} } = grant;
  const Resource =
    KeyId === undefined ? '*' : KeyId.startsWith('arn:') ? KeyId : PARTITIONS.map((one) => `arn:${one}:kms:*:*:key/${KeyId}`);
  const to = (principal: string, operations: RegExp, ways: readonly Way[]): readonly Said[] => {
    const Action = Operations.filter((one) => operations.test(one)).map((one) => `kms:${one}`);
    const open = /^[0-9]{12}$/.test(principal) ? ['whether a grant may name an account by its number'] : [];
    if (Action.length === 0) return [];
    return ways.map((way) => ({ ...way, Principal: principalOf(principal), Action, Resource, open: [...open, ...(way.open ?? [])] }));
  };
  const grantee = String(grant.GranteePrincipal ?? grant.GranteeServicePrincipal);
  const bySource = waysOfSource(Constraints.SourceArn);
  const byContext = waysOfContext(Constraints);
  const noContext = byContext.length === 1 ? [] : ['whether an encryption context constraint counts for keys without encryption context'];
  const child = {
    // what a grant lets be granted is at most what it grants
    conditions: [{ 'ForAllValues:StringEquals': { 'kms:GrantOperations': Operations } }],
    open:
      Object.keys(Constraints).length === 0
        ? []
        : ['whether the constraints of the new grant are as strict as those of the grant that lets it be made'],
  };
  return [
    ...to(grantee, WITH_CONTEXT, each(bySource, byContext)),
    ...to(grantee, WITHOUT, each(bySource, [{ open: noContext }])),
    ...to(grantee, DESCRIBE, [...bySource, ...describedWithout(Constraints.SourceArn)]),
    ...to(grantee, CREATE, each(bySource, [child])),
    ...retirement(grant, Resource, amongOthers),
  ];
}

/** A way in which the constraints may be met. */
interface Way {
  readonly conditions?: readonly object[];
  readonly open?: readonly string[];
}

const each = (some: readonly Way[], others: readonly Way[]): readonly Way[] =>
  some.flatMap((a) =>
    others.map((b) => ({
      conditions: [{}, ...(a.conditions ?? []), ...(b.conditions ?? [])],
      open: [...(a.open ?? []), ...(b.open ?? [])],
    })),
  );

/**
 * "Only evaluated when the request is made by an AWS service", says "Creating grants", and GrantConstraints: only "when the request is
 * made on behalf of a specific AWS resource". With which operator it is compared is not said.
 */
function waysOfSource(source: string | undefined): readonly Way[] {
  if (source === undefined) return [{}];
  const noService = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' } };
  const ways: Way[] = [
    { conditions: [{ StringEquals: { 'aws:SourceArn': source } }] },
    { conditions: [noService], open: ['whether SourceArn counts in a grant where no service makes the request'] },
  ];
  if (/[*?]/.test(source))
    ways.push({ conditions: [{ StringLike: { 'aws:SourceArn': source } }], open: ['whether wildcards count in the SourceArn of a grant'] });
  return ways;
}

/** It "can also be applied to the DescribeKey operation when specified in the request" (API reference: GrantConstraints). */
const describedWithout = (source: string | undefined): readonly Way[] =>
  source === undefined
    ? []
    : [{ conditions: [{ Null: { 'aws:SourceArn': 'true' } }], open: ['whether SourceArn counts for DescribeKey without a source'] }];

/** The keys are compared exactly, says "Creating grants", and without regard to case, says GrantConstraints. */
function waysOfContext({ EncryptionContextEquals: equal, EncryptionContextSubset: subset }: Constraints): readonly Way[] {
  const wanted = equal ?? subset;
  if (wanted === undefined) return [{}];
  const names = Object.keys(wanted);
  const NAMES = 'kms:EncryptionContextKeys';
  const pairs = { StringEquals: Object.fromEntries(names.map((key) => [`kms:EncryptionContext:${key}`, wanted[key]])) };
  const exact = equal
    ? [{ 'ForAllValues:StringEquals': { [NAMES]: names } }]
    : names.map((key) => ({ 'ForAnyValue:StringEquals': { [NAMES]: key } }));
  const loose = equal && names.length > 0 ? [{ 'ForAllValues:StringEqualsIgnoreCase': { [NAMES]: names } }] : [];
  const doubt =
    names.length > 0
      ? 'whether the keys of a constraint are compared with their case'
      : 'whether EncryptionContextEquals of no pairs counts';
  return [{ conditions: [pairs, ...exact] }, { conditions: [pairs, ...loose], open: [doubt] }];
}

const MAKER: Hole = { kind: 'runtime', reason: 'the account in which the grant was made', chars: 'name' };

/**
 * Whom a grant names as retiring, and the account in which it was made; its grantee only if it says so. Which grant a request retires,
 * it does not say here.
 */
function retirement(grant: KeyGrant, Resource: Said['Resource'], amongOthers: boolean): readonly Said[] {
  const { GranteePrincipal, GranteeServicePrincipal, RetiringPrincipal, RetiringServicePrincipal, IssuingAccount } = grant;
  const which = amongOthers ? ['which of the grants is retired'] : [];
  const said = (Principal: object, open: readonly string[] = []): Said => ({
    ...{ Principal, Resource, Action: 'kms:RetireGrant', open: [...which, ...open] },
  });
  const named = [RetiringPrincipal, RetiringServicePrincipal, IssuingAccount];
  if (grant.Operations.includes('RetireGrant')) named.push(GranteePrincipal, GranteeServicePrincipal);
  const statements = named
    .filter(isString)
    .map((one) => said(principalOf(one), /^[0-9]{12}$/.test(one) ? ['whether a grant may name an account by its number'] : []));
  if (IssuingAccount !== undefined) return statements;
  return [...statements, { ...said({ AWS: '*' }), account: MAKER }];
}

/** Of a grant that a service was given for itself, `ListGrants` prints the service as GranteePrincipal (API reference: ListGrants). */
const principalOf = (name: string): object => (/^(?:arn:|[0-9]{12}$)/.test(name) ? { AWS: name } : { Service: name });

type JsonObject = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isString = (value: unknown): value is string => typeof value === 'string';

/** The first field that KMS would not take. */
function faultOf(grant: unknown): string | undefined {
  if (!isObject(grant)) return 'it is no object';
  const { GranteePrincipal, GranteeServicePrincipal, RetiringPrincipal, RetiringServicePrincipal, Operations, Constraints } = grant;
  const field =
    Object.keys(grant).find((name) => !fits(name, grant[name])) ??
    (Operations === undefined ? 'Operations' : undefined) ??
    // one of the grantees, and where it is a service, for the sake of one resource and with somebody who retires the grant
    ((GranteePrincipal === undefined) === (GranteeServicePrincipal === undefined) ? 'GranteePrincipal' : undefined) ??
    (EQUAL in Object(Constraints) && SUBSET in Object(Constraints) ? EQUAL : undefined) ??
    (GranteeServicePrincipal !== undefined && !isString(Object(Constraints).SourceArn) ? 'Constraints.SourceArn' : undefined) ??
    (GranteeServicePrincipal !== undefined && !isString(RetiringPrincipal ?? RetiringServicePrincipal) ? 'RetiringPrincipal' : undefined);
  return field && `its ${field}`;
}

function fits(name: string, value: unknown): boolean {
  switch (name) {
    case 'Operations':
      return Array.isArray(value) && value.length > 0 && value.every((one) => isString(one) && OPERATIONS.some((some) => some.test(one)));
    case 'Constraints':
      return isObject(value) && Object.keys(value).every((one) => fits(one, value[one]));
    case EQUAL:
    case SUBSET:
      return isObject(value) && Object.values(value).every(isString);
    case 'KeyId':
      return isString(value) && !/[*?]/.test(value);
    case 'SourceArn':
      return isString(value) && SOURCE.test(value);
    default:
      return /^(?:Name|CreationDate)$/.test(name) || (TEXTS.test(name) && isString(value));
  }
}

const EQUAL = 'EncryptionContextEquals';
const SUBSET = 'EncryptionContextSubset';
/** API reference: GrantConstraints. */
const SOURCE = /^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$/;
const TEXTS = /^(?:GrantId|IssuingAccount|(?:Grantee|Retiring)(?:Service)?Principal)$/;
