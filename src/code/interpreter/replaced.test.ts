import { describe, expect, it } from 'vitest';
import type { Hole, Text } from '../../model/text.ts';
import { replacedAll } from './replaced.ts';

const any: Hole = { kind: 'runtime', reason: 'an event', chars: 'any' };
const bucket: Hole = { kind: 'name', resource: 'Bucket', chars: 'name' };
const shown = (value: Text | undefined): string | undefined =>
  value?.map((part) => (typeof part === 'string' ? part : part.kind === 'name' ? `<${part.resource}>` : '<?>')).join('');

describe('a replaced text', () => {
  it.each<[string, Text, string, Text, string]>([
    ['keeps what is literal beside what is not known', ['a+', any, '/b.png'], '+', [' '], 'a <?>/b.png'],
    ['keeps what is not known to hold it', [any, '.png'], '%20', [' '], '<?>.png'],
    ['keeps names that cannot hold it', [bucket, '/in/x'], '/in/', ['/out/'], '<Bucket>/out/x'],
    ['does not keep names that may hold it', [bucket, '-in'], '-', ['_'], '<?>_in'],
    ['takes holes in', ['s3://a'], 's3://', [bucket, '/'], '<Bucket>/a'],
  ])('%s', (_, value, from, to, expected) => {
    expect(shown(replacedAll(value, from, to))).toBe(expected);
  });

  it.each<[string, Text, string]>([
    ['begins before what is not known and ends in it', ['a.p', any], '.png'],
    ['begins in it and ends behind', [any, 'ng/b'], '.png'],
    ['is around all that stands between', [any, 'n', any], '.png'],
    ['goes over two values', [any, any], '..'],
    ['is empty', ['a', any], ''],
  ])('is not known where the searched text %s', (_, value, from) => {
    expect(replacedAll(value, from, ['x'])).toBeUndefined();
  });
});
