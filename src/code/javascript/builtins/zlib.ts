/** `node:zlib`: what is unpacked of known bytes is what was packed; nothing of a text is computed here. */
import { callValue } from '../../interpreter/invoke.ts';
import { args, argument } from '../../interpreter/machine.ts';
import {
  harmless,
  type NativeValue,
  NULL,
  native,
  nativeFunction,
  optionsOf,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';

const UNPACKS = /^(gunzip|unzip|inflate|inflateRaw|brotliDecompress|zstdDecompress)(Sync)?$/;

const unpacked = (value: Value): Value =>
  union(
    optionsOf(value).map((option) =>
      option.kind === 'native' || (option.kind === 'unknown' && option.hole.kind === 'event') ? option : harmless('unpacked data'),
    ),
  );

/** `others` has what is no function that unpacks. */
export const zlib = (others: NativeValue): NativeValue => {
  const self: NativeValue = native('node:zlib', {
    inert: true,
    get: (name, machine, site) => {
      if (name === 'default') return self;
      const found = UNPACKS.exec(name);
      if (!found) return others.get?.(name, machine, site);
      return nativeFunction(`zlib.${name}`, (call) => {
        const content = unpacked(argument(call.args, 0));
        if (found[2]) return content;
        const callback = call.args.positional.at(-1);
        return callback?.kind === 'closure' || callback?.kind === 'native'
          ? callValue(call.machine, callback, UNDEFINED, args(NULL, content), call.site)
          : UNDEFINED;
      });
    },
  });
  return self;
};
