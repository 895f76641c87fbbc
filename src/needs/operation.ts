/** What an operation needs, when, and why: for `pinhole operation`, and for the comparison with AWS's own tables. */
import { sdkClient, sdkClients } from '../catalog/sdk-client.ts';
import { operations } from '../catalog/sdk-operation.ts';
import type { MapDatum } from '../model/datum.ts';
import { nearest } from '../model/nearest.ts';
import { displayText, text } from '../model/text.ts';
import { ruleOf } from './catalog-rule.ts';
import { EMPTY_APP } from './empty-app.ts';
import { rulesOfClient, SERVICES } from './registry.ts';
import type { AllowRow, Row, ServiceRules } from './rule.ts';

export interface OperationNeed {
  /** `s3:PutObjectAcl` */
  readonly action: string;
  /** the ARN with the parameters' names in it, or `*` */
  readonly resource: string;
  /** ends a sentence that starts "when"; undefined: always */
  readonly when?: string;
  /** with the given parameters; `maybe` when they do not decide it */
  readonly needed: 'yes' | 'no' | 'maybe';
  /** what it gives, for permissions that are offered and never needed */
  readonly offered?: string;
  /** condition keys that the need itself carries, `{ 'iam:PassedToService': ['scheduler.amazonaws.com'] }` */
  readonly conditions?: Readonly<Record<string, readonly string[]>>;
}

export interface OperationDescription {
  /** the SDK client, `s3` */
  readonly client: string;
  readonly operation: string;
  readonly needs: readonly OperationNeed[];
  /** actions of AWS's table that are never asked for, or are asked for beyond it, with the reason */
  readonly differs: Readonly<Record<string, string>>;
  /** false: described by the catalog alone, by the action of the operation's name */
  readonly ownRows: boolean;
}

export type OperationAnswer =
  | { readonly kind: 'described'; readonly description: OperationDescription }
  /** not authorised by IAM */
  | { readonly kind: 'unsigned'; readonly client: string; readonly operation: string }
  /** `why` is one lower-case sentence */
  | { readonly kind: 'unknown'; readonly why: string; readonly suggestions: readonly string[] };

/**
 * `s3:CopyObject`, by client (`sfn:StartExecution`) or by IAM prefix (`states:StartExecution`); case is ignored. Without
 * parameters every condition is open; with them, a parameter that is not given is absent.
 */
export function describeOperation(name: string, parameters: ReadonlyMap<string, string> = new Map()): OperationAnswer {
  const colon = name.indexOf(':');
  if (colon <= 0) return { kind: 'unknown', why: `${name} is no operation: name it as client:Operation, s3:CopyObject`, suggestions: [] };
  const clients = clientsOf(name.slice(0, colon));
  const wanted = name.slice(colon + 1).toLowerCase();
  if (clients.length === 0) return { kind: 'unknown', why: `no AWS client or service is named ${name.slice(0, colon)}`, suggestions: [] };
  for (const client of clients) {
    const operation = operationNames(client).find((known) => known.toLowerCase() === wanted);
    if (operation !== undefined) return describe(client, operation, parameters);
  }
  const suggestions = clients
    .flatMap((client) =>
      operationNames(client)
        .filter((known) => known.toLowerCase().includes(wanted))
        .map((known) => `${client}:${known}`),
    )
    .sort()
    .slice(0, 10);
  return { kind: 'unknown', why: `${clients.join(', ')} has no operation ${name.slice(colon + 1)}`, suggestions };
}

function clientsOf(name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const exact = sdkClient(wanted);
  const byPrefix = sdkClients()
    .filter((client) => client.iamPrefix === wanted && client.id !== exact?.id)
    .map((client) => client.id);
  // clients with rows first: `bedrock:InvokeModel` is meant for bedrock-runtime
  const rest = [...byPrefix].sort((a, b) => Number(rulesOfClient(b) !== undefined) - Number(rulesOfClient(a) !== undefined));
  return exact ? [exact.id, ...rest] : rest;
}

const operationNames = (client: string): readonly string[] => [
  ...new Set([...operations(client).keys(), ...Object.keys(rulesOfClient(client)?.operations ?? {})]),
];

