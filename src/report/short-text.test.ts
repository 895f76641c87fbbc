import { expect, it } from 'vitest';
import { ACCOUNT, PARTITION, REGION, text } from '../model/text.ts';
import { shortTexts } from './short-text.ts';

const show = shortTexts({ owner: () => undefined });
const shown = (source: unknown): string =>
  show(text('arn:', PARTITION, ':dynamodb:', REGION, ':', ACCOUNT, ':table/', { kind: 'expression', source, chars: 'any' }));

it('shows an intrinsic by what it names', () => {
  expect(
    [{ Ref: 'Orders' }, { 'Fn::GetAtt': ['Orders', 'Name'] }, { 'Fn::ImportValue': 'orders' }, { 'Fn::Join': ['', []] }, undefined].map(
      shown,
    ),
  ).toEqual([
    'arn:…:table/${Orders}',
    'arn:…:table/${Orders.Name}',
    'arn:…:table/${Fn::ImportValue orders}',
    'arn:…:table/${Fn::Join}',
    'arn:…:table/${?}',
  ]);
});
