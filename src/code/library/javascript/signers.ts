/** Tokens for databases: signed here, checked by the database, with an IAM action that belongs to no API. */
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, connectionsOf, OWN } from '../aws/connection.ts';
import { noteDirect } from '../aws/direct.ts';
import { callBackAll, inert } from '../aws/request.ts';

const reader =
  (machine: Machine, site: Site, ...sources: readonly Value[]) =>
  (name: string): Value => {
    for (const source of sources) {
      if (source.kind !== 'object' && source.kind !== 'union' && source.kind !== 'unknown') continue;
      const value = getMember(machine, source, textValue(name), site);
      if (!isNullish(value)) return value;
    }
    return UNDEFINED;
  };

/** `new Signer({ hostname, port, username, region, credentials }).getAuthToken()`: `rds-db:connect` as the database user. */
export function rdsSigner(name: string, connect: (call: NativeCall, config: Value) => readonly Connection[]): NativeValue {
  return native(name, {
    construct: (made) => {
      const config = argument(made.args, 0);
      const token = nativeFunction(`${name}.getAuthToken`, (call) => {
        const read = reader(call.machine, call.site, argument(call.args, 0), config);
        const fields = { hostname: read('hostname'), username: read('username') };
        noteDirect(call.machine, 'rds-db:connect', fields, connect(made, config), call.site);
        const result = harmless('a token of a database');
        callBackAll(call.machine, call.args.positional, result, call.site);
        return result;
      });
      return native(name, {
        key: `signer ${made.machine.journal.next()}`,
        get: (property) => (property === 'getAuthToken' ? token : undefined),
        inert: true,
      });
    },
    inert: true,
  });
}

export function rdsSignerPackage(): NativeValue {
  const signer = rdsSigner('Signer', ({ machine, site }, config) => connectionsOf(machine, config, site));
  return native('@aws-sdk/rds-signer', { get: (name) => (name === 'Signer' ? signer : undefined), inert: true });
}

/** `getDbConnectAuthToken` and `getDbConnectAdminAuthToken`: the second is for the user `admin` ("Amazon Aurora DSQL", authentication). */
const DSQL_TOKENS: ReadonlyMap<string, string> = new Map([
  ['getDbConnectAuthToken', 'dsql:DbConnect'],
  ['getDbConnectAdminAuthToken', 'dsql:DbConnectAdmin'],
]);

export function dsqlSignerPackage(): NativeValue {
  const signer = native('DsqlSigner', {
    construct: (made) => {
      const config = argument(made.args, 0);
      return native('DsqlSigner', {
        key: `signer ${made.machine.journal.next()}`,
        get: (property) => {
          const action = DSQL_TOKENS.get(property);
          if (action === undefined) return undefined;
          return nativeFunction(`DsqlSigner.${property}`, ({ machine, site }) => {
            const fields = { hostname: reader(machine, site, config)('hostname') };
            noteDirect(machine, action, fields, connectionsOf(made.machine, config, made.site), site);
            return harmless('a token of a database');
          });
        },
        inert: true,
      });
    },
    inert: true,
  });
  return native('@aws-sdk/dsql-signer', { get: (name) => (name === 'DsqlSigner' ? signer : undefined), inert: true });
}

/**
 * Connectors that sign a token for each connection: `new AuroraDSQLPool({ host, user })`, `auroraDSQLPostgres({ host, username })`.
 * The user is `admin` unless another is named.
 */
export function dsqlConnector(name: string): NativeValue {
  const connect = ({ machine, args, site }: NativeCall): Value => {
    const read = reader(machine, site, argument(args, 0), argument(args, 1));
    const user = [read('user'), read('username')].find((value) => !isNullish(value));
    const admin = user === undefined || (user.kind === 'text' && user.text.length === 1 && user.text[0] === 'admin');
    const literal = user?.kind === 'text' && user.text.every((part) => typeof part === 'string');
    const host = [read('host'), read('hostname')].find((value) => !isNullish(value)) ?? UNDEFINED;
    const actions = admin ? ['dsql:DbConnectAdmin'] : literal ? ['dsql:DbConnect'] : ['dsql:DbConnect', 'dsql:DbConnectAdmin'];
    for (const action of actions) noteDirect(machine, action, { hostname: host }, [OWN], site);
    return inert(name, { key: `connection ${machine.journal.next()}` });
  };
  return native(name, {
    call: connect,
    get: (property) =>
      property === 'default' || /^(auroraDSQL|AuroraDSQL)/.test(property)
        ? native(property, { call: connect, construct: connect, inert: true })
        : undefined,
    inert: true,
  });
}

/** `aws-msk-iam-sasl-signer-js`: `generateAuthToken({ region })`; which cluster the token opens, the broker decides. */
export function mskSigner(): NativeValue {
  const token = nativeFunction('generateAuthToken', ({ machine, args, site }) => {
    noteDirect(machine, 'kafka-cluster:Connect', {}, connectionsOf(machine, argument(args, 0), site), site);
    return harmless('a token of a Kafka cluster');
  });
  return native('aws-msk-iam-sasl-signer-js', { get: (name) => (name.startsWith('generateAuthToken') ? token : undefined), inert: true });
}
