/** What declarations did to the functions, and which of them do nothing any more. */
import type { LambdaFunction } from '../model/app.ts';
import type { CodeReport } from '../model/call.ts';
import type { Declaration, DeclarationEffect, RefusalDeclaration } from '../model/declared.ts';
import type { Derivation } from '../model/derivation.ts';
import type { Finding } from '../model/finding.ts';
import type { Need } from '../model/need.ts';
import { formatSpan, type Span } from '../model/span.ts';
import { displayText } from '../model/text.ts';
import { mergeNeeds } from '../needs/merge.ts';

/** A need that comes of a declaration has its place among the origins. */
export const effectsOf = (
  declarations: readonly Declaration[],
  needs: readonly Need[],
  refused: ReadonlyMap<Declaration, readonly Need[]>,
  { models }: Pick<CodeReport, 'models'>,
): readonly DeclarationEffect[] =>
  declarations.flatMap((declaration) => {
    const its = refused.has(declaration)
      ? mergeNeeds(refused.get(declaration) ?? [])
      : needs.filter(({ origins }) => origins.some((origin) => samePlace(origin, declaration.span)));
    return { declaration, needs: its, used: its.length > 0 || models.some((span) => samePlace(span, declaration.span)) };
  });

const samePlace = (a: Span, b: Span): boolean => a.file === b.file && a.line === b.line && a.column === b.column;

/** Declarations without any effect on the functions that were derived. */
export function staleFindings(derivations: readonly Derivation[]): readonly Finding[] {
  const effects = derivations.flatMap(({ app, functions }) =>
    functions.flatMap(({ declared }) => declared.map((effect) => ({ ...effect, all: functions.length === app.functions.length }))),
  );
  const stale = new Map<string, Declaration>();
  for (const { declaration } of effects) stale.set(formatSpan(declaration.span), declaration);
  // what stands for every function is stale only when no function is left out
  for (const { declaration, used, all } of effects)
    if (used || (declaration.functionId === '*' && !all)) stale.delete(formatSpan(declaration.span));
  return [...stale.values()].flatMap((one): readonly Finding[] => {
    const why = STALE[one.kind];
    return why === undefined
      ? []
      : [{ code: 'declared-stale', severity: 'warning', message: `${why}; correct it or remove it`, span: one.span }];
  });
}

/** Operations and grants that give nothing are refused by another declaration, which the report shows. */
const STALE: Readonly<Partial<Record<Declaration['kind'], string>>> = {
  resources: 'these resources stand for no call any more whose resource is unresolved',
  refusal: 'this refuses nothing that is needed',
  library: 'no code that the handlers reach imports this library',
};

/** What is declared in place of code that is read all the same: it comes beside what the code calls. */
export const besideCode = (report: CodeReport, declarations: readonly Declaration[], fn: LambdaFunction): readonly Finding[] =>
  report.lost.some((lost) => lost.allCode)
    ? []
    : declarations
        .filter((one) => one.functionId === fn.id && (one.kind === 'operation' || (one.kind === 'grant' && one.forCode)))
        .map((one) => ({
          code: 'declared-code-read',
          severity: 'info',
          message: `the code of ${fn.id} is read: this is added to what it calls; remove it unless the code hides the call`,
          span: one.span,
          functionId: fn.id,
        }));

export const inPartFinding = (
  { refusal, need }: { readonly refusal: RefusalDeclaration; readonly need: Need },
  fn: LambdaFunction,
): Finding => ({
  code: 'declared-refusal-in-part',
  severity: 'warning',
  message: `${need.action} stays granted on ${displayText(need.resource)}, of which this refuses a part: a statement that allows cannot leave it out; declare narrower resources`,
  span: refusal.span,
  functionId: fn.id,
});
