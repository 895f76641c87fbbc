/** The parts of an import's text. */
import { builtinModules } from 'node:module';

export interface PackageSpecifier {
  readonly name: string;
  /** without the leading `/`; '' is the package itself */
  readonly subpath: string;
}

/** `@scope/name/sub/path`; undefined when the text names no package (`@/x`, `~/x`, `https://…`). Source: "name" in the npm documentation of package.json. */
export function packageSpecifier(specifier: string): PackageSpecifier | undefined {
  const segments = specifier.split('/');
  const count = specifier.startsWith('@') ? 2 : 1;
  const name = segments.slice(0, count).join('/');
  if (segments.length < count || !/^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9-][a-z0-9._~-]*$/i.test(name)) return undefined;
  return { name, subpath: segments.slice(count).join('/') };
}

const BUILTINS: ReadonlySet<string> = new Set(builtinModules);

/** `fs/promises` and `node:fs/promises` → package `node:fs`, subpath `promises`. */
export function builtinSpecifier(specifier: string): PackageSpecifier | undefined {
  const prefixed = specifier.startsWith('node:');
  const rest = prefixed ? specifier.slice('node:'.length) : specifier;
  if (!prefixed && !BUILTINS.has(rest)) return undefined;
  const slash = rest.indexOf('/');
  return slash === -1 ? { name: `node:${rest}`, subpath: '' } : { name: `node:${rest.slice(0, slash)}`, subpath: rest.slice(slash + 1) };
}
