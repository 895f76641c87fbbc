/** JavaScript as CommonJS modules, with the SDK v3. */
export const javascript = {
  name: 'JavaScript',
  properties: (i) => `      CodeUri: src/\n      Handler: handler${i}.handler\n      Runtime: nodejs22.x\n`,
  metadata: () => '',
  shared: () => ({
    'src/shared/log.js': LOG,
    'src/shared/config.js': CONFIG,
    'src/shared/order.js': ORDER,
    'src/shared/notifier.js': NOTIFIER,
    'src/shared/archive.js': ARCHIVE,
  }),
  group: (group) => ({ [`src/shared/repository${group}.js`]: repository(group) }),
  handler: (i, group) => ({ [`src/handler${i}.js`]: handler(i, group) }),
};

const LOG = `
'use strict';
const RANK = { debug: 10, info: 20, warn: 30, error: 40 };

class Logger {
  constructor(name, level = process.env.LOG_LEVEL || 'info') {
    this.name = name;
    this.level = level;
    this.fields = {};
  }
  with(fields) {
    const child = new Logger(this.name, this.level);
    Object.assign(child.fields, this.fields, fields);
    return child;
  }
  debug(message, fields) { this.write('debug', message, fields); }
  info(message, fields) { this.write('info', message, fields); }
  warn(message, fields) { this.write('warn', message, fields); }
  error(message, error) {
    this.write('error', message, { error: error instanceof Error ? { name: error.name, stack: error.stack } : String(error) });
  }
  write(level, message, fields = {}) {
    if (RANK[level] < RANK[this.level]) return;
    console.log(JSON.stringify({ level, name: this.name, message, at: new Date().toISOString(), ...this.fields, ...fields }));
  }
}

module.exports = { Logger };
`;

const CONFIG = `
'use strict';
const { SSMClient, GetParameterCommand } = require('@aws-sdk/client-ssm');

function required(name) {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error('the environment variable ' + name + ' is not set');
  return value;
}

exports.config = {
  table: required('TABLE'),
  queueUrl: required('QUEUE_URL'),
  topicArn: required('TOPIC_ARN'),
  archive: required('ARCHIVE_BUCKET'),
  limits: { lines: Number(process.env.MAX_LINES || '100'), pages: 20 },
};

const ssm = new SSMClient({});
const cache = {};

exports.setting = async function setting(name) {
  const known = cache[name];
  if (known && known.until > Date.now()) return known.value;
  const result = await ssm.send(new GetParameterCommand({ Name: '/orders/' + name, WithDecryption: true }));
  const value = (result.Parameter && result.Parameter.Value) || '';
  cache[name] = { value, until: Date.now() + 60000 };
  return value;
};
`;

const ORDER = `
'use strict';
const { randomUUID } = require('crypto');
const { config } = require('./config');

class InvalidOrder extends Error {
  constructor(problems) {
    super(problems.join('; '));
    this.name = 'InvalidOrder';
    this.problems = problems;
  }
}

const NEXT = { new: ['paid', 'cancelled'], paid: ['sent', 'cancelled'], sent: [], cancelled: [] };

function mayBecome(from, to) {
  return NEXT[from].includes(to);
}

function isText(value) {
  return typeof value === 'string' && value.length > 0 && value.length <= 256;
}

function lineOf(value, index, problems) {
  if (value === null || typeof value !== 'object') {
    problems.push('lines[' + index + '] is not an object');
    return undefined;
  }
  const { sku, quantity, price } = value;
  if (!isText(sku)) problems.push('lines[' + index + '].sku is not a text');
  if (!Number.isInteger(quantity) || quantity < 1) problems.push('lines[' + index + '].quantity is not a positive number');
  if (typeof price !== 'number' || price < 0) problems.push('lines[' + index + '].price is not a price');
  return { sku: String(sku), quantity: Number(quantity), price: Number(price) };
}

function parseOrder(body, owner) {
  let data;
  try {
    data = JSON.parse(body || '{}');
  } catch (error) {
    throw new InvalidOrder(['the body is not JSON']);
  }
  const problems = [];
  const given = Array.isArray(data.lines) ? data.lines : [];
  if (given.length === 0) problems.push('an order has at least one line');
  if (given.length > config.limits.lines) problems.push('an order has at most ' + config.limits.lines + ' lines');
  const lines = [];
  given.forEach((value, index) => {
    const line = lineOf(value, index, problems);
    if (line) lines.push(line);
  });
  const tags = Array.isArray(data.tags) ? data.tags.filter(isText).map((tag) => tag.trim().toLowerCase()) : [];
  if (problems.length > 0) throw new InvalidOrder(problems);
  const total = lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  return { id: randomUUID(), owner, state: 'new', lines, tags: [...new Set(tags)], createdAt: new Date().toISOString(), total };
}

function summaryOf(order) {
  const summary = { id: order.id, state: order.state, lines: order.lines.length, total: Math.round(order.total * 100) / 100 };
  if (order.tags.length > 0) summary.tags = order.tags.join(',');
  return summary;
}

module.exports = { InvalidOrder, mayBecome, parseOrder, summaryOf };
`;

