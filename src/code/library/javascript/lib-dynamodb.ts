/** `@aws-sdk/lib-dynamodb`: the document client, a layer of plain values above a client of DynamoDB. */
import { type SdkClient, sdkClient } from '../../../catalog/index.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { harmless, type NativeValue, native, nativeFunction, TRUE, textValue, UNDEFINED, type Value } from '../../interpreter/values.ts';
import { OWN } from '../aws/connection.ts';
import { DOCUMENT_COMMANDS, documentOperation } from '../aws/document.ts';
import { inert } from '../aws/request.ts';
import { type ClientKind, clientOf, commandClass, connectionsIn, pages } from './commands.ts';

export function libDynamoDb(machine: Machine): NativeValue | undefined {
  const client = sdkClient('dynamodb');
  if (!client) return undefined;
  machine.clientsSeen.add(client.id);
  return native('@aws-sdk/lib-dynamodb', { get: (name) => memberOfPackage(client, name), inert: true });
}

function memberOfPackage(client: SdkClient, name: string): Value | undefined {
  if (name === '__esModule') return TRUE;
  if (name === 'DynamoDBDocumentClient') return documentClass({ name, client });
  if (name === 'DynamoDBDocument') return documentClass({ name, client, method: documentOperation });
  const [, command = ''] = /^(\w+)Command$/.exec(name) ?? [];
  const operation = DOCUMENT_COMMANDS.get(command);
  if (operation !== undefined) return commandClass(client, name, operation);
  const [, paginated = ''] = /^paginate(\w+)$/.exec(name) ?? [];
  const paged = DOCUMENT_COMMANDS.get(paginated);
  if (paged !== undefined)
    return nativeFunction(name, (call) => {
      const inside = getMember(call.machine, argument(call.args, 0), textValue('client'), call.site);
      return pages(call, client, connectionsIn(call.machine, inside, call.site), paged, argument(call.args, 1));
    });
  if (name === 'NumberValue' || name === 'NumberValueImpl')
    return inert(name, { get: () => nativeFunction(name, () => harmless('a number')) });
  return /^[A-Z]/.test(name) ? inert(name) : undefined;
}

/** `DynamoDBDocumentClient.from(client)`, or `new` with the client. */
function documentClass(kind: ClientKind): NativeValue {
  const made = nativeFunction(`${kind.name}.from`, ({ machine, args, site }) =>
    clientOf(machine, kind, connectionsIn(machine, argument(args, 0), site)),
  );
  return native(kind.name, {
    construct: ({ machine, args, site }) => clientOf(machine, kind, connectionsIn(machine, argument(args, 0), site)),
    typed: (machine) => clientOf(machine, kind, [{ ...OWN, byType: `the receiver is declared as ${kind.name}` }]),
    get: (property) => (property === 'from' ? made : property === 'prototype' ? UNDEFINED : undefined),
    inert: true,
  });
}
