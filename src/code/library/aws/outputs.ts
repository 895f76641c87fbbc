/** What operations give back: data that needs nothing, and, for a few, values that later calls depend on. */
import type { SdkClient } from '../../../catalog/index.ts';
import type { MapDatum } from '../../../model/datum.ts';
import { ACCOUNT, type Hole, PARTITION, REGION, split, startsWith, type Text, text } from '../../../model/text.ts';
import { outputAt, received } from '../../flow/received.ts';
import { fromDatum } from '../../interpreter/data.ts';
import { jsonText } from '../../interpreter/json-text.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { harmless, isNullish, native, type ObjectValue, optionsOf, textValue, union, type Value } from '../../interpreter/values.ts';
import type { Connection } from './connection.ts';
import { assumedCredentials, credentialsValue, foreignCredentials, noteOutput } from './credentials.ts';
import { storedParameter, storedSecret } from './stored.ts';

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

type Path = readonly [string, ...string[]];
type Build = (name: Text, region: Text) => Text | undefined;

/** Output members, by their paths, that are built from an input member; without those that `build` cannot. */
const named =
  (member: string, built: readonly (readonly [Path, Build])[]): Output =>
  (machine, { input, connections }, rest) => {
    const names = textsIn(machine, input, member);
    if (!names) return undefined;
    const regions = connections.map((connection) => connection.region ?? text(REGION));
    const output = machine.object([], { open: rest });
    for (const [path, build] of built) {
      const texts = names.flatMap((name) => regions.map((region) => build(name, region)));
      const known = texts.flatMap((value) => (value ? [textValue(value)] : []));
      if (known.length === texts.length && known.length > 0) put(machine, output, path, union(known), rest);
    }
    return output.fields.size > 0 ? output : undefined;
  };

function put(machine: Machine, object: ObjectValue, [name, next, ...others]: Path, value: Value, rest: Value): void {
  if (next === undefined) {
    object.fields.set(name, value);
    return;
  }
  const before = object.fields.get(name);
  const inner = before?.kind === 'object' ? before : machine.object([], { open: rest });
  object.fields.set(name, inner);
  put(machine, inner, [next, ...others], value, rest);
}

const given = (what: string): Hole => ({ kind: 'runtime', reason: what, chars: 'name' });

const queueUrl = named('QueueName', [
  [['QueueUrl'], (name, region) => text('https://sqs.', ...region, '.amazonaws.com/', ACCOUNT, '/', ...name)],
]);

const arnOf = (service: string, region: Text, ...resource: Text): Text =>
  text('arn:', PARTITION, `:${service}:`, ...region, ':', ACCOUNT, ':', ...resource);

/** What is made is named by the input; its ARN has the name behind `before` ("Resource types" of the service, Service Authorization Reference). */
const arnNamed = (output: Path, member: string, service: string, before: string, end: Text = []): Output =>
  named(member, [
    [
      output,
      (name, region) => (startsWith(name, 'arn:') ? undefined : arnOf(service, service === 'iam' ? [] : region, before, ...name, ...end)),
    ],
  ]);

/** What describes a table under a member of the output: its name, its ARN, and its stream's below that ("TableDescription", DynamoDB API). */
const table = (output: string): Output => {
  const below =
    (end: Text): Build =>
    (name, region) =>
      startsWith(name, 'arn:') ? text(...name, ...end) : arnOf('dynamodb', region, 'table/', ...name, ...end);
  return named('TableName', [
    [[output, 'TableName'], (name) => (startsWith(name, 'arn:') ? undefined : name)],
    [[output, 'TableArn'], below([])],
    [[output, 'LatestStreamArn'], below(text('/stream/', given('the stream of the table')))],
  ]);
};

/** Roles and policies under a path have it in their ARN. */
const withoutPath =
  (output: Output): Output =>
  (machine, answered, rest, site) =>
    answered.input.open || answered.input.entries.some(({ key }) => key[0] === 'Path') ? undefined : output(machine, answered, rest, site);

/** `arn:…:execution:MACHINE:ID` of the machine that is started. */
const executionArn = named('stateMachineArn', [
  [
    ['executionArn'],
    (machine) => {
      const [before, name, ...others] = split(machine, ':stateMachine:');
      return before && name && others.length === 0
        ? text(...before, ':execution:', ...name, ':', given('the execution that was started'))
        : undefined;
    },
  ],
]);

/** The query runs in the workgroup that it is started in, which is `primary` unless the call names one ("Use workgroups"). */
const queryExecution: Output = (machine, { input }, rest) => {
  const isNamed = input.entries.some(({ key }) => key[0] === 'WorkGroup');
  const workgroups = isNamed || input.open ? textsIn(machine, input, 'WorkGroup') : [text('primary')];
  if (!workgroups || workgroups.length === 0) return undefined;
  const ids = workgroups.map((within) =>
    textValue([{ kind: 'runtime', reason: 'the output of Athena StartQueryExecution', chars: 'name', within }]),
  );
  return machine.object([['QueryExecutionId', union(ids)]], { open: rest });
};

