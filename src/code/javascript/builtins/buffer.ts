/** `Buffer`: the bytes of a text are kept as the text. */
import { base64Value } from '../../interpreter/base64.ts';
import { argument } from '../../interpreter/machine.ts';
import {
  harmless,
  literalText,
  native,
  nativeFunction,
  optionsOf,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import { someText } from './text.ts';

/** Bytes of a text: kept as the text, since only texts matter here. */
export const bufferGlobal = native('Buffer', {
  inert: true,
  get: (name) => {
    switch (name) {
      case 'from':
        return nativeFunction('Buffer.from', ({ args: given }) => bytesOf(argument(given, 0), argument(given, 1)));
      case 'concat':
        return nativeFunction('Buffer.concat', () => harmless('bytes'));
      default:
        return undefined;
    }
  },
});

function bytesOf(source: Value, encoding: Value): Value {
  const encoded = encoding !== UNDEFINED && literalText(encoding) !== 'utf8' && literalText(encoding) !== 'utf-8';
  const content = encoded ? union(optionsOf(source).map(decoded)) : source;
  return native('Buffer', {
    key: `Buffer of ${valueKey(content)}`,
    inert: true,
    get: (name) => {
      if (name === 'toString')
        return nativeFunction('Buffer.toString', ({ args: given }) =>
          argument(given, 0) === UNDEFINED || /^(utf|ascii)/.test(literalText(argument(given, 0)) ?? '')
            ? content
            : someText('encoded bytes'),
        );
      return name === '%text' ? content : undefined;
    },
  });
}

/** What text in base64 or another encoding is the text of, as far as that is known. */
export function decoded(source: Value): Value {
  return base64Value(source) ?? (source.kind === 'text' ? someText('decoded bytes') : source);
}
