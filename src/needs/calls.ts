/** From the calls that a function's code can make to the permissions that it needs. */
import type { App, LambdaFunction } from '../model/app.ts';
import type { CodeReport, Credentials, LostCall, SdkCall } from '../model/call.ts';
import { ALWAYS, and, type When } from '../model/condition.ts';
import type { Datum } from '../model/datum.ts';
import type { Declaration, ResourcesDeclaration } from '../model/declared.ts';
import type { Finding } from '../model/finding.ts';
import type { AssumedRole, Need, Offer, Origin, Unresolved } from '../model/need.ts';
import type { Span } from '../model/span.ts';
import { displayText, type Text, textKey } from '../model/text.ts';
import { applyRule, type Grant, type Undecided } from './apply.ts';
import { ruleOf } from './catalog-rule.ts';
import { statedFor, statedGrants } from './declared.ts';
import { directRule } from './direct.ts';
import { encryptionNeeds } from './encryption.ts';
import { OPEN_INPUT } from './input.ts';
import { grouped, mergeNeeds, mergeOffers, mergeOrigins, mergeUnresolved } from './merge.ts';
import { type Tightening, tighteningOffers } from './offers.ts';
import type { Scope } from './resource.ts';
import type { OperationRule } from './rule.ts';
import { missingObjectOffer, READS_OBJECTS } from './services/s3.ts';

export interface CallNeeds {
  readonly needs: readonly Need[];
  readonly unresolved: readonly Unresolved[];
  readonly offers: readonly Offer[];
  /** other roles whose credentials sign calls, and what these roles need */
  readonly assumes: readonly AssumedRole[];
  /** calls that nothing is granted for, so that nobody looks for a grant: they are signed with keys from elsewhere */
  readonly findings: readonly Finding[];
}

interface Collected {
  readonly needs: Need[];
  readonly unresolved: Unresolved[];
  readonly offers: Offer[];
  readonly tightenings: Tightening[];
}

const empty = (): Collected => ({ needs: [], unresolved: [], offers: [], tightenings: [] });

/** Calls with foreign credentials need nothing from any role of the app: they are said in `findings`. `declarations`: those of the function. */
export function needsOfCalls(report: CodeReport, fn: LambdaFunction, app: App, declarations: readonly Declaration[] = []): CallNeeds {
  const own = empty();
  const assumed = new Map<
    string,
    { readonly credentials: Extract<Credentials, { kind: 'assumed' }>; readonly out: Collected; readonly origins: Origin[] }
  >();
  const foreign: ForeignCall[] = [];
  const collectorOf = (credentials: Credentials, origin: Origin): Collected | undefined => {
    if (credentials.kind === 'own') return own;
    if (credentials.kind === 'foreign') {
      foreign.push({ credentials, origin });
      return undefined;
    }
    const key = roleKey(credentials.role);
    const role = assumed.get(key) ?? { credentials, out: empty(), origins: [] };
    assumed.set(key, role);
    role.origins.push(origin);
    return role.out;
  };

  for (const call of report.calls) {
    const out = collectorOf(call.credentials, originOf(call, call.operation));
    if (out) collectCall(call, app, out, declarations);
  }
  for (const direct of report.direct) {
    const origin = originOf(direct, direct.action);
    const out = collectorOf(direct.credentials, origin);
    if (!out) continue;
    const rule = directRule(direct.action);
    const stated = statedFor(declarations, { kind: 'action', action: direct.action }, direct.span);
    if (rule)
      collectRule(rule, { input: direct.input, whole: direct.input, app }, { origin, model: direct.stated, when: ALWAYS, stated }, out);
    else out.unresolved.push(unresolvedEntry(origin, direct.action, 'IAM defines no such action', 'none', []));
  }
  for (const lost of report.lost) collectLost(lost, app, own, declarations);

  return {
    ...finished(own, app),
    assumes: [...assumed.values()].map(({ credentials, out, origins }) => {
      const { needs, unresolved } = finished(out, app);
      return { role: roleText(credentials.role), needs, unresolved, origins: mergeOrigins(origins) };
    }),
    findings: foreignFindings(foreign, fn),
  };
}

interface ForeignCall {
  readonly credentials: Extract<Credentials, { kind: 'foreign' }>;
  readonly origin: Origin;
}

