/**
 * Files that come with the code: what a program reads from them is known. A path is relative to the code folder, where the runtime
 * starts, or made of `__file__`, which is relative to the app's root here.
 */
import { join } from 'node:path';
import { fromJson } from '../../interpreter/data.ts';
import type { Machine } from '../../interpreter/machine.ts';
import {
  harmless,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { first } from './module.ts';

const MAX_TEXT = 64 * 1024;

/** `open(path)`: knows its path. */
export function opened(call: NativeCall): NativeValue {
  const path = first(call);
  const made: NativeValue = native('a file', {
    inert: true,
    get: (name) => {
      if (name === '%path') return path;
      if (name === '__enter__') return nativeFunction(name, () => made);
      if (name !== 'read') return undefined;
      return nativeFunction('file.read', ({ machine }) => {
        const text = contents(machine, path);
        return text === undefined || text.length > MAX_TEXT ? harmless('the text of a file') : textValue(text);
      });
    },
  });
  return made;
}

/** `json.load(file)`. */
export const loaded = (call: NativeCall): Value =>
  union(
    optionsOf(first(call)).map((file) => {
      const path = file.kind === 'native' ? file.get?.('%path', call.machine, call.site) : undefined;
      const text = path && contents(call.machine, path);
      return (text === undefined ? undefined : fromJson(call.machine, text)) ?? harmless('parsed JSON');
    }),
  );

function contents(machine: Machine, path: Value): string | undefined {
  const written = literalText(path);
  if (written === undefined) return undefined;
  const code = machine.fn.code.kind === 'folder' ? machine.fn.code.path : undefined;
  const inCode = written.replace(/^\/var\/task\//, '');
  const places = [join(machine.files.root, written), ...(code === undefined ? [] : [join(code, inCode)])];
  for (const place of places) {
    if (machine.files.kind(place) !== 'file') continue;
    const source = machine.files.read(place);
    return typeof source === 'string' ? undefined : source.text;
  }
  return undefined;
}

/** `os.path.dirname` and the like of a path that is written out. */
export const ofPath = (call: NativeCall, compute: (path: string) => string): Value => {
  const path = literalText(first(call));
  return path === undefined ? harmless('a part of a path') : textValue(compute(path));
};
