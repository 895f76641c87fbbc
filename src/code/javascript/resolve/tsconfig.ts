/**
 * What tsconfig.json says about where modules lie: `paths`, `baseUrl`, `outDir`, `rootDir`, through `extends`. Source: "TSConfig
 * Reference" of the TypeScript documentation.
 */
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import type { Files } from '../../files.ts';
import { perRun } from '../../per-run.ts';
import { upward } from './folders.ts';
import { entriesOf, field, isObject, parseJsonc, textField, textsOf } from './json.ts';

export interface TsConfig {
  /** absolute */
  readonly file: string;
  readonly folder: string;
  /** pattern with at most one star → absolute targets */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** absolute folders */
  readonly baseUrl?: string;
  readonly outDir?: string;
  readonly rootDir?: string;
  /** absolute folders or files that it compiles, as far as `include` and `files` name them without a star */
  readonly inputs: readonly string[];
  /** absolute tsconfig files */
  readonly references: readonly string[];
}

const MAX_BYTES = 1024 * 1024;
/** deeper than real chains of `extends` go */
const MAX_EXTENDS = 16;

const cache = perRun(() => new Map<string, TsConfig | undefined>());

const readTsConfig = (file: string, files: Files): TsConfig | undefined => readOnce(file, files, 0);

/** Each file is read once, whatever extends it how often; a file that extends itself finds nothing there. */
function readOnce(file: string, files: Files, depth: number): TsConfig | undefined {
  const known = cache(files);
  if (known.has(file)) return known.get(file);
  known.set(file, undefined);
  const config = load(file, files, depth);
  known.set(file, config);
  return config;
}

/** The tsconfig.json (or jsconfig.json) that a folder's files belong to. */
export function nearestTsConfig(folder: string, files: Files): TsConfig | undefined {
  for (const at of upward(folder, files)) {
    const found = readTsConfig(join(at, 'tsconfig.json'), files) ?? readTsConfig(join(at, 'jsconfig.json'), files);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every tsconfig of a folder, tsconfig.json first: `tsconfig.build.json` often holds the `outDir`. */
export function tsConfigsIn(folder: string, files: Files): readonly TsConfig[] {
  const named = files
    .list(folder)
    .map((entry) => entry.name)
    .filter((name) => name.startsWith('tsconfig.') && name.endsWith('.json') && name !== 'tsconfig.json');
  return ['tsconfig.json', ...named].map((name) => readTsConfig(join(folder, name), files)).filter((config) => config !== undefined);
}

/** The configuration and those it refers to: a solution file holds no `paths` of its own. */
export function withReferences(config: TsConfig, files: Files): readonly TsConfig[] {
  return [config, ...config.references.map((file) => readTsConfig(file, files)).filter((other) => other !== undefined)];
}

/** The absolute paths that `paths` gives for a specifier, in order; the longest prefix before a star wins, as in TypeScript. */
export function pathTargets(specifier: string, config: TsConfig): readonly string[] {
  const exact = config.paths.get(specifier);
  if (exact !== undefined) return exact;
  let best: { readonly prefix: string; readonly targets: readonly string[]; readonly rest: string } | undefined;
  for (const [pattern, targets] of config.paths) {
    const star = pattern.indexOf('*');
    if (star === -1) continue;
    const prefix = pattern.slice(0, star);
    const suffix = pattern.slice(star + 1);
    if (specifier.length < prefix.length + suffix.length || !specifier.startsWith(prefix) || !specifier.endsWith(suffix)) continue;
    if (best !== undefined && best.prefix.length >= prefix.length) continue;
    best = { prefix, targets, rest: specifier.slice(prefix.length, specifier.length - suffix.length) };
  }
  if (best === undefined) return [];
  const { rest, targets } = best;
  return targets.map((target) => target.replace('*', () => rest));
}

function load(file: string, files: Files, depth: number): TsConfig | undefined {
  const text = depth > MAX_EXTENDS ? undefined : files.text(file, MAX_BYTES);
  const value = text === undefined ? undefined : parseJsonc(text);
  if (!isObject(value)) return undefined;
  const folder = dirname(file);
  const options = field(value, 'compilerOptions');
  const extended = field(value, 'extends');
  let merged: TsConfig = { file, folder, paths: new Map(), inputs: [], references: [] };
  for (const base of typeof extended === 'string' ? [extended] : textsOf(extended)) {
    const path = extendedFile(base, folder, files);
    const config = path === undefined ? undefined : readOnce(path, files, depth + 1);
    // `references` are not inherited; `include` and `files` are, relative to the file that states them
    if (config === undefined) continue;
    const paths = config.paths.size > 0 ? config.paths : merged.paths;
    const inputs = config.inputs.length > 0 ? config.inputs : merged.inputs;
    merged = { ...merged, ...config, paths, inputs, file, folder, references: [] };
  }
  const place = (path: string): string =>
    resolve(
      folder,
      path.replace('${configDir}', () => folder),
    );
  const folderOf = (key: string): string | undefined => {
    const path = textField(options, key);
    return path === undefined ? undefined : place(path);
  };
  const baseUrl = folderOf('baseUrl') ?? merged.baseUrl;
  const outDir = folderOf('outDir') ?? merged.outDir;
  const rootDir = folderOf('rootDir') ?? merged.rootDir;
  const paths = field(options, 'paths');
  const inputs = [...textsOf(field(value, 'include')), ...textsOf(field(value, 'files'))].map((input) => place(withoutStars(input)));
  const references = field(value, 'references');
  return {
    file,
    folder,
    paths: isObject(paths) ? readPaths(paths, baseUrl ?? folder) : merged.paths,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(outDir === undefined ? {} : { outDir }),
    ...(rootDir === undefined ? {} : { rootDir }),
    inputs: inputs.length > 0 ? inputs : merged.inputs,
    references: Array.isArray(references)
      ? references
          .map((reference) => textField(reference, 'path'))
          .filter((path) => path !== undefined)
          .map((path) => (extname(path) === '.json' ? place(path) : join(place(path), 'tsconfig.json')))
      : [],
  };
}

function readPaths(paths: unknown, base: string): ReadonlyMap<string, readonly string[]> {
  return new Map(entriesOf(paths).map(([pattern, targets]) => [pattern, textsOf(targets).map((target) => resolve(base, target))]));
}

// `src/**/*.ts` → `src`
function withoutStars(input: string): string {
  const segments = input.split('/');
  const star = segments.findIndex((segment) => segment.includes('*'));
  return star === -1 ? input : segments.slice(0, star).join('/') || '.';
}

/** A file beside, or one of a package in node_modules; most shared configurations say nothing about places, so a missing one is no fault. */
function extendedFile(base: string, folder: string, files: Files): string | undefined {
  const candidates = (path: string): readonly string[] => [path, `${path}.json`, join(path, 'tsconfig.json')];
  const isFile = (path: string): boolean => files.kind(path) === 'file';
  if (base.startsWith('.') || isAbsolute(base)) return candidates(resolve(folder, base)).find(isFile);
  for (const at of upward(folder, files)) {
    const found = candidates(join(at, 'node_modules', base)).find(isFile);
    if (found !== undefined) return found;
  }
  return undefined;
}
