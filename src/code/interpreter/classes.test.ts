import { describe, expect, it } from 'vitest';
import { run, see } from '../../../test/support/interpret.ts';

const inHandler = (setup: string, body: string): string => `${setup}\nexports.handler = async (e) => { ${body} };`;

describe('super', () => {
  it('reaches the client that a class extends and whose method it overrides', () => {
    const own = 'class Own extends Client { send(c) { return super.send(c); } }';
    expect(see(inHandler(own, 'new Own().send("a");'))).toEqual(['a']);
    expect(see(inHandler(`${own} class Two extends Own { send(c) { return super.send(c); } }`, 'new Two().send("b");'))).toEqual(['b']);
    expect(
      see(inHandler('class A extends Client {} class B extends A { send(c) { return super.send(c); } }', 'new B().send("c");')),
    ).toEqual(['c']);
    expect(
      see(
        inHandler(
          'class Own extends Client { send(...a) { const { send } = { send: super.send }; return send(...a); } }',
          'new Own().send("d");',
        ),
      ),
    ).toEqual(['d']);
  });

  it('reads the getters of the parent on the instance', () => {
    expect(
      see(
        inHandler(
          'class A { get t() { return this.own; } } class B extends A { own = "mine"; get t() { return super.t; } }',
          'probe(new B().t);',
        ),
      ),
    ).toEqual(['mine']);
  });

  it('is the parent class itself in a static method', () => {
    expect(
      see(
        inHandler(
          'class A { static make() { return "a"; } } class B extends A { static make() { return super.make() + "b"; } }',
          'probe(B.make());',
        ),
      ),
    ).toEqual(['ab']);
  });

  it('is the prototype in a method of an object', () => {
    expect(
      see(inHandler('const base = { go() { probe("base"); } }; const o = { __proto__: base, go() { super.go(); } };', 'o.go();')),
    ).toEqual(['base']);
  });
});

describe('constructors', () => {
  it('may return another object', () => {
    expect(see(inHandler('class A { constructor() { return { go: () => probe("other") }; } }', 'new A().go();'))).toEqual(['other']);
    expect(
      see(
        inHandler(
          'class A { static one; constructor() { if (A.one) return A.one; A.one = this; this.go = () => probe("first"); } }',
          'new A(); new A().go();',
        ),
      ),
    ).toEqual(['first']);
  });
});

describe('members under computed names', () => {
  it('are found under symbols', () => {
    expect(
      see(
        inHandler(
          'const go = Symbol("go"), name = Symbol.for("name"); class A { [name] = "a"; [go]() { probe(this[Symbol.for("name")]); } }',
          'new A()[go]();',
        ),
      ),
    ).toEqual(['a']);
  });

  it('are told apart by symbol', () => {
    expect(
      see(inHandler('const a = Symbol("x"), b = Symbol("x"); class A { [a]() { probe("a"); } [b]() { probe("b"); } }', 'new A()[b]();')),
    ).toEqual(['b']);
  });

  it('count as called when the name is not known', () => {
    expect(see(inHandler('class A { t = "a"; [process.env.UNSET + Math.random()]() { probe(this.t); } }', 'new A()[e.name]();'))).toEqual([
      'a',
    ]);
  });
});

describe('decorators of ECMAScript', () => {
  it('replace a method by the function that they give', () => {
    const logged = 'const logged = (fn, { name }) => function (...a) { probe(name); return fn.call(this, ...a); };';
    const { seen } = run({
      'app.ts': `${logged} class A { @logged go() { probe("inside"); } }\nexport const handler = async () => new A().go();`,
    });
    expect(seen).toEqual(['go', 'inside']);
  });
});

describe('errors', () => {
  it('carry functions to whoever catches them', () => {
    expect(
      see(
        inHandler(
          'class Fixable extends Error { constructor(fix) { super("x"); this.fix = fix; } }',
          'try { throw new Fixable(() => probe("fixed")); } catch (error) { await error.fix(); }',
        ),
      ),
    ).toEqual(['fixed']);
  });
});

describe('a handler file that cannot be read', () => {
  it('is reported as lost, beside the finding', () => {
    const { analysis } = run({ 'app.js': 'exports.handler = async () => {\n  const x = ;\n};' });
    expect(analysis.lost.map((lost) => [lost.what, lost.span.line])).toEqual([['handler app.handler', 2]]);
  });
});

describe('the prototype of a class', () => {
  const pair = 'class A { m() { probe("own"); } } class B extends A {}';
  it('gives instances what the program sets on it, those of classes that extend it too', () => {
    expect(see(inHandler(`${pair} A.prototype.n = function () { probe(this.t); };`, 'const b = new B(); b.t = "set"; b.n();'))).toEqual([
      'set',
    ]);
    expect(
      see(inHandler(`${pair} Object.assign(B.prototype, { m() { probe("mixed in"); }, k: "k" });`, 'new B().m(); probe(new B().k);')),
    ).toEqual(['mixed in', 'k']);
    expect(
      see(inHandler('class A {} class B extends A { m() { super.m(); } } A.prototype.m = () => probe("parent");', 'new B().m();')),
    ).toEqual(['parent']);
    expect(see(inHandler(pair, 'if (e.x) A.prototype.m = () => probe("other"); new B().m();'))).toEqual(['other', 'own']);
  });

  it('is one object, which other ways lead to', () => {
    expect(see(inHandler(pair, 'const { m } = B.prototype; m(); Object.getPrototypeOf(new A()).k = "k"; probe(new B().k);'))).toEqual([
      'own',
      'k',
    ]);
    expect(see(inHandler(`${pair} delete A.prototype.m;`, 'probe(typeof new A().m);'))).toEqual(['undefined']);
    expect(
      see(
        inHandler(
          'class A {} Object.defineProperty(A.prototype, "t", { get() { return this.u; } });',
          'const a = new A(); a.u = "u"; probe(a.t);',
        ),
      ),
    ).toEqual(['u']);
    expect(see(inHandler('class A { set t(v) { this.u = v; } } A.prototype;', 'const a = new A(); a.t = "t"; probe(a.u);'))).toEqual(['t']);
  });

  it('tells what unknown code may call on an instance', () => {
    expect(see(inHandler(`${pair} A.prototype.n = () => probe("n");`, 'unknown(new A());'))).toEqual(['own', 'n']);
    expect(see(inHandler(`${pair} A.prototype.n = () => probe("n");`, 'new B()[e.x]();'))).toEqual(['own', 'n']);
  });
});
