/**
 * What an `AWS::IAM::Role` of the template grants: its own policies, and the policy resources that name it. CloudFormation
 * "AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy".
 */
import type { PolicyAttachment } from '../../model/app.ts';
import { and, type When } from '../../model/condition.ts';
import type { Declaration } from '../declaration.ts';
import type { Reader } from '../reader.ts';
import type { Scope } from '../scope.ts';
import { at, type Node } from '../source/node.ts';

export function attachmentsOf(role: Declaration, reader: Reader): readonly PolicyAttachment[] {
  return [...inlinePolicies(role, reader), ...managedPolicies(role, reader), ...policiesThatName(role, reader)];
}

function inlinePolicies(role: Declaration, { scope }: Reader): readonly PolicyAttachment[] {
  return scope
    .items(at(role.properties, 'Policies'))
    .map(({ when, value }, index) => documentAttachment(value, 'PolicyName', when, `${role.id}.Policies[${index}]`, scope));
}

function documentAttachment(policy: Node, nameKey: string, when: When, path: string, scope: Scope): PolicyAttachment {
  const document = scope.evaluate(at(policy, 'PolicyDocument'));
  const name = scope.literal(at(policy, nameKey));
  const place = { span: policy.span, path, when };
  if (!document) return { ...place, kind: 'unknown', why: 'the policy has no document' };
  return { ...place, kind: 'document', document, ...(name === undefined ? {} : { name }) };
}

function managedPolicies(role: Declaration, reader: Reader): readonly PolicyAttachment[] {
  const items = reader.scope.items(at(role.properties, 'ManagedPolicyArns'));
  return items.flatMap(({ when, value }, index) =>
    managedAttachment(value, when, `${role.id}.ManagedPolicyArns[${index}]`, reader, role.generatedBy !== undefined),
  );
}

/** A managed policy by ARN; one of the template is read as the document it is. */
export function managedAttachment(node: Node, when: When, path: string, reader: Reader, implicit: boolean): readonly PolicyAttachment[] {
  const value = reader.scope.evaluate(node);
  if (value?.kind === 'list' && value.open)
    return [{ span: node.span, path, when, kind: 'unknown', why: 'the list of managed policies is known at deployment only' }];
  return reader.scope.texts(node).flatMap((option): readonly PolicyAttachment[] => {
    const both = and(when, option.when);
    if (!both) return [];
    const declared = reader.registry.withArn('AWS::IAM::ManagedPolicy', option.value);
    const place = { span: node.span, path, when: both };
    if (!declared) return [{ ...place, kind: 'managed', arn: option.value, ...(implicit ? { implicit } : {}) }];
    const document = reader.scope.evaluate(at(declared.properties, 'PolicyDocument'));
    return [
      document
        ? { ...place, kind: 'document', name: declared.id, document }
        : { ...place, kind: 'unknown', why: `${declared.id} has no document` },
    ];
  });
}

function policiesThatName(role: Declaration, { policies, scope }: Reader): readonly PolicyAttachment[] {
  const name = scope.identity(role.id)?.name;
  if (!name) return [];
  return policies(name).map(({ policy, when }) => documentAttachment(policy.properties, 'PolicyName', when, policy.id, scope));
}
