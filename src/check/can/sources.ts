/**
 * Calls that a service makes for resources of the template: for the triggers of a function, or for whatever sends to a queue, a
 * topic or a bus. Each says what the service states about itself: `aws:SourceArn` and `aws:SourceAccount`.
 */
import type { App, Resource, Trigger } from '../../model/app.ts';
import { ACCOUNT, literalOf, sameText, type Text } from '../../model/text.ts';
import { invokersOf } from '../../needs/invokers.ts';
import { arnFields } from '../../policy/arn.ts';
import type { Place } from './question.ts';
import { at, holds, textOf } from './template-data.ts';

export interface Source extends Place {
  readonly sourceArn?: Text;
  /** undefined where the service is not known to state it */
  readonly sourceAccount?: Text;
  readonly eventSourceToken?: Text;
  readonly functionUrlAuthType?: Text;
  readonly viaFunctionUrl?: boolean;
  /** alias or version that is invoked */
  readonly qualifier?: Text;
  /** the resource that the call is made for */
  readonly from?: Resource;
}

/** In the order of the template. `service` is undefined for an unsigned request. */
export function sourcesOf(target: Resource, service: string, action: string, app: App): readonly Source[] {
  const fn = app.functions.find(({ id }) => id === target.id);
  if (fn)
    return fn.triggers.flatMap((trigger) => (trigger.kind === 'permission' ? [] : invocations(trigger, service, action, target, app)));
  return [...app.resources.values()].flatMap((resource) => senders(resource, target, service));
}

/** What needs/invokers makes of a trigger is how the call looks like: its wildcards are values of the request. */
function invocations(trigger: Trigger, service: string, action: string, target: Resource, app: App): readonly Source[] {
  const fn = app.functions.find(({ id }) => id === target.id);
  if (!fn) return [];
  return invokersOf({ ...fn, triggers: [trigger] }, app)
    .filter((invoker) => literalOf(invoker.principal) === service && invoker.action.toLowerCase() === action.toLowerCase())
    .map((invoker): Source => {
      const { sourceArn, eventSourceToken, functionUrlAuthType, qualifier } = invoker;
      const account = invoker.sourceAccount ?? (sourceArn && STATES_ACCOUNT.has(service) ? accountOf(sourceArn) : undefined);
      const from = sourceArn && [...app.resources.values()].find(({ arn }) => arn && sameText(arn, sourceArn));
      return {
        span: trigger.span,
        path: trigger.path.startsWith('Events.') || trigger.path === 'FunctionUrlConfig' ? `${fn.id}.${trigger.path}` : trigger.path,
        ...(sourceArn ? { sourceArn } : {}),
        ...(account ? { sourceAccount: account } : {}),
        ...(eventSourceToken ? { eventSourceToken } : {}),
        ...(functionUrlAuthType ? { functionUrlAuthType } : {}),
        ...(invoker.invokedViaFunctionUrl ? { viaFunctionUrl: true } : {}),
        ...(qualifier ? { qualifier } : {}),
        ...(from ? { from } : {}),
      };
    });
}

/** Services whose documentation of the confused deputy names `aws:SourceAccount` beside `aws:SourceArn`. */
const STATES_ACCOUNT: ReadonlySet<string> = new Set([
  's3.amazonaws.com',
  'sns.amazonaws.com',
  'events.amazonaws.com',
  'logs.amazonaws.com',
  'cognito-idp.amazonaws.com',
]);

function accountOf(arn: Text): Text | undefined {
  const account = arnFields(arn)?.[4];
  return account && account.length > 0 ? account : undefined;
}

/** A bucket's notifications, a topic's subscriptions, a rule's targets. */
function senders(resource: Resource, target: Resource, service: string): readonly Source[] {
  const { arn } = target;
  if (!arn) return [];
  const names = (property: string): boolean => {
    const value = at(resource.properties, property);
    return value !== undefined && holds(value, (text) => sameText(text, arn));
  };
  const own = (path: string): Source => ({
    span: resource.span,
    path: `${resource.id}.${path}`,
    ...(resource.arn ? { sourceArn: resource.arn } : {}),
    sourceAccount: [ACCOUNT],
    from: resource,
  });
  switch (`${service} ${resource.type}`) {
    case 's3.amazonaws.com AWS::S3::Bucket':
      return names('NotificationConfiguration') ? [own('NotificationConfiguration')] : [];
    case 'events.amazonaws.com AWS::Events::Rule':
      return names('Targets') ? [own('Targets')] : [];
    case 'sns.amazonaws.com AWS::SNS::Topic':
      return names('Subscription') ? [own('Subscription')] : [];
    case 'sns.amazonaws.com AWS::SNS::Subscription': {
      const topic = textOf(at(resource.properties, 'TopicArn'));
      return topic && names('Endpoint')
        ? [{ span: resource.span, path: resource.id, sourceArn: topic, ...accountEntry(accountOf(topic)) }]
        : [];
    }
    default:
      return [];
  }
}

const accountEntry = (account: Text | undefined): { readonly sourceAccount?: Text } => (account ? { sourceAccount: account } : {});
