import { describe, expect, it } from 'vitest';
import { SPAN } from '../../test/needs/constructed.ts';
import { run } from '../../test/support/interpret.ts';
import { callsOfTemplate } from '../../test/support/whole-app.ts';
import { type Text, text } from '../model/text.ts';
import { isInline, sourceWithPlaces, substituted } from './inline.ts';

const bucket: Text = [{ kind: 'parameter', name: 'Bucket', chars: 'any' }];
const substitutions = new Map<string, Text>([
  ['Bucket', bucket],
  ['AWS::Region', text('eu-west-1')],
]);
const inline = (source: string) =>
  run({}, { handler: 'index.handler', code: { kind: 'inline', source, span: { ...SPAN, file: 'template.yaml' }, substitutions } });

describe('inline code whose runtime is left open', () => {
  it.each([
    ['exports.handler = async (event) => ({});', 'javascript'],
    ["const a = require('a');\nmodule.exports.handler = () => 1;", 'javascript'],
    ['export const handler = async () => 1;', 'javascript'],
    ['import os\ndef handler(event, context):\n    exports = {}\n    exports["a"] = 1\n', 'python'],
    ['x', undefined],
  ])('%j is %s', (source, language) => {
    expect((['javascript', 'python'] as const).filter((each) => isInline(source, each))).toEqual(language ? [language] : []);
  });

  it('is read all the same', async () => {
    const handler =
      "exports.handler = async () => { const { S3 } = require('@aws-sdk/client-s3'); await new S3({}).headBucket({ Bucket: 'b' }); };";
    const python = 'import boto3\n          def handler(event, context):\n              boto3.client("s3").head_bucket(Bucket="b")';
    for (const code of [handler, python])
      expect(
        await callsOfTemplate(`Parameters: { Runtime: { Type: String } }
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: !Ref Runtime
      Role: arn:aws:iam::123456789012:role/r
      Code:
        ZipFile: |
          ${code}
`),
      ).toEqual(['s3 HeadBucket {Bucket: b}']);
  });
});

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
