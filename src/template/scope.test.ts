import { describe, expect, it } from 'vitest';
import { scopeOf, show } from '../../test/template-text.ts';
import { at } from './source/node.ts';

const TEMPLATE = `
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
  Prefix: {Type: String, Default: /app}
  Zones: {Type: CommaDelimitedList, Default: "a,b"}
  Slug: {Type: String, AllowedPattern: '^[a-z0-9-]+$'}
  Sneaky: {Type: String, AllowedPattern: '^[.-z]+$'}
Mappings:
  Sizes: {prod: {memory: 512, names: [x, y]}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  NotProd: !Not [!Condition IsProd]
  Both: !And [!Condition IsProd, !Equals [a, a]]
  Never: !Or [!Equals [a, b], !Equals [c, d]]
Resources:
  Table: {Type: 'AWS::DynamoDB::Table'}
  Named: {Type: 'AWS::DynamoDB::Table', Properties: {TableName: !Sub 'orders-\${Stage}'}}
  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: fixed}}
`;

function evaluate(expression: string, given: Record<string, string> = {}) {
  const { scope, body, findings } = scopeOf(`${TEMPLATE}\nX: ${expression}\n`, given);
  return { value: show(scope.evaluate(at(body, 'X'))), raw: scope.evaluate(at(body, 'X')), findings };
}
const value = (expression: string, given: Record<string, string> = {}) => evaluate(expression, given).value;

describe('Ref and GetAtt', () => {
  it('keeps parameters open, whatever their default', () => {
    expect(evaluate('!Ref Stage').raw).toEqual({ kind: 'text', text: [{ kind: 'parameter', name: 'Stage', chars: 'name' }] });
    expect(evaluate('!Ref Prefix').raw).toEqual({ kind: 'text', text: [{ kind: 'parameter', name: 'Prefix', chars: 'any' }] });
    expect(value('!Ref Zones')).toEqual(['…']);
  });

  it('knows the characters of a parameter by its pattern, but not from a range that hides a colon', () => {
    expect(evaluate('!Ref Slug').raw).toMatchObject({ text: [{ chars: 'name' }] });
    expect(evaluate('!Ref Sneaky').raw).toMatchObject({ text: [{ chars: 'any' }] });
  });

  it('takes a given value', () => {
    expect(value('!Ref Stage', { Stage: 'qa' })).toBe('qa');
    expect(value('!Ref Zones', { Zones: 'a, b' })).toEqual(['a', 'b']);
  });

  it('reports what is not there, once', () => {
    const { findings, value: shown } = evaluate('[!Ref Nothing, !GetAtt No.Arn]');
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['reference-missing', 'the parameter or resource Nothing is not in the template'],
      ['reference-missing', 'the resource No is not in the template'],
    ]);
    expect(shown).toEqual(['${Ref}', '${Fn::GetAtt}']);
  });

  it('gives every spelling of a resource one text', () => {
    const arn = 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-${Stage}';
    expect(value('!GetAtt Named.Arn')).toBe(arn);
    expect(value("!Sub 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Named}'")).toBe(arn);
    expect(value("!Sub 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-${Stage}/index/*'")).toBe(`${arn}/index/*`);
    expect(value("!Sub 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-${Stage}x'")).toBe(
      `${arn.replace('${AWS::Partition}', 'aws')}x`,
    );
    expect(value("'arn:aws:s3:::fixed/*'")).toBe('arn:${AWS::Partition}:s3:::fixed/*');
  });
});

