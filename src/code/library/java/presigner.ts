/** `S3Presigner`: the signer of a URL needs the permission of the operation that it signs. */
import { sdkClient } from '../../../catalog/index.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { harmless, type NativeValue, native, UNDEFINED } from '../../interpreter/values.ts';
import { method } from '../../java/builtins/call.ts';
import { OWN } from '../aws/connection.ts';
import { inert } from '../aws/request.ts';
import { type ClientKind, clientOf, injected, request } from './clients.ts';
import { structFrom } from './structs.ts';
import { clientBuilder, operationOf, structClass } from './v2.ts';

export function presignerPackage(_machine: Machine, subpath: string): NativeValue | undefined {
  const client = sdkClient('s3');
  if (!client) return undefined;
  if (subpath.endsWith('.model'))
    return native(subpath, { get: (name) => (name.startsWith('%') ? undefined : structClass(client, name)), inert: true });
  const kind: ClientKind = {
    name: 'S3Presigner',
    client,
    member: (connections, property, self) => {
      const [, named] = /^presign(\w+)$/.exec(property) ?? [];
      const operation = named === undefined ? undefined : operationOf(client, named.charAt(0).toLowerCase() + named.slice(1));
      if (operation === undefined) return undefined;
      return method(self, property, ({ machine, args, site }) => {
        const given = structFrom(machine, { name: `${operation}PresignRequest`, client }, argument(args, 0), site);
        const input = given.kind === 'object' ? (given.fields.get(`${operation}Request`) ?? UNDEFINED) : given;
        request(machine, client, connections, operation, structFrom(machine, { name: operation, client, operation }, input, site), site);
        return harmless('a signed request');
      });
    },
  };
  const made: NativeValue = native('S3Presigner', {
    key: 'class S3Presigner',
    data: { kind: 'type' },
    typed: injected(kind, 'S3Presigner'),
    get: (property) => {
      if (property === 'create') return method(made, property, ({ machine }) => clientOf(machine, kind, [OWN]));
      return property === 'builder' ? method(made, property, ({ machine }) => clientBuilder(machine, kind)) : undefined;
    },
    inert: true,
  });
  return native(subpath, {
    get: (name) => (/^(%has )?S3Presigner$/.test(name) ? made : name.startsWith('%') ? undefined : inert(name)),
    inert: true,
  });
}
