/** What fields hold that were written under keys that are not known, in one of several branches, or taken away. */
import { describe, expect, it } from 'vitest';
import { see } from '../../../test/support/interpret.ts';

const inHandler = (body: string): readonly string[] => see(`exports.handler = async (e) => { ${body} };`);

describe('a field under a key that is not known', () => {
  it.each([
    ['beside nothing', "const o = {}; o[e.k] = 'x'; probe(o.f ?? 'd');", ['x | d']],
    ['beside a field', "const o = { f: 'a' }; o[e.k] = 'x'; probe(o.f);", ['a | x']],
    ['before what is inherited', "const o = Object.create({ f: 'p' }); o[e.k] = 'x'; probe(o.f);", ['x | p']],
    ['of a class', "class S { static f = 'a'; } S[e.k] = 'x'; probe(S.f);", ['a | x']],
    ['of a function', "const f = () => 1; f.f = 'a'; f[e.k] = 'x'; probe(f.f);", ['a | x']],
    ['that a setter takes', "class S { set f(v) { probe(v); } } new S()[e.k] = 'x';", ['x']],
    ['deleted', "const o = { f: 'a' }; delete o[e.k]; probe(o.f ?? 'gone');", ['a | gone']],
    ['read from a function', "const f = () => 1; f.f = 'a'; probe(f[e.k]);", ['a']],
  ])('%s', (_, body, seen) => expect(inHandler(body)).toEqual(seen));

  it('leaves the methods of an instance callable', () => {
    expect(inHandler("class A { m() { probe('m'); } } const a = new A(); a[e.k] = e.v; a.m();")).toEqual(['m']);
  });
});

describe('a source whose fields are not known', () => {
  it('may write over what was there, and leaves what is written later', () => {
    expect(inHandler("const o = { f: 'a', ...e.body, g: 'b' }; probe(o.f); probe(o.g);")).toEqual(['a | ${event.body.f}', 'b']);
    expect(inHandler("class A { f = 'a'; constructor(x) { Object.assign(this, x); } } probe(new A(e.body).f);")).toEqual([
      '${event.body.f} | a',
    ]);
  });
});

describe('a field that may not be there', () => {
  it('leaves what was there in whom it is copied to', () => {
    expect(inHandler("const p = {}; if (e.flag) p.f = 'b'; probe({ f: 'a', ...p }.f);")).toEqual(['a | b']);
    expect(inHandler("const o = { f: 'a' }; if (e.flag) delete o.f; probe({ f: 'z', ...o }.f);")).toEqual(['z | a']);
    expect(inHandler("const o = {}; o[e.flag ? 'f' : 'g'] = 'a'; probe(o.f ?? 'd');")).toEqual(['a | d']);
  });

  it('lets what is inherited be seen', () => {
    expect(inHandler("function F() {} F.prototype.f = 'p'; const o = new F(); if (e.flag) o.f = 'a'; probe(o.f);")).toEqual(['a | p']);
  });

  it('keeps its place among the keys until it is deleted', () => {
    expect(inHandler("const o = { f: 'a', g: 'b' }; const p = { ...o, f: 'c' }; probe(Object.keys(p).join());")).toEqual(['f,g']);
    expect(inHandler("const o = { f: 'a', g: 'b' }; delete o.f; o.f = 'c'; probe(Object.keys(o).join());")).toEqual(['g,f']);
  });

  it('comes before all others where its name is an index', () => {
    expect(inHandler("const o = { f: 'a', 10: 'b' }; o[2] = 'c'; probe(Object.keys(o).join());")).toEqual(['2,10,f']);
  });
});

describe('what a pattern leaves of one of several objects', () => {
  it('is without the fields that it takes', () => {
    expect(
      inHandler("const { f, ...rest } = e.x ? { f: 'a', g: 'b' } : { f: 'c', g: 'd' }; probe(rest.f ?? 'none'); probe(rest.g);"),
    ).toEqual(['none', 'b | d']);
  });
});