const NOTIFIER = `
'use strict';
const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns');
const { SQSClient, SendMessageCommand, SendMessageBatchCommand } = require('@aws-sdk/client-sqs');
const { config } = require('./config');
const { Logger } = require('./log');
const { summaryOf } = require('./order');

function chunks(items, size) {
  const all = [];
  for (let at = 0; at < items.length; at += size) all.push(items.slice(at, at + size));
  return all;
}

class Notifier {
  constructor(options = {}) {
    this.log = new Logger('notifier');
    this.sqs = options.sqs || new SQSClient({});
    this.sns = options.sns || new SNSClient({});
  }
  async send(event) {
    const body = JSON.stringify({ kind: event.kind, ...summaryOf(event.order), ...event.detail });
    await this.sqs.send(new SendMessageCommand({ QueueUrl: config.queueUrl, MessageBody: body, MessageAttributes: { kind: { DataType: 'String', StringValue: event.kind } } }));
    this.log.info('queued', { kind: event.kind, id: event.order.id });
  }
  async sendAll(events) {
    let failed = 0;
    for (const part of chunks(events, 10)) {
      const Entries = part.map((event, i) => ({ Id: String(i), MessageBody: JSON.stringify({ kind: event.kind, ...summaryOf(event.order) }) }));
      const result = await this.sqs.send(new SendMessageBatchCommand({ QueueUrl: config.queueUrl, Entries }));
      for (const one of result.Failed || []) {
        this.log.warn('not queued', { id: one.Id, code: one.Code });
        failed++;
      }
    }
    return failed;
  }
  async announce(order, subject) {
    await this.sns.send(new PublishCommand({ TopicArn: config.topicArn, Subject: subject.slice(0, 100), Message: JSON.stringify(summaryOf(order)) }));
  }
}

module.exports = { Notifier };
`;

const ARCHIVE = `
'use strict';
const { S3Client, GetObjectCommand, PutObjectCommand, ListObjectsV2Command } = require('@aws-sdk/client-s3');
const { config } = require('./config');
const { Logger } = require('./log');

const s3 = new S3Client({ maxAttempts: 5 });
const log = new Logger('archive');

const keyOf = (order) => \`orders/\${order.owner}/\${order.id}.json\`;

exports.store = async (order) => {
  const Key = keyOf(order);
  await s3.send(new PutObjectCommand({ Bucket: config.archive, Key, Body: JSON.stringify(order), ContentType: 'application/json', ServerSideEncryption: 'aws:kms' }));
  log.debug('stored', { Key });
  return Key;
};

exports.load = async (owner, id) => {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: config.archive, Key: keyOf({ owner, id }) }));
    return Body ? JSON.parse(await Body.transformToString()) : undefined;
  } catch (error) {
    if (error.name === 'NoSuchKey') return undefined;
    throw error;
  }
};

exports.keysOf = async (owner) => {
  const keys = [];
  let ContinuationToken;
  for (let page = 0; page < config.limits.pages; page++) {
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: config.archive, Prefix: \`orders/\${owner}/\`, ContinuationToken }));
    for (const { Key } of listed.Contents || []) if (Key) keys.push(Key);
    if (!listed.IsTruncated) break;
    ContinuationToken = listed.NextContinuationToken;
  }
  return keys;
};
`;

