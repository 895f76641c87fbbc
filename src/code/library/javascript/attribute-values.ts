/**
 * `@aws-sdk/util-dynamodb` and `AWS.DynamoDB.Converter`: between plain values and typed attributes. The attribute of a known text
 * keeps it, so that a constant key is still seen; reading back gives what is inside.
 */
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  constant,
  harmless,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';

const MAX_DEPTH = 8;
const TYPES = ['S', 'N', 'BOOL', 'NULL', 'B', 'M', 'L', 'SS', 'NS', 'BS'];

/** Plain value → attribute. */
export function toAttribute(machine: Machine, value: Value, depth = 0): Value {
  if (depth > MAX_DEPTH) return harmless('an attribute');
  switch (value.kind) {
    case 'text':
      return machine.object([['S', value]]);
    case 'constant':
      if (typeof value.value === 'number') return machine.object([['N', textValue(String(value.value))]]);
      if (typeof value.value === 'boolean') return machine.object([['BOOL', value]]);
      return value.value === null ? machine.object([['NULL', constant(true)]]) : UNDEFINED;
    case 'list':
      return machine.object([
        [
          'L',
          machine.list(
            value.items.map((item) => toAttribute(machine, item, depth + 1)),
            value.rest && toAttribute(machine, value.rest, depth + 1),
          ),
        ],
      ]);
    case 'object':
      return machine.object([['M', toAttributes(machine, value, depth)]]);
    case 'union':
      return union(value.options.map((option) => toAttribute(machine, option, depth + 1)));
    // its type is known only at run time
    default:
      return machine.object([], { open: harmless('an attribute') });
  }
}

/** Plain object → item. */
export function toAttributes(machine: Machine, value: Value, depth = 0): Value {
  if (value.kind === 'union') return union(value.options.map((option) => toAttributes(machine, option, depth)));
  if (value.kind !== 'object') return value.kind === 'constant' ? value : harmless('an item');
  const fields = [...value.fields]
    .filter(([name]) => !name.startsWith('%'))
    .map(([name, field]) => [name, toAttribute(machine, field, depth + 1)] as const);
  return machine.object(fields, {
    ...(value.open ? { open: harmless('an attribute') } : {}),
    dynamic: value.dynamic.map(({ key, value: field }) => ({ key, value: toAttribute(machine, field, depth + 1) })),
  });
}

/** Attribute → plain value. */
function fromAttribute(machine: Machine, value: Value, site: Site, depth = 0): Value {
  if (depth > MAX_DEPTH) return harmless('a value of an item');
  if (value.kind === 'union') return union(value.options.map((option) => fromAttribute(machine, option, site, depth)));
  if (value.kind !== 'object') return value;
  const values = TYPES.flatMap((type): Value[] => {
    const inner = value.fields.get(type);
    if (!inner) return [];
    if (type === 'M') return [fromAttributes(machine, inner, site, depth + 1)];
    if (type !== 'L') return [inner];
    return inner.kind === 'list'
      ? [
          machine.list(
            inner.items.map((item) => fromAttribute(machine, item, site, depth + 1)),
            inner.rest,
          ),
        ]
      : [inner];
  });
  if (values.length > 0) return union(values);
  return value.open ?? UNDEFINED;
}

/** Item → plain object. Data of an event or output stays what it is: its members are found under the same names. */
function fromAttributes(machine: Machine, value: Value, site: Site, depth = 0): Value {
  if (value.kind === 'union') return union(value.options.map((option) => fromAttributes(machine, option, site, depth)));
  if (value.kind !== 'object') return value;
  const fields = [...value.fields.keys()]
    .filter((name) => !name.startsWith('%'))
    .map((name) => [name, fromAttribute(machine, getMember(machine, value, textValue(name), site), site, depth + 1)] as const);
  return machine.object(fields, { ...(value.open ? { open: value.open } : {}) });
}

const toItem = nativeFunction('marshall', ({ machine, args }) => toAttributes(machine, argument(args, 0)));
/** Of an item: a plain object. */
export const fromItem = nativeFunction('unmarshall', ({ machine, args, site }) => fromAttributes(machine, argument(args, 0), site));
/** Of a plain value: an attribute. */
export const toOne = nativeFunction('convertToAttr', ({ machine, args }) => toAttribute(machine, argument(args, 0)));
/** Of an attribute: a plain value. */
export const fromOne = nativeFunction('convertToNative', ({ machine, args, site }) => fromAttribute(machine, argument(args, 0), site));

const UTIL_DYNAMODB: ReadonlyMap<string, Value> = new Map([
  ['marshall', toItem],
  ['unmarshall', fromItem],
  ['convertToAttr', toOne],
  ['convertToNative', fromOne],
]);

export const utilDynamoDb = (): NativeValue =>
  native('@aws-sdk/util-dynamodb', {
    get: (name) => UTIL_DYNAMODB.get(name) ?? (/^[A-Z]/.test(name) ? inert(name) : undefined),
    inert: true,
  });

const CONVERTER: ReadonlyMap<string, Value> = new Map([
  ['marshall', toItem],
  ['unmarshall', fromItem],
  ['input', toOne],
  ['output', fromOne],
]);

/** `AWS.DynamoDB.Converter` of version 2. */
export const converter = (): NativeValue => native('AWS.DynamoDB.Converter', { get: (name) => CONVERTER.get(name), inert: true });
