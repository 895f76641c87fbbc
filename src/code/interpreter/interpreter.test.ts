import { describe, expect, it } from 'vitest';
import { run, see } from '../../../test/support/interpret.ts';
import { text } from '../../model/text.ts';
import { DEFAULT_BUDGET } from './machine.ts';

const env = (values: Record<string, string>) => ({
  environment: new Map(Object.entries(values).map(([name, value]) => [name, { kind: 'text', text: text(value) }] as const)),
});

describe('branches', () => {
  it('runs both sides of a test that is not known, and joins what they leave', () => {
    expect(see('exports.handler = async (e) => { let t = "old"; if (e.x) t = "a"; else t = "b"; probe(t); }')).toEqual(['a | b']);
  });

  it('runs one side of a test that is known', () => {
    expect(
      see('exports.handler = async () => { if (process.env.MODE === "live") probe("live"); else probe("test"); }', env({ MODE: 'live' })),
    ).toEqual(['live']);
  });

  it('keeps the state before a branch for code that the branch did not leave', () => {
    expect(see('exports.handler = async (e) => { let t = "a"; if (e.x) { t = "b"; return probe(t); } probe(t); }')).toEqual(['b', 'a']);
  });

  it.each([
    ['if (e.a) t = "a"; else return;', ['a']],
    ['if (e.a) t = "a"; else if (e.b) t = "b"; else throw new Error();', ['a | b']],
    ['if (e.a) t = "a"; else if (e.b) return probe("gone"); else t = "c";', ['gone', 'a | c']],
    ['if (e.a) { if (e.b) return; t = "a"; } else return;', ['a']],
    ['{ t = "a"; if (e.a) return; } t += "b";', ['ab']],
    ['for (const x of e.list) { if (x.a) t = "a"; else if (x.b) t = "b"; else continue; probe(t); }', ['a | b', 'old | a | b']],
    ['switch (e.a) { case 1: t = "a"; break; case 2: t = "b"; break; default: return; }', ['a | b']],
    ['switch (e.a) { case 1: t = "a"; break; case 2: if (e.b) break; return; default: t = "c"; }', ['a | old | c']],
    ['switch (e.a) { case 1: case 2: throw new Error(); case 3: t = "c"; }', ['c | old']],
    ['out: { if (e.a) t = "a"; else break out; t += "b"; }', ['old | ab']],
  ])('lets what follows see only what those ways left that reach it: %s', (source, expected) => {
    const seen = see(`exports.handler = async (e) => { let t = "old"; ${source} probe(t); }`);
    expect(seen.map((each) => each.split(' | ').sort().join(' | '))).toEqual(expected.map((each) => each.split(' | ').sort().join(' | ')));
  });

  it('shows those outside what each way left', () => {
    const source = 'let t = "old"; const f = (e) => { t = "left"; if (e.a) t = "a"; else if (e.b) return; else t = "c"; t += "d"; };';
    expect(see(`${source} exports.handler = (e) => { f(e); probe(t); }`)).toEqual(['left | ad | cd']);
  });

  it('goes on behind a test that would surely fail, since only the template may lack what it asks for', () => {
    const source = `if (!process.env.A) throw new Error('A is not set');
      exports.handler = () => { if (!process.env.B) throw new Error('B is not set'); probe('there'); };`;
    expect(see(source)).toEqual(['there']);
  });

  it('narrows a variable by the test', () => {
    expect(see('exports.handler = async (e) => { let t; if (e.x) t = "a"; if (!t) return; probe(t); }')).toEqual(['a']);
  });

  it('follows a switch over an unknown value into every case, with falling through', () => {
    const source =
      'exports.handler = async (e) => { switch (e.m) { case "GET": probe("get"); case "HEAD": probe("head"); break; default: probe("other"); } }';
    expect(see(source)).toEqual(['get', 'head', 'other']);
  });

  it('takes the value of ||, && and ?? where it is known', () => {
    expect(
      see(
        'exports.handler = async (e) => { probe(process.env.A || "x"); probe(process.env.B || "y"); probe(e.q ?? "z"); }',
        env({ A: 'a' }),
      ),
    ).toEqual(['a', 'y', '${event.q} | z']);
  });

  it('runs a handler again as a warm start does', () => {
    const source = 'let cache; exports.handler = async () => { if (cache) { probe("warm"); } else { probe("cold"); cache = { a: 1 }; } }';
    expect(see(source)).toEqual(['cold', 'warm']);
  });

  it('keeps what a throwing path wrote, and runs handlers and finalizers', () => {
    expect(
      see(
        'exports.handler = async (e) => { try { probe("a"); throw new Error("x"); } catch (err) { probe("b"); } finally { probe("c"); } }',
      ),
    ).toEqual(['a', 'b', 'c']);
  });
});

