/**
 * The handler as the Python runtime finds it: the text after the last dot is the function, and slashes and dots before it both
 * lead into packages (AWS Lambda Developer Guide, "Define Lambda function handler in Python").
 */
import { join } from 'node:path';
import type { LambdaFunction } from '../../model/app.ts';
import { assumed } from '../assumed.ts';
import type { Files } from '../files.ts';
import { sourceWithPlaces } from '../inline.ts';
import type { Entry, EntryProblem } from '../language.ts';
import { findModule, searchPath } from './resolve.ts';
import { modulesOf, uploadedFolder } from './uploaded.ts';

export function pythonEntry(fn: LambdaFunction, files: Files): Entry | EntryProblem {
  const problem = (code: string, message: string): EntryProblem => ({
    kind: 'problem',
    finding: { code, severity: 'error', message, span: fn.span, functionId: fn.id },
  });
  if (fn.handler === undefined)
    return problem('handler-unknown', 'the handler is not a plain text, so the code cannot be found: write it out');
  if (fn.handler.endsWith('.sh'))
    return (
      startedApp(fn, fn.handler, files) ??
      problem('handler-script', `its handler ${fn.handler} is a script, and which module it starts is not read`)
    );
  const dot = fn.handler.lastIndexOf('.');
  const name = fn.handler.slice(dot + 1);
  const parts = modulesOf(fn.handler);
  if (dot <= 0 || name === '' || parts.length === 0)
    return problem('handler-not-found', `the handler "${fn.handler}" does not have the form module.function`);
  if (fn.code.kind === 'inline') {
    const { span } = fn.code;
    // Lines above the code keep its line numbers those of the template.
    const text = '\n'.repeat(Math.max(span.line - 1, 0)) + sourceWithPlaces(fn.code);
    const path = join(files.root, `${span.file}#${fn.id}.py`);
    return { kind: 'entry', path, name, source: { path, file: span.file, text } };
  }
  const uploaded = uploadedFolder(fn, files);
  if (fn.code.kind === 'absent' && uploaded === undefined) return problem('code-absent', `its code is not here: ${fn.code.why}`);
  for (const folder of searchPath(fn, files)) {
    const found = findModule(folder, parts, files);
    if (found?.kind === 'file') return { kind: 'entry', path: found.path, name, ...assumed(fn, found.path, files) };
  }
  if (fn.code.kind === 'absent') return problem('code-absent', `its code is not here: ${fn.code.why}`);
  return problem(
    'handler-not-found',
    `there is no ${parts.join('/')}.py in ${files.display(fn.code.path)} for the handler "${fn.handler}"`,
  );
}

/** The application that a script serves: `exec python -m uvicorn --port=$PORT app.main:app`. */
const SERVED = /\b(?:uvicorn|gunicorn|hypercorn|daphne)\b[^\n]*?\s([A-Za-z_][\w.]*):([A-Za-z_]\w*)/;
const MAX_SCRIPT = 16 * 1024;

/** A script in place of a handler serves HTTP, behind an extension that turns events into requests (README of AWS Lambda Web Adapter). */
function startedApp(fn: LambdaFunction, handler: string, files: Files): Entry | undefined {
  if (fn.code.kind !== 'folder') return undefined;
  const script = files.text(join(fn.code.path, handler), MAX_SCRIPT)?.replaceAll('\\\n', ' ');
  const [, module, name] = SERVED.exec(script ?? '') ?? [];
  if (module === undefined || name === undefined) return undefined;
  for (const folder of searchPath(fn, files)) {
    const found = findModule(folder, module.split('.'), files);
    if (found?.kind === 'file') return { kind: 'entry', path: found.path, name };
  }
  return undefined;
}
