/** WHO: a function or role of the template with its policies of today, a service, or any principal by ARN. */
import type { App, LambdaFunction, Resource } from '../../model/app.ts';
import { InputError } from '../../model/finding.ts';
import { nearest } from '../../model/nearest.ts';
import { ACCOUNT, PARTITION, startsWith, type Text, text } from '../../model/text.ts';
import { isAccountId } from '../../policy/principal.ts';
import { type Bindings, bindText } from './bindings.ts';
import { unknownPolicy } from './placed.ts';
import type { CanCaller, PlacedPolicy } from './question.ts';
import { boundaryOf, policiesOfFunction, policiesOfRole } from './role-policies.ts';
import { namedByArn } from './target.ts';
import { at, textOf } from './template-data.ts';

/** Whether the name can only be a logical id of the template. */
export const isLogicalId = (name: string): boolean => /^[A-Za-z0-9]+$/.test(name) && !isAccountId(name);

/** Throws `InputError` when the template has nothing of this name, or what it has calls nothing. */
export function callerOf(who: string, app: App, bindings: Bindings): CanCaller {
  if (isLogicalId(who)) return fromTemplate(who, app, bindings);
  const none = { identity: [], boundary: [], shown: who } as const;
  if (who === '*') return { ...none, kind: 'principal', principal: '*', shown: 'anyone' };
  if (isAccountId(who)) return { ...none, kind: 'principal', principal: who, arn: text(who) };
  if (who.startsWith('arn:')) {
    const role = namedByArn(who, app)?.owner;
    if (role?.type === 'AWS::IAM::Role') return ofRole(role, who, app, bindings);
    return {
      ...none,
      kind: 'principal',
      principal: who,
      identity: [unknownPolicy('identity', `the policies of ${who}, which are not in this template`, undefined, undefined)],
      arn: text(who),
    };
  }
  if (/^[a-z0-9][a-z0-9.-]*\.[a-z.]+$/.test(who)) return { ...none, kind: 'service', principal: { Service: who } };
  throw new InputError(
    `${JSON.stringify(who)} is no one: name a function or a role of the template, a service such as s3.amazonaws.com, or an ARN`,
  );
}

function fromTemplate(id: string, app: App, bindings: Bindings): CanCaller {
  const fn = app.functions.find((one) => one.id === id);
  if (fn) return ofFunction(fn, app, bindings);
  const resource = app.resources.get(id);
  if (resource?.type === 'AWS::IAM::Role') return ofRole(resource, id, app, bindings);
  if (resource)
    throw new InputError(
      `${id} is of type ${resource.type}, which has no permissions: name a function, a role, or the service that calls, such as s3.amazonaws.com`,
      resource.span,
    );
  const known = [...app.functions.map((one) => one.id), ...rolesOf(app)];
  const meant = nearest(id, known);
  throw new InputError(
    `${app.template} has no function or role ${id}${meant === undefined ? (known.length > 0 ? `; it has ${known.join(', ')}` : '') : `; did you mean ${meant}?`}`,
  );
}

const rolesOf = (app: App): readonly string[] =>
  [...app.resources.values()].filter(({ type }) => type === 'AWS::IAM::Role').map(({ id }) => id);

function ofFunction(fn: LambdaFunction, app: App, bindings: Bindings): CanCaller {
  const role = fn.role.roleId === undefined ? undefined : app.resources.get(fn.role.roleId);
  const outside = textOf(at(fn.configuration.properties, 'Role'));
  const arn: Text = role?.arn ?? outside ?? [{ kind: 'runtime', reason: `the role of ${fn.id}`, chars: 'any' }];
  const boundary: readonly PlacedPolicy[] = fn.role.boundaryArn
    ? [boundaryOf(fn.role.boundaryArn, { span: role?.span ?? fn.span, path: `${role?.id ?? fn.id}.PermissionsBoundary` }, app, bindings)]
    : [];
  return {
    kind: 'function',
    shown: fn.id,
    principal: { AWS: bindText(role || startsWith(arn, 'arn:') ? arn : outsideRole(fn), bindings) },
    identity: policiesOfFunction(fn, app, bindings),
    boundary,
    functionId: fn.id,
    functionSpan: fn.span,
    arn,
    ...(role ? { role } : {}),
  };
}

/** Whatever it is, it is a role of the function's own account (AWS Lambda: "Defining Lambda function permissions with an execution role"). */
const outsideRole = (fn: LambdaFunction): Text =>
  text('arn:', PARTITION, ':iam::', ACCOUNT, ':role/', { kind: 'parameter', name: `the role of ${fn.id}`, chars: 'path' });

function ofRole(role: Resource, shown: string, app: App, bindings: Bindings): CanCaller {
  const user = app.functions.find((fn) => fn.role.roleId === role.id);
  if (user) return { ...ofFunction(user, app, bindings), kind: 'role', shown };
  const arn = role.arn ?? [];
  const boundary = textOf(at(role.properties, 'PermissionsBoundary'));
  return {
    kind: 'role',
    shown,
    principal: { AWS: bindText(arn, bindings) },
    identity: policiesOfRole(role, app, bindings),
    boundary: boundary ? [boundaryOf(boundary, { span: role.span, path: `${role.id}.PermissionsBoundary` }, app, bindings)] : [],
    role,
    arn,
  };
}
