/** One template file into an `App`. */
import { dirname, relative, sep } from 'node:path';
import type { App, LambdaFunction, Resource, Trigger } from '../model/app.ts';
import { and, type When } from '../model/condition.ts';
import type { Finding } from '../model/finding.ts';
import { literalOf, type Text, textKey } from '../model/text.ts';
import type { Declaration } from './declaration.ts';
import type { Destinations } from './functions/configuration.ts';
import { FUNCTION_TYPES, readFunction } from './functions/function.ts';
import { collectReferences } from './intrinsics/references.ts';
import { urlTriggers } from './links/lambda.ts';
import { readLinks, withoutRepeated } from './links/read.ts';
import { targetIndex } from './links/target.ts';
import { expandLoops } from './loops.ts';
import { readParameters } from './parameters.ts';
import type { Reader } from './reader.ts';
import { createRegistry } from './resources/registry.ts';
import { indexPolicies } from './roles/policy-index.ts';
import { EVENT_TYPES } from './sam/events/table.ts';
import { DESTINATIONS, destinationArn, eventsOf, samFunctionOf } from './sam/function.ts';
import { type Expanded, expandSam } from './sam/sam.ts';
import { createScope, type Scope } from './scope.ts';
import { readSections } from './sections.ts';
import { readDocument } from './source/document.ts';
import { at, spanOf, toJson } from './source/node.ts';
import { noteSenders } from './triggers/event-pattern.ts';
import { readWorkflows } from './workflows.ts';

export interface TemplateOptions {
  /** absolute folder, without symbolic links; nothing outside of it is read */
  readonly root: string;
  /** values that the user gives for parameters; defaults are never used */
  readonly parameters?: ReadonlyMap<string, string>;
}

export interface ReadTemplate {
  readonly app: App;
  /** evaluates what is written beside the template in its terms; its findings join the app's */
  readonly scope: Scope;
}

/** Throws `InputError` when the file cannot be read or is no template; every other fault is a finding. */
export function readTemplate(path: string, options: TemplateOptions): ReadTemplate {
  const file = relative(options.root, path).split(sep).join('/');
  const findings: Finding[] = [];
  const body = readDocument(path, file, findings);
  const report = (finding: Finding): void => {
    findings.push(finding);
  };
  const sections = readSections(
    expandLoops(body, { mappings: at(body, 'Mappings'), given: options.parameters ?? new Map(), report }),
    report,
  );
  const { declarations, aliases }: Expanded =
    sections.dialect === 'sam'
      ? expandSam(sections.declarations, sections.globals, report)
      : { declarations: sections.declarations, aliases: new Map() };
  const parameters = readParameters(sections.parameters, options.parameters ?? new Map());
  const scope = createScope({ declarations, parameters, mappings: sections.mappings, conditions: sections.conditions, aliases, report });
  const registry = createRegistry(declarations, scope);
  const folder = { root: options.root, folder: dirname(path) };
  const reader: Reader = { scope, registry, policies: indexPolicies(registry, scope), declarations, aliases, app: folder, report };
  const made = new Map<string, When>();
  for (const declaration of declarations.values()) {
    const when = scope.when(declaration);
    if (when) made.set(declaration.id, when);
  }
  noteSenders(made, reader);
  const workflows = readWorkflows(made, reader);
  const linked = readLinks(made, workflows, reader);
  const functions: LambdaFunction[] = [];
  for (const declaration of declarations.values()) {
    const when = made.get(declaration.id);
    if (when && FUNCTION_TYPES.has(declaration.type))
      functions.push(functionOf(declaration, when, linked.get(declaration.id) ?? [], reader));
  }
  const app: App = {
    dialect: sections.dialect,
    template: file,
    root: options.root,
    resources: new Map([...made].flatMap(([id, when]) => resourceEntry(declarations.get(id), when, reader))),
    parameters,
    functions: withSharedRoles(functions),
    workflows,
    conditions: new Map([...sections.conditions].map(([name, node]) => [name, toJson(node)])),
    findings,
  };
  return { app, scope };
}

