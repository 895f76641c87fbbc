/**
 * The resource-based policy of a function: its `AWS::Lambda::Permission` resources, those that SAM makes for events and function
 * URLs among them. AWS Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda"; CloudFormation "AWS::Lambda::Permission".
 */
import type { App, Resource } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { isHole, join, literalOf, split, startsWith, type Text, text } from '../../model/text.ts';
import { isAccountId } from '../../policy/principal.ts';
import { type Bindings, bindDatum } from './bindings.ts';
import { inWorld, merged, placed } from './placed.ts';
import type { PlacedPolicy } from './question.ts';
import { at, documentDatum, listDatum, mapDatum, means, textDatum, textOf } from './template-data.ts';

export function functionPolicy(fn: Resource, app: App, bindings: Bindings): PlacedPolicy | undefined {
  const parts = [...app.resources.values()].flatMap((permission) => {
    if (permission.type !== 'AWS::Lambda::Permission') return [];
    const arn = textOf(at(permission.properties, 'FunctionName'));
    const target = arn && qualifiedArn(arn, fn);
    if (!target) return [];
    const document = bindDatum(documentDatum([statementOf(permission, target)]), bindings);
    return [inWorld(placed(document, 'resource', permission.id, { span: permission.span, path: permission.id }), permission.when, fn.when)];
  });
  return merged(parts, 'resource', parts.length === 1 ? parts[0]?.policy.name : `the permissions of ${fn.id}`);
}

/** The ARN that a permission speaks of, with its alias or version; undefined when it is another function's. */
export function qualifiedArn(named: Text, fn: Resource): Text | undefined {
  if (!fn.arn) return undefined;
  if (means(named, fn)) return fn.arn;
  const pieces = split(named, ':');
  const qualifier = pieces.at(-1);
  const base = join(pieces.slice(0, -1), ':');
  return qualifier && pieces.length > 1 && means(base, fn) ? text(...fn.arn, ':', ...qualifier) : undefined;
}

function statementOf({ properties }: Resource, resource: Text): Datum {
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
