import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePackage } from './bundle.mjs';

describe('the bundle of the package', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pinhole-bundle-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps each command and each language in a chunk that is loaded when it is needed', async () => {
    await bundlePackage(folder);
    expect(readdirSync(join(folder, 'code')).sort()).toEqual(['go.js', 'java.js', 'javascript.js', 'python.js']);
    expect(readdirSync(join(folder, 'cli')).sort()).toEqual(['can.js', 'derive.js', 'evaluate.js', 'main.js', 'operation.js']);
  });

  it('refuses a file that would not find the files of the package', () =>
    expect(bundlePackage(folder, { version: 'src/cli/version.ts' })).rejects.toThrow('version.js reads files of the package'));

  it('refuses what a browser could not load', () =>
    expect(bundlePackage(folder, { 'policy/index': 'src/report/paths.ts' })).rejects.toThrow('pinhole/policy imports node:path'));
});
