/**
 * Databases behind JDBC. Drivers of AWS sign for a connection, and only its URL names them: `jdbc:aws-dsql:` (Aurora DSQL connector for
 * JDBC), `jdbc-secretsmanager:`, whose user is a secret that is described and read (AWS Secrets Manager User Guide, "Connect to a
 * SQL database using JDBC with credentials in an AWS Secrets Manager secret"), `jdbc:aws-wrapper:` with the plugins that its
 * parameters name (AWS Advanced JDBC Wrapper, "IAM Authentication Plugin", "AWS Secrets Manager Plugin").
 */
import { sdkClient } from '../../../catalog/index.ts';
import { concat, displayText, split, type Text, text as textOf } from '../../../model/text.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import {
  harmless,
  literalText,
  type NativeValue,
  native,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { method } from '../../java/builtins/call.ts';
import { OWN } from '../aws/connection.ts';
import { noteDirect } from '../aws/direct.ts';
import { send } from '../aws/request.ts';

export function connects(machine: Machine, url: Value, user: Value, site: Site): void {
  for (const option of optionsOf(url)) {
    const [scheme] = option.kind === 'text' ? option.text : [];
    if (option.kind !== 'text' || typeof scheme !== 'string') continue;
    const parameters = parametersOf(option.text);
    const named = parameters.get('user') ?? user;
    const hostname = textValue(hostOf(option.text));
    if (scheme.startsWith('jdbc-secretsmanager:')) readSecret(machine, ['DescribeSecret', 'GetSecretValue'], named, site);
    else if (scheme.startsWith('jdbc:aws-dsql:')) {
      const users = optionsOf(named).map((each) => (each === UNDEFINED ? 'admin' : literalText(each)));
      if (users.some((each) => each !== 'admin')) noteDirect(machine, 'dsql:DbConnect', { hostname }, [OWN], site);
      if (users.some((each) => each === undefined || each === 'admin'))
        noteDirect(machine, 'dsql:DbConnectAdmin', { hostname }, [OWN], site);
    } else if (scheme.startsWith('jdbc:aws-wrapper:')) {
      const plugins = literalText(parameters.get('wrapperPlugins') ?? UNDEFINED)?.split(',') ?? [];
      const secret = parameters.get('secretsManagerSecretId');
      if (secret) readSecret(machine, ['GetSecretValue'], secret, site);
      if (plugins.includes('iam')) noteDirect(machine, 'rds-db:connect', { hostname, username: named }, [OWN], site);
      else if (!secret)
        machine.lose(
          { what: `connection to ${displayText(option.text)}`, why: 'which plugins of the driver sign for it is not in its URL' },
          site,
        );
    }
  }
}

function readSecret(machine: Machine, operations: readonly string[], name: Value, site: Site): void {
  const client = sdkClient('secrets-manager');
  const input = machine.object([['SecretId', name]]);
  if (client) for (const operation of operations) send(machine, { client, operation, input, connections: [OWN] }, site);
}

/** Between `//` and the port or the path. */
function hostOf(url: Text): Text {
  const [, ...rest] = split(url, '//');
  const [address = []] = split(concat(...rest), '/');
  const [host = []] = split(address, ':');
  return host;
}

function parametersOf(url: Text): ReadonlyMap<string, Value> {
  const [, ...rest] = split(url, '?');
  const pairs = split(concat(...rest.flatMap((each, i) => (i === 0 ? [each] : [textOf('?'), each]))), '&');
  return new Map(
    pairs.flatMap((pair): [string, Value][] => {
      const [name, ...value] = split(pair, '=');
      const [literal] = name ?? [];
      return typeof literal === 'string' && value.length > 0 ? [[literal, textValue(concat(...value))]] : [];
    }),
  );
}

/** `new Properties()` of a connection, or settings of JPA and Hibernate: entries whose names end like these. */
const settingIn = (settings: Value, end: RegExp): Value =>
  union(
    optionsOf(settings).flatMap((option) =>
      option.kind === 'object' ? [...option.fields].flatMap(([name, value]) => (end.test(name) ? [value] : [])) : [],
    ),
  );

/** Settings that are handed to code that is not read. */
export const connectsWith = (machine: Machine, settings: Value, site: Site): void =>
  connects(machine, settingIn(settings, /(^|[._])url$/i), settingIn(settings, /(^|[._])user(name)?$/i), site);

/** `DriverManager.getConnection(url)`, `(url, properties)`, `(url, user, password)`. */
export const driverManager: NativeValue = native('DriverManager', {
  key: 'class DriverManager',
  inert: true,
  data: { kind: 'type' },
  get: (name) =>
    name === 'getConnection'
      ? method(driverManager, name, ({ machine, args, site }) => {
          const second = argument(args, 1);
          connects(
            machine,
            argument(args, 0),
            optionsOf(second).some((each) => each.kind === 'object') ? settingIn(second, /^user$/) : second,
            site,
          );
          return harmless('a connection');
        })
      : undefined,
});

/** Pools and data sources that are told an address and a user by setters: HikariCP, and those of the drivers. */
export const dataSource = (name: string): NativeValue => {
  const type: NativeValue = native(name, {
    key: `class ${name}`,
    inert: true,
    data: { kind: 'type' },
    construct: ({ machine, args, site }) => {
      const [from] = args.positional;
      const settings = from?.kind === 'native' && from.data?.kind === 'data source' ? from.properties : undefined;
      const fields = settings ?? machine.object();
      const made: NativeValue = native(name, {
        key: `${name} ${fields.serial}`,
        inert: true,
        data: { kind: 'data source' },
        properties: fields,
        get: (property) => {
          if (property === 'getConnection')
            return method(made, property, (call) => {
              connects(call.machine, fields.fields.get('url') ?? UNDEFINED, fields.fields.get('user') ?? UNDEFINED, call.site);
              return harmless('a connection');
            });
          const set = /^set(?:Jdbc)?(Url|URL|User|Username)$/.exec(property)?.[1];
          if (set === undefined) return undefined;
          return method(made, property, (call) => {
            call.machine.journal.touch(fields);
            fields.fields.set(/^url$/i.test(set) ? 'url' : 'user', argument(call.args, 0));
            return UNDEFINED;
          });
        },
      });
      // a pool opens connections by itself
      if (settings) connects(machine, fields.fields.get('url') ?? UNDEFINED, fields.fields.get('user') ?? UNDEFINED, site);
      return made;
    },
  });
  return type;
};
