/**
 * Where an import leads. The order is that of a bundler with TypeScript in front of Node: what the project states about its own
 * names first (`paths`, `imports`, workspaces), then what the library models, then installed packages under the package rule:
 * one is read only when it can reach AWS, and a missing one is unresolved only when nothing shows that it cannot.
 */
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LambdaFunction } from '../../../model/app.ts';
import type { Files } from '../../files.ts';
import type { Resolution } from '../../language.ts';
import { isModelled, isTypesOnly } from '../../library/packages.ts';
import { perRun } from '../../per-run.ts';
import { exportTargets } from './exports.ts';
import { upward } from './folders.ts';
import { field } from './json.ts';
import { layerPaths } from './layers.ts';
import { aliasOf, nearestManifest, statedRange } from './manifest.ts';
import { holdsOnlyTypes, localPackageFile, packageFile } from './package-file.ts';
import { declarationOf, isCode, isDeclaration, isTyped, type Prefer, probeModule } from './probe.ts';
import { similarFiles, sourceBehind, tailMatch } from './source.ts';
import { builtinSpecifier, packageSpecifier } from './specifier.ts';
import { nearestTsConfig, pathTargets, type TsConfig, tsConfigsIn, withReferences } from './tsconfig.ts';
import { installedFolder, installedVerdict, missingVerdict, type Verdict } from './verdict.ts';
import { localPackage } from './workspace.ts';

interface Importer {
  /** absolute */
  readonly from: string;
  readonly fn: LambdaFunction;
  readonly files: Files;
  readonly prefer: Prefer;
  /** how many times `imports` of package.json has already led on */
  readonly depth: number;
}

const MAX_DEPTH = 8;

const cache = perRun(() => new Map<string, Resolution>());

export function resolveModule(specifier: string, from: string, fn: LambdaFunction, files: Files): Resolution {
  const prefer: Prefer = isTyped(from) ? 'typed' : 'script';
  const code = fn.code.kind === 'folder' ? fn.code.path : '';
  const key = [specifier, dirname(from), prefer, code, ...fn.layers.map((layer) => layer.path)].join('\0');
  const known = cache(files).get(key);
  if (known !== undefined) return known;
  const resolution = lead(specifier, { from, fn, files, prefer, depth: 0 });
  cache(files).set(key, resolution);
  return resolution;
}

function lead(specifier: string, importer: Importer): Resolution {
  if (specifier === '' || specifier.includes('\0')) return missing(`'${specifier.replaceAll('\0', '')}' names no module`);
  if (specifier.startsWith('file:')) return url(specifier, importer);
  if (specifier === '.' || specifier === '..' || specifier.startsWith('./') || specifier.startsWith('../'))
    return relativeFile(specifier, importer);
  if (isAbsolute(specifier)) return absoluteFile(specifier, importer);
  if (specifier.startsWith('#')) return internal(specifier, importer) ?? fromPaths(specifier, importer) ?? aliasMissing(specifier);
  const builtin = builtinSpecifier(specifier);
  if (builtin !== undefined && specifier.startsWith('node:')) return library(builtin.name, builtin.subpath);
  const mapped = fromPaths(specifier, importer);
  if (mapped !== undefined) return mapped;
  if (builtin !== undefined) return library(builtin.name, builtin.subpath);
  return bare(specifier, importer);
}

function bare(specifier: string, importer: Importer): Resolution {
  const { from, fn, files, prefer } = importer;
  const parsed = packageSpecifier(specifier);
  if (parsed === undefined) return fromBaseUrl(specifier, importer) ?? fromFartherPaths(specifier, importer) ?? aliasMissing(specifier);
  const stated = statedRange(parsed.name, from, files);
  const name = aliasOf(stated?.range ?? '') ?? parsed.name;
  const { subpath } = parsed;
  if (isTypesOnly(name)) return { kind: 'inert', package: name, why: `${name} holds only types` };
  if (isModelled(name)) return library(name, subpath);

  const self = nearestManifest(dirname(from), files);
  // a package may import itself by its name only when it has `exports`
  const isSelf = self?.name === parsed.name && field(self.value, 'exports') !== undefined;
  const local = isSelf ? self.folder : localPackage(parsed.name, from, files);
  if (local !== undefined) {
    const found = localPackageFile(local, subpath, files, prefer);
    if (found !== undefined) return classify(found, importer);
  }
  const based = fromBaseUrl(specifier, importer);
  if (based !== undefined) return based;

  const folder = installedFolder(parsed.name, from, fn, files);
  if (folder !== undefined) return installed(name, folder, subpath, importer);
  if (local !== undefined)
    return missing(`'${specifier}' is not found in ${files.display(local)}, which is the package ${name} of this repository`);

  const near = fromFartherPaths(specifier, importer) ?? (stated === undefined ? fromTaskRoot(specifier, importer) : undefined);
  if (near !== undefined) return near;
  return absentPackage(name, stated?.range, importer);
}

