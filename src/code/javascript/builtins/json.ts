/** `JSON`: what was written can be read back; a text of the event is parsed into the event's fields. */
import { fromJson } from '../../interpreter/data.ts';
import { escapeFunctions } from '../../interpreter/escape.ts';
import { jsonText, jsonValue } from '../../interpreter/json-text.ts';
import { argument } from '../../interpreter/machine.ts';
import { harmless, literalText, native, nativeFunction, optionsOf, union, type Value } from '../../interpreter/values.ts';
import { someText } from './text.ts';

export const jsonGlobal = native('JSON', {
  get: (name) => {
    if (name === 'stringify')
      return nativeFunction('JSON.stringify', ({ machine, args, site }) => {
        const value = argument(args, 0);
        escapeFunctions(machine, { positional: args.positional.slice(1), named: args.named }, site);
        return value.kind === 'object' || value.kind === 'list' || value.kind === 'union'
          ? jsonText(machine, value, someText('a JSON text'))
          : someText('a JSON text');
      });
    if (name === 'parse')
      return nativeFunction('JSON.parse', ({ machine, args, site }) => {
        escapeFunctions(machine, args, site);
        const parsed = optionsOf(argument(args, 0)).map((option): Value => {
          const known = jsonValue(option);
          if (known) return known;
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
