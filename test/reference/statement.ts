import { accountOf, type Caller, type Route, routeOf } from './caller.ts';
import { conditionHolds } from './condition.ts';
import type { Document, PrincipalElement, Statement } from './document.ts';
import { actionMatches } from './operators.ts';
import type { RequestContext } from './request-context.ts';
import { substitute } from './variables.ts';
import { matchesPieces, type Piece } from './wildcard.ts';

/** What a statement is held against. */
export interface Request {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
  /** the caller's user or role has a permissions boundary */
  readonly hasBoundary: boolean;
  readonly gatewayEndpoint: boolean;
}

/** Source: IAM User Guide, "IAM JSON policy elements: Action", "… NotAction". */
function actionApplies(statement: Statement, request: Request): boolean {
  const listed = statement.action.patterns.some((pattern) => actionMatches(pattern, request.action));
  return listed !== statement.action.negated;
}

/**
 * Wildcards stay inside the segment that they stand in, between colons; a `*` that ends a segment may pass its colon.
 * Source: IAM User Guide, "IAM JSON policy elements: Resource".
 */
export function resourceMatches(pattern: readonly Piece[], resource: string): boolean {
  const endsSegment = (place: number): boolean => {
    const next = pattern[place + 1];
    return next === undefined || (next.kind === 'character' && next.character === ':');
  };
  const mayStandFor = (place: number, character: string): boolean =>
    character !== ':' || (pattern[place]?.kind === 'anyRun' && endsSegment(place));
  return matchesPieces(pattern, resource, mayStandFor);
}

/** Source: as above, and "IAM policy elements: Variables and tags" for an entry whose variable has no value. */
function resourceApplies(statement: Statement, request: Request): boolean {
  if (statement.resource === undefined) return true;
  const listed = statement.resource.patterns.some((parts) => {
    const pattern = substitute(parts, request.context);
    return pattern !== undefined && resourceMatches(pattern, request.resource);
  });
  return listed !== statement.resource.negated;
}

/**
 * NotPrincipal spares a caller when both its account and it itself (or its role) are listed, and nobody with a permissions
 * boundary.
 * Source: IAM User Guide, "AWS JSON policy elements: NotPrincipal".
 */
function isSpared(element: PrincipalElement, request: Request): boolean {
  if (request.hasBoundary) return false;
  const routes = element.entries.map(({ type, entry }) => routeOf(type, entry, request.caller));
  const itself = routes.includes('direct') || routes.includes('limited');
  const everyone = element.entries.some(({ entry }) => entry === '*');
  if (everyone || accountOf(request.caller) === undefined || request.caller.kind === 'root') return itself;
  return itself && routes.includes('account');
}

/** The ways in which the Principal element reaches the caller; none when it does not. */
function principalRoutes(statement: Statement, document: Document, request: Request): ReadonlySet<Route> {
  if (statement.principal === undefined) return new Set(['direct']);
  if (statement.principal.negated) return new Set(isSpared(statement.principal, request) ? [] : ['direct']);
  const routes = new Set<Route>();
  for (const { type, entry } of statement.principal.entries) {
    const route = routeOf(type, entry, request.caller);
    // VPC User Guide, "Control access to VPC endpoints using endpoint policies": an account is its root user only
    if (route === 'account' && document.kind === 'endpoint' && request.gatewayEndpoint) {
      if (statement.effect === 'Allow') continue;
      request.context.doubts.add('a Deny for an account in the policy of a gateway endpoint');
    }
    if (route !== undefined) routes.add(route);
  }
  return routes;
}

function restApplies(statement: Statement, request: Request): boolean {
  const faulty = statement.faulty;
  return (
    (faulty.has('action') || actionApplies(statement, request)) &&
    (faulty.has('resource') || resourceApplies(statement, request)) &&
    (faulty.has('condition') || statement.conditions.every((condition) => conditionHolds(condition, request.context)))
  );
}

export function denies(document: Document, request: Request): boolean {
  if (document.unreadable) return true;
  return document.statements.some(
    (statement) =>
      statement.effect === 'Deny' &&
      (statement.faulty.has('principal') || principalRoutes(statement, document, request).size > 0) &&
      restApplies(statement, request),
  );
}

/** The ways in which some Allow of the document reaches the caller. */
export function allowRoutes(document: Document, request: Request): ReadonlySet<Route> {
  const routes = new Set<Route>();
  for (const statement of document.statements) {
    if (statement.effect !== 'Allow' || statement.faulty.size > 0 || !restApplies(statement, request)) continue;
    for (const route of principalRoutes(statement, document, request)) routes.add(route);
  }
  return routes;
}

export const allows = (document: Document, request: Request): boolean => allowRoutes(document, request).size > 0;
