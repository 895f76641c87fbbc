import { describe, expect, it } from 'vitest';
import { callsOf } from '../../../test/support/flow.ts';

const EVENTS = "{ Logs: { Type: CloudWatchLogs, Properties: { LogGroupName: /app/orders, FilterPattern: '' } } }";
const BYTES = "Buffer.from(event.awslogs.data, 'base64')";
const js = (read: string): string => `import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { promisify } from 'node:util';
import zlib, { unzipSync } from 'node:zlib';
const gunzip = promisify(zlib.gunzip);
export const handler = async (event) => {
  ${read}
  await new CloudWatchLogs({}).describeLogStreams({ logGroupName: data.logGroup, logStreamNamePrefix: data.logStream });
};`;
const python = (read: string): string => `import base64, gzip, io, json, zlib, boto3
def handler(event, context):
    packed = base64.b64decode(event["awslogs"]["data"])
    ${read}
    boto3.client("logs").describe_log_streams(logGroupName=data["logGroup"], logStreamNamePrefix=data["logStream"])
`;
const powertools = `import boto3
from aws_lambda_powertools.utilities.data_classes import event_source, CloudWatchLogsEvent
@event_source(data_class=CloudWatchLogsEvent)
def handler(event, context):
    data = event.parse_logs_data()
    boto3.client("logs").describe_log_streams(logGroupName=data.log_group, logStreamNamePrefix=data.log_stream)
`;
const golang = `package main

import (
	"context"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
)

func handler(ctx context.Context, event events.CloudwatchLogsEvent) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	data, err := event.AWSLogs.Parse()
	if err != nil {
		return err
	}
	_, err = cloudwatchlogs.NewFromConfig(cfg).DescribeLogStreams(ctx, &cloudwatchlogs.DescribeLogStreamsInput{
		LogGroupName: aws.String(data.LogGroup), LogStreamNamePrefix: aws.String(data.LogStream),
	})
	return err
}

func main() { lambda.Start(handler) }
`;

describe('the event of a subscription filter', () => {
  it.each([
    ['mjs', js(`const data = JSON.parse(zlib.gunzipSync(${BYTES}).toString('utf8'));`)],
    ['mjs', js(`const data = JSON.parse(unzipSync(${BYTES}).toString('ascii'));`)],
    ['mjs', js(`const data = JSON.parse((await gunzip(${BYTES})).toString());`)],
    [
      'mjs',
      js(
        `const data = await new Promise((done, fail) => zlib.gunzip(${BYTES}, (e, r) => (e ? fail(e) : done(JSON.parse(r.toString())))));`,
      ),
    ],
    ['py', python('data = json.loads(gzip.decompress(packed))')],
    ['py', python('data = json.loads(zlib.decompress(packed, 16 + zlib.MAX_WBITS).decode("utf-8"))')],
    ['py', python('data = json.loads(gzip.GzipFile(fileobj=io.BytesIO(packed)).read())')],
    ['py', python('with gzip.open(io.BytesIO(packed)) as file:\n        data = json.loads(file.read())')],
    ['py', powertools],
    ['go', golang],
  ])('names the log group in packed data (%s, %s)', async (ending, code) => {
    const file = ending === 'go' ? 'read/main.go' : `read.${ending}`;
    const [call = ''] = await callsOf('Read', { Read: { file, code, events: EVENTS } }, '  Store: { Type: AWS::S3::Bucket }\n');
    expect(call.replace('LogStream}}', 'logStream}}')).toBe(
      'cloudwatch-logs DescribeLogStreams {logGroupName: /app/orders, logStreamNamePrefix: ${event.awslogs.data.logStream}}',
    );
  });
});
