import { formatWhen } from '../model/condition.ts';
import { displayText } from '../model/text.ts';
import { type Decision, decide, evaluateAll } from './authorize.ts';
import { type Condition, type Lookup, substitute } from './condition/condition.ts';
import {
  actionMatch,
  conditionHolds,
  hasFault,
  joinLevels,
  type LayerResult,
  openness,
  principalAllowed,
  principalDenied,
  type Query,
  resourceMatch,
  type StatementRef,
} from './layer.ts';
import { accessDeniedMessage } from './message.ts';
import { isVariable, type Pattern } from './pattern.ts';
import { anyRoute, capRoutes, EVERY_ROUTE, joinRoutes, NO_ROUTES, type Routes } from './principal-match.ts';
import type { AuthorizationRequest, Layer, Layers } from './request.ts';
import { type Situation, situationOf } from './situation.ts';
import type { Element, ElementName, Policy, Statement } from './statement.ts';
import { both, NO, type Tri, UNKNOWN, type Verdict, verdictOf, YES } from './tri.ts';

/** The whole story of a decision. */
export interface Explanation {
  readonly decision: Decision;
  /** as AWS words it; undefined unless denied */
  readonly message: string | undefined;
  readonly layers: readonly LayerStory[];
}

export interface LayerStory {
  readonly layer: Layer;
  /** why the layer does not count for this request; undefined when it does */
  readonly skipped: string | undefined;
  readonly denies: Verdict;
  readonly allows: Verdict;
  readonly policies: readonly PolicyStory[];
}

export interface PolicyStory {
  readonly policy: Policy;
  /** of a hierarchy, from 0 at its root */
  readonly level: number | undefined;
  readonly statements: readonly StatementStory[];
}

export interface StatementStory {
  readonly statement: Statement;
  readonly applies: Verdict;
  /** what an Allow that applies is worth: see `Routes` */
  readonly route: 'direct' | 'limited' | 'delegated' | undefined;
  /** each element up to the first that fails, with why, in words */
  readonly elements: readonly ElementStory[];
}

export interface ElementStory {
  readonly element: ElementName;
  readonly verdict: Verdict;
  /** one clause: `no entry of Action matches s3:PutObject` */
  readonly words: string;
}

/** As `authorize`, with every layer and statement told. Both always agree. */
export function explain(request: AuthorizationRequest, layers: Layers): Explanation {
  const situation = situationOf(request, layers);
  const stories: LayerStory[] = [];
  const results = evaluateAll(
    situation,
    (layer, policies, query) => {
      const told = tellLayer(layer, policies, undefined, query);
      stories.push(told.story);
      return told.result;
    },
    (layer, levels, query) => {
      const told = levels.map((policies, level) => tellLayer(layer, policies, level, query));
      const result = joinLevels(
        layer,
        told.map((one) => one.result),
      );
      stories.push({
        layer,
        skipped: undefined,
        denies: verdictOf(result.deny),
        allows: verdictOf(result.routes.direct),
        policies: told.flatMap((one) => one.story.policies),
      });
      return result;
    },
  );
  const decision = decide(situation, results);
  return { decision, message: accessDeniedMessage(decision), layers: [...stories, ...skippedLayers(situation, stories)] };
}

function skippedLayers({ layers }: Situation, told: readonly LayerStory[]): readonly LayerStory[] {
  const given = (Object.keys(layers) as (keyof Layers)[]).filter((layer) => {
    const value = layers[layer];
    return value !== undefined && !(Array.isArray(value) && value.length === 0) && !told.some((story) => story.layer === layer);
  });
  return given.map((layer): LayerStory => ({ layer, skipped: SKIPPED[layer], denies: 'no', allows: 'no', policies: [] }));
}

const OWN = 'the caller has no policies of its own';
const SKIPPED: Readonly<Record<keyof Layers, string>> = {
  identity: OWN,
  boundary: OWN,
  session: OWN,
  trust: 'the action assumes no role',
  resource: 'the trust policy of the role stands in its place',
  scp: 'service control policies do not limit this caller',
  rcp: 'resource control policies do not cover this request',
  endpoint: 'there is none',
};

interface Told {
  readonly story: LayerStory;
  readonly result: LayerResult;
}

