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

export function remarksOn(action: string, caller: CanCaller, target: CanTarget, app: App): readonly string[] {
  const known = actionOf(action);
  return [
    ...(known ? resourceRemarks(action, target) : unknownAction(action)),
    ...(target.owner ? pollRemarks(action, caller, target.owner.id, app) : []),
  ];
}

function unknownAction(id: string): readonly string[] {
  const [prefix = '', name = ''] = id.split(':');
  const service = serviceOf(prefix);
  if (!service) return [`no service of IAM is known here by the prefix ${prefix}`];
  const described = describeOperation(id, new Map());
  const needed =
    described.kind === 'described' ? described.description.needs.filter((need) => need.needed === 'yes').map((need) => need.action) : [];
  if (needed.length > 0)
    return [`${id} is an API operation and no action of IAM; it needs ${[...new Set(needed)].join(' and ')}: ask about that`];
  const meant = nearest(name, [...service.actions.keys()]);
  return [`IAM knows no action ${id}${meant === undefined ? '' : `; did you mean ${service.prefix}:${meant}?`}`];
}

/** An action on a bucket that is asked of its objects, and the other way round, is what people get wrong most. */
function resourceRemarks(id: string, target: CanTarget): readonly string[] {
  const types = actionOf(id)?.resourceTypes ?? [];
  if (target.resource === '*') return [];
  if (types.length === 0) return [`${id} works on no particular resource: only a statement on "*" allows it`];
  const resource: Text = typeof target.resource === 'string' ? text(target.resource) : target.resource;
  if (types.some((type) => overlaps(exactly(formatText(type.arnFormat)), exactly(resource)) !== NO)) return [];
  const formats = [...new Set(types.map((type) => `${type.name} (${type.arnFormat})`))];
  const objects = id.startsWith('s3:') && target.owner?.type === 'AWS::S3::Bucket';
  const ask = objects ? `: ask about ${target.shown === target.owner?.id ? `${target.owner.id}/*` : target.owner?.id}` : '';
  return [`${id} works on ${formats.slice(0, 3).join(', ')}, which ${target.shown} is not${ask}`];
}

/** `arn:${Partition}:s3:::${BucketName}` with holes for its variables; a bucket's name holds no slash. */
const formatText = (format: string): Text =>
  text(
    ...format
      .split(/\$\{([^}]*)\}/)
      .map(
        (piece, i): Part =>
          i % 2 === 0
            ? piece
            : { kind: 'parameter', name: `format ${piece}`, chars: piece === 'BucketName' ? 'name' : i < 6 ? 'name' : 'any' },
      ),
  );

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

function pollRemarks(action: string, caller: CanCaller, targetId: string, app: App): readonly string[] {
  const fn = app.functions.find(({ id }) => id === targetId);
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
