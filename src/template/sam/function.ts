/**
 * What SAM makes from one function: role, version and alias, URL with its permissions, asynchronous destinations, and the
 * resources of its events. SAM "AWS::Serverless::Function", "Generated AWS CloudFormation resources".
 */
import type { Declaration } from '../declaration.ts';
import { collectReferences } from '../intrinsics/references.ts';
import {
  at,
  attribute,
  booleanOf,
  intrinsicOf,
  isMapping,
  mapping,
  type Node,
  reference,
  scalar,
  sequence,
  stringOf,
} from '../source/node.ts';
import { EVENT_TYPES } from './events/table.ts';
import type { Expansion, SamEvent, SamFunction } from './expansion.ts';
import { generatedRole } from './role.ts';

/** Properties that become resources of their own: what they refer to, the function itself does not. */
export const FUNCTION_ELSEWHERE: ReadonlySet<string> = new Set([
  'AssumeRolePolicyDocument',
  'EventInvokeConfig',
  'Events',
  'FunctionUrlConfig',
  'PermissionsBoundary',
  'Policies',
  'RolePath',
]);

export function expandFunction(declaration: Declaration, expansion: Expansion): void {
  const { id, span, properties } = declaration;
  const aliasId = expandAlias(declaration, expansion);
  const target = reference(aliasId ?? id, span);
  const fn: SamFunction = { declaration, target, targetId: aliasId ?? id };
  expandUrl(fn, expansion);
  expandDestinations(fn, expansion);
  expandDeployment(declaration, expansion);
  for (const event of eventsOf(fn, expansion)) EVENT_TYPES.get(event.type)?.expand(event, expansion);
  if (!hasOwnRole(properties)) {
    const found = new Set<string>();
    for (const key of ['Policies', 'RolePath']) {
      const node = at(properties, key);
      if (node) collectReferences(node, found);
    }
    expansion.add(declaration, `${id}Role`, 'AWS::IAM::Role', generatedRole(declaration), span, [...found]);
    expansion.edge(id, `${id}Role`);
  }
}

/** A `Role` that may be absent under a condition leaves SAM's role in place. */
function hasOwnRole(properties: Node): boolean {
  const role = at(properties, 'Role');
  if (!role) return false;
  const branch = intrinsicOf(role);
  const items = branch?.name === 'Fn::If' && branch.argument.kind === 'sequence' ? branch.argument.items.slice(1) : [role];
  return items.every((item) => stringOf(at(item, 'Ref')) !== 'AWS::NoValue');
}

export function samFunctionOf(declaration: Declaration, aliases: ReadonlyMap<string, string>): SamFunction {
  const targetId = aliases.get(`${declaration.id}.Alias`) ?? declaration.id;
  return { declaration, target: reference(targetId, declaration.span), targetId };
}

/** The events that can be read; others are findings. */
export function eventsOf(fn: SamFunction, expansion: Pick<Expansion, 'report'> | undefined): readonly SamEvent[] {
  const events = at(fn.declaration.properties, 'Events');
  if (!isMapping(events)) return [];
  return [...events.entries].flatMap(([name, entry]): readonly SamEvent[] => {
    const type = stringOf(at(entry.value, 'Type'));
    const report = (code: string, message: string) =>
      expansion?.report({ code, severity: 'error', message, span: entry.span, functionId: fn.declaration.id });
    if (type === undefined) {
      report('event-type-missing', `the event ${name} has no Type; it is not read`);
      return [];
    }
    if (!EVENT_TYPES.has(type)) {
      report('event-type-unknown', `${type} is no event type of SAM; the event ${name} is not read`);
      return [];
    }
    const properties = at(entry.value, 'Properties') ?? mapping({}, entry.span);
    return [{ function: fn, name, id: `${fn.declaration.id}${name}`, type, properties, span: entry.span }];
  });
}

function expandAlias(declaration: Declaration, expansion: Expansion): string | undefined {
  const alias = at(declaration.properties, 'AutoPublishAlias');
  if (!alias) return undefined;
  const { id, span } = declaration;
  // the real id of the version ends in a hash of the code; SAM takes `Fn.Version` for it
  expansion.add(declaration, `${id}.Version`, 'AWS::Lambda::Version', { FunctionName: reference(id, span) }, span);
  const name = stringOf(alias);
  const aliasId = name === undefined ? `${id}.Alias` : `${id}Alias${name.replaceAll('-', 'D').replaceAll('_', 'U')}`;
  expansion.add(
    declaration,
    aliasId,
    'AWS::Lambda::Alias',
    { FunctionName: reference(id, span), Name: alias, FunctionVersion: attribute(`${id}.Version`, 'Version', span) },
    span,
  );
  expansion.aliases.set(`${id}.Alias`, aliasId);
  return aliasId;
}

