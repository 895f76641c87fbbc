/**
 * Event source mappings: Lambda polls with the function's role. The grants are checked when the mapping is made. Sources: the
 * page of each source in the AWS Lambda Developer Guide and the AWS managed policies of the execution roles.
 */
import type { Trigger } from '../model/app.ts';
import type { MapDatum } from '../model/datum.ts';
import { dropChars, literalOf, split, startsWith, type Text, text } from '../model/text.ts';
import { arn, arnParts, withResource } from './arn.ts';
import type { NeedList } from './configuration.ts';
import { type TextValue, textsAt, valuesAt } from './input.ts';

const KIND = 'eventSource';

export function mappingNeeds(trigger: Trigger, list: NeedList): void {
  switch (trigger.kind) {
    case 'sqs':
      // "Creating and configuring an Amazon SQS event source mapping", execution role permissions
      list.add(KIND, trigger.queueArn, ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']);
      return;
    case 'kinesis':
      kinesis(trigger.streamArn, trigger.consumerArn, list);
      return;
    case 'dynamodb':
      // "Process DynamoDB records with Lambda"; ListStreams, which AWSLambdaDynamoDBExecutionRole has, serves the console
      list.add(KIND, trigger.streamArn, ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator']);
      return;
    case 'stream':
      stream(trigger.service, trigger.sourceArn, trigger.mapping?.properties, list);
      return;
    default:
  }
}

/** "Process Amazon Kinesis Data Streams records with Lambda": a consumer with enhanced fan-out is subscribed by its own ARN. */
function kinesis(streamArn: Text, consumerArn: Text | undefined, list: NeedList): void {
  const shared = ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'];
  if (consumerArn) {
    list.add(KIND, streamArn, [...shared, 'kinesis:GetRecords', 'kinesis:GetShardIterator']);
    list.add(KIND, consumerArn, ['kinesis:SubscribeToShard']);
  } else list.add(KIND, streamArn, [...shared, 'kinesis:GetRecords', 'kinesis:GetShardIterator']);
}

/** The pollers of brokers and databases make network interfaces of their own, in the source's VPC. */
const POLLER_NETWORK = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

type StreamService = Extract<Trigger, { kind: 'stream' }>['service'];

const EMPTY: MapDatum = { kind: 'map', entries: [], open: false };

function stream(service: StreamService, source: Text | undefined, given: MapDatum | undefined, list: NeedList): void {
  const properties = given ?? EMPTY;
  const access = accessOf(properties);
  for (const secret of access.secrets) secretNeeds(secret, list);
  switch (service) {
    case 'msk':
      // "Configuring Lambda permissions for Amazon MSK event source mappings"
      list.add(KIND, source ?? arn('kafka', text('cluster/*')), ['kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers']);
      list.add(KIND, text('*'), POLLER_NETWORK);
      if (access.secrets.length > 0 && source) list.add(KIND, source, ['kafka:ListScramSecrets']);
      else if (source) kafkaCluster(source, properties, list);
      schemaRegistry(properties, list);
      return;
    case 'kafka':
      // "Configuring Lambda permissions for self-managed Apache Kafka": the network only inside a VPC
      if (access.vpc) list.add(KIND, text('*'), POLLER_NETWORK);
      schemaRegistry(properties, list);
      return;
    case 'mq':
      // "Process Amazon MQ messages with Lambda", execution role permissions
      list.add(KIND, source ?? arn('mq', text('broker:*')), ['mq:DescribeBroker']);
      list.add(KIND, text('*'), POLLER_NETWORK);
      return;
    case 'documentdb':
      // "Using Lambda with Amazon DocumentDB", execution role permissions
      list.add(KIND, text('*'), [
        'rds:DescribeDBClusterParameters',
        'rds:DescribeDBClusters',
        'rds:DescribeDBSubnetGroups',
        ...POLLER_NETWORK,
      ]);
      return;
  }
}

/** Types of SourceAccessConfigurations that carry a secret; the others are VPC settings and names. */
const SECRET_TYPES = new Set([
  'BASIC_AUTH',
  'SASL_SCRAM_256_AUTH',
  'SASL_SCRAM_512_AUTH',
  'CLIENT_CERTIFICATE_TLS_AUTH',
  'SERVER_ROOT_CA_CERTIFICATE',
]);

function accessOf(properties: MapDatum): { readonly secrets: readonly TextValue[]; readonly vpc: boolean } {
  const secrets: TextValue[] = [];
  let vpc = false;
  for (const value of valuesAt(properties, 'SourceAccessConfigurations[]')) {
    if (value.kind !== 'datum' || value.datum.kind !== 'map') continue;
    for (const type of textsAt(value.datum, 'Type')) {
      const literal = type.kind === 'text' ? literalOf(type.text) : undefined;
      if (literal?.startsWith('VPC_')) vpc = true;
      else if (literal === undefined ? type.kind !== 'absent' : SECRET_TYPES.has(literal)) secrets.push(...textsAt(value.datum, 'URI'));
    }
  }
  return { secrets, vpc };
}

function secretNeeds(secret: TextValue, list: NeedList): void {
  const resource = secret.kind === 'text' ? secret.text : arn('secretsmanager', text('secret:*'));
  list.add(KIND, resource, ['secretsmanager:GetSecretValue'], { when: secret.when });
  if (secret.kind !== 'text')
    list.unresolved('the secret of the event source', 'the template does not show its ARN', 'every secret of the account', [
      'secretsmanager:GetSecretValue',
    ]);
}

/**
 * IAM authentication of MSK: topic and group ARNs are `…:topic/CLUSTER/UUID/TOPIC` ("IAM access control", Amazon MSK Developer
 * Guide).
 */
function kafkaCluster(cluster: Text, properties: MapDatum, list: NeedList): void {
  const parts = arnParts(cluster);
  const within = (type: string, name: Text): Text => {
    if (!parts) return arn('kafka', text(`${type}/*/`, ...name));
    const path = startsWith(parts.resource, 'cluster/') ? dropChars(parts.resource, 'cluster/'.length) : undefined;
    return withResource(parts, path ? text(`${type}/`, ...path, '/', ...name) : text(`${type}/*/`, ...name));
  };
  const topics = textsAt(properties, 'Topics[]').map((t) => (t.kind === 'text' ? t.text : text('*')));
  const groups = ['AmazonManagedKafkaEventSourceConfig.ConsumerGroupId', 'ConsumerGroupId']
    .flatMap((path) => textsAt(properties, path))
    .flatMap((g) => (g.kind === 'text' ? [g.text] : []));
  list.add(KIND, cluster, ['kafka-cluster:Connect']);
  for (const topic of topics) list.add(KIND, within('topic', topic), ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData']);
  // without a group of its own, the mapping makes one whose name is its UUID
  for (const group of groups.length > 0 ? groups : [text('*')])
    list.add(KIND, within('group', group), ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup']);
}

/** "Using schema registries with Kafka event sources": AWS Glue by ARN, others by URL and secret. */
function schemaRegistry(properties: MapDatum, list: NeedList): void {
  for (const config of ['AmazonManagedKafkaEventSourceConfig', 'SelfManagedKafkaEventSourceConfig', '']) {
    const prefix = config === '' ? '' : `${config}.`;
    for (const uri of textsAt(properties, `${prefix}SchemaRegistryConfig.SchemaRegistryURI`)) {
      const parts = uri.kind === 'text' ? arnParts(uri.text) : undefined;
      if (uri.kind !== 'text' || !parts || literalOf(parts.service) !== 'glue') continue;
      list.add(KIND, uri.text, ['glue:GetRegistry']);
      const [, name] = split(parts.resource, 'registry/');
      list.add(KIND, withResource(parts, name ? text('schema/', ...name, '/*') : text('schema/*')), ['glue:GetSchemaVersion']);
      list.add(KIND, uri.text, ['glue:GetSchemaVersion']);
    }
    for (const value of valuesAt(properties, `${prefix}SchemaRegistryConfig.AccessConfigs[]`))
      if (value.kind === 'datum' && value.datum.kind === 'map')
        for (const uri of textsAt(value.datum, 'URI')) if (uri.kind === 'text') secretNeeds(uri, list);
  }
}
