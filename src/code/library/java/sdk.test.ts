import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import { java } from '../../java/language.ts';

beforeAll(() => java.prepare());

/** One class `App` whose `handleRequest` has the body, with the imports before it. */
const app = (imports: string, body: string, members = '', more = {}) =>
  callsIn(
    java,
    {
      'src/main/java/demo/App.java': `package demo;
import java.util.*;
${imports
  .trim()
  .split('\n')
  .map((name) => `import ${name.trim()};`)
  .join('\n')}
public class App {
${members}
  public Object handleRequest(Map<String, Object> event, Object context) throws Exception {
${body}
    return null;
  }
}`,
      'pom.xml': '<project/>',
    },
    { runtime: 'java21', handler: 'demo.App::handleRequest', ...more },
  );

const S3 = `software.amazon.awssdk.services.s3.S3Client
software.amazon.awssdk.services.s3.model.*
software.amazon.awssdk.regions.Region
software.amazon.awssdk.core.sync.RequestBody`;

describe('version 2', () => {
  it('takes requests, builders and functions of builders', () => {
    const seen = app(
      S3,
      `
    s3.getObject(GetObjectRequest.builder().bucket(System.getenv("BUCKET")).key("a").build());
    s3.getObject(b -> b.bucket("b").key("k"));
    GetObjectRequest.Builder later = GetObjectRequest.builder().bucket("c");
    later.key("x/" + event.get("id"));
    s3.getObjectAsBytes(later.build());
    s3.putObject(PutObjectRequest.builder().bucket("b").key("p").acl(ObjectCannedACL.PRIVATE).build(), RequestBody.fromString("x"));
    s3.copyObject(c -> c.sourceBucket("from").sourceKey("k").destinationBucket("to").destinationKey("k2"));
    for (var page : s3.listObjectsV2Paginator(r -> r.bucket("b").prefix("p/")))
      for (S3Object o : page.contents()) s3.deleteObject(d -> d.bucket("b").key(o.key()));
    s3.waiter().waitUntilObjectExists(w -> w.bucket("b").key("w"));
`,
      'private static final S3Client s3 = S3Client.builder().region(Region.EU_WEST_1).build();',
      environment({ BUCKET: 'docs' }),
    );
    expect(seen.lost).toEqual([]);
    expect(seen.calls).toEqual([
      's3 GetObject {Bucket: docs, Key: a} in eu-west-1',
      's3 GetObject {Bucket: b, Key: k} in eu-west-1',
      's3 GetObject {Bucket: c, Key: x/${event.id}} in eu-west-1',
      's3 PutObject {Bucket: b, Key: p, ACL: ${?}} in eu-west-1',
      's3 CopyObject {CopySource: from/k, Bucket: to, Key: k2} in eu-west-1',
      's3 ListObjectsV2 {Bucket: b, Prefix: p/} in eu-west-1',
      's3 DeleteObject {Bucket: b, Key: p/${?}} in eu-west-1',
      's3 HeadObject {Bucket: b, Key: w} in eu-west-1',
    ]);
  });

  it('wraps the single item of a list', () => {
    const seen = app(
      `software.amazon.awssdk.services.eventbridge.EventBridgeClient
software.amazon.awssdk.services.eventbridge.model.PutEventsRequest
software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry
software.amazon.awssdk.services.ssm.SsmClient`,
      `
    PutEventsRequestEntry entry = PutEventsRequestEntry.builder().eventBusName("bus").source("app").detailType("made").build();
    EventBridgeClient.create().putEvents(PutEventsRequest.builder().entries(entry).build());
    SsmClient.create().getParameters(r -> r.names("/a").withDecryption(true));
    SsmClient.create().getParameters(r -> r.names("/a", "/b"));
`,
    );
    expect(seen.calls).toEqual([
      'eventbridge PutEvents {Entries: [{EventBusName: bus, Source: app, DetailType: made}]}',
      'ssm GetParameters {Names: [/a], WithDecryption: true}',
      'ssm GetParameters {Names: [/a, /b]}',
    ]);
  });

  it('gives futures, whose functions run', () => {
    const seen = app(
      `software.amazon.awssdk.services.sqs.SqsAsyncClient
software.amazon.awssdk.services.sns.SnsAsyncClient
java.util.concurrent.CompletableFuture`,
      `
    SqsAsyncClient sqs = SqsAsyncClient.create();
    SnsAsyncClient sns = SnsAsyncClient.builder().build();
    sqs.getQueueUrl(r -> r.queueName("jobs"))
      .thenCompose(r -> sqs.sendMessage(m -> m.queueUrl(r.queueUrl()).messageBody("x")))
      .whenComplete((r, e) -> { if (e != null) sns.publish(p -> p.topicArn("arn:t").message("failed")); })
      .join();
    CompletableFuture.allOf(CompletableFuture.runAsync(() -> sns.listTopics()), sqs.listQueues()).join();
`,
    );
    expect(seen.lost).toEqual([]);
    expect(seen.calls).toEqual([
      'sqs GetQueueUrl {QueueName: jobs}',
      'sqs SendMessage {QueueUrl: https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/jobs, MessageBody: x}',
      'sns Publish {TopicArn: arn:t, Message: failed}',
      'sns ListTopics {}',
      'sqs ListQueues {}',
    ]);
  });

  it('signs with the keys of roles', () => {
    const seen = app(
      `${S3}
software.amazon.awssdk.services.sts.StsClient
software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider
software.amazon.awssdk.auth.credentials.*
software.amazon.awssdk.services.sts.model.Credentials`,
      `
    StsClient sts = StsClient.create();
    var provider = StsAssumeRoleCredentialsProvider.builder().stsClient(sts).refreshRequest(r -> r.roleArn("arn:r").roleSessionName("s")).build();
    S3Client.builder().credentialsProvider(provider).build().listBuckets();
    Credentials c = sts.assumeRole(r -> r.roleArn("arn:q").roleSessionName("s")).credentials();
    var keys = AwsSessionCredentials.create(c.accessKeyId(), c.secretAccessKey(), c.sessionToken());
    S3Client.builder().credentialsProvider(StaticCredentialsProvider.create(keys)).build().listBuckets();
    S3Client.builder().credentialsProvider(DefaultCredentialsProvider.create()).build().listBuckets();
`,
    );
    expect(seen.calls).toEqual([
      'sts AssumeRole {RoleArn: arn:r, RoleSessionName: s}',
      's3 ListBuckets {} as arn:r',
      'sts AssumeRole {RoleArn: arn:q, RoleSessionName: s}',
      's3 ListBuckets {} as arn:q',
      's3 ListBuckets {}',
    ]);
  });

  it('signs URLs and transfers files', () => {
    const seen = app(
      `software.amazon.awssdk.services.s3.presigner.S3Presigner
software.amazon.awssdk.services.s3.presigner.model.*
software.amazon.awssdk.services.s3.model.*
software.amazon.awssdk.transfer.s3.S3TransferManager
software.amazon.awssdk.transfer.s3.model.*`,
      `
    try (S3Presigner presigner = S3Presigner.create()) {
      presigner.presignPutObject(PutObjectPresignRequest.builder().putObjectRequest(PutObjectRequest.builder().bucket("b").key("u").build()).build());
      presigner.presignGetObject(p -> p.getObjectRequest(g -> g.bucket("b").key("d"))).url().toString();
    }
    S3TransferManager.create().downloadFile(d -> d.getObjectRequest(g -> g.bucket("b").key("t"))).completionFuture().join();
`,
    );
    expect(seen.calls).toEqual([
      's3 PutObject {Bucket: b, Key: u}',
      's3 GetObject {Bucket: b, Key: d}',
      's3 HeadObject {Bucket: b, Key: t}',
      's3 GetObject {Bucket: b, Key: t}',
    ]);
  });

  it('makes tokens of databases', () => {
    const seen = app(
      `software.amazon.awssdk.services.rds.RdsUtilities
software.amazon.awssdk.services.rds.RdsClient`,
      `
    RdsUtilities.builder().build().generateAuthenticationToken(b -> b.hostname("h").port(3306).username("u"));
    RdsClient.create().utilities().generateAuthenticationToken(b -> b.hostname("i").username("v"));
`,
    );
    expect(seen.direct).toEqual(['rds-db:connect {hostname: h, username: u}', 'rds-db:connect {hostname: i, username: v}']);
  });
});

