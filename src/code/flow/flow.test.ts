// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { describe, expect, it } from 'vitest';
import { callsOf, type Fn } from '../../../test/support/flow.ts';

const STORE = '  Store: { Type: AWS::S3::Bucket }\n';
const QUEUE = `${STORE}  Jobs: { Type: AWS::SQS::Queue }\n`;
const TOPIC = `${STORE}  News: { Type: AWS::SNS::Topic }\n`;
const topicToQueue = (raw: boolean): string => `${TOPIC}  Jobs: { Type: AWS::SQS::Queue }
  Link:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Jobs.Arn, RawMessageDelivery: ${raw} }
`;

const js = {
  queue: (body: string): string => `import { SQS } from '@aws-sdk/client-sqs';
const sqs = new SQS({});
export const handler = async (event) => {
  await sqs.sendMessage({ QueueUrl: process.env.QUEUE, MessageBody: ${body} });
};`,
  topic: (message: string): string => `import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
const sns = new SNSClient({});
export const handler = async (event) => {
  await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: ${message} }));
};`,
  event: (entry: string): string => `import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
const bus = new EventBridgeClient({});
export const handler = async (event) => {
  await bus.send(new PutEventsCommand({ Entries: [${entry}] }));
};`,
  invoke: (payload: string): string => `import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';
const lambda = new LambdaClient({});
export const handler = async (event) => {
  await lambda.send(new InvokeCommand({ FunctionName: process.env.TARGET, Payload: ${payload} }));
};`,
  reads: (each: string): string => `import { S3 } from '@aws-sdk/client-s3';
const s3 = new S3({});
const read = async (message) => { await s3.getObject({ Bucket: message.bucket, Key: message.key }); };
export const handler = async (event) => { ${each} };`,
  records: (message: string): string => js.reads(`for (const record of event.Records) await read(${message});`),
};

const python = {
  sends: (call: string): string => `import json, os, boto3
queue, topic, bus, target = (boto3.client(name) for name in ("sqs", "sns", "events", "lambda"))
queue = boto3.client("sqs")
topic = boto3.client("sns")
bus = boto3.client("events")
target = boto3.client("lambda")
def handler(event, context):
    message = {"bucket": os.environ["STORE"], "key": f"in/{event['id']}.json"}
    ${call}
`,
  reads: (each: string): string => `import json, boto3
s3 = boto3.client("s3")
def read(message):
    s3.get_object(Bucket=message["bucket"], Key=message["key"])
def handler(event, context):
${each}
`,
  records: (message: string): string => python.reads(`    for record in event["Records"]:\n        read(${message})`),
};

const golang = {
  records: (text: string): string => `	for _, record := range event.Records {
		var message Message
		if err := json.Unmarshal([]byte(${text}), &message); err != nil {
			return err
		}
		read(ctx, message)
	}`,
  sends: (call: string): string => `package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	ebtypes "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	invoke "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type Message struct {
	Bucket string \`json:"bucket"\`
	Key    string \`json:"key"\`
}

type Event struct {
	ID string \`json:"id"\`
}

func handler(ctx context.Context, event Event) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	body, err := json.Marshal(Message{Bucket: os.Getenv("STORE"), Key: "in/" + event.ID + ".json"})
	if err != nil {
		return err
	}
	${call}
	return err
}

func main() { lambda.Start(handler) }
`,
  reads: (parameter: string, each: string): string => `package main

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Message struct {
	Bucket string \`json:"bucket"\`
	Key    string \`json:"key"\`
}

func read(ctx context.Context, message Message) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(message.Bucket), Key: aws.String(message.Key)})
}

func handler(ctx context.Context, event ${parameter}) error {
${each}
	return nil
}

func main() { lambda.Start(handler) }
`,
};

const java = {
  records: (type: string, text: string): string =>
    `for (${type} record : event.getRecords()) { Message message = mapper.readValue(${text}, Message.class); read(message.getBucket(), message.getKey()); }`,
  message: `package app;
public class Message {
    private String bucket;
    private String key;
    public String getBucket() { return bucket; }
    public String getKey() { return key; }
    public void setBucket(String bucket) { this.bucket = bucket; }
    public void setKey(String key) { this.key = key; }
}
`,
  sends: (call: string): string => `package app;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

public class Send implements RequestHandler<Map<String, String>, String> {
    private final ObjectMapper mapper = new ObjectMapper();
    public static class Message {
        private String bucket;
        private String key;
        public String getBucket() { return bucket; }
        public String getKey() { return key; }
        public void setBucket(String bucket) { this.bucket = bucket; }
        public void setKey(String key) { this.key = key; }
    }
    public String handleRequest(Map<String, String> event, Context context) {
        Message message = new Message();
        message.setBucket(System.getenv("STORE"));
        message.setKey("in/" + event.get("id") + ".json");
        try {
            String body = mapper.writeValueAsString(message);
            ${call}
        } catch (Exception error) {
            throw new RuntimeException(error);
        }
        return "done";
    }
}
`,
  reads: (event: string, each: string): string => `package app;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

public class Read implements RequestHandler<${event}, String> {
    private final S3Client s3 = S3Client.create();
    private final ObjectMapper mapper = new ObjectMapper();
    public static class Message {
        private String bucket;
        private String key;
        public String getBucket() { return bucket; }
        public String getKey() { return key; }
    }
    private void read(String bucket, String key) {
        s3.getObject(GetObjectRequest.builder().bucket(bucket).key(key).build());
    }
    public String handleRequest(${event} event, Context context) {
        try {
            ${each}
        } catch (Exception error) {
            throw new RuntimeException(error);
        }
        return "done";
    }
}
`,
};

