import { describe, expect, it } from 'vitest';
import { run, see } from '../../../test/support/interpret.ts';

/** A handler that calls `setting` and then does a lot of other things. */
const app = (setting: string): string => `
const cache = {};
${setting}
const other = (e) => { ${'probe(`${e.a}-${e.b}`); '.repeat(40)} };
exports.handler = async (e) => { const value = setting('s'); probe(value); other(e); };`;

const CACHE = 'function setting(name) { const known = cache[name]; if (known) return known; cache[name] = "v"; return "v"; }';
const PLAIN = 'function setting(name) { return "v"; }';

const steps = (source: string): number => run({ 'app.js': source }).analysis.steps;

describe('warm starts', () => {
  it('make only the calls again that see what the first one left', () => {
    expect(see(app(CACHE))[0]).toBe('v');
    expect(steps(app(CACHE))).toBeLessThan(steps(app(PLAIN)) * 1.2);
  });

  it('find what such a call does, and do not take the first one for another', () => {
    expect(see('let warm; const init = () => { if (warm) probe("warm"); warm = true; }; exports.handler = () => { init(); };')).toEqual([
      'warm',
    ]);
    const lazy = 'let db; const get = () => { if (!db) db = client(); return db; }; exports.handler = () => { get().send("x"); };';
    expect(see(lazy)).toEqual(['x']);
  });

  it('run as a whole when such a call gives something else', () => {
    const source = 'let last; const swap = () => { const was = last; last = "b"; return was; };';
    expect(see(`${source} exports.handler = () => { if (swap() === "b") probe("second"); };`)).toEqual(['second']);
    expect(see(`${source} exports.handler = () => { probe(swap()); };`)).toEqual(['undefined', 'null | b']);
  });

  it('run as a whole when such a call leaves something else', () => {
    const source = 'let a = "1", b = "1"; const step = () => { b = a; a = "2"; }; exports.handler = () => { probe(b); step(); };';
    expect(see(source)).toEqual(['1', '1 | 2']);
  });

  it('see what was changed on the way, and not what is left in the end', () => {
    expect(see('let t = "a"; const f = () => probe(t); exports.handler = () => { t = "b"; f(); t = "c"; };')).toEqual(['b']);
    const later = `let t = "a", on; const f = () => { if (on) probe(t); on = true; };
      exports.handler = () => { t = "b"; f(); t = "c"; };`;
    expect(see(later)).toEqual(['b']);
    const own = `let on; const f = (o) => { if (on) probe(o.t); on = true; };
      exports.handler = () => { const o = { t: "b" }; f(o); o.t = "c"; };`;
    expect(see(own)).toEqual(['b']);
  });

  it('see what was not there when the first one looked', () => {
    const property = 'function f() {} const g = () => { if (f.done) probe("done"); }; exports.handler = () => { g(); f.done = true; };';
    expect(see(property)).toEqual(['done']);
  });

  it('follow what goes through recursion and generators', () => {
    const recursive = `const seen = {}; const walk = (n) => { if (seen.x) probe("again"); if (n.next) walk(n.next); seen.x = true; };
      exports.handler = (e) => { walk(e.tree); };`;
    expect(see(recursive)).toContain('again');
    const lazily = `let seen; function* all() { if (seen) probe("again"); yield 1; seen = true; }
      exports.handler = () => { for (const x of all()) probe(x); };`;
    expect(see(lazily)).toContain('again');
  });
});
