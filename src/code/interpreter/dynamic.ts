/** Fields that are written under keys that are not known: any of them may be the one that is read. */
import { type DynamicField, sameValue, union } from './values.ts';

/** Keys that are told apart; fields under more of them are joined into one, of any of the keys and any of the values. */
const MAX_KEYS = 16;

/** The fields and further ones, one a key. Neither list is changed. */
export function withFields(fields: readonly DynamicField[], more: readonly DynamicField[]): DynamicField[] {
  const all = [...fields];
  for (const field of more) {
    const place = all.findIndex((known) => known === field || sameValue(known.key, field.key));
    const known = all[place];
    if (known === undefined) all.push(field);
    else if (known !== field) all[place] = { key: field.key, value: union([known.value, field.value]) };
  }
  if (all.length <= MAX_KEYS) return all;
  return [{ key: union(all.map(({ key }) => key)), value: union(all.map(({ value }) => value)) }];
}
