/** The model of Dynamoose: what its models, queries and transactions call, and what setting a table up calls before. */
import { describe, expect, it } from 'vitest';
import { callsOf, environment } from '../../../../test/support/calls.ts';

const seen = (source: string, version?: string) => {
  const manifest: Readonly<Record<string, string>> =
    version === undefined ? {} : { 'package.json': JSON.stringify({ dependencies: { dynamoose: version } }) };
  const found = callsOf({ 'app.mjs': source, ...manifest }, environment({ TABLE: 'cats' }));
  return [...found.calls.map((call) => call.replace(/^dynamodb /, '')), ...found.lost];
};

const SETUP = `
import dynamoose from 'dynamoose';
dynamoose.Table.defaults.set({ create: false, waitForActive: false });
const schema = new dynamoose.Schema({
  id: { type: String, hashKey: true },
  owner: { type: String, index: true },
  color: { type: String, index: { name: 'byColor', type: 'global' } },
}, { timestamps: true });
const Cat = dynamoose.model(process.env.TABLE, schema);
`;
const run = (body: string) => seen(`${SETUP}export const handler = async (event) => { ${body} };`);

describe('models', () => {
  it.each([
    ["await Cat.get('a')", ['GetItem {TableName: cats}']],
    ["await Cat.batchGet(['a', 'b'])", ['BatchGetItem {RequestItems: {cats: ?requests}}']],
    ["await Cat.create({ id: 'a' })", ['PutItem {TableName: cats}']],
    ["await Cat.batchPut([{ id: 'a' }])", ['BatchWriteItem {RequestItems: {cats: ?requests}}']],
    ["await Cat.update({ id: 'a' }, { name: 'b' })", ['UpdateItem {TableName: cats}']],
    ["await Cat.delete('a')", ['DeleteItem {TableName: cats}']],
    ["await Cat.batchDelete(['a'])", ['BatchWriteItem {RequestItems: {cats: ?requests}}']],
    [
      "const cat = new Cat({ id: 'a' }); cat.name = 'b'; await cat.save(); await cat.delete()",
      ['PutItem {TableName: cats}', 'DeleteItem {TableName: cats}'],
    ],
    [
      "const cat = await Cat.get('a'); await cat.save(); cat.name.toUpperCase().split(' ')",
      ['GetItem {TableName: cats}', 'PutItem {TableName: cats}'],
    ],
    ["await Cat.query('id').eq('a').using('byColor').exec()", ['Query {TableName: cats, IndexName: byColor}']],
    [
      "const [cat] = await Cat.query('id').eq('a').limit(1).exec(); await cat.delete()",
      [
        'Query {TableName: cats}',
        'Query {TableName: cats, IndexName: ownerGlobalIndex | ownerLocalIndex}',
        'Query {TableName: cats, IndexName: byColor}',
        'DeleteItem {TableName: cats}',
      ],
    ],
    ['Cat.scan().exec((error, cats) => Cat.delete(cats[0]))', ['Scan {TableName: cats}', 'DeleteItem {TableName: cats}']],
    ["Cat.get('a', (error, cat) => cat.save())", ['GetItem {TableName: cats}', 'PutItem {TableName: cats}']],
    ["await Cat.get('a', { return: 'request' })", []],
    [
      "await dynamoose.transaction([Cat.transaction.create({ id: 'a' }), Cat.transaction.condition('b', new dynamoose.Condition('x').exists())])",
      ['TransactWriteItems {TransactItems: [{Put: {TableName: cats}}, {ConditionCheck: {TableName: cats}}]}'],
    ],
    ["await dynamoose.transaction([Cat.transaction.get('a')])", ['TransactGetItems {TransactItems: [{Get: {TableName: cats}}]}']],
    ["Cat.serializer.add('short', { include: ['id'] })", []],
    [
      "Cat.methods.set('eldest', async function (owner) { return (await this.query('id').eq(owner).using('byAge').exec())[0]; }); await Cat.eldest('a')",
      ['Query {TableName: cats, IndexName: byAge}'],
    ],
    [
      "Cat.methods.item.set('retire', async function () { await this.delete(); }); const cat = await Cat.get('a'); await cat.retire()",
      ['GetItem {TableName: cats}', 'DeleteItem {TableName: cats}'],
    ],
    ['await Cat.vanish()', ['call of Model.vanish: the model of dynamoose does not know it']],
    [
      "const cat = await Cat.get('a'); await cat.populate()",
      ['GetItem {TableName: cats}', 'call of Item.populate: the models whose items it reads are not followed'],
    ],
    [
      "dynamoose.aws.ddb.set(new dynamoose.aws.ddb.DynamoDB({ region: 'eu-west-1' })); await Cat.get('a')",
      ['GetItem {TableName: cats} in eu-west-1'],
    ],
  ])('%s', (body, expected) => {
    expect(run(body)).toEqual(expected);
  });
});

