// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { beforeAll, describe, expect, it } from 'vitest';
import { ARNS, appOf, resource } from '../../../../test/support/app.ts';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import { python } from '../../python/language.ts';

beforeAll(() => python.prepare());

const seen = (source: string, more = {}) => callsIn(python, { 'app.py': source }, more);

describe('sessions', () => {
  it('of profiles and of keys that are not the function’s own need nothing of its role', () => {
    const source = `
import os, boto3
def handler(event, context):
    boto3.Session(profile_name="dev").client("s3").list_buckets()
    boto3.Session(profile_name=os.getenv("PROFILE")).client("sqs").list_queues()
    boto3.client("sns", aws_access_key_id="AKIA", aws_secret_access_key="x").list_topics()
`;
    expect(seen(source).calls).toEqual([
      's3 ListBuckets {} with foreign keys (the access key is in a profile)',
      'sqs ListQueues {}',
      'sns ListTopics {} with foreign keys (the access key is written in the code)',
    ]);
  });

  it('take regions from configurations, unsigned requests and the default session', () => {
    const source = `
import boto3
from botocore import UNSIGNED
from botocore.config import Config
boto3.setup_default_session(region_name="eu-north-1")
def handler(event, context):
    boto3.client("s3", config=Config(signature_version=UNSIGNED)).get_object(Bucket="open", Key="k")
    boto3.client("sqs", config=Config(region_name="us-west-2", retries={"max_attempts": 1})).list_queues()
    boto3.client("sns").list_topics()
`;
    expect(seen(source).calls).toEqual([
      's3 GetObject {Bucket: open, Key: k} in eu-north-1 with foreign keys (the requests are not signed)',
      'sqs ListQueues {} in us-west-2',
      'sns ListTopics {} in eu-north-1',
    ]);
  });

  it('at an emulator beside the function need nothing', () => {
    const source = `
import os, boto3
local = os.environ.get("AWS_SAM_LOCAL")
dynamodb = boto3.resource("dynamodb", endpoint_url="http://dynamodb:8000") if local else boto3.resource("dynamodb")
def handler(event, context):
    dynamodb.Table("t").scan()
    boto3.client("sqs", endpoint_url="http://127.0.0.1:4566/").list_queues()
    boto3.client("s3", endpoint_url="https://bucket.vpce-1.s3.us-east-1.vpce.amazonaws.com").list_buckets()
`;
    expect(seen(source).calls).toEqual([
      'dynamodb Scan {TableName: t}',
      'sqs ListQueues {} at http://127.0.0.1:4566/ with foreign keys (the endpoint is not one of AWS)',
      's3 ListBuckets {} at https://bucket.vpce-1.s3.us-east-1.vpce.amazonaws.com',
    ]);
  });

  it('of botocore assume roles and refresh keys', () => {
    const source = `
import boto3
from boto3 import Session
from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
from botocore.session import get_session
def assumed(role):
    base = Session()
    fetcher = AssumeRoleCredentialFetcher(client_creator=base._session.create_client, source_credentials=base.get_credentials(), role_arn=role)
    inner = get_session()
    inner._credentials = DeferredRefreshableCredentials(method="assume-role", refresh_using=fetcher.fetch_credentials)
    return Session(botocore_session=inner)
def handler(event, context):
    assumed("arn:r").client("s3").list_buckets()
    get_session().create_client("sqs", region_name="us-east-1").list_queues()
`;
    expect(seen(source).calls).toEqual(['sts AssumeRole {RoleArn: arn:r}', 's3 ListBuckets {} as arn:r', 'sqs ListQueues {} in us-east-1']);
  });

  it('of aioboto3 give clients and resources in contexts', () => {
    const source = `
import asyncio, aioboto3
session = aioboto3.Session()
async def run(event):
    async with session.client("s3") as s3:
        await s3.put_object(Bucket="b", Key="k")
        async for page in s3.get_paginator("list_objects_v2").paginate(Bucket="b"):
            print(page)
    async with session.resource("dynamodb") as dynamodb:
        table = await dynamodb.Table("t")
        await table.get_item(Key={"id": 1})
def handler(event, context):
    asyncio.run(run(event))
`;
    expect(seen(source)).toMatchObject({
      calls: ['s3 PutObject {Bucket: b, Key: k}', 's3 ListObjectsV2 {Bucket: b}', 'dynamodb GetItem {Key: {id: 1}, TableName: t}'],
      lost: [],
    });
  });
});

