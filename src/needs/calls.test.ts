import { describe, expect, it } from 'vitest';
import {
  app,
  bucketArn,
  call,
  choice,
  direct,
  event,
  map,
  name,
  needsFor,
  needsOf,
  parameter,
  regional,
  resource,
  SPAN,
  short,
  show,
  unknown,
} from '../../test/needs/constructed.ts';
import { displayText, text } from '../model/text.ts';

const table = resource('Orders', 'AWS::DynamoDB::Table', regional('dynamodb', 'table/', name('Orders')));

describe('needs of calls', () => {
  it('joins the origins of one permission', () => {
    const later = { span: { ...SPAN, line: 9 } };
    const { needs } = needsOf([call('dynamodb', 'GetItem', { TableName: 't' }), call('dynamodb', 'GetItem', { TableName: 't' }, later)]);
    expect(needs).toHaveLength(1);
    expect(needs[0]?.origins.map((o) => [o.line, o.operation, o.via])).toEqual([
      [1, 'GetItem', ['handler']],
      [9, 'GetItem', ['handler']],
    ]);
  });

  it('needs each of the alternatives, under its condition', () => {
    expect(show(needsOf([call('dynamodb', 'GetItem', { TableName: choice('a', 'b') })]).needs)).toHaveLength(2);
    const input = map({
      TableName: {
        datum: {
          kind: 'choice',
          options: [
            { when: [{ name: 'IsProd', holds: true }], value: { kind: 'text', text: ['prod'] } },
            { when: [{ name: 'IsProd', holds: false }], value: { kind: 'text', text: ['test'] } },
          ],
        },
      },
    });
    const { needs } = needsOf([{ ...call('dynamodb', 'GetItem', {}), input, when: [{ name: 'IsProd', holds: true }] }]);
    expect(needs.map((n) => [short(displayText(n.resource)), n.when])).toEqual([
      ['arn:aws:dynamodb:R:A:table/prod', [{ name: 'IsProd', holds: true }]],
    ]);
  });

  it('takes a permission that always holds for one under a condition too', () => {
    const when = [{ name: 'IsProd', holds: true }];
    const { needs } = needsOf([call('dynamodb', 'GetItem', { TableName: 't' }, { when }), call('dynamodb', 'GetItem', { TableName: 't' })]);
    expect(needs.map((n) => n.when)).toEqual([[]]);
  });

  it('grants the narrowest sound resource in place of an unknown one, and says why', () => {
    const { needs, unresolved } = needsOf([call('dynamodb', 'Query', { TableName: unknown('the configuration file'), IndexName: 'i' })]);
    expect(show(needs).map(short)).toEqual(['dynamodb:Query arn:aws:dynamodb:R:A:table/*/index/i (unresolved)']);
    expect(unresolved).toEqual([
      {
        ...SPAN,
        what: 'the resource of Query',
        why: 'it depends on the configuration file',
        fallback: 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*/index/i',
        operation: 'Query',
        actions: ['dynamodb:Query'],
      },
    ]);
  });

  it('names what a run-time value of the environment is', () => {
    const hole = { kind: 'environment', name: 'TABLE', chars: 'any' } as const;
    expect(needsOf([call('dynamodb', 'GetItem', { TableName: [hole] })]).unresolved[0]?.why).toBe(
      'it depends on the environment variable TABLE, which the template does not set',
    );
  });

  it('keeps what a client of a known type calls', () => {
    const { needs, unresolved } = needsOf([
      { ...call('s3', 'GetObject', {}), input: { kind: 'map', entries: [], open: true }, byType: 'the parameter "s3" is an S3Client' },
    ]);
    expect(show(needs).map(short)).toEqual(['s3:GetObject arn:aws:s3:::*/* (unresolved)']);
    expect(unresolved.every((u) => u.why.startsWith('only the type of the client is known'))).toBe(true);
  });

  it('says that an operation is chosen at run time, or is not known', () => {
    const { needs, unresolved } = needsOf([call('s3', undefined, {}), call('s3', 'Teleport', {})]);
    expect(needs).toEqual([]);
    expect(unresolved.map((u) => u.what)).toEqual(['an operation of the client s3', 's3 Teleport']);
    expect(unresolved.every((u) => u.actions === undefined && u.fallback === 'none')).toBe(true);
  });

  it('needs nothing for calls that IAM does not authorise, or that others sign', () => {
    expect(needsOf([call('cognito-identity-provider', 'SignUp', {})])).toMatchObject({ needs: [], unresolved: [] });
    const credentials = { kind: 'foreign', reason: 'the access key is written in the code', span: SPAN } as const;
    const get = call('s3', 'GetObject', { Bucket: 'b', Key: 'k' }, { credentials });
    expect(needsOf([get, get])).toMatchObject({
      needs: [],
      unresolved: [],
      assumes: [],
      // said once, where a reader would look for the permission
      findings: [
        {
          code: 'foreign-credentials',
          severity: 'info',
          message:
            "GetObject is not called as the function's role, so that nothing is granted for it: the access key is written in the code",
          span: SPAN,
          functionId: 'Fn',
        },
      ],
    });
    expect(needsOf([call('s3', 'ListBuckets', {})]).findings).toEqual([]);
  });

  it('needs nothing for a server on the same machine', () => {
    const at = (endpoint: string) => needsOf([call('dynamodb', 'GetItem', { TableName: 't' }, { endpoint: [endpoint] })]).needs;
    expect(at('http://localhost:8000')).toEqual([]);
    expect(at('http://host.docker.internal:8000')).toEqual([]);
    expect(at('https://localhost.example.com')).toHaveLength(1);
  });

  it('offers a condition only when every call of the action on the resource allows it', () => {
    const put = (Source: string | Parameters<typeof event>[0], line: number, constant = true) =>
      call('eventbridge', 'PutEvents', { Entries: [{ Source: constant ? Source : [event(Source)] }] }, { span: { ...SPAN, line } });
    const both = needsOf([put('shop', 1), put('billing', 2)]).offers;
    expect(both).toHaveLength(1);
    expect(both[0]?.condition).toEqual({ 'ForAllValues:StringEquals': { 'events:source': [['shop'], ['billing']] } });
    expect(both[0]?.origins).toHaveLength(2);
    expect(needsOf([put('shop', 1), put('source', 2, false)]).offers).toEqual([]);
  });

  it('puts what an assumed role does under that role', () => {
    const role = text('arn:aws:iam::111122223333:role/reader');
    const credentials = { kind: 'assumed', role: { kind: 'text', text: role }, span: SPAN } as const;
    const { needs, assumes } = needsOf([
      call('sts', 'AssumeRole', { RoleArn: role }),
      call('s3', 'GetObject', { Bucket: 'b', Key: 'k' }, { credentials }),
      call('s3', 'GetObject', { Bucket: [event('b')], Key: 'k' }, { credentials }),
    ]);
    expect(needs.map((n) => n.action)).toEqual(['sts:AssumeRole']);
    expect(assumes).toHaveLength(1);
    expect(assumes[0]?.role).toEqual(role);
    expect(assumes[0]?.needs).toHaveLength(2);
    expect(assumes[0]?.unresolved).toHaveLength(1);
    const lost = needsOf([], app(), { direct: [{ ...direct('dsql:DbConnect', { hostname: 'x.dsql.r.on.aws' }), credentials }] });
    expect(lost.assumes[0]?.needs.map((n) => n.action)).toEqual(['dsql:DbConnect']);
  });

  it('takes a lost call with a known operation for a call with an unknown input', () => {
    const lost = [
      { what: 'a', why: 'b', span: SPAN, via: [], client: 'dynamodb', operation: 'PutItem' },
      { what: 'import ./missing', why: 'the file does not exist', span: SPAN, via: [] },
    ];
    const { needs, unresolved } = needsOf([], app(table), { lost });
    expect(show(needs).map(short)).toEqual(['dynamodb:PutItem arn:aws:dynamodb:R:A:table/* (unresolved)']);
    expect(unresolved.map((u) => u.what)).toEqual(['the resource of PutItem', 'import ./missing']);
  });

  it('says that a client set to a region is taken to reach the template', () => {
    const declared = resource('Named', 'AWS::DynamoDB::Table', regional('dynamodb', 'table/named'), {}, text('named'));
    const { needs, unresolved } = needsOf([call('dynamodb', 'GetItem', { TableName: 'named' }, { region: ['us-east-1'] })], app(declared));
    expect(needs.map((n) => n.certainty)).toEqual(['exact']);
    expect(unresolved[0]?.why).toContain('us-east-1');
  });

  it('takes a parameter that holds an ARN for one, whatever it is called', () => {
    expect(show(needsOf([call('sfn', 'StartExecution', { stateMachineArn: [parameter('Workflow')] })]).needs)).toEqual([
      'states:StartExecution ${Workflow}',
    ]);
  });

  it('asks for the keys of every table that a pattern may touch', () => {
    const encrypted = resource('Secret', 'AWS::DynamoDB::Table', regional('dynamodb', 'table/', name('Secret')), {
      SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'arn:aws:kms:r:1:key/k' },
    });
    const { needs } = needsOf([call('dynamodb', 'GetItem', { TableName: [event('t')] })], app(encrypted));
    expect(needs.map((n) => [n.action, n.kind])).toEqual([
      ['dynamodb:GetItem', 'code'],
      ['kms:Decrypt', 'encryption'],
    ]);
    expect(needsOf([call('dynamodb', 'GetItem', { TableName: 'other' })], app(encrypted)).needs).toHaveLength(1);
    expect(needsOf([call('dynamodb', 'DescribeTable', { TableName: [name('Secret')] })], app(encrypted)).needs).toHaveLength(1);
  });

  it('hands over the role of the alternative that has one, and no other', () => {
    const role = choice('arn:aws:iam::1:role/r', null);
    const { needs } = needsOf([call('lambda', 'UpdateFunctionConfiguration', { FunctionName: 'f', Role: role })]);
    expect(show(needs).map(short)).toEqual([
      'lambda:UpdateFunctionConfiguration arn:aws:lambda:R:A:function:f',
      'iam:PassRole arn:aws:iam::1:role/r StringEquals(iam:PassedToService=lambda.amazonaws.com)',
    ]);
  });

  it('describes services by the catalog where no rows do', () => {
    const of = (client: string, operation: string, input: Parameters<typeof call>[2]) =>
      show(needsOf([call(client, operation, input)]).needs).map(short);
    expect(of('translate', 'TranslateText', { Text: 'x', SourceLanguageCode: 'en' })).toEqual(['translate:TranslateText *']);
    expect(of('translate', 'TranslateText', { Text: 'x', SourceLanguageCode: 'auto' })).toContain('comprehend:DetectDominantLanguage *');
    expect(of('cognito-identity-provider', 'AdminGetUser', { UserPoolId: [name('Pool')] })).toEqual([
      'cognito-idp:AdminGetUser arn:aws:cognito-idp:R:A:userpool/${Pool}',
    ]);
    expect(of('ec2', 'StartInstances', { InstanceIds: ['i-1', 'i-2'] })).toEqual([
      'ec2:StartInstances arn:aws:ec2:R:A:instance/i-1',
      'ec2:StartInstances arn:aws:ec2:R:A:instance/i-2',
    ]);
    expect(of('rds', 'DescribeDBInstances', {})).toEqual(['rds:DescribeDBInstances *']);
    expect(of('emr-serverless', 'StartJobRun', { applicationId: 'a', executionRoleArn: 'arn:aws:iam::1:role/r' })).toContain(
      'iam:PassRole arn:aws:iam::1:role/r StringEquals(iam:PassedToService=emr-serverless.amazonaws.com)',
    );
    expect(of('sagemaker-runtime', 'InvokeEndpoint', { EndpointName: [event('e')] })).toEqual([
      'sagemaker:InvokeEndpoint arn:aws:sagemaker:R:A:endpoint/* (unresolved)',
    ]);
  });

  it("names what lies below a template's resource, not the resource itself", () => {
    const pinpoint = resource('Pinpoint', 'AWS::Pinpoint::App', regional('mobiletargeting', 'apps/', name('Pinpoint')));
    expect(needsFor('pinpoint', 'SendMessages', { ApplicationId: [name('Pinpoint')] }, app(pinpoint))).toEqual([
      'mobiletargeting:SendMessages arn:aws:mobiletargeting:R:A:apps/${Pinpoint}/messages',
    ]);
    expect(needsFor('pinpoint', 'GetApp', { ApplicationId: [name('Pinpoint')] }, app(pinpoint))).toEqual([
      'mobiletargeting:GetApp arn:aws:mobiletargeting:R:A:apps/${Pinpoint}',
    ]);
  });

  it('takes the verbs of API Gateway for its actions', () => {
    const of = (operation: string, input: Parameters<typeof call>[2]) =>
      show(needsOf([call('api-gateway', operation, input)]).needs).map(short);
    expect(of('GetUsagePlans', {})).toEqual(['apigateway:GET arn:aws:apigateway:R::/usageplans']);
    expect(of('CreateApiKey', {})).toEqual(['apigateway:POST arn:aws:apigateway:R::/apikeys']);
    expect(of('FlushStageCache', { restApiId: [name('Api')], stageName: 'prod' })).toEqual([
      'apigateway:DELETE arn:aws:apigateway:R::/restapis/${Api}/stages/prod/cache/data',
    ]);
    expect(of('UpdateUsagePlan', { usagePlanId: [event('plan')] })).toEqual([
      'apigateway:PATCH arn:aws:apigateway:R::/usageplans/* (unresolved)',
    ]);
  });

  it('reads in the name of the caller', () => {
    const of = (client: string, operation: string, input: Parameters<typeof call>[2], within = app()) =>
      show(needsOf([call(client, operation, input)], within).needs).map(short);
    expect(of('rekognition', 'DetectLabels', { Image: { S3Object: { Bucket: 'b', Name: 'k' } } })[1]).toBe('s3:GetObject arn:aws:s3:::b/k');
    expect(of('rekognition', 'DetectLabels', { Image: { Bytes: 'x' } })).toHaveLength(1);
    expect(
      of('textract', 'StartDocumentAnalysis', {
        DocumentLocation: { S3Object: { Bucket: 'b', Name: 'k' } },
        NotificationChannel: { RoleArn: 'arn:aws:iam::1:role/r' },
      }),
    ).toHaveLength(3);
    expect(of('transcribe', 'StartTranscriptionJob', { Media: { MediaFileUri: 's3://b/k' }, OutputBucketName: 'o' }).slice(1)).toEqual([
      's3:GetObject arn:aws:s3:::b/k',
      's3:PutObject arn:aws:s3:::o/* (pattern)',
    ]);
    expect(of('polly', 'StartSpeechSynthesisTask', { OutputS3BucketName: 'o', OutputS3KeyPrefix: 'p' })[1]).toBe(
      's3:PutObject arn:aws:s3:::o/p* (pattern)',
    );
    const task = resource(
      'Task',
      'AWS::ECS::TaskDefinition',
      undefined,
      { Family: 'f', TaskRoleArn: 'arn:aws:iam::1:role/t', ExecutionRoleArn: 'arn:aws:iam::1:role/x' },
      undefined,
    );
    expect(of('ecs', 'RunTask', { taskDefinition: 'f' }, app(task))).toEqual([
      'ecs:RunTask arn:aws:ecs:R:A:task-definition/f:* (pattern)',
      'iam:PassRole arn:aws:iam::1:role/t StringEquals(iam:PassedToService=ecs-tasks.amazonaws.com)',
      'iam:PassRole arn:aws:iam::1:role/x StringEquals(iam:PassedToService=ecs-tasks.amazonaws.com)',
    ]);
    const media = resource('Media', 'AWS::S3::Bucket', bucketArn(name('Media')));
    expect(
      of(
        'transcribe',
        'StartTranscriptionJob',
        { Media: { MediaFileUri: ['https://', name('Media'), '.s3.amazonaws.com/a/', event('k')] } },
        app(media),
      )[1],
    ).toBe('s3:GetObject arn:aws:s3:::${Media}/a/* (pattern)');
    const query = needsOf([call('athena', 'StartQueryExecution', { QueryString: 'x', WorkGroup: 'w' })]);
    expect(query.unresolved[0]?.actions).toContain('glue:GetTable');
  });
});