function tellLayer(layer: Layer, policies: readonly Policy[], level: number | undefined, query: Query): Told {
  const stories: PolicyStory[] = [];
  let deny: Tri = NO;
  let denyBy: StatementRef | undefined;
  let routes = NO_ROUTES;
  let allowBy: StatementRef | undefined;
  const misread: StatementRef[] = [];
  for (const policy of policies) {
    const statements: StatementStory[] = [];
    if (policy.unreadable !== undefined) {
      deny = YES;
      denyBy = { layer, policy, statement: undefined };
      misread.push(denyBy);
      routes = NO_ROUTES;
      allowBy = undefined;
      stories.push({ policy, level, statements });
      break;
    }
    for (const statement of policy.statements) {
      const told = tellStatement(statement, query);
      statements.push(told.story);
      const ref = { layer, policy, statement };
      if (statement.faults.length > 0 && actionMatch(statement, query.action) !== NO) misread.push(ref);
      if (statement.effect === 'Deny') {
        if (told.applies > deny) {
          deny = told.applies;
          denyBy = ref;
        }
        continue;
      }
      const joined = joinRoutes(routes, told.routes);
      if (joined.direct > routes.direct || joined.limited > routes.limited || joined.delegated > routes.delegated) {
        if (routes.direct !== YES) allowBy = ref;
      }
      routes = joined;
    }
    stories.push({ policy, level, statements });
  }
  return {
    story: { layer, skipped: undefined, denies: verdictOf(deny), allows: verdictOf(anyRoute(routes)), policies: stories },
    result: { layer, deny, denyBy, routes, allowBy, misread },
  };
}

interface ToldStatement {
  readonly story: StatementStory;
  readonly applies: Tri;
  readonly routes: Routes;
}

function tellStatement(statement: Statement, query: Query): ToldStatement {
  const elements: ElementStory[] = [];
  const end = (applies: Tri, routes: Routes): ToldStatement => ({
    story: { statement, applies: verdictOf(applies), route: statement.effect === 'Allow' ? routeName(routes) : undefined, elements },
    applies,
    routes,
  });
  const tell = (element: ElementName, known: Tri, words: string): Tri => {
    elements.push({ element, verdict: verdictOf(known), words });
    return known;
  };
  if (statement.effect === 'Allow' && statement.faults.length > 0) {
    const [fault] = statement.faults;
    tell(fault?.element ?? 'statement', NO, `not understood: ${fault?.message ?? ''}`);
    return end(NO, NO_ROUTES);
  }
  let known = tell('action', actionMatch(statement, query.action), actionWords(statement, query));
  if (known === NO) return end(NO, NO_ROUTES);
  known = both(known, tell('resource', resourceMatch(statement, query), resourceWords(statement, query)));
  if (known === NO) return end(NO, NO_ROUTES);
  let routes = EVERY_ROUTE;
  if (statement.principal || hasFault(statement, 'principal')) {
    if (statement.effect === 'Deny') {
      const meant = principalDenied(statement, query);
      known = both(known, tell('principal', meant, denyPrincipalWords(statement, meant)));
    } else {
      routes = principalAllowed(statement, query);
      known = both(known, tell('principal', anyRoute(routes), principalWords(routes)));
    }
    if (known === NO) return end(NO, NO_ROUTES);
  }
  for (const condition of hasFault(statement, 'condition') ? [] : statement.conditions) {
    const held = conditionHolds(condition, query);
    known = both(known, tell('condition', held, conditionWords(condition, held, query.context)));
    if (held === NO) return end(NO, NO_ROUTES);
  }
  if (hasFault(statement, 'condition')) tell('condition', YES, faultWords(statement, 'condition'));
  const open = openness(statement, query);
  if (open === UNKNOWN) {
    const reason = statement.open[0] ?? `the template condition ${formatWhen(statement.when)}`;
    known = both(known, tell('statement', UNKNOWN, `it depends on ${reason}`));
  }
  if (statement.effect === 'Deny') return end(known, NO_ROUTES);
  // the principal's own part is in the routes
  let cap: Tri = both(actionMatch(statement, query.action), both(resourceMatch(statement, query), open));
  for (const condition of statement.conditions) cap = both(cap, conditionHolds(condition, query));
  return end(known, capRoutes(routes, cap));
}

