/**
 * Who asks, and how a Principal entry meets them.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal".
 */
export type Caller =
  | { readonly kind: 'user'; readonly account: string; readonly arn: string; readonly uniqueId: string | undefined }
  | {
      readonly kind: 'session';
      readonly account: string;
      readonly arn: string;
      readonly role: string;
      /** a session's ARN does not tell the path of its role */
      readonly pathKnown: boolean;
      readonly name: string;
      readonly uniqueId: string | undefined;
    }
  | { readonly kind: 'federatedUser'; readonly account: string; readonly arn: string; readonly user: string | undefined }
  | { readonly kind: 'root'; readonly account: string; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'provider'; readonly id: string }
  | { readonly kind: 'canonicalUser'; readonly id: string }
  | { readonly kind: 'anonymous' }
  /** what is no principal at all */
  | { readonly kind: 'unknown' };

/** `arn:aws:iam::111122223333:role/app` in its six fields */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

export function readArn(text: string): Arn | undefined {
  const [prefix, partition = '', service = '', region = '', account = '', ...resource] = text.split(':');
  return prefix === 'arn' && resource.length > 0 ? { partition, service, region, account, resource: resource.join(':') } : undefined;
}

export const isAccountId = (text: string): boolean => text.length === 12 && [...text].every((digit) => digit >= '0' && digit <= '9');

export const accountOf = (caller: Caller): string | undefined => ('account' in caller ? caller.account : undefined);

/** Service-linked roles live under a path of their own. Source: IAM User Guide, "Create a service-linked role". */
export const isServiceLinked = (caller: Caller): boolean => caller.kind === 'session' && caller.role.includes(':role/aws-service-role/');

/**
 * How a grant reaches the caller:
 * - `direct`: the caller itself, or everyone
 * - `limited`: the role of the session, or the user behind a federated session
 * - `account`: only the account, which may pass it on
 */
export type Route = 'direct' | 'limited' | 'account';

/** An entry under `AWS`, or the `*` that stands alone. */
export function routeOfAws(entry: string, caller: Caller): Route | undefined {
  if (entry === '*') return 'direct';
  const account = isAccountId(entry) ? entry : readArn(entry)?.resource === 'root' ? readArn(entry)?.account : undefined;
  if (account !== undefined) {
    if (accountOf(caller) !== account) return undefined;
    return caller.kind === 'root' ? 'direct' : 'account';
  }
  switch (caller.kind) {
    case 'user':
      return entry === caller.arn || entry === caller.uniqueId ? 'direct' : undefined;
    case 'session':
      if (entry === caller.arn) return 'direct';
      return entry === caller.role || entry === caller.uniqueId || (!caller.pathKnown && sameRoleName(entry, caller.role))
        ? 'limited'
        : undefined;
    case 'federatedUser':
      if (entry === caller.arn) return 'direct';
      return entry === caller.user ? 'limited' : undefined;
    default:
      return undefined;
  }
}

/** Names of roles are unique in an account, whatever their path. Source: IAM User Guide, "IAM and AWS STS quotas". */
function sameRoleName(one: string, other: string): boolean {
  const [left, right] = [readArn(one), readArn(other)];
  if (left === undefined || right === undefined || !left.resource.startsWith('role/')) return false;
  const name = (resource: string) => resource.slice(resource.lastIndexOf('/') + 1);
  return (
    left.partition === right.partition &&
    left.service === 'iam' &&
    left.account === right.account &&
    name(left.resource) === name(right.resource)
  );
}

export function routeOf(type: string, entry: string, caller: Caller): Route | undefined {
  if (type === 'AWS') return routeOfAws(entry, caller);
  if (type === 'Service') return caller.kind === 'service' && caller.name === entry ? 'direct' : undefined;
  if (type === 'Federated') return caller.kind === 'provider' && caller.id === entry ? 'direct' : undefined;
  if (type === 'CanonicalUser') return caller.kind === 'canonicalUser' && caller.id === entry ? 'direct' : undefined;
  return undefined;
}

/** Whether an entry is of a form that its type knows. A wildcard for a part of a name is of none. */
export function isPrincipalEntry(type: string, entry: string): boolean {
  if (type === 'AWS' && entry === '*') return true;
  if (entry === '' || entry.includes('*') || entry.includes('?')) return false;
  if (type !== 'AWS') return true;
  if (isAccountId(entry)) return true;
  const arn = readArn(entry);
  if (arn === undefined) return ['AIDA', 'AROA'].some((prefix) => entry.startsWith(prefix));
  if (!isAccountId(arn.account)) return false;
  const kinds = arn.service === 'iam' ? ['user/', 'role/'] : arn.service === 'sts' ? ['assumed-role/', 'federated-user/'] : [];
  return (arn.service === 'iam' && arn.resource === 'root') || kinds.some((kind) => arn.resource.startsWith(kind));
}
