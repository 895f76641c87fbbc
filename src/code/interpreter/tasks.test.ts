import { describe, expect, it } from 'vitest';
import { see } from '../../../test/support/interpret.ts';

/** What the probes of a handler may get, each once. */
const handler = (body: string, around = ''): readonly string[] => {
  const source = `${around}\nconst wait = () => new Promise((done) => setImmediate(done));\nexports.handler = async (e) => { ${body} };`;
  return [...new Set(see(source).flatMap((text) => text.split(' | ')))].sort();
};

describe('async functions that run beside one another', () => {
  it('find behind an await what the others wrote meanwhile', () => {
    expect(handler("let t; await Promise.all(['a', 'b'].map(async (x) => { t = x; await wait(); probe(t); }));")).toEqual(['a', 'b']);
    expect(
      handler('let t; await Promise.all(e.items.map(async (x) => { t = x.k ? "a" : "b"; await wait(); if (x.l) t = "c"; probe(t); }));'),
    ).toEqual(['a', 'b', 'c']);
    expect(
      handler(
        'const o = {}; const f = async (x) => { o.t = x; await wait(); probe(o.t); }; const p = f("a"); const q = f("b"); await p; await q;',
      ),
    ).toEqual(['a', 'b']);
  });
  it('find what who called them writes', () => {
    expect(handler("let t = 'a'; const f = async () => { await wait(); probe(t); }; const p = f(); t = 'b'; await p;")).toEqual(['a', 'b']);
    expect(handler("let t = 'a'; const f = async () => { probe(t); await wait(); }; const p = f(); t = 'b'; await p;")).toEqual(['a']);
  });
  it('leave, until they are waited for, what they may have left at any await', () => {
    expect(handler("let t = 'a'; const f = async () => { await wait(); t = 'b'; }; const p = f(); probe(t); await p; probe(t);")).toEqual([
      'a',
      'b',
    ]);
    expect(handler("let t; const f = async () => { await wait(); t = 'b'; }; f(); probe(t + 'x');")).toEqual(['bx']);
    expect(handler("let t = 'a'; const f = async () => { t = 'b'; await wait(); }; const p = f(); probe(t); await p; probe(t);")).toEqual([
      'b',
    ]);
    expect(handler("let t = 'a'; const f = async () => { await wait(); t = 'b'; }; f(); t = 'c'; await wait(); probe(t);")).toEqual([
      'b',
      'c',
    ]);
  });
  it('are over for whoever waits for them, also beside others', () => {
    const ready = "let t = {}; const load = async () => { await wait(); t = { u: 'a' }; }; const ready = load(); ready.catch(() => {});";
    expect(handler('await Promise.all(e.items.map(async () => { await ready; probe(t.u); }));', ready)).toEqual(['a']);
    expect(
      handler(
        "let t = {}; const f = async () => { wait().then(() => probe('left')); await wait(); t = { u: 'a' }; }; const p = f(); await p; probe(t.u);",
      ),
    ).toEqual(['a', 'left']);
  });
  it('are waited for behind the finalizer where they are returned', () => {
    const body =
      "let t = 'a'; const f = async () => { await wait(); probe(t); t = 'c'; }; const g = async () => { try { return f(); } finally { probe(t); t = 'b'; } }; await g(); probe(t + '!');";
    expect(handler(body)).toEqual(['a', 'b', 'b!', 'c', 'c!']);
  });
  it('show what they make as it is at each await', () => {
    expect(
      handler("let o; const f = async () => { o = {}; await wait(); o.t = 'b'; }; const p = f(); probe(o.t ?? 'a'); await p; probe(o.t);"),
    ).toEqual(['a', 'b']);
    expect(
      handler(
        "let l; const f = async () => { l = []; await wait(); l.push('b'); }; const p = f(); probe(l[0] ?? 'a'); await p; probe(l[0]);",
      ),
    ).toEqual(['a', 'b']);
    expect(
      handler(
        "let g; const f = async () => { let t = 'a'; g = () => t; await wait(); t = 'b'; }; const p = f(); probe(g()); await p; probe(g());",
      ),
    ).toEqual(['a', 'b']);
    expect(
      handler("let o; const f = async () => { o = { t: 'a' }; await wait(); probe(o.t); }; const p = f(); o.t = 'b'; await p;"),
    ).toEqual(['a', 'b']);
  });
  it('are exact where nothing is shared', () => {
    expect(
      handler(
        "const [a, b] = await Promise.all([f('a'), f('b')]); probe(a); probe(b);",
        "const f = async (x) => { await wait(); return x + '1'; };",
      ),
    ).toEqual(['a1', 'b1']);
    expect(
      handler(
        "let a, b; const p = (async () => { await wait(); a = 'a'; })(); const q = (async () => { await wait(); b = 'b'; })(); await Promise.all([p, q]); probe(a + b);",
      ),
    ).toEqual(['ab']);
    expect(
      handler(
        "const o = { t: 'x' }; await Promise.all([(async () => { await wait(); o.t = 'a'; })(), (async () => { await wait(); o.u = 'b'; })()]); probe(o.t + o.u);",
      ),
    ).toEqual(['ab']);
    expect(handler('await load(); probe(t);', "let t = 'x'; const load = async () => { await wait(); t = 'a'; };")).toEqual(['a']);
    expect(
      handler(
        'await start(); probe(t);',
        "let t = 'x'; const load = async () => { await wait(); t = 'a'; }; const start = () => load().then(() => load());",
      ),
    ).toEqual(['a']);
    expect(
      handler('await ready; probe(t.u);', "let t = {}; const load = async () => { await wait(); t = { u: 'a' }; }; const ready = load();"),
    ).toEqual(['a']);
    expect(
      handler("await (e.x ? load('a') : load('b')); probe(t);", "let t = 'x'; const load = async (x) => { await wait(); t = x; };"),
    ).toEqual(['a', 'b']);
  });
});

describe('callbacks that run later', () => {
  it('find what follows the call that they are given to, and may not have run there', () => {
    expect(handler("let t = 'a'; setTimeout(() => { probe(t); t = 'c'; }, 1); t = 'b'; await wait(); probe(t);")).toEqual(['a', 'b', 'c']);
    expect(handler("let t = 'a'; setImmediate(() => { t = 'b'; }); probe(t);")).toEqual(['a', 'b']);
    expect(handler("let t = 'a'; const p = wait().then(() => { probe(t); t = 'b'; }); t = 'c'; await p; probe(t);")).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(handler("let t = 'a'; await wait().then(() => { t = 'b'; }); probe(t);")).toEqual(['b']);
  });
});

describe('a promise that may have failed', () => {
  const load = "let t = 'a'; const load = async () => { t = 'b'; await wait(); t = 'c'; };";
  it('leaves what was there before it did, to who handles that', () => {
    expect(handler("await load().catch(() => probe(t)); probe(t + '!');", load)).toEqual(['a', 'a!', 'b', 'b!', 'c', 'c!']);
    expect(handler("let t = 'a'; await wait().then(() => { t = 'b'; }).catch(() => {}); probe(t);")).toEqual(['a', 'b']);
    expect(handler("let t = 'a'; await wait().then(() => { t = 'b'; }, () => { probe(t); t = 'c'; }); probe(t + '!');")).toEqual([
      'a',
      'b!',
      'c!',
    ]);
  });
  it('leaves nothing to who does not', () => {
    expect(handler('await load(); probe(t);', load)).toEqual(['c']);
  });
});
