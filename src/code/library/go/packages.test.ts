// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { beforeAll, describe, expect, it } from 'vitest';
import { SPAN } from '../../../../test/support/app.ts';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import type { Trigger } from '../../../model/app.ts';
import { text } from '../../../model/text.ts';
import { go } from '../../go/language.ts';

beforeAll(() => go.prepare());

const PATHS: Readonly<Record<string, string>> = {
  aws: 'github.com/aws/aws-sdk-go-v2/aws',
  config: 'github.com/aws/aws-sdk-go-v2/config',
  lambda: 'github.com/aws/aws-lambda-go/lambda',
  events: 'github.com/aws/aws-lambda-go/events',
  manager: 'github.com/aws/aws-sdk-go-v2/feature/s3/manager',
  attributevalue: 'github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue',
  expression: 'github.com/aws/aws-sdk-go-v2/feature/dynamodb/expression',
  session: 'github.com/aws/aws-sdk-go/aws/session',
  s3manager: 'github.com/aws/aws-sdk-go/service/s3/s3manager',
};

/** A program with the imports that are named: SDK services and packages of PATHS by name, others by path. */
function program(imports: string, code: string): string {
  const paths = imports.split(' ').map((name) => {
    if (name.includes('.') || /^(bytes|context|fmt|os|encoding|net|strings|sync)/.test(name)) return name;
    return PATHS[name] ?? `github.com/aws/aws-sdk-go-v2/service/${name}`;
  });
  return `package main\nimport (\n${paths.map((path) => `"${path}"`).join('\n')}\n)\n${code}`;
}

const seen = (imports: string, code: string, more = {}, others = {}) =>
  callsIn(
    go,
    { 'go.mod': 'module example.com/app\n\ngo 1.22\n', 'main.go': program(imports, code), ...others },
    { handler: 'bootstrap', ...more },
  );

const BUCKET: Trigger = {
  path: 'Events.X',
  span: SPAN,
  when: [],
  kind: 's3',
  bucket: text('inbox'),
  bucketArn: text('arn:inbox'),
  events: [],
};

describe('events', () => {
  it('hold what their trigger says, under the names of their structs', () => {
    const code = `
var client *s3.Client
func init() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	client = s3.NewFromConfig(cfg, func(o *s3.Options) { o.Region = "eu-west-1" })
}
func handle(ctx context.Context, event events.S3Event) error {
	for _, record := range event.Records {
		key, err := url.QueryUnescape(record.S3.Object.Key)
		if err != nil { return err }
		client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(record.S3.Bucket.Name), Key: &key})
	}
	return nil
}
func main() { lambda.Start(handle) }`;
    expect(seen('context net/url aws config events lambda s3', code, { triggers: [BUCKET] })).toMatchObject({
      calls: ['s3 GetObject {Bucket: inbox, Key: ${event.Records[].s3.object.key}} in eu-west-1'],
      lost: [],
    });
  });

  it('are decoded into the structs of the program, by tags and by names', () => {
    const code = `
type Item struct { ID string \`json:"id"\` }
type Order struct {
	Table string \`json:"tableName"\`
	Items []Item \`json:"items"\`
	Owner model.Owner
}
func (o Order) key() string { return o.Owner.Name + "/" + o.Items[0].ID }
func handle(ctx context.Context, order *Order) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	s3.NewFromConfig(cfg).PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String(order.key())})
	dynamodb.NewFromConfig(cfg).DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &order.Table})
}
func main() { lambda.Start(handle) }`;
    const model = { 'model/owner.go': 'package model\ntype Owner struct { Name string `json:"name"` }\n' };
    expect(seen('context aws config lambda s3 dynamodb example.com/app/model', code, {}, model)).toMatchObject({
      calls: [
        's3 PutObject {Bucket: b, Key: ${event.Owner.name}/${event.items[].id}}',
        'dynamodb DeleteItem {TableName: ${event.tableName}}',
      ],
      lost: [],
    });
  });

  it('are encoded into buffers and decoded from readers', () => {
    const code = `
type Base struct { Bucket string \`json:"bucket"\` }
type Place struct {
	Base
	Key string \`json:"key"\`
}
func handle(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	var buffer bytes.Buffer
	json.NewEncoder(&buffer).Encode(map[string]string{"bucket": "b", "key": "k"})
	var a, b Place
	json.NewDecoder(strings.NewReader(buffer.String())).Decode(&a)
	client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(a.Bucket), Key: aws.String("1" + a.Key)})
	json.NewDecoder(&buffer).Decode(&b)
	client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(b.Base.Bucket), Key: aws.String("2" + b.Key)})
	return nil
}
func main() { lambda.Start(handle) }`;
    expect(seen('bytes context encoding/json strings aws config lambda s3', code)).toMatchObject({
      calls: ['s3 GetObject {Bucket: b, Key: 1k}', 's3 GetObject {Bucket: b, Key: 2k}'],
      lost: [],
    });
  });

  it('are unmarshalled from messages, also into structs of other packages and of the library', () => {
    const code = `
func handle(ctx context.Context, event events.SQSEvent) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	for _, message := range event.Records {
		var order model.Order
		if err := json.Unmarshal([]byte(message.Body), &order); err != nil { return err }
		client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String(order.ID)})
		var inner events.S3Event
		json.Unmarshal([]byte(message.Body), &inner)
		for _, record := range inner.Records {
			client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(record.S3.Bucket.Name), Key: aws.String("k")})
		}
	}
	body, _ := json.Marshal(model.Order{ID: "made"})
	copied := model.Order{}
	json.Unmarshal(body, &copied)
	client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("b"), Key: aws.String(copied.ID)})
	return nil
}
func main() { lambda.Start(handle) }`;
    const model = { 'model/order.go': 'package model\ntype Order struct { ID string `json:"orderId"` }\n' };
    expect(seen('context encoding/json aws config events lambda s3 example.com/app/model', code, {}, model)).toMatchObject({
      calls: [
        's3 PutObject {Bucket: b, Key: ${event.Records[].Body.orderId}}',
        's3 GetObject {Bucket: ${event.Records[].Body.Records[].S3.Bucket.Name}, Key: k}',
        's3 DeleteObject {Bucket: b, Key: made}',
      ],
      lost: [],
    });
  });
});