describe('a member with a getter alone', () => {
  it('is not written', () => {
    const pair = "class A { get t() { return 'a'; } set t(v) { this.u = v; } } class B extends A { get t() { return super.t + 'b'; } }";
    expect(inHandler(`${pair} const b = new B(); b.t = 'c'; probe(b.t);`)).toEqual(['ab']);
    expect(
      inHandler("const o = { get t() { return 'a'; } }; o.t = 'b'; probe(o.t); Object.defineProperty(o, 't', { value: 'c' }); probe(o.t);"),
    ).toEqual(['a', 'c']);
  });
});

describe('the initial value of a field', () => {
  it('is computed before the constructor writes another one', () => {
    expect(inHandler("class A { f = 'a'; g = this.f; constructor() { this.f = 'b'; } } probe(new A().g);")).toEqual(['a']);
    expect(inHandler("class A { f = 'a'; constructor(x) { if (x) this.f = 'b'; } } probe(new A(e.flag).f);")).toEqual(['b | a']);
  });
});

describe('a spread list of unknown length', () => {
  it('may leave the defaults of parameters and patterns', () => {
    expect(inHandler("const l = ['a', 'b'].filter((v) => v !== e.v); ((x, y = 'd') => probe(y))(...l);")).toEqual(['a | b | d']);
    expect(inHandler("const l = ['a', 'b'].filter((v) => v !== e.v); const [x = 'd'] = l; probe(x);")).toEqual(['a | b | d']);
  });
});

describe('a warm start', () => {
  it('finds what a run that failed left half-way', () => {
    expect(see("let s = 'a'; exports.handler = async (e) => { probe(s); s = 'b'; e.call(); s = 'a'; };")).toEqual(['a', 'a | b']);
  });
});

describe('what follows a switch', () => {
  it('runs where one way leaves and one falls through', () => {
    expect(inHandler("switch (e.x) { case 'a': return; default: break; } probe('after');")).toEqual(['after']);
    expect(inHandler("switch (e.x) { case 'a': return; } probe('after');")).toEqual(['after']);
    expect(inHandler("switch (e.x) { case 'a': return; default: while (e.y) probe('in'); } probe('after');")).toEqual(['in', 'after']);
  });
});

describe('an instance', () => {
  it('knows its class, also where that has a constructor', () => {
    expect(inHandler("class A { static s = 'a'; constructor() { this.t = 'b'; } } probe(new A().constructor.s);")).toEqual(['a']);
  });

  it('begins with the fields of its own class where both declare them', () => {
    expect(inHandler("class A { f = 'a'; } class B extends A { f = 'b'; } probe(new B().f);")).toEqual(['b']);
    expect(inHandler("class A { f = 'a'; } class B extends A { f = 'b'; constructor() { super(); } } probe(new B().f);")).toEqual(['b']);
  });
});

describe('Object.assign and spreads', () => {
  it('call getters of what they copy and setters of what they copy to', () => {
    expect(inHandler("const o = { t: 'a', get u() { return this.t; } }; probe({ ...o, t: 'x' }.u);")).toEqual(['a']);
    expect(inHandler("class A { set f(v) { probe(v); } } Object.assign(new A(), { f: 'a' });")).toEqual(['a']);
  });

  it('change each of the objects that a value may be', () => {
    expect(inHandler("const a = {}, b = {}; Object.assign(e.x ? a : b, { f: 'a' }); probe(a.f ?? 'none');")).toEqual(['a | none']);
  });
});

describe('a list of unknown length', () => {
  it('begins with any of its items when it is reversed', () => {
    const filtered = "const l = ['a', 'b'].filter((v) => v !== e.v);";
    expect(inHandler(`${filtered} probe(l.toReversed()[0]); l.reverse(); probe(l[0]);`)).toEqual(['a | b', 'a | b']);
  });

  it('is not changed through its sorted copy', () => {
    expect(inHandler("const l = ['a']; l.toSorted().push('b'); probe(l.join());")).toEqual(['a']);
  });
});
