import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Datum } from '../../model/datum.ts';
import { isHole, literalOf, type Text } from '../../model/text.ts';
import { createScope, restrict } from '../scope.ts';
import { fromJson, type Node, toJson } from '../source/node.ts';
import { parseSub } from './sub.ts';

const SPAN = { file: 't', line: 1, column: 1 };
const node = (value: unknown): Node => fromJson(value, SPAN);

/** A scope with a table that is named by a parameter, and two open conditions. */
function scope() {
  const declaration = {
    id: 'Table',
    type: 'AWS::DynamoDB::Table',
    properties: node({ TableName: { Ref: 'Name' } }),
    dependsOn: [],
    span: SPAN,
  };
  if (declaration.properties.kind !== 'mapping') throw new Error('no mapping');
  return createScope({
    declarations: new Map([['Table', { ...declaration, properties: declaration.properties }]]),
    parameters: new Map([['Name', { name: 'Name', type: 'String', span: SPAN, chars: 'name' as const }]]),
    mappings: node({ M: { a: { b: 'c' } } }),
    conditions: new Map([
      ['A', node({ 'Fn::Equals': [{ Ref: 'Name' }, 'a'] })],
      ['B', node({ 'Fn::Equals': [{ Ref: 'Name' }, 'b'] })],
    ]),
    aliases: new Map(),
    report: () => undefined,
  });
}

const text = (datum: Datum | undefined): Text | undefined => (datum?.kind === 'text' ? datum.text : undefined);
const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '-', '.') }), { minLength: 1, maxLength: 6 });

/** Trees of functions with arguments of every form, right and wrong. */
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>('x', '', 0, -1, 1.5, true, null, 'a${Name}b', '${', '${!x}', '${Table.Arn}', '${Gone}'),
    fc.constantFrom<unknown>(
      { Ref: 'Name' },
      { Ref: 'Table' },
      { Ref: 'AWS::NoValue' },
      { Ref: 'AWS::Region' },
      { Ref: 'Gone' },
      { Ref: 1 },
    ),
    fc.constantFrom<unknown>(
      { 'Fn::GetAtt': ['Table', 'Arn'] },
      { 'Fn::GetAtt': 'Table.StreamArn' },
      { 'Fn::GetAtt': [] },
      { 'Fn::FindInMap': ['M', 'a', 'b'] },
    ),
    fc.tuple(fc.constantFrom('A', 'B', 'Gone'), tie('value'), tie('value')).map((items) => ({ 'Fn::If': items })),
    fc
      .tuple(
        fc.constantFrom(
          ...'Join Select Split Sub If FindInMap Base64 Length ToJsonString ImportValue GetAZs Cidr GetAtt Transform Foo'.split(' '),
        ),
        tie('value'),
      )
      .map(([name, argument]) => ({
        [`Fn::${name}`]: argument,
      })),
    fc.tuple(fc.constantFrom('Join', 'Select', 'Split'), tie('value'), tie('value')).map(([name, a, b]) => ({ [`Fn::${name}`]: [a, b] })),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('k', 'l', '__proto__', 'constructor', 'Fn::Transform', 'Fn::ForEach::X'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('intrinsic functions', () => {
  it('Join undoes Split', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('-', '.'), (parts, separator) => {
        const whole = parts.join('');
        const value = scope().evaluate(node({ 'Fn::Join': [separator, { 'Fn::Split': [separator, whole] }] }));
        expect(literalOf(text(value) ?? [{ kind: 'runtime', reason: '', chars: 'any' }])).toBe(whole);
      }),
    );
  });

  it('Select of Split is the piece', () => {
    fc.assert(
      fc.property(words, fc.nat(5), (parts, at) => {
        const pieces = parts.join('/').split('/');
        fc.pre(at < pieces.length);
        const value = scope().evaluate(node({ 'Fn::Select': [at, { 'Fn::Split': ['/', parts.join('/')] }] }));
        expect(literalOf(text(value) ?? [])).toBe(pieces[at]);
      }),
    );
  });

  it('Sub without variables changes nothing', () => {
    fc.assert(
      fc.property(fc.string(), (format) => {
        fc.pre(!/\$\{[^${}]*\}/.test(format));
        expect(literalOf(text(scope().evaluate(node({ 'Fn::Sub': format }))) ?? [])).toBe(format);
      }),
    );
  });

  it('Sub takes apart and puts together the same string', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', '!', 'a', ' ', '.') }), (format) => {
        const whole = parseSub(format).map((part) => (part.kind === 'literal' ? part.value : `\${${part.name}}`));
        expect(whole.join('').replaceAll(/[ !]/g, '')).toBe(format.replaceAll(/[ !]/g, ''));
      }),
    );
  });

  it('evaluates any tree without throwing, the same twice', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const root = node(value);
        const first = scope().evaluate(root);
        expect(scope().evaluate(node(toJson(root)))).toEqual(first);
        for (const { value: option } of scope().texts(root)) expect(Array.isArray(option)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('never leaves an empty or a doubled literal in a text', () => {
    const check = (datum: Datum | undefined): void => {
      if (datum?.kind === 'text')
        datum.text.forEach((part, index) => {
          expect(part).not.toBe('');
          expect(isHole(part) || index === 0 || isHole(datum.text[index - 1] ?? '')).toBe(true);
        });
      if (datum?.kind === 'list') datum.items.forEach(check);
      if (datum?.kind === 'map') for (const entry of datum.entries) check(entry.value);
      if (datum?.kind === 'choice') for (const option of datum.options) check(option.value);
    };
    fc.assert(fc.property(tree, (value) => check(scope().evaluate(node(value)))));
  });

  it('restricts a choice to what its place allows', () => {
    fc.assert(
      fc.property(tree, fc.boolean(), (value, holds) => {
        const datum = scope().evaluate(node(value));
        const restricted = datum && restrict(datum, [{ name: 'A', holds }]);
        expect(JSON.stringify(restricted) ?? '').not.toContain(JSON.stringify({ name: 'A', holds: !holds }));
      }),
    );
  });
});
