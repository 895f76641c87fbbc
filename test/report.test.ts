/** What users see of the example, byte for byte; README.md shows the same. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { derive } from '../src/derive.ts';
import type { DeriveResult } from '../src/model/derivation.ts';
import { deriveDocument } from '../src/report/json.ts';
import { formatText } from '../src/report/text.ts';
import { formatYaml } from '../src/report/yaml.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const EXPECTED = fileURLToPath(new URL('./expected/', import.meta.url));

let result: DeriveResult;
beforeAll(async () => {
  result = await derive(`${ROOT}examples/image-processor`);
});
const text = (color: boolean, columns = 100) => formatText(result, { color, columns, folder: ROOT });

describe('the report on the example', () => {
  it('as text', async () => {
    await expect(text(false)).toMatchFileSnapshot(`${EXPECTED}image-processor.txt`);
  });

  it('as a derive document', async () => {
    const documents = result.derivations.map((derivation) => deriveDocument(derivation));
    await expect(`${JSON.stringify(documents[0], undefined, 2)}\n`).toMatchFileSnapshot(`${EXPECTED}image-processor.json`);
  });

  it.each(['role', 'policies'] as const)('as YAML in the style %s', async (style) => {
    await expect(formatYaml(result, style)).toMatchFileSnapshot(`${EXPECTED}image-processor.${style}.yaml`);
  });

  it('differs on a terminal in colour alone', () => {
    expect(text(true)).not.toBe(text(false));
    expect(stripVTControlCharacters(text(true))).toBe(text(false));
  });

  it('keeps to the width of the terminal, but for words that are longer and what is to be pasted', () => {
    const report = text(false, 80).split('\n');
    const long = report.slice(0, report.indexOf('  policy to paste')).filter((line) => line.length > 80);
    for (const line of long) expect(line.trim().split(/\s{2,}/).length).toBeLessThanOrEqual(2);
  });
});

describe('the report on another role', () => {
  it('says what of its needs could not be resolved', () => {
    const [derivation] = result.derivations;
    const [fn] = derivation?.functions ?? [];
    if (!derivation || !fn) throw new Error('the example has no function');
    const unresolved = { file: 'a.js', line: 3, column: 1, what: 'the resource of PutItem', why: 'it depends on the name', fallback: 'x' };
    const assumes = [{ role: undefined, needs: [], unresolved: [unresolved], origins: [{ file: 'a.js', line: 2, column: 1 }] }];
    const shown = formatText(
      { ...result, derivations: [{ ...derivation, functions: [{ ...fn, assumes }] }] },
      { color: false, columns: 100, folder: ROOT },
    );
    const section = shown.slice(shown.indexOf('uses other roles'));
    expect(section).toContain('a role that is not known');
    expect(section).toMatch(/the resource of PutItem +\S*a\.js:3\n +because it depends on the name; granted in its place: x/);
  });
});

describe('README.md', () => {
  it('shows the report on the example as it is', () => {
    const readme = readFileSync(`${ROOT}README.md`, 'utf8');
    const shown = readme.slice(readme.indexOf('\n', readme.indexOf('$ npx pinhole')) + 1, readme.indexOf('  policy to paste'));
    expect(shown).toBe(text(false).slice(0, text(false).indexOf('  policy to paste')));
  });
});