describe('loops', () => {
  it('runs a loop over a known list once an item', () => {
    expect(see('exports.handler = async () => { for (const t of ["a", "b"]) await probe(t); }')).toEqual(['a', 'b']);
  });

  it('runs a loop over event records with a field of the event', () => {
    expect(see('exports.handler = async (e) => { for (const r of e.Records) probe(r.body); }')).toEqual(['${event.Records[].body}']);
  });

  it('follows what one round leaves for the next', () => {
    expect(see('exports.handler = async (e) => { let t = "a"; while (e.more()) { probe(t); t = "b"; } }')).toEqual(['a', 'b | a']);
  });

  it('counts a counted loop', () => {
    expect(see('exports.handler = async () => { for (let i = 0; i < 3; i++) probe(`t${i}`); }')).toEqual(['t0', 't1', 't2']);
  });

  it('ends an endless loop', () => {
    expect(see('exports.handler = async () => { while (true) { probe("a"); } }')).toEqual(['a']);
  });

  it('runs the body of a do loop first', () => {
    expect(see('exports.handler = async () => { let token; do { probe("page"); token = undefined; } while (token); }')).toEqual(['page']);
  });
});

describe('functions', () => {
  it('closes over variables', () => {
    expect(
      see('const make = (t) => () => probe(t); const a = make("a"); const b = make("b"); exports.handler = async () => { a(); b(); }'),
    ).toEqual(['a', 'b']);
  });

  it('binds defaults, rest and destructured parameters', () => {
    const source =
      'function f({ a, b: { c = "c" } = {} }, d = a + "d", ...more) { probe([a, c, d, more]); } exports.handler = async () => f({ a: "a" }, undefined, "x", "y");';
    expect(see(source)).toEqual(['[a, c, ad, [x, y]]']);
  });

  it('follows higher-order functions and array methods', () => {
    expect(
      see(
        'exports.handler = async () => { await Promise.all(["a", "b"].map(async (t) => probe(t + "-x"))); [["c", "d"]].forEach(([x, y]) => probe(x + y)); }',
      ),
    ).toEqual(['a-x', 'b-x', 'cd']);
    expect(see('exports.handler = async () => probe(["a", "b"].reduce((all, t) => ({ ...all, [t]: t + "!" }), {}))')).toEqual([
      '{a: a!, b: b!}',
    ]);
  });

  it('follows then, catch and finally', () => {
    expect(
      see(
        'const get = async () => "t"; exports.handler = () => get().then((t) => probe(t)).catch(() => probe("failed")).finally(() => probe("done"))',
      ),
    ).toEqual(['t', 'failed', 'done']);
  });

  it('follows a promise that a callback resolves', () => {
    expect(see('exports.handler = async () => probe(await new Promise((resolve) => setTimeout(() => resolve("later"), 1)))')).toEqual([
      'later',
    ]);
  });

  it('follows call, apply and bind', () => {
    expect(
      see(
        'function f(x) { probe(this.t + x); } exports.handler = async () => { f.call({ t: "a" }, 1); f.apply({ t: "b" }, [2]); f.bind({ t: "c" })(3); }',
      ),
    ).toEqual(['a1', 'b2', 'c3']);
  });

  it('stops at recursion, with what the first rounds saw', () => {
    expect(see('function walk(n) { probe(n.name); n.children.forEach(walk); } exports.handler = async (e) => walk(e.root);')[0]).toBe(
      '${event.root.name}',
    );
  });

  it('collects what a generator yields', () => {
    expect(see('function* names() { yield "a"; yield "b"; } exports.handler = async () => { for (const n of names()) probe(n); }')).toEqual(
      ['a | b'],
    );
  });
});

