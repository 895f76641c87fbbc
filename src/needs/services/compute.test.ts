import { describe, expect, it } from 'vitest';
import {
  app,
  attribute,
  call,
  event,
  name,
  needsFor,
  needsOf,
  parameter,
  regional,
  resource,
  SPAN,
  short,
  show,
} from '../../../test/needs/constructed.ts';
import { text } from '../../model/text.ts';

describe('lambda', () => {
  const fn = resource('Other', 'AWS::Lambda::Function', regional('lambda', 'function:', name('Other')));
  it('invokes a function by name, ARN, partial ARN, with its qualifier', () => {
    expect(needsFor('lambda', 'Invoke', { FunctionName: [name('Other')] }, app(fn))).toEqual([
      'lambda:InvokeFunction arn:aws:lambda:R:A:function:${Other}',
    ]);
    expect(needsFor('lambda', 'Invoke', { FunctionName: 'f', Qualifier: 'live' })).toEqual([
      'lambda:InvokeFunction arn:aws:lambda:R:A:function:f:live',
    ]);
    expect(needsFor('lambda', 'Invoke', { FunctionName: '111122223333:function:f' })).toEqual([
      'lambda:InvokeFunction arn:aws:lambda:R:111122223333:function:f',
    ]);
    expect(needsFor('lambda', 'InvokeWithResponseStream', { FunctionName: 'arn:aws:lambda:r:1:function:f:2' })).toEqual([
      'lambda:InvokeFunction arn:aws:lambda:r:1:function:f:2',
    ]);
    expect(needsFor('lambda', 'Invoke', { FunctionName: [parameter('FunctionArn')] })).toEqual(['lambda:InvokeFunction ${FunctionArn}']);
    expect(needsFor('lambda', 'Invoke', { FunctionName: [event('name')] })).toEqual([
      'lambda:InvokeFunction arn:aws:lambda:R:A:function:* (unresolved)',
    ]);
  });

  it('passes the role of a new function', () => {
    expect(
      needsFor('lambda', 'CreateFunction', { FunctionName: 'f', Role: 'arn:aws:iam::1:role/r', Layers: ['arn:aws:lambda:r:1:layer:l:1'] }),
    ).toEqual([
      'lambda:CreateFunction arn:aws:lambda:R:A:function:f',
      'iam:PassRole arn:aws:iam::1:role/r StringEquals(iam:PassedToService=lambda.amazonaws.com)',
      'lambda:GetLayerVersion arn:aws:lambda:r:1:layer:l:1',
    ]);
    expect(needsFor('lambda', 'UpdateFunctionCode', { FunctionName: 'f' })).toEqual([
      'lambda:UpdateFunctionCode arn:aws:lambda:R:A:function:f',
    ]);
    expect(needsFor('lambda', 'ListFunctions', {})).toEqual(['lambda:ListFunctions *']);
  });
});

describe('step functions', () => {
  const machine = resource('Flow', 'AWS::Serverless::StateMachine', regional('states', 'stateMachine:', name('Flow')), {
    EncryptionConfiguration: { KmsKeyId: 'arn:aws:kms:r:1:key/k' },
  });
  it('starts machines and answers tasks', () => {
    expect(needsFor('sfn', 'StartExecution', { stateMachineArn: machine.arn ?? [] }, app(machine))).toEqual([
      'states:StartExecution arn:aws:states:R:A:stateMachine:${Flow}',
    ]);
    expect(needsFor('sfn', 'StartSyncExecution', { stateMachineArn: machine.arn ?? [] }, app(machine))).toHaveLength(2);
    expect(needsFor('sfn', 'SendTaskSuccess', { taskToken: [event('token')], output: '{}' })).toEqual(['states:SendTaskSuccess *']);
  });

  it('reads an execution by its ARN', () => {
    expect(needsFor('sfn', 'DescribeExecution', { executionArn: 'arn:aws:states:r:1:execution:m:e' })).toEqual([
      'states:DescribeExecution arn:aws:states:r:1:execution:m:e',
    ]);
    expect(needsFor('sfn', 'StopExecution', { executionArn: [event('arn')] })).toEqual([
      'states:StopExecution arn:aws:states:R:A:execution:* (unresolved)',
    ]);
  });
});

