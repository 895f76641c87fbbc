/**
 * The resource-based policy of a function: its `AWS::Lambda::Permission` resources, those that SAM makes for events and function
 * URLs among them. AWS Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda"; CloudFormation "AWS::Lambda::Permission".
 */
import type { App, Resource } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import type { Invoker } from '../../model/need.ts';
import { ACCOUNT, isHole, join, literalOf, PARTITION, REGION, split, startsWith, type Text, text } from '../../model/text.ts';
import { invokersOf } from '../../needs/invokers.ts';
import { isAccountId } from '../../policy/principal.ts';
import { type Bindings, bindDatum } from './bindings.ts';
import { inWorld, merged, placed } from './placed.ts';
import type { PlacedPolicy } from './question.ts';
import { at, documentDatum, listDatum, mapDatum, means, textDatum, textOf } from './template-data.ts';

export function functionPolicy(fn: Resource, app: App, bindings: Bindings): PlacedPolicy | undefined {
  const parts = [...app.resources.values()].flatMap((permission) => {
    if (permission.type !== 'AWS::Lambda::Permission' || isOfEvent(permission, fn)) return [];
    const arn = textOf(at(permission.properties, 'FunctionName'));
    const target = arn && qualifiedArn(arn, fn);
    if (!target) return [];
    const properties = authorizerPermission(permission, app);
    if (!properties) return [];
    const document = bindDatum(documentDatum([statementOf(properties, target)]), bindings);
    return [inWorld(placed(document, 'resource', permission.id, { span: permission.span, path: permission.id }), permission.when, fn.when)];
  });
  parts.push(...eventPermissions(fn, app, bindings));
  return merged(parts, 'resource', parts.length === 1 ? parts[0]?.policy.name : `the permissions of ${fn.id}`);
}

/**
 * The permissions that SAM makes for events are exactly what the triggers say; the model's resources of them only stand for their
 * place in the graph of references. S3's has no source, since that would close a loop, and those of URLs are whole.
 */
const isOfEvent = ({ generatedBy, properties }: Resource, fn: Resource): boolean =>
  generatedBy === fn.id && !WHOLE.has(literalOf(textOf(at(properties, 'Principal')) ?? []) ?? '');

const WHOLE: ReadonlySet<string> = new Set(['s3.amazonaws.com', '*']);

/**
 * SAM lets a REST API invoke its Lambda authorizers unless told otherwise, and an HTTP API only when told so (SAM
 * "LambdaTokenAuthorizer", `DisableFunctionDefaultPermissions`; "LambdaAuthorizer", `EnableFunctionDefaultPermissions`). Any other
 * permission stands as it is.
 */
function authorizerPermission({ id, properties, generatedBy }: Resource, app: App): Datum | undefined {
  const api = app.resources.get(generatedBy ?? '');
  const rest = api?.type === 'AWS::Serverless::Api';
  const source = textOf(at(properties, 'SourceArn'));
  if (!api || !source || (!rest && api.type !== 'AWS::Serverless::HttpApi')) return properties;
  const name = id.slice(api.id.length, -'AuthorizerPermission'.length);
  const authorizer = at(api.properties, 'Auth', 'Authorizers', name);
  const told = (key: string): boolean => literalOf(textOf(at(authorizer, key)) ?? []) === 'true';
  if (rest ? told('DisableFunctionDefaultPermissions') : !told('EnableFunctionDefaultPermissions')) return undefined;
  const sourceArn = text('arn:', PARTITION, ':execute-api:', REGION, ':', ACCOUNT, ':', ...source, '/authorizers/*');
  return mapDatum({ Action: at(properties, 'Action'), Principal: at(properties, 'Principal'), SourceArn: textDatum(sourceArn) });
}

function eventPermissions(resource: Resource, app: App, bindings: Bindings): readonly PlacedPolicy[] {
  const fn = app.functions.find(({ id }) => id === resource.id);
  if (!fn) return [];
  return fn.triggers
    .filter(({ kind, path }) => path.startsWith('Events.') && kind !== 's3')
    .flatMap((trigger) =>
      invokersOf({ ...fn, triggers: [trigger] }, app).map((invoker) => {
        const path = `${fn.id}.${trigger.path}`;
        const document = bindDatum(documentDatum([invokerStatement(invoker, resource.arn ?? [])]), bindings);
        return inWorld(placed(document, 'resource', path, { span: trigger.span, path }), invoker.when, resource.when);
      }),
    );
}

const invokerStatement = (invoker: Invoker, arn: Text): Datum => {
  const given = (value: Text | undefined): Datum | undefined => value && textDatum(value);
  return statementOf(
    mapDatum({
      Action: textDatum(invoker.action),
      Principal: textDatum(invoker.principal),
      SourceArn: given(invoker.sourceArn),
      SourceAccount: given(invoker.sourceAccount),
      EventSourceToken: given(invoker.eventSourceToken),
    }),
    invoker.qualifier ? text(...arn, ':', ...invoker.qualifier) : arn,
  );
};

/** The ARN that a permission speaks of, with its alias or version; undefined when it is another function's. */
export function qualifiedArn(named: Text, fn: Resource): Text | undefined {
  if (!fn.arn) return undefined;
  if (means(named, fn)) return fn.arn;
  const pieces = split(named, ':');
  const qualifier = pieces.at(-1);
  const base = join(pieces.slice(0, -1), ':');
  return qualifier && pieces.length > 1 && means(base, fn) ? text(...fn.arn, ':', ...qualifier) : undefined;
}

function statementOf(properties: Datum, resource: Text): Datum {
  const given = (key: string): Datum | undefined => at(properties, key);
  const condition = {
    ArnLike: mapDatum({ 'AWS:SourceArn': given('SourceArn') }),
    StringEquals: mapDatum({
      'AWS:SourceAccount': given('SourceAccount'),
      'aws:PrincipalOrgID': given('PrincipalOrgID'),
      'lambda:FunctionUrlAuthType': given('FunctionUrlAuthType'),
      'lambda:EventSourceToken': given('EventSourceToken'),
    }),
    Bool: mapDatum({ 'lambda:InvokedViaFunctionUrl': given('InvokedViaFunctionUrl') }),
  };
  const used = Object.entries(condition).filter(([, keys]) => keys.entries.length > 0);
  return mapDatum({
    Effect: textDatum('Allow'),
    Principal: principalOf(given('Principal')),
    Action: given('Action') ?? textDatum('lambda:InvokeFunction'),
    Resource: listDatum([textDatum(resource)]),
    Condition: used.length > 0 ? mapDatum(Object.fromEntries(used)) : undefined,
  });
}

/** The property takes a service, an account, an ARN or `*`, and does not say which. */
function principalOf(given: Datum | undefined): Datum | undefined {
  const value = textOf(given);
  if (!given || !value) return given;
  const literal = literalOf(value);
  if (literal === '*') return textDatum('*');
  return mapDatum({ [isAwsPrincipal(value, literal) ? 'AWS' : 'Service']: { kind: 'text', text: value } });
}

function isAwsPrincipal(value: Text, literal: string | undefined): boolean {
  if (literal !== undefined) return isAccountId(literal) || literal.startsWith('arn:');
  const [only] = value;
  // `!Ref AWS::AccountId` or `!GetAtt Role.Arn`; what else is symbolic is `s3.${AWS::URLSuffix}` and the like
  return startsWith(value, 'arn:') || (value.length === 1 && only !== undefined && isHole(only));
}
