import { ACCOUNT, holeKey, isHole, literalOf, type Text } from '../model/text.ts';
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
  | { readonly kind: 'service' | 'federated' | 'canonicalUser'; readonly name: Name }
  /** the template leaves open which; `reason` ends "it depends on" */
  | { readonly kind: 'unknown'; readonly reason: string };

export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
const TYPES: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
export const isPrincipalType = (type: string): type is PrincipalType => TYPES.includes(type);

/** Reads one value of the element; a string says what is wrong with it. */
export function readPrincipal(type: PrincipalType, source: Text): PrincipalEntry | string {
  const name = nameOf(source);
  const literal = typeof name === 'string' ? name : undefined;
  switch (type) {
    case 'AWS':
      return literal === undefined ? symbolicPrincipal(source) : awsPrincipal(literal);
    case 'Service':
      if (literal?.includes('*')) return 'a service principal cannot hold a wildcard';
      if (literal?.includes('.') === false) return `"${literal}" is no service principal, such as lambda.amazonaws.com`;
      return { kind: 'service', name };
    case 'Federated':
      return literal?.includes('*') ? 'a federated principal cannot hold a wildcard' : { kind: 'federated', name };
    case 'CanonicalUser':
      return literal?.includes('*') ? 'a canonical user cannot hold a wildcard' : { kind: 'canonicalUser', name };
  }
}

/** AWS: "IAM identifiers", IAM ARNs and unique identifiers. */
const ROOT = /^arn:[^:]+:iam::([0-9]{12}):root$/;
const NAMED = /^arn:[^:]+:(?:iam::[0-9]{12}:(?:user|role)|sts::[0-9]{12}:(?:assumed-role|federated-user))\/[^:/][^:]*$/;
/** A user of no account (AWS: "Restrict access to an Amazon S3 origin"). */
const ORIGIN_ACCESS_IDENTITY = /^arn:aws:iam::cloudfront:user\/[^:]+$/;
const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]{12,124}$/;
export const isAccountId = (value: string): boolean => /^[0-9]{12}$/.test(value);

function awsPrincipal(value: string): PrincipalEntry | string {
  if (value === '*') return { kind: 'everyone' };
  if (isAccountId(value)) return { kind: 'account', account: value };
  if (UNIQUE_ID.test(value)) return { kind: 'uniqueId', id: value };
  if (/[*?]/.test(value)) return `the principal "${value}" holds a wildcard, which matches part of no name`;
  const account = ROOT.exec(value)?.[1];
  if (account !== undefined) return { kind: 'account', account };
  if (NAMED.test(value) || ORIGIN_ACCESS_IDENTITY.test(value)) return { kind: 'arn', arn: value };
  return `the principal "${value}" is no account, user, role or session`;
}

function isOwnAccount(source: Text): boolean {
  const [only] = source;
  return source.length === 1 && only !== undefined && isHole(only) && holeKey(only) === holeKey(ACCOUNT);
}

function symbolicPrincipal(source: Text): PrincipalEntry {
  // `!Ref AWS::AccountId`
  if (isOwnAccount(source)) return { kind: 'account', account: source };
  const fields = arnFields(source);
  return fields && fields[4].length > 0 && literalOf(fields[5]) === 'root'
    ? { kind: 'account', account: nameOf(fields[4]) }
    : { kind: 'arn', arn: source };
}
