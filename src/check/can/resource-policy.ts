/** The resource-based policy that the template gives a resource, or `trust` policy of a role. The property that names it, and the one that holds it. */
import type { App, Resource } from '../../model/app.ts';
import { and } from '../../model/condition.ts';
import type { Datum } from '../../model/datum.ts';
import { ACCOUNT, PARTITION, text } from '../../model/text.ts';
import { type Bindings, bindDatum } from './bindings.ts';
import { functionPolicy } from './function-policy.ts';
import { inWorld, merged, placed, unknownPolicy } from './placed.ts';
import type { Place, PlacedPolicy } from './question.ts';
import { at, documentDatum, itemsOf, listDatum, mapDatum, means, textDatum, textOf } from './template-data.ts';

/** Policy resources by the type of what they are for. CloudFormation, the pages of these types. */
export const POLICY_RESOURCES: ReadonlyMap<string, readonly PolicyResource[]> = new Map([
  ['AWS::S3::Bucket', [{ type: 'AWS::S3::BucketPolicy', names: 'Bucket', holds: 'PolicyDocument', list: false }]],
  [
    'AWS::SQS::Queue',
    [
      { type: 'AWS::SQS::QueuePolicy', names: 'Queues', holds: 'PolicyDocument', list: true },
      { type: 'AWS::SQS::QueueInlinePolicy', names: 'Queue', holds: 'PolicyDocument', list: false },
    ],
  ],
  [
    'AWS::SNS::Topic',
    [
      { type: 'AWS::SNS::TopicPolicy', names: 'Topics', holds: 'PolicyDocument', list: true },
      { type: 'AWS::SNS::TopicInlinePolicy', names: 'TopicArn', holds: 'PolicyDocument', list: false },
    ],
  ],
  [
    'AWS::SecretsManager::Secret',
    [{ type: 'AWS::SecretsManager::ResourcePolicy', names: 'SecretId', holds: 'ResourcePolicy', list: false }],
  ],
  ['AWS::Kinesis::Stream', [{ type: 'AWS::Kinesis::ResourcePolicy', names: 'ResourceArn', holds: 'ResourcePolicy', list: false }]],
]);

export interface PolicyResource {
  readonly type: string;
  /** the property that names what the policy is for */
  readonly names: string;
  /** the property with the document */
  readonly holds: string;
  /** `names` is a list */
  readonly list: boolean;
}

/** Types that hold their policy themselves, with the path of the property. */
export const OWN_POLICY: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::KMS::Key', ['KeyPolicy']],
  ['AWS::KMS::ReplicaKey', ['KeyPolicy']],
  ['AWS::DynamoDB::Table', ['ResourcePolicy', 'PolicyDocument']],
  ['AWS::ECR::Repository', ['RepositoryPolicyText']],
  ['AWS::EFS::FileSystem', ['FileSystemPolicy']],
  ['AWS::Events::EventBus', ['Policy']],
  ['AWS::ApiGateway::RestApi', ['Policy']],
  ['AWS::OpenSearchService::Domain', ['AccessPolicies']],
  ['AWS::Backup::BackupVault', ['AccessPolicy']],
  ['AWS::IAM::Role', ['AssumeRolePolicyDocument']],
]);

const FUNCTIONS: ReadonlySet<string> = new Set(['AWS::Lambda::Function', 'AWS::Serverless::Function']);
export const isFunction = (resource: Resource | undefined): boolean => FUNCTIONS.has(resource?.type ?? '');

/** Undefined: the template gives it none. */
export function resourcePolicy(resource: Resource, app: App, bindings: Bindings): PlacedPolicy | undefined {
  if (isFunction(resource)) return functionPolicy(resource, app, bindings);
  const kind = resource.type === 'AWS::IAM::Role' ? 'trust' : 'resource';
  const parts = [
    ...(POLICY_RESOURCES.get(resource.type) ?? []).flatMap((by) => naming(resource, by, app, bindings)),
    ...busPolicies(resource, app, bindings),
  ];
  const path = OWN_POLICY.get(resource.type);
  const own = path && at(resource.properties, ...path);
  if (path && own)
    parts.push(placed(bindDatum(own, bindings), kind, undefined, { span: resource.span, path: `${resource.id}.${path.join('.')}` }));
  else if (resource.type === 'AWS::IAM::Role' && resource.generatedBy !== undefined) parts.push(generatedTrust(resource, app, bindings));
  else if (resource.type === 'AWS::KMS::Key') parts.push(defaultKeyPolicy(resource, bindings));
  return merged(parts, kind, parts.length === 1 ? parts[0]?.policy.name : `the policies of ${resource.id}`);
}

