import { readFileSync } from 'node:fs';

/** The version in package.json, which lies two folders up from the sources and from the built files alike. */
export function version(): string {
  const content: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return content !== null && typeof content === 'object' && 'version' in content ? String(content.version) : 'unknown';
}
