/** Where a client's calls go and whose credentials sign them, read from the configuration that a client is made with. */
import type { Credentials } from '../../../model/call.ts';
import { literalOf, REGION, sameText, type Text, text, textKey } from '../../../model/text.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { type NativeData, optionsOf, textValue, UNDEFINED, type Value } from '../../interpreter/values.ts';
import { credentialsOf, foreignCredentials } from './credentials.ts';

export interface Connection {
  readonly credentials: Credentials;
  /** undefined: the function's own region */
  readonly region?: Text;
  readonly endpoint?: Text;
  /** why the client is known by its declared type only, when it is */
  readonly byType?: string;
}

/** The function's own role, region and endpoints. */
export const OWN: Connection = { credentials: { kind: 'own' } };

/** Alternatives beyond this are cut to those with own credentials first, so that no need of the role is lost. */
const MAX_ALTERNATIVES = 8;

/** A value that carries connections: a client, a client's `config`. */
export interface ConnectionData extends NativeData {
  readonly connections: readonly Connection[];
}

export const hasConnections = (data: NativeData | undefined): data is ConnectionData => data !== undefined && 'connections' in data;

/** What is configured under the names that the SDK of the language uses. */
export interface ConfigNames {
  readonly region: string;
  readonly endpoint: string;
  /** the member that holds credentials or a provider of them */
  readonly credentials: string;
}

const JAVASCRIPT_CONFIG: ConfigNames = { region: 'region', endpoint: 'endpoint', credentials: 'credentials' };

/** The alternatives that a configuration gives. What is not known of it is taken as not set. */
export function connectionsOf(machine: Machine, config: Value, site: Site, names: ConfigNames = JAVASCRIPT_CONFIG): readonly Connection[] {
  const all = optionsOf(config).flatMap((option): readonly Connection[] => {
    if (option.kind === 'native' && hasConnections(option.data)) return option.data.connections;
    if (option.kind !== 'object') return [OWN];
    const read = (name: string): Value => getMember(machine, option, textValue(name), site);
    const regions = regionsOf(machine, read(names.region), site);
    const endpoints = endpointsOf(machine, read(names.endpoint), site);
    const credentials = credentialsOf(machine, explicitCredentials(read, names), site);
    return combine(credentials, regions, endpoints);
  });
  return distinct(withStandIns(machine, all, site));
}

/** A database or an emulator beside the function stands in for AWS while it is developed: nothing that it is asked needs a permission. */
export const withStandIns = (machine: Machine, connections: readonly Connection[], site: Site): readonly Connection[] =>
  connections.map((connection) =>
    connection.endpoint && STAND_IN.test(literalOf(connection.endpoint) ?? '')
      ? { ...connection, credentials: foreignCredentials(machine, 'the endpoint is not one of AWS', site) }
      : connection,
  );

/** Plain HTTP to this machine, or to a name without a domain as containers have. */
const STAND_IN = /^http:\/\/(localhost|host\.docker\.internal|127(\.\d+){3}|0\.0\.0\.0|[a-z][\w-]*)(:\d+)?(\/|$)/i;

/** `credentials`, or the keys beside it, as version 2 of the JavaScript SDK accepts them. */
function explicitCredentials(read: (name: string) => Value, names: ConfigNames): Value {
  const given = read(names.credentials);
  if (given.kind !== 'constant') return given;
  return UNDEFINED;
}

export function combine(
  credentials: readonly Credentials[],
  regions: readonly (Text | undefined)[],
  endpoints: readonly (Text | undefined)[],
): readonly Connection[] {
  return credentials.flatMap((signer) =>
    regions.flatMap((region) =>
      endpoints.map((endpoint) => ({
        credentials: signer,
        ...(region === undefined ? {} : { region }),
        ...(endpoint === undefined ? {} : { endpoint }),
      })),
    ),
  );
}

export function distinct(connections: readonly Connection[]): readonly Connection[] {
  const byKey = new Map(connections.map((connection) => [connectionKey(connection), connection]));
  const all = [...byKey.values()];
  if (all.length === 0) return [OWN];
  if (all.length <= MAX_ALTERNATIVES) return all;
  return [...all].sort((a, b) => Number(b.credentials.kind === 'own') - Number(a.credentials.kind === 'own')).slice(0, MAX_ALTERNATIVES);
}

export const connectionKey = (connection: Connection): string =>
  JSON.stringify([
    connection.credentials,
    connection.region && textKey(connection.region),
    connection.endpoint && textKey(connection.endpoint),
    connection.byType,
  ]);

/** The regions that a value names; undefined stands for the function's own. */
export const regionsOf = (machine: Machine, value: Value, site: Site): readonly (Text | undefined)[] =>
  textsOf(machine, value, site).map((region) => (region && (region.length === 0 || sameText(region, [REGION])) ? undefined : region));

/** Endpoint URLs; an object gives its host name. */
const endpointsOf = (machine: Machine, value: Value, site: Site): readonly (Text | undefined)[] =>
  optionsOf(value).flatMap((option) => {
    if (option.kind !== 'object') return textsOf(machine, option, site);
    const host = textsOf(machine, getMember(machine, option, textValue('hostname'), site), site);
    return host.map((name) => name && text('https://', ...name));
  });

/** The texts that a value or a function that provides it gives; undefined for what is not there. */
export function textsOf(machine: Machine, value: Value, site: Site, depth = 0): readonly (Text | undefined)[] {
  return optionsOf(value).flatMap((option): readonly (Text | undefined)[] => {
    switch (option.kind) {
      case 'text':
        return [option.text];
      case 'unknown':
        return [[option.hole]];
      case 'closure':
        return depth > 2 ? [undefined] : textsOf(machine, callValue(machine, option, UNDEFINED, NO_ARGUMENTS, site), site, depth + 1);
      case 'native': {
        const plain = option.get?.('%text', machine, site);
        return plain && depth <= 2 ? textsOf(machine, plain, site, depth + 1) : [undefined];
      }
      default:
        return [undefined];
    }
  });
}
