import { describe, expect, it } from 'vitest';
import { readCases, runCase } from './cases.ts';

const request = { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource: '*' };
const allow = { Version: '2012-10-17', Statement: [{ Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' }] };

describe('request cases', () => {
  it('give their decision, the statements behind it and whether it was expected', () => {
    const { cases } = readCases([
      {
        name: 'one',
        request,
        policies: { identity: [{ name: 'admin', document: allow }] },
        expect: { decision: 'allow', layer: 'identity' },
      },
      { name: 'two', request, expect: { decision: 'allow' } },
      { name: 'three', request, policies: { identity: allow }, expect: { decision: 'allow', layer: 'resource' } },
      { name: 'four', request },
      { name: 'five', request, expect: { message: 'no' } },
    ]);
    expect(cases.map(runCase)).toEqual([
      {
        name: 'one',
        decision: 'allow',
        layer: 'identity',
        statements: [{ layer: 'identity', policy: 'admin', path: 'Statement[0]', sid: 'All' }],
        message: undefined,
        ok: true,
      },
      expect.objectContaining({ name: 'two', decision: 'implicitDeny', ok: false }),
      expect.objectContaining({ name: 'three', decision: 'allow', ok: false }),
      expect.objectContaining({ name: 'four', ok: true }),
      expect.objectContaining({ name: 'five', ok: false }),
    ]);
  });

  it('keep the findings of their policies, with the layer', () => {
    const { cases } = readCases({ name: 'one', request, policies: { scp: [[allow], [{ Version: '2012-10-17' }]] } });
    expect(cases[0]?.findings.map((finding) => [finding.code, finding.path])).toEqual([['missing-statement', 'scp[1][0].Statement']]);
  });

  const ALL_LAYERS =
    'the layer is one of identity, resource, boundary, session, scp, rcp, endpoint, trust, grants, acl, publicAccessBlock, account';
  const DECISIONS = 'the decision is one of allow, implicitDeny, explicitDeny, unknown';
  const LEVELS = 'the policies are a list of levels, from the root to the account, each a list';
  it.each<[unknown, string]>([
    [7, ': a case is an object with a name, a request and policies'],
    [null, ': a case is an object with a name, a request and policies'],
    [[[]], '[0]: a case is an object with a name, a request and policies'],
    [[{ name: 'a', request }, 'x'], '[1]: a case is an object with a name, a request and policies'],
    [{ request }, '.name: the name is a string'],
    [[{ request }], '[0].name: the name is a string'],
    [{ name: 'a' }, '.request: the request is an object'],
    [{ name: 'a', request: null }, '.request: the request is an object'],
    [{ name: 'a', request: { ...request, action: undefined } }, '.request.action: the action is a string, such as "s3:GetObject"'],
    [{ name: 'a', request: { ...request, resource: ['*'] } }, '.request.resource: the resource is a string: an ARN or "*"'],
    [{ name: 'a', request: { ...request, principal: 7 } }, '.request.principal: the principal is a string or an object'],
    [{ name: 'a', request: { ...request, context: [] } }, '.request.context: the context is an object'],
    [{ name: 'a', request: { ...request, resourceAccount: 111122223333 } }, '.request.resourceAccount: the value is a string'],
    [{ name: 'a', request: { ...request, principalOrganization: 1 } }, '.request.principalOrganization: the value is a string'],
    [{ name: 'a', request: { ...request, managementAccount: 1 } }, '.request.managementAccount: the value is a string'],
    [{ name: 'a', request, policies: [] }, '.policies: the policies are an object of layers'],
    [{ name: 'a', request, policies: { group: [] } }, '.policies.group: there is no layer "group"'],
    [{ name: 'a', request, policies: { scp: [allow] } }, `.policies.scp: ${LEVELS}`],
    [{ name: 'a', request, policies: { scp: [[], allow] } }, `.policies.scp: ${LEVELS}`],
    [{ name: 'a', request, policies: { rcp: allow } }, `.policies.rcp: ${LEVELS}`],
    [{ name: 'a', request, expect: 'allow' }, '.expect: what to expect is an object with a decision'],
    [{ name: 'a', request, expect: { decision: 'deny' } }, `.expect: ${DECISIONS}`],
    [{ name: 'a', request, expect: { decision: 1 } }, `.expect: ${DECISIONS}`],
    [{ name: 'a', request, expect: { layer: 'group' } }, `.expect: ${ALL_LAYERS}`],
    [{ name: 'a', request, expect: { layer: 1 } }, `.expect: ${ALL_LAYERS}`],
    [{ name: 'a', request, expect: { message: 1 } }, '.expect: the message is a string'],
  ])('%j has a problem: %s', (value, problem) => {
    expect(readCases(value).problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([problem]);
  });

  it('are read with every layer, each of one policy or several', () => {
    const many = { name: 'many', document: allow };
    const policies = {
      identity: allow,
      boundary: [allow, many],
      session: [many],
      endpoint: [],
      resource: { name: 7, document: allow },
      trust: many,
      scp: [[allow], [many, allow]],
      rcp: [[]],
    };
    const { cases, problems } = readCases([
      { name: 'a', request, policies, source: 'page' },
      { name: 'b', request, policies: {}, source: 7 },
    ]);
    expect(problems).toEqual([]);
    const names = (list: readonly { kind: string; name: string | undefined }[] | undefined) =>
      list?.map((one) => `${one.kind} ${one.name}`);
    const { layers } = cases[0] ?? {};
    expect(names(layers?.identity)).toEqual(['identity undefined']);
    expect(names(layers?.boundary)).toEqual(['boundary undefined', 'boundary many']);
    expect(names(layers?.session)).toEqual(['session many']);
    expect(layers?.endpoint).toEqual([]);
    expect(layers?.resource).toMatchObject({ kind: 'resource', name: undefined, statements: [{ effect: 'Allow' }] });
    expect(layers?.trust).toMatchObject({ kind: 'trust', name: 'many' });
    expect(layers?.scp?.map(names)).toEqual([['scp undefined'], ['scp many', 'scp undefined']]);
    expect(layers?.rcp).toEqual([[]]);
    expect([...new Set(cases[0]?.findings.map((finding) => finding.path))]).toEqual([
      'resource.Statement[0].Principal',
      'trust.Statement[0].Resource',
      'trust.Statement[0].Principal',
    ]);
    expect([cases[0]?.source, cases[1]?.source, cases[1]?.layers, cases[1]?.expect]).toEqual(['page', undefined, {}, undefined]);
    expect(
      readCases({ name: 'a', request: { ...request, principal: { Service: 'x.y' }, context: {}, resourceAccount: '1' } }).problems,
    ).toEqual([]);
    const broken = readCases({ name: 'c', request, policies: { boundary: [allow, '{'], scp: [[allow, '{']] } }).cases[0]?.findings;
    expect(broken?.map((finding) => finding.path)).toEqual(['boundary[1].', 'scp[0][1].']);
  });

  it('hold when all that they expect holds', () => {
    const ok = (expected: object) =>
      readCases({ name: 'a', request, policies: { identity: '{' }, expect: expected }).cases.map((one) => runCase(one).ok);
    const message =
      'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject with an explicit deny in an identity-based policy';
    expect([
      ok({}),
      ok({ decision: 'explicitDeny', layer: 'identity', message }),
      ok({ layer: 'scp' }),
      ok({ decision: 'allow' }),
      ok({ message: '' }),
    ]).toEqual([[true], [true], [false], [false], [false]]);
    const [denied] = readCases({ name: 'a', request, policies: { identity: { name: 'broken', document: '{' } } }).cases.map(runCase);
    expect(denied?.statements).toEqual([{ layer: 'identity', policy: 'broken', path: undefined, sid: undefined }]);
    expect(denied?.message).toBe(message);
  });

  it('are read with what services have beside policies', () => {
    const everyone = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
    const policies = {
      resource: everyone,
      grants: { name: 'grants', document: [7] },
      acl: { name: 'acl', document: { Grants: [] } },
      publicAccessBlock: [{ RestrictPublicBuckets: true, BlockPublicPolicy: true }, { BlockPublicAcls: false }],
    };
    const { cases, problems } = readCases([
      { name: 'a', request: { ...request, newPolicy: { name: 'new', document: everyone } }, policies },
      { name: 'b', request: { ...request, newPolicy: 7 }, policies: { publicAccessBlock: [], grants: [], acl: {} } },
    ]);
    expect(problems).toEqual([]);
    const { layers, findings } = cases[0] ?? {};
    expect(layers?.grants).toMatchObject({ name: 'grants', statements: [{ path: 'Grants[0]' }] });
    expect(layers?.acl).toMatchObject({ name: 'acl', statements: [] });
    expect(layers?.publicAccessBlock?.statements.map((one) => [one.sid, one.open])).toEqual([
      ['RestrictPublicBuckets', []],
      ['BlockPublicPolicy', []],
      ['BlockPublicPolicy', ['whether the new policy makes the access point public']],
    ]);
    expect(findings?.map(({ path }) => path)).toEqual(['grants.Grants[0]', 'acl.ObjectOwnership', 'acl.Owner.ID']);
    expect(cases[1]?.layers).not.toHaveProperty('publicAccessBlock');
    expect(cases[1]?.layers).toMatchObject({ grants: { name: undefined }, acl: { name: undefined } });
    expect(cases[1]?.findings.map(({ path }) => path)).toContain('newPolicy.');
  });

  it('ignore public ACLs where a setting says so', () => {
    const acl = {
      ObjectOwnership: 'ObjectWriter',
      Owner: { ID: '111122223333' },
      Grants: [{ Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' }],
    };
    const statements = (policies: object) => readCases({ name: 'a', request, policies }).cases[0]?.layers.acl?.statements.length;
    expect(statements({ acl })).toBe(1);
    expect(statements({ acl, publicAccessBlock: [{ IgnorePublicAcls: true }] })).toBe(0);
  });

  const SETTINGS =
    'the settings are a list of objects of BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets, each true or false';
  it.each([[{}], ['x'], [[7]], [[{ BlockPublicAcls: 'true' }]], [[{ BlockPublicAcls: true }, { Block: true }]]])(
    '%j are no settings of S3 Block Public Access',
    (publicAccessBlock) => {
      const { problems } = readCases({ name: 'a', request, policies: { publicAccessBlock } });
      expect(problems).toEqual([{ path: '.policies.publicAccessBlock', message: SETTINGS }]);
    },
  );
});
