/** Regions and credentials of version 2: whose keys sign the calls of a client that is built with them. */
import { sdkClient } from '../../../catalog/index.ts';
import { argument } from '../../interpreter/machine.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { method } from '../../java/builtins/call.ts';
import { OWN } from '../aws/connection.ts';
import { assumedCredentials, credentialsOf, credentialsValue, foreignCredentials } from '../aws/credentials.ts';
import { inert } from '../aws/request.ts';
import { connectionsIn, request } from './clients.ts';
import { signer } from './signing.ts';
import { structFrom } from './structs.ts';
import { settingsBuilder } from './v2.ts';

/** A region as a value; `%text` is its name. */
export const region = (name: Value): NativeValue => {
  const made: NativeValue = native('Region', {
    key: `region ${name.kind === 'text' ? JSON.stringify(name.text) : name.kind === 'unknown' ? JSON.stringify(name.hole) : name.kind}`,
    get: (property) => {
      if (property === '%text') return name;
      return /^(id|toString|getName|name)$/.test(property) ? method(made, property, () => name) : undefined;
    },
    inert: true,
  });
  return made;
};

export const REGION_CONSTANT = /^[A-Z]{2,}(_[A-Z]+)+_\d$/;

export const regionNamed = (constant: string): NativeValue => region(textValue(constant.toLowerCase().replaceAll('_', '-')));

const regionClass: NativeValue = native('Region', {
  key: 'class Region',
  get: (property) => {
    if (REGION_CONSTANT.test(property)) return regionNamed(property);
    return property === 'of' ? method(regionClass, property, ({ args }) => region(argument(args, 0))) : undefined;
  },
  inert: true,
});

export const regionsPackage = (): NativeValue =>
  native('regions', {
    get: (name) => (/^(%has )?Region$/.test(name) ? regionClass : name.startsWith('%') ? undefined : inert(name)),
    inert: true,
  });

/** `AwsBasicCredentials.create(key, secret)`, `StaticCredentialsProvider.create(credentials)`. */
const withKey = (name: string): NativeValue => {
  const keys = ({ machine, args, site }: NativeCall): Value => {
    const key = argument(args, 0);
    if (isNullish(key)) return credentialsValue([OWN.credentials]);
    return credentialsValue(
      credentialsOf(machine, key.kind === 'object' || key.kind === 'native' ? key : machine.object([['accessKeyId', key]]), site),
    );
  };
  const made: NativeValue = native(name, {
    key: `class ${name}`,
    construct: keys,
    get: (property) => {
      if (property === 'create') return method(made, property, keys);
      return property === 'builder'
        ? method(made, property, ({ machine }) =>
            settingsBuilder(machine, name, (call, config) => {
              const key = config.kind === 'object' ? (config.fields.get('accessKeyId') ?? UNDEFINED) : UNDEFINED;
              return keys({ ...call, args: { positional: [key], named: new Map() } });
            }),
          )
        : undefined;
    },
    inert: true,
  });
  return made;
};

const KEYED =
  /^(AwsBasicCredentials|AwsSessionCredentials|StaticCredentialsProvider|BasicAWSCredentials|BasicSessionCredentials|AWSStaticCredentialsProvider)$/;

/** Providers that read the environment, a container or the default chain give the function's own keys; profiles are not on Lambda. */
export const authPackage = (): NativeValue =>
  native('auth', {
    get: (property) => {
      const name = property.replace(/^%has /, '');
      return KEYED.test(name) ? withKey(name) : (signer(name) ?? (property.startsWith('%') ? undefined : inert(name)));
    },
    inert: true,
  });

export const keyedClass = (name: string): NativeValue | undefined => (KEYED.test(name) ? withKey(name) : undefined);

/** `StsAssumeRoleCredentialsProvider.builder().stsClient(sts).refreshRequest(request).build()`. */
export const stsAuthPackage = (): NativeValue =>
  native('services.sts.auth', {
    get: (name) => {
      const [, kind] =
        /^Sts(AssumeRole|AssumeRoleWithSaml|AssumeRoleWithWebIdentity|WebIdentityTokenFile)CredentialsProvider$/.exec(name) ?? [];
      if (kind === undefined) return name.startsWith('%') ? undefined : inert(name);
      const operation =
        kind === 'AssumeRoleWithSaml' ? 'AssumeRoleWithSAML' : kind === 'WebIdentityTokenFile' ? 'AssumeRoleWithWebIdentity' : kind;
      const made: NativeValue = native(name, {
        key: `class ${name}`,
        get: (property) =>
          property === 'builder'
            ? method(made, property, ({ machine }) => settingsBuilder(machine, name, (call, config) => assumed(call, config, operation)))
            : undefined,
        inert: true,
      });
      return made;
    },
    inert: true,
  });

function assumed({ machine, site }: NativeCall, config: Value, operation: string): Value {
  const sts = sdkClient('sts');
  const field = (name: string): Value => (config.kind === 'object' ? (config.fields.get(name) ?? UNDEFINED) : UNDEFINED);
  if (!sts) return credentialsValue([foreignCredentials(machine, 'the keys are those of a role', site)]);
  const input = structFrom(machine, { name: `${operation}Request`, client: sts, operation }, field('refreshRequest'), site);
  request(machine, sts, connectionsIn(machine, field('stsClient'), site), operation, input, site);
  const role = input.kind === 'object' ? (input.fields.get('RoleArn') ?? harmless('the role')) : harmless('the role');
  return credentialsValue(assumedCredentials(machine, role, site));
}
