/** `Fn::Base64`, `Fn::ToJsonString`, `Fn::ImportValue`, `Fn::Transform`. */
import type { Datum } from '../../model/datum.ts';
import { concat, holesOf, literalOf, mayHold, type Text, text } from '../../model/text.ts';
import { at, stringOf } from '../source/node.ts';
import { expression, type Intrinsic, stringValue, unknown } from './context.ts';
import { choose } from './guarded.ts';

export const base64: Intrinsic = (argument, context, whole) => {
  const literal = stringValue(context.evaluate(argument));
  const plain = literal && literalOf(literal);
  return plain === undefined ? expression(whole) : { kind: 'text', text: text(Buffer.from(plain, 'utf8').toString('base64')) };
};

/** A value that another stack exports: always known at deployment only. */
export const importValue: Intrinsic = (_argument, _context, whole) => expression(whole);

/** A macro may return anything. `AWS::Include` of a file of the app is read where it may stand, before evaluation. */
export const transform: Intrinsic = (argument) => unknown(`the transform ${stringOf(at(argument, 'Name')) ?? 'of the template'}`);

export const toJsonString: Intrinsic = (argument, context, whole) => {
  const options = context.guarded(argument).map(({ when, value }) => ({ when, value: value && jsonText(value) }));
  if (options.some(({ value }) => value === undefined)) return expression(whole);
  return choose(options.map(({ when, value }) => ({ when, value: value && { kind: 'text', text: value } })));
};

/** The JSON of a value; undefined when it is not known, or when a hole may hold characters that JSON escapes. */
export function jsonText(datum: Datum): Text | undefined {
  switch (datum.kind) {
    case 'text':
      return holesOf(datum.text).some((hole) => mayHold(hole, '/'))
        ? undefined
        : text('"', ...datum.text.map((part) => (typeof part === 'string' ? JSON.stringify(part).slice(1, -1) : part)), '"');
    case 'scalar':
      return text(JSON.stringify(datum.value));
    case 'list':
      return datum.open ? undefined : enclosed('[', datum.items.map(jsonText), ']');
    case 'map':
      return datum.open
        ? undefined
        : enclosed(
            '{',
            datum.entries.map(({ key, value }) => pair(jsonText({ kind: 'text', text: key }), jsonText(value))),
            '}',
          );
    default:
      return undefined;
  }
}

const pair = (key: Text | undefined, value: Text | undefined): Text | undefined => (key && value ? concat(key, [':'], value) : undefined);

function enclosed(open: string, items: readonly (Text | undefined)[], close: string): Text | undefined {
  const known = items.filter((item) => item !== undefined);
  if (known.length !== items.length) return undefined;
  return text(open, ...known.flatMap((item, index) => (index === 0 ? item : [',', ...item])), close);
}
