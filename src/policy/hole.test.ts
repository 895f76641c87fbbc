import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Hole, PARTITION, pseudo, REGION } from '../model/text.ts';
import { accepts, minimumLength, onlyWithoutColons } from './hole.ts';

const hole = (chars: Hole['chars']): Hole => ({ kind: 'parameter', name: 'AWS::Region', chars });

describe('a hole', () => {
  it.each<[string, Hole, readonly string[], readonly string[]]>([
    ['a name', hole('name'), ['a', 'A b'], ['', 'a:', 'a/b']],
    ['a path', hole('path'), ['a/b'], ['', 'a:b']],
    ['anything', hole('any'), ['', 'a:b/c'], []],
    ['an account', ACCOUNT, ['111122223333'], ['', '1111', '1111222233334', '11112222333a', 'a11112222333']],
    [
      'a region',
      REGION,
      ['us-east-1', 'us-gov-west-1', 'eusc-de-east-1', 'ap-southeast-12'],
      ['', 'us-1', 'us-east', 'us-east-', '-us-east-1', 'us-east-1a', 'US-EAST-1', 'us east-1', '1-us-1'],
    ],
    ['a partition', PARTITION, ['aws', 'aws-cn', 'aws-us-gov'], ['', 'aw', 'aws-', 'awss', 'xaws', 'aws-CN', 'aws:', '-aws']],
    ['the name of a stack', pseudo('AWS::StackName'), ['a', 'aws'], ['', 'a/b']],
  ])('that is %s', (_name, given, whole, none) => {
    expect(whole.filter((value) => !accepts(given, value))).toEqual([]);
    expect(none.filter((value) => accepts(given, value))).toEqual([]);
  });

  it.each<[string, Hole, readonly string[], readonly string[]]>([
    ['a name', hole('name'), ['', 'a'], ['/', ':']],
    ['an account', ACCOUNT, ['', '1', '1111222233334'], ['a', '1a', 'a1', ':']],
    ['a region', REGION, ['', '-', 'a', '1', 'us-'], ['A', ':', 'a:', ':a']],
    ['a partition', PARTITION, ['', '-', 'w', 's-c'], ['1', 'a1', '1a', ':']],
  ])('that is %s has parts', (_name, given, parts, none) => {
    expect(parts.filter((value) => !accepts(given, value, 'part'))).toEqual([]);
    expect(none.filter((value) => accepts(given, value, 'part'))).toEqual([]);
  });

  it('has a least length, and colons or none', () => {
    expect([hole('name'), hole('path'), hole('any')].map(minimumLength)).toEqual([1, 1, 0]);
    expect([hole('name'), hole('path'), hole('any')].map(onlyWithoutColons)).toEqual([true, true, false]);
  });
});
