/** `go.mod`: the path of the module, what it requires, and what it replaces by folders (Go Modules Reference, "go.mod files"). */
import { dirname, join } from 'node:path';
import type { Files } from '../files.ts';
import { perRun } from '../per-run.ts';

export interface GoModule {
  /** absolute folder that holds go.mod */
  readonly folder: string;
  readonly path: string;
  /** module paths, direct and indirect */
  readonly requires: readonly string[];
  /** module path → absolute folder */
  readonly replacements: ReadonlyMap<string, string>;
  /** from 1.17 on the file lists every module that the build needs */
  readonly complete: boolean;
}

/** The nearest go.mod above the folder, within the app. */
export function moduleOf(folder: string, files: Files): GoModule | undefined {
  for (let current = folder; files.contains(current); current = dirname(current)) {
    const source = files.read(join(current, 'go.mod'));
    if (typeof source !== 'string') return parsedIn(current, source.text, files);
    if (dirname(current) === current) return undefined;
  }
  return undefined;
}

const parsed = perRun(() => new Map<string, GoModule | undefined>());

function parsedIn(folder: string, text: string, files: Files): GoModule | undefined {
  const known = parsed(files);
  if (!known.has(folder)) known.set(folder, parseModule(text, folder));
  return known.get(folder);
}

function parseModule(text: string, folder: string): GoModule | undefined {
  let path: string | undefined;
  let complete = false;
  const requires: string[] = [];
  const replacements = new Map<string, string>();
  let block: string | undefined;
  for (const line of text.split('\n')) {
    const words = line
      .replace(/\/\/.*$/, '')
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/^["`]|["`]$/g, ''))
      .filter((word) => word !== '');
    if (words.length === 0) continue;
    if (block !== undefined && words[0] === ')') {
      block = undefined;
      continue;
    }
    const directive = block ?? words.shift();
    if (block === undefined && words[0] === '(') {
      block = directive;
      continue;
    }
    const [first] = words;
    if (first === undefined) continue;
    if (directive === 'module') path = first;
    else if (directive === 'require') requires.push(first);
    else if (directive === 'go') {
      const [major = 0, minor = 0] = first.split('.').map((part) => Number.parseInt(part, 10));
      complete = major > 1 || (major === 1 && minor >= 17);
    } else if (directive === 'replace') {
      const to = words[words.indexOf('=>') + 1];
      if (words.includes('=>') && to !== undefined && /^\.{1,2}(\/|$)/.test(to)) replacements.set(first, join(folder, to));
    }
  }
  return path === undefined ? undefined : { folder, path, requires, replacements, complete };
}
