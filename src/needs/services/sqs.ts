/**
 * Amazon SQS. Sources: "Amazon SQS API permissions: Actions and resource reference" of the SQS Developer Guide and the Service
 * Authorization Reference "Amazon SQS". Batches need the action of the single call.
 */
import {
  ACCOUNT,
  type Hole,
  isDeployHole,
  isHole,
  literalOf,
  mayHold,
  REGION,
  sameText,
  split,
  startsWith,
  type Text,
} from '../../model/text.ts';
import type { ArnPlace } from '../arn.ts';
import { present } from '../predicate.ts';
import { type Named, named, type ResourceForm } from '../resource.ts';
import { main, need, rows, type ServiceRules } from '../rule.ts';

/** `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`, and the older `https://REGION.queue.amazonaws.com/ACCOUNT/NAME`. */
function byUrl(value: Text): Text | { readonly name: Text; readonly place: ArnPlace } {
  if (!startsWith(value, 'http')) return whole(value) ?? value;
  const [, , host = [], account, name, ...more] = split(value, '/');
  if (!account || !name || more.length > 0) {
    const last = split(value, '/').at(-1);
    return last && last.length > 0 && startsWith(value, 'http') && !last.some((part) => isHole(part) && mayHold(part, '/'))
      ? last
      : [RUN_TIME_QUEUE];
  }
  const own = sameText(account, [ACCOUNT]);
  const region = regionOf(host);
  return { name, place: { ...(own ? {} : { account }), ...(region ? { region } : {}) } };
}

const RUN_TIME_QUEUE: Hole = { kind: 'runtime', reason: 'the queue in the URL', chars: 'name' };

function regionOf(host: Text): Text | undefined {
  const [first, second, third] = split(host, '.');
  const region = first && literalOf(first) === 'sqs' ? second : third && second && literalOf(second) === 'queue' ? first : undefined;
  return region && region.length > 0 && !sameText(region, [REGION]) ? region : undefined;
}

/** A URL that is one value of the deployment: its account and name are cut out by intrinsics. */
function whole(value: Text): { readonly name: Text; readonly place: ArnPlace } | undefined {
  const [only] = value;
  if (value.length !== 1 || only === undefined || !isHole(only) || !isDeployHole(only) || only.chars !== 'any') return undefined;
  const source = sourceOf(only);
  if (source === undefined) return undefined;
  const piece = (index: number): Text => [
    { kind: 'expression', source: { 'Fn::Select': [index, { 'Fn::Split': ['/', source] }] }, chars: 'name' },
  ];
  return { name: piece(4), place: { account: piece(3) } };
}

function sourceOf(hole: Hole): unknown {
  if (hole.kind === 'parameter') return { Ref: hole.name };
  if (hole.kind === 'attribute') return { 'Fn::GetAtt': [hole.resource, hole.attribute] };
  return hole.kind === 'expression' ? hole.source : undefined;
}

const QUEUES = ['AWS::SQS::Queue'];
const queueAt = (from: string, parse?: Named['parse']): ResourceForm =>
  named({ service: 'sqs', before: '', from, types: QUEUES, ...(parse ? { parse } : {}) });
const queue = queueAt('QueueUrl', byUrl);
const byName = queueAt('QueueName');
const source = queueAt('SourceArn');
const anyQueue: ResourceForm = queueAt('TaskHandle', () => [
  { kind: 'runtime', reason: 'the queue that the task was started for', chars: 'name' },
]);
const destination = queueAt('DestinationArn');

export const sqs: ServiceRules = {
  clients: ['sqs'],
  prefix: 'sqs',
  resources: { queue: { form: queue, from: ['QueueUrl'] } },
  operations: {
    GetQueueUrl: rows(main('sqs:GetQueueUrl', byName)),
    CreateQueue: rows(main('sqs:CreateQueue', byName), need('sqs:TagQueue', byName, present('tags'))),
    SendMessageBatch: rows(main('sqs:SendMessage', queue)),
    DeleteMessageBatch: rows(main('sqs:DeleteMessage', queue)),
    ChangeMessageVisibilityBatch: rows(main('sqs:ChangeMessageVisibility', queue)),
    // "Configure a dead-letter queue redrive": messages are received, sent on and deleted as the caller
    StartMessageMoveTask: rows(
      main('sqs:StartMessageMoveTask', source),
      main('sqs:ReceiveMessage', source),
      main('sqs:DeleteMessage', source),
      main('sqs:GetQueueAttributes', source),
      need('sqs:SendMessage', destination, present('DestinationArn')),
    ),
    CancelMessageMoveTask: rows(
      main('sqs:CancelMessageMoveTask', anyQueue),
      main('sqs:DeleteMessage', anyQueue),
      main('sqs:GetQueueAttributes', anyQueue),
      main('sqs:ReceiveMessage', anyQueue),
    ),
    ListMessageMoveTasks: rows(main('sqs:ListMessageMoveTasks', source), main('sqs:GetQueueAttributes', source)),
  },
};
