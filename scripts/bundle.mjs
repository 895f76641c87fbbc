/** Bundles by rolldown: of the package, of what a browser would load, and of TypeScript that Node 20 cannot load itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

/** Packages that stay packages: one is native code, the other has a WebAssembly file beside it. */
const INSTALLED = ['oxc-parser', 'web-tree-sitter'];

/** What the built package starts with, by its place in dist. */
const ENTRIES = {
  index: 'src/index.ts',
  'policy/index': 'src/policy/index.ts',
  'policy/services/index': 'src/policy/services/index.ts',
  'cli/main': 'src/cli/main.ts',
};

/**
 * Bundles the package into dist: loading hundreds of files takes longer than most analyses. What only some runs need (a command, a
 * language) stays in chunks of its own, names are kept for stack traces, and `//#region` comments tell which source a line is from.
 *
 * INVARIANT: what reads a file of the package by `import.meta.url` lies in a folder of dist, as its source lies in a folder of src.
 */
export async function bundlePackage(folder = DIST, entries = ENTRIES) {
  const build = await rolldown({ cwd: ROOT, input: entries, platform: 'node', external: [/^node:/, ...INSTALLED] });
  try {
    const { output } = await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: chunkName });
    const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
    for (const { fileName, code } of output)
      if (code.includes('import.meta.url') && fileName.split('/').length !== 2)
        throw new Error(`${fileName} reads files of the package, and is not in a folder of dist`);
    const seen = new Set(['policy/index.js', 'policy/services/index.js']);
    for (const name of seen)
      for (const imported of chunks.get(name)?.imports ?? [name]) {
        if (!chunks.has(imported)) throw new Error(`pinhole/policy imports ${imported}: it must run in a browser`);
        seen.add(imported);
      }
  } finally {
    await build.close();
  }
}

/** `code/python.js` is the chunk that `src/code/python/language.ts` starts: chunks have no other folder than that of the stage. */
function chunkName({ name, facadeModuleId }) {
  if (!facadeModuleId) return 'shared/[name].js';
  const [stage, ...path] = relative(join(ROOT, 'src'), facadeModuleId).split(/[\\/]/);
  return `${stage}/${path.length > 1 ? basename(dirname(facadeModuleId)) : name}.js`;
}

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

/** The exports of TypeScript modules of this project, one object each. They find the package's data: run `npm run build` before. */
export async function load(...entries) {
  const folder = mkdtempSync(join(DIST, 'loaded-'));
  // not before: they may import more when they run
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const input = Object.fromEntries(entries.map((entry, i) => [`entry${i}`, join(ROOT, entry)]));
  const build = await rolldown({ input, platform: 'node', external: [/^node:/, ...INSTALLED], logLevel: 'silent' });
  try {
    await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' });
    return await Promise.all(entries.map((_, i) => import(pathToFileURL(join(folder, `entry${i}.mjs`)).href)));
  } finally {
    await build.close();
  }
}