describe('clients', () => {
  it('are taken by managers of transfers', () => {
    const source = `
import boto3
from boto3.s3.transfer import S3Transfer, TransferConfig, create_transfer_manager
from s3transfer.manager import TransferManager
s3 = boto3.client("s3", region_name="eu-west-1")
def handler(event, context):
    S3Transfer(s3).upload_file("/tmp/a", "b", "a", None, {"ACL": "private"})
    boto3.s3.transfer.S3Transfer(client=s3).download_file(bucket="b", key="c", filename="/tmp/c")
    create_transfer_manager(s3, TransferConfig()).upload("/tmp/d", "b", "d").result()
    with TransferManager(s3) as manager:
        manager.copy({"Bucket": "from", "Key": "e"}, "b", "f")
        manager.delete("b", "g")
`;
    const { calls, lost } = seen(source);
    expect(lost).toEqual([]);
    expect(calls.filter((call) => !/Multipart|Part/.test(call))).toEqual([
      's3 PutObject {ACL: private, Bucket: b, Key: a} in eu-west-1',
      's3 HeadObject {Bucket: b, Key: c} in eu-west-1',
      's3 GetObject {Bucket: b, Key: c} in eu-west-1',
      's3 PutObject {Bucket: b, Key: d} in eu-west-1',
      's3 HeadObject {Bucket: from, Key: e} in eu-west-1',
      's3 CopyObject {Bucket: b, Key: f, CopySource: from/e} in eu-west-1',
      's3 DeleteObject {Bucket: b, Key: g} in eu-west-1',
    ]);
  });

  it('are lost to helpers of the SDK that are not modelled', () => {
    const source = `
import boto3
from botocore.waiter import WaiterModel, create_waiter_with_client
def handler(event, context):
    create_waiter_with_client("Ready", WaiterModel({}), boto3.client("glue")).wait(Name="x")
`;
    expect(seen(source).lost).toEqual(['calls of the boto3 client glue that is handed over: the code that gets the client is not known']);
  });

  it('sign forms with their fields, and page by names that are one of several', () => {
    const source = `
import boto3
s3 = boto3.client("s3")
def handler(event, context):
    s3.generate_presigned_post("b", "u/\${filename}", Fields={"acl": "public-read"}, Conditions=[["content-length-range", 1, 9]])
    for name in ["list_objects_v2", "list_object_versions"]:
        s3.get_paginator(name).paginate(Bucket="b", PaginationConfig={"MaxItems": 5}).build_full_result()
    s3.get_waiter("object_exists").wait(Bucket="b", Key="k", WaiterConfig={"Delay": 1})
    getattr(s3, "delete_object")(Bucket="b", Key="k")
`;
    expect(seen(source).calls).toEqual([
      's3 PutObject {Bucket: b, Key: u/${?}, ACL: public-read}',
      's3 ListObjectsV2 {Bucket: b}',
      's3 ListObjectVersions {Bucket: b}',
      's3 HeadObject {Bucket: b, Key: k}',
      's3 DeleteObject {Bucket: b, Key: k}',
    ]);
  });
});

