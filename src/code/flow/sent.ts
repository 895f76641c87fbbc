/** What the code of an app's functions sends, by where it goes. */
import type { App, LambdaFunction, Resource } from '../../model/app.ts';
import type { Datum, MapDatum } from '../../model/datum.ts';
import { datumKey } from '../../model/datum.ts';
import { sameText, type Text, textKey } from '../../model/text.ts';
import type { Filter, Inbox } from './inbox.ts';
import { joinedMaps } from './joined.ts';
import type { Naming } from './naming.ts';
import { type Channel, mayReach, nameIn, type Send } from './sends.ts';

export interface Sender {
  readonly fn: LambdaFunction;
  readonly sends: readonly Send[];
  readonly result: Datum | undefined;
}

/** What the functions send that were analysed so far. */
export class Sent implements Inbox {
  readonly #app: App;
  readonly #naming: Naming;
  readonly #senders: readonly Sender[];
  readonly #reader: LambdaFunction | undefined;
  /** functions that were not analysed yet */
  readonly #waiting: readonly LambdaFunction[];

  /** `reader`: the function that asks; what it sends itself is not waited for */
  constructor(app: App, naming: Naming, senders: readonly Sender[], reader?: LambdaFunction) {
    this.#app = app;
    this.#naming = naming;
    this.#senders = senders;
    this.#reader = reader;
    this.#waiting = app.functions.filter((fn) => senders.every((sender) => sender.fn !== fn));
  }

  sentTo(channel: Channel, target: Text, filter?: Filter): MapDatum | undefined {
    const name = nameIn(target, channel);
    const resources = this.#named(channel, name);
    // what belongs to no resource of the template, as the default bus, the template need not tell
    const told = (fn: LambdaFunction): boolean => resources.length === 0 || resources.some(({ id }) => this.#naming.tells(fn, id));
    const messages = this.#senders.flatMap(({ fn, sends }) =>
      sends.filter((send) => send.channel === channel && mayReach(send, channel, name) && (!send.hidden || told(fn))),
    );
    const received = messages.map(({ message }) => message).filter((message) => filter?.matches(message) ?? true);
    // where a function that may send was not analysed yet, nothing is sent so far: a circle of functions must not begin with anything
    const others = this.#waiting.filter((fn) => fn !== this.#reader);
    const soFar = others.some((fn) => resources.length === 0 || resources.some(({ id }) => this.#naming.tells(fn, id)));
    return received.length === 0 && !soFar ? undefined : joinedMaps(received);
  }

  resultOf(target: Text): Datum | undefined {
    return this.#senders.find(({ fn }) => this.#isNamed(fn, target))?.result;
  }

  isAwaited(target: Text): boolean {
    return this.#waiting.some((fn) => this.#isNamed(fn, target));
  }

  #isNamed(fn: LambdaFunction, target: Text): boolean {
    const own = this.#app.resources.get(fn.id)?.name;
    return own !== undefined && sameText(own, nameIn(target, 'function'));
  }

  inferred(_key: string, infer: (inbox: Inbox) => Datum | undefined): Datum | undefined {
    return infer(this);
  }

  #named(channel: Channel, name: Text): readonly Resource[] {
    return [...this.#app.resources.values()].filter(
      ({ type, arn }) => arn !== undefined && TYPES[channel].includes(type) && sameText(nameIn(arn, channel), name),
    );
  }
}

const TYPES: Readonly<Record<Channel, readonly string[]>> = {
  queue: ['AWS::SQS::Queue'],
  topic: ['AWS::SNS::Topic'],
  bus: ['AWS::Events::EventBus'],
  stream: ['AWS::Kinesis::Stream'],
  table: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::Serverless::SimpleTable'],
  function: ['AWS::Lambda::Function', 'AWS::Serverless::Function'],
  stateMachine: ['AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine'],
};

/** Notes what an analysis was told, so that it is run again when it would be told otherwise. */
export class Asked implements Inbox {
  readonly #inbox: Inbox;
  readonly #answers = new Map<string, { readonly answer: string; ask(inbox: Inbox): string }>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  sentTo(channel: Channel, target: Text, filter?: Filter): MapDatum | undefined {
    return this.#note(`${channel} ${textKey(target)} ${filter?.key ?? ''}`, (inbox) => inbox.sentTo(channel, target, filter));
  }

  resultOf(target: Text): Datum | undefined {
    return this.#note(`result ${textKey(target)}`, (inbox) => inbox.resultOf(target));
  }

  isAwaited(target: Text): boolean {
    const ask = (inbox: Inbox): string => String(inbox.isAwaited(target));
    const answer = ask(this.#inbox);
    this.#answers.set(`awaited ${textKey(target)}`, { answer, ask });
    return answer === 'true';
  }

  inferred(key: string, infer: (inbox: Inbox) => Datum | undefined): Datum | undefined {
    return this.#note(key, infer);
  }

  #note<T extends Datum>(key: string, ask: (inbox: Inbox) => T | undefined): T | undefined {
    const answer = ask(this.#inbox);
    this.#answers.set(key, { answer: keyOf(answer), ask: (inbox) => keyOf(ask(inbox)) });
    return answer;
  }

  /** Whether what is sent by now would answer otherwise. */
  isStale(inbox: Sent): boolean {
    if (!(this.#inbox instanceof Sent)) return false;
    return [...this.#answers.values()].some(({ answer, ask }) => ask(inbox) !== answer);
  }
}

const keyOf = (datum: Datum | undefined): string => (datum ? datumKey(datum) : '');
