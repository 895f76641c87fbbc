/** One Python file, from its text to the intermediate language. */
import type { Finding } from '../../model/finding.ts';
import type { SourceFile } from '../files.ts';
import { positionsOf } from '../positions.ts';
import type { Module } from '../program.ts';
import type { Grammar } from '../tree-sitter.ts';
import { declareWalrus, scan } from './functions.ts';
import { Source, TooDeep } from './source.ts';
import { lowerBody } from './statements.ts';

/** Subtrees whose text says all: string contents are decoded here, not by the grammar. */
export const PYTHON_LEAVES = ['string_content'];

export interface Lowered {
  readonly module: Module | undefined;
  readonly findings: readonly Finding[];
}

export function lowerPython(file: SourceFile, grammar: Grammar): Lowered {
  const position = positionsOf(file.text);
  const finding = (code: string, message: string, at: number): Finding => ({
    code,
    severity: 'error',
    message,
    span: { file: file.file, ...position(at) },
  });
  const parsed = grammar.parse(file.text);
  if (parsed === undefined) {
    return {
      module: undefined,
      findings: [finding('code-too-complex', 'this file takes too long to parse, so what it calls is not known', 0)],
    };
  }
  const findings = parsed.errors
    .slice(0, 1)
    .map((at) => finding('code-syntax', 'this is not valid Python, so calls near it may be missed: correct the syntax', at));
  const source = new Source(file.text, grammar, moduleNameOf(file.file));
  try {
    const facts = scan(source, parsed.root);
    const body = [...declareWalrus({ ...facts, outer: new Set() }, [], 0), ...lowerBody(source, parsed.root)];
    return { module: { file: file.file, language: 'python', body, exports: 'all', position }, findings };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return {
      module: undefined,
      findings: [
        ...findings,
        finding('code-too-complex', 'this code is nested too deep to be read, so what it calls is not known', error.at),
      ],
    };
  }
}

/** The last part of the dotted name is all that can be told from the path alone. */
const moduleNameOf = (file: string): string => {
  const parts = file.replace(/\.py$/, '').split('/');
  const last = parts.pop() ?? '';
  return last === '__init__' ? (parts.pop() ?? last) : last;
};
