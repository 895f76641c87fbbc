// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import { python } from '../../python/language.ts';

beforeAll(() => python.prepare());

const body = (lines: string, more = {}) => {
  const indented = lines.trim().replaceAll('\n', '\n    ');
  return callsIn(python, { 'app.py': `import os\nimport boto3\ndef handler(event, context):\n    ${indented}\n` }, more);
};

describe('objects and buckets', () => {
  it('take their identifiers by position, by name and from what they are made of', () => {
    const { calls, lost } = body(`
s3 = boto3.resource("s3")
s3.Object("docs", "a").get()
s3.Object(bucket_name="docs", key="b").put(Body=b"")
s3.Bucket(name="docs").Object("c").delete()
s3.Object("docs", "d").Acl().put(ACL="private")
s3.Object("docs", "e").Bucket().put_object(Key="f", Body=b"")
s3.ObjectSummary("docs", "g").Version("v1").delete()
s3.Bucket("docs").Policy().put(Policy="{}")
s3.Object("docs", "h").initiate_multipart_upload().Part(1).upload(Body=b"")
s3.create_bucket(Bucket="new").Object("i").copy_from(CopySource={"Bucket": "docs", "Key": "a"})`);
    expect(lost).toEqual([]);
    expect(calls).toEqual([
      's3 GetObject {Bucket: docs, Key: a}',
      's3 PutObject {Body: , Bucket: docs, Key: b}',
      's3 DeleteObject {Bucket: docs, Key: c}',
      's3 PutObjectAcl {ACL: private, Bucket: docs, Key: d}',
      's3 PutObject {Key: f, Body: , Bucket: docs}',
      's3 DeleteObject {Bucket: docs, Key: g, VersionId: v1}',
      's3 PutBucketPolicy {Policy: {}, Bucket: docs}',
      's3 CreateMultipartUpload {Bucket: docs, Key: h}',
      's3 UploadPart {Body: , Bucket: docs, Key: h, UploadId: ?the output of S3 CreateMultipartUpload, PartNumber: 1}',
      's3 CreateBucket {Bucket: new}',
      's3 CopyObject {CopySource: docs/a, Bucket: new, Key: i}',
    ]);
  });

  it('load their attributes, but not those that a listing gave', () => {
    const { calls } = body(`
s3 = boto3.resource("s3")
o = s3.Object("docs", "a")
print(o.key, o.bucket_name)
print(o.content_length)
s3.Object("docs", "b").load()
s3.ObjectSummary("docs", "c").reload()
for item in s3.Bucket("docs").objects.filter(Prefix="p/"):
    print(item.size, item.key)
print(s3.Bucket("other").creation_date)`);
    expect(calls).toEqual([
      's3 HeadObject {Bucket: docs, Key: a}',
      's3 HeadObject {Bucket: docs, Key: b}',
      's3 HeadObject {Bucket: docs, Key: c}',
      's3 ListObjects {Prefix: p/, Bucket: docs}',
      's3 ListBuckets {}',
    ]);
  });

  it('come in collections, which act on all at once', () => {
    const { calls, lost } = body(`
bucket = boto3.resource("s3").Bucket("docs")
bucket.objects.filter(Prefix="old/").delete()
bucket.object_versions.delete()
for version in bucket.object_versions.filter(Prefix="x"):
    version.delete()
for page in bucket.objects.limit(5).pages():
    for item in page:
        item.Object().copy({"Bucket": "docs", "Key": item.key})
for each in boto3.resource("s3").buckets.all():
    each.objects.all()`);
    expect(lost).toEqual([]);
    expect(calls.filter((call) => !/Multipart|Part/.test(call))).toEqual([
      's3 ListObjects {Prefix: old/, Bucket: docs}',
      's3 DeleteObjects {Bucket: docs, Delete: {Objects: [{Key: old/${?}}]}}',
      's3 ListObjectVersions {Bucket: docs}',
      's3 DeleteObjects {Bucket: docs, Delete: {Objects: [{Key: ?the output of S3 ListObjectVersions, VersionId: ?the output of S3 ListObjectVersions}]}}',
      's3 ListObjectVersions {Prefix: x, Bucket: docs}',
      's3 DeleteObject {Bucket: docs, Key: x${?}, VersionId: ?the output of S3 ListObjectVersions}',
      's3 ListObjects {Bucket: docs}',
      's3 HeadObject {Bucket: docs, Key: ?the output of S3 ListObjects}',
      's3 CopyObject {Bucket: docs, Key: ?the output of S3 ListObjects, CopySource: docs/${?}}',
      's3 ListBuckets {}',
      's3 ListObjects {Bucket: ?the output of S3 ListBuckets}',
    ]);
  });

  it('transfer files', () => {
    const { calls } = body(`
s3 = boto3.resource("s3")
s3.Bucket("docs").download_file("a", "/tmp/a")
s3.Bucket("docs").upload_fileobj(Fileobj=event, Key="b")
s3.Object("docs", "c").upload_file("/tmp/c")
s3.Object("docs", "d").wait_until_exists()`);
    expect(calls.filter((call) => !/Multipart|Part/.test(call))).toEqual([
      's3 HeadObject {Bucket: docs, Key: a}',
      's3 GetObject {Bucket: docs, Key: a}',
      's3 PutObject {Bucket: docs, Key: b}',
      's3 PutObject {Bucket: docs, Key: c}',
      's3 HeadObject {Bucket: docs, Key: d}',
    ]);
  });
});

