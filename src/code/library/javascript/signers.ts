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
import { type Connection, connectionsOf } from '../aws/connection.ts';
import { noteDirect } from '../aws/direct.ts';
import { callBackAll } from '../aws/request.ts';

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
