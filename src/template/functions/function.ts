/** A function of the template, read from SAM's or CloudFormation's resource. */
import type { LambdaFunction, Trigger } from '../../model/app.ts';
import type { When } from '../../model/condition.ts';
import type { Datum } from '../../model/datum.ts';
import { literalOf, type Text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import { stringValue } from '../intrinsics/context.ts';
import type { Reader } from '../reader.ts';
import { readRole } from '../roles/role.ts';
import { restrict } from '../scope.ts';
import { at } from '../source/node.ts';
import { readCode } from './code.ts';
import { type Destinations, readConfiguration } from './configuration.ts';
import { readLayers } from './layers.ts';

export const FUNCTION_TYPES: ReadonlySet<string> = new Set(['AWS::Serverless::Function', 'AWS::Lambda::Function']);

export interface FunctionInput {
  readonly declaration: Declaration;
  readonly when: When;
  readonly triggers: readonly Trigger[];
  readonly destinations: Destinations;
  readonly alias?: Text;
  readonly reader: Reader;
}

export function readFunction(input: FunctionInput): LambdaFunction {
  const { declaration, when, reader } = input;
  const { scope } = reader;
  const { properties } = declaration;
  const image =
    scope.literal(at(properties, 'PackageType')) === 'Image' ||
    at(properties, 'ImageUri') !== undefined ||
    at(properties, 'Code', 'ImageUri') !== undefined;
  const { layers, arns } = readLayers(declaration, reader);
  const runtime = literals(declaration, 'Runtime', input);
  const handler = literals(declaration, 'Handler', input);
  if (runtime !== undefined && !RUNTIME.test(runtime))
    reader.report({
      code: 'runtime-unknown',
      severity: 'warning',
      message: `${runtime} is no runtime of Lambda; the code is read by the files that are there`,
      span: at(properties, 'Runtime')?.span ?? declaration.span,
      functionId: declaration.id,
    });
  return {
    id: declaration.id,
    span: declaration.span,
    when,
    runtime: image || (runtime !== undefined && !RUNTIME.test(runtime)) ? undefined : runtime,
    handler,
    packageType: image ? 'Image' : 'Zip',
    code: readCode(declaration, image, reader),
    layers,
    environment: readEnvironment(declaration, when, reader),
    triggers: input.triggers,
    configuration: readConfiguration(declaration, when, input.destinations, arns, reader),
    role: readRole(declaration, reader),
    ...(input.alias ? { alias: input.alias } : {}),
  };
}

/** Lambda "Lambda runtimes": families, so that a new version is no fault. */
const RUNTIME =
  /^(?:nodejs(?:\d+\.x|\d+\.\d+(?:-edge)?|)|python\d+\.\d+|java\d+(?:\.al2)?|dotnet(?:core)?\d+(?:\.\d+)?|go1\.x|ruby\d+\.\d+|provided(?:\.al\d+)?)$/;

/** A string that is the same under every condition. A parameter's default is no value of the template, so it stays open. */
function literals(declaration: Declaration, key: string, { reader }: FunctionInput): string | undefined {
  const values = new Set(reader.scope.texts(at(declaration.properties, key)).map(({ value }) => literalOf(value)));
  const [only] = values;
  return values.size === 1 ? only : undefined;
}

function readEnvironment(declaration: Declaration, when: When, { scope }: Reader): ReadonlyMap<string, Datum> {
  const out = new Map<string, Datum>();
  for (const environment of scope.alternatives(at(declaration.properties, 'Environment')))
    for (const variables of scope.alternatives(at(environment.value, 'Variables'))) {
      if (variables.value.kind !== 'mapping') continue;
      for (const [name, entry] of variables.value.entries) {
        const value = scope.evaluate(entry.value);
        const kept = value && inStringPosition(restrict(value, when));
        const guard = [...environment.when, ...variables.when];
        if (!kept) continue;
        const known = out.get(name);
        const option: Datum = guard.length === 0 ? kept : { kind: 'choice', options: [{ when: guard, value: kept }] };
        out.set(
          name,
          known?.kind === 'choice' && option.kind === 'choice'
            ? { kind: 'choice', options: [...known.options, ...option.options] }
            : option,
        );
      }
    }
  return out;
}

/** Lambda hands every variable to the code as a string, also one that the template states as a number. */
function inStringPosition(value: Datum | undefined): Datum | undefined {
  if (value?.kind === 'choice')
    return {
      kind: 'choice',
      options: value.options.map((option) => ({ when: option.when, value: inStringPosition(option.value) ?? option.value })),
    };
  const string = value?.kind === 'scalar' ? stringValue(value) : undefined;
  return string ? { kind: 'text', text: string } : value;
}
