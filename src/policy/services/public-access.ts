import { literalOf, type Text } from '../../model/text.ts';
import type { Condition } from '../condition/condition.ts';
import { parsePolicy } from '../parse.ts';
import type { Policy, Statement } from '../statement.ts';
import { both, either, NO, not, type Tri, triOf, UNKNOWN, YES } from '../tri.ts';

/** Settings of S3 Block Public Access, as `GetPublicAccessBlock` prints them; what is left out is off. */
export interface PublicAccessBlock {
  readonly BlockPublicAcls?: boolean;
  readonly IgnorePublicAcls?: boolean;
  readonly BlockPublicPolicy?: boolean;
  readonly RestrictPublicBuckets?: boolean;
}

/** Organization, account, bucket and access point each have their settings: the strictest counts. */
export const isSet = (settings: readonly PublicAccessBlock[], setting: keyof PublicAccessBlock): boolean =>
  settings.some((one) => one[setting] === true);

export interface BlockedPolicies {
  /** the policy of the bucket, with its Principal elements */
  readonly policy?: Policy | undefined;
  /** the policy that a request for s3:PutBucketPolicy or s3:PutAccessPointPolicy sets */
  readonly newPolicy?: Policy | undefined;
}

/**
 * S3 Block Public Access as the Deny statements that say the same, each with its setting as Sid: with RestrictPublicBuckets a bucket
 * whose policy is public is for AWS services and its own account only; the settings that begin with Block keep public policies and ACLs
 * from being put. For IgnorePublicAcls see `parseAcl`. What an access point's own policy or network makes of it is not known.
 *
 * (Amazon S3: "Blocking public access to your Amazon S3 storage"; "Troubleshoot access denied (403 Forbidden) errors".)
 */
export function parsePublicAccessBlock(
  settings: readonly PublicAccessBlock[],
  { policy, newPolicy }: BlockedPolicies,
  name?: string,
): Policy {
  const statements: Statement[] = [];
  const deny = (
    Sid: keyof PublicAccessBlock,
    Action: string | readonly string[],
    known: Tri,
    doubt: string,
    Condition: object = {},
  ): void => {
    if (!isSet(settings, Sid) || known === NO) return;
    const given = { Sid, Effect: 'Deny', Principal: '*', Action, Resource: '*', Condition };
    for (const one of parsePolicy({ Version: '2012-10-17', Statement: given }, 'resource').policy.statements)
      statements.push({ ...one, index: statements.length, path: Sid, open: known === UNKNOWN ? [doubt] : [] });
  };
  if (policy) deny('RestrictPublicBuckets', 's3:*', isPublic(policy), 'whether the bucket policy is public', FROM_OUTSIDE);
  const set = newPolicy ? isPublic(newPolicy) : UNKNOWN;
  deny('BlockPublicPolicy', 's3:PutBucketPolicy', set, 'whether the new policy is public');
  // an access point of a VPC is not public, whatever its policy says; nor do wildcards for access points keep its policy from being so
  const setOnAccessPoint = newPolicy ? both(isPublic(newPolicy, true), UNKNOWN) : UNKNOWN;
  deny('BlockPublicPolicy', 's3:PutAccessPointPolicy', setOnAccessPoint, 'whether the new policy makes the access point public');
  deny('BlockPublicAcls', PUTS_ACL, YES, '', {
    StringEquals: { 's3:x-amz-acl': ['public-read', 'public-read-write', 'authenticated-read'] },
  });
  for (const key of GRANT_KEYS) deny('BlockPublicAcls', PUTS_ACL, YES, '', { StringLike: { [key]: '*/groups/global/*' } });
  const inBody = Object.fromEntries(['s3:x-amz-acl', ...GRANT_KEYS].map((key) => [key, 'true']));
  deny('BlockPublicAcls', SETS_ACL, UNKNOWN, 'whether the ACL in the body of the request is public', { Null: inBody });
  return { kind: 'resource', name, version: '2012-10-17', statements, unreadable: undefined };
}

const FROM_OUTSIDE = {
  StringNotEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' },
  BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
};

