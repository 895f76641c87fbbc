import { describe, expect, it } from 'vitest';
import { callsOfTemplate, reading } from '../../test/support/whole-app.ts';

const calls = (bucket: string, key: string, resources: string): Promise<readonly string[]> =>
  callsOfTemplate(`Resources:${reading(bucket, key)}${resources}`);
const got = (bucket: string, key: string): readonly string[] => [`s3 GetObject {Bucket: ${bucket}, Key: ${key}}`];
const ROLE = 'arn:aws:iam::123456789012:role/r';
const TABLE = "  Table: {Type: 'AWS::DynamoDB::Table', Properties: {StreamSpecification: {StreamViewType: KEYS_ONLY}}}\n";
const mapping = (source: string): string =>
  `  X: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {FunctionName: !Ref F, EventSourceArn: ${source}}}\n`;

describe('the event of a stream', () => {
  it('names the table', async () => {
    const resources = `${TABLE}${mapping('!GetAtt Table.StreamArn')}`;
    const arn = 'event.Records[0].eventSourceARN';
    expect(await calls(`${arn}.split(':')[5].split('/')[1]`, `event.Records[0].eventName`, resources)).toEqual(
      got('${Table}', '${event.Records[].eventName}'),
    );
  });

  it('names the stream, and its consumer where one reads', async () => {
    const stream = "  Stream: {Type: 'AWS::Kinesis::Stream', Properties: {Name: clicks}}\n";
    expect(
      await calls(
        "event.Records[0].eventSourceARN.split('/')[1]",
        'event.Records[0].awsRegion',
        `${stream}${mapping('!GetAtt Stream.Arn')}`,
      ),
    ).toEqual(got('clicks', '${AWS::Region}'));
  });

  it('names the broker', async () => {
    const broker = "  Broker: {Type: 'AWS::AmazonMQ::Broker', Properties: {BrokerName: b}}\n";
    expect(await calls("'b'", 'event.eventSourceArn', `${broker}${mapping('!GetAtt Broker.Arn')}`)).toEqual(got('b', '${Broker.Arn}'));
  });
});

describe('the event of a user pool', () => {
  it('names the pool and the kind of its source', async () => {
    const pool = "  Pool: {Type: 'AWS::Cognito::UserPool', Properties: {LambdaConfig: {PreTokenGeneration: !GetAtt F.Arn}}}\n";
    expect(await calls('event.userPoolId', 'event.triggerSource', pool)).toEqual(got('${Pool}', 'TokenGeneration_${event.triggerSource}'));
  });
});

describe('the event of a custom resource', () => {
  const custom =
    "  Bucket: {Type: 'AWS::S3::Bucket'}\n  Seed: {Type: 'Custom::Seed', Properties: {ServiceToken: !GetAtt F.Arn, To: {Bucket: !Ref Bucket}, Number: 7}}\n";

  it('holds its properties, numbers as texts', async () => {
    expect(await calls('event.ResourceProperties.To.Bucket', 'event.ResourceProperties.Number.padStart(1)', custom)).toHaveLength(1);
    expect(
      await calls('event.ResourceProperties.To.Bucket', "event.ResourceProperties.Number === '7' ? 'seven' : 'other'", custom),
    ).toEqual(got('${Bucket}', 'seven'));
  });

  it('names the resource, its type and the stack', async () => {
    expect(await calls('event.LogicalResourceId', '`${event.ResourceType}/${event.StackId}`', custom)).toEqual(
      got('Seed', 'Custom::Seed/${AWS::StackId}'),
    );
    expect(await calls('event.OldResourceProperties.To.Bucket', "'k'", custom)).toEqual(
      got('${event.OldResourceProperties.To.Bucket}', 'k'),
    );
  });
});

