/**
 * Builds the package: the code bundled, types by tsc, then the data that the built files read beside themselves.
 * `npm ci` runs it in a checkout (`prepare`); whoever installs the published package gets its result and runs nothing.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePackage } from './bundle.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const require = createRequire(import.meta.url);

rmSync(DIST, { recursive: true, force: true });
const run = (...args) => execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
run(join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'), '-p', 'tsconfig.build.json');
keepTypesOf(['index.d.ts', 'policy/index.d.ts']);
await bundlePackage();
run('scripts/compile-catalog.mjs', '--copy-to', 'dist/catalog/data');

const MODELS = 'code/library/models/builtin';
cpSync(join(ROOT, 'src', MODELS), join(DIST, MODELS), { recursive: true });

// the packages that carry the grammars weigh 30 MB and declare install scripts; only these files of them are used
mkdirSync(join(DIST, 'grammars'), { recursive: true });
for (const name of ['tree-sitter-python', 'tree-sitter-go', 'tree-sitter-java', '@tree-sitter-grammars/tree-sitter-kotlin']) {
  const file = `${name.split('/').at(-1)}.wasm`;
  copyFileSync(require.resolve(`${name}/${file}`), join(DIST, 'grammars', file));
}

const main = join(DIST, 'cli/main.js');
if (!existsSync(main)) throw new Error('the build made no dist/cli/main.js');
chmodSync(main, 0o755);

/** Deletes the declarations of modules that no public declaration mentions. */
function keepTypesOf(entries) {
  const reached = new Set(entries.map((entry) => join(DIST, entry)));
  for (const file of reached)
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport\(?)\s*['"]([^'"]+)['"]/g)) {
      if (!specifier.startsWith('.')) throw new Error(`${file} imports ${specifier}: a user of the types may not have it`);
      reached.add(resolve(dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts')));
    }
  for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !reached.has(path)) rmSync(path);
  }
}