describe('classes', () => {
  it('makes instances with fields, constructor, methods and inheritance', () => {
    const source = `class Base { prefix = 'p'; constructor(name) { this.name = name; } table() { return this.prefix + '-' + this.name; } }
      class Orders extends Base { constructor() { super('orders'); } save() { probe(super.table() + this.suffix); } get suffix() { return '!'; } static make() { return new Orders(); } }
      exports.handler = async () => Orders.make().save();`;
    expect(see(source)).toEqual(['p-orders!']);
  });

  it('initialises a field from what the constructor set', () => {
    const source = `class A { constructor(config) { this.config = config; } } class B extends A { table = this.config.table; run() { probe(this.table); } }
      exports.handler = async () => new B({ table: 't' }).run();`;
    expect(see(source)).toEqual(['t']);
  });

  it('follows constructor functions and prototypes', () => {
    expect(
      see(
        'function Repo(t) { this.t = t; } Repo.prototype.save = function () { probe(this.t); }; exports.handler = async () => new Repo("t").save();',
      ),
    ).toEqual(['t']);
  });
});

describe('objects', () => {
  it('reads a map by a key that is not known as any of its values', () => {
    expect(
      see('const routes = { get: () => probe("g"), put: () => probe("p") }; exports.handler = async (e) => routes[e.method]();'),
    ).toEqual(['g', 'p']);
  });

  it('keeps computed keys', () => {
    expect(see('exports.handler = async () => probe({ [process.env.T]: 1 })', env({ T: 'orders' }))).toEqual(['{orders: 1}']);
    expect(see('exports.handler = async (e) => probe({ [`t-${e.x}`]: 1 })')).toEqual(['{t-${event.x}: 1}']);
  });

  it('spreads, assigns and destructures', () => {
    expect(
      see(
        'const base = { a: "1", b: "2" }; exports.handler = async () => { const { a, ...rest } = { ...base, ...Object.assign({}, { c: "3" }) }; probe(rest); }',
      ),
    ).toEqual(['{b: 2, c: 3}']);
  });

  it('runs what an object writes itself as', () => {
    const source =
      'class Order { constructor(t) { this.t = t; } toJSON() { probe(this.t); return { kind: "order" }; } } exports.handler = async () => { probe(JSON.parse(JSON.stringify(new Order("a"))).kind); JSON.stringify({ list: [new Order("b")] }); }';
    expect(see(source)).toEqual(['a', 'order', 'b']);
  });

  it('reads JSON that it wrote, and fields of JSON in the event', () => {
    expect(
      see('exports.handler = async (e) => { probe(JSON.parse(JSON.stringify({ t: "x" })).t); probe(JSON.parse(e.body).table); }'),
    ).toEqual(['x', '${event.body.table}']);
  });

  it('keeps the entries of maps', () => {
    expect(
      see(
        'const m = new Map([["a", "1"]]); m.set("b", "2"); exports.handler = async () => { probe(m.get("b")); for (const [k, v] of m) probe(k + v); }',
      ),
    ).toEqual(['2', 'a1', 'b2']);
  });
});

describe('sums', () => {
  it('joins texts, and adds numbers', () => {
    expect(see('exports.handler = async (e) => probe([`a` + e.b, e.b + `-c`, 1 + 2, 1 + 2 + `x`])')).toEqual([
      '[a${event.b}, ${event.b}-c, 3, 3x]',
    ]);
  });

  it('knows no digit of a sum with data that may be a number', () => {
    const source = 'exports.handler = async (e) => { const n = e.n + 1; probe(`${n}-x`); let m = e.m; m += 2; probe(`${m}-y`); }';
    expect(see(source)).toEqual(['${?}-x', '${?}-y']);
    expect(see('exports.handler = async (e) => { const d = new Date(); probe(`${d.getMonth() + 1}`); }')).toEqual(['${?}']);
  });

  it('adds each alternative on its own', () => {
    expect(see('exports.handler = async (e) => { const n = e.x ? 1 : `a`; probe(n + 1); }')).toEqual(['2 | a1']);
  });
});

