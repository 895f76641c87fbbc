// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the format of Fn::Sub
import { describe, expect, it } from 'vitest';
import { templateYaml } from './template-yaml.ts';

describe('templateYaml', () => {
  it('writes intrinsics by their tags', () => {
    const content = {
      a: { Ref: 'Table' },
      b: { 'Fn::GetAtt': ['Table', 'Arn'] },
      c: { 'Fn::Sub': '${Table.Arn}/index/*' },
      d: { 'Fn::Sub': ['${V}', { V: { 'Fn::ImportValue': 'x' } }] },
      e: { 'Fn::If': ['Prod', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] },
      f: { 'Fn::Select': [0, ['a', 'b']] },
    };
    expect(templateYaml(content)).toBe(`a: !Ref Table
b: !GetAtt Table.Arn
c: !Sub \${Table.Arn}/index/*
d: !Sub
  - \${V}
  - V: !ImportValue x
e: !If
  - Prod
  - !Ref A
  - !Ref AWS::NoValue
f: !Select
  - 0
  - - a
    - b
`);
  });

  it('keeps the long form where there is no short one, and of what only looks like an intrinsic', () => {
    expect(templateYaml({ a: { 'Fn::Length': [1] }, b: { Ref: 'X', Other: 1 } })).toBe(
      'a:\n  Fn::Length:\n    - 1\nb:\n  Ref: X\n  Other: 1\n',
    );
  });

  it('quotes what YAML 1.1 takes for something else', () => {
    expect(templateYaml({ Version: '2012-10-17', a: 'on', b: '*', c: '0123', d: '1:30', e: 'yes' })).toBe(
      `Version: '2012-10-17'\na: 'on'\nb: '*'\nc: '0123'\nd: '1:30'\ne: 'yes'\n`,
    );
  });

  it('writes comments above what they are about', () => {
    const item = { Sid: 'A' };
    const made = templateYaml({ list: [item], map: { x: item } }, { comments: new Map([[item, ['why', 'and how']]]) });
    expect(made).toBe('list:\n  # why\n  # and how\n  - Sid: A\nmap:\n  x:\n    # why\n    # and how\n    Sid: A\n');
  });
});
