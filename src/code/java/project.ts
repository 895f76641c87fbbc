/**
 * The Java project that a function's code belongs to: its source roots, found from what CodeUri names. Maven and Gradle keep
 * sources in `src/main/java` of each module ("Introduction to the Standard Directory Layout", Maven); other layouts are found by
 * the package clauses of the files.
 */
import { basename, dirname, join, relative, sep } from 'node:path';
import type { LambdaFunction } from '../../model/app.ts';
import type { Files, SourceFile } from '../files.ts';
import { classesAfter, classesWithParents, topLevelNames } from '../kotlin/top-level.ts';
import { perRun } from '../per-run.ts';

const BUILD_FILES = ['pom.xml', 'build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'];
const AGGREGATORS = ['settings.gradle', 'settings.gradle.kts', 'pom.xml'];
const SKIPPED = new Set(['node_modules', 'target', 'build', 'out', 'bin', 'test', 'androidTest', 'resources', 'cdk.out', '.aws-sam']);
const MAX_DEPTH = 14;
const MAX_FOLDERS = 4000;

const isProject = (folder: string, files: Files): boolean => BUILD_FILES.some((name) => files.kind(join(folder, name)) === 'file');

const cacheOf = perRun(() => ({
  roots: new Map<string, readonly string[]>(),
  /** of a whole project, by one of its roots, and of one folder */
  sources: new Map<string, readonly SourceFile[]>(),
  folders: new Map<string, readonly SourceFile[]>(),
  /** by source root and full name; undefined for classes that have none there */
  classes: new Map<string, Map<string, string | undefined>>(),
  /** by source root: the files of all that is declared there, and which packages have a folder */
  declared: new Map<string, ReadonlyMap<string, string>>(),
  packages: new Map<string, boolean>(),
}));

/** The folder that CodeUri names, or, where it names a build's output that may not be here, the nearest one that is. */
export function codeFolder(fn: LambdaFunction, files: Files): string | undefined {
  if (fn.code.kind === 'folder') return fn.code.path;
  if (fn.code.kind !== 'absent' || fn.code.path === undefined) return undefined;
  for (let folder = fn.code.path; files.contains(folder); folder = dirname(folder)) {
    if (files.kind(folder) === 'folder') return folder;
    if (dirname(folder) === folder) break;
  }
  return undefined;
}

/**
 * Source roots, the nearest to the code first: those inside it, then those of the whole project around it. Of a project with several
 * modules comes first the one that an archive is named after, as Maven and Gradle name it: `orders-1.0.jar` of the module `orders`.
 */
export function sourceRoots(fn: LambdaFunction, files: Files): readonly string[] {
  const folder = codeFolder(fn, files);
  if (folder === undefined) return [];
  const roots = rootsAround(folder, files);
  const archive = fn.code.kind === 'absent' && fn.code.path !== undefined ? basename(fn.code.path).replace(/\.(?:jar|zip)$/, '') : '';
  if (archive === '' || roots.length < 2) return roots;
  const cache = cacheOf(files).roots;
  const key = `${folder}\0${archive}`;
  const known = cache.get(key);
  if (known) return known;
  const likeness = (root: string): number =>
    Math.max(0, ...root.split(sep).map((name) => (archive === name || archive.startsWith(`${name}-`) ? name.length : 0)));
  const sorted = [...roots].sort((a, b) => likeness(b) - likeness(a));
  cache.set(key, sorted);
  return sorted;
}

export function rootsAround(folder: string, files: Files): readonly string[] {
  const cache = cacheOf(files).roots;
  const known = cache.get(folder);
  if (known) return known;
  const found = new Set<string>();
  const own = projectAt(folder, files);
  for (const start of own === undefined ? [folder] : [folder, own, outermost(own, files)])
    for (const root of rootsUnder(start, files)) found.add(root);
  const roots = [...found];
  cache.set(folder, roots);
  return roots;
}

/** Whether a file of the function's project is Kotlin. */
export function holdsKotlin(fn: LambdaFunction, files: Files): boolean {
  const folders = [...sourceRoots(fn, files)];
  for (let next = 0; next < folders.length && next < MAX_FOLDERS; next++)
    for (const entry of files.list(folders[next] ?? '')) {
      if (entry.kind === 'file' && entry.name.endsWith('.kt')) return true;
      if (entry.kind === 'folder') folders.push(join(folders[next] ?? '', entry.name));
    }
  return false;
}

