/** The answer of `pinhole can`: a sentence, the evaluation step by step, and for a denial the change that would allow it. */
import { styleText } from 'node:util';
import { type CanAnswer, type CanCall, type Change, type Place, placeOf, shownTarget, withWildcards } from '../check/can/index.ts';
import type { App } from '../model/app.ts';
import type { Decision } from '../policy/authorize.ts';
import type { LayerStory, PolicyStory, StatementStory } from '../policy/explain.ts';
import { errorCode } from '../policy/message.ts';
import type { Layer } from '../policy/request.ts';
import type { Policy, Statement } from '../policy/statement.ts';
import { wrap } from './columns.ts';
import { fromTemplate, type ShowFile, templatePath } from './paths.ts';
import { templateYaml } from './template-yaml.ts';
import { visible } from './visible.ts';

interface Result {
  readonly app: App;
  readonly answer: CanAnswer;
}

export interface CanTextOptions {
  readonly color: boolean;
  readonly columns: number;
  /** the current folder, absolute: files are shown relative to it */
  readonly folder: string;
}

type Paint = (style: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', value: string) => string;

interface Page {
  readonly width: number;
  readonly paint: Paint;
  readonly at: (place: Place | undefined) => string;
}

const ANSWERS = { allow: 'yes', implicitDeny: 'no', explicitDeny: 'no', unknown: 'unknown' } as const;

const LAYERS: Readonly<Record<Layer, string>> = {
  identity: 'the policies of the caller',
  resource: 'the policy of the resource',
  boundary: 'the permissions boundary',
  session: 'the session policy',
  scp: 'service control policies',
  rcp: 'resource control policies',
  endpoint: 'the VPC endpoint policy',
  trust: 'the trust policy of the role',
  account: 'no policy',
};

export function formatCan({ app, answer }: Result, options: CanTextOptions): string {
  const paint: Paint = (style, value) => (options.color ? styleText(style, value, { validateStream: false }) : value);
  const folderOf = fromFolder(app, options.folder);
  const page: Page = {
    width: Math.min(Math.max(options.columns, 60), 120),
    paint,
    at: (place) => (place ? `${folderOf(place.span.file)}:${place.span.line}` : ''),
  };
  const lines = [
    ...answer.calls.flatMap((call, i) => [...(i === 0 ? [] : ['']), ...callLines(call, answer, page)]),
    ...note('note', answer.remarks, page),
    ...note('taken for granted', answer.assumes, page),
  ];
  return visible(`${lines.join('\n')}\n`, options.color);
}

/** Files as seen from the current folder. */
function fromFolder(app: App, folder: string): ShowFile {
  const template = templatePath(app, folder);
  const base = template.slice(0, template.lastIndexOf('/') + 1);
  const relative = fromTemplate(app);
  return (file) => (file === app.template ? template : `${base}${relative(file)}`);
}

function callLines(call: CanCall, answer: CanAnswer, page: Page): readonly string[] {
  const { decision, message } = call.explanation;
  const style = decision.decision === 'allow' ? 'green' : decision.decision === 'unknown' ? 'yellow' : 'red';
  const [first = '', ...rest] = wrap(`${ANSWERS[decision.decision]}: ${sentence(call, answer, page)}`, '', page.width);
  const colon = first.indexOf(':');
  return [
    `${page.paint(style, first.slice(0, colon))}${first.slice(colon)}`,
    ...rest,
    ...section('step by step', storyLines(call, page), page),
    ...section(
      'as AWS words it',
      message === undefined
        ? []
        : wrap(`${errorCode(decision.request.action.split(':', 1)[0] ?? '')}: ${withWildcards(message)}`, INDENT, page.width),
      page,
    ),
    ...section(
      'closest',
      call.near.flatMap(({ policy, statement, words }) =>
        wrap(`${statementTitle(policy, statement, call, page)}: ${withWildcards(words)}`, INDENT, page.width),
      ),
      page,
    ),
    ...section(
      call.changes.length > 1 ? 'the smallest changes that would allow it' : 'the smallest change that would allow it',
      call.changes.flatMap((change) => changeLines(change, page)),
      page,
    ),
    ...(call.changes.length > 0 && call.afterwards !== 'allow'
      ? wrap(`even then the answer is ${ANSWERS[call.afterwards]}`, INDENT, page.width)
      : []),
  ];
}

const INDENT = '  ';

const section = (title: string, lines: readonly string[], page: Page): readonly string[] =>
  lines.length === 0 ? [] : ['', page.paint('cyan', title), ...lines];

const note = (title: string, sentences: readonly string[], page: Page): readonly string[] =>
  section(
    title,
    sentences.flatMap((one) => wrap(one, INDENT, page.width)),
    page,
  );

/** `ResizeFunction may s3:GetObject on SourceBucket/*, by AllOfS3 (template.yaml:77)`. */
function sentence(call: CanCall, { caller, target, question }: CanAnswer, page: Page): string {
  const { decision } = call.explanation;
  const where = target.shown === '*' ? '' : ` on ${target.shown}`;
  const trigger = call.trigger ? ` for ${call.trigger.path} (${page.at(call.trigger)})` : '';
  const what = `${question.action}${where}${trigger}`;
  switch (decision.decision) {
    case 'allow':
      return `${caller.shown} may ${what}${becauseOf(call, page)}`;
    case 'explicitDeny':
      return `${caller.shown} may not ${what}: ${titles(decision, call, page)} of ${LAYERS[decision.layer]} denies it`;
    case 'implicitDeny':
      return `${caller.shown} may not ${what}: ${missing(call, caller.shown, target.shown)}`;
    case 'unknown':
      return `whether ${caller.shown} may ${what} depends on ${decision.dependsOn.length > 0 ? list(decision.dependsOn.map(withWildcards)) : 'values that are not known'}`;
  }
}

function becauseOf(call: CanCall, page: Page): string {
  const { decision } = call.explanation;
  if (decision.note !== undefined) return `: ${decision.note}`;
  return decision.statements.length > 0 ? `, by ${titles(decision, call, page)}` : '';
}

const titles = (decision: Decision, call: CanCall, page: Page): string =>
  list(
    decision.statements.map(({ policy, statement }) => statementTitle(policy, statement, call, page)),
    'and',
  );

function missing(call: CanCall, caller: string, target: string): string {
  const { decision, layers } = call.explanation;
  if (decision.note !== undefined) return decision.note;
  const story = layers.find(({ layer }) => layer === decision.layer);
  switch (decision.layer) {
    case 'identity':
      return story ? `none of its policies allows it` : `${caller} has no policies`;
    case 'resource':
    case 'trust':
      return story ? `${LAYERS[decision.layer]} does not let ${caller} in` : `${target} has no policy of its own that lets ${caller} in`;
    default:
      return `${LAYERS[decision.layer]} does not allow it`;
  }
}

const list = (items: readonly string[], last = 'and'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;

/** `AllOfS3 Statement[0] (template.yaml:77)`. */
function statementTitle(policy: Policy, statement: Statement | undefined, call: CanCall, page: Page): string {
  const place = placeOf(call.places.get(policy), statement?.index);
  const name = policy.name ?? place?.path ?? 'a policy without a name';
  const part = statement ? (statement.sid ?? statement.path) : '';
  return `${name}${part === '' ? '' : ` ${part}`}${place ? ` (${page.at(place)})` : ''}`;
}

const ORDER: readonly Layer[] = ['resource', 'trust', 'identity', 'boundary'];

function storyLines(call: CanCall, page: Page): readonly string[] {
  const { layers } = call.explanation;
  const told = [...layers].sort((a, b) => ORDER.indexOf(a.layer) - ORDER.indexOf(b.layer));
  return told.length === 0
    ? [`${INDENT}there is no policy that says anything about it`]
    : told.flatMap((layer) => layerLines(layer, call, page));
}

function layerLines(story: LayerStory, call: CanCall, page: Page): readonly string[] {
  if (story.skipped !== undefined) return [`${INDENT}${LAYERS[story.layer]}: does not count, since ${story.skipped}`];
  const verdict =
    story.denies === 'yes' ? 'denies' : story.allows === 'yes' ? 'allows' : story.allows === 'unknown' ? 'may allow' : 'does not allow';
  const doubt = story.denies === 'unknown' ? ', and may deny' : '';
  return [
    `${INDENT}${page.paint('bold', LAYERS[story.layer])}: ${verdict}${doubt}`,
    ...story.policies.flatMap((policy) => policyLines(policy, call, page)),
  ];
}

function policyLines({ policy, statements }: PolicyStory, call: CanCall, page: Page): readonly string[] {
  const indent = `${INDENT}${INDENT}`;
  if (policy.unreadable !== undefined) return [`${indent}${policy.name ?? 'a policy'} cannot be read: ${policy.unreadable}`];
  const about = statements.filter((one) => one.applies !== 'no' || one.elements.at(-1)?.element !== 'action');
  const other = statements.length - about.length;
  const [place] = call.places.get(policy) ?? [];
  const name = `${policy.name ?? place?.path ?? 'a policy without a name'}  ${page.paint('dim', page.at(place))}`.trimEnd();
  return [
    `${indent}${name}`,
    ...about.flatMap((one) => statementLines(one, policy, call, page)),
    ...(other > 0 ? [`${indent}${INDENT}${page.paint('dim', `${other} statement${other === 1 ? '' : 's'} about other actions`)}`] : []),
  ];
}

function statementLines(
  { statement, applies, elements, route }: StatementStory,
  policy: Policy,
  call: CanCall,
  page: Page,
): readonly string[] {
  const indent = `${INDENT}${INDENT}${INDENT}`;
  const verdict = applies === 'yes' ? 'applies' : applies === 'unknown' ? 'may apply' : 'does not apply';
  const several = (call.places.get(policy)?.length ?? 0) > 1;
  const place = several ? `  ${page.paint('dim', page.at(placeOf(call.places.get(policy), statement.index)))}` : '';
  const worth = route === 'delegated' && applies !== 'no' ? ', together with the policies of the caller' : '';
  return [
    `${indent}${statement.effect} ${statement.sid ?? statement.path} ${verdict}${worth}${place}`,
    ...elements.flatMap((element) => wrap(withWildcards(element.words), `${indent}${INDENT}`, page.width)),
  ];
}

function changeLines(change: Change, page: Page): readonly string[] {
  const place = change.place ? ` (${page.at(change.place)})` : '';
  const yaml = change.content === undefined ? [] : templateYaml(change.content).trimEnd().split('\n');
  return [
    ...wrap(`${change.what}${place}${yaml.length > 0 ? ':' : ''}`, INDENT, page.width),
    ...yaml.map((line) => `${INDENT}${INDENT}${line}`.trimEnd()),
    ...(change.remark === undefined ? [] : wrap(change.remark, INDENT, page.width)),
  ];
}

/** The document of `pinhole can --format json`, version 1. */
export function canDocument({ app, answer }: Result): object {
  const file = (place: Place | undefined): object | null =>
    place ? { file: place.span.file, line: place.span.line, column: place.span.column, path: place.path } : null;
  return {
    pinhole: 1,
    template: app.template,
    who: answer.question.who,
    action: answer.question.action,
    resource: answer.question.resource,
    resourceArn: shownTarget(answer.target),
    calls: answer.calls.map((call) => {
      const { decision, message, layers } = call.explanation;
      const reference = (policy: Policy, statement: Statement | undefined): object => ({
        policy: policy.name ?? null,
        statement: statement?.path ?? null,
        sid: statement?.sid ?? null,
        place: file(placeOf(call.places.get(policy), statement?.index)),
      });
      return {
        trigger: file(call.trigger),
        answer: ANSWERS[decision.decision],
        decision: decision.decision,
        layer: decision.layer,
        sentence: sentence(call, answer, {
          width: 80,
          paint: (_, value) => value,
          at: (place) => (place ? `${place.span.file}:${place.span.line}` : ''),
        }),
        statements: decision.statements.map((ref) => ({ layer: ref.layer, ...reference(ref.policy, ref.statement) })),
        dependsOn: decision.dependsOn.map(withWildcards),
        message: message === undefined ? null : withWildcards(message),
        errorCode: message === undefined ? null : errorCode(decision.request.action.split(':', 1)[0] ?? ''),
        layers: layers.map((layer) => ({
          layer: layer.layer,
          skipped: layer.skipped ?? null,
          denies: layer.denies,
          allows: layer.allows,
          policies: layer.policies.map(({ policy, statements }) => ({
            name: policy.name ?? null,
            statements: statements.map((one) => ({
              ...reference(policy, one.statement),
              effect: one.statement.effect,
              applies: one.applies,
              elements: one.elements.map((element) => ({ ...element, words: withWildcards(element.words) })),
            })),
          })),
        })),
        near: call.near.map((one) => ({ ...reference(one.policy, one.statement), words: withWildcards(one.words) })),
        changes: call.changes.map((change) => ({
          layer: change.layer,
          what: change.what,
          place: file(change.place),
          content: change.content ?? null,
          yaml: change.content === undefined ? null : templateYaml(change.content),
          remark: change.remark ?? null,
        })),
        afterwards: call.afterwards,
      };
    }),
    remarks: answer.remarks,
    assumes: answer.assumes,
  };
}
