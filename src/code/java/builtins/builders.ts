/** `StringBuilder` and its kin: an object that holds the text so far; `StringJoiner`: one that holds its parts. */
import { buildText } from '../../interpreter/evaluate.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { harmless, type ObjectValue, textValue, union, type Value } from '../../interpreter/values.ts';
import { type Call, method, someText } from './call.ts';
import { joined, plainText } from './text.ts';

const TEXT = '%text';
const PARTS = '%parts';

export function builder(machine: Machine, initial: Value | undefined): ObjectValue {
  return machine.object([[TEXT, initial?.kind === 'text' ? initial : textValue('')]]);
}

/** `new StringJoiner(separator, prefix, suffix)`. */
export const joiner: Call = ({ machine, args }) =>
  machine.object([
    [PARTS, machine.list([])],
    ['%separator', argument(args, 0)],
    ['%prefix', args.positional[1] ?? textValue('')],
    ['%suffix', args.positional[2] ?? textValue('')],
  ]);

export const isBuilder = (value: ObjectValue): boolean => value.fields.has(TEXT) || value.fields.has(PARTS);

function joinerMember(self: ObjectValue, name: string): Value | undefined {
  const read = (field: string): Value => self.fields.get(field) ?? textValue('');
  const parts = read(PARTS);
  switch (name) {
    case 'add':
      return method(self, name, ({ machine, args }) => {
        if (parts.kind !== 'list') return self;
        machine.journal.touch(parts);
        if (parts.rest) parts.rest = union([parts.rest, plainText(argument(args, 0))]);
        else parts.items.push(plainText(argument(args, 0)));
        return self;
      });
    case 'setEmptyValue':
      return method(self, name, ({ machine, args }) => {
        machine.journal.touch(self);
        self.fields.set('%empty', argument(args, 0));
        return self;
      });
    case 'toString':
      return method(self, name, () => {
        const empty = self.fields.get('%empty');
        if (parts.kind !== 'list' || (parts.rest && empty)) return someText('joined texts');
        if (parts.items.length === 0 && empty) return empty;
        return buildText([read('%prefix'), joined(read('%separator'), parts.items, parts.rest), read('%suffix')]);
      });
    case 'length':
      return method(self, name, () => harmless('a number'));
    default:
      return undefined;
  }
}

export function builderMember(self: ObjectValue, name: string): Value | undefined {
  if (self.fields.has(PARTS)) return joinerMember(self, name);
  const text = (): Value => self.fields.get(TEXT) ?? textValue('');
  const change = (to: (call: Parameters<Call>[0]) => Value): Value =>
    method(self, name, (call) => {
      call.machine.journal.touch(self);
      self.fields.set(TEXT, to(call));
      return self;
    });
  switch (name) {
    case 'append':
    case 'add':
    case 'write':
    case 'print':
      return change(({ args }) => buildText([text(), argument(args, 0)]));
    case 'appendLine':
    case 'println':
      return change(({ args }) => buildText([text(), argument(args, 0), textValue('\n')]));
    case 'insert':
    case 'replace':
    case 'delete':
    case 'deleteCharAt':
    case 'reverse':
    case 'setLength':
      return change(() => someText('a changed text'));
    case 'toString':
      return method(self, name, text);
    case 'length':
      return method(self, name, () => harmless('a number'));
    default:
      return undefined;
  }
}
