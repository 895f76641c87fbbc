/** Lambda's own resources. CloudFormation "AWS::Lambda::Permission", "EventSourceMapping", "Url". */
import type { Trigger, TriggerBase } from '../../model/app.ts';
import { literalOf, type Text } from '../../model/text.ts';
import { at, booleanOf, type Node } from '../source/node.ts';
import { mappingTriggers, type Source } from '../triggers/mapping.ts';
import { type LinkContext, type LinkReader, linksTo } from './link.ts';
import { places, whole } from './path.ts';

export const permission: LinkReader = (resource, context) => {
  const { scope } = context;
  const { properties } = resource;
  const one = (key: string): Text | undefined => scope.texts(at(properties, key))[0]?.value;
  return linksTo(at(properties, 'FunctionName'), whole(at(properties, 'FunctionName') ?? properties, resource.id), context, (base) => {
    const principal = one('Principal');
    if (!principal) return [];
    const optional = Object.fromEntries(OPTIONAL.flatMap(([key, name]) => entry(name, one(key))));
    const viaUrl = booleanOf(at(properties, 'InvokedViaFunctionUrl'));
    const action = scope.literal(at(properties, 'Action')) ?? 'lambda:InvokeFunction';
    return [
      {
        ...base,
        span: resource.span,
        kind: 'permission',
        principal,
        action,
        ...optional,
        ...(viaUrl === undefined ? {} : { invokedViaFunctionUrl: viaUrl }),
      },
    ];
  });
};

const OPTIONAL = [
  ['SourceArn', 'sourceArn'],
  ['SourceAccount', 'sourceAccount'],
  ['PrincipalOrgID', 'principalOrgId'],
  ['EventSourceToken', 'eventSourceToken'],
  ['FunctionUrlAuthType', 'functionUrlAuthType'],
] as const;

const entry = (name: string, value: Text | undefined): readonly (readonly [string, Text])[] => (value ? [[name, value]] : []);

export const eventSourceMapping: LinkReader = (resource, context) => {
  const { properties } = resource;
  const arn = at(properties, 'EventSourceArn');
  return linksTo(at(properties, 'FunctionName'), whole(properties, resource.id), context, (base) => {
    const own = { ...base, span: resource.span };
    if (!arn) return mappingTriggers(at(properties, 'SelfManagedEventSource') ? 'kafka' : 'sqs', undefined, properties, own, context);
    const [first] = context.scope.texts(arn);
    return first ? mappingTriggers(sourceOf(first.value, properties, context), arn, properties, own, context) : [];
  });
};

const TYPES: ReadonlyMap<string, Source> = new Map([
  ['AWS::SQS::Queue', 'sqs'],
  ['AWS::Kinesis::Stream', 'kinesis'],
  ['AWS::Kinesis::StreamConsumer', 'kinesis'],
  ['AWS::DynamoDB::Table', 'dynamodb'],
  ['AWS::DynamoDB::GlobalTable', 'dynamodb'],
  ['AWS::Serverless::SimpleTable', 'dynamodb'],
  ['AWS::MSK::Cluster', 'msk'],
  ['AWS::MSK::ServerlessCluster', 'msk'],
  ['AWS::AmazonMQ::Broker', 'mq'],
  ['AWS::DocDB::DBCluster', 'documentdb'],
]);
const SERVICES: ReadonlyMap<string, Source> = new Map([
  ['sqs', 'sqs'],
  ['kinesis', 'kinesis'],
  ['dynamodb', 'dynamodb'],
  ['kafka', 'msk'],
  ['mq', 'mq'],
  ['rds', 'documentdb'],
]);

/** The kind of a source: by its ARN, by the resource it is an attribute of, else by the properties that only one kind takes. */
function sourceOf(arn: Text, properties: Node, { typeOf }: LinkContext): Source {
  const literal = arn.map((part) => (typeof part === 'string' ? part : '\u0000')).join('');
  const service = SERVICES.get(literal.split(':')[2] ?? '');
  if (service) return service;
  for (const part of arn) {
    const type = typeof part !== 'string' && 'resource' in part ? TYPES.get(typeOf(part.resource) ?? '') : undefined;
    if (type) return type;
  }
  if (at(properties, 'Topics')) return 'msk';
  if (at(properties, 'Queues')) return 'mq';
  if (at(properties, 'DocumentDBEventSourceConfig')) return 'documentdb';
  return at(properties, 'StartingPosition') ? 'kinesis' : 'sqs';
}

/** Functions that the results of a function go to. CloudFormation "AWS::Lambda::EventInvokeConfig", SAM "EventInvokeConfiguration". */
export const invokeConfig: LinkReader = (resource, context) => {
  const { properties } = resource;
  const sam = resource.type === 'AWS::Serverless::Function';
  const source = sam ? resource.id : context.functionOf(context.scope.text(at(properties, 'FunctionName')));
  if (source === undefined) return [];
  const config = sam ? 'EventInvokeConfig.DestinationConfig' : 'DestinationConfig';
  return ['OnSuccess', 'OnFailure']
    .flatMap((outcome) => places(context.scope, properties, `${config}.${outcome}.Destination`, resource.id))
    .flatMap((place) => linksTo(place.node, place, context, (base) => [{ ...base, kind: 'destination', functionId: source }]));
};

export const functionUrl: LinkReader = (resource, context) => {
  const { properties } = resource;
  return linksTo(at(properties, 'TargetFunctionArn'), whole(properties, resource.id), context, (base) => {
    const qualifier = context.scope.text(at(properties, 'Qualifier'));
    return urlTriggers(properties, { ...base, span: resource.span, ...(qualifier ? { qualifier } : {}) }, context);
  });
};

/** The URL of a function; shared by CloudFormation's resource and SAM's `FunctionUrlConfig`. */
export function urlTriggers(config: Node, base: TriggerBase, { scope }: Pick<LinkContext, 'scope'>): readonly Trigger[] {
  const [authType] = scope.texts(at(config, 'AuthType'));
  const [mode] = scope.texts(at(config, 'InvokeMode'));
  const invokeMode = mode && literalOf(mode.value);
  return authType ? [{ ...base, kind: 'functionUrl', authType: authType.value, ...(invokeMode === undefined ? {} : { invokeMode }) }] : [];
}