describe('modules', () => {
  it('follows CommonJS and ES modules, re-exports and cycles', () => {
    const { seen } = run({
      'app.mjs':
        "import def, { named as n } from './lib.mjs'; import * as all from './lib.mjs'; export const handler = async () => { def(); n(); all.star(); all.late(); };",
      'lib.mjs':
        "export * from './star.mjs'; export { x as named } from './star.mjs'; export default () => probe('default'); export const late = () => probe(value); import { value } from './cycle.mjs';",
      'star.mjs': "export const star = () => probe('star'); export const x = () => probe('named');",
      'cycle.mjs': "import { late } from './lib.mjs'; export const value = typeof late === 'string' ? 'a' : 'b';",
    });
    expect(seen).toEqual(['default', 'named', 'star', 'b']);
  });

  it('follows what compilers make of modules', () => {
    const { seen } = run({
      'app.js': `"use strict"; var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };
        Object.defineProperty(exports, "__esModule", { value: true }); exports.handler = void 0; const lib_1 = require("./lib"); const d = __importDefault(require("./def"));
        const handler = async () => { (0, lib_1.save)(); d.default(); }; exports.handler = handler;`,
      'lib.js':
        'Object.defineProperty(exports, "save", { enumerable: true, get: function () { return save; } }); function save() { probe("saved"); }',
      'def.js': 'module.exports = () => probe("default");',
    });
    expect(seen).toEqual(['saved', 'default']);
  });

  it('follows async functions that were compiled away', () => {
    const awaiter =
      'var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) { return new P((resolve) => resolve(generator)); };';
    const { seen } = run({
      'app.js': `${awaiter} const get = () => __awaiter(void 0, void 0, void 0, function* () { return 't'; });
        exports.handler = (event) => __awaiter(void 0, void 0, void 0, function* () { const t = yield get(); probe(t + event.x); });`,
    });
    expect(seen).toEqual(['t${event.x}']);
  });

  it('follows generators that were compiled to state machines', () => {
    const { seen } = run({
      'app.js': `var __awaiter = 0, __generator = 0; const get = async () => 't';
        exports.handler = (event) => __awaiter(void 0, void 0, void 0, function () { var name; return __generator(this, function (_a) { switch (_a.label) {
          case 0: return [4 /*yield*/, get()]; case 1: name = _a.sent(); return [4, probe(name)]; case 2: _a.sent(); return [2]; } }); });`,
    });
    expect(seen).toEqual(['t']);
  });

  it('follows the shape of bundles', () => {
    const { seen } = run({
      'app.js': `var __export = (t, all) => { for (var n in all) Object.defineProperty(t, n, { get: all[n] }); }; var __commonJS = (cb, mod) => function r() { return mod; };
        var require_lib = __commonJS({ 'lib.js'(exports, module) { module.exports = { save: () => probe('saved') }; } });
        var __toCommonJS = (m) => m; var src_exports = {}; __export(src_exports, { handler: () => handler }); module.exports = __toCommonJS(src_exports);
        var lib = require_lib(); var handler = async () => lib.save(); 0 && (module.exports = { handler });`,
    });
    expect(seen).toEqual(['saved']);
  });

  it('runs the files of workers and forked processes', () => {
    const { seen } = run({
      'app.mjs':
        "import { Worker } from 'node:worker_threads'; import { fork } from 'child_process'; import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); require('./c.cjs'); export const handler = async () => { new Worker('./a.js'); fork('b.js'); };",
      'a.js': "probe('worker');",
      'b.js': "probe('forked');",
      'c.cjs': "probe('required');",
    });
    expect(seen).toEqual(['required', 'worker', 'forked']);
  });

  it('reports a handler that code makes which is not analysed', () => {
    const { analysis } = run({ 'app.js': "const make = require('uuid'); exports.handler = make({ path: 'x' });" });
    expect(analysis.lost.map((lost) => lost.what)).toEqual(['handler app.handler']);
  });

  it('reports code that is made at run time', () => {
    const { analysis } = run({ 'app.js': 'exports.handler = async (e) => { eval(e.code); new Function(e.code)(); };' });
    expect(analysis.lost.map((lost) => lost.what)).toEqual(['eval', 'Function']);
  });

  it('reports an import that is not there when it is used, and only then', () => {
    const used = run({ 'app.js': "const gone = require('./gone'); exports.handler = async () => gone.save();" });
    expect(used.analysis.lost.map((lost) => lost.what)).toEqual(['import of ./gone']);
    const unused = run({ 'app.js': "const gone = require('./gone'); exports.handler = async () => probe('a');" });
    expect(unused.analysis.lost).toEqual([]);
  });

  it('reports a handler that is not exported, with what is', () => {
    const { analysis } = run({ 'app.js': 'exports.handlr = async () => {};' });
    expect(analysis.findings.map((finding) => finding.message)).toEqual([
      'the handler app.handler is not there: app.js has no export handler, it exports handlr; correct Handler or the export',
    ]);
    expect(analysis.lost).toHaveLength(1);
  });
});

