/**
 * Where each statement goes so that the template still deploys. CloudFormation makes the role before the function, so a
 * statement of the role that names something which waits for the function would close a loop of references. Such a
 * statement moves to a policy resource of its own that names the role; nothing waits for that one, so it closes no loop.
 *
 *     bucket → permission → function → role → bucket         (also user pool, API, topic subscription, state machine, key)
 *     function → role → the function's own log group
 *
 * Grants that AWS tries while it deploys (`Statement.checked`) must be there when the role is, and stay: spelled by declared
 * names, or as a last resort by the pattern of the names that CloudFormation generates.
 */
import type { App, LambdaFunction } from '../model/app.ts';
import { and, sameWhen, type When } from '../model/condition.ts';
import type { AttachedPolicy, Deployment, PrintableStatement, Statement } from '../model/derivation.ts';
import type { Finding } from '../model/finding.ts';
import { generatedNames } from './generated-names.ts';
import { type Graph, leadsTo } from './graph.ts';
import { compareStrings } from './merge.ts';
import { namesIn } from './print/intrinsic.ts';
import { printStatement } from './print/statement.ts';
import type { Printer } from './print/text.ts';
import { INLINE_QUOTA, MANAGED_POLICIES, MANAGED_QUOTA, splitToFit, statementSize } from './quota.ts';

export interface Placing {
  readonly fn: LambdaFunction;
  readonly statements: readonly Statement[];
}

/** Placing one function's statements limits the next one's: two functions that invoke each other close a loop as well. */
export function deploymentsOf(app: App, functions: readonly Placing[], printer: Printer): readonly Deployment[] {
  const ids = new Set([...app.resources.keys(), ...app.parameters.keys()]);
  const graph = referencesOf(app);
  const plans = functions.map(({ fn, statements }) => plan(fn, statements, ids, graph));
  const place = (wanted: boolean): void => {
    for (const item of plans)
      for (const statement of item.statements) if (statement.checked === wanted) placeOne(statement, item, app, graph, printer);
  };
  // grants that must stay with their role take their place first
  place(true);
  place(false);
  return plans.map((item) => finish(item, printer));
}

interface Plan {
  readonly fn: LambdaFunction;
  readonly roleId: string;
  readonly statements: readonly Statement[];
  readonly ids: Set<string>;
  readonly role: PrintableStatement[];
  readonly apart: PrintableStatement[];
  readonly findings: Finding[];
}

type MutableGraph = Map<string, Set<string>>;

/** Without the references of today's roles: the functions get roles of their own. */
function referencesOf(app: App): MutableGraph {
  const graph: MutableGraph = new Map();
  for (const [id, resource] of app.resources) graph.set(id, new Set(resource.references));
  for (const fn of app.functions) if (fn.role.roleId !== undefined) graph.get(fn.id)?.delete(fn.role.roleId);
  return graph;
}

function plan(fn: LambdaFunction, statements: readonly Statement[], ids: Set<string>, graph: MutableGraph): Plan {
  // SAM's own role has this id too: declaring it takes its place (SAM, "Generated AWS CloudFormation resources")
  const generated = fn.role.kind === 'generated' && fn.role.roleId !== undefined && !fn.role.sharedWith.length ? fn.role.roleId : undefined;
  const roleId = generated ?? freeId(`${fn.id}Role`, ids);
  ids.add(roleId);
  graph.set(roleId, new Set());
  const references = graph.get(fn.id) ?? new Set();
  references.add(roleId);
  graph.set(fn.id, references);
  return { fn, roleId, statements, ids, role: [], apart: [], findings: [] };
}

