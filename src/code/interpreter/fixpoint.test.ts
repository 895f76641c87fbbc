import { describe, expect, it } from 'vitest';
import { run, see } from '../../../test/support/interpret.ts';
import { Widening } from './fixpoint.ts';
import { harmless, textValue } from './values.ts';

const handler = (body: string): string => `exports.handler = async (e) => { ${body} };`;

describe('loops', () => {
  it('carry a value through a chain of variables', () => {
    const chain = 'let a = "1", b = "1", c = "1", d = "1", f = "1"; while (e.more()) { probe(a); a = b; b = c; c = d; d = f; f = "x"; }';
    expect(see(handler(chain))).toEqual(['1', 'x | 1']);
  });

  it('go through all states of a machine', () => {
    const states = Array.from({ length: 9 }, (_, i) => `case "s${i}": probe("${i}"); if (e.next()) s = "s${i + 1}"; break;`);
    const machine = `let s = "s0"; for (;;) { switch (s) { ${states.join(' ')} case "s9": return probe("end"); } }`;
    expect(see(handler(machine))).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', 'end']);
  });

  it('reach what a counter lets through late', () => {
    expect(see(handler('let n = 0; while (true) { if (n === 400) { probe("late"); break; } n++; }'))).toEqual(['late']);
    expect(see('let runs = 0; exports.handler = async () => { if (runs++ > 1000) probe("late"); };')).toEqual(['late']);
  });

  it('keep what does not grow in objects of which one is made each round', () => {
    expect(see(handler('let o = { t: "orders", n: 0 }; while (e.more()) { o = { ...o, n: o.n + 1 }; } probe(o.t);'))).toEqual(['orders']);
    expect(see(handler('let l = ["orders"]; while (e.more()) { l = [...l, `x${l.length}`]; } probe(l[0]);'))).toEqual(['orders']);
  });

  it('settle, however the state grows', () => {
    const growing = [
      's = s + "x"',
      'l.push(l)',
      'l = [l, s]; s = l[1]',
      'o = { o, s }; s = `${s}-`',
      'l = l.map((v) => v + s); l.unshift(e.kind)',
      'm = { ...m, [s]: o }; s += s',
      'f = ((g) => () => g())(f)',
    ];
    for (const step of growing) {
      const source = handler(
        `let s = "a", l = ["b"], o = {}, m = {}, f = () => probe("f"); while (e.more()) { ${step}; } f(); probe(l.length);`,
      );
      const { analysis } = run({ 'app.js': source });
      expect(analysis.lost, step).toEqual([]);
      expect(analysis.steps, step).toBeLessThan(20_000);
    }
  });

  it('foresee numbers and texts that go on as they did', () => {
    const varies = '?what differs in each round';
    expect(see(handler('let n = 0; while (e.more()) { n++; } probe(n);'))).toEqual([`?a computed value | 3 | 2 | 1 | ${varies} | 0`]);
    expect(see(handler('const o = { n: 0 }; while (e.more()) { o.n += 5; } probe(o.n);'))).toEqual([
      `?a computed value | 15 | 10 | 5 | ${varies} | 0`,
    ]);
    expect(see(handler('let s = "a"; while (e.more()) { s += "-x"; } probe(s);'))).toEqual([
      `\${?}-x | a-x-x-x | a-x-x | a-x | ${varies} | a`,
    ]);
    expect(see(handler('probe(e.list.reduce((sum, x) => sum + x.n * x.m, 0));'))[0]).toContain('${?}${?} | ');
  });

  it('add up as numbers, however many they are', () => {
    const source = 'let n = 0; exports.handler = async () => { for (let i = 0; i < 6; i++) { n += 2; } n++; probe(n); };';
    expect(see(source).at(-1)).toBe('?a computed value');
    // the fields may be numbers, and the sum need not end with a 1
    expect(see(handler('probe(e.a + e.b + 1);'))).toEqual(['?a computed value']);
    expect(see(handler('probe(e.a + e.b + ".json");'))).toEqual(['${event.a}${event.b}.json']);
  });

  it('go on behind the test, with what that took out of a list', () => {
    expect(see(handler('const l = ["a", e.name]; let v; while ((v = l.shift()) !== undefined) probe(v);'))).toEqual(['a', '${event.name}']);
    expect(see(handler('const l = [e.name, "a"]; let v, last; while ((v = l.shift())) last = v; probe(last);'))[0]).toContain('event.name');
    expect(see(handler('const l = [e.name]; let v; while ((v = l.pop())) { if (v === "x") { v = "y"; break; } } probe(v);'))[0]).toContain(
      'y',
    );
  });

  it('go through numbers and texts that are no progression', () => {
    expect(see(handler('let n = 1; while (e.more()) { n = { 1: 2, 2: 4, 4: 8, 8: 16 }[n] ?? 16; } probe(n);'))).toEqual([
      '16 | 8 | 4 | 2 | 1',
    ]);
    const source = 'let t = "a"; while (e.more()) { t = { a: "ab", ab: "abc", abc: "abcd", abcd: "x" }[t] ?? "x"; } probe(t);';
    expect(see(handler(source))).toEqual(['x | abcd | abc | ab | a']);
  });

  it('see the items that are added to a list while it is walked through', () => {
    expect(
      see(handler('const q = ["a"]; for (const x of q) { probe(x); if (x === "a") q.push("b"); if (x === "b") q.push("c"); }')),
    ).toEqual(['a', 'b', 'c']);
  });

  it('feed what a callback gives into its next call', () => {
    const source = handler('probe(e.list.reduce((p) => ({ a: "b", b: "c", c: "d", d: "f" })[p] ?? "f", "a"));');
    expect(see(source)).toEqual(['f | d | c | b | a']);
  });
});

