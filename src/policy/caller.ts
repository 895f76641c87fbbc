import { displayText, literalOf, type Part, type Text, text } from '../model/text.ts';
import { arnFields } from './arn.ts';
import { type Name, nameOf } from './name.ts';
import { isAccountId } from './principal.ts';
import type { PrincipalInput } from './request.ts';

/** Who makes the request, as far as the evaluation tells callers apart. */
export interface Caller {
  readonly kind: 'user' | 'session' | 'federatedUser' | 'root' | 'service' | 'federated' | 'canonicalUser' | 'anonymous';
  readonly account: Name | undefined;
  /** as error messages show the caller */
  readonly arn: Name;
  /** `aws:PrincipalArn`: of a session the ARN of its role */
  readonly principalArn: Name | undefined;
  /** of a session whose name is known */
  readonly sessionArn: Name | undefined;
  /** of a session: the role's name, the last part of its ARN; names are unique in an account, whatever their paths */
  readonly roleName: string | undefined;
  /** the role's path was not given: `principalArn` assumes that it has none */
  readonly pathAssumed: boolean;
  /** of a federated user: the user behind the session */
  readonly user: Name | undefined;
  readonly uniqueId: string | undefined;
  /** a service-linked role: neither SCPs nor RCPs apply */
  readonly serviceLinked: boolean;
  /** what is wrong with the principal, when it is none */
  readonly problem: string | undefined;
}

const NOBODY: Caller = {
  kind: 'anonymous',
  account: undefined,
  arn: 'anonymous',
  principalArn: undefined,
  sessionArn: undefined,
  roleName: undefined,
  pathAssumed: false,
  user: undefined,
  uniqueId: undefined,
  serviceLinked: false,
  problem: undefined,
};

/** Callers of plain ARNs are read once; the bound keeps a long-lived process small. */
const read = new Map<string, Caller>();
const MAX_READ = 1000;

export function callerOf(input: PrincipalInput): Caller {
  if (typeof input !== 'string') return fromObject(input);
  const known = read.get(input);
  if (known) return known;
  const caller = fromArn(input, {});
  if (read.size >= MAX_READ) read.clear();
  read.set(input, caller);
  return caller;
}

interface Details {
  readonly role?: Name;
  readonly user?: Name;
  readonly uniqueId?: string;
}

function fromObject(input: Exclude<PrincipalInput, string>): Caller {
  if (typeof input !== 'object' || input === null) return { ...NOBODY, problem: 'the principal is neither a string nor an object' };
  if (input.Service !== undefined) return { ...NOBODY, kind: 'service', arn: String(input.Service) };
  if (input.Federated !== undefined) return { ...NOBODY, kind: 'federated', arn: nameOf(input.Federated) };
  if (input.CanonicalUser !== undefined) return { ...NOBODY, kind: 'canonicalUser', arn: String(input.CanonicalUser) };
  if (input.AWS === undefined) return { ...NOBODY, problem: 'the principal has none of AWS, Service, Federated and CanonicalUser' };
  const arn = nameOf(input.AWS);
  return typeof arn === 'string' ? fromArn(arn, input) : fromText(arn, input);
}

const NOTHING: readonly (string | undefined)[] = [];

/** AWS: "IAM identifiers", IAM ARNs. */
function fromArn(arn: string, details: Details): Caller {
  if (arn === '*') return NOBODY;
  const rest = { user: details.user, uniqueId: details.uniqueId };
  if (isAccountId(arn)) {
    const root = `arn:aws:iam::${arn}:root`;
    return { ...NOBODY, ...rest, kind: 'root', account: arn, arn: root, principalArn: root };
  }
  const [, partition, service, account, resource] = /^arn:([^:]*):(iam|sts)::([0-9]{12}):([^:]*[^:/])$/.exec(arn) ?? NOTHING;
  const what = `${service} ${resource}`;
  const base = { ...NOBODY, ...rest, account, arn, principalArn: arn };
  if (what === 'iam root') return { ...base, kind: 'root' };
  if (what.startsWith('iam user/')) return { ...base, kind: 'user' };
  if (what.startsWith('sts federated-user/')) return { ...base, kind: 'federatedUser' };
  if (what.startsWith('iam role/'))
    return {
      ...base,
      kind: 'session',
      roleName: what.slice(what.lastIndexOf('/') + 1),
      serviceLinked: what.startsWith('iam role/aws-service-role/'),
    };
  const [, roleName] = /^sts assumed-role\/([^/]+)\/[^/]+$/.exec(what) ?? NOTHING;
  if (roleName === undefined) return { ...NOBODY, arn, problem: `"${arn}" is no user, role, session, root or "*"` };
  const { role } = details;
  return {
    ...base,
    kind: 'session',
    sessionArn: arn,
    roleName,
    principalArn: role ?? `arn:${partition}:iam::${account}:role/${roleName}`,
    pathAssumed: role === undefined,
    serviceLinked: typeof role === 'string' && role.includes(':role/aws-service-role/'),
  };
}

/** A symbolic ARN: the kind must be literal, as in `arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${FnRole}`. */
function fromText(arn: Text, details: Details): Caller {
  const fields = arnFields(arn);
  const base = { ...NOBODY, arn, user: details.user, uniqueId: details.uniqueId };
  // nothing is known of its kind: roles are what templates pass around
  if (!fields) return { ...base, kind: 'session', principalArn: arn };
  const [, partition, service, , account, resource] = fields;
  const owned = { ...base, account: nameOf(account), principalArn: arn };
  const what = `${displayText(service)} ${displayText(resource)}`;
  if (what === 'iam root') return { ...owned, kind: 'root' };
  if (what.startsWith('iam user/')) return { ...owned, kind: 'user' };
  if (what.startsWith('sts federated-user/')) return { ...owned, kind: 'federatedUser' };
  if (what.startsWith('sts ')) {
    const name = roleNameIn(resource);
    const role = name && text('arn:', ...partition, ':iam::', ...account, ':role/', ...name);
    return {
      ...owned,
      kind: 'session',
      sessionArn: arn,
      roleName: name && literalOf(name),
      principalArn: details.role ?? (role && nameOf(role)),
      pathAssumed: details.role === undefined && role !== undefined,
    };
  }
  return { ...owned, kind: 'session', serviceLinked: what.startsWith('iam role/aws-service-role/') };
}

/** What stands between the slashes of `assumed-role/app/session`; undefined where a hole may have one more. */
function roleNameIn([first, ...rest]: Text): Text | undefined {
  if (typeof first !== 'string' || !first.startsWith('assumed-role/')) return undefined;
  const parts: Part[] = [];
  for (const part of [first.slice('assumed-role/'.length), ...rest]) {
    if (typeof part !== 'string') {
      if (part.chars !== 'name') return undefined;
      parts.push(part);
      continue;
    }
    const slash = part.indexOf('/');
    if (slash >= 0) return text(...parts, part.slice(0, slash));
    parts.push(part);
  }
  return undefined;
}
