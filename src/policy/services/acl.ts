import type { Hole } from '../../model/text.ts';
import type { Name } from '../name.ts';
import type { Acl } from '../object-owner.ts';
import { parsePolicy } from '../parse.ts';
import { isAccountId, type PrincipalEntry } from '../principal.ts';
import type { PolicyFinding, Statement } from '../statement.ts';
import { NO, UNKNOWN, YES } from '../tri.ts';
import { isSet, type PublicAccessBlock } from './public-access.ts';

/**
 * Reads an ACL as `GetObjectAcl` and `GetBucketAcl` print it, with the bucket's Object Ownership beside it: `{ "ObjectOwnership",
 * "Owner": { "ID" }, "Grants": [{ "Grantee": { "ID" } or { "URI" }, "Permission" }] }`. An ID is a canonical user ID or the twelve
 * digits of the account; which account a canonical user ID stands for, nobody here knows. A grant that is not understood gives
 * nothing. With IgnorePublicAcls among the settings, an ACL that is for everyone,
 * or for everyone with credentials, gives nothing at all. Never throws.
 *
 * (Amazon S3: "Access control list (ACL) overview"; "Controlling ownership of objects and disabling ACLs for your bucket"; "Blocking
 * public access to your Amazon S3 storage".)
 */
export function parseAcl(
  document: unknown,
  settings: readonly PublicAccessBlock[] = [],
  name?: string,
): { readonly acl: Acl; readonly findings: readonly PolicyFinding[] } {
  const { Owner, Grants, ObjectOwnership } = objectOf(document);
  const owner = objectOf(Owner).ID;
  const ownership = OWNERSHIPS.indexOf(String(ObjectOwnership));
  const findings: PolicyFinding[] = [];
  const statements: Statement[] = [];
  const find = (path: string, what: string): void => {
    findings.push({ code: 'invalid-acl', severity: 'error', message: `${path}: ${what}`, path });
  };
  if (ownership < 0) find('ObjectOwnership', `the setting of the bucket is one of ${OWNERSHIPS.join(', ')}`);
  if (typeof owner !== 'string') find('Owner.ID', 'the owner is a canonical user ID, or an account');
  if (!Array.isArray(Grants)) find('Grants', 'the grants are a list');
  let open = false;
  for (const [index, grant] of (Array.isArray(Grants) ? Grants : []).entries()) {
    const path = `Grants[${index}]`;
    const { Grantee, Permission } = objectOf(grant);
    const { ID, URI } = objectOf(Grantee);
    const actions = ACTIONS.get(Permission);
    const group = GROUPS.get(URI);
    if (!actions) find(path, `a permission is one of ${[...ACTIONS.keys()].join(', ')}`);
    else if (!group && typeof ID !== 'string') find(path, 'a grantee has an ID, or the URI of a group of Amazon S3');
    else {
      if (group?.isPublic) open = true;
      const ways = group?.ways ?? (ID === ANONYMOUS ? [{ Condition: { StringEquals: { 'aws:PrincipalType': 'Anonymous' } } }] : [{}]);
      const everyone = group !== undefined || ID === ANONYMOUS;
      for (const { Condition = {}, open: doubts = [] } of ways) {
        const given = { Effect: 'Allow', Principal: '*', Action: actions, Resource: '*', Condition };
        const principal = { negated: false, entries: entriesOf(String(ID)) };
        for (const statement of parsePolicy({ Statement: given }, 'resource').policy.statements)
          statements.push({ ...statement, index, path, open: doubts, ...(everyone ? {} : { principal }) });
      }
    }
  }
  return {
    acl: {
      kind: 'resource',
      name,
      version: '2008-10-17',
      statements: open && isSet(settings, 'IgnorePublicAcls') ? [] : statements,
      unreadable: undefined,
      owner: accountOf(String(owner)),
      disabled: ownership < 0 ? UNKNOWN : ownership === 0 ? YES : NO,
    },
    findings,
  };
}

type JsonObject = Readonly<Record<string, unknown>>;
const objectOf = (value: unknown): JsonObject => (typeof value === 'object' && value !== null ? (value as JsonObject) : {});

const OWNERSHIPS: readonly string[] = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'];

/** A way to be one of a group; `open`: why it is not known whether it counts. */
interface Way {
  readonly Condition?: object;
  readonly open?: readonly string[];
}

interface Group {
  readonly isPublic: boolean;
  readonly ways: readonly Way[];
}

const SIGNED = { Bool: { 'aws:PrincipalIsAWSService': 'false' } };
const SERVICE = { Bool: { 'aws:PrincipalIsAWSService': 'true' } };
const GROUPS: ReadonlyMap<unknown, Group> = new Map([
  ['http://acs.amazonaws.com/groups/global/AllUsers', { isPublic: true, ways: [{}] }],
  [
    'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
    // "all AWS accounts", who sign their requests
    { isPublic: true, ways: [{ Condition: SIGNED }, { Condition: SERVICE, open: ['whether a service is an authenticated user'] }] },
  ],
  [
    'http://acs.amazonaws.com/groups/s3/LogDelivery',
    { isPublic: false, ways: [{ Condition: SERVICE, open: ['whether the service is the log delivery group'] }] },
  ],
]);

/** "All unauthenticated requests are made by the anonymous user" (Amazon S3: "Policies and permissions in Amazon S3"). */
const ANONYMOUS = '65a011a29cdf8ec533ec3d1ccaae921c';

/** What each permission allows, on a bucket and on an object (mapping of ACL permissions and access policy permissions). */
const READ = ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads', 's3:GetObject', 's3:GetObjectVersion'];
const WRITE = ['s3:PutObject'];
const READ_ACP = ['s3:GetBucketAcl', 's3:GetObjectAcl', 's3:GetObjectVersionAcl'];
const WRITE_ACP = ['s3:PutBucketAcl', 's3:PutObjectAcl', 's3:PutObjectVersionAcl'];
const ACTIONS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['READ', READ],
  ['WRITE', WRITE],
  ['READ_ACP', READ_ACP],
  ['WRITE_ACP', WRITE_ACP],
  ['FULL_CONTROL', [...READ, ...WRITE, ...READ_ACP, ...WRITE_ACP]],
]);

const accountOf = (id: string): Name => (isAccountId(id) || id === ANONYMOUS ? id : [holeOf(`the account of the canonical user ${id}`)]);
const holeOf = (reason: string): Hole => ({ kind: 'runtime', reason, chars: 'name' });

const entriesOf = (id: string): readonly PrincipalEntry[] => [
  { kind: 'canonicalUser', name: isAccountId(id) ? [holeOf(`the canonical user ID of the account ${id}`)] : id },
  { kind: 'account', account: accountOf(id) },
];