/** The project that the folder is in: the nearest folder above with a build file. */
function projectAt(folder: string, files: Files): string | undefined {
  for (let current = folder; files.contains(current); current = dirname(current)) {
    if (isProject(current, files)) return current;
    if (dirname(current) === current) return undefined;
  }
  return undefined;
}

/** The project that holds it as a module: above it without a gap, or further up where a build file names its folder. */
function outermost(folder: string, files: Files): string {
  let top = folder;
  let joined = true;
  for (let current = dirname(folder); files.contains(current) && dirname(current) !== current; current = dirname(current)) {
    joined &&= isProject(current, files);
    if (joined || includes(current, folder, files)) top = current;
  }
  return top;
}

/**
 * Whether the build files of a folder name the other one as a module: `include 'services:orders'` or its `projectDir` in Gradle's
 * settings ("Multi-Project Builds"), `<module>services/orders</module>` in a POM ("Introduction to the POM", Project Aggregation).
 */
function includes(folder: string, module: string, files: Files): boolean {
  const path = relative(folder, module).split(sep).join('/');
  return AGGREGATORS.some((name) => {
    const source = files.kind(join(folder, name)) === 'file' ? files.read(join(folder, name)) : '';
    if (typeof source === 'string') return false;
    for (const [, named = ''] of source.text.matchAll(/['">]\s*:?([\w.:/-]{1,400}?)\s*['"<]/g))
      if (named.replaceAll(':', '/') === path) return true;
    return false;
  });
}

function rootsUnder(start: string, files: Files): readonly string[] {
  const roots = new Set<string>();
  const folders = [{ folder: start, depth: 0 }];
  for (let next = 0; next < folders.length && next < MAX_FOLDERS; next++) {
    const { folder, depth } = folders[next] ?? { folder: start, depth: MAX_DEPTH };
    if (/[\\/]src[\\/]main[\\/](java|kotlin)$/.test(folder)) {
      roots.add(folder);
      continue;
    }
    const entries = files.list(folder);
    const source = entries.find((entry) => entry.kind === 'file' && isSource(entry.name));
    if (source) {
      roots.add(rootOf(join(folder, source.name), files) ?? folder);
      continue;
    }
    if (depth >= MAX_DEPTH) continue;
    for (const entry of entries)
      if (entry.kind === 'folder' && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
        folders.push({ folder: join(folder, entry.name), depth: depth + 1 });
  }
  return [...roots];
}

/** Java or Kotlin: one project may hold both. */
const isSource = (name: string): boolean => /\.(java|kt)$/.test(name);

const PACKAGE_CLAUSE = /^\s*package\s+([\w.\s]+?)\s*;/m;
const KOTLIN_PACKAGE_CLAUSE = /^\s*package\s+([\w.`]+)/m;

/** The folder that the file's package begins in; undefined when the file does not stand where its package says. */
function rootOf(path: string, files: Files): string | undefined {
  const source = files.read(path);
  if (typeof source === 'string') return undefined;
  const names = packageOf(source)
    .split('.')
    .filter((name) => name !== '');
  const folder = dirname(path);
  const inside = names.length === 0 ? '' : `/${names.join('/')}`;
  return folder.replaceAll('\\', '/').endsWith(inside) ? folder.slice(0, folder.length - inside.length) : undefined;
}

export function packageOf(source: SourceFile): string {
  const clause = source.path.endsWith('.kt') ? KOTLIN_PACKAGE_CLAUSE : PACKAGE_CLAUSE;
  return (clause.exec(source.text.slice(0, 20_000))?.[1] ?? '').replaceAll(/[\s`]/g, '');
}

/** The file of a top-level class, by its full name. */
export function fileOfClass(name: string, roots: readonly string[], files: Files): string | undefined {
  for (const root of roots) {
    const found = fileUnder(root, name, files);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fileUnder(root: string, name: string, files: Files): string | undefined {
  const { classes } = cacheOf(files);
  const known = classes.get(root) ?? new Map<string, string | undefined>();
  classes.set(root, known);
  if (known.has(name)) return known.get(name);
  const path = join(root, ...name.split('.'));
  const ending = ['.java', '.kt'].find((each) => files.kind(`${path}${each}`) === 'file');
  const found = ending && `${path}${ending}`;
  known.set(name, found);
  return found;
}

/** The same of a file that does not stand where its package says, which the compiler allows. */
export function misplacedClass(name: string, roots: readonly string[], files: Files): string | undefined {
  for (const root of roots) {
    const found = declaredIn(root, files).get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declaredIn(root: string, files: Files): ReadonlyMap<string, string> {
  const cache = cacheOf(files).declared;
  const known = cache.get(root);
  if (known) return known;
  const declared = new Map<string, string>();
  for (const source of sourcesIn(root, files)) for (const name of namesOf(source)) if (!declared.has(name)) declared.set(name, source.path);
  cache.set(root, declared);
  return declared;
}

/** Whether the source root has a folder for the package. */
export function holdsPackage(name: string, root: string, files: Files): boolean {
  const cache = cacheOf(files).packages;
  const key = `${root}\0${name}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const holds = files.kind(join(root, ...name.split('.'))) === 'folder';
  cache.set(key, holds);
  return holds;
}

/** The source root that a file lies in. */
export const rootOfFile = (path: string, files: Files): string | undefined => rootOf(path, files);

const MAX_SOURCES = 2000;

/** Every source file of the project that the file belongs to. */
export function sourcesAround(path: string, files: Files): readonly SourceFile[] {
  const cache = cacheOf(files).sources;
  const root = rootOf(path, files) ?? dirname(path);
  const known = cache.get(root);
  if (known) return known;
  const found = [...new Set([root, ...rootsAround(root, files)])].flatMap((each) => sourcesIn(each, files));
  cache.set(root, found);
  return found;
}

/** Every source file below the folder. */
function sourcesIn(root: string, files: Files): readonly SourceFile[] {
  const cache = cacheOf(files).folders;
  const known = cache.get(root);
  if (known) return known;
  const found: SourceFile[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && found.length < MAX_SOURCES; folder = folders.pop())
    for (const entry of files.list(folder)) {
      if (entry.kind === 'folder') folders.push(join(folder, entry.name));
      if (entry.kind !== 'file' || !isSource(entry.name)) continue;
      const source = files.read(join(folder, entry.name));
      if (typeof source !== 'string') found.push(source);
    }
  cache.set(root, found);
  return found;
}

/** Full names of what the file declares at top level: one class in Java, any number of classes, functions and properties in Kotlin. */
function namesOf(source: SourceFile): readonly string[] {
  const names = source.path.endsWith('.kt')
    ? topLevelNames(source.text)
    : [source.file.slice(source.file.lastIndexOf('/') + 1).replace(/\.java$/, '')];
  return names.map((name) => inPackage(source, name));
}

const inPackage = (source: SourceFile, name: string): string => {
  const inside = packageOf(source);
  return inside === '' ? name : `${inside}.${name}`;
};

const PARENTS = /\b(?:extends|implements)\s+([\w.<>?,\s]{1,400}?)\s*(?:\{|permits\b)/g;

/** Classes of the project, by their full names, whose files say that they extend or implement one of the names. */
export function subtypesOf(from: SourceFile, names: readonly string[], files: Files): readonly string[] {
  if (names.length === 0) return [];
  const wanted = new Set(names);
  const isWanted = (clause: string): boolean => clause.split(/[^\w]+/).some((word) => wanted.has(word));
  return sourcesAround(from.path, files).flatMap((source) => {
    if (source.path === from.path) return [];
    if (source.path.endsWith('.kt'))
      return classesWithParents(source.text)
        .filter(({ parents }) => isWanted(parents))
        .map(({ name }) => inPackage(source, name));
    for (const [, clause = ''] of source.text.matchAll(PARENTS)) if (isWanted(clause)) return namesOf(source);
    return [];
  });
}

/** Classes of the project whose files carry one of the annotations. */
export function annotatedClasses(path: string, annotations: RegExp, files: Files): readonly string[] {
  return sourcesAround(path, files).flatMap((source) => (annotations.test(source.text) ? annotatedIn(source, annotations) : []));
}

const annotatedIn = (source: SourceFile, annotations: RegExp): readonly string[] =>
  source.path.endsWith('.kt') ? classesAfter(source.text, annotations).map((name) => inPackage(source, name)) : namesOf(source);
