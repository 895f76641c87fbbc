/** What the question itself gets wrong, or what stands beside it: mistyped actions, resources of another kind, services that poll. */
import { action as actionOf, service as serviceOf } from '../../catalog/index.ts';
import type { App, Trigger } from '../../model/app.ts';
import { nearest } from '../../model/nearest.ts';
import { displayText, isHole, type Part, type Text, text } from '../../model/text.ts';
import { describeOperation } from '../../needs/operation.ts';
import { overlaps } from '../../policy/coverage.ts';
import { exactly } from '../../policy/pattern.ts';
import { NO } from '../../policy/tri.ts';
import type { CanCaller, CanTarget } from './question.ts';

export interface Remarks {
  readonly remarks: readonly string[];
  /** see `CanAnswer` */
  readonly unsound: string | undefined;
}

export function remarksOn(action: string, caller: CanCaller, target: CanTarget, app: App): Remarks {
  const onAction = actionOf(action) ? undefined : unknownAction(action);
  const onResource = actionOf(action) ? otherKind(action, target) : undefined;
  const beside = [
    ...(worksOnNothing(action) && target.resource !== '*' ? [`${action} works on no particular resource, so it is decided on "*"`] : []),
    ...(target.owner ? callRemarks(action, caller, target.owner.id, app) : []),
  ];
  const isOperation = onAction?.isOperation === true;
  return { remarks: onAction && !isOperation ? [onAction.words, ...beside] : beside, unsound: isOperation ? onAction.words : onResource };
}

export const worksOnNothing = (action: string): boolean => actionOf(action)?.resourceTypes.length === 0;

function unknownAction(id: string): { readonly words: string; readonly isOperation: boolean } {
  const [prefix = '', name = ''] = id.split(':');
  const service = serviceOf(prefix);
  if (!service) return { words: `no service of IAM is known here by the prefix ${prefix}`, isOperation: false };
  const described = describeOperation(id, new Map());
  const needs = described.kind === 'described' ? described.description.needs : [];
  const needed = [...new Set(needs.map((need) => need.action))].filter((action) => action.startsWith(`${service.prefix}:`));
  if (needed.length > 0)
    return {
      words: `${id} is an operation of the API and no action of IAM: ask about ${needed.slice(0, 3).join(' or ')}; pinhole operation ${id} tells when it needs which`,
      isOperation: true,
    };
  const meant = nearest(name, [...service.actions.keys()]);
  return {
    words: `IAM has no action ${id} that is known here${meant === undefined ? '' : `; did you mean ${service.prefix}:${meant}?`}`,
    isOperation: false,
  };
}

/** An action on a bucket that is asked of its objects, and the other way round, is what people get wrong most. */
function otherKind(id: string, target: CanTarget): string | undefined {
  const types = actionOf(id)?.resourceTypes ?? [];
  if (types.length === 0 || target.resource === '*') return undefined;
  const resource: Text = typeof target.resource === 'string' ? text(target.resource) : target.resource;
  if (types.some((type) => overlaps(exactly(formatText(type.arnFormat)), exactly(resource)) !== NO)) return undefined;
  const formats = types.map((type) => `${type.name} (${type.arnFormat})`).sort((a, b) => a.length - b.length);
  const owner = target.owner?.type === 'AWS::S3::Bucket' ? target.owner.id : undefined;
  const ask = owner === undefined ? '' : `: ask about ${target.shown === owner ? `${owner}/*` : owner}`;
  return `${id} works on ${formats.slice(0, 1).join(' and ')}, which ${target.shown} is not, so no statement on it would help${ask}`;
}

/** `arn:${Partition}:s3:::${BucketName}` with holes for its variables; only what is known to hold no slash is bounded. */
const formatText = (format: string): Text =>
  text(
    ...format
      .split(/\$\{([^}]*)\}/)
      .map(
        (piece, i): Part =>
          i % 2 === 0 ? piece : { kind: 'parameter', name: `format ${piece}`, chars: NAMES.has(piece) ? 'name' : 'any' },
      ),
  );

const NAMES: ReadonlySet<string> = new Set(['Partition', 'Region', 'Account', 'BucketName', 'TableName', 'QueueName', 'TopicName']);

const POLLED: ReadonlyMap<string, Trigger['kind']> = new Map([
  ['sqs.amazonaws.com', 'sqs'],
  ['kinesis.amazonaws.com', 'kinesis'],
  ['dynamodb.amazonaws.com', 'dynamodb'],
  ['kafka.amazonaws.com', 'stream'],
]);
const POLLS: ReadonlyMap<string, string> = new Map([
  ['sqs', 'sqs:ReceiveMessage'],
  ['kinesis', 'kinesis:GetRecords'],
  ['dynamodb', 'dynamodb:GetRecords'],
]);

function callRemarks(action: string, caller: CanCaller, targetId: string, app: App): readonly string[] {
  const fn = app.functions.find(({ id }) => id === targetId);
  if (fn && action.toLowerCase() === 'lambda:invokefunctionurl')
    return [`a function URL needs lambda:InvokeFunction as well: ask about both`];
  if (!fn || caller.kind !== 'service' || action.toLowerCase() !== 'lambda:invokefunction') return [];
  const polled = POLLED.get(caller.shown);
  const out: string[] = [];
  if (polled !== undefined)
    out.push(
      `${caller.shown} does not invoke functions: Lambda polls for them with the function's role, so ask whether ${fn.id} can do ${POLLS.get(polled) ?? 'what its event source needs'}`,
    );
  for (const trigger of fn.triggers)
    if (trigger.kind === 'role' && `${trigger.service}.amazonaws.com` === caller.shown)
      out.push(
        `${trigger.path} invokes ${fn.id} with a role${trigger.roleArn ? ` (${displayText(trigger.roleArn.filter(isHole))})` : ''}: ask whether that role can`,
      );
  return out;
}
