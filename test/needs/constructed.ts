/** Constructed apps, calls and inputs for the tests of src/needs. */
import type { App, LambdaFunction, Resource, Trigger } from '../../src/model/app.ts';
import type { CodeReport, DirectCall, SdkCall } from '../../src/model/call.ts';
import { ALWAYS } from '../../src/model/condition.ts';
import type { Datum, MapDatum } from '../../src/model/datum.ts';
import type { Need } from '../../src/model/need.ts';
import { ACCOUNT, displayText, type Hole, PARTITION, REGION, type Text, text } from '../../src/model/text.ts';
import { type CallNeeds, needsOfCalls } from '../../src/needs/calls.ts';

export const SPAN = { file: 'app.js', line: 1, column: 1 };

export type Plain = string | number | boolean | null | Text | { readonly datum: Datum } | PlainList | PlainMap;
interface PlainList extends ReadonlyArray<Plain> {}
export interface PlainMap {
  readonly [key: string]: Plain | undefined;
}

const isText = (value: readonly unknown[]): boolean => value.some((part) => part !== null && typeof part === 'object' && 'chars' in part);

/** A text is an array with a hole in it; any other array is a list. */
export function datum(value: Plain): Datum {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return { kind: 'scalar', value };
  if (typeof value === 'string') return { kind: 'text', text: text(value) };
  if (Array.isArray(value)) {
    if (isText(value)) return { kind: 'text', text: value as Text };
    return { kind: 'list', items: (value as PlainList).map(datum), open: false };
  }
  if (isDatum(value)) return value.datum;
  return map(value as PlainMap);
}

const isDatum = (value: object): value is { readonly datum: Datum } => Object.keys(value).join() === 'datum';

export const map = (value: PlainMap, open = false): MapDatum => ({
  kind: 'map',
  entries: Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [{ key: text(key), value: datum(inner) }])),
  open,
});

export const choice = (...options: readonly Plain[]): { readonly datum: Datum } => ({
  datum: { kind: 'choice', options: options.map((option) => ({ when: ALWAYS, value: datum(option) })) },
});
export const unknown = (reason: string): { readonly datum: Datum } => ({ datum: { kind: 'unknown', reason } });

export const name = (resource: string): Hole => ({ kind: 'name', resource, chars: 'name' });
export const attribute = (resource: string, attribute: string): Hole => ({ kind: 'attribute', resource, attribute, chars: 'any' });
export const parameter = (parameter: string): Hole => ({ kind: 'parameter', name: parameter, chars: 'any' });
export const event = (path: string, chars: 'any' | 'name' = 'any'): Hole => ({ kind: 'event', path, chars });

export const regional = (service: string, ...resource: readonly (string | Hole)[]): Text =>
  text('arn:', PARTITION, `:${service}:`, REGION, ':', ACCOUNT, ':', ...resource);
export const bucketArn = (...resource: readonly (string | Hole)[]): Text => text('arn:', PARTITION, ':s3:::', ...resource);

export const resource = (
  id: string,
  type: string,
  arn: Text | undefined,
  properties: PlainMap = {},
  named: Text | undefined = [name(id)],
): Resource => ({
  id,
  type,
  when: ALWAYS,
  properties: map(properties),
  span: SPAN,
  ...(named ? { name: named } : {}),
  ...(arn ? { arn } : {}),
  references: new Set(),
});

export const app = (...resources: readonly Resource[]): App => ({
  dialect: 'sam',
  template: 'template.yaml',
  root: '/app',
  resources: new Map(resources.map((r) => [r.id, r])),
  parameters: new Map(),
  functions: [],
  workflows: new Map(),
  conditions: new Map(),
  findings: [],
});

export const fn = (
  more: Partial<Omit<LambdaFunction, 'configuration'>> & { readonly configuration?: Partial<LambdaFunction['configuration']> } = {},
): LambdaFunction => ({
  id: 'Fn',
  span: SPAN,
  when: ALWAYS,
  runtime: 'nodejs22.x',
  handler: 'app.handler',
  packageType: 'Zip',
  code: { kind: 'absent', why: 'it is a test' },
  layers: [],
  environment: new Map(),
  triggers: [],
  role: { roleId: 'FnRole', kind: 'generated', sharedWith: [], attachments: [] },
  ...more,
  configuration: {
    tracing: undefined,
    vpc: false,
    vpcWhen: ALWAYS,
    fileSystems: [],
    logGroup: text('/aws/lambda/', name('Fn')),
    logGroupDeclared: true,
    layerArns: [],
    properties: map({}),
    ...more.configuration,
  },
});

export const trigger = (value: Record<string, unknown> & { readonly kind: Trigger['kind'] }): Trigger =>
  ({ path: 'Events.E', span: SPAN, when: ALWAYS, ...value }) as unknown as Trigger;

export const call = (client: string, operation: string | undefined, input: PlainMap, more: Partial<SdkCall> = {}): SdkCall => ({
  client,
  operation,
  input: map(input),
  span: SPAN,
  via: ['handler'],
  credentials: { kind: 'own' },
  ...more,
});

export const direct = (action: string, input: PlainMap): DirectCall => ({
  action,
  input: map(input),
  span: SPAN,
  via: ['handler'],
  credentials: { kind: 'own' },
});

export const needsOf = (calls: readonly SdkCall[], within: App = app(), more: Partial<CodeReport> = {}): CallNeeds =>
  needsOfCalls({ files: [], calls, direct: [], lost: [], models: [], ...more }, fn(), within);

/** `s3:GetObject arn:${AWS::Partition}:s3:::b/*`, with certainty when it is not exact, and the condition. */
export const show = (needs: readonly Need[]): readonly string[] =>
  needs.map((n) =>
    [
      n.action,
      displayText(n.resource),
      ...(n.certainty === 'exact' ? [] : [`(${n.certainty})`]),
      ...(n.condition ? [shownCondition(n)] : []),
    ].join(' '),
  );

const shownCondition = (n: Need): string =>
  Object.entries(n.condition ?? {})
    .map(([operator, keys]) => `${operator}(${Object.entries(keys).map(([key, values]) => `${key}=${values.map(displayText).join('|')}`)})`)
    .join(';');

/** The needs of one call, short: `arn:${AWS::Partition}:` is `arn:`, and the stack's own place `::own:`. */
export const needsFor = (client: string, operation: string, input: PlainMap, within: App = app()): readonly string[] =>
  show(needsOf([call(client, operation, input)], within).needs).map(short);

export const short = (line: string): string =>
  line.replaceAll('${AWS::Partition}', 'aws').replaceAll('${AWS::Region}:${AWS::AccountId}', 'R:A').replaceAll('${AWS::Region}', 'R');