describe('unknown code', () => {
  it('passes the event through a wrapper that it cannot read', () => {
    const { seen } = run({ 'app.js': "const wrap = require('./gone'); exports.handler = wrap(async (e) => probe(e.table));" });
    expect(seen).toEqual(['${event.table}']);
  });

  it('runs functions that the functions give which it was given', () => {
    const wrapped =
      'const wrap = require("some-wrapper"); exports.handler = wrap((scope) => async (event) => { probe("inner"); probe(event.id); });';
    expect(see(wrapped)).toEqual(['inner', '${event.id}']);
    const handed = 'const lib = require("some-wrapper"); exports.handler = async () => { lib.each(() => () => probe("later")); };';
    expect(see(handed)).toEqual(['later']);
  });

  it('runs callbacks that unknown code was given', () => {
    const { seen } = run({
      'app.js': "const app = require('./gone')(); app.get('/x', () => probe('x')); exports.handler = async (e) => app.run(e);",
    });
    expect(seen).toEqual(['x']);
  });

  it('runs each closure of one function, and the methods of each instance, that unknown code was given', () => {
    const again = 'const again = (call) => require("some-retry")(async () => call());';
    expect(see(`${again} exports.handler = async () => { again(() => probe("a")); again(() => probe("b")); };`)).toEqual(['a', 'b']);
    const store = 'class Store { constructor(t) { this.t = t; } get() { probe(this.t); } }';
    const handed = 'require("some-lib")({ a: new Store("a"), b: new Store("b") }); new Store("c").get();';
    expect(see(`${store} exports.handler = async () => { ${handed} };`)).toEqual(['c', 'a', 'b']);
    expect(see(`${store} const s = new Store("d"); exports.handler = async () => { require("some-lib")(s); s.get(); };`)).toEqual(['d']);
  });

  it('ends with closures that hand themselves over again', () => {
    const { seen, analysis } = run({
      'app.js':
        "const { each } = require('some-lib'); function walk(o, p) { each(o, (v, k) => { probe(p); walk(v, p + '/' + k); }); } exports.handler = async (e) => walk(e, 'a');",
    });
    expect(seen[0]).toBe('a');
    expect(analysis.lost.filter(({ why }) => why.includes('nested'))).toEqual([]);
    expect(analysis.steps).toBeLessThan(500);
    const growing = run({
      'app.js':
        "const { each } = require('some-lib'); function walk(o, p) { each(o, () => { probe(p); walk(o, p + 'x'); }); } exports.handler = async (e) => walk(e, 'a');",
    });
    expect(growing.seen.slice(0, 3)).toEqual(['a', 'ax', 'axx']);
    expect(growing.analysis.lost.map(({ why }) => why)).toContain('it goes on changing beyond what is followed');
  });

  it('reports a client that unknown code was given', () => {
    const { analysis } = run({
      'app.js': "const { Store } = require('./gone'); const s = new Store(client()); exports.handler = async () => s.save();",
    });
    expect(analysis.lost.map((lost) => lost.what)).toContain('the client');
  });

  it('reads an installed package that is handed a client, and no other', () => {
    const { seen, analysis } = run({
      'app.js':
        "const { Store } = require('store'); const other = require('other'); const s = new Store(client()); exports.handler = async () => { s.save(); other.x(); };",
      'node_modules/store/package.json': '{ "name": "store", "version": "1.0.0", "main": "index.js" }',
      'node_modules/store/index.js': "class Store { constructor(c) { this.c = c; } save() { this.c.send('t'); } } exports.Store = Store;",
      'node_modules/other/package.json': '{ "name": "other", "version": "1.0.0", "main": "index.js" }',
      'node_modules/other/index.js': "exports.x = () => probe('never');",
    });
    expect(seen).toEqual(['t']);
    expect(analysis.files).toEqual(['app.js', 'node_modules/store/index.js']);
  });

  it('finds a client by its declared type when a container makes the instance', () => {
    const { seen } = run({
      'app.ts': `const container: any = require('./gone');
        class Repo { constructor(private readonly db: Client, private table: string) {} save() { this.db.send('t'); } }
        export const handler = async () => { const repo = container.resolve(Repo); await repo.save(); };`,
    });
    expect(seen).toEqual(['t']);
  });

  it('finds the implementation of an interface that a parameter is declared with', () => {
    const { seen } = run({
      'app.ts': `interface Store { save(): Promise<void> } class Table implements Store { async save() { probe('saved'); } }
        const container: any = require('./gone'); const main = (store: Store) => store.save();
        export const handler = async () => { await main(container.get('Store')); container.bind(Table); };`,
    });
    expect(seen).toEqual(['saved']);
  });
});