function expandUrl({ declaration, target, targetId }: SamFunction, expansion: Expansion): void {
  const config = at(declaration.properties, 'FunctionUrlConfig');
  if (!config) return;
  const { id, span } = declaration;
  expansion.add(declaration, `${id}Url`, 'AWS::Lambda::Url', { TargetFunctionArn: target, AuthType: at(config, 'AuthType') }, span);
  // SAM opens a URL without authentication, and leaves one with AWS_IAM to its callers
  if (stringOf(at(config, 'AuthType')) !== 'NONE') return;
  for (const [suffix, action, condition] of [
    ['UrlPublicPermissions', 'lambda:InvokeFunctionUrl', { FunctionUrlAuthType: scalar('NONE', span) }],
    ['URLInvokeAllowPublicAccess', 'lambda:InvokeFunction', { InvokedViaFunctionUrl: scalar(true, span) }],
  ] as const)
    expansion.add(
      declaration,
      `${id}${suffix}`,
      'AWS::Lambda::Permission',
      { Action: scalar(action, span), FunctionName: reference(targetId, span), Principal: scalar('*', span), ...condition },
      span,
    );
}

/** One application and role for the whole template, a deployment group for each function ("DeploymentPreference", generated resources). */
function expandDeployment(declaration: Declaration, expansion: Expansion): void {
  const preference = at(declaration.properties, 'DeploymentPreference');
  if (!isMapping(preference) || intrinsicOf(preference) || booleanOf(at(preference, 'Enabled')) === false) return;
  const { id, span } = declaration;
  const once = (made: string, type: string): void => {
    if (!expansion.declarations.has(made)) expansion.add(declaration, made, type, {}, span);
  };
  once('ServerlessDeploymentApplication', 'AWS::CodeDeploy::Application');
  if (!at(preference, 'Role')) once('CodeDeployServiceRole', 'AWS::IAM::Role');
  const application = reference('ServerlessDeploymentApplication', span);
  expansion.add(declaration, `${id}DeploymentGroup`, 'AWS::CodeDeploy::DeploymentGroup', { ApplicationName: application }, span);
}

function expandDestinations({ declaration, targetId }: SamFunction, expansion: Expansion): void {
  const config = at(declaration.properties, 'EventInvokeConfig');
  if (!config) return;
  const { id, span } = declaration;
  const configId = `${id}EventInvokeConfig`;
  const destinations = DESTINATIONS.flatMap((key) => destinationArn(declaration, key, expansion) ?? []);
  expansion.add(
    declaration,
    configId,
    'AWS::Lambda::EventInvokeConfig',
    { FunctionName: reference(id, span), Destinations: sequence(destinations, span) },
    span,
    [targetId],
  );
}

export const DESTINATIONS = ['OnSuccess', 'OnFailure'] as const;

/** Where SAM sends the results of asynchronous invocations: the given ARN, or the queue or topic that it makes. */
export function destinationArn(declaration: Declaration, key: (typeof DESTINATIONS)[number], expansion?: Expansion): Node | undefined {
  const config = at(declaration.properties, 'EventInvokeConfig', 'DestinationConfig', key);
  if (!isMapping(config)) return undefined;
  const given = at(config, 'Destination');
  if (given) return given;
  const kind = stringOf(at(config, 'Type'));
  const made = kind === 'SQS' ? 'Queue' : kind === 'SNS' ? 'Topic' : undefined;
  if (made === undefined) return undefined;
  const { id, span } = declaration;
  const madeId = `${id}EventInvokeConfig${key}${made}`;
  expansion?.add(declaration, madeId, made === 'Queue' ? 'AWS::SQS::Queue' : 'AWS::SNS::Topic', {}, span);
  expansion?.aliases.set(`${id}.Destination${made}`, madeId);
  return made === 'Queue' ? attribute(madeId, 'Arn', span) : reference(madeId, span);
}
