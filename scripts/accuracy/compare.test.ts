import { describe, expect, it } from 'vitest';
// @ts-expect-error a plain script without types
import { compare } from './compare.mjs';

const TABLE = { 'Fn::GetAtt': ['Table', 'Arn'] };
const answer = {
  function: 'Fn',
  expected: [
    { action: 'dynamodb:GetItem', resource: TABLE, class: 'code' },
    { action: 's3:GetObject', resource: { 'Fn::Sub': '${Bucket.Arn}/*' }, accept: [{ 'Fn::Sub': '${Bucket.Arn}/*.jpg' }], class: 'code' },
    { action: 'xray:PutTraceSegments', resource: '*', class: 'tracing', optional: true },
  ],
  invokers: [{ principal: 's3.amazonaws.com', sourceArn: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, sourceAccount: { Ref: 'AWS::AccountId' } }],
  resources: { Table: { type: 'AWS::DynamoDB::Table', name: { 'Fn::Sub': 'orders-${Stage}' } }, Bucket: { type: 'AWS::S3::Bucket' } },
};
const get = {
  action: 'dynamodb:GetItem',
  resource: { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-${Stage}' },
};
const read = { action: 's3:GetObject', resource: { 'Fn::Join': ['', ['arn:${AWS::Partition}:s3:::', { Ref: 'Bucket' }, '/*.jpg']] } };
const policyOf = (needs: readonly { action: string; resource: unknown }[]) => ({
  Statement: needs.map(({ action, resource }) => ({ Effect: 'Allow', Action: action, Resource: resource })),
});
const derived = (needs: readonly { action: string; resource: unknown }[], more: object = {}) => ({
  needs,
  invokers: [
    {
      principal: 's3.amazonaws.com',
      action: 'lambda:InvokeFunction',
      sourceArn: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
      sourceAccount: { Ref: 'AWS::AccountId' },
    },
  ],
  unresolved: [],
  policy: policyOf(needs),
  ...more,
});

describe('a derived function beside its reviewed answer', () => {
  it('is right in whatever spelling', () => {
    expect(compare(answer, derived([get, read]))).toMatchObject({
      right: true,
      required: 2,
      exact: 2,
      silent: [],
      policy: [],
      invokersMissed: [],
      invokersExcess: [],
    });
  });

  it('is wrong when a need is missed, which is silent unless an entry owns up to it', () => {
    expect(compare(answer, derived([get]))).toMatchObject({
      right: false,
      missed: [{ action: 's3:GetObject' }],
      silent: [{ action: 's3:GetObject' }],
    });
    expect(compare(answer, derived([get], { unresolved: [{ actions: ['S3:GetObject'] }] })).silent).toEqual([]);
    expect(compare(answer, derived([], { unresolved: [{}] })).silent).toHaveLength(1);
    expect(compare(answer, undefined)).toMatchObject({ right: false, silent: [{}, {}] });
  });

  it('is wrong when a need is too many, or on another resource', () => {
    expect(compare(answer, derived([get, read, { action: 's3:PutObject', resource: '*' }])).excess).toEqual(['s3:PutObject *']);
    expect(compare(answer, derived([get, { action: 's3:GetObject', resource: '*' }]))).toMatchObject({
      elsewhere: ['s3:GetObject *'],
      missed: [{ otherResource: true }],
    });
  });

  it('tells a policy that grants or lacks something', () => {
    expect(compare(answer, derived([get, read], { policy: policyOf([get]) })).policy).toEqual([
      expect.stringMatching(/^lacks s3:getobject/),
    ]);
    expect(compare(answer, derived([get, read], { policy: policyOf([get, read, { action: 's3:*', resource: '*' }]) })).policy).toEqual([
      'grants s3:* *',
    ]);
  });

  it('tells callers that are missed or too many', () => {
    const anyone = { principal: '*', action: 'lambda:InvokeFunction' };
    expect(compare(answer, derived([get, read], { invokers: [anyone] }))).toMatchObject({
      invokersMissed: [expect.stringContaining('s3.amazonaws.com')],
      invokersExcess: [expect.stringContaining('* lambda:InvokeFunction')],
    });
  });
});