function describe(client: string, operation: string, parameters: ReadonlyMap<string, string>): OperationAnswer {
  const found = ruleOf(client, operation);
  if (found.kind === 'unsigned') return { kind: 'unsigned', client, operation };
  if (found.kind === 'unknown') return { kind: 'unknown', why: found.why, suggestions: [] };
  const rows = flatten(found.rule.rows);
  // the parameters of items (`Put.TableName`) are no members of the input itself
  const members = rows.some(({ within }) => within !== undefined) ? undefined : operations(client).get(operation)?.input;
  const strange = [...parameters.keys()].find((name) => members !== undefined && !members.includes(name.split(/[.[]/)[0] ?? ''));
  if (members && strange !== undefined) {
    const near = nearest(strange, members);
    const why = `${client}:${operation} has no parameter ${strange}${near === undefined ? '' : `; did you mean ${near}?`}`;
    return { kind: 'unknown', why, suggestions: [] };
  }
  const input = inputOf(parameters);
  const needs = rows.map(({ row, within }): OperationNeed => {
    const verdict = row.when?.test(within === undefined ? input : itemInput(parameters, within));
    const open = parameters.size === 0 || (verdict?.unknown !== undefined && !verdict.holds);
    const conditions = conditionsOf(row);
    return {
      action: row.action,
      resource: row.on.describe,
      ...(row.when && row.when.describe !== ''
        ? { when: within === undefined ? row.when.describe : `${row.when.describe} in ${within}` }
        : {}),
      needed: row.when === undefined || row.when.describe === '' ? 'yes' : open ? 'maybe' : verdict?.holds ? 'yes' : 'no',
      ...(row.offer === undefined ? {} : { offered: row.offer }),
      ...(conditions ? { conditions } : {}),
    };
  });
  return {
    kind: 'described',
    description: { client, operation, needs: unique(needs), differs: differsOf(client, operation), ownRows: found.ownRows },
  };
}

function unique(needs: readonly OperationNeed[]): readonly OperationNeed[] {
  const seen = new Set<string>();
  return needs.filter((need) => {
    const key = JSON.stringify(need);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

interface FlatRow {
  readonly row: AllowRow;
  /** the list whose items the row is about */
  readonly within?: string;
}

const flatten = (rows: readonly Row[], within?: string): readonly FlatRow[] =>
  rows.flatMap((row): readonly FlatRow[] =>
    row.kind === 'each' ? flatten(row.rows, row.path) : [{ row, ...(within === undefined ? {} : { within }) }],
  );

function conditionsOf(row: AllowRow): Readonly<Record<string, readonly string[]>> | undefined {
  const input: MapDatum = { kind: 'map', entries: [], open: false };
  const block = row.condition?.({ input, whole: input, app: EMPTY_APP });
  if (!block) return undefined;
  return Object.fromEntries(
    Object.values(block).flatMap((keys) => Object.entries(keys).map(([key, values]) => [key, values.map(displayText)])),
  );
}

/** `--param ACL=public-read`, `--param guardrailConfig.guardrailIdentifier=g`: members that are not named are absent. */
function inputOf(parameters: ReadonlyMap<string, string>): MapDatum {
  interface Tree {
    readonly children: Map<string, Tree>;
    value?: string;
  }
  const root: Tree = { children: new Map() };
  for (const [path, value] of parameters) {
    let at = root;
    for (const step of path.split('.').slice(0, 16)) {
      const next = at.children.get(step) ?? { children: new Map() };
      at.children.set(step, next);
      at = next;
    }
    at.value = value;
  }
  const build = (tree: Tree): MapDatum => ({
    kind: 'map',
    open: false,
    entries: [...tree.children].map(([key, child]) => {
      const list = key.endsWith('[]');
      const value = child.children.size > 0 ? build(child) : ({ kind: 'text', text: text(child.value ?? '') } as const);
      return { key: text(list ? key.slice(0, -2) : key), value: list ? { kind: 'list', items: [value], open: false } : value };
    }),
  });
  return build(root);
}

/** The parameters of a list's items may be named in full or alone: `TransactItems[].Put`, `Put`. */
function itemInput(parameters: ReadonlyMap<string, string>, within: string): MapDatum {
  const prefix = `${within}.`;
  return inputOf(new Map([...parameters].map(([path, value]) => [path.startsWith(prefix) ? path.slice(prefix.length) : path, value])));
}

function differsOf(client: string, operation: string): Readonly<Record<string, string>> {
  const differs = rulesOfClient(client)?.differs ?? {};
  const get = (key: string): Readonly<Record<string, string>> => (Object.hasOwn(differs, key) ? (differs[key] ?? {}) : {});
  const possible = new Set(possibleActions(client, operation));
  const asked = new Set(SERVICES.filter((rules) => rules.clients.includes(client)).flatMap(actionsOf));
  // what other operations of the service ask for is no difference of this one
  const common = Object.entries(get('*')).filter(([action]) => possible.has(action) || !asked.has(action));
  return { ...Object.fromEntries(common), ...get(operation) };
}

const actionsOf = (rules: ServiceRules): readonly string[] =>
  [...Object.values(rules.operations).map((rule) => rule.rows), ...Object.values(rules.besides ?? {})].flatMap((list) =>
    flatten(list).map(({ row }) => row.action),
  );

const MARKS = { yes: 'needs', maybe: 'needs', no: 'does not need' } as const;

/** Plain text, one need in two lines or more. */
export function formatOperation({ client, operation, needs, differs }: OperationDescription): string {
  const lines = needs.flatMap((need) => [
    `  ${need.offered === undefined ? MARKS[need.needed] : 'may be given'} ${need.action}${need.when === undefined ? '' : ` when ${need.when}`}`,
    `    on ${need.resource}`,
    ...Object.entries(need.conditions ?? {}).map(([key, values]) => `    with ${key} ${values.join(' or ')}`),
    ...(need.offered === undefined ? [] : [`    which ${need.offered}`]),
  ]);
  const reasons = Object.entries(differs).map(([action, reason]) => `  ${action}: ${reason}`);
  return [
    `${client}:${operation}`,
    ...(lines.length > 0 ? lines : ['  needs no permission of the caller']),
    ...(reasons.length > 0 ? ['', "where this differs from AWS's table of operations", ...reasons] : []),
    '',
  ].join('\n');
}

// ── Comparison with a table ──────────────────────────────────────────────────────────────────────────────────

/** The clients whose every operation is compared. */
export const clientsInDepth = (): readonly string[] => SERVICES.flatMap((rules) => (rules.partial ? [] : rules.clients));

/** All actions that an operation can need, over all parameters; undefined when the operation is not known. Sorted. */
export function possibleActions(client: string, operation: string): readonly string[] | undefined {
  const found = ruleOf(client, operation);
  if (found.kind !== 'rule') return undefined;
  return [...new Set(flatten(found.rule.rows).flatMap(({ row }) => (row.offer === undefined ? [row.action] : [])))].sort();
}

export interface RowDifference {
  readonly action: string;
  /** `missing`: in the table alone; `added`: here alone */
  readonly kind: 'missing' | 'added';
  /** undefined: unexplained */
  readonly reason?: string;
}

/** Compares one operation with the actions that a table lists for it. */
export function compareOperation(client: string, operation: string, listed: readonly string[]): readonly RowDifference[] {
  const own = possibleActions(client, operation) ?? [];
  const general = whyNone(client, operation);
  const reasons = differsOf(client, operation);
  const difference = (action: string, kind: RowDifference['kind']): RowDifference => {
    const reason = (Object.hasOwn(reasons, action) ? reasons[action] : undefined) ?? general;
    return { action, kind, ...(reason === undefined ? {} : { reason }) };
  };
  return [
    ...listed.filter((action) => !own.includes(action)).map((action) => difference(action, 'missing')),
    ...own.filter((action) => !listed.includes(action)).map((action) => difference(action, 'added')),
  ];
}

/** Why no permission of a caller is named for an operation, whatever a table lists. */
function whyNone(client: string, operation: string): string | undefined {
  if (!operations(client).has(operation)) return 'no SDK has the operation, so that no code calls it';
  // Smithy's `auth(none)` in the model of the API
  return ruleOf(client, operation).kind === 'unsigned' ? 'the request is not signed, so that no permission is asked for' : undefined;
}

/** Every action that the data names, for the test that each exists. */
export const namedActions = (): readonly string[] => [...new Set(SERVICES.flatMap(actionsOf))].sort();
