import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn } from '../../../test/support/calls.ts';
import { python } from './language.ts';

beforeAll(() => python.prepare?.());
const keys = (body: string): readonly string[] =>
  callsIn(python, { 'app.py': `import boto3\ns3 = boto3.client('s3')\n${body}` }).calls.map(
    (call) => /Key: ([^}]*)/.exec(call)?.[1] ?? call,
  );

describe('defaults of parameters', () => {
  it('are what they are when the function is defined', () => {
    const source = `
def handler(e, c):
    jobs = []
    for k in ['a', 'b']:
        jobs.append(lambda name=k: s3.get_object(Bucket='x', Key=name))
    for job in jobs:
        job()
`;
    expect(keys(source)).toEqual(['a', 'b']);
  });

  it('keep what calls put into them', () => {
    const source = `
def add(item, all=[]):
    all.append(item)
    return all
def handler(e, c):
    add('a')
    s3.get_object(Bucket='x', Key=add('b')[0])
`;
    expect(keys(source)[0]).toContain('a');
  });
});

describe('a key that is taken out of a dictionary', () => {
  it('is not in it any more', () => {
    const source = `
def handler(e, c):
    d = {'k': 'a'}
    d.pop('k', None)
    s3.get_object(Bucket='x', Key=d.get('k', 'b'))
`;
    expect(keys(source)).toEqual(['b']);
  });
});

describe('several targets of which some are global', () => {
  it('are written where they are', () => {
    const source = `
first, second = 'a', 'b'
def change():
    global first, second
    own, (first, *second) = 'c', ('d', 'e')
    return own
def handler(e, c):
    s3.get_object(Bucket='x', Key=change())
    s3.get_object(Bucket='x', Key=first)
    s3.get_object(Bucket='x', Key=second[0])
`;
    expect(keys(source)).toEqual(['c', 'd', 'e']);
  });
});