describe('configuration', () => {
  it('of version 2 has regions, roles, profiles and copies', () => {
    const code = `
func handle(ctx context.Context) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	role := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), "arn:r")
	other := cfg.Copy()
	other.Credentials = aws.NewCredentialsCache(role)
	sqs.NewFromConfig(other).ListQueues(ctx, &sqs.ListQueuesInput{})
	sqs.New(sqs.Options{Region: "us-east-1"}).ListQueues(ctx, nil)
	dev, _ := config.LoadDefaultConfig(ctx, config.WithSharedConfigProfile("dev"))
	sns.NewFromConfig(dev).ListTopics(ctx, nil)
}
func main() { lambda.Start(handle) }`;
    expect(seen('context aws config lambda github.com/aws/aws-sdk-go-v2/credentials/stscreds sts sqs sns', code)).toMatchObject({
      calls: [
        'sts AssumeRole {RoleArn: arn:r}',
        'sqs ListQueues {} as arn:r',
        'sqs ListQueues {} in us-east-1',
        'sns ListTopics {} with foreign keys (the access key is in a profile)',
      ],
      lost: [],
    });
  });

  it('takes an empty region for none', () => {
    const code = `
func handle() {
	svc := sqs.New(session.Must(session.NewSession(&aws.Config{Region: aws.String(os.Getenv("REGION"))})))
	svc.ListQueues(&sqs.ListQueuesInput{})
}
func main() { lambda.Start(handle) }`;
    const imports = 'os lambda github.com/aws/aws-sdk-go/aws session github.com/aws/aws-sdk-go/service/sqs';
    expect(seen(imports, code).calls).toEqual(['sqs ListQueues {}']);
  });

  it('of version 1 has sessions, interfaces, transfer managers and presigned requests', () => {
    const code = `
type Store struct { db dynamodbiface.DynamoDBAPI }
func (s *Store) get(id string) { s.db.GetItem(&dynamodb.GetItemInput{TableName: aws.String(os.Getenv("TABLE"))}) }
func handle() {
	sess := session.Must(session.NewSessionWithOptions(session.Options{Config: aws.Config{Region: aws.String("eu-west-1")}}))
	(&Store{db: dynamodb.New(sess)}).get("a")
	s3manager.NewUploader(sess).Upload(&s3manager.UploadInput{Bucket: aws.String("u"), Key: aws.String("k")})
	s3manager.NewDownloader(sess).Download(nil, &s3.GetObjectInput{Bucket: aws.String("d"), Key: aws.String("k")})
	request, _ := s3.New(sess.Copy(&aws.Config{Region: aws.String("us-east-1")})).PutObjectRequest(&s3.PutObjectInput{Bucket: aws.String("p")})
	request.Presign(60)
}
func main() { lambda.Start(handle) }`;
    const v1 = (name: string): string => `github.com/aws/aws-sdk-go/service/${name}`;
    const imports = `os github.com/aws/aws-sdk-go/aws session lambda s3manager ${v1('s3')} ${v1('dynamodb')} ${v1('dynamodb/dynamodbiface')}`;
    const { calls, lost } = seen(imports, code, environment({ TABLE: 'orders' }));
    expect(lost).toEqual([]);
    expect(calls.filter((call) => !/Multipart|UploadPart/.test(call))).toEqual([
      'dynamodb GetItem {TableName: orders} in eu-west-1',
      's3 PutObject {Bucket: u, Key: k} in eu-west-1',
      's3 GetObject {Bucket: d, Key: k} in eu-west-1',
      's3 PutObject {Bucket: p} in us-east-1',
    ]);
  });
});

