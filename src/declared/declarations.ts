/** The `pinhole.yaml` of each app: the nearest one from its template's folder up to the root, evaluated in the template's scope. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { actionsMatching, arnFormats, action as catalogAction } from '../catalog/iam.ts';
import type { App } from '../model/app.ts';
import type { Declaration, DeclaredResource, LibraryDeclaration } from '../model/declared.ts';
import { type Finding, InputError } from '../model/finding.ts';
import { nearest } from '../model/nearest.ts';
import type { Span } from '../model/span.ts';
import { displayText, isHole, startsWith, type Text } from '../model/text.ts';
import { fits } from '../needs/declared.ts';
import { isInside } from '../template/functions/folder.ts';
import type { Scope } from '../template/scope.ts';
import { readText } from '../template/source/document.ts';
import { type Node, stringOf } from '../template/source/node.ts';
import { checkFile, type Entry, type LibraryEntry, readCall, readNodes } from './check.ts';
import { Faults } from './faults.ts';
import { FILE_NAME } from './format.ts';
import { checkModel } from './library/check.ts';

export interface Declarations {
  /** of the functions that the app has */
  readonly of: ReadonlyMap<App, readonly Declaration[]>;
  readonly findings: readonly Finding[];
}

/** Throws `InputError` for a file with a fault. Findings of the expressions themselves go to the template that they are read in. */
export function readDeclarations(scopes: ReadonlyMap<App, Scope>): Declarations {
  const files = new Map<string, DeclaringFile & { readonly apps: App[] }>();
  const declared = new Map<App, readonly Declaration[]>();
  for (const [app, scope] of scopes) {
    const path = nearestFile(app);
    if (path === undefined) continue;
    const file = files.get(path) ?? { ...readFile(path, app.root), apps: [] };
    files.set(path, file);
    file.apps.push(app);
    const ids = new Set(['*', ...app.functions.map((fn) => fn.id)]);
    const entries = file.entries.filter((entry) => ids.has(entry.functionId));
    declared.set(app, [...entries.map((entry) => declarationOf(entry, scope)), ...file.libraries]);
  }
  return { of: declared, findings: [...files.values()].flatMap(unknownFunctions) };
}

function nearestFile({ root, template }: App): string | undefined {
  for (let here = dirname(join(root, template)); isInside(here, root); here = dirname(here)) {
    const path = join(here, FILE_NAME);
    if (existsSync(path)) return path;
    if (here === root) break;
  }
  return undefined;
}

interface DeclaringFile {
  readonly entries: readonly Entry[];
  readonly libraries: readonly LibraryDeclaration[];
}

function readFile(path: string, root: string): DeclaringFile {
  const file = relative(root, path).split(sep).join('/');
  const { entries, libraries } = checkFile(readInside(path, root), file);
  return { entries, libraries: readModels(libraries, path, root) };
}

/** Throws `InputError` for a path that leads out of the root. */
function readInside(path: string, root: string): string {
  const file = relative(root, path).split(sep).join('/');
  if (existsSync(path) && !isInside(realpathSync(path), root)) throw new InputError(`${file} leads outside of the root ${root}`);
  return readText(path, file);
}

/** The models of `libraries`, those of files beside the declaring one too. Throws `InputError` that tells every fault of the first bad one. */
function readModels(entries: readonly LibraryEntry[], declaringFile: string, root: string): readonly LibraryDeclaration[] {
  return entries.map(({ span, model: given, reason }) => {
    const named = stringOf(given)?.trim();
    const path = named === undefined ? undefined : join(dirname(declaringFile), named);
    const { root: node, faults } = path === undefined ? { root: given, faults: new Faults() } : readModelFile(path, root, given.span);
    const model = faults.count > 0 ? undefined : checkModel(node, faults);
    faults.throwAny();
    if (!model) throw new InputError('the library model cannot be read', span);
    return { kind: 'library', span, functionId: '*', reason, model };
  });
}

function readModelFile(path: string, root: string, at: Span) {
  if (!isInside(path, root)) throw new InputError(`${relative(root, path).split(sep).join('/')} is outside of the root ${root}`, at);
  try {
    return readNodes(readInside(path, root), relative(root, path).split(sep).join('/'));
  } catch (error) {
    if (error instanceof InputError && error.span === undefined) throw new InputError(error.message, at);
    throw error;
  }
}

