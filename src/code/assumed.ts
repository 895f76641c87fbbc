/** Code that was uploaded before: the sources of the app are taken for what it was built from, and that is said. */
import type { LambdaFunction } from '../model/app.ts';
import type { Finding } from '../model/finding.ts';
import type { Files } from './files.ts';

export function assumed(fn: LambdaFunction, path: string, files: Files): { readonly findings?: readonly Finding[] } {
  if (fn.code.kind !== 'absent' || !fn.code.elsewhere) return {};
  const message = `its code is not in the template because ${fn.code.why}: it is taken to be built from ${files.display(path)}`;
  return { findings: [{ code: 'code-assumed', severity: 'warning', message, span: fn.span, functionId: fn.id }] };
}
