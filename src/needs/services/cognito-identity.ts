/**
 * Amazon Cognito identity pools. Source: the operation table of "Actions, resources, and condition keys for Amazon Cognito
 * Identity". Operations of app users are not signed, so that no role needs anything for them.
 */
import { present } from '../predicate.ts';
import { named } from '../resource.ts';
import { need, passRole, type ServiceRules } from '../rule.ts';

const pool = named({
  service: 'cognito-identity',
  before: 'identitypool/',
  from: 'IdentityPoolId',
  types: ['AWS::Cognito::IdentityPool'],
});
const tags = present('IdentityPoolTags');

export const cognitoIdentity: ServiceRules = {
  clients: ['cognito-identity'],
  prefix: 'cognito-identity',
  resources: { identitypool: { form: pool, from: ['IdentityPoolId'] } },
  operations: {},
  besides: {
    SetIdentityPoolRoles: [passRole('Roles[]'), passRole('RoleMappings[].RulesConfiguration.Rules[].RoleARN')],
    // tags are replaced as a whole
    UpdateIdentityPool: [need('cognito-identity:TagResource', pool, tags), need('cognito-identity:UntagResource', pool, tags)],
  },
};
