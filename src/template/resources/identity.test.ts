import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../../test/template-text.ts';
import { displayText, type Text } from '../../model/text.ts';
import { nameSource } from './identity.ts';

const P = 'arn:${AWS::Partition}';
const HERE = '${AWS::Region}:${AWS::AccountId}';

function identity(type: string, properties = '{}', others = '') {
  const { scope } = scopeOf(
    `Parameters: {Stage: {Type: String}}\nConditions: {C: !Equals [!Ref Stage, x]}\nResources:\n  R: {Type: '${type}', Properties: ${properties}}\n${others}`,
  );
  const found = scope.identity('R');
  if (!found) throw new Error('no resource');
  const show = (text: Text | undefined) => text && displayText(text);
  return { name: show(found.name), arn: show(found.arn), ref: show(found.ref), attribute: (name: string) => show(found.attribute(name)) };
}

describe('what Ref and the ARN of a resource are', () => {
  it.each([
    ['AWS::DynamoDB::Table', '{TableName: t}', 't', `${P}:dynamodb:${HERE}:table/t`],
    ['AWS::Serverless::SimpleTable', '{}', '${R}', `${P}:dynamodb:${HERE}:table/\${R}`],
    ['AWS::S3::Bucket', '{BucketName: b}', 'b', `${P}:s3:::b`],
    [
      'AWS::SQS::Queue',
      '{QueueName: q.fifo}',
      'https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/q.fifo',
      `${P}:sqs:${HERE}:q.fifo`,
    ],
    ['AWS::SNS::Topic', '{TopicName: t}', `${P}:sns:${HERE}:t`, `${P}:sns:${HERE}:t`],
    ['AWS::Lambda::Function', '{FunctionName: f}', 'f', `${P}:lambda:${HERE}:function:f`],
    ['AWS::Serverless::Function', '{}', '${R}', `${P}:lambda:${HERE}:function:\${R}`],
    ['AWS::Lambda::Alias', '{FunctionName: f, Name: live}', `${P}:lambda:${HERE}:function:f:live`, `${P}:lambda:${HERE}:function:f:live`],
    [
      'AWS::Lambda::Version',
      '{FunctionName: f}',
      `${P}:lambda:${HERE}:function:f:\${R.Version}`,
      `${P}:lambda:${HERE}:function:f:\${R.Version}`,
    ],
    ['AWS::SecretsManager::Secret', '{Name: s}', '${R.Id}', '${R.Id}'],
    ['AWS::KMS::Key', '{}', '${R}', `${P}:kms:${HERE}:key/\${R}`],
    ['AWS::KMS::Alias', '{AliasName: alias/a}', 'alias/a', `${P}:kms:${HERE}:alias/a`],
    ['AWS::Events::EventBus', '{Name: b}', 'b', `${P}:events:${HERE}:event-bus/b`],
    ['AWS::Events::Rule', '{Name: r}', 'r', `${P}:events:${HERE}:rule/r`],
    ['AWS::Events::Rule', '{Name: r, EventBusName: default}', 'r', `${P}:events:${HERE}:rule/r`],
    ['AWS::Events::Rule', '{Name: r, EventBusName: b}', 'b|r', `${P}:events:${HERE}:rule/b/r`],
    [
      'AWS::Events::Rule',
      "{Name: r, EventBusName: 'arn:aws:events:us-east-1:123456789012:event-bus/b'}",
      'b|r',
      `${P}:events:${HERE}:rule/b/r`,
    ],
    ['AWS::Events::Rule', '{EventBusName: b}', '${R}', '${R.Arn}'],
    ['AWS::Scheduler::Schedule', '{Name: s}', 's', `${P}:scheduler:${HERE}:schedule/default/s`],
    ['AWS::Scheduler::Schedule', '{Name: s, GroupName: g}', 's', `${P}:scheduler:${HERE}:schedule/g/s`],
    [
      'AWS::StepFunctions::StateMachine',
      '{StateMachineName: m}',
      `${P}:states:${HERE}:stateMachine:m`,
      `${P}:states:${HERE}:stateMachine:m`,
    ],
    ['AWS::Serverless::StateMachine', '{Name: m}', `${P}:states:${HERE}:stateMachine:m`, `${P}:states:${HERE}:stateMachine:m`],
    ['AWS::Logs::LogGroup', '{LogGroupName: /aws/lambda/f}', '/aws/lambda/f', `${P}:logs:${HERE}:log-group:/aws/lambda/f:*`],
    ['AWS::IAM::Role', '{RoleName: r}', 'r', `${P}:iam::\${AWS::AccountId}:role/r`],
    ['AWS::IAM::Role', '{RoleName: r, Path: /a/}', 'r', `${P}:iam::\${AWS::AccountId}:role/a/r`],
    ['AWS::Cognito::UserPool', '{UserPoolName: p}', '${R}', `${P}:cognito-idp:${HERE}:userpool/\${R}`],
    ['AWS::ApiGateway::RestApi', '{Name: a}', '${R}', `${P}:apigateway:\${AWS::Region}::/restapis/\${R}`],
    ['AWS::Athena::WorkGroup', '{Name: w}', 'w', `${P}:athena:${HERE}:workgroup/w`],
  ])('%s %s', (type, properties, ref, arn) => {
    const found = identity(type, properties);
    expect(found.ref).toBe(ref);
    expect(found.arn).toBe(arn);
  });

  it('takes an attribute that is the ARN for one, whatever it is called', () => {
    const { scope } = scopeOf("Resources: {S: {Type: 'AWS::SecretsManager::Secret'}, T: {Type: 'AWS::Cognito::IdentityPool'}}");
    const [secret, pool] = ['S', 'T'].map((id) => scope.identity(id));
    expect(secret?.ref).toEqual([{ kind: 'attribute', resource: 'S', attribute: 'Id', chars: 'any' }]);
    expect(secret?.attribute('Id')).toEqual(secret?.arn);
    expect(pool?.ref).toEqual([{ kind: 'attribute', resource: 'T', attribute: 'Id', chars: 'name' }]);
  });

  it('knows the attributes that follow from the name, and keeps the others', () => {
    expect(identity('AWS::SQS::Queue', '{QueueName: q}').attribute('QueueName')).toBe('q');
    expect(identity('AWS::DynamoDB::Table').attribute('StreamArn')).toBe('${R.StreamArn}');
    expect(identity('AWS::SNS::Topic', '{TopicName: t}').attribute('TopicArn')).toBe(`${P}:sns:${HERE}:t`);
    expect(identity('AWS::S3::Bucket', '{BucketName: b}').attribute('RegionalDomainName')).toBe('b.s3.${AWS::Region}.${AWS::URLSuffix}');
    expect(identity('AWS::S3::Bucket').attribute('constructor')).toBe('${R.constructor}');
  });

  it('says how a name is printed', () => {
    expect(nameSource('Q', 'AWS::SQS::Queue')).toEqual({ 'Fn::GetAtt': ['Q', 'QueueName'] });
    expect(nameSource('T', 'AWS::DynamoDB::Table')).toEqual({ Ref: 'T' });
  });
});

