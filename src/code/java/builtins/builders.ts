/** `StringBuilder` and its kin: an object that holds the text so far. */
import { buildText } from '../../interpreter/evaluate.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { harmless, type ObjectValue, textValue, type Value } from '../../interpreter/values.ts';
import { type Call, method, someText } from './call.ts';

const TEXT = '%text';

export function builder(machine: Machine, initial: Value | undefined): ObjectValue {
  return machine.object([[TEXT, initial?.kind === 'text' ? initial : textValue('')]]);
}

export const isBuilder = (value: ObjectValue): boolean => value.fields.has(TEXT);

export function builderMember(self: ObjectValue, name: string): Value | undefined {
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