const repository = (group) => `
'use strict';
const { ConditionalCheckFailedException, DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { BatchGetCommand, DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } = require('@aws-sdk/lib-dynamodb');
const { config } = require('./config');
const { Logger } = require('./log');

class Repository${group} {
  constructor(table = config.table, db = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } })) {
    this.table = table;
    this.db = db;
    this.log = new Logger('repository${group}');
  }
  key(id) {
    return { pk: \`ORDER#\${id}\`, sk: 'v${group}' };
  }
  async get(id) {
    const { Item } = await this.db.send(new GetCommand({ TableName: this.table, Key: this.key(id), ConsistentRead: true }));
    this.log.info('read', { id, found: Item !== undefined });
    return Item;
  }
  async many(ids) {
    if (ids.length === 0) return [];
    const Keys = ids.map((id) => this.key(id));
    const { Responses } = await this.db.send(new BatchGetCommand({ RequestItems: { [this.table]: { Keys } } }));
    return (Responses && Responses[this.table]) || [];
  }
  async put(order) {
    try {
      await this.db.send(new PutCommand({ TableName: this.table, Item: { ...this.key(order.id), ...order }, ConditionExpression: 'attribute_not_exists(pk)' }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
  async ofOwner(owner, state, start) {
    const names = { '#o': 'owner' };
    const values = { ':o': owner };
    if (state !== undefined) {
      names['#s'] = 'state';
      values[':s'] = state;
    }
    const page = await this.db.send(
      new QueryCommand({
        TableName: this.table,
        IndexName: 'owner',
        KeyConditionExpression: '#o = :o',
        FilterExpression: state === undefined ? undefined : '#s = :s',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
        ExclusiveStartKey: start ? JSON.parse(Buffer.from(start, 'base64url').toString()) : undefined,
      }),
    );
    const next = page.LastEvaluatedKey ? Buffer.from(JSON.stringify(page.LastEvaluatedKey)).toString('base64url') : undefined;
    return { orders: page.Items || [], next };
  }
  async move(id, from, to) {
    const { Attributes } = await this.db.send(
      new UpdateCommand({
        TableName: this.table,
        Key: this.key(id),
        UpdateExpression: 'SET #s = :to, changedAt = :now',
        ConditionExpression: '#s = :from',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':from': from, ':to': to, ':now': new Date().toISOString() },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes;
  }
  async remove(id) {
    await this.db.send(new DeleteCommand({ TableName: this.table, Key: this.key(id) }));
    this.log.warn('removed', { id });
  }
}

module.exports = { Repository${group} };
`;

const handler = (i, group) => `
'use strict';
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
const { keysOf, load, store } = require('./shared/archive');
const { setting } = require('./shared/config');
const { Logger } = require('./shared/log');
const { Notifier } = require('./shared/notifier');
const { InvalidOrder, mayBecome, parseOrder, summaryOf } = require('./shared/order');
const { Repository${group} } = require('./shared/repository${group}');

const log = new Logger('handler${i}');
const repository = new Repository${group}();
const notifier = new Notifier();
const lambda = new LambdaClient({});

const respond = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const ownerOf = (event) => (event.requestContext.authorizer && event.requestContext.authorizer.claims.sub) || 'nobody';

async function create(event) {
  const order = parseOrder(event.body, ownerOf(event));
  const discounts = (await setting('discounts')).split(',').map(Number);
  const best = Math.max(0, ...discounts.filter((value) => !Number.isNaN(value)));
  const priced = { ...order, total: order.total * (1 - best) };
  if (!(await repository.put(priced))) return respond(409, { message: 'this order is there already' });
  await notifier.send({ kind: 'created-${i}', order: priced });
  return respond(201, summaryOf(priced));
}

async function change(event, order) {
  const { kind, ...detail } = JSON.parse(event.body || '{}');
  switch (kind) {
    case 'pay':
    case 'cancel': {
      const to = kind === 'pay' ? 'paid' : 'cancelled';
      if (!mayBecome(order.state, to)) return respond(409, { message: \`an order that is \${order.state} cannot be \${to}\` });
      const moved = await repository.move(order.id, order.state, to);
      if (moved) await notifier.send({ kind, order: moved, detail });
      return respond(200, moved ? summaryOf(moved) : {});
    }
    case 'archive': {
      const key = await store(order);
      await repository.remove(order.id);
      await notifier.announce(order, \`archived \${order.id}\`);
      return respond(200, { key });
    }
    case 'recalculate':
      await lambda.send(new InvokeCommand({ FunctionName: process.env.NEXT_FUNCTION, InvocationType: 'Event', Payload: JSON.stringify({ id: order.id }) }));
      return respond(202, { id: order.id });
    default:
      return respond(422, { message: 'unknown change' });
  }
}

async function list(event) {
  const { state, next, archived } = event.queryStringParameters || {};
  if (archived === 'true') return respond(200, { keys: await keysOf(ownerOf(event)) });
  const page = await repository.ofOwner(ownerOf(event), state, next);
  const recent = page.orders.filter((order) => order.lines.length > 0).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  return respond(200, { orders: recent.map(summaryOf), next: page.next });
}

exports.handler = async (event) => {
  const id = event.pathParameters && event.pathParameters.id;
  log.debug('called', { method: event.httpMethod, id });
  try {
    if (!id) return event.httpMethod === 'POST' ? await create(event) : await list(event);
    const order = (await repository.get(id)) || (await load(ownerOf(event), id));
    if (!order) return respond(404, { message: 'not found' });
    if (order.owner !== ownerOf(event)) return respond(403, { message: 'not yours' });
    return event.httpMethod === 'GET' ? respond(200, order) : await change(event, order);
  } catch (error) {
    if (error instanceof InvalidOrder) return respond(422, { problems: error.problems });
    log.error('failed', error);
    return respond(500, { message: 'failed' });
  }
};
`;