describe('tables', () => {
  const model = (options: string) => `
const dynamoose = require('dynamoose');
const Cat = dynamoose.model('Cat', { id: String }, ${options});
export const handler = async () => Cat.get('a');`;
  const GET = 'GetItem {TableName: Cat}';

  it('are created and waited for unless options say otherwise', () => {
    expect(seen(model('{}'), '^4.0.0')).toEqual(['DescribeTable {TableName: Cat}', 'CreateTable {TableName: Cat}', GET]);
    expect(seen(model('{ create: false }'), '^4.0.0')).toEqual(['DescribeTable {TableName: Cat}', GET]);
    expect(seen(model('{ create: false, waitForActive: { enabled: false } }'), '^4.0.0')).toEqual([GET]);
    expect(seen(model("{ prefix: 'dev-', suffix: '-v1', create: false, waitForActive: false }"), '^4.0.0')).toEqual([
      'GetItem {TableName: dev-Cat-v1}',
    ]);
  });

  it('are updated where options ask for it', () => {
    expect(seen(model('{ create: false, waitForActive: false, update: true, expires: 3600 }'), '^4.0.0')).toEqual([
      'DescribeTimeToLive {TableName: Cat}',
      'UpdateTimeToLive {TableName: Cat}',
      'DescribeTable {TableName: Cat}',
      'UpdateTable {TableName: Cat}',
      'ListTagsOfResource {ResourceArn: ?the ARN of the table}',
      'TagResource {ResourceArn: ?the ARN of the table}',
      'UntagResource {ResourceArn: ?the ARN of the table}',
      GET,
    ]);
  });

  it('are set up when a model is defined before version 3, and when it is used since', () => {
    const unused =
      "const dynamoose = require('dynamoose');\ndynamoose.model('Cat', { id: String });\nexport const handler = async () => 1;";
    expect(seen(unused, '^3.1.0')).toEqual([]);
    expect(seen(unused, '2.8.1')).toEqual(['DescribeTable {TableName: Cat}', 'CreateTable {TableName: Cat}']);
    expect(seen(unused)).toEqual(['DescribeTable {TableName: Cat}', 'CreateTable {TableName: Cat}']);
  });

  it('hold several models, with options of their own', () => {
    const source = `
import * as dynamoose from 'dynamoose';
const Cat = dynamoose.model('Cat', { pk: String });
const Dog = dynamoose.model('Dog', { pk: String });
new dynamoose.Table('pets', [Cat, Dog], { create: false, waitForActive: false });
export const handler = async () => { await Cat.get('a'); await Dog.get('b'); };`;
    expect(seen(source, '^4.0.0')).toEqual(['GetItem {TableName: pets}', 'GetItem {TableName: pets}']);
  });

  it('take the settings of older versions', () => {
    const old = `
const dynamoose = require('dynamoose');
dynamoose.AWS.config.update({ region: 'us-east-1' });
dynamoose.setDefaults({ create: false, waitForActive: false, prefix: 'old-' });
const Cat = dynamoose.model('Cat', { id: String });
export const handler = async () => Cat.queryOne({ id: { eq: 'a' } }).exec();`;
    expect(seen(old, '1.11.1')).toEqual(['Query {TableName: old-Cat} in us-east-1']);
  });
});
