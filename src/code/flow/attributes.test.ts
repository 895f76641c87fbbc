// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { describe, expect, it } from 'vitest';
import { callsOf, type Fn } from '../../../test/support/flow.ts';

const STORE = '  Store: { Type: AWS::S3::Bucket }\n';
const QUEUE = `${STORE}  Jobs: { Type: AWS::SQS::Queue }\n`;
const TOPIC = `${STORE}  News: { Type: AWS::SNS::Topic }\n`;
const relay = (raw: boolean): string => `${TOPIC}  Jobs: { Type: AWS::SQS::Queue }
  Link:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Jobs.Arn, RawMessageDelivery: ${raw} }
`;
const SUBSCRIBED = '{ News: { Type: SNS, Properties: { Topic: !Ref News } } }';

const ATTRIBUTES = "{ bucket: { DataType: 'String', StringValue: process.env.STORE }, id: { DataType: 'String', StringValue: event.id } }";
const js = {
  queue: (attributes = ATTRIBUTES): string => `import { SQS } from '@aws-sdk/client-sqs';
export const handler = async (event) => {
  await new SQS({}).sendMessage({ QueueUrl: process.env.QUEUE, MessageBody: 'new', MessageAttributes: ${attributes} });
};`,
  topic: `import { SNS } from '@aws-sdk/client-sns';
export const handler = async (event) => {
  await new SNS({}).publish({ TopicArn: process.env.TOPIC, Message: 'new', MessageAttributes: ${ATTRIBUTES} });
};`,
  reads: (bucket: string): string => `import { S3 } from '@aws-sdk/client-s3';
export const handler = async (event) => {
  for (const record of event.Records) await new S3({}).headBucket({ Bucket: ${bucket} });
};`,
};
const python = {
  sends: (call: string): string => `import os, boto3
def handler(event, context):
    attributes = {"bucket": {"DataType": "String", "StringValue": os.environ["STORE"]}}
    ${call}
`,
  reads: (bucket: string): string => `import json, boto3
def handler(event, context):
    for record in event["Records"]:
        boto3.client("s3").head_bucket(Bucket=${bucket})
`,
};
const golang = {
  sends: `package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

func handler(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	_, err := sqs.NewFromConfig(cfg).SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl:    aws.String(os.Getenv("QUEUE")),
		MessageBody: aws.String("new"),
		MessageAttributes: map[string]types.MessageAttributeValue{
			"bucket": {DataType: aws.String("String"), StringValue: aws.String(os.Getenv("STORE"))},
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
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func handler(ctx context.Context, event events.SQSEvent) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	for _, record := range event.Records {
		if bucket, ok := record.MessageAttributes["bucket"]; ok {
			client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: bucket.StringValue})
		}
	}
	return nil
}

func main() { lambda.Start(handler) }
`,
};
const java = {
  sends: `package app;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

public class Send implements RequestHandler<Map<String, String>, String> {
    public String handleRequest(Map<String, String> event, Context context) {
        MessageAttributeValue bucket = MessageAttributeValue.builder().dataType("String").stringValue(System.getenv("STORE")).build();
        SqsClient.create().sendMessage(SendMessageRequest.builder().queueUrl(System.getenv("QUEUE")).messageBody("new")
            .messageAttributes(Map.of("bucket", bucket)).build());
        return "done";
    }
}
`,
  reads: `package app;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import software.amazon.awssdk.services.s3.S3Client;

public class Read implements RequestHandler<SQSEvent, String> {
    public String handleRequest(SQSEvent event, Context context) {
        for (SQSEvent.SQSMessage record : event.getRecords()) {
            String bucket = record.getMessageAttributes().get("bucket").getStringValue();
            S3Client.create().headBucket(request -> request.bucket(bucket));
        }
        return "done";
    }
}
`,
};

const FOUND = ['s3 HeadBucket {Bucket: ${Store}}'];
const file = (ending: string, name: string): string =>
  ending === 'go'
    ? `${name.toLowerCase()}/main.go`
    : ending === 'java'
      ? `${name.toLowerCase()}/src/main/java/app/${name}.java`
      : `${name}.${ending}`;
const app = (
  ending: string,
  send: string,
  read: string,
  from: Pick<Fn, 'from' | 'events'> = { from: 'Jobs' },
): Readonly<Record<string, Fn>> => ({
  Send: {
    file: file(ending, 'Send'),
    code: send,
    env: { STORE: '!Ref Store', ...(from.from && !send.includes('TOPIC') ? { QUEUE: '!Ref Jobs' } : { TOPIC: '!Ref News' }) },
  },
  Read: { file: file(ending, 'Read'), code: read, ...from },
});

describe('the attributes of a message in a queue', () => {
  it.each([
    ['mjs', js.queue(), js.reads('record.messageAttributes.bucket.stringValue')],
    [
      'py',
      python.sends('boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="new", MessageAttributes=attributes)'),
      python.reads('record["messageAttributes"]["bucket"]["stringValue"]'),
    ],
    ['go', golang.sends, golang.reads],
    ['java', java.sends, java.reads],
  ])('are what the reader gets (%s)', async (ending, send, read) => {
    expect(await callsOf('Read', app(ending, send, read), QUEUE)).toEqual(FOUND);
  });

  it('keep the field where it is not known', async () => {
    const field = 's3 HeadBucket {Bucket: ${event.Records[].messageAttributes.id.stringValue}}';
    const reads = js.reads('record.messageAttributes.id.stringValue');
    expect(await callsOf('Read', app('mjs', js.queue(), reads), QUEUE)).toEqual([field]);
    expect(await callsOf('Read', app('mjs', js.queue('event.attributes'), reads), QUEUE)).toEqual([field]);
  });

  it('keep the field where something else may send too', async () => {
    const api = `${QUEUE}  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Body: { uri: !Sub 'arn:aws:apigateway:x:sqs:path/1/\${Jobs.QueueName}' } } }\n`;
    const functions = app('mjs', js.queue(), js.reads('record.messageAttributes.bucket.stringValue'));
    expect((await callsOf('Read', functions, api))[0]).toMatch(
      /(?=.*\$\{Store\})(?=.*\$\{event\.Records\[\]\.messageAttributes\.bucket\.stringValue\})/,
    );
  });
});

describe('the attributes of what is published', () => {
  it.each([
    ['mjs', js.topic, js.reads('record.Sns.MessageAttributes.bucket.Value')],
    [
      'py',
      python.sends('boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="new", MessageAttributes=attributes)'),
      python.reads('record["Sns"]["MessageAttributes"]["bucket"]["Value"]'),
    ],
  ])('are what a subscribed function gets (%s)', async (ending, send, read) => {
    expect(await callsOf('Read', app(ending, send, read, { events: SUBSCRIBED }), TOPIC)).toEqual(FOUND);
  });

  it.each([
    [false, 'JSON.parse(record.body).MessageAttributes.bucket.Value'],
    [true, 'record.messageAttributes.bucket.stringValue'],
  ])('stand in an envelope in a queue, unless delivery is raw (%s)', async (raw, bucket) => {
    expect(await callsOf('Read', app('mjs', js.topic, js.reads(bucket)), relay(raw))).toEqual(FOUND);
  });
});
