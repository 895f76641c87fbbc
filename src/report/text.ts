/** The report that people read: for each function what it needs and why, what it is granted, and the policy to paste. */
import { styleText } from 'node:util';
import { formatWhen } from '../model/condition.ts';
import { isShown } from '../model/declared.ts';
import type { Derivation, DeriveResult, FunctionDerivation, Grant, MissingNeed, SpareGrant } from '../model/derivation.ts';
import type { Finding } from '../model/finding.ts';
import type { ConditionBlock, Invoker, Need, Origin, Unresolved } from '../model/need.ts';
import { ACCOUNT, sameText, textKey } from '../model/text.ts';
import { conditionKey } from '../synthesis/merge.ts';
import { ownersOf } from '../synthesis/print/text.ts';
import { beside, columns, widthOf, wrap } from './columns.ts';
import { fromTemplate, type ShowFile, templatePath } from './paths.ts';
import { type ShowText, shortTexts } from './short-text.ts';
import { visible } from './visible.ts';
import { roleYaml } from './yaml.ts';

export interface TextOptions {
  readonly color: boolean;
  /** of the terminal */
  readonly columns: number;
  /** the current folder, absolute: the template is shown relative to it, other files relative to the template */
  readonly folder: string;
}

type Paint = (style: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', value: string) => string;

interface Page {
  readonly width: number;
  readonly paint: Paint;
  readonly file: ShowFile;
  readonly template: string;
  readonly show: ShowText;
}

const INDENT = '  ';
const INNER = '    ';

export function formatText(result: DeriveResult, options: TextOptions): string {
  const width = Math.min(Math.max(options.columns, 60), 120);
  const paint: Paint = (style, value) => (options.color ? styleText(style, value, { validateStream: false }) : value);
  const lines = result.derivations.flatMap((derivation, i) => {
    const page: Page = {
      width,
      paint,
      file: fromTemplate(derivation.app),
      template: templatePath(derivation.app, options.folder),
      show: shortTexts(ownersOf(derivation.app)),
    };
    return [...(i === 0 ? findingLines(result.findings, page) : ['']), ...templateLines(derivation, page)];
  });
  return visible(`${lines.join('\n')}\n`, options.color);
}

function templateLines(derivation: Derivation, page: Page): readonly string[] {
  const { functions, findings } = derivation;
  const shared = findings.filter((finding) => finding.functionId === undefined);
  return [
    `${page.paint('bold', page.template)}  ${count(functions.length, 'function')}`,
    ...findingLines(shared, page),
    ...functions.flatMap((derived) => ['', ...functionLines(derived, derivation, page)]),
    ...(functions.length > 0 ? ['', ...summary(functions, page)] : []),
  ];
}

function functionLines(derived: FunctionDerivation, derivation: Derivation, page: Page): readonly string[] {
  const { fn, today } = derived;
  const about = [fn.runtime, fn.handler, formatWhen(fn.when) && `when ${formatWhen(fn.when)}`].filter(Boolean).join('  ');
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length > 0 ? ['', `${INDENT}${page.paint('cyan', title)}`, ...lines] : [];
  return [
    `${page.paint('bold', fn.id)}  ${page.paint('dim', about)}`.trimEnd(),
    page.paint('dim', '─'.repeat(page.width)),
    ...findingLines(
      derivation.findings.filter((finding) => finding.functionId === fn.id),
      page,
    ),
    ...section('needs', needLines(derived.needs, page)),
    ...section('could not be resolved', unresolvedLines(derived.unresolved, page, INNER)),
    ...section('granted today', grantedLines(derived, page)),
    ...section('missing today', missingLines(derived, page)),
    ...section(
      'cannot be compared',
      today.unknown.flatMap(({ origin, why }) => wrap(`${place(origin, page)}: ${why}`, INNER, page.width)),
    ),
    ...section('invoked by', invokerLines(derived.invokers, page)),
    ...section('uses other roles', assumedLines(derived, page)),
    ...section('declared by the owner', declaredLines(derived, page)),
    ...section(
      'could be tighter still, if you choose',
      derived.offers.flatMap((offer) =>
        wrap(`${offer.action} on ${page.show(offer.resource)}${ifCondition(offer.condition, page)}: ${offer.why}`, INNER, page.width),
      ),
    ),
    ...section(
      'policy to paste',
      roleYaml(derived, derivation)
        .trimEnd()
        .split('\n')
        .map((line) => `${INNER}${line}`),
    ),
  ];
}

/** ` if kms:ViaService is dynamodb.….amazonaws.com` */
const ifCondition = (condition: ConditionBlock | undefined, page: Page): string => {
  const tests = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${key} ${WORDS.get(operator) ?? operator} ${values.map(page.show).join(' or ')}`),
  );
  return tests.length > 0 ? ` if ${tests.join(' and ')}` : '';
};

const WORDS: ReadonlyMap<string, string> = new Map([
  ['StringEquals', 'is'],
  ['StringLike', 'is like'],
  ['ArnEquals', 'is'],
  ['ArnLike', 'is like'],
  ['Bool', 'is'],
  ['ForAllValues:StringEquals', 'is only'],
  ['ForAllValues:StringLike', 'is only like'],
  ['ForAnyValue:StringEquals', 'has'],
  ['ForAnyValue:StringLike', 'has one like'],
]);

/** Needs of one resource for one reason stand together: the resource and the reason are said once, beside their actions. */
function needLines(needs: readonly Need[], page: Page): readonly string[] {
  const groups = groupBy(needs, (need) =>
    JSON.stringify([
      textKey(need.resource),
      conditionKey(need.condition),
      need.when,
      need.certainty,
      need.origins.map((o) => [o.file, o.line, o.operation]),
    ]),
  );
  const blocks = groups.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const resource = `${page.show(first.resource)}${first.when.length > 0 ? ` when ${formatWhen(first.when)}` : ''}`;
    const condition = ifCondition(first.condition, page).trim();
    const marked = first.certainty === 'unresolved' ? page.paint('yellow', `${resource} (unresolved)`) : resource;
    return [
      {
        left: group.map((need) => need.action),
        right: condition === '' ? [marked] : [marked, condition],
        note: page.paint('dim', reasons(first.origins, page)),
      },
    ];
  });
  return beside(blocks, INNER, page.width);
}

const MOST_PLACES = 3;

function reasons(origins: readonly Origin[], page: Page): string {
  const places = [...new Set(origins.map((origin) => place(origin, page)))];
  const more = places.length - MOST_PLACES;
  return `${places.slice(0, MOST_PLACES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const place = (origin: Origin, page: Page): string =>
  `${page.file(origin.file)}:${origin.line}${origin.operation === undefined ? '' : ` ${origin.operation}`}`;

const unresolvedLines = (unresolved: readonly Unresolved[], page: Page, indent: string): readonly string[] =>
  unresolved.flatMap((item) => [
    ...wrap(`${page.paint('yellow', item.what)}  ${page.file(item.file)}:${item.line}`, indent, page.width),
    ...wrap(`because ${item.why}; ${inItsPlace(item)}`, `${indent}  `, page.width),
  ]);

const inItsPlace = ({ fallback }: Unresolved): string =>
  fallback === 'none' ? 'nothing is granted in its place' : `granted in its place: ${fallback}`;

/** Today's policies, each with its statements: what one grants, and what of that is needed. */
function grantedLines({ today, fn }: FunctionDerivation, page: Page): readonly string[] {
  if (today.granted.length === 0) return fn.role.kind === 'external' ? [] : [`${INNER}nothing`];
  const spare = new Map<Grant, SpareGrant>(today.spare.map((item) => [item.grant, item]));
  const policies = groupBy(today.granted, (grant) => `${grant.policy ?? ''} ${place(grant.origin, page)}`);
  return policies.flatMap((grants) => {
    const [first] = grants;
    if (!first) return [];
    const title = columns([[first.policy ?? 'a policy without a name', page.paint('dim', place(first.origin, page))]], INNER, page.width);
    return [
      ...title,
      ...groupBy(grants, (grant) => String(grant.statement)).flatMap((statement) => statementLines(statement, spare, page)),
    ];
  });
}

function statementLines(grants: readonly Grant[], spare: ReadonlyMap<Grant, SpareGrant>, page: Page): readonly string[] {
  const indent = `${INNER}  `;
  const title = grantTitle(grants, page);
  if (grants[0]?.effect === 'Deny') return wrap(`Deny ${title}`, indent, page.width);
  const { style, verdict, further } = judge(grants, spare, page);
  const line =
    widthOf(indent + title) <= page.width
      ? columns([[title, page.paint(style, verdict)]], indent, page.width)
      : [...wrap(title, indent, page.width), `${indent}    ${page.paint(style, verdict)}`];
  return [...line, ...further.flatMap((text) => wrap(text, `${indent}    `, page.width)).map((text) => page.paint(style, text))];
}

interface Judgement {
  readonly style: 'green' | 'yellow';
  readonly verdict: string;
  readonly further: readonly string[];
}

function judge(grants: readonly Grant[], spare: ReadonlyMap<Grant, SpareGrant>, page: Page): Judgement {
  const excess = grants.flatMap((grant) => spare.get(grant) ?? []);
  if (excess.length === 0) return { style: 'green', verdict: 'needed', further: [] };
  if (excess.every((item) => item.doubt === 'deployment'))
    return { style: 'yellow', verdict: 'needed or spare, as values decide that only deployment knows', further: [] };
  const known = excess.some((item) => item.doubt === 'unresolved') ? 'known to be needed' : 'needed';
  const exact = grants.filter((grant) => !spare.has(grant));
  const needed = byResource([...exact, ...excess.flatMap((item) => item.needed)], page);
  if (needed.length === 0)
    return { style: 'yellow', verdict: known === 'needed' ? 'spare' : `spare: nothing of it is ${known}`, further: [] };
  return { style: 'yellow', verdict: 'wider than needed', further: [`${known} of it: ${needed.join('; ')}`] };
}

function grantTitle(grants: readonly Grant[], page: Page): string {
  const actions = [...new Set(grants.map((grant) => (grant.exceptActions ? `all but ${grant.exceptActions.join(', ')}` : grant.action)))];
  const resources = [
    ...new Set(
      grants.map((grant) =>
        grant.exceptResources ? `all but ${grant.exceptResources.map(page.show).join(', ')}` : page.show(grant.resource),
      ),
    ),
  ];
  const conditions = grants.some((grant) => grant.condition) ? ' under conditions' : '';
  const when = grants[0] && grants[0].when.length > 0 ? ` when ${formatWhen(grants[0].when)}` : '';
  return `${few(actions)} on ${few(resources)}${conditions}${when}`;
}

const few = (items: readonly string[]): string =>
  items.length > 3 ? `${items.slice(0, 2).join(', ')} and ${items.length - 2} more` : items.join(', ');

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** `s3:GetObject, PutObject on Bucket/*`: the actions of one resource and service together. */
function byResource(needs: readonly Pick<Need, 'action' | 'resource'>[], page: Page): readonly string[] {
  const actions = new Map<string, Set<string>>();
  for (const { action, resource } of needs) {
    const key = `${action.slice(0, action.indexOf(':') + 1)}\n${page.show(resource)}`;
    actions.set(key, (actions.get(key) ?? new Set()).add(action.slice(action.indexOf(':') + 1)));
  }
  return [...actions].map(([key, names]) => {
    const [service = '', resource = ''] = key.split('\n');
    return `${service}${[...names].join(', ')} on ${resource}`;
  });
}

function howMissing({ need, how }: MissingNeed, page: Page): string {
  if (how === 'denied') return 'a Deny takes it away';
  if (how === 'absent') return reasons(need.origins, page);
  return need.certainty === 'unresolved'
    ? 'perhaps: what is granted may be the resource that could not be resolved'
    : 'perhaps: that depends on values that only deployment knows';
}

const missingLines = ({ today }: FunctionDerivation, page: Page): readonly string[] =>
  columns(
    today.missing.map((missing) => [
      page.paint(missing.how === 'perhaps' ? 'yellow' : 'red', missing.need.action),
      page.show(missing.need.resource),
      page.paint('dim', howMissing(missing, page)),
    ]),
    INNER,
    page.width,
  );

const invokerLines = (invokers: readonly Invoker[], page: Page): readonly string[] =>
  columns(
    invokers.map((invoker) => [
      page.show(invoker.principal),
      [
        invoker.action === 'lambda:InvokeFunction' ? '' : invoker.action,
        invoker.sourceArn ? `from ${page.show(invoker.sourceArn)}` : '',
        invoker.sourceAccount
          ? sameText(invoker.sourceAccount, [ACCOUNT])
            ? 'of this account'
            : `of account ${page.show(invoker.sourceAccount)}`
          : '',
        invoker.qualifier ? `as ${page.show(invoker.qualifier)}` : '',
        invoker.invokedViaFunctionUrl ? 'by way of the function URL' : '',
        invoker.when.length > 0 ? `when ${formatWhen(invoker.when)}` : '',
      ]
        .filter(Boolean)
        .join(' '),
      page.paint('dim', reasons(invoker.origins, page)),
    ]),
    INNER,
    page.width,
  );

const assumedLines = ({ assumes }: FunctionDerivation, page: Page): readonly string[] =>
  assumes.flatMap(({ role, needs, unresolved, origins }) => [
    `${INNER}${role ? page.show(role) : 'a role that is not known'}  ${page.paint('dim', reasons(origins, page))}`,
    ...columns(
      needs.map((need) => [need.action, page.show(need.resource), page.paint('dim', reasons(need.origins, page))]),
      `${INNER}  `,
      page.width,
    ),
    ...unresolvedLines(unresolved, page, `${INNER}  `),
  ]);

const DOES = { resources: 'resolves', operation: 'states', grant: 'grants', refusal: 'refuses', library: 'models' } as const;

const declaredLines = ({ declared }: FunctionDerivation, page: Page): readonly string[] =>
  declared.filter(isShown).flatMap(({ declaration, needs }) => {
    const { kind, span, reason } = declaration;
    const package_ = kind === 'library' ? `${declaration.model.package}: ` : '';
    const what = needs.length > 0 ? byResource(needs, page).join('; ') : 'nothing';
    return [
      ...wrap(`${place(span, page)} ${DOES[kind]} ${package_}${what}`, INNER, page.width),
      ...wrap(`because ${reason}`, `${INNER}  `, page.width),
    ];
  });

const findingLines = (findings: readonly Finding[], page: Page): readonly string[] =>
  findings.flatMap((finding) => {
    const style = finding.severity === 'error' ? 'red' : finding.severity === 'warning' ? 'yellow' : 'dim';
    const where = finding.span ? `${page.file(finding.span.file)}:${finding.span.line}: ` : '';
    const [first = '', ...rest] = wrap(`${where}${finding.message}`, `${INNER}`, page.width);
    return [`${INDENT}${page.paint(style, finding.severity)}${first.slice(INNER.length - 2)}`, ...rest];
  });

function summary(functions: readonly FunctionDerivation[], page: Page): readonly string[] {
  const sum = (pick: (fn: FunctionDerivation) => number): number => functions.reduce((total, fn) => total + pick(fn), 0);
  const wide = sum(
    ({ today }) => new Set(today.spare.filter((item) => item.doubt !== 'deployment').map(({ grant }) => grant.statement)).size,
  );
  const all = sum(({ today }) => new Set(today.granted.filter((grant) => grant.effect === 'Allow').map((grant) => grant.statement)).size);
  const missing = sum(({ today }) => today.missing.filter(({ how }) => how !== 'perhaps').length);
  const unresolved = sum((fn) => fn.unresolved.length);
  const parts = [
    `${count(
      sum((fn) => fn.needs.length),
      'permission',
    )} needed`,
    ...(all > 0 ? [`${wide} of today's ${count(all, 'statement')} grant${wide === 1 ? 's' : ''} more than that`] : []),
    ...(missing > 0 ? [`${count(missing, 'permission')} missing`] : []),
    `${unresolved} unresolved`,
  ];
  return [
    page.paint('bold', parts.join(', ')),
    ...(unresolved > 0 ? wrap(DECLARED, '', page.width).map((line) => page.paint('dim', line)) : []),
  ];
}

const DECLARED =
  'what you know of the unresolved goes into pinhole.yaml: the resources of a call, the operations of code that is not read, a model of a library';

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