describe('tables', () => {
  it('call their operations, page by page and in batches', () => {
    const { calls, lost } = body(
      `
from boto3.dynamodb.conditions import Attr, Key
dynamodb = boto3.resource("dynamodb", region_name="eu-west-1")
table = dynamodb.Table(os.environ["TABLE"])
table.scan(FilterExpression=Attr("a").gt(1) & ~Attr("b").exists())["Items"]
with table.batch_writer(overwrite_by_pkeys=["id"]) as batch:
    batch.delete_item(Key={"id": "a"})
print(table.name, table.table_name)
print(table.item_count)
table.wait_until_exists()
dynamodb.batch_get_item(RequestItems={"orders": {"Keys": []}})
dynamodb.create_table(TableName="new", KeySchema=[]).put_item(Item={})
table.meta.client.transact_write_items(TransactItems=[])`,
      environment({ TABLE: 'orders' }),
    );
    expect(lost).toEqual([]);
    expect(calls.map((call) => call.replace(/FilterExpression: [^,}]*/, 'FilterExpression: …'))).toEqual([
      'dynamodb Scan {FilterExpression: …, TableName: orders} in eu-west-1',
      'dynamodb BatchWriteItem {RequestItems: {orders: [{DeleteRequest: {Key: {id: a}}}]}} in eu-west-1',
      'dynamodb DescribeTable {TableName: orders} in eu-west-1',
      'dynamodb DescribeTable {TableName: orders} in eu-west-1',
      'dynamodb BatchGetItem {RequestItems: {orders: {Keys: []}}} in eu-west-1',
      'dynamodb CreateTable {TableName: new, KeySchema: []} in eu-west-1',
      'dynamodb PutItem {Item: {}, TableName: new} in eu-west-1',
      'dynamodb TransactWriteItems {TransactItems: []} in eu-west-1',
    ]);
  });
});

describe('other services', () => {
  it('have queues, topics, instances, roles, stacks and alarms', () => {
    const { calls, lost } = body(`
queue = boto3.resource("sqs").Queue("https://q")
for message in queue.receive_messages():
    message.change_visibility(VisibilityTimeout=1)
    message.Queue().purge()
queue.delete_messages(Entries=[])
print(queue.attributes["Arn"])
topic = boto3.resource("sns").Topic("arn:t")
topic.publish(Message="m")
topic.subscribe(Protocol="email", Endpoint="a@b").delete()
ec2 = boto3.resource("ec2")
ec2.Instance("i-1").stop()
ec2.instances.filter(InstanceIds=["i-2"]).terminate()
print(ec2.Instance("i-3").vpc.id)
ec2.Instance("i-4").wait_until_running()
ec2.create_instances(ImageId="ami", MinCount=1, MaxCount=1)[0].create_tags(Tags=[])
boto3.resource("iam").Role("admin").attach_policy(PolicyArn="arn:p")
boto3.resource("cloudformation").Stack("app").delete()
boto3.resource("cloudwatch").Alarm("a").set_state(StateValue="OK", StateReason="r")`);
    expect(lost).toEqual([]);
    expect(calls).toEqual([
      'sqs ReceiveMessage {QueueUrl: https://q}',
      'sqs ChangeMessageVisibility {VisibilityTimeout: 1, QueueUrl: https://q, ReceiptHandle: ?the output of SQS ReceiveMessage}',
      'sqs PurgeQueue {QueueUrl: https://q}',
      'sqs DeleteMessageBatch {Entries: [], QueueUrl: https://q}',
      'sqs GetQueueAttributes {QueueUrl: https://q, AttributeNames: [All]}',
      'sns Publish {Message: m, TopicArn: arn:t}',
      'sns Subscribe {Protocol: email, Endpoint: a@b, TopicArn: arn:t}',
      'sns Unsubscribe {SubscriptionArn: ?the output of SNS Subscribe}',
      'ec2 StopInstances {InstanceIds: [i-1]}',
      'ec2 DescribeInstances {InstanceIds: [i-2]}',
      'ec2 TerminateInstances {InstanceIds: [?the output of EC2 DescribeInstances]}',
      'ec2 DescribeInstances {InstanceIds: [i-3]}',
      'ec2 DescribeInstances {InstanceIds: [i-4]}',
      'ec2 RunInstances {ImageId: ami, MinCount: 1, MaxCount: 1}',
      'ec2 CreateTags {Tags: [], Resources: [?the output of EC2 RunInstances]}',
      'iam AttachRolePolicy {PolicyArn: arn:p, RoleName: admin}',
      'cloudformation DeleteStack {StackName: app}',
      'cloudwatch SetAlarmState {StateValue: OK, StateReason: r, AlarmName: a}',
    ]);
  });

  it('are reported where boto3 has no resources', () => {
    expect(body('boto3.resource("lambda").Function("f")').lost).toEqual(['a resource of Lambda: boto3 has no resources for Lambda']);
  });
});

describe('resources that are passed on', () => {
  it('are known by their declared type', () => {
    const source = `
import boto3
from mypy_boto3_dynamodb.service_resource import Table
def save(table: Table, item):
    table.put_item(Item=item)
def handler(event, context):
    from somewhere import make
    save(make("orders"), {})
`;
    const { calls } = callsIn(python, { 'app.py': source });
    expect(calls).toEqual(['dynamodb PutItem {Item: {}, TableName: ?a resource that is known by its type only} by type']);
  });

  it('are lost where the code that gets them is not known', () => {
    const source = `
import boto3
from somewhere import Store
def handler(event, context):
    Store(boto3.resource("dynamodb").Table("orders")).save(event)
`;
    expect(callsIn(python, { 'app.py': source }).lost.join('\n')).toContain('calls of the boto3 dynamodb Table that is handed over');
  });
});
