/**
 * Which program a Makefile builds for a function: SAM runs the rule `build-` with the function's logical ID in the Makefile of its
 * CodeUri (AWS SAM Developer Guide, "Building Lambda functions with custom runtimes").
 */
import { join } from 'node:path';
import type { Files } from '../files.ts';

const MAX_BYTES = 100_000;
const MAX_EXPANSIONS = 8;

/** The file or folder of the program that the rule of the function builds with `go build`; undefined: none is named. */
export function builtByMakefile(folder: string, id: string, files: Files): string | undefined {
  const text = files.text(join(folder, 'Makefile'), MAX_BYTES);
  if (text === undefined) return undefined;
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  const variables = new Map(lines.flatMap((line) => assignment(line) ?? []));
  const start = lines.findIndex((line) => line.startsWith(`build-${id}`) && /^\s*:(?!=)/.test(line.slice(`build-${id}`.length)));
  if (start < 0) return undefined;
  const length = lines.slice(start + 1).findIndex((line) => line.trim() !== '' && !line.startsWith('\t'));
  const recipe = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  for (const line of recipe) {
    let at = folder;
    for (const command of expanded(line.replace(/^\s*[@+-]+/, ''), variables).split(/&&|;/)) {
      const words = wordsOf(command);
      if (words[0] === 'cd' && words[1] !== undefined) at = join(at, words[1]);
      const program = programOf(words);
      if (program !== undefined) return join(at, program);
    }
  }
  return undefined;
}

function assignment(line: string): [string, string][] | undefined {
  const found = /^([A-Za-z_]\w*)\s*[:?]?=\s*(.*)$/.exec(line);
  return found ? [[found[1] ?? '', found[2] ?? '']] : undefined;
}

/** A recipe with the variables that the Makefile sets; others stay as they are. */
function expanded(line: string, variables: ReadonlyMap<string, string>): string {
  let text = line;
  for (let i = 0; i < MAX_EXPANSIONS; i++) {
    const next = text.replace(/\$[({](\w+)[)}]/g, (whole, name: string) => variables.get(name) ?? whole);
    if (next === text || next.length > 10_000) break;
    text = next;
  }
  return text;
}

const wordsOf = (command: string): string[] => (command.match(/"[^"]*"|'[^']*'|[^\s"']+(?:"[^"]*"|'[^']*'|[^\s"'])*/g) ?? []).map(unquoted);
const unquoted = (word: string): string => word.replace(/^(["'])(.*)\1$/, '$2');

/** Options of `go build` that take the next word (go help build). */
const WITH_VALUE = new Set([
  '-o',
  '-C',
  '-p',
  '-asmflags',
  '-buildmode',
  '-compiler',
  '-gcflags',
  '-ldflags',
  '-mod',
  '-modfile',
  '-overlay',
  '-tags',
]);

/** The package of a `go build`: the folder itself where none is named. */
function programOf(words: readonly string[]): string | undefined {
  const start = words.findIndex((word, i) => word === 'go' && words[i + 1] === 'build');
  if (start < 0) return undefined;
  let within = '.';
  const packages: string[] = [];
  for (let i = start + 2; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-')) packages.push(word);
    else if (WITH_VALUE.has(word)) {
      i++;
      if (word === '-C') within = words[i] ?? '.';
    }
  }
  const [first = '.'] = packages;
  return /[$*]|\.\.\.$/.test(first) ? undefined : join(within, first);
}
