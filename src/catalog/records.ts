import { readFileSync } from 'node:fs';

/**
 * A compiled data file: JSON lines, each an array that starts with its key. A run needs few of the hundreds of services,
 * so the file is cut into lines when first used and a line is parsed when its key is first asked for.
 */
export interface Records {
  /** in the file's order, which is sorted by code unit */
  keys(): Iterable<string>;
  has(key: string): boolean;
  /** the whole array, its key included; the same object each time. The reader of a file states its shape. */
  get(key: string): unknown;
}

const opened = new Map<string, Records>();

/** `name` is a file of `catalog/data/`, which lies beside the folder of this file in the sources and in the build alike. */
export function records(name: string): Records {
  const known = opened.get(name);
  if (known) return known;
  const made = openRecords(readData(name));
  opened.set(name, made);
  return made;
}

export function readData(name: string): string {
  try {
    return readFileSync(new URL(`../catalog/data/${name}`, import.meta.url), 'utf8');
  } catch (cause) {
    throw new Error(`the catalog's ${name} is missing: run \`node scripts/compile-catalog.mjs\` or install pinhole again`, { cause });
  }
}

export function openRecords(content: string): Records {
  const lines = new Map<string, readonly [start: number, end: number]>();
  let start = 0;
  while (start < content.length) {
    const newline = content.indexOf('\n', start);
    const end = newline < 0 ? content.length : newline;
    // each line starts with `["key"`, and no key holds a quote
    const key = content.slice(start + 2, content.indexOf('"', start + 2));
    lines.set(key, [start, end]);
    start = end + 1;
  }
  const parsed = new Map<string, unknown>();
  return {
    keys: () => lines.keys(),
    has: (key) => lines.has(key),
    get(key) {
      if (parsed.has(key)) return parsed.get(key);
      const line = lines.get(key);
      if (!line) return undefined;
      const record: unknown = JSON.parse(content.slice(line[0], line[1]));
      parsed.set(key, record);
      return record;
    },
  };
}
