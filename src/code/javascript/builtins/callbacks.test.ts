/** Code that calls no AWS API itself calls what it is given: none of these functions may be passed over. */
import { describe, expect, it } from 'vitest';
import { run } from '../../../../test/support/interpret.ts';

const see = (source: string): readonly string[] => run({ 'app.mjs': source }).seen;
const inHandler = (body: string, before = ''): string => `${before} export const handler = async (e) => { ${body} };`;

describe('functions that are handed over', () => {
  it('to a library whose functions are named as methods of lists are', () => {
    const source = `_.map(_.chunk(e.items, 25), (x) => probe('map')); _.forEach({ a: 1 }, () => probe('each')); _.reduce([1], () => probe('reduce'), 0);`;
    expect([...see(inHandler(source, "import _ from 'lodash';"))].sort()).toEqual(['each', 'map', 'reduce']);
  });

  it('in lists of functions, also of unknown length', () => {
    expect(
      see(inHandler("q.addAll(e.items.map((i) => () => probe('a')));", "import Queue from 'p-queue'; const q = new Queue();")),
    ).toEqual(['a']);
  });

  it('as the methods of a stream', () => {
    const source = `
      import { Transform, Writable } from 'node:stream';
      class Sink extends Writable { async _write(chunk, encoding, done) { probe('class'); } }
      export const handler = async () => {
        source.pipe(new Transform({ transform(chunk, encoding, done) { probe('options'); } })).pipe(new Sink());
        new ReadableStream({ async pull(controller) { probe('web'); } });
      };`;
    expect([...see(source)].sort()).toEqual(['class', 'options', 'web']);
  });

  it('as methods of a class whose base is not read', () => {
    const source = `import { Base } from 'some-framework'; class Job extends Base { process() { probe(this.name); } name = 'job'; }
      export const handler = async () => { new Job(); };`;
    expect(see(source)).toEqual(['job']);
  });

  it('as revivers, groupings and traps', () => {
    const source = `JSON.parse(e.body, (k, v) => probe('revive')); Object.groupBy(e.items, () => probe('group'));
      new Proxy({}, { has() { probe('has'); } });`;
    expect([...see(inHandler(source))].sort()).toEqual(['group', 'has', 'revive']);
  });

  it('but not a client beside them', () => {
    const { analysis } = run({
      'app.mjs': inHandler("JSON.stringify({ c: client() }, () => 1); new Map([['c', client()]]); Boolean(client());"),
    });
    expect(analysis.lost).toEqual([]);
  });
});

describe('objects that iterate and dispose', () => {
  it('run their methods under well-known symbols', () => {
    const source = `
      class Pages { async *[Symbol.asyncIterator]() { probe('page'); yield 'a'; } }
      const plain = { [Symbol.iterator]() { return { next() { probe('next'); return { done: true, value: 'b' }; } }; } };
      export const handler = async () => { for await (const p of new Pages()) probe(p); for (const p of plain) probe(p); };`;
    expect([...new Set(see(source))]).toEqual(['page', 'a', 'next', 'b']);
  });

  it('are disposed of', () => {
    expect(see(inHandler("await using r = { [Symbol.asyncDispose]: async () => probe('gone') }; using s = undefined;"))).toEqual(['gone']);
  });
});

describe('a prototype that is set', () => {
  it.each([
    ['const o = {}; Object.setPrototypeOf(o, { go: () => probe("a") }); o.go();', ['a']],
    [
      'class A { go() { probe("a"); } } class B { go() { probe(this.k); } } const o = new A(); o.k = "b"; Object.setPrototypeOf(o, B.prototype); o.go();',
      ['b'],
    ],
    [
      'const o = { go: () => probe("own") }; Object.setPrototypeOf(o, { go: () => probe("a"), more: () => probe("b") }); o.go(); o.more();',
      ['own', 'b'],
    ],
    ['class A { go() { probe("a"); } } class B extends A {} const o = Object.setPrototypeOf({}, B.prototype); o.go();', ['a']],
    ['class A { go() { probe("a"); } } const o = Object.setPrototypeOf({}, new A()); o.go();', ['a']],
    [
      'function F() {} function G() {} G.prototype.go = () => probe("a"); G.make = () => probe("b"); Object.setPrototypeOf(F.prototype, G.prototype); Object.setPrototypeOf(F, G); new F().go(); F.make();',
      ['a', 'b'],
    ],
    [
      'class E extends Error { constructor() { super(); Object.setPrototypeOf(this, E.prototype); } go() { probe("a"); } } new E().go();',
      ['a'],
    ],
    ['const o = {}; Reflect.setPrototypeOf(o, { go: () => probe("a") }); o.go();', ['a']],
  ])('gives its members: %s', (body, expected) => {
    expect(see(`export const handler = async () => { ${body} };`)).toEqual(expected);
  });
});

describe('proxies', () => {
  it('give what their trap gives for the name', () => {
    const source = `const p = new Proxy({ a: 'x' }, { get: (target, name) => () => probe(name) });
      const q = new Proxy(client(), { get: (target, name) => Reflect.get(target, name) });
      export const handler = async () => { p.anything(); q.send('sent'); };`;
    expect(see(source)).toEqual(['anything', 'sent']);
  });

  it('are called and constructed by their traps', () => {
    const source = `const f = new Proxy((k) => probe(k), { apply: (target, self, given) => Reflect.apply(target, self, ['x' + given[0]]) });
      const C = new Proxy(class { constructor(k) { this.k = k; } }, { construct: (target, given) => Reflect.construct(target, [given[0] + 'y']) });
      const plain = new Proxy((k) => probe(k), { construct: () => ({}) }); plain.k = 'kept';
      export const handler = async () => { f('a'); probe(new C('b').k); plain('c'); };`;
    expect(see(source)).toEqual(['xa', 'by', 'c']);
  });
});

describe('promises that are resolved later', () => {
  it('give what they were resolved with', () => {
    expect(
      see(
        'class Deferred { constructor() { this.promise = new Promise((resolve) => { this.resolve = resolve; }); } } const d = new Deferred(); d.resolve({ go: () => probe("went") }); exports.handler = async () => { const x = await d.promise; x.go(); };',
      ),
    ).toEqual(['went']);
    expect(
      see('let done; const p = new Promise((r) => { done = r; }); done(() => probe("called")); exports.handler = async () => (await p)();'),
    ).toEqual(['called']);
  });
});
