import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openRecords, readData } from './records.ts';

describe('openRecords', () => {
  it('finds a record by its key, with and without a final newline', () => {
    for (const content of ['["a",1]\n["b",2]\n', '["a",1]\n["b",2]']) {
      const file = openRecords(content);
      expect([...file.keys()]).toEqual(['a', 'b']);
      expect(file.get('b')).toEqual(['b', 2]);
      expect(file.get('c')).toBeUndefined();
      expect(file.has('__proto__')).toBe(false);
    }
    expect([...openRecords('').keys()]).toEqual([]);
  });

  it('parses only what is asked for', () => {
    const file = openRecords('["a",broken\n["b",2]\n');
    expect(file.get('b')).toEqual(['b', 2]);
    expect(() => file.get('a')).toThrow(SyntaxError);
  });

  it('gives the same object again', () => {
    const file = openRecords('["a",{}]\n');
    expect(file.get('a')).toBe(file.get('a'));
  });
});

describe('data files', () => {
  it.each(['iam.jsonl', 'sdk-operations.jsonl', 'managed-policies.jsonl'])(
    '%s is ASCII, sorted, and each line is its key and JSON',
    (name) => {
      const content = readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8');
      expect(/^[\n\x20-\x7e]*$/.test(content)).toBe(true);
      const keys = content
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as [string])[0]);
      expect(keys).toEqual([...new Set(keys)].sort());
      expect([...openRecords(content).keys()]).toEqual(keys);
    },
  );

  it('say what to do when they are missing', () => {
    expect(() => readData('nothing.jsonl')).toThrow(/nothing\.jsonl is missing: run/);
  });
});