/** A package that is installed: read when it can reach AWS or when that is not clear, opaque otherwise. */
function installed(name: string, folder: string, subpath: string, importer: Importer): Resolution {
  const { fn, files } = importer;
  const real = files.real(folder) ?? folder;
  const linked = !real.split(sep).includes('node_modules');
  const path = linked ? localPackageFile(real, subpath, files, importer.prefer) : packageFile(real, subpath, files);
  if (linked && path !== undefined) return place(path, files);
  const verdict = installedVerdict(name, real, fn, files);
  if (path === undefined && holdsOnlyTypes(real, subpath, files)) return { kind: 'inert', package: name, why: `${name} holds only types` };
  if (verdict.kind === 'clean') {
    const code = path !== undefined && isCode(path) ? (files.real(path) ?? path) : undefined;
    return { kind: 'inert', package: name, why: verdict.why, ...(code === undefined ? {} : { path: code }) };
  }
  if (path !== undefined) return place(path, files);
  return missing(
    `package ${name} is installed in ${files.display(folder)} but offers no file for '${subpath === '' ? name : `${name}/${subpath}`}'`,
  );
}

function absentPackage(name: string, range: string | undefined, { from, fn, files }: Importer): Resolution {
  if (range !== undefined && isFromElsewhere(range)) {
    const verdict = missingVerdict(name, dirname(from), fn, files, 'locks');
    return verdict.kind === 'clean'
      ? inert(name, verdict)
      : missing(`package ${name} is not installed and package.json takes it from '${range}', not from the registry`);
  }
  const verdict = missingVerdict(name, dirname(from), fn, files);
  switch (verdict.kind) {
    case 'clean':
      return inert(name, verdict);
    case 'reaches':
      return missing(
        `package ${name} is not installed and can call AWS (${verdict.path.join(' → ')}, by ${verdict.where}): install the app's packages so that it can be read`,
      );
    case 'unclear':
      return missing(verdict.why);
  }
}

/** The reviewed list speaks of the registry's packages, not of what a repository or a folder holds under the same name. */
const isFromElsewhere = (range: string): boolean => /[:/]/.test(range) && !/^(?:npm|catalog):/.test(range);

const library = (name: string, subpath: string): Resolution => ({ kind: 'library', package: name, subpath });
const inert = (name: string, verdict: Extract<Verdict, { kind: 'clean' }>): Resolution => ({
  kind: 'inert',
  package: name,
  why: verdict.why,
});
const missing = (why: string): Resolution => ({ kind: 'missing', why });
const aliasMissing = (specifier: string): Resolution =>
  missing(
    `'${specifier}' names no package and neither tsconfig paths nor package.json imports explain it: is it an alias that a bundler sets?`,
  );

/** What a found file is to the analysis. */
function place(path: string, files: Files): Resolution {
  const real = files.real(path) ?? path;
  if (isCode(real)) return { kind: 'file', path: real };
  if (real.endsWith('.json')) return { kind: 'data', path: real };
  const what = isDeclaration(real) ? 'it holds only types' : 'it is neither JavaScript nor TypeScript nor JSON';
  return { kind: 'inert', package: files.display(real), why: what };
}

/** As `place`, and under the package rule when the file lies in a package that the importing file is not part of. */
function classify(path: string, importer: Importer): Resolution {
  const { from, files } = importer;
  const mark = `${sep}node_modules${sep}`;
  const at = path.lastIndexOf(mark);
  if (at === -1) return place(path, files);
  const modules = path.slice(0, at + mark.length);
  const parsed = packageSpecifier(path.slice(modules.length).split(sep).join('/'));
  if (parsed === undefined || from.startsWith(join(modules, parsed.name, '/'))) return place(path, files);
  if (isModelled(parsed.name)) return library(parsed.name, parsed.subpath);
  const verdict = installedVerdict(parsed.name, join(modules, parsed.name), importer.fn, files);
  if (verdict.kind !== 'clean') return place(path, files);
  return { kind: 'inert', package: parsed.name, why: verdict.why, ...(isCode(path) ? { path: files.real(path) ?? path } : {}) };
}

function relativeFile(specifier: string, importer: Importer): Resolution {
  const { from, files, prefer } = importer;
  const target = resolve(dirname(from), specifier) + (/(?:^|\/)\.{0,2}$/.test(specifier) ? '/' : '');
  if (!files.contains(target)) return missing(`'${specifier}' leads out of the app's root ${files.root}: widen it with --root`);
  const found = fileAt(target, importer);
  if (found !== undefined) return found;
  const declaration = declarationOf(target, files);
  if (declaration !== undefined) return { kind: 'inert', package: files.display(declaration), why: 'it holds only types' };
  const similar = similarFiles(target, files).map((path) => files.display(path));
  const hint = similar.length === 0 ? '' : `; there is ${similar.join(', ')}`;
  const extensions = prefer === 'typed' ? '.ts, .js' : '.js, .ts';
  return missing(`'${specifier}' is not found: looked for ${files.display(target)} (${extensions} and kin, or an index file)${hint}`);
}

