import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printModule } from '../../../../test/print-program.ts';
import type { Expression, Module, Statement } from '../../program.ts';
import { lowerJavaScript } from './index.ts';

const FOLDER = fileURLToPath(new URL('../../../../test/fixtures/javascript/lower/', import.meta.url));
const FIXTURES = readdirSync(FOLDER)
  .filter((name) => !name.endsWith('.txt'))
  .sort();

const lower = (file: string, text: string) => lowerJavaScript({ path: `/app/${file}`, file, text });
const read = (name: string) => readFileSync(FOLDER + name, 'utf8');
const codes = (file: string, text: string) => lower(file, text).findings.map((finding) => finding.code);

function moduleOf(text: string, file = 'a.ts'): Module {
  const { module, findings } = lower(file, text);
  expect(findings).toEqual([]);
  if (!module) throw new Error('no module');
  return module;
}

const printed = (text: string, file?: string) => printModule(moduleOf(text, file));

function expressionOf(statement: Statement | undefined): Expression {
  if (statement?.kind !== 'expression') throw new Error(`${statement?.kind} is no expression`);
  return statement.value;
}

describe('fixtures', () => {
  it.each(FIXTURES)('%s', async (name) => {
    const { module, findings } = lower(name, read(name));
    expect(findings.map((finding) => finding.code)).toEqual(name === 'statements.js' ? ['code-with'] : []);
    await expect(module && `${printModule(module)}\n`).toMatchFileSnapshot(`${FOLDER}${name}.txt`);
  });
});

describe('places', () => {
  it('counts UTF-16 code units, from 1', () => {
    const module = moduleOf('const a = "😀"; b.c();\r\n\n  d();', 'a.js');
    const [, second, third] = module.body;
    expect(second && module.position(second.at)).toEqual({ line: 1, column: 17 });
    expect(third && module.position(third.at)).toEqual({ line: 3, column: 3 });
  });

  it('tells the links of a chain apart', () => {
    const module = moduleOf('s3\n  .list()\n  .promise();', 'a.js');
    const call = expressionOf(module.body[0]);
    expect(module.position(call.at)).toEqual({ line: 3, column: 4 });
    const inner = call.kind === 'call' && call.callee.kind === 'member' ? call.callee.object : call;
    expect(module.position(inner.at)).toEqual({ line: 2, column: 4 });
  });

  it('names the place of a syntax error', () => {
    const { module, findings } = lower('src/a.js', 'const a = 1;\nconst b = [1, 2;\n');
    expect(module).toBeUndefined();
    expect(findings).toMatchObject([{ code: 'code-syntax', severity: 'error', span: { file: 'src/a.js', line: 2, column: 16 } }]);
  });

  it('lowers what is left when the parser goes on after an error', () => {
    const { module, findings } = lower('a.ts', 'x = a || b ?? c;\nuse(1);');
    expect(findings.map((finding) => finding.code)).toEqual(['code-syntax']);
    expect(module && printModule(module)).toContain('use(1)');
  });
});

describe('dialects', () => {
  it('reads angle brackets as a cast in TypeScript and as an element elsewhere', () => {
    expect(printed('x = <A>b;', 'a.ts')).toBe('(x = (b as A))');
    expect(printed('x = <A>b</A>;', 'a.js')).toBe('(x = <jsx>(A, {}))');
  });

  it('reads comparisons as such in JavaScript', () => {
    expect(printed('f(a < b, c > (d));', 'a.js')).toBe('f(op <(a, b), op >(c, d))');
    expect(printed('f(a<b, c>(d));', 'a.ts')).toBe('f(a<b, c>(d))');
  });

  it('keeps functions of blocks in their blocks in strict code only', () => {
    const text = 'if (a) { function f() {} }';
    expect(printed(text, 'a.js')).toContain('hoisted f');
    expect(printed(text, 'a.mjs')).toContain('let f');
    expect(printed(`'use strict'; ${text}`, 'a.js')).toContain('let f');
    expect(printed(`export {}; ${text}`, 'a.ts')).toContain('let f');
  });

  it('takes files without an extension and declaration files', () => {
    expect(printed('a()', 'handler')).toBe('a()');
    expect(printed('export declare class A { b: C }', 'a.d.ts')).toBe('let A = interface "A" {\n  field b: C\n}\nexport A = A');
  });
});

/** Ways in which code can nest, each `count` deep. */
const NESTINGS: Readonly<Record<string, (count: number) => string>> = {
  parentheses: (n) => `${'('.repeat(n)}1${')'.repeat(n)}`,
  lists: (n) => `${'['.repeat(n)}${']'.repeat(n)}`,
  objects: (n) => `x=${'{a:'.repeat(n)}1${'}'.repeat(n)}`,
  blocks: (n) => '{'.repeat(n) + '}'.repeat(n),
  functions: (n) => `${'()=>'.repeat(n)}1`,
  calls: (n) => `${'a('.repeat(n)}${')'.repeat(n)}`,
  negations: (n) => `x=${'!'.repeat(n)}1`,
  choices: (n) => `x=${'a?b:'.repeat(n)}c`,
  'choices over lines': (n) => `x=${'a\n?b\n:'.repeat(n)}c`,
  'else if': (n) => `${'if(a){}else '.repeat(n)}{}`,
  'else if over lines': (n) => `${'if(a){}\nelse '.repeat(n)}{}`,
  ifs: (n) => `${'if(a)\n'.repeat(n)}b`,
  loops: (n) => `${'for(;;)'.repeat(n)};`,
  labels: (n) => `${'a:'.repeat(n)};`,
  templates: (n) => `${'`${'.repeat(n)}1${'}`'.repeat(n)}`,
  types: (n) => `let x: ${'A<'.repeat(n)}B${'>'.repeat(n)}`,
  conditions: (n) => `type x=${'a extends b?c:'.repeat(n)}d`,
  elements: (n) => '<a>'.repeat(n) + '</a>'.repeat(n),
  assignments: (n) => `${'a='.repeat(n)}b`,
  powers: (n) => `x=${'a**'.repeat(n)}b`,
  chains: (n) => `a${'.b()'.repeat(n)}`,
  members: (n) => `a${'.b'.repeat(n)}`,
  'ands and ors': (n) => `x=${'a&&b||'.repeat(n)}c`,
  differences: (n) => `x=${'a-'.repeat(n)}b`,
  news: (n) => `${'new '.repeat(n)}x`,
  awaits: (n) => `async()=>${'await '.repeat(n)}1`,
  classes: (n) => `x=${'class extends '.repeat(n)}a${'{}'.repeat(n)}`,
  namespaces: (n) => `namespace ${'a.'.repeat(n)}b{}`,
  patterns: (n) => `let ${'['.repeat(n)}a${']'.repeat(n)}=b`,
  'tagged templates': (n) => `a${'``'.repeat(n)}`,
};

