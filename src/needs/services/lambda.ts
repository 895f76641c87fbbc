/**
 * AWS Lambda. Sources: "Lambda API permissions: Actions, resources, and condition keys reference" (a call with a qualifier is
 * decided over the ARN with the qualifier) and the Service Authorization Reference "AWS Lambda".
 */
import { and } from '../../model/condition.ts';
import { concat, isExact, join, split, type Text, text } from '../../model/text.ts';
import { type ArnPlace, arnParts, literally, wildcards, withResource } from '../arn.ts';
import { textsAt } from '../input.ts';
import { present } from '../predicate.ts';
import { ANY, below, named, type ResourceForm } from '../resource.ts';
import { main, need, passRole, rows, type ServiceRules } from '../rule.ts';

const FUNCTIONS = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

/** A name may carry a qualifier, or an account: `NAME:ALIAS`, `ACCOUNT:function:NAME`. */
function byName(value: Text): Text | { readonly name: Text; readonly place: ArnPlace } {
  const pieces = split(value, ':function:');
  const [account, rest] = pieces;
  return pieces.length === 2 && account && rest ? { name: rest, place: { account } } : value;
}

/** `function:NAME` without a qualifier. */
const unqualified = (arn: Text): Text => {
  const parts = arnParts(arn);
  if (!parts) return arn;
  const [kind, name] = split(parts.resource, ':');
  return kind && name ? withResource(parts, join([kind, name], ':')) : arn;
};

const functionAt = (from: string, trim?: (arn: Text) => Text): ResourceForm =>
  named({ service: 'lambda', before: 'function:', from, types: FUNCTIONS, parse: byName, ...(trim ? { trim } : {}) });
const fn = functionAt('FunctionName', unqualified);

/** With a qualifier the ARN carries it; one inside FunctionName counts as well. */
const qualifiedBy = (member: string): ResourceForm => ({
  describe: `${fn.describe}[:\${${member}}]`,
  targets: (scope) =>
    functionAt('FunctionName')
      .targets(scope)
      .flatMap((target) =>
        textsAt(scope.input, member).flatMap((value) => {
          const when = and(target.when, value.when);
          if (!when) return [];
          if (value.kind === 'absent') return [{ ...target, when }];
          if (value.kind === 'unknown') return [below(target, text('*'), false, when)];
          return [below(target, concat(text(':'), wildcards(literally(value.text))), isExact(value.text), when)];
        }),
      ),
});
const qualified = qualifiedBy('Qualifier');

const layer = named({ service: 'lambda', before: 'layer:', from: 'LayerName', types: [] });
const layerVersion: ResourceForm = {
  describe: `${layer.describe}:\${VersionNumber}`,
  targets: (scope) =>
    layer
      .targets(scope)
      .flatMap((target) =>
        textsAt(scope.input, 'VersionNumber').map((value) =>
          below(
            target,
            value.kind === 'text' ? concat(text(':'), wildcards(value.text)) : text(':*'),
            value.kind === 'text' && isExact(value.text),
          ),
        ),
      ),
};
const layers = named({ service: 'lambda', before: 'layer:', from: 'Layers[]', types: [] });
const mapping = named({ service: 'lambda', before: 'event-source-mapping:', from: 'UUID', types: ['AWS::Lambda::EventSourceMapping'] });
const provider = named({ service: 'lambda', before: 'capacity-provider:', from: 'CapacityProviderName', types: [] });
const providerOf = named({
  service: 'lambda',
  before: 'capacity-provider:',
  from: 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn',
  types: [],
});
const signing = named({ service: 'lambda', before: 'code-signing-config:', from: 'CodeSigningConfigArn', types: [] });
const execution = named({ service: 'lambda', before: 'function:*/durable-execution/', from: 'DurableExecutionArn', types: [] });
const callback = named({
  service: 'lambda',
  before: 'function:*/durable-execution/',
  from: 'CallbackId',
  types: [],
  parse: () => [{ kind: 'runtime', reason: 'the execution that the callback belongs to', chars: 'any' }],
});
const policied = functionAt('ResourceArn');
const tagged = named({ service: 'lambda', before: '', from: 'Resource', types: FUNCTIONS });

const LAMBDA = 'lambda.amazonaws.com';
const MICROVM = 'lambda-microvms and lambda-core are clients of their own, whose operations are described by the catalog';

const byMicrovm = { 'lambda:PassNetworkConnector': MICROVM, 'lambda:TagResource': MICROVM, 'iam:PassRole': MICROVM };

