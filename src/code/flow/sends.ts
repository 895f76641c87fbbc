/**
 * Which calls hand data to whoever listens: messages, events, records, items and payloads, each to the channel that its input names.
 */
import type { CodeReport, SdkCall } from '../../model/call.ts';
import { type Datum, isOnlyBeyond, type MapDatum } from '../../model/datum.ts';
import { isDeployHole, isHole, literalOf, sameText, split, type Text, text } from '../../model/text.ts';
import { itemsWrittenBy, writesItems } from './items.ts';
import { memberOf } from './member.ts';

/** What listens to data, by how it is named. */
export type Channel = 'queue' | 'topic' | 'bus' | 'stream' | 'table' | 'function' | 'stateMachine';

export interface Send {
  readonly channel: Channel;
  /** names, URLs or ARNs that the input gives; undefined where it may be any channel */
  readonly targets: readonly Text[] | undefined;
  /** the members of the request, or of one of its entries, in API spelling; open where more may be in it */
  readonly message: MapDatum;
  /** code that could not be followed may send it: only to what the template tells its function of */
  readonly hidden?: true;
}

interface Sending {
  readonly channel: Channel;
  /** the member that holds the data */
  readonly data: string;
  /** the members that name the channel, the first that is there counts */
  readonly target: readonly string[];
  /** the member that lists the entries of a batch */
  readonly entries?: string;
}

const publish = { channel: 'topic', data: 'Message', target: ['TopicArn', 'TargetArn'] } as const;
const putEvents = { channel: 'bus', data: 'Detail', target: ['EventBusName'], entries: 'Entries' } as const;
const stream = { channel: 'stream', data: 'Data', target: ['StreamARN', 'StreamName'] } as const;
const invoke = { channel: 'function', data: 'Payload', target: ['FunctionName'] } as const;
const execute = { channel: 'stateMachine', data: 'input', target: ['stateMachineArn'] } as const;

/** By client and operation; the members are those of the API reference of each service. */
const SENDING: Readonly<Record<string, Readonly<Record<string, Sending>>>> = {
  sqs: {
    SendMessage: { channel: 'queue', data: 'MessageBody', target: ['QueueUrl'] },
    SendMessageBatch: { channel: 'queue', data: 'MessageBody', target: ['QueueUrl'], entries: 'Entries' },
  },
  sns: { Publish: publish, PublishBatch: { ...publish, entries: 'PublishBatchRequestEntries' } },
  eventbridge: { PutEvents: putEvents },
  'cloudwatch-events': { PutEvents: putEvents },
  kinesis: { PutRecord: stream, PutRecords: { ...stream, entries: 'Records' } },
  lambda: { Invoke: invoke, InvokeAsync: { ...invoke, data: 'InvokeArgs' }, InvokeWithResponseStream: invoke },
  sfn: { StartExecution: execute, StartSyncExecution: execute },
};

const sendingsOf = (client: string): readonly Sending[] => {
  const operations = Object.hasOwn(SENDING, client) ? SENDING[client] : undefined;
  return [...new Map(Object.values(operations ?? {}).map((sending) => [sending.channel, sending])).values()];
};

const sendingOf = (client: string, operation: string): Sending | undefined => {
  const operations = Object.hasOwn(SENDING, client) ? SENDING[client] : undefined;
  return operations && Object.hasOwn(operations, operation) ? operations[operation] : undefined;
};

/** Whether the JSON that a call carries tells it apart from another one. */
export const carriesData = ({ client, operation }: Pick<SdkCall, 'client' | 'operation'>): boolean =>
  operation !== undefined && (sendingOf(client, operation) !== undefined || (client === TABLES && writesItems(operation)));

/** The client whose items reach the readers of a table's stream. */
const TABLES = 'dynamodb';

const ANYTHING: MapDatum = { kind: 'map', entries: [], open: true };

/** What the code of one function sends, and may send where it could not be followed. */
export function sendsOf(report: CodeReport): readonly Send[] {
  const { calls, direct, lost } = report;
  return [
    ...calls.flatMap(sendsOfCall),
    ...direct.flatMap(({ action }) => hidden(DIRECT.get(action))),
    ...lost.flatMap(({ client, operation }) => {
      if (client === undefined) return CHANNELS.flatMap(hidden);
      if (client === TABLES) return operation === undefined || writesItems(operation) ? hidden('table') : [];
      const sendings = operation === undefined ? sendingsOf(client) : [sendingOf(client, operation)];
      return sendings.flatMap((sending) => hidden(sending?.channel));
    }),
  ];
}

