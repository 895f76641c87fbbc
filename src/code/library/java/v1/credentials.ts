/** Credentials of a role in version 1: `new STSAssumeRoleSessionCredentialsProvider.Builder(role, session).withStsClient(sts).build()`. */
import { sdkClient } from '../../../../catalog/index.ts';
import { argument } from '../../../interpreter/machine.ts';
import { type NativeCall, type NativeValue, native, UNDEFINED, type Value } from '../../../interpreter/values.ts';
import { method } from '../../../java/builtins/call.ts';
import { OWN } from '../../aws/connection.ts';
import { assumedCredentials, credentialsValue } from '../../aws/credentials.ts';
import { connectionsIn, request } from '../clients.ts';
import { settingsBuilder } from '../v2.ts';

function assumed({ machine, site }: NativeCall, role: Value, client: Value): Value {
  const sts = sdkClient('sts');
  if (sts)
    request(
      machine,
      sts,
      client === UNDEFINED ? [OWN] : connectionsIn(machine, client, site),
      'AssumeRole',
      machine.object([['RoleArn', role]]),
      site,
    );
  return credentialsValue(assumedCredentials(machine, role, site));
}

export function assumedProvider(name: string): NativeValue | undefined {
  if (name !== 'STSAssumeRoleSessionCredentialsProvider') return undefined;
  const builder: NativeValue = native(`${name}.Builder`, {
    key: `class ${name}.Builder`,
    construct: ({ machine, args }) =>
      settingsBuilder(machine, name, (call, config) =>
        assumed(call, argument(args, 0), config.kind === 'object' ? (config.fields.get('withStsClient') ?? UNDEFINED) : UNDEFINED),
      ),
    inert: true,
  });
  const made: NativeValue = native(name, {
    key: `class ${name}`,
    construct: (call) => assumed(call, argument(call.args, call.args.positional.length > 2 ? 1 : 0), UNDEFINED),
    get: (property) => (property === 'Builder' ? builder : property === 'builder' ? method(made, property, () => builder) : undefined),
    inert: true,
  });
  return made;
}
