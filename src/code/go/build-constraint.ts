/**
 * Which files of a folder take part in a build for Lambda: Linux, on x86-64 or arm64 (go command documentation, "Build
 * constraints"). A tag that nobody sets by default leaves its file out, and the reader says so.
 */

const OTHER_SYSTEMS = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(' '),
);
const OTHER_MACHINES = new Set(
  '386 amd64p32 arm armbe arm64be loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
    ' ',
  ),
);
const SET = new Set(['linux', 'unix', 'amd64', 'arm64', 'gc', 'cgo', 'lambda.norpc']);

/** By its name alone: `x_test.go`, `x_windows.go`, `_x.go`. */
export function isBuiltByName(name: string): boolean {
  if (!name.endsWith('.go') || name.endsWith('_test.go') || name.startsWith('_') || name.startsWith('.')) return false;
  const [, ...parts] = name.slice(0, -3).split('_');
  return !parts.slice(-2).some((part) => OTHER_SYSTEMS.has(part) || OTHER_MACHINES.has(part));
}

export interface Constraint {
  readonly built: boolean;
  /** tags that decide and that only the build command could set */
  readonly tags: readonly string[];
}

/** By the `//go:build` line above the package clause. */
export function constraintOf(text: string): Constraint {
  const head = text.slice(0, Math.max(text.search(/^package\s/m), 0));
  const line = /^\/\/go:build\s+(.+)$/m.exec(head)?.[1];
  if (line === undefined) return { built: true, tags: [] };
  const tags = new Set<string>();
  const tokens = line.match(/\|\||&&|[!()]|[\w.]+/g) ?? [];
  let next = 0;
  const holds = (tag: string): boolean => {
    if (SET.has(tag) || /^go1\.\d+$/.test(tag)) return true;
    if (!OTHER_SYSTEMS.has(tag) && !OTHER_MACHINES.has(tag) && tag !== 'ignore' && tag !== 'race' && tag !== 'msan') tags.add(tag);
    return false;
  };
  const operand = (depth: number): boolean => {
    const token = tokens[next++];
    if (token === undefined || depth > 100) return false;
    if (token === '!') return !operand(depth + 1);
    if (token !== '(') return holds(token);
    const value = either(depth + 1);
    next++;
    return value;
  };
  const all = (depth: number): boolean => {
    let value = operand(depth);
    while (tokens[next] === '&&') {
      next++;
      value = operand(depth) && value;
    }
    return value;
  };
  function either(depth: number): boolean {
    let value = all(depth);
    while (tokens[next] === '||') {
      next++;
      value = all(depth) || value;
    }
    return value;
  }
  return { built: either(0), tags: [...tags] };
}

/** The name in the package clause. */
export function packageName(text: string): string | undefined {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  return /^\s*package\s+([\p{L}_][\p{L}\p{N}_]*)/u.exec(code)?.[1];
}
