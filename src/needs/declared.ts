/** Declarations of `pinhole.yaml` on their way to needs: resources for calls, calls for code that is not read, grants. */
import { arnFormats } from '../catalog/iam.ts';
import type { CodeReport, SdkCall } from '../model/call.ts';
import { and } from '../model/condition.ts';
import type { Declaration, DeclaredCall, DeclaredResource, ResourcesDeclaration } from '../model/declared.ts';
import type { Need, Origin } from '../model/need.ts';
import type { Span } from '../model/span.ts';
import { isHole, startsWith, type Text, text } from '../model/text.ts';
import type { Grant } from './apply.ts';
import { covers } from './pattern.ts';

/** The report with the declared operations as calls. They and the actions beside them stand in place of code that is not read. */
export function withDeclaredCalls(report: CodeReport, declarations: readonly Declaration[]): CodeReport {
  const calls = declarations.flatMap((one): readonly SdkCall[] =>
    one.kind === 'operation'
      ? [{ client: one.client, operation: one.operation, input: one.input, span: one.span, via: [], credentials: { kind: 'own' } }]
      : [],
  );
  const forCode = calls.length > 0 || declarations.some((one) => one.kind === 'grant' && one.forCode);
  return { ...report, calls: [...report.calls, ...calls], lost: forCode ? report.lost.filter((lost) => !lost.allCode) : report.lost };
}

export const needsOfGrants = (declarations: readonly Declaration[]): readonly Need[] =>
  declarations.flatMap((one) => {
    if (one.kind !== 'grant') return [];
    const origins = [originOf(one, one.forCode ? 'operations' : 'grants')];
    // an action that works on no particular resource has no narrower one than "*"
    const exact = arnFormats(one.action).length === 0 ? { certainty: 'exact' as const } : {};
    return one.resources.map((resource): Need => ({ action: one.action, ...resource, ...exact, kind: 'code', origins }));
  });

const originOf = ({ span }: Declaration, operation: string): Origin => ({ ...span, operation });

/** The declarations for one call. */
export const statedFor = (declarations: readonly Declaration[], call: DeclaredCall, span: Span): readonly ResourcesDeclaration[] =>
  declarations.filter(
    (one): one is ResourcesDeclaration =>
      one.kind === 'resources' &&
      sameCall(one.call, call) &&
      (one.at === undefined || (one.at.file === span.file && (one.at.line ?? span.line) === span.line)),
  );

const sameCall = (a: DeclaredCall, b: DeclaredCall): boolean =>
  a.kind === 'operation'
    ? b.kind === 'operation' && a.client === b.client && a.operation === b.operation
    : b.kind === 'action' && a.action === b.action;

/** The declared resources of a grant whose own is not resolved, with what declares them; empty: none fits its action. */
export function statedGrants(grant: Grant, stated: readonly ResourcesDeclaration[]): readonly (readonly [Grant, Origin])[] {
  if (grant.target.why === undefined) return [];
  return stated
    .filter((one) => one.action === undefined || one.action === grant.action)
    .flatMap((one) =>
      one.resources
        .filter((given) => fits(grant.action, given))
        .flatMap((given) => {
          const when = and(grant.target.when, given.when);
          return when ? [[{ ...grant, target: { ...given, when } }, originOf(one, 'resources')] as const] : [];
        }),
    );
}

/** Whether the action works on such a resource; an ARN that only deployment knows is taken at its word. */
export function fits(action: string, { resource }: DeclaredResource): boolean {
  const [first] = resource;
  if (first === undefined || isHole(first) || !startsWith(resource, 'arn:')) return true;
  return arnFormats(action).some((format) => covers(patternOf(format), resource));
}

const patternOf = (format: string): Text => text(format.replaceAll(/\$\{[^}]*\}/g, '*'));
