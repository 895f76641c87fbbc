/**
 * Builds the package: the code bundled, types by tsc, then the data that the built files read beside themselves.
 * `npm ci` runs it in a checkout (`prepare`); whoever installs the published package gets its result and runs nothing.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePackage } from './bundle.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const require = createRequire(import.meta.url);

rmSync(DIST, { recursive: true, force: true });
const run = (...args) => execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
const types = mkdtempSync(join(tmpdir(), 'pinhole-types-'));
run(join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', types);
copyTypesOf(['index.d.ts', 'policy/index.d.ts', 'policy/services/index.d.ts']);
rmSync(types, { recursive: true });
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

/** Copies the declarations of the entries, and of what they mention. */
function copyTypesOf(entries) {
  const reached = new Set(entries);
  for (const file of reached) {
    for (const [, specifier] of readFileSync(join(types, file), 'utf8').matchAll(/(?:\bfrom|\bimport\(?)\s*['"]([^'"]+)['"]/g)) {
      if (!specifier.startsWith('.')) throw new Error(`${file} imports ${specifier}: a user of the types may not have it`);
      reached.add(join(dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts')));
    }
    mkdirSync(join(DIST, dirname(file)), { recursive: true });
    copyFileSync(join(types, file), join(DIST, file));
  }
}
