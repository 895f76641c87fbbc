/**
 * The events of triggers that follow from the template alone; what is not known of them is left open. Shapes: AWS Lambda Developer Guide,
 * page of each service.
 */
import type { Trigger } from '../model/app.ts';
import type { Datum } from '../model/datum.ts';
import { concat, literalOf, pseudo, REGION, split, type Text, text } from '../model/text.ts';
import { listOf, record, textDatum, unknown } from './data.ts';

/** Undefined where nothing is known of the event. */
export function eventOf(trigger: Trigger): Datum | undefined {
  switch (trigger.kind) {
    case 'kinesis': {
      const { streamArn, consumerArn } = trigger;
      const arns = [streamArn, ...(consumerArn ? [consumerArn] : [])].map(textDatum);
      return records({ eventSource: literal('aws:kinesis'), awsRegion: HERE, eventSourceARN: oneOf(arns) });
    }
    case 'dynamodb':
      return records({ eventSource: literal('aws:dynamodb'), awsRegion: HERE, eventSourceARN: textDatum(streamOf(trigger)) });
    case 'stream': {
      const source = { msk: 'aws:kafka', kafka: 'SelfManagedKafka', mq: undefined, documentdb: 'aws:docdb' }[trigger.service];
      const arn = trigger.sourceArn && textDatum(trigger.sourceArn);
      return record({ eventSource: source === undefined ? undefined : literal(source), eventSourceArn: arn }, true);
    }
    case 'cognito':
      return cognitoEvent(trigger.userPoolArn, trigger.trigger);
    case 'customResource':
      return customResourceEvent(trigger);
    case 'api':
      return trigger.part === 'route' ? apiEvent(trigger.executeApiArn) : undefined;
    case 'alb':
      return record({ requestContext: record({ elb: record({ targetGroupArn: textDatum(trigger.targetGroupArn) }, true) }, true) }, true);
    case 'iot':
    case 'service':
      return trigger.input;
    default:
      return undefined;
  }
}

const literal = (value: string): Datum => textDatum(text(value));
const oneOf = (options: readonly Datum[]): Datum => ({ kind: 'choice', options: options.map((value) => ({ when: [], value })) });
/** Lambda polls streams and is invoked by pools of its own region only. */
const HERE = textDatum([REGION]);

/** A batch of records of which these members are known. */
export const records = (fields: Readonly<Record<string, Datum>>): Datum => record({ Records: listOf(record(fields, true)) }, true);

/** `arn:…:table/NAME/stream/LABEL`, so that code which takes it apart finds the table ("Using AWS Lambda with Amazon DynamoDB"). */
function streamOf({ streamArn, tableArn }: Extract<Trigger, { kind: 'dynamodb' }>): Text {
  if (!tableArn || streamArn.length > 1) return streamArn;
  return text(...tableArn, '/stream/', { kind: 'event', path: 'Records[].eventSourceARN', chars: 'any' });
}

/** By the trigger's name in `LambdaConfig`, how the source of its events begins ("Customizing user pool workflows with Lambda triggers"). */
const SOURCES: Readonly<Record<string, string>> = {
  CreateAuthChallenge: 'CreateAuthChallenge_',
  CustomEmailSender: 'CustomEmailSender_',
  CustomMessage: 'CustomMessage_',
  CustomSMSSender: 'CustomSMSSender_',
  DefineAuthChallenge: 'DefineAuthChallenge_',
  PostAuthentication: 'PostAuthentication_',
  PostConfirmation: 'PostConfirmation_',
  PreAuthentication: 'PreAuthentication_',
  PreSignUp: 'PreSignUp_',
  PreTokenGeneration: 'TokenGeneration_',
  PreTokenGenerationConfig: 'TokenGeneration_',
  UserMigration: 'UserMigration_',
  VerifyAuthChallengeResponse: 'VerifyAuthChallengeResponse_',
};

function cognitoEvent(userPoolArn: Text, trigger: string): Datum {
  const start = Object.hasOwn(SOURCES, trigger) ? SOURCES[trigger] : undefined;
  const source = start === undefined ? undefined : text(start, { kind: 'event', path: 'triggerSource', chars: 'name' });
  const pool = split(userPoolArn, '/').at(-1) ?? userPoolArn;
  return record({ userPoolId: textDatum(pool), region: HERE, triggerSource: source && textDatum(source) }, true);
}

/** CloudFormation User Guide "Custom resource request objects". */
function customResourceEvent({ properties, resource, type }: Extract<Trigger, { kind: 'customResource' }>): Datum {
  return record(
    {
      StackId: textDatum([pseudo('AWS::StackId')]),
      ResourceType: literal(type),
      LogicalResourceId: literal(resource),
      ResourceProperties: asTexts(properties),
      OldResourceProperties: unknown('the properties before an update'),
    },
    true,
  );
}

/** CloudFormation hands numbers and booleans over as texts ("Custom resource request objects", `ResourceProperties`). */
function asTexts(datum: Datum): Datum {
  switch (datum.kind) {
    case 'scalar':
      return datum.value === null ? datum : literal(String(datum.value));
    case 'list':
      return { ...datum, items: datum.items.map(asTexts) };
    case 'map':
      return { ...datum, entries: datum.entries.map(({ key, value }) => ({ key, value: asTexts(value) })) };
    case 'choice':
      return { ...datum, options: datum.options.map(({ when, value }) => ({ when, value: asTexts(value) })) };
    default:
      return datum;
  }
}

/**
 * The API that sends the event. Its domain may be a custom one; what code does with it, a call of the API's own management
 * endpoint, is authorized on the API all the same ("Control access to a WebSocket API with IAM permissions").
 */
function apiEvent(executeApiArn: Text): Datum | undefined {
  const [, , , region, , resource] = split(executeApiArn, ':');
  const [apiId] = split(resource ?? [], '/');
  if (!region?.length || !apiId?.length || literalOf(apiId) === '*') return undefined;
  const host = concat(apiId, text('.execute-api.'), region, text('.'), [pseudo('AWS::URLSuffix')]);
  const named = textDatum(host);
  return record(
    {
      requestContext: record({ apiId: textDatum(apiId), domainName: named }, true),
      headers: record({ Host: named, host: named }, true),
    },
    true,
  );
}
