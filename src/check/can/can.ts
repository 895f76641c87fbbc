/** The answer to `pinhole can`: the policies of the template around one question, decided, explained, and the change that a denial asks for. */
import type { App } from '../../model/app.ts';
import { InputError } from '../../model/finding.ts';
import { ACCOUNT, text } from '../../model/text.ts';
import { explain } from '../../policy/explain.ts';
import { isAccountId } from '../../policy/principal.ts';
import { accountOfArn } from '../../policy/principal-match.ts';
import type { AuthorizationRequest, Layers } from '../../policy/request.ts';
import type { Policy } from '../../policy/statement.ts';
import { apart, type Bindings, generatedNames } from './bindings.ts';
import { callerOf, isLogicalId } from './caller.ts';
import { changesFor } from './change.ts';
import { contextOf } from './context.ts';
import { nearMisses } from './near.ts';
import { unknownPolicy } from './placed.ts';
import { publicAccessBlock } from './public-access.ts';
import type { CanAnswer, CanCall, CanCaller, CanTarget, Place, PlacedPolicy, Question } from './question.ts';
import { remarksOn, worksOnNothing } from './remarks.ts';
import { resourcePolicy } from './resource-policy.ts';
import { type Source, sourcesOf } from './sources.ts';
import { bindingsOf, namedByArn, targetOf } from './target.ts';

