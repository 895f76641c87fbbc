/** Lowers JavaScript and TypeScript to the intermediate language. */
import type { Finding } from '../../../model/finding.ts';
import type { SourceFile } from '../../files.ts';
import { type Position, positionsOf } from '../../positions.ts';
import type { Module } from '../../program.ts';
import { newContext } from './context.ts';
import { startsStrict } from './functions.ts';
import { tooDeepToParse } from './nesting.ts';
import { parse } from './parse.ts';
import { lowerBody } from './statements.ts';

/** The parser is a native module that is there as soon as it is imported. */
export async function prepareParser(): Promise<void> {}

/**
 * Parses and lowers one file. A syntax error gives the finding `code-syntax`, and a module only where the parser could go on
 * after it; code that nests too deep gives `code-too-deep` and is `unknown` in the module.
 */
export function lowerJavaScript(source: SourceFile): { readonly module: Module | undefined; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const position = positionsOf(source.text);
  const deep = tooDeepToParse(source.text);
  if (deep !== undefined) {
    const message = `${source.file} nests code too deep to be read, so nothing in it is seen; split the expression or the statement`;
    return { module: undefined, findings: [finding('code-too-deep', message, source, position, deep)] };
  }
  const parsed = parse(source.path, source.text);
  const { error } = parsed;
  if (error) {
    const message = `${source.file} is not read as far as it should be: ${sentence(error.message)}; correct the syntax`;
    findings.push(finding('code-syntax', message, source, position, error.at));
  }
  const program = parsed.program();
  if (!program || (error && program.body.length === 0)) return { module: undefined, findings };
  const ctx = newContext(program.sourceType === 'module' || startsStrict(program.body));
  const body = lowerBody(ctx, program.body);
  // The parser's result has a getter, and with it a hidden class of its own, which keeps what the getter gives until all of the memory is
  // searched for garbage. The tree is not wanted any more.
  program.body = [];
  if (ctx.tooDeep !== undefined) {
    const message = `${source.file} nests code too deep to follow it, so calls in there are not seen; split the expression or the statement`;
    findings.push(finding('code-too-deep', message, source, position, ctx.tooDeep));
  }
  if (ctx.withStatement !== undefined) {
    const message = `${source.file} has a with statement, so names inside it may mean something else; name the object instead`;
    findings.push({ ...finding('code-with', message, source, position, ctx.withStatement), severity: 'warning' });
  }
  return { module: { file: source.file, language: 'javascript', body, exports: 'declared', position }, findings };
}

function finding(code: string, message: string, source: SourceFile, position: Position, at: number): Finding {
  return { code, severity: 'error', message, span: { file: source.file, ...position(at) } };
}

const sentence = (message: string): string => {
  const [first = '', ...rest] = message.trim().replace(/\.$/, '');
  return first.toLowerCase() + rest.join('');
};
