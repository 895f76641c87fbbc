/** Coroutines that run beside one another: what one finds behind an `await` may be what another wrote meanwhile. */
import { beforeAll, describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import { analysed } from '../../../test/support/probing.ts';
import { python } from './language.ts';

beforeAll(() => python.prepare?.());

/** What the probes of a handler may get, each once; `main` is what it runs. */
const seen = (main: readonly string[], around: readonly string[] = []): readonly string[] => {
  const lines = ['import asyncio', "t = 'z'", ...around, 'async def main(e):', '  global t', ...main.map((line) => `  ${line}`)];
  const source = [...lines, 'def handler(e, c):', '  asyncio.run(main(e))', ''].join('\n');
  const { calls } = analysed(python, { 'app.py': source }, { runtime: 'python3.13', handler: 'app.handler' });
  return [...new Set(calls.flatMap((call) => print(call.input.entries[0]?.value).split(' | ')))].sort();
};

const SHARED = ['async def f(x):', '  global t', '  t = x', '  await asyncio.sleep(0)', '  probe(t)', '  return x'];

describe('coroutines', () => {
  it.each([
    ['find what others wrote that are gathered with them', ["await asyncio.gather(f('a'), f('b'))"], ['a', 'b']],
    ['find what others wrote in a list of them', ["await asyncio.gather(*[f(x) for x in ['a', 'b']])"], ['a', 'b']],
    [
      'find what was written since they were made tasks',
      ["task = asyncio.create_task(f('a'))", "t = 'b'", 'await asyncio.sleep(0)', "t = 'c'", 'await task'],
      ['a', 'c'],
    ],
    ['find what they wrote themselves when nobody runs beside them', ["await f('a')", "await f('b')"], ['a', 'b']],
  ])('%s', (_, main, found) => expect(seen(main, SHARED)).toEqual(expect.arrayContaining([...found])));

  it('do not run beside one another when each is waited for', () => {
    expect(seen(["await f('a')", 'probe(t + "x")', "await f('b')", 'probe(t + "y")'], SHARED)).toEqual(['a', 'ax', 'b', 'by']);
  });

  it('give their results in the order in which they are gathered', () => {
    expect(seen(["r = await asyncio.gather(f('a'), f('b'))", 'probe(r[0] + r[1])'], SHARED)).toContain('ab');
    expect(seen(["r = await asyncio.gather(f('a'), f('b'))", 'probe(r[0] + r[1])'], SHARED)).not.toContain('ba');
  });

  it('begin when they are waited for', () => {
    expect(seen(['c = g()', "t = 'late'", 'await c'], ['async def g(): probe(t)'])).toContain('late');
  });
});
