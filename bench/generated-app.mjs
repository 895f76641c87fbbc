/** Writes a SAM app of N functions with shared code, as large apps have it: each handler calls AWS itself and through helpers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gives the template's path. Each function has a file of its own; ten functions share a repository class, all share a logger. */
export function writeApp(folder, functions) {
  mkdirSync(join(folder, 'src/shared'), { recursive: true });
  writeFileSync(join(folder, 'src/shared/log.ts'), LOG);
  const resources = [];
  for (let group = 0; group * 10 < functions; group++) {
    resources.push(`  Table${group}:\n    Type: AWS::DynamoDB::Table\n  Queue${group}:\n    Type: AWS::SQS::Queue\n`);
    writeFileSync(join(folder, `src/shared/repository${group}.ts`), repository(group));
  }
  for (let i = 0; i < functions; i++) {
    const group = Math.floor(i / 10);
    writeFileSync(join(folder, `src/handler${i}.ts`), handler(i, group));
    resources.push(`  Function${i}:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: handler${i}.handler
      Runtime: nodejs22.x
      Environment:
        Variables:
          TABLE: !Ref Table${group}
          QUEUE_URL: !Ref Queue${group}
      Events:
        Api:
          Type: Api
          Properties:
            Path: /items${i}/{id}
            Method: post
    Metadata:
      BuildMethod: esbuild
      BuildProperties:
        EntryPoints: [handler${i}.ts]
`);
  }
  const template = join(folder, 'template.yaml');
  writeFileSync(template, `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources.join('')}`);
  return template;
}

const LOG = `
export type Level = 'debug' | 'info' | 'warn' | 'error';
export class Logger {
  constructor(private readonly name: string, private readonly level: Level = 'info') {}
  private write(level: Level, message: string, fields: Record<string, unknown> = {}): void {
    if (level === 'debug' && this.level !== 'debug') return;
    console.log(JSON.stringify({ level, name: this.name, message, at: new Date().toISOString(), ...fields }));
  }
  info(message: string, fields?: Record<string, unknown>): void { this.write('info', message, fields); }
  error(message: string, error: unknown): void { this.write('error', message, { error: error instanceof Error ? error.stack : String(error) }); }
}
`;

const repository = (group) => `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Logger } from './log';

export interface Item { id: string; owner: string; state: 'new' | 'done'; tags: string[] }

export class Repository${group} {
  private readonly log = new Logger('repository${group}');
  constructor(private readonly table = process.env.TABLE!, private readonly db = DynamoDBDocumentClient.from(new DynamoDBClient({}))) {}

  async get(id: string): Promise<Item | undefined> {
    const { Item } = await this.db.send(new GetCommand({ TableName: this.table, Key: { id } }));
    this.log.info('read', { id, found: Item !== undefined });
    return Item as Item | undefined;
  }
  async put(item: Item): Promise<void> {
    await this.db.send(new PutCommand({ TableName: this.table, Item: { ...item, tags: [...new Set(item.tags)] } }));
  }
  async ofOwner(owner: string): Promise<Item[]> {
    const items: Item[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await this.db.send(new QueryCommand({ TableName: this.table, IndexName: 'owner', KeyConditionExpression: '#o = :o', ExpressionAttributeNames: { '#o': 'owner' }, ExpressionAttributeValues: { ':o': owner }, ExclusiveStartKey }));
      items.push(...((page.Items ?? []) as Item[]));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  }
  async finish(id: string): Promise<void> {
    await this.db.send(new UpdateCommand({ TableName: this.table, Key: { id }, UpdateExpression: 'SET #s = :s', ExpressionAttributeNames: { '#s': 'state' }, ExpressionAttributeValues: { ':s': 'done' } }));
  }
}
`;

const handler = (i, group) => `
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { Repository${group} } from './shared/repository${group}';
import { Logger } from './shared/log';

const log = new Logger('handler${i}');
const repository = new Repository${group}();
const sqs = new SQSClient({});

const respond = (statusCode: number, body: unknown) => ({ statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

export const handler = async (event: { pathParameters?: { id?: string }; body?: string }) => {
  const id = event.pathParameters?.id;
  if (!id) return respond(400, { message: 'id is missing' });
  try {
    const item = await repository.get(id);
    if (!item) return respond(404, { message: 'not found' });
    const change = JSON.parse(event.body ?? '{}');
    switch (change.kind) {
      case 'finish':
        await repository.finish(id);
        break;
      case 'copy':
        for (const other of await repository.ofOwner(item.owner)) if (other.state === 'new') await repository.put({ ...other, id: \`\${id}-copy-${i}\` });
        break;
      default:
        return respond(422, { message: 'unknown change' });
    }
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ id, kind: change.kind }) }));
    return respond(200, { id });
  } catch (error) {
    log.error('failed', error);
    return respond(500, { message: 'failed' });
  }
};
`;
