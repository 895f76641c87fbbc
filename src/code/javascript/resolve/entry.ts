/**
 * The file behind a function's handler: as the Node.js runtime finds it in the code folder and the layers, else the source that a
 * build makes it of. Sources: the AWS Lambda Node.js runtime interface client for the order of extensions, "Building Node.js Lambda
 * functions with esbuild in AWS SAM" for EntryPoints.
 */
import { dirname, extname, isAbsolute, join, relative, sep } from 'node:path';
import type { LambdaFunction } from '../../../model/app.ts';
import type { Finding } from '../../../model/finding.ts';
import { literalOf } from '../../../model/text.ts';
import type { Files } from '../../files.ts';
import { sourceWithPlaces } from '../../inline.ts';
import type { Entry, EntryProblem } from '../../language.ts';
import { upward } from './folders.ts';
import { type Handler, parseHandler } from './handler.ts';
import { layerModules, layerPaths } from './layers.ts';
import { nearestManifest } from './manifest.ts';
import { packageFile } from './package-file.ts';
import { isCode, probeFile, probeModule } from './probe.ts';
import { isBuildFolder, namesakes, similarFiles, sourceBehind, type TailMatch, tailMatch } from './source.ts';

export function findEntry(fn: LambdaFunction, files: Files): Entry | EntryProblem {
  if (fn.handler === undefined) return problem(fn, 'handler-missing', `function ${fn.id} has no Handler: state FILE.EXPORT`);
  const handler = parseHandler(fn.handler);
  if (typeof handler === 'string') return problem(fn, 'handler-malformed', `handler '${fn.handler}' of ${fn.id} is malformed: ${handler}`);
  if (fn.code.kind === 'inline') return inlineEntry(fn, fn.code, handler, files);
  const root = fn.code.path;
  if (root === undefined) {
    const why = fn.code.kind === 'absent' ? fn.code.why : 'its folder is not known';
    return problem(fn, 'code-absent', `function ${fn.id} is not analysed: its code is not here: ${why}`);
  }
  if (isScript(join(root, fn.handler), files)) {
    const message = `handler '${fn.handler}' of ${fn.id} is a shell script (Lambda Web Adapter): the server that it starts is not analysed`;
    return problem(fn, 'handler-script', message);
  }
  const exact = locate(handler, root, fn, files);
  if (exact !== undefined) return { kind: 'entry', path: exact, name: handler.name };
  return handedOn(fn, root, files) ?? byTail(fn, handler, root, files);
}

/** The file that a handler means, where rules leave no choice. */
function locate(handler: Handler, root: string, fn: LambdaFunction, files: Files): string | undefined {
  const { module } = handler;
  if (isAbsolute(module)) return realCode(inLayers(module, fn, files), files);
  const target = join(root, module);
  if (!files.contains(target)) return undefined;
  const project = projectOf(root, files);
  const found =
    fromEntryPoints(module, fn, files) ??
    asRuntime(target, files) ??
    fromPackages(module, root, fn, files) ??
    sourceBehind(`${target}.js`, project, files);
  return realCode(found, files);
}

function realCode(path: string | undefined, files: Files): string | undefined {
  const real = path === undefined ? undefined : files.real(path);
  return real !== undefined && (isCode(real) || extname(real) === '') ? real : undefined;
}

/** A file without extension comes first for the runtime, then .js, .mjs, .cjs; the sources of those stand in where they are absent. */
const ORDER = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx'];

function asRuntime(target: string, files: Files): string | undefined {
  return ORDER.map((extension) => target + extension).find((path) => files.kind(path) === 'file') ?? probeModule(target, files);
}

/** The runtime's last resort is `require` of the last segment: a package of the function or of a layer. */
function fromPackages(module: string, root: string, fn: LambdaFunction, files: Files): string | undefined {
  if (module.includes('/')) return undefined;
  return [join(root, 'node_modules'), ...layerModules(fn, files)]
    .map((modules) => packageFile(join(modules, module), '', files))
    .find((path) => path !== undefined);
}

function inLayers(module: string, fn: LambdaFunction, files: Files): string | undefined {
  if (!module.startsWith('/opt/')) return undefined;
  return layerPaths(module, fn)
    .map((path) => asRuntime(path, files) ?? sourceBehind(`${path}.js`, projectOf(dirname(path), files), files))
    .find((path) => path !== undefined);
}

/**
 * esbuild writes each entry point below the output folder at its place relative to the folder that all entry points share, so
 * `src/app.ts` alone becomes `app.js`.
 */
function fromEntryPoints(module: string, fn: LambdaFunction, files: Files): string | undefined {
  if (fn.code.kind !== 'folder' || fn.code.entryPoints === undefined) return undefined;
  const root = fn.code.path;
  const inputs = fn.code.entryPoints
    .map((entry) => probeFile(join(root, entry), files, 'typed'))
    .filter((path): path is string => path !== undefined && isCode(path));
  const base = commonFolder(inputs.map((path) => dirname(path)));
  const outputs = inputs.map((path) => ({ path, output: withoutExtension(relative(base, path)) }));
  const wanted = module.split('/').join(sep);
  const exact =
    outputs.find((one) => one.output === wanted) ?? outputs.find((one) => withoutExtension(relative(root, one.path)) === wanted);
  return exact?.path;
}

const withoutExtension = (path: string): string => path.slice(0, path.length - extname(path).length);

function commonFolder(folders: readonly string[]): string {
  const [first = [], ...rest] = folders.map((folder) => folder.split(sep));
  let length = first.length;
  for (const other of rest) {
    let shared = 0;
    while (shared < length && first[shared] === other[shared]) shared += 1;
    length = shared;
  }
  return first.slice(0, length).join(sep) || sep;
}

