/** Policy resources by the role that they name. CloudFormation "AWS::IAM::Policy Roles", "AWS::IAM::ManagedPolicy Roles", "AWS::IAM::RolePolicy". */
import { and, type When } from '../../model/condition.ts';
import { type Text, textKey } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import type { Registry } from '../resources/registry.ts';
import type { Scope } from '../scope.ts';
import { at } from '../source/node.ts';

/** The policies that name a role, each with when it does. */
export type PolicyIndex = (role: Text) => readonly { readonly policy: Declaration; readonly when: When }[];

const NAMING: readonly (readonly [type: string, property: string])[] = [
  ['AWS::IAM::Policy', 'Roles'],
  ['AWS::IAM::ManagedPolicy', 'Roles'],
  ['AWS::IAM::RolePolicy', 'RoleName'],
];

export function indexPolicies(registry: Registry, scope: Scope): PolicyIndex {
  const byRole = new Map<string, { readonly policy: Declaration; readonly when: When }[]>();
  for (const [type, property] of NAMING)
    for (const policy of registry.ofType(type)) {
      const made = scope.when(policy);
      for (const item of made ? scope.items(at(policy.properties, property)) : [])
        for (const option of scope.texts(item.value)) {
          const inner = and(item.when, option.when);
          const when = made && inner && and(made, inner);
          if (!when) continue;
          const key = textKey(option.value);
          byRole.set(key, [...(byRole.get(key) ?? []), { policy, when }]);
        }
    }
  return (role) => byRole.get(textKey(role)) ?? [];
}
