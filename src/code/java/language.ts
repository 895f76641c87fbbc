/** Java and Kotlin on the Java runtimes: one project may hold both, and each calls the other. */

import { KOTLIN_LEAVES, lowerKotlin } from '../kotlin/lower.ts';
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
let kotlinGrammar: Grammar | undefined;

export const java: Language = {
  name: 'java',
  runs: (fn) => fn.runtime?.startsWith('java') ?? false,
  async prepare() {
    grammar ??= await loadGrammar('java', { leaves: JAVA_LEAVES });
    kotlinGrammar ??= await loadGrammar('kotlin', { leaves: KOTLIN_LEAVES });
  },
  entry: javaEntry,
  lower(source, files) {
    if (grammar === undefined || kotlinGrammar === undefined) throw new Error('java: lower before prepare');
    if (source.path.endsWith('.kt')) return lowerKotlin(source, files, kotlinGrammar);
    return lowerJava(source, files, grammar);
  },
  resolve: resolveJava,
  global: javaGlobal,
  member: javaMember,
  module: javaModule,
  operate: javaOperation,
};
