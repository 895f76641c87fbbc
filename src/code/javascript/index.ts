/** JavaScript and TypeScript on the Node.js runtimes. */
import { isInline } from '../inline.ts';
import type { Language } from '../language.ts';
import { injected, provided } from '../library/javascript/containers.ts';
import { javascriptPackage } from '../library/javascript/index.ts';
import { builtinMember, compilerHelper, globalName, nodeModule, operation } from './builtins/index.ts';
import { lowerJavaScript, prepareParser } from './lower/index.ts';
import { findEntry, resolveModule, statedVersion } from './resolve/index.ts';

export const javascript: Language = {
  name: 'javascript',
  runs(fn, files) {
    if (fn.runtime !== undefined) return fn.runtime.startsWith('nodejs');
    // left open by the template: the code tells, when a handler of this language is there
    if (fn.code.kind === 'inline') return isInline(fn.code.source, 'javascript');
    if (fn.packageType !== 'Zip' || fn.code.kind !== 'folder') return false;
    const entry = findEntry(fn, files);
    return entry.kind === 'entry' && entry.findings === undefined;
  },
  prepare: prepareParser,
  entry: findEntry,
  lower: lowerJavaScript,
  resolve: resolveModule,
  global: globalName,
  member: builtinMember,
  operate: operation,
  module: nodeModule,
  library: javascriptPackage,
  declared: compilerHelper,
  version: statedVersion,
  provided: (type, machine, site) => provided(machine, type, site),
  injected,
};
