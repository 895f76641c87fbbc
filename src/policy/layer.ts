import { formatWhen } from '../model/condition.ts';
import { displayText } from '../model/text.ts';
import { matchesAction, serviceOf } from './action.ts';
import { type ByResource, byResource, mayConcern } from './by-resource.ts';
import type { Caller } from './caller.ts';
import { type Condition, holds, substitute } from './condition/condition.ts';
import type { RequestContext } from './context.ts';
import { matches, type Name } from './name.ts';
import type { Pattern } from './pattern.ts';
import { anyRoute, capRoutes, denies, EVERY_ROUTE, joinRoutes, NO_ROUTES, type Routes, routesOf } from './principal-match.ts';
import type { Layer, Layers } from './request.ts';
import type { Element, ElementName, Policy, Statement } from './statement.ts';
import { both, either, NO, not, type Tri, UNKNOWN, YES } from './tri.ts';

/** One request as the statements are held against it. */
export interface Query {
  /** in lower case */
  readonly action: string;
  /** as the request spells it */
  readonly spelling: string;
  readonly resource: Name;
  readonly caller: Caller;
  readonly hasBoundary: boolean;
  readonly context: RequestContext;
}

/** A statement with its policy, as decisions name it. */
export interface StatementRef {
  readonly layer: Layer;
  readonly policy: Policy;
  /** undefined when the policy as a whole decides: it cannot be read */
  readonly statement: Statement | undefined;
}

/** What one layer says. For layers that name no principals, `allow` is all in `routes.direct`. */
export interface LayerResult {
  readonly layer: keyof Layers;
  readonly deny: Tri;
  readonly denyBy: StatementRef | undefined;
  readonly routes: Routes;
  /** the first Allow that reaches the caller best; hierarchies name none */
  readonly allowBy: StatementRef | undefined;
  /** statements that this request touches and that are not understood */
  readonly misread: readonly StatementRef[];
}

/** The statements of a policy that concern one action. */
interface Candidates {
  readonly deny: ByResource<Candidate>;
  readonly allow: ByResource<Candidate>;
  readonly misread: readonly Statement[];
}

interface Candidate {
  readonly statement: Statement;
  /** how the action matches: never `NO` */
  readonly action: Tri;
}

/** A policy's statements by the service of their actions, and what was found for the actions asked so far. */
interface PolicyIndex {
  readonly byService: ReadonlyMap<string, readonly Statement[]>;
  readonly anyService: readonly Statement[];
  readonly asked: Map<string, Candidates>;
}

const indexes = new WeakMap<Policy, PolicyIndex>();
const MAX_ASKED = 2048;

function indexOf(policy: Policy): PolicyIndex {
  const known = indexes.get(policy);
  if (known) return known;
  const byService = new Map<string, Statement[]>();
  const anyService: Statement[] = [];
  for (const statement of policy.statements) {
    const services = servicesOf(statement);
    if (!services) {
      anyService.push(statement);
      continue;
    }
    for (const service of services) {
      const listed = byService.get(service);
      if (listed) listed.push(statement);
      else byService.set(service, [statement]);
    }
  }
  const index = { byService, anyService, asked: new Map<string, Candidates>() };
  indexes.set(policy, index);
  return index;
}

/** Undefined when the statement may concern any service. */
function servicesOf(statement: Statement): ReadonlySet<string> | undefined {
  if (statement.action.negated || hasFault(statement, 'action')) return undefined;
  const services = new Set<string>();
  for (const entry of statement.action.entries) {
    if (entry.service === undefined) return undefined;
    services.add(entry.service);
  }
  return services;
}

