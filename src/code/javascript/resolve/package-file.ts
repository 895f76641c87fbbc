/** The file of a package that an import of it, or of a subpath, means. Source: "Modules: Packages" of the Node.js documentation. */
import { join } from 'node:path';
import type { Files } from '../../files.ts';
import { exportTargets } from './exports.ts';
import { field, textField } from './json.ts';
import { manifestIn } from './manifest.ts';
import { declarationOf, isCode, isDeclaration, type Prefer, probeFile, probeModule } from './probe.ts';
import { sourceBehind } from './source.ts';

/** A package as it is installed: what its `exports`, else its `main` or index file, name and what is there. */
export function packageFile(folder: string, subpath: string, files: Files, prefer: Prefer = 'script'): string | undefined {
  const value = manifestIn(folder, files)?.value;
  const map = field(value, 'exports');
  if (map !== undefined && map !== null) {
    return within(folder, exportTargets(map, key(subpath)))
      .map((path) => probeFile(path, files, prefer))
      .find((path) => path !== undefined && !isDeclaration(path));
  }
  if (subpath !== '') return probeModule(join(folder, subpath), files, prefer);
  const module = textField(value, 'module');
  return probeModule(folder, files, prefer) ?? (module === undefined ? undefined : probeModule(join(folder, module), files, prefer));
}

/** A package of the app's own repository: as above, else the sources behind what its package.json names. */
export function localPackageFile(folder: string, subpath: string, files: Files, prefer: Prefer): string | undefined {
  const built = packageFile(folder, subpath, files, prefer);
  if (built !== undefined) return built;
  const value = manifestIn(folder, files)?.value;
  const fields = subpath === '' ? ['source', 'main', 'module', 'types', 'typings'].map((name) => textField(value, name)) : [subpath];
  const named = [...exportTargets(field(value, 'exports'), key(subpath), true), ...fields.filter((path) => path !== undefined)];
  for (const path of within(folder, named)) {
    const compiled = isDeclaration(path) ? path.replace(/\.d\.([cm]?)ts$/, '.$1js') : path;
    const found = [path, probeFile(compiled, files, 'typed')].find((one) => one !== undefined && isCode(one) && files.kind(one) === 'file');
    const source = found ?? sourceBehind(compiled, folder, files);
    if (source !== undefined) return source;
  }
  const conventional = subpath === '' ? ['src', 'src/main', 'lib', ''] : [join('src', subpath), subpath];
  return conventional.map((path) => probeModule(join(folder, path), files, prefer)).find((path) => path !== undefined);
}

/** The package holds declarations of types and no code for this import. */
export function holdsOnlyTypes(folder: string, subpath: string, files: Files): boolean {
  const value = manifestIn(folder, files)?.value;
  const types = textField(value, 'types') ?? textField(value, 'typings');
  if (subpath === '' && types !== undefined) return files.kind(join(folder, types)) === 'file';
  return declarationOf(join(folder, subpath === '' ? 'index' : subpath), files) !== undefined;
}

const key = (subpath: string): string => (subpath === '' ? '.' : `./${subpath}`);

/** Targets lie in their package: `../` out of it is refused, as Node does. */
const within = (folder: string, targets: readonly string[]): readonly string[] =>
  targets.map((target) => join(folder, target)).filter((path) => path.startsWith(join(folder, '/')));
