/** Java on the Java runtimes. */
import type { Language } from '../language.ts';
import { type Grammar, loadGrammar } from '../tree-sitter.ts';
import { javaGlobal } from './builtins/globals.ts';
import { javaMember } from './builtins/members.ts';
import { javaModule } from './builtins/modules.ts';
import { javaOperation } from './builtins/operations.ts';
import { javaEntry } from './entry.ts';
import { JAVA_LEAVES, lowerJava } from './lower.ts';
import { resolveJava } from './resolve.ts';

let grammar: Grammar | undefined;

export const java: Language = {
  name: 'java',
  runs: (fn) => fn.runtime?.startsWith('java') ?? false,
  async prepare() {
    grammar ??= await loadGrammar('java', { leaves: JAVA_LEAVES });
  },
  entry: javaEntry,
  lower(source, files) {
    if (grammar === undefined) throw new Error('java: lower before prepare');
    return lowerJava(source, files, grammar);
  },
  resolve: resolveJava,
  global: javaGlobal,
  member: javaMember,
  module: javaModule,
  operate: javaOperation,
};