describe('signed requests', () => {
  it('are signed by the auth of an HTTP client', () => {
    const source = `
import os, boto3, requests, httpx
from requests_aws4auth import AWS4Auth
from aws_requests_auth.boto_utils import BotoAWSRequestsAuth
credentials = boto3.Session().get_credentials()
region = os.environ["AWS_REGION"]
auth = AWS4Auth(credentials.access_key, credentials.secret_key, region, "execute-api", session_token=credentials.token)
def handler(event, context):
    requests.post(os.environ["API"] + "/orders", json={}, auth=auth)
    session = requests.Session()
    session.auth = BotoAWSRequestsAuth(aws_host="h", aws_region=region, aws_service="appsync")
    session.post("https://h/graphql", json={})
    requests.get("https://example.com")
    httpx.Client(auth=AWS4Auth(region=region, service="lambda", refreshable_credentials=credentials)).get("https://u.lambda-url.x")
`;
    const { direct, calls, lost } = seen(source, environment({ API: 'https://a.execute-api.eu-west-1.amazonaws.com/prod' }));
    expect([calls, lost]).toEqual([[], []]);
    expect(direct).toEqual([
      'execute-api:Invoke {hostname: https://a.execute-api.eu-west-1.amazonaws.com/prod/orders, method: POST}',
      'appsync:GraphQL {hostname: https://h/graphql, body: {}}',
      'lambda:InvokeFunctionUrl {hostname: https://u.lambda-url.x}',
    ]);
  });

  it('botocore.signers: tokens of caches, and who calls', () => {
    const source = `
import boto3
from botocore.model import ServiceId
from botocore.signers import RequestSigner
session = boto3.Session()
def sign(service, url):
    signer = RequestSigner(ServiceId(service), "eu-west-1", service, "v4", session.get_credentials(), session.events)
    return signer.generate_presigned_url({"method": "GET", "url": url, "body": {}, "headers": {}, "context": {}}, operation_name="", region_name="eu-west-1")
def handler(event, context):
    sign("elasticache", f"https://carts/?Action=connect&User={event['user']}")
    sign("sts", "https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15")
    sign("elasticache", "https://elasticache.eu-west-1.amazonaws.com/?Action=DescribeEvents")
`;
    const { direct, lost } = seen(source);
    expect(direct).toEqual(['elasticache:Connect {hostname: https://carts/?Action=connect&User=${event.user}, region: eu-west-1}']);
    expect(lost).toHaveLength(1);
  });

  it('are signed by botocore', () => {
    const source = `
import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
import urllib3
def handler(event, context):
    request = AWSRequest(method="PUT", url="https://d.eu-west-1.es.amazonaws.com/i/_doc", data="{}")
    SigV4Auth(boto3.Session().get_credentials(), "es", "eu-west-1").add_auth(request)
    prepared = request.prepare()
    urllib3.PoolManager().request("PUT", prepared.url, headers=dict(prepared.headers))
`;
    expect(seen(source)).toMatchObject({
      direct: ['es:ESHttpPut {hostname: https://d.eu-west-1.es.amazonaws.com/i/_doc, region: eu-west-1}'],
      lost: [],
    });
  });

  it('are those of OpenSearch clients', () => {
    const source = `
import boto3
from opensearchpy import AWSV4SignerAuth, OpenSearch, RequestsHttpConnection, helpers
auth = AWSV4SignerAuth(boto3.Session().get_credentials(), "eu-west-1", "aoss")
client = OpenSearch(hosts=[{"host": "c.eu-west-1.aoss.amazonaws.com", "port": 443}], http_auth=auth, connection_class=RequestsHttpConnection)
domain = OpenSearch([{"host": "d.es.amazonaws.com"}], http_auth=AWSV4SignerAuth(boto3.Session().get_credentials(), "eu-west-1"))
def handler(event, context):
    client.search(index="i", body={})
    helpers.bulk(domain, [])
    domain.indices.exists("i")
    OpenSearch(hosts=["https://h"], http_auth=("user", "password")).search(index="x")
`;
    expect(seen(source)).toMatchObject({
      direct: [
        'aoss:APIAccessAll {hostname: c.eu-west-1.aoss.amazonaws.com, region: eu-west-1}',
        'es:ESHttpPost {hostname: d.es.amazonaws.com, region: eu-west-1}',
        'es:ESHttpPut {hostname: d.es.amazonaws.com, region: eu-west-1}',
        'es:ESHttpHead {hostname: d.es.amazonaws.com, region: eu-west-1}',
      ],
      lost: [],
    });
  });

  it('that ask an extension on localhost need what it does for them', () => {
    const source = `
import json, os, urllib.request
import http.client
import requests
def handler(event, context):
    url = "http://localhost:2773/secretsmanager/get?secretId=" + os.environ["SECRET"]
    urllib.request.urlopen(urllib.request.Request(url, headers={}))
    requests.get("http://localhost:2773/systemsmanager/parameters/get", params={"name": "/p", "withDecryption": "true"})
    http.client.HTTPConnection("localhost", 2772).request("GET", "/applications/a/environments/e/configurations/c")
`;
    expect(seen(source, environment({ SECRET: 'token' })).calls).toEqual([
      'secrets-manager GetSecretValue {SecretId: token}',
      'ssm GetParameter {Name: /p, WithDecryption: true}',
      'appconfigdata StartConfigurationSession {ApplicationIdentifier: a, EnvironmentIdentifier: e, ConfigurationProfileIdentifier: c}',
      'appconfigdata GetLatestConfiguration {ApplicationIdentifier: a, EnvironmentIdentifier: e, ConfigurationProfileIdentifier: c}',
    ]);
  });
});

it('secrets are cached with two operations', () => {
  const source = `
import boto3
from aws_secretsmanager_caching import InjectSecretString, SecretCache, SecretCacheConfig
cache = SecretCache(config=SecretCacheConfig(), client=boto3.client("secretsmanager", region_name="eu-west-1"))
@InjectSecretString("other", cache)
def use(secret, value):
    boto3.client("sqs").send_message(QueueUrl=value, MessageBody=secret)
def handler(event, context):
    cache.get_secret_string("one")
    use("q")
`;
  expect(seen(source).calls).toEqual([
    'secrets-manager DescribeSecret {SecretId: one} in eu-west-1',
    'secrets-manager GetSecretValue {SecretId: one} in eu-west-1',
    'secrets-manager DescribeSecret {SecretId: other} in eu-west-1',
    'secrets-manager GetSecretValue {SecretId: other} in eu-west-1',
    'sqs SendMessage {QueueUrl: q, MessageBody: ?a secret}',
  ]);
});

