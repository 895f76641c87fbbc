import { describe, expect, it } from 'vitest';
import { appOf, show, showTrigger } from '../../../test/template-text.ts';
import type { App } from '../../model/app.ts';
import { displayText } from '../../model/text.ts';

const HEADER = 'Transform: AWS::Serverless-2016-10-31\n';
const P = 'arn:${AWS::Partition}';
const HERE = '${AWS::Region}:${AWS::AccountId}';

const RESOURCES = `
  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: in}}
  Topic: {Type: 'AWS::SNS::Topic'}
  Queue: {Type: 'AWS::SQS::Queue'}
  Stream: {Type: 'AWS::Kinesis::Stream'}
  Consumer: {Type: 'AWS::Kinesis::StreamConsumer', Properties: {StreamARN: !GetAtt Stream.Arn}}
  Table: {Type: 'AWS::DynamoDB::Table'}
  Logs: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: /app}}
  Pool: {Type: 'AWS::Cognito::UserPool'}
  Rest: {Type: 'AWS::Serverless::Api', Properties: {StageName: v1}}
`;

/** A function with one event. */
function withEvent(event: string, more = ''): App {
  return appOf(
    `${HEADER}Resources:${RESOURCES}  F: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, Handler: index.handler, Runtime: nodejs20.x, Events: {E: ${event}}${more}}}\n`,
  );
}

