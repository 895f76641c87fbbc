/** Text building: `str.format`, `%` and f-string specifiers (Python Standard Library, "Format String Syntax", "printf-style String Formatting"). */

import { literalOf, type Text } from '../../../model/text.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { copyFields, getMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  literalText,
  type NativeCall,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { first } from './module.ts';

/** A text of which only its origin is known. */
export const someText = (reason: string): Value => textValue([{ kind: 'runtime', reason, chars: 'any' }]);

/** `str(value)`: constants in Python's spelling. */
export function toText(value: Value): Value {
  return union(
    optionsOf(value).map((option) => {
      if (option.kind !== 'constant') return option.kind === 'text' || option.kind === 'unknown' ? option : someText('a value as text');
      if (isNullish(option)) return textValue('None');
      return textValue(option.value === true ? 'True' : option.value === false ? 'False' : String(option.value));
    }),
  );
}

/** A value under a format specifier; only widths of known numbers are computed. */
export function formatted(value: Value, specifier: string | undefined): Value {
  if (specifier === '' || specifier === 's' || specifier === 'd') return toText(value);
  const padded = specifier === undefined ? null : /^0?(\d{1,2})d$/.exec(specifier);
  if (padded && specifier?.startsWith('0') && value.kind === 'constant' && typeof value.value === 'number')
    return textValue(String(value.value).padStart(Number(padded[1]), '0'));
  return someText('a formatted value');
}

/** `'{}-{name}'.format(…)`. */
export function format(
  machine: Machine,
  template: Text,
  positional: readonly Value[],
  named: ReadonlyMap<string, Value>,
  site: Site,
): Value {
  const literal = literalOf(template);
  if (literal === undefined) return someText('a formatted text');
  const parts: Value[] = [];
  let next = 0;
  let from = 0;
  for (const field of literal.matchAll(/\{\{|\}\}|\{([^{}]*)\}/g)) {
    parts.push(textValue(literal.slice(from, field.index)));
    from = field.index + field[0].length;
    if (field[1] === undefined) {
      parts.push(textValue(field[0].charAt(0)));
      continue;
    }
    const [, reference = '', conversion, specifier = ''] = /^([^!:]*)(![rsa])?(?::([\s\S]*))?$/.exec(field[1]) ?? [];
    const [first = '', ...path] = reference.split(/[.[]/).map((part) => part.replace(/\]$/, ''));
    let value = first === '' ? positional[next++] : /^\d+$/.test(first) ? positional[Number(first)] : named.get(first);
    for (const property of path) value = value && getMember(machine, value, textValue(property), site);
    const known = value ?? someText('a missing argument of a format');
    parts.push(conversion === '!r' || conversion === '!a' ? someText('a quoted value') : formatted(known, specifier));
  }
  parts.push(textValue(literal.slice(from)));
  return buildText(parts);
}

/** `'%s-%d' % (a, b)`, `'%(name)s' % values`. */
export function percent(machine: Machine, template: Text, values: Value, site: Site): Value {
  const literal = literalOf(template);
  if (literal === undefined) return someText('a formatted text');
  const items = values.kind === 'list' && values.rest === undefined ? values.items : [values];
  const parts: Value[] = [];
  let next = 0;
  let from = 0;
  for (const field of literal.matchAll(/%(?:\(([^)]*)\))?([-+ #0]*\d*(?:\.\d+)?)([%a-zA-Z])/g)) {
    parts.push(textValue(literal.slice(from, field.index)));
    from = field.index + field[0].length;
    const [, name, flags = '', kind = ''] = field;
    if (kind === '%') parts.push(textValue('%'));
    else {
      const value = name === undefined ? items[next++] : getMember(machine, values, textValue(name), site);
      const specifier = flags === '' && (kind === 's' || kind === 'd' || kind === 'i') ? '' : kind === 'd' ? `${flags}d` : undefined;
      parts.push(formatted(value ?? someText('a missing argument of a format'), specifier));
    }
  }
  parts.push(textValue(literal.slice(from)));
  return buildText(parts);
}

/** A whole number, when the value is one. */
export function wholeNumber(value: Value | undefined): number | undefined {
  const number = value?.kind === 'constant' ? value.value : Number(literalText(value) ?? Number.NaN);
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** `Template('in/$name').substitute(name=…)`. */
export function stringTemplate(call: NativeCall): Value {
  const literal = literalText(first(call));
  if (literal === undefined) return harmless('a template');
  const substitute = nativeFunction('Template.substitute', ({ machine, args: given, site }) => {
    const values = machine.object();
    for (const source of given.positional) copyFields(machine, values, source);
    for (const [name, value] of given.named) values.fields.set(name, value);
    const parts: Value[] = [];
    let from = 0;
    for (const field of literal.matchAll(/\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g)) {
      parts.push(textValue(literal.slice(from, field.index)));
      from = field.index + field[0].length;
      const name = field[2] ?? field[3];
      parts.push(name === undefined ? textValue('$') : toText(getMember(machine, values, textValue(name), site)));
    }
    return buildText([...parts, textValue(literal.slice(from))]);
  });
  return native('a template', {
    key: `template ${literal}`,
    inert: true,
    get: (name) => (name === 'substitute' || name === 'safe_substitute' ? substitute : undefined),
  });
}