const CHANNELS: readonly Channel[] = ['queue', 'topic', 'bus', 'stream', 'table', 'function', 'stateMachine'];

/** Requests that are signed without an SDK. */
const DIRECT: ReadonlyMap<string, Channel> = new Map([
  ['sqs:SendMessage', 'queue'],
  ['sns:Publish', 'topic'],
  ['events:PutEvents', 'bus'],
  ['kinesis:PutRecord', 'stream'],
  ['dynamodb:PutItem', 'table'],
  ['dynamodb:UpdateItem', 'table'],
  ['lambda:InvokeFunction', 'function'],
  ['states:StartExecution', 'stateMachine'],
]);

const hidden = (channel: Channel | undefined): readonly Send[] =>
  channel === undefined ? [] : [{ channel, targets: undefined, message: ANYTHING, hidden: true }];

function sendsOfCall(call: SdkCall): readonly Send[] {
  const { client, operation, input } = call;
  if (client === TABLES)
    return itemsWrittenBy(call).map(({ table, item }) => ({
      channel: 'table',
      targets: table && textsOf(table),
      message: { kind: 'map', entries: [{ key: ['Item'], value: item }], open: false },
    }));
  if (operation === undefined) return sendingsOf(client).map(({ channel }) => ({ channel, targets: undefined, message: ANYTHING }));
  const sending = sendingOf(client, operation);
  if (!sending) return [];
  const { channel } = sending;
  return entriesOf(input, sending).flatMap((message): readonly Send[] => {
    // what it would hand on, nobody sends to it
    const data = memberOf(message, sending.data);
    if (data && isOnlyBeyond(data)) return [];
    const named = sending.target.map((name) => memberOf(channel === 'bus' ? message : input, name)).find((found) => found !== undefined);
    if (named) return [{ channel, targets: textsOf(named), message }];
    if (input.open || message.open) return [{ channel, targets: undefined, message }];
    // without a bus it is the default one ("PutEventsRequestEntry"); a text message to a phone has no topic
    return channel === 'bus' ? [{ channel, targets: [text('default')], message }] : [];
  });
}

/** The requests of a batch, or the one request. */
function entriesOf(input: MapDatum, { entries }: Sending): readonly MapDatum[] {
  if (entries === undefined) return [input];
  const list = memberOf(input, entries);
  if (!list) return input.open ? [ANYTHING] : [];
  return optionsOf(list).flatMap((option): readonly MapDatum[] => {
    if (option.kind !== 'list' || (option.open && option.items.length === 0)) return [ANYTHING];
    return option.items.flatMap(optionsOf).map((item) => (item.kind === 'map' ? item : ANYTHING));
  });
}

/** Every text that the datum may be; undefined when it may be something else. */
function textsOf(datum: Datum): readonly Text[] | undefined {
  const options = optionsOf(datum).filter((option) => option.kind !== 'scalar');
  const texts = options.flatMap((option) => (option.kind === 'text' ? [option.text] : []));
  return texts.length === options.length && texts.length > 0 ? texts : undefined;
}

const optionsOf = (datum: Datum): readonly Datum[] =>
  datum.kind === 'choice' ? datum.options.flatMap(({ value }) => optionsOf(value)) : [datum];

/** Whether the send may reach the channel of this name. */
export const mayReach = ({ targets }: Send, channel: Channel, name: Text): boolean =>
  targets === undefined || targets.some((target) => mayBe(nameIn(target, channel), name));

/**
 * The name in a URL, an ARN or a name, without a function's qualifier ("Queue and message identifiers", Amazon SQS Developer Guide;
 * "Invoke", AWS Lambda API Reference).
 */
export function nameIn(target: Text, channel: Channel): Text {
  if (channel === 'function') {
    const pieces = split(target, ':');
    const before = pieces.findIndex((piece) => literalOf(piece) === 'function');
    return pieces[before < 0 ? 0 : before + 1] ?? target;
  }
  const last = split(target, ':').at(-1) ?? target;
  return split(last, '/').at(-1) ?? last;
}

/** What is known only when the code runs may be any name. */
const mayBe = (named: Text, name: Text): boolean => sameText(named, name) || named.some((part) => isHole(part) && !isDeployHole(part));
