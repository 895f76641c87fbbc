/** `SecretCache` of the Secrets Manager caching client: it reads a secret's versions and then its value (README of aws-secretsmanager-caching-java). */
import { sdkClient } from '../../../../catalog/index.ts';
import { argument, type Machine } from '../../../interpreter/machine.ts';
import { harmless, type NativeCall, type NativeValue, native, type Value } from '../../../interpreter/values.ts';
import { method } from '../../../java/builtins/call.ts';
import { type Connection, connectionKey, OWN } from '../../aws/connection.ts';
import { inert } from '../../aws/request.ts';
import { byType, connectionsIn, request } from '../clients.ts';

function cacheOf(machine: Machine, connections: readonly Connection[]): NativeValue {
  machine.clientsSeen.add('secrets-manager');
  const made: NativeValue = native('SecretCache', {
    key: `secret cache ${connections.map(connectionKey).join(' ')}`,
    inert: true,
    get: (property) =>
      /^(getSecretString|getSecretBinary|refreshNow)$/.test(property)
        ? method(made, property, (call) => read(call, connections))
        : undefined,
  });
  return made;
}

function read({ machine, args, site }: NativeCall, connections: readonly Connection[]): Value {
  const client = sdkClient('secrets-manager');
  const input = machine.object([['SecretId', argument(args, 0)]]);
  if (client) for (const operation of ['DescribeSecret', 'GetSecretValue']) request(machine, client, connections, operation, input, site);
  return harmless('a secret');
}

const cacheClass = native('SecretCache', {
  key: 'class SecretCache',
  inert: true,
  typed: (machine) => cacheOf(machine, byType('SecretCache')),
  construct: ({ machine, args, site }) =>
    cacheOf(machine, args.positional.length === 0 ? [OWN] : connectionsIn(machine, argument(args, 0), site)),
});

export const secretCache = (): NativeValue =>
  native('secretsmanager.caching', {
    key: 'package secretsmanager.caching',
    inert: true,
    get: (name) => (/^(%has )?SecretCache$/.test(name) ? cacheClass : name.startsWith('%') ? undefined : inert(name)),
  });
