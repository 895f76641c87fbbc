/**
 * What decoding data puts into a struct: fields by their tags, else by their names without regard to case (Go's encoding/json, "Unmarshal").
 * `tag` is the key that the decoder reads in struct tags: `json`, `dynamodbav`, `env`.
 */
import type { ClassMember } from '../program.ts';
import type { Machine, Site } from './machine.ts';
import { getMember } from './members.ts';
import { classOfType } from './types.ts';
import { type ClassValue, isNullish, type ObjectValue, textValue, UNDEFINED, type Value } from './values.ts';

const MAX_DEPTH = 5;

/** The value as an instance of the class; a value that is no record stays what it is. */
export function decoded(machine: Machine, value: Value, type: ClassValue, site: Site, depth = 0): Value {
  if ((value.kind !== 'object' && value.kind !== 'unknown') || depth > MAX_DEPTH) return value;
  const object = machine.object([], { class: type });
  fill(machine, object, value, site, depth);
  return object;
}

/** Writes the fields of data into a struct that is there. */
export function fill(machine: Machine, target: ObjectValue, value: Value, site: Site, depth = 0): void {
  const type = target.class;
  machine.journal.touch(target);
  if (!type) {
    target.open = value.kind === 'unknown' ? value : target.open;
    if (value.kind === 'object') {
      for (const [name, field] of value.fields) target.fields.set(name, field);
      target.dynamic.push(...value.dynamic);
      target.open = value.open ?? target.open;
    }
    return;
  }
  for (const field of type.node.members) {
    if (field.kind !== 'field' || field.static || field.key.kind !== 'literal') continue;
    const name = String(field.key.value);
    const key = tagOf(field, 'json') ?? name;
    if (key === '-') continue;
    const inner = field.embedded && tagOf(field, 'json') === undefined ? value : memberOf(machine, value, key, site);
    if (isNullish(inner)) continue;
    target.fields.set(name, typed(machine, inner, field, type, site, depth));
  }
}

function typed(machine: Machine, value: Value, field: ClassMember, owner: ClassValue, site: Site, depth: number): Value {
  const { type } = field;
  if (!type || depth > MAX_DEPTH) return value;
  if (type.kind === 'list') {
    const item = classOfType(machine, type.item, owner.scope, site);
    if (!item || value.kind !== 'list')
      return item ? machine.list([], decoded(machine, memberOf(machine, value, '0', site), item, site, depth + 1)) : value;
    const rest = value.rest && decoded(machine, value.rest, item, site, depth + 1);
    return machine.list(
      value.items.map((each) => decoded(machine, each, item, site, depth + 1)),
      rest,
    );
  }
  const inner = classOfType(machine, type, owner.scope, site);
  return inner ? decoded(machine, value, inner, site, depth + 1) : value;
}

function memberOf(machine: Machine, value: Value, key: string, site: Site): Value {
  // what was a struct before it was encoded
  const encoded =
    value.kind === 'object' ? value.class?.node.members.find((field) => field.kind === 'field' && tagOf(field, 'json') === key) : undefined;
  if (value.kind === 'object' && encoded?.key.kind === 'literal') return value.fields.get(String(encoded.key.value)) ?? UNDEFINED;
  if (value.kind === 'object' && !value.fields.has(key))
    for (const name of value.fields.keys()) if (name.toLowerCase() === key.toLowerCase()) return value.fields.get(name) ?? UNDEFINED;
  return getMember(machine, value, textValue(key), site);
}

/** `json:"id,omitempty"` gives `id`; undefined where the tag names nothing. */
export function tagOf(field: ClassMember, key: string): string | undefined {
  const name = new Map([...(field.tag ?? '').matchAll(/([\w-]+):"([^"]*)"/g)].map(([, tag = '', value = '']) => [tag, value])).get(key);
  const [first = ''] = name?.split(',') ?? [];
  return first === '' ? undefined : first;
}