describe('the enhanced client of DynamoDB', () => {
  it('knows tables, indexes, batches and transactions', () => {
    const seen = app(
      `software.amazon.awssdk.enhanced.dynamodb.*
software.amazon.awssdk.enhanced.dynamodb.model.*
software.amazon.awssdk.services.dynamodb.DynamoDbClient`,
      `
    DynamoDbEnhancedClient db = DynamoDbEnhancedClient.builder().dynamoDbClient(DynamoDbClient.create()).build();
    DynamoDbTable<Order> orders = db.table("orders", TableSchema.fromBean(Order.class));
    orders.putItem(new Order());
    Order found = orders.getItem(Key.builder().partitionValue("a").build());
    orders.updateItem(found);
    orders.deleteItem(r -> r.key(k -> k.partitionValue("a")));
    orders.scan().items().forEach(o -> orders.deleteItem(o));
    orders.index("byDate").query(QueryConditional.keyEqualTo(k -> k.partitionValue("d"))).stream().forEach(page -> {});
    db.batchWriteItem(BatchWriteItemEnhancedRequest.builder()
      .writeBatches(WriteBatch.builder(Order.class).mappedTableResource(orders).addPutItem(found).build()).build());
    db.transactWriteItems(t -> t.addPutItem(orders, found).addDeleteItem(orders, found));
`,
      'static class Order { private String id; public String getId() { return id; } }',
    );
    expect(seen.lost).toEqual([]);
    expect(seen.calls).toEqual([
      'dynamodb PutItem {TableName: orders}',
      'dynamodb GetItem {TableName: orders}',
      'dynamodb UpdateItem {TableName: orders}',
      'dynamodb DeleteItem {TableName: orders}',
      'dynamodb Scan {TableName: orders}',
      'dynamodb DeleteItem {TableName: orders}',
      'dynamodb Query {TableName: orders, IndexName: byDate}',
      'dynamodb BatchWriteItem {RequestItems: {orders: ?requests of a batch}}',
      'dynamodb TransactWriteItems {TransactItems: [{Put: {TableName: orders}}, {Delete: {TableName: orders}}]}',
    ]);
  });
});