describe('what may not be there', () => {
  it('lets the fallback be taken', () => {
    expect(see(handler('const m = { a: "t" }; probe(m[e.kind] ?? "none"); const l = ["t"]; probe(l[e.n] || "none");'))).toEqual([
      't | none',
      't | none',
    ]);
    expect(see(handler('const m = { a: () => probe("a") }; const f = m[e.kind]; if (!f) return probe("none"); f();'))).toEqual([
      'none',
      'a',
    ]);
    expect(see(handler('const m = { a: { t: "t" } }; probe(m[e.kind]?.t ?? "none");'))).toEqual(['t | none']);
  });

  it('is no part of a name', () => {
    expect(see(handler('const m = { a: "t" }; probe(m[e.kind]); probe(`${m[e.kind]}-x`);'))).toEqual(['t', 't-x']);
  });

  it('is no key for sure', () => {
    expect(see(handler('const o = { f: "a" }; if (e.x) o.g = "b"; for (const k of Object.keys(o)) probe(k);'))).toEqual(['f', 'g']);
    expect(see(handler('const m = new Map([["a", "t"]]); m.delete("a"); probe(m.get("a") ?? "none");'))).toEqual(['none']);
  });
});

describe('what a branch leaves', () => {
  it('may be in any item that it writes to', () => {
    expect(see(handler('const l = ["a", "b"]; l[e.n] = "c"; probe(l[0]); probe(l[1]);'))).toEqual(['a | c', 'b | c']);
    expect(see(handler('const l = ["a", "b"]; l.fill("c"); probe(l[0]);'))).toEqual(['c']);
  });

  it('is not sure in what it was the first to ask for: properties of functions, modules, variables of the environment', () => {
    expect(see('const f = () => {}; exports.handler = async (e) => { if (e.x) f.t = "a"; probe(f.t ?? "none"); };')).toEqual(['a | none']);
    expect(see(handler('if (e.x) process.env.T = "a"; probe(process.env.T ?? "none");'))).toEqual(['a | none']);
    const { seen } = run({
      'app.js': handler('if (e.x) require("./state").t = "a"; probe(require("./state").t);'),
      'state.js': 'exports.t = "first";',
    });
    expect(seen).toEqual(['a | first']);
  });
});

describe('generators', () => {
  it('leave any of the states that they go through', () => {
    expect(see(handler('let t = "a"; function* g() { yield 1; t = "b"; } for (const x of g()) probe(t);'))).toEqual(['a | b']);
  });

  it('see what the loop over them does', () => {
    expect(see(handler('let t = "a"; function* g() { yield 1; probe(t); } for (const x of g()) t = "b";'))).toEqual(['a', 'b | a']);
  });

  it('find behind a value what the loop over them left, in the place of what they wrote', () => {
    const seen = see(handler('let t = "a"; function* g() { t = "b"; yield 1; probe(t + "x"); } for (const x of g()) t = "c";'));
    expect(seen.flatMap((each) => each.split(' | '))).toContain('cx');
  });

  it('are asked for one value after the other', () => {
    expect(see(handler('function* g() { yield "a"; } const i = g(); probe(i.next().value);'))).toEqual(['a']);
    expect(see(handler('let l; function* g() { l = ["a"]; yield 1; l.push("b"); } for (const x of g()) probe(l.length);'))).toEqual([
      '?a length',
    ]);
  });
});

describe('values that unknown code was given', () => {
  it('stay few where it is given its own results over and over', () => {
    const steps = Array.from({ length: 40 }, () => 'f = wrap(f, f, e.other);').join(' ');
    expect(see(`const wrap = require("wrap"); exports.handler = async (e) => { let f = () => probe("called"); ${steps} f(); };`)).toEqual([
      'called',
    ]);
  });
});

describe('widening', () => {
  it('loses nothing of an object that stands for a later one as well', () => {
    const plain = { fields: new Map(), class: undefined, base: undefined, dynamic: [], open: undefined };
    const before = { ...plain, dynamic: [{ key: harmless('a key'), value: textValue('under any key') }], open: textValue('elsewhere') };
    const joined = new Widening(() => undefined).object(before, plain);
    expect(joined).toMatchObject({ dynamic: before.dynamic, open: before.open });
  });
});
