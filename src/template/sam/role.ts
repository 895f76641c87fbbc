/**
 * What SAM puts into the role that it makes for a function, apart from the function's own `Policies`: managed policies that
 * follow from the configuration, and documents for dead letters, destinations and pollers. SAM "AWS::Serverless::Function Policies".
 */
import type { Declaration } from '../declaration.ts';
import { at, conditional, intrinsicOf, isMapping, mapping, type Node, noValue, scalar, sequence, stringOf } from '../source/node.ts';
import { DESTINATIONS, destinationArn } from './function.ts';

const POLLERS: ReadonlyMap<string, string> = new Map([
  ['SQS', 'AWSLambdaSQSQueueExecutionRole'],
  ['Kinesis', 'AWSLambdaKinesisExecutionRole'],
  ['DynamoDB', 'AWSLambdaDynamoDBExecutionRole'],
  ['MSK', 'AWSLambdaMSKExecutionRole'],
]);

/** The properties of the generated `AWS::IAM::Role`. */
export function generatedRole(declaration: Declaration): Readonly<Record<string, Node | undefined>> {
  const { properties, span } = declaration;
  const managed: Node[] = [
    awsManaged(
      at(properties, 'DurableConfig')
        ? 'service-role/AWSLambdaBasicDurableExecutionRolePolicy'
        : 'service-role/AWSLambdaBasicExecutionRole',
      declaration,
    ),
  ];
  const tracing = at(properties, 'Tracing');
  if (tracing && stringOf(tracing) !== 'Disabled') managed.push(whereSet(tracing, xrayPolicy(declaration)));
  const vpc = at(properties, 'VpcConfig');
  if (vpc) managed.push(awsManaged('service-role/AWSLambdaVPCAccessExecutionRole', declaration));
  const documents = [...deadLetterPolicy(declaration), ...destinationPolicies(declaration)];
  const pollers = new Set<string>();
  for (const event of eventNodes(properties)) {
    const type = stringOf(at(event, 'Type')) ?? '';
    const poller = type === 'SNS' && at(event, 'Properties', 'SqsSubscription') ? 'AWSLambdaSQSQueueExecutionRole' : POLLERS.get(type);
    if (poller !== undefined) pollers.add(`service-role/${poller}`);
    documents.push(...eventPolicies(type, at(event, 'Properties') ?? event));
  }
  managed.push(...[...pollers].map((name) => awsManaged(name, declaration)));
  return {
    AssumeRolePolicyDocument: at(properties, 'AssumeRolePolicyDocument'),
    ManagedPolicyArns: sequence(managed, span),
    Policies: documents.length > 0 ? sequence(documents, span) : undefined,
    PermissionsBoundary: at(properties, 'PermissionsBoundary'),
    Path: at(properties, 'RolePath'),
  };
}

function eventNodes(properties: Node): readonly Node[] {
  const events = at(properties, 'Events');
  return isMapping(events) ? [...events.entries.values()].map(({ value }) => value) : [];
}

const awsManaged = (name: string, { span }: Declaration): Node =>
  mapping({ 'Fn::Sub': scalar(`arn:\${AWS::Partition}:iam::aws:policy/${name}`, span) }, span);

/** SAM takes the older, wider-named policy in the partition `aws`, the daemon's elsewhere; their actions for a function are the same. */
const xrayPolicy = (declaration: Declaration): Node => awsManaged('AWSXrayWriteOnlyAccess', declaration);

/** Keeps the condition of a property that may be absent. */
function whereSet(property: Node, value: Node): Node {
  const branch = intrinsicOf(property);
  if (branch?.name !== 'Fn::If' || branch.argument.kind !== 'sequence') return value;
  const [condition, then, otherwise] = branch.argument.items;
  const name = stringOf(condition);
  const off = (node: Node | undefined) => stringOf(at(node, 'Ref')) === 'AWS::NoValue' || stringOf(node) === 'Disabled';
  if (name === undefined || (!off(then) && !off(otherwise))) return value;
  return conditional(name, off(then) ? noValue(value.span) : value, off(otherwise) ? noValue(value.span) : value, value.span);
}

/** An inline policy of the generated role that allows the actions on a resource. */
function policy(name: string, statements: readonly (readonly [readonly string[], Node])[], at: Node): Node {
  const { span } = at;
  const items = statements.map(([actions, resource]) =>
    mapping(
      {
        Effect: scalar('Allow', span),
        Action: sequence(
          actions.map((action) => scalar(action, span)),
          span,
        ),
        Resource: resource,
      },
      span,
    ),
  );
  return mapping(
    {
      PolicyName: scalar(name, span),
      PolicyDocument: mapping({ Version: scalar('2012-10-17', span), Statement: sequence(items, span) }, span),
    },
    span,
  );
}

const DEAD_LETTER_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['SQS', 'sqs:SendMessage'],
  ['SNS', 'sns:Publish'],
]);

