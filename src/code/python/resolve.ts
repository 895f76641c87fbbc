/**
 * Where Python imports lead. The search path is Lambda's: the code folder, then the layers as they are unpacked under /opt (AWS
 * Lambda Developer Guide, "Working with layers for Python Lambda functions"), then the standard library and the runtime's SDK.
 */
import { dirname, join } from 'node:path';
import type { LambdaFunction } from '../../model/app.ts';
import type { Files } from '../files.ts';
import type { Resolution } from '../language.ts';
import { isModelledModule } from './builtins/modules.ts';
import { reachesAws, whyHarmless } from './packages.ts';
import { localPackages } from './requirements.ts';
import { sharedFolder } from './shared-layer.ts';
import { isStandard } from './standard-library.ts';
import { uploadedFolder } from './uploaded.ts';

export function resolvePython(specifier: string, from: string, fn: LambdaFunction, files: Files): Resolution {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const parts = specifier
    .slice(dots)
    .split('.')
    .filter((part) => part !== '');
  if (dots > 0) {
    let folder = dirname(from);
    for (let level = 1; level < dots; level++) folder = dirname(folder);
    return findModule(folder, parts, files) ?? { kind: 'missing', why: `there is no module "${specifier}" beside ${files.display(from)}` };
  }
  const [top] = parts;
  if (top === undefined) return { kind: 'missing', why: `"${specifier}" names no module` };
  // A copy of the SDK in the code folder is still the SDK.
  if (reachesAws(top)) return { kind: 'library', package: top, subpath: parts.slice(1).join('/') };
  const harmless = whyHarmless(top);
  for (const folder of searchPath(fn, files)) {
    const found = findModule(folder, parts, files);
    const installed = found !== undefined && harmless !== undefined && holdsDistributions(folder, files);
    if (installed) return { kind: 'inert', package: top, why: harmless, ...(found.kind === 'file' ? { path: found.path } : {}) };
    if (found !== undefined) return found;
    // The first folder that has the package decides, also when the submodule is not in it.
    if (parts.length > 1 && findModule(folder, [top], files)?.kind === 'file')
      return { kind: 'missing', why: `there is no module "${specifier}" in ${files.display(folder)}` };
  }
  if (isModelledModule(parts.join('.'))) return { kind: 'library', package: `python:${parts.join('.')}`, subpath: '' };
  if (isStandard(top)) return { kind: 'inert', package: `python:${top}`, why: 'the standard library calls no AWS API' };
  if (harmless !== undefined) return { kind: 'inert', package: top, why: harmless };
  const shared = sharedFolder(top, fn, files);
  const taken = shared === undefined ? undefined : findModule(shared, parts, files);
  if (shared !== undefined && taken?.kind === 'file')
    return {
      ...taken,
      note: `"${top}" is neither in the code folder nor in a layer of the template; it is taken to be the one in ${files.display(shared)}`,
    };
  return {
    kind: 'missing',
    why: `the package "${top}" is neither in the code folder nor in a layer of the app, and it is not known to stay away from AWS`,
  };
}

/** Folders in the order of `sys.path`. */
export function searchPath(fn: LambdaFunction, files: Files): readonly string[] {
  const folder = fn.code.kind === 'folder' ? fn.code.path : uploadedFolder(fn, files);
  const code = folder === undefined ? [] : [folder];
  const layers = fn.layers.flatMap(({ path, build }) => {
    const packages = files
      .list(join(path, 'python', 'lib'))
      .filter((entry) => entry.kind !== 'file' && entry.name.startsWith('python3'))
      .map((entry) => join(path, 'python', 'lib', entry.name, 'site-packages'));
    // With `BuildMethod: python3.x` the build moves the folder's content under `python/`.
    return [...packages, join(path, 'python'), ...(build?.startsWith('python') ? [path] : [])];
  });
  return [...code, ...layers, ...localPackages(fn, [...code, ...fn.layers.map(({ path }) => path)], files)];
}

/**
 * A package with `__init__.py` comes before a module of that name, and a plain folder (a namespace package) last (The Python
 * Language Reference, "The import system").
 */
export function findModule(
  folder: string,
  parts: readonly string[],
  files: Files,
): Extract<Resolution, { kind: 'file' | 'namespace' }> | undefined {
  const path = join(folder, ...parts);
  const initializer = join(path, '__init__.py');
  if (files.kind(initializer) === 'file') return { kind: 'file', path: initializer };
  if (parts.length > 0 && files.kind(`${path}.py`) === 'file') return { kind: 'file', path: `${path}.py` };
  if (files.kind(path) === 'folder' && holdsPython(path, files)) return { kind: 'namespace', path };
  return undefined;
}

/** A folder with no Python in it, or a few levels below, is no package: `static`, `node_modules`. */
const holdsPython = (folder: string, files: Files, levels = 3): boolean => {
  const entries = files.list(folder);
  if (entries.some((entry) => entry.name.endsWith('.py'))) return true;
  return levels > 0 && entries.some((entry) => entry.kind === 'folder' && holdsPython(join(folder, entry.name), files, levels - 1));
};

/** pip leaves a `.dist-info` folder beside each package that it installs. */
const holdsDistributions = (folder: string, files: Files): boolean => files.list(folder).some((entry) => entry.name.endsWith('.dist-info'));
