// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import { python } from '../../python/language.ts';

beforeAll(() => python.prepare());

const seen = (source: string, more = {}) => callsIn(python, { 'app.py': source }, more);

describe('clients', () => {
  it('call operations with keyword arguments', () => {
    const source = `
import os
import boto3
s3 = boto3.client("s3", region_name="eu-west-1")
def handler(event, context):
    extra = {"Prefix": "a/"}
    s3.put_object(Bucket=os.environ["BUCKET"], Key=f"x/{event['id']}", Body=b"")
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket="b", **extra):
        for item in page["Contents"]:
            s3.delete_object(Bucket="b", Key=item["Key"])
    s3.get_waiter("object_exists").wait(Bucket="b", Key="w")
    s3.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}, ExpiresIn=60)
`;
    expect(seen(source, environment({ BUCKET: 'docs' })).calls).toEqual([
      's3 PutObject {Bucket: docs, Key: x/${event.id}, Body: } in eu-west-1',
      's3 ListObjectsV2 {Bucket: b, Prefix: a/} in eu-west-1',
      's3 DeleteObject {Bucket: b, Key: a/${?}} in eu-west-1',
      's3 HeadObject {Bucket: b, Key: w} in eu-west-1',
      's3 GetObject {Bucket: b, Key: k} in eu-west-1',
    ]);
  });

  it('name the source of a copy as a dictionary or as a text', () => {
    const { calls } = seen(`
import boto3
s3 = boto3.client("s3")
source = {"Bucket": "docs", "Key": "a"}
def handler(event, context):
    s3.copy_object(CopySource=source, Bucket="new", Key="a")
    s3.copy_object(CopySource={**source, "VersionId": "7"}, Bucket="new", Key="b")
    s3.copy_object(CopySource="docs/c", Bucket="new", Key="c")
    s3.copy(source, "new", "d")
`);
    expect(calls.filter((call) => call.startsWith('s3 CopyObject'))).toEqual([
      's3 CopyObject {CopySource: docs/a, Bucket: new, Key: a}',
      's3 CopyObject {CopySource: docs/a?versionId=7, Bucket: new, Key: b}',
      's3 CopyObject {CopySource: docs/c, Bucket: new, Key: c}',
      's3 CopyObject {Bucket: new, Key: d, CopySource: docs/a}',
    ]);
  });

  it('list keys that begin with the prefix they ask for', () => {
    const { calls } = seen(`
import boto3
s3 = boto3.client("s3")
def handler(event, context):
    page = s3.list_objects_v2(Bucket="docs", Prefix="old/", Delimiter="/")
    for each in page.get("Contents", []):
        s3.delete_object(Bucket="docs", Key=each["Key"])
    for each in page["CommonPrefixes"]:
        s3.list_objects_v2(Bucket="docs", Prefix=each["Prefix"])
`);
    expect(calls.slice(1)).toEqual(['s3 DeleteObject {Bucket: docs, Key: old/${?}}', 's3 ListObjectsV2 {Bucket: docs, Prefix: old/${?}}']);
  });

  it('come from sessions, with the keys of roles', () => {
    const source = `
import boto3
sts = boto3.client("sts")
def handler(event, context):
    c = sts.assume_role(RoleArn="arn:r", RoleSessionName="s")["Credentials"]
    session = boto3.Session(aws_access_key_id=c["AccessKeyId"], aws_secret_access_key=c["SecretAccessKey"], aws_session_token=c["SessionToken"])
    session.client("ec2").describe_instances()
    boto3.session.Session(region_name="us-east-1").client("sqs").list_queues()
`;
    expect(seen(source).calls).toEqual([
      'sts AssumeRole {RoleArn: arn:r, RoleSessionName: s}',
      'ec2 DescribeInstances {} as arn:r',
      'sqs ListQueues {} in us-east-1',
    ]);
  });

  it('transfer files in parts', () => {
    const source = `
import boto3
s3 = boto3.client("s3")
def handler(event, context):
    s3.download_file("in", "k", "/tmp/k")
    s3.upload_file("/tmp/k", "out", "k", ExtraArgs={"ACL": "private"})
`;
    expect(seen(source).calls).toEqual([
      's3 HeadObject {Bucket: in, Key: k}',
      's3 GetObject {Bucket: in, Key: k}',
      's3 PutObject {ACL: private, Bucket: out, Key: k}',
      's3 CreateMultipartUpload {ACL: private, Bucket: out, Key: k}',
      's3 UploadPart {Bucket: out, Key: k}',
      's3 CompleteMultipartUpload {Bucket: out, Key: k}',
      's3 AbortMultipartUpload {Bucket: out, Key: k}',
    ]);
  });

  it('make tokens of databases', () => {
    const source = `
import boto3
def handler(event, context):
    boto3.client("rds").generate_db_auth_token(DBHostname="db.host", Port=5432, DBUsername="app")
`;
    expect(seen(source).direct).toEqual(['rds-db:connect {hostname: db.host, username: app}']);
  });

  it('of services that are not known are lost', () => {
    const source = 'import boto3\ndef handler(event, context):\n    boto3.client(event["s"]).get_thing(Name="x")\n';
    expect(seen(source).lost).toEqual(['a client of boto3: its service is known only when the function runs']);
  });
});

