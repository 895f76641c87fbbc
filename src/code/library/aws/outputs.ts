/** What operations give back: data that needs nothing, and, for a few, values that later calls depend on. */
import type { SdkClient } from '../../../catalog/index.ts';
import type { MapDatum } from '../../../model/datum.ts';
import { ACCOUNT, PARTITION, REGION, sameText, type Text, text } from '../../../model/text.ts';
import { fromDatum } from '../../interpreter/data.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { harmless, isNullish, native, optionsOf, textValue, union, type Value } from '../../interpreter/values.ts';
import type { Connection } from './connection.ts';
import { assumedCredentials, credentialsValue, foreignCredentials, noteOutput } from './credentials.ts';

export interface Answered {
  readonly client: SdkClient;
  readonly operation: string | undefined;
  readonly input: MapDatum;
  /** the input as the program gave it */
  readonly given: Value;
  readonly connections: readonly Connection[];
}

export function outputOf(machine: Machine, answered: Answered, site: Site): Value {
  const { client, operation } = answered;
  const reason = operation === undefined ? `the output of a call of ${client.serviceId}` : `the output of ${client.serviceId} ${operation}`;
  noteOutput(machine, reason);
  const rest = harmless(reason);
  const known = operation === undefined ? undefined : OUTPUTS.get(`${client.id} ${operation}`);
  return known?.(machine, answered, rest, site) ?? rest;
}

type Output = (machine: Machine, answered: Answered, rest: Value, site: Site) => Value | undefined;

/** The texts of an input member; undefined where one is not known as text. */
function textsIn(machine: Machine, input: MapDatum, member: string): readonly Text[] | undefined {
  const entry = input.entries.find(({ key }) => key.length === 1 && key[0] === member);
  if (!entry) return undefined;
  const options = optionsOf(fromDatum(machine, entry.value));
  const texts = options.flatMap((option) => (option.kind === 'text' ? [option.text] : []));
  return texts.length === options.length ? texts : undefined;
}

/** An output member that is built from an input member. */
const named =
  (output: string, member: string, build: (name: Text, region: Text) => Text): Output =>
  (machine, { input, connections }, rest) => {
    const names = textsIn(machine, input, member);
    if (!names) return undefined;
    const regions = connections.map((connection) => connection.region ?? text(REGION));
    const values = names.flatMap((name) => regions.map((region) => textValue(build(name, region))));
    return machine.object([[output, union(values)]], { open: rest });
  };

const queueUrl = named('QueueUrl', 'QueueName', (name, region) =>
  text('https://sqs.', ...region, '.amazonaws.com/', ACCOUNT, '/', ...name),
);
const topicArn = named('TopicArn', 'Name', (name, region) => text('arn:', PARTITION, ':sns:', ...region, ':', ACCOUNT, ':', ...name));

/** Keys and prefixes that begin with the prefix which was asked for (ListObjects, ListObjectsV2, ListObjectVersions). */
const listed: Output = (machine, { input }, rest) => {
  const prefixes = textsIn(machine, input, 'Prefix')?.filter((prefix) => prefix.length > 0);
  if (!prefixes || prefixes.length === 0) return undefined;
  const begins = union(
    prefixes.map((prefix) => textValue(text(...prefix, { kind: 'runtime', reason: 'a key of the listing', chars: 'any' }))),
  );
  const list = (member: string): Value => machine.list([], machine.object([[member, begins]], { open: rest }));
  const objects = ['Contents', 'Versions', 'DeleteMarkers'].map((member): [string, Value] => [member, list('Key')]);
  return machine.object([...objects, ['CommonPrefixes', list('Prefix')]], { open: rest });
};

/** What the template gives the parameter of that name; undefined when it does not declare it. */
function parameterValue(machine: Machine, name: Text): Value | undefined {
  for (const { type, name: declared, properties } of machine.app.resources.values()) {
    if (type !== 'AWS::SSM::Parameter' || !declared || !sameText(declared, name)) continue;
    const value = properties.entries.find(({ key }) => key.length === 1 && key[0] === 'Value')?.value;
    return value && fromDatum(machine, value);
  }
  return undefined;
}

/** A parameter of the template holds what the template puts into it. */
const parameter: Output = (machine, { input }, rest) => {
  const values = textsIn(machine, input, 'Name')?.map((name) => parameterValue(machine, name) ?? rest);
  if (!values || values.length === 0) return undefined;
  const inner = machine.object([['Value', union(values)]], { open: rest });
  return machine.object([['Parameter', inner]], { open: rest });
};

/** Keys of the role in `RoleArn`. */
const assumeRole: Output = (machine, { given }, _rest, site) => {
  const role = isNullish(given) ? harmless('the role') : getMember(machine, given, textValue('RoleArn'), site);
  const credentials = credentialsValue(assumedCredentials(machine, role, site));
  return native('the output of STS AssumeRole', {
    key: `assumed ${credentials.key}`,
    get: (property) => (property === 'Credentials' ? credentials : undefined),
    inert: true,
  });
};

/** Keys that Cognito gives out belong to the identity pool's roles. */
const cognitoCredentials: Output = (machine, _answered, _rest, site) => {
  const credentials = credentialsValue([foreignCredentials(machine, 'the keys come from a Cognito identity pool', site)]);
  return native('the output of Cognito Identity GetCredentialsForIdentity', {
    get: (property) => (property === 'Credentials' ? credentials : undefined),
    inert: true,
  });
};

/** The caller is the function's own role, in the function's own account. */
const callerIdentity: Output = (machine, { connections }, rest) =>
  connections.every(({ credentials }) => credentials.kind === 'own')
    ? machine.object([['Account', textValue(text(ACCOUNT))]], { open: rest })
    : undefined;

const OUTPUTS: ReadonlyMap<string, Output> = new Map([
  ['s3 ListObjects', listed],
  ['s3 ListObjectsV2', listed],
  ['s3 ListObjectVersions', listed],
  ['sqs GetQueueUrl', queueUrl],
  ['sqs CreateQueue', queueUrl],
  ['sns CreateTopic', topicArn],
  ['ssm GetParameter', parameter],
  ['sts AssumeRole', assumeRole],
  ['sts AssumeRoleWithWebIdentity', assumeRole],
  ['sts AssumeRoleWithSAML', assumeRole],
  ['sts GetCallerIdentity', callerIdentity],
  ['cognito-identity GetCredentialsForIdentity', cognitoCredentials],
]);
