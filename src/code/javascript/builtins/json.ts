/** `JSON`: what was written can be read back; a text of the event is parsed into the event's fields. */
import { fromJson } from '../../interpreter/data.ts';
import { argument } from '../../interpreter/machine.ts';
import { harmless, literalText, native, nativeFunction, optionsOf, union, type Value } from '../../interpreter/values.ts';
import { someText } from './text.ts';

/** A text that is the JSON of a value, so that parsing it gives the value back. */
const jsonText = (value: Value, serial: number): Value =>
  native('JSON text', {
    key: `json ${serial}`,
    data: { kind: 'json', value } as { readonly kind: string; readonly value: Value },
    inert: true,
    get: (name) =>
      name === '%text' ? someText('a JSON text') : name === 'toString' ? nativeFunction('String.toString', ({ self }) => self) : undefined,
  });

const isJson = (data: object | undefined): data is { readonly kind: 'json'; readonly value: Value } =>
  data !== undefined && 'kind' in data && data.kind === 'json' && 'value' in data;

export const jsonGlobal = native('JSON', {
  get: (name) => {
    if (name === 'stringify')
      return nativeFunction('JSON.stringify', ({ machine, args }) => {
        const value = argument(args, 0);
        return value.kind === 'object' || value.kind === 'list' || value.kind === 'union'
          ? jsonText(value, machine.journal.next())
          : someText('a JSON text');
      });
    if (name === 'parse')
      return nativeFunction('JSON.parse', ({ machine, args }) => {
        const parsed = optionsOf(argument(args, 0)).map((option): Value => {
          if (option.kind === 'native' && isJson(option.data)) return option.data.value;
          const literal = literalText(option);
          if (literal !== undefined) return fromJson(machine, literal) ?? harmless('parsed JSON');
          // The fields of a JSON text in the event are further fields of the event.
          return option.kind === 'unknown' ? { kind: 'unknown', hole: option.hole, harmless: true } : harmless('parsed JSON');
        });
        return union(parsed);
      });
    return undefined;
  },
});