function freeId(base: string, taken: ReadonlySet<string>): string {
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}${number}`;
  return id;
}

function placeOne(statement: Statement, item: Plan, app: App, graph: MutableGraph, printer: Printer): void {
  const { roleId } = item;
  const exists = (id: string): boolean => isThere(app, id, statement.when, item.fn.when);
  const closesLoop = (id: string): boolean => leadsTo(graph, id, roleId);
  const candidates: readonly PrintableStatement[] = [
    { statement, mayName: exists },
    // declared names need no reference
    { statement, mayName: (id) => exists(id) && !closesLoop(id) },
  ];
  for (const candidate of statement.checked ? candidates : candidates.slice(0, 1)) {
    const names = namesOf(candidate, printer, graph);
    if (names.some(closesLoop)) continue;
    addToRole(candidate, names, item, graph);
    return;
  }
  if (statement.checked) {
    const pattern = generatedNames(statement.resources, (id) => app.resources.get(id), closesLoop);
    if (pattern) {
      const candidate: PrintableStatement = { statement, mayName: (id) => exists(id) && !closesLoop(id), resources: pattern.resources };
      item.findings.push(...pattern.warnings.map((message) => finding('generated-name-pattern', message, item.fn)));
      addToRole(candidate, namesOf(candidate, printer, graph), item, graph);
      return;
    }
    item.findings.push(
      finding(
        'grant-after-use',
        `${statement.sid} must be in place before AWS tries it, but naming its resources in the role would close a loop of references; ` +
          'give those resources a declared name, or deploy twice',
        item.fn,
      ),
    );
  }
  item.apart.push({ statement, mayName: exists });
}

function addToRole(candidate: PrintableStatement, names: readonly string[], item: Plan, graph: MutableGraph): void {
  for (const name of names) graph.get(item.roleId)?.add(name);
  item.role.push(candidate);
}

const namesOf = (candidate: PrintableStatement, printer: Printer, graph: Graph): readonly string[] =>
  [...namesIn(printStatement(candidate, printer))].filter((name) => graph.has(name));

/** A resource under a condition may be named only where that condition holds. */
function isThere(app: App, id: string, ...whens: readonly When[]): boolean {
  const resource = app.resources.get(id);
  if (!resource) return true;
  const known = whens.flat();
  return resource.when.every((literal) => known.some((other) => other.name === literal.name && other.holds === literal.holds));
}

const finding = (code: string, message: string, fn: LambdaFunction): Finding => ({
  code,
  severity: 'warning',
  message,
  span: fn.span,
  functionId: fn.id,
});

/** Keeps the quotas: what is too much for inline policies goes to managed policies, the grants that are tried first stay. */
function finish(item: Plan, printer: Printer): Deployment {
  const order = new Map(item.statements.map((statement, index) => [statement, index]));
  const inOrder = (a: PrintableStatement, b: PrintableStatement): number => (order.get(a.statement) ?? 0) - (order.get(b.statement) ?? 0);
  const inline: PrintableStatement[] = [];
  const apart: PrintableStatement[] = [];
  const overflow: PrintableStatement[] = [];
  let size = 0;
  const byUrgency = [...item.role].sort((a, b) => Number(b.statement.checked) - Number(a.statement.checked) || inOrder(a, b));
  for (const [candidates, place] of [
    [byUrgency, inline],
    [[...item.apart].sort(inOrder), apart],
  ] as const)
    for (const candidate of candidates) {
      const own = statementSize(candidate, printer);
      if (size + own <= INLINE_QUOTA) {
        size += own;
        place.push(candidate);
      } else overflow.push(candidate);
    }
  const attached = [
    ...policies('inline', byWhen(apart), item),
    ...policies(
      'managed',
      byWhen(overflow.sort(inOrder)).flatMap((group) => splitToFit(group, MANAGED_QUOTA, printer)),
      item,
    ),
  ];
  if (attached.filter((policy) => policy.kind === 'managed').length > MANAGED_POLICIES)
    item.findings.push(
      finding(
        'policy-quota',
        `the needs of this function fill more than the ${MANAGED_POLICIES} managed policies that a role may have; split the function or ask AWS for a higher quota`,
        item.fn,
      ),
    );
  item.findings.push(...runsTooEarly(item.fn, attached));
  return { roleId: item.roleId, inline: inline.sort(inOrder), attached, findings: item.findings };
}

/**
 * A custom resource runs its function while the stack is deployed, maybe before a policy that stands beside the role is attached
 * (CloudFormation "DependsOn attribute").
 */
function runsTooEarly(fn: LambdaFunction, attached: readonly AttachedPolicy[]): readonly Finding[] {
  if (attached.length === 0) return [];
  const ids = attached.map((policy) => policy.id).join(', ');
  return fn.triggers.flatMap((trigger) =>
    trigger.kind === 'customResource'
      ? [
          finding(
            'custom-resource-order',
            `${trigger.resource} runs ${fn.id} during deployment: add DependsOn: ${ids} to ${trigger.resource}`,
            fn,
          ),
        ]
      : [],
  );
}

/** Statements of one template condition share a policy resource, which then carries it. */
function byWhen(statements: readonly PrintableStatement[]): readonly (readonly PrintableStatement[])[] {
  const groups: { readonly when: When; readonly statements: PrintableStatement[] }[] = [];
  for (const item of statements) {
    const group = groups.find(({ when }) => sameWhen(when, item.statement.when));
    if (group) group.statements.push(item);
    else groups.push({ when: item.statement.when, statements: [item] });
  }
  return groups.map((group) => group.statements);
}

function policies(
  kind: AttachedPolicy['kind'],
  groups: readonly (readonly PrintableStatement[])[],
  { fn, ids }: Plan,
): readonly AttachedPolicy[] {
  return groups.map((statements) => {
    const when = statements[0]?.statement.when ?? [];
    const id = freeId(`${fn.id}${kind === 'inline' ? '' : 'Managed'}Policy${suffix(when)}`, ids);
    ids.add(id);
    return { id, kind, statements, when: and(fn.when, when) ?? when };
  });
}

const suffix = (when: When): string =>
  [...when]
    .sort((a, b) => compareStrings(a.name, b.name))
    .map(({ name, holds }) => `${holds ? 'If' : 'Unless'}${name}`)
    .join('');
