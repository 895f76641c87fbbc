/** Reading properties of the template's resources, and making data such as a template would hold. */
import type { Resource } from '../../model/app.ts';
import type { When } from '../../model/condition.ts';
import type { Datum, MapDatum } from '../../model/datum.ts';
import { literalOf, sameText, type Text, text } from '../../model/text.ts';
import { alternatives } from '../../policy/alternatives.ts';

/** The value at a path of literal keys; undefined where there is none. */
export function at(datum: Datum | undefined, ...path: readonly string[]): Datum | undefined {
  let value = datum;
  for (const key of path) value = value?.kind === 'map' ? value.entries.find((entry) => literalOf(entry.key) === key)?.value : undefined;
  return value;
}

export interface Option {
  readonly when: When;
  readonly value: Datum;
}

/** The items of a list, or the one value that stands for it, each in the forms that conditions give it. */
export function itemsOf(datum: Datum | undefined): readonly Option[] {
  if (!datum) return [];
  return alternatives(datum).flatMap(({ when, value }) =>
    value.kind === 'list' ? value.items.map((item) => ({ when, value: item })) : [{ when, value }],
  );
}

export const textOf = (datum: Datum | undefined): Text | undefined =>
  datum?.kind === 'text' ? datum.text : datum?.kind === 'scalar' && datum.value !== null ? text(String(datum.value)) : undefined;

/** Whether a reference of the template means the resource: its name, its ARN, or a URL that ends with its name. */
export function means(reference: Text, { name, arn }: Resource): boolean {
  if ((arn && sameText(reference, arn)) || (name && sameText(reference, name))) return true;
  const tail = name && reference.slice(-name.length);
  const before = name && reference.at(-name.length - 1);
  return !!tail && !!name && typeof before === 'string' && before.endsWith('/') && sameText(tail, name);
}

/** Whether the value holds the text anywhere. */
export function holds(datum: Datum, wanted: (value: Text) => boolean): boolean {
  switch (datum.kind) {
    case 'text':
      return wanted(datum.text);
    case 'list':
      return datum.items.some((item) => holds(item, wanted));
    case 'map':
      return datum.entries.some((entry) => holds(entry.value, wanted));
    case 'choice':
      return datum.options.some((option) => holds(option.value, wanted));
    default:
      return false;
  }
}

export const textDatum = (value: Text | string): Datum => ({ kind: 'text', text: typeof value === 'string' ? text(value) : value });

export const listDatum = (items: readonly Datum[]): Datum => ({ kind: 'list', items, open: false });

/** Entries without a value are left out. */
export const mapDatum = (entries: Readonly<Record<string, Datum | undefined>>): MapDatum => ({
  kind: 'map',
  open: false,
  entries: Object.entries(entries).flatMap(([key, value]) => (value ? [{ key: text(key), value }] : [])),
});

export const documentDatum = (statements: readonly Datum[]): Datum =>
  mapDatum({ Version: textDatum('2012-10-17'), Statement: listDatum(statements) });
