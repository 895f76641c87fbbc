/** TypeScript as ECMAScript modules, with the SDK v3. */
export const typescript = {
  name: 'TypeScript',
  properties: (i) => `      CodeUri: src/\n      Handler: handler${i}.handler\n      Runtime: nodejs22.x\n`,
  metadata: (i) => `      BuildMethod: esbuild\n      BuildProperties:\n        EntryPoints: [handler${i}.ts]\n`,
  shared: () => ({
    'src/shared/log.ts': LOG,
    'src/shared/config.ts': CONFIG,
    'src/shared/order.ts': ORDER,
    'src/shared/notifier.ts': NOTIFIER,
    'src/shared/archive.ts': ARCHIVE,
  }),
  group: (group) => ({ [`src/shared/repository${group}.ts`]: repository(group) }),
  handler: (i, group) => ({ [`src/handler${i}.ts`]: handler(i, group) }),
};

const LOG = `
export type Level = 'debug' | 'info' | 'warn' | 'error';
const ORDER: Record<Level, number> = { debug: 10, info: 20, warn: 30, error: 40 };

export class Logger {
  private readonly fields: Record<string, unknown> = {};

  constructor(private readonly name: string, private readonly level: Level = (process.env.LOG_LEVEL as Level) ?? 'info') {}

  with(fields: Record<string, unknown>): Logger {
    const child = new Logger(this.name, this.level);
    Object.assign(child.fields, this.fields, fields);
    return child;
  }
  debug(message: string, fields?: Record<string, unknown>): void { this.write('debug', message, fields); }
  info(message: string, fields?: Record<string, unknown>): void { this.write('info', message, fields); }
  warn(message: string, fields?: Record<string, unknown>): void { this.write('warn', message, fields); }
  error(message: string, error: unknown): void {
    this.write('error', message, { error: error instanceof Error ? { name: error.name, stack: error.stack } : String(error) });
  }
  private write(level: Level, message: string, fields: Record<string, unknown> = {}): void {
    if (ORDER[level] < ORDER[this.level]) return;
    console.log(JSON.stringify({ level, name: this.name, message, at: new Date().toISOString(), ...this.fields, ...fields }));
  }
}
`;

const CONFIG = `
import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm';

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(\`the environment variable \${name} is not set\`);
  return value;
}

export interface Config {
  readonly table: string;
  readonly queueUrl: string;
  readonly topicArn: string;
  readonly archive: string;
  readonly limits: { readonly lines: number; readonly pages: number };
}

export const config: Config = {
  table: required('TABLE'),
  queueUrl: required('QUEUE_URL'),
  topicArn: required('TOPIC_ARN'),
  archive: required('ARCHIVE_BUCKET'),
  limits: { lines: Number(process.env.MAX_LINES ?? '100'), pages: 20 },
};

const ssm = new SSMClient({});
const cache = new Map<string, { value: string; until: number }>();

export async function setting(name: 'discounts' | 'carriers'): Promise<string> {
  const known = cache.get(name);
  if (known && known.until > Date.now()) return known.value;
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: \`/orders/\${name}\`, WithDecryption: true }));
  const value = Parameter?.Value ?? '';
  cache.set(name, { value, until: Date.now() + 60_000 });
  return value;
}
`;

const ORDER = `
import { randomUUID } from 'node:crypto';
import { config } from './config';

export type State = 'new' | 'paid' | 'sent' | 'cancelled';
export interface Line { sku: string; quantity: number; price: number }
export interface Order { id: string; owner: string; state: State; lines: Line[]; tags: string[]; createdAt: string; total: number }

export class InvalidOrder extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'InvalidOrder';
  }
}

const NEXT: Record<State, readonly State[]> = { new: ['paid', 'cancelled'], paid: ['sent', 'cancelled'], sent: [], cancelled: [] };

export const mayBecome = (from: State, to: State): boolean => NEXT[from].includes(to);

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 256;

function lineOf(value: unknown, index: number, problems: string[]): Line | undefined {
  if (value === null || typeof value !== 'object') {
    problems.push(\`lines[\${index}] is not an object\`);
    return undefined;
  }
  const { sku, quantity, price } = value as Record<string, unknown>;
  if (!isText(sku)) problems.push(\`lines[\${index}].sku is not a text\`);
  if (!Number.isInteger(quantity) || Number(quantity) < 1) problems.push(\`lines[\${index}].quantity is not a positive number\`);
  if (typeof price !== 'number' || price < 0) problems.push(\`lines[\${index}].price is not a price\`);
  return { sku: String(sku), quantity: Number(quantity), price: Number(price) };
}

export function parseOrder(body: string | undefined, owner: string): Order {
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(body ?? '{}');
  } catch {
    throw new InvalidOrder(['the body is not JSON']);
  }
  const problems: string[] = [];
  const given = Array.isArray(data.lines) ? data.lines : [];
  if (given.length === 0) problems.push('an order has at least one line');
  if (given.length > config.limits.lines) problems.push(\`an order has at most \${config.limits.lines} lines\`);
  const lines: Line[] = [];
  for (const [index, value] of given.entries()) {
    const line = lineOf(value, index, problems);
    if (line) lines.push(line);
  }
  const tags = Array.isArray(data.tags) ? data.tags.filter(isText).map((tag) => tag.trim().toLowerCase()) : [];
  if (problems.length > 0) throw new InvalidOrder(problems);
  const total = lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  return { id: randomUUID(), owner, state: 'new', lines, tags: [...new Set(tags)], createdAt: new Date().toISOString(), total };
}

export const summaryOf = (order: Order): Record<string, unknown> => ({
  id: order.id,
  state: order.state,
  lines: order.lines.length,
  total: Math.round(order.total * 100) / 100,
  ...(order.tags.length > 0 ? { tags: order.tags.join(',') } : {}),
});
`;

