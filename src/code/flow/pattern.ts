/** Whether events match the pattern of a rule, as far as both are known ("Amazon EventBridge event patterns"). */
import type { Datum, MapDatum } from '../../model/datum.ts';
import { literalOf, sameText } from '../../model/text.ts';
import { memberOf } from './member.ts';

/** Whether an event with this content may match. */
export function mayMatch(pattern: Datum, content: Datum | undefined, open = false): boolean {
  if (content === undefined) return open || !requires(pattern);
  if (content.kind === 'choice') return content.options.some(({ value }) => mayMatch(pattern, value));
  if (content.kind === 'unknown') return true;
  if (pattern.kind === 'map') {
    if (content.kind !== 'map') return content.kind === 'text' && literalOf(content.text) === undefined;
    return pattern.entries.every(({ key, value }) => {
      const [name] = key;
      if (key.length !== 1 || typeof name !== 'string' || name.startsWith('$')) return true;
      const more = content.open || content.entries.some((entry) => entry.key.length !== 1 || typeof entry.key[0] !== 'string');
      return mayMatch(value, memberOf(content, name), more);
    });
  }
  if (pattern.kind !== 'list' || pattern.open) return true;
  // an array matches with any of its items
  if (content.kind === 'list') return content.open || content.items.some((item) => mayMatch(pattern, item));
  return pattern.items.some((item) => mayEqual(item, content));
}

/** Whether a pattern asks for a member that is there. */
const requires = (pattern: Datum): boolean =>
  pattern.kind === 'map'
    ? pattern.entries.some(({ value }) => requires(value))
    : pattern.kind === 'list' && !pattern.open && pattern.items.every((item) => item.kind === 'text');

function mayEqual(item: Datum, content: Datum): boolean {
  if (item.kind === 'text' && content.kind === 'text') {
    const both = literalOf(item.text) !== undefined && literalOf(content.text) !== undefined;
    return !both || sameText(item.text, content.text);
  }
  if (item.kind === 'scalar' && content.kind === 'scalar') return item.value === content.value;
  return !((item.kind === 'text' && content.kind === 'scalar') || (item.kind === 'scalar' && content.kind === 'text'));
}

/** The content of an event that matched: members for which the pattern lists values hold them. */
export function constrained(content: Datum, pattern: Datum | undefined): Datum {
  if (content.kind === 'choice')
    return { kind: 'choice', options: content.options.map(({ when, value }) => ({ when, value: constrained(value, pattern) })) };
  if (content.kind !== 'map' || pattern?.kind !== 'map') return content;
  const names = new Map(pattern.entries.flatMap(({ key, value }) => (key.length === 1 ? [[key[0], value] as const] : [])));
  const entries = content.entries.filter(({ key }) => !names.has(key[0]) || key.length !== 1);
  const listed = pattern.entries.flatMap(({ key, value }): MapDatum['entries'] => {
    const [name] = key;
    const given = typeof name === 'string' && key.length === 1 ? memberOf(content, name) : undefined;
    if (value.kind === 'map') return given ? [{ key, value: constrained(given, value) }] : [];
    if (value.kind !== 'list' || value.open || value.items.length === 0 || value.items.some((item) => item.kind !== 'text'))
      return given ? [{ key, value: given }] : [];
    return [{ key, value: { kind: 'choice', options: value.items.map((item) => ({ when: [], value: item })) } }];
  });
  return { ...content, entries: [...entries, ...listed] };
}
