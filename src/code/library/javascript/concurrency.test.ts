// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of the program's own
import { describe, expect, it } from 'vitest';
import { run } from '../../../../test/support/interpret.ts';

const seen = (imports: string, body: string): readonly string[] =>
  run({
    'app.ts': `${imports}\nconst wait = () => new Promise((done) => setImmediate(done));\nexport const handler = async (e) => { ${body} };`,
  }).seen;

describe('functions that a package calls', () => {
  it.each([
    [
      "import pMap from 'p-map';",
      'const all = await pMap(["a", "b"], async (k) => { probe(k); return k; }, { concurrency: 2 }); probe(all[1]);',
      ['a', 'b', 'b'],
    ],
    ["import pMap from 'p-map';", 'await pMap(e.keys, (k) => probe(k));', ['${event.keys[]}']],
    [
      "import pLimit from 'p-limit';",
      'const limit = pLimit(2); await Promise.all(["a", "b"].map((k) => limit(() => probe(k))));',
      ['a', 'b'],
    ],
    ["import pLimit from 'p-limit';", 'const limit = pLimit(1); probe(await limit(async (k) => k, "a"));', ['a']],
    [
      "const pLimit = require('p-limit');",
      'const limit = pLimit(1); const f = async (k) => limit(() => probe(k)); await f("a"); await f("b");',
      ['a', 'b'],
    ],
    [
      "import PQueue from 'p-queue';",
      'const q = new PQueue({ concurrency: 1 }); for (const k of ["a", "b"]) q.add(() => probe(k)); await q.addAll([() => probe("c")]); await q.onIdle();',
      ['a', 'b', 'c'],
    ],
    ["import pAll from 'p-all';", 'const [a] = await pAll([async () => "a", () => probe("b")]); probe(a);', ['b', 'a']],
    ["import each from 'p-each-series';", 'for (const k of await each(["a"], (x) => probe(x))) probe(k);', ['a', 'a']],
    ["import pRetry from 'p-retry';", 'probe(await pRetry(async () => "a", { retries: 3 }));', ['a']],
    [
      "import retry from 'async-retry';",
      'const again = (f) => retry(async (bail) => { try { return await f(); } catch (x) { bail(x); } }); await again(() => probe("a")); await again(() => probe("b"));',
      ['a', 'b'],
    ],
    [
      "import promiseRetry from 'promise-retry';",
      'await promiseRetry({ retries: 1 }, (retry) => Promise.resolve("a").then(probe).catch(retry));',
      ['a'],
    ],
    ["import { backOff } from 'exponential-backoff';", 'probe(await backOff(() => "a"));', ['a']],
    ["import pThrottle from 'p-throttle';", 'const f = pThrottle({ limit: 1, interval: 9 })((k) => probe(k)); await f("a");', ['a']],
  ])('%s %s', (imports, body, expected) => {
    expect(seen(imports, body)).toEqual(expected);
  });

  it('find what others leave meanwhile', () => {
    const written = 'let t = "a"; await Promise.all([limit(async () => { await wait(); probe(t); }), limit(async () => { t = "b"; })]);';
    expect(seen("import pLimit from 'p-limit'; const limit = pLimit(2);", written).flatMap((each) => each.split(' | '))).toContain('b');
    const later = 'let t = "a"; const p = limit(() => probe(t)); t = "b"; await p;';
    expect(seen("import pLimit from 'p-limit'; const limit = pLimit(1);", later).flatMap((each) => each.split(' | '))).toContain('b');
    const again = 'let t = "a"; await pRetry(() => { probe(t); t = "b"; });';
    expect(seen("import pRetry from 'p-retry';", again).flatMap((each) => each.split(' | '))).toContain('b');
  });
});
