import { describe, expect, it } from 'vitest';
import { SPAN } from '../../test/needs/constructed.ts';
import { run } from '../../test/support/interpret.ts';
import { type Text, text } from '../model/text.ts';
import { sourceWithPlaces, substituted } from './inline.ts';

const bucket: Text = [{ kind: 'parameter', name: 'Bucket', chars: 'any' }];
const substitutions = new Map<string, Text>([
  ['Bucket', bucket],
  ['AWS::Region', text('eu-west-1')],
]);
const inline = (source: string) =>
  run({}, { handler: 'index.handler', code: { kind: 'inline', source, span: { ...SPAN, file: 'template.yaml' }, substitutions } });

describe('inline code that Fn::Sub completes', () => {
  it('has the values in texts, in template literals and by themselves', () => {
    expect(inline("exports.handler = async () => probe('a-${Bucket}-${AWS::Region}');").seen).toEqual(['a-${Bucket}-eu-west-1']);
    expect(inline('exports.handler = async () => { const t = "t"; probe(`${Bucket}/` + t); };').seen).toEqual(['${Bucket}/t']);
    expect(inline('exports.handler = async () => probe(["${Bucket}"][0]);').seen).toEqual(['${Bucket}']);
  });

  it('is left alone where nothing is substituted', () => {
    const source = 'const x = `${y}`;';
    expect(sourceWithPlaces({ source })).toBe(source);
    expect(sourceWithPlaces({ source, substitutions })).toBe(source);
    expect(substituted('plain', substitutions)).toBeUndefined();
    expect(substituted('__substituted_7__', substitutions)).toEqual(text('__substituted_7__'));
  });
});
