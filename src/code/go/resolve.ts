/** Where Go imports lead: packages of the module to their folder, AWS's to the library, others by what is known of them. */
import { dirname, join } from 'node:path';
import type { LambdaFunction } from '../../model/app.ts';
import type { Files } from '../files.ts';
import type { Resolution } from '../language.ts';
import { moduleOf } from './module-file.ts';
import { packageIn } from './package-files.ts';
import { awsPackage, isStandard, maySign, whyHarmless } from './packages.ts';

export function resolveGo(specifier: string, from: string, _fn: LambdaFunction, files: Files): Resolution {
  if (specifier === 'C') return { kind: 'missing', why: 'it is C code' };
  const aws = awsPackage(specifier);
  if (aws) return { kind: 'library', ...aws };
  const module = moduleOf(dirname(from), files);
  const local = module && localFolder(specifier, module);
  if (local !== undefined) {
    const path = packageIn(local, files);
    return path === undefined ? { kind: 'missing', why: `there are no Go files in ${files.display(local)}` } : { kind: 'file', path };
  }
  if (isStandard(specifier)) return { kind: 'library', package: `go:${specifier}`, subpath: '' };
  const why = whyHarmless(specifier);
  if (why !== undefined) return { kind: 'inert', package: specifier, why };
  const vendored = module && packageIn(join(module.folder, 'vendor', specifier), files);
  if (vendored !== undefined) return { kind: 'file', path: vendored };
  const copied = module === undefined ? inRepository(specifier, files) : undefined;
  if (copied !== undefined) return { kind: 'file', path: copied };
  if (module === undefined)
    return { kind: 'missing', why: `there is no go.mod above ${files.display(from)} that says what "${specifier}" is` };
  // Since Go 1.17 go.mod names every module that the build needs: without one that can call AWS, nothing it requires can.
  const listed = module.requires.some((path) => specifier === path || specifier.startsWith(`${path}/`));
  if (listed && module.complete && !module.requires.some(maySign))
    return { kind: 'inert', package: specifier, why: 'no module that the build needs, by go.mod, can call AWS' };
  return { kind: 'missing', why: `the module of "${specifier}" is not in the app, and it is not known to stay away from AWS` };
}

/** Without go.mod, the repository is itself a folder of GOPATH: `github.com/owner/repo/store` is its folder `store`. */
function inRepository(specifier: string, files: Files): string | undefined {
  const [host = '', , repository, ...rest] = specifier.split('/');
  return host.includes('.') && repository !== undefined && rest.length > 0 ? packageIn(join(files.root, ...rest), files) : undefined;
}

function localFolder(specifier: string, module: NonNullable<ReturnType<typeof moduleOf>>): string | undefined {
  if (specifier === module.path || specifier.startsWith(`${module.path}/`)) return join(module.folder, specifier.slice(module.path.length));
  for (const [path, folder] of module.replacements)
    if (specifier === path || specifier.startsWith(`${path}/`)) return join(folder, specifier.slice(path.length));
  return undefined;
}
