// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the format of Fn::Sub
import { describe, expect, it } from 'vitest';
import { ARNS, appOf, nameOf, parameter, resource } from '../../../test/support/app.ts';
import { ACCOUNT, type Hole, PARTITION, REGION, type Text, text } from '../../model/text.ts';
import { printerOf } from './printer.ts';
import { printText } from './text.ts';

const app = appOf([
  resource('Table', 'AWS::DynamoDB::Table', { arn: ARNS.table }),
  resource('Orders', 'AWS::DynamoDB::Table', { arn: ARNS.table, name: ['orders'] }),
  resource('Bucket', 'AWS::S3::Bucket', { arn: ARNS.bucket, name: [parameter('BucketName')] }),
  resource('Queue', 'AWS::SQS::Queue', { arn: ARNS.queue }),
  resource('Topic', 'AWS::SNS::Topic', { arn: ARNS.topic }),
  resource('Twin1', 'AWS::DynamoDB::Table', { arn: ARNS.table, name: ['twin'] }),
  resource('Twin2', 'AWS::DynamoDB::Table', { arn: ARNS.table, name: ['twin'] }),
]);
const printer = printerOf(app);
const print = (value: Text, mayName: (id: string) => boolean = () => true) => printText(value, { ...printer, mayName });
const expression = (source: unknown): Hole => ({ kind: 'expression', source, chars: 'any' });

describe('the text of a resource of the template', () => {
  it('is its attribute, or Ref where that is the ARN', () => {
    expect(print(ARNS.table(nameOf('Table')))).toEqual({ 'Fn::GetAtt': ['Table', 'Arn'] });
    expect(print(ARNS.table('orders'))).toEqual({ 'Fn::GetAtt': ['Orders', 'Arn'] });
    expect(print(ARNS.topic(nameOf('Topic')))).toEqual({ Ref: 'Topic' });
  });

  it('begins what lies under it', () => {
    expect(print(text(...ARNS.table(nameOf('Table')), '/index/*'))).toEqual({ 'Fn::Sub': '${Table.Arn}/index/*' });
    expect(print(text(...ARNS.bucket(parameter('BucketName')), '/in/*'))).toEqual({ 'Fn::Sub': '${Bucket.Arn}/in/*' });
    expect(print(text(...ARNS.topic(nameOf('Topic')), ':*'))).toEqual({ 'Fn::Sub': '${Topic}:*' });
  });

  it('is not that of one whose name only begins alike', () => {
    expect(print(ARNS.table('orders-archive'))).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-archive',
    });
  });

  it('is spelled out when the resource may not be named, or when two share it', () => {
    expect(print(ARNS.bucket(parameter('BucketName')), (id) => id !== 'Bucket')).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:s3:::${BucketName}',
    });
    expect(print(ARNS.table('twin'))).toEqual({ 'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/twin' });
  });
});

describe('other texts', () => {
  it('print literals as they are', () => {
    expect(print(['*'])).toBe('*');
    expect(print(['arn:aws:s3:::x/*'])).toBe('arn:aws:s3:::x/*');
    expect(print([])).toBe('');
  });

  it('print a name by Ref, or by the attribute where Ref is none', () => {
    expect(print([nameOf('Table')])).toEqual({ Ref: 'Table' });
    expect(print(['q/', nameOf('Queue')])).toEqual({ 'Fn::Sub': 'q/${Queue.QueueName}' });
    expect(print(['t/', nameOf('Topic')])).toEqual({ 'Fn::Sub': 't/${Topic.TopicName}' });
  });

  it('print one hole as its own intrinsic', () => {
    expect(print([REGION])).toEqual({ Ref: 'AWS::Region' });
    expect(print([{ kind: 'attribute', resource: 'Table', attribute: 'StreamArn', chars: 'any' }])).toEqual({
      'Fn::GetAtt': ['Table', 'StreamArn'],
    });
    expect(print([expression({ 'Fn::ImportValue': 'x' })])).toEqual({ 'Fn::ImportValue': 'x' });
  });

  it('give an expression a variable, one for equal expressions, none that hides a name in use', () => {
    const value = expression({ 'Fn::ImportValue': 'x' });
    expect(print(['a/', value, '/', value, '/', expression({ 'Fn::ImportValue': 'y' })])).toEqual({
      'Fn::Sub': [
        'a/${ValueImportValue}/${ValueImportValue}/${ValueImportValue2}',
        { ValueImportValue: { 'Fn::ImportValue': 'x' }, ValueImportValue2: { 'Fn::ImportValue': 'y' } },
      ],
    });
    expect(print([parameter('ValueImportValue'), '/', value])).toEqual({
      'Fn::Sub': ['${ValueImportValue}/${ValueImportValue2}', { ValueImportValue2: { 'Fn::ImportValue': 'x' } }],
    });
  });

  it('escape what Fn::Sub would take for a variable', () => {
    expect(print(['${aws:username}/', REGION])).toEqual({ 'Fn::Sub': '${!aws:username}/${AWS::Region}' });
    expect(print(['${aws:username}'])).toBe('${aws:username}');
  });

  it('print values of the running program as a wildcard', () => {
    expect(print(text('arn:', PARTITION, ':sns::', ACCOUNT, ':', { kind: 'event', path: 'topic', chars: 'name' }))).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:sns::${AWS::AccountId}:*',
    });
  });
});
