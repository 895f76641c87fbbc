/** Apps made by hand, for tests of what comes after reading. */
import type { App, Configuration, LambdaFunction, Resource } from '../../src/model/app.ts';
import type { When } from '../../src/model/condition.ts';
import type { MapDatum } from '../../src/model/datum.ts';
import type { Need } from '../../src/model/need.ts';
import type { Span } from '../../src/model/span.ts';
import { ACCOUNT, type Hole, PARTITION, REGION, type Text, text } from '../../src/model/text.ts';

export const SPAN: Span = { file: 'template.yaml', line: 1, column: 1 };
const EMPTY: MapDatum = { kind: 'map', entries: [], open: false };

export const nameOf = (resource: string): Hole => ({ kind: 'name', resource, chars: 'name' });
export const parameter = (name: string): Hole => ({ kind: 'parameter', name, chars: 'name' });

const arn = (service: string, ...rest: Text): Text => text('arn:', PARTITION, `:${service}:`, REGION, ':', ACCOUNT, ':', ...rest);

export const ARNS = {
  table: (name: string | Hole): Text => arn('dynamodb', 'table/', name),
  queue: (name: string | Hole): Text => arn('sqs', name),
  topic: (name: string | Hole): Text => arn('sns', name),
  function: (name: string | Hole): Text => arn('lambda', 'function:', name),
  stateMachine: (name: string | Hole): Text => arn('states', 'stateMachine:', name),
  userPool: (name: string | Hole): Text => arn('cognito-idp', 'userpool/', name),
  key: (name: string | Hole): Text => arn('kms', 'key/', name),
  bucket: (name: string | Hole): Text => text('arn:', PARTITION, ':s3:::', name),
  logGroup: (...name: Text): Text => arn('logs', 'log-group:', ...name, ':*'),
};

export interface ResourceOptions {
  readonly name?: Text;
  readonly arn?: (name: string | Hole) => Text;
  readonly references?: readonly string[];
  readonly when?: When;
}

export function resource(id: string, type: string, options: ResourceOptions = {}): Resource {
  const name = options.name ?? [nameOf(id)];
  const [part = ''] = name;
  return {
    id,
    type,
    when: options.when ?? [],
    properties: EMPTY,
    span: SPAN,
    name,
    ...(options.arn ? { arn: options.arn(part) } : {}),
    references: new Set(options.references ?? []),
  };
}

export function lambda(id: string, more: Partial<LambdaFunction> = {}): LambdaFunction {
  const configuration: Configuration = {
    tracing: undefined,
    vpc: false,
    vpcWhen: [],
    fileSystems: [],
    logGroup: text('/aws/lambda/', nameOf(id)),
    logGroupDeclared: false,
    layerArns: [],
    properties: EMPTY,
  };
  return {
    id,
    span: SPAN,
    when: [],
    runtime: 'nodejs22.x',
    handler: 'app.handler',
    packageType: 'Zip',
    code: { kind: 'absent', why: 'the test has none' },
    layers: [],
    environment: new Map(),
    triggers: [],
    configuration,
    role: { roleId: `${id}Role`, kind: 'generated', sharedWith: [], attachments: [] },
    ...more,
  };
}

export function appOf(resources: readonly Resource[], functions: readonly LambdaFunction[] = []): App {
  return {
    dialect: 'sam',
    template: 'template.yaml',
    root: '/app',
    resources: new Map(resources.map((item) => [item.id, item])),
    parameters: new Map(),
    functions,
    workflows: new Map(),
    conditions: new Map(),
    findings: [],
  };
}

export function need(action: string, resourceText: Text, more: Partial<Need> = {}): Need {
  return {
    action,
    resource: resourceText,
    kind: 'code',
    certainty: 'exact',
    when: [],
    origins: [{ file: 'app.js', line: 1, column: 1, operation: action.slice(action.indexOf(':') + 1) }],
    ...more,
  };
}
