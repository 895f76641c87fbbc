/** Go modules of AWS and the model of each package in them. `name` is the module, `subpath` the package inside it. */
import { clientByGoPackage, type SdkClient } from '../../../catalog/index.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { harmless, type NativeValue, NULL, native, nativeFunction, type Value } from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';
import { toAttribute, toAttributes } from '../javascript/attribute-values.ts';
import { lambdaPackage } from './lambda.ts';
import { manager, rdsAuth, servicePackage } from './service.ts';
import { configPackage, credentialsPackage, sessionPackage } from './settings.ts';

const V2 = 'github.com/aws/aws-sdk-go-v2';
const V1 = 'github.com/aws/aws-sdk-go';

export function goPackage(machine: Machine, name: string, subpath: string): Value | undefined {
  if (name === 'github.com/aws/aws-lambda-go') return subpath === 'lambda' ? lambdaPackage() : data(name, subpath);
  if (name === 'github.com/aws/smithy-go') return data(name, subpath);
  if (name === V2 || name === V1) return sdkPackage(machine, name === V2 ? 2 : 1, subpath);
  return undefined;
}

function sdkPackage(machine: Machine, version: 1 | 2, subpath: string): Value | undefined {
  const [head, service, ...rest] = subpath.split('/');
  if (head === 'service' && service !== undefined) {
    if (service === 'dynamodb' && rest[0] === 'dynamodbattribute') return attributeValues(subpath);
    if (service === 'rds' && rest[0] === 'rdsutils') return rdsAuth();
    if (service === 's3' && rest[0] === 's3manager') return withClient('s3', (client) => manager(client));
    const client = clientByGoPackage(service);
    if (!client) return undefined;
    return rest.length === 0 ? servicePackage(machine, client, version) : types(subpath);
  }
  if (subpath === 'aws') return awsPackage();
  if (subpath === 'config') return configPackage();
  if (subpath === 'aws/session') return sessionPackage();
  if (/^(aws\/)?credentials(\/|$)/.test(subpath)) return credentialsPackage(subpath);
  if (subpath === 'feature/s3/manager') return withClient('s3', (client) => manager(client));
  if (subpath === 'feature/dynamodb/attributevalue') return attributeValues(subpath);
  if (subpath === 'feature/rds/auth') return rdsAuth();
  return /^(aws|feature\/(dynamodb\/expression|ec2)|internal)(\/|$)/.test(subpath) ? data(V2, subpath) : undefined;
}

const withClient = (id: string, make: (client: SdkClient) => Value): Value | undefined => {
  const client = clientByGoPackage(id);
  return client && make(client);
};

/** `aws.String(x)` and its kin make pointers, which are the value itself here; `aws.Config` is a struct. */
const awsPackage = (): NativeValue =>
  native('aws', {
    get: (name) => {
      if (
        /^(String|StringValue|ToString|StringSlice|StringMap|Bool|Int\d*|Float\d*|Time|To[A-Z]\w*|[A-Z]\w*Value|[A-Z]\w*Slice)$/.test(
          name,
        ) ||
        name === 'NewCredentialsCache'
      )
        return nativeFunction(`aws.${name}`, ({ args }) => argument(args, 0));
      if (name === 'NewConfig') return nativeFunction('aws.NewConfig', ({ machine }) => settings(machine));
      return name === 'Config' ? undefined : inert(`aws.${name}`);
    },
    inert: true,
  });

/** The fluent configuration of version 1: `aws.NewConfig().WithRegion(r)`. */
function settings(machine: Machine): Value {
  const config = machine.object();
  for (const field of ['Region', 'Endpoint', 'Credentials'])
    config.fields.set(
      `With${field}`,
      nativeFunction(`With${field}`, (call) => {
        call.machine.journal.touch(config);
        config.fields.set(field, argument(call.args, 0));
        return config;
      }),
    );
  return config;
}

/** `types.AttributeValueMemberS{Value: x}` is `{ S: x }`; other types are structs of fields. */
const types = (name: string): NativeValue =>
  native(name, {
    get: (property) => {
      const [, kind] = /^AttributeValueMember([A-Z]+)$/.exec(property) ?? [];
      if (kind === undefined) return property.startsWith('%') ? undefined : inertType(`${name}.${property}`);
      return native(property, {
        construct: ({ machine, args }) => {
          const given = argument(args, 0);
          return machine.object([[kind, given.kind === 'object' ? (given.fields.get('Value') ?? NULL) : harmless('an attribute')]]);
        },
        inert: true,
      });
    },
    inert: true,
  });

/** A type: a literal of it is its fields, a conversion to it its operand. */
const inertType = (name: string): NativeValue => native(name, { call: ({ args }) => argument(args, 0), inert: true });

/** Events, errors and helpers: data. */
const data = (name: string, subpath: string): NativeValue =>
  native(`${name}/${subpath}`, {
    get: (property) => (property.startsWith('%') ? undefined : inertType(`${subpath}.${property}`)),
    inert: true,
  });

/** `attributevalue.MarshalMap(x) → (map, error)`. */
const attributeValues = (name: string): NativeValue =>
  native(name, {
    get: (property) => {
      const error = harmless('an error');
      if (property === 'MarshalMap')
        return nativeFunction(property, ({ machine, args }) => machine.list([toAttributes(machine, argument(args, 0)), error]));
      if (property === 'Marshal')
        return nativeFunction(property, ({ machine, args }) => machine.list([toAttribute(machine, argument(args, 0)), error]));
      return inert(`${name}.${property}`);
    },
    inert: true,
  });
