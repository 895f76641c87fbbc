/**
 * AWS Organizations. Source: "Actions, resources, and condition keys for AWS Organizations". ARNs hold the organization and its
 * management account, which no parameter tells; ids come with the letter that the reference writes before them: `h-…`, `p-…`.
 */
import { formOfFormat } from '../arn-format.ts';
import type { ResourceForm } from '../resource.ts';
import { main, rows, type ServiceRules, type TypeForm } from '../rule.ts';

const at = (resource: string, from: string): ResourceForm =>
  formOfFormat(`arn:\${Partition}:organizations::*:${resource}\${${from}}`, (variable) => variable);
const form = (resource: string, from: string): TypeForm => ({ form: at(resource, from), from: [from] });

/** An account, a unit or a root: their ids tell which. */
const target = at('*/o-*/', 'TargetId');
const policy = at('policy/o-*/*/', 'PolicyId');
const account = at('account/o-*/', 'AccountId');
const tagged = at('*/o-*/', 'ResourceId');

export const organizations: ServiceRules = {
  clients: ['organizations'],
  prefix: 'organizations',
  resources: {
    account: form('account/o-*/', 'AccountId'),
    handshake: form('handshake/o-*/*/', 'HandshakeId'),
    policy: form('policy/o-*/*/', 'PolicyId'),
    organizationalunit: form('ou/o-*/', 'OrganizationalUnitId'),
    root: form('root/o-*/', 'RootId'),
  },
  operations: {
    AttachPolicy: rows(main('organizations:AttachPolicy', policy), main('organizations:AttachPolicy', target)),
    DetachPolicy: rows(main('organizations:DetachPolicy', policy), main('organizations:DetachPolicy', target)),
    ListPoliciesForTarget: rows(main('organizations:ListPoliciesForTarget', target)),
    DescribeEffectivePolicy: rows(main('organizations:DescribeEffectivePolicy', target)),
    MoveAccount: rows(
      main('organizations:MoveAccount', account),
      main('organizations:MoveAccount', at('*/o-*/', 'SourceParentId')),
      main('organizations:MoveAccount', at('*/o-*/', 'DestinationParentId')),
    ),
    CreateOrganizationalUnit: rows(main('organizations:CreateOrganizationalUnit', at('*/o-*/', 'ParentId'))),
    ListAccountsForParent: rows(main('organizations:ListAccountsForParent', at('*/o-*/', 'ParentId'))),
    ListOrganizationalUnitsForParent: rows(main('organizations:ListOrganizationalUnitsForParent', at('*/o-*/', 'ParentId'))),
    ListChildren: rows(main('organizations:ListChildren', at('*/o-*/', 'ParentId'))),
    ListParents: rows(main('organizations:ListParents', at('*/o-*/', 'ChildId'))),
    ...Object.fromEntries(
      ['ListTagsForResource', 'TagResource', 'UntagResource'].map((name) => [name, rows(main(`organizations:${name}`, tagged))]),
    ),
  },
};