describe('resources', () => {
  it('put their identifiers into the input', () => {
    const source = `
import boto3
from boto3.dynamodb.conditions import Key
table = boto3.resource("dynamodb").Table("orders")
s3 = boto3.resource("s3")
sqs = boto3.resource("sqs")
def handler(event, context):
    table.get_item(Key={"id": "a"})
    table.query(KeyConditionExpression=Key("id").eq("a"))
    with table.batch_writer() as batch:
        batch.put_item(Item={"id": "b"})
    s3.Bucket("docs").Object("k").put(Body="x")
    s3.Object("docs", "l").get()["Body"].read()
    for o in s3.Bucket("docs").objects.filter(Prefix="p/"):
        o.delete()
    queue = sqs.get_queue_by_name(QueueName="jobs")
    for message in queue.receive_messages(MaxNumberOfMessages=1):
        message.delete()
    boto3.resource("sns").Topic("arn:t").publish(Message="m")
`;
    const { calls, lost } = seen(source);
    const url = 'https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/jobs';
    expect(lost).toEqual([]);
    expect(calls.map((call) => call.replace(/KeyConditionExpression: [^,}]*/, 'KeyConditionExpression: …'))).toEqual([
      'dynamodb GetItem {Key: {id: a}, TableName: orders}',
      'dynamodb Query {KeyConditionExpression: …, TableName: orders}',
      'dynamodb BatchWriteItem {RequestItems: {orders: [{PutRequest: {Item: {id: b}}}]}}',
      's3 PutObject {Body: x, Bucket: docs, Key: k}',
      's3 GetObject {Bucket: docs, Key: l}',
      's3 ListObjects {Prefix: p/, Bucket: docs}',
      's3 DeleteObject {Bucket: docs, Key: p/${?}}',
      'sqs GetQueueUrl {QueueName: jobs}',
      `sqs ReceiveMessage {MaxNumberOfMessages: 1, QueueUrl: ${url}}`,
      `sqs DeleteMessage {QueueUrl: ${url}, ReceiptHandle: ?the output of SQS ReceiveMessage}`,
      'sns Publish {Message: m, TopicArn: arn:t}',
    ]);
  });
});

describe('types', () => {
  it('say which client a parameter is', () => {
    const source = `
from mypy_boto3_s3 import S3Client
import missing_container
def save(s3: S3Client):
    s3.put_object(Bucket="b", Key="k")
def handler(event, context):
    save(missing_container.resolve("s3"))
`;
    expect(seen(source).calls).toEqual(['s3 PutObject {Bucket: b, Key: k} by type']);
  });
});

describe('wrappers', () => {
  it('give back what they decorate', () => {
    const source = `
import boto3
from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.metrics import Metrics
from aws_xray_sdk.core import patch_all, xray_recorder
patch_all()
logger, tracer, metrics = Logger(), Tracer(), Metrics()
@xray_recorder.capture("load")
def load():
    boto3.client("sqs").list_queues()
@logger.inject_lambda_context(log_event=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def handler(event, context):
    load()
`;
    const { calls, lost } = seen(source);
    expect(calls).toEqual(['sqs ListQueues {}']);
    expect(lost).toEqual([]);
  });
});

it('what an operation makes or starts is named by its input', () => {
  const { calls } = seen(`
import boto3
def handler(event, context):
    sfn = boto3.client("stepfunctions")
    started = sfn.start_execution(stateMachineArn="arn:aws:states:eu-west-1:1:stateMachine:orders")
    sfn.describe_execution(executionArn=started["executionArn"])
    iam = boto3.client("iam")
    role = iam.create_role(RoleName="worker", AssumeRolePolicyDocument="{}")["Role"]
    boto3.client("lambda").create_function(FunctionName="made", Role=role["Arn"], Code={})
    iam.create_role(RoleName="worker", Path="/app/", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    topic = boto3.client("sns").create_topic(Name="alarms")
    boto3.client("sns").publish(TopicArn=topic["TopicArn"], Message="m")
    athena = boto3.client("athena")
    query = athena.start_query_execution(QueryString="select 1", WorkGroup="reports")["QueryExecutionId"]
    athena.get_query_results(QueryExecutionId=query)
`);
  const own = (service: string, rest: string, region = '${AWS::Region}') =>
    `arn:\${AWS::Partition}:${service}:${region}:\${AWS::AccountId}:${rest}`;
  expect(calls).toEqual([
    'sfn StartExecution {stateMachineArn: arn:aws:states:eu-west-1:1:stateMachine:orders}',
    'sfn DescribeExecution {executionArn: arn:aws:states:eu-west-1:1:execution:orders:${?}}',
    'iam CreateRole {RoleName: worker, AssumeRolePolicyDocument: {}}',
    `lambda CreateFunction {FunctionName: made, Role: ${own('iam', 'role/worker', '')}, Code: {}}`,
    'iam CreateRole {RoleName: worker, Path: /app/, AssumeRolePolicyDocument: {}}',
    'sns CreateTopic {Name: alarms}',
    `sns Publish {TopicArn: ${own('sns', 'alarms')}, Message: m}`,
    'athena StartQueryExecution {QueryString: select 1, WorkGroup: reports}',
    'athena GetQueryResults {QueryExecutionId: ${?}}',
  ]);
});
