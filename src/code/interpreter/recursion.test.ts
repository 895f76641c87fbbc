import { describe, expect, it } from 'vitest';
import { run, see } from '../../../test/support/interpret.ts';

describe('recursive functions', () => {
  it('see the branch that is only taken when a counter has run down', () => {
    expect(
      see(
        'const go = async (left) => { if (left === 0) return probe("gave up"); return go(left - 1); }; exports.handler = async () => go(9);',
      ),
    ).toEqual(['gave up']);
    expect(
      see('async function poll(n = 0) { if (n >= 10) return probe("late"); return poll(n + 1); } exports.handler = async () => poll();'),
    ).toEqual(['late']);
    expect(
      see(
        'const go = async (o) => o.left < 1 ? probe("done") : go({ ...o, left: o.left - 1 }); exports.handler = async () => go({ left: 9 });',
      ),
    ).toEqual(['done']);
  });

  it('keep what every round is given', () => {
    expect(see('const go = async (t, left) => left ? go(t, left - 1) : probe(t); exports.handler = async () => go("orders", 9);')).toEqual([
      'orders',
    ]);
  });

  it('see every item of a list that is taken apart', () => {
    expect(
      see(
        'const go = ([h, ...t]) => { if (h === "e") probe("e"); if (t.length) go(t); }; exports.handler = async () => go(["a","b","c","d","e"]);',
      ),
    ).toEqual(['e']);
  });

  it('see what only the calls change: a variable around, a field, a depth that is taken back', () => {
    expect(
      see('let n = 0; function step() { if (n === 3) return probe("late"); n++; return step(); } exports.handler = async () => step();'),
    ).toEqual(['late']);
    expect(
      see('let n = 0; function step() { if (n === 50) return probe("late"); n++; return step(); } exports.handler = async () => step();'),
    ).toEqual(['late']);
    expect(
      see(
        'class A { n = 0; step() { if (this.n === 5) return probe("late"); this.n++; return this.step(); } } exports.handler = async () => new A().step();',
      ),
    ).toEqual(['late']);
    expect(
      see(
        'let d = 0; function walk(x) { if (d === 4) probe("deep"); d++; for (const c of x.children) walk(c); d--; } exports.handler = async (e) => walk(e);',
      ),
    ).toEqual(['deep']);
    expect(
      see(
        'let n = 0; function a() { if (n > 6) return probe("end"); n++; return b(); } function b() { return a(); } exports.handler = async () => a();',
      ),
    ).toEqual(['end']);
  });

  it('know what they give in the end, and what they are given on the way', () => {
    expect(see('const f = (n) => n === 0 ? "t" : f(n - 1); exports.handler = async () => probe(f(20));')).toEqual(['t']);
    const next = '({ a: "b", b: "c", c: "d", d: "e", e: "f" })[p]';
    expect(see(`const f = (p) => p === "f" ? probe(p) : f(${next}); exports.handler = async () => f("a");`).at(-1)).toBe('f');
  });

  it('rebuild nested data in few rounds', () => {
    const copy = `const copy = (v) => Array.isArray(v) ? v.map(copy)
      : v && typeof v === "object" ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, copy(x)])) : v;`;
    const nested = (depth: number): string =>
      depth === 0 ? '"leaf"' : `{ a: ${nested(depth - 1)}, b: [${nested(depth - 1)}, "item"], c: ${nested(depth - 1)} }`;
    for (const data of ['e', 'JSON.parse(e.body)', nested(3)]) {
      const { analysis, seen } = run({
        'app.js': `${copy} exports.handler = async (e) => { const o = copy(${data}); probe("after"); return o; };`,
      });
      expect({ data, seen, lost: analysis.lost }).toEqual({ data, seen: ['after'], lost: [] });
      expect(analysis.steps).toBeLessThan(100_000);
    }
  });

  it('rebuild data whose parts may lack some of their fields', () => {
    const { analysis, seen } = run({
      'app.js': `
        function copy(v) {
          if (Array.isArray(v)) return v.map(copy);
          if (v && typeof v === 'object') {
            const made = {};
            for (const [k, x] of Object.entries(v)) made[k] = copy(x);
            return made;
          }
          return v;
        }
        exports.handler = async (e) => {
          const values = {};
          if (e.queued) values.queued = e.queued;
          const parts = [];
          for (const part of e.parts) {
            const known = { id: part.id, pages: part.pages.map(Number) };
            if (part.alerts) known.alerts = part.alerts.map((alert) => ({ name: alert.name }));
            parts.push(known);
          }
          if (parts.length) values.parts = parts;
          copy(values);
          probe('after');
        };`,
    });
    expect({ seen, lost: analysis.lost }).toEqual({ seen: ['after'], lost: [] });
  });

  it('are followed no further once they cost much', () => {
    const leaves = Array.from({ length: 12 }, (_, i) => `l${i}: (v) => v + "${i}"`);
    const inner = ['list', 'set', 'map'].map((kind) => `${kind}: (v) => v.items.map((x) => pick(x)).join("${kind}")`);
    const { analysis, seen } = run({
      'app.js': `const pick = (v) => table[v.kind](v); const table = { ${[...inner, ...leaves].join(', ')} };
        exports.handler = async (e) => { for (const each of Object.values(table)) each(e.body); pick(e); probe("after"); };`,
    });
    expect(seen).toEqual(['after']);
    expect(analysis.steps).toBeLessThan(1_500_000);
  });

  it('end', () => {
    const { analysis } = run({ 'app.js': 'const f = (n) => f(n + 1) + f(n - 1); exports.handler = async () => f(0);' });
    expect(analysis.lost).toEqual([]);
  });
});

describe('the same code on other values', () => {
  it('is followed through wrappers around wrappers', () => {
    const wraps = 'const wrap = (f) => async (...a) => f(...a);';
    expect(see(`${wraps} exports.handler = wrap(wrap(wrap(wrap(wrap(async () => probe("inner"))))));`)).toEqual(['inner']);
  });

  it('is followed through a chain of responsibility', () => {
    const source = `
      class Link { next(n) { this.n = n; return n; } handle(r) { return this.n ? this.n.handle(r) : undefined; } }
      class Last extends Link { handle(r) { probe("last"); return super.handle(r); } }
      const first = new Link();
      first.next(new Link()).next(new Link()).next(new Link()).next(new Link()).next(new Last());
      exports.handler = async (e) => first.handle(e);`;
    expect(see(source)).toEqual(['last']);
  });

  it('is reported when the chain is longer than is followed', () => {
    const { analysis } = run({
      'app.js':
        'const wrap = (f) => async () => f(); let h = async () => probe("inner"); for (let i = 0; i < 30; i++) h = wrap(h); exports.handler = h;',
    });
    expect(analysis.lost.map((lost) => lost.why)).toEqual(['it is nested in itself more than 16 times']);
  });
});
