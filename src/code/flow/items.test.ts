// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { describe, expect, it } from 'vitest';
import { callsOf, type Fn } from '../../../test/support/flow.ts';

const TABLE = `  Store: { Type: AWS::S3::Bucket }
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      BillingMode: PAY_PER_REQUEST
      StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
`;
const EVENTS = '{ Stream: { Type: DynamoDB, Properties: { Stream: !GetAtt Orders.StreamArn, StartingPosition: LATEST } } }';
const ENV = { TABLE: '!Ref Orders', STORE: '!Ref Store' };

const js = {
  writes: (call: string): string => `import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
const db = new DynamoDB({});
const documents = DynamoDBDocument.from(db);
const table = process.env.TABLE;
const bucket = process.env.STORE;
export const handler = async (event) => { ${call} };`,
  reads: (bucket: string): string => `import { S3 } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
export const handler = async (event) => {
  for (const { dynamodb } of event.Records) await new S3({}).headBucket({ Bucket: ${bucket} });
};`,
};
const python = {
  writes: (call: string): string => `import os, boto3
def handler(event, context):
    bucket = os.environ["STORE"]
    ${call}
`,
  reads: (bucket: string): string => `import boto3
from boto3.dynamodb.types import TypeDeserializer
deserializer = TypeDeserializer()
def handler(event, context):
    for record in event["Records"]:
        image = record["dynamodb"]["NewImage"]
        boto3.client("s3").head_bucket(Bucket=${bucket})
`,
};
const golang = {
  writes: `package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

func handler(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	_, err := dynamodb.NewFromConfig(cfg).PutItem(ctx, &dynamodb.PutItemInput{
		TableName: aws.String(os.Getenv("TABLE")),
		Item: map[string]types.AttributeValue{
			"bucket": &types.AttributeValueMemberS{Value: os.Getenv("STORE")},
		},
	})
	return err
}

func main() { lambda.Start(handler) }
`,
  reads: `package main

import (
	"context"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func handler(ctx context.Context, event events.DynamoDBEvent) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	for _, record := range event.Records {
		bucket := record.Change.NewImage["bucket"].String()
		client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String(bucket)})
	}
	return nil
}

func main() { lambda.Start(handler) }
`,
};
const java = {
  writes: `package app;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

public class Write implements RequestHandler<Map<String, String>, String> {
    public String handleRequest(Map<String, String> event, Context context) {
        AttributeValue bucket = AttributeValue.builder().s(System.getenv("STORE")).build();
        DynamoDbClient.create().putItem(request -> request.tableName(System.getenv("TABLE")).item(Map.of("bucket", bucket)));
        return "done";
    }
}
`,
  reads: `package app;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import software.amazon.awssdk.services.s3.S3Client;

public class Read implements RequestHandler<DynamodbEvent, String> {
    public String handleRequest(DynamodbEvent event, Context context) {
        for (DynamodbEvent.DynamodbStreamRecord record : event.getRecords()) {
            String bucket = record.getDynamodb().getNewImage().get("bucket").getS();
            S3Client.create().headBucket(request -> request.bucket(bucket));
        }
        return "done";
    }
}
`,
};

const file = (ending: string, name: string): string =>
  ending === 'go'
    ? `${name.toLowerCase()}/main.go`
    : ending === 'java'
      ? `${name.toLowerCase()}/src/main/java/app/${name}.java`
      : `${name}.${ending}`;
const app = (ending: string, write: string, read: string): Readonly<Record<string, Fn>> => ({
  Write: { file: file(ending, 'Write'), code: write, env: ENV },
  Read: { file: file(ending, 'Read'), code: read, events: EVENTS },
});
const FOUND = ['s3 HeadBucket {Bucket: ${Store}}'];
const PLAIN = js.reads('dynamodb.NewImage.bucket.S');
const READ_PLAIN = python.reads('image["bucket"]["S"]');