describe('the event of a rule', () => {
  const rule = (more: string, target = ''): string =>
    `  Bucket: {Type: 'AWS::S3::Bucket'}\n  X: {Type: 'AWS::Events::Rule', Properties: {Name: r, ${more}, Targets: [{Id: a, Arn: !GetAtt F.Arn${target}}]}}\n`;
  const PATTERN = 'EventPattern: {source: [aws.s3], detail: {bucket: {name: [!Ref Bucket]}}}';

  it('is the part that the target asks for', async () => {
    expect(await calls('event.bucket.name', 'event.object.key', rule(PATTERN, ', InputPath: $.detail'))).toEqual(
      got('${Bucket}', '${event.object.key}'),
    );
  });

  it('is what a template makes of it', async () => {
    const transformer = `, InputTransformer: {InputPathsMap: {b: $.detail.bucket.name, k: $.detail.object.key}, InputTemplate: '{"from": <b>, "key": "in/<k>"}'}`;
    expect(await calls('event.from', 'event.key', rule(PATTERN, transformer))).toEqual(got('${Bucket}', 'in/${?}'));
    expect(await calls('event.detail', "'k'", rule(PATTERN, transformer))).toEqual(['s3 GetObject {Key: k}']);
  });

  it('says of a schedule that it is one, and by which rule', async () => {
    expect(await calls('event.source', 'event.resources[0]', rule('ScheduleExpression: rate(1 hour)'))).toEqual(
      got('aws.events', 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/r'),
    );
  });

  it('comes from the buckets that send events to EventBridge, where the pattern names none', async () => {
    const sending = (enabled: boolean): string =>
      `  Inbox: {Type: 'AWS::S3::Bucket', Properties: {NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: ${enabled}}}}}\n`;
    const any = rule('EventPattern: {source: [aws.s3], detail: {object: {key: [{prefix: in/}]}}}');
    const key = 'event.detail.object.key';
    expect(await calls('event.detail.bucket.name', key, `${any}${sending(true)}`)).toEqual(got('${Inbox}', '${event.detail.object.key}'));
    expect(await calls('event.detail.bucket.name', key, `${any}${sending(false)}`)).toEqual(
      got('${event.detail.bucket.name}', '${event.detail.object.key}'),
    );
    expect(await calls('event.detail.bucket.name', key, `${rule(PATTERN)}${sending(true)}`)).toEqual(
      got('${Bucket}', '${event.detail.object.key}'),
    );
    const others = rule('EventPattern: {source: [aws.s3, shop]}');
    expect(await calls('event.detail.bucket.name', key, `${others}${sending(true)}`)).toEqual(
      got('${event.detail.bucket.name}', '${event.detail.object.key}'),
    );
  });

  it('comes from them through a queue as well', async () => {
    const queued = `  Inbox: {Type: 'AWS::S3::Bucket', Properties: {NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: true}}}}
  Queue: {Type: 'AWS::SQS::Queue'}
  X: {Type: 'AWS::Events::Rule', Properties: {EventPattern: {source: [aws.s3]}, Targets: [{Id: a, Arn: !GetAtt Queue.Arn}]}}
  Y: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {FunctionName: !Ref F, EventSourceArn: !GetAtt Queue.Arn}}
`;
    const body = 'JSON.parse(event.Records[0].body)';
    expect(await calls(`${body}.detail.bucket.name`, `${body}.detail.object.key`, queued)).toEqual(
      got('${Inbox}', '${event.Records[].body.detail.object.key}'),
    );
  });

  it('is delivered with a role of the target as well', async () => {
    expect(await calls('event.detail.bucket.name', "'k'", rule(PATTERN, `, RoleArn: ${ROLE}`))).toEqual(got('${Bucket}', 'k'));
  });
});

describe('the batch of a pipe', () => {
  const pipe = (more: string): string =>
    `  Queue: {Type: 'AWS::SQS::Queue', Properties: {QueueName: q}}\n  X: {Type: 'AWS::Pipes::Pipe', Properties: {RoleArn: ${ROLE}, Source: !GetAtt Queue.Arn, Target: !GetAtt F.Arn${more}}}\n`;

  it('holds records of the source', async () => {
    expect(await calls("event[0].eventSourceARN.split(':')[5]", 'event[0].body', pipe(''))).toEqual(got('q', '${event.[].body}'));
  });

  it('holds what a template makes of each', async () => {
    const template = `, TargetParameters: {InputTemplate: '{"bucket": "docs", "key": <$.body.key>, "path": "in/<$.messageId>"}'}`;
    expect(await calls('event[0].bucket', 'event[0].path', pipe(template))).toEqual(got('docs', 'in/${?}'));
    expect(await calls('event[0].bucket', 'event[0].key', pipe(template))).toEqual(got('docs', '${event.[].key}'));
  });

  it('is what an enrichment gives back', async () => {
    const other = `, Enrichment: arn:aws:lambda:eu-west-1:123456789012:function:other`;
    expect(await calls('event.eventSourceARN', "'k'", pipe(other))).toEqual(got('${event.eventSourceARN}', 'k'));
  });
});

describe('what a function gets as the destination of another one', () => {
  it('is an envelope with the event of that one', async () => {
    const resources = `
  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: docs, NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: !GetAtt G.Arn}]}}}
  G: {Type: 'AWS::Lambda::Function', Properties: {Code: {ZipFile: x}, Handler: index.handler, Runtime: nodejs22.x, Role: ${ROLE}, FunctionName: first}}
  X: {Type: 'AWS::Lambda::EventInvokeConfig', Properties: {FunctionName: !Ref G, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: !GetAtt F.Arn}}}}
`;
    expect(
      await calls('event.requestPayload.Records[0].s3.bucket.name', "event.requestContext.functionArn.split(':')[6]", resources),
    ).toEqual(got('docs', 'first'));
  });

  it('comes to an end where functions are destinations of each other', async () => {
    const resources = `
  X: {Type: 'AWS::Lambda::EventInvokeConfig', Properties: {FunctionName: !Ref F, Qualifier: $LATEST, DestinationConfig: {OnSuccess: {Destination: !GetAtt F.Arn}}}}
`;
    expect(await calls('event.responsePayload.bucket', "'k'", resources)).toEqual(got('${event.responsePayload.bucket}', 'k'));
  });
});

describe('mail that a receipt rule stores', () => {
  const rule = (action: string, more = ''): string => `
  Mail: {Type: 'AWS::S3::Bucket'}
  Topic: {Type: 'AWS::SNS::Topic'}
  X: {Type: 'AWS::SNS::Subscription', Properties: {TopicArn: !Ref Topic, Protocol: lambda, Endpoint: !GetAtt F.Arn}}
  Rule: {Type: 'AWS::SES::ReceiptRule', Properties: {RuleSetName: r, Rule: {Actions: [${action}]}}}
  Allow: {Type: 'AWS::SNS::TopicPolicy', Properties: {Topics: [!Ref Topic], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ses.amazonaws.com}, Action: 'sns:Publish', Resource: !Ref Topic}]}}}
${more}`;
  const message = 'JSON.parse(event.Records[0].Sns.Message)';

  it('is where its notification says', async () => {
    const stored = rule('{S3Action: {BucketName: !Ref Mail, ObjectKeyPrefix: in/, TopicArn: !Ref Topic}}');
    const { bucket, key } = { bucket: `${message}.receipt.action.bucketName`, key: `${message}.receipt.action.objectKey` };
    expect(await calls(bucket, key, stored)).toEqual(got('${Mail}', 'in/${event.Records[].Sns.Message.mail.messageId}'));
    expect(await calls(bucket, `${message}.mail.messageId`, stored)).toEqual(
      got('${Mail}', '${event.Records[].Sns.Message.mail.messageId}'),
    );
  });

  it('is not told by the notification of another action', async () => {
    const bucket = `${message}.receipt.action.bucketName`;
    const noted = rule('{S3Action: {BucketName: !Ref Mail}}, {SNSAction: {TopicArn: !Ref Topic}}');
    expect(await calls(bucket, "'k'", noted)).toEqual(got('${event.Records[].Sns.Message.receipt.action.bucketName}', 'k'));
  });
});

describe('the events of other services', () => {
  it.each([
    [
      'rotation names the secret',
      "  Secret: {Type: 'AWS::SecretsManager::Secret'}\n  X: {Type: 'AWS::SecretsManager::RotationSchedule', Properties: {SecretId: !Ref Secret, RotationLambdaARN: !GetAtt F.Arn}}\n",
      'event.SecretId',
      'event.Step',
      got('${Secret.Id}', '${event.Step}'),
    ],
    [
      'a rule of Config hands its parameters over as JSON',
      "  X: {Type: 'AWS::Config::ConfigRule', Properties: {ConfigRuleName: c, InputParameters: {bucket: docs}, Source: {Owner: CUSTOM_LAMBDA, SourceIdentifier: !GetAtt F.Arn}}}\n",
      'JSON.parse(event.ruleParameters).bucket',
      'event.configRuleName',
      got('docs', 'c'),
    ],
    [
      'a pipeline hands over its parameters and the bucket of its artifacts',
      `  Bucket: {Type: 'AWS::S3::Bucket'}
  X: {Type: 'AWS::CodePipeline::Pipeline', Properties: {RoleArn: ${ROLE}, ArtifactStore: {Type: S3, Location: !Ref Bucket}, Stages: [{Name: s, Actions: [{Name: a, Configuration: {FunctionName: !Ref F, UserParameters: '{"key": "k"}'}}]}]}}
`,
      "event['CodePipeline.job'].data.inputArtifacts[0].location.s3Location.bucketName",
      "JSON.parse(event['CodePipeline.job'].data.actionConfiguration.configuration.UserParameters).key",
      got('${Bucket}', 'k'),
    ],
    [
      'an alarm names itself',
      "  X: {Type: 'AWS::CloudWatch::Alarm', Properties: {AlarmName: high, AlarmActions: [!GetAtt F.Arn]}}\n",
      'event.alarmData.alarmName',
      'event.alarmArn',
      got('high', 'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:high'),
    ],
    [
      'a repository names itself, with the data of the trigger',
      "  X: {Type: 'AWS::CodeCommit::Repository', Properties: {RepositoryName: code, Triggers: [{Name: t, CustomData: docs, DestinationArn: !GetAtt F.Arn, Events: [all]}]}}\n",
      'event.Records[0].customData',
      "event.Records[0].eventSourceARN.split(':')[5]",
      got('docs', 'code'),
    ],
    [
      'a workflow of Transfer Family names itself',
      "  X: {Type: 'AWS::Transfer::Workflow', Properties: {Steps: [{Type: CUSTOM, CustomStepDetails: {Target: !GetAtt F.Arn}}]}}\n",
      'event.serviceMetadata.executionDetails.workflowId',
      'event.fileLocation.key',
      got('${X}', '${event.fileLocation.key}'),
    ],
    [
      'an access point of S3 Object Lambda names the one behind it',
      `  X: {Type: 'AWS::S3ObjectLambda::AccessPoint', Properties: {Name: o, ObjectLambdaConfiguration: {SupportingAccessPoint: 'arn:aws:s3:eu-west-1:123456789012:accesspoint/p', TransformationConfigurations: [{Actions: [GetObject], ContentTransformation: {AwsLambda: {FunctionArn: !GetAtt F.Arn}}}]}}}\n`,
      'event.configuration.supportingAccessPointArn',
      "'k'",
      got('arn:aws:s3:eu-west-1:123456789012:accesspoint/p', 'k'),
    ],
    [
      'a load balancer names the target group',
      "  X: {Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: {TargetType: lambda, Targets: [{Id: !GetAtt F.Arn}]}}\n",
      "'b'",
      'event.requestContext.elb.targetGroupArn',
      got('b', '${X.TargetGroupArn}'),
    ],
    [
      'a contact flow names its instance',
      "  X: {Type: 'AWS::Connect::IntegrationAssociation', Properties: {InstanceId: 'arn:aws:connect:eu-west-1:123456789012:instance/i', IntegrationType: LAMBDA_FUNCTION, IntegrationArn: !GetAtt F.Arn}}\n",
      "event.Details.ContactData.InstanceARN.split('/')[1]",
      'event.Details.Parameters.key',
      got('i', '${event.Details.Parameters.key}'),
    ],
    [
      'a bot names itself',
      "  X: {Type: 'AWS::Lex::BotAlias', Properties: {BotId: ABC, BotAliasName: live, BotAliasLocaleSettings: [{LocaleId: en_US, BotAliasLocaleSetting: {Enabled: true, CodeHookSpecification: {LambdaCodeHook: {CodeHookInterfaceVersion: '1.0', LambdaArn: !GetAtt F.Arn}}}}]}}\n",
      'event.bot.id',
      'event.sessionId',
      got('ABC', '${event.sessionId}'),
    ],
    [
      'a receipt rule of SES tells who delivers',
      "  X: {Type: 'AWS::SES::ReceiptRule', Properties: {RuleSetName: r, Rule: {Actions: [{LambdaAction: {FunctionArn: !GetAtt F.Arn}}]}}}\n",
      "event.Records[0].eventSource === 'aws:ses' ? 'docs' : 'other'",
      '`in/${event.Records[0].ses.mail.messageId}`',
      got('docs', 'in/${event.Records[].ses.mail.messageId}'),
    ],
    [
      'a rule of IoT hands over what its query names',
      "  X: {Type: 'AWS::IoT::TopicRule', Properties: {RuleName: r, TopicRulePayload: {Sql: !Sub \"SELECT *, 'docs, all' AS kind, topic(2) AS device, topic(1) as area, concat('a', ',') AS x FROM '${AWS::Region}/+/data'\", Actions: [{Lambda: {FunctionArn: !GetAtt F.Arn}}]}}}\n",
      '`${event.kind}-${event.area}`',
      '`${event.device}/${event.x}`',
      got('docs, all-${AWS::Region}', '${event.device}/${event.x}'),
    ],
    [
      'a rule of IoT on one topic names it',
      "  X: {Type: 'AWS::IoT::TopicRule', Properties: {RuleName: r, TopicRulePayload: {Sql: \"SELECT topic() AS topic, topic(2) AS place FROM 'plant/docs'\", Actions: [{Lambda: {FunctionArn: !GetAtt F.Arn}}]}}}\n",
      'event.place',
      'event.topic',
      got('docs', 'plant/docs'),
    ],
    [
      'what a rule of IoT could not do comes in another shape',
      "  X: {Type: 'AWS::IoT::TopicRule', Properties: {RuleName: r, TopicRulePayload: {Sql: \"SELECT 'docs' AS kind FROM 'a'\", Actions: [], ErrorAction: {Lambda: {FunctionArn: !GetAtt F.Arn}}}}}\n",
      'event.kind',
      "'k'",
      got('${event.kind}', 'k'),
    ],
    [
      'a delivery stream names itself',
      "  X: {Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: {DeliveryStreamName: d, ExtendedS3DestinationConfiguration: {ProcessingConfiguration: {Processors: [{Type: Lambda, Parameters: [{ParameterName: LambdaArn, ParameterValue: !GetAtt F.Arn}]}]}}}}\n",
      "'b'",
      "event.deliveryStreamArn.split('/')[1]",
      got('b', 'd'),
    ],
  ])('%s', async (_what, resources, bucket, key, expected) => {
    expect(await calls(bucket, key, resources)).toEqual(expected);
  });
});
