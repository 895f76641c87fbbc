// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of the program's own
import { describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import { javascript } from '../../javascript/index.ts';

const STORE = `import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
export interface Store { find(id: string): Promise<unknown>; save(item: unknown): Promise<void>; all(): Promise<unknown> }
export const TYPES = { Client: Symbol.for('Client'), Table: Symbol('Table'), Store: 'Store' };`;

const client = 'DynamoDBDocumentClient.from(new DynamoDBClient({}))';

/** One service that finds, with a store that could do more. */
const app = (library: string, decorators: string, before: string, service: string, handler: string) => ({
  'store.ts': STORE,
  'table.ts': `import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ${decorators} } from '${library}';
import { type Store, TYPES } from './store';
${before}
export class TableStore implements Store {
  constructor(@INJECT(TYPES.Client) private client: DynamoDBDocumentClient, @INJECT(TYPES.Table) private table: string) {}
  find(id: string) { return this.client.send(new GetCommand({ TableName: this.table, Key: { id } })); }
  async save(item: any) { await this.client.send(new PutCommand({ TableName: this.table, Item: item })); }
  all() { return this.client.send(new ScanCommand({ TableName: this.table })); }
}
${service}`.replaceAll('INJECT', decorators.split(', ').find((each) => /^inject$/i.test(each)) ?? ''),
  'app.ts': `import 'reflect-metadata';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Store, TYPES } from './store';
${handler}`,
});

const SERVICE = `export class Service {
  constructor(@inject(TYPES.Store) private store: Store) {}
  get(id: string) { return this.store.find(id); }
  put(item: unknown) { return this.store.save(item); }
}`;

const BOUND = `container.bind(TYPES.Client).toConstantValue(${client});
container.bind<string>(TYPES.Table).toDynamicValue(() => process.env.TABLE);`;

describe('a container', () => {
  it.each([
    [
      'tsyringe registers',
      app(
        'tsyringe',
        'injectable, inject, singleton',
        '@injectable()',
        `@singleton() ${SERVICE}`,
        `import { container } from 'tsyringe';
import { Service, TableStore } from './table';
container.register(TYPES.Client, { useFactory: () => ${client} });
container.register<string>(TYPES.Table, { useValue: process.env.TABLE! });
container.register<Store>(TYPES.Store, { useClass: TableStore });
export const handler = async (event) => container.resolve(Service).get(event.id);`,
      ),
    ],
    [
      'tsyringe, by the types of parameters',
      app(
        'tsyringe',
        'injectable, inject, registry',
        '@injectable() @registry([{ token: TYPES.Store, useToken: TableStore }])',
        '@injectable() export class Service { constructor(private store: TableStore) {} get(id: string) { return this.store.find(id); } }',
        `import { container } from 'tsyringe';
import { Service } from './table';
container.registerInstance(TYPES.Client, ${client}).registerInstance(TYPES.Table, process.env.TABLE);
const child = container.createChildContainer();
export const handler = async (event) => child.resolve(Service).get(event.id);`,
      ),
    ],
    [
      'inversify binds',
      app(
        'inversify',
        'injectable, inject',
        '@injectable()',
        `@injectable() ${SERVICE}`,
        `import { Container } from 'inversify';
import { Service, TableStore } from './table';
const container = new Container({ defaultScope: 'Singleton' });
${BOUND}
container.bind<Store>(TYPES.Store).to(TableStore).inSingletonScope();
container.bind(Service).toSelf();
export const handler = async (event) => container.get(Service).get(event.id);`,
      ),
    ],
    [
      'inversify loads a module, and sets a field',
      app(
        'inversify',
        'injectable, inject',
        '@injectable()',
        '@injectable() export class Service { @inject(TYPES.Store) private readonly store: Store; get(id: string) { return this.store.find(id); } }',
        `import { Container, ContainerModule } from 'inversify';
import { Service, TableStore } from './table';
const container = new Container();
container.load(new ContainerModule((bind) => { bind<Store>(TYPES.Store).to(TableStore); bind('Service').to(Service); }));
${BOUND}
export const handler = async (event) => container.get<Service>('Service').get(event.id);`,
      ),
    ],
    [
      'inversify is told by decorators',
      app(
        'inversify',
        'injectable, inject',
        "import { fluentProvide, provide } from 'inversify-binding-decorators';\n@provide(TYPES.Store)",
        `@fluentProvide('Service').inSingletonScope().done() ${SERVICE}`,
        `import { Container } from 'inversify';
import { buildProviderModule } from 'inversify-binding-decorators';
import type { Service } from './table';
import './table';
const container = new Container();
container.load(buildProviderModule());
${BOUND}
export const handler = async (event) => container.get<Service>('Service').get(event.id);`,
      ),
    ],
    [
      'typedi is set',
      app(
        'typedi',
        'Service as Injectable, Inject',
        '@Injectable({ id: TYPES.Store })',
        `@Injectable() ${SERVICE.replace('@inject', '@Inject')}`,
        `import Container from 'typedi';
import { Service } from './table';
Container.set([{ id: TYPES.Client, value: ${client} }]);
Container.set(TYPES.Table, process.env.TABLE);
export const handler = async (event) => Container.get(Service).get(event.id);`,
      ),
    ],
  ])('makes what is asked for, and only what is called runs: %s', (_name, files) => {
    const given = { runtime: 'nodejs22.x', handler: 'app.handler', ...environment({ TABLE: 'things' }) };
    expect(callsIn(javascript, files, given)).toEqual({
      calls: ['dynamodb GetItem {TableName: things, Key: {id: ${event.id}}}'],
      direct: [],
      lost: [],
    });
  });

  it('that holds something else than the code shows is told by the declared types, and a decorated class by its uses', () => {
    const source = `import { container, injectable } from 'tsyringe';
import { S3Client, HeadBucketCommand, DeleteBucketCommand } from '@aws-sdk/client-s3';
@injectable() class Own { drop() { return new S3Client({}).send(new DeleteBucketCommand({ Bucket: 'own' })); } }
@injectable() class Cycle { constructor(private readonly other: Cycle) {} }
export const handler = async () => {
  container.resolve(Cycle);
  await container.resolve<S3Client>('from elsewhere').send(new HeadBucketCommand({ Bucket: 'b' }));
};`;
    expect(callsIn(javascript, { 'app.ts': source }, { runtime: 'nodejs22.x', handler: 'app.handler' })).toMatchObject({
      calls: ['s3 HeadBucket {Bucket: b} by type'],
    });
  });
});
