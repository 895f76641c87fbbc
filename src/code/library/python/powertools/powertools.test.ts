// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { beforeAll, describe, expect, it } from 'vitest';
import { SPAN } from '../../../../../test/support/app.ts';
import { callsIn, environment } from '../../../../../test/support/calls.ts';
import type { Trigger } from '../../../../model/app.ts';
import { text } from '../../../../model/text.ts';
import { python } from '../../../python/language.ts';

beforeAll(() => python.prepare());

const seen = (source: string, more = {}) => callsIn(python, { 'app.py': source }, more);
const BUCKET: Trigger = {
  path: 'Events.X',
  span: SPAN,
  when: [],
  kind: 's3',
  bucket: text('inbox'),
  bucketArn: text('arn:inbox'),
  events: [],
};

describe('parameters', () => {
  it('are read by functions', () => {
    const source = `
import os
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.parameters import get_secret
def handler(event, context):
    parameters.get_parameter("/a/b", decrypt=True, max_age=60)
    parameters.get_parameters("/a")
    parameters.get_parameters_by_name(parameters={"/x": {}, "/y": {"decrypt": True}})
    parameters.set_parameter(name="/z", value="v", overwrite=True)
    get_secret(os.environ["SECRET"], VersionStage="AWSCURRENT")
    parameters.get_app_config(name="flags", environment="prod", application="shop")
`;
    const { calls, lost } = seen(source, environment({ SECRET: 'arn:s' }));
    expect(lost).toEqual([]);
    expect(calls).toEqual([
      'ssm GetParameter {Name: /a/b, WithDecryption: true}',
      'ssm GetParametersByPath {Path: /a, Recursive: true}',
      'ssm GetParameter {Name: /y, WithDecryption: true}',
      'ssm GetParameters {Names: [/x]}',
      'ssm PutParameter {Name: /z, Value: v, Type: String, Overwrite: true}',
      'secrets-manager GetSecretValue {VersionStage: AWSCURRENT, SecretId: arn:s}',
      'appconfigdata StartConfigurationSession {ApplicationIdentifier: shop, EnvironmentIdentifier: prod, ConfigurationProfileIdentifier: flags}',
      'appconfigdata GetLatestConfiguration {ApplicationIdentifier: shop, EnvironmentIdentifier: prod, ConfigurationProfileIdentifier: flags}',
    ]);
  });

  it('are read by providers', () => {
    const source = `
import boto3
from botocore.config import Config
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.parameters import DynamoDBProvider, SecretsProvider
ssm = parameters.SSMProvider(boto_config=Config(region_name="eu-west-1"))
secrets = SecretsProvider(boto3_client=boto3.client("secretsmanager", region_name="us-east-1"))
table = DynamoDBProvider(table_name="settings")
def handler(event, context):
    ssm.get_multiple("/p", recursive=False)
    secrets.get("s")
    table.get("id")
    table.get_multiple("id")
`;
    expect(seen(source).calls).toEqual([
      'ssm GetParametersByPath {Path: /p, Recursive: false} in eu-west-1',
      'secrets-manager GetSecretValue {SecretId: s} in us-east-1',
      'dynamodb GetItem {TableName: settings}',
      'dynamodb Query {TableName: settings}',
    ]);
  });
});