/** `action` in lower case. */
function candidatesOf(policy: Policy, action: string): Candidates {
  const index = indexOf(policy);
  const known = index.asked.get(action);
  if (known) return known;
  const statements = [...(index.byService.get(serviceOf(action)) ?? []), ...index.anyService];
  const deny: Candidate[] = [];
  const allow: Candidate[] = [];
  const misread: Statement[] = [];
  for (const statement of statements.sort((a, b) => a.index - b.index)) {
    const matched = actionMatch(statement, action);
    if (matched === NO) continue;
    if (statement.faults.length > 0) misread.push(statement);
    if (statement.effect === 'Deny') deny.push({ statement, action: matched });
    else if (statement.faults.length === 0) allow.push({ statement, action: matched });
  }
  if (index.asked.size >= MAX_ASKED) index.asked.clear();
  const found = { deny: byResource(deny, elementOf), allow: byResource(allow, elementOf), misread };
  index.asked.set(action, found);
  return found;
}

/** A resource that is not understood counts as a match. */
const elementOf = ({ statement }: Candidate): Element<Pattern> | undefined =>
  hasFault(statement, 'resource') ? undefined : statement.resource;

export const hasFault = (statement: Statement, element: ElementName): boolean =>
  statement.faults.length > 0 && statement.faults.some((fault) => fault.element === element);

/** What is not understood counts as a match; that a faulty Allow applies to nothing is seen to elsewhere. */
export function actionMatch(statement: Statement, action: string): Tri {
  if (hasFault(statement, 'action')) return YES;
  let matched: Tri = NO;
  for (const entry of statement.action.entries) matched = either(matched, matchesAction(entry, action));
  return statement.action.negated ? not(matched) : matched;
}

export function resourceMatch(statement: Statement, query: Query): Tri {
  if (hasFault(statement, 'resource') || !statement.resource) return YES;
  return elementMatch(statement.resource, query);
}

function elementMatch(element: Element<Pattern>, query: Query): Tri {
  let matched: Tri = NO;
  for (const entry of element.entries) {
    matched = either(matched, entryMatch(entry, query));
    if (matched === YES) break;
  }
  return element.negated ? not(matched) : matched;
}

function entryMatch(entry: Pattern, query: Query): Tri {
  // whatever its variables and holes turn out to be
  if (typeof query.resource === 'string' && !beginsWith(query.resource, entry.prefix)) return NO;
  const filled = substitute(entry, query.context);
  if (typeof filled !== 'object') return filled;
  // an action that takes no resource is authorized on `*`, which only the entry `*` matches (AWS: "… elements: Resource")
  const known = matches(filled, query.resource);
  if (known === UNKNOWN) query.context.doubt(`whether the resource is ${displayText(entry.source)}`);
  return known;
}

/** Prefixes of one service's resources differ at their ends, which costs less to look at than to call `startsWith`. */
const beginsWith = (resource: string, prefix: string): boolean =>
  resource.charCodeAt(prefix.length - 1) === prefix.charCodeAt(prefix.length - 1) ? resource.startsWith(prefix) : prefix === '';

export function conditionHolds(condition: Condition, query: Query): Tri {
  const held = holds(condition, query.context);
  // a key that is declared as not known gives its own reason
  if (held === UNKNOWN && query.context.get(condition.lookupKey)?.unknown === undefined)
    query.context.doubt(`the condition ${condition.operator} on ${condition.key}`);
  return held;
}

/** All conditions must hold. */
function conditionsHold(statement: Statement, query: Query): Tri {
  if (hasFault(statement, 'condition')) return YES;
  let held: Tri = YES;
  for (const condition of statement.conditions) {
    const one = conditionHolds(condition, query);
    if (one === NO) return NO;
    held = both(held, one);
  }
  return held;
}

/** Values of a template that are not known cap what the statement can be said to do. */
export function openness(statement: Statement, query: Query): Tri {
  if (statement.open.length === 0 && statement.when.length === 0) return YES;
  for (const reason of statement.open) query.context.doubt(reason);
  if (statement.when.length > 0) query.context.doubt(`the template condition ${formatWhen(statement.when)}`);
  return UNKNOWN;
}

