/** `aws_lambda_powertools.utilities.batch`: runs the program's function on each record of the event ("Batch Processing"). */
import { sdkClient } from '../../../../catalog/index.ts';
import { callValue } from '../../../interpreter/invoke.ts';
import { itemsOf } from '../../../interpreter/items.ts';
import { argument, args as argumentsOf, type Machine, type Site } from '../../../interpreter/machine.ts';
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
import { OWN } from '../../aws/connection.ts';
import { inert, send } from '../../aws/request.ts';
import { named } from '../keywords.ts';
import { rawOf, viewOf } from './data-classes.ts';

/** Runs the handler on a view of each record; it may also take the context. */
function runRecords(machine: Machine, records: Value, handler: Value, context: Value, site: Site): void {
  const { items, rest } = itemsOf(machine, rawOf(records), 'values', site);
  for (const record of [...items, ...(rest ? [rest] : [])])
    machine.journal.maybe(() => callValue(machine, handler, UNDEFINED, argumentsOf(viewOf(machine, record), context), site));
}

const recordsOf = (machine: Machine, event: Value, site: Site): Value => getMember(machine, rawOf(event), textValue('Records'), site);

/** `process_partial_response(event=…, record_handler=…, processor=…, context=…)`. */
const partialResponse = (name: string): NativeValue =>
  nativeFunction(name, ({ machine, args, site }) => {
    const context = args.named.get('context') ?? argument(args, 3);
    runRecords(machine, recordsOf(machine, named(args, 'event', 0), site), named(args, 'record_handler', 1), context, site);
    return harmless('the records that failed');
  });

/** `@batch_processor(record_handler=…, processor=…)`: the records run before the handler. */
const decorator = (name: string): NativeValue =>
  nativeFunction(name, (made) =>
    nativeFunction(`@${name}`, (decorated) => {
      const handler = argument(decorated.args, 0);
      return native('a batch handler', {
        key: `batch handler ${decorated.machine.journal.next()}`,
        call: ({ machine, self, args, site }) => {
          if (/sqs/.test(name)) deleteMessages(machine, site);
          runRecords(machine, recordsOf(machine, argument(args, 0), site), named(made.args, 'record_handler', 0), argument(args, 1), site);
          return callValue(machine, handler, self, args, site);
        },
        escaped: (machine, site) => machine.escape(handler, site),
      });
    }),
  );

/** Version 1 deleted the messages that succeeded itself ("SQS batch processing", version 1). */
function deleteMessages(machine: Machine, site: Site): void {
  const client = sdkClient('sqs');
  const queues = machine.fn.triggers.flatMap((trigger) => (trigger.kind === 'sqs' ? [trigger.queueArn] : []));
  if (!client) return;
  const urls = queues.length > 0 ? queues.map((arn) => textValue(arn)) : [harmless('the queue that sends the event')];
  for (const url of urls)
    send(machine, { client, operation: 'DeleteMessageBatch', input: machine.object([['QueueUrl', url]]), connections: [OWN] }, site);
}

/** `with processor(records=…, handler=…): processor.process()`. */
const processorClass = (name: string): NativeValue => {
  const make = ({ machine }: NativeCall): Value => {
    const state = machine.object();
    const self: NativeValue = native(name, {
      key: `processor ${machine.journal.next()}`,
      call: ({ machine: at, args }) => {
        at.journal.touch(state);
        for (const [i, field] of ['records', 'handler', 'lambda_context'].entries()) state.fields.set(field, named(args, field, i));
        return self;
      },
      get: (property) => {
        if (property !== 'process' && property !== 'async_process') return undefined;
        return nativeFunction(`${name}.${property}`, ({ machine: at, site }) => {
          const read = (field: string): Value => state.fields.get(field) ?? UNDEFINED;
          if (name === 'PartialSQSProcessor') deleteMessages(at, site);
          runRecords(at, read('records'), read('handler'), read('lambda_context'), site);
          return harmless('the processed records');
        });
      },
      inert: true,
    });
    return self;
  };
  return native(name, { call: make, construct: make, inert: true });
};

export function batch(): NativeValue {
  const made: NativeValue = native('aws_lambda_powertools.utilities.batch', {
    get: (name) => {
      if (/process_partial_response$/.test(name)) return partialResponse(name);
      if (/batch_processor$/.test(name)) return decorator(name);
      if (/Processor$/.test(name)) return processorClass(name);
      return /^[a-z_]+$/.test(name) && !name.startsWith('__') ? made : name.startsWith('%') ? undefined : inert(name);
    },
    inert: true,
  });
  return made;
}
