import { describe, expect, it } from 'vitest';
import { InputError } from '../model/finding.ts';
import { formatSpan } from '../model/span.ts';
import { checkFile } from './check.ts';

const faultOf = (text: string): string => {
  try {
    checkFile(text, 'pinhole.yaml');
  } catch (error) {
    if (error instanceof InputError) return `${error.span ? formatSpan(error.span) : ''}: ${error.message}`;
  }
  return 'none';
};
const entry = (section: string, fields: string) => `functions:\n  Fn:\n    ${section}:\n      - { ${fields} }\n`;

describe('a fault is told with its place and what is meant', () => {
  it.each([
    ['', 'pinhole.yaml:1:1: pinhole.yaml is a mapping with functions, libraries'],
    ['function: {}', 'pinhole.yaml:1:1: pinhole.yaml has no key function; did you mean functions?'],
    ['functions: []', 'pinhole.yaml:1:1: functions is a mapping of logical ids, or *, to what is declared for them'],
    ['functions:\n  Fn: { grant: [] }', 'pinhole.yaml:2:9: Fn has no key grant; did you mean grants?'],
    ['functions:\n  Fn: { grants: {} }', 'pinhole.yaml:2:9: grants is a list of entries'],
    ['functions:\n  Fn: {}\n  Fn: {}', 'pinhole.yaml:3:3: the key Fn is given twice; write it once'],
    [
      entry('grants', 'action: s3:GetObject, resource: "*"'),
      'pinhole.yaml:4:9: an entry of grants needs reason: why; shown in every report',
    ],
    [entry('grants', 'action: s3:GetObject, resource: "*", reason: " "'), 'pinhole.yaml:4:56: reason is empty'],
    [
      entry('grants', 'action: s3:GetObjekt, resource: "*", reason: r'),
      'pinhole.yaml:4:19: IAM defines no action s3:GetObjekt; did you mean s3:GetObject?',
    ],
    [
      entry('grants', 'action: dynamdb:GetItem, resource: "*", reason: r'),
      'pinhole.yaml:4:19: IAM knows no action dynamdb:GetItem; did you mean dynamodb:GetItem?',
    ],
    [
      entry('grants', 'action: s3:Get*, resource: "*", reason: r'),
      'pinhole.yaml:4:19: no single action is named by s3:Get*; name each action',
    ],
    [
      entry('grants', 'action: s3:GetObject, resource: [], reason: r'),
      'pinhole.yaml:4:43: resource is an ARN, an expression of the template, or a list of them',
    ],
    [
      entry('refuses', 'action: "s3:Frobnicate*", reason: r'),
      'pinhole.yaml:4:19: no single action is named by s3:Frobnicate*; name each action',
    ],
    [entry('operations', 'operation: s3:PutObjekt, reason: r'), 'pinhole.yaml:4:22: s3, s3-control has no operation PutObjekt'],
    [entry('operations', 'operation: s3:PutObject, parameters: [], reason: r'), 'pinhole.yaml:4:48: parameters is a mapping'],
    [
      entry('operations', 'operation: execute-api:Invoke, reason: r'),
      'pinhole.yaml:4:22: execute-api:Invoke is an action and no operation: write action',
    ],
    [
      entry('resources', 'call: PutItem, resource: "*", reason: r'),
      'pinhole.yaml:4:17: PutItem is no operation: name it as client:Operation, s3:CopyObject',
    ],
    [
      entry('resources', 'call: sts:GetCallerIdentity, resorce: "*", reason: r'),
      'pinhole.yaml:4:40: an entry of resources has no key resorce; did you mean resource?',
    ],
  ])('%s', (text, expected) => {
    expect(faultOf(text).split('\n')[0]).toBe(expected);
  });

  it('every fault at once', () => {
    expect(faultOf(entry('grants', 'action: s3:Nothing')).split('\n')).toHaveLength(3);
  });

  it('survives what no one would write', () => {
    for (const text of [
      '&a [*a]',
      'functions: &f\n  Fn: *f',
      '{',
      '[[[[',
      'functions:\n  __proto__: { constructor: [] }',
      'functions: !Sub x',
    ])
      expect(faultOf(text)).not.toBe('none');
  });
});

it('gives the entries with their places', () => {
  const { entries } = checkFile(
    entry('operations', 'operation: CloudWatch Logs PutLogEvents, reason: r') +
      '    refuses:\n      - { action: "s3:Delete*", reason: r }\n',
    'pinhole.yaml',
  );
  const [first, second] = entries;
  expect(first).toMatchObject({ functionId: 'Fn', section: 'operations', span: { line: 4, column: 9 } });
  expect(second).toMatchObject({ section: 'refuses', span: { line: 6, column: 9 } });
});
