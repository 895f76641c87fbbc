/** Go on the provided runtimes. */
import type { Language } from '../language.ts';
import { goPackage } from '../library/go/index.ts';
import { type Grammar, loadGrammar } from '../tree-sitter.ts';
import { goGlobal } from './builtins/globals.ts';
import { goMember } from './builtins/members.ts';
import { goModule } from './builtins/modules.ts';
import { goOperation } from './builtins/operations.ts';
import { withContents } from './builtins/pointers.ts';
import { goEntry, runsGo } from './entry.ts';
import { GO_LEAVES, lowerGo } from './lower.ts';
import { resolveGo } from './resolve.ts';

let grammar: Grammar | undefined;

export const go: Language = {
  name: 'go',
  runs: runsGo,
  async prepare() {
    grammar ??= await loadGrammar('go', { leaves: GO_LEAVES });
  },
  entry: goEntry,
  lower(source, files) {
    if (grammar === undefined) throw new Error('go: lower before prepare');
    return lowerGo(source, files, grammar);
  },
  resolve: resolveGo,
  global: goGlobal,
  member: goMember,
  module: goModule,
  library: goPackage,
  operate: goOperation,
  outside: withContents,
};
