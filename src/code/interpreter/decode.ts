/**
 * What decoding data puts into a struct, and what encoding one writes: fields by their tags, else by their names without regard to case (Go's encoding/json, "Unmarshal").
 * `tag` is the key that the decoder reads in struct tags: `json`, `mapstructure`, `env`.
 */

import type { ClassMember } from '../program.ts';
import { withFields } from './dynamic.ts';
import type { Machine, Site } from './machine.ts';
import { getMember } from './members.ts';
import { writtenToTwins } from './twins.ts';
import { classOfType } from './types.ts';
import {
  type ClassValue,
  filterOptions,
  isNullish,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from './values.ts';

const MAX_DEPTH = 5;

/** The value as an instance of the class; a value that is no record stays what it is. */
export function decoded(machine: Machine, value: Value, type: ClassValue, site: Site, tag = 'json', depth = 0): Value {
  if ((value.kind !== 'object' && value.kind !== 'unknown') || depth > MAX_DEPTH) return value;
  const object = machine.object([], { class: type });
  fill(machine, object, value, site, tag, depth);
  return object;
}

/** Writes the fields of data into a struct or a map that is there; alternatives of the data are alternatives of each field. */
export function fill(machine: Machine, target: ObjectValue, value: Value, site: Site, tag = 'json', depth = 0): void {
  const type = target.class;
  machine.journal.touch(target);
  if (!type) {
    fillMap(machine, target, optionsOf(value), site);
    return;
  }
  for (const field of type.node.members) {
    if (field.kind !== 'field' || field.static || field.key.kind !== 'literal') continue;
    const name = String(field.key.value);
    const key = tagOf(field, tag) ?? name;
    if (key === '-') continue;
    const inner = field.embedded && tagOf(field, tag) === undefined ? value : memberOf(machine, value, key, site);
    const found = filterOptions(inner, (option) => !isNullish(option));
    if (!found) continue;
    const before = target.fields.get(name);
    if (field.embedded && before?.kind === 'object' && before.class && depth <= MAX_DEPTH) {
      fill(machine, before, found, site, tag, depth + 1);
      continue;
    }
    const read = typed(machine, found, field, type, site, tag, depth);
    // what nothing had set before is no alternative to what is read
    const unset = !before || (before.kind === 'unknown' && field.value?.kind === 'unknown' && before.hole.kind === 'runtime');
    const now = found === inner || unset ? read : union([before, read]);
    target.fields.set(name, now);
    writtenToTwins(machine, target, name, now);
  }
}

function fillMap(machine: Machine, target: ObjectValue, options: readonly Value[], site: Site): void {
  const names = new Set(options.flatMap((option) => (option.kind === 'object' ? [...option.fields.keys()] : [])));
  for (const name of names) {
    const before = target.fields.get(name);
    const read = options.map((option) => memberOf(machine, option, name, site)).filter((field) => !isNullish(field));
    target.fields.set(name, union(before ? [before, ...read] : read));
  }
  for (const option of options) {
    if (option.kind === 'object') target.dynamic = withFields(target.dynamic, option.dynamic);
    target.open = option.kind === 'unknown' ? option : ((option.kind === 'object' ? option.open : undefined) ?? target.open);
  }
}

/** What encoding a value writes: the fields of structs under the names of their tags (Go's encoding/json, "Marshal"). */
export function encoded(machine: Machine, value: Value, depth = 0): Value {
  if (depth > MAX_DEPTH) return value;
  const inner = (each: Value): Value => encoded(machine, each, depth + 1);
  if (value.kind === 'union') return union(value.options.map(inner));
  if (value.kind === 'list') return machine.list(value.items.map(inner), value.rest && inner(value.rest));
  if (value.kind === 'native' && value.holds) return inner(value.holds());
  if (value.kind !== 'object') return value;
  const written = machine.object([], value.open ? { open: value.open } : {});
  const tags = new Map(
    (value.class?.node.members ?? []).flatMap((field) =>
      field.kind === 'field' && field.key.kind === 'literal' ? [[String(field.key.value), field] as const] : [],
    ),
  );
  for (const [name, field] of value.fields) {
    const member = tags.get(name);
    const key = (member && tagOf(member, 'json')) ?? name;
    const content = inner(field);
    if (member?.embedded && key === name && content.kind === 'object')
      for (const [each, part] of content.fields) written.fields.set(each, part);
    else if (key !== '-') written.fields.set(key, content);
  }
  for (const { key, value: field } of value.dynamic) written.dynamic.push({ key, value: inner(field) });
  return written;
}

function typed(machine: Machine, value: Value, field: ClassMember, owner: ClassValue, site: Site, tag: string, depth: number): Value {
  const { type } = field;
  if (!type || depth > MAX_DEPTH) return value;
  if (value.kind === 'union') return union(value.options.map((option) => typed(machine, option, field, owner, site, tag, depth)));
  if (type.kind === 'list') {
    const item = classOfType(machine, type.item, owner.scope, site);
    if (!item || value.kind !== 'list')
      return item ? machine.list([], decoded(machine, memberOf(machine, value, '0', site), item, site, tag, depth + 1)) : value;
    const rest = value.rest && decoded(machine, value.rest, item, site, tag, depth + 1);
    return machine.list(
      value.items.map((each) => decoded(machine, each, item, site, tag, depth + 1)),
      rest,
    );
  }
  const inner = classOfType(machine, type, owner.scope, site);
  return inner ? decoded(machine, value, inner, site, tag, depth + 1) : value;
}

function memberOf(machine: Machine, value: Value, key: string, site: Site): Value {
  if (value.kind === 'union') return union(value.options.map((option) => memberOf(machine, option, key, site)));
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
