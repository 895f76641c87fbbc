/** `RdsIamAuthTokenGenerator`: a token that the database checks by `rds-db:connect`. */
import { argument } from '../../../interpreter/machine.ts';
import { harmless, type NativeCall, type NativeValue, native, UNDEFINED, type Value } from '../../../interpreter/values.ts';
import { method } from '../../../java/builtins/call.ts';
import { OWN } from '../../aws/connection.ts';
import { noteDirect } from '../../aws/direct.ts';
import { inert } from '../../aws/request.ts';
import { builderOf } from '../structs.ts';
import { settingsBuilder } from '../v2.ts';

function signed({ machine, args, site }: NativeCall): Value {
  const given = argument(args, 0);
  const field = (name: string): Value => (given.kind === 'object' ? (given.fields.get(name) ?? UNDEFINED) : harmless('a token request'));
  noteDirect(machine, 'rds-db:connect', { hostname: field('Hostname'), username: field('UserName') }, [OWN], site);
  return harmless('a token of a database');
}

const generator: NativeValue = native('RdsIamAuthTokenGenerator', {
  key: 'class RdsIamAuthTokenGenerator',
  inert: true,
  typed: () => generator,
  get: (property) => {
    if (property === 'builder')
      return method(generator, property, ({ machine }) => settingsBuilder(machine, 'RdsIamAuthTokenGenerator', () => generator));
    return property === 'getAuthToken' ? method(generator, property, signed) : undefined;
  },
});

const request: NativeValue = native('GetIamAuthTokenRequest', {
  key: 'class GetIamAuthTokenRequest',
  inert: true,
  get: (property) =>
    property === 'builder'
      ? method(request, property, ({ machine }) => builderOf(machine, { name: 'GetIamAuthTokenRequest', client: undefined }))
      : undefined,
});

export const rdsAuth = (): NativeValue =>
  native('services.rds.auth', {
    key: 'package v1 rds auth',
    inert: true,
    get: (property) => {
      const name = property.replace(/^%has /, '');
      if (name === 'RdsIamAuthTokenGenerator') return generator;
      if (name === 'GetIamAuthTokenRequest') return request;
      return property.startsWith('%') ? undefined : inert(property);
    },
  });
