/**
 * Customer-managed keys: what a function needs on the key of each resource that it touches. The key's permissions are asked
 * for by the service in the caller's name, so each need is limited to that service by `kms:ViaService`.
 */
import type { App, Resource } from '../model/app.ts';
import { and } from '../model/condition.ts';
import type { Need, Unresolved } from '../model/need.ts';
import { concat, displayText, isHole, type Text, textKey } from '../model/text.ts';
import { textsAt } from './input.ts';
import { keyTargets } from './key.ts';
import { covers } from './pattern.ts';
import { resourcesOfType } from './template-resources.ts';

type KmsAction = 'kms:Decrypt' | 'kms:GenerateDataKey';
const DECRYPT: readonly KmsAction[] = ['kms:Decrypt'];
const GENERATE: readonly KmsAction[] = ['kms:GenerateDataKey'];
const BOTH: readonly KmsAction[] = ['kms:Decrypt', 'kms:GenerateDataKey'];

interface EncryptedType {
  readonly type: string;
  /** where the template names the key; a property that is absent means a key of AWS's, which needs no permission */
  readonly key: string;
  /** the service in `kms:ViaService` */
  readonly via: string;
  /** what an action on the resource needs on the key; `operations` are those it comes from */
  readonly actions: (action: string, operations: ReadonlySet<string>) => readonly KmsAction[];
}

const byAction =
  (table: Readonly<Record<string, readonly KmsAction[]>>) =>
  (action: string): readonly KmsAction[] =>
    Object.hasOwn(table, action) ? (table[action] ?? []) : [];

/** Parts are decrypted and encrypted again when they are put together ("Uploading and copying objects using multipart upload"). */
const MULTIPART = ['CreateMultipartUpload', 'UploadPart', 'UploadPartCopy', 'CompleteMultipartUpload'];

function s3Actions(action: string, operations: ReadonlySet<string>): readonly KmsAction[] {
  if (action === 's3:GetObject' || action === 's3:GetObjectVersion') return DECRYPT;
  if (action === 's3:PutObject') return MULTIPART.some((operation) => operations.has(operation)) ? BOTH : GENERATE;
  return [];
}

/** "How DynamoDB uses AWS KMS": the table key is decrypted for each caller that reads or writes items, and cached for it. */
const TABLE_ACTIONS = new Set(
  ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem']
    .concat(['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete', 'GetRecords'])
    .map((name) => `dynamodb:${name}`),
);
const tableActions = (action: string): readonly KmsAction[] => (TABLE_ACTIONS.has(action) ? DECRYPT : []);

const ENCRYPTED: readonly EncryptedType[] = [
  {
    // "Using server-side encryption with AWS KMS keys (SSE-KMS)", permissions
    type: 'AWS::S3::Bucket',
    key: 'BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault.KMSMasterKeyID',
    via: 's3',
    actions: s3Actions,
  },
  // "Amazon SQS Key management", permissions for producers and consumers
  {
    type: 'AWS::SQS::Queue',
    key: 'KmsMasterKeyId',
    via: 'sqs',
    actions: byAction({ 'sqs:SendMessage': BOTH, 'sqs:ReceiveMessage': DECRYPT }),
  },
  // "Amazon SNS Key management", permissions for publishers
  { type: 'AWS::SNS::Topic', key: 'KmsMasterKeyId', via: 'sns', actions: byAction({ 'sns:Publish': BOTH }) },
  { type: 'AWS::DynamoDB::Table', key: 'SSESpecification.KMSMasterKeyId', via: 'dynamodb', actions: tableActions },
  { type: 'AWS::Serverless::SimpleTable', key: 'SSESpecification.KMSMasterKeyId', via: 'dynamodb', actions: tableActions },
  { type: 'AWS::DynamoDB::GlobalTable', key: 'Replicas[].SSESpecification.KMSMasterKeyId', via: 'dynamodb', actions: tableActions },
  {
    // "Permissions to Use User-Generated KMS Keys", Kinesis Data Streams Developer Guide
    type: 'AWS::Kinesis::Stream',
    key: 'StreamEncryption.KeyId',
    via: 'kinesis',
    actions: byAction({
      'kinesis:PutRecord': GENERATE,
      'kinesis:PutRecords': GENERATE,
      'kinesis:GetRecords': DECRYPT,
      'kinesis:SubscribeToShard': DECRYPT,
    }),
  },
  // "Data at rest encryption in Step Functions", required permissions for API callers; the executions run with their own role
  ...['AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine', 'AWS::StepFunctions::Activity'].map(
    (type): EncryptedType => ({
      type,
      key: 'EncryptionConfiguration.KmsKeyId',
      via: 'states',
      actions: byAction({
        'states:StartSyncExecution': DECRYPT,
        'states:DescribeStateMachine': DECRYPT,
        'states:DescribeStateMachineForExecution': DECRYPT,
        'states:DescribeExecution': DECRYPT,
        'states:GetExecutionHistory': DECRYPT,
        'states:GetActivityTask': DECRYPT,
        'states:UpdateStateMachine': GENERATE,
      }),
    }),
  ),
  {
    // "Secret encryption and decryption in AWS Secrets Manager", permissions for the KMS key
    type: 'AWS::SecretsManager::Secret',
    key: 'KmsKeyId',
    via: 'secretsmanager',
    actions: byAction({
      'secretsmanager:GetSecretValue': DECRYPT,
      'secretsmanager:PutSecretValue': BOTH,
      'secretsmanager:UpdateSecret': BOTH,
    }),
  },
];

