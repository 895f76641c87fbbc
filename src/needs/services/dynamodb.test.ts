import { describe, expect, it } from 'vitest';
import {
  app,
  call,
  choice,
  event,
  map,
  name,
  needsFor,
  needsOf,
  regional,
  resource,
  short,
  show,
} from '../../../test/needs/constructed.ts';
import { displayText } from '../../model/text.ts';

const orders = resource('Orders', 'AWS::DynamoDB::Table', regional('dynamodb', 'table/', name('Orders')), {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
});
const T = 'arn:aws:dynamodb:R:A:table';

describe('dynamodb', () => {
  it('reads a table by name, by ARN, and an index alone', () => {
    expect(needsFor('dynamodb', 'Query', { TableName: [name('Orders')] }, app(orders))).toEqual([`dynamodb:Query ${T}/\${Orders}`]);
    expect(needsFor('dynamodb', 'Query', { TableName: 't', IndexName: 'i' })).toEqual([`dynamodb:Query ${T}/t/index/i`]);
    expect(needsFor('dynamodb', 'GetItem', { TableName: 'arn:aws:dynamodb:eu-west-1:111122223333:table/t' })).toEqual([
      'dynamodb:GetItem arn:aws:dynamodb:eu-west-1:111122223333:table/t',
    ]);
    expect(needsFor('dynamodb', 'Scan', { TableName: ['app-', event('tenant')] })).toEqual([`dynamodb:Scan ${T}/app-* (pattern)`]);
  });

  it('grants table and indexes when the index cannot be told', () => {
    expect(needsFor('dynamodb', 'Query', { TableName: 't', IndexName: choice('i', null) })).toEqual([
      `dynamodb:Query ${T}/t`,
      `dynamodb:Query ${T}/t/index/i`,
    ]);
    const { needs, unresolved } = needsOf([{ ...call('dynamodb', 'Query', {}), input: map({ TableName: 't' }, true) }]);
    expect(show(needs).map(short)).toEqual([`dynamodb:Query ${T}/t`, `dynamodb:Query ${T}/t/index/* (pattern)`]);
    expect(unresolved).toMatchObject([{ actions: ['dynamodb:Query'] }]);
  });

  it('takes the tables of a batch from its keys', () => {
    const input = map({ RequestItems: { datum: { kind: 'map', open: false, entries: [{ key: [name('Orders')], value: map({}) }] } } });
    const { needs } = needsOf([{ ...call('dynamodb', 'BatchWriteItem', {}), input }], app(orders));
    expect(show(needs).map(short)).toEqual([`dynamodb:BatchWriteItem ${T}/\${Orders}`]);
  });

  it('needs the action of each kind of item in a transaction', () => {
    const TransactItems = [{ Put: { TableName: 'a' } }, { ConditionCheck: { TableName: 'b' } }, { Update: { TableName: 'a' } }];
    expect(needsFor('dynamodb', 'TransactWriteItems', { TransactItems })).toEqual([
      `dynamodb:PutItem ${T}/a`,
      `dynamodb:ConditionCheckItem ${T}/b`,
      `dynamodb:UpdateItem ${T}/a`,
    ]);
    expect(needsFor('dynamodb', 'TransactGetItems', { TransactItems: [{ Get: { TableName: 'a' } }] })).toEqual([`dynamodb:GetItem ${T}/a`]);
  });

  it('reads the verb and the table of PartiQL', () => {
    expect(
      needsFor('dynamodb', 'ExecuteStatement', { Statement: ['SELECT * FROM "', name('Orders'), '" WHERE pk=?'] }, app(orders)),
    ).toEqual([`dynamodb:PartiQLSelect ${T}/\${Orders}`]);
    expect(needsFor('dynamodb', 'ExecuteStatement', { Statement: 'select x from "t"."by-date" where a=1' })).toEqual([
      `dynamodb:PartiQLSelect ${T}/t/index/by-date`,
    ]);
    expect(
      needsFor('dynamodb', 'BatchExecuteStatement', {
        Statements: [{ Statement: "INSERT INTO t VALUE {'a': ?}" }, { Statement: 'UPDATE t SET a=1' }],
      }),
    ).toEqual([`dynamodb:PartiQLInsert ${T}/t`, `dynamodb:PartiQLUpdate ${T}/t`]);
    expect(needsFor('dynamodb', 'ExecuteTransaction', { TransactStatements: [{ Statement: 'DELETE FROM "t" WHERE a=1' }] })).toEqual([
      `dynamodb:PartiQLDelete ${T}/t`,
    ]);
  });

  it('grants every verb on a statement that is not known, and says so', () => {
    const { needs, unresolved } = needsOf([call('dynamodb', 'ExecuteStatement', { Statement: [event('sql')] })]);
    expect(needs.map((n) => n.action)).toEqual(['Select', 'Insert', 'Update', 'Delete'].map((v) => `dynamodb:PartiQL${v}`));
    expect(needs.every((n) => n.certainty === 'unresolved')).toBe(true);
    expect(unresolved.length).toBeGreaterThan(0);
  });

  it('offers a constant partition key as a condition', () => {
    const { offers } = needsOf(
      [call('dynamodb', 'GetItem', { TableName: [name('Orders')], Key: { pk: { S: 'CONFIG' }, sk: { S: 'x' } } })],
      app(orders),
    );
    expect(offers).toHaveLength(1);
    expect(offers[0]?.condition).toEqual({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [['CONFIG']] } });
    const dynamic = needsOf([call('dynamodb', 'GetItem', { TableName: [name('Orders')], Key: { pk: [event('id')] } })], app(orders));
    expect(dynamic.offers).toEqual([]);
  });

  it('keeps to the table of the template when the client is set to a region', () => {
    const { needs } = needsOf([call('dynamodb', 'GetItem', { TableName: [name('Orders')] }, { region: ['eu-west-1'] })], app(orders));
    expect(needs.map((n) => displayText(n.resource)).map(short)).toEqual([`${T}/\${Orders}`]);
    const other = needsOf([call('dynamodb', 'GetItem', { TableName: 'shared' }, { region: ['eu-west-1'] })], app(orders));
    expect(short(displayText(other.needs[0]?.resource ?? []))).toBe('arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/shared');
  });

  it('imports as the caller: from the bucket, with a log, into the table of the parameters', () => {
    const source = (S3KeyPrefix?: string) => ({ S3Bucket: 'b', S3KeyPrefix });
    const logs = ['CreateLogGroup', 'CreateLogStream', 'DescribeLogGroups', 'DescribeLogStreams', 'PutLogEvents', 'PutRetentionPolicy'];
    const expected = (key: string) => [
      `dynamodb:ImportTable ${T}/t`,
      ...logs.map((name) => `logs:${name} arn:aws:logs:R:A:log-group:/aws-dynamodb/* (pattern)`),
      `s3:GetObject arn:aws:s3:::b/${key} (pattern)`,
      's3:ListBucket arn:aws:s3:::b',
    ];
    for (const [prefix, key] of [
      ['in/', 'in/*'],
      [undefined, '*'],
    ] as const) {
      const input = { S3BucketSource: source(prefix), TableCreationParameters: { TableName: 't' } };
      expect([...needsFor('dynamodb', 'ImportTable', input)].sort()).toEqual(expected(key));
    }
  });

  it('reads a stream by its ARN', () => {
    expect(needsFor('dynamodb-streams', 'DescribeStream', { StreamArn: 'arn:aws:dynamodb:eu-west-1:1:table/t/stream/s' })).toEqual([
      'dynamodb:DescribeStream arn:aws:dynamodb:eu-west-1:1:table/t/stream/s',
    ]);
  });
});
