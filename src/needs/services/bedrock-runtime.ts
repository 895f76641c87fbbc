/**
 * Amazon Bedrock's inference. Sources: "Prerequisites for running model inference", "Prerequisites for inference profiles",
 * "Global cross-Region inference" of the Bedrock User Guide, and the Service Authorization Reference "Amazon Bedrock".
 * Converse has no action of its own: it invokes the model.
 */
import { and } from '../../model/condition.ts';
import type { ConditionBlock } from '../../model/need.ts';
import { ACCOUNT, isExact, isHole, literalOf, REGION, split, startsWith, type Text, text } from '../../model/text.ts';
import { arn, arnParts, isArn, reasonOf } from '../arn.ts';
import { type TextValue, textsAt } from '../input.ts';
import { present } from '../predicate.ts';
import { ANY, named, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { main, need, rows, type ServiceRules } from '../rule.ts';

/** Geographies of cross-Region inference profiles; each model's own id begins with its provider. */
const GEOGRAPHIES = ['us.', 'us-gov.', 'eu.', 'apac.', 'jp.', 'au.', 'ca.', 'sa.', 'me.', 'af.', 'in.', 'kr.', 'uk.'];
const GLOBAL = 'global.';

function modelTargets(value: TextValue, scope: Scope): readonly Target[] {
  const region = scope.region ?? [REGION];
  const foundation = (model: Text, place: Text = region): Text =>
    arn('bedrock', text('foundation-model/', ...model), { region: place, account: [] });
  if (value.kind !== 'text') {
    const why = value.kind === 'unknown' ? value.reason : 'the model, which the call does not show';
    return anyModel(value.when, why, region);
  }
  const { when } = value;
  if (isArn(value.text)) return byArn(value.text, when, scope);
  const profile = arn('bedrock', text('inference-profile/', ...value.text), { region });
  const through = conditionOn(profile);
  const rest = afterPrefix(value.text, [GLOBAL]);
  if (rest)
    // the profile, the model in the region, and the model without a region for the regions beyond
    return [
      targetOf(profile, value.text, when),
      { ...targetOf(foundation(rest), rest, when), ...through },
      { ...targetOf(foundation(rest, []), rest, when), ...through },
    ];
  const regional = afterPrefix(value.text, GEOGRAPHIES);
  if (regional) {
    const model = targetOf(foundation(regional, text('*')), regional, when);
    return [
      targetOf(profile, value.text, when),
      { ...model, certainty: model.certainty === 'exact' ? 'pattern' : model.certainty, ...through },
    ];
  }
  const [first] = value.text;
  if (typeof first === 'string') return [targetOf(foundation(value.text), value.text, when)];
  if (!isExact(value.text)) return anyModel(when, reasonOf(value.text), region);
  return byParameter(value.text, when, scope, foundation(value.text), profile);
}

/**
 * A model that a deployment chooses may be a foundation model or a profile: what its default is like is taken, and said. A
 * profile's models are bound to it by the condition.
 */
function byParameter(id: Text, when: Target['when'], scope: Scope, foundation: Text, profile: Text): readonly Target[] {
  const [hole] = id;
  const declared = hole !== undefined && isHole(hole) && hole.kind === 'parameter' ? scope.app.parameters.get(hole.name) : undefined;
  const likely = [...(declared?.allowedValues ?? []), ...(declared?.default === undefined ? [] : [declared.default])];
  const isProfile = (value: string): boolean => [GLOBAL, ...GEOGRAPHIES].some((prefix) => value.startsWith(prefix));
  const why = 'the value given at deployment: a foundation model and an inference profile have different ARNs';
  const out: Target[] = [];
  if (likely.length === 0 || !likely.every(isProfile)) out.push({ ...targetOf(foundation, id, when), why });
  if (likely.some(isProfile)) {
    out.push({ ...targetOf(profile, id, when), why }, ...behind(profile, when));
  }
  return out;
}

/** The models behind a profile whose models are not known: any, but through the profile only. */
const behind = (profile: Text, when: Target['when']): readonly Target[] => [
  {
    resource: arn('bedrock', text('foundation-model/*'), { region: text('*'), account: [] }),
    certainty: 'pattern',
    when,
    ...conditionOn(profile),
  },
];

/** `bedrock:InferenceProfileArn`: the profile that a request to a model comes through. */
function conditionOn(profile: Text): { readonly condition?: ConditionBlock } {
  return isExact(profile) ? { condition: { StringEquals: { 'bedrock:InferenceProfileArn': [profile] } } } : {};
}

const anyModel = (when: Target['when'], why: string, region: Text): readonly Target[] => [
  unresolvedTarget(arn('bedrock', text('foundation-model/*'), { region: text('*'), account: [] }), when, why),
  unresolvedTarget(arn('bedrock', text('inference-profile/*'), { region, account: [ACCOUNT] }), when, why),
];

function afterPrefix(id: Text, prefixes: readonly string[]): Text | undefined {
  const [first, ...rest] = id;
  if (typeof first !== 'string') return undefined;
  const prefix = prefixes.find((p) => first.startsWith(p));
  return prefix === undefined ? undefined : text(first.slice(prefix.length), ...rest);
}

/** Models and provisioned throughput are named by their own ARN; profiles and routers also need what is behind them. */
function byArn(id: Text, when: Target['when'], scope: Scope): readonly Target[] {
  const parts = arnParts(id);
  if (!parts) {
    const own = targetOf(id, id, when);
    return [{ ...own, why: 'the kind of model behind the ARN' }, ...behind(id, when)];
  }
  const [kind, name] = split(parts.resource, '/');
  const literal = kind && literalOf(kind);
  if (literal === 'inference-profile' && name && (startsWithAny(name, [GLOBAL]) || startsWithAny(name, GEOGRAPHIES)))
    return [
      targetOf(id, parts.resource, when),
      ...modelTargets({ kind: 'text', when, text: name }, { ...scope, region: parts.region }).slice(1),
    ];
  if (
    literal === 'inference-profile' ||
    literal === 'application-inference-profile' ||
    literal === 'default-prompt-router' ||
    literal === 'prompt-router'
  )
    return [targetOf(id, parts.resource, when), ...behind(id, when)];
  return [targetOf(id, parts.resource, when)];
}

const startsWithAny = (value: Text, prefixes: readonly string[]): boolean => prefixes.some((prefix) => startsWith(value, prefix));

export const modelAt = (from: string): ResourceForm => ({
  describe: `arn:\${Partition}:bedrock:\${Region}::foundation-model/\${${from}}, or the inference profile \${${from}} and the model behind it`,
  targets: (scope) =>
    textsAt(scope.input, from).flatMap((value) => modelTargets(value, scope).filter((target) => and(value.when, target.when))),
});
const model = modelAt('modelId');

const guardrailAt = (from: string): ResourceForm =>
  named({ service: 'bedrock', before: 'guardrail/', from, types: ['AWS::Bedrock::Guardrail'] });
const systemTool = named({
  service: 'bedrock',
  before: 'system-tool/',
  from: 'toolConfig.tools[].systemTool.name',
  types: [],
  region: 'none',
});
const asyncInvoke = named({ service: 'bedrock', before: 'async-invoke/', from: 'invocationArn', types: [] });
const started: ResourceForm = {
  describe: 'arn:${Partition}:bedrock:${Region}:${Account}:async-invoke/*',
  targets: (scope) => [
    { resource: arn('bedrock', text('async-invoke/*'), scope.region ? { region: scope.region } : {}), certainty: 'pattern', when: [] },
  ],
};

const conversed = (action: string) =>
  rows(
    main(action, model),
    need('bedrock:ApplyGuardrail', guardrailAt('guardrailConfig.guardrailIdentifier'), present('guardrailConfig.guardrailIdentifier')),
    need('bedrock:InvokeTool', systemTool, present('toolConfig.tools[].systemTool')),
  );
const invoked = (action: string) =>
  rows(main(action, model), need('bedrock:ApplyGuardrail', guardrailAt('guardrailIdentifier'), present('guardrailIdentifier')));

const TOOL = "the body of InvokeModel is a string in the model's own format; tools of Bedrock are asked for by Converse";

export const bedrockRuntime: ServiceRules = {
  clients: ['bedrock-runtime'],
  prefix: 'bedrock',
  resources: {
    'foundation-model': { form: model, from: ['modelId'] },
    'async-invoke': { form: asyncInvoke, from: ['invocationArn'] },
    guardrail: { form: guardrailAt('guardrailIdentifier'), from: ['guardrailIdentifier'] },
  },
  operations: {
    InvokeModel: invoked('bedrock:InvokeModel'),
    InvokeModelWithResponseStream: invoked('bedrock:InvokeModelWithResponseStream'),
    InvokeModelWithBidirectionalStream: rows(main('bedrock:InvokeModel', model)),
    Converse: conversed('bedrock:InvokeModel'),
    ConverseStream: conversed('bedrock:InvokeModelWithResponseStream'),
    StartAsyncInvoke: rows(
      main('bedrock:InvokeModel', model),
      main('bedrock:InvokeModel', started),
      need('bedrock:TagResource', started, present('tags')),
    ),
    GetAsyncInvoke: rows(main('bedrock:GetAsyncInvoke', asyncInvoke)),
    ApplyGuardrail: rows(main('bedrock:ApplyGuardrail', guardrailAt('guardrailIdentifier'))),
    CountTokens: rows(main('bedrock:CountTokens', model)),
    InvokeGuardrailChecks: rows(main('bedrock:InvokeGuardrailChecks', ANY)),
  },
  differs: {
    '*': { 'bedrock:CallWithBearerToken': 'only requests with an API key need it; a function signs with its role' },
    ApplyGuardrail: {
      'bedrock:InvokeAutomatedReasoningPolicy': 'the guardrail itself says whether it has such policies, by ARNs that no parameter shows',
    },
    InvokeModel: { 'bedrock:InvokeTool': TOOL },
    InvokeModelWithResponseStream: {
      'bedrock:InvokeTool': TOOL,
      'bedrock:InvokeModel': 'the action of the operation is enough ("InvokeModelWithResponseStream", permissions)',
    },
  },
};
