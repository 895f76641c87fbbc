import { describe, expect, it } from 'vitest';
import {
  app,
  attribute,
  bucketArn,
  datum,
  fn,
  map,
  name,
  parameter,
  regional,
  resource,
  SPAN,
  short,
  show,
  trigger,
} from '../../test/needs/constructed.ts';
import { text } from '../model/text.ts';
import { needsOfConfiguration } from './configuration.ts';

type Given = Parameters<typeof fn>[0];
const shown = (given: Given, within = app()): readonly string[] => show(needsOfConfiguration(fn(given), within).needs).map(short);
const LOGS = [
  'logs:CreateLogStream arn:aws:logs:R:A:log-group:/aws/lambda/${Fn}:*',
  'logs:PutLogEvents arn:aws:logs:R:A:log-group:/aws/lambda/${Fn}:*',
];
const beyondLogs = (given: Given, within = app()): readonly string[] => shown(given, within).filter((line) => !LOGS.includes(line));

describe('needs of the configuration', () => {
  it('logs to the own group only, and makes it only when nobody declares it', () => {
    expect(shown({})).toEqual(LOGS);
    expect(shown({ configuration: { logGroupDeclared: false } })).toEqual([
      'logs:CreateLogGroup arn:aws:logs:R:A:log-group:/aws/lambda/${Fn}:*',
      ...LOGS,
    ]);
  });

  it('traces, and reaches a VPC under its condition', () => {
    expect(beyondLogs({ configuration: { tracing: 'Active' } })).toEqual(['xray:PutTraceSegments *', 'xray:PutTelemetryRecords *']);
    expect(beyondLogs({ configuration: { tracing: 'PassThrough' } })).toEqual([]);
    const when = [{ name: 'UseVpc', holds: true }];
    const { needs } = needsOfConfiguration(fn({ configuration: { vpc: true, vpcWhen: when } }), app());
    const network = needs.filter((n) => n.kind === 'network');
    expect(network.map((n) => n.action)).toHaveLength(6);
    expect(network.every((n) => n.when === when)).toBe(true);
  });

  it('polls each source with its own actions', () => {
    const queueArn = regional('sqs', name('Queue'));
    expect(beyondLogs({ triggers: [trigger({ kind: 'sqs', queueArn })] })).toEqual(
      ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((a) => `sqs:${a} arn:aws:sqs:R:A:\${Queue}`),
    );
    const streamArn = [attribute('Table', 'StreamArn')];
    expect(beyondLogs({ triggers: [trigger({ kind: 'dynamodb', streamArn })] })).toEqual(
      ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((a) => `dynamodb:${a} \${Table.StreamArn}`),
    );
    const kinesis = beyondLogs({
      triggers: [trigger({ kind: 'kinesis', streamArn: regional('kinesis', 'stream/s'), consumerArn: [parameter('ConsumerArn')] })],
    });
    expect(kinesis).toContain('kinesis:SubscribeToShard ${ConsumerArn}');
    expect(kinesis).toHaveLength(6);
    expect(beyondLogs({ triggers: [trigger({ kind: 'kinesis', streamArn: regional('kinesis', 'stream/s') })] })).toHaveLength(5);
  });

  it('decrypts what it polls', () => {
    const queueArn = regional('sqs', name('Queue'));
    const within = app(
      resource('Key', 'AWS::KMS::Key', regional('kms', 'key/', name('Key')), {}, undefined),
      resource('Queue', 'AWS::SQS::Queue', queueArn, { KmsMasterKeyId: [name('Key')] }),
    );
    expect(beyondLogs({ triggers: [trigger({ kind: 'sqs', queueArn })] }, within)).toContain(
      'kms:Decrypt arn:aws:kms:R:A:key/${Key} StringEquals(kms:ViaService=sqs.R.amazonaws.com)',
    );
    const managed = app(resource('Queue', 'AWS::SQS::Queue', queueArn, { KmsMasterKeyId: 'alias/aws/sqs' }));
    expect(beyondLogs({ triggers: [trigger({ kind: 'sqs', queueArn })] }, managed)).toHaveLength(3);
  });

  it('delivers to each kind of target', () => {
    expect(beyondLogs({ configuration: { deadLetterArn: regional('sqs', 'dlq') } })).toEqual(['sqs:SendMessage arn:aws:sqs:R:A:dlq']);
    const when = [{ name: 'IsProd', holds: true }];
    const configuration = { deadLetterArn: regional('sqs', 'dlq'), conditional: new Map([['deadLetterArn', when]] as const) };
    expect(needsOfConfiguration(fn({ configuration }), app()).needs.find((one) => one.kind === 'deadLetter')?.when).toEqual(when);
    expect(beyondLogs({ configuration: { onSuccessArn: regional('events', 'event-bus/b') } })).toEqual([
      'events:PutEvents arn:aws:events:R:A:event-bus/b',
    ]);
    expect(beyondLogs({ configuration: { onFailureArn: bucketArn('b') } })).toEqual([
      's3:PutObject arn:aws:s3:::b/*',
      's3:ListBucket arn:aws:s3:::b',
    ]);
    const mapping = { onFailureArn: regional('sns', 't'), properties: map({}) };
    expect(beyondLogs({ triggers: [trigger({ kind: 'sqs', queueArn: regional('sqs', 'q'), mapping })] })).toContain(
      'sns:Publish arn:aws:sns:R:A:t',
    );
  });

  it('says when the kind of a target is not known', () => {
    const { needs, unresolved } = needsOfConfiguration(fn({ configuration: { deadLetterArn: [parameter('TargetArn')] } }), app());
    expect(needs.filter((n) => n.kind === 'deadLetter').map((n) => n.action)).toEqual([
      'events:PutEvents',
      'lambda:InvokeFunction',
      'sns:Publish',
      'sqs:SendMessage',
    ]);
    expect(unresolved).toHaveLength(1);
  });

  it('mounts a file system that has a policy, or that the template does not show', () => {
    const accessPointArn = regional('elasticfilesystem', 'access-point/', name('Point'));
    const system = (properties: Parameters<typeof map>[0]) =>
      app(
        resource('Point', 'AWS::EFS::AccessPoint', accessPointArn, { FileSystemId: [name('Files')] }),
        resource('Files', 'AWS::EFS::FileSystem', regional('elasticfilesystem', 'file-system/', name('Files')), properties),
      );
    const given = { configuration: { fileSystems: [{ accessPointArn, span: SPAN }] } };
    expect(beyondLogs(given, system({}))).toEqual([]);
    expect(beyondLogs(given, system({ FileSystemPolicy: { Version: '2012-10-17' } }))).toHaveLength(2);
    expect(beyondLogs(given)[0]).toMatch(/^elasticfilesystem:ClientMount arn:aws:elasticfilesystem:R:A:file-system\/\* StringEquals/);
  });

  it('delivers to a destination of the kind that SAM states, where the ARN does not tell', () => {
    const onFailureArn = text({ kind: 'attribute', resource: 'Nested', attribute: 'Outputs.Arn', chars: 'any' });
    const stating = (Type: string) => ({
      configuration: { onFailureArn, properties: map({ EventInvokeConfig: { DestinationConfig: { OnFailure: { Type } } } }) },
    });
    expect(beyondLogs(stating('SQS'))).toEqual(['sqs:SendMessage ${Nested.Outputs.Arn}']);
    expect(beyondLogs(stating('Else'))).toHaveLength(4);
  });

  it('mounts a bucket as files through its access point', () => {
    const accessPointArn = text({ kind: 'attribute', resource: 'Point', attribute: 'AccessPointArn', chars: 'any' });
    const files = app(resource('Point', 'AWS::S3Files::AccessPoint', undefined, { FileSystemId: [attribute('Files', 'FileSystemId')] }));
    const lines = beyondLogs({ configuration: { fileSystems: [{ accessPointArn, span: SPAN }] } }, files);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^s3files:ClientMount arn:aws:s3files:R:A:file-system\/\$\{Files.FileSystemId\} StringEquals/);
  });

  it('knows the layers that log for themselves', () => {
    const layer = text('arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53');
    expect(beyondLogs({ configuration: { layerArns: [layer] } })).toHaveLength(3);
    expect(beyondLogs({ configuration: { layerArns: [text('arn:aws:lambda:eu-west-1:1:layer:mine:1')] } })).toEqual([]);
  });

  it('polls Kafka and brokers with secret and network', () => {
    const properties = map({
      SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: 'arn:aws:secretsmanager:eu-west-1:1:secret:s-abcdef' }],
    });
    const lines = beyondLogs({
      triggers: [trigger({ kind: 'stream', service: 'mq', sourceArn: regional('mq', 'broker:b'), mapping: { properties } })],
    });
    expect(lines).toContain('secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:1:secret:s-abcdef');
    expect(lines).toContain('mq:DescribeBroker arn:aws:mq:R:A:broker:b');
    expect(lines).toContain('ec2:DescribeVpcs *');
  });

  it('joins a Kafka cluster as the group that the mapping names', () => {
    const properties = map({ Topics: ['orders'], AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'readers' } });
    const sourceArn = text('arn:aws:kafka:eu-west-1:1:cluster/my-cluster/12ab-1');
    const lines = beyondLogs({ triggers: [trigger({ kind: 'stream', service: 'msk', sourceArn, mapping: { properties } })] });
    expect(lines).toContain('kafka-cluster:Connect arn:aws:kafka:eu-west-1:1:cluster/my-cluster/12ab-1');
    expect(lines).toContain('kafka-cluster:ReadData arn:aws:kafka:eu-west-1:1:topic/my-cluster/12ab-1/orders');
    expect(lines).toContain('kafka-cluster:AlterGroup arn:aws:kafka:eu-west-1:1:group/my-cluster/12ab-1/readers');
  });

  it('lets a durable function checkpoint', () => {
    expect(beyondLogs({ configuration: { durable: true } })).toEqual([
      'lambda:CheckpointDurableExecution arn:aws:lambda:R:A:function:${Fn}:*',
      'lambda:GetDurableExecutionState arn:aws:lambda:R:A:function:${Fn}:*',
    ]);
    expect(datum('x')).toEqual({ kind: 'text', text: ['x'] });
  });
});
