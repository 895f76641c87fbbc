/**
 * The state machines of a template: their definitions, from wherever the template has them, and what executions are started with.
 * CloudFormation "AWS::StepFunctions::StateMachine"; SAM "AWS::Serverless::StateMachine".
 */
import { alternatives, join, textDatum } from '../delivery/data.ts';
import { parseJsonText } from '../delivery/json-text.ts';
import { functionNames } from '../delivery/states/workflow.ts';
import { concatenated, someText } from '../delivery/texts.ts';
import type { App, Resource, Workflow } from '../model/app.ts';
import type { When } from '../model/condition.ts';
import type { Datum } from '../model/datum.ts';
import { literalOf, type Text, text, textKey } from '../model/text.ts';
import type { Declaration } from './declaration.ts';
import { FUNCTION_TYPES } from './functions/function.ts';
import { includedText, parseIncluded } from './include.ts';
import { targetIndex } from './links/target.ts';
import type { Reader } from './reader.ts';
import { at, isMapping } from './source/node.ts';
import { startedWith } from './starts.ts';

const WORKFLOW_TYPES: ReadonlySet<string> = new Set(['AWS::Serverless::StateMachine', 'AWS::StepFunctions::StateMachine']);

export function readWorkflows(made: ReadonlyMap<string, When>, reader: Reader): ReadonlyMap<string, Workflow> {
  const { scope, registry, declarations } = reader;
  const functions = [...FUNCTION_TYPES].flatMap((type) => registry.ofType(type));
  const target = targetIndex(functions.map(({ id }) => ({ id, name: scope.identity(id)?.name })));
  const out = new Map<string, Workflow>();
  for (const id of made.keys()) {
    const declaration = declarations.get(id);
    if (!declaration || !WORKFLOW_TYPES.has(declaration.type)) continue;
    const input = startedWith(declaration, made, reader);
    const base: Workflow = { id, definitions: definitionsOf(declaration, reader), functions: [], ...(input ? { input } : {}) };
    const all = [...stated(base.definitions), ...functionNames(resourceOf(declaration, reader), base)];
    const names = [...new Map(all.map((name) => [textKey(name), name])).values()];
    const named = names.flatMap((name) => {
      const found = target(name);
      return found ? [{ name, id: found.functionId }] : [];
    });
    out.set(id, { ...base, functions: named });
  }
  return out;
}

const resourceOf = (declaration: Declaration, { scope }: Reader): Pick<App, 'resources'> => {
  const identity = scope.identity(declaration.id);
  const resource: Resource = {
    id: declaration.id,
    type: declaration.type,
    when: [],
    properties: scope.map(declaration.properties),
    span: declaration.span,
    references: new Set(),
    ...(identity?.name ? { name: identity.name } : {}),
    ...(identity?.arn ? { arn: identity.arn } : {}),
  };
  return { resources: new Map([[declaration.id, resource]]) };
};

/** The definitions under each condition: a map in the template, JSON in a string, or a file of the app. */
function definitionsOf(declaration: Declaration, reader: Reader): readonly Datum[] {
  const { scope } = reader;
  const { properties } = declaration;
  const substitutions = substitutionsOf(declaration, reader);
  const out: Datum[] = [];
  const inline = scope.evaluate(at(properties, 'Definition'));
  if (inline) out.push(...alternatives(inline));
  for (const { value } of scope.texts(at(properties, 'DefinitionString'))) {
    const parsed = parseJsonText(value) ?? parseJsonText(substitutedOnce(value, substitutions));
    if (parsed) out.push(parsed);
  }
  for (const key of ['DefinitionUri', 'DefinitionS3Location']) {
    const included = includedText(at(properties, key), reader);
    if (!included) continue;
    // `"MaxConcurrency": ${N}` is JSON only once it is substituted
    const value =
      parseJsonText([included.text]) ??
      parseJsonText(substitutedOnce([included.text], substitutions)) ??
      scope.evaluate(parseIncluded(included, reader));
    if (value) out.push(value);
  }
  return out.map((definition) => substituted(definition, substitutions));
}

/** What each name of `DefinitionSubstitutions` stands for: several texts where a condition chooses. */
type Substitutions = ReadonlyMap<string, readonly Text[]>;

function substitutionsOf({ properties }: Declaration, { scope }: Reader): Substitutions {
  const node = at(properties, 'DefinitionSubstitutions');
  if (!isMapping(node)) return new Map();
  return new Map([...node.entries].map(([name, entry]) => [name, scope.texts(entry.value).map(({ value }) => value)]));
}

/** `${Name}` in every string. Step Functions "DefinitionSubstitutions". */
function substituted(datum: Datum, substitutions: Substitutions): Datum {
  switch (datum.kind) {
    case 'text':
      return join(concatenated(piecesOf(datum.text, substitutions)).map(textDatum));
    case 'list':
      return { ...datum, items: datum.items.map((item) => substituted(item, substitutions)) };
    case 'map':
      return { ...datum, entries: datum.entries.map(({ key, value }) => ({ key, value: substituted(value, substitutions) })) };
    case 'choice':
      return { ...datum, options: datum.options.map(({ when, value }) => ({ when, value: substituted(value, substitutions) })) };
    default:
      return datum;
  }
}

function piecesOf(value: Text, substitutions: Substitutions): readonly (readonly Text[])[] {
  return value.flatMap((part): readonly (readonly Text[])[] => {
    if (typeof part !== 'string') return [[[part]]];
    return part.split(/(\$\{[^{}$]*\})/).map((piece) => {
      const known = piece.startsWith('${') ? substitutions.get(piece.slice(2, -1).trim()) : undefined;
      return known && known.length > 0 ? known : [text(piece)];
    });
  });
}

/** In a text that is no JSON yet a name has one value: of several, what none of them tells. */
const substitutedOnce = (value: Text, substitutions: Substitutions): Text =>
  text(
    ...piecesOf(value, substitutions).flatMap(([first = [], ...others]) =>
      others.length === 0 ? first : [someText('a condition of the template')],
    ),
  );

const NAMING: ReadonlySet<string> = new Set(['Resource', 'FunctionName']);

/** The texts in places that name functions, whether or not a state is ever reached. */
function stated(data: readonly Datum[]): readonly Text[] {
  return data.flatMap((datum): readonly Text[] => {
    switch (datum.kind) {
      case 'list':
        return stated(datum.items);
      case 'choice':
        return stated(datum.options.map((option) => option.value));
      case 'map':
        return datum.entries.flatMap(({ key, value }) =>
          NAMING.has(literalOf(key) ?? '')
            ? alternatives(value).flatMap((option) => (option.kind === 'text' ? [option.text] : stated([option])))
            : stated([value]),
        );
      default:
        return [];
    }
  });
}