describe('code that nests deep', () => {
  // an overflow of the parser's stack ends the process, and no test would report it
  it.each(Object.keys(NESTINGS))('is bounded: %s', (kind) => {
    for (const count of [450, 2_000, 200_000]) {
      const { module, findings } = lower('a.tsx', NESTINGS[kind]?.(count) ?? '');
      // parentheses alone leave no trace in the tree
      expect(findings.map((finding) => finding.code)).toEqual(kind === 'parentheses' && count === 450 ? [] : ['code-too-deep']);
      if (module) expect(printModule(module)).not.toBe('');
    }
  });

  it('says what is lost, and keeps the rest', () => {
    const { module, findings } = lower('a.js', `before();\nx = ${NESTINGS.calls?.(500)};\nafter();`);
    expect(findings).toMatchObject([{ code: 'code-too-deep', severity: 'error', span: { file: 'a.js', line: 2 } }]);
    const text = module ? printModule(module) : '';
    expect(text).toMatch(/^before\(\)\n.*unknown\("code that is nested too deep to be read"\).*\nafter\(\)$/);
  });

  it('is not what is only long', () => {
    const many = 3000;
    const long: Readonly<Record<string, string>> = {
      sum: `x = ${'a + '.repeat(many)}b`,
      text: `x = ${'"a" +\n'.repeat(many)}b`,
      sequence: `${'a(), '.repeat(many)}b`,
      'no semicolons': 'const a = b ? c : d\nfoo(a)\n'.repeat(many),
      functions: 'function a(b) { return b ? 1 : 2 }'.repeat(many),
      methods: `class A { ${'get a() { return 1 } b = () => 2\n'.repeat(many)} }`,
      cases: `switch (a) { ${'case 1: case 2: '.repeat(many)} }`,
      object: `x = { ${'a: { b: 1 }, '.repeat(many)} }`,
      lines: 'if (a) b()\nelse c()\nfor (const d of e) f()\n'.repeat(many),
      quotes: `x = ['(', "{", \`[\${a}(\`, /[/({]/, '\\'(', ${"'('/*(*/, //(\n".repeat(many)}]`,
      elements: `x = <a>${'<b c={1}>it</b><d/>'.repeat(many)}${"<b>it's</b>\n".repeat(500)}</a>`,
      divisions: `${'a = b / c; d = (e) / f; g = h[0] / "(" / i\n'.repeat(many)}`,
      'regular expressions': `${'if (a) /[(]"/.test(b); c = /\\(\'/\n'.repeat(many)}`,
    };
    for (const [kind, text] of Object.entries(long)) expect([kind, codes('a.js', text)]).toEqual([kind, []]);
    expect(codes('a.ts', `type A = ${'"a" | '.repeat(many)}B; ${'interface I { a: B<C>\nd?: E }\n'.repeat(many)}`)).toEqual([]);
  });

  it('joins long sums without nesting them', () => {
    const sum = expressionOf(moduleOf(`${'a + '.repeat(3000)}b`, 'a.js').body[0]);
    expect(sum.kind === 'operation' && sum.operands.length).toBe(3001);
    const text = expressionOf(moduleOf(`"x" + ${'a + '.repeat(3000)}b`, 'a.js').body[0]);
    expect(text.kind === 'template' && text.parts.length).toBe(3002);
  });
});

describe('damaged input', () => {
  const PIECES = [
    '(',
    ')',
    '{',
    '}',
    '`',
    '${',
    '"',
    "'",
    '/',
    '/*',
    '*/',
    '=>',
    '<',
    '>',
    '</',
    '?.',
    '??=',
    '...',
    ';',
    '\n',
    '\\',
    '#',
    '@',
    '\u2028',
    '\ud800',
    ' async ',
    ' class ',
    ' enum ',
    ' import ',
    ' export default ',
    ' super',
    ' await ',
  ];
  const edit = fc.record({ at: fc.nat(), drop: fc.nat(6), piece: fc.constantFrom('', ...PIECES) });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIXTURES), fc.array(edit, { minLength: 1, maxLength: 4 }), (name, edits) => {
        let text = read(name);
        for (const { at, drop, piece } of edits) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + piece + text.slice(start + drop);
        }
        const { module, findings } = lower(name, text);
        if (module) printModule(module);
        else expect(findings).not.toEqual([]);
        for (const finding of findings) expect(finding.span?.line).toBeGreaterThan(0);
      }),
      { numRuns: 1500, seed: 20_261_107 },
    );
  });
});
