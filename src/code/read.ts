/** The code of an app's functions, read and analysed one function at a time; files and what is parsed of them are shared. */
import type { App, LambdaFunction } from '../model/app.ts';
import type { CodeReport } from '../model/call.ts';
import type { Finding } from '../model/finding.ts';
import type { Unresolved } from '../model/need.ts';
import { DEFAULT_LIMITS, Files } from './files.ts';
import { analyse } from './interpreter/analyse.ts';
import { Program } from './interpreter/parsed.ts';
import { javascript } from './javascript/index.ts';
import type { Language } from './language.ts';

export interface FunctionCode extends CodeReport {
  readonly findings: readonly Finding[];
  /** code that could not be read at all, so that whatever it needs is not known */
  readonly unresolved: readonly Unresolved[];
}

export interface CodeReader {
  analyse(fn: LambdaFunction): Promise<FunctionCode>;
}

const LANGUAGES: readonly Language[] = [javascript];

/** `maxFileSize` in bytes. */
export function readCode(app: App, maxFileSize: number = DEFAULT_LIMITS.maxFileSize): CodeReader {
  const files = new Files(app.root, { maxFileSize });
  const program = new Program(files);
  return {
    async analyse(fn) {
      if (fn.code.kind === 'absent') return unread(fn, `its code is not here because ${fn.code.why}`);
      const language = LANGUAGES.find((candidate) => candidate.runs(fn, files));
      if (!language) return unread(fn, unknownLanguage(fn));
      await language.prepare();
      const entry = language.entry(fn, files);
      if (entry.kind === 'problem') return { ...unread(fn, entry.finding.message), findings: [entry.finding] };
      return { ...analyse({ fn, app, files, language, program, entry }), unresolved: [] };
    },
  };
}

const unread = (fn: LambdaFunction, why: string): FunctionCode => ({
  files: [],
  calls: [],
  direct: [],
  lost: [],
  findings: [],
  unresolved: [{ ...fn.span, what: `the code of ${fn.id}`, why, fallback: 'none' }],
});

const unknownLanguage = (fn: LambdaFunction): string =>
  fn.packageType === 'Image'
    ? 'it is a container image, which is not read'
    : `code for the runtime ${fn.runtime ?? 'that the template leaves open'} is not read yet`;
