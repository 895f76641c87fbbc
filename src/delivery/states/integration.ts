/**
 * What service integrations give back, as far as their input tells. Step Functions "Invoke an AWS Lambda function with Step Functions",
 * "ItemReader (Map)".
 */
import type { Datum } from '../../model/datum.ts';
import { type Text, text } from '../../model/text.ts';
import { alternatives, join, member, NOTHING_YET, record, textDatum, unknown } from '../data.ts';
import { someText, textsOf } from '../texts.ts';
import type { TaskCall } from './execution.ts';

/** The integration of a resource: `lambda:invoke` of `arn:aws:states:::lambda:invoke.waitForTaskToken`; undefined for a function's ARN. */
function integrationOf(resource: Text): { readonly name: string; readonly sdk: boolean; readonly pattern: string } | undefined {
  const last = resource.at(-1);
  const found = typeof last === 'string' ? /(?:^arn:[^:]*|^):states:[^:]*:[^:]*:(aws-sdk:)?([^.]+)(.*)$/.exec(last) : undefined;
  const [, sdk, name, pattern] = found ?? [];
  return name === undefined ? undefined : { name, sdk: sdk !== undefined, pattern: pattern ?? '' };
}

/** What a function is invoked with by the call; undefined where it invokes none. */
export function invocationOf({ resource, input }: TaskCall): { readonly targets: readonly Text[]; readonly input: Datum } | undefined {
  const integration = integrationOf(resource);
  if (!integration) return { targets: [resource], input };
  if (integration.name !== 'lambda:invoke') return undefined;
  return { targets: namesOf(input), input: member(input, 'Payload') ?? unknown('an invocation without a payload') };
}

const namesOf = (input: Datum): readonly Text[] =>
  alternatives(member(input, 'FunctionName')).flatMap((name) => (name.kind === 'text' ? [name.text] : []));

export function resultOf(call: TaskCall, returned: (fn: Text) => Datum | undefined): Datum {
  const integration = integrationOf(call.resource);
  const result = unknown(`the result of the state ${call.state}`);
  if (!integration) return returned(call.resource) ?? result;
  if (integration.name !== 'lambda:invoke' || integration.sdk || integration.pattern !== '') return result;
  const payloads = namesOf(call.input).map((fn) => returned(fn) ?? result);
  const known = payloads.filter((payload) => payload !== NOTHING_YET);
  if (payloads.length > 0 && known.length === 0) return NOTHING_YET;
  return record({ Payload: known.length > 0 ? join(known) : result }, true);
}

/** The items of a map that reads them from S3: the listing of a bucket names keys below its prefix. */
export function itemsRead(reader: Datum, evaluate: (template: Datum) => Datum): readonly Datum[] {
  const lists = alternatives(member(reader, 'Resource')).every(
    (resource) => resource.kind === 'text' && integrationOf(resource.text)?.name === 's3:listObjectsV2',
  );
  const template = member(reader, 'Parameters') ?? member(reader, 'Arguments');
  if (!lists || !template || member(reader, 'ReaderConfig')) return [unknown('an item that is read from S3')];
  const prefix = member(evaluate(template), 'Prefix');
  return textsOf(prefix ?? textDatum([])).map((start) =>
    record({ Key: textDatum(text(...start, someText('a key that is listed'))) }, true),
  );
}
