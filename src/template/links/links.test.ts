import { describe, expect, it } from 'vitest';
import { appOf, showTrigger } from '../../../test/template-text.ts';

const P = 'arn:${AWS::Partition}';
const HERE = '${AWS::Region}:${AWS::AccountId}';
const URI = "!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations'";

const FIXED = `
  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {ZipFile: x}, Handler: index.handler, Runtime: nodejs20.x, Role: 'arn:aws:iam::123456789012:role/r'}}
  Live: {Type: 'AWS::Lambda::Alias', Properties: {FunctionName: !Ref F, Name: live, FunctionVersion: '1'}}
  Topic: {Type: 'AWS::SNS::Topic'}
  Queue: {Type: 'AWS::SQS::Queue'}
  Table: {Type: 'AWS::DynamoDB::Table'}
  Role: {Type: 'AWS::IAM::Role', Properties: {RoleName: invoker}}
  Api: {Type: 'AWS::ApiGateway::RestApi'}
  V2: {Type: 'AWS::ApiGatewayV2::Api', Properties: {ProtocolType: HTTP}}
  Socket: {Type: 'AWS::ApiGatewayV2::Api', Properties: {ProtocolType: WEBSOCKET}}
  Bus: {Type: 'AWS::Events::EventBus', Properties: {Name: bus}}
`;
const INVOKER = `${P}:iam::\${AWS::AccountId}:role/invoker`;

const triggersOf = (resources: string, files: Record<string, string> = {}) => {
  const app = appOf(`Resources:${FIXED}${resources}\n`, files);
  expect(app.findings).toEqual([]);
  return app.functions[0]?.triggers.map(showTrigger);
};