function unknownFunctions({ entries, apps }: { readonly entries: readonly Entry[]; readonly apps: readonly App[] }): readonly Finding[] {
  const known = apps.flatMap((app) => app.functions.map((fn) => fn.id));
  const unknown = new Map(
    entries.filter(({ functionId }) => functionId !== '*' && !known.includes(functionId)).map((entry) => [entry.functionId, entry]),
  );
  return [...unknown].map(([id, { functionSpan }]): Finding => {
    const near = nearest(id, known);
    return {
      code: 'declared-function-unknown',
      severity: 'warning',
      message: `no function is named ${id}, so that what is declared for it has no effect${near === undefined ? '' : `; did you mean ${near}?`}`,
      span: functionSpan,
    };
  });
}

function declarationOf(entry: Entry, scope: Scope): Declaration {
  const { section, span, functionId, fields } = entry;
  const text = (name: string): string => stringOf(fields.get(name))?.trim() ?? '';
  const base = { span, functionId, reason: text('reason') };
  const resources = resourcesOf(fields.get('resource'), scope);
  const action = catalogAction(text('action'))?.id ?? '';
  if (section === 'refuses') {
    const actions = new Set(actionsMatching(text('action')));
    return { ...base, kind: 'refusal', actions, ...(fields.has('resource') ? { resources } : {}) };
  }
  if (section === 'resources') {
    const at = fields.has('at') ? { at: placeOf(text('at'), span.file) } : {};
    return { ...base, kind: 'resources', call: callOf(text('call')), ...at, ...(action === '' ? {} : { action }), resources };
  }
  const call = fields.has('operation') ? callOf(text('operation')) : undefined;
  if (call?.kind !== 'operation') {
    const other = resources.find((one) => !fits(action, one));
    if (other) throw new InputError(misfit(action, other), fields.get('resource')?.span ?? span);
    return { ...base, kind: 'grant', action, resources, forCode: section === 'operations' };
  }
  const parameters = fields.get('parameters');
  const input = parameters ? scope.map(parameters) : ({ kind: 'map', entries: [], open: true } as const);
  return { ...base, kind: 'operation', client: call.client, operation: call.operation, input };
}

function misfit(action: string, { resource }: DeclaredResource): string {
  const formats = arnFormats(action);
  const right = formats.length === 0 ? 'it works on no particular resource, write "*"' : `its resources are ${formats.join(', ')}`;
  return `${action} cannot be granted on ${displayText(resource)}: ${right}`;
}

function callOf(name: string) {
  const call = readCall(name);
  if (typeof call === 'string') throw new InputError(call);
  return call;
}

/** `src/orders.ts:12`, from the folder of the declaring file. */
function placeOf(at: string, file: string): { readonly file: string; readonly line?: number } {
  const [, path = at, line] = /^(.*?)(?::(\d{1,9}))?$/.exec(at) ?? [];
  return { file: posix.join(posix.dirname(file), path), ...(line === undefined ? {} : { line: Number(line) }) };
}

/** Throws `InputError` for what cannot be a resource of a policy: a name, where an ARN is meant. */
function resourcesOf(node: Node | undefined, scope: Scope): readonly DeclaredResource[] {
  const items = node?.kind === 'sequence' ? node.items : node ? [node] : [];
  return items.flatMap((item) =>
    scope.texts(item).map(({ when, value }): DeclaredResource => {
      if (!mayBeArn(value)) throw new InputError(`${displayText(value)} is no ARN; write the ARN, !GetAtt Resource.Arn, or "*"`, item.span);
      return { resource: value, certainty: hasWildcard(value) ? 'pattern' : 'exact', when };
    }),
  );
}

const hasWildcard = (value: Text): boolean => value.some((part) => !isHole(part) && /[*?]/.test(part));

function mayBeArn(value: Text): boolean {
  const [first] = value;
  if (first === undefined) return false;
  return isHole(first)
    ? first.kind !== 'name' && first.kind !== 'pseudo'
    : startsWith(value, 'arn:') || (value.length === 1 && first === '*');
}
