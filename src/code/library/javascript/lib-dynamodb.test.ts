import { describe, expect, it } from 'vitest';
import { callsOf } from '../../../../test/support/calls.ts';

const handler = (body: string): string => `export const handler = async (event) => { ${body} };`;

describe('lib-dynamodb', () => {
  it('translates commands, methods and paginators to the operations of the API', () => {
    const source = `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { DynamoDBDocumentClient, DynamoDBDocument, GetCommand, TransactWriteCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
      const base = new DynamoDBClient({ region: 'eu-north-1' });
      const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
      const doc = DynamoDBDocument.from(base);
      ${handler(`await client.send(new GetCommand({ TableName: 't', Key: { pk: 'a' } }));
      await client.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName: 'u' } }] }));
      await doc.put({ TableName: 't', Item: { pk: 'b' } });
      for await (const page of paginateQuery({ client }, { TableName: 't' })) page.Items.forEach((i) => doc.delete({ TableName: 'v', Key: i }));`)}`;
    expect(callsOf(source).calls).toEqual([
      'dynamodb GetItem {TableName: t, Key: {pk: a}} in eu-north-1',
      'dynamodb TransactWriteItems {TransactItems: [{Put: {TableName: u}}]} in eu-north-1',
      'dynamodb PutItem {TableName: t, Item: {pk: b}} in eu-north-1',
      'dynamodb Query {TableName: t} in eu-north-1',
      'dynamodb DeleteItem {TableName: v, Key: ?the output of DynamoDB Query} in eu-north-1',
    ]);
  });

  it('is known by its declared type', () => {
    const source = `
      import type { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
      import deps from './deps';
      export const handler = async (event: { id: string }) => load(deps.db, event.id);
      const load = (db: DynamoDBDocument, id: string) => db.get({ TableName: 't', Key: { id } });`;
    expect(callsOf({ 'app.ts': source }).calls).toEqual(['dynamodb GetItem {TableName: t, Key: {id: ${event.id}}} by type']);
  });
});

describe('marshall', () => {
  it('keeps constant keys visible, and unmarshall gives them back', () => {
    const source = `
      import { DynamoDB } from '@aws-sdk/client-dynamodb';
      import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
      const db = new DynamoDB({});
      ${handler(`const key = marshall({ pk: 'user', n: 1, tags: ['x'] });
      await db.getItem({ TableName: 't', Key: key }); await db.getItem({ TableName: unmarshall(key).pk });
      const image = unmarshall(event.Records[0].dynamodb.NewImage); await db.deleteItem({ TableName: image.table });`)}`;
    expect(callsOf(source).calls).toEqual([
      'dynamodb GetItem {TableName: t, Key: {pk: {S: user}, n: {N: 1}, tags: {L: [{S: x}]}}}',
      'dynamodb GetItem {TableName: user}',
      'dynamodb DeleteItem {TableName: ${event.Records[].dynamodb.NewImage.table}}',
    ]);
  });
});