/** Throws `InputError` when the template has nothing of what is asked for. */
export function can(question: Question, app: App): CanAnswer {
  if (!/^[a-z0-9-]+:[A-Za-z0-9*]+$/i.test(question.action) || question.action.includes('*'))
    throw new InputError(`${JSON.stringify(question.action)} is no action: give one, as in s3:GetObject`);
  const { bindings, assumes } = bindingsFor(question, app);
  const caller = callerOf(question.who, app, bindings);
  const asked = targetOf(question.resource, app, bindings);
  const target = worksOnNothing(question.action) ? targetOf('*', app, bindings) : asked;
  const setting: Setting = { question, app, bindings, caller, target };
  const sources = sourcesFor(setting);
  const { remarks, unsound } = remarksOn(question.action, caller, asked, app);
  const calls = (sources.length === 0 ? [undefined] : sources).map((source) => callOf(source, setting, unsound === undefined));
  return {
    question,
    caller,
    target,
    calls: calls.map(({ call }) => call),
    ...(unsound === undefined ? {} : { unsound }),
    remarks: [
      ...remarks,
      ...(isServiceCall(caller) &&
      target.owner &&
      sources.length === 0 &&
      !question.context.has('aws:SourceArn') &&
      !isTrust(question.action)
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
function bindingsFor(
  { who, resource, pseudo: given }: Question,
  app: App,
): { readonly bindings: Bindings; readonly assumes: readonly string[] } {
  const assumes: string[] = [];
  const pseudo = new Map(given);
  for (const arn of [resource, who]) {
    const named = arn.startsWith('arn:') ? namedByArn(arn, app) : undefined;
    if (!named) continue;
    let told = false;
    for (const [name, value] of bindingsOf(named.place)) {
      if (pseudo.has(name)) continue;
      pseudo.set(name, value);
      told = true;
    }
    if (told) assumes.push(`${arn} is ${named.owner.id} of this template, which is deployed where the ARN says`);
  }
  // a resource that someone of this template wants is looked for at home first
  const account = resource.split(':', 5)[4] ?? '';
  if (isLogicalId(who) && resource.startsWith('arn:') && isAccountId(account) && !pseudo.has('AWS::AccountId')) {
    pseudo.set('AWS::AccountId', account);
    assumes.push(`this template is deployed in the account ${account} of the resource; if not, say where by --parameter AWS::AccountId=ID`);
  }
  const partition = /^arn:([a-z-]+):/.exec(resource)?.[1] ?? /^arn:([a-z-]+):/.exec(who)?.[1] ?? 'aws';
  if (!pseudo.has('AWS::Partition')) pseudo.set('AWS::Partition', partition);
  if (!pseudo.has('AWS::URLSuffix') && pseudo.get('AWS::Partition') === 'aws') pseudo.set('AWS::URLSuffix', 'amazonaws.com');
  return { bindings: { pseudo, generated: generatedNames(app) }, assumes };
}

const isTrust = (action: string): boolean => /^sts:assumerole/i.test(action);

const isServiceCall = (caller: CanCaller): boolean => caller.kind === 'service' || caller.principal === '*';

function sourcesFor({ question, app, caller, target }: Setting): readonly Source[] {
  if (!isServiceCall(caller) || !target.owner) return [];
  return sourcesOf(target.owner, caller.principal === '*' ? '*' : caller.shown, question.action, app);
}

function callOf(
  source: Source | undefined,
  asked: Setting,
  isSound: boolean,
): { readonly call: CanCall; readonly assumes: readonly string[] } {
  const { question, app, target } = asked;
  const bindings = bindingsOfCall(source, asked);
  const caller = callerOf(question.who, app, bindings);
  const policy = targetPolicy({ ...asked, bindings, caller });
  const places = new Map<Policy, readonly Place[]>();
  const list = (items: readonly PlacedPolicy[]): readonly Policy[] => {
    for (const item of items) places.set(item.policy, item.places);
    return items.map((item) => item.policy);
  };
  const blocked = (byPolicy: Policy | undefined): Policy | undefined => {
    const bucket = target.owner?.type === 'AWS::S3::Bucket' ? target.owner : undefined;
    const block = bucket && publicAccessBlock(bucket, byPolicy, bindings);
    return block && list([block])[0];
  };
  const block = blocked(policy?.policy);
  const layers: Layers = {
    ...(block ? { publicAccessBlock: block } : {}),
    ...(caller.identity.length > 0 ? { identity: list(caller.identity) } : {}),
    ...(caller.boundary.length > 0 ? { boundary: list(caller.boundary) } : {}),
    ...(policy ? { [policy.policy.kind === 'trust' ? 'trust' : 'resource']: list([policy])[0] } : {}),
  };
  const byService = isServiceCall(caller);
  const { context, assumes } = contextOf({ question, layers, byService, source, bindings });
  const account = accountOf(asked);
  const request: AuthorizationRequest = {
    principal: caller.principal,
    action: question.action,
    resource:
      source?.qualifier && typeof target.resource !== 'string' ? text(...target.resource, ':', ...source.qualifier) : target.resource,
    ...(account === undefined ? {} : { resourceAccount: account }),
    context,
  };
  const explanation = explain(request, layers);
  // a statement for an action that does not exist, or on what it does not work on, would allow nothing
  const { changes, afterwards } = isSound
    ? changesFor({ app, caller, target, source, request, layers, places, bindings, blocked }, explanation.decision)
    : { changes: [], afterwards: explanation.decision };
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

function bindingsOfCall(source: Source | undefined, { question, app, bindings, caller, target }: Setting): Bindings {
  const written = [...question.context.values()].flat().some((value) => value.startsWith('arn:')) || question.who.startsWith('arn:');
  if (!target.owner || written) return bindings;
  return apart(bindings, app, [target.pattern, caller.arn ?? [], source?.sourceArn ?? []]);
}

/** What the template makes is the template's own account's; an ARN says its account itself, or leaves it open. */
function accountOf({ target, bindings }: Setting): AuthorizationRequest['resourceAccount'] {
  if (!target.owner || accountOfArn(target.resource) !== undefined) return undefined;
  return bindings.pseudo.get('AWS::AccountId') ?? [ACCOUNT];
}

/** Where only the resource's own policy can allow and it is not in the template, nobody knows what it says. */
function targetPolicy({ app, bindings, caller, target, question }: Setting): PlacedPolicy | undefined {
  if (target.owner) return resourcePolicy(target.owner, app, bindings);
  if (target.resource === '*') return undefined;
  const service = question.action.split(':', 1)[0] ?? '';
  const trust = isTrust(question.action);
  if (!isServiceCall(caller) && caller.identity.length > 0 && service !== 'kms' && !trust && caller.kind !== 'principal') return undefined;
  const what = trust ? 'the trust policy' : 'the policy';
  return unknownPolicy(trust ? 'trust' : 'resource', `${what} of ${target.shown}, which is not in this template`, undefined, undefined);
}
