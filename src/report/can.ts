/** The answer of `pinhole can`: a sentence, the evaluation step by step, and for a denial the change that would allow it. */
import { styleText } from 'node:util';
import { type CanAnswer, type CanCall, type Change, forPeople, type Place, placeOf, shownTarget } from '../check/can/index.ts';
import type { App } from '../model/app.ts';
import { isHole } from '../model/text.ts';
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
  grants: 'the grants on the key',
  acl: 'the access control list',
  publicAccessBlock: 'S3 Block Public Access',
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
    ...answer.calls.flatMap((call, i) => [...(i === 0 ? [] : ['', '']), ...callLines(call, answer, page, i === 0 ? answer.remarks : [])]),
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

function callLines(call: CanCall, answer: CanAnswer, page: Page, remarks: readonly string[]): readonly string[] {
  const { decision, message } = call.explanation;
  const style =
    answer.unsound !== undefined || decision.decision === 'unknown' ? 'yellow' : decision.decision === 'allow' ? 'green' : 'red';
  const { unsound } = answer;
  const title = unsound === undefined ? `${ANSWERS[decision.decision]}: ${sentence(call, answer, page)}` : `no such request: ${unsound}`;
  const [first = '', ...rest] = wrap(title, '', page.width);
  const colon = first.indexOf(':');
  return [
    `${page.paint(style, first.slice(0, colon))}${first.slice(colon)}`,
    ...rest,
    ...(unsound === undefined ? [] : wrap(`by the words of the policies alone, ${sentence(call, answer, page)}`, '', page.width)),
    ...remarks.flatMap((remark) => wrap(`note: ${remark}`, '', page.width)),
    ...section('step by step', storyLines(call, page), page),
    ...section(
      'as AWS words it',
      message === undefined
        ? []
        : wrap(`${errorCode(decision.request.action.split(':', 1)[0] ?? '')}: ${forPeople(message)}`, INDENT, page.width),
      page,
    ),
    ...section(
      'closest',
      call.near.flatMap(({ policy, statement, words }) =>
        wrap(`${statementTitle(policy, statement, call, page)}: ${forPeople(words)}`, INDENT, page.width),
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
      return `whether ${caller.shown} may ${what} depends on ${list(dependsOn(decision)) || 'values that are not known'}`;
  }
}

function becauseOf(call: CanCall, page: Page): string {
  const { decision } = call.explanation;
  if (decision.note !== undefined) return `: ${decision.note}`;
  return decision.statements.length > 0 ? `, by ${titles(decision, call, page)}` : '';
}

/** What a policy that is not there at all may say is told once. */
function dependsOn(decision: Decision): readonly string[] {
  const all = decision.dependsOn.map(forPeople);
  const known = all.filter((reason) => !reason.includes('${?}') && reason !== 'whether the policy names the caller');
  return known.length > 0 ? known : all;
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

/** `AllOfS3 Statement[0] (template.yaml:77)`; of several resources that make one policy, the resource. */
function statementTitle(policy: Policy, statement: Statement | undefined, call: CanCall, page: Page): string {
  const places = call.places.get(policy) ?? [];
  const place = placeOf(places, statement?.index);
  const where = place ? ` (${page.at(place)})` : '';
  if (places.length > 1 && place) return `${place.path}${where}`;
  const part = statement ? ` ${statement.sid ?? statement.path}` : '';
  return `${policy.name ?? place?.path ?? 'a policy outside of this template'}${part}${where}`;
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
  const otherwise = story.layer === 'publicAccessBlock' ? 'does not deny' : 'does not allow';
  const verdict =
    story.denies === 'yes' ? 'denies' : story.allows === 'yes' ? 'allows' : story.allows === 'unknown' ? 'may allow' : otherwise;
  const doubt = story.denies === 'unknown' ? ', and may deny' : '';
  return [
    `${INDENT}${page.paint('bold', LAYERS[story.layer])}: ${verdict}${doubt}`,
    ...story.policies.flatMap((policy) => policyLines(policy, call, page)),
  ];
}

function policyLines({ policy, statements }: PolicyStory, call: CanCall, page: Page): readonly string[] {
  const indent = `${INDENT}${INDENT}`;
  const places = call.places.get(policy) ?? [];
  const [place] = places;
  const name = policy.name ?? place?.path ?? 'what is not in this template';
  const title = `${indent}${name}  ${places.length > 1 ? '' : page.paint('dim', page.at(place))}`.trimEnd();
  const inner = `${indent}${INDENT}`;
  if (policy.unreadable !== undefined) return [title, ...wrap(`it cannot be read: ${policy.unreadable}`, inner, page.width)];
  const [first] = statements;
  if (first && statements.every(({ statement }) => isOpen(statement)))
    return [title, ...wrap(`it may allow or deny it: that depends on ${first.statement.open.join(', ')}`, inner, page.width)];
  const about = statements.filter((one) => one.applies !== 'no' || one.elements.at(-1)?.element !== 'action');
  const other = statements.length - about.length;
  return [
    title,
    ...about.flatMap((one) => statementLines(one, policy, call, page)),
    ...(other > 0 ? [`${inner}${page.paint('dim', `${other} statement${other === 1 ? '' : 's'} about other actions`)}`] : []),
  ];
}

/** A statement of which nothing is known: it stands for a whole policy. */
const isOpen = ({ open, action }: Statement): boolean => open.length > 0 && action.entries.every(({ source }) => source.every(isHole));

function statementLines(
  { statement, applies, elements, route }: StatementStory,
  policy: Policy,
  call: CanCall,
  page: Page,
): readonly string[] {
  const indent = `${INDENT}${INDENT}${INDENT}`;
  const verdict = applies === 'yes' ? 'applies' : applies === 'unknown' ? 'may apply' : 'does not apply';
  const places = call.places.get(policy) ?? [];
  const place = placeOf(places, statement.index);
  const name = places.length > 1 && place ? `${place.path}  ${page.paint('dim', page.at(place))}` : (statement.sid ?? statement.path);
  const worth = route === 'delegated' && applies !== 'no' ? ', together with the policies of the caller' : '';
  return [
    `${indent}${statement.effect} ${name} ${verdict}${worth}`,
    ...elements.flatMap((element) => wrap(forPeople(element.words), `${indent}${INDENT}`, page.width)),
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
        dependsOn: dependsOn(decision),
        message: message === undefined ? null : forPeople(message),
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
              elements: one.elements.map((element) => ({ ...element, words: forPeople(element.words) })),
            })),
          })),
        })),
        near: call.near.map((one) => ({ ...reference(one.policy, one.statement), words: forPeople(one.words) })),
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
    unsound: answer.unsound ?? null,
    remarks: answer.remarks,
    assumes: answer.assumes,
  };
}
