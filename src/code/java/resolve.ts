/**
 * Where Java imports lead. Specifiers are full names of classes; `static ` before one stands for its static members, and `.*` after a
 * package for all of its classes.
 */
import { dirname } from 'node:path';
import type { LambdaFunction } from '../../model/app.ts';
import type { Files } from '../files.ts';
import type { Resolution } from '../language.ts';
import { awsPackage, isStandard, whyHarmless } from './packages.ts';
import { fileOfClass, holdsPackage, misplacedClass, rootOfFile, rootsAround, sourceRoots } from './project.ts';

export function resolveJava(specifier: string, from: string, fn: LambdaFunction, files: Files): Resolution {
  const name = specifier.replace(/^static /, '').replace(/\.\*$/, '');
  const local = classFile(name, from, fn, files);
  if (local !== undefined && !specifier.endsWith('.*')) return { kind: 'file', path: local };
  const component = name.replace(/(^|\.)Dagger(\p{Lu}\w*)$/u, '$1$2');
  if (component !== name && classFile(component, from, fn, files) !== undefined)
    return { kind: 'library', package: `java:dagger ${component}`, subpath: '' };
  const aws = awsPackage(name);
  const holder = specifier.endsWith('.*') ? name : name.slice(0, Math.max(name.lastIndexOf('.'), 0));
  if (aws !== undefined) return { kind: 'library', package: aws, subpath: holder.slice(aws.length + 1) };
  const why = whyHarmless(name);
  if (why !== undefined) return { kind: 'inert', package: holder, why };
  if (isStandard(name)) return { kind: 'library', package: `java:${holder}`, subpath: '' };
  const misplaced = misplacedClass(name, sourceRoots(fn, files), files);
  if (misplaced !== undefined) return { kind: 'file', path: misplaced };
  return { kind: 'missing', why: `"${name}" is not in the sources of the app, and it is not known to stay away from AWS` };
}

/** The file of a class: in the source root of the importing file, in the others of its project, or in those of the function. */
export function classFile(name: string, from: string, fn: LambdaFunction, files: Files): string | undefined {
  const own = rootOfFile(from, files);
  return (
    (own === undefined ? undefined : fileOfClass(name, [own], files)) ??
    fileOfClass(name, rootsAround(own ?? dirname(from), files), files) ??
    fileOfClass(name, sourceRoots(fn, files), files)
  );
}

/** Whether the sources hold the package. */
export const isSourcePackage = (name: string, from: string, fn: LambdaFunction, files: Files): boolean =>
  [...rootsAround(rootOfFile(from, files) ?? dirname(from), files), ...sourceRoots(fn, files)].some((root) =>
    holdsPackage(name, root, files),
  );
