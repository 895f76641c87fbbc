/** Event source mappings: what Lambda polls with the role of the function. CloudFormation "AWS::Lambda::EventSourceMapping". */
import type { EventSourceMapping, Trigger, TriggerBase } from '../../model/app.ts';
import { isHole, type Text } from '../../model/text.ts';
import type { Scope } from '../scope.ts';
import { at, type Node } from '../source/node.ts';
import { forEach } from './trigger.ts';

export type Source = 'sqs' | 'kinesis' | 'dynamodb' | 'msk' | 'kafka' | 'mq' | 'documentdb';

interface MappingReader {
  readonly scope: Scope;
  readonly typeOf: (id: string) => string | undefined;
}

/** The triggers of one event source mapping, stated by SAM or by `AWS::Lambda::EventSourceMapping`. */
export function mappingTriggers(
  source: Source,
  arn: Node | undefined,
  properties: Node,
  base: TriggerBase,
  reader: MappingReader,
): readonly Trigger[] {
  const own = { ...base, mapping: mappingOf(properties, reader.scope) };
  if (!arn) return [sourceTrigger(source, undefined, own, reader)];
  return forEach(reader.scope.texts(arn), own, (value, at) => sourceTrigger(source, value, at, reader));
}

export function mappingOf(properties: Node, scope: Scope): EventSourceMapping {
  const [onFailure] = scope.texts(at(properties, 'DestinationConfig', 'OnFailure', 'Destination'));
  const [kmsKey] = scope.texts(at(properties, 'KmsKeyArn'));
  const filterCriteria = scope.evaluate(at(properties, 'FilterCriteria'));
  return {
    ...(onFailure ? { onFailureArn: onFailure.value } : {}),
    ...(kmsKey ? { kmsKeyArn: kmsKey.value } : {}),
    ...(filterCriteria ? { filterCriteria } : {}),
    properties: scope.map(properties),
  };
}

function sourceTrigger(source: Source, arn: Text | undefined, base: TriggerBase, reader: MappingReader): Trigger {
  if (!arn || source === 'msk' || source === 'kafka' || source === 'mq' || source === 'documentdb')
    return {
      ...base,
      kind: 'stream',
      service: source === 'msk' || source === 'mq' || source === 'documentdb' ? source : 'kafka',
      ...(arn ? { sourceArn: arn } : {}),
    };
  switch (source) {
    case 'sqs':
      return { ...base, kind: 'sqs', queueArn: arn };
    case 'kinesis': {
      const consumer = consumerStream(arn, reader);
      return consumer ? { ...base, kind: 'kinesis', streamArn: consumer, consumerArn: arn } : { ...base, kind: 'kinesis', streamArn: arn };
    }
    case 'dynamodb': {
      const table = streamTable(arn, reader);
      return { ...base, kind: 'dynamodb', streamArn: arn, ...(table ? { tableArn: table } : {}) };
    }
  }
}

/** The stream of a consumer: by the resource, or by the ARN `…:stream/NAME/consumer/…`. */
function consumerStream(arn: Text, { scope, typeOf }: MappingReader): Text | undefined {
  const resource = soleAttribute(arn);
  if (resource && typeOf(resource.resource) === 'AWS::Kinesis::StreamConsumer')
    return scope.identity(resource.resource)?.attribute('StreamARN');
  return before(arn, '/consumer/');
}

function streamTable(arn: Text, { scope }: MappingReader): Text | undefined {
  const resource = soleAttribute(arn);
  return resource?.attribute === 'StreamArn' ? scope.identity(resource.resource)?.arn : before(arn, '/stream/');
}

function soleAttribute(arn: Text) {
  const [only] = arn;
  return arn.length === 1 && only && isHole(only) && only.kind === 'attribute' ? only : undefined;
}

function before(value: Text, literal: string): Text | undefined {
  const index = value.findIndex((part) => typeof part === 'string' && part.includes(literal));
  const part = value[index];
  if (typeof part !== 'string') return undefined;
  const head = part.slice(0, part.indexOf(literal));
  return [...value.slice(0, index), ...(head === '' ? [] : [head])];
}
