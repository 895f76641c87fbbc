/** `@aws-lambda-powertools/batch`: runs the program's function on each record of the event. */
import { callValue } from '../../../interpreter/invoke.ts';
import { itemsOf } from '../../../interpreter/items.ts';
import { argument, args as argumentsOf } from '../../../interpreter/machine.ts';
import { getMember } from '../../../interpreter/members.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  UNDEFINED,
  type Value,
} from '../../../interpreter/values.ts';
import { inert } from '../../aws/request.ts';
import { member } from '../options.ts';

/** Runs the handler on each record; it also gets the context from the options. */
function runRecords({ machine, site }: NativeCall, records: Value, handler: Value, options: Value): void {
  const { items, rest } = itemsOf(machine, records, 'values', site);
  const context = member({ machine, site }, options, 'context');
  for (const record of [...items, ...(rest ? [rest] : [])])
    machine.journal.maybe(() => callValue(machine, handler, UNDEFINED, argumentsOf(record, context), site));
}

/** `processPartialResponse(event, recordHandler, processor, options)`. */
const partialResponse = (name: string): NativeValue =>
  nativeFunction(name, (call) => {
    const records = getMember(call.machine, argument(call.args, 0), textValue('Records'), call.site);
    runRecords(call, records, argument(call.args, 1), argument(call.args, 3));
    return harmless('the records that failed');
  });

/** `processor.register(records, handler, options)`, then `process()` and `response()`. */
const processorClass = (name: string): NativeValue =>
  native(name, {
    construct: ({ machine }) => {
      const state = machine.object();
      const run = nativeFunction(`${name}.process`, (call) => {
        const read = (field: string): Value => state.fields.get(field) ?? UNDEFINED;
        runRecords(call, read('records'), read('handler'), read('options'));
        return harmless('the processed records');
      });
      const register = nativeFunction(`${name}.register`, (call) => {
        call.machine.journal.touch(state);
        for (const [i, field] of ['records', 'handler', 'options'].entries()) state.fields.set(field, argument(call.args, i));
        return UNDEFINED;
      });
      return native(name, {
        key: `processor ${machine.journal.next()}`,
        get: (property) => (property === 'register' ? register : property === 'process' || property === 'processSync' ? run : undefined),
        inert: true,
      });
    },
    inert: true,
  });

export const batch = (): NativeValue =>
  native('@aws-lambda-powertools/batch', {
    get: (name) => {
      if (name.startsWith('processPartialResponse')) return partialResponse(name);
      if (/Processor(Sync|Async)?$/.test(name)) return processorClass(name);
      return /^[A-Z]/.test(name) ? inert(name) : undefined;
    },
    inert: true,
  });