/** One finding for each call site, at the call, which is where a reader looks for the permission. */
function foreignFindings(calls: readonly ForeignCall[], fn: LambdaFunction): readonly Finding[] {
  const place = ({ origin, credentials }: ForeignCall): string =>
    `${origin.file}:${origin.line}:${origin.column} ${origin.operation ?? ''} ${credentials.reason}`;
  return grouped(calls, place).map(([{ credentials, origin }]): Finding => {
    const { file, line, column } = origin;
    const what = origin.operation ?? 'an operation that is chosen at run time';
    return {
      code: 'foreign-credentials',
      severity: 'info',
      message: `${what} is not called as the function's role, so that nothing is granted for it: ${credentials.reason}`,
      span: { file, line, column },
      functionId: fn.id,
    };
  });
}

const finished = (out: Collected, app: App) => {
  const needs = mergeNeeds(out.needs);
  const encryption = encryptionNeeds(needs, app);
  return {
    needs: mergeNeeds([...needs, ...encryption.needs]),
    unresolved: mergeUnresolved([...out.unresolved, ...encryption.unresolved]),
    offers: mergeOffers([...out.offers, ...tighteningOffers(out.tightenings, out.needs)]),
  };
};

const roleText = (role: Datum): Text | undefined => (role.kind === 'text' ? role.text : undefined);
const roleKey = (role: Datum): string => (role.kind === 'text' ? textKey(role.text) : JSON.stringify(role));

const originOf = (call: Pick<SdkCall, 'span' | 'via'>, operation: string | undefined): Origin => ({
  ...call.span,
  ...(operation === undefined ? {} : { operation }),
  via: call.via,
});

const unresolvedEntry = (origin: Origin, what: string, why: string, fallback: string, actions: readonly string[]): Unresolved => ({
  file: origin.file,
  line: origin.line,
  column: origin.column,
  what,
  why,
  fallback,
  ...(origin.operation === undefined ? {} : { operation: origin.operation }),
  ...(actions.length > 0 ? { actions: [...new Set(actions)] } : {}),
});

function collectCall(call: SdkCall, app: App, out: Collected, declarations: readonly Declaration[]): void {
  const origin = originOf(call, call.operation);
  if (call.operation === undefined) {
    out.unresolved.push(
      unresolvedEntry(origin, `an operation of the client ${call.client}`, 'the operation is chosen at run time', 'none', []),
    );
    return;
  }
  if (call.endpoint && isLocal(call.endpoint)) return;
  const found = ruleOf(call.client, call.operation);
  if (found.kind === 'unsigned') return;
  if (found.kind === 'unknown') {
    out.unresolved.push(unresolvedEntry(origin, `${call.client} ${call.operation}`, found.why, 'none', []));
    return;
  }
  const scope: Scope = {
    input: call.input,
    whole: call.input,
    app,
    ...(call.region ? { region: call.region } : {}),
    ...(call.endpoint ? { endpoint: call.endpoint } : {}),
  };
  const observed = call.client === 's3' && READS_OBJECTS.has(call.operation) && call.observes?.includes('not-found');
  const rule = observed ? { ...found.rule, rows: [...found.rule.rows, missingObjectOffer] } : found.rule;
  const stated = statedFor(declarations, { kind: 'operation', client: call.client, operation: call.operation }, call.span);
  const site = {
    origin,
    model: call.stated,
    when: call.when ?? ALWAYS,
    stated,
    ...(call.byType === undefined ? {} : { byType: call.byType }),
  };
  collectRule(rule, scope, site, out);
}

/** A test server on the same machine: the request never reaches AWS. */
function isLocal(endpoint: Text): boolean {
  const [first] = endpoint;
  return (
    typeof first === 'string' &&
    /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)(?:[:/]|$)/.test(first)
  );
}

interface Site {
  readonly origin: Origin;
  /** the entry of `pinhole.yaml` whose library model tells of the call */
  readonly model: Span | undefined;
  readonly when: When;
  /** resources that are declared for the call */
  readonly stated: readonly ResourcesDeclaration[];
  /** why only the type of the client is known, when it is */
  readonly byType?: string;
}