const NOTIFIER = `
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
import { SQSClient, SendMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { config } from './config';
import { Logger } from './log';
import { summaryOf, type Order } from './order';

export interface Event { readonly kind: string; readonly order: Order; readonly detail?: Record<string, unknown> }

const chunks = <T>(items: readonly T[], size: number): T[][] => {
  const all: T[][] = [];
  for (let at = 0; at < items.length; at += size) all.push(items.slice(at, at + size));
  return all;
};

export class Notifier {
  private readonly log = new Logger('notifier');
  private readonly sqs: SQSClient;
  private readonly sns: SNSClient;

  constructor({ sqs = new SQSClient({}), sns = new SNSClient({}) }: { sqs?: SQSClient; sns?: SNSClient } = {}) {
    this.sqs = sqs;
    this.sns = sns;
  }

  async send(event: Event): Promise<void> {
    const body = JSON.stringify({ kind: event.kind, ...summaryOf(event.order), ...event.detail });
    await this.sqs.send(new SendMessageCommand({ QueueUrl: config.queueUrl, MessageBody: body, MessageAttributes: { kind: { DataType: 'String', StringValue: event.kind } } }));
    this.log.info('queued', { kind: event.kind, id: event.order.id });
  }
  async sendAll(events: readonly Event[]): Promise<number> {
    let failed = 0;
    for (const part of chunks(events, 10)) {
      const Entries = part.map((event, i) => ({ Id: String(i), MessageBody: JSON.stringify({ kind: event.kind, ...summaryOf(event.order) }) }));
      const { Failed = [] } = await this.sqs.send(new SendMessageBatchCommand({ QueueUrl: config.queueUrl, Entries }));
      for (const one of Failed) this.log.warn('not queued', { id: one.Id, code: one.Code });
      failed += Failed.length;
    }
    return failed;
  }
  async announce(order: Order, subject: string): Promise<void> {
    await this.sns.send(new PublishCommand({ TopicArn: config.topicArn, Subject: subject.slice(0, 100), Message: JSON.stringify(summaryOf(order)) }));
  }
}
`;

const ARCHIVE = `
import { S3Client, GetObjectCommand, PutObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { config } from './config';
import { Logger } from './log';
import type { Order } from './order';

const s3 = new S3Client({ maxAttempts: 5 });
const log = new Logger('archive');

const keyOf = (order: Pick<Order, 'owner' | 'id'>): string => \`orders/\${order.owner}/\${order.id}.json\`;

export async function store(order: Order): Promise<string> {
  const Key = keyOf(order);
  await s3.send(new PutObjectCommand({ Bucket: config.archive, Key, Body: JSON.stringify(order), ContentType: 'application/json', ServerSideEncryption: 'aws:kms' }));
  log.debug('stored', { Key });
  return Key;
}

export async function load(owner: string, id: string): Promise<Order | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: config.archive, Key: keyOf({ owner, id }) }));
    return Body ? (JSON.parse(await Body.transformToString()) as Order) : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

export async function keysOf(owner: string): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  for (let page = 0; page < config.limits.pages; page++) {
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: config.archive, Prefix: \`orders/\${owner}/\`, ContinuationToken }));
    for (const { Key } of listed.Contents ?? []) if (Key) keys.push(Key);
    if (!listed.IsTruncated) break;
    ContinuationToken = listed.NextContinuationToken;
  }
  return keys;
}
`;

