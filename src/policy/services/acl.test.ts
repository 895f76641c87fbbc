import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorize } from '../authorize.ts';
import { explain } from '../explain.ts';
import { parseAcl } from './acl.ts';

const ALL = { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' };
const grant = (Grantee: unknown, Permission: unknown = 'READ') => ({ Grantee, Permission });
const list = (...Grants: readonly unknown[]) => ({ ObjectOwnership: 'ObjectWriter', Owner: { ID: '111122223333' }, Grants });
const read = { principal: '*', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', resourceAccount: '111122223333' } as const;

describe('an access control list', () => {
  it('is read with the places of its grants', () => {
    const { acl, findings } = parseAcl(list(grant(ALL), grant({ ID: '444455556666' }, 'WRITE')), [], 'the ACL');
    expect(findings).toEqual([]);
    expect(acl).toMatchObject({ kind: 'resource', name: 'the ACL', version: '2008-10-17', unreadable: undefined, owner: '111122223333' });
    expect(acl.statements).toMatchObject([
      { index: 0, path: 'Grants[0]', principal: { negated: false, entries: [{ kind: 'everyone' }] } },
      {
        index: 1,
        path: 'Grants[1]',
        principal: { negated: false, entries: [{ kind: 'canonicalUser' }, { kind: 'account', account: '444455556666' }] },
      },
    ]);
  });

  const ownership = 'ObjectOwnership: the setting of the bucket is one of BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter';
  const owner = 'Owner.ID: the owner is a canonical user ID, or an account';
  const permission = 'a permission is one of READ, WRITE, READ_ACP, WRITE_ACP, FULL_CONTROL';
  const grantee = 'a grantee has an ID, or the URI of a group of Amazon S3';
  it.each<[unknown, readonly string[]]>([
    [undefined, [ownership, owner, 'Grants: the grants are a list']],
    [7, [ownership, owner, 'Grants: the grants are a list']],
    [{ ...list(), ObjectOwnership: 'Mine' }, [ownership]],
    [{ ...list(), ObjectOwnership: 'BucketOwnerEnforced' }, []],
    [{ ...list(), Owner: { ID: 7 } }, [owner]],
    [{ ...list(), Grants: {} }, ['Grants: the grants are a list']],
    [list(7, grant(ALL)), [`Grants[0]: ${permission}`]],
    [list(grant(ALL, 'toString')), [`Grants[0]: ${permission}`]],
    [list(grant(ALL), grant(ALL, ['READ'])), [`Grants[1]: ${permission}`]],
    [list(grant({ URI: 'x' })), [`Grants[0]: ${grantee}`]],
    [list(grant(null)), [`Grants[0]: ${grantee}`]],
    [list(grant({ ID: 7 })), [`Grants[0]: ${grantee}`]],
    [list(grant({ URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' })), []],
  ])('%j: what is wrong with it', (document, wrong) => {
    const { findings } = parseAcl(document);
    expect(findings.map(({ message }) => message)).toEqual(wrong);
    for (const { code, severity, path, message } of findings)
      expect([code, severity, message.startsWith(`${path}: `)]).toEqual(['invalid-acl', 'error', true]);
  });

  it('says on whose account it depends', () => {
    const { acl } = parseAcl(list(grant({ ID: 'abc' })));
    const decision = authorize({ ...read, principal: 'arn:aws:iam::444455556666:root' }, { acl });
    expect(decision).toMatchObject({ decision: 'unknown', layer: 'acl' });
    expect(decision.dependsOn).toContain('whether the policy names the caller');
    const { acl: other } = parseAcl({ ...list(), Owner: { ID: 'abc' } });
    expect(other.owner).toEqual([{ kind: 'runtime', reason: 'the account of the canonical user abc', chars: 'name' }]);
    const foreign = authorize({ ...read, principal: 'arn:aws:iam::111122223333:root' }, { acl: other });
    expect(foreign.dependsOn).toContain('who owns the object, and whether its ACL counts');
  });

  it('is told like a policy, and why it does not count', () => {
    const told = explain(read, { acl: parseAcl(list(grant(ALL))).acl });
    expect(told.decision).toMatchObject({ decision: 'allow', layer: 'acl' });
    expect(told.layers).toMatchObject([
      { layer: 'acl', skipped: undefined, allows: 'yes', policies: [{ statements: [{ route: 'direct' }] }] },
    ]);
    const { acl } = parseAcl({ ...list(grant(ALL)), ObjectOwnership: 'BucketOwnerEnforced' });
    expect(explain(read, { acl }).layers).toMatchObject([
      { layer: 'acl', skipped: 'the bucket has its ACLs disabled, or the request is not for Amazon S3' },
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        expect(parseAcl(document).acl.unreadable).toBeUndefined();
      }),
    );
  });
});