function collectRule(rule: OperationRule, scope: Scope, { origin, model, when, stated, byType }: Site, out: Collected): void {
  const sources = model ? [origin, { ...model, operation: 'libraries' }] : [origin];
  const outcome = applyRule(rule, scope);
  const operation = origin.operation ?? '';
  const grants = outcome.grants.map((grant) => ({ grant, instead: statedGrants(grant, stated) }));
  for (const { action, target, condition, origins } of grants.flatMap(({ grant, instead }) =>
    instead.length > 0 ? instead.map(([given, by]) => ({ ...given, origins: [...sources, by] })) : [{ ...grant, origins: sources }],
  )) {
    const together = and(when, target.when);
    if (!together) continue;
    out.needs.push({
      action,
      resource: target.resource,
      ...(condition ? { condition } : {}),
      kind: 'code',
      certainty: target.certainty,
      when: together,
      origins,
    });
  }
  const withReason = grants.flatMap(({ grant, instead }) => (grant.target.why !== undefined && instead.length === 0 ? [grant] : []));
  for (const same of grouped(withReason, (grant) => grant.target.why ?? '')) {
    const [first] = same;
    const why = byType === undefined ? `it depends on ${first.target.why}` : `only the type of the client is known: ${byType}`;
    out.unresolved.push(
      unresolvedEntry(
        origin,
        `the resource of ${operation}`,
        why,
        fallbackOf(same),
        same.map((grant) => grant.action),
      ),
    );
  }
  for (const same of grouped(outcome.undecided, (u) => `${u.granted}`))
    out.unresolved.push(undecidedEntry(same, operation, origin, byType));
  for (const { action, target, condition, why } of outcome.offers)
    out.offers.push({ action, resource: target.resource, ...(condition ? { condition } : {}), why, origins: [origin] });
  for (const { grant, condition, why } of outcome.tightenings)
    for (const [operator, keys] of Object.entries(condition))
      for (const [key, values] of Object.entries(keys))
        out.tightenings.push({
          action: grant.action,
          resource: grant.target.resource,
          ...(grant.condition ? { condition: grant.condition } : {}),
          operator,
          key,
          values,
          why,
          origin,
        });
}

const fallbackOf = (grants: readonly Grant[]): string =>
  [...new Set(grants.map((grant) => displayText(grant.target.resource)))].sort().join(', ');

function undecidedEntry(
  same: readonly [Undecided, ...Undecided[]],
  operation: string,
  origin: Origin,
  byType: string | undefined,
): Unresolved {
  const [first] = same;
  const parameters = [...new Set(same.flatMap((u) => u.parameters))];
  const what = parameters.length > 0 ? `the parameters ${parameters.join(', ')} of ${operation}` : `what ${operation} passes on`;
  const reason = byType === undefined ? `it depends on ${first.reason}` : `only the type of the client is known: ${byType}`;
  const fallback = first.granted ? 'each of the actions is granted' : 'none';
  return unresolvedEntry(
    origin,
    what,
    `${reason}; ${neededWhen(same)}`,
    fallback,
    same.map((u) => u.action),
  );
}

/** `glue:GetTable, glue:GetPartitions are needed when …`, the actions of one case together. */
function neededWhen(undecided: readonly Undecided[]): string {
  const cases = [...new Set(undecided.map(({ when }) => when))].map((when) => {
    const actions = [...new Set(undecided.filter((each) => each.when === when).map(({ action }) => action))];
    return `${actions.join(', ')} ${actions.length === 1 ? 'is' : 'are'} needed when ${when}`;
  });
  return cases.join('; ');
}

/** What could not be followed. Where client and operation are known all the same, the call is one with an unknown input. */
function collectLost(lost: LostCall, app: App, out: Collected, declarations: readonly Declaration[]): void {
  if (lost.client !== undefined && lost.operation !== undefined) {
    const { client, operation, span, via, why } = lost;
    collectCall({ client, operation, input: OPEN_INPUT, span, via, credentials: { kind: 'own' }, byType: why }, app, out, declarations);
    return;
  }
  out.unresolved.push({
    ...lost.span,
    what: lost.what,
    why: lost.why,
    fallback: 'none',
    ...(lost.operation === undefined ? {} : { operation: lost.operation }),
  });
}