function functionOf(declaration: Declaration, when: When, linked: readonly Trigger[], reader: Reader): LambdaFunction {
  const { scope, aliases, declarations } = reader;
  const sam = declaration.type === 'AWS::Serverless::Function';
  const published = declarations.get(aliases.get(`${declaration.id}.Alias`) ?? '');
  const alias = published && scope.text(at(published.properties, 'Name'));
  return readFunction({
    declaration,
    when,
    triggers: withoutRepeated([...(sam ? samTriggers(declaration, when, alias, reader) : []), ...linked]),
    destinations: destinationsOf(declaration, reader),
    ...(alias ? { alias } : {}),
    reader,
  });
}

function samTriggers(declaration: Declaration, when: When, alias: Text | undefined, reader: Reader): readonly Trigger[] {
  const { scope, aliases, declarations } = reader;
  const typeOf = (id: string) => declarations.get(id)?.type;
  const qualifier = alias ? { qualifier: alias } : {};
  const triggers = eventsOf(samFunctionOf(declaration, aliases), undefined).flatMap(
    (event) => EVENT_TYPES.get(event.type)?.triggers(event, { scope, registry: reader.registry, when, typeOf, ...qualifier }) ?? [],
  );
  const span = spanOf(declaration.properties, 'FunctionUrlConfig');
  const urls = scope.alternatives(at(declaration.properties, 'FunctionUrlConfig')).flatMap((option) => {
    const both = and(when, option.when);
    return both ? urlTriggers(option.value, { path: 'FunctionUrlConfig', span, when: both, ...qualifier }, { scope }) : [];
  });
  return [...triggers, ...urls];
}

/** SAM states destinations on the function, CloudFormation in a resource of their own. */
function destinationsOf(declaration: Declaration, { scope, registry }: Reader): Destinations {
  if (declaration.type === 'AWS::Serverless::Function') {
    const [onSuccess, onFailure] = DESTINATIONS.map((key) => destinationArn(declaration, key));
    return { ...(onSuccess ? { onSuccess } : {}), ...(onFailure ? { onFailure } : {}) };
  }
  const own = targetIndex([{ id: declaration.id, name: scope.identity(declaration.id)?.name }]);
  for (const other of registry.ofType('AWS::Lambda::EventInvokeConfig')) {
    if (!scope.texts(at(other.properties, 'FunctionName')).some(({ value }) => own(value))) continue;
    const [onSuccess, onFailure] = DESTINATIONS.map((key) => at(other.properties, 'DestinationConfig', key, 'Destination'));
    return { ...(onSuccess ? { onSuccess } : {}), ...(onFailure ? { onFailure } : {}) };
  }
  return {};
}

function resourceEntry(declaration: Declaration | undefined, when: When, reader: Reader): readonly (readonly [string, Resource])[] {
  if (!declaration) return [];
  const { id, type, span, generatedBy } = declaration;
  const identity = reader.scope.identity(id);
  const resource: Resource = {
    id,
    type,
    when,
    properties: reader.scope.map(declaration.properties),
    span,
    ...(generatedBy === undefined ? {} : { generatedBy }),
    ...(identity?.name ? { name: identity.name } : {}),
    ...(identity?.arn ? { arn: identity.arn } : {}),
    references: referencesOf(declaration, reader),
  };
  return [[id, resource]];
}

function referencesOf(declaration: Declaration, { declarations, aliases }: Reader): ReadonlySet<string> {
  const found = new Set<string>([...declaration.dependsOn, ...(declaration.edges ?? [])]);
  for (const [key, { value }] of declaration.properties.entries) if (!declaration.elsewhere?.has(key)) collectReferences(value, found);
  const ids = [...found].map((name) => aliases.get(name) ?? name);
  return new Set(ids.filter((id) => declarations.has(id) && id !== declaration.id));
}

/** Functions share a role of the template, or one from outside that they name alike. */
function withSharedRoles(functions: readonly LambdaFunction[]): readonly LambdaFunction[] {
  const users = new Map<string, string[]>();
  const keys = functions.map(({ id, role, configuration }) => {
    const named = configuration.properties.entries.find(({ key }) => literalOf(key) === 'Role')?.value;
    const key = role.roleId ?? (named?.kind === 'text' ? textKey(named.text) : undefined);
    if (key !== undefined) users.set(key, [...(users.get(key) ?? []), id]);
    return key;
  });
  return functions.map((fn, index) => {
    const sharedWith = (users.get(keys[index] ?? '') ?? []).filter((id) => id !== fn.id);
    return sharedWith.length > 0 ? { ...fn, role: { ...fn.role, sharedWith } } : fn;
  });
}
