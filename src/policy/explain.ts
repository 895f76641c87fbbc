import { formatWhen } from '../model/condition.ts';
import { displayText } from '../model/text.ts';
import { type Decision, decide, evaluateAll } from './authorize.ts';
import type { Condition, Lookup } from './condition/condition.ts';
import {
  actionMatch,
  conditionHolds,
  type LayerResult,
  openness,
  principalAllowed,
  principalDenied,
  type Query,
  resourceMatch,
} from './layer.ts';
import { accessDeniedMessage } from './message.ts';
import { isVariable, type Pattern } from './pattern.ts';
import type { PrincipalElement } from './principal.ts';
import { anyRoute, type Routes } from './principal-match.ts';
import type { AuthorizationRequest, Layer, Layers } from './request.ts';
import { situationOf } from './situation.ts';
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

/** As `authorize`, with every layer and statement told. */
export function explain(request: AuthorizationRequest, layers: Layers): Explanation {
  const situation = situationOf(request, layers);
  const results = evaluateAll(situation);
  const decision = decide(situation, results);
  const told = Object.values(results).flatMap((result: LayerResult | undefined): readonly LayerStory[] => {
    if (!result) return [];
    const policies = policiesOf(layers[result.layer]).map((placed) => ({
      ...placed,
      statements: placed.policy.statements.map((statement) => tellStatement(statement, situation.query)),
    }));
    return [
      { layer: result.layer, skipped: undefined, denies: verdictOf(result.deny), allows: verdictOf(anyRoute(result.routes)), policies },
    ];
  });
  const skipped = LAYERS.filter((layer) => policiesOf(layers[layer]).length > 0 && !told.some((story) => story.layer === layer));
  const silent = { denies: 'no', allows: 'no', policies: [] } as const;
  return {
    decision,
    message: accessDeniedMessage(decision),
    layers: [...told, ...skipped.map((layer): LayerStory => ({ layer, skipped: SKIPPED[layer], ...silent }))],
  };
}

const OWN = 'the caller has no policies of its own';
/** The policy of an endpoint always counts, and so does S3 Block Public Access. */
const SKIPPED: Readonly<Record<Exclude<keyof Layers, 'endpoint' | 'publicAccessBlock'>, string>> = {
  identity: OWN,
  boundary: OWN,
  session: OWN,
  trust: 'the action assumes no role',
  resource: 'the trust policy of the role or the grant to retire stands in its place, or the resource is no KMS key',
  scp: 'service control policies do not limit this caller',
  rcp: 'resource control policies do not cover this request',
  grants: 'the resource is no KMS key',
  acl: 'the bucket has its ACLs disabled, or the request is not for Amazon S3',
};

const LAYERS = Object.keys(SKIPPED) as (keyof typeof SKIPPED)[];

/** The policies of a layer, those of a hierarchy with their level. */
function policiesOf(layer: Layers[keyof Layers]): readonly Pick<PolicyStory, 'policy' | 'level'>[] {
  const listed = (Array.isArray(layer) ? layer : layer ? [layer] : []) as readonly (Policy | readonly Policy[])[];
  return listed.flatMap((one, i): readonly Pick<PolicyStory, 'policy' | 'level'>[] =>
    Array.isArray(one) ? one.map((policy: Policy) => ({ policy, level: i })) : [{ policy: one as Policy, level: undefined }],
  );
}

function tellStatement(statement: Statement, query: Query): StatementStory {
  const elements: ElementStory[] = [];
  let applies: Tri = YES;
  for (const [element, known, words] of tellElements(statement, query)) {
    elements.push({ element, verdict: verdictOf(known), words });
    applies = both(applies, known);
    if (applies === NO) return { statement, applies: 'no', route: undefined, elements };
  }
  const route = statement.effect === 'Allow' ? routeName(principalAllowed(statement, query)) : undefined;
  return { statement, applies: verdictOf(applies), route, elements };
}