describe('handlers', () => {
  it('keep an idempotency record', () => {
    const source = `
import os, boto3
from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig, idempotent, idempotent_function
store = DynamoDBPersistenceLayer(table_name=os.environ["TABLE"])
logger = Logger()
@idempotent_function(data_keyword_argument="order", persistence_store=store)
def pay(order):
    boto3.client("sns").publish(TopicArn="arn:t", Message=order)
@logger.inject_lambda_context(log_event=True)
@Tracer().capture_lambda_handler
@idempotent(persistence_store=store, config=IdempotencyConfig())
def handler(event, context):
    pay(order=event["order"])
`;
    const { calls, lost } = seen(source, environment({ TABLE: 'records' }));
    expect(lost).toEqual([]);
    expect([...new Set(calls)]).toEqual([
      'dynamodb GetItem {TableName: records}',
      'dynamodb PutItem {TableName: records}',
      'dynamodb UpdateItem {TableName: records}',
      'dynamodb DeleteItem {TableName: records}',
      'sns Publish {TopicArn: arn:t, Message: ${event.order}}',
    ]);
  });

  it('run on each record of a batch, in its forms', () => {
    const head = `
import boto3
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, batch_processor, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
processor = BatchProcessor(event_type=EventType.SQS)
def record_handler(record: SQSRecord):
    boto3.client("s3").put_object(Bucket="out", Key=record.json_body["id"])
`;
    const expected = ['s3 PutObject {Bucket: out, Key: ${event.Records[].body.id}}'];
    for (const handler of [
      'def handler(event, context):\n    return process_partial_response(event=event, record_handler=record_handler, processor=processor, context=context)\n',
      '@batch_processor(record_handler=record_handler, processor=processor)\ndef handler(event, context):\n    return processor.response()\n',
      'def handler(event, context):\n    with processor(records=event["Records"], handler=record_handler):\n        processor.process()\n    return processor.response()\n',
    ]) {
      const trigger: Trigger = { path: 'Events.X', span: SPAN, when: [], kind: 'sqs', queueArn: text('arn:q') };
      expect(seen(head + handler, { triggers: [trigger] })).toMatchObject({ calls: expected, lost: [] });
    }
  });

  it('are routes of resolvers, with their middlewares and routers', () => {
    const files = {
      'app.py': `
import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.logging import correlation_paths
import orders
app = APIGatewayRestResolver()
app.include_router(orders.router, prefix="/orders")
def audit(app, next_middleware):
    boto3.client("events").put_events(Entries=[{"Source": "audit"}])
    return next_middleware(app)
@app.get("/items/<item_id>", middlewares=[audit])
def get_item(item_id: str):
    return boto3.resource("dynamodb").Table("items").get_item(Key={"id": item_id})
@app.exception_handler(ValueError)
def failed(error):
    boto3.client("sqs").send_message(QueueUrl="q", MessageBody="m")
@Logger().inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
def handler(event, context):
    return app.resolve(event, context)
`,
      'orders.py': `
import boto3
from aws_lambda_powertools.event_handler.api_gateway import Router
router = Router()
@router.post("/")
def create():
    boto3.client("s3").put_object(Bucket="orders", Key=router.current_event.json_body["id"])
`,
    };
    const { calls, lost } = callsIn(python, files);
    expect(lost).toEqual([]);
    expect(calls).toEqual([
      'eventbridge PutEvents {Entries: [{Source: audit}]}',
      'dynamodb GetItem {Key: {id: ?an argument of the request}, TableName: items}',
      'sqs SendMessage {QueueUrl: q, MessageBody: m}',
      's3 PutObject {Bucket: orders, Key: ${event.json_body.id}}',
    ]);
  });

  it('see the event through data classes', () => {
    const source = `
import boto3
from aws_lambda_powertools.utilities.data_classes import S3Event, event_source
s3 = boto3.client("s3")
@event_source(data_class=S3Event)
def handler(event: S3Event, context):
    for record in event.records:
        s3.get_object(Bucket=record.s3.bucket.name, Key=record.s3.get_object.key)
    s3.head_object(Bucket=event.bucket_name, Key=event.object_key)
    s3.delete_object(Bucket=S3Event(event).bucket_name, Key="k")
`;
    expect(seen(source, { triggers: [BUCKET] })).toMatchObject({
      calls: [
        's3 GetObject {Bucket: inbox, Key: ${event.Records[].s3.object.key}}',
        's3 HeadObject {Bucket: inbox, Key: ${event.Records[].s3.object.key}}',
        's3 DeleteObject {Bucket: inbox, Key: k}',
      ],
      lost: [],
    });
  });

  it('are wrapped by middlewares of the program and parsed events', () => {
    const source = `
import boto3
from aws_lambda_powertools.middleware_factory import lambda_handler_decorator
from aws_lambda_powertools.utilities.parser import BaseModel, event_parser
from aws_lambda_powertools.utilities.feature_flags import AppConfigStore, FeatureFlags
class Order(BaseModel):
    id: str
flags = FeatureFlags(store=AppConfigStore(environment="dev", application="shop", name="features"))
@lambda_handler_decorator
def audited(handler, event, context, topic=None):
    boto3.client("sns").publish(TopicArn=topic, Message="m")
    return handler(event, context)
@audited(topic="arn:t")
@event_parser(model=Order)
def handler(event: Order, context):
    if flags.evaluate(name="new", default=False):
        boto3.client("s3").put_object(Bucket="b", Key=event.id)
`;
    const { calls, lost } = seen(source);
    expect(lost).toEqual([]);
    expect(calls.map((call) => call.replace(/\{Application.*/, '{…}'))).toEqual([
      'sns Publish {TopicArn: arn:t, Message: m}',
      'appconfigdata StartConfigurationSession {…}',
      'appconfigdata GetLatestConfiguration {…}',
      's3 PutObject {Bucket: b, Key: ${event.id}}',
    ]);
  });
});

it('reports a utility that is not modelled when it is used', () => {
  const source =
    'from aws_lambda_powertools.utilities.data_masking import DataMasking\ndef handler(event, context):\n    DataMasking().erase(event)\n';
  expect(seen(source).lost).toHaveLength(1);
});
