/** What the analysis of one function may ask about what the others send. */
import type { Datum, MapDatum } from '../../model/datum.ts';
import type { Text } from '../../model/text.ts';
import type { Channel } from './sends.ts';

export interface Inbox {
  /**
   * All that is sent to the channel of this ARN or name, as one request with members in API spelling (`MessageBody`); undefined where
   * nothing is. `matches` leaves out what does not get to this receiver; `key` tells it apart.
   */
  sentTo(channel: Channel, target: Text, filter?: Filter): MapDatum | undefined;
  /** What the function of this ARN or name gives back; undefined where that is not known. */
  resultOf(target: Text): Datum | undefined;
  /** Whether the function of this ARN or name was not analysed yet, so that it has given nothing back so far. */
  isAwaited(target: Text): boolean;
  /** What follows from several answers: only what follows counts when they change. */
  inferred(key: string, infer: (inbox: Inbox) => Datum | undefined): Datum | undefined;
}

export interface Filter {
  readonly key: string;
  matches(message: MapDatum): boolean;
}

const ANYTHING: MapDatum = { kind: 'map', entries: [], open: true };

const always = (message: MapDatum | undefined): Inbox => {
  const inbox: Inbox = { sentTo: () => message, resultOf: () => undefined, isAwaited: () => false, inferred: (_, infer) => infer(inbox) };
  return inbox;
};

/** Nothing is known to be sent. */
export const NOTHING_SENT = always(undefined);

/** Anything may be sent, and given back: for functions whose messages grow with each round. */
export const ANYTHING_SENT = always(ANYTHING);