function* tellElements(statement: Statement, query: Query): Generator<readonly [ElementName, Tri, string]> {
  const [fault] = statement.faults;
  if (statement.effect === 'Allow' && fault) {
    yield [fault.element, NO, `not understood: ${fault.message}`];
    return;
  }
  yield ['action', actionMatch(statement, query.action), misreading(statement, 'action') ?? actionWords(statement, query)];
  yield ['resource', resourceMatch(statement, query), misreading(statement, 'resource') ?? resourceWords(statement, query)];
  const misreadPrincipal = misreading(statement, 'principal');
  if (misreadPrincipal !== undefined) yield ['principal', YES, misreadPrincipal];
  else if (statement.principal && statement.effect === 'Deny') {
    const meant = principalDenied(statement, query);
    yield ['principal', meant, denyPrincipalWords(statement.principal, meant)];
  } else if (statement.principal) {
    const routes = principalAllowed(statement, query);
    yield ['principal', anyRoute(routes), principalWords(routes)];
  }
  const misreadCondition = misreading(statement, 'condition');
  if (misreadCondition !== undefined) yield ['condition', YES, misreadCondition];
  else
    for (const condition of statement.conditions) {
      const held = conditionHolds(condition, query);
      yield ['condition', held, conditionWords(condition, held, query.context)];
    }
  if (openness(statement, query) === UNKNOWN)
    yield ['statement', UNKNOWN, `it depends on ${statement.open[0] ?? `the template condition ${formatWhen(statement.when)}`}`];
}

const routeName = (routes: Routes): StatementStory['route'] =>
  routes.direct !== NO ? 'direct' : routes.limited !== NO ? 'limited' : 'delegated';

/** Of a Deny. */
function misreading(statement: Statement, element: ElementName): string | undefined {
  const fault = statement.faults.find((one) => one.element === element);
  return fault && `not understood, so it counts as a match: ${fault.message}`;
}

const list = (element: Element<Pattern>): string => {
  const [first, second, ...rest] = element.entries.map((entry) => `"${displayText(entry.source)}"`);
  if (first === undefined) return 'nothing';
  return second === undefined ? first : rest.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${rest.length} more`;
};

function actionWords(statement: Statement, query: Query): string {
  const known = actionMatch(statement, query.action);
  const name = statement.action.negated ? 'NotAction' : 'Action';
  return elementWords(name, statement.action, known, query.spelling);
}

function resourceWords(statement: Statement, query: Query): string {
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
    .flatMap((one) => one.tokens.filter(isVariable))
    .find((token) => token.fallback === undefined && context.get(token.key) === undefined)?.name;

function principalWords(routes: Routes): string {
  if (routes.direct === YES) return 'Principal names the caller, or everyone';
  if (routes.limited === YES) return 'Principal names the role or user behind the session: its boundary and session policy still limit it';
  if (routes.delegated === YES) return 'Principal names the account of the caller, whose own policies must allow as well';
  return anyRoute(routes) === NO ? 'Principal does not name the caller' : 'whether Principal names the caller is not known';
}

function denyPrincipalWords({ negated }: PrincipalElement, meant: Tri): string {
  const name = negated ? 'NotPrincipal' : 'Principal';
  if (meant === UNKNOWN) return `whether ${name} means the caller is not known`;
  if (negated) return meant === YES ? 'NotPrincipal does not spare the caller' : 'NotPrincipal spares the caller';
  return meant === YES ? 'Principal names the caller' : 'Principal does not name the caller';
}

function conditionWords(condition: Condition, held: Tri, context: Lookup): string {
  const name = `${condition.operator} ${condition.key}`;
  const entry = context.get(condition.lookupKey);
  const outcome = held === YES ? 'holds' : held === NO ? 'does not hold' : 'may or may not hold';
  if (entry?.unknown !== undefined)
    return held === UNKNOWN ? `${name}: it depends on ${entry.unknown}` : `${name} ${outcome}: it does not depend on ${entry.unknown}`;
  if (entry === undefined || entry.values.length === 0) return `${name} ${outcome}: the request has no such key`;
  const values = entry.values.map((value) => `"${typeof value === 'string' ? value : displayText(value)}"`).join(', ');
  const missing = missingVariable(condition.values, context);
  const wanted = condition.values.map((value) => `"${displayText(value.source)}"`).join(', ');
  return `${name} ${outcome}: the request has ${values}, the policy ${wanted === '' ? 'no value' : wanted}${missing === undefined ? '' : `, where \${${missing}} has no value`}`;
}
