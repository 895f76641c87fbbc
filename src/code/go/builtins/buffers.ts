/** Texts that are written piece by piece (`strings.Builder`, `bytes.Buffer`), and what writes into them. */
import { encoded } from '../../interpreter/decode.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { jsonText } from '../../interpreter/json-text.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import {
  harmless,
  literalText,
  type NativeCall,
  type NativeValue,
  NULL,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  textValue,
  union,
  type Value,
} from '../../interpreter/values.ts';

const WRITTEN = '%written';
const EMPTY = textValue('');
const isBuffer = (value: Value): value is ObjectValue => value.kind === 'object' && value.fields.has(WRITTEN);

const buffer = (machine: Machine, initial: Value): Value => machine.object([[WRITTEN, initial]]);

/** What was written; any other value itself. */
export const contentOf = (value: Value): Value =>
  union(optionsOf(value).map((option) => (isBuffer(option) ? (option.fields.get(WRITTEN) ?? EMPTY) : option)));

/** Adds to what is written, where the writer is a buffer. */
export function write(machine: Machine, writer: Value, added: Value): void {
  for (const option of optionsOf(writer)) {
    if (!isBuffer(option)) continue;
    machine.journal.touch(option);
    const before = contentOf(option);
    option.fields.set(WRITTEN, literalText(before) === '' ? added : buildText([before, added]));
  }
}

export function bufferMember(self: ObjectValue, name: string): Value | undefined {
  if (!isBuffer(self)) return undefined;
  if (name === 'String' || name === 'Bytes') return nativeFunction(name, () => contentOf(self));
  if (name === 'WriteString' || name === 'Write')
    return nativeFunction(name, ({ machine, args }) => {
      write(machine, self, argument(args, 0));
      return machine.list([harmless('a number'), NULL]);
    });
  if (name === 'Reset')
    return nativeFunction(name, ({ machine }) => {
      machine.journal.touch(self);
      self.fields.set(WRITTEN, EMPTY);
      return NULL;
    });
  if (!/^(Write|Read|Truncate|Next)/.test(name)) return undefined;
  return nativeFunction(name, ({ machine }) => {
    machine.journal.touch(self);
    self.fields.set(WRITTEN, textValue([{ kind: 'runtime', reason: `what ${name} leaves`, chars: 'any' }]));
    return harmless(`the result of ${name}`);
  });
}

/** `strings.Builder`, `bytes.Buffer`. */
export const bufferType = (name: string): NativeValue => native(name, { inert: true, construct: ({ machine }) => buffer(machine, EMPTY) });

/** `bytes.NewBufferString(text)`. */
export const newBuffer = ({ machine, args }: NativeCall): Value => {
  const [initial] = args.positional;
  return buffer(machine, initial && initial.kind !== 'constant' && initial.kind !== 'list' ? initial : EMPTY);
};

/** `json.NewEncoder(writer).Encode(value)`. */
export const encoder = (made: NativeCall): Value =>
  native('an encoder', {
    key: `encoder ${made.machine.journal.next()}`,
    inert: true,
    get: (name) =>
      name === 'Encode'
        ? nativeFunction('Encoder.Encode', ({ machine, args }) => {
            const text = textValue([{ kind: 'runtime', reason: 'a JSON text', chars: 'any' }]);
            write(machine, argument(made.args, 0), jsonText(machine, encoded(machine, argument(args, 0)), text));
            return harmless('an error');
          })
        : undefined,
  });
