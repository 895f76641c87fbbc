/**
 * What the Kotlin files of a project declare at top level, by package: functions and properties are used without an import in their
 * package, and a class need not stand in a file of its name.
 */
import type { Files, SourceFile } from '../files.ts';
import { packageOf, sourcesAround } from '../java/project.ts';
import { extensionNames, topLevelNames } from './top-level.ts';

interface Declared {
  readonly path: string;
  readonly name: string;
}

interface Index {
  readonly byPackage: ReadonlyMap<string, readonly Declared[]>;
  readonly extensions: ReadonlySet<string>;
}

const indexes = new WeakMap<readonly SourceFile[], Index>();

function indexOf(path: string, files: Files): Index {
  const sources = sourcesAround(path, files);
  const known = indexes.get(sources);
  if (known) return known;
  const byPackage = new Map<string, Declared[]>();
  const extensions = new Set<string>();
  for (const source of sources) {
    if (!source.path.endsWith('.kt')) continue;
    const declared = byPackage.get(packageOf(source)) ?? [];
    for (const name of topLevelNames(source.text)) declared.push({ path: source.path, name });
    for (const name of extensionNames(source.text)) extensions.add(name);
    byPackage.set(packageOf(source), declared);
  }
  const made: Index = { byPackage, extensions };
  indexes.set(sources, made);
  return made;
}

/** Names of the extensions that the project around the file declares. */
export const extensionsAround = (path: string, files: Files): ReadonlySet<string> => indexOf(path, files).extensions;

/** The files that declare a top-level name of a package. */
export function filesDeclaring(inside: string, name: string, from: string, files: Files): readonly string[] {
  const declared = indexOf(from, files).byPackage.get(inside) ?? [];
  return [...new Set(declared.filter((each) => each.name === name).map((each) => each.path))];
}
