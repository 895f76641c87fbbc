/** `with table.batch_writer() as batch`: puts and deletes become batches (`boto3.dynamodb.table`). */
import { harmless, type NativeValue, native, nativeFunction, unknown, type Value } from '../../interpreter/values.ts';
import { send } from '../aws/request.ts';
import { keywords } from './keywords.ts';
import type { Self } from './resource-request.ts';

export const batchWriter = (self: Self): Value =>
  nativeFunction('Table.batch_writer', ({ machine }) => {
    const made: NativeValue = native('a batch writer', {
      key: `batch ${machine.journal.next()}`,
      get: (property) => {
        if (property === 'put_item') return write(self, 'PutRequest', 'Item');
        if (property === 'delete_item') return write(self, 'DeleteRequest', 'Key');
        return property === '__enter__' ? nativeFunction(property, () => made) : undefined;
      },
      inert: true,
    });
    return made;
  });

const write = ({ client, connections, identifiers }: Self, request: string, argument: string): NativeValue =>
  nativeFunction(`batch.${request}`, ({ machine, args, site }) => {
    const entry = machine.object([[request, keywords(machine, args, [argument])]]);
    const table = identifiers.get('Name') ?? unknown('a table');
    const requests = machine.object([], { dynamic: [{ key: table, value: machine.list([entry]) }] });
    send(machine, { client, operation: 'BatchWriteItem', input: machine.object([['RequestItems', requests]]), connections }, site);
    return harmless('nothing');
  });
