/** Bundles by rolldown: of TypeScript that Node 20 cannot load itself, and of what a browser would load. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The code of an entry of this project with all that it imports. Throws when anything is imported from outside of it. */
export async function bundle(entry, { minify = false } = {}) {
  const build = await rolldown({ input: join(ROOT, entry), platform: 'neutral', logLevel: 'silent' });
  try {
    const { output } = await build.generate({ format: 'esm', minify, comments: !minify });
    const [chunk, ...others] = output;
    const outside = output.flatMap((one) => [...(one.imports ?? []), ...(one.dynamicImports ?? [])]);
    if (others.length > 0 || outside.length > 0) throw new Error(`${entry} is not one file of its own: it imports ${outside.join(', ')}`);
    return chunk.code;
  } finally {
    await build.close();
  }
}

/** The exports of a TypeScript module. */
export async function load(entry) {
  const folder = mkdtempSync(join(tmpdir(), 'pinhole-bundle-'));
  try {
    const file = join(folder, 'module.mjs');
    writeFileSync(file, await bundle(entry));
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
