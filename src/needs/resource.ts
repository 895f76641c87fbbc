/**
 * Resource forms: how the parameters of an operation name the resource that a statement must name. A form is data with
 * one function: a description for people, and the ARNs that it gives for one input.
 */

import type { App } from '../model/app.ts';
import type { When } from '../model/condition.ts';
import { ALWAYS, and } from '../model/condition.ts';
import type { MapDatum } from '../model/datum.ts';
import type { Certainty, ConditionBlock } from '../model/need.ts';
import { concat, holesOf, isDeployHole, isExact, isHole, literalOf, REGION, sameText, type Text, text } from '../model/text.ts';
import { type ArnPlace, arn, arnParts, endsInWildcard, isArn, literally, reasonOf, saysAnything, wildcards } from './arn.ts';
import { type TextValue, textsAt } from './input.ts';
import { resourceByHole, resourceByName } from './template-resources.ts';

/** What a form reads: the input that the row is about (an entry of a batch), and the call around it. */
export interface Scope {
  readonly input: MapDatum;
  /** the whole input, where `input` is an entry of it */
  readonly whole: MapDatum;
  readonly app: App;
  /** of the client; undefined: the function's own */
  readonly region?: Text;
  readonly endpoint?: Text;
}

/** A resource that one call can touch. */
export interface Target {
  /** an ARN or `*`, run-time values already wildcards */
  readonly resource: Text;
  readonly certainty: Certainty;
  readonly when: When;
  /** why it is unresolved; ends a sentence that starts "it depends on" */
  readonly why?: string;
  readonly condition?: ConditionBlock;
}

export interface ResourceForm {
  /** `arn:${Partition}:s3:::${Bucket}/${Key}` with the parameters' names, or `*` */
  readonly describe: string;
  readonly targets: (scope: Scope) => readonly Target[];
}

/** For actions without resource types: only `*` grants them. */
export const ANY: ResourceForm = { describe: '*', targets: () => [{ resource: ['*'], certainty: 'exact', when: ALWAYS }] };

/** Makes a target of an ARN: `identity` is the part that tells one resource from another of its kind. */
export function targetOf(resource: Text, identity: Text, when: When): Target {
  if (isExact(resource)) return { resource, certainty: 'exact', when };
  if (saysAnything(identity)) return { resource: wildcards(resource), certainty: 'pattern', when };
  return { resource: wildcards(resource), certainty: 'unresolved', when, why: reasonOf(identity) };
}

export const unresolvedTarget = (resource: Text, when: When, why: string): Target => ({
  resource: wildcards(resource),
  certainty: 'unresolved',
  when,
  why,
});

export interface Named {
  /** in ARNs: `dynamodb` */
  readonly service: string;
  /** what stands before the name: `table/` */
  readonly before: string;
  /** where the name, ARN or URL is read from */
  readonly from: string;
  /** CloudFormation types whose names these are */
  readonly types: readonly string[];
  /** `none` for S3 and IAM */
  readonly region?: 'none';
  readonly account?: 'none';
  /** the name that the service takes when the parameter is left out */
  readonly byDefault?: string;
  /** cuts what the parameter may add to the name: a URL, a qualifier */
  readonly parse?: (value: Text, scope: Scope) => Text | { readonly name: Text; readonly place: ArnPlace };
  /** cuts what an ARN in the parameter may add */
  readonly trim?: (arn: Text) => Text;
}

const placeholder = (named: Named): string => {
  const region = named.region === 'none' ? '' : '${Region}';
  const account = named.account === 'none' ? '' : '${Account}';
  return `arn:\${Partition}:${named.service}:${region}:${account}:${named.before}\${${named.from}}`;
};

/** A resource that a parameter names, by name or by ARN. */
export const named = (form: Named): ResourceForm => ({
  describe: placeholder(form),
  targets: (scope) => textsAt(scope.input, form.from).map((value) => namedTarget(form, value, scope)),
});

/** Exported for readers that take the value from elsewhere than one parameter. */
export function namedTarget(form: Named, value: TextValue, scope: Scope): Target {
  const { when } = value;
  const place: ArnPlace = {
    region: form.region === 'none' ? [] : (scope.region ?? [REGION]),
    ...(form.account === 'none' ? { account: [] } : {}),
  };
  const all = arn(form.service, text(`${form.before}*`), place);
  if (value.kind === 'absent') {
    if (form.byDefault !== undefined)
      return { resource: arn(form.service, text(form.before + form.byDefault), place), certainty: 'exact', when };
    return unresolvedTarget(all, when, `${form.from}, which the call does not show`);
  }
  if (value.kind === 'unknown') return unresolvedTarget(all, when, value.reason);
  if (value.text.length === 0) return unresolvedTarget(all, when, 'a name that is left blank');

  const [only] = value.text;
  const known =
    value.text.length === 1 && only !== undefined && typeof only !== 'string' ? resourceByHole(scope.app, only, form.types) : undefined;
  if (known?.arn) return targetOf(known.arn, known.arn, when);
  if (isArn(value.text) || isWholeArn(value.text, form.from)) return arnTarget(form.trim ? form.trim(value.text) : value.text, when, all);

  const parsed = form.parse ? form.parse(value.text, scope) : value.text;
  const { name, place: parsedPlace } = 'name' in parsed ? parsed : { name: parsed, place: {} };
  const resource = resourceByName(scope.app, name, form.types);
  if (resource?.arn && !parsedPlace.account) return elsewhere(targetOf(resource.arn, resource.arn, when), name, scope, resource.type);
  return targetOf(arn(form.service, concat(text(form.before), literally(name)), { ...place, ...parsedPlace }), name, when);
}

