import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { parseNodes, parseTemplate } from './document.ts';
import { at, type Node, toJson } from './node.ts';

const read = (text: string): { node: Node; findings: Finding[] } => {
  const findings: Finding[] = [];
  return { node: parseNodes(text, 't', findings), findings };
};

describe('YAML', () => {
  it('puts short tags in long form', () => {
    const { node, findings } = read(
      'a: !GetAtt T.Outputs.Url\nb: !Sub "x-${A}"\nc: !If [C, !Ref X, !Ref "AWS::NoValue"]\nd: !Join\n  - ","\n  - [a]\n',
    );
    expect(findings).toEqual([]);
    expect(toJson(node)).toEqual({
      a: { 'Fn::GetAtt': ['T', 'Outputs.Url'] },
      b: { 'Fn::Sub': 'x-${A}' },
      c: { 'Fn::If': ['C', { Ref: 'X' }, { Ref: 'AWS::NoValue' }] },
      d: { 'Fn::Join': [',', ['a']] },
    });
  });

  it('keeps line and column of keys and values', () => {
    const { node } = read('A:\n  B: !Ref C\n  D: |\n    one\n    two\n');
    expect(node.kind === 'mapping' && at(node, 'A', 'B')?.span).toEqual({ file: 't', line: 2, column: 11 });
    const block = at(node, 'A', 'D');
    expect(block).toMatchObject({ span: { line: 3 }, content: { line: 4 }, value: 'one\ntwo\n' });
  });

  it('keeps numbers as they are written', () => {
    expect(at(read('a: 012345678901').node, 'a')).toMatchObject({ value: 12345678901, written: '012345678901' });
    expect(at(read('a: 2012-10-17').node, 'a')).toMatchObject({ value: '2012-10-17' });
  });

  it('reads on after a fault, and says where it is', () => {
    const { node, findings } = read('A: 1\nB: "open\nC: 3\n');
    expect(findings.map(({ code, span }) => [code, span?.line])).toEqual([['yaml-syntax', 4]]);
    expect(at(node, 'A')).toMatchObject({ value: 1 });
  });

  it('names an unknown tag and does not know its value', () => {
    const { node, findings } = read('a: !Foo bar\nb: 1');
    expect(findings).toMatchObject([{ code: 'intrinsic-unknown', span: { line: 1, column: 9 } }]);
    expect(at(node, 'a')?.kind).toBe('invalid');
    expect(at(node, 'b')).toMatchObject({ value: 1 });
  });

  it('takes the last of two equal keys, with a finding', () => {
    const { node, findings } = read('a: 1\na: 2\n');
    expect(findings).toMatchObject([{ code: 'duplicate-key', span: { line: 2, column: 1 } }]);
    expect(at(node, 'a')).toMatchObject({ value: 2 });
  });

  it('follows aliases and merge keys', () => {
    const { node, findings } = read('base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\nsame: *b\n');
    expect(findings).toEqual([]);
    expect(toJson(node)).toEqual({ base: { x: 1, y: 2 }, own: { x: 1, y: 3 }, same: { x: 1, y: 2 } });
  });

  it('does not follow an alias bomb', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1)
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    const { node, findings } = read(`${lines.join('\n')}\nlast: 1\n`);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['yaml-alias-bomb']));
    expect(at(node, 'last')).toMatchObject({ value: 1 });
    expect(JSON.stringify(toJson(node)).length).toBeLessThan(10_000_000);
  });

  it('takes flow collections and strings that hang to the left, at their own places', () => {
    const { node, findings } = read(
      'A:\n  B: {\n"x": [1,\n2], # {\n  y: \'{\'\n}\n  C: "{\n\\"q\\"\n}"\n  D: !Sub a{b\n  E: |\n    {\n  F: 3\n',
    );
    expect(findings).toEqual([]);
    expect(toJson(node)).toEqual({ A: { B: { x: [1, 2], y: '{' }, C: '{ "q" }', D: { 'Fn::Sub': 'a{b' }, E: '{\n', F: 3 } });
    expect(at(node, 'A', 'B', 'x')?.span).toEqual({ file: 't', line: 3, column: 6 });
  });

  it('does not follow an alias to itself or to nothing', () => {
    expect(read('a: &a [*a]').findings).toMatchObject([{ code: 'yaml-alias' }]);
    expect(read('a: *b').findings).toMatchObject([{ code: 'yaml-alias' }]);
  });

  it('bounds depth, in the reader and in the parser', () => {
    expect(read(`a: ${'['.repeat(150)}${']'.repeat(150)}`).findings).toMatchObject([{ code: 'template-too-deep' }]);
    const { findings } = read(`a: ${'['.repeat(200_000)}`);
    expect(findings.length).toBeGreaterThan(0);
  });

  it('keeps keys of the prototype as keys', () => {
    const { node } = read('__proto__: 1\nconstructor: 2\n');
    expect(at(node, '__proto__')).toMatchObject({ value: 1 });
    expect(at(node, 'toString')).toBeUndefined();
    expect(Object.keys(toJson(node) as object)).toEqual(['__proto__', 'constructor']);
  });
});

describe('JSON', () => {
  it('keeps line and column, with tabs', () => {
    const { node, findings } = read('{\n\t"A": {\n\t\t"B": [1, "x\\n"]\n\t}\n}');
    expect(findings).toEqual([]);
    expect(toJson(node)).toEqual({ A: { B: [1, 'x\n'] } });
    expect(at(node, 'A', 'B')?.span).toEqual({ file: 't', line: 3, column: 8 });
  });

  it('keeps what was read before a fault', () => {
    const { node, findings } = read('{"A": {"B": 1, "C": ]}, "D": 2}');
    expect(findings).toMatchObject([{ code: 'json-syntax', span: { line: 1, column: 21 } }]);
    expect(at(node, 'A', 'B')).toMatchObject({ value: 1 });
  });

  it('takes a flow mapping that is YAML only', () => {
    const { node, findings } = read('{A: 1, # one\n B: [2,],}');
    expect(findings).toEqual([]);
    expect(toJson(node)).toEqual({ A: 1, B: [2] });
  });

  it('bounds depth', () => {
    expect(read('['.repeat(100_000)).findings.map(({ code }) => code)).toContain('json-syntax');
  });
});

describe('a file that is no template', () => {
  it('is an error of the input', () => {
    expect(() => parseTemplate('just words', 'x.yaml', [])).toThrow('x.yaml is no template: it has no Resources');
    expect(() => parseTemplate('', 'x.yaml', [])).toThrow('x.yaml is no template');
    expect(() => parseTemplate('[1]', 'x.json', [])).toThrow('x.json is no template');
  });
});
