/**
 * Amazon Cognito user pools. Source: the operation table of "Actions, resources, and condition keys for Amazon Cognito User
 * Pools". Operations of app users are not signed, so that no role needs anything for them.
 */
import { present } from '../predicate.ts';
import { named } from '../resource.ts';
import { need, passRole, type Row, type ServiceRules } from '../rule.ts';

const pool = named({ service: 'cognito-idp', before: 'userpool/', from: 'UserPoolId', types: ['AWS::Cognito::UserPool'] });
const sms: Row = passRole('SmsConfiguration.SnsCallerArn');
const analytics: Row = passRole('AnalyticsConfiguration.RoleArn');

export const cognitoIdp: ServiceRules = {
  clients: ['cognito-identity-provider'],
  prefix: 'cognito-idp',
  resources: { userpool: { form: pool, from: ['UserPoolId'] } },
  operations: {},
  actions: { DescribeTermsByClient: 'DescribeTerms' },
  besides: {
    CreateUserPool: [sms],
    // tags are replaced as a whole
    UpdateUserPool: [sms, need('cognito-idp:UntagResource', pool, present('UserPoolTags'))],
    SetUserPoolMfaConfig: [passRole('SmsMfaConfiguration.SmsConfiguration.SnsCallerArn')],
    CreateUserPoolClient: [analytics],
    UpdateUserPoolClient: [analytics],
  },
};
