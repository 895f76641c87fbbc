import { describe, expect, it } from 'vitest';
import { actionExists } from './iam.ts';
import { managedPolicy, managedPolicyNames } from './managed-policy.ts';

const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

describe('managedPolicy', () => {
  it('is found by name and by the ARN of any partition', () => {
    const policy = managedPolicy('AWSLambdaBasicExecutionRole');
    expect(policy?.arn).toBe(BASIC);
    expect(policy?.document).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
    });
    expect(managedPolicy(BASIC)).toEqual(policy);
    expect(managedPolicy(BASIC.replace('arn:aws:', 'arn:aws-us-gov:'))).toEqual(policy);
  });

  it('is not found by a wrong path, a wrong case, or another account', () => {
    for (const name of [
      'arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole',
      'arn:aws:iam::123456789012:policy/service-role/AWSLambdaBasicExecutionRole',
      'awslambdabasicexecutionrole',
      'arn:aws:iam::aws:policy/',
      '',
      'toString',
    ])
      expect(managedPolicy(name), name).toBeUndefined();
  });

  it('knows the newest versions of what Lambda functions commonly have', () => {
    expect(managedPolicy('AWSLambdaVPCAccessExecutionRole')?.version).toBe('v3');
    for (const name of [
      'service-role/AWSLambdaSQSQueueExecutionRole',
      'service-role/AWSLambdaKinesisExecutionRole',
      'service-role/AWSLambdaDynamoDBExecutionRole',
      'service-role/AWSLambdaMSKExecutionRole',
      'service-role/AWSLambdaRole',
      'AWSLambdaExecute',
      'AWSXRayDaemonWriteAccess',
      'CloudWatchLambdaInsightsExecutionRolePolicy',
      'AmazonS3FullAccess',
      'AmazonDynamoDBFullAccess',
      'AmazonSQSFullAccess',
      'AmazonS3ReadOnlyAccess',
      'AdministratorAccess',
    ])
      expect(managedPolicy(`arn:aws:iam::aws:policy/${name}`)?.version, name).toMatch(/^v\d+$/);
  });

  it('has statements whose actions the catalog can expand', () => {
    const document = managedPolicy('AWSLambdaVPCAccessExecutionRole')?.document;
    const actions = (document as { Statement: { Action: string[] }[] }).Statement.flatMap((s) => s.Action);
    expect(actions).toHaveLength(9);
    for (const action of actions) expect(actionExists(action), action).toBe(true);
  });

  it('leaves out policies that no role of a function can have', () => {
    expect(managedPolicyNames().length).toBeGreaterThan(1000);
    expect(managedPolicy('AWSLambdaReplicator')).toBeUndefined();
  });
});