describe('version 1', () => {
  it('takes requests and values', () => {
    const seen = app(
      `com.amazonaws.services.s3.AmazonS3
com.amazonaws.services.s3.AmazonS3ClientBuilder
com.amazonaws.services.s3.model.*
com.amazonaws.services.sqs.AmazonSQS
com.amazonaws.services.sqs.AmazonSQSClientBuilder
com.amazonaws.services.sqs.model.SendMessageRequest
com.amazonaws.services.sns.AmazonSNSClientBuilder
com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder
com.amazonaws.services.dynamodbv2.model.*
com.amazonaws.services.simplesystemsmanagement.AWSSimpleSystemsManagementClientBuilder
com.amazonaws.services.simplesystemsmanagement.model.GetParameterRequest
com.amazonaws.regions.Regions
com.amazonaws.HttpMethod`,
      `
    AmazonS3 s3 = AmazonS3ClientBuilder.standard().withRegion(Regions.US_EAST_1).build();
    s3.getObject("b", "k");
    s3.putObject(new PutObjectRequest("b", "p", "x"));
    s3.putObject("b", "q", "body");
    s3.listObjectsV2(new ListObjectsV2Request().withBucketName("b").withPrefix("x/"));
    s3.copyObject("from", "k", "to", "k2");
    s3.generatePresignedUrl(new GeneratePresignedUrlRequest("b", "s").withMethod(HttpMethod.PUT));
    AmazonSQS sqs = AmazonSQSClientBuilder.defaultClient();
    sqs.sendMessage("https://q", "m");
    sqs.sendMessage(new SendMessageRequest().withQueueUrl("https://r").withMessageBody("m"));
    AmazonSNSClientBuilder.defaultClient().publish("arn:t", "m");
    Map<String, AttributeValue> key = new HashMap<>();
    key.put("id", new AttributeValue("a"));
    AmazonDynamoDBClientBuilder.defaultClient().getItem("orders", key);
    AWSSimpleSystemsManagementClientBuilder.defaultClient().getParameter(new GetParameterRequest().withName("/p").withWithDecryption(true));
`,
    );
    expect(seen.lost).toEqual([]);
    expect(seen.calls).toEqual([
      's3 GetObject {Bucket: b, Key: k} in us-east-1',
      's3 PutObject {Bucket: b, Key: p, Body: x} in us-east-1',
      's3 PutObject {Bucket: b, Key: q, Body: body} in us-east-1',
      's3 ListObjectsV2 {Prefix: x/, Bucket: b} in us-east-1',
      's3 CopyObject {Bucket: to, Key: k2, CopySource: from/k} in us-east-1',
      's3 PutObject {Bucket: b, Key: s, Method: ?HttpMethod.PUT} in us-east-1',
      'sqs SendMessage {QueueUrl: https://q, MessageBody: m}',
      'sqs SendMessage {QueueUrl: https://r, MessageBody: m}',
      'sns Publish {TopicArn: arn:t, Message: m}',
      'dynamodb GetItem {TableName: orders, Key: {id: {S: a}}}',
      'ssm GetParameter {Name: /p, WithDecryption: true}',
    ]);
  });

  it('says objects, versions, keys and access in its own words', () => {
    const seen = app(
      `com.amazonaws.services.s3.*
com.amazonaws.services.s3.model.*
com.amazonaws.services.sns.AmazonSNSAsyncClient
com.amazonaws.waiters.WaiterParameters`,
      `
    AmazonS3 s3 = AmazonS3ClientBuilder.defaultClient();
    s3.putObject(new PutObjectRequest("b", "k", "x").withCannedAcl(CannedAccessControlList.PublicRead)
        .withSSEAwsKeyManagementParams(new SSEAwsKeyManagementParams("arn:k")));
    s3.deleteObjects(new DeleteObjectsRequest("b").withKeys("d", "e"));
    s3.deleteObjects(new DeleteObjectsRequest("b").withKeys(List.of(new DeleteObjectsRequest.KeyVersion("f", "1"))));
    s3.waiters().objectExists().run(new WaiterParameters<>(new GetObjectMetadataRequest("b", "w")));
    s3.waiters().bucketExists().run(new WaiterParameters<HeadBucketRequest>().withRequest(new HeadBucketRequest("b")));
    AmazonSNSAsyncClient.asyncBuilder().build().publishAsync("arn:t", "m");
`,
    );
    expect(seen.lost).toEqual([]);
    expect(seen.calls).toEqual([
      's3 PutObject {Bucket: b, Key: k, Body: x, ServerSideEncryption: aws:kms, SSEKMSKeyId: arn:k, ACL: ${?}}',
      's3 DeleteObjects {Bucket: b, Delete: {Objects: [{Key: d}, {Key: e}]}}',
      's3 DeleteObjects {Bucket: b, Delete: {Objects: [{Key: f, Version: 1, VersionId: 1}]}}',
      's3 HeadObject {Bucket: b, Key: w}',
      's3 HeadBucket {Bucket: b}',
      'sns Publish {TopicArn: arn:t, Message: m}',
    ]);
  });

  it('is found in the one of several imported packages that has it', () => {
    const seen = app(
      `com.amazonaws.secretsmanager.caching.*
com.amazonaws.services.s3.*
com.amazonaws.services.kinesis.*
com.amazonaws.services.kinesisfirehose.*
com.amazonaws.services.simpleemail.*
com.amazonaws.services.sqs.*
com.zaxxer.hikari.*`,
      `
    AmazonSQSAsyncClientBuilder.defaultClient().purgeQueueAsync(new com.amazonaws.services.sqs.model.PurgeQueueRequest("https://q"));
    AmazonKinesisFirehoseClientBuilder.defaultClient().listDeliveryStreams(null);
    AmazonSimpleEmailServiceClientBuilder.standard().build().listIdentities();
    new AmazonS3Client().listBuckets();
    var pool = new HikariConfig();
    pool.setUsername("orders/db");
    pool.setJdbcUrl("jdbc-secretsmanager:mysql://db/x");
    new HikariDataSource(pool).getConnection();
`,
    );
    expect(seen.lost).toEqual([]);
    expect([...new Set(seen.calls.map((call) => call.replace(/ \{.*/, '')))]).toEqual([
      'sqs PurgeQueue',
      'firehose ListDeliveryStreams',
      'ses ListIdentities',
      's3 ListBuckets',
      'secrets-manager DescribeSecret',
      'secrets-manager GetSecretValue',
    ]);
  });

  it('maps classes to tables', () => {
    const seen = app(
      `com.amazonaws.services.dynamodbv2.datamodeling.*
com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder
com.amazonaws.services.dynamodbv2.document.DynamoDB
com.amazonaws.services.dynamodbv2.document.Table
com.amazonaws.services.dynamodbv2.document.Item`,
      `
    DynamoDBMapper mapper = new DynamoDBMapper(AmazonDynamoDBClientBuilder.defaultClient());
    Order order = mapper.load(Order.class, "a");
    mapper.save(new Order());
    mapper.delete(order);
    mapper.query(Order.class, new DynamoDBQueryExpression<Order>()).forEach(o -> mapper.delete(o));
    Table table = new DynamoDB(AmazonDynamoDBClientBuilder.defaultClient()).getTable("plain");
    table.putItem(new Item().withPrimaryKey("id", "a"));
    table.getIndex("i").query("id", "a");
`,
      '@DynamoDBTable(tableName = "orders") public static class Order { }',
    );
    expect(seen.lost).toEqual([]);
    expect(seen.calls).toEqual([
      'dynamodb GetItem {TableName: orders}',
      'dynamodb UpdateItem {TableName: orders}',
      'dynamodb DeleteItem {TableName: orders}',
      'dynamodb Query {TableName: orders}',
      'dynamodb DeleteItem {TableName: orders}',
      'dynamodb PutItem {TableName: plain}',
      'dynamodb Query {TableName: plain, IndexName: i}',
    ]);
  });
});

describe('libraries', () => {
  it('read parameters and secrets', () => {
    const seen = app(
      `software.amazon.lambda.powertools.parameters.ParamManager
software.amazon.lambda.powertools.parameters.SSMProvider
software.amazon.lambda.powertools.parameters.Param
software.amazon.lambda.powertools.parameters.SecretsProvider
com.amazonaws.secretsmanager.caching.SecretCache`,
      `
    SSMProvider provider = ParamManager.getSsmProvider();
    provider.get("/plain");
    provider.withDecryption().get("/secret");
    provider.getMultiple("/path");
    ParamManager.getSecretsProvider().get("token");
    new SecretCache().getSecretString("cached");
`,
      '@Param(key = "injected", provider = SecretsProvider.class) String injected;',
    );
    expect(seen.calls).toEqual([
      'secrets-manager GetSecretValue {SecretId: injected}',
      'ssm GetParameter {Name: /plain}',
      'ssm GetParameter {Name: /secret, WithDecryption: true}',
      'ssm GetParametersByPath {Path: /path}',
      'secrets-manager GetSecretValue {SecretId: token}',
      'secrets-manager DescribeSecret {SecretId: cached}',
      'secrets-manager GetSecretValue {SecretId: cached}',
    ]);
  });

  it('read and delete the objects that stand for large messages', () => {
    const seen = app(
      `software.amazon.lambda.powertools.largemessages.LargeMessage
software.amazon.lambda.powertools.sqs.SqsBatch`,
      'big("m"); kept("m"); batch("m");',
      `@LargeMessage public void big(String message) { }
  @LargeMessage(deleteS3Object = false) public void kept(String message) { }
  @SqsBatch(String.class) public void batch(String message) { }
  @LargeMessage public void unused(String message) { }`,
    );
    const place = '{Bucket: ?the bucket that the message names, Key: ?the object that the message names}';
    expect(seen.calls).toEqual([`s3 GetObject ${place}`, `s3 DeleteObject ${place}`, `s3 GetObject ${place}`]);
    expect(seen.lost).toEqual(['a batch of SqsBatch: what it calls for each message is not followed']);
  });

  it('that are not known are said to be', () => {
    const seen = app('com.amazonaws.neptune.auth.NeptuneSigner', 'new NeptuneSigner("r").sign(event);');
    expect(seen.lost).toEqual([
      'import of com.amazonaws.neptune.auth.NeptuneSigner: the package com.amazonaws reaches AWS in ways that are not modelled',
    ]);
  });

  it('types say which client a parameter is', () => {
    const seen = app(
      `${S3}
javax.inject.Inject
com.example.container.Container`,
      `
    injected.listBuckets();
    save(Container.get("s3"));
`,
      `@Inject S3Client injected;
  void save(S3Client s3) { s3.putObject(b -> b.bucket("b").key("k"), RequestBody.empty()); }`,
    );
    expect(seen.calls).toEqual(['s3 ListBuckets {} by type', 's3 PutObject {Bucket: b, Key: k} by type']);
  });

  it.each([
    'SpringBootLambdaContainerHandler.getAwsProxyHandler(Application.class)',
    'new SpringBootProxyHandlerBuilder<AwsProxyRequest>().defaultProxy().asyncInit().springBootApplication(Application.class).buildAndInitialize()',
  ])('containers call what is annotated, with what the program provides: %s', (made) => {
    const files = {
      'pom.xml': '<project/>',
      'src/main/java/demo/Entry.java': `package demo;
import com.amazonaws.serverless.proxy.spring.*;
import com.amazonaws.services.lambda.runtime.*;
public class Entry implements RequestStreamHandler {
  private static final Object HANDLER = ${made};
  public void handleRequest(java.io.InputStream in, java.io.OutputStream out, Context context) { HANDLER.proxyStream(in, out, context); }
}`,
      'src/main/java/demo/Application.java': 'package demo;\n@SpringBootApplication public class Application { }',
      'src/main/java/demo/Config.java': `package demo;
import software.amazon.awssdk.enhanced.dynamodb.*;
@Configuration public class Config {
  @Bean public DynamoDbTable<Item> table() { return DynamoDbEnhancedClient.create().table("items", TableSchema.fromBean(Item.class)); }
}`,
      'src/main/java/demo/Item.java': 'package demo;\npublic class Item { }',
      'src/main/java/demo/Api.java': `package demo;
import org.springframework.web.bind.annotation.*;
@RestController public class Api {
  private final Service service;
  public Api(Service service) { this.service = service; }
  @GetMapping("/items") public Object all() { return service.all(); }
}`,
      'src/main/java/demo/Service.java': `package demo;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
@org.springframework.stereotype.Service public class Service {
  private final DynamoDbTable<Item> table;
  public Service(DynamoDbTable<Item> table) { this.table = table; }
  Object all() { return table.scan().items(); }
}`,
    };
    expect(callsIn(java, files, { runtime: 'java21', handler: 'demo.Entry' })).toEqual({
      calls: ['dynamodb Scan {TableName: items}'],
      direct: [],
      lost: [],
    });
  });

  it('functions that an application provides are what its framework calls', () => {
    const files = {
      'pom.xml': '<project/>',
      'src/main/java/demo/Main.java': `package demo;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.s3.S3Client;
@SpringBootApplication public class Main {
  @Bean public Function<String, String> list() { return bucket -> { S3Client.create().listObjectsV2(r -> r.bucket("b")); return bucket; }; }
}`,
    };
    const handler = 'org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest';
    expect(callsIn(java, files, { runtime: 'java21', handler }).calls).toEqual(['s3 ListObjectsV2 {Bucket: b}']);
  });

  it('containers give instances by class, by declared type and by module', () => {
    const files = {
      'pom.xml': '<project/>',
      'src/main/java/demo/App.java': `package demo;
import com.google.inject.*;
public class App {
  private static final Injector INJECTOR = Guice.createInjector(new Wiring());
  public void handleRequest(String event) { INJECTOR.getInstance(Service.class).go(); }
}`,
      'src/main/java/demo/Wiring.java': `package demo;
import com.google.inject.*;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
public class Wiring extends AbstractModule { @Provides S3Client s3() { return S3Client.builder().region(Region.US_EAST_1).build(); } }`,
      'src/main/java/demo/Service.java': `package demo;
import javax.inject.Inject;
import software.amazon.awssdk.services.s3.S3Client;
public class Service { @Inject S3Client s3; void go() { s3.listBuckets(); } }`,
    };
    expect(callsIn(java, files, { runtime: 'java21', handler: 'demo.App' }).calls).toEqual(['s3 ListBuckets {} in us-east-1']);
  });
});

it('a request goes on from another', () => {
  const body = `QueryRequest request = QueryRequest.builder().tableName("t").build();
    QueryResponse page = null;
    do {
      if (page != null) request = request.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
      page = DynamoDbClient.create().query(request);
    } while (page.hasLastEvaluatedKey());`;
  const imports = 'software.amazon.awssdk.services.dynamodb.DynamoDbClient\nsoftware.amazon.awssdk.services.dynamodb.model.*';
  const { calls } = app(imports, body);
  expect(calls.length).toBeGreaterThan(0);
  for (const call of calls) expect(call).toMatch(/^dynamodb Query \{TableName: t[,}]/);
});

it('a class of a client knows the name that its requests are signed for', () => {
  const body = `String region = "route53".equals(DynamoDbClient.SERVICE_NAME) ? "us-east-1" : "eu-west-1";
    DynamoDbClient.builder().region(Region.of(region)).build().scan(b -> b.tableName("t"));`;
  const imports = 'software.amazon.awssdk.services.dynamodb.DynamoDbClient\nsoftware.amazon.awssdk.regions.Region';
  expect(app(imports, body).calls).toEqual(['dynamodb Scan {TableName: t} in eu-west-1']);
});

describe('connections of JDBC', () => {
  const signed = (body: string, imports = 'java.sql.DriverManager') => {
    const { direct, calls, lost } = app(imports, body, '');
    return [...direct, ...calls, ...lost];
  };
  const DSQL = 'jdbc:aws-dsql:postgresql://abc.dsql.eu-west-1.on.aws:5432/postgres';

  it('are signed for by the drivers of AWS', () => {
    expect(signed(`DriverManager.getConnection("${DSQL}");`)).toEqual(['dsql:DbConnectAdmin {hostname: abc.dsql.eu-west-1.on.aws}']);
    expect(signed(`DriverManager.getConnection("${DSQL}?user=reader&x=y");`)).toEqual([
      'dsql:DbConnect {hostname: abc.dsql.eu-west-1.on.aws}',
    ]);
    expect(signed(`DriverManager.getConnection("${DSQL}", "reader", null);`)).toEqual([
      'dsql:DbConnect {hostname: abc.dsql.eu-west-1.on.aws}',
    ]);
    expect(signed('DriverManager.getConnection("jdbc-secretsmanager:mysql://db/x", "orders/db", null);')).toEqual([
      'secrets-manager DescribeSecret {SecretId: orders/db}',
      'secrets-manager GetSecretValue {SecretId: orders/db}',
    ]);
    expect(signed('DriverManager.getConnection("jdbc:aws-wrapper:mysql://db:3306/x?wrapperPlugins=iam&user=reader");')).toEqual([
      'rds-db:connect {hostname: db, username: reader}',
    ]);
    expect(signed('DriverManager.getConnection("jdbc:aws-wrapper:mysql://db/x");')).toEqual([
      'connection to jdbc:aws-wrapper:mysql://db/x: which plugins of the driver sign for it is not in its URL',
    ]);
    expect(signed('DriverManager.getConnection("jdbc:mysql://db/x", "u", "p");')).toEqual([]);
  });

  it('are opened by pools and by what is configured with settings', () => {
    const pool = `var c = new HikariConfig(); c.setUsername("admin"); c.setJdbcUrl("${DSQL}"); new HikariDataSource(c).getConnection();`;
    expect(signed(pool, 'com.zaxxer.hikari.HikariConfig\ncom.zaxxer.hikari.HikariDataSource')).toContain(
      'dsql:DbConnectAdmin {hostname: abc.dsql.eu-west-1.on.aws}',
    );
    const hibernate = `var s = new Properties(); s.put("jakarta.persistence.jdbc.user", "reader"); s.put("jakarta.persistence.jdbc.url", "${DSQL}");
    new Configuration().setProperties(s).buildSessionFactory();`;
    expect(signed(hibernate, 'java.util.Properties\norg.hibernate.cfg.Configuration')).toEqual([
      'dsql:DbConnect {hostname: abc.dsql.eu-west-1.on.aws}',
    ]);
  });
});

it('loads classes whose names are known, and says which are not', () => {
  const store = `package demo;
public class Store implements Runnable { public void run() { software.amazon.awssdk.services.sqs.SqsClient.create().listQueues(); } }`;
  const main = `package demo;
public class App {
  public Object handleRequest(java.util.Map<String, Object> event, Object context) throws Exception {
    Class.forName("com.mysql.cj.jdbc.Driver").newInstance();
    ((Runnable) Class.forName("demo.Store").getDeclaredConstructor().newInstance()).run();
    Class.forName((String) event.get("type")).newInstance();
    return null;
  }
}`;
  const files = { 'src/main/java/demo/App.java': main, 'src/main/java/demo/Store.java': store, 'pom.xml': '<project/>' };
  const { calls, lost } = callsIn(java, files, { runtime: 'java21', handler: 'demo.App::handleRequest' });
  expect(calls).toEqual(['sqs ListQueues {}']);
  expect(lost).toEqual(['call of Class.forName: the name of the class is known only when the function runs']);
});