/** A parameter that takes only ARNs holds one, whatever the deployment value is called. */
function isWholeArn(value: Text, from: string): boolean {
  const [only] = value;
  return /arn$/i.test(from) && value.length === 1 && only !== undefined && isHole(only) && isDeployHole(only) && only.chars === 'any';
}

/** An ARN given as a whole, when it may be of any kind, is never wider than all resources of the kind. */
export function arnTarget(value: Text, when: When, all: Text): Target {
  const parts = arnParts(value);
  if (!parts) return isExact(value) ? { resource: value, certainty: 'exact', when } : unresolvedTarget(all, when, reasonOf(value));
  return targetOf(value, parts.resource, when);
}

const REPLICATED = new Set(['AWS::DynamoDB::GlobalTable']);

/**
 * A resource of the template lives in the stack's region. A client that is set to a region reaches it only when that is
 * the stack's; a declared name may also exist in the other region, so this is said, never assumed in silence.
 */
function elsewhere(target: Target, name: Text, scope: Scope, type: string): Target {
  if (!scope.region || sameText(scope.region, [REGION])) return target;
  const generated = holesOf(name).some((hole) => hole.kind === 'name');
  if (generated && !REPLICATED.has(type)) return target;
  const parts = arnParts(target.resource);
  if (!parts) return target;
  const region = literalOf(scope.region);
  return region === undefined
    ? target
    : { ...target, why: `whether the stack is deployed in ${region}, the region that the client is set to` };
}

/** What follows an ARN: `/index/NAME`, `:QUALIFIER`. */
export interface Under {
  readonly base: ResourceForm;
  readonly before: string;
  readonly from: string;
  /** the rows that use the form hold only where the member is given, so that leaving it out names nothing here */
  readonly present?: true;
}

/** A part of another resource. A part that is known only at run time makes a pattern below an exact resource. */
export const under = ({ base, before, from, present }: Under): ResourceForm => ({
  describe: `${base.describe}${before}\${${from}}`,
  targets: (scope) =>
    base.targets(scope).flatMap((target) =>
      textsAt(scope.input, from).flatMap((value) => {
        if (present && value.kind === 'absent') return [];
        const when = and(target.when, value.when);
        if (!when) return [];
        const part = value.kind === 'text' ? wildcards(literally(value.text)) : ['*'];
        return [below(target, concat(text(before), part), value.kind === 'text' && isExact(value.text), when)];
      }),
    ),
});

/** `target` continued by `rest`, whose wildcards are in place. */
export const below = (target: Target, rest: Text, exact: boolean, when: When = target.when): Target => ({
  ...target,
  resource: concat(target.resource, rest),
  certainty: target.certainty === 'exact' && !exact ? 'pattern' : target.certainty,
  when,
});

/** All resources below or beside: `/*`. `canonical`: the ending belongs to the ARN itself, as `:*` does to a log group's. */
export const allUnder = (base: ResourceForm, rest: string, canonical = false): ResourceForm => ({
  describe: `${base.describe}${rest}`,
  targets: (scope) =>
    base.targets(scope).map((target) => {
      const last = target.resource.at(-1);
      const whole = rest === '*' && typeof last === 'string' && endsInWildcard(last);
      return whole ? target : below(target, text(rest), canonical);
    }),
});

/** An ARN that the parameter holds as a whole. */
export const arnFrom = (from: string, service: string, before: string, types: readonly string[] = []): ResourceForm =>
  named({ service, before, from, types });

/** The first path whose value is given, or may be. */
export const firstOf = (...forms: readonly { readonly from: string; readonly form: ResourceForm }[]): ResourceForm => ({
  describe: forms.map((f) => f.form.describe).join(' or '),
  targets: (scope) => {
    const having = (kind: TextValue['kind']) => forms.find((f) => textsAt(scope.input, f.from).some((v) => v.kind === kind));
    return (having('text') ?? having('unknown') ?? forms[0])?.form.targets(scope) ?? [];
  },
});
