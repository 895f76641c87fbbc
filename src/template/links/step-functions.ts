/**
 * State machines that invoke functions: by a `Resource` that is the function's ARN, or by `FunctionName` of the Lambda integration.
 * Step Functions "Invoke an AWS Lambda function"; CloudFormation "AWS::StepFunctions::StateMachine"; SAM "AWS::Serverless::StateMachine".
 */
import type { Datum } from '../../model/datum.ts';
import { literalOf, type Text, text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import { includedText, parseIncluded } from '../include.ts';
import { stringValue } from '../intrinsics/context.ts';
import { parseJsonText } from '../json-text.ts';
import { at, attribute, isMapping, type Node } from '../source/node.ts';
import type { Link, LinkContext, LinkReader } from './link.ts';
import { byRole } from './schedule.ts';

export const stateMachine: LinkReader = (resource, context) => {
  const targets = new Map<string, Text>();
  const substitutions = substitutionsOf(resource, context);
  for (const definition of definitionsOf(resource, substitutions, context)) collectTargets(definition, substitutions, targets);
  const sam = resource.type === 'AWS::Serverless::StateMachine';
  const role =
    at(resource.properties, sam ? 'Role' : 'RoleArn') ?? (sam ? attribute(`${resource.id}Role`, 'Arn', resource.span) : undefined);
  const base = { path: resource.id, span: resource.span, when: context.when };
  return [...targets.values()].flatMap((target): readonly Link[] =>
    byRole('states.amazonaws.com', role, undefined, context).map((trigger) => ({ target, trigger: { ...base, ...trigger } })),
  );
};

/** The definitions under each condition: a map in the template, JSON in a string, or a file of the app. */
function definitionsOf({ properties }: Declaration, substitutions: ReadonlyMap<string, Text>, context: LinkContext): readonly Datum[] {
  const { scope } = context;
  const out: Datum[] = [];
  const inline = scope.evaluate(at(properties, 'Definition'));
  if (inline) out.push(inline);
  for (const { value } of scope.texts(at(properties, 'DefinitionString'))) {
    const parsed = parseJsonText(value);
    if (parsed) out.push(parsed);
  }
  for (const key of ['DefinitionUri', 'DefinitionS3Location']) {
    const included = includedText(at(properties, key), context);
    if (!included) continue;
    // `"MaxConcurrency": ${N}` is JSON only once it is substituted
    const value = parseJsonText(substitute([included.text], substitutions)) ?? scope.evaluate(parseIncluded(included, context));
    if (value) out.push(value);
  }
  return out;
}

function substitutionsOf({ properties }: Declaration, { scope }: LinkContext): ReadonlyMap<string, Text> {
  const out = new Map<string, Text>();
  const node: Node | undefined = at(properties, 'DefinitionSubstitutions');
  if (isMapping(node))
    for (const [name, entry] of node.entries) {
      const [first] = scope.texts(entry.value);
      if (first) out.set(name, first.value);
    }
  return out;
}

const NAMING: ReadonlySet<string> = new Set(['Resource', 'FunctionName']);

function collectTargets(datum: Datum, substitutions: ReadonlyMap<string, Text>, into: Map<string, Text>): void {
  switch (datum.kind) {
    case 'list':
      for (const item of datum.items) collectTargets(item, substitutions, into);
      break;
    case 'choice':
      for (const option of datum.options) collectTargets(option.value, substitutions, into);
      break;
    case 'map':
      for (const { key, value } of datum.entries) {
        const name = literalOf(key);
        const string = stringValue(value);
        if (string && NAMING.has(name ?? '')) {
          const target = substitute(string, substitutions);
          into.set(JSON.stringify(target), target);
        } else collectTargets(value, substitutions, into);
      }
      break;
    default:
  }
}

/** `${Name}` of `DefinitionSubstitutions`. Step Functions "DefinitionSubstitutions". */
function substitute(value: Text, substitutions: ReadonlyMap<string, Text>): Text {
  return text(
    ...value.flatMap((part) => {
      if (typeof part !== 'string') return [part];
      return part
        .split(/(\$\{[^{}$]*\})/)
        .flatMap((piece) => (piece.startsWith('${') ? (substitutions.get(piece.slice(2, -1).trim()) ?? [piece]) : [piece]));
    }),
  );
}
