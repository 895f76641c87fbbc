/** The whole pipeline: template and code → model → needs → policy, beside today's grants. */
import { compareWithToday } from './check/today.ts';
import { CodeAnalyser, DEFAULT_LIMITS, Files } from './code/index.ts';
import { readDeclarations } from './declared/declarations.ts';
import { besideCode, effectsOf, inPartFinding, staleFindings } from './declared/effects.ts';
import type { App, LambdaFunction } from './model/app.ts';
import { ALWAYS } from './model/condition.ts';
import type { Declaration } from './model/declared.ts';
import type { Derivation, DeriveResult, FunctionDerivation } from './model/derivation.ts';
import { type Finding, InputError } from './model/finding.ts';
import { nearest } from './model/nearest.ts';
import { formatSpan } from './model/span.ts';
import type { Text } from './model/text.ts';
import { needsOfCalls } from './needs/calls.ts';
import { needsOfConfiguration } from './needs/configuration.ts';
import { needsOfGrants, withDeclaredCalls } from './needs/declared.ts';
import { invokersOf } from './needs/invokers.ts';
import { covers } from './synthesis/covers.ts';
import { deploymentsOf } from './synthesis/deploy.ts';
import { mergeNeeds } from './synthesis/merge.ts';
import { printerOf } from './synthesis/print/printer.ts';
import { refuse } from './synthesis/refuse.ts';
import { statementsOf } from './synthesis/statements.ts';
import { readApps } from './template/apps.ts';

export interface DeriveOptions {
  /** folder outside of which nothing is read; the enclosing repository or workspace when left out */
  readonly root?: string;
  /** values of template parameters */
  readonly parameters?: ReadonlyMap<string, string>;
  /** logical ids; empty or left out: all */
  readonly functions?: readonly string[];
  /** bytes; larger code files are reported and not read */
  readonly maxFileSize?: number;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly functionId: string;
  /** from 1 */
  readonly number: number;
  readonly of: number;
}

/**
 * Derives every template at a path: a template file, or a folder that holds some. Throws `InputError` when there is nothing
 * to read; faults of single files and functions are findings and unresolved entries of the result.
 */
export async function derive(path: string, options: DeriveOptions = {}): Promise<DeriveResult> {
  const { apps, scopes, findings } = readApps(path, options);
  if (apps.length === 0) throw new InputError(findings.map((finding) => finding.message).join('; '), findings[0]?.span);
  checkParameters(apps, options.parameters);
  const wanted = chosen(apps, options.functions ?? []);
  const declared = readDeclarations(scopes);
  const total = [...wanted.values()].flat().length;
  let number = 0;
  const start = (fn: LambdaFunction): void => options.onProgress?.({ functionId: fn.id, number: ++number, of: total });
  const derivations: Derivation[] = [];
  for (const [app, functions] of wanted) derivations.push(await deriveApp(app, functions, declared.of.get(app) ?? [], options, start));
  return { derivations, findings: [...findings, ...declared.findings, ...staleFindings(derivations)] };
}

async function deriveApp(
  app: App,
  functions: readonly LambdaFunction[],
  declarations: readonly Declaration[],
  options: DeriveOptions,
  start: (fn: LambdaFunction) => void,
): Promise<Derivation> {
  const printer = printerOf(app);
  const whenOf = (id: string) => app.resources.get(id)?.when ?? ALWAYS;
  const labelOf = (resource: Text) => printer.owners.owner(resource)?.resource.id;
  const models = declarations.flatMap((one) => (one.kind === 'library' ? [one] : []));
  const files = new Files(app.root, { maxFileSize: options.maxFileSize ?? DEFAULT_LIMITS.maxFileSize });
  const code = new CodeAnalyser(app, files, models);
  const findings: Finding[] = [...app.findings];
  const analysed: Omit<FunctionDerivation, 'deployment'>[] = [];
  for (const fn of functions) {
    start(fn);
    const stated = declarations.filter((one) => one.functionId === fn.id || one.functionId === '*');
    const report = await code.analyse(fn);
    const calls = needsOfCalls(withDeclaredCalls(report, stated), fn, app, stated);
    const configuration = needsOfConfiguration(fn, app);
    const asked = [...calls.needs, ...configuration.needs, ...needsOfGrants(stated)];
    const left = refuse(asked, [...calls.unresolved, ...configuration.unresolved], stated, covers);
    const needs = mergeNeeds(left.needs, { own: fn.when, of: whenOf }, covers);
    const { unresolved } = left;
    findings.push(
      ...report.findings,
      ...calls.findings,
      ...besideCode(report, stated, fn),
      ...left.inPart.map((item) => inPartFinding(item, fn)),
    );
    analysed.push({
      fn,
      code: report.files,
      needs,
      invokers: invokersOf(fn, app),
      statements: statementsOf(needs, labelOf),
      unresolved,
      today: compareWithToday(fn, needs, unresolved),
      assumes: calls.assumes,
      offers: calls.offers,
      declared: effectsOf(stated, [...needs, ...calls.assumes.flatMap((role) => role.needs)], left.refused, report),
    });
  }
  // the roles are placed together: two functions that invoke each other must not close a loop
  const deployments = deploymentsOf(app, analysed, printer);
  const derived = analysed.flatMap((item, i) => {
    const deployment = deployments[i];
    return deployment ? [{ ...item, deployment }] : [];
  });
  return { app, functions: derived, findings: inOrder([...findings, ...deployments.flatMap((deployment) => deployment.findings)]) };
}

/** Throws `InputError` for a parameter that no template has: a mistyped name would change nothing in silence. */
function checkParameters(apps: readonly App[], parameters: ReadonlyMap<string, string> = new Map()): void {
  const known = [...new Set(apps.flatMap((app) => [...app.parameters.keys()]))];
  for (const name of parameters.keys())
    if (!known.includes(name)) throw new InputError(`no template has a parameter ${name}${meant(name, known)}`);
}

const meant = (name: string, known: readonly string[]): string => {
  const near = nearest(name, known);
  if (near !== undefined) return `; did you mean ${near}?`;
  return known.length > 0 ? `; there are ${known.join(', ')}` : '';
};

/** Throws `InputError` for a function that no template has. */
function chosen(apps: readonly App[], ids: readonly string[]): ReadonlyMap<App, readonly LambdaFunction[]> {
  const known = apps.flatMap((app) => app.functions.map((fn) => fn.id));
  const missing = ids.find((id) => !known.includes(id));
  if (missing !== undefined) throw new InputError(`there is no function ${missing}${meant(missing, known)}`);
  if (ids.length === 0) return new Map(apps.map((app) => [app, app.functions]));
  return new Map(
    apps.flatMap((app) => {
      const functions = app.functions.filter((fn) => ids.includes(fn.id));
      return functions.length > 0 ? [[app, functions]] : [];
    }),
  );
}

/** Each finding once: a file that several functions share is told once. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const distinct = new Map(
    findings.map((finding) => [`${place(finding)} ${finding.code} ${finding.message} ${finding.functionId ?? ''}`, finding]),
  );
  const compare = (a: Finding, b: Finding): number =>
    a.span && b.span && a.span.file === b.span.file
      ? a.span.line - b.span.line || a.span.column - b.span.column
      : place(a) < place(b)
        ? -1
        : Number(place(a) > place(b));
  return [...distinct.values()].sort(compare);
}

const place = (finding: Finding): string => (finding.span ? formatSpan(finding.span) : '');