describe('secrets manager', () => {
  it('adds the six characters to a name, and takes ARNs as they are', () => {
    const get = (SecretId: Parameters<typeof needsFor>[2][string], within = app()) =>
      needsFor('secrets-manager', 'GetSecretValue', { SecretId }, within);
    expect(get('db')).toEqual(['secretsmanager:GetSecretValue arn:aws:secretsmanager:R:A:secret:db-??????']);
    expect(get(['app/', event('t')])).toEqual(['secretsmanager:GetSecretValue arn:aws:secretsmanager:R:A:secret:app/*-?????? (pattern)']);
    expect(get('arn:aws:secretsmanager:r:1:secret:db-AbCdEf')).toEqual([
      'secretsmanager:GetSecretValue arn:aws:secretsmanager:r:1:secret:db-AbCdEf',
    ]);
    expect(get('arn:aws:secretsmanager:r:1:secret:db')).toEqual([
      'secretsmanager:GetSecretValue arn:aws:secretsmanager:r:1:secret:db-??????',
    ]);
    const secret = resource(
      'Secret',
      'AWS::SecretsManager::Secret',
      [attribute('Secret', 'Id')],
      { KmsKeyId: 'arn:aws:kms:r:1:key/k' },
      text('db'),
    );
    expect(get('db', app(secret))[0]).toBe('secretsmanager:GetSecretValue ${Secret.Id}');
    expect(get([attribute('Secret', 'Id')], app(secret))[1]).toBe(
      'kms:Decrypt arn:aws:kms:r:1:key/k StringEquals(kms:ViaService=secretsmanager.R.amazonaws.com)',
    );
  });

  it('reads many secrets by the single action', () => {
    expect(needsFor('secrets-manager', 'BatchGetSecretValue', { SecretIdList: ['a', 'b'] })).toEqual([
      'secretsmanager:BatchGetSecretValue *',
      'secretsmanager:GetSecretValue arn:aws:secretsmanager:R:A:secret:a-??????',
      'secretsmanager:GetSecretValue arn:aws:secretsmanager:R:A:secret:b-??????',
    ]);
  });
});

describe('ssm', () => {
  const get = (Name: Parameters<typeof needsFor>[2][string], within = app()) => needsFor('ssm', 'GetParameter', { Name }, within);
  it('does not double the slash of a path', () => {
    expect(get('/app/db')).toEqual(['ssm:GetParameter arn:aws:ssm:R:A:parameter/app/db']);
    expect(get('plain')).toEqual(['ssm:GetParameter arn:aws:ssm:R:A:parameter/plain']);
    expect(get('plain:3')).toEqual(['ssm:GetParameter arn:aws:ssm:R:A:parameter/plain']);
    expect(get(['/app/', event('t')])).toEqual(['ssm:GetParameter arn:aws:ssm:R:A:parameter/app/* (pattern)']);
  });

  it('covers both spellings where deployment decides', () => {
    expect(get([parameter('Name')])).toEqual([
      'ssm:GetParameter arn:aws:ssm:R:A:parameter/${Name}',
      'ssm:GetParameter arn:aws:ssm:R:A:parameter${Name}',
    ]);
    const within = (more: object) => ({ ...app(), parameters: new Map([['Name', { name: 'Name', type: 'String', span: SPAN, ...more }]]) });
    expect(get([parameter('Name')], within({ allowedValues: ['/a', '/b'] }))).toEqual([
      'ssm:GetParameter arn:aws:ssm:R:A:parameter${Name}',
    ]);
    const { needs, unresolved } = needsOf([call('ssm', 'GetParameter', { Name: [parameter('Name')] })], within({ default: 'Example' }));
    expect(show(needs).map(short)).toEqual(['ssm:GetParameter arn:aws:ssm:R:A:parameter/${Name}']);
    expect(unresolved).toMatchObject([{ actions: ['ssm:GetParameter'], why: expect.stringContaining('its default') }]);
  });

  it('reads lists and paths, and offers the key of a SecureString', () => {
    expect(needsFor('ssm', 'GetParameters', { Names: ['/a', '/b'] })).toHaveLength(2);
    expect(needsFor('ssm', 'GetParametersByPath', { Path: '/app/prod' })).toEqual([
      'ssm:GetParametersByPath arn:aws:ssm:R:A:parameter/app/prod',
    ]);
    const { offers } = needsOf([call('ssm', 'GetParameter', { Name: '/a', WithDecryption: true })]);
    expect(offers).toMatchObject([{ action: 'kms:Decrypt' }]);
    expect(needsOf([call('ssm', 'GetParameter', { Name: '/a' })]).offers).toEqual([]);
  });

  it('encrypts a SecureString under its key', () => {
    expect(needsFor('ssm', 'PutParameter', { Name: '/a', Value: 'x', Type: 'SecureString', KeyId: 'arn:aws:kms:r:1:key/k' })[1]).toBe(
      'kms:Encrypt arn:aws:kms:r:1:key/k StringEquals(kms:ViaService=ssm.R.amazonaws.com)',
    );
    expect(needsFor('ssm', 'PutParameter', { Name: '/a', Value: 'x', Type: 'String' })).toHaveLength(1);
  });
});