/** Whether a Deny means the caller. */
export function principalDenied(statement: Statement, query: Query): Tri {
  const meant = hasFault(statement, 'principal') ? YES : denies(statement.principal, query.caller, query.hasBoundary);
  if (meant === UNKNOWN) query.context.doubt('whether the policy names the caller');
  return meant;
}

/** How an Allow reaches the caller. */
export function principalAllowed(statement: Statement, query: Query): Routes {
  const routes = statement.principal ? routesOf(statement.principal, query.caller) : EVERY_ROUTE;
  if (routes.direct === UNKNOWN || routes.limited === UNKNOWN || routes.delegated === UNKNOWN)
    query.context.doubt('whether the policy names the caller');
  return routes;
}

function denyApplies(candidate: Candidate, query: Query): Tri {
  const { statement } = candidate;
  let known = candidate.action;
  known = both(known, resourceMatch(statement, query));
  if (known === NO) return NO;
  known = both(known, principalDenied(statement, query));
  if (known === NO) return NO;
  known = both(known, conditionsHold(statement, query));
  return known === NO ? NO : both(known, openness(statement, query));
}

function allowRoutes(candidate: Candidate, query: Query): Routes {
  const { statement } = candidate;
  let known = both(candidate.action, resourceMatch(statement, query));
  if (known === NO) return NO_ROUTES;
  const routes = principalAllowed(statement, query);
  if (anyRoute(routes) === NO) return NO_ROUTES;
  known = both(known, conditionsHold(statement, query));
  if (known === NO) return NO_ROUTES;
  known = both(known, openness(statement, query));
  return capRoutes(routes, known);
}

/** What the policies of one layer say together: a Deny of any, an Allow of any. */
export function evaluateLayer(layer: keyof Layers, policies: readonly Policy[], query: Query): LayerResult {
  let deny: Tri = NO;
  let denyBy: StatementRef | undefined;
  let routes = NO_ROUTES;
  let allowBy: StatementRef | undefined;
  const misread: StatementRef[] = [];
  for (const policy of policies) {
    if (policy.unreadable !== undefined) {
      denyBy = { layer, policy, statement: undefined };
      return { layer, deny: YES, denyBy, routes: NO_ROUTES, allowBy: undefined, misread: [...misread, denyBy] };
    }
    const candidates = candidatesOf(policy, query.action);
    for (const candidate of mayConcern(candidates.deny, query.resource)) {
      if (deny === YES) break;
      const applies = denyApplies(candidate, query);
      if (applies <= deny) continue;
      deny = applies;
      denyBy = { layer, policy, statement: candidate.statement };
    }
    for (const candidate of mayConcern(candidates.allow, query.resource)) {
      if (routes.direct === YES) break;
      const joined = joinRoutes(routes, allowRoutes(candidate, query));
      if (betters(joined, routes)) allowBy = { layer, policy, statement: candidate.statement };
      routes = joined;
    }
    for (const statement of candidates.misread) misread.push({ layer, policy, statement });
  }
  return { layer, deny, denyBy, routes, allowBy, misread };
}

export const NO_REFS: readonly StatementRef[] = [];

/** Whether an Allow added something. */
const betters = (a: Routes, b: Routes): boolean => a.direct > b.direct || a.limited > b.limited || a.delegated > b.delegated;

/** A hierarchy: every level must allow, and a Deny of any level counts (AWS Organizations: "SCP evaluation"). */
export function evaluateLevels(layer: 'scp' | 'rcp', levels: readonly (readonly Policy[])[], query: Query): LayerResult {
  let deny: Tri = NO;
  let denyBy: StatementRef | undefined;
  let allow: Tri = YES;
  const misread: StatementRef[] = [];
  for (const policies of levels) {
    const level = evaluateLayer(layer, policies, query);
    if (level.deny > deny) {
      deny = level.deny;
      denyBy = level.denyBy;
    }
    misread.push(...level.misread);
    allow = both(allow, level.routes.direct);
  }
  return { layer, deny, denyBy, routes: { direct: allow, limited: NO, delegated: NO }, allowBy: undefined, misread };
}