const routeName = (routes: Routes): StatementStory['route'] =>
  routes.direct !== NO ? 'direct' : routes.limited !== NO ? 'limited' : routes.delegated !== NO ? 'delegated' : undefined;

const faultWords = (statement: Statement, element: ElementName): string =>
  `not understood, so it counts as a match: ${statement.faults.find((fault) => fault.element === element)?.message ?? ''}`;

const list = (element: Element<Pattern>): string => {
  const [first, second, ...rest] = element.entries.map((entry) => `"${displayText(entry.source)}"`);
  if (first === undefined) return 'nothing';
  return second === undefined ? first : rest.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${rest.length} more`;
};

function actionWords(statement: Statement, query: Query): string {
  if (hasFault(statement, 'action')) return faultWords(statement, 'action');
  const known = actionMatch(statement, query.action);
  const name = statement.action.negated ? 'NotAction' : 'Action';
  return elementWords(name, statement.action, known, query.spelling);
}

function resourceWords(statement: Statement, query: Query): string {
  if (hasFault(statement, 'resource')) return faultWords(statement, 'resource');
  if (!statement.resource) return 'the policy speaks for the resource it is attached to';
  const known = resourceMatch(statement, query);
  const name = statement.resource.negated ? 'NotResource' : 'Resource';
  const missing = known === NO ? missingVariable(statement.resource.entries, query.context) : undefined;
  const subject = typeof query.resource === 'string' ? query.resource : displayText(query.resource);
  const words = elementWords(name, statement.resource, known, subject);
  return missing === undefined ? words : `${words}: \${${missing}} has no value in this request`;
}

function elementWords(name: string, element: Element<Pattern>, known: Tri, subject: string): string {
  if (known === UNKNOWN) return `whether ${name} ${list(element)} matches ${subject} is not known`;
  if (element.negated)
    return known === YES ? `${name} ${list(element)} leaves ${subject} in` : `${name} ${list(element)} takes ${subject} out`;
  return known === YES ? `${name} ${list(element)} matches ${subject}` : `${name} ${list(element)} does not match ${subject}`;
}

const missingVariable = (patterns: readonly Pattern[], context: Lookup): string | undefined =>
  patterns
    .filter((one) => substitute(one, context) === NO)
    .flatMap((one) => one.tokens.filter(isVariable))
    .find((token) => token.fallback === undefined && context.get(token.key) === undefined)?.name;

function principalWords(routes: Routes): string {
  if (routes.direct === YES) return 'Principal names the caller, or everyone';
  if (routes.limited === YES) return 'Principal names the role or user behind the session: its boundary and session policy still limit it';
  if (routes.delegated === YES) return 'Principal names the account of the caller, whose own policies must allow as well';
  return anyRoute(routes) === NO ? 'Principal does not name the caller' : 'whether Principal names the caller is not known';
}

function denyPrincipalWords(statement: Statement, meant: Tri): string {
  if (hasFault(statement, 'principal')) return faultWords(statement, 'principal');
  const name = statement.principal?.negated ? 'NotPrincipal' : 'Principal';
  if (meant === UNKNOWN) return `whether ${name} means the caller is not known`;
  if (statement.principal?.negated) return meant === YES ? 'NotPrincipal does not spare the caller' : 'NotPrincipal spares the caller';
  return meant === YES ? 'Principal names the caller' : 'Principal does not name the caller';
}

function conditionWords(condition: Condition, held: Tri, context: Lookup): string {
  const name = `${condition.operator} ${condition.key}`;
  const entry = context.get(condition.lookupKey);
  if (entry?.unknown !== undefined) return `${name}: it depends on ${entry.unknown}`;
  const outcome = held === YES ? 'holds' : held === NO ? 'does not hold' : 'may or may not hold';
  if (entry === undefined || entry.values.length === 0) return `${name} ${outcome}: the request has no such key`;
  const values = entry.values.map((value) => `"${typeof value === 'string' ? value : displayText(value)}"`).join(', ');
  const missing = missingVariable(condition.values, context);
  const wanted = condition.values.map((value) => `"${displayText(value.source)}"`).join(', ');
  return `${name} ${outcome}: the request has ${values}, the policy ${wanted === '' ? 'no value' : wanted}${missing === undefined ? '' : `, where \${${missing}} has no value`}`;
}
