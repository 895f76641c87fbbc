/** The models of Go modules: programs as their documentation shows them, and the calls that they make. */
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import { go } from '../../go/language.ts';

beforeAll(() => go.prepare());

const seen = (imports: string, code: string) => {
  const lines = imports
    .split(' ')
    .map((path) => `"${path}"`)
    .join('\n');
  const source = `package main\nimport (\n${lines}\n)\n${code}\nfunc main() { lambda.Start(handler) }`;
  return callsIn(
    go,
    { 'go.mod': 'module example.com/app\n\ngo 1.22\n', 'main.go': source },
    { handler: 'bootstrap', ...environment({ TABLE: 'orders', SECRET: 'token' }) },
  );
};

const SDK = 'context os github.com/aws/aws-lambda-go/lambda github.com/aws/aws-sdk-go-v2/config';

describe('guregu/dynamo', () => {
  const run = (body: string) => {
    const code = `
func handler(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	db := dynamo.New(cfg)
	table := db.Table(os.Getenv("TABLE"))
	var out map[string]string
	var list []map[string]string
	_ = out
	_ = list
	${body}
	return nil
}`;
    const { calls, lost } = seen(`${SDK} github.com/guregu/dynamo/v2`, code);
    return [...calls.map((call) => call.replace(/^dynamodb /, '')), ...lost];
  };

  it.each([
    ['table.Get("id", 1).One(ctx, &out)', ['GetItem {TableName: orders}']],
    ['table.Get("id", 1).Range("t", dynamo.Equal, 2).One(ctx, &out)', ['GetItem {TableName: orders}']],
    ['table.Get("id", 1).Range("t", dynamo.Less, 2).One(ctx, &out)', ['Query {TableName: orders}']],
    ['table.Get("id", 1).Index("by-time").Order(dynamo.Descending).All(ctx, &list)', ['Query {TableName: orders, IndexName: by-time}']],
    ['n, err := table.Get("id", 1).Count(ctx); _ = n; _ = err', ['Query {TableName: orders}']],
    ['table.Put(out).If("attribute_not_exists(id)").Run(ctx)', ['PutItem {TableName: orders}']],
    ['table.Update("id", 1).Range("t", 2).Set("a", 1).Add("b", 2).Value(ctx, &out)', ['UpdateItem {TableName: orders}']],
    ['table.Delete("id", 1).OldValue(ctx, &out)', ['DeleteItem {TableName: orders}']],
    ['iter := table.Scan().Filter("a = ?", 1).Iter(); for iter.Next(ctx, &out) {}', ['Scan {TableName: orders}']],
    ['table.Batch("id").Get(dynamo.Keys{1}).All(ctx, &list)', ['BatchGetItem {RequestItems: {orders: ?keys}}']],
    [
      'table.Batch("id").Write().Put(out).PutIn(db.Table("audit"), out).Run(ctx)',
      ['BatchWriteItem {RequestItems: {orders: ?requests, audit: ?requests}}'],
    ],
    [
      'db.WriteTx().Put(table.Put(out)).Check(db.Table("locks").Check("id", 1).IfExists()).Run(ctx)',
      ['TransactWriteItems {TransactItems: [{Put: {TableName: orders}}, {ConditionCheck: {TableName: locks}}]}'],
    ],
    ['db.GetTx().GetOne(table.Get("id", 1), &out).Run(ctx)', ['TransactGetItems {TransactItems: [{Get: {TableName: orders}}]}']],
    ['db.CreateTable("new", out).OnDemand(true).Wait(ctx)', ['CreateTable {TableName: new}', 'DescribeTable {TableName: new}']],
    ['table.UpdateTTL("expires", true).Run(ctx)', ['UpdateTimeToLive {TableName: orders}']],
    ['table.Export(ctx)', ['call of Table.Export: the model of github.com/guregu/dynamo does not know it']],
  ])('%s', (body, expected) => {
    expect(run(body)).toEqual(expected);
  });
});

it('aws-secretsmanager-caching-go takes a client from its options', () => {
  const code = `
func handler(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx, config.WithRegion("eu-west-1"))
	cache, _ := secretcache.New(func(c *secretcache.Cache) { c.Client = secretsmanager.NewFromConfig(cfg) })
	secret, _ := cache.GetSecretString(os.Getenv("SECRET"))
	_, _ = cache.GetSecretBinaryWithContext(ctx, secret)
	return nil
}`;
  const imports = `${SDK} github.com/aws/aws-sdk-go-v2/service/secretsmanager github.com/aws/aws-secretsmanager-caching-go/secretcache`;
  expect(seen(imports, code)).toEqual({
    calls: [
      'secrets-manager DescribeSecret {SecretId: token} in eu-west-1',
      'secrets-manager GetSecretValue {SecretId: token} in eu-west-1',
      'secrets-manager DescribeSecret {SecretId: ?a secret} in eu-west-1',
      'secrets-manager GetSecretValue {SecretId: ?a secret} in eu-west-1',
    ],
    direct: [],
    lost: [],
  });
});
