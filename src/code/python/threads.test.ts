/** Threads run beside one another and beside what started them, and may switch at any point; processes have a memory of their own. */
import { beforeAll, describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import { analysed } from '../../../test/support/probing.ts';
import { python } from './language.ts';

beforeAll(() => python.prepare?.());

/** What the probes of a handler may get, each once. */
const seen = (main: readonly string[], around: readonly string[] = []): readonly string[] => {
  const imports = [
    'import threading, asyncio',
    'from threading import Thread',
    'from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor, as_completed, wait',
    'from multiprocessing import Process',
  ];
  const lines = [...imports, "t = 'z'", 'found = []', 'box = {}', ...around, 'def handler(e, c):', '  global t'];
  const source = [...lines, ...main.map((line) => `  ${line}`), ''].join('\n');
  const { calls, lost } = analysed(python, { 'app.py': source }, { runtime: 'python3.13', handler: 'app.handler' });
  expect(lost).toEqual([]);
  return [...new Set(calls.flatMap((call) => print(call.input.entries[0]?.value).split(' | ')))].sort();
};

const SETS = ['def f(x):', '  global t', '  t = x', '  probe(t)', '  return x'];
const READS = ['def f(x):', '  probe(t + x)', '  return x'];
const POOL = 'with ThreadPoolExecutor() as pool:';

describe('threads', () => {
  it.each([
    ['find what another one wrote', [POOL, "  pool.submit(f, 'a')", "  pool.submit(f, 'b')"], SETS, ['a', 'b']],
    ['of a map find what others of it wrote', [POOL, "  pool.map(f, ['a', 'b'])"], SETS, ['a', 'b']],
    [
      'find what was written since they were started',
      ['w = Thread(target=f, args=["x"])', "t = 'a'", 'w.start()', "t = 'b'", "t = 'c'", 'w.join()', "t = 'd'"],
      READS,
      ['ax', 'bx', 'cx'],
    ],
    [
      'are found by who started them, until they are over',
      ["w = Thread(target=f, kwargs={'x': 'a'})", 'w.start()', "t = 'b'", 'probe(t)', 'w.join()', "t = 'c'", 'probe(t + t)'],
      SETS,
      ['a', 'b', 'cc'],
    ],
    [
      'write one after the other what others may find in between',
      ["w = Thread(target=f, args=('a',))", 'w.start()', 'probe(t)', 'w.join()', "probe(t + '.')"],
      ['def f(x):', '  global t', '  t = x', "  t = 'last'"],
      ['a', 'last', 'last.', 'z'],
    ],
    ['leave what they wrote at their end', [POOL, "  pool.submit(f, 'a')", 'probe(t + "!")'], SETS, ['a', 'a!']],
    [
      'leave what any of them wrote last',
      [POOL, "  pool.map(f, ['a', 'b'])", 'probe(t + "!")'],
      ['def f(x):', '  global t', '  t = x'],
      ['a!', 'b!'],
    ],
    [
      'change objects that they share, field by field',
      [
        "ws = [Thread(target=f, args=[x]) for x in ['a', 'b']]",
        'for w in ws: w.start()',
        'for w in ws: w.join()',
        "probe(box['a'] + box['b'])",
      ],
      ['def f(x): box[x] = x'],
      ['ab'],
    ],
    [
      'that nobody waits for run on in the next run of the handler',
      ['probe(t)', "Thread(target=f, args=['a']).start()"],
      ['def f(x):', '  global t', '  t = x'],
      ['a', 'z'],
    ],
    [
      'of a class of its own run when they are started',
      ["w = W('a')", "t = 'y'", 'w.start()', 'w.join()', 'probe(w.out)'],
      [
        'class W(Thread):',
        '  def __init__(self, x):',
        '    super().__init__()',
        '    self.x = x',
        '  def run(self):',
        '    self.out = self.x + t',
      ],
      ['ay'],
    ],
    [
      'give their results',
      [
        POOL,
        "  fs = [pool.submit(f, x) for x in ['a', 'b']]",
        '  probe(fs[1].result())',
        '  for g in as_completed(fs): probe(g.result() + "-")',
      ],
      ['def f(x): return x'],
      ['a-', 'b', 'b-'],
    ],
    [
      'give their results by what they were started for',
      [POOL, "  fs = {pool.submit(f, x): x for x in ['a', 'b']}", '  for g in as_completed(fs): probe(g.result())'],
      ['def f(x): return x'],
      ['a', 'b'],
    ],
    [
      'call back with themselves',
      [POOL, "  pool.submit(f, 'a').add_done_callback(lambda g: probe(g.result()))"],
      ['def f(x): return x'],
      ['a'],
    ],
    [
      'of which some are done',
      [POOL, "  done, _ = wait([pool.submit(f, 'a')])", '  for g in done: probe(g.result())'],
      ['def f(x): return x'],
      ['a'],
    ],
  ])('%s', (_, main, around, found) => expect(seen(main, around)).toEqual(found));

  it('may hold a lock while they write', () => {
    const work = ['lock = threading.Lock()', 'def f(x):', '  with lock:', '    box[x] = x'];
    expect(seen([POOL, "  pool.map(f, ['a', 'b'])", "probe(box['a'] + box['b'])"], work)).toEqual(['ab']);
  });

  it('make once what all of them use', () => {
    const once = [
      'made = None',
      'def get():',
      '  global made',
      "  if made is None: made = 'client'",
      '  return made',
      'def f(x): probe(get() + x)',
    ];
    expect(seen([POOL, "  pool.map(f, ['a', 'b'])"], once)).toEqual(['clienta', 'clientb']);
  });

  it('that only read what they share disturb nobody', () => {
    const work = ['def f(x):', '  k = t + x', '  k = k + "."', '  probe(k)', '  return k'];
    const main = ["xs = ['a', 'b']", POOL, '  found = list(pool.map(f, xs))', 'probe(found[0])', 'probe(found[1] + t)'];
    expect(seen(main, work)).toEqual(['za.', 'zb.', 'zb.z']);
  });

  it('of any number find what others of them wrote', () => {
    const work = ['def f(x):', '  global t', '  probe(t)', "  t = 'w'"];
    expect(seen([POOL, "  pool.map(f, e['xs'])"], work)).toEqual(['w', 'z']);
    expect(seen([POOL, "  for x in e['xs']: pool.submit(f, x)"], work)).toEqual(['w', 'z']);
  });

  it('beside coroutines may switch at any point, too', () => {
    const work = [
      'def f():',
      '  global t',
      "  t = 'w'",
      'async def g():',
      '  global t',
      "  t = 'g'",
      '  probe(t)',
      'async def main():',
      '  await asyncio.gather(asyncio.to_thread(f), g())',
    ];
    expect(seen(['asyncio.run(main())', 'probe(t + "!")'], work)).toEqual(['g', 'g!', 'w', 'w!']);
  });

  it('are waited for where a coroutine awaits them', () => {
    const work = [
      'def f(x): return x',
      'async def main():',
      "  r = await asyncio.to_thread(f, 'a')",
      '  probe(r)',
      '  loop = asyncio.get_event_loop()',
      "  probe(await loop.run_in_executor(None, f, 'b'))",
    ];
    expect(seen(['asyncio.run(main())'], work)).toEqual(['a', 'b']);
  });
});

describe('processes', () => {
  it('see what was there when they were started, and change nothing here', () => {
    const main = ["t = 'y'", "p = Process(target=f, args=('a',))", 'p.start()', 'p.join()', 'probe(t + "!")'];
    expect(seen(main, ['def f(x):', '  global t', '  probe(t)', '  t = x'])).toEqual(['y', 'y!']);
    expect(
      seen(
        ['with ProcessPoolExecutor() as pool:', "  for r in pool.map(f, ['a']): probe(r + t)"],
        ['def f(x):', '  global t', '  t = x', '  return x'],
      ),
    ).toEqual(['az']);
  });
});