const MESSAGE = '{ bucket: process.env.STORE, key: `in/${event.id}.json` }';
const got = (path: string): readonly string[] => [`s3 GetObject {Bucket: \${Store}, Key: in/\${event.${path}}.json}`];

/** A sender and a receiver in each language. */
interface Pair {
  readonly send: string;
  readonly read: string;
}

const pair = (ending: string, { send, read }: Pair, env: Readonly<Record<string, string>>, from: Pick<Fn, 'from' | 'events'>) => {
  const file = (name: string): string =>
    ending === 'go'
      ? `${name}/main.go`
      : ending === 'java'
        ? `${name}/src/main/java/app/${name === 'send' ? 'Send' : 'Read'}.java`
        : `${name}.${ending}`;
  return {
    Send: { file: file('send'), code: send, env: { ...env, STORE: '!Ref Store' } },
    Read: { file: file('read'), code: read, ...from },
  };
};

const languages = (pairs: Readonly<Record<string, Pair>>): readonly (readonly [string, Pair])[] => Object.entries(pairs);

describe('what a function sends to a queue', () => {
  it.each(
    languages({
      mjs: { send: js.queue(`JSON.stringify(${MESSAGE})`), read: js.records('JSON.parse(record.body)') },
      py: {
        send: python.sends('queue.send_message(QueueUrl=os.environ["QUEUE"], MessageBody=json.dumps(message))'),
        read: python.records('json.loads(record["body"])'),
      },
      go: {
        send: golang.sends(
          '_, err = sqs.NewFromConfig(cfg).SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: aws.String(os.Getenv("QUEUE")), MessageBody: aws.String(string(body))})',
        ),
        read: golang.reads('events.SQSEvent', golang.records('record.Body')),
      },
      java: {
        send: java.sends(
          'SqsClient.create().sendMessage(SendMessageRequest.builder().queueUrl(System.getenv("QUEUE")).messageBody(body).build());',
        ),
        read: java.reads('SQSEvent', java.records('SQSEvent.SQSMessage', 'record.getBody()')),
      },
    }),
  )('is what the reader of the queue gets (%s)', async (ending, both) => {
    const functions = pair(ending, both, { QUEUE: '!Ref Jobs' }, { from: 'Jobs' });
    expect(await callsOf('Read', functions, QUEUE)).toEqual(got('Records[].body.key'));
  });
});

describe('what a function publishes', () => {
  const pairs: Readonly<Record<string, Pair>> = {
    mjs: { send: js.topic(`JSON.stringify(${MESSAGE})`), read: js.records('JSON.parse(record.Sns.Message)') },
    py: {
      send: python.sends('topic.publish(TopicArn=os.environ["TOPIC"], Message=json.dumps(message))'),
      read: python.records('json.loads(record["Sns"]["Message"])'),
    },
    go: {
      send: golang.sends(
        '_, err = sns.NewFromConfig(cfg).Publish(ctx, &sns.PublishInput{TopicArn: aws.String(os.Getenv("TOPIC")), Message: aws.String(string(body))})',
      ),
      read: golang.reads('events.SNSEvent', golang.records('record.SNS.Message')),
    },
    java: {
      send: java.sends('SnsClient.create().publish(PublishRequest.builder().topicArn(System.getenv("TOPIC")).message(body).build());'),
      read: java.reads('SNSEvent', java.records('SNSEvent.SNSRecord', 'record.getSNS().getMessage()')),
    },
  };
  const events = '{ News: { Type: SNS, Properties: { Topic: !Ref News } } }';

  it.each(languages(pairs))('is what a subscribed function gets (%s)', async (ending, both) => {
    const functions = pair(ending, both, { TOPIC: '!Ref News' }, { events });
    expect(await callsOf('Read', functions, TOPIC)).toEqual(got('Records[].Sns.Message.key'));
  });

  it.each(
    languages({
      mjs: { send: pairs.mjs?.send ?? '', read: js.records('JSON.parse(JSON.parse(record.body).Message)') },
      py: { send: pairs.py?.send ?? '', read: python.records('json.loads(json.loads(record["body"])["Message"])') },
      go: {
        send: pairs.go?.send ?? '',
        read: golang.reads(
          'events.SQSEvent',
          `	for _, record := range event.Records {
		var notification events.SNSEntity
		json.Unmarshal([]byte(record.Body), &notification)
		var message Message
		json.Unmarshal([]byte(notification.Message), &message)
		read(ctx, message)
	}`,
        ),
      },
      java: {
        send: pairs.java?.send ?? '',
        read: java.reads('SQSEvent', java.records('SQSEvent.SQSMessage', 'mapper.readTree(record.getBody()).get("Message").asText()')),
      },
    }),
  )('stands in an envelope in a queue (%s)', async (ending, both) => {
    const functions = pair(ending, both, { TOPIC: '!Ref News' }, { from: 'Jobs' });
    expect(await callsOf('Read', functions, topicToQueue(false))).toEqual(got('Records[].body.Message.key'));
  });

  it('stands alone in a queue that asks for that', async () => {
    const both = { send: pairs.mjs?.send ?? '', read: js.records('JSON.parse(record.body)') };
    const functions = pair('mjs', both, { TOPIC: '!Ref News' }, { from: 'Jobs' });
    expect(await callsOf('Read', functions, topicToQueue(true))).toEqual(got('Records[].body.key'));
  });

  it('is the part of its kind of subscriber, where it has one for each', async () => {
    const send = `import { SNS } from '@aws-sdk/client-sns';
export const handler = async () => {
  const Message = JSON.stringify({ default: 'news', lambda: JSON.stringify({ bucket: process.env.STORE, key: 'k' }) });
  await new SNS({}).publish({ TopicArn: process.env.TOPIC, MessageStructure: 'json', Message });
};`;
    const functions = pair('mjs', { send, read: pairs.mjs?.read ?? '' }, { TOPIC: '!Ref News' }, { events });
    expect(await callsOf('Read', functions, TOPIC)).toEqual(['s3 GetObject {Bucket: ${Store}, Key: k}']);
  });
});

