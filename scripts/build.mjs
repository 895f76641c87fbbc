/**
 * Builds the package: types and code by tsc, then the data that the built files read beside themselves.
 * `npm ci` runs it in a checkout (`prepare`); whoever installs the published package gets its result and runs nothing.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const require = createRequire(import.meta.url);

rmSync(DIST, { recursive: true, force: true });
const run = (...args) => execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
run(join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'), '-p', 'tsconfig.build.json');
run('scripts/compile-catalog.mjs', '--copy-to', 'dist/catalog/data');

// the packages that carry the grammars weigh 30 MB and declare install scripts; only these files of them are used
mkdirSync(join(DIST, 'grammars'), { recursive: true });
for (const language of ['python', 'go', 'java']) {
  const file = `tree-sitter-${language}.wasm`;
  copyFileSync(require.resolve(`tree-sitter-${language}/${file}`), join(DIST, 'grammars', file));
}

const main = join(DIST, 'cli/main.js');
if (!existsSync(main)) throw new Error('the build made no dist/cli/main.js');
chmodSync(main, 0o755);
