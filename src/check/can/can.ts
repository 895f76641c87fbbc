/** The answer to `pinhole can`: the policies of the template around one question, decided, explained, and the change that a denial asks for. */
import type { App } from '../../model/app.ts';
import { InputError } from '../../model/finding.ts';
import { ACCOUNT, text } from '../../model/text.ts';
import { explain } from '../../policy/explain.ts';
import { accountOfArn } from '../../policy/principal-match.ts';
import type { AuthorizationRequest, Layers } from '../../policy/request.ts';
import type { Policy } from '../../policy/statement.ts';
import type { Bindings } from './bindings.ts';
import { callerOf } from './caller.ts';
import { changesFor } from './change.ts';
import { contextOf } from './context.ts';
import { nearMisses } from './near.ts';
import { unknownPolicy } from './placed.ts';
import type { CanAnswer, CanCall, CanCaller, CanTarget, Place, PlacedPolicy, Question } from './question.ts';
import { remarksOn } from './remarks.ts';
import { resourcePolicy } from './resource-policy.ts';
import { type Source, sourcesOf } from './sources.ts';
import { bindingsOf, namedByArn, targetOf } from './target.ts';

/** Throws `InputError` when the template has nothing of what is asked for. */
export function can(question: Question, app: App): CanAnswer {
  if (!/^[a-z0-9-]+:[A-Za-z0-9*]+$/i.test(question.action) || question.action.includes('*'))
    throw new InputError(`${JSON.stringify(question.action)} is no action: give one, as in s3:GetObject`);
  const { bindings, assumes } = bindingsFor(question, app);
  const caller = callerOf(question.who, app, bindings);
  const target = targetOf(question.resource, app, bindings);
  const setting: Setting = { question, app, bindings, caller, target };
  const sources = sourcesFor(setting);
  const calls = (sources.length === 0 ? [undefined] : sources).map((source) => callOf(source, setting));
  return {
    question,
    caller,
    target,
    calls: calls.map(({ call }) => call),
    remarks: [
      ...remarksOn(question.action, caller, target, app),
      ...(isServiceCall(caller) && target.owner && sources.length === 0 && !question.context.has('aws:SourceArn')
        ? [`nothing in the template makes ${caller.shown} call ${target.owner.id}`]
        : []),
    ],
    assumes: [...new Set([...assumes, ...calls.flatMap((one) => one.assumes)])],
  };
}

interface Setting {
  readonly question: Question;
  readonly app: App;
  readonly bindings: Bindings;
  readonly caller: CanCaller;
  readonly target: CanTarget;
}

/** The partition is `aws` unless told; an ARN that is a resource of the template tells where its stack is. */
function bindingsFor({ who, resource, pseudo }: Question, app: App): { readonly bindings: Bindings; readonly assumes: readonly string[] } {
  const assumes: string[] = [];
  const bindings = new Map(pseudo);
  for (const arn of [resource, who]) {
    const named = arn.startsWith('arn:') ? namedByArn(arn, app) : undefined;
    if (!named) continue;
    let told = false;
    for (const [name, value] of bindingsOf(named.place)) {
      if (bindings.has(name)) continue;
      bindings.set(name, value);
      told = true;
    }
    if (told) assumes.push(`${arn} is ${named.owner.id} of this template, which is deployed where the ARN says`);
  }
  const partition = /^arn:([a-z-]+):/.exec(resource)?.[1] ?? /^arn:([a-z-]+):/.exec(who)?.[1] ?? 'aws';
  if (!bindings.has('AWS::Partition')) bindings.set('AWS::Partition', partition);
  if (!bindings.has('AWS::URLSuffix') && bindings.get('AWS::Partition') === 'aws') bindings.set('AWS::URLSuffix', 'amazonaws.com');
  return { bindings, assumes };
}

const isServiceCall = (caller: CanCaller): boolean => caller.kind === 'service' || caller.principal === '*';

function sourcesFor({ question, app, caller, target }: Setting): readonly Source[] {
  if (!isServiceCall(caller) || !target.owner) return [];
  return sourcesOf(target.owner, caller.principal === '*' ? '*' : caller.shown, question.action, app);
}

function callOf(source: Source | undefined, setting: Setting): { readonly call: CanCall; readonly assumes: readonly string[] } {
  const { question, app, bindings, caller, target } = setting;
  const policy = targetPolicy(setting);
  const places = new Map<Policy, readonly Place[]>();
  const list = (items: readonly PlacedPolicy[]): readonly Policy[] => {
    for (const item of items) places.set(item.policy, item.places);
    return items.map((item) => item.policy);
  };
  const layers: Layers = {
    ...(caller.identity.length > 0 ? { identity: list(caller.identity) } : {}),
    ...(caller.boundary.length > 0 ? { boundary: list(caller.boundary) } : {}),
    ...(policy ? { [policy.policy.kind === 'trust' ? 'trust' : 'resource']: list([policy])[0] } : {}),
  };
  const byService = isServiceCall(caller);
  const { context, assumes } = contextOf({ question, layers, byService, source, bindings });
  const account = accountOf(setting);
  const request: AuthorizationRequest = {
    principal: caller.principal,
    action: question.action,
    resource:
      source?.qualifier && typeof target.resource !== 'string' ? text(...target.resource, ':', ...source.qualifier) : target.resource,
    ...(account === undefined ? {} : { resourceAccount: account }),
    context,
  };
  const explanation = explain(request, layers);
  const { changes, afterwards } = changesFor({ app, caller, target, source, request, layers, places, bindings }, explanation.decision);
  return {
    assumes: [...assumes, ...explanation.decision.assumes],
    call: {
      ...(source ? { trigger: { span: source.span, path: source.path } } : {}),
      explanation,
      places,
      near: nearMisses(explanation),
      changes,
      afterwards: afterwards.decision,
    },
  };
}

/** What the template makes is the template's own account's; an ARN says its account itself, or leaves it open. */
function accountOf({ target, bindings }: Setting): AuthorizationRequest['resourceAccount'] {
  if (!target.owner || accountOfArn(target.resource) !== undefined) return undefined;
  return bindings.get('AWS::AccountId') ?? [ACCOUNT];
}

/** Where only the resource's own policy can allow and it is not in the template, nobody knows what it says. */
function targetPolicy({ app, bindings, caller, target, question }: Setting): PlacedPolicy | undefined {
  if (target.owner) return resourcePolicy(target.owner, app, bindings);
  if (target.resource === '*') return undefined;
  const service = question.action.split(':', 1)[0] ?? '';
  const trust = /^sts:assumerole/i.test(question.action);
  if (!isServiceCall(caller) && caller.identity.length > 0 && service !== 'kms' && !trust && caller.kind !== 'principal') return undefined;
  const what = trust ? 'the trust policy' : 'the policy';
  return unknownPolicy(trust ? 'trust' : 'resource', `${what} of ${target.shown}, which is not in this template`, undefined, undefined);
}