function deadLetterPolicy({ properties }: Declaration): readonly Node[] {
  const queue = at(properties, 'DeadLetterQueue');
  const action = DEAD_LETTER_ACTIONS.get(stringOf(at(queue, 'Type')) ?? '');
  const target = at(queue, 'TargetArn');
  return queue && action !== undefined && target ? [policy('DeadLetterQueuePolicy', [[[action], target]], queue)] : [];
}

const DESTINATION_ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['SQS', ['sqs:SendMessage']],
  ['SNS', ['sns:publish']],
  ['Lambda', ['lambda:InvokeFunction']],
  ['EventBridge', ['events:PutEvents']],
]);

function destinationPolicies(declaration: Declaration): readonly Node[] {
  return DESTINATIONS.flatMap((key) => {
    const config = at(declaration.properties, 'EventInvokeConfig', 'DestinationConfig', key);
    const arn = destinationArn(declaration, key);
    return config && arn ? destinationPolicy(`${declaration.id}EventInvokeConfig${key}`, stringOf(at(config, 'Type')), arn, config) : [];
  });
}

function destinationPolicy(name: string, type: string | undefined, arn: Node, place: Node): readonly Node[] {
  if (type === 'S3' || type === 'S3Bucket') {
    const objects = mapping(
      { 'Fn::Join': sequence([scalar('/', place.span), sequence([arn, scalar('*', place.span)], place.span)], place.span) },
      place.span,
    );
    return [
      policy(
        `${name}S3Policy`,
        [
          [['s3:PutObject'], objects],
          [['s3:ListBucket'], arn],
        ],
        place,
      ),
    ];
  }
  const actions = DESTINATION_ACTIONS.get(type ?? '');
  return actions ? [policy(`${name}${type}Policy`, [[actions, arn]], place)] : [];
}

/** Documents that SAM adds for one event: where failures go, and what a broker's poller needs beyond its managed policy. */
function eventPolicies(type: string, properties: Node): readonly Node[] {
  const out: Node[] = [];
  const failure = at(properties, 'DestinationConfig', 'OnFailure');
  const destination = at(failure, 'Destination');
  if (failure && destination) out.push(...destinationPolicy(type, stringOf(at(failure, 'Type')), destination, failure));
  const statements = brokerStatements(type, properties);
  if (statements.length > 0) out.push(policy(`${type}ExecutionRolePolicy`, statements, properties));
  return out;
}

const NETWORK = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeVpcs',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
];

function brokerStatements(type: string, properties: Node): readonly (readonly [readonly string[], Node])[] {
  const { span } = properties;
  const access = at(properties, 'SourceAccessConfigurations');
  const configurations = access?.kind === 'sequence' ? access.items : [];
  const secrets = (...types: readonly string[]) =>
    configurations.flatMap((item): readonly (readonly [readonly string[], Node])[] => {
      const uri = at(item, 'URI');
      return uri && types.includes(stringOf(at(item, 'Type')) ?? '') ? [[['secretsmanager:GetSecretValue'], uri]] : [];
    });
  const star = scalar('*', span);
  const statements: (readonly [readonly string[], Node])[] = [];
  if (type === 'MQ') {
    const broker = at(properties, 'Broker');
    statements.push(...secrets('BASIC_AUTH'));
    if (broker) statements.push([['mq:DescribeBroker'], broker]);
  }
  if (type === 'MSK') statements.push(...secrets('CLIENT_CERTIFICATE_TLS_AUTH'));
  if (type === 'SelfManagedKafka') {
    statements.push(
      ...secrets(
        'SASL_SCRAM_256_AUTH',
        'SASL_SCRAM_512_AUTH',
        'BASIC_AUTH',
        'CLIENT_CERTIFICATE_TLS_AUTH',
        'OAUTHBEARER_AUTH',
        'SERVER_ROOT_CA_CERTIFICATE',
      ),
    );
    if (configurations.some((item) => stringOf(at(item, 'Type'))?.startsWith('VPC_'))) statements.push([NETWORK, star]);
  }
  if (type === 'DocumentDB') {
    const cluster = at(properties, 'Cluster');
    statements.push(...secrets('BASIC_AUTH'));
    statements.push([['rds:DescribeDBClusterParameters'], regionalArn('rds', 'cluster-pg:*', properties)]);
    statements.push([['rds:DescribeDBSubnetGroups'], regionalArn('rds', 'subgrp:*', properties)]);
    if (cluster) statements.push([['rds:DescribeDBClusters'], cluster]);
    statements.push([NETWORK, star]);
  }
  const key = stringOf(at(properties, 'SecretsManagerKmsKeyId'));
  if (key !== undefined && type !== 'MSK') statements.push([['kms:Decrypt'], regionalArn('kms', `key/${key}`, properties)]);
  for (const item of registryAccess(properties)) statements.push([['secretsmanager:GetSecretValue'], item]);
  return statements;
}

const regionalArn = (service: string, resource: string, { span }: Node): Node =>
  mapping({ 'Fn::Sub': scalar(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`, span) }, span);

const registryAccess = (properties: Node): readonly Node[] => {
  const access = at(properties, 'SchemaRegistryConfig', 'AccessConfigs');
  return access?.kind === 'sequence' ? access.items.flatMap((item) => at(item, 'URI') ?? []) : [];
};
