/** Sessions of boto3 and botocore: whose credentials and which region the clients and resources that they make have. */
import { clientByBoto3Name, type SdkClient } from '../../../catalog/index.ts';
import type { Credentials } from '../../../model/call.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { getMember, setMember } from '../../interpreter/members.ts';
import {
  isNullish,
  literalText,
  type NativeCall,
  type NativeData,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import {
  type ConfigNames,
  type Connection,
  type ConnectionData,
  connectionKey,
  connectionsOf,
  distinct,
  hasConnections,
  OWN,
  withStandIns,
} from '../aws/connection.ts';
import { credentialsOf, credentialsValue, foreignCredentials } from '../aws/credentials.ts';
import { clientOf, regionValue } from './client.ts';
import { keywords, named } from './keywords.ts';
import { resource } from './resources.ts';

const CONFIG: ConfigNames = { region: 'region_name', endpoint: 'endpoint_url', credentials: 'aws_access_key_id' };

const DEFAULT = 'boto3 default session';

const isConnections = (value: unknown): value is readonly Connection[] => Array.isArray(value);

/** What `boto3.client` uses: the function's role, unless `setup_default_session` says otherwise. */
function defaults(machine: Machine): readonly Connection[] {
  const known = machine.store.get(DEFAULT);
  return isConnections(known) ? known : [OWN];
}

const isSession = (data: NativeData | undefined): data is ConnectionData => data?.kind === 'session' && hasConnections(data);

/** The connections of the session that a value is; none when it is no session. */
export const sessionConnections = (value: Value): readonly Connection[] =>
  optionsOf(value).flatMap((option) => (option.kind === 'native' && isSession(option.data) ? option.data.connections : []));

const ARGUMENTS = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'region_name', 'botocore_session', 'profile_name'];

function connectionsOfSession({ machine, args, site }: NativeCall): readonly Connection[] {
  const config = keywords(machine, args, ARGUMENTS);
  const field = (name: string): Value => config.fields.get(name) ?? UNDEFINED;
  const inner = optionsOf(field('botocore_session')).flatMap((option) => {
    const keys = assigned(machine, option, site);
    return keys.length > 0 ? keys : sessionConnections(option);
  });
  const base = inner.length > 0 ? inner : [OWN];
  const own = overlaid(connectionsOf(machine, config, site, CONFIG), base, config);
  // a profile is a file of keys, which the runtime has none of: the code is then not run as the function's role
  const profiles = optionsOf(field('profile_name'));
  if (profiles.every(isNullish)) return own;
  const keys = foreignCredentials(machine, 'the access key is in a profile', site);
  const foreign = own.map((connection) => ({ ...connection, credentials: keys }));
  return distinct(profiles.some(isNullish) ? [...own, ...foreign] : foreign);
}

/** Credentials that the program puts into a session: `session._credentials = …`. */
function assigned(machine: Machine, value: Value, site: Site): readonly Connection[] {
  const set = value.kind === 'native' ? value.properties?.fields.get('_credentials') : undefined;
  if (!set) return [];
  return credentialsOf(machine, set, site).map((credentials) => ({ ...OWN, credentials }));
}

export const sessionClass = (name: string): NativeValue =>
  native(name, {
    call: (call) => session(call.machine, connectionsOfSession(call)),
    construct: (call) => session(call.machine, connectionsOfSession(call)),
    typed: (machine) => session(machine, [{ ...OWN, byType: `the receiver is declared as ${name}` }]),
    inert: true,
  });

export function session(machine: Machine, connections: readonly Connection[]): NativeValue {
  const data: ConnectionData = { kind: 'session', connections };
  const current = (at: Machine, site: Site): readonly Connection[] => {
    const keys = assigned(at, made, site);
    return keys.length > 0 ? keys : connections;
  };
  const made: NativeValue = native('a boto3 session', {
    key: `session ${connections.map(connectionKey).join(' ')} ${machine.journal.next()}`,
    data,
    properties: machine.object(),
    get: (name) => {
      if (name === 'set_credentials') return setCredentials(made);
      return name === 'region_name' ? regionValue(connections) : memberOfSession(name, current);
    },
    inert: true,
  });
  return made;
}