const repository = (group) => `
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { config } from './config';
import { Logger } from './log';
import type { Order, State } from './order';

export interface Page { readonly orders: Order[]; readonly next: string | undefined }

export class Repository${group} {
  private readonly log = new Logger('repository${group}');

  constructor(
    private readonly table: string = config.table,
    private readonly db: DynamoDBDocumentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
  ) {}

  private key(id: string): { pk: string; sk: string } {
    return { pk: \`ORDER#\${id}\`, sk: 'v${group}' };
  }

  async get(id: string): Promise<Order | undefined> {
    const { Item } = await this.db.send(new GetCommand({ TableName: this.table, Key: this.key(id), ConsistentRead: true }));
    this.log.info('read', { id, found: Item !== undefined });
    return Item as Order | undefined;
  }
  async many(ids: readonly string[]): Promise<Order[]> {
    if (ids.length === 0) return [];
    const Keys = ids.map((id) => this.key(id));
    const { Responses } = await this.db.send(new BatchGetCommand({ RequestItems: { [this.table]: { Keys } } }));
    return (Responses?.[this.table] ?? []) as Order[];
  }
  async put(order: Order): Promise<boolean> {
    try {
      await this.db.send(new PutCommand({ TableName: this.table, Item: { ...this.key(order.id), ...order }, ConditionExpression: 'attribute_not_exists(pk)' }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
  async ofOwner(owner: string, state?: State, start?: string): Promise<Page> {
    const names: Record<string, string> = { '#o': 'owner' };
    const values: Record<string, unknown> = { ':o': owner };
    if (state !== undefined) {
      names['#s'] = 'state';
      values[':s'] = state;
    }
    const page = await this.db.send(new QueryCommand({
      TableName: this.table,
      IndexName: 'owner',
      KeyConditionExpression: '#o = :o',
      FilterExpression: state === undefined ? undefined : '#s = :s',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ExclusiveStartKey: start ? JSON.parse(Buffer.from(start, 'base64url').toString()) : undefined,
    }));
    const next = page.LastEvaluatedKey ? Buffer.from(JSON.stringify(page.LastEvaluatedKey)).toString('base64url') : undefined;
    return { orders: (page.Items ?? []) as Order[], next };
  }
  async move(id: string, from: State, to: State): Promise<Order | undefined> {
    const { Attributes } = await this.db.send(new UpdateCommand({
      TableName: this.table,
      Key: this.key(id),
      UpdateExpression: 'SET #s = :to, changedAt = :now',
      ConditionExpression: '#s = :from',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':from': from, ':to': to, ':now': new Date().toISOString() },
      ReturnValues: 'ALL_NEW',
    }));
    return Attributes as Order | undefined;
  }
  async remove(id: string): Promise<void> {
    await this.db.send(new DeleteCommand({ TableName: this.table, Key: this.key(id) }));
    this.log.warn('removed', { id });
  }
}
`;

const handler = (i, group) => `
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';
import { keysOf, load, store } from './shared/archive';
import { setting } from './shared/config';
import { Logger } from './shared/log';
import { Notifier } from './shared/notifier';
import { InvalidOrder, mayBecome, parseOrder, summaryOf, type Order } from './shared/order';
import { Repository${group} } from './shared/repository${group}';

const log = new Logger('handler${i}');
const repository = new Repository${group}();
const notifier = new Notifier();
const lambda = new LambdaClient({});

const respond = (statusCode: number, body: unknown): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const ownerOf = (event: APIGatewayProxyEvent): string => event.requestContext.authorizer?.claims?.sub ?? 'nobody';

async function create(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const order = parseOrder(event.body ?? undefined, ownerOf(event));
  const discounts = (await setting('discounts')).split(',').map(Number);
  const best = Math.max(0, ...discounts.filter((value) => !Number.isNaN(value)));
  const priced: Order = { ...order, total: order.total * (1 - best) };
  if (!(await repository.put(priced))) return respond(409, { message: 'this order is there already' });
  await notifier.send({ kind: 'created-${i}', order: priced });
  return respond(201, summaryOf(priced));
}

async function change(event: APIGatewayProxyEvent, order: Order): Promise<APIGatewayProxyResult> {
  const { kind, ...detail } = JSON.parse(event.body ?? '{}');
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

async function list(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { state, next, archived } = event.queryStringParameters ?? {};
  if (archived === 'true') return respond(200, { keys: await keysOf(ownerOf(event)) });
  const page = await repository.ofOwner(ownerOf(event), state as Order['state'] | undefined, next);
  const recent = page.orders.filter((order) => order.lines.length > 0).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  return respond(200, { orders: recent.map(summaryOf), next: page.next });
}

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const id = event.pathParameters?.id;
  log.debug('called', { method: event.httpMethod, id });
  try {
    if (id === undefined) return event.httpMethod === 'POST' ? await create(event) : await list(event);
    const order = (await repository.get(id)) ?? (await load(ownerOf(event), id));
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
