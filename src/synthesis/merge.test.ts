// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { describe, expect, it } from 'vitest';
import { ARNS, nameOf, need, parameter } from '../../test/support/app.ts';
import type { When } from '../model/condition.ts';
import { displayText, text } from '../model/text.ts';
import { covers } from './covers.ts';
import { mergeNeeds } from './merge.ts';

const table = ARNS.table(nameOf('Table'));
const bucket = ARNS.bucket(parameter('BucketName'));
const always = (_: string): When => [];
const merge = (needs: Parameters<typeof mergeNeeds>[0], of = always, own: When = []) => mergeNeeds(needs, { own, of }, covers);
const pairs = (needs: ReturnType<typeof merge>) => needs.map((item) => `${item.action} ${displayText(item.resource)}`);
const at = (line: number) => [{ file: 'app.js', line, column: 1 }];

describe('mergeNeeds', () => {
  it('makes one need of equal ones, with all origins in order', () => {
    const merged = merge([
      need('dynamodb:PutItem', table, { origins: at(9) }),
      need('dynamodb:PutItem', table, { origins: at(2) }),
      need('dynamodb:PutItem', table, { origins: at(2) }),
    ]);
    expect(merged).toHaveLength(1);
    expect(merged[0]?.origins).toEqual([...at(2), ...at(9)]);
  });

  it('lets a need that covers another take it over', () => {
    const merged = merge([
      need('s3:GetObject', text(...bucket, '/config.json'), { origins: at(1) }),
      need('s3:GetObject', text(...bucket, '/*'), { origins: at(2), certainty: 'pattern' }),
      need('s3:PutObject', text(...bucket, '/config.json')),
    ]);
    expect(pairs(merged)).toEqual([
      's3:GetObject arn:${AWS::Partition}:s3:::${BucketName}/*',
      's3:PutObject arn:${AWS::Partition}:s3:::${BucketName}/config.json',
    ]);
    expect(merged[0]).toMatchObject({ certainty: 'pattern', origins: [...at(1), ...at(2)] });
  });

  it('keeps a resolved need beside the fallback of another call, and joins it to that of the same call', () => {
    const fallback = need('s3:GetObject', ['*'], { certainty: 'unresolved', origins: at(1) });
    const resolved = (line: number) => need('s3:GetObject', text(...bucket, '/*'), { origins: at(line) });
    expect(merge([fallback, resolved(2)])).toHaveLength(2);
    expect(merge([fallback, resolved(1)])).toMatchObject([{ resource: ['*'], certainty: 'unresolved', origins: at(1) }]);
    const other = resolved(1);
    expect(merge([fallback, { ...other, origins: [{ file: 'app.js', line: 1, column: 1, via: ['other'] }] }])).toHaveLength(2);
  });

  it('keeps needs under different template conditions apart', () => {
    const when: When = [{ name: 'Prod', holds: true }];
    expect(merge([need('s3:GetObject', bucket), need('s3:PutObject', bucket, { when })])).toHaveLength(2);
    expect(merge([need('s3:GetObject', bucket, { when }), need('s3:GetObject', text(...bucket, '/*'), { when })])).toHaveLength(2);
    // needed always covers needed sometimes, not the other way round
    expect(merge([need('s3:GetObject', ['*'], {}), need('s3:GetObject', bucket, { when })])).toHaveLength(1);
    expect(merge([need('s3:GetObject', ['*'], { when }), need('s3:GetObject', bucket)])).toHaveLength(2);
  });

  it('puts a need under the condition of the resource that it names', () => {
    const when: When = [{ name: 'Prod', holds: true }];
    expect(merge([need('dynamodb:PutItem', table)], (id) => (id === 'Table' ? when : []))[0]?.when).toEqual(when);
    expect(merge([need('dynamodb:PutItem', table, { when: [{ name: 'Prod', holds: false }] })], () => when)).toEqual([]);
  });

  it('does not repeat the condition of the function, and drops what excludes it', () => {
    const own: When = [{ name: 'Prod', holds: true }];
    const asked = [
      need('dynamodb:PutItem', table, { when: own }),
      need('dynamodb:GetItem', table, { when: [{ name: 'Prod', holds: false }] }),
    ];
    expect(merge(asked, () => own, own)).toMatchObject([{ action: 'dynamodb:PutItem', when: [] }]);
  });

  it('does not depend on the order in which needs are found', () => {
    const needs = [
      need('s3:GetObject', bucket),
      need('dynamodb:PutItem', table),
      need('dynamodb:GetItem', table),
      need('sqs:SendMessage', ['*']),
    ];
    expect(pairs(merge([...needs].reverse()))).toEqual(pairs(merge(needs)));
  });
});
