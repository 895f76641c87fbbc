import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from '../../../test/support/interpret.ts';
import { DEFAULT_BUDGET } from './machine.ts';

const SOURCE = `
const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');
const lib = require('./lib');
const tables = { a: process.env.A, b: 'b' };
let cached;
class Store extends lib.Base { #key = 1; static make() { return new Store(tables); } constructor(t) { super(t); this.t = { ...t }; }
  async *all(names = [], { limit = 3, ...rest } = {}) { for (const n of names) { if (!n) continue; yield this.t[n] ?? rest[n]; } } get size() { return this.#key; } }
const retry = async (f, n = 3) => { try { return await f(n); } catch (e) { if (n > 0) return retry(f, n - 1); throw e; } finally { cached ||= new Map([[n, f]]); } };
exports.handler = async (event, context) => {
  const [first, ...others] = event.Records.map(({ s3: { object } }) => decodeURIComponent(object.key.replace(/\\+/g, ' ')));
  switch (event.kind) { case 'x': { label: for (let i = 0; i < 5; i++) { if (i === 3) break label; probe(\`\${i}-\${first}\`); } } default: await Promise.all(others.map((o) => retry(() => probe(o)))); }
  const out = await new Promise((resolve, reject) => setTimeout(() => resolve(JSON.parse(JSON.stringify({ a: [1, { b: context?.name }] }))), 1));
  do { probe(Object.entries(out).reduce((all, [k, v]) => ({ ...all, [k]: v }), {})); } while (await lib.more(out));
  for await (const t of Store.make().all(Object.keys(tables))) await new S3Client({}).send(new GetObjectCommand({ Bucket: t, Key: first?.trim() }));
};`;
const LIB =
  'exports.Base = class { constructor(t) { this.base = t; } }; exports.more = function more(x) { return x && more.call(this, x.next); };';

type Edit = { readonly at: number; readonly length: number; readonly insert: string };
const PIECES = [
  '',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '...',
  '=>',
  ' async ',
  ' await ',
  ' yield ',
  ' new ',
  ' this',
  ' super',
  '?.',
  '`${',
  '`',
  '"',
  '/',
  '=',
  ' return ',
  ' throw ',
  ' var x',
  '#',
  '*',
  ',',
  ';',
  ' class A extends ',
  ' static ',
  ' of ',
  ' in ',
];
const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({ at: fc.nat(SOURCE.length), length: fc.nat(12), insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })) }),
  { minLength: 1, maxLength: 4 },
);

const edited = (source: string, list: readonly Edit[]): string =>
  list.reduce((text, { at, length, insert }) => text.slice(0, at) + insert + text.slice(at + length), source);

describe('damaged programs', () => {
  it('never make the analysis fail', () => {
    const budget = { ...DEFAULT_BUDGET, steps: 20_000 };
    fc.assert(
      fc.property(edits, (list) => {
        const { analysis } = run({ 'app.js': edited(SOURCE, list), 'lib.js': LIB }, { budget });
        expect(analysis.steps).toBeLessThanOrEqual(budget.steps + 1);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('are understood when they are whole', () => {
    const { analysis } = run({ 'app.js': SOURCE, 'lib.js': LIB });
    expect(analysis.lost).toEqual([]);
    expect(analysis.calls.map((call) => call.operation)).toContain('GetObject');
  });
});
