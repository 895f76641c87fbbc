/** The model of ElectroDB: chains as its documentation shows them, and the calls that they make. */
import { describe, expect, it } from 'vitest';
import { callsOf, environment } from '../../../../test/support/calls.ts';

const MODEL = `
import { Entity, Service, createWriteTransaction } from 'electrodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
const table = process.env.TABLE;
const Task = new Entity({
  model: { entity: 'task', version: '1', service: 'work' },
  attributes: { id: { type: 'string' }, owner: { type: 'string', default: () => 'nobody' } },
  indexes: {
    primary: { pk: { field: 'pk', composite: ['id'] } },
    byOwner: { index: 'gsi1', collection: 'assignments', pk: { field: 'gsi1pk', composite: ['owner'] } },
    byTeam: { index: 'gsi2', collection: ['assignments2', 'teams'], pk: { field: 'gsi2pk', composite: ['owner'] } },
  },
}, { client, table });
const User = new Entity({
  model: { entity: 'user', version: '1', service: 'work' },
  attributes: { id: { type: 'string' } },
  indexes: { primary: { collection: 'people', pk: { field: 'pk', composite: ['id'] } } },
}, { table: 'users' });
`;

const seen = (body: string) => {
  const found = callsOf(`${MODEL}export const handler = async (event) => { ${body} };`, environment({ TABLE: 'work' }));
  return [...found.calls.map((call) => call.replace(/^dynamodb /, '').replace(/ in eu-west-1$/, '')), ...found.lost];
};

describe('entities', () => {
  it.each([
    ["Task.get({ id: 'a' }).go()", ['GetItem {TableName: work}']],
    ["Task.get([{ id: 'a' }]).go()", ['BatchGetItem {RequestItems: {work: ?requests}}']],
    ["Task.put({ id: 'a' }).go()", ['PutItem {TableName: work}']],
    ["Task.put([{ id: 'a' }]).go()", ['BatchWriteItem {RequestItems: {work: ?requests}}']],
    ["Task.create({ id: 'a' }).go()", ['PutItem {TableName: work}']],
    ["Task.upsert({ id: 'a' }).set({ owner: 'b' }).go()", ['UpdateItem {TableName: work}']],
    ["Task.update({ id: 'a' }).set({ owner: 'b' }).add({ n: 1 }).remove(['x']).go()", ['UpdateItem {TableName: work}']],
    ["Task.patch({ id: 'a' }).data((o, { remove }) => remove(o.owner)).go()", ['UpdateItem {TableName: work}']],
    ["Task.delete({ id: 'a' }).go()", ['DeleteItem {TableName: work}']],
    ["Task.delete([{ id: 'a' }]).go()", ['BatchWriteItem {RequestItems: {work: ?requests}}']],
    ["Task.remove({ id: 'a' }).where((o, { exists }) => exists(o.id)).go()", ['DeleteItem {TableName: work}']],
    ["Task.query.primary({ id: 'a' }).go()", ['Query {TableName: work}']],
    [
      "Task.query.byOwner({ owner: 'a' }).begins({ id: 'b' }).where(({ id }, { eq }) => eq(id, 'c')).go({ order: 'desc' })",
      ['Query {TableName: work, IndexName: gsi1}'],
    ],
    [
      "Task.query.byOwner({ owner: 'a' }).go({ hydrate: true })",
      ['Query {TableName: work, IndexName: gsi1}', 'BatchGetItem {RequestItems: {work: ?keys}}'],
    ],
    ['Task.scan.where(({ id }, { eq }) => eq(id, 1)).go()', ['Scan {TableName: work}']],
    [
      "Task.find({ owner: 'a' }).go()",
      [
        'Scan {TableName: work}',
        'Query {TableName: work}',
        'Query {TableName: work, IndexName: gsi1}',
        'Query {TableName: work, IndexName: gsi2}',
      ],
    ],
    ["Task.get({ id: 'a' }).params()", []],
    ["Task.get({ id: 'a' }).go({ table: 'other' })", ['GetItem {TableName: other}']],
    ["Task.get({ id: 'a' }).go({ client: new DynamoDBClient({ region: 'us-east-1' }) })", ['GetItem {TableName: work} in us-east-1']],
    ["User.setClient(client); User.setTableName('moved'); User.get({ id: 'a' }).go()", ['GetItem {TableName: moved}']],
    ["Task.purge({ id: 'a' })", ['call of Entity.purge: the model of electrodb does not know it']],
  ])('%s', (body, expected) => {
    expect(seen(body)).toEqual(expected);
  });
});

describe('services', () => {
  const service = 'const App = new Service({ task: Task, user: User }, { client });';
  const ITEMS = '[{Put: {TableName: work}}, {Update: {TableName: users}}, {ConditionCheck: {TableName: work}}]';

  it.each([
    ["App.entities.task.query.byOwner({ owner: 'a' }).go()", ['Query {TableName: work, IndexName: gsi1}']],
    ["App.entities.user.get({ id: 'a' }).go()", ['GetItem {TableName: users}']],
    ["App.collections.assignments({ owner: 'a' }).go()", ['Query {TableName: work, IndexName: gsi1}']],
    ["App.collections.teams({ owner: 'a' }).where((o, { eq }) => eq(o.id, 1)).go()", ['Query {TableName: work, IndexName: gsi2}']],
    ["App.collections.people({ id: 'a' }).go()", ['Query {TableName: users}']],
    [
      "App.transaction.write(({ task, user }) => [task.create({ id: 'a' }).commit(), user.update({ id: 'b' }).set({}).commit(), task.check({ id: 'c' }).where(() => '').commit()]).go()",
      [`TransactWriteItems {TransactItems: ${ITEMS}}`],
    ],
    [
      "App.transaction.get(({ task }) => [task.get({ id: 'a' }).commit()]).go()",
      ['TransactGetItems {TransactItems: [{Get: {TableName: work}}]}'],
    ],
    [
      "createWriteTransaction({ task: Task }, ({ task }) => [task.delete({ id: 'a' }).commit()]).go({ client })",
      ['TransactWriteItems {TransactItems: [{Delete: {TableName: work}}]}'],
    ],
  ])('%s', (body, expected) => {
    expect(seen(service + body)).toEqual(expected);
  });
});

it('runs the functions of a schema and of its listeners', () => {
  const source = `
import { Entity } from 'electrodb';
import { SSM } from '@aws-sdk/client-ssm';
const ssm = new SSM({});
const Task = new Entity(
  { attributes: { id: { default: () => ssm.getParameter({ Name: 'seed' }) } }, indexes: {}, table: 'tasks' },
  { logger: () => ssm.putParameter({ Name: 'log' }) },
);
export const handler = async () => Task.put({}).go();`;
  expect(callsOf(source).calls).toEqual([
    'ssm PutParameter {Name: log}',
    'ssm GetParameter {Name: seed}',
    'dynamodb PutItem {TableName: tasks}',
  ]);
});
