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
}

export interface Filter {
  readonly key: string;
  matches(message: MapDatum): boolean;
}

/** Nothing is known to be sent. */
export const NOTHING_SENT: Inbox = { sentTo: () => undefined, resultOf: () => undefined };

const ANYTHING: MapDatum = { kind: 'map', entries: [], open: true };

/** Anything may be sent, and given back: for functions whose messages grow with each round. */
export const ANYTHING_SENT: Inbox = { sentTo: () => ANYTHING, resultOf: () => undefined };
