/**
 * The entry of a Go function is `main` of package main, which hands the handler to `lambda.Start`; the handler's name in the
 * template only names the program on the old go1.x runtime (AWS Lambda Developer Guide, "Define Lambda function handlers in Go").
 */
import { basename, dirname, extname, join } from 'node:path';
import type { LambdaFunction } from '../../model/app.ts';
import { assumed } from '../assumed.ts';
import type { Files } from '../files.ts';
import type { Entry, EntryProblem } from '../language.ts';
import { builtByMakefile } from './makefile.ts';
import { moduleOf } from './module-file.ts';
import { packageIn, programsIn } from './package-files.ts';

const MAX_DEPTH = 6;
const MAX_FOLDERS = 2000;

export function runsGo(fn: LambdaFunction, files: Files): boolean {
  if (fn.packageType !== 'Zip') return false;
  if (fn.code.kind === 'absent')
    return fn.runtime === 'go1.x' || (fn.runtime?.startsWith('provided') === true && sourceOf(fn, files) !== undefined);
  if (fn.code.kind !== 'folder') return fn.runtime === 'go1.x';
  if (fn.runtime === 'go1.x' || fn.code.build === 'go1.x') return true;
  return (fn.runtime?.startsWith('provided') ?? false) && mainPackages(fn.code.path, files).length > 0;
}

export function goEntry(fn: LambdaFunction, files: Files): Entry | EntryProblem {
  const problem = (code: string, message: string): EntryProblem => ({
    kind: 'problem',
    finding: { code, severity: 'error', message, span: fn.span, functionId: fn.id },
  });
  if (fn.code.kind === 'absent') {
    const path = sourceOf(fn, files);
    if (path !== undefined) return { kind: 'entry', path, name: 'main', ...assumed(fn, path, files) };
    return problem('code-absent', `its code is not here: ${fn.code.why}`);
  }
  if (fn.code.kind === 'inline') return problem('handler-not-found', 'Go code cannot be given inline: name a folder in CodeUri');
  const { path: folder } = fn.code;
  const built = fn.code.build === 'makefile' ? builtByMakefile(folder, fn.id, files) : undefined;
  if (built !== undefined && files.contains(built)) {
    const path = files.kind(built) === 'file' ? built : packageIn(built, files, 'main');
    if (path !== undefined) return { kind: 'entry', path, name: 'main' };
  }
  const programs = programsIn(folder, files);
  if (programs.length > 1) {
    const wanted = [fn.handler, fn.id].map((name) => squash(name ?? ''));
    const path = wanted.map((name) => programs.find((each) => squash(basename(each, '.go')) === name)).find((each) => each !== undefined);
    if (path !== undefined) return { kind: 'entry', path, name: 'main' };
    const places = programs.map((each) => files.display(each)).join(', ');
    return problem(
      'handler-not-found',
      `which program is this function is not clear (${places}): put each into a folder of its own, or name the file like the handler`,
    );
  }
  const own = programs[0] ?? packageIn(folder, files, 'main');
  if (own !== undefined) return { kind: 'entry', path: own, name: 'main' };
  const found = mainPackages(folder, files);
  const named = found.filter(({ name }) => name === fn.handler || name === fn.id);
  if (found.length === 0) return problem('handler-not-found', `there is no package main in ${files.display(folder)}`);
  const only = named.length === 1 ? named[0] : onlyProgram(found, files);
  if (only !== undefined) return { kind: 'entry', path: only.path, name: 'main' };
  const places = found.map(({ path }) => files.display(path)).join(', ');
  return problem(
    'handler-not-found',
    `which package main is this function is not clear (${places}): give CodeUri the folder of one, or the folder the name of the handler`,
  );
}

/**
 * The program that an archive was built from: of those around it the one that is named like the archive, its folder, the handler or the
 * function, else the only one.
 */
function sourceOf(fn: LambdaFunction, files: Files): string | undefined {
  if (fn.code.kind !== 'absent' || fn.code.path === undefined) return undefined;
  const archive = fn.code.path;
  let around = dirname(archive);
  while (files.contains(around) && files.kind(around) !== 'folder' && dirname(around) !== around) around = dirname(around);
  if (!files.contains(around)) return undefined;
  const module = moduleOf(around, files);
  const programs = mainPackages(module?.folder ?? files.root, files);
  const names = [basename(archive, extname(archive)), fn.handler ?? '', basename(dirname(archive)), fn.id].map(squash);
  for (const name of names) {
    const [named, ...others] = programs.filter((program) => name !== '' && name !== 'bootstrap' && squash(program.name) === name);
    if (named && others.length === 0) return named.path;
  }
  return onlyProgram(programs, files)?.path;
}

interface Program {
  readonly path: string;
  readonly name: string;
}

/** The only one, else the only one that takes invocations: a tool beside the function does not import Lambda's library. */
function onlyProgram(programs: readonly Program[], files: Files): Program | undefined {
  if (programs.length <= 1) return programs[0];
  const started = programs.filter(({ path }) => importsLambda(dirname(path), files));
  return started.length === 1 ? started[0] : undefined;
}

const importsLambda = (folder: string, files: Files): boolean =>
  files.list(folder).some(({ name, kind }) => {
    if (kind !== 'file' || !name.endsWith('.go') || name.endsWith('_test.go')) return false;
    const source = files.read(join(folder, name));
    return typeof source !== 'string' && source.text.includes('"github.com/aws/aws-lambda-go/lambda"');
  });

const squash = (name: string): string => name.replaceAll(/[-_.]/g, '').toLowerCase();

/** Packages main under the folder, each with the name of its folder. */
function mainPackages(root: string, files: Files): readonly Program[] {
  const found: Program[] = [];
  const folders = [{ folder: root, name: '', depth: 0 }];
  for (let next = 0; next < folders.length && next < MAX_FOLDERS; next++) {
    const { folder, name, depth } = folders[next] ?? { folder: root, name: '', depth: MAX_DEPTH };
    const path = packageIn(folder, files, 'main');
    if (path !== undefined) found.push({ path, name });
    if (depth >= MAX_DEPTH) continue;
    for (const entry of files.list(folder)) {
      if (entry.kind !== 'folder' || entry.name.startsWith('.') || entry.name.startsWith('_')) continue;
      if (entry.name === 'vendor' || entry.name === 'testdata' || entry.name === 'node_modules') continue;
      folders.push({ folder: join(folder, entry.name), name: entry.name, depth: depth + 1 });
    }
  }
  return found;
}
