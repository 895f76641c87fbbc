/** The packages `@aws-sdk/client-*`: what their names say is all that is read of them, with the catalog as the table. */
import { operationByPaginator, operationByWaiter, type SdkClient } from '../../../catalog/index.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  TRUE,
  textValue,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import { OWN } from '../aws/connection.ts';
import { inert } from '../aws/request.ts';
import { aggregated, clientClass, clientOf, commandClass, connectionsIn, pages, wait } from './commands.ts';

/** The namespace of `@aws-sdk/client-ID`. */
export function clientPackage(machine: Machine, client: SdkClient): NativeValue {
  machine.clientsSeen.add(client.id);
  const name = `@aws-sdk/client-${client.id}`;
  return native(name, {
    get: (property) => memberOfPackage(client, property),
    any: () => anyMember(client),
    inert: true,
  });
}

function memberOfPackage(client: SdkClient, name: string): Value | undefined {
  if (name === '__esModule') return TRUE;
  if (name === client.javascriptClass) return clientClass({ name, client });
  if (name === client.javascriptAggregatedClass) return clientClass(aggregated(client));
  // an operation that the catalog does not know yet is still that operation: whether IAM knows its action is decided later
  const [, operation] = /^([A-Z]\w*)Command$/.exec(name) ?? [];
  if (operation !== undefined) return commandClass(client, name, operation);
  if (/^[A-Z]\w*Client$/.test(name)) return clientClass({ name, client });
  const paged = operationByPaginator(client.id, name);
  if (paged) return nativeFunction(name, (call) => pages(call, client, connectionsOfFirst(call), paged.name, argument(call.args, 1)));
  const waited = /^wait(?:Until|For)[A-Z]/.test(name) ? operationByWaiter(client.id, name) : undefined;
  if (waited) return nativeFunction(name, (call) => wait(call, client, connectionsOfFirst(call), waited.name, argument(call.args, 1)));
  // enums, errors and the names of types
  return /^[A-Z]/.test(name) ? inert(name, { key: `${client.id}.${name}` }) : undefined;
}

/** Paginators and waiters take `{ client, … }` first; the oldest waiters took the client itself. */
function connectionsOfFirst({ machine, args, site }: NativeCall) {
  const first = argument(args, 0);
  const inside = first.kind === 'object' ? getMember(machine, first, textValue('client'), site) : first;
  return connectionsIn(machine, inside, site);
}

/** A name that is picked at run time: a command of any operation, or the client. */
function anyMember(client: SdkClient): NativeValue {
  const anyCommand = commandClass(client, `${client.serviceId} command`, undefined);
  return native(`a member of @aws-sdk/client-${client.id}`, {
    construct: (call) => {
      const made = anyCommand.construct?.(call);
      if (made?.kind !== 'native') return unknown('a command');
      const asClient = clientOf(call.machine, { name: client.javascriptClass, client }, [OWN]);
      const get = (property: string, machine: Machine, site: Site): Value | undefined =>
        made.get?.(property, machine, site) ?? (property === 'send' ? asClient.get?.(property, machine, site) : undefined);
      return { ...made, get };
    },
    inert: true,
  });
}
