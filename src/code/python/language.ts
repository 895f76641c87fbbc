/** Python on the Python runtimes. */
import { isInline } from '../inline.ts';
import type { Language } from '../language.ts';
import { pythonPackage } from '../library/python/index.ts';
import { type Grammar, loadGrammar } from '../tree-sitter.ts';
import { memberOfRoot, pythonGlobal } from './builtins/globals.ts';
import { isImplicit, methodOfDictionary, pythonMember } from './builtins/members.ts';
import { pythonModule } from './builtins/modules.ts';
import { pythonOperation } from './builtins/operations.ts';
import { pythonEntry } from './entry.ts';
import { lowerPython, PYTHON_LEAVES } from './lower.ts';
import { resolvePython } from './resolve.ts';
import { pinnedVersion } from './version.ts';

let grammar: Grammar | undefined;

export const python: Language = {
  name: 'python',
  runs(fn, files) {
    if (fn.runtime !== undefined) return fn.runtime.startsWith('python');
    // left open by the template: the code tells, when a handler of this language is there
    if (fn.code.kind === 'inline') return isInline(fn.code.source, 'python');
    return fn.packageType === 'Zip' && fn.code.kind === 'folder' && pythonEntry(fn, files).kind === 'entry';
  },
  async prepare() {
    grammar ??= await loadGrammar('python', { leaves: PYTHON_LEAVES });
  },
  entry: pythonEntry,
  lower(source) {
    if (grammar === undefined) throw new Error('python: lower before prepare');
    return lowerPython(source, grammar);
  },
  resolve: resolvePython,
  global: pythonGlobal,
  member: pythonMember,
  methodOf: methodOfDictionary,
  implicit: isImplicit,
  root: memberOfRoot,
  module: (name) => pythonModule(name),
  library: pythonPackage,
  operate: pythonOperation,
  version: (name, _from, fn, files) => pinnedVersion(name, fn, files),
};