describe('budget', () => {
  it('reports that it ran out', () => {
    const { analysis } = run(
      { 'app.js': `exports.handler = async () => { ${'probe(1); '.repeat(200)} }` },
      { budget: { ...DEFAULT_BUDGET, steps: 500 } },
    );
    expect(analysis.lost.map((lost) => lost.why)).toEqual(['the analysis stopped after 500 steps']);
  });

  it('keeps texts and lists that double in every round from growing without end', () => {
    const { analysis, seen } = run({
      'app.js':
        'exports.handler = async () => { let s = "xy"; let l = [1, 2]; let m = [1]; for (let i = 0; i < 60; i++) { s += s; l = [...l, ...l]; m.push(...m); } probe(s); probe(l.length); probe(m.length); }',
    });
    expect(analysis.lost).toEqual([]);
    expect(seen[0]).toMatch(/^(?:\$\{\?\})+$/);
  });

  it('runs long loops as any number of rounds', () => {
    const source =
      'exports.handler = async (e) => { for (let i = 0; i < 1000; i++) for (let j = 0; j < 1000; j++) for (let k = 0; k < 1000; k++) probe(`t${i % 2}`); }';
    const { analysis } = run({ 'app.js': source });
    expect(analysis.lost).toEqual([]);
    expect(analysis.steps).toBeLessThan(100_000);
  });
});

describe('what an error leaves half-way', () => {
  it('is seen by the handler and the finalizer, whatever the body did later', () => {
    const body = (after: string) =>
      see(`exports.handler = async (e) => { let step = "one"; try { await e.a(); step = "two"; await e.b(); step = "three"; } ${after} };`);
    expect(body('catch { if (step === "one") probe("a"); if (step === "two") probe("b"); }')).toEqual(['a', 'b']);
    expect(body('finally { if (step === "two") probe("c"); }')).toEqual(['c']);
    expect(body('catch { console.log(step); } if (step === "one") probe("d");')).toEqual(['d']);
  });

  it('does not reach what only runs when nothing was thrown', () => {
    expect(see('exports.handler = async (e) => { let t; try { t = "set"; } catch (x) { throw new Error("no"); } probe(t); };')).toEqual([
      'set',
    ]);
    expect(see('exports.handler = async (e) => { let t; try { t = "set"; } finally { console.log(t); } probe(t); };')).toEqual(['set']);
  });

  it('holds for objects and lists', () => {
    expect(
      see('exports.handler = async (e) => { const o = { t: "a" }; try { o.t = "b"; await e.x(); o.t = "c"; } catch {} probe(o.t); };'),
    ).toEqual(['a | b | c']);
    expect(
      see(
        'exports.handler = async (e) => { const l = []; try { await e.x(); l.push(1); } catch { if (l.length === 0) probe("empty"); } };',
      ),
    ).toEqual(['empty']);
  });
});

