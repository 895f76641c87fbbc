/**
 * The handler as the Java runtime finds it: `package.Class::method`, or `package.Class` of a class that implements RequestHandler or
 * RequestStreamHandler (AWS Lambda Developer Guide, "Define Lambda function handler in Java").
 */
import type { LambdaFunction } from '../../model/app.ts';
import { assumed } from '../assumed.ts';
import type { Files } from '../files.ts';
import type { Entry, EntryProblem } from '../language.ts';
import { whyHarmless } from './packages.ts';
import { annotatedClasses, codeFolder, fileOfClass, misplacedClass, sourceRoots } from './project.ts';

/** Members of a class that begin with this are its entries: `%entry:handleRequest`. */
export const ENTRY = '%entry:';

export function javaEntry(fn: LambdaFunction, files: Files): Entry | EntryProblem {
  const problem = (code: string, message: string): EntryProblem => ({
    kind: 'problem',
    finding: { code, severity: 'error', message, span: fn.span, functionId: fn.id },
  });
  if (fn.handler === undefined)
    return problem('handler-unknown', 'the handler is not a plain text, so the code cannot be found: write it out');
  if (fn.code.kind === 'inline') return problem('handler-not-found', 'Java code cannot be given inline: name a folder in CodeUri');
  const folder = codeFolder(fn, files);
  if (folder === undefined) return problem('code-absent', `its code is not here${fn.code.kind === 'absent' ? `: ${fn.code.why}` : ''}`);
  const [className = '', method = 'handleRequest'] = fn.handler.trim().split('::');
  const roots = sourceRoots(fn, files);
  const parts = className.split(/[.$]/).filter((part) => part !== '');
  for (let end = parts.length; end > 0; end--) {
    const name = parts.slice(0, end).join('.');
    const path = fileOfClass(name, roots, files) ?? misplacedClass(name, roots, files);
    if (path === undefined) continue;
    return { kind: 'entry', path, name: [...parts.slice(end - 1), `${ENTRY}${method}`].join('.'), ...assumed(fn, path, files) };
  }
  const inFile = /^(.*)Kt$/.exec(className)?.[1];
  const file = inFile === undefined ? undefined : fileOfClass(inFile, roots, files);
  // functions of a Kotlin file are static methods of a class of the file's name (Kotlin documentation, "Calling Kotlin from Java")
  if (file?.endsWith('.kt')) return { kind: 'entry', path: file, name: method };
  const framework = isFramework(className) ? mainClass(roots, files) : undefined;
  if (framework !== undefined) return framework;
  if (fn.code.kind === 'absent' && fn.code.elsewhere) return problem('code-absent', `its code is not here: ${fn.code.why}`);
  return problem(
    'handler-not-found',
    roots.length === 0
      ? `there are no Java sources in ${files.display(folder)} or the project around it`
      : `there is no class ${className} in the Java sources of ${files.display(folder)} for the handler "${fn.handler}"`,
  );
}

/** Handlers that come with a framework, not with the application. */
const isFramework = (name: string): boolean =>
  whyHarmless(name) !== undefined ||
  name.startsWith('com.amazonaws.serverless.') ||
  // native images of Quarkus and Micronaut
  name === 'not.used.in.provided.runtime';

/** Whether a native image, which runs as a program of its own, is built from the class that the handler names. */
export const isNativeImage = (fn: LambdaFunction, files: Files): boolean =>
  /^[\w.$]+\.\w+(::\w+)?$/.test(fn.handler ?? '') && javaEntry(fn, files).kind === 'entry';

/** The member of an application class that stands for a handler of a framework, which calls what the application declares. */
export const APPLICATION = '%application';

/** A handler that a framework brings: what it calls is in the application's class. */
function mainClass(roots: readonly string[], files: Files): Entry | undefined {
  for (const root of roots) {
    const [name] = annotatedClasses(`${root}/Main.java`, /@(?:[\w.]+\.)?(?:SpringBootApplication|QuarkusMain|Introspected|Named)\b/, files);
    const path = name === undefined ? undefined : fileOfClass(name, roots, files);
    if (name === undefined || path === undefined) continue;
    const simple = name.slice(name.lastIndexOf('.') + 1);
    return { kind: 'entry', path, name: `${simple}.${APPLICATION}` };
  }
  return undefined;
}