/** Keys and prefixes that begin with the prefix which was asked for (ListObjects, ListObjectsV2, ListObjectVersions). */
const listed: Output = (machine, { input }, rest) => {
  const prefixes = textsIn(machine, input, 'Prefix')?.filter((prefix) => prefix.length > 0);
  if (!prefixes || prefixes.length === 0) return undefined;
  const begins = union(
    prefixes.map((prefix) => textValue(text(...prefix, { kind: 'runtime', reason: 'a key of the listing', chars: 'any' }))),
  );
  const list = (member: string): Value => machine.list([], machine.object([[member, begins]], { open: rest }));
  // the last two as version 1 of the SDK for Java names them
  const objects = ['Contents', 'Versions', 'DeleteMarkers', 'ObjectSummaries', 'VersionSummaries'].map((member): [string, Value] => [
    member,
    list('Key'),
  ]);
  return machine.object([...objects, ['CommonPrefixes', list('Prefix')]], { open: rest });
};

/** A parameter or secret as the service describes it. */
const described = (machine: Machine, member: string, name: Text, value: Value, rest: Value): Value =>
  machine.object(
    [
      ['Name', textValue(name)],
      [member, value],
    ],
    { open: rest },
  );

/** A parameter of the template holds what the template puts into it. */
const parameter: Output = (machine, { input }, rest) => {
  const values = textsIn(machine, input, 'Name')?.map((name) =>
    described(machine, 'Value', name, storedParameter(machine, name) ?? rest, rest),
  );
  return values && values.length > 0 ? machine.object([['Parameter', union(values)]], { open: rest }) : undefined;
};

/** The parameters come in no certain order, and only those that are there. */
const parameters: Output = (machine, { input }, rest) => {
  const names = input.entries.find(({ key }) => key.length === 1 && key[0] === 'Names')?.value;
  if (names?.kind !== 'list' || names.open) return undefined;
  const values = names.items
    .flatMap((item) => optionsOf(fromDatum(machine, item)))
    .map((item) =>
      item.kind === 'text' ? described(machine, 'Value', item.text, storedParameter(machine, item.text) ?? rest, rest) : rest,
    );
  return values.length > 0 ? machine.object([['Parameters', machine.list([], union(values))]], { open: rest }) : undefined;
};

const secret: Output = (machine, { input }, rest) => {
  const values = textsIn(machine, input, 'SecretId')?.map((id) => storedSecret(machine, id) ?? rest);
  return values && values.length > 0 ? machine.object([['SecretString', union(values)]], { open: rest }) : undefined;
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

/** What the invoked functions of the app give back, as the bytes of its JSON ("Invoke", AWS Lambda API Reference). */
const invoked: Output = (machine, { input }, rest) => {
  const names = textsIn(machine, input, 'FunctionName');
  const results = names?.flatMap((name) => machine.inbox.resultOf(name) ?? []);
  if (!results || results.length === 0 || results.length < (names?.length ?? 0)) return undefined;
  const place = outputAt('the output of Lambda Invoke');
  const payload = jsonText(machine, union(results.map((result) => received(machine, result, place))), rest);
  return machine.object([['Payload', payload]], { open: rest });
};

const OUTPUTS: ReadonlyMap<string, Output> = new Map([
  ['s3 ListObjects', listed],
  ['s3 ListObjectsV2', listed],
  ['s3 ListObjectVersions', listed],
  ['sqs GetQueueUrl', queueUrl],
  ['sqs CreateQueue', queueUrl],
  ['sns CreateTopic', arnNamed(['TopicArn'], 'Name', 'sns', '')],
  ['sfn StartExecution', executionArn],
  ['sfn CreateStateMachine', arnNamed(['stateMachineArn'], 'name', 'states', 'stateMachine:')],
  ['sfn CreateActivity', arnNamed(['activityArn'], 'name', 'states', 'activity:')],
  ['lambda CreateFunction', arnNamed(['FunctionArn'], 'FunctionName', 'lambda', 'function:')],
  ['iam CreateRole', withoutPath(arnNamed(['Role', 'Arn'], 'RoleName', 'iam', 'role/'))],
  ['iam CreatePolicy', withoutPath(arnNamed(['Policy', 'Arn'], 'PolicyName', 'iam', 'policy/'))],
  ['dynamodb CreateTable', table('TableDescription')],
  ['dynamodb UpdateTable', table('TableDescription')],
  ['dynamodb DescribeTable', table('Table')],
  ['cloudformation CreateStack', arnNamed(['StackId'], 'StackName', 'cloudformation', 'stack/', ['/', given('the stack that was made')])],
  ['athena StartQueryExecution', queryExecution],
  ['lambda Invoke', invoked],
  ['ssm GetParameter', parameter],
  ['ssm GetParameters', parameters],
  ['secrets-manager GetSecretValue', secret],
  ['sts AssumeRole', assumeRole],
  ['sts AssumeRoleWithWebIdentity', assumeRole],
  ['sts AssumeRoleWithSAML', assumeRole],
  ['sts GetCallerIdentity', callerIdentity],
  ['cognito-identity GetCredentialsForIdentity', cognitoCredentials],
]);
