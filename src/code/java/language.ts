/** Java and Kotlin on the Java runtimes, and native images of them: one project may hold both, and each calls the other. */

import { KOTLIN_LEAVES, lowerKotlin } from '../kotlin/lower.ts';
import type { Language } from '../language.ts';
import { javaPackage } from '../library/java/index.ts';
import { connectsWith } from '../library/java/jdbc.ts';
import { type Grammar, loadGrammar } from '../tree-sitter.ts';
import { beanOf } from './builtins/beans.ts';
import { isGenerated } from './builtins/generated.ts';
import { javaGlobal } from './builtins/globals.ts';
import { javaMember, methodOfMap } from './builtins/members.ts';
import { javaModule } from './builtins/modules.ts';
import { javaOperation } from './builtins/operations.ts';
import { isNativeImage, javaEntry } from './entry.ts';
import { JAVA_LEAVES, lowerJava } from './lower.ts';
import { holdsKotlin } from './project.ts';
import { resolveJava } from './resolve.ts';

let grammar: Grammar | undefined;
let kotlinGrammar: Grammar | undefined;

export const java: Language = {
  name: 'java',
  runs(fn, files) {
    if (fn.runtime !== undefined) return fn.runtime.startsWith('java') || (fn.runtime.startsWith('provided') && isNativeImage(fn, files));
    // left open by the template: the code tells, when a handler of this language is there
    return fn.packageType === 'Zip' && fn.code.kind === 'folder' && javaEntry(fn, files).kind === 'entry';
  },
  async prepare(fn, files) {
    grammar ??= await loadGrammar('java', { leaves: JAVA_LEAVES });
    if (!fn || !files || holdsKotlin(fn, files)) kotlinGrammar ??= await loadGrammar('kotlin', { leaves: KOTLIN_LEAVES });
  },
  entry: javaEntry,
  lower(source, files) {
    const isKotlin = source.path.endsWith('.kt');
    const needed = isKotlin ? kotlinGrammar : grammar;
    if (needed === undefined) throw new Error('java: lower before prepare');
    return isKotlin ? lowerKotlin(source, files, needed) : lowerJava(source, files, needed);
  },
  resolve: resolveJava,
  global: javaGlobal,
  member: javaMember,
  methodOf: methodOfMap,
  module: javaModule,
  library: javaPackage,
  operate: javaOperation,
  provided: (type, machine, site) => beanOf(machine, type.node.name, site),
  isGenerated,
  handed: (values, machine, site) => {
    for (const value of values) if (value.kind === 'object' && !value.class) connectsWith(machine, value, site);
  },
};
