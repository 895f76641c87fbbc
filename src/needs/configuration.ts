/**
 * Needs that come from the function's configuration: logs, tracing, network, file systems, destinations, layers. Event source
 * mappings are in event-source.ts. Sources: the AWS Lambda Developer Guide, page named beside each rule.
 */
import type { App, LambdaFunction, Resource } from '../model/app.ts';
import { ALWAYS, and, type When } from '../model/condition.ts';
import type { Certainty, ConditionBlock, Need, NeedKind, Origin, Unresolved } from '../model/need.ts';
import { concat, displayText, isExact, isHole, literalOf, split, type Text, text } from '../model/text.ts';
import { arn, arnParts, reasonOf, wildcards, withResource } from './arn.ts';
import { encryptionNeeds } from './encryption.ts';
import { mappingNeeds } from './event-source.ts';
import { textsAt } from './input.ts';
import { mergeNeeds, mergeUnresolved } from './merge.ts';
import { resourceByArn, resourcesOfType } from './template-resources.ts';

export interface ConfigurationNeeds {
  readonly needs: readonly Need[];
  readonly unresolved: readonly Unresolved[];
}

/** Adds needs with one origin; shared by this file and event-source.ts. */
export interface NeedList {
  readonly add: (
    kind: NeedKind,
    resource: Text,
    actions: readonly string[],
    more?: { readonly when?: When; readonly condition?: ConditionBlock },
  ) => void;
  readonly unresolved: (what: string, why: string, fallback: string, actions: readonly string[]) => void;
}

