import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { printModule } from '../../../test/print-program.ts';
import { tree } from '../../../test/tree.ts';
import { Files } from '../files.ts';
import { java } from './language.ts';

beforeAll(() => java.prepare());

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/java', import.meta.url));

const files = new Files(tree({ 'none.txt': '' }));
const lower = (text: string) => java.lower({ path: join(files.root, 'X.java'), file: 'X.java', text }, files);

/** The module without the line that holds its package. */
function printed(text: string): string {
  const { module, findings } = lower(text);
  expect(findings).toEqual([]);
  return module
    ? printModule(module)
        .split('\n')
        .filter((line) => !line.includes('%package'))
        .join('\n')
    : '';
}

/** The statements of a method of class C with a field `f`. */
function body(statements: string): string {
  const lines = printed(`class C { String f; void m(String p) { ${statements} } }`).split('\n');
  const start = lines.findIndex((line) => /method "?m"?\b|\bm\(/.test(line));
  return lines
    .slice(start + 1, -2)
    .map((line) => line.replace(/^ {4}/, ''))
    .join('\n');
}

describe('names', () => {
  it('are variables, fields of this or of the class, classes, or what the file imports', () => {
    expect(
      printed(`import a.B; import a.Outer.Inner; import static a.S.one;
class C { static String S = "s"; String f = S; void m(B b) { String v = f; b.x = v; one(); m(new Inner()); other(); } }`),
    ).toMatchInlineSnapshot(`
      "import type { B } from "a.B"
      import type { Outer as %import a.Outer } from "a.Outer"
      import type { S as %import a.S } from "a.S"
      let C = class "C" self C {
        static field .S = "s"
        field .f = C..S
        method m = function "m"(b: B) {
          let v = this..f
          (b..x = v)
          %import a.S.one()
          this.m(new %import a.Outer.Inner())
          other()()
        }
      }"
    `);
  });

  it('of a class inside reach the instance around it', () => {
    expect(printed('class A { int n; void m() { new Object() { void k() { n = 1; } }; } class I { int o = n; } }')).toMatchInlineSnapshot(`
      "let A = class "A" self A {
        static field I = class "I" self I {
          field .o = this.%outer..n
          method constructor = function "I"(...map %named) {
            (this.%outer = nullish(%named.%outer, op outer(A)))
          }
        }
        field .n
        method m = function "m"() {
          let %this A = this
          new class "Object" extends Object {
            method k = function "k"() {
              (%this A..n = 1)
            }
          }()
        }
      }"
    `);
  });
});

describe('classes', () => {
  it('with several methods of one name pick by arguments', () => {
    expect(printed('class A { A() { this(1); } A(int i) { } void m() { } void m(String s, int... n) { } }')).toMatchInlineSnapshot(`
      "let A = class "A" self A {
        method constructor#0 = function "A"() {
          op overload(this, %home, "constructor", "#0()", "#1(int)")(1)
        }
        method constructor#1 = function "A"(i) {}
        method constructor = function ""(...list %given) {
          op overload(this, %home, "constructor", "#0()", "#1(int)")(...list %given)
        }
        method m#0 = function "m"() {}
        method m#1 = function "m"(s, ...list n) {}
        getter m = function ""() {
          return op overload(this, %home, "m", "#0()", "#1(String,int...)")
        }
      }"
    `);
  });

  it('of all kinds', () => {
    expect(
      printed(
        'enum E { A(1), B; E(int... n) {} } record R(String x) { R { } } interface I { int K = 1; void a(); default void d() { a(); } static void s() {} }',
      ),
    ).toMatchInlineSnapshot(`
      "let E = class "E" self E {
        static field .A = arrow ""() {
          let %constant = new E(1)
          (%constant.%name = "A")
          return %constant
        }()
        static field .B = arrow ""() {
          let %constant = new E()
          (%constant.%name = "B")
          return %constant
        }()
        method constructor = function "E"(...list n) {}
      }
      let R = class "R" self R {
        field .x
        method constructor = function "R"(x) {
          (this..x = x)
        }
        method x = function "x"() {
          return this..x
        }
      }
      let I = interface "I" {
        static field .K = 1
        method a
        getter d = function "d"() {
          this.a()
        }
        static method s = function "s"() {}
      }"
    `);
  });
});

describe('statements', () => {
  it('loops, switches and tries', () => {
    expect(
      body(`for (int i = 0, j = 1; i < j; i++, j--) { continue; }
for (String s : list) use(s);
do { i += 2; } while (p == null);
switch (p) { case "a", "b" -> use(1); default -> { } }
int n = switch (k) { case RED: yield 1; default: yield 2; };
try (R r = open(); shared) { use(r); } catch (A | NoSuchKeyException e) { } finally { done(); }`),
    ).toMatchInlineSnapshot(`
      "{
        let i = 0
        let j = 1
        loop while op <(i, j) update sequence((i add= 1), (j add= -1)) {
          continue
        }
      }
      each s in values of list {
        use()(s)
      }
      loop once while op ==(p, null) {
        (i add= 2)
      }
      let %subject1 = p
      switch op switch(%subject1) {
        case op switch("a") falls {}
        case op switch("b") {
          use()(1)
          break
        }
        default {
          {}
          break
        }
      }
      let n = arrow ""() {
        let %subject2 = k
        switch op switch(%subject2) {
          case "RED" falls {
            return 1
          }
          default falls {
            return 2
          }
        }
      }()
      try {
        let r: R = open()()
        shared
        try {
          use()(r)
        } finally {
          op close(r)
        }
      } catch e: "NoSuchKey" {} finally {
        done()()
      }"
    `);
  });

  it('functions, texts and patterns', () => {
    expect(
      body(`run(x -> x + f, (String a, var b) -> { return a; }, this::m, C::new, String::length);
use("a" + p + 'c' + """
  block
    text\\n""");
if (o instanceof P(int q, String s) && o instanceof String t) use(q + t);
int[] a = { 1, 0x10, 1_000L }; a[0]++; use(C.class, (Object) p, -1, !b, a.length);`),
    ).toMatchInlineSnapshot(`
      "let q
      let s
      let t
      run()(arrow ""(x) {
        return op +(x, this..f)
      }, arrow ""(a, b) {
        return a
      }, op reference(this, "m"), arrow ""(...list %given) {
        return new C(...list %given)
      }, op reference(String, "length"))
      use()(text("a", p, "cblock\\n  text\\n"))
      if and(sequence((q = o.%component(0)), (s = o.%component(1)), unknown("a test of a type")), sequence((t = o), op instanceof(t, String))) {
        use()(op +(q, t))
      }
      let a = [1, 16, 1000]
      (a[0] add= 1)
      use()(op class(C), p, -1, op !(b), a..length)"
    `);
  });
});

describe('damaged code', () => {
  it('is reported where it stands, and the rest still read', () => {
    const { module, findings } = lower('class A {\n  void f( { }\n  void g() { s3.listBuckets(); }\n}');
    expect(findings).toMatchObject([{ code: 'code-syntax', severity: 'error', span: { file: 'X.java', line: 2 } }]);
    expect(module && printModule(module)).toContain('listBuckets()');
  });

  it('that nests without end is reported, not followed', () => {
    for (const text of [
      `class A { int x = ${'('.repeat(3000)}1${')'.repeat(3000)}; }`,
      `class A { int x = ${'1 * '.repeat(9000)}1; }`,
      `class A { int x = ${'a.'.repeat(3000)}b; }`,
      `${'class A { '.repeat(1000)}${'}'.repeat(1000)}`,
      `class A { static final int X = ${'1 + '.repeat(30_000)}1; }`,
    ])
      expect(lower(text)).toMatchObject({ module: undefined, findings: [{ code: 'code-too-complex' }] });
  });

  it('never throws, whatever is cut, doubled or replaced', () => {
    const texts = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.java'))
      .map((name) => readFileSync(join(FIXTURES, name), 'utf8'));
    const insert = fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom('(', '{', '}', '\n', '"', '"""', 'class ', 'new ', '->', '::', '@', 'static ', 'case ', 'record R(', '\0', 'é'),
    );
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(12), insert });
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }), (text, edits) => {
        let changed = text;
        for (const { at, cut, insert: inserted } of edits) {
          const start = Math.floor(at * changed.length);
          changed = changed.slice(0, start) + inserted + changed.slice(start + cut);
        }
        const { module } = lower(changed);
        if (module) printModule(module);
      }),
      { numRuns: 300 },
    );
  });
});
