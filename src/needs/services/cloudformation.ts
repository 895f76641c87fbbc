/**
 * AWS CloudFormation. Source: "Actions, resources, and condition keys for AWS CloudFormation", and "AWS CloudFormation service
 * role": without a role, what a template holds is made, changed and deleted with the permissions of the caller.
 */
import { catalogForm } from '../arn-format.ts';
import { not, present } from '../predicate.ts';
import type { ResourceForm } from '../resource.ts';
import { need, type Row, type ServiceRules } from '../rule.ts';

const stack = catalogForm('cloudformation', 'stack', { operation: 'DescribeStacks', members: ['StackName'] });
const AS_CALLER = 'the resources of the template, which are handled with the permissions of the caller where no RoleARN is given';
const withContents: ResourceForm = {
  get describe() {
    return stack.describe;
  },
  targets: (scope) => stack.targets(scope).map((target) => ({ ...target, why: target.why ?? AS_CALLER })),
};
const contents = (name: string): readonly Row[] => [need(`cloudformation:${name}`, withContents, not(present('RoleARN')))];

export const cloudformation: ServiceRules = {
  clients: ['cloudformation'],
  prefix: 'cloudformation',
  resources: {},
  operations: {},
  passedTo: ['cloudformation.amazonaws.com'],
  // stacks are tagged by the operation that makes them
  tagging: 'none',
  besides: Object.fromEntries(['CreateStack', 'UpdateStack', 'DeleteStack', 'CreateChangeSet'].map((name) => [name, contents(name)])),
};