describe('kms and sts', () => {
  it('follows an alias of the template to its key, and binds any other by condition', () => {
    const within = app(
      resource('Key', 'AWS::KMS::Key', regional('kms', 'key/', name('Key')), {}, undefined),
      resource('Alias', 'AWS::KMS::Alias', regional('kms', 'alias/app'), { TargetKeyId: [name('Key')] }, text('alias/app')),
    );
    expect(needsFor('kms', 'Encrypt', { KeyId: 'alias/app' }, within)).toEqual(['kms:Encrypt arn:aws:kms:R:A:key/${Key}']);
    expect(needsFor('kms', 'Encrypt', { KeyId: 'alias/other' })).toEqual([
      'kms:Encrypt arn:aws:kms:R:A:key/* (pattern) StringEquals(kms:RequestAlias=alias/other)',
    ]);
    expect(needsFor('kms', 'GenerateDataKey', { KeyId: '1234' })).toEqual(['kms:GenerateDataKey arn:aws:kms:R:A:key/1234']);
    expect(needsFor('kms', 'Decrypt', { CiphertextBlob: 'x' })).toEqual(['kms:Decrypt arn:aws:kms:R:A:key/* (unresolved)']);
    expect(needsFor('kms', 'ReEncrypt', { SourceKeyId: 'a', DestinationKeyId: 'b' })).toEqual([
      'kms:ReEncryptFrom arn:aws:kms:R:A:key/a',
      'kms:ReEncryptTo arn:aws:kms:R:A:key/b',
    ]);
  });

  it('assumes a role, with tags by a second action, and asks nothing for the own identity', () => {
    expect(needsFor('sts', 'AssumeRole', { RoleArn: 'arn:aws:iam::1:role/r', Tags: [{ Key: 'a' }] })).toEqual([
      'sts:AssumeRole arn:aws:iam::1:role/r',
      'sts:TagSession arn:aws:iam::1:role/r',
    ]);
    expect(needsFor('sts', 'GetCallerIdentity', {})).toEqual([]);
  });
});

describe('cloudwatch and logs', () => {
  it('puts metrics on everything, and offers the namespace', () => {
    const { needs, offers } = needsOf([call('cloudwatch', 'PutMetricData', { Namespace: 'Shop', MetricData: [] })]);
    expect(show(needs)).toEqual(['cloudwatch:PutMetricData *']);
    expect(offers[0]?.condition).toEqual({ StringEquals: { 'cloudwatch:namespace': [['Shop']] } });
    expect(needsFor('cloudwatch', 'PutMetricAlarm', { AlarmName: 'a' })).toEqual([
      'cloudwatch:PutMetricAlarm arn:aws:cloudwatch:R:A:alarm:a',
    ]);
  });

  it('names groups with an asterisk behind, streams by their own ARN', () => {
    expect(needsFor('cloudwatch-logs', 'FilterLogEvents', { logGroupName: '/g' })).toEqual([
      'logs:FilterLogEvents arn:aws:logs:R:A:log-group:/g:*',
    ]);
    expect(needsFor('cloudwatch-logs', 'FilterLogEvents', { logGroupIdentifier: 'arn:aws:logs:r:1:log-group:/g:*' })).toEqual([
      'logs:FilterLogEvents arn:aws:logs:r:1:log-group:/g:*',
    ]);
    expect(needsFor('cloudwatch-logs', 'PutLogEvents', { logGroupName: '/g', logStreamName: [event('s')] })).toEqual([
      'logs:PutLogEvents arn:aws:logs:R:A:log-group:/g:log-stream:* (pattern)',
    ]);
    expect(needsFor('cloudwatch-logs', 'StartQuery', { logGroupNames: ['/a', '/b'], queryString: 'q' })).toHaveLength(2);
    expect(needsFor('cloudwatch-logs', 'PutRetentionPolicy', { logGroupName: '/g' })).toEqual([
      'logs:PutRetentionPolicy arn:aws:logs:R:A:log-group:/g:*',
    ]);
  });
});

