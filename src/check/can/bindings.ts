/** Values of pseudo parameters that are known for a question: those that the user gives, and the partition, which is `aws` unless told. */
import type { Datum } from '../../model/datum.ts';
import { isHole, type Text, text } from '../../model/text.ts';

/** By name, `AWS::Partition`. */
export type Bindings = ReadonlyMap<string, string>;

export const bindText = (value: Text, bindings: Bindings): Text =>
  text(...value.map((part) => (isHole(part) && part.kind === 'pseudo' ? (bindings.get(part.name) ?? part) : part)));

export function bindDatum(datum: Datum, bindings: Bindings): Datum {
  switch (datum.kind) {
    case 'text':
      return { kind: 'text', text: bindText(datum.text, bindings) };
    case 'list':
      return { ...datum, items: datum.items.map((item) => bindDatum(item, bindings)) };
    case 'map':
      return {
        ...datum,
        entries: datum.entries.map(({ key, value }) => ({ key: bindText(key, bindings), value: bindDatum(value, bindings) })),
      };
    case 'choice':
      return { ...datum, options: datum.options.map(({ when, value }) => ({ when, value: bindDatum(value, bindings) })) };
    default:
      return datum;
  }
}
