/** Today's policies of a role as the template states them: of a function's role, of any other role, and the permissions boundary. */
import { managedPolicy } from '../../catalog/index.ts';
import type { App, LambdaFunction, PolicyAttachment, Resource } from '../../model/app.ts';
import { ALWAYS, and, type When } from '../../model/condition.ts';
import { displayText, literalOf, sameText, type Text } from '../../model/text.ts';
import { parsePolicy } from '../../policy/parse.ts';
import type { PolicyKind } from '../../policy/statement.ts';
import { samTemplateDocument } from '../sam-template.ts';
import { type Bindings, bindDatum, bindText } from './bindings.ts';
import { inWorld, placed, unknownPolicy } from './placed.ts';
import type { Place, PlacedPolicy } from './question.ts';
import { at, itemsOf, means, textOf } from './template-data.ts';

/** Undefined `role`: it is not in the template. */
export function policiesOfFunction(fn: LambdaFunction, app: App, bindings: Bindings): readonly PlacedPolicy[] {
  if (fn.role.kind === 'external')
    return [
      unknownPolicy('identity', `the policies of the role of ${fn.id}, which is made outside of this template`, undefined, {
        span: fn.span,
        path: `${fn.id}.Role`,
      }),
    ];
  return fn.role.attachments.map((attachment) =>
    inWorld(attached(attachment, `${fn.id}.`, app, bindings), attachment.when, known(fn.when, fn.role.roleId, app)),
  );
}

/** What holds when the function is there: its own condition, and that of its role. */
const known = (when: When, roleId: string | undefined, app: App): When =>
  and(when, app.resources.get(roleId ?? '')?.when ?? ALWAYS) ?? when;

function attached(attachment: PolicyAttachment, owner: string, app: App, bindings: Bindings): PlacedPolicy {
  const place: Place = {
    span: attachment.span,
    // SAM's own `Policies[0]` is the function's; other paths start with the resource that they are of
    path: attachment.path.startsWith('Policies') ? owner + attachment.path : attachment.path,
  };
  switch (attachment.kind) {
    case 'unknown':
      return unknownPolicy('identity', attachment.why, undefined, place);
    case 'document':
      return placed(bindDatum(attachment.document, bindings), 'identity', attachment.name, place);
    case 'managed':
      return byArn(bindText(attachment.arn, bindings), 'identity', place, app, bindings);
    case 'samTemplate': {
      const document = samTemplateDocument(attachment.template, attachment.parameters);
      return typeof document === 'string'
        ? unknownPolicy('identity', document, attachment.template, place)
        : placed(bindDatum(document, bindings), 'identity', attachment.template, place);
    }
  }
}

/** A managed policy of AWS's, or one of the template. */
function byArn(arn: Text, kind: PolicyKind, place: Place, app: App, bindings: Bindings): PlacedPolicy {
  const literal = literalOf(arn);
  const found = literal === undefined ? undefined : managedPolicy(literal);
  if (found) return { policy: parsePolicy(found.document, kind, found.name).policy, places: [place] };
  const declared = [...app.resources.values()].find(
    (resource) => resource.type === 'AWS::IAM::ManagedPolicy' && resource.arn && sameText(bindText(resource.arn, bindings), arn),
  );
  const document = declared && at(declared.properties, 'PolicyDocument');
  if (declared && document) return placed(bindDatum(document, bindings), kind, declared.id, { span: declared.span, path: declared.id });
  return unknownPolicy(kind, `the policy ${displayText(arn)}, which is not in this template`, displayText(arn), place);
}

/** Of a role of the template that no function has. CloudFormation "AWS::IAM::Role", and the policy resources that name it. */
export function policiesOfRole(role: Resource, app: App, bindings: Bindings): readonly PlacedPolicy[] {
  const place = (path: string): Place => ({ span: role.span, path: `${role.id}.${path}` });
  const open = (path: string): PlacedPolicy => unknownPolicy('identity', `${role.id}.${path}`, undefined, place(path));
  const inline = itemsOf(at(role.properties, 'Policies')).map(({ when, value }, i) => {
    const document = at(value, 'PolicyDocument');
    const path = `Policies[${i}]`;
    const name = textOf(at(value, 'PolicyName'));
    return inWorld(
      document ? placed(bindDatum(document, bindings), 'identity', name && displayText(name), place(path)) : open(path),
      when,
      role.when,
    );
  });
  const managed = itemsOf(at(role.properties, 'ManagedPolicyArns')).map(({ when, value }, i) => {
    const arn = textOf(value);
    const path = `ManagedPolicyArns[${i}]`;
    return inWorld(arn ? byArn(bindText(arn, bindings), 'identity', place(path), app, bindings) : open(path), when, role.when);
  });
  const made =
    role.generatedBy === undefined
      ? []
      : [unknownPolicy('identity', `the policies that SAM writes for ${role.generatedBy}`, undefined, place('Policies'))];
  return [...inline, ...managed, ...naming(role, app, bindings), ...made];
}

const NAMING: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::Policy', 'Roles'],
  ['AWS::IAM::ManagedPolicy', 'Roles'],
  ['AWS::IAM::RolePolicy', 'RoleName'],
]);

function naming(role: Resource, app: App, bindings: Bindings): readonly PlacedPolicy[] {
  return [...app.resources.values()].flatMap((resource) => {
    const property = NAMING.get(resource.type);
    const document = at(resource.properties, 'PolicyDocument');
    if (property === undefined || !document) return [];
    return itemsOf(at(resource.properties, property)).flatMap(({ when, value }) => {
      const name = textOf(value);
      const both = and(when, resource.when);
      if (!name || !both || !means(name, role)) return [];
      return [
        inWorld(
          placed(bindDatum(document, bindings), 'identity', resource.id, { span: resource.span, path: resource.id }),
          both,
          role.when,
        ),
      ];
    });
  });
}

export function boundaryOf(arn: Text, place: Place, app: App, bindings: Bindings): PlacedPolicy {
  return byArn(bindText(arn, bindings), 'boundary', place, app, bindings);
}