function naming(resource: Resource, { type, names, holds }: PolicyResource, app: App, bindings: Bindings): readonly PlacedPolicy[] {
  return [...app.resources.values()].flatMap((policy) => {
    if (policy.type !== type) return [];
    return itemsOf(at(policy.properties, names)).flatMap(({ when, value }) => {
      const reference = textOf(value);
      const both = and(when, policy.when);
      if (!reference || !both || !means(reference, resource)) return [];
      const document = at(policy.properties, holds) ?? queuePolicyOfSam(policy);
      const place: Place = { span: policy.span, path: policy.id };
      const read = document
        ? placed(bindDatum(document, bindings), 'resource', policy.id, place)
        : unknownPolicy('resource', `what ${policy.id} says`, policy.id, place);
      return [inWorld(read, both, resource.when)];
    });
  });
}

/** What SAM writes for a topic's subscription by way of a queue (SAM "AWS::Serverless::Function SNS", `SqsSubscription`). */
function queuePolicyOfSam({ properties }: Resource): Datum | undefined {
  const topic = at(properties, 'Topic');
  const queue = at(properties, 'Queue');
  if (!topic || !queue) return undefined;
  return documentDatum([
    mapDatum({
      Effect: textDatum('Allow'),
      Principal: textDatum('*'),
      Action: textDatum('sqs:SendMessage'),
      Resource: queue,
      Condition: mapDatum({ ArnEquals: mapDatum({ 'aws:SourceArn': topic }) }),
    }),
  ]);
}

/** CloudFormation "AWS::Events::EventBusPolicy": one statement, whole or in properties of its own. */
function busPolicies(bus: Resource, app: App, bindings: Bindings): readonly PlacedPolicy[] {
  if (bus.type !== 'AWS::Events::EventBus') return [];
  return [...app.resources.values()].flatMap((policy) => {
    const name = textOf(at(policy.properties, 'EventBusName'));
    if (policy.type !== 'AWS::Events::EventBusPolicy' || !name || !means(name, bus)) return [];
    const place: Place = { span: policy.span, path: policy.id };
    const whole = at(policy.properties, 'Statement');
    const principal = at(policy.properties, 'Principal');
    const statement =
      whole ??
      (at(policy.properties, 'Condition')
        ? undefined
        : mapDatum({
            Effect: textDatum('Allow'),
            Principal: principal && mapDatum({ AWS: principal }),
            Action: at(policy.properties, 'Action') ?? textDatum('events:PutEvents'),
            Resource: bus.arn && textDatum(bus.arn),
          }));
    const read = statement
      ? placed(bindDatum(documentDatum([statement]), bindings), 'resource', policy.id, place)
      : unknownPolicy('resource', `what ${policy.id} says`, policy.id, place);
    return [inWorld(read, policy.when, bus.when)];
  });
}

/** SAM lets Lambda, and nobody else, assume the role that it makes for a function. */
function generatedTrust(role: Resource, app: App, bindings: Bindings): PlacedPolicy {
  const place: Place = { span: role.span, path: role.id };
  if (!isFunction(app.resources.get(role.generatedBy ?? '')))
    return unknownPolicy('trust', `who may assume the role that SAM makes for ${role.generatedBy}`, undefined, place);
  const statement = mapDatum({
    Effect: textDatum('Allow'),
    Principal: mapDatum({ Service: textDatum('lambda.amazonaws.com') }),
    Action: textDatum('sts:AssumeRole'),
  });
  return placed(bindDatum(documentDatum([statement]), bindings), 'trust', undefined, place);
}

/** AWS KMS Developer Guide, "Default key policy": the account, whose own policies then decide. */
function defaultKeyPolicy(key: Resource, bindings: Bindings): PlacedPolicy {
  const statement = mapDatum({
    Effect: textDatum('Allow'),
    Principal: mapDatum({ AWS: textDatum(text('arn:', PARTITION, ':iam::', ACCOUNT, ':root')) }),
    Action: textDatum('kms:*'),
    Resource: listDatum([textDatum('*')]),
  });
  return placed(bindDatum(documentDatum([statement]), bindings), 'resource', undefined, { span: key.span, path: key.id });
}