describe('events of a SAM function', () => {
  it.each([
    [
      "{Type: S3, Properties: {Bucket: !Ref Bucket, Events: ['s3:ObjectCreated:*'], Filter: {S3Key: {Rules: [{Name: suffix, Value: .jpg}]}}}}",
      { kind: 's3', bucket: 'in', bucketArn: `${P}:s3:::in`, events: ['s3:ObjectCreated:*'], suffix: '.jpg' },
    ],
    ['{Type: SNS, Properties: {Topic: !Ref Topic}}', { kind: 'sns', topicArn: `${P}:sns:${HERE}:\${Topic}` }],
    ['{Type: SNS, Properties: {Topic: !Ref Topic, SqsSubscription: true}}', { kind: 'sqs', queueArn: `${P}:sqs:${HERE}:\${FEQueue}` }],
    [
      '{Type: SNS, Properties: {Topic: !Ref Topic, SqsSubscription: {QueueArn: !GetAtt Queue.Arn, QueueUrl: !Ref Queue}}}',
      { kind: 'sqs', queueArn: `${P}:sqs:${HERE}:\${Queue}` },
    ],
    ['{Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}', { kind: 'sqs', queueArn: `${P}:sqs:${HERE}:\${Queue}` }],
    [
      '{Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, StartingPosition: LATEST}}',
      { kind: 'kinesis', streamArn: `${P}:kinesis:${HERE}:stream/\${Stream}` },
    ],
    [
      '{Type: Kinesis, Properties: {Stream: !GetAtt Consumer.ConsumerARN}}',
      { kind: 'kinesis', streamArn: '${Consumer.StreamARN}', consumerArn: '${Consumer.ConsumerARN}' },
    ],
    [
      '{Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn}}',
      { kind: 'dynamodb', streamArn: '${Table.StreamArn}', tableArn: `${P}:dynamodb:${HERE}:table/\${Table}` },
    ],
    [
      '{Type: MSK, Properties: {Stream: !Ref Queue, Topics: [t]}}',
      { kind: 'stream', service: 'msk', sourceArn: 'https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${Queue}' },
    ],
    ['{Type: SelfManagedKafka, Properties: {Topics: [t]}}', { kind: 'stream', service: 'kafka' }],
    ["{Type: MQ, Properties: {Broker: 'arn:b', Queues: [q]}}", { kind: 'stream', service: 'mq', sourceArn: 'arn:b' }],
    ["{Type: DocumentDB, Properties: {Cluster: 'arn:c'}}", { kind: 'stream', service: 'documentdb', sourceArn: 'arn:c' }],
    [
      '{Type: Api, Properties: {Path: "/a/{id}/", Method: get}}',
      {
        kind: 'api',
        api: 'rest',
        part: 'route',
        executeApiArn: `${P}:execute-api:${HERE}:\${ServerlessRestApi}/*/GET/a/*`,
        method: 'GET',
        route: '/a/*',
      },
    ],
    [
      '{Type: Api, Properties: {Path: /, Method: any, RestApiId: !Ref Rest}}',
      { kind: 'api', api: 'rest', part: 'route', executeApiArn: `${P}:execute-api:${HERE}:\${Rest}/*/*/`, method: '*', route: '/' },
    ],
    [
      '{Type: Api, Properties: {Path: /p, Method: POST, RestApiId: Rest}}',
      { kind: 'api', api: 'rest', part: 'route', executeApiArn: `${P}:execute-api:${HERE}:\${Rest}/*/POST/p`, method: 'POST', route: '/p' },
    ],
    [
      '{Type: HttpApi, Properties: {Path: "/{proxy+}", Method: GET}}',
      {
        kind: 'api',
        api: 'http',
        part: 'route',
        executeApiArn: `${P}:execute-api:${HERE}:\${ServerlessHttpApi}/*/GET/*`,
        method: 'GET',
        route: '/*',
      },
    ],
    [
      '{Type: HttpApi}',
      { kind: 'api', api: 'http', part: 'route', executeApiArn: `${P}:execute-api:${HERE}:\${ServerlessHttpApi}/*/*`, method: '*' },
    ],
    [
      '{Type: Schedule, Properties: {Schedule: rate(1 day), Input: \'{"a": [1]}\'}}',
      { kind: 'rule', ruleArn: `${P}:events:${HERE}:rule/\${FE}`, schedule: true, input: { a: [1] } },
    ],
    [
      '{Type: EventBridgeRule, Properties: {Pattern: {source: [x]}, EventBusName: b, RuleName: r}}',
      { kind: 'rule', ruleArn: `${P}:events:${HERE}:rule/b/r`, pattern: { source: ['x'] } },
    ],
    [
      '{Type: CloudWatchEvent, Properties: {Pattern: {source: [x]}}}',
      { kind: 'rule', ruleArn: `${P}:events:${HERE}:rule/\${FE}`, pattern: { source: ['x'] } },
    ],
    [
      '{Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}',
      { kind: 'role', service: 'scheduler.amazonaws.com', roleArn: `${P}:iam::\${AWS::AccountId}:role/\${FERole}` },
    ],
    [
      '{Type: CloudWatchLogs, Properties: {LogGroupName: !Ref Logs, FilterPattern: ""}}',
      { kind: 'logs', logGroupArn: `${P}:logs:${HERE}:log-group:/app:*` },
    ],
    ['{Type: IoTRule, Properties: {Sql: SELECT}}', { kind: 'iot', ruleArn: `${P}:iot:${HERE}:rule/\${FE}` }],
    ['{Type: AlexaSkill, Properties: {SkillId: s}}', { kind: 'alexa', skillId: 's' }],
    ['{Type: AlexaSkill}', { kind: 'alexa' }],
    [
      '{Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}',
      { kind: 'cognito', userPoolArn: `${P}:cognito-idp:${HERE}:userpool/\${Pool}`, trigger: 'PreSignUp' },
    ],
  ])('%s', (event, expected) => {
    const app = withEvent(event);
    expect(app.findings).toEqual([]);
    const triggers = app.functions[0]?.triggers ?? [];
    expect(triggers.map(showTrigger)).toEqual([expected]);
    expect(triggers[0]).toMatchObject({ path: 'Events.E', span: { file: 'template.yaml' } });
  });

  it('names an event type that SAM does not have, and reads on', () => {
    const app = withEvent('{Type: Foo}');
    expect(app.findings).toMatchObject([{ code: 'event-type-unknown', functionId: 'F' }]);
    expect(app.functions).toHaveLength(1);
  });

  it('invokes the alias that is published', () => {
    const app = withEvent('{Type: SNS, Properties: {Topic: !Ref Topic}}', ', AutoPublishAlias: live');
    expect(app.functions[0]?.alias).toEqual(['live']);
    expect(app.functions[0]?.triggers[0]?.qualifier).toEqual(['live']);
    expect([...(app.resources.get('FEPermission')?.references ?? [])].sort()).toEqual(['FAliaslive', 'Topic']);
  });

  it('keeps a source under its condition', () => {
    const app = appOf(
      `${HEADER}Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\nResources:${RESOURCES}  F: {Type: 'AWS::Serverless::Function', Condition: C, Properties: {InlineCode: x, Events: {E: {Type: SQS, Properties: {Queue: !If [C, !GetAtt Queue.Arn, other]}}}}}\n`,
    );
    expect(app.functions[0]?.triggers.map(showTrigger)).toEqual([{ kind: 'sqs', queueArn: `${P}:sqs:${HERE}:\${Queue}`, when: 'C' }]);
  });

  it('reads what a mapping is configured with', () => {
    const app = withEvent(
      '{Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, FilterCriteria: {Filters: [{Pattern: p}]}, KmsKeyArn: k, DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref Topic}}}}',
    );
    const mapping = app.functions[0]?.triggers[0]?.mapping;
    expect(mapping?.onFailureArn && displayText(mapping.onFailureArn)).toBe(`${P}:sns:${HERE}:\${Topic}`);
    expect(mapping?.kmsKeyArn).toEqual(['k']);
    expect(show(mapping?.filterCriteria)).toEqual({ Filters: [{ Pattern: 'p' }] });
    expect(app.functions[0]?.role.attachments.map(({ kind, path }) => [kind, path])).toContainEqual(['document', 'FRole.Policies[0]']);
  });
});