describe('PynamoDB', () => {
  it('calls the table that a model names', () => {
    const source = `
import os
from pynamodb.models import Model
from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.transactions import TransactWrite
from pynamodb.connection import Connection
class ByOwner(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-owner"
        projection = AllProjection()
    owner = UnicodeAttribute(hash_key=True)
class Order(Model):
    class Meta:
        table_name = os.environ["TABLE"]
        region = "eu-west-1"
    id = UnicodeAttribute(hash_key=True)
    by_owner = ByOwner()
def handler(event, context):
    order = Order("a", total=1)
    order.save()
    Order.get("a").update(actions=[Order.id.set("b")])
    for each in Order.query("a"):
        each.delete()
    for each in Order.by_owner.query("me"):
        each.refresh()
    with Order.batch_write() as batch:
        batch.save(Order("c"))
    with TransactWrite(connection=Connection()) as transaction:
        transaction.delete(order)
`;
    expect(seen(source, environment({ TABLE: 'orders' }))).toEqual({
      calls: [
        'dynamodb PutItem {TableName: orders} in eu-west-1',
        'dynamodb GetItem {TableName: orders} in eu-west-1',
        'dynamodb UpdateItem {TableName: orders} in eu-west-1',
        'dynamodb Query {TableName: orders} in eu-west-1',
        'dynamodb DeleteItem {TableName: orders} in eu-west-1',
        'dynamodb Query {TableName: orders, IndexName: by-owner} in eu-west-1',
        'dynamodb GetItem {TableName: orders} in eu-west-1',
        'dynamodb BatchWriteItem {RequestItems: {orders: ?requests}} in eu-west-1',
        'dynamodb TransactWriteItems {TransactItems: [{Delete: {TableName: orders}}]} in eu-west-1',
      ],
      direct: [],
      lost: [],
    });
  });

  it('describes tables first where an old version is pinned', () => {
    const files = {
      'requirements.txt': 'pynamodb==4.3.2\n',
      'app.py':
        'from pynamodb.models import Model\nclass T(Model):\n    class Meta:\n        table_name = "t"\ndef handler(event, context):\n    T.get("a")\n',
    };
    expect(callsIn(python, files).calls).toEqual(['dynamodb DescribeTable {TableName: t}', 'dynamodb GetItem {TableName: t}']);
  });
});

it('durable handlers run their steps and invoke functions', () => {
  const source = `
import boto3
from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.config import Duration
s3 = boto3.client("s3")
@durable_step
def load(step_context, key):
    return s3.get_object(Bucket="in", Key=key)
@durable_execution
def handler(event, context: DurableContext):
    context.step(load(event["key"]))
    context.wait(Duration.from_seconds(1))
    context.invoke("other-function", {})
    context.map(["a", "b"], lambda ctx, item, index, items: ctx.step(lambda _: s3.put_object(Bucket="out", Key=item)))
    context.parallel([lambda ctx: s3.delete_object(Bucket="in", Key="k")])
`;
  expect(seen(source)).toMatchObject({
    calls: [
      's3 GetObject {Bucket: in, Key: ${event.key}}',
      'lambda Invoke {FunctionName: other-function}',
      's3 PutObject {Bucket: out, Key: a}',
      's3 PutObject {Bucket: out, Key: b}',
      's3 DeleteObject {Bucket: in, Key: k}',
    ],
    lost: [],
  });
});