export function needsOfConfiguration(fn: LambdaFunction, app: App): ConfigurationNeeds {
  const needs: Need[] = [];
  const unresolved: Unresolved[] = [];
  const at = (path: string, span = fn.span): NeedList => {
    const origin: Origin = { ...span, operation: path };
    return {
      add(kind, resource, actions, more = {}) {
        const certainty: Certainty = isExact(resource) ? 'exact' : 'pattern';
        for (const action of actions)
          needs.push({
            action,
            resource: wildcards(resource),
            ...(more.condition ? { condition: more.condition } : {}),
            kind,
            certainty,
            when: more.when ?? ALWAYS,
            origins: [origin],
          });
      },
      unresolved(what, why, fallback, actions) {
        unresolved.push({
          file: span.file,
          line: span.line,
          column: span.column,
          what,
          why,
          fallback,
          ...(actions.length > 0 ? { actions } : {}),
        });
      },
    };
  };

  baseline(fn, at('LoggingConfig'));
  if (fn.configuration.tracing === 'Active')
    // "Visualize Lambda function invocations using AWS X-Ray", execution role permissions
    at('TracingConfig').add('tracing', text('*'), ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']);
  if (fn.configuration.vpc) at('VpcConfig').add('network', text('*'), NETWORK_ACTIONS, { when: fn.configuration.vpcWhen });
  for (const system of fn.configuration.fileSystems) fileSystem(system.accessPointArn, fn, app, at('FileSystemConfigs', system.span));
  if (fn.configuration.deadLetterArn)
    deliver(
      'deadLetter',
      fn.configuration.deadLetterArn,
      app,
      under(at('DeadLetterConfig'), fn.configuration.conditional?.get('deadLetterArn')),
    );
  if (fn.configuration.onSuccessArn)
    deliver(
      'destination',
      fn.configuration.onSuccessArn,
      app,
      under(at('DestinationConfig.OnSuccess'), fn.configuration.conditional?.get('onSuccessArn')),
      statedKind(fn, 'OnSuccess'),
    );
  if (fn.configuration.onFailureArn)
    deliver(
      'destination',
      fn.configuration.onFailureArn,
      app,
      under(at('DestinationConfig.OnFailure'), fn.configuration.conditional?.get('onFailureArn')),
      statedKind(fn, 'OnFailure'),
    );
  for (const layer of fn.configuration.layerArns) layerNeeds(layer, at('Layers'));
  if (fn.configuration.durable) durable(fn, at('DurableConfig'));
  for (const trigger of fn.triggers) {
    const conditional = under(at(trigger.path, trigger.span), trigger.when);
    mappingNeeds(trigger, conditional);
    if (trigger.mapping?.onFailureArn) deliver('destination', trigger.mapping.onFailureArn, app, conditional);
  }
  const merged = mergeNeeds(needs);
  const encryption = encryptionNeeds(merged, app);
  return { needs: mergeNeeds([...merged, ...encryption.needs]), unresolved: mergeUnresolved([...unresolved, ...encryption.unresolved]) };
}

/** The same list, whose needs stand under a template condition. */
function under(list: NeedList, condition: When = ALWAYS): NeedList {
  return {
    ...list,
    add(kind, resource, actions, more = {}) {
      const when = and(condition, more.when ?? ALWAYS);
      if (when) list.add(kind, resource, actions, { ...more, when });
    },
  };
}

/** "Sending Lambda function logs to CloudWatch Logs": streams and events of the function's own group, and the group unless declared. */
function baseline(fn: LambdaFunction, list: NeedList): void {
  const group = arn('logs', text('log-group:', ...fn.configuration.logGroup, ':*'));
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  list.add('baseline', group, fn.configuration.logGroupDeclared ? actions : ['logs:CreateLogGroup', ...actions]);
}

/** "Giving Lambda functions access to resources in an Amazon VPC", required IAM permissions: on every resource. */
export const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * "Configuring Amazon EFS file system access": without a policy of its own, the file system lets every client of a mount
 * target in, and the role needs nothing. A file system from outside the template may have one.
 */
function fileSystem(accessPoint: Text, fn: LambdaFunction, app: App, list: NeedList): void {
  const declared = resourceByArn(app, accessPoint);
  const [only] = accessPoint;
  const point = only !== undefined && isHole(only) && only.kind === 'attribute' ? app.resources.get(only.resource) : undefined;
  if (point?.type === 'AWS::S3Files::AccessPoint' || literalOf(arnParts(accessPoint)?.service ?? []) === 's3files') {
    s3Files(accessPoint, point, fn, list);
    return;
  }
  const condition: ConditionBlock = { StringEquals: { 'elasticfilesystem:AccessPointArn': [accessPoint] } };
  const actions = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'];
  const ids = declared ? textsAt(declared.properties, 'FileSystemId') : [];
  const when = fn.configuration.vpcWhen;
  let shown = false;
  for (const id of ids) {
    if (id.kind !== 'text') continue;
    shown = true;
    const system = resourcesOfType(app, 'AWS::EFS::FileSystem').find(
      (fs) => fs.arn && displayText(fs.arn).endsWith(`/${displayText(id.text)}`),
    );
    const policy = system && textsAt(system.properties, 'FileSystemPolicy');
    if (policy?.every((p) => p.kind === 'absent')) continue;
    const resource = system?.arn ?? arn('elasticfilesystem', text('file-system/', ...id.text));
    const both = and(when, id.when);
    if (both) list.add('storage', resource, actions, { when: both, condition });
  }
  if (!shown) {
    // the access point limits it as far as the file system's id would
    const parts = arnParts(accessPoint);
    const resource = parts ? withResource(parts, text('file-system/*')) : arn('elasticfilesystem', text('file-system/*'));
    list.add('storage', resource, actions, { when, condition });
  }
}

/** "How S3 Files works with IAM" (Amazon S3 User Guide): a client needs what it does with the file system, through its access point. */
function s3Files(accessPoint: Text, declared: Resource | undefined, fn: LambdaFunction, list: NeedList): void {
  const ids = (declared ? textsAt(declared.properties, 'FileSystemId') : []).flatMap((id) => (id.kind === 'text' ? [id.text] : []));
  for (const id of ids.length > 0 ? ids : [text('*')])
    list.add('storage', arn('s3files', text('file-system/', ...id)), ['s3files:ClientMount', 's3files:ClientWrite'], {
      when: fn.configuration.vpcWhen,
      condition: { StringEquals: { 's3files:AccessPointArn': [accessPoint] } },
    });
}

/** What each kind of target needs: "Capturing records of Lambda asynchronous invocations", "Dead-letter queues". */
const DELIVERY = new Map([
  ['sqs', ['sqs:SendMessage']],
  ['sns', ['sns:Publish']],
  ['lambda', ['lambda:InvokeFunction']],
  ['events', ['events:PutEvents']],
]);

/** SAM's `Type` of a destination, which stands beside an ARN that does not tell ("OnFailure", SAM resource reference). */
const STATED: ReadonlyMap<string, string> = new Map([
  ['SQS', 'sqs'],
  ['SNS', 'sns'],
  ['Lambda', 'lambda'],
  ['EventBridge', 'events'],
  ['S3Bucket', 's3'],
]);

function statedKind(fn: LambdaFunction, result: 'OnSuccess' | 'OnFailure'): string | undefined {
  const [type, ...others] = textsAt(fn.configuration.properties, `EventInvokeConfig.DestinationConfig.${result}.Type`);
  return type?.kind === 'text' && others.length === 0 ? STATED.get(literalOf(type.text) ?? '') : undefined;
}

function deliver(kind: NeedKind, target: Text, app: App, list: NeedList, stated?: string): void {
  const service = serviceOf(target, app) ?? stated;
  if (service === 's3') {
    list.add(kind, concat(target, ['/*']), ['s3:PutObject']);
    list.add(kind, target, ['s3:ListBucket']);
    return;
  }
  const actions = service === undefined ? undefined : DELIVERY.get(service);
  if (actions) {
    list.add(kind, target, actions);
    return;
  }
  const all = [...new Set([...DELIVERY.values()].flat())].sort();
  // the ARN is known to be one resource: the actions of the other kinds grant nothing on it
  list.add(kind, target, all);
  const why = isExact(target) ? 'the kind of resource behind the ARN is known only at deployment' : `it depends on ${reasonOf(target)}`;
  list.unresolved(`the actions on the target ${displayText(target)}`, why, displayText(wildcards(target)), all);
}

const TYPE_SERVICES: readonly (readonly [RegExp, string])[] = [
  [/^AWS::SQS::/, 'sqs'],
  [/^AWS::SNS::/, 'sns'],
  [/^AWS::(?:Lambda|Serverless)::/, 'lambda'],
  [/^AWS::Events::/, 'events'],
  [/^AWS::S3::/, 's3'],
];
function serviceOf(target: Text, app: App): string | undefined {
  const parts = arnParts(target);
  if (parts) return literalOf(parts.service);
  const [only] = target;
  if (target.length !== 1 || only === undefined || !isHole(only)) return undefined;
  if (only.kind === 'attribute' || only.kind === 'name') {
    const type = app.resources.get(only.resource)?.type ?? '';
    return TYPE_SERVICES.find(([pattern]) => pattern.test(type))?.[1];
  }
  return undefined;
}

/** Extensions that need permissions of the function's role. */
const LAYERS: readonly { readonly name: string; readonly actions: readonly (readonly [string, Text])[] }[] = [
  {
    // "Enabling Lambda Insights"; AWS managed policy CloudWatchLambdaInsightsExecutionRolePolicy
    name: 'LambdaInsightsExtension',
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'].map((a) => [
      a,
      arn('logs', text('log-group:/aws/lambda-insights:*')),
    ]),
  },
  {
    // "Enable your applications on Lambda" (Application Signals); CloudWatchLambdaApplicationSignalsExecutionRolePolicy
    name: 'AWSOpenTelemetryDistro',
    actions: [
      ['xray:PutTraceSegments', text('*')],
      ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'].map((a): readonly [string, Text] => [
        a,
        arn('logs', text('log-group:/aws/application-signals/data:*')),
      ]),
    ],
  },
];

function layerNeeds(layer: Text, list: NeedList): void {
  const pieces = split(layer, ':layer:');
  const name = pieces.length === 2 ? pieces[1] : undefined;
  const [first] = name ?? [];
  if (typeof first !== 'string') return;
  for (const known of LAYERS)
    if (first.startsWith(known.name)) for (const [action, resource] of known.actions) list.add('layer', resource, [action]);
}

/** "Security and permissions for Lambda durable functions": on the function and its versions. */
function durable(fn: LambdaFunction, list: NeedList): void {
  const name: Text = textsAt(fn.configuration.properties, 'FunctionName').flatMap((v) => (v.kind === 'text' ? [v.text] : []))[0] ?? [
    { kind: 'name', resource: fn.id, chars: 'name' },
  ];
  list.add('storage', arn('lambda', text('function:', ...name, ':*')), [
    'lambda:CheckpointDurableExecution',
    'lambda:GetDurableExecutionState',
  ]);
}
