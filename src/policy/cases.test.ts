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

  it.each<[unknown, string]>([
    [7, ''],
    [[{ name: 'a', request }, 'x'], '[1]'],
    [{ request }, '.name'],
    [{ name: 'a' }, '.request'],
    [{ name: 'a', request: { ...request, action: undefined } }, '.request.action'],
    [{ name: 'a', request: { ...request, resource: ['*'] } }, '.request.resource'],
    [{ name: 'a', request: { ...request, principal: 7 } }, '.request.principal'],
    [{ name: 'a', request: { ...request, context: [] } }, '.request.context'],
    [{ name: 'a', request: { ...request, resourceAccount: 111122223333 } }, '.request.resourceAccount'],
    [{ name: 'a', request, policies: [] }, '.policies'],
    [{ name: 'a', request, policies: { group: [] } }, '.policies.group'],
    [{ name: 'a', request, policies: { scp: [allow] } }, '.policies.scp'],
    [{ name: 'a', request, expect: 'allow' }, '.expect'],
    [{ name: 'a', request, expect: { decision: 'deny' } }, '.expect'],
    [{ name: 'a', request, expect: { layer: 'group' } }, '.expect'],
    [{ name: 'a', request, expect: { message: 1 } }, '.expect'],
  ])('%j has a problem at "%s"', (value, path) => {
    expect(readCases(value).problems.map((problem) => problem.path)).toEqual([path]);
  });
});