describe('resources that invoke a function', () => {
  it.each([
    [
      'a permission',
      "  X: {Type: 'AWS::Lambda::Permission', Properties: {FunctionName: !Ref F, Action: 'lambda:InvokeFunction', Principal: sns.amazonaws.com, SourceArn: !Ref Topic}}",
      [{ kind: 'permission', principal: 'sns.amazonaws.com', action: 'lambda:InvokeFunction', sourceArn: `${P}:sns:${HERE}:\${Topic}` }],
    ],
    [
      'a permission on an alias, by an ARN that is put together',
      "  X: {Type: 'AWS::Lambda::Permission', Properties: {FunctionName: !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${F}:live', Action: 'lambda:InvokeFunction', Principal: '123456789012'}}",
      [{ kind: 'permission', principal: '123456789012', action: 'lambda:InvokeFunction', qualifier: 'live' }],
    ],
    [
      'a mapping of a queue to an alias',
      "  X: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {FunctionName: !Ref Live, EventSourceArn: !GetAtt Queue.Arn}}",
      [{ kind: 'sqs', queueArn: `${P}:sqs:${HERE}:\${Queue}`, qualifier: 'live' }],
    ],
    [
      'a mapping of a stream',
      "  X: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {FunctionName: !GetAtt F.Arn, EventSourceArn: !GetAtt Table.StreamArn}}",
      [{ kind: 'dynamodb', streamArn: '${Table.StreamArn}', tableArn: `${P}:dynamodb:${HERE}:table/\${Table}` }],
    ],
    [
      'a URL',
      "  X: {Type: 'AWS::Lambda::Url', Properties: {TargetFunctionArn: !Ref F, AuthType: NONE, InvokeMode: RESPONSE_STREAM}}",
      [{ kind: 'functionUrl', authType: 'NONE', invokeMode: 'RESPONSE_STREAM' }],
    ],
    [
      'a bucket',
      "  X: {Type: 'AWS::S3::Bucket', Properties: {BucketName: b, NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: !GetAtt F.Arn, Filter: {S3Key: {Rules: [{Name: Prefix, Value: in/}]}}}]}}}",
      [{ kind: 's3', bucket: 'b', bucketArn: `${P}:s3:::b`, events: ['s3:ObjectCreated:*'], prefix: 'in/' }],
    ],
    [
      'a subscription',
      "  X: {Type: 'AWS::SNS::Subscription', Properties: {Protocol: lambda, TopicArn: !Ref Topic, Endpoint: !GetAtt F.Arn}}",
      [{ kind: 'sns', topicArn: `${P}:sns:${HERE}:\${Topic}` }],
    ],
    [
      'a subscription inside of its topic',
      "  X: {Type: 'AWS::SNS::Topic', Properties: {TopicName: t, Subscription: [{Protocol: lambda, Endpoint: !GetAtt F.Arn}, {Protocol: sqs, Endpoint: !GetAtt F.Arn}]}}",
      [{ kind: 'sns', topicArn: `${P}:sns:${HERE}:t` }],
    ],
    [
      'a rule',
      "  X: {Type: 'AWS::Events::Rule', Properties: {Name: r, EventBusName: !Ref Bus, EventPattern: {source: [a]}, Targets: [{Id: a, Arn: !GetAtt F.Arn}]}}",
      [{ kind: 'rule', ruleArn: `${P}:events:${HERE}:rule/bus/r`, pattern: { source: ['a'] } }],
    ],
    [
      'a rule with a role',
      "  X: {Type: 'AWS::Events::Rule', Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: !GetAtt F.Arn, RoleArn: !GetAtt Role.Arn}]}}",
      [
        {
          kind: 'role',
          service: 'events.amazonaws.com',
          roleArn: INVOKER,
          input: {
            source: 'aws.events',
            'detail-type': 'Scheduled Event',
            detail: {},
            resources: [`${P}:events:${HERE}:rule/${'${X}'}`],
            '…': '…',
          },
        },
      ],
    ],
    [
      'a schedule',
      "  X: {Type: 'AWS::Scheduler::Schedule', Properties: {Target: {Arn: !GetAtt F.Arn, RoleArn: !GetAtt Role.Arn, Input: '{\"a\": 1}'}}}",
      [{ kind: 'role', service: 'scheduler.amazonaws.com', roleArn: INVOKER, input: { a: 1 } }],
    ],
    [
      'a pipe',
      "  X: {Type: 'AWS::Pipes::Pipe', Properties: {Source: !GetAtt Queue.Arn, Target: !GetAtt F.Arn, RoleArn: !GetAtt Role.Arn}}",
      [{ kind: 'role', service: 'pipes.amazonaws.com', roleArn: INVOKER, input: ['…'] }],
    ],
    [
      'a method of a REST API',
      `  Items: {Type: 'AWS::ApiGateway::Resource', Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: items}}
  Item: {Type: 'AWS::ApiGateway::Resource', Properties: {RestApiId: !Ref Api, ParentId: !Ref Items, PathPart: '{id}'}}
  X: {Type: 'AWS::ApiGateway::Method', Properties: {RestApiId: !Ref Api, ResourceId: !Ref Item, HttpMethod: GET, Integration: {Type: AWS_PROXY, Uri: ${URI}}}}`,
      [
        {
          kind: 'api',
          api: 'rest',
          part: 'route',
          executeApiArn: `${P}:execute-api:${HERE}:\${Api}/*/GET/items/*`,
          method: 'GET',
          route: '/items/*',
        },
      ],
    ],
    [
      'an authorizer of a REST API',
      `  X: {Type: 'AWS::ApiGateway::Authorizer', Properties: {RestApiId: !Ref Api, AuthorizerUri: ${URI}}}`,
      [{ kind: 'api', api: 'rest', part: 'authorizer', executeApiArn: `${P}:execute-api:${HERE}:\${Api}/authorizers/*` }],
    ],
    [
      'a route of an HTTP API',
      `  I: {Type: 'AWS::ApiGatewayV2::Integration', Properties: {ApiId: !Ref V2, IntegrationUri: !GetAtt F.Arn}}
  X: {Type: 'AWS::ApiGatewayV2::Route', Properties: {ApiId: !Ref V2, RouteKey: 'POST /a/{b}', Target: !Sub 'integrations/\${I}'}}
  Y: {Type: 'AWS::ApiGatewayV2::Route', Properties: {ApiId: !Ref V2, RouteKey: $default, Target: !Join ['/', [integrations, !Ref I]]}}`,
      [
        {
          kind: 'api',
          api: 'http',
          part: 'route',
          executeApiArn: `${P}:execute-api:${HERE}:\${V2}/*/POST/a/*`,
          method: 'POST',
          route: '/a/*',
        },
        {
          kind: 'api',
          api: 'http',
          part: 'route',
          executeApiArn: `${P}:execute-api:${HERE}:\${V2}/*/$default`,
          method: '*',
          route: '/$default',
        },
      ],
    ],
    [
      'a route of a WebSocket API',
      `  I: {Type: 'AWS::ApiGatewayV2::Integration', Properties: {ApiId: !Ref Socket, IntegrationUri: ${URI}}}
  X: {Type: 'AWS::ApiGatewayV2::Route', Properties: {ApiId: !Ref Socket, RouteKey: $connect, Target: !Sub 'integrations/\${I}'}}`,
      [
        {
          kind: 'api',
          api: 'websocket',
          part: 'route',
          executeApiArn: `${P}:execute-api:${HERE}:\${Socket}/*/$connect`,
          method: '*',
          route: '$connect',
        },
      ],
    ],
    [
      'an OpenAPI document',
      `  X: {Type: 'AWS::ApiGateway::RestApi', Properties: {Body: {paths: {'/a/{b}': {get: {x-amazon-apigateway-integration: {uri: ${URI}}}, put: {x-amazon-apigateway-integration: {uri: ${URI}, credentials: !GetAtt Role.Arn}}}}, securityDefinitions: {auth: {x-amazon-apigateway-authorizer: {authorizerUri: ${URI}}}}}}}`,
      [
        {
          kind: 'api',
          api: 'rest',
          part: 'route',
          executeApiArn: `${P}:execute-api:${HERE}:\${X}/*/GET/a/*`,
          method: 'GET',
          route: '/a/*',
        },
        { kind: 'role', service: 'apigateway.amazonaws.com', roleArn: INVOKER },
        { kind: 'api', api: 'rest', part: 'authorizer', executeApiArn: `${P}:execute-api:${HERE}:\${X}/authorizers/*` },
      ],
    ],
    [
      'a state machine, by ARN, by name and by alias',
      `  X: {Type: 'AWS::StepFunctions::StateMachine', Properties: {RoleArn: !GetAtt Role.Arn, DefinitionString: !Sub '{"States": {"A": {"Resource": "\${F.Arn}"}, "B": {"Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "\${F}:live"}}}}'}}`,
      [
        { kind: 'role', service: 'states.amazonaws.com', workflow: 'X', roleArn: INVOKER },
        { kind: 'role', service: 'states.amazonaws.com', workflow: 'X', roleArn: INVOKER, qualifier: 'live' },
      ],
    ],
    [
      'a custom resource',
      "  X: {Type: 'Custom::Seed', Properties: {ServiceToken: !GetAtt F.Arn, Table: !Ref Table}}",
      [{ kind: 'customResource', resource: 'X', type: 'Custom::Seed' }],
    ],
    [
      'a log subscription',
      "  X: {Type: 'AWS::Logs::SubscriptionFilter', Properties: {LogGroupName: /app, DestinationArn: !GetAtt F.Arn}}",
      [{ kind: 'logs', logGroupArn: `${P}:logs:${HERE}:log-group:/app:*` }],
    ],
    [
      'a user pool',
      "  X: {Type: 'AWS::Cognito::UserPool', Properties: {LambdaConfig: {PreSignUp: !GetAtt F.Arn, CustomEmailSender: {LambdaArn: !GetAtt F.Arn, LambdaVersion: V1_0}, KMSKeyID: k}}}",
      [
        { kind: 'cognito', userPoolArn: `${P}:cognito-idp:${HERE}:userpool/\${X}`, trigger: 'PreSignUp' },
        { kind: 'cognito', userPoolArn: `${P}:cognito-idp:${HERE}:userpool/\${X}`, trigger: 'CustomEmailSender' },
      ],
    ],
    [
      'a device rule',
      "  X: {Type: 'AWS::IoT::TopicRule', Properties: {RuleName: r, TopicRulePayload: {Actions: [{Lambda: {FunctionArn: !GetAtt F.Arn}}]}}}",
      [{ kind: 'iot', ruleArn: `${P}:iot:${HERE}:rule/r` }],
    ],
    [
      'a target group',
      "  X: {Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: {TargetType: lambda, Targets: [{Id: !GetAtt F.Arn}]}}",
      [{ kind: 'alb', targetGroupArn: '${X.TargetGroupArn}' }],
    ],
    [
      'another service',
      "  X: {Type: 'AWS::SecretsManager::RotationSchedule', Properties: {SecretId: 'arn:s', RotationLambdaARN: !GetAtt F.Arn}}",
      [{ kind: 'service', principal: 'secretsmanager.amazonaws.com', sourceArn: 'arn:s', input: { SecretId: 'arn:s', '…': '…' } }],
    ],
    [
      'a service with a role',
      "  X: {Type: 'AWS::AppSync::DataSource', Properties: {LambdaConfig: {LambdaFunctionArn: !GetAtt F.Arn}, ServiceRoleArn: !GetAtt Role.Arn}}",
      [{ kind: 'role', service: 'appsync.amazonaws.com', roleArn: INVOKER }],
    ],
    [
      'a function of another template',
      "  X: {Type: 'AWS::SNS::Subscription', Properties: {Protocol: lambda, TopicArn: !Ref Topic, Endpoint: 'arn:aws:lambda:us-east-1:123456789012:function:other'}}",
      [],
    ],
  ])('%s', (_what, resources, expected) => {
    expect(triggersOf(resources)).toEqual(expected);
  });

  it('reads definitions from files of the app, with their substitutions', () => {
    expect(
      triggersOf(
        "  X: {Type: 'AWS::Serverless::StateMachine', Properties: {DefinitionUri: flow.asl.json, DefinitionSubstitutions: {Fn: !GetAtt F.Arn}}}",
        {
          'flow.asl.json': '{"States": {"A": {"Type": "Task", "Resource": "${Fn}"}}}',
        },
      ),
    ).toEqual([{ kind: 'role', service: 'states.amazonaws.com', workflow: 'X', roleArn: `${P}:iam::\${AWS::AccountId}:role/\${XRole}` }]);
    expect(
      triggersOf(
        "  X: {Type: 'AWS::ApiGateway::RestApi', Properties: {Body: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: ./api.yaml}}}}}",
        {
          'api.yaml': `paths:\n  /a:\n    get:\n      x-amazon-apigateway-integration:\n        uri: ${URI}\n`,
        },
      ),
    ).toMatchObject([{ executeApiArn: `${P}:execute-api:${HERE}:\${X}/*/GET/a` }]);
  });

  it('reads a definition that is JSON only with its substitutions', () => {
    expect(
      triggersOf(
        "  X: {Type: 'AWS::Serverless::StateMachine', Properties: {Role: r, DefinitionUri: f.json, DefinitionSubstitutions: {N: 3, Wait: !Ref 'AWS::AccountId', Fn: !GetAtt F.Arn}}}",
        {
          'f.json': '{"MaxConcurrency": ${N}, "Other": ${Wait}, "States": {"A": {"Resource": "${Fn}"}}}',
        },
      ),
    ).toEqual([{ kind: 'role', service: 'states.amazonaws.com', workflow: 'X', roleArn: 'r' }]);
  });

  it('keeps the conditions of the resource, of its parts and of the function', () => {
    const app = appOf(`
Parameters: {P: {Type: String}}
Conditions: {A: !Equals [!Ref P, a], B: !Equals [!Ref P, b]}
Resources:${FIXED}
  X: {Type: 'AWS::Events::Rule', Condition: A, Properties: {Name: r, Targets: [!If [B, {Id: a, Arn: !GetAtt F.Arn}, !Ref 'AWS::NoValue']]}}
`);
    expect(app.functions[0]?.triggers).toMatchObject([
      {
        when: [
          { name: 'A', holds: true },
          { name: 'B', holds: true },
        ],
        path: 'X.Targets[0]',
      },
    ]);
  });
});