describe('helpers of DynamoDB', () => {
  it('build expressions and convert items', () => {
    const code = `
type Order struct { ID string; Queue string }
func handle(ctx context.Context, id string) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	db := dynamodb.NewFromConfig(cfg)
	expr, err := expression.NewBuilder().WithFilter(expression.Name("a").Equal(expression.Value(id))).Build()
	if err != nil { return err }
	out, _ := db.Scan(ctx, &dynamodb.ScanInput{TableName: aws.String("t"), FilterExpression: expr.Filter()})
	var orders []Order
	attributevalue.UnmarshalListOfMaps(out.Items, &orders)
	for _, order := range orders {
		item, _ := attributevalue.MarshalMap(Order{ID: order.ID})
		db.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("t"), Item: item})
	}
	return nil
}
func main() { lambda.Start(handle) }`;
    const { calls, lost } = seen('context aws config lambda dynamodb attributevalue expression', code);
    expect(lost).toEqual([]);
    expect(calls.map((call) => call.replace(/, (FilterExpression|Item): .*/, '}'))).toEqual([
      'dynamodb Scan {TableName: t}',
      'dynamodb PutItem {TableName: t}',
    ]);
  });
});

describe('other modules', () => {
  it('load the environment into structs', () => {
    const code = `
type Config struct {
	Table string \`envconfig:"TABLE_NAME" required:"true"\`
	Queue string
}
type Other struct {
	Bucket string \`env:"BUCKET,required"\`
	Topic string \`env:"TOPIC" envDefault:"arn:fallback"\`
}
func handle(ctx context.Context) {
	var c Config
	envconfig.Process("app", &c)
	o := Other{}
	env.Parse(&o)
	cfg, _ := config.LoadDefaultConfig(ctx)
	dynamodb.NewFromConfig(cfg).GetItem(ctx, &dynamodb.GetItemInput{TableName: &c.Table})
	sqs.NewFromConfig(cfg).SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &c.Queue})
	s3.NewFromConfig(cfg).GetObject(ctx, &s3.GetObjectInput{Bucket: &o.Bucket})
	sns.NewFromConfig(cfg).Publish(ctx, &sns.PublishInput{TopicArn: &o.Topic, Message: aws.String(viper.GetString("message"))})
	var flags Flags
	kong.Parse(&flags)
	dynamodb.NewFromConfig(cfg).DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &flags.Table})
}
type Flags struct { Table string \`help:"The table." env:"TABLE_NAME" default:"none"\` }
func main() { lambda.Start(handle) }`;
    const imports =
      'context aws config lambda dynamodb sqs s3 sns github.com/kelseyhightower/envconfig github.com/caarlos0/env/v6 github.com/spf13/viper github.com/alecthomas/kong';
    const values = environment({ TABLE_NAME: 'orders', APP_QUEUE: 'https://q', BUCKET: 'docs', MESSAGE: 'hello' });
    expect(seen(imports, code, values)).toMatchObject({
      calls: [
        'dynamodb GetItem {TableName: orders}',
        'sqs SendMessage {QueueUrl: https://q}',
        's3 GetObject {Bucket: docs}',
        'sns Publish {TopicArn: arn:fallback, Message: hello}',
        'dynamodb DeleteItem {TableName: orders}',
      ],
      lost: [],
    });
  });

  it('trace, cache secrets and read tables', () => {
    const code = `
var cache, _ = secretcache.New()
func handle(ctx context.Context) error {
	sess := xray.AWSSession(session.Must(session.NewSession()))
	cache.GetSecretString("token")
	return xray.Capture(ctx, "load", func(inner context.Context) error {
		table := dynamo.New(sess).Table("orders")
		table.Get("id", "a").Range("at", dynamo.Less, 1).All(nil)
		return table.Put(1).If("attribute_not_exists(id)").Run()
	})
}
func main() { lambda.Start(handle) }`;
    const imports =
      'context session lambda github.com/aws/aws-xray-sdk-go/xray github.com/aws/aws-secretsmanager-caching-go/secretcache github.com/guregu/dynamo';
    expect(seen(imports, code)).toMatchObject({
      calls: [
        'secrets-manager DescribeSecret {SecretId: token}',
        'secrets-manager GetSecretValue {SecretId: token}',
        'dynamodb Query {TableName: orders}',
        'dynamodb PutItem {TableName: orders}',
      ],
      lost: [],
    });
  });

  it('wrap handlers, and sign tokens of databases', () => {
    const code = `
func handle(ctx context.Context) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	token, _ := auth.GenerateDBConnectAdminAuthToken(ctx, "c.dsql.eu-west-1.on.aws", "eu-west-1", cfg.Credentials)
	fmt.Println(token)
	dynamodb.NewFromConfig(cfg).GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(os.Getenv("UNSET"))})
}
func main() { lambda.Start(ddlambda.WrapFunction(handle, nil)) }`;
    const imports =
      'context fmt os aws config lambda dynamodb github.com/aws/aws-sdk-go-v2/feature/dsql/auth github.com/DataDog/datadog-lambda-go';
    expect(
      seen(imports.replace('datadog-lambda-go', 'datadog-lambda-go/ddlambda'), code, environment({ DD_API_KEY_SECRET_ARN: 'arn:s' })),
    ).toEqual({
      calls: ['secrets-manager GetSecretValue {SecretId: arn:s}', 'dynamodb GetItem {}'],
      direct: ['dsql:DbConnectAdmin {hostname: c.dsql.eu-west-1.on.aws, region: eu-west-1}'],
      lost: [],
    });
  });

  it('sign requests, and ask extensions on localhost', () => {
    const code = `
func handle(ctx context.Context) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	creds, _ := cfg.Credentials.Retrieve(ctx)
	request, _ := http.NewRequestWithContext(ctx, "POST", "https://a.execute-api.eu-west-1.amazonaws.com/prod/x", nil)
	v4.NewSigner().SignHTTP(ctx, creds, request, "hash", "execute-api", "eu-west-1", now)
	http.Get("http://localhost:2773/secretsmanager/get?secretId=" + os.Getenv("SECRET"))
}
func main() { lambda.Start(handle) }`;
    const { calls, direct, lost } = seen(
      'context os net/http config lambda github.com/aws/aws-sdk-go-v2/aws/signer/v4',
      code,
      environment({ SECRET: 's' }),
    );
    expect(lost).toEqual([]);
    expect(direct).toEqual([
      'execute-api:Invoke {hostname: https://a.execute-api.eu-west-1.amazonaws.com/prod/x, method: POST, region: eu-west-1}',
    ]);
    expect(calls).toEqual(['secrets-manager GetSecretValue {SecretId: s}']);
  });

  it('start handlers that are methods, generics and interfaces', () => {
    const code = `
type Sender interface { Send(ctx context.Context, body string) error }
type queue struct { client *sqs.Client; url string }
func (q *queue) Send(ctx context.Context, body string) error {
	_, err := q.client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: aws.String(q.url), MessageBody: aws.String(body)})
	return err
}
type Handler[T any] struct { sender Sender }
func New[T any](sender Sender) *Handler[T] { return &Handler[T]{sender: sender} }
func (h *Handler[T]) Handle(ctx context.Context, event T) error {
	var group sync.WaitGroup
	group.Add(1)
	errs := make(chan error, 1)
	go func() { defer group.Done(); errs <- h.sender.Send(ctx, fmt.Sprintf("%s-%v", "order", 7)) }()
	group.Wait()
	return <-errs
}
func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	url, ok := os.LookupEnv("QUEUE")
	if !ok { panic("QUEUE is not set") }
	lambda.Start(New[map[string]string](&queue{client: sqs.NewFromConfig(cfg), url: url}).Handle)
}`;
    expect(seen('context fmt os sync aws config lambda sqs', code, environment({ QUEUE: 'https://q' }))).toMatchObject({
      calls: ['sqs SendMessage {QueueUrl: https://q, MessageBody: order-7}'],
      lost: [],
    });
  });
});