export const lambda: ServiceRules = {
  clients: ['lambda'],
  prefix: 'lambda',
  resources: {
    function: { form: fn, from: ['FunctionName'] },
    'function alias': { form: qualified, from: ['FunctionName', 'Qualifier'] },
    'function version': { form: qualified, from: ['FunctionName', 'Qualifier'] },
    layer: { form: layer, from: ['LayerName'] },
    layerVersion: { form: layerVersion, from: ['LayerName', 'VersionNumber'] },
    eventSourceMapping: { form: mapping, from: ['UUID'] },
    capacityProvider: { form: provider, from: ['CapacityProviderName'] },
    'code signing config': { form: signing, from: ['CodeSigningConfigArn'] },
    'durable execution': { form: execution, from: ['DurableExecutionArn'] },
  },
  operations: {
    // one action for every way to invoke: request, event, dry run, response stream
    Invoke: rows(main('lambda:InvokeFunction', qualified)),
    InvokeWithResponseStream: rows(main('lambda:InvokeFunction', qualified)),
    GetFunction: rows(main('lambda:GetFunction', qualified)),
    GetFunctionConfiguration: rows(main('lambda:GetFunctionConfiguration', qualified)),
    GetAlias: rows(main('lambda:GetAlias', fn)),
    UpdateAlias: rows(main('lambda:UpdateAlias', fn)),
    GetFunctionUrlConfig: rows(main('lambda:GetFunctionUrlConfig', qualified)),
    PutProvisionedConcurrencyConfig: rows(main('lambda:PutProvisionedConcurrencyConfig', qualified)),
    GetProvisionedConcurrencyConfig: rows(main('lambda:GetProvisionedConcurrencyConfig', qualified)),
    DeleteProvisionedConcurrencyConfig: rows(main('lambda:DeleteProvisionedConcurrencyConfig', qualified)),
    GetLayerVersionByArn: rows(main('lambda:GetLayerVersion', named({ service: 'lambda', before: 'layer:', from: 'Arn', types: [] }))),
    CreateEventSourceMapping: rows(
      main('lambda:CreateEventSourceMapping', ANY),
      need(
        'lambda:TagResource',
        named({ service: 'lambda', before: 'event-source-mapping:', from: 'UUID', types: [], byDefault: '*' }),
        present('Tags'),
      ),
    ),
    CreateCodeSigningConfig: rows(
      main('lambda:CreateCodeSigningConfig', ANY),
      need(
        'lambda:TagResource',
        named({ service: 'lambda', before: 'code-signing-config:', from: 'CodeSigningConfigArn', types: [], byDefault: '*' }),
        present('Tags'),
      ),
    ),
    CreateFunction: rows(
      main('lambda:CreateFunction', fn),
      passRole('Role', LAMBDA),
      need('lambda:TagResource', fn, present('Tags')),
      need('lambda:GetLayerVersion', layers, present('Layers')),
      need('lambda:PassCapacityProvider', providerOf, present('CapacityProviderConfig')),
    ),
    UpdateFunctionConfiguration: rows(
      main('lambda:UpdateFunctionConfiguration', fn),
      passRole('Role', LAMBDA),
      need('lambda:GetLayerVersion', layers, present('Layers')),
      need('lambda:PassCapacityProvider', providerOf, present('CapacityProviderConfig')),
    ),
    CreateCapacityProvider: rows(
      main('lambda:CreateCapacityProvider', provider),
      passRole('PermissionsConfig.CapacityProviderOperatorRoleArn', LAMBDA),
      need('lambda:TagResource', provider, present('Tags')),
    ),
    SendDurableExecutionCallbackSuccess: rows(main('lambda:SendDurableExecutionCallbackSuccess', callback)),
    SendDurableExecutionCallbackFailure: rows(main('lambda:SendDurableExecutionCallbackFailure', callback)),
    SendDurableExecutionCallbackHeartbeat: rows(main('lambda:SendDurableExecutionCallbackHeartbeat', callback)),
    GetResourcePolicy: rows(main('lambda:GetResourcePolicy', policied), main('lambda:GetPolicy', policied)),
    PutResourcePolicy: rows(
      main('lambda:PutResourcePolicy', policied),
      main('lambda:AddPermission', policied),
      main('lambda:RemovePermission', policied),
    ),
    DeleteResourcePolicy: rows(main('lambda:DeleteResourcePolicy', policied), main('lambda:RemovePermission', policied)),
    ListTags: rows(main('lambda:ListTags', tagged)),
    TagResource: rows(main('lambda:TagResource', tagged)),
    UntagResource: rows(main('lambda:UntagResource', tagged)),
  },
  differs: {
    GetFunction: { 'lambda:ListTags': 'the response leaves out the tags that the caller may not see (GetFunction, response elements)' },
    AddEventSource: { 'iam:PassRole': 'an operation of 2014 that no SDK has; CreateEventSourceMapping took its place' },
    CreateNetworkConnector: byMicrovm,
    UpdateNetworkConnector: byMicrovm,
    CreateMicrovmImage: byMicrovm,
    RunMicrovm: byMicrovm,
  },
};
