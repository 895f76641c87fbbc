import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { printModule } from '../../../test/print-program.ts';
import { Files } from '../files.ts';
import type { Module } from '../program.ts';
import { python } from './language.ts';

const FOLDER = fileURLToPath(new URL('../../../test/fixtures/python/lower/', import.meta.url));
const FIXTURES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.py'))
  .sort();

const files = new Files(FOLDER);
const lower = (text: string, file = 'app.py') => python.lower({ path: `${FOLDER}${file}`, file, text }, files);
const read = (name: string) => readFileSync(FOLDER + name, 'utf8');

function moduleOf(text: string): Module {
  const { module, findings } = lower(text);
  expect(findings).toEqual([]);
  if (!module) throw new Error('no module');
  return module;
}

const printed = (text: string) => printModule(moduleOf(text));

beforeAll(() => python.prepare());

describe('fixtures', () => {
  it.each(FIXTURES)('%s', async (name) => {
    const { module, findings } = lower(read(name), name);
    expect(findings).toEqual([]);
    await expect(module && `${printModule(module)}\n`).toMatchFileSnapshot(`${FOLDER}${name}.txt`);
  });
});

describe('names', () => {
  it('are a function’s own wherever it assigns them', () => {
    expect(printed('def f(a):\n  if a:\n    x = 1\n  return x')).toBe(
      'hoisted f = function "f"(a) {\n  if a {\n    hoisted x = 1\n  }\n  return x\n}',
    );
  });

  it('are written outside the function by global and nonlocal only', () => {
    expect(printed('def f():\n  global x\n  x = 1\n  y = 2')).toBe('hoisted f = function "f" outer x() {\n  (x = 1)\n  hoisted y = 2\n}');
  });

  it('of imports inside blocks outlive the block', () => {
    expect(printed('if a:\n  import b')).toBe('if a {\n  import { * as %import1 } from "b"\n  hoisted b = %import1\n}');
  });

  it('this and super are plain names', () => {
    expect(printed('this = super')).toBe('hoisted %this = %super');
  });

  it('of a class body are attributes of the class', () => {
    expect(printed('class A:\n  x = 1\n  y = x\n  z = w')).toBe(
      'hoisted A = class "A" {\n  static field x = 1\n  static field y = this.x\n  static field z = w\n}',
    );
  });
});

describe('places', () => {
  it('count UTF-16 code units, from 1', () => {
    const module = moduleOf('a = "😀"; b.c()\r\n\r\n  # note\r\nd()\r\n');
    const [, second, third] = module.body;
    expect(second && module.position(second.at)).toEqual({ line: 1, column: 13 });
    expect(third && module.position(third.at)).toEqual({ line: 4, column: 1 });
  });

  it('tell the links of a chain apart', () => {
    const [statement] = moduleOf('(s3\n  .list()\n  .all())').body;
    const call = statement?.kind === 'expression' && statement.value.kind === 'call' ? statement.value : undefined;
    const inner = call?.callee.kind === 'member' ? call.callee.object : undefined;
    expect([call?.at, inner?.at].map((at) => at !== undefined && moduleOf('(s3\n  .list()\n  .all())').position(at))).toEqual([
      { line: 3, column: 4 },
      { line: 2, column: 4 },
    ]);
  });
});

describe('damaged code', () => {
  it('is reported where it stands, and the rest still read', () => {
    const { module, findings } = lower('import boto3\ndef f(:\n  pass\nboto3.client("s3")\n', 'src/app.py');
    expect(findings).toMatchObject([{ code: 'code-syntax', severity: 'error', span: { file: 'src/app.py', line: 2 } }]);
    expect(module && printModule(module)).toContain('boto3.client("s3")');
  });

  it('that nests without end is reported, not followed', () => {
    for (const text of [
      `x = ${'('.repeat(5000)}1${')'.repeat(5000)}`,
      `x = ${'[a for a in '.repeat(400)}b${']'.repeat(400)}`,
      `x = ${'1 * '.repeat(9000)}1`,
    ])
      expect(lower(text)).toMatchObject({ module: undefined, findings: [{ code: 'code-too-complex' }] });
  });

  it('long chains that people write are followed', () => {
    expect(printed(`x = ${"'a' + ".repeat(3000)}b`)).toBe(`hoisted x = text("${'a'.repeat(3000)}", b)`);
    expect(moduleOf(`${'x = 1\n'.repeat(3000)}`).body).toHaveLength(3000);
    expect(moduleOf(`if a:\n  pass\n${'elif b:\n  pass\n'.repeat(150)}`).body).toHaveLength(1);
  });

  it('never throws, whatever is cut, doubled or replaced', () => {
    const texts = FIXTURES.map(read);
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(12),
      insert: fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('(', ':', '\n', '"""', 'f"{', '\t', 'lambda', '*', '\0', 'é')),
    });
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }), (text, edits) => {
        let changed = text;
        for (const { at, cut, insert } of edits) {
          const start = Math.floor(at * changed.length);
          changed = changed.slice(0, start) + insert + changed.slice(start + cut);
        }
        const { module } = lower(changed);
        if (module) printModule(module);
      }),
      { numRuns: 300 },
    );
  });
});