describe('api gateway management and iot', () => {
  it('reads API and stage from the endpoint', () => {
    const post = (endpoint?: ReturnType<typeof text>) =>
      show(
        needsOf([call('apigatewaymanagementapi', 'PostToConnection', { ConnectionId: [event('id')] }, endpoint ? { endpoint } : {})]).needs,
      ).map(short);
    expect(post(text('https://', name('Api'), '.execute-api.eu-west-1.amazonaws.com/', parameter('Stage')))).toEqual([
      'execute-api:ManageConnections arn:aws:execute-api:R:A:${Api}/${Stage}/POST/@connections/* (pattern)',
    ]);
    expect(post()).toEqual(['execute-api:ManageConnections arn:aws:execute-api:R:A:*/*/POST/@connections/* (unresolved)']);
  });

  it('publishes to a topic, retained by a second action', () => {
    expect(needsFor('iot-data-plane', 'Publish', { topic: ['devices/', event('id'), '/state'], retain: true })).toEqual([
      'iot:Publish arn:aws:iot:R:A:topic/devices/*/state (pattern)',
      'iot:RetainPublish arn:aws:iot:R:A:topic/devices/*/state (pattern)',
    ]);
    expect(needsFor('iot-data-plane', 'UpdateThingShadow', { thingName: 't' })).toEqual(['iot:UpdateThingShadow arn:aws:iot:R:A:thing/t']);
  });
});

describe('bedrock runtime', () => {
  const model = 'anthropic.claude-3-haiku-20240307-v1:0';
  it('invokes a foundation model', () => {
    expect(needsFor('bedrock-runtime', 'InvokeModel', { modelId: model })).toEqual([
      `bedrock:InvokeModel arn:aws:bedrock:R::foundation-model/${model}`,
    ]);
    expect(needsFor('bedrock-runtime', 'ConverseStream', { modelId: model })).toEqual([
      `bedrock:InvokeModelWithResponseStream arn:aws:bedrock:R::foundation-model/${model}`,
    ]);
  });

  it('needs the profile and the models behind it', () => {
    const condition = (id: string) => `StringEquals(bedrock:InferenceProfileArn=arn:aws:bedrock:R:A:inference-profile/${id})`;
    expect(needsFor('bedrock-runtime', 'Converse', { modelId: `us.${model}` })).toEqual([
      `bedrock:InvokeModel arn:aws:bedrock:R:A:inference-profile/us.${model}`,
      `bedrock:InvokeModel arn:aws:bedrock:*::foundation-model/${model} (pattern) ${condition(`us.${model}`)}`,
    ]);
    expect(needsFor('bedrock-runtime', 'InvokeModel', { modelId: `global.${model}` })).toEqual([
      `bedrock:InvokeModel arn:aws:bedrock:R:A:inference-profile/global.${model}`,
      `bedrock:InvokeModel arn:aws:bedrock:R::foundation-model/${model} ${condition(`global.${model}`)}`,
      `bedrock:InvokeModel arn:aws:bedrock:::foundation-model/${model} ${condition(`global.${model}`)}`,
    ]);
  });

  it('takes ARNs of every kind, and says what a parameter leaves open', () => {
    expect(needsFor('bedrock-runtime', 'InvokeModel', { modelId: 'arn:aws:bedrock:r:1:provisioned-model/p' })).toEqual([
      'bedrock:InvokeModel arn:aws:bedrock:r:1:provisioned-model/p',
    ]);
    expect(needsFor('bedrock-runtime', 'InvokeModel', { modelId: 'arn:aws:bedrock:r:1:application-inference-profile/p' })).toHaveLength(2);
    const { needs, unresolved } = needsOf([call('bedrock-runtime', 'InvokeModel', { modelId: [parameter('Model')] })]);
    expect(show(needs).map(short)).toEqual(['bedrock:InvokeModel arn:aws:bedrock:R::foundation-model/${Model}']);
    expect(unresolved).toHaveLength(1);
  });

  it('applies a guardrail that is given', () => {
    expect(needsFor('bedrock-runtime', 'Converse', { modelId: model, guardrailConfig: { guardrailIdentifier: 'g' } })[1]).toBe(
      'bedrock:ApplyGuardrail arn:aws:bedrock:R:A:guardrail/g',
    );
  });
});

describe('rds-data', () => {
  it('reads the secret of the connection', () => {
    expect(
      needsFor('rds-data', 'ExecuteStatement', {
        resourceArn: 'arn:aws:rds:r:1:cluster:c',
        secretArn: 'arn:aws:secretsmanager:r:1:secret:s-AbCdEf',
      }),
    ).toEqual([
      'rds-data:ExecuteStatement arn:aws:rds:r:1:cluster:c',
      'secretsmanager:GetSecretValue arn:aws:secretsmanager:r:1:secret:s-AbCdEf',
    ]);
  });
});