describe('strings and lists', () => {
  it('substitutes variables, those of a map first', () => {
    expect(value("!Sub ['${a}-${Stage}-${!literal}-${ Table.Arn }', {a: !Ref Bucket}]")).toBe(
      'fixed-${Stage}-${literal}-arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Table}',
    );
  });

  it('joins, splits and selects what is known', () => {
    expect(value("!Join ['-', [a, !Ref Stage, 1, !Ref 'AWS::NoValue']]")).toBe('a-${Stage}-1');
    expect(value("!Split ['/', !Sub 'a/${Stage}/b']")).toEqual(['a', '${Stage}', 'b']);
    expect(value("!Select [1, !Split ['/', !Sub 'a/${Stage}/b']]")).toBe('${Stage}');
    expect(value("!Select ['1', [a, b]]")).toBe('b');
    expect(value("{'Fn::Length': [a, b, c]}")).toBe(3);
  });

  it('does not split where a hole may hold the separator', () => {
    expect(value("!Split ['/', !Ref Prefix]")).toEqual(['…']);
    const { raw } = evaluate("!Select [0, !Split ['/', !Ref Prefix]]");
    expect(raw).toEqual({
      kind: 'text',
      text: [{ kind: 'expression', chars: 'any', source: { 'Fn::Select': [0, { 'Fn::Split': ['/', { Ref: 'Prefix' }] }] } }],
    });
  });

  it('finds in maps with literal keys, and keeps the others', () => {
    expect(value('!FindInMap [Sizes, prod, memory]')).toBe(512);
    expect(value('!FindInMap [Sizes, !Ref Stage, memory]')).toBe('${Fn::FindInMap}');
    expect(value('!FindInMap [Sizes, !Ref Stage, names]', { Stage: 'prod' })).toEqual(['x', 'y']);
    expect(value('!FindInMap [Sizes, dev, memory, {DefaultValue: 1}]')).toBe(1);
    expect(evaluate('!FindInMap [Sizes, dev, memory]').findings).toMatchObject([{ code: 'mapping-missing' }]);
  });

  it('keeps what only deployment knows', () => {
    expect(evaluate("!ImportValue {'Fn::Sub': '${Stage}-arn'}").raw).toEqual({
      kind: 'text',
      text: [{ kind: 'expression', chars: 'any', source: { 'Fn::ImportValue': { 'Fn::Sub': '${Stage}-arn' } } }],
    });
    expect(value("!GetAZs ''")).toEqual(['…']);
    expect(value('!Cidr [10.0.0.0/16, 2, 8]')).toEqual(['…']);
    expect(value("{'Fn::Transform': {Name: Custom}}")).toBe('?the transform Custom');
    expect(value('!Base64 abc')).toBe('YWJj');
  });

  it('writes JSON with the holes in it', () => {
    expect(value("{'Fn::ToJsonString': {a: !Ref Stage, b: [1, true]}}")).toBe('{"a":"${Stage}","b":[1,true]}');
    expect(value("{'Fn::ToJsonString': {a: !Ref Prefix}}")).toBe('${Fn::ToJsonString}');
  });

  it('names an unknown function and one with a wrong argument', () => {
    expect(evaluate("{'Fn::Foo': 1}").findings).toMatchObject([{ code: 'intrinsic-unknown' }]);
    expect(evaluate('!Join [a]').findings).toMatchObject([{ code: 'intrinsic-form' }]);
    expect(evaluate('!Select [5, [a]]').findings).toMatchObject([{ code: 'select-range' }]);
  });
});

describe('conditions', () => {
  it('keeps both branches, and absence', () => {
    expect(value('!If [IsProd, a, b]')).toEqual([
      ['IsProd', 'a'],
      ['!IsProd', 'b'],
    ]);
    expect(value("{k: !If [IsProd, a, !Ref 'AWS::NoValue'], l: !Ref 'AWS::NoValue'}")).toEqual({ k: [['IsProd', 'a']] });
  });

  it('distributes strings over branches', () => {
    expect(value("!Sub ['x-${v}', {v: !If [IsProd, a, b]}]")).toEqual([
      ['IsProd', 'x-a'],
      ['!IsProd', 'x-b'],
    ]);
    expect(value("!Join [',', [!If [IsProd, a, !Ref 'AWS::NoValue'], b]]")).toEqual([
      ['IsProd', 'a,b'],
      ['!IsProd', 'b'],
    ]);
  });

  it('never combines branches that contradict each other', () => {
    expect(value("!Join ['', [!If [IsProd, a, b], !If [IsProd, c, d]]]")).toEqual([
      ['IsProd', 'ac'],
      ['!IsProd', 'bd'],
    ]);
  });

  it('gives up on too many combinations, without losing the expression', () => {
    const many = Array.from({ length: 12 }, (_, index) => `!If [C${index}, a, b]`).join(', ');
    expect(value(`!Join ['', [${many}]]`)).toBe('${Fn::Join}');
  });

  it('decides with given values only', () => {
    expect(value('!If [IsProd, a, b]', { Stage: 'prod' })).toBe('a');
    expect(value('!If [NotProd, a, b]', { Stage: 'prod' })).toBe('b');
    expect(value('!If [Both, a, b]', { Stage: 'prod' })).toBe('a');
    expect(value('!If [Never, a, b]')).toBe('b');
  });
});
