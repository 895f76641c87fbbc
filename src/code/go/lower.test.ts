import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { printModule } from '../../../test/print-program.ts';
import { tree } from '../../../test/tree.ts';
import { Files } from '../files.ts';
import type { Module } from '../program.ts';
import { go } from './language.ts';

const FOLDER = fileURLToPath(new URL('../../../test/fixtures/go/lower/', import.meta.url));
const PACKAGES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** Lowers the package of the folder's first file. */
function lowerFolder(folder: string, name?: string) {
  const files = new Files(folder);
  const source = files.read(join(folder, name ?? readdirSync(folder).sort()[0] ?? ''));
  if (typeof source === 'string') throw new Error(source);
  return go.lower(source, files);
}

const inOneFile = (text: string) => lowerFolder(tree({ 'main.go': text }));

function moduleOf(text: string): Module {
  const { module, findings } = inOneFile(text);
  expect(findings).toEqual([]);
  if (!module) throw new Error('no module');
  return module;
}

const printed = (text: string) => printModule(moduleOf(`package main\n${text}`));
const body = (text: string) =>
  printed(`func f() {\n${text}\n}`)
    .split('\n')
    .slice(1, -1)
    .map((line) => line.slice(2))
    .join('\n');

beforeAll(() => go.prepare());

describe('fixtures', () => {
  it.each(PACKAGES)('%s', async (name) => {
    const { module, findings } = lowerFolder(join(FOLDER, name));
    expect(findings.map((finding) => finding.code)).toEqual(name === 'package' ? ['go-build-tag'] : []);
    await expect(module && `${printModule(module)}\n`).toMatchFileSnapshot(join(FOLDER, `${name}.txt`));
  });
});

describe('a package', () => {
  it('is one module of the files that are built for Lambda', () => {
    const { module } = lowerFolder(join(FOLDER, 'package'), 'b.go');
    expect(module?.file).toBe('a.go');
    expect(module?.files).toEqual(['a.go', 'b.go']);
  });

  it('knows for each offset the file it comes from', () => {
    const { module } = lowerFolder(tree({ 'a.go': 'package p\n', 'b.go': 'package p\n\nfunc F() {}\n', 'c.go': 'package other\n' }));
    const [statement] = module?.body ?? [];
    expect(statement && module?.position(statement.at)).toEqual({ file: 'b.go', line: 3, column: 1 });
  });

  it('initializes variables after what they depend on, also through functions and methods', () => {
    const text = printed(
      'var a = f()\nvar b = t.g()\nvar c, t = 1, T{}\ntype T struct{}\nfunc f() int { return b }\nfunc (T) g() int { return c }',
    );
    expect(text.split('\n').filter((line) => /^let [abct] = /.test(line))).toEqual([
      'let c = 1',
      'let t = instance T {}',
      'let b = t.g()',
      'let a = f()',
    ]);
  });

  it('marks a class as implementing the interfaces whose methods it has', () => {
    const text = printed('type I interface{ G() }\ntype A struct{ *B }\ntype B struct{}\nfunc (b *B) G() {}\ntype C struct{}');
    expect(text).toContain('class "A" implements I');
    expect(text).toContain('class "B" implements I');
    expect(text).toContain('class "C" {}');
  });
});

describe('statements', () => {
  it('the address of a variable that is replaced as a whole is a pointer of its own', () => {
    expect(body('var s string\nuse(&s)\n*p = *q')).toBe(
      'let s = ""\nuse(op address(arrow ""() {\n  return s\n}))\n(p = op store(p, op copy(op dereference(q), false)))',
    );
    expect(body('var r struct{ N string }\nuse(&r)\nuse(&r.N)')).toBe('let r: {N} = {}\nuse(r)\nuse(op address(r, "N"))');
  });

  it('what is deferred runs after the rest of the block', () => {
    expect(body('a()\ndefer b(c)\nreturn')).toBe('a()\nlet %deferred1 = c\ntry {\n  return\n} finally {\n  b(%deferred1)\n}');
  });

  it('a jump down leaves a block', () => {
    expect(body('if a {\n  goto end\n}\nreturn\nend:\n  b()')).toBe('end: {\n  if a {\n    break end\n  }\n  return\n}\nb()');
  });

  it('built-in names can be declared anew', () => {
    expect(body('append(a, b)\nappend := 1\nappend(a)')).toBe('op append(a, [b])\nlet append = 1\nappend(a)');
  });
});

describe('damaged code', () => {
  it('is reported where it stands, and the rest still read', () => {
    const { module, findings } = inOneFile('package main\nfunc f( {\nfunc g() { s3.New(x) }\n');
    expect(findings).toMatchObject([{ code: 'code-syntax', severity: 'error', span: { file: 'main.go', line: 2 } }]);
    expect(module && printModule(module)).toContain('s3.New(x)');
  });

  it('that nests without end is reported, not followed', () => {
    for (const text of [
      `var x = ${'('.repeat(3000)}1${')'.repeat(3000)}`,
      `var x = ${'1 * '.repeat(9000)}1`,
      `var x = ${'a.'.repeat(3000)}b`,
    ])
      expect(inOneFile(`package main\n${text}`)).toMatchObject({ module: undefined, findings: [{ code: 'code-too-complex' }] });
  });

  it('never throws, whatever is cut, doubled or replaced', () => {
    const texts = PACKAGES.flatMap((name) => readdirSync(join(FOLDER, name)).map((file) => readFileSync(join(FOLDER, name, file), 'utf8')));
    const insert = fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom('(', '{', '\n', '`', '"', 'func ', 'type T ', 'goto x', '*', '\0', 'é'),
    );
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(12), insert });
    const folder = tree({ 'none.txt': '' });
    const files = new Files(folder);
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }), (text, edits) => {
        let changed = text;
        for (const { at, cut, insert: inserted } of edits) {
          const start = Math.floor(at * changed.length);
          changed = changed.slice(0, start) + inserted + changed.slice(start + cut);
        }
        const { module } = go.lower({ path: join(folder, 'x.go'), file: 'x.go', text: changed }, files);
        if (module) printModule(module);
      }),
      { numRuns: 300 },
    );
  });
});