it('custom resources run what their helper was given, and polling sets up a rule', () => {
  const source = `
import boto3
from crhelper import CfnResource
helper = CfnResource(json_logging=False)
@helper.create
@helper.update
def create(event, context):
    boto3.client("s3").put_object(Bucket=event["ResourceProperties"]["Bucket"], Key="k")
@helper.poll_create
def poll(event, context):
    return True
def handler(event, context):
    helper(event, context)
`;
  const { calls, lost } = seen(source);
  expect(lost).toEqual([]);
  expect(calls.map((call) => call.replace(/ \{.*/, ''))).toEqual([
    'lambda AddPermission',
    'lambda RemovePermission',
    'eventbridge PutRule',
    'eventbridge PutTargets',
    'eventbridge RemoveTargets',
    'eventbridge DeleteRule',
    's3 PutObject',
  ]);
});

it('a rule that polls is named after the custom resource', () => {
  const fn = resource('Fn', 'AWS::Lambda::Function', { arn: ARNS.function });
  const custom = {
    ...resource('Setup', 'Custom::Setup'),
    properties: { kind: 'map', entries: [{ key: ['ServiceToken'], value: { kind: 'text', text: fn.arn ?? [] } }], open: false },
  } as const;
  const source = `
from crhelper import CfnResource
helper = CfnResource()
@helper.poll_create
def poll(event, context): return True
def handler(event, context): helper(event, context)
`;
  const { calls } = callsIn(python, { 'app.py': source }, {}, appOf([fn, custom]));
  expect(calls).toContain('eventbridge PutRule {Name: Setup${?}}');
});

it('a data frame is read and written under addresses of S3', () => {
  const source = `
import io, os, boto3
import pandas as pd
def handler(event, context):
    data = pd.read_csv(f"s3://{os.environ['BUCKET']}/in/{event['name']}.csv", sep=";")
    pd.read_parquet(path="s3://docs/a.parquet")
    pd.read_csv("/tmp/local.csv")
    pd.read_json(io.BytesIO(boto3.client("s3").get_object(Bucket="b", Key="k")["Body"].read()))
    data[data["x"] > 1].groupby("x").sum().to_csv("s3://docs/out.csv", index=False)
    data.to_csv("/tmp/out.csv")
    data.apply(lambda row: boto3.client("sqs").send_message(QueueUrl="q", MessageBody=row["x"]))
    pd.concat([data]).to_parquet(path=f"s3://docs/{event['name']}/")
`;
  const { calls, lost } = callsIn(python, { 'app.py': source }, environment({ BUCKET: 'in' }));
  expect(lost).toEqual([]);
  expect(calls).toEqual([
    's3 GetObject {Bucket: in, Key: in/${event.name}.csv}',
    's3 GetObject {Bucket: docs, Key: a.parquet}',
    's3 GetObject {Bucket: b, Key: k}',
    's3 PutObject {Bucket: docs, Key: out.csv}',
    's3 PutObject {Bucket: docs, Key: ${event.name}/}',
    'sqs SendMessage {QueueUrl: q, MessageBody: ?what unknown code passes}',
  ]);
});

it('a data frame at an address that is not known is reported', () => {
  const source = `
import pandas
def handler(event, context):
    pandas.read_csv(event["path"])
`;
  expect(seen(source).lost).toEqual([
    'call of pandas.read_csv: it reads from S3 where the address begins with s3://, and that is not known',
  ]);
});

it('requests that are signed by hand are known by their service', () => {
  const source = `
import hashlib, hmac, os, boto3
def sign(key, message): return hmac.new(key, message.encode("utf-8"), hashlib.sha256).digest()
def key_of(secret, date, region, service):
    return sign(sign(sign(sign(("AWS4" + secret).encode("utf-8"), date), region), service), "aws4_request")
def handler(event, context):
    own = boto3.Session().get_credentials()
    key_of(own.secret_key, "20260101", "eu-west-1", "aoss")
    key_of(os.environ["AWS_SECRET_ACCESS_KEY"], "20260101", "eu-west-1", "ec2")
    made = boto3.client("iam").create_access_key(UserName="mail")["AccessKey"]
    key_of(made["SecretAccessKey"], "11111111", "eu-west-1", "ses")
    hmac.new(b"webhook", event["body"].encode(), hashlib.sha256).hexdigest()
`;
  const { calls, direct, lost } = seen(source);
  expect(calls).toEqual(['iam CreateAccessKey {UserName: mail}']);
  expect(direct).toEqual(['aoss:APIAccessAll {hostname: ?the request that is signed by hand}']);
  expect(lost).toEqual(['a request that is signed for ec2: the operation that it calls is in the request, not in the code of an SDK']);
});

it('keys that are set on a session are those of its clients', () => {
  const source = `
import boto3, botocore.session
def handler(event, context):
    keys = boto3.client("sts").assume_role(RoleArn="arn:r", RoleSessionName="s")["Credentials"]
    session = botocore.session.get_session()
    session.set_credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    boto3.Session(botocore_session=session).resource("dynamodb").Table("t").scan()
    session.create_client("sqs").list_queues()
    botocore.session.get_session().create_client("sns").list_topics()
`;
  expect(seen(source).calls).toEqual([
    'sts AssumeRole {RoleArn: arn:r, RoleSessionName: s}',
    'dynamodb Scan {TableName: t} as arn:r',
    'sqs ListQueues {} as arn:r',
    'sns ListTopics {}',
  ]);
});