/** A module at an absolute path, or the source that a build would make it of. */
function fileAt(target: string, importer: Importer): Resolution | undefined {
  const { files, prefer } = importer;
  if (!files.contains(target)) return undefined;
  const found = probeModule(target, files, prefer);
  if (found !== undefined && !isDeclaration(found)) return classify(found, importer);
  const project = nearestManifest(dirname(target), files)?.folder ?? files.root;
  const source = sourceBehind(target, project, files) ?? sourceBehind(join(target, 'index'), project, files);
  return source === undefined ? undefined : classify(source, importer);
}

/** Only /opt, where layers lie, and /var/task, where the function's own code lies, exist in Lambda beside the runtime. */
function absoluteFile(specifier: string, importer: Importer): Resolution {
  const { fn, files } = importer;
  const mapped = fromPaths(specifier, importer);
  if (mapped !== undefined) return mapped;
  if (specifier.startsWith('/var/task/')) {
    const found = fromTaskRoot(specifier.slice('/var/task/'.length), importer);
    if (found !== undefined) return found;
  }
  if (!specifier.startsWith('/opt/')) return missing(`'${specifier}' is a path of the machine, not of the app`);
  const places = layerPaths(specifier, fn);
  for (const path of places) {
    const found = fileAt(path, importer);
    if (found !== undefined) return found;
  }
  for (const layer of [...fn.layers].reverse()) {
    const segments = specifier.replace(/^\/opt\/+(?:nodejs\/+)?/, '').split('/');
    const match = tailMatch(layer.path, segments, files);
    if (match.kind === 'one') return classify(match.path, importer);
  }
  const outside = fn.configuration.layerArns.length;
  const where = fn.layers.map((layer) => `${layer.id} (${files.display(layer.path)})`).join(', ');
  return missing(
    where === ''
      ? `'${specifier}' comes from a layer${outside > 0 ? ' whose content is not in the app' : ', and the function has none'}`
      : `'${specifier}' is not found in the function's layers: looked in ${where}${outside > 0 ? ', and it has layers from outside the app' : ''}`,
  );
}

/** Lambda sets NODE_PATH to hold the code folder itself. Source: "Defined runtime environment variables" of the Lambda developer guide. */
function fromTaskRoot(specifier: string, importer: Importer): Resolution | undefined {
  const { code } = importer.fn;
  return code.kind === 'folder' ? fileAt(join(code.path, specifier), importer) : undefined;
}

/** `imports` of package.json: `#db` → a file of the package, or another package. */
function internal(specifier: string, importer: Importer): Resolution | undefined {
  const { from, files, depth } = importer;
  const manifest = nearestManifest(dirname(from), files);
  if (manifest === undefined || depth > MAX_DEPTH) return undefined;
  for (const all of [false, true]) {
    for (const target of exportTargets(field(manifest.value, 'imports'), specifier, all)) {
      if (isDeclaration(target)) continue;
      if (!target.startsWith('./')) return lead(target, { ...importer, depth: depth + 1 });
      const found = fileAt(join(manifest.folder, target), importer);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const inPackages = (from: string): boolean => from.split(sep).includes('node_modules');

function fromPaths(specifier: string, importer: Importer): Resolution | undefined {
  const { from, files } = importer;
  if (inPackages(from)) return undefined;
  const nearest = nearestTsConfig(dirname(from), files);
  if (nearest === undefined) return undefined;
  return throughPaths(specifier, [...withReferences(nearest, files), ...tsConfigsIn(nearest.folder, files)], importer);
}

/** The paths of configurations above the nearest one: a project may be compiled from its repository's root. */
function fromFartherPaths(specifier: string, importer: Importer): Resolution | undefined {
  const { from, files } = importer;
  if (inPackages(from)) return undefined;
  for (const folder of upward(dirname(from), files)) {
    const found = throughPaths(specifier, tsConfigsIn(folder, files), importer);
    if (found !== undefined) return found;
  }
  return undefined;
}

function throughPaths(specifier: string, configs: readonly TsConfig[], importer: Importer): Resolution | undefined {
  for (const config of configs) {
    for (const target of pathTargets(specifier, config)) {
      const found = packageAt(target, importer) ?? fileAt(target, { ...importer, prefer: 'typed' });
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A path that leads into node_modules is an import of that package, which no further path leads elsewhere. */
function packageAt(target: string, importer: Importer): Resolution | undefined {
  const segments = target.split(sep);
  const at = segments.lastIndexOf('node_modules');
  if (at === -1 || importer.depth > MAX_DEPTH || importer.files.kind(target) === undefined) return undefined;
  const found = bare(segments.slice(at + 1).join('/'), { ...importer, depth: MAX_DEPTH + 1 });
  return found.kind === 'missing' ? undefined : found;
}

function fromBaseUrl(specifier: string, importer: Importer): Resolution | undefined {
  const { from, files } = importer;
  const base = inPackages(from) ? undefined : nearestTsConfig(dirname(from), files)?.baseUrl;
  if (base === undefined) return undefined;
  const found = probeModule(join(base, specifier), files, importer.prefer);
  return found === undefined || isDeclaration(found) ? undefined : classify(found, importer);
}

function url(specifier: string, importer: Importer): Resolution {
  try {
    return absoluteFile(fileURLToPath(specifier), importer);
  } catch {
    return missing(`'${specifier}' is no file URL that can be read`);
  }
}
