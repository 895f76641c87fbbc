/** `JSON`: what was written can be read back; a text of the event is parsed into the event's fields. */
import { parsedJson } from '../../interpreter/data.ts';
import { escapeFunctions } from '../../interpreter/escape.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { jsonText, snapshot } from '../../interpreter/json-text.ts';
import { argument, type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { memberOfObject } from '../../interpreter/members.ts';
import { harmless, native, nativeFunction, optionsOf, union, type Value } from '../../interpreter/values.ts';
import { someText } from './text.ts';

const MAX_DEPTH = 4;

/** What a value writes as JSON: that of its own `toJSON` where it has one, which runs. */
function written(machine: Machine, value: Value, site: Site, depth = 0): Value {
  if (value.kind === 'union') return union(value.options.map((option) => written(machine, option, site, depth)));
  if (value.kind === 'list' && depth < MAX_DEPTH) {
    for (const item of value.items) written(machine, item, site, depth + 1);
    return value;
  }
  if (value.kind !== 'object' || depth > MAX_DEPTH) return value;
  const own = memberOfObject(machine, value, 'toJSON', site);
  if (own?.kind === 'closure') return callValue(machine, own, value, NO_ARGUMENTS, site);
  for (const field of [...value.fields.values()]) written(machine, field, site, depth + 1);
  return value;
}

export const jsonGlobal = native('JSON', {
  get: (name) => {
    if (name === 'stringify')
      return nativeFunction('JSON.stringify', ({ machine, args, site }) => {
        const value = written(machine, argument(args, 0), site);
        escapeFunctions(machine, { positional: args.positional.slice(1), named: args.named }, site);
        return value.kind === 'object' || value.kind === 'list' || value.kind === 'union'
          ? jsonText(machine, snapshot(machine, value), someText('a JSON text'))
          : someText('a JSON text');
      });
    if (name === 'parse')
      return nativeFunction('JSON.parse', ({ machine, args, site }) => {
        escapeFunctions(machine, args, site);
        const parsed = optionsOf(argument(args, 0)).map((option): Value => {
          const known = parsedJson(machine, option);
          if (known) return known;
          // The fields of a JSON text in the event are further fields of the event.
          return option.kind === 'unknown' ? { kind: 'unknown', hole: option.hole, harmless: true } : harmless('parsed JSON');
        });
        return union(parsed);
      });
    return undefined;
  },
});