describe('what a function puts on a bus', () => {
  const rule = (pattern: string): string => `{ Made: { Type: EventBridgeRule, Properties: { Pattern: ${pattern} } } }`;
  const pairs: Readonly<Record<string, Pair>> = {
    mjs: {
      send: js.event(`{ Source: 'shop', DetailType: 'made', Detail: JSON.stringify(${MESSAGE}) }`),
      read: js.reads('await read(event.detail);'),
    },
    py: {
      send: python.sends('bus.put_events(Entries=[{"Source": "shop", "DetailType": "made", "Detail": json.dumps(message)}])'),
      read: python.reads('    read(event["detail"])'),
    },
    go: {
      send: golang.sends(
        '_, err = eventbridge.NewFromConfig(cfg).PutEvents(ctx, &eventbridge.PutEventsInput{Entries: []ebtypes.PutEventsRequestEntry{{Source: aws.String("shop"), DetailType: aws.String("made"), Detail: aws.String(string(body))}}})',
      ),
      read: golang.reads('events.CloudWatchEvent', '\tvar message Message\n\tjson.Unmarshal(event.Detail, &message)\n\tread(ctx, message)'),
    },
    java: {
      send: java.sends(
        'EventBridgeClient.create().putEvents(PutEventsRequest.builder().entries(PutEventsRequestEntry.builder().source("shop").detailType("made").detail(body).build()).build());',
      ),
      read: java.reads(
        'Map<String, Object>',
        'Message message = mapper.convertValue(event.get("detail"), Message.class); read(message.getBucket(), message.getKey());',
      ),
    },
  };
  it.each(languages(pairs))('is what a function behind a rule gets (%s)', async (ending, both) => {
    const functions = pair(ending, both, {}, { events: rule('{ source: [shop], detail-type: [made] }') });
    expect(await callsOf('Read', functions, STORE)).toEqual(got('detail.key'));
  });

  it('does not pass a rule that asks for something else', async () => {
    const given = async (pattern: string): Promise<string | undefined> =>
      (await callsOf('Read', pair('mjs', pairs.mjs as Pair, {}, { events: rule(pattern) }), STORE))[0];
    const open = 's3 GetObject {Bucket: ${event.detail.bucket}, Key: ${event.detail.key}}';
    expect(await given('{ source: [stock] }')).toBe(open);
    expect(await given('{ source: [shop], detail-type: [sold] }')).toBe(open);
    expect(await given('{ source: [shop], detail: { state: [new] } }')).toBe(open);
    expect(await given('{ source: [{ prefix: sh }], detail: { key: [a, b] } }')).toBe('s3 GetObject {Bucket: ${Store}, Key: a | b}');
  });

  it('reaches rules of its own bus alone', async () => {
    const events = '{ Made: { Type: EventBridgeRule, Properties: { EventBusName: !Ref Shop, Pattern: { source: [shop] } } } }';
    const resources = `${STORE}  Shop: { Type: AWS::Events::EventBus, Properties: { Name: shop } }\n`;
    const own = pair('mjs', pairs.mjs as Pair, {}, { events });
    expect((await callsOf('Read', own, resources))[0]).toContain('Bucket: ${event.detail.bucket}');
    const send = js.event(`{ EventBusName: process.env.BUS, Source: 'shop', Detail: JSON.stringify(${MESSAGE}) }`);
    const both = pair('mjs', { send, read: pairs.mjs?.read ?? '' }, { BUS: '!GetAtt Shop.Arn' }, { events });
    expect(await callsOf('Read', both, resources)).toEqual(got('detail.key'));
  });
});

