/** What a function is configured with, where its role depends on it. SAM "AWS::Serverless::Function", CloudFormation "AWS::Lambda::Function". */
import type { Configuration } from '../../model/app.ts';
import { ALWAYS, type When } from '../../model/condition.ts';
import type { Datum } from '../../model/datum.ts';
import { literalOf, type Text, text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import type { Guarded } from '../intrinsics/guarded.ts';
import type { Reader } from '../reader.ts';
import { restrict, type Scope } from '../scope.ts';
import { at, conditional, type Node, noValue, toJson } from '../source/node.ts';

type Conditional = 'deadLetterArn' | 'onSuccessArn' | 'onFailureArn' | 'kmsKeyArn';

/** Destinations that another resource states for the function: `AWS::Lambda::EventInvokeConfig`. */
export interface Destinations {
  readonly onSuccess?: Node;
  readonly onFailure?: Node;
}

export function readConfiguration(
  declaration: Declaration,
  when: When,
  destinations: Destinations,
  layerArns: readonly Text[],
  { scope, registry }: Reader,
): Configuration {
  const sam = declaration.type === 'AWS::Serverless::Function';
  const properties = declaration.properties;
  const property = (...path: readonly string[]) => at(properties, ...path);
  const arns: { [key in Conditional]?: Text } = {};
  const conditions = new Map<Conditional, When>();
  const keep = (key: Conditional, node: Node | undefined) => {
    const found = oneArn(node, scope);
    if (!found) return;
    arns[key] = found.value;
    if (found.when.length > 0) conditions.set(key, found.when);
  };
  keep('deadLetterArn', within(property(sam ? 'DeadLetterQueue' : 'DeadLetterConfig'), ['TargetArn'], scope));
  keep('onSuccessArn', destinations.onSuccess);
  keep('onFailureArn', destinations.onFailure);
  keep('kmsKeyArn', property('KmsKeyArn'));

  const vpc = scope.alternatives(property('VpcConfig')).filter(({ value }) => namesSubnets(scope.evaluate(at(value, 'SubnetIds'))));
  const name = scope.identity(declaration.id)?.name ?? [];
  const logGroup = scope.text(within(property('LoggingConfig'), ['LogGroup'], scope)) ?? text('/aws/lambda/', ...name);
  const evaluated = scope.map(properties);
  const restricted = restrict(evaluated, when);
  return {
    tracing: tracingMode(scope.texts(sam ? property('Tracing') : within(property('TracingConfig'), ['Mode'], scope))),
    vpc: vpc.length > 0,
    vpcWhen: vpc.length === 1 ? (vpc[0]?.when ?? ALWAYS) : ALWAYS,
    fileSystems: scope.items(property('FileSystemConfigs')).flatMap(({ value }) => {
      const [arn] = scope.texts(at(value, 'Arn'));
      const localMountPath = scope.literal(at(value, 'LocalMountPath'));
      return arn ? [{ accessPointArn: arn.value, ...(localMountPath === undefined ? {} : { localMountPath }), span: value.span }] : [];
    }),
    ...arns,
    ...(conditions.size > 0 ? { conditional: conditions } : {}),
    logGroup,
    logGroupDeclared: registry
      .named('AWS::Logs::LogGroup', logGroup)
      .some((group) => scope.when(group)?.every((literal) => implies(when, literal))),
    layerArns,
    ...(property('DurableConfig') ? { durable: true } : {}),
    properties: restricted?.kind === 'map' ? restricted : evaluated,
  };
}

const implies = (when: When, literal: When[number]): boolean =>
  when.some((known) => known.name === literal.name && known.holds === literal.holds);

/** A part of a property that may itself be an `Fn::If`: the first branch that has the part. */
function within(node: Node | undefined, path: readonly string[], scope: Scope): Node | undefined {
  const parts = scope.alternatives(node).flatMap((option) => {
    const part = at(option.value, ...path);
    return part ? [{ when: option.when, value: part }] : [];
  });
  const [first] = parts;
  if (!first || (parts.length === 1 && first.when.length === 0)) return first?.value;
  return underConditions(parts);
}

/** Puts the conditions of a property around a part of it, so that the part alone says when it is there. */
function underConditions(parts: readonly Guarded<Node>[]): Node | undefined {
  let out: Node | undefined;
  for (const { when, value } of [...parts].reverse()) {
    let node = value;
    for (const { name, holds } of when) {
      const otherwise = out ?? noValue(value.span);
      node = holds ? conditional(name, node, otherwise, value.span) : conditional(name, otherwise, node, value.span);
    }
    out = node;
  }
  return out;
}

/** One ARN with its conditions; several become an expression that deployment decides. */
function oneArn(node: Node | undefined, scope: Scope): Guarded<Text> | undefined {
  const options = scope.texts(node);
  const [first, second] = options;
  if (!first || !node) return undefined;
  return second ? { when: ALWAYS, value: [{ kind: 'expression', source: toJson(node), chars: 'any' }] } : first;
}

function namesSubnets(subnets: Datum | undefined): boolean {
  if (!subnets) return false;
  if (subnets.kind === 'list') return subnets.open || subnets.items.length > 0;
  if (subnets.kind === 'choice') return subnets.options.some(({ value }) => namesSubnets(value));
  return true;
}

/** `Active` when any condition makes it so: a role must suffice for each. SAM's `Disabled` is no tracing at all. */
function tracingMode(modes: readonly Guarded<Text>[]): Configuration['tracing'] {
  const literals = modes.map(({ value }) => literalOf(value));
  if (literals.includes('Active') || literals.includes(undefined)) return literals.length > 0 ? 'Active' : undefined;
  return literals.includes('PassThrough') ? 'PassThrough' : undefined;
}
