import { describe, expect, it } from 'vitest';
import { mappingOf } from '../../test/template-text.ts';
import type { Finding } from '../model/finding.ts';
import { expandLoops } from './loops.ts';
import { at, toJson } from './source/node.ts';

function expand(text: string, given: Record<string, string> = {}) {
  const findings: Finding[] = [];
  const body = mappingOf(text, findings);
  const out = expandLoops(body, {
    mappings: at(body, 'Mappings'),
    given: new Map(Object.entries(given)),
    report: (finding) => findings.push(finding),
  });
  return { json: toJson(at(out, 'Resources') ?? out), findings };
}

describe('Fn::ForEach', () => {
  it('makes an entry for each value, in keys, strings and Ref', () => {
    const { json, findings } = expand(`
Resources:
  Fn::ForEach::Tables:
    - Name
    - [orders, a-b]
    - Table&{Name}:
        Type: AWS::DynamoDB::Table
        Properties: {TableName: !Sub 'x-\${Name}', Tag: !Ref Name, Other: !Ref Stage}
`);
    expect(findings).toEqual([]);
    expect(json).toEqual({
      Tableorders: {
        Type: 'AWS::DynamoDB::Table',
        Properties: { TableName: { 'Fn::Sub': 'x-orders' }, Tag: 'orders', Other: { Ref: 'Stage' } },
      },
      Tableab: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: { 'Fn::Sub': 'x-a-b' }, Tag: 'a-b', Other: { Ref: 'Stage' } } },
    });
  });

  it('nests, and takes maps and given parameters', () => {
    const text = `
Mappings: {M: {a: {list: [x, y]}}}
Resources:
  Fn::ForEach::Outer:
    - O
    - !Ref Names
    - Fn::ForEach::Inner:
        - I
        - !FindInMap [M, a, list]
        - 'R\${O}\${I}': {Type: T}
`;
    expect(Object.keys(expand(text, { Names: 'p,q' }).json as object)).toEqual(['Rpx', 'Rpy', 'Rqx', 'Rqy']);
    const open = expand(text);
    expect(open.findings).toMatchObject([{ code: 'loop-open', span: { line: 4, column: 3 } }]);
  });

  it('bounds what loops make', () => {
    const list = `[${Array.from({ length: 60 }, (_, index) => `v${index}`).join(', ')}]`;
    const { findings } = expand(`
Resources:
  Fn::ForEach::A: [A, ${list}, {'Fn::ForEach::B': [B, ${list}, {'Fn::ForEach::C': [C, ${list}, {'R\${A}\${B}\${C}': {Type: T}}]}]}]
`);
    expect(findings).toMatchObject([{ code: 'loop-limit' }]);
  });
});
