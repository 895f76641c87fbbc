/** `@aws-sdk/credential-providers` and the packages `@aws-sdk/credential-provider-*` of one provider each. */
import { sdkClient } from '../../../catalog/index.ts';
import { argument } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { combine, connectionsOf } from '../aws/connection.ts';
import { assumedCredentials, credentialsOf, credentialsValue, foreignCredentials } from '../aws/credentials.ts';
import { inert, send } from '../aws/request.ts';

type Provider = (call: NativeCall) => Value;

const own: Provider = () => credentialsValue([{ kind: 'own' }]);

const fieldOf = ({ machine, site }: NativeCall, options: Value, name: string): Value =>
  options.kind === 'object' ? getMember(machine, options, textValue(name), site) : UNDEFINED;

/** `fromTemporaryCredentials({ params: { RoleArn }, masterCredentials, clientConfig })` calls AssumeRole. */
const temporary: Provider = (call) => {
  const { machine, args, site } = call;
  const options = argument(args, 0);
  const params = fieldOf(call, options, 'params');
  const master = fieldOf(call, options, 'masterCredentials');
  const configured = connectionsOf(machine, fieldOf(call, options, 'clientConfig'), site);
  const connections = isNullish(master)
    ? configured
    : configured.flatMap(({ region, endpoint }) => combine(credentialsOf(machine, master, site), [region], [endpoint]));
  const client = sdkClient('sts');
  if (client) send(machine, { client, operation: 'AssumeRole', input: params, connections }, site);
  return credentialsValue(assumedCredentials(machine, fieldOf(call, params, 'RoleArn'), site));
};

/** A token of another identity provider is traded for a role; the request is not signed. */
const webToken: Provider = (call) => {
  const { machine, args, site } = call;
  const role = fieldOf(call, argument(args, 0), 'roleArn');
  const client = sdkClient('sts');
  const input = machine.object([['RoleArn', role]]);
  if (client)
    send(machine, { client, operation: 'AssumeRoleWithWebIdentity', input, connections: connectionsOf(machine, UNDEFINED, site) }, site);
  return credentialsValue(assumedCredentials(machine, role, site));
};

const cognito: Provider = ({ machine, site }) =>
  credentialsValue([foreignCredentials(machine, 'the keys come from a Cognito identity pool', site)]);

/** `createCredentialChain(a, b)`: the first that answers. */
const chain: Provider = ({ machine, args, site }) =>
  credentialsValue(args.positional.flatMap((provider) => credentialsOf(machine, provider, site)));

const PROVIDERS: ReadonlyMap<string, Provider> = new Map<string, Provider>([
  ['fromTemporaryCredentials', temporary],
  ['fromWebToken', webToken],
  ['fromCognitoIdentity', cognito],
  ['fromCognitoIdentityPool', cognito],
  ['createCredentialChain', chain],
  ['chain', chain],
  ['memoize', chain],
  ['propertyProviderChain', chain],
  // where the function's own keys are, or files that the function does not have
  ['defaultProvider', own],
  ['fromNodeProviderChain', own],
  ['fromEnv', own],
  ['fromContainerMetadata', own],
  ['fromInstanceMetadata', own],
  ['fromHttp', own],
  ['fromIni', own],
  ['fromLoginCredentials', own],
  ['fromProcess', own],
  ['fromSSO', own],
  ['fromTokenFile', own],
]);

export const credentialProviders = (name: string): NativeValue =>
  native(name, {
    get: (property) => {
      const provider = PROVIDERS.get(property);
      if (provider) return nativeFunction(property, provider);
      return /^[A-Z]/.test(property) ? inert(property) : undefined;
    },
    inert: true,
  });