/** `session.set_credentials(access_key, secret_key, token)` of botocore. */
const setCredentials = (session: NativeValue): Value =>
  nativeFunction('Session.set_credentials', ({ machine, args, site }) => {
    const keys = credentialsValue(credentialsOf(machine, named(args, 'access_key', 0), site));
    if (session.properties) setMember(machine, session.properties, textValue('_credentials'), keys, site);
    return UNDEFINED;
  });

/** Members of a session, which the module `boto3` has too. */
export function memberOfSession(
  name: string,
  connections: (machine: Machine, site: Site) => readonly Connection[] = defaults,
): Value | undefined {
  switch (name) {
    case 'client':
    case 'create_client':
      return nativeFunction('boto3.client', (call) =>
        byName(call, connections(call.machine, call.site), (client, own) => clientOf(call.machine, client, own)),
      );
    case 'resource':
      return nativeFunction('boto3.resource', (call) =>
        byName(call, connections(call.machine, call.site), (client, own) => resource(call.machine, client, own, call.site)),
      );
    case 'get_credentials':
      return nativeFunction(name, ({ machine, site }) =>
        credentialsValue(connections(machine, site).map((each): Credentials => each.credentials)),
      );
    case 'setup_default_session':
      return nativeFunction(name, (call) => {
        call.machine.store.set(DEFAULT, connectionsOfSession(call));
        return UNDEFINED;
      });
    default:
      return undefined;
  }
}

/** The client or resource of each service that the first argument may name. */
function byName(
  call: NativeCall,
  session: readonly Connection[],
  make: (client: SdkClient, connections: readonly Connection[]) => Value,
): Value {
  const { machine, args, site } = call;
  const config = withConfig(machine, keywords(machine, args, ['service_name', 'region_name']), site);
  const connections = withStandIns(machine, overlaid(connectionsOf(machine, config, site, CONFIG), session, config), site);
  const values = optionsOf(named(args, 'service_name', 0)).map((option) => {
    const name = literalText(option);
    const client = name === undefined ? undefined : clientByBoto3Name(name);
    if (client) return make(client, connections);
    machine.lose(
      {
        what: 'a client of boto3',
        why: name === undefined ? 'its service is known only when the function runs' : `boto3 has no service ${name}`,
      },
      site,
    );
    return unknown('a client of boto3');
  });
  return union(values);
}

/** `config=Config(region_name=…, signature_version=UNSIGNED)` stands for what the call itself leaves out. */
function withConfig(machine: Machine, given: ObjectValue, site: Site): ObjectValue {
  const config = given.fields.get('config');
  if (config?.kind !== 'object') return given;
  const region = getMember(machine, config, textValue('region_name'), site);
  if (!isNullish(region) && isNullish(given.fields.get('region_name') ?? UNDEFINED)) given.fields.set('region_name', region);
  const version = getMember(machine, config, textValue('signature_version'), site);
  if (version.kind === 'native' && version.name.endsWith('UNSIGNED'))
    given.fields.set('aws_access_key_id', credentialsValue([foreignCredentials(machine, 'the requests are not signed', site)]));
  return given;
}

/** What the call itself does not set is the session's. */
function overlaid(own: readonly Connection[], session: readonly Connection[], config: ObjectValue): readonly Connection[] {
  const sets = (name: string): boolean => config.fields.has(name) && !isNullish(config.fields.get(name) ?? UNDEFINED);
  return distinct(
    session.flatMap((base) =>
      own.map((connection) => ({
        ...(base.byType ? { byType: base.byType } : {}),
        ...(connection.endpoint ? { endpoint: connection.endpoint } : {}),
        ...(sets('region_name') ? (connection.region ? { region: connection.region } : {}) : base.region ? { region: base.region } : {}),
        credentials: sets('aws_access_key_id') ? connection.credentials : base.credentials,
      })),
    ),
  );
}