const SETS_ACL: readonly string[] = ['s3:PutBucketAcl', 's3:PutObjectAcl', 's3:PutObjectVersionAcl'];
const PUTS_ACL: readonly string[] = [...SETS_ACL, 's3:PutObject', 's3:CreateBucket'];
const GRANT_KEYS = ['read', 'write', 'read-acp', 'write-acp', 'full-control'].map((permission) => `s3:x-amz-grant-${permission}`);

/** Whether some Allow is for more than fixed principals, networks or sources (the page's "The meaning of public"). */
function isPublic({ statements, unreadable }: Policy, ofAccessPoint = false): Tri {
  let known: Tri = unreadable === undefined ? NO : YES;
  for (const statement of statements) if (statement.effect === 'Allow') known = either(known, isOpen(statement, ofAccessPoint));
  // whether what a Deny leaves of an Allow counts, the page does not say
  return statements.some(sparesFixed) ? both(known, UNKNOWN) : known;
}

/** Whether a Deny may leave access to fixed values only. */
function sparesFixed({ effect, principal, conditions }: Statement): boolean {
  const everyone = !principal || principal.negated || principal.entries.some(({ kind }) => kind === 'everyone' || kind === 'unknown');
  return effect === 'Deny' && everyone && conditions.every(({ negated, lookupKey }) => negated && mayTellFixed(lookupKey));
}

function isOpen({ principal, conditions, faults, open, when }: Statement, ofAccessPoint: boolean): Tri {
  // a policy is taken to be public until it is seen to be none
  if (faults.length > 0 || !principal) return YES;
  const { entries } = principal;
  let known: Tri = YES;
  if (entries.every(({ kind }) => kind !== 'everyone')) known = entries.some(({ kind }) => kind === 'unknown') ? UNKNOWN : NO;
  for (const condition of conditions) known = both(known, not(isFixed(condition, ofAccessPoint)));
  return open.length + when.length > 0 ? both(known, UNKNOWN) : known;
}

/** The keys that the page lists. Of others that tell the principal it says nothing. */
const FIXED: ReadonlySet<string> = new Set([
  ...['aws:principalorgid', 'aws:principalarn', 'aws:principalaccount', 'aws:principalservicename', 'aws:userid', 'aws:sourceip'],
  ...['aws:sourcearn', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:sourceowner', 'aws:sourceaccount'],
  ...['s3:dataaccesspointarn', 's3:dataaccesspointaccount'],
]);

const mayTellFixed = (key: string): boolean => FIXED.has(key) || key.startsWith('aws:principal') || key === 'aws:username';

/** Whether the condition holds for fixed values only. */
function isFixed({ lookupKey, base, negated, ifExists, set, values }: Condition, ofAccessPoint: boolean): Tri {
  if (negated || ifExists || base === 'Null') return NO;
  let known: Tri = FIXED.has(lookupKey) ? YES : mayTellFixed(lookupKey) ? UNKNOWN : NO;
  // it holds without the key as well
  if (set === 'ForAllValues') known = both(known, UNKNOWN);
  for (const { source } of values) known = both(known, isFixedValue(lookupKey, base, source, ofAccessPoint));
  return known;
}

function isFixedValue(key: string, base: Condition['base'], source: Text, ofAccessPoint: boolean): Tri {
  const value = literalOf(source);
  if (value === undefined) return UNKNOWN;
  if (base === 'IpAddress') {
    const [address = '', bits = '128'] = value.split('/');
    return triOf(Number(bits) >= (address.includes(':') ? 32 : 8));
  }
  // the name of the access point may be a wildcard, its account not
  if (key === 's3:dataaccesspointarn' && !ofAccessPoint && /^arn:[^*?$]*:[0-9]{12}:accesspoint\/[^$]*$/.test(value)) return YES;
  // what looks like a wildcard and is none to the operator
  if (/^StringEquals/.test(base) && /[*?]/.test(value) && !value.includes('${')) return UNKNOWN;
  return triOf(!/[*?]|\$\{/.test(value));
}
