/** Parses a file in the first dialect that takes it: real code has JSX and Flow types in `.js`, and `return` outside functions. */
import { type ParserOptions, type Program, parseSync } from 'oxc-parser';

interface Parsed {
  /** the tree; it is turned into objects when it is asked for, and after an error it is rarely wanted */
  readonly program: () => Program | undefined;
  /** the first error; its offset is one of the text */
  readonly error: { readonly message: string; readonly at: number } | undefined;
}

type Dialect = Pick<ParserOptions, 'lang' | 'sourceType'>;

/** JSX only adds to JavaScript, so that `.js` can be read with it; in TypeScript it takes `<T>x` away. */
const DIALECTS = {
  javascript: [{ lang: 'jsx' }, { lang: 'jsx', sourceType: 'commonjs' }, { lang: 'jsx', sourceType: 'module' }, { lang: 'tsx' }],
  module: [{ lang: 'jsx', sourceType: 'module' }, { lang: 'jsx' }, { lang: 'tsx' }],
  commonjs: [{ lang: 'jsx', sourceType: 'commonjs' }, { lang: 'jsx' }, { lang: 'tsx' }],
  typescript: [{ lang: 'ts' }, { lang: 'ts', sourceType: 'commonjs' }, { lang: 'ts', sourceType: 'module' }, { lang: 'tsx' }],
  tsx: [{ lang: 'tsx' }, { lang: 'tsx', sourceType: 'commonjs' }, { lang: 'tsx', sourceType: 'module' }],
  declarations: [{ lang: 'dts' }],
} as const satisfies Record<string, readonly Dialect[]>;

function dialectsOf(path: string): readonly Dialect[] {
  if (path.endsWith('.d.ts') || path.endsWith('.d.mts') || path.endsWith('.d.cts')) return DIALECTS.declarations;
  if (path.endsWith('.tsx')) return DIALECTS.tsx;
  if (path.endsWith('.ts') || path.endsWith('.mts') || path.endsWith('.cts')) return DIALECTS.typescript;
  if (path.endsWith('.mjs')) return DIALECTS.module;
  return path.endsWith('.cjs') ? DIALECTS.commonjs : DIALECTS.javascript;
}

export function parse(path: string, text: string): Parsed {
  const parsed = parseFirst(path, text);
  // the parser turns files down for this comment, although it could read most of them as TypeScript
  const flow = parsed.error?.message.startsWith('Flow') ? text.indexOf('@flow') : -1;
  return flow === -1 ? parsed : parseFirst(path, `${text.slice(0, flow)}@----${text.slice(flow + 5)}`);
}

const nothing = (): undefined => undefined;

function parseFirst(path: string, text: string): Parsed {
  let first: Parsed | undefined;
  for (const dialect of dialectsOf(path)) {
    const parsed = parseAs(dialect, text);
    if (parsed.error === undefined) return parsed;
    first ??= parsed;
  }
  return first ?? { program: nothing, error: { message: 'no dialect', at: 0 } };
}

function parseAs(dialect: Dialect, text: string): Parsed {
  try {
    const result = parseSync('', text, { ...dialect, preserveParens: false });
    const error = result.errors.find((e) => e.severity === 'Error');
    return { program: () => result.program, error: error && { message: error.message, at: error.labels[0]?.start ?? 0 } };
  } catch (error) {
    return { program: nothing, error: { message: error instanceof Error ? error.message : String(error), at: 0 } };
  }
}
