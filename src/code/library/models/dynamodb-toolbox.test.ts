/** The model of DynamoDB Toolbox: actions of versions 1 and 2, methods of version 0, and the calls that they make. */
import { describe, expect, it } from 'vitest';
import { callsOf, environment } from '../../../../test/support/calls.ts';

const seenIn = (source: string) => {
  const found = callsOf(source, environment({ TABLE: 'pokedex' }));
  return [...found.calls.map((call) => call.replace(/^dynamodb /, '').replace(/ in eu-west-1$/, '')), ...found.lost];
};

const SETUP = `
import { Table } from 'dynamodb-toolbox/table';
import { Entity } from 'dynamodb-toolbox/entity';
import { item, string } from 'dynamodb-toolbox/schema';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand, UpdateItemCommand, UpdateAttributesCommand, DeleteItemCommand, $add, ScanCommand, QueryCommand, DeletePartitionCommand } from 'dynamodb-toolbox';
import { BatchGetCommand, execute as batchGet } from 'dynamodb-toolbox/table/actions/batchGet';
import { BatchWriteCommand, execute as batchWrite } from 'dynamodb-toolbox/table/actions/batchWrite';
import { BatchGetRequest, BatchPutRequest, BatchDeleteRequest, EntityParser, EntityRepository, TableRepository, Synchronizer } from 'dynamodb-toolbox';
import { GetTransaction, execute as transactGet } from 'dynamodb-toolbox/entity/actions/transactGet';
import { PutTransaction, ConditionCheck, executeTransactWrite, EntityAccessPattern } from 'dynamodb-toolbox';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
const PokeTable = new Table({ documentClient, name: () => process.env.TABLE, partitionKey: { name: 'id', type: 'string' }, indexes: { byLevel: {} } });
const Pokemon = new Entity({ name: 'pokemon', table: PokeTable, schema: item({ id: string().key() }) });
`;
const seen = (body: string) => seenIn(`${SETUP}export const handler = async (event) => { ${body} };`);

describe('actions', () => {
  it.each([
    ["Pokemon.build(GetItemCommand).key({ id: 'a' }).options({ consistent: true }).send()", ['GetItem {TableName: pokedex}']],
    ["new GetItemCommand(Pokemon, { id: 'a' }, { tableName: 'other' }).send()", ['GetItem {TableName: other}']],
    [
      "Pokemon.build(GetItemCommand).options({ tableName: 'a' }).options((o) => ({ ...o, consistent: true })).send()",
      ['GetItem {TableName: a}'],
    ],
    ["Pokemon.build(PutItemCommand).item({ id: 'a' }).send()", ['PutItem {TableName: pokedex}']],
    ["Pokemon.build(UpdateItemCommand).item({ id: 'a', level: $add(1) }).send()", ['UpdateItem {TableName: pokedex}']],
    ["Pokemon.build(UpdateAttributesCommand).item({ id: 'a' }).send()", ['UpdateItem {TableName: pokedex}']],
    ["Pokemon.build(DeleteItemCommand).key({ id: 'a' }).send()", ['DeleteItem {TableName: pokedex}']],
    ['PokeTable.build(ScanCommand).entities(Pokemon).options({ limit: 1 }).send()', ['Scan {TableName: pokedex}']],
    ["PokeTable.build(QueryCommand).query({ partition: 'a' }).send()", ['Query {TableName: pokedex}']],
    [
      "PokeTable.build(QueryCommand).entities(Pokemon).query({ index: 'byLevel', partition: 'a' }).send()",
      ['Query {TableName: pokedex, IndexName: byLevel}'],
    ],
    [
      "PokeTable.build(DeletePartitionCommand).entities(Pokemon).query({ partition: 'a' }).send()",
      ['Query {TableName: pokedex}', 'BatchWriteItem {RequestItems: {pokedex: [{DeleteRequest: ?a key}]}}'],
    ],
    [
      "batchGet(PokeTable.build(BatchGetCommand).requests(Pokemon.build(BatchGetRequest).key({ id: 'a' })))",
      ['BatchGetItem {RequestItems: {pokedex: ?requests}}'],
    ],
    [
      'batchWrite({ maxAttempts: 3 }, PokeTable.build(BatchWriteCommand).requests(Pokemon.build(BatchPutRequest).item({}), Pokemon.build(BatchDeleteRequest).key({})))',
      ['BatchWriteItem {RequestItems: {pokedex: ?requests}}'],
    ],
    ["transactGet(Pokemon.build(GetTransaction).key({ id: 'a' }))", ['TransactGetItems {TransactItems: [{Get: {TableName: pokedex}}]}']],
    [
      "executeTransactWrite({ clientRequestToken: 't' }, Pokemon.build(PutTransaction).item({}), Pokemon.build(ConditionCheck).key({}).condition({}))",
      ['TransactWriteItems {TransactItems: [{Put: {TableName: pokedex}}, {ConditionCheck: {TableName: pokedex}}]}'],
    ],
    [
      "Pokemon.build(EntityAccessPattern).schema(string()).pattern((id) => ({ index: 'byLevel', partition: id })).query('a').send()",
      ['Query {TableName: pokedex, IndexName: byLevel}'],
    ],
    ["Pokemon.build(EntityRepository).get({ id: 'a' })", ['GetItem {TableName: pokedex}']],
    ["PokeTable.build(TableRepository).query({ index: 'byLevel', partition: 'a' })", ['Query {TableName: pokedex, IndexName: byLevel}']],
    ['Pokemon.build(EntityParser).parse({})', []],
    ["Pokemon.build(GetItemCommand).key({ id: 'a' }).params()", []],
    ['Pokemon.build(Synchronizer).sync()', ['call of dynamodb-toolbox.Synchronizer: the model of dynamodb-toolbox does not know it']],
  ])('%s', (body, expected) => {
    expect(seen(body)).toEqual(expected);
  });

  it('take a client that is set later, also for another region', () => {
    const body = "PokeTable.documentClient = new DynamoDBClient({ region: 'us-east-1' }); Pokemon.build(GetItemCommand).key({}).send();";
    expect(seen(body)).toEqual(['GetItem {TableName: pokedex} in us-east-1']);
  });
});