describe('what a function invokes another one with', () => {
  it.each(
    languages({
      mjs: { send: js.invoke(`JSON.stringify(${MESSAGE})`), read: js.reads('await read(event);') },
      py: {
        send: python.sends('target.invoke(FunctionName=os.environ["TARGET"], Payload=json.dumps(message).encode())'),
        read: python.reads('    read(event)'),
      },
      go: {
        send: golang.sends(
          '_, err = invoke.NewFromConfig(cfg).Invoke(ctx, &invoke.InvokeInput{FunctionName: aws.String(os.Getenv("TARGET")), Payload: body})',
        ),
        read: golang.reads('Message', '\tread(ctx, event)'),
      },
      java: {
        send: java.sends(
          'LambdaClient.create().invoke(InvokeRequest.builder().functionName(System.getenv("TARGET")).payload(SdkBytes.fromUtf8String(body)).build());',
        ),
        read: java.reads('Map<String, String>', 'read(event.get("bucket"), event.get("key"));'),
      },
    }),
  )('is its event (%s)', async (ending, both) => {
    expect(await callsOf('Read', pair(ending, both, { TARGET: '!Ref Read' }, {}), STORE)).toEqual(got('key'));
  });
});

describe('a message that is not all known', () => {
  const Send: Fn = { file: 'send.mjs', code: js.queue(`JSON.stringify(${MESSAGE})`), env: { QUEUE: '!Ref Jobs', STORE: '!Ref Store' } };
  const Read: Fn = { file: 'read.mjs', code: js.records('JSON.parse(record.body)'), from: 'Jobs' };
  const both = '${Store} | ${event.Records[].body.bucket}';
  const bucket = async (functions: Readonly<Record<string, Fn>>, resources: string): Promise<string | undefined> => {
    const [call = ''] = await callsOf('Read', { Send, Read, ...functions }, resources);
    return /Bucket: (.*), Key/.exec(call)?.[1]?.split(' | ').sort().join(' | ');
  };

  it('keeps the field where another function sends something else', async () => {
    const more = (code: string, env = Send.env): Fn => ({ file: 'more.mjs', code, ...(env ? { env } : {}) });
    expect(await bucket({}, QUEUE)).toBe('${Store}');
    expect(await bucket({ More: more(js.queue('JSON.stringify({ bucket: event.bucket })')) }, QUEUE)).toBe(both);
    expect(await bucket({ More: more(js.queue('JSON.stringify(event)')) }, QUEUE)).toBe(both);
    expect(await bucket({ More: more(js.queue('event.text')) }, QUEUE)).toBe(both);
    // to a queue that only its event names
    expect(await bucket({ More: more(js.queue('event.text').replace('process.env.QUEUE', 'event.queue'), {}) }, QUEUE)).toBe(both);
    // what has no such field says nothing of it
    expect(await bucket({ More: more(js.queue('JSON.stringify({ done: true })')) }, QUEUE)).toBe('${Store}');
    expect(await bucket({ More: more(js.queue('JSON.stringify({ bucket: "docs" })')) }, QUEUE)).toBe('${Store} | docs');
  });

  it('keeps the field where code that could not be followed may send, of a function that is told of the queue', async () => {
    const lost = (env: Readonly<Record<string, string>>): Fn => ({
      file: 'more.mjs',
      code: "import { run } from './missing.mjs';\nexport const handler = (event) => run(event);",
      env,
    });
    expect(await bucket({ More: lost({ QUEUE: '!Ref Jobs' }) }, QUEUE)).toBe(both);
    expect(await bucket({ More: lost({}) }, QUEUE)).toBe('${Store}');
    const ruby: Fn = { file: 'more.rb', code: 'def handler(event:, context:) end', env: { QUEUE: '!Ref Jobs' } };
    expect(await bucket({ More: ruby }, QUEUE)).toBe(both);
  });

  it('keeps the field where the template shows another sender', async () => {
    const policy = (principal: string, condition = ''): string =>
      `${QUEUE}  Policy:\n    Type: AWS::SQS::QueuePolicy\n    Properties: { Queues: [!Ref Jobs], PolicyDocument: { Statement: [{ Effect: Allow, Principal: ${principal}, Action: 'sqs:SendMessage', Resource: '*'${condition} }] } }\n`;
    expect(await bucket({}, policy("'*'"))).toBe(both);
    expect(await bucket({}, policy("{ AWS: 'arn:aws:iam::111122223333:root' }"))).toBe(both);
    expect(await bucket({}, policy('{ Service: iot.amazonaws.com }'))).toBe(both);
    expect(await bucket({}, policy('{ Service: [s3.amazonaws.com, lambda.amazonaws.com] }'))).toBe('${Store}');
    expect(await bucket({}, policy("{ AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root' }"))).toBe('${Store}');
    expect(await bucket({}, policy('{ AWS: !GetAtt SendRole.Arn }'))).toBe('${Store}');
    const api = `${QUEUE}  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Body: { uri: !Sub 'arn:aws:apigateway:x:sqs:path/1/\${Jobs.QueueName}' } } }\n`;
    expect(await bucket({}, api)).toBe(both);
    const user = `${QUEUE}  User: { Type: AWS::IAM::User, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: { Effect: Allow, Action: '*', Resource: !GetAtt Jobs.Arn } } }] } }\n`;
    expect(await bucket({}, user)).toBe(both);
    const alarm = `${QUEUE}  Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { Dimensions: [{ Name: QueueName, Value: !GetAtt Jobs.QueueName }] } }\n`;
    expect(await bucket({}, alarm)).toBe('${Store}');
  });

  it('decides nothing: what only another message would lead to is found too', async () => {
    const code = js.reads(`for (const record of event.Records) {
      const message = JSON.parse(record.body);
      if (message.kind === 'remove') await s3.deleteObject({ Bucket: message.bucket, Key: 'a' });
      else await s3.headObject({ Bucket: message.bucket ?? 'fallback', Key: 'b' });
      await { put: (m) => s3.putObject({ Bucket: m.bucket, Key: m.missing }) }[message.kind](message);
    }`);
    const send = { ...Send, code: js.queue(`JSON.stringify({ kind: 'add', ...${MESSAGE} })`) };
    expect(await callsOf('Read', { Send: send, Read: { ...Read, code } }, QUEUE)).toEqual([
      's3 DeleteObject {Bucket: ${Store}, Key: a}',
      's3 HeadObject {Bucket: ${Store} | fallback, Key: b}',
      's3 PutObject {Bucket: ${Store}, Key: ${event.Records[].body.missing}}',
    ]);
  });
});

