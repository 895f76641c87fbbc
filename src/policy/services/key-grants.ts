import { parsePolicy } from '../parse.ts';
import type { ParsedPolicy, PolicyFinding, Statement } from '../statement.ts';

/**
 * Grants on a KMS key, as `ListGrants` prints them: a list, or `{ "Grants": […] }`. Each is read into the Allow statements of a key
 * policy that say the same, since it gives its grantee what a key policy would, and denies nobody. A grant that is not understood
 * gives nothing. Never throws.
 *
 * (AWS KMS: "Grants in AWS KMS", "Creating grants", "Retiring and revoking grants"; API reference: GrantConstraints.)
 */
export function parseGrants(document: unknown, name?: string): ParsedPolicy {
  const grants = isObject(document) ? document.Grants : document;
  const findings: PolicyFinding[] = [];
  const statements: Statement[] = [];
  for (const [index, grant] of ((Array.isArray(grants) ? grants : [grants]) as readonly KeyGrant[]).entries()) {
    const wrong = faultOf(grant);
    const said = wrong === undefined ? statementsOf(grant) : [{ Principal: '*', Action: 'kms:*' }];
    // without a Version nothing in it is a policy variable
    const { policy } = parsePolicy({ Statement: said.map((one) => ({ Effect: 'Allow', Resource: '*', ...one })) }, 'resource');
    const fault = wrong ?? policy.statements.flatMap((statement) => statement.faults)[0]?.message;
    const path = `Grants[${index}]`;
    const message = `KMS makes no such grant: ${fault}`;
    if (fault !== undefined) findings.push({ code: 'invalid-grant', severity: 'error', message: `${path}: ${message}`, path });
    for (const statement of policy.statements) {
      const open = wrong === undefined && grant.Constraints && statement.action.entries[0]?.prefix === 'kms:creategrant' ? [CHILD] : [];
      const faults = fault === undefined ? [] : [{ element: 'statement', path, message } as const];
      statements.push({ ...statement, sid: wrong === undefined ? grant.GrantId : undefined, index, path, faults, open });
    }
  }
  return { policy: { kind: 'resource', name, version: '2008-10-17', statements, unreadable: undefined }, findings };
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
  readonly Operations: readonly string[];
  readonly Constraints?: {
    readonly EncryptionContextEquals?: Pairs;
    readonly EncryptionContextSubset?: Pairs;
    readonly SourceArn?: string;
  };
}

/** Grant operations whose requests have an encryption context, and those without one; the last two are read apart. */
const WITH_CONTEXT = /^(?:Decrypt|Encrypt|GenerateDataKey(?:Pair)?(?:WithoutPlaintext)?|ReEncrypt(?:From|To))$/;
const WITHOUT = /^(?:DeriveSharedSecret|DescribeKey|GenerateMac|GetPublicKey|Sign|Verify(?:Mac)?)$/;
const CREATE = /^CreateGrant$/;
const RETIRE = /^RetireGrant$/;
const OPERATIONS: readonly RegExp[] = [WITH_CONTEXT, WITHOUT, CREATE, RETIRE];

const CHILD = 'whether the constraints of the new grant are as strict as those of the grant that lets it be made';

/** The statements of a key policy that say what the grant says. */
function statementsOf(grant: KeyGrant): readonly object[] {
  const { KeyId, Operations, Constraints: { EncryptionContextEquals: equal, EncryptionContextSubset: subset, SourceArn } = {} } = grant;
  const source = SourceArn === undefined ? {} : { 'aws:SourceArn': SourceArn };
  const pairs = Object.entries(equal ?? subset ?? {}).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
  const to = (Principal: object, operations: RegExp, equals: object, listed: object = {}): readonly object[] => {
    const Action = [...Operations, 'RetireGrant'].filter((one) => operations.test(one)).map((one) => `kms:${one}`);
    // keys of an encryption context are compared without regard to case
    const Condition = { StringEquals: equals, 'ForAllValues:StringEqualsIgnoreCase': listed };
    return Action.length === 0 ? [] : [{ Principal, Action, Condition, ...(KeyId?.startsWith('arn:') ? { Resource: KeyId } : {}) }];
  };
  const grantee = principalOf(String(grant.GranteePrincipal ?? grant.GranteeServicePrincipal));
  const retiring = grant.RetiringPrincipal ?? grant.RetiringServicePrincipal;
  return [
    ...to(grantee, WITH_CONTEXT, { ...source, ...Object.fromEntries(pairs) }, equal && { 'kms:EncryptionContextKeys': Object.keys(equal) }),
    ...to(grantee, WITHOUT, source),
    // what a grant lets be granted is at most what it grants
    ...to(grantee, CREATE, source, { 'kms:GrantOperations': Operations }),
    ...(Operations.includes('RetireGrant') ? to(grantee, RETIRE, {}) : []),
    ...(retiring === undefined ? [] : to(principalOf(retiring), RETIRE, {})),
  ];
}

/** Of a grant that a service was given for itself, `ListGrants` prints the service as GranteePrincipal (API reference: ListGrants). */
const principalOf = (name: string): object => (/^(?:arn:|[0-9]{12}$)/.test(name) ? { AWS: name } : { Service: name });

type JsonObject = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isString = (value: unknown): value is string => typeof value === 'string';

/** The first field that KMS would not take. */
function faultOf(grant: unknown): string | undefined {
  if (!isObject(grant)) return 'it is no object';
  const { GranteePrincipal, GranteeServicePrincipal, Operations, Constraints } = grant;
  const field =
    Object.keys(grant).find((name) => !fits(name, grant[name])) ??
    (Operations === undefined ? 'Operations' : undefined) ??
    // one of the grantees, and where it is a service, for the sake of one resource
    ((GranteePrincipal === undefined) === (GranteeServicePrincipal === undefined) ? 'GranteePrincipal' : undefined) ??
    (EQUAL in Object(Constraints) && SUBSET in Object(Constraints) ? EQUAL : undefined) ??
    (GranteeServicePrincipal !== undefined && !isString(Object(Constraints).SourceArn) ? 'Constraints.SourceArn' : undefined);
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
    default:
      return /^(?:Name|CreationDate|IssuingAccount)$/.test(name) || (TEXTS.test(name) && isString(value));
  }
}

const EQUAL = 'EncryptionContextEquals';
const SUBSET = 'EncryptionContextSubset';
const TEXTS = /^(?:KeyId|GrantId|SourceArn|(?:Grantee|Retiring)(?:Service)?Principal)$/;
