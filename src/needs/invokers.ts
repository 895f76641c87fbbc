/**
 * Who may invoke a function through its resource-based policy: one permission for each trigger, as narrow as its source.
 * Sources: "Lambda resource-based policies" and the page of each service in the AWS Lambda Developer Guide; the permissions
 * that SAM makes for its events.
 */
import type { App, LambdaFunction, Trigger } from '../model/app.ts';
import type { Invoker } from '../model/need.ts';
import { ACCOUNT, literalOf, PARTITION, type Text, text } from '../model/text.ts';
import { arnParts, wildcards, withResource } from './arn.ts';
import { mergeInvokers } from './merge.ts';
import { covers } from './pattern.ts';

const INVOKE = 'lambda:InvokeFunction';

type Source = Pick<Invoker, 'principal'> &
  Partial<
    Pick<
      Invoker,
      'action' | 'sourceArn' | 'sourceAccount' | 'principalOrgId' | 'eventSourceToken' | 'functionUrlAuthType' | 'invokedViaFunctionUrl'
    >
  >;

export function invokersOf(fn: LambdaFunction, _app: App): readonly Invoker[] {
  const derived = fn.triggers.filter((t) => t.kind !== 'permission').flatMap((t) => sourcesOf(t).map((s) => invoker(s, t, fn)));
  const stated = fn.triggers.flatMap((t) => (t.kind === 'permission' ? [invoker(permissionSource(t), t, undefined)] : []));
  // a permission of the template that serves a trigger is that trigger's: the narrower form of it stands
  return mergeInvokers([...derived, ...stated.filter((s) => !derived.some((d) => serves(s, d)))]);
}

/** Triggers of an event invoke the alias that SAM publishes; a permission states its own target. */
function invoker(source: Source, trigger: Trigger, fn: LambdaFunction | undefined): Invoker {
  const qualifier = trigger.qualifier ?? fn?.alias;
  return {
    action: INVOKE,
    ...source,
    ...(qualifier ? { qualifier } : {}),
    when: trigger.when,
    origins: [{ ...trigger.span, operation: trigger.path }],
  };
}

const service = (name: string, sourceArn?: Text): Source => ({
  principal: text(name),
  ...(sourceArn ? { sourceArn: wildcards(sourceArn) } : {}),
  ...(namesAccount(sourceArn) ? {} : { sourceAccount: [ACCOUNT] }),
});

/**
 * Without an account in the source ARN, anyone's resource of that name would do ("Using AWS:SourceAccount", confused deputy).
 * An ARN that is one hole is taken to name one, but for S3's, which are written out.
 */
function namesAccount(sourceArn: Text | undefined): boolean {
  if (!sourceArn) return false;
  const parts = arnParts(sourceArn);
  return parts === undefined || parts.account.length > 0;
}

function sourcesOf(trigger: Trigger): readonly Source[] {
  switch (trigger.kind) {
    case 's3':
      return [service('s3.amazonaws.com', trigger.bucketArn)];
    case 'sns':
      return [service('sns.amazonaws.com', trigger.topicArn)];
    case 'api':
      return [service('apigateway.amazonaws.com', trigger.executeApiArn)];
    case 'rule':
      return [service('events.amazonaws.com', trigger.ruleArn)];
    case 'logs':
      return [service('logs.amazonaws.com', logSource(trigger.logGroupArn))];
    case 'cognito':
      return [service('cognito-idp.amazonaws.com', trigger.userPoolArn)];
    case 'iot':
      return [service('iot.amazonaws.com', trigger.ruleArn)];
    case 'alb':
      return [service('elasticloadbalancing.amazonaws.com', trigger.targetGroupArn)];
    case 'alexa':
      // a skill has no ARN: its id is the token
      return [{ principal: text('alexa-appkit.amazon.com'), ...(trigger.skillId ? { eventSourceToken: trigger.skillId } : {}) }];
    case 'service':
      return [service(trigger.principal, trigger.sourceArn)];
    case 'functionUrl':
      return functionUrl(trigger.authType);
    // polled with the function's role, invoked with another role, or by whoever deploys
    case 'sqs':
    case 'kinesis':
    case 'dynamodb':
    case 'stream':
    case 'role':
    case 'destination':
    case 'customResource':
    case 'permission':
      return [];
  }
}

/**
 * "Control access to Lambda function URLs": both permissions, each bound to the URL. With AWS_IAM the callers' own policies
 * decide. An open auth type is bound to NONE by the condition itself.
 */
function functionUrl(authType: Text): readonly Source[] {
  if (literalOf(authType) === 'AWS_IAM') return [];
  return [
    { principal: text('*'), action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: text('NONE') },
    { principal: text('*'), action: INVOKE, invokedViaFunctionUrl: true },
  ];
}

/** Subscription filters come from `log-group:NAME:*`. */
function logSource(arn: Text): Text {
  const last = arn[arn.length - 1];
  return typeof last === 'string' && last.endsWith(':*') ? arn : text(...arn, ':*');
}

const permissionSource = (trigger: Extract<Trigger, { kind: 'permission' }>): Source => ({
  principal: trigger.principal,
  action: trigger.action,
  ...(trigger.sourceArn ? { sourceArn: wildcards(trigger.sourceArn) } : {}),
  ...(trigger.sourceAccount ? { sourceAccount: trigger.sourceAccount } : {}),
  ...(trigger.principalOrgId ? { principalOrgId: trigger.principalOrgId } : {}),
  ...(trigger.eventSourceToken ? { eventSourceToken: trigger.eventSourceToken } : {}),
  ...(trigger.functionUrlAuthType ? { functionUrlAuthType: trigger.functionUrlAuthType } : {}),
  ...(trigger.invokedViaFunctionUrl === undefined ? {} : { invokedViaFunctionUrl: trigger.invokedViaFunctionUrl }),
});

/** Whether a stated permission is what lets a derived invoker in. */
function serves(stated: Invoker, derived: Invoker): boolean {
  const [a, b] = [literalOf(stated.principal), literalOf(derived.principal)];
  if (a === undefined || a !== b || stated.action !== derived.action) return false;
  if ((stated.qualifier === undefined) !== (derived.qualifier === undefined)) return false;
  if (stated.eventSourceToken && derived.eventSourceToken && !covers(stated.eventSourceToken, derived.eventSourceToken)) return false;
  if (!stated.sourceArn) return true;
  return derived.sourceArn !== undefined && covers(inPartition(stated.sourceArn), derived.sourceArn);
}

/** A partition that is written out (`arn:aws:…`) is the one that the template is deployed in, or the ARN names nothing. */
function inPartition(value: Text): Text {
  const parts = arnParts(value);
  return parts ? withResource({ ...parts, partition: [PARTITION] }, parts.resource) : value;
}