describe('each round of a for loop', () => {
  it('has a variable of its own, for the functions that capture it', () => {
    const source = (kind: string) =>
      `const all = []; const names = ["a", "b"]; for (${kind} i = 0; i < 2; i++) all.push(() => probe(names[i])); exports.handler = async () => { for (const f of all) await f(); };`;
    expect(see(source('let'))).toEqual(['a', 'b']);
    expect(see(source('var'))).toEqual(['undefined']);
  });

  it('passes on what the round before left', () => {
    expect(see('exports.handler = async () => { for (let i = 0; i < 9; i++) { i += 2; if (i === 5) probe("five"); } };')).toEqual(['five']);
  });
});

describe('changes in place', () => {
  it('sort and reverse the list itself', () => {
    expect(see('const l = ["b", "a"]; l.reverse(); exports.handler = async () => probe(l[0]);')).toEqual(['a']);
    expect(see('const l = ["b", "a"]; l.sort(); exports.handler = async () => probe(l[0]);')).toEqual(['a']);
  });

  it('shorten a list by its length', () => {
    expect(
      see(
        'const l = ["b", "a"]; l.length = 0; exports.handler = async () => { if (l.length === 0) probe("empty"); l.push("c"); probe(l[0]); };',
      ),
    ).toEqual(['empty', 'c']);
  });

  it('delete members', () => {
    expect(see('const o = { a: "x", b: "y" }; delete o.a; exports.handler = async () => { if (!o.a) probe(o.b); };')).toEqual(['y']);
  });
});

describe('generators that something drives', () => {
  it('get back what they yield', () => {
    const co =
      'const co = (g) => (...a) => { const it = g(...a); const step = (v) => { const { value, done } = it.next(v); return done ? value : Promise.resolve(value).then(step); }; return step(); };';
    expect(
      see(`${co} const load = async () => ({ go: () => probe("went") }); exports.handler = co(function* () { (yield load()).go(); });`),
    ).toEqual(['went']);
  });

  it('are the async functions that Babel made them of', () => {
    const helper = 'function _asyncToGenerator(n) { return function () { return n.apply(this, arguments); }; }';
    expect(
      see(`${helper} class A { t = "own"; go(x) { return get.call(this, x); } } const get = _asyncToGenerator(function* (x) { const y = yield x; probe(this.t + y); });
        exports.handler = async () => new A().go("-x");`),
    ).toEqual(['own-x']);
  });
});

describe('private fields that TypeScript compiled', () => {
  it('are entries of WeakMaps, static ones values of objects', () => {
    const helpers =
      'var __classPrivateFieldGet = (this && this.__classPrivateFieldGet) || 0, __classPrivateFieldSet = (this && this.__classPrivateFieldSet) || 0;';
    expect(
      see(`${helpers} var _A_t, _A_s; class A {
          constructor(t) { _A_t.set(this, void 0); __classPrivateFieldSet(this, _A_t, t, "f"); }
          get t() { return __classPrivateFieldGet(this, _A_t, "f"); }
          static get s() { return __classPrivateFieldGet(A, A, "f", _A_s); }
        }
        _A_t = new WeakMap(); _A_s = { value: "static" };
        exports.handler = async () => { probe(new A("one").t); probe(new A("two").t); probe(A.s); };`),
    ).toEqual(['one', 'two', 'static']);
  });
});