describe('the images of a stream', () => {
  it.each([
    ['mjs', js.writes("await db.putItem({ TableName: table, Item: { id: { S: '1' }, bucket: { S: bucket } } });"), PLAIN],
    ['mjs', js.writes('await db.putItem({ TableName: table, Item: marshall({ id: event.id, bucket }) });'), PLAIN],
    [
      'mjs',
      js.writes('await documents.put({ TableName: table, Item: { id: event.id, bucket } });'),
      js.reads('unmarshall(dynamodb.NewImage).bucket'),
    ],
    [
      'mjs',
      js.writes(
        'await documents.batchWrite({ RequestItems: { [table]: [{ PutRequest: { Item: { bucket } } }, { DeleteRequest: { Key: { id: 1 } } }] } });',
      ),
      js.reads('dynamodb.OldImage.bucket.S'),
    ],
    ['mjs', js.writes('await documents.transactWrite({ TransactItems: [{ Put: { TableName: table, Item: { bucket } } }] });'), PLAIN],
    [
      'mjs',
      js.writes(`await documents.update({
        TableName: table, Key: { id: event.id }, UpdateExpression: 'SET #b = if_not_exists(#b, :b), seen = :s REMOVE old ADD hits :one',
        ExpressionAttributeNames: { '#b': 'bucket' }, ExpressionAttributeValues: { ':b': bucket, ':s': event.now, ':one': 1 } });`),
      PLAIN,
    ],
    [
      'mjs',
      js.writes('await documents.put({ TableName: table, Item: { place: { bucket } } });'),
      js.reads('dynamodb.NewImage.place.M.bucket.S'),
    ],
    ['py', python.writes('boto3.client("dynamodb").put_item(TableName=os.environ["TABLE"], Item={"bucket": {"S": bucket}})'), READ_PLAIN],
    ['py', python.writes('boto3.resource("dynamodb").Table(os.environ["TABLE"]).put_item(Item={"bucket": bucket})'), READ_PLAIN],
    [
      'py',
      python.writes('boto3.resource("dynamodb").Table(os.environ["TABLE"]).put_item(Item={"bucket": bucket})'),
      python.reads('deserializer.deserialize(image["bucket"])'),
    ],
    [
      'py',
      python.writes('boto3.resource("dynamodb").Table(os.environ["TABLE"]).put_item(Item={"bucket": bucket})'),
      python.reads('{key: deserializer.deserialize(value) for key, value in image.items()}["bucket"]'),
    ],
    [
      'py',
      python.writes('boto3.resource("dynamodb").Table(os.environ["TABLE"]).put_item(Item={"bucket": bucket})'),
      `import boto3
from aws_lambda_powertools.utilities.data_classes import event_source, DynamoDBStreamEvent
@event_source(data_class=DynamoDBStreamEvent)
def handler(event, context):
    for record in event.records:
        boto3.client("s3").head_bucket(Bucket=record.dynamodb.new_image["bucket"])
`,
    ],
    ['go', golang.writes, golang.reads],
    ['java', java.writes, java.reads],
  ])('hold what functions of the app write (%s, %s)', async (ending, write, read) => {
    expect(await callsOf('Read', app(ending, write, read), TABLE)).toEqual(FOUND);
  });

  const field = '${event.Records[].dynamodb.NewImage.bucket.S}';
  it.each([
    ['another function writes what is not known', 'documents.put({ TableName: table, Item: event.item })'],
    ['an update is put together when it runs', 'documents.update({ TableName: table, Key: {}, UpdateExpression: event.update })'],
    ['a statement writes', 'db.executeStatement({ Statement: `INSERT INTO ${table} VALUE ${event.item}` })'],
    ['a table is chosen when it runs', 'documents.put({ TableName: event.table, Item: event.item })'],
  ])('keep the field where %s', async (_, call) => {
    const Other: Fn = { file: 'other.mjs', code: js.writes(`await ${call};`), env: ENV };
    const write = js.writes('await documents.put({ TableName: table, Item: { bucket } });');
    const calls = await callsOf('Read', { ...app('mjs', write, PLAIN), Other }, TABLE);
    expect(calls[0]?.replace('s3 HeadBucket {Bucket: ', '').replace(/}$/, '').split(' | ').sort()).toEqual(['${Store}', field]);
  });

  it('keep the field beside a value that the code makes up, since people write into tables too', async () => {
    const write = js.writes("await documents.put({ TableName: table, Item: { bucket: 'docs', place: { name: 'docs' } } });");
    const bucket = async (read: string): Promise<readonly string[]> =>
      (await callsOf('Read', app('mjs', write, js.reads(read)), TABLE)).flatMap(
        (call) => /Bucket: (.*)}$/.exec(call)?.[1]?.split(' | ').sort() ?? [],
      );
    expect(await bucket('dynamodb.NewImage.bucket.S')).toEqual([field, 'docs']);
    expect(await bucket('dynamodb.NewImage.place.M.name.S')).toEqual([field.replace('bucket', 'place.M.name'), 'docs']);
  });

  it('keep the field where the template shows another writer', async () => {
    const write = js.writes('await documents.put({ TableName: table, Item: { bucket } });');
    const source = `${TABLE}  Source: { Type: AWS::AppSync::DataSource, Properties: { ApiId: a, Name: t, Type: AMAZON_DYNAMODB, DynamoDBConfig: { TableName: !Ref Orders, AwsRegion: x } } }\n`;
    expect((await callsOf('Read', app('mjs', write, PLAIN), source))[0]).toContain(field);
    const scaled = `${TABLE}  Scale: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ResourceId: !Sub 'table/\${Orders}' } }\n`;
    expect(await callsOf('Read', app('mjs', write, PLAIN), scaled)).toEqual(FOUND);
  });
});
