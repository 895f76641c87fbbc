/**
 * Generated files that are committed: written by `node generate.mjs`, compared byte for byte by `node generate.mjs --check`,
 * so that a change by hand or a generator that is not deterministic shows.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DATA = fileURLToPath(new URL('../src/catalog/data/', import.meta.url));

/** `files`: content by file name inside src/catalog/data. With `--check` nothing is written and a difference exits with 1. */
export function publish(files) {
  const check = process.argv.includes('--check');
  for (const [name, content] of Object.entries(files)) {
    // the reader cuts lines and slices keys by position; plain ASCII keeps every editor and encoding out of it
    const ascii = content.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const path = join(DATA, name);
    if (!check) writeFileSync(path, ascii);
    else if (!existsSync(path) || readFileSync(path, 'utf8') !== ascii) {
      console.error(`${name} differs from what its generator makes: run it without --check and look at the difference`);
      process.exitCode = 1;
      continue;
    }
    console.log(`${check ? 'unchanged' : 'wrote'} ${name} (${Math.round(ascii.length / 1024)} KiB)`);
  }
}

export const jsonLines = (records) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

/** The generator's own npm packages, from its lock file. */
export function installNodePackages(folder) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'inherit' });
}

/** Unpacks the wheels of requirements.txt, by hash; nothing of them is run. Returns the folder that holds the packages. */
export function installPythonPackages(folder) {
  const target = join(folder, 'node_modules/.python');
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary', ':all:', '--require-hashes', '--upgrade'];
  execFileSync('python3', [...pip, '--target', target, '-r', join(folder, 'requirements.txt')], {
    stdio: 'inherit',
    env: { ...process.env, PIP_ROOT_USER_ACTION: 'ignore', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  });
  return target;
}

export const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