describe('version 0', () => {
  const OLD = `
const { Table, Entity } = require('dynamodb-toolbox');
const DynamoDB = require('aws-sdk/clients/dynamodb');
const DocumentClient = new DynamoDB.DocumentClient({ region: 'eu-west-1' });
const MyTable = new Table({ name: process.env.TABLE, partitionKey: 'pk', DocumentClient });
const Customer = new Entity({ name: 'Customer', attributes: { id: { partitionKey: true } }, table: MyTable });
`;
  it.each([
    ["Customer.get({ id: 'a' })", ['GetItem {TableName: pokedex}']],
    ["Customer.put({ id: 'a' })", ['PutItem {TableName: pokedex}']],
    ["Customer.update({ id: 'a' }, {}, { TableName: 'other' })", ['UpdateItem {TableName: other}']],
    ["Customer.delete({ id: 'a' }, { execute: false })", []],
    ["Customer.query('a', { index: 'GSI1' })", ['Query {TableName: pokedex, IndexName: GSI1}']],
    ['MyTable.scan()', ['Scan {TableName: pokedex}']],
    ["MyTable.batchGet([Customer.getBatch({ id: 'a' })])", ['BatchGetItem {RequestItems: {pokedex: ?requests}}']],
    [
      'MyTable.transactWrite([Customer.putTransaction({}), Customer.conditionCheck({})])',
      ['TransactWriteItems {TransactItems: [{Put: {TableName: pokedex}}, {ConditionCheck: {TableName: pokedex}}]}'],
    ],
    ["MyTable.get(Customer, { id: 'a' })", ['GetItem {TableName: pokedex}']],
    ["Customer.getParams({ id: 'a' })", []],
    ["const Late = new Entity({ name: 'Late', attributes: {} }); Late.table = MyTable; Late.get({})", ['GetItem {TableName: pokedex}']],
    ['Customer.vacuum()', ['call of Entity.vacuum: the model of dynamodb-toolbox does not know it']],
  ])('%s', (body, expected) => {
    expect(seenIn(`${OLD}exports.handler = async (event) => { ${body} };`)).toEqual(expected);
  });
});