/** The folder whose sources a code folder is built from: the nearest package's, else the code folder's nearest that exists. */
function projectOf(root: string, files: Files): string {
  const manifest = nearestManifest(root, files);
  if (manifest !== undefined && files.contains(manifest.folder)) return manifest.folder;
  for (const folder of upward(root, files)) if (files.kind(folder) === 'folder') return folder;
  return files.root;
}

/**
 * Tools that wrap a function put their own handler in its place and take the real one from an environment variable
 * (`DD_LAMBDA_HANDLER`, `NEW_RELIC_LAMBDA_HANDLER`, `LUMIGO_ORIGINAL_HANDLER`). What the wrapper itself calls stays unknown.
 */
function handedOn(fn: LambdaFunction, root: string, files: Files): Entry | undefined {
  const found = [...fn.environment].flatMap(([variable, datum]) => {
    const value = variable.endsWith('HANDLER') && datum.kind === 'text' ? literalOf(datum.text) : undefined;
    const handler = value === undefined ? undefined : parseHandler(value);
    if (value === undefined || handler === undefined || typeof handler === 'string') return [];
    const path = locate(handler, root, fn, files);
    return path === undefined ? [] : [{ variable, value, path, name: handler.name }];
  });
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  const message =
    `handler '${fn.handler}' of ${fn.id} is not in the app; the code read is '${only.value}', which its environment variable ` +
    `${only.variable} names: what the wrapper around it calls is not known`;
  return { kind: 'entry', path: only.path, name: only.name, findings: [finding(fn, 'handler-wrapped', 'warning', message)] };
}

function byTail(fn: LambdaFunction, handler: Handler, root: string, files: Files): Entry | EntryProblem {
  const looked = isAbsolute(handler.module) ? handler.module : files.display(join(root, handler.module));
  const target = join(root, handler.module);
  const built = relative(files.root, target).split(sep).slice(0, -1).some(isBuildFolder) || fn.code.kind === 'absent';
  // a code folder of sources is deployed as it is: a file outside it is another function's
  const project = files.kind(root) === 'folder' && !built && !isMade(fn) ? root : projectOf(root, files);
  const match: TailMatch =
    isAbsolute(handler.module) || !files.contains(target)
      ? { kind: 'none' }
      : tailMatch(project, relative(project, target).split(sep), files);
  const notFound = `handler '${fn.handler}' of ${fn.id} is not found: looked for ${looked}.{js,mjs,cjs,ts,mts,cts}`;
  switch (match.kind) {
    case 'one': {
      const message =
        `handler '${fn.handler}' of ${fn.id} names a file that is not in the app; the source read is ` +
        `${files.display(match.path)}, the only file in ${files.display(project)} whose path ends alike`;
      return {
        kind: 'entry',
        path: match.path,
        name: handler.name,
        findings: [finding(fn, 'handler-source', built ? 'info' : 'warning', message)],
      };
    }
    case 'several': {
      const paths = match.paths.map((path) => files.display(path));
      const shown = paths.slice(0, 5).join(', ') + (paths.length > 5 ? ` and ${paths.length - 5} more` : '');
      return problem(fn, 'handler-ambiguous', `${notFound}, and several sources could be built into it: ${shown}`);
    }
    case 'too-many':
      return problem(fn, 'handler-not-found', `${notFound}, and ${files.display(project)} has too many files to search for its source`);
    case 'none': {
      if (isAbsolute(handler.module)) return problem(fn, 'handler-not-found', `${notFound}; no layer whose content is in the app holds it`);
      const near = similarFiles(target, files);
      const alike = (near.length > 0 ? near : namesakes(project, target, files)).map((path) => files.display(path));
      const missing = files.kind(dirname(target)) === undefined ? `; the folder ${files.display(dirname(target))} does not exist` : '';
      const hint = alike.length > 0 ? `; there is ${alike.join(', ')}` : '';
      return problem(fn, 'handler-not-found', notFound + missing + hint);
    }
  }
}

/** The build puts into the artifact what a Makefile says. */
const isMade = (fn: LambdaFunction): boolean => fn.code.kind === 'folder' && fn.code.build === 'makefile';

/** Inline code is the file `index`. Source: "Code" of AWS::Lambda::Function in the CloudFormation reference. */
function inlineEntry(fn: LambdaFunction, code: Extract<LambdaFunction['code'], { kind: 'inline' }>, handler: Handler, files: Files): Entry {
  const path = `${join(files.root, code.span.file)}#${fn.id}.js`;
  const source = { path, file: code.span.file, text: '\n'.repeat(code.span.line - 1) + sourceWithPlaces(code) };
  const entry: Entry = { kind: 'entry', path, name: handler.name, source };
  if (handler.module === 'index') return entry;
  const message = `handler '${fn.handler}' of ${fn.id} does not exist at run time: inline code is the file index, so write index.${handler.name}`;
  return { ...entry, findings: [finding(fn, 'handler-not-found', 'warning', message)] };
}

const isScript = (path: string, files: Files): boolean => /^#!.*sh\b/.test(files.peek(path, 64) ?? '');

const finding = (fn: LambdaFunction, code: string, severity: Finding['severity'], message: string): Finding => ({
  code,
  severity,
  message,
  span: fn.span,
  functionId: fn.id,
});

const problem = (fn: LambdaFunction, code: string, message: string): EntryProblem => ({
  kind: 'problem',
  finding: finding(fn, code, 'error', message),
});