describe('what SAM generates', () => {
  const references = (app: App, id: string) => [...(app.resources.get(id)?.references ?? [])].sort();

  it('lets a user pool and an API wait for the function, and the permission for both', () => {
    const cognito = withEvent('{Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}');
    expect(references(cognito, 'Pool')).toEqual(['F']);
    expect(references(cognito, 'FCognitoPermission')).toEqual(['F', 'Pool']);
    const api = withEvent('{Type: Api, Properties: {Path: /, Method: any, RestApiId: !Ref Rest}}');
    expect(references(api, 'Rest')).toEqual(['F']);
    expect(references(api, 'FEPermissionv1')).toEqual(['F', 'Rest']);
    expect(references(api, 'Restv1Stage')).toEqual(['Rest', 'Rest.Deployment']);
  });

  it('does not let a rule or a mapping close a loop', () => {
    const rule = withEvent('{Type: Schedule, Properties: {Schedule: rate(1 day)}}');
    expect(references(rule, 'F')).toEqual(['FRole']);
    expect(references(rule, 'FE')).toEqual(['F']);
    const mapping = withEvent('{Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}');
    expect(references(mapping, 'FE')).toEqual(['F', 'Queue']);
    expect(references(mapping, 'FRole')).toEqual([]);
  });

  it('keeps the policies of a function to its role', () => {
    const app = withEvent(
      '{Type: AlexaSkill}',
      ', Policies: [{S3ReadPolicy: {BucketName: !Ref Bucket}}], Environment: {Variables: {T: !Ref Topic}}, DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn}',
    );
    expect(references(app, 'F')).toEqual(['FRole', 'Queue', 'Topic']);
    expect(references(app, 'FRole')).toEqual(['Bucket', 'Queue']);
  });

  it('makes destinations that are not given', () => {
    const app = withEvent(
      '{Type: AlexaSkill}',
      ', EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SQS}, OnFailure: {Type: Lambda, Destination: !Ref Topic}}}',
    );
    expect(app.functions[0]?.configuration.onSuccessArn?.map((part) => (typeof part === 'string' ? part : part.kind)).join('')).toContain(
      ':sqs:',
    );
    expect(app.resources.get('FEventInvokeConfigOnSuccessQueue')?.generatedBy).toBe('F');
    const documents = app.functions[0]?.role.attachments.flatMap((item) => (item.kind === 'document' ? [show(item.document)] : []));
    expect(documents).toEqual([
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: `${P}:sqs:${HERE}:\${FEventInvokeConfigOnSuccessQueue}` }],
      },
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: `${P}:sns:${HERE}:\${Topic}` }],
      },
    ]);
  });

  it('opens a URL without authentication', () => {
    const app = withEvent('{Type: AlexaSkill}', ', FunctionUrlConfig: {AuthType: NONE}');
    expect(app.functions[0]?.triggers.map(showTrigger)).toContainEqual({ kind: 'functionUrl', authType: 'NONE' });
    expect(app.resources.has('FUrlPublicPermissions')).toBe(true);
    expect(withEvent('{Type: AlexaSkill}', ', FunctionUrlConfig: {AuthType: AWS_IAM}').resources.has('FUrlPublicPermissions')).toBe(false);
  });

  it('grants through connectors, in both directions', () => {
    const app = appOf(`${HEADER}Resources:${RESOURCES}
  F: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x}, Connectors: {Save: {Properties: {Destination: {Id: Table}, Permissions: [Write]}}}}
  Call: {Type: 'AWS::Serverless::Connector', Properties: {Source: {Id: Topic}, Destination: {Id: F}, Permissions: [Write]}}
`);
    const documents = app.functions[0]?.role.attachments.flatMap((item) => (item.kind === 'document' ? [show(item.document)] : []));
    expect(documents).toMatchObject([
      { Statement: [{ Resource: [`${P}:dynamodb:${HERE}:table/\${Table}`, `${P}:dynamodb:${HERE}:table/\${Table}/index/*`] }] },
    ]);
    expect(app.functions[0]?.triggers.map(showTrigger)).toEqual([
      { kind: 'permission', principal: 'sns.amazonaws.com', action: 'lambda:InvokeFunction', sourceArn: `${P}:sns:${HERE}:\${Topic}` },
    ]);
    expect([...(app.resources.get('FSavePolicy')?.references ?? [])].sort()).toEqual(['FRole', 'Table']);
  });

  it('reads authorizers of APIs, also of the implicit one', () => {
    const app = appOf(`${HEADER}Globals: {Api: {Auth: {Authorizers: {A: {FunctionArn: !GetAtt F.Arn}}}}}
Resources:
  F: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x}}
  G: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, Events: {E: {Type: Api, Properties: {Path: /, Method: get}}}}}
  H: {Type: 'AWS::Serverless::HttpApi', Properties: {Auth: {Authorizers: {A: {FunctionArn: !GetAtt F.Arn, FunctionInvokeRole: r}}}}}
`);
    expect(app.functions[0]?.triggers.map(showTrigger)).toEqual([
      { kind: 'role', service: 'apigateway.amazonaws.com', roleArn: 'r' },
      { kind: 'api', api: 'rest', part: 'authorizer', executeApiArn: `${P}:execute-api:${HERE}:\${ServerlessRestApi}/authorizers/*` },
    ]);
    expect(references(app, 'ServerlessRestApi')).toEqual(['F', 'G']);
    expect(references(app, 'ServerlessRestApiAAuthorizerPermission')).toEqual(['F', 'ServerlessRestApi']);
  });

  it('reads routes of WebSocket APIs and hooks of deployments', () => {
    const app = appOf(`${HEADER}Resources:
  F: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, AutoPublishAlias: live, DeploymentPreference: {Hooks: {PreTraffic: !Ref Hook}}}}
  Hook: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x}}
  W: {Type: 'AWS::Serverless::WebSocketApi', Properties: {Routes: {$connect: {FunctionArn: !GetAtt F.Arn}}}}
`);
    expect(app.functions.map(({ triggers }) => triggers.map(showTrigger))).toEqual([
      [
        {
          kind: 'api',
          api: 'websocket',
          part: 'route',
          executeApiArn: `${P}:execute-api:${HERE}:\${W}/*/$connect`,
          method: '*',
          route: '$connect',
        },
      ],
      [{ kind: 'role', service: 'codedeploy.amazonaws.com' }],
    ]);
  });

  it('makes what a gradual deployment needs, once for all functions', () => {
    const deployed = (id: string, preference: string): string =>
      `  ${id}: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, AutoPublishAlias: live, DeploymentPreference: ${preference}}}\n`;
    const hook =
      "  Hook: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, Policies: [{Statement: {Effect: Allow, Action: 'codedeploy:PutLifecycleEventHookExecutionStatus', Resource: !Sub 'arn:aws:codedeploy:${AWS::Region}:${AWS::AccountId}:deploymentgroup:${ServerlessDeploymentApplication}/*'}}]}}\n";
    const app = appOf(`${HEADER}Resources:\n${deployed('F', '{Type: AllAtOnce}')}${deployed('G', '{Type: AllAtOnce, Role: r}')}${hook}`);
    expect(app.findings).toEqual([]);
    const made = [...app.resources.values()].filter(({ type }) => type.startsWith('AWS::CodeDeploy::')).map(({ id }) => id);
    expect(made).toEqual(['ServerlessDeploymentApplication', 'FDeploymentGroup', 'GDeploymentGroup']);
    expect(app.resources.has('CodeDeployServiceRole')).toBe(true);
    const off = appOf(`${HEADER}Resources:\n${deployed('F', '{Enabled: false, Type: AllAtOnce}')}`);
    expect([...off.resources.keys()].filter((id) => /Deploy/.test(id))).toEqual([]);
  });

  it('splits a GraphQL API from what it calls, so that a function may know its address', () => {
    const app = appOf(`${HEADER}Resources:
  F: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, Environment: {Variables: {URL: !GetAtt Q.GraphQLUrl}}}}
  Q: {Type: 'AWS::Serverless::GraphQLApi', Properties: {Auth: {Type: AWS_IAM}, DataSources: {Lambda: {D: {FunctionArn: !GetAtt F.Arn}}}}}
`);
    expect(references(app, 'F')).toEqual(['FRole', 'Q']);
    expect(references(app, 'Q')).toEqual([]);
    expect(references(app, 'QDLambdaDataSource')).toEqual(['F', 'Q', 'QDLambdaDataSourceRole']);
    expect(app.functions[0]?.triggers.map(showTrigger)).toEqual([{ kind: 'role', service: 'appsync.amazonaws.com' }]);
  });
});