describe('the default of a field that is sent', () => {
  const send = (ending: string): Fn =>
    ending === 'py'
      ? {
          file: 'send.py',
          code: python.sends('queue.send_message(QueueUrl=os.environ["QUEUE"], MessageBody=json.dumps(message))'),
          env: { QUEUE: '!Ref Jobs', STORE: '!Ref Store' },
        }
      : { file: 'send.mjs', code: js.queue(`JSON.stringify(${MESSAGE})`), env: { QUEUE: '!Ref Jobs', STORE: '!Ref Store' } };

  it.each([
    ['mjs', js.records("(({ bucket = 'plain' }) => ({ bucket, key: 'k' }))(JSON.parse(record.body))")],
    ['mjs', js.records("{ bucket: JSON.parse(record.body).bucket || 'plain', key: 'k' }")],
    [
      'java',
      java.reads(
        'SQSEvent',
        'for (SQSEvent.SQSMessage record : event.getRecords()) { Map<String, String> message = mapper.readValue(record.getBody(), Map.class); read(message.getOrDefault("bucket", "plain"), "k"); }',
      ),
    ],
    ['py', python.records('{"bucket": json.loads(record["body"]).get("bucket", "plain"), "key": "k"}')],
    ['py', python.records('{"bucket": json.loads(record["body"]).get("bucket") or "plain", "key": "k"}')],
  ])('is an alternative still (%s, %s)', async (ending, code) => {
    const file = ending === 'java' ? 'read/src/main/java/app/Read.java' : `read.${ending}`;
    const calls = await callsOf('Read', { Send: send(ending), Read: { file, code, from: 'Jobs' } }, QUEUE);
    expect(calls).toEqual(['s3 GetObject {Bucket: ${Store} | plain, Key: k}']);
  });
});

describe('an address that is sent', () => {
  it('is taken apart', async () => {
    const Send: Fn = {
      file: 'send.mjs',
      code: js.queue('JSON.stringify({ uri: `s3://${process.env.STORE}/in/a.json` })'),
      env: { QUEUE: '!Ref Jobs', STORE: '!Ref Store' },
    };
    const code = js.reads(`for (const record of event.Records) {
      const [, , bucket, ...keys] = JSON.parse(record.body).uri.split('/');
      await read({ bucket, key: 'k' });
    }`);
    const calls = await callsOf('Read', { Send, Read: { file: 'read.mjs', code, from: 'Jobs' } }, QUEUE);
    expect(calls).toEqual(['s3 GetObject {Bucket: ${Store}, Key: k}']);
  });
});

describe('an object that changes once it was written', () => {
  it('leaves the message what it was, and one that was read the others', async () => {
    const Send: Fn = {
      file: 'send.mjs',
      code: `import { SQS } from '@aws-sdk/client-sqs';
export const handler = async () => {
  const message = { bucket: process.env.STORE, key: 'k' };
  const Entries = [{ Id: '1', MessageBody: JSON.stringify(message) }];
  message.bucket = 'second';
  Entries.push({ Id: '2', MessageBody: JSON.stringify(message) });
  await new SQS({}).sendMessageBatch({ QueueUrl: process.env.QUEUE, Entries });
};`,
      env: { QUEUE: '!Ref Jobs', STORE: '!Ref Store' },
    };
    const code = js.reads(`for (const record of event.Records) {
      JSON.parse(record.body).bucket = 'changed';
      await read(JSON.parse(record.body));
    }`);
    const calls = await callsOf('Read', { Send, Read: { file: 'read.mjs', code, from: 'Jobs' } }, QUEUE);
    expect(calls).toEqual(['s3 GetObject {Bucket: ${Store} | second, Key: k}']);
  });
});

