/** The credential classes of version 2 of the SDK for JavaScript. */
import { sdkClient } from '../../../catalog/index.ts';
import { argument } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  isNullish,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { combine, OWN } from '../aws/connection.ts';
import { assumedCredentials, credentialsOf, credentialsValue, foreignCredentials } from '../aws/credentials.ts';
import { send } from '../aws/request.ts';

export function credentialClassV2(name: string): NativeValue | undefined {
  const make = CLASSES.get(name);
  return make && native(`AWS.${name}`, { construct: make, inert: true });
}

type Make = (call: NativeCall) => Value;

const own: Make = () => credentialsValue([{ kind: 'own' }]);

/** `new AWS.Credentials(accessKeyId, secretAccessKey, sessionToken)`, or one object of them. */
const keys: Make = ({ machine, args, site }) => {
  const first = argument(args, 0);
  const given = first.kind === 'object' ? first : machine.object([['accessKeyId', first]]);
  return credentialsValue(credentialsOf(machine, given, site));
};

/** `new AWS.EnvironmentCredentials('AWS')`: variables of another prefix hold other keys. */
const environment: Make = ({ machine, args, site }) => {
  const prefix = literalText(argument(args, 0));
  if (prefix === 'AWS' || prefix === 'AMAZON') return credentialsValue([{ kind: 'own' }]);
  return credentialsValue([
    foreignCredentials(machine, `the keys are in environment variables that begin with ${prefix ?? 'a prefix'}`, site),
  ]);
};

const cognito: Make = ({ machine, site }) =>
  credentialsValue([foreignCredentials(machine, 'the keys come from a Cognito identity pool', site)]);

/** A role that is assumed with other credentials, by default the function's own. `AssumeRole` needs a permission, the others are not signed. */
const assume =
  (operation: string): Make =>
  ({ machine, args, site }) => {
    const options = argument(args, 0);
    const field = (name: string): Value => (options.kind === 'object' ? getMember(machine, options, textValue(name), site) : UNDEFINED);
    // ChainableTemporaryCredentials takes the parameters one level down
    const nested = field('params');
    const params = isNullish(nested) ? options : nested;
    const role = params.kind === 'object' ? getMember(machine, params, textValue('RoleArn'), site) : UNDEFINED;
    // without a role, TemporaryCredentials are a session of the same identity
    if (isNullish(role) && operation === 'AssumeRole') return own({ machine, args, site, self: UNDEFINED });
    const master = [field('masterCredentials'), argument(args, 1)].find((value) => !isNullish(value));
    const connections = master ? combine(credentialsOf(machine, master, site), [undefined], [undefined]) : [OWN];
    const client = sdkClient('sts');
    if (client) send(machine, { client, operation, input: params, connections }, site);
    return credentialsValue(assumedCredentials(machine, role, site));
  };

const CLASSES: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['Credentials', keys],
  ['EnvironmentCredentials', environment],
  ['TemporaryCredentials', assume('AssumeRole')],
  ['ChainableTemporaryCredentials', assume('AssumeRole')],
  ['WebIdentityCredentials', assume('AssumeRoleWithWebIdentity')],
  ['TokenFileWebIdentityCredentials', own],
  ['SAMLCredentials', assume('AssumeRoleWithSAML')],
  ['CognitoIdentityCredentials', cognito],
  // files and processes of a developer's machine: the function has none, so a fallback to its own keys is what counts
  ['SharedIniFileCredentials', own],
  ['SsoCredentials', own],
  ['ProcessCredentials', own],
  ['FileSystemCredentials', own],
  ['RemoteCredentials', own],
  ['ECSCredentials', own],
  ['EC2MetadataCredentials', own],
  ['CredentialProviderChain', own],
]);
