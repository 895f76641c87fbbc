/** Go modules of AWS and the model of each package in them. `name` is the module, `subpath` the package inside it. */
import { clientByGoPackage, type SdkClient } from '../../../catalog/index.ts';
import { fill } from '../../interpreter/decode.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  NULL,
  native,
  nativeFunction,
  optionsOf,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';
import { toAttribute, toAttributes } from '../javascript/attribute-values.ts';
import { typeOrConstant } from './enumerations.ts';
import { cfnPackage, lambdaPackage, lambdaUrlPackage } from './lambda.ts';
import { otherPackage } from './packages.ts';
import { dsqlAuth, interfacePackage, rdsAuth, servicePackage } from './service.ts';
import { configPackage, credentialsPackage, sessionPackage } from './settings.ts';
import { signerPackage } from './signing.ts';
import { transferPackage } from './transfer.ts';

const V2 = 'github.com/aws/aws-sdk-go-v2';
const V1 = 'github.com/aws/aws-sdk-go';

export function goPackage(name: string, subpath: string, machine: Machine): Value | undefined {
  if (name === 'github.com/aws/aws-lambda-go') {
    if (subpath === 'lambda') return lambdaPackage();
    if (subpath === 'cfn') return cfnPackage();
    return subpath === 'lambdaurl' ? lambdaUrlPackage() : data(name, subpath);
  }
  if (name === 'github.com/aws/smithy-go') return data(name, subpath);
  if (name === V2 || name === V1) return sdkPackage(machine, name === V2 ? 2 : 1, subpath);
  return otherPackage(machine, name);
}

function sdkPackage(machine: Machine, version: 1 | 2, subpath: string): Value | undefined {
  const [head, service, ...rest] = subpath.split('/');
  if (head === 'service' && service !== undefined) {
    if (service === 'dynamodb' && rest[0] === 'expression') return chained(subpath);
    if (service === 'dynamodb' && rest[0] === 'dynamodbattribute') return attributeValues(subpath);
    if (service === 'rds' && rest[0] === 'rdsutils') return rdsAuth();
    if (service === 's3' && rest[0] === 's3manager') return withClient('s3', transferPackage);
    const client = clientByGoPackage(service);
    if (!client) return undefined;
    if (rest.length === 0) return servicePackage(machine, client, version);
    // version 1: `dynamodbiface.DynamoDBAPI`
    return rest[0]?.endsWith('iface') ? interfacePackage(machine, client) : types(subpath);
  }
  if (subpath === 'aws') return awsPackage();
  if (subpath === 'config') return configPackage();
  if (subpath === 'aws/session') return sessionPackage();
  if (/^(aws\/)?credentials(\/|$)/.test(subpath)) return credentialsPackage(subpath);
  if (subpath === 'feature/s3/manager') return withClient('s3', transferPackage);
  if (subpath === 'feature/dynamodb/attributevalue') return attributeValues(subpath);
  if (subpath === 'feature/rds/auth') return rdsAuth();
  if (subpath === 'feature/dsql/auth') return dsqlAuth();
  if (subpath === 'aws/signer/v4') return signerPackage(version);
  if (/^(feature|service)\/dynamodb\/expression$/.test(subpath)) return chained(subpath);
  return /^(aws|feature\/ec2|internal|private)(\/|$)/.test(subpath) ? data(V2, subpath) : undefined;
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
      if (kind === undefined) return property.startsWith('%') ? undefined : typeOrConstant(`${name}.${property}`, property);
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

/** Builders of conditions and updates: data, whatever is called on them. */
const chained = (name: string): NativeValue => {
  const made: NativeValue = native(name, {
    call: () => made,
    get: (property, machine) => {
      if (property.startsWith('%')) return undefined;
      return property === 'Build' ? nativeFunction('Build', () => machine.list([made, harmless('an error')])) : made;
    },
    inert: true,
  });
  return made;
};

/** A type: a literal of it is its fields, a conversion to it its operand. */
const inertType = (name: string): NativeValue => native(name, { call: ({ args }) => argument(args, 0), inert: true });

/** A struct that a program may fill, by decoding or field by field. */
const structType = (name: string): NativeValue =>
  native(name, {
    call: ({ args }) => argument(args, 0),
    construct: ({ machine, args }) => {
      const [given] = args.positional;
      return given?.kind === 'object' ? given : machine.object();
    },
    inert: true,
  });

/** Events, errors and helpers: data. */
const data = (name: string, subpath: string): NativeValue =>
  native(`${name}/${subpath}`, {
    get: (property) => {
      if (property.startsWith('%')) return undefined;
      const type = `${subpath}.${property}`;
      return subpath === 'events' && /^[A-Z]/.test(property) ? structType(type) : inertType(type);
    },
    inert: true,
  });

/** `attributevalue.UnmarshalMap(item, &x)`: the fields of x hold data of the table. */
const unmarshal = ({ machine, args, site }: NativeCall): Value => {
  for (const target of optionsOf(argument(args, 1))) {
    if (target.kind === 'object') fill(machine, target, harmless('an item of a table'), site);
    if (target.kind !== 'list') continue;
    machine.journal.touch(target);
    const item = harmless('an item of a table');
    target.rest = target.rest ? union([target.rest, item]) : item;
  }
  return harmless('an error');
};

/** `attributevalue.MarshalMap(x) → (map, error)`. */
const attributeValues = (name: string): NativeValue =>
  native(name, {
    get: (property) => {
      const error = harmless('an error');
      if (property === 'MarshalMap')
        return nativeFunction(property, ({ machine, args }) => machine.list([toAttributes(machine, argument(args, 0)), error]));
      if (property.startsWith('Unmarshal')) return nativeFunction(property, unmarshal);
      if (property === 'MarshalList')
        return nativeFunction(property, ({ machine }) => machine.list([machine.list([], harmless('an attribute')), error]));
      if (property === 'Marshal')
        return nativeFunction(property, ({ machine, args }) => machine.list([toAttribute(machine, argument(args, 0)), error]));
      return inert(`${name}.${property}`);
    },
    inert: true,
  });
