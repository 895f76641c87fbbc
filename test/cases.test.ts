import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { authorize } from '../src/policy/authorize.ts';
import { readCases, runCase } from '../src/policy/cases.ts';
import { explain } from '../src/policy/explain.ts';

const folder = new URL('./cases/', import.meta.url);
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort();

describe('request cases', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  for (const file of files) {
    describe(file, () => {
      const items: readonly { readonly name: string }[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      it('is well-formed, and each case says what to expect and where AWS documents it', () => {
        const { cases, problems } = readCases(items);
        expect(problems).toEqual([]);
        expect(cases.filter((one) => one.expect?.decision === undefined || !one.source)).toEqual([]);
        expect(new Set(cases.map((one) => one.name)).size).toBe(cases.length);
      });

      it.each(items.map((item) => [item.name, item] as const))('%s', (_name, item) => {
        const [one] = readCases(item).cases;
        if (!one) throw new Error('this is no case');
        const { decision, layer, message } = runCase(one);
        const wanted = one.expect ?? {};
        expect({ decision, layer, ...(wanted.message === undefined ? {} : { message }) }).toEqual({ layer, ...wanted });
        const fast = authorize(one.request, one.layers);
        const { decision: slow } = explain(one.request, one.layers);
        expect({ ...slow, dependsOn: [...slow.dependsOn].sort() }).toEqual({ ...fast, dependsOn: [...fast.dependsOn].sort() });
      });
    });
  }
});