describe('names that are no plain string', () => {
  it('keeps the hole of the generated name where a condition decides', () => {
    expect(identity('AWS::S3::Bucket', "{BucketName: !If [C, b, !Ref 'AWS::NoValue']}").arn).toBe(`${P}:s3:::\${R}`);
  });

  it('follows names through other resources, and ends at a circle', () => {
    const other = "  Other: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${Stage}-x'}}\n";
    expect(identity('AWS::DynamoDB::Table', "{TableName: !Sub '${Other}-y'}", other).ref).toBe('${Stage}-x-y');
    const loop = "  Other: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${R}-x'}}\n";
    expect(identity('AWS::DynamoDB::Table', "{TableName: !Sub '${Other}-y'}", loop).ref).toBe('${R}-x-y');
  });
});

describe('the ARN of an SSM parameter', () => {
  const arn = (name: string) => identity('AWS::SSM::Parameter', `{Name: ${name}}`).arn;

  it('has one slash before the name', () => {
    expect(arn('a')).toBe(`${P}:ssm:${HERE}:parameter/a`);
    expect(arn('/a/b')).toBe(`${P}:ssm:${HERE}:parameter/a/b`);
    expect(arn("!Sub '/${Stage}/b'")).toBe(`${P}:ssm:${HERE}:parameter/\${Stage}/b`);
  });

  it('is open when deployment decides whether the name starts with a slash', () => {
    const arnOf = (prefix: string) =>
      scopeOf(
        `Parameters: {Prefix: ${prefix}}\nResources: {R: {Type: 'AWS::SSM::Parameter', Properties: {Name: !Sub '\${Prefix}/b'}}}`,
      ).scope.identity('R')?.arn;
    expect(arnOf('{Type: String}')).toBeUndefined();
    expect(displayText(arnOf('{Type: String, Default: /app}') ?? [])).toBe(`${P}:ssm:${HERE}:parameter\${Prefix}/b`);
    expect(displayText(arnOf('{Type: String, Default: app}') ?? [])).toBe(`${P}:ssm:${HERE}:parameter/\${Prefix}/b`);
  });
});
