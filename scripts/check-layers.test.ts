import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('./check-layers.mjs', import.meta.url));
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function check(files: Readonly<Record<string, string>>): { readonly status: number | null; readonly output: string } {
  const root = mkdtempSync(join(tmpdir(), 'layers-'));
  folders.push(root);
  for (const [name, content] of Object.entries({ 'model/text.ts': 'export const a = 1;', 'needs/calls.ts': 'export {};', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  const { status, stderr, stdout } = spawnSync(process.execPath, [SCRIPT, root], { encoding: 'utf8' });
  return { status, output: stderr + stdout };
}

describe('the law of layers', () => {
  it('lets imports through that point the right way', () => {
    expect(check({ 'needs/calls.ts': `import { a } from '../model/text.ts'; export { a };` })).toMatchObject({ status: 0 });
  });

  it.each([
    ['an import', `import { x } from '../needs/calls.ts'; export { x };`],
    ['a type', `import type { X } from '../needs/calls.ts'; export type { X };`],
    ['a re-export', `export * from '../needs/calls.ts';`],
    ['a dynamic import', `export const x = () => import('../needs/calls.ts');`],
  ])('stops %s against it', (_, source) => {
    const { status, output } = check({ 'policy/parse.ts': source });
    expect(status).toBe(1);
    expect(output).toContain('policy/parse.ts: policy may not import needs (../needs/calls.ts)');
  });

  it.each([
    ['policy/parse.ts', `import { readFileSync } from 'node:fs'; export { readFileSync };`],
    ['model/text.ts', `import { sep } from 'node:path'; export { sep };`],
    ['needs/calls.ts', `import { readFileSync } from 'node:fs'; export { readFileSync };`],
    ['surprise/new.ts', 'export {};'],
    ['needs/other.ts', `import '../../outside.ts';`],
    ['needs/other.ts', `import './gone.ts';`],
  ])('stops what %s may not use', (file, source) => {
    expect(check({ [file]: source }).status).toBe(1);
  });

  it('does not look at tests', () => {
    expect(check({ 'policy/parse.test.ts': `import { readFileSync } from 'node:fs'; import '../needs/calls.ts';` }).status).toBe(0);
  });
});
