/** Configuration and credentials of the SDKs for Go: both are structs, whose fields options and programs set. */
import { sdkClient } from '../../../catalog/index.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { argument, args as argumentsOf, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields } from '../../interpreter/members.ts';
import { harmless, type NativeValue, native, nativeFunction, type ObjectValue, UNDEFINED, type Value } from '../../interpreter/values.ts';
import { type ConfigNames, hasConnections, OWN } from '../aws/connection.ts';
import { assumedCredentials, credentialsOf, credentialsValue, foreignCredentials } from '../aws/credentials.ts';
import { find, inert, send } from '../aws/request.ts';

export const GO_CONFIG: ConfigNames = { region: 'Region', endpoint: 'BaseEndpoint', credentials: 'Credentials' };

export const ERROR = harmless('an error');

/** Applies functional options: closures that write to the struct, and structs that options of `config` give. */
export function applied(machine: Machine, base: Value, options: readonly Value[], site: Site): ObjectValue {
  const config = machine.object();
  if (base.kind !== 'constant') copyFields(machine, config, base);
  // `session.Copy(configs…)`, `cfg.Copy()`, and version 1's `session.Config`
  config.fields.set(
    'Copy',
    nativeFunction('Copy', (call) => applied(call.machine, config, call.args.positional, call.site)),
  );
  config.fields.set('Config', config);
  for (const option of options) {
    if (option.kind === 'closure') callValue(machine, option, UNDEFINED, argumentsOf(config), site);
    else if (option.kind === 'object') copyFields(machine, config, option);
  }
  return config;
}

const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['WithRegion', 'Region'],
  ['WithDefaultRegion', 'Region'],
  ['WithCredentialsProvider', 'Credentials'],
  ['WithBaseEndpoint', 'BaseEndpoint'],
]);

/** Package `config`: `LoadDefaultConfig(ctx, options…) → (aws.Config, error)`. */
export const configPackage = (): NativeValue =>
  native('config', {
    get: (name) => {
      if (name === 'LoadDefaultConfig')
        return nativeFunction('config.LoadDefaultConfig', ({ machine, args, site }) =>
          machine.list([applied(machine, UNDEFINED, args.positional.slice(1), site), ERROR]),
        );
      if (name === 'WithSharedConfigProfile')
        return nativeFunction(`config.${name}`, ({ machine, site }) =>
          machine.object([['Credentials', credentialsValue([foreignCredentials(machine, 'the access key is in a profile', site)])]]),
        );
      const field = OPTIONS.get(name);
      if (field !== undefined) return nativeFunction(`config.${name}`, ({ machine, args }) => machine.object([[field, argument(args, 0)]]));
      return inert(`config.${name}`);
    },
    inert: true,
  });

/** Version 1: `session.NewSession(configs…) → (session, error)`, `session.Must(session, error)`. */
export const sessionPackage = (): NativeValue =>
  native('session', {
    get: (name) => {
      if (name === 'NewSession')
        return nativeFunction(name, ({ machine, args, site }) => machine.list([applied(machine, UNDEFINED, args.positional, site), ERROR]));
      if (name === 'New') return nativeFunction(name, ({ machine, args, site }) => applied(machine, UNDEFINED, args.positional, site));
      if (name === 'NewSessionWithOptions')
        return nativeFunction(name, ({ machine, args, site }) => {
          const given = argument(args, 0);
          const field = (inner: string): Value => (given.kind === 'object' ? (given.fields.get(inner) ?? UNDEFINED) : UNDEFINED);
          const made = applied(machine, field('Config'), [], site);
          const profile = field('Profile');
          if (profile.kind === 'text' && profile.text.length > 0)
            made.fields.set('Credentials', credentialsValue([foreignCredentials(machine, 'the access key is in a profile', site)]));
          return machine.list([made, ERROR]);
        });
      // a call with two results gives both of them
      if (name === 'Must')
        return nativeFunction(name, ({ args }) => {
          const given = argument(args, 0);
          return given.kind === 'list' ? (given.items[0] ?? UNDEFINED) : given;
        });
      return name === 'Session' || name === 'Options' ? undefined : inert(`session.${name}`);
    },
    inert: true,
  });

/** `credentials`, `credentials/stscreds`, and the packages of version 1 below `aws/`. */
export const credentialsPackage = (subpath: string): NativeValue =>
  native(subpath, {
    get: (name) => {
      if (/^(NewAssumeRoleProvider|NewCredentials|NewCredentialsWithClient)$/.test(name) && subpath.endsWith('stscreds'))
        return nativeFunction(`stscreds.${name}`, ({ machine, args, site }) => {
          const role = argument(args, 1);
          const connections = find(machine, argument(args, 0), 'client', site).flatMap(({ data }) =>
            hasConnections(data) ? data.connections : [],
          );
          const client = sdkClient('sts');
          const input = machine.object([['RoleArn', role]]);
          if (client)
            send(machine, { client, operation: 'AssumeRole', input, connections: connections.length > 0 ? connections : [OWN] }, site);
          return credentialsValue(assumedCredentials(machine, role, site));
        });
      if (/^NewStatic/.test(name))
        return nativeFunction(`credentials.${name}`, ({ machine, args, site }) =>
          credentialsValue(credentialsOf(machine, argument(args, 0), site)),
        );
      return inert(`${subpath}.${name}`);
    },
    inert: true,
  });
