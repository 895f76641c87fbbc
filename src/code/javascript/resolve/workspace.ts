/**
 * Packages that lie in the repository itself: workspaces of npm, yarn, pnpm and lerna, and dependencies on folders (`file:`,
 * `link:`, `portal:`). Sources: "workspaces" of the npm documentation, "Workspace" of the pnpm documentation.
 */
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Files } from '../../files.ts';
import { perRun } from '../../per-run.ts';
import { isSourceFolder, upward } from './folders.ts';
import { field, parseJson, textsOf } from './json.ts';
import { manifestIn, statedRange } from './manifest.ts';

const MAX_BYTES = 256 * 1024;
/** a bound for hostile patterns; the largest public monorepos have a few thousand packages */
const MAX_FOLDERS = 20_000;

const cache = perRun(() => new Map<string, ReadonlyMap<string, string>>());

/** The absolute folder of the package that `name` means to a file, when that package is part of the app's repository. */
export function localPackage(name: string, from: string, files: Files): string | undefined {
  const stated = statedRange(name, from, files);
  const folder = /^(?:file|link|portal):(.*)$/.exec(stated?.range ?? '')?.[1];
  if (stated !== undefined && folder !== undefined) {
    const path = resolve(stated.manifest.folder, folder);
    if (files.contains(path) && files.kind(path) === 'folder') return path;
  }
  for (const at of upward(resolve(from, '..'), files)) {
    const found = members(at, files).get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** name → folder of the packages of the workspace whose root is this folder; empty when it is none. */
function members(root: string, files: Files): ReadonlyMap<string, string> {
  const known = cache(files).get(root);
  if (known !== undefined) return known;
  const found = new Map<string, string>();
  const patterns = workspacePatterns(root, files);
  const excluded = new Set(patterns.filter((p) => p.startsWith('!')).flatMap((p) => foldersOf(root, p.slice(1), files)));
  for (const pattern of patterns.filter((p) => !p.startsWith('!'))) {
    for (const folder of foldersOf(root, pattern, files)) {
      const name = excluded.has(folder) ? undefined : manifestIn(folder, files)?.name;
      if (name !== undefined && !found.has(name)) found.set(name, folder);
    }
  }
  cache(files).set(root, found);
  return found;
}

function workspacePatterns(root: string, files: Files): readonly string[] {
  const workspaces = field(manifestIn(root, files)?.value, 'workspaces');
  const pnpm = files.text(join(root, 'pnpm-workspace.yaml'), MAX_BYTES);
  const lerna = files.text(join(root, 'lerna.json'), MAX_BYTES);
  return [
    ...textsOf(workspaces),
    ...textsOf(field(workspaces, 'packages')),
    ...(pnpm === undefined ? [] : textsOf(field(parseYaml(pnpm), 'packages'))),
    ...(lerna === undefined ? [] : textsOf(field(parseJson(lerna), 'packages'))),
  ];
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

/** The folders that a pattern such as `packages/*`, `apps/**` or `libs/{a,b}` names. */
function foldersOf(root: string, pattern: string, files: Files): readonly string[] {
  let folders = [root];
  for (const segment of pattern.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '**') folders = withFoldersBelow(folders, files);
    else if (/[*{]/.test(segment)) {
      folders = folders.flatMap((folder) =>
        childFolders(folder, files).filter((child) => alternatives(segment).some((one) => matches(child.slice(folder.length + 1), one))),
      );
    } else folders = folders.map((folder) => join(folder, segment)).filter((folder) => files.kind(folder) === 'folder');
    folders = folders.slice(0, MAX_FOLDERS);
  }
  return folders;
}

const childFolders = (folder: string, files: Files): readonly string[] =>
  files
    .list(folder)
    .filter((entry) => entry.kind === 'folder' && isSourceFolder(entry.name))
    .map((entry) => join(folder, entry.name));

/** The folders and all below them, each once. */
function withFoldersBelow(folders: readonly string[], files: Files): string[] {
  const found = new Set(folders);
  for (const folder of found) {
    if (found.size > MAX_FOLDERS) break;
    for (const child of childFolders(folder, files)) found.add(child);
  }
  return [...found];
}

function alternatives(segment: string): readonly string[] {
  const open = segment.indexOf('{');
  const close = segment.indexOf('}', open);
  if (open === -1 || close === -1) return [segment];
  return segment
    .slice(open + 1, close)
    .split(',')
    .map((one) => segment.slice(0, open) + one + segment.slice(close + 1));
}

/** Whether a name fits a pattern whose only special character is `*`, in linear steps. */
function matches(name: string, pattern: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1 || found + piece.length > name.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}
