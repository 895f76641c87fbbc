/**
 * Whether the template shows that something may send to a queue, topic, stream, table or bus whose messages nobody models: a resource that
 * names it and neither only reads from it nor is code of the app, a policy that lets others send, a place for what failed elsewhere.
 * Where it does, a message may hold anything beside what is known.
 */
import type { App, Resource } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { ACCOUNT, holesOf, literalOf, sameText, type Text, textKey } from '../../model/text.ts';

/** Resources that name others and send nothing to them; the code behind a custom resource counts by itself. */
const SILENT = new Set([
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudWatch::Dashboard',
  'AWS::Kinesis::StreamConsumer',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::SSM::Parameter',
  'AWS::Events::Archive',
  'AWS::EventSchemas::Discoverer',
]);

/** Resources whose messages are modelled, or whose statements are read on their own. */
const MODELLED = new Set([
  'AWS::S3::Bucket',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::Events::Rule',
  'AWS::SES::ReceiptRule',
]);

export function hasStranger(app: App, target: Text): boolean {
  const own = [...app.resources.values()].find(({ arn }) => arn !== undefined && sameText(arn, target));
  if (!own) return false;
  return failuresGoTo(app, target) || [...app.resources.values()].some((other) => other.references.has(own.id) && sends(app, other, own));
}

/** The same for events of the bus of this name; every bus of the account can be named without being referred to. */
export function busHasStranger(app: App, name: Text): boolean {
  const own = [...app.resources.values()].find((each) => each.type === 'AWS::Events::EventBus' && each.name && sameText(each.name, name));
  if (own?.arn && hasStranger(app, own.arn)) return true;
  return [...app.resources.values()].some(
    ({ id, type, properties }) =>
      !app.functions.some((fn) => fn.id === id) && !isGrantOfCode(app, id, type) && mentions(properties, /putevents/i),
  );
}

const isGrantOfCode = (app: App, id: string, type: string): boolean =>
  type === 'AWS::IAM::Role'
    ? isRoleOfCode(app, id)
    : POLICIES.has(type) &&
      [...(app.resources.get(id)?.references ?? [])].every(
        (named) => app.resources.get(named)?.type !== 'AWS::IAM::Role' || isRoleOfCode(app, named),
      );

const POLICIES = new Set(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']);

function mentions(datum: Datum, words: RegExp): boolean {
  switch (datum.kind) {
    case 'text':
      return datum.text.some((part) => typeof part === 'string' && words.test(part));
    case 'list':
      return datum.items.some((item) => mentions(item, words));
    case 'map':
      return datum.entries.some(({ value }) => mentions(value, words));
    case 'choice':
      return datum.options.some(({ value }) => mentions(value, words));
    default:
      return false;
  }
}

/** What a function or a mapping could not handle, and what a function gave back. */
const failuresGoTo = (app: App, target: Text): boolean =>
  app.functions.some(({ configuration: { deadLetterArn, onSuccessArn, onFailureArn }, triggers }) =>
    [deadLetterArn, onSuccessArn, onFailureArn, ...triggers.map(({ mapping }) => mapping?.onFailureArn)].some(
      (arn) => arn !== undefined && sameText(arn, target),
    ),
  );

function sends(app: App, other: Resource, own: Resource): boolean {
  const { type, properties } = other;
  if (SILENT.has(type) || type.startsWith('Custom::') || MODELLED.has(type) || app.functions.some(({ id }) => id === other.id))
    return false;
  switch (type) {
    case 'AWS::Lambda::EventSourceMapping':
      return false;
    case 'AWS::CloudWatch::Alarm':
    case 'AWS::CloudWatch::CompositeAlarm':
      return own.type === 'AWS::SNS::Topic';
    case 'AWS::Pipes::Pipe':
      return !isArn(member(properties, 'Source'), own);
    case 'AWS::IAM::Role':
      return !isRoleOfCode(app, other.id);
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
    case 'AWS::IAM::RolePolicy':
      return ['Users', 'Groups'].some((name) => member(properties, name) !== undefined) || !isGrantOfCode(app, other.id, type);
    case 'AWS::SQS::QueuePolicy':
    case 'AWS::SNS::TopicPolicy':
      return items(member(member(properties, 'PolicyDocument'), 'Statement')).some((statement) => letsOthersSend(app, statement));
    default:
      return true;
  }
}

const isRoleOfCode = (app: App, id: string): boolean => app.functions.some(({ role }) => role.roleId === id);

/** Services whose resources are read from the template, and Lambda, whose functions send with their own roles. */
const READ_SERVICES = new Set([
  's3.amazonaws.com',
  'ses.amazonaws.com',
  'sns.amazonaws.com',
  'events.amazonaws.com',
  'sqs.amazonaws.com',
  'lambda.amazonaws.com',
]);

function letsOthersSend(app: App, statement: Datum): boolean {
  if (literalIn(member(statement, 'Effect')) !== 'Allow') return false;
  const principal = member(statement, 'Principal');
  const services = items(member(principal, 'Service')).map(literalIn);
  if (services.some((service) => service === undefined || !READ_SERVICES.has(service))) return true;
  const everyone = literalIn(principal) === '*' || items(member(principal, 'AWS')).some((one) => literalIn(one) === '*');
  // "Default access policy" of a topic: everyone, of the own account; and services that a condition names
  if (everyone) return member(statement, 'Condition') === undefined;
  return items(member(principal, 'AWS')).some((one) => one.kind !== 'text' || !isOwn(app, one.text));
}

/** The own account as a whole, or the role of a function of the app. */
const isOwn = (app: App, principal: Text): boolean =>
  textKey(principal) === textKey([ACCOUNT]) ||
  (literalOf(principal.slice(-1)) === ':root' && principal.some((part) => typeof part !== 'string' && sameText([part], [ACCOUNT]))) ||
  holesOf(principal).some((hole) => hole.kind === 'name' && isRoleOfCode(app, hole.resource)) ||
  app.functions.some(({ role }) => {
    const arn = role.roleId === undefined ? undefined : app.resources.get(role.roleId)?.arn;
    return arn !== undefined && sameText(arn, principal);
  });

function member(datum: Datum | undefined, name: string): Datum | undefined {
  if (datum?.kind === 'choice') return datum.options.map((option) => member(option.value, name)).find((found) => found !== undefined);
  if (datum?.kind !== 'map') return undefined;
  return datum.entries.find(({ key }) => key.length === 1 && key[0] === name)?.value;
}

/** The items of a list, or the one value that stands for a list of it. */
function items(datum: Datum | undefined): readonly Datum[] {
  if (datum === undefined) return [];
  if (datum.kind === 'choice') return datum.options.flatMap((option) => items(option.value));
  return datum.kind === 'list' ? datum.items.flatMap((item) => (item.kind === 'choice' ? items(item) : [item])) : [datum];
}

const literalIn = (datum: Datum | undefined): string | undefined => (datum?.kind === 'text' ? literalOf(datum.text) : undefined);
const isArn = (datum: Datum | undefined, { arn }: Resource): boolean =>
  datum?.kind === 'text' && arn !== undefined && sameText(datum.text, arn);
