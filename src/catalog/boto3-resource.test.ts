import { describe, expect, it } from 'vitest';
import { boto3Resources } from './boto3-resource.ts';
import { records } from './records.ts';
import { operation, operationByWaiter } from './sdk-operation.ts';

const CLIENTS = ['cloudformation', 'cloudwatch', 'dynamodb', 'ec2', 'glacier', 'iam', 's3', 'sns', 'sqs'];

describe('boto3Resources', () => {
  it('knows the services that boto3 has resources for, and no others', () => {
    expect([...records('boto3-resources.jsonl').keys()]).toEqual(CLIENTS);
    expect(boto3Resources('lambda')).toBeUndefined();
  });

  it('names operations, waiters and types that exist', () => {
    const problems: string[] = [];
    for (const client of CLIENTS) {
      const all = records('boto3-resources.jsonl').get(client) as [string, object, Record<string, object>];
      const [, service, types] = all as [string, Raw, Record<string, Raw>];
      for (const [name, { a = [], b = [], c = [], h = [], l, w = [] }] of [['', service] as const, ...Object.entries(types)]) {
        const requests: Requested[] = [...a, ...b, ...c, ...(l ? [['load', ...l] as Requested] : [])];
        for (const [action, called, , made] of requests) {
          if (!operation(client, called)) problems.push(`${client} ${name}.${action}: ${called}`);
          if (made && !(made[0] in types)) problems.push(`${client} ${name}.${action}: ${made[0]}`);
        }
        for (const [related, [type]] of h) if (!(type in types)) problems.push(`${client} ${name}.${related}: ${type}`);
        for (const [, waiter] of w) if (!operationByWaiter(client, waiter)) problems.push(`${client} ${name}: ${waiter}`);
      }
    }
    expect(problems).toEqual([]);
  });

  it('looks members up as Python spells them', () => {
    const queue = boto3Resources('sqs')?.types.get('Queue');
    expect(queue?.action('receive_messages')).toMatchObject({ operation: 'ReceiveMessage', made: { type: 'Message', loaded: true } });
    expect(queue?.related('Message')?.identifiers).toEqual([
      { target: 'QueueUrl', kind: 'identifier', value: 'Url' },
      { target: 'ReceiptHandle', kind: 'argument', value: '' },
    ]);
    expect(boto3Resources('s3')?.types.get('Bucket')?.collection('objects')?.operation).toBe('ListObjects');
    expect(boto3Resources('ec2')?.types.get('Instance')?.reference('vpc')?.type).toBe('Vpc');
    expect(boto3Resources('ec2')?.types.get('Instance')?.waiter('wait_until_running')?.waiter).toBe('InstanceRunning');
  });

  it('makes every type from the service by its identifiers', () => {
    const { service } = boto3Resources('s3') ?? {};
    expect(service?.related('ObjectSummary')?.identifiers.map(({ target }) => target)).toEqual(['BucketName', 'Key']);
    expect(service?.related('BucketPolicy')?.identifiers).toEqual([{ target: 'BucketName', kind: 'argument', value: '' }]);
  });
});

type Requested = [name: string, operation: string, parameters?: unknown, made?: [type: string]];
interface Raw {
  a?: Requested[];
  b?: Requested[];
  c?: Requested[];
  h?: [name: string, made: [type: string]][];
  l?: [operation: string];
  w?: [name: string, waiter: string][];
}