describe('a default for what another message may lack', () => {
  const start: Fn = { file: 'start.mjs', code: js.queue(`JSON.stringify({ bucket: 'sent' })`), env: { QUEUE: '!Ref Jobs' } };
  const buckets = async (file: string, code: string): Promise<readonly string[]> => {
    const calls = await callsOf('Receiver', { Start: start, Receiver: { file, from: 'Jobs', code } }, QUEUE);
    return calls.map((call) => /Bucket: (.*?), Key/.exec(call)?.[1] ?? call).flatMap((names) => names.split(' | '));
  };

  it('of a parameter stands beside what is sent in JavaScript', async () => {
    const use = `const save = (bucket = 'other') => put(bucket); await save(message.bucket);`;
    const code = `import { S3 } from '@aws-sdk/client-s3';
const put = (bucket) => new S3({}).putObject({ Bucket: bucket, Key: 'k' });
export const handler = async (event) => {
  const message = JSON.parse(event.Records[0].body);
  ${use}
};`;
    expect(await buckets('receiver.mjs', code)).toEqual(expect.arrayContaining(['sent', 'other']));
  });

  it.each([
    ['of a parameter that a spread dictionary fills', 'save(**message)'],
    ['that is set where there is none', "message.setdefault('bucket', 'other')\n    put(message['bucket'])"],
    ['of a data class', 'put(Message(**message).bucket)'],
  ])('%s stands beside what is sent in Python', async (_, use) => {
    const code = `import json, boto3
from dataclasses import dataclass
def put(bucket):
    boto3.client('s3').put_object(Bucket=bucket, Key='k')
def save(bucket='other', **rest):
    put(bucket)
@dataclass
class Message:
    bucket: str = 'other'
def handler(event, context):
    message = json.loads(event['Records'][0]['body'])
    ${use}
`;
    expect(await buckets('receiver.py', code)).toEqual(expect.arrayContaining(['sent', 'other']));
  });

  it('is not taken by an argument that Python is given', async () => {
    const code = `import json, boto3
def put(bucket='other'):
    boto3.client('s3').put_object(Bucket=bucket, Key='k')
def handler(event, context):
    put(json.loads(event['Records'][0]['body'])['bucket'])
`;
    const names = await buckets('receiver.py', code);
    expect(names).toContain('sent');
    expect(names).not.toContain('other');
  });

  it.each([
    ['of an optional', 'Optional.ofNullable(map.get("bucket")).orElse("other")'],
    ['for null', 'Objects.requireNonNullElse(map.get("bucket"), "other")'],
    ['that is computed for null', 'Objects.requireNonNullElseGet(map.get("bucket"), () -> "other")'],
    ['of a node', 'mapper.readTree(body).path("bucket").asText("other")'],
    ['that a field begins with', 'mapper.readValue(body, Message.class).bucket'],
    ['that an inherited field begins with', 'mapper.readValue(body, Special.class).bucket'],
  ])('%s stands beside what is sent in Java', async (_, use) => {
    const code = `package app;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.*;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
public class Receiver {
  static class Message { public String bucket = "other"; }
  static class Special extends Message { public String mode; }
  public void handleRequest(SQSEvent event) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    String body = event.getRecords().get(0).getBody();
    Map<String, String> map = mapper.readValue(body, Map.class);
    S3Client.create().putObject(r -> r.bucket(${use}).key("k"), RequestBody.empty());
  }
}`;
    expect(await buckets('receiver/Receiver.java', code)).toEqual(expect.arrayContaining(['sent', 'other']));
  });
});

describe('JSON that the code writes by hand', () => {
  it('is read like JSON that a library writes', async () => {
    const Send: Fn = {
      file: 'send.mjs',
      code: js.queue('`{ "bucket": "${process.env.STORE}", "key": "in/${event.id}.json" }`'),
      env: { QUEUE: '!Ref Jobs', STORE: '!Ref Store' },
    };
    const Read: Fn = { file: 'read.mjs', code: js.records('JSON.parse(record.body)'), from: 'Jobs' };
    expect(await callsOf('Read', { Send, Read }, QUEUE)).toEqual(got('Records[].body.key'));
  });
});

describe('functions that send to each other', () => {
  const relay = (from: string, to: string, body: string): Fn => ({
    file: `${from.toLowerCase()}.mjs`,
    code: `import { SQS } from '@aws-sdk/client-sqs';
import { S3 } from '@aws-sdk/client-s3';
export const handler = async (event) => {
  for (const record of event.Records) {
    const message = JSON.parse(record.body);
    await new S3({}).getObject({ Bucket: message.bucket, Key: 'k' });
    await new SQS({}).sendMessage({ QueueUrl: process.env.NEXT, MessageBody: ${body} });
  }
};`,
    env: { NEXT: `!Ref ${to}` },
    from,
  });
  const queues = `${STORE}  One: { Type: AWS::SQS::Queue }\n  Two: { Type: AWS::SQS::Queue }\n  Jobs: { Type: AWS::SQS::Queue }\n`;
  const start: Fn = { file: 'start.mjs', code: js.queue(`JSON.stringify(${MESSAGE})`), env: { QUEUE: '!Ref One', STORE: '!Ref Store' } };

  it('hand on what they got, whichever comes first in the template', async () => {
    const B = relay('Two', 'Jobs', 'record.body');
    const A = relay('One', 'Two', 'JSON.stringify({ ...message, seen: true })');
    const first = ['s3 GetObject {Bucket: ${Store}, Key: k}'];
    for (const functions of [
      { B, A, Start: start },
      { Start: start, A, B },
    ]) {
      expect((await callsOf('A', functions, queues)).slice(0, 1)).toEqual(first);
      expect((await callsOf('B', functions, queues)).slice(0, 1)).toEqual(first);
    }
  });

  it('in a circle get what all of the circle send', async () => {
    const A = relay('One', 'Two', 'JSON.stringify({ bucket: message.bucket })');
    const B = relay('Two', 'One', 'JSON.stringify({ bucket: message.bucket })');
    expect((await callsOf('B', { A, B, Start: start }, queues))[0]).toBe('s3 GetObject {Bucket: ${Store}, Key: k}');
  });

  it('in a circle that grows get anything in the end', async () => {
    const A = relay('One', 'Two', 'JSON.stringify({ bucket: message.bucket, before: message })');
    const B = relay('Two', 'One', 'JSON.stringify({ bucket: `${message.bucket}x`, before: message })');
    const calls = await callsOf('B', { A, B, Start: start }, queues);
    expect(calls[0]).toContain('Bucket: ');
    expect(calls.join()).toContain('${event.Records[].body.bucket}');
  });
});

