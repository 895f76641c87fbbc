import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commandOf, decisionOf, expected, readCases } from './replay-cases.mjs';

const SCRIPT = fileURLToPath(new URL('./replay-cases.mjs', import.meta.url));
const CASES = fileURLToPath(new URL('../test/cases', import.meta.url));

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const ROLE = 'arn:aws:iam::111122223333:role/app';
const document = (more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more }],
});
const request = (more: object = {}) => ({ principal: ALICE, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', ...more });

function input(one: object): Record<string, unknown> {
  const command = commandOf(one);
  expect(command.why).toBeUndefined();
  expect(command.args?.slice(0, 5)).toEqual(['iam', 'simulate-custom-policy', '--output', 'json', '--cli-input-json']);
  return JSON.parse(command.args?.[5] ?? '');
}

describe('a case as a call of the simulator', () => {
  it('names the policies, the action, the resource and the caller', () => {
    expect(input({ request: request(), policies: { identity: [document(), { name: 'x', document: document() }] } })).toEqual({
      PolicyInputList: [JSON.stringify(document()), JSON.stringify(document())],
      ActionNames: ['s3:GetObject'],
      ResourceArns: ['arn:aws:s3:::b/k'],
      CallerArn: ALICE,
    });
  });

  it('hands on boundary, resource-based policy and owner', () => {
    const policy = document({ Principal: { AWS: ALICE } });
    expect(
      input({
        request: request({ resourceAccount: '444455556666' }),
        policies: { identity: [document()], boundary: [document()], resource: policy },
      }),
    ).toMatchObject({
      PermissionsBoundaryPolicyInputList: [JSON.stringify(document())],
      ResourcePolicy: JSON.stringify(policy),
      ResourceOwner: 'arn:aws:iam::444455556666:root',
      CallerArn: ALICE,
    });
  });

  it('types context keys by their values, and lists as lists', () => {
    const context = { 'aws:SecureTransport': true, 's3:max-keys': 10, 'aws:TagKeys': ['a', 'b'], 's3:prefix': '', 'aws:x': [] };
    expect(input({ request: request({ context, principalOrganization: 'o-1' }), policies: {} }).ContextEntries).toEqual([
      { ContextKeyName: 'aws:PrincipalOrgID', ContextKeyValues: ['o-1'], ContextKeyType: 'string' },
      { ContextKeyName: 'aws:SecureTransport', ContextKeyValues: ['true'], ContextKeyType: 'boolean' },
      { ContextKeyName: 's3:max-keys', ContextKeyValues: ['10'], ContextKeyType: 'numeric' },
      { ContextKeyName: 'aws:TagKeys', ContextKeyValues: ['a', 'b'], ContextKeyType: 'stringList' },
      { ContextKeyName: 's3:prefix', ContextKeyValues: [''], ContextKeyType: 'string' },
      { ContextKeyName: 'aws:x', ContextKeyValues: [], ContextKeyType: 'stringList' },
    ]);
  });

  it('gives a policy that says nothing where the caller has none, and no resource for *', () => {
    const made = input({ request: request({ principal: ROLE, action: 's3:ListAllMyBuckets', resource: '*' }), policies: {} });
    expect(made.PolicyInputList).toHaveLength(1);
    expect(JSON.stringify(made.PolicyInputList)).not.toContain('s3:');
    expect(made).not.toHaveProperty('ResourceArns');
    expect(made).not.toHaveProperty('CallerArn');
  });
});

describe('what the simulator cannot express', () => {
  it.each([
    ['scp policies', { request: request(), policies: { scp: [[document()]] } }],
    ['endpoint policies', { request: request(), policies: { endpoint: [document()] } }],
    ['grants on KMS keys', { request: request(), policies: { grants: [{ GranteePrincipal: ALICE, Operations: ['Decrypt'] }] } }],
    ['access control lists', { request: request(), policies: { acl: { Grants: [] } } }],
    ['S3 Block Public Access', { request: request(), policies: { publicAccessBlock: [{ BlockPublicAcls: true }] } }],
    ['actions of AWS STS', { request: request({ action: 'sts:AssumeRole' }) }],
    ['callers that are no user or role', { request: request({ principal: { Service: 's3.amazonaws.com' } }) }],
    ['callers that are no user or role', { request: request({ principal: 'arn:aws:iam::111122223333:root' }) }],
    ['resource-based policies for callers that are no user', { request: request({ principal: ROLE }), policies: { resource: document() } }],
    ['several permissions boundaries', { request: request(), policies: { boundary: [document(), document()] } }],
    ['context keys that are not known', { request: request({ context: { 'aws:SourceIp': { unknown: 'x' } } }) }],
    ['a decision that is unknown', { request: request(), expect: { decision: 'unknown' } }],
    ['policies longer than 131,072 characters', { request: request(), policies: { identity: ['x'.repeat(131_073)] } }],
    ['policies that are no documents', { request: request(), policies: { identity: [7] } }],
  ])('%s', (why, one) => {
    expect(commandOf(one)).toEqual({ why });
  });
});

describe('the answer', () => {
  it('is that of the resource, else of the action', () => {
    expect(decisionOf('{"EvaluationResults":[{"EvalDecision":"implicitDeny"}]}')).toBe('implicitDeny');
    expect(
      decisionOf('{"EvaluationResults":[{"EvalDecision":"implicitDeny","ResourceSpecificResults":[{"EvalResourceDecision":"allowed"}]}]}'),
    ).toBe('allowed');
    expect(decisionOf('{}')).toBe('no result');
    expect(expected({ expect: { decision: 'allow' } })).toBe('allowed');
  });
});

describe("this project's own cases", () => {
  it('are translated or left out, each', () => {
    const commands = readCases(CASES).map(({ one }) => commandOf(one));
    expect(commands.filter(({ args, why }) => (args === undefined) === (why === undefined))).toEqual([]);
    expect(commands.filter(({ args }) => args).length).toBeGreaterThan(300);
  });

  it('are printed without being run', () => {
    const { status, stdout } = spawnSync(process.execPath, [SCRIPT, CASES, '--print', '--limit', '2'], { encoding: 'utf8', env: {} });
    expect(status).toBe(0);
    const [first = '', , third] = stdout.split('\n');
    expect(JSON.parse(first).slice(0, 3)).toEqual(['aws', 'iam', 'simulate-custom-policy']);
    expect(third).toBe('2 cases can be simulated; left out:');
  });

  it('need the AWS CLI', () => {
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, CASES, '--limit', '1'], {
      encoding: 'utf8',
      env: { PATH: '/nowhere' },
    });
    expect([status, stderr]).toEqual([2, 'error: the AWS CLI (aws) is not installed; see https://aws.amazon.com/cli/\n']);
  });
});
