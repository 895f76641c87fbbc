/** `aws_secretsmanager_caching`: a cache that asks for a secret's versions and its value ("Retrieve secrets in Python with caching", AWS Secrets Manager User Guide). */
import { sdkClient } from '../../../catalog/index.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { harmless, isNullish, type NativeCall, type NativeValue, native, nativeFunction, type Value } from '../../interpreter/values.ts';
import { type Connection, hasConnections, OWN } from '../aws/connection.ts';
import { find, inert, send } from '../aws/request.ts';
import { named } from './keywords.ts';

/** Connections of the client that is given, or the function's own. */
export function connectionsOfClient(machine: Machine, value: Value, site: Site): readonly Connection[] {
  if (isNullish(value)) return [OWN];
  const found = find(machine, value, 'client', site).flatMap(({ data }) => (hasConnections(data) ? data.connections : []));
  return found.length > 0 ? found : [OWN];
}

function read(machine: Machine, secret: Value, connections: readonly Connection[], site: Site): Value {
  const client = sdkClient('secrets-manager');
  if (client)
    for (const operation of ['DescribeSecret', 'GetSecretValue'])
      send(machine, { client, operation, input: machine.object([['SecretId', secret]]), connections }, site);
  return harmless('a secret');
}

/** `SecretCache(config=…, client=…)`, with `get_secret_string(id)` and `get_secret_binary(id)`. */
const make = (made: NativeCall): Value => {
  const connections = connectionsOfClient(made.machine, named(made.args, 'client', 1), made.site);
  const self: NativeValue = native('SecretCache', {
    key: `secret cache ${made.machine.journal.next()}`,
    data: { kind: 'secret-cache', connections } as { readonly kind: string },
    get: (property) => {
      if (property === '%secret-cache') return self;
      return property === 'get_secret_string' || property === 'get_secret_binary'
        ? nativeFunction(`SecretCache.${property}`, ({ machine, args, site }) =>
            read(machine, named(args, 'secret_id', 0), connections, site),
          )
        : undefined;
    },
    inert: true,
  });
  return self;
};

/** `@InjectSecretString(id, cache)`: the secret comes before the function's own arguments. */
const decorator = (name: string): NativeValue =>
  nativeFunction(name, (made) => {
    const cache = find(made.machine, named(made.args, 'cache', 1), 'secret-cache', made.site);
    const found = cache.flatMap(({ data }) => (hasConnections(data) ? data.connections : []));
    const connections = found.length > 0 ? found : [OWN];
    const secret = named(made.args, 'secret_id', 0);
    return nativeFunction(`@${name}`, ({ machine: at, args: decorated }) =>
      native('a function with a secret', {
        key: `injected ${at.journal.next()}`,
        call: ({ machine, self, args, site }) => {
          const value = read(machine, secret, connections, site);
          const injected =
            name === 'InjectSecretString'
              ? { ...args, positional: [value, ...args.positional] }
              : {
                  ...args,
                  named: new Map([
                    ...args.named,
                    ...[...made.args.named.keys()].map((key): [string, Value] => [key, harmless('a part of a secret')]),
                  ]),
                };
          return callValue(machine, argument(decorated, 0), self, injected, site);
        },
        escaped: (machine, site) => machine.escape(argument(decorated, 0), site),
      }),
    );
  });

const CACHE = native('SecretCache', { call: make, construct: make, inert: true });

export const secretsCaching = (): NativeValue =>
  native('aws_secretsmanager_caching', {
    get: (name) => {
      if (name === 'SecretCache') return CACHE;
      if (name.startsWith('Inject')) return decorator(name);
      return name.startsWith('%') ? undefined : inert(name);
    },
    inert: true,
  });
