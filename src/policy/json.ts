/** The deepest nesting that is read. */
const MAX_DEPTH = 64;

type JsonReading = { readonly value: unknown; readonly problem?: undefined } | { readonly problem: string };

/**
 * Reads JSON as `JSON.parse` does, and refuses what a policy may not have: a key that is repeated in one object (AWS:
 * "Grammar of the IAM JSON policy language"), of which `JSON.parse` would silently keep the last.
 */
export function readJson(source: string): JsonReading {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    return { problem: `it is no JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  const problem = repeatedKey(source);
  return problem === undefined ? { value } : { problem };
}

/** Walks JSON that is known to be well-formed; keeps the keys of each open object. */
function repeatedKey(source: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let i = 0; i < source.length; i++) {
    const char = source[i];
    if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : undefined);
      if (open.length > MAX_DEPTH) return 'it is nested too deeply';
      isKey = char === '{';
    } else if (char === '}' || char === ']') {
      open.pop();
      isKey = false;
    } else if (char === ',') isKey = open[open.length - 1] !== undefined;
    else if (char === '"') {
      const start = i;
      for (i++; source[i] !== '"'; i++) if (source[i] === '\\') i++;
      const keys = open[open.length - 1];
      if (!isKey || !keys) continue;
      isKey = false;
      const key: unknown = JSON.parse(source.slice(start, i + 1));
      if (typeof key !== 'string') continue;
      if (keys.has(key)) return `the key "${key}" is repeated in one object`;
      keys.add(key);
    }
  }
  return undefined;
}
