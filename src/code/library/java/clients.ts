/** Clients of both versions as values, and what all of them share: who signs, and what a request is noted as. */
import type { SdkClient } from '../../../catalog/index.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { type NativeValue, native, type ObjectValue, UNDEFINED, type Value } from '../../interpreter/values.ts';
import { beanOf } from '../../java/builtins/beans.ts';
import { type Connection, connectionKey, hasConnections, OWN } from '../aws/connection.ts';
import { find, interned, send } from '../aws/request.ts';
import { spelled } from './structs.ts';

export interface ClientKind {
  /** for messages and to tell clients apart: `S3AsyncClient` */
  readonly name: string;
  readonly client: SdkClient;
  readonly member: (connections: readonly Connection[], property: string, self: NativeValue) => Value | undefined;
}

export function clientOf(machine: Machine, kind: ClientKind, connections: readonly Connection[]): NativeValue {
  const { name, client } = kind;
  machine.clientsSeen.add(client.id);
  const key = `java client ${name} ${connections.map(connectionKey).join(' ')}`;
  return interned(machine, key, () => {
    const made: NativeValue = native(name, {
      key,
      data: { kind: 'client', client, connections } as { readonly kind: string },
      get: (property) => (property === '%client' ? made : kind.member(connections, property, made)),
      inert: true,
      escaped: (at, site) => {
        if (connections.some(({ credentials }) => credentials.kind !== 'foreign'))
          at.lose(
            { what: `calls of the ${name} that is handed over`, why: 'the code that gets the client is not known', client: client.id },
            site,
          );
      },
    });
    return made;
  });
}

/** Connections of the clients that a value may be; the function's own where it is none. */
export function connectionsIn(machine: Machine, value: Value, site: Site): readonly Connection[] {
  const found = find(machine, value, 'client', site).flatMap(({ data }) => (hasConnections(data) ? data.connections : []));
  return found.length > 0 ? found : [OWN];
}

/** What stands where the type is declared: what the program provides for it, else a client of which only the type is known. */
export const injected =
  (kind: ClientKind, name: string) =>
  (machine: Machine, site: Site): Value =>
    beanOf(machine, name, site) ?? clientOf(machine, kind, byType(name));

export const byType = (name: string): readonly Connection[] => [{ ...OWN, byType: `the receiver is declared as ${name}` }];

export function request(
  machine: Machine,
  client: SdkClient,
  connections: readonly Connection[],
  operation: string | undefined,
  input: Value,
  site: Site,
): Value {
  return send(machine, { client, operation, input, connections, spelled: spelled(client, operation) }, site);
}

export const objectOf = (machine: Machine, fields: Readonly<Record<string, Value>>): ObjectValue =>
  machine.object(Object.entries(fields).filter(([, value]) => value !== UNDEFINED));