describe('what an invoked function gives back', () => {
  const resources = STORE;
  const Find = { env: { STORE: '!Ref Store' } };
  const env = { TARGET: '!Ref Find' };

  it.each([
    ['mjs', 'const found = JSON.parse(Buffer.from(Payload).toString());'],
    ['mjs', 'const found = JSON.parse(new TextDecoder().decode(Payload));'],
    ['mjs', "const found = JSON.parse(Payload.transformToString('utf-8'));"],
  ])('is what the caller reads in JavaScript (%s, %s)', async (_, parse) => {
    const Read: Fn = {
      file: 'read.mjs',
      code: `import { Lambda } from '@aws-sdk/client-lambda';
${js.reads(`const { Payload } = await new Lambda({}).invoke({ FunctionName: process.env.TARGET }); ${parse} await read(found);`)}`,
      env,
    };
    const code = 'export const handler = async (event) => ({ bucket: process.env.STORE, key: `in/${event.id}.json` });';
    const calls = await callsOf('Read', { Read, Find: { ...Find, file: 'find.mjs', code } }, resources);
    expect(calls[1]).toBe('s3 GetObject {Bucket: ${Store}, Key: in/${?}.json}');
  });

  it('is what the caller reads in Python, and decides nothing', async () => {
    const Read: Fn = {
      file: 'read.py',
      code: `import json, os, boto3
s3 = boto3.client("s3")
def handler(event, context):
    answer = boto3.client("lambda").invoke(FunctionName=os.environ["TARGET"])
    found = json.loads(answer["Payload"].read())
    s3.get_object(Bucket=found["bucket"], Key="k")
    if found["state"] != "ok":
        s3.delete_object(Bucket=found["other"], Key="k")
`,
      env,
    };
    const code = 'import os\ndef handler(event, context):\n    return {"bucket": os.environ["STORE"], "state": "ok"}\n';
    expect((await callsOf('Read', { Read, Find: { ...Find, file: 'find.py', code } }, resources)).slice(1)).toEqual([
      's3 GetObject {Bucket: ${Store}, Key: k}',
      's3 DeleteObject {Bucket: ${?}, Key: k}',
    ]);
  });
});

describe('what a function puts into a stream', () => {
  const stream = `${STORE}  Feed: { Type: AWS::Kinesis::Stream }\n`;
  const events = '{ Feed: { Type: Kinesis, Properties: { Stream: !GetAtt Feed.Arn, StartingPosition: LATEST } } }';
  it.each(
    languages({
      mjs: {
        send: `import { Kinesis } from '@aws-sdk/client-kinesis';
export const handler = async (event) => {
  const Data = Buffer.from(JSON.stringify(${MESSAGE}));
  await new Kinesis({}).putRecords({ StreamARN: process.env.STREAM, Records: [{ Data, PartitionKey: 'a' }] });
};`,
        read: js.records("JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString())"),
      },
      py: {
        send: python.sends(
          'boto3.client("kinesis").put_record(StreamARN=os.environ["STREAM"], Data=json.dumps(message).encode("utf-8"), PartitionKey="a")',
        ),
        read: python
          .records('json.loads(base64.b64decode(record["kinesis"]["data"]).decode("utf-8"))')
          .replace('import json', 'import base64, json'),
      },
      go: {
        send: golang
          .sends(
            '_, err = kinesis.NewFromConfig(cfg).PutRecord(ctx, &kinesis.PutRecordInput{StreamARN: aws.String(os.Getenv("STREAM")), Data: body, PartitionKey: aws.String("a")})',
          )
          .replace('service/sqs"', 'service/kinesis"'),
        read: golang.reads('events.KinesisEvent', golang.records('record.Kinesis.Data')),
      },
    }),
  )('is the data of a record, in base64 (%s)', async (ending, both) => {
    const functions = pair(ending, both, { STREAM: '!GetAtt Feed.Arn' }, { events });
    expect(await callsOf('Read', functions, stream)).toEqual(got('Records[].kinesis.data.key'));
  });
});

