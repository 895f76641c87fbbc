/**
 * Whether a package can call AWS on its own: by what it depends on where it is installed, by the lock file where it is not, and by
 * a reviewed list where there is neither.
 */
import { dirname, join } from 'node:path';
import type { LambdaFunction } from '../../../model/app.ts';
import type { Files } from '../../files.ts';
import { isHarmlessDependency, isPure, isTypesOnly, reachesAws, soundsLikeAws } from '../../library/packages.ts';
import { perRun } from '../../per-run.ts';
import { upward } from './folders.ts';
import { layerModules, layerPackages } from './layers.ts';
import type { LockGraph } from './lock/graph.ts';
import { type Lock, locksIn } from './lock/index.ts';
import { manifestIn, runtimeDependencies } from './manifest.ts';
import { isReviewed } from './reviewed.ts';

export type Verdict =
  /** `path`: the chain of package names from the package to what calls AWS */
  | { readonly kind: 'reaches'; readonly path: readonly string[]; readonly where: string }
  | { readonly kind: 'clean'; readonly why: string }
  | { readonly kind: 'unclear'; readonly why: string };

/** more than any real closure; a larger one is unclear */
const MAX_PACKAGES = 10_000;

const installedCache = perRun(() => new Map<string, Verdict>());
const lockCache = perRun(() => new Map<string, Verdict | undefined>());

/** The folder of an installed package, as Node looks it up from a file, then in the function's layers. */
export function installedFolder(name: string, from: string, fn: LambdaFunction, files: Files): string | undefined {
  for (const at of upward(dirname(from), files)) {
    const folder = join(at, 'node_modules', name);
    if (files.kind(folder) === 'folder') return folder;
  }
  return layerModules(fn, files)
    .map((modules) => join(modules, name))
    .find((folder) => files.kind(folder) === 'folder');
}

/** Walks the dependencies of an installed package through node_modules. */
export function installedVerdict(name: string, folder: string, fn: LambdaFunction, files: Files): Verdict {
  const key = [folder, ...fn.layers.map((layer) => layer.path)].join('\0');
  const known = installedCache(files).get(key);
  if (known !== undefined) return known;
  const verdict = walkInstalled(name, folder, fn, files);
  installedCache(files).set(key, verdict);
  return verdict;
}

function walkInstalled(name: string, folder: string, fn: LambdaFunction, files: Files): Verdict {
  if (reachesAws(name)) return { kind: 'reaches', path: [name], where: 'its name' };
  const seen = new Set([folder]);
  const pending: { readonly folder: string; readonly path: readonly string[] }[] = [{ folder, path: [name] }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const manifest = manifestIn(at.folder, files);
    if (manifest === undefined) return { kind: 'unclear', why: `${at.path.join(' → ')} has no readable package.json` };
    const { needs, peers, optional } = runtimeDependencies(manifest.value);
    const last = at.path.at(-1) ?? name;
    for (const dependency of [...needs, ...peers, ...optional]) {
      if (isPure(dependency) || isHarmlessDependency(last, dependency)) continue;
      const path = [...at.path, dependency];
      const found = installedFolder(dependency, join(at.folder, 'package.json'), fn, files);
      if (reachesAws(dependency) && (found !== undefined || !optional.has(dependency))) {
        return { kind: 'reaches', path, where: 'the package.json files in node_modules' };
      }
      if (found !== undefined) {
        const real = files.real(found) ?? found;
        if (!seen.has(real)) pending.push({ folder: real, path });
        seen.add(real);
      } else if (needs.has(dependency)) {
        const locked = missingVerdict(dependency, at.folder, fn, files);
        if (locked.kind === 'reaches') return { ...locked, path: [...at.path, ...locked.path] };
        if (locked.kind === 'unclear') return { kind: 'unclear', why: `it depends on ${dependency}: ${locked.why}` };
      }
    }
    if (seen.size > MAX_PACKAGES) return { kind: 'unclear', why: `it depends on more than ${MAX_PACKAGES} packages` };
  }
  return { kind: 'clean', why: `none of the packages that ${name} depends on is an AWS SDK` };
}

/** Judges a package that is not installed; `folder` is where the importing file lies. `locks`: the reviewed list does not speak of it. */
export function missingVerdict(name: string, folder: string, fn: LambdaFunction, files: Files, sources: 'all' | 'locks' = 'all'): Verdict {
  if (reachesAws(name)) return { kind: 'reaches', path: [name], where: 'its name' };
  const locks = [...upward(folder, files), ...layerPackages(fn)].flatMap((at) => locksIn(at, files));
  for (const lock of locks) {
    const verdict = lockVerdict(name, lock, files);
    if (verdict !== undefined && verdict.kind !== 'unclear') return verdict;
  }
  if (sources === 'all' && isReviewed(name))
    return { kind: 'clean', why: `${name} is on the list of packages that were reviewed: it does not call AWS` };
  const unclear = locks.map((lock) => lockVerdict(name, lock, files)).find((verdict) => verdict !== undefined);
  if (unclear !== undefined) return unclear;
  const [lock] = locks;
  return {
    kind: 'unclear',
    why:
      lock === undefined
        ? `package ${name} is not installed and no lock file shows what it depends on`
        : `package ${name} is not installed and ${files.display(lock.path)} does not list it`,
  };
}

function lockVerdict(name: string, lock: Lock, files: Files): Verdict | undefined {
  const key = `${lock.path}\0${name}`;
  const known = lockCache(files);
  if (!known.has(key)) known.set(key, closure(name, lock.graph, files.display(lock.path)));
  return known.get(key);
}

/** The verdict of one lock file; undefined when it does not list the package. `vouched` tells packages that need not be listed. */
export function closure(
  name: string,
  graph: LockGraph,
  lockFile: string,
  vouched: (name: string) => boolean = isReviewed,
): Verdict | undefined {
  if (!graph.nodes.has(name)) return undefined;
  const cameFrom = new Map<string, string | undefined>([[name, undefined]]);
  const pathTo = (last: string): readonly string[] => {
    const path: string[] = [];
    for (let at: string | undefined = last; at !== undefined; at = cameFrom.get(at)) path.unshift(at);
    return path;
  };
  let unclear: string | undefined;
  for (const at of cameFrom.keys()) {
    const node = graph.nodes.get(at);
    if (node === undefined) continue;
    if (!graph.peers && soundsLikeAws(at) && !isTypesOnly(at))
      unclear ??= `${lockFile} does not say whether ${at} expects an AWS SDK beside it`;
    for (const dependency of [...node.needs, ...node.peers, ...node.optional]) {
      if (cameFrom.has(dependency) || isPure(dependency) || isHarmlessDependency(at, dependency)) continue;
      const listed = graph.nodes.has(dependency);
      if (!listed && !node.needs.has(dependency) && !(node.peers.has(dependency) && reachesAws(dependency))) continue;
      cameFrom.set(dependency, at);
      if (reachesAws(dependency)) return { kind: 'reaches', path: pathTo(dependency), where: lockFile };
      if (!listed && !vouched(dependency)) unclear ??= `${lockFile} does not list ${dependency}, on which ${at} depends`;
    }
  }
  return unclear === undefined
    ? { kind: 'clean', why: `${lockFile} shows that ${name} depends on no AWS SDK` }
    : { kind: 'unclear', why: unclear };
}
