/** `URL`: its parts, as far as the text tells them. */
import { concat, type Hole, isHole, literalOf, type Text, text } from '../../../model/text.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import {
  harmless,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  toTexts,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { asText, someText } from './text.ts';

/** `new URL(text)`: the parts that can be told from the text. */
export const urlGlobal = native('URL', {
  inert: true,
  construct: ({ args: given }) => {
    const [first = UNDEFINED, base = UNDEFINED] = given.positional;
    const whole = base === UNDEFINED ? asText(first) : buildText([base, first]);
    return urlObject(whole);
  },
});

function urlObject(whole: Value): NativeValue {
  return native('URL', {
    key: `URL ${toTexts(whole)
      .map((t) => JSON.stringify(t))
      .join('|')}`,
    inert: true,
    get: (name) => {
      switch (name) {
        case '%text':
        case 'href':
          return whole;
        case 'toString':
        case 'toJSON':
          return nativeFunction(`URL.${name}`, () => whole);
        case 'hostname':
        case 'host':
          return union(toTexts(whole).map((value) => hostOf(value)));
        case 'pathname':
          return union(toTexts(whole).map((value) => pathOf(value)));
        case 'searchParams':
          return searchParams();
        default:
          return undefined;
      }
    },
  });
}

export const searchParams = (): NativeValue =>
  native('URLSearchParams', {
    inert: true,
    get: (name) => (name.startsWith('%') ? undefined : nativeFunction(`URLSearchParams.${name}`, () => harmless('a query parameter'))),
  });

/** Index of the part, and of the character in it, where the first `/` after `scheme://` stands. */
function pathStart(value: Text): { readonly part: number; readonly at: number } | undefined {
  for (const [i, piece] of value.entries()) {
    if (isHole(piece)) {
      if (!isWithinHost(value, i)) return undefined;
      continue;
    }
    const scheme = i === 0 ? piece.indexOf('://') : -1;
    const at = piece.indexOf('/', scheme >= 0 ? scheme + 3 : 0);
    if (at >= 0) return { part: i, at };
  }
  return undefined;
}

/** Whether the hole holds no path: a name, or what the template gives where only a host stands, as in `https://${Domain.DomainEndpoint}/`. */
function isWithinHost(value: Text, index: number): boolean {
  const hole = value[index];
  if (hole === undefined || !isHole(hole)) return true;
  return hole.chars === 'name' || (hole.kind === 'attribute' && String(value[index - 1]).endsWith('://'));
}

function hostOf(value: Text): Value {
  const start = pathStart(value);
  const end = start ? [...value.slice(0, start.part), String(value[start.part]).slice(0, start.at)] : value;
  const [first = '', ...rest] = end;
  const [only] = value;
  if (value.length === 1 && only !== undefined && isHole(only)) return hostOfHole(only);
  if (typeof first !== 'string' || !first.includes('://') || (!start && end.some((_, i) => !isWithinHost(value, i))))
    return someText('a host name');
  return textValue(text(first.slice(first.indexOf('://') + 3), ...rest));
}

/** `!GetAtt Api.GraphQLUrl` as a URL: deployment can cut its host out, and the reference to the resource stays in it. */
function hostOfHole(hole: Hole): Value {
  const source =
    hole.kind === 'attribute'
      ? { 'Fn::GetAtt': [hole.resource, hole.attribute] }
      : hole.kind === 'parameter'
        ? { Ref: hole.name }
        : hole.kind === 'expression'
          ? hole.source
          : undefined;
  if (source === undefined) return someText('a host name');
  return textValue([{ kind: 'expression', source: { 'Fn::Select': [2, { 'Fn::Split': ['/', source] }] }, chars: 'any' }]);
}

function pathOf(value: Text): Value {
  const start = pathStart(value);
  if (!start) return literalOf(value) !== undefined ? textValue('/') : someText('a path');
  const rest = concat(text(String(value[start.part]).slice(start.at)), value.slice(start.part + 1));
  const query = rest.findIndex((p) => typeof p === 'string' && p.includes('?'));
  if (query < 0) return textValue(rest);
  return textValue(text(...rest.slice(0, query), String(rest[query]).slice(0, String(rest[query]).indexOf('?'))));
}
