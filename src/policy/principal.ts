import { literalOf, type Text } from '../model/text.ts';
import { arnFields } from './arn.ts';
import { type Name, nameOf } from './name.ts';

/** `Principal` or `NotPrincipal` (then `negated`). Several entries are alternatives. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly entries: readonly PrincipalEntry[];
}

/** AWS: "AWS JSON policy elements: Principal". */
export type PrincipalEntry =
  /** `"*"` and `{"AWS": "*"}`: anyone, also without credentials */
  | { readonly kind: 'everyone' }
  /** `123456789012` or `arn:aws:iam::123456789012:root`: whoever the account lets, never its root user alone */
  | { readonly kind: 'account'; readonly account: Name }
  /** a user, a role, a role session or a federated user, by ARN */
  | { readonly kind: 'arn'; readonly arn: Name }
  /** `AIDA…`, `AROA…`: what IAM keeps of a user or role, and shows once that is deleted */
  | { readonly kind: 'uniqueId'; readonly id: string }
  | { readonly kind: 'service'; readonly service: Name }
  | { readonly kind: 'federated'; readonly provider: Name }
  | { readonly kind: 'canonicalUser'; readonly id: Name }
  /** the template leaves open which; `reason` ends "it depends on" */
  | { readonly kind: 'unknown'; readonly reason: string };

export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
const TYPES: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
export const isPrincipalType = (type: string): type is PrincipalType => TYPES.includes(type);

/** Reads one value of the element; a string says what is wrong with it. */
export function readPrincipal(type: PrincipalType, source: Text): PrincipalEntry | string {
  const literal = literalOf(source);
  switch (type) {
    case 'AWS':
      return literal === undefined ? symbolicPrincipal(source) : awsPrincipal(literal);
    case 'Service':
      if (literal?.includes('*')) return 'a service principal cannot hold a wildcard';
      if (literal !== undefined && !literal.includes('.')) return `"${literal}" is no service principal, such as lambda.amazonaws.com`;
      return { kind: 'service', service: literal ?? source };
    case 'Federated':
      return literal?.includes('*') ? 'a federated principal cannot hold a wildcard' : { kind: 'federated', provider: literal ?? source };
    case 'CanonicalUser':
      return literal?.includes('*') ? 'a canonical user cannot hold a wildcard' : { kind: 'canonicalUser', id: literal ?? source };
  }
}

function awsPrincipal(value: string): PrincipalEntry | string {
  if (value === '*') return { kind: 'everyone' };
  if (isAccountId(value)) return { kind: 'account', account: value };
  if (isUniqueId(value)) return { kind: 'uniqueId', id: value };
  if (value.includes('*') || value.includes('?')) return `the principal "${value}" holds a wildcard, which matches part of no name`;
  const fields = value.split(':');
  const [arn, , service, , account = '', resource = ''] = fields;
  const wrong = `the principal "${value}" is no account, user, role or session`;
  // AWS: "Restrict access to an Amazon S3 origin": the origin access identities of CloudFront are users of no account
  if (fields.length === 6 && value.startsWith('arn:aws:iam::cloudfront:user/')) return { kind: 'arn', arn: value };
  if (arn !== 'arn' || fields.length !== 6 || (service !== 'iam' && service !== 'sts') || !isAccountId(account)) return wrong;
  if (service === 'iam' && resource === 'root') return { kind: 'account', account };
  const [type, name] = resource.split('/');
  const known =
    service === 'iam' ? type === 'user' || type === 'role' : type === 'assumed-role' || type === 'federated-user' || type === 'self';
  if (!known || !name) return wrong;
  return { kind: 'arn', arn: value };
}

function symbolicPrincipal(source: Text): PrincipalEntry {
  const last = source[source.length - 1];
  const [first] = source;
  // `!Ref AWS::AccountId`
  if (source.length === 1 && typeof first === 'object' && first.kind === 'pseudo' && first.name === 'AWS::AccountId')
    return { kind: 'account', account: source };
  if (typeof last === 'string' && last.endsWith(':root')) {
    const owner = arnFields(source)?.[4];
    if (owner && owner.length > 0) return { kind: 'account', account: nameOf(owner) };
  }
  return { kind: 'arn', arn: source };
}

export const isAccountId = (value: string): boolean => /^[0-9]{12}$/.test(value);

/** AWS: "IAM identifiers", unique identifiers. */
const isUniqueId = (value: string): boolean => /^A(?:IDA|ROA)[A-Z0-9]{12,124}$/.test(value);
