/** Members that Go itself gives values: those of embedded fields, methods of types that are no structs, and methods through their type. */
import { findMethod } from '../../interpreter/classes.ts';
import { callMember, callValue } from '../../interpreter/invoke.ts';
import { jsonValue } from '../../interpreter/json-text.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { deeper, getMember, setMember } from '../../interpreter/members.ts';
import { definedClasses } from '../../interpreter/types.ts';
import {
  type ClassValue,
  harmless,
  NULL,
  nativeFunction,
  type ObjectValue,
  textValue,
  UNDEFINED,
  type UnknownValue,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { bufferMember } from './buffers.ts';
import { poolMember } from './shared.ts';

export function goMember(object: Value, name: string, machine: Machine, site: Site): Value | undefined {
  switch (object.kind) {
    case 'class':
      return findMethod(object, name)?.kind === 'closure' ? methodExpression(object, name) : undefined;
    case 'object':
      return (
        bufferMember(object, name) ??
        poolMember(object, name) ??
        (object.class ? promoted(object, name, machine, site) : undefined) ??
        fieldOfJson(object, name) ??
        contentOfAttribute(object, name) ??
        parsedLogs(object, name) ??
        methodOfPlainType(object, name, machine) ??
        unsetField(object, name) ??
        setter(object, name)
      );
    case 'text':
    case 'list':
    case 'constant':
      return methodOfPlainType(object, name, machine);
    case 'closure':
      // `http.HandlerFunc(f).ServeHTTP`: a method of a library's function type calls the function
      return methodOfPlainType(object, name, machine) ?? object;
    case 'unknown':
      return fieldOfImage(object, name);
    default:
      return undefined;
  }
}

/** `Store.Get(s, key)`, and the same of an embedded field's method or of an interface. */
export function methodExpression(type: ClassValue, name: string): Value {
  return nativeFunction(`${type.node.name}.${name}`, ({ machine, args: given, site }) => {
    const [self = UNDEFINED, ...rest] = given.positional;
    const handed = { ...args(...rest), ...(given.rest ? { rest: given.rest } : {}) };
    const own = findMethod(type, name);
    return own?.kind === 'closure' ? callValue(machine, own, self, handed, site) : callMember(machine, self, textValue(name), handed, site);
  });
}

/** The members of an embedded field are the instance's own; the first field that has the name wins. */
function promoted(object: ObjectValue, name: string, machine: Machine, site: Site): Value | undefined {
  for (const member of object.class?.node.members ?? []) {
    if (!member.embedded || member.key.kind !== 'literal') continue;
    const inner = object.fields.get(String(member.key.value));
    if (inner === undefined || inner.kind === 'constant') continue;
    const found = getMember(machine, inner, textValue(name), site);
    if (found !== UNDEFINED) return found;
  }
  return undefined;
}

/** `input.SetBucket(name)`: the structs of version 1 of the SDK have a setter for each field, which gives the struct back. */
function setter(object: ObjectValue, name: string): Value | undefined {
  if (object.class || !/^Set[A-Z]/.test(name)) return undefined;
  return nativeFunction(name, ({ machine, args: given, site }) => {
    setMember(machine, object, textValue(name.slice('Set'.length)), argument(given, 0), site);
    return object;
  });
}

/** A field of text, a number or a truth value that this program does not set: what is not read may have. */
function unsetField(object: ObjectValue, name: string): Value | undefined {
  if (object.open) return undefined;
  const field = object.class?.node.members.find((each) => each.kind === 'field' && each.key.kind === 'literal' && each.key.value === name);
  return field?.value?.kind === 'unknown' ? harmless(field.value.reason) : undefined;
}

/** Methods of `events.DynamoDBAttributeValue`, by the type of the attribute whose value they give. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['Binary', 'B'],
  ['BinarySet', 'BS'],
  ['List', 'L'],
  ['Map', 'M'],
  ['Number', 'N'],
  ['NumberSet', 'NS'],
  ['String', 'S'],
  ['StringSet', 'SS'],
]);

function contentOfAttribute(object: ObjectValue, name: string): Value | undefined {
  const type = object.class ? undefined : ATTRIBUTES.get(name);
  const content = type === undefined ? undefined : object.fields.get(type);
  return content && content.kind !== 'accessor' ? nativeFunction(name, () => content) : undefined;
}

/** `event.AWSLogs.Parse()` of `events.CloudwatchLogsRawData`. */
function parsedLogs(object: ObjectValue, name: string): Value | undefined {
  const data = name === 'Parse' && !object.class ? object.fields.get('data') : undefined;
  const batch = data && data.kind !== 'accessor' ? jsonValue(data) : undefined;
  return batch && nativeFunction(name, ({ machine }) => machine.list([batch, NULL]));
}

/** The same of an attribute that is not known. */
function fieldOfImage(value: UnknownValue, name: string): Value | undefined {
  const type = ATTRIBUTES.get(name);
  if (type === undefined || value.hole.kind !== 'event' || !/\.dynamodb\.\w+\./.test(value.hole.path)) return undefined;
  return nativeFunction(name, () => deeper(value, type));
}

/**
 * `type Names []string` with methods: its values are plain lists, texts or numbers that do not say their type, so that a method is
 * found by its name among the types that are no structs.
 */
export function methodOfPlainType(self: Value, name: string, machine: Machine): Value | undefined {
  const methods = definedClasses(machine).flatMap((type): Value[] => {
    const method = type.node.members.some((member) => member.kind === 'field') ? undefined : type.methods.get(name);
    return method?.kind === 'closure' ? [{ ...method, self }] : [];
  });
  return methods.length === 0 ? undefined : union(methods);
}

/** Fields of `events` that are not named like their JSON (package events of aws-lambda-go). */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['Change', 'dynamodb'],
  ['URLDecodedKey', 'key'],
]);

/** Members of the event are looked up as encoding/json reads them: without regard to case (package json, "Unmarshal"). */
export function fieldOfJson(object: ObjectValue, name: string): Value | undefined {
  if (object.open?.kind !== 'unknown' || object.open.hole.kind !== 'event') return undefined;
  const wanted = (RENAMED.get(name) ?? name).toLowerCase();
  for (const [key, value] of object.fields) if (key.replaceAll('-', '').toLowerCase() === wanted) return value;
  return undefined;
}
