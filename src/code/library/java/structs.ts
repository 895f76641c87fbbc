/**
 * Requests and the structures inside them: objects with the names of the API. Version 2 builds them, version 1 makes them with
 * constructors and `with…` methods. No two members of an operation differ in case alone, so that case is not looked at.
 */
import { operation as catalogOperation, type SdkClient } from '../../../catalog/index.ts';
import type { MapDatum } from '../../../model/datum.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { copyFields } from '../../interpreter/members.ts';
import {
  type NativeData,
  type NativeValue,
  native,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { callFunction, isFunction, method } from '../../java/builtins/call.ts';

/** What a structure is: the input of an operation, or, without one, a structure whose members are spelled by their methods. */
export interface StructType {
  readonly name: string;
  readonly client: SdkClient | undefined;
  readonly operation?: string;
}

const structs = new WeakMap<ObjectValue, StructType | undefined>();

/** Remembers that the object is a structure and no map of the program, and what kind it is where a builder made it. */
export function struct(object: ObjectValue, type?: StructType): ObjectValue {
  structs.set(object, type);
  return object;
}

/** `request.toBuilder()`: another builder, with what the structure holds. */
export function builderFrom(object: ObjectValue, name: string): NativeValue | undefined {
  const type = name === 'toBuilder' ? structs.get(object) : undefined;
  return type && method(object, name, ({ machine }) => builderOf(machine, type, object));
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Attribute types of DynamoDB are written in capitals. */
const ATTRIBUTES = /^(s|n|b|m|l|ss|ns|bs|bool|nul|null)$/i;

function memberName(type: StructType, name: string): string {
  const plain = name.replace(/(WithStrings|AsStrings?|AsString)$/, '');
  if (type.name === 'AttributeValue' && ATTRIBUTES.test(plain)) return plain.toLowerCase() === 'nul' ? 'NULL' : plain.toUpperCase();
  const members = type.client && type.operation !== undefined ? (catalogOperation(type.client.id, type.operation)?.input ?? []) : [];
  const found = members.find((member) => member.toLowerCase() === plain.toLowerCase());
  if (found !== undefined) return found;
  return lowerCased(type.client) && members.length === 0 ? plain : capitalised(plain);
}

/** Services whose API begins members with small letters: Step Functions, ECS, IoT. */
function lowerCased(client: SdkClient | undefined): boolean {
  return (
    client !== undefined &&
    /^(sfn|ecs|batch|codebuild|codepipeline|codecommit|iot|cloudwatch-logs|appsync|ecr|bedrock\w*|bedrock-.*)$/.test(client.id)
  );
}

const PLURAL = /(?:[^s]s|List)$/;
const SINGULAR =
  /(Status|Class|Alias|Address|Attributes|Values|Metadata|Details|Bus|Days|Seconds|Hours|Minutes|Access|Settings|Options|Analytics|Params|Credentials|Expires)$/;
const IDENTIFIERS = /(Names|Ids|Arns|ARNs|Urls|SecretIds|Identifiers)$/;

/** A single item that a method with any number of them was given. */
export function listed(machine: Machine, name: string, value: Value): Value {
  const one = optionsOf(value).every(
    (option) => (option.kind === 'object' && structs.has(option)) || (option.kind === 'text' && IDENTIFIERS.test(name)),
  );
  return one && PLURAL.test(name) && !(SINGULAR.test(name) && !IDENTIFIERS.test(name)) ? machine.list([value]) : value;
}

/** A request or structure from what a method was given: itself, a builder of it, or a function that is handed a builder. */
export function structFrom(machine: Machine, type: StructType, given: Value, site: Site): Value {
  return union(
    optionsOf(given).map((option) => {
      if (option.kind === 'closure' || (option.kind === 'native' && option.call && option.data?.kind !== 'builder')) {
        const builder = builderOf(machine, type);
        callFunction(machine, option, [builder], site, builder);
        return builtBy(machine, builder, site);
      }
      return option.kind === 'native' && option.data?.kind === 'builder' ? builtBy(machine, option, site) : option;
    }),
  );
}

const builtBy = (machine: Machine, builder: NativeValue, site: Site): Value => builder.get?.('%built', machine, site) ?? UNDEFINED;

/** `X.builder()`: each method sets the member of its name and gives the builder back. */
export function builderOf(machine: Machine, type: StructType, from?: Value): NativeValue {
  const state = machine.object();
  if (from?.kind === 'object') copyFields(machine, state, from);
  const made: NativeValue = native(`a builder of ${type.name}`, {
    key: `builder ${state.serial}`,
    data: { kind: 'builder', type } as NativeData,
    inert: true,
    get: (property, at) => {
      if (property === '%built') return finished(at, type, state);
      if (property.startsWith('%') || property.startsWith('.')) return undefined;
      if (property === 'build') return method(made, property, (call) => finished(call.machine, type, state));
      if (property === 'copy') return method(made, property, (call) => builderOf(call.machine, type, state));
      if (property === 'applyMutation')
        return method(made, property, (call) => {
          callFunction(call.machine, call.args.positional[0] ?? UNDEFINED, [made], call.site);
          return made;
        });
      return method(made, property, (call) => {
        if (call.args.positional.length === 0 && !call.args.rest) return state.fields.get(memberName(type, property)) ?? UNDEFINED;
        call.machine.journal.touch(state);
        const name = memberName(type, property);
        const value = memberValue(call.machine, type, property, name, call.args.positional, call.args.rest, call.site);
        state.fields.set(name, value);
        return made;
      });
    },
  });
  return made;
}

function memberValue(
  machine: Machine,
  type: StructType,
  property: string,
  name: string,
  given: readonly Value[],
  rest: Value | undefined,
  site: Site,
): Value {
  const inner = innerType(type, property);
  const values = given.map((value) => (isFunction(value) || isBuilder(value) ? structFrom(machine, inner, value, site) : value));
  const [only = UNDEFINED] = values;
  return values.length === 1 && !rest ? listed(machine, name, only) : machine.list(values, rest);
}

interface BuilderData extends NativeData {
  readonly type: StructType;
}

const isBuilderData = (data: NativeData | undefined): data is BuilderData => data?.kind === 'builder' && 'type' in data;

/** Whether a builder is one of an operation's input that has the member; undefined where its members are not known. */
export function memberOfRequest(data: NativeData | undefined, name: string): boolean | undefined {
  if (!isBuilderData(data) || !data.type.client || data.type.operation === undefined) return undefined;
  const members = catalogOperation(data.type.client.id, data.type.operation)?.input ?? [];
  return members.some((member) => member.toLowerCase() === name.toLowerCase());
}

const isBuilder = (value: Value): boolean => optionsOf(value).some((option) => option.kind === 'native' && option.data?.kind === 'builder');

/** `getObjectRequest(b -> …)` of a presigner holds the input of an operation. */
function innerType(type: StructType, property: string): StructType {
  const [, operation] = /^(\w+)Request$/.exec(property) ?? [];
  const name = operation === undefined ? undefined : capitalised(operation);
  const known = type.client && name !== undefined && catalogOperation(type.client.id, name) !== undefined;
  return { name: property, client: type.client, ...(known && name !== undefined ? { operation: name } : {}) };
}

function finished(machine: Machine, type: StructType, state: ObjectValue): ObjectValue {
  const made = struct(machine.object(), type);
  copyFields(machine, made, state);
  if (type.operation !== undefined) renamed(machine, made);
  return made;
}

/** `withKeys("a", "b")` and `withKeys(new KeyVersion("a", "1"))` of DeleteObjectsRequest, version 1. */
function deleted(machine: Machine, keys: Value): ObjectValue {
  const one = (key: Value): Value => {
    if (key.kind !== 'object') return struct(machine.object([['Key', key]]));
    const version = key.fields.get('Version');
    return version ? struct(machine.object([...key.fields, ['VersionId', version]])) : key;
  };
  const list = (value: Value): Value =>
    value.kind === 'list' ? machine.list(value.items.map(one), value.rest && one(value.rest)) : machine.list([one(value)]);
  return struct(machine.object([['Objects', union(optionsOf(keys).map(list))]]));
}

/** Members that the SDKs for Java split or name anew (CopyObjectRequest; AmazonS3 of version 1). */
export function renamed(machine: Machine, input: ObjectValue): void {
  const take = (...names: readonly string[]): Value | undefined => {
    for (const name of names) {
      const value = input.fields.get(name);
      if (value !== undefined) {
        input.fields.delete(name);
        return value;
      }
    }
    return undefined;
  };
  machine.journal.touch(input);
  const bucket = take('SourceBucket', 'SourceBucketName');
  const key = take('SourceKey');
  if (bucket) input.fields.set('CopySource', buildText([bucket, textValue('/'), key ?? textValue('')]));
  const keys = take('Keys');
  if (keys) input.fields.set('Delete', deleted(machine, keys));
  const managed = take('SSEAwsKeyManagementParams');
  if (managed) {
    input.fields.set('ServerSideEncryption', textValue('aws:kms'));
    const id = managed.kind === 'object' ? managed.fields.get('AwsKmsKeyId') : managed;
    if (id) input.fields.set('SSEKMSKeyId', id);
  }
  for (const [name, ...others] of [
    ['Bucket', 'DestinationBucket', 'DestinationBucketName', 'BucketName'],
    ['Key', 'DestinationKey'],
    ['ACL', 'CannedAcl', 'CannedACL', 'AccessControlList'],
  ] as const) {
    const value = take(...others);
    if (value && !input.fields.has(name)) input.fields.set(name, value);
  }
}

/** The input's members in the spelling of the operation. */
export const spelled =
  (client: SdkClient, operation: string | undefined) =>
  (input: MapDatum): MapDatum => {
    const known = operation === undefined ? [] : (catalogOperation(client.id, operation)?.input ?? []);
    const members = new Map(known.map((member) => [member.toLowerCase(), member]));
    const entries = input.entries.map((entry) => {
      const [name] = entry.key;
      const member = entry.key.length === 1 && typeof name === 'string' ? members.get(name.toLowerCase()) : undefined;
      return member === undefined ? entry : { ...entry, key: [member] };
    });
    return { ...input, entries };
  };