interface Encrypted {
  readonly resource: Resource;
  readonly arn: Text;
  readonly by: EncryptedType;
}

/** What `needs` imply for keys. They keep the conditions and origins of the needs they come from. */
export function encryptionNeeds(
  needs: readonly Need[],
  app: App,
): { readonly needs: readonly Need[]; readonly unresolved: readonly Unresolved[] } {
  const encrypted = ENCRYPTED.flatMap((by) =>
    resourcesOfType(app, by.type).flatMap((resource): readonly Encrypted[] =>
      resource.arn && textsAt(resource.properties, by.key).some((value) => value.kind !== 'absent')
        ? [{ resource, arn: resource.arn, by }]
        : [],
    ),
  );
  const out: Need[] = [];
  const unresolved: Unresolved[] = [];
  if (encrypted.length === 0) return { needs: out, unresolved };
  for (const need of needs) {
    const operations = new Set(need.origins.flatMap((origin) => (origin.operation === undefined ? [] : [origin.operation])));
    for (const { resource, arn, by } of encrypted) {
      const actions = by.actions(need.action, operations);
      if (actions.length === 0 || !touches(need.resource, arn, resource)) continue;
      for (const value of textsAt(resource.properties, by.key)) {
        if (value.kind === 'absent') continue;
        for (const target of keyTargets(value, { app }, by.via)) {
          const when = and(need.when, target.when);
          if (!when) continue;
          const { origins } = need;
          for (const action of actions)
            out.push({
              action,
              resource: target.resource,
              ...(target.condition ? { condition: target.condition } : {}),
              kind: 'encryption',
              certainty: target.certainty,
              when,
              origins,
            });
          const [origin] = origins;
          if (target.why !== undefined && origin)
            unresolved.push({
              file: origin.file,
              line: origin.line,
              column: origin.column,
              what: `the key of ${resource.id}`,
              why: `it depends on ${target.why}`,
              fallback: displayText(target.resource),
              actions,
            });
        }
      }
    }
  }
  return { needs: out, unresolved };
}

/** The resource itself, a part of it (an object, an index, a stream), or a pattern that covers one of them. */
function touches(resource: Text, arn: Text, declared: Resource): boolean {
  const [key, own] = [textKey(resource), textKey(arn)];
  if (key === own || key.startsWith(`${own}/`)) return true;
  const [only] = resource;
  if (resource.length === 1 && only !== undefined && isHole(only) && only.kind === 'attribute' && only.resource === declared.id)
    return true;
  return covers(resource, arn) || covers(resource, concat(arn, ['/x']));
}