describe('what a function starts a state machine with', () => {
  const machine = `${STORE}  Work:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: First
        States:
          First: { Type: Task, Resource: !GetAtt Find.Arn, ResultPath: $.found, Next: Second }
          Second: { Type: Task, Resource: !GetAtt Read.Arn, End: true }
`;
  const Start: Fn = {
    file: 'start.mjs',
    code: `import { SFN } from '@aws-sdk/client-sfn';
export const handler = async (event) => {
  const input = JSON.stringify({ bucket: process.env.STORE, kind: 'new', id: event.id });
  await new SFN({}).startExecution({ stateMachineArn: process.env.MACHINE, input });
};`,
    env: { MACHINE: '!Ref Work', STORE: '!Ref Store' },
  };
  const Find: Fn = {
    file: 'find.mjs',
    code: 'export const handler = async (event) => ({ key: `${event.id}.json`, table: process.env.STORE });',
    env: { STORE: '!Ref Store' },
  };
  const Read: Fn = {
    file: 'read.mjs',
    code: `import { S3 } from '@aws-sdk/client-s3';
export const handler = async (event) => {
  await new S3({}).getObject({ Bucket: event.bucket, Key: event.found.key });
  if (event.kind === 'old') await new S3({}).deleteObject({ Bucket: event.found.table, Key: event.id });
};`,
  };
  const calls = ['s3 GetObject {Bucket: ${Store}, Key: ${?}.json}', 's3 DeleteObject {Bucket: ${Store}, Key: ${event.id}}'];

  it('reaches the functions of its states, with what earlier ones gave back, and decides nothing', async () => {
    expect(await callsOf('Read', { Read, Find, Start }, machine)).toEqual(calls);
    expect(await callsOf('Read', { Start, Find, Read }, machine)).toEqual(calls);
  });

  it.each(['event.body', 'JSON.stringify({ job: JSON.parse(event.body) })'])('may be data of any kind: %s', async (input) => {
    const body = `await new SFN({}).startExecution({ stateMachineArn: process.env.MACHINE, input: ${input} });`;
    const code = `import { SFN } from '@aws-sdk/client-sfn';\nexport const handler = async (event) => { ${body} };`;
    const read = `import { S3 } from '@aws-sdk/client-s3';
export const handler = async (event) => {
  const { id } = event.job ?? event;
  await new S3({}).getObject({ Bucket: 'b', Key: \`in/\${id}\` });
};`;
    const [only, ...others] = await callsOf('Read', { Read: { ...Read, code: read }, Find, Start: { ...Start, code } }, machine);
    expect(others).toEqual([]);
    expect(only).toMatch(/Key: in\/\$\{/);
    expect(only).not.toMatch(/undefined/);
  });

  it('is not all where something else may start it too', async () => {
    const api = `${machine}  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Body: { machine: !Ref Work } } }\n`;
    expect((await callsOf('Read', { Start, Find, Read }, api))[0]).toMatch(/Bucket: (?=.*\$\{event\.bucket\})(?=.*\$\{Store\})/);
  });
});

describe('a function that a state machine asks until something is done', () => {
  const ask = (states: string): string => `${STORE}  Work:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: First
        States:
          First: { Type: Task, Resource: !GetAtt Begin.Arn, Next: Ask }
${states}
          Done: { Type: Choice, Choices: [{ Variable: $.job.state, StringEquals: DONE, Next: Last }], Default: Wait }
          Wait: { Type: Wait, Seconds: 5, Next: Ask }
          Last: { Type: Task, Resource: !GetAtt Read.Arn, End: true }
`;
  const Start: Fn = {
    file: 'start.py',
    code: `import boto3, json, os
def handler(event, context):
    boto3.client("stepfunctions").start_execution(stateMachineArn=os.environ["MACHINE"], input=json.dumps({"id": event["id"]}))
`,
    env: { MACHINE: '!Ref Work' },
  };
  const Begin: Fn = {
    file: 'begin.py',
    code: 'import os\ndef handler(event, context):\n    event["job"] = {"bucket": os.environ["STORE"]}\n    return event\n',
    env: { STORE: '!Ref Store' },
  };
  const Poll: Fn = { file: 'poll.py', code: 'def handler(event, context):\n    event["job"]["state"] = state()\n    return event\n' };
  const Read: Fn = {
    file: 'read.py',
    code: 'import boto3\ndef handler(event, context):\n    boto3.client("s3").get_object(Bucket=event["job"]["bucket"], Key="k")\n',
  };

  it.each([
    ['by its ARN', '          Ask: { Type: Task, Resource: !GetAtt Poll.Arn, Next: Done }'],
    [
      'by an integration',
      `          Ask:
            Type: Task
            Resource: arn:aws:states:::lambda:invoke
            Parameters: { FunctionName: !Ref Poll, Payload.$: $ }
            OutputPath: $.Payload
            Next: Done`,
    ],
  ])('hands on what it is given, %s', async (_, states) => {
    const functions = { Start, Begin, Poll, Read };
    expect(await callsOf('Read', functions, ask(states))).toEqual(['s3 GetObject {Bucket: ${Store}, Key: k}']);
    // whichever comes first in the template
    expect(await callsOf('Read', { Read, Poll, Begin, Start }, ask(states))).toEqual(['s3 GetObject {Bucket: ${Store}, Key: k}']);
  });
});
