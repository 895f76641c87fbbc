import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn } from '../../../test/support/calls.ts';
import { run, see } from '../../../test/support/interpret.ts';
import type { When } from '../../model/condition.ts';
import type { Datum } from '../../model/datum.ts';
import { text } from '../../model/text.ts';
import { go } from '../go/language.ts';
import { java } from '../java/language.ts';
import type { Language } from '../language.ts';
import { python } from '../python/language.ts';
import { elsewhere, simplified } from './conditions.ts';

const when = (...names: readonly string[]): When =>
  names.map((name) => (name.startsWith('!') ? { name: name.slice(1), holds: false } : { name, holds: true }));
const choice = (...options: readonly (readonly [string, readonly string[]])[]): Datum => ({
  kind: 'choice',
  options: options.map(([value, names]) => ({ when: when(...names), value: { kind: 'text', text: text(value) } })),
});
const environment = (values: Readonly<Record<string, Datum>>) => ({ environment: new Map(Object.entries(values)) });
const EITHER = environment({ T: choice(['a', ['A']], ['b', ['!A']]), U: choice(['x', ['A']], ['y', ['!A']]), V: choice(['v', ['B']]) });

describe('values under template conditions', () => {
  it('stay under them', () => {
    expect(see('exports.handler = async () => probe(process.env.T)', EITHER)).toEqual(['a when A | b when !A']);
  });

  it('build texts under the conditions of all parts, without those that cannot be', () => {
    expect(see('exports.handler = async () => probe(`${process.env.T}-${process.env.U}`)', EITHER)).toEqual(['a-x when A | b-y when !A']);
    expect(see('exports.handler = async () => probe(`${process.env.T}-${process.env.V}`)', EITHER)).toEqual([
      'a-v when A && B | b-v when !A && B',
    ]);
  });

  it('leave a fallback to the other conditions', () => {
    for (const fallback of ['process.env.V ?? "none"', 'process.env.V || "none"'])
      expect(see(`exports.handler = async () => probe(${fallback})`, EITHER)).toEqual(['v when B | none when !B']);
    expect(see('const { V = "none" } = process.env; exports.handler = async () => probe(V)', EITHER)).toEqual(['v when B | none when !B']);
    expect(see('exports.handler = async () => { if (!process.env.V) probe("none"); else probe(process.env.V); }', EITHER)).toEqual([
      'none',
      'v when B',
    ]);
    expect(see('exports.handler = async () => probe(process.env.V ?? process.env.T)', EITHER)).toEqual([
      'v when B | a when A && !B | b when !A && !B',
    ]);
  });

  it('are told apart in calls of one place', () => {
    const { analysis } = run({ 'app.js': 'exports.handler = async () => probe({ a: process.env.T, b: process.env.U })' }, EITHER);
    expect(analysis.calls).toHaveLength(1);
  });

  it('are written in few words', () => {
    expect(simplified([when('A', 'B'), when('A', '!B')])).toEqual([when('A')]);
    expect(simplified([when('A'), when('!A')])).toEqual([[]]);
    expect(elsewhere([when('A', 'B')]).map((each) => each.map(({ name, holds }) => (holds ? name : `!${name}`)).join(' '))).toEqual([
      '!A B',
      '!B',
    ]);
  });
});

describe('in every language', () => {
  beforeAll(async () => {
    for (const language of [python, go, java]) await language.prepare?.();
  });
  const calls = (language: Language, files: Readonly<Record<string, string>>, more: object = {}) =>
    callsIn(language, files, { ...EITHER, ...more }).calls.join('\n');

  it('Python', () => {
    const source = `import os, boto3
table = os.environ['T']
bucket = os.getenv('V', 'none')
def handler(event, context):
    boto3.client('dynamodb').get_item(TableName=table, Key={})
    boto3.client('s3').get_object(Bucket=bucket, Key=os.environ.get('V', 'none'))
`;
    const seen = calls(python, { 'app.py': source });
    expect(seen).toContain('TableName: a when A | b when !A');
    expect(seen).toContain('Bucket: v when B | none when !B, Key: v when B | none when !B');
  });

  it('Go', () => {
    const source = `package main
import (
  "context"
  "os"
  "github.com/aws/aws-lambda-go/lambda"
  "github.com/aws/aws-sdk-go-v2/aws"
  "github.com/aws/aws-sdk-go-v2/config"
  "github.com/aws/aws-sdk-go-v2/service/s3"
)
func handler(ctx context.Context) error {
  cfg, _ := config.LoadDefaultConfig(ctx)
  bucket := os.Getenv("V")
  if bucket == "" { bucket = "none" }
  _, err := s3.NewFromConfig(cfg).GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(os.Getenv("T")), Key: aws.String(bucket)})
  return err
}
func main() { lambda.Start(handler) }
`;
    const seen = calls(go, { 'main.go': source, 'go.mod': 'module app\ngo 1.22\nrequire github.com/aws/aws-sdk-go-v2 v1.30.0\n' });
    expect(seen).toContain('Bucket: a when A | b when !A');
    expect(seen).toMatch(/Key: (v when B \| none|none \| v when B)/);
  });

  it('Java', () => {
    const source = `package app;
import software.amazon.awssdk.services.s3.S3Client;
public class Handler {
  public String handle(String in) {
    S3Client.create().getObject(b -> b.bucket(System.getenv("T")).key(System.getenv().getOrDefault("V", "none")));
    return in;
  }
}
`;
    const seen = calls(java, { 'src/main/java/app/Handler.java': source }, { runtime: 'java21', handler: 'app.Handler::handle' });
    expect(seen.toLowerCase()).toContain('bucket: a when a | b when !a');
  });
});
