/**
 * JSON of unknown shape, read without trusting it: fields are taken only when they are the object's own, so that keys such as
 * `constructor` and `__proto__` are plain keys.
 */
export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export function field(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function textField(value: unknown, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' ? found : undefined;
}

export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] => (isObject(value) ? Object.entries(value) : []);

export const keysOf = (value: unknown): readonly string[] => (isObject(value) ? Object.keys(value) : []);

export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** Parses JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

/** JSON with comments and trailing commas, as tsconfig.json and bun.lock have them; undefined when it is none. */
export function parseJsonc(text: string): unknown {
  const plain = parseJson(text);
  return plain !== undefined ? plain : parseJson(withoutComments(text));
}

function withoutComments(text: string): string {
  const out: string[] = [];
  let kept = 0;
  let at = 0;
  const drop = (from: number, to: number): void => {
    out.push(text.slice(kept, from));
    kept = to;
    at = to;
  };
  while (at < text.length) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === '/' && text[at + 1] === '/') {
      const end = text.indexOf('\n', at);
      drop(at, end === -1 ? text.length : end);
    } else if (char === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      drop(at, end === -1 ? text.length : end + 2);
    } else if (char === ',' && closesNext(text, at + 1)) drop(at, at + 1);
    else at += 1;
  }
  out.push(text.slice(kept));
  return out.join('');
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Whether the next thing after blanks and comments is a closing bracket, so that the comma before is a trailing one. */
function closesNext(text: string, start: number): boolean {
  let at = start;
  while (at < text.length) {
    const char = text[at];
    if (char === ' ' || char === '\n' || char === '\r' || char === '\t') at += 1;
    else if (char === '/' && text[at + 1] === '/') {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else if (char === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      at = end === -1 ? text.length : end + 2;
    } else return char === '}' || char === ']';
  }
  return false;
}
