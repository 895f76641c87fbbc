/** AWS AppSync. Source: the operation table of "Actions, resources, and condition keys for AWS AppSync". */

import { catalogForm } from '../arn-format.ts';
import { main, passRole, type Row, type ServiceRules } from '../rule.ts';

const APPSYNC = 'appsync.amazonaws.com';
const logs: Row = passRole('eventConfig.logConfig.cloudWatchLogsRoleArn', APPSYNC);
const graphQl: readonly Row[] = [passRole('logConfig.cloudWatchLogsRoleArn', APPSYNC), passRole('mergedApiExecutionRoleArn', APPSYNC)];

const members: ServiceRules['members'] = {
  GraphQLAPIId: ['apiId', 'mergedApiIdentifier', 'sourceApiIdentifier'],
  ApiId: ['apiId'],
  DatasourceName: ['name', 'dataSourceName'],
  ChannelNamespaceName: ['name'],
  SourceGraphQLAPIId: ['sourceApiIdentifier'],
  MergedGraphQLAPIId: ['mergedApiIdentifier'],
  Associationid: ['associationId'],
  DomainName: ['domainName'],
  TypeName: ['typeName'],
  FieldName: ['fieldName'],
  FunctionId: ['functionId'],
};
const both = (identifier: string) =>
  catalogForm('appsync', 'graphqlapi', {
    operation: 'GetGraphqlApi',
    members: [identifier],
    service: { members: { GraphQLAPIId: [identifier] } },
  });

export const appsync: ServiceRules = {
  clients: ['appsync'],
  prefix: 'appsync',
  resources: {},
  operations: {},
  members,
  passedTo: [APPSYNC],
  besides: {
    CreateApi: [logs],
    UpdateApi: [logs],
    CreateGraphqlApi: graphQl,
    UpdateGraphqlApi: graphQl,
    // an association is made on both of its ends
    AssociateMergedGraphqlApi: [main('appsync:AssociateSourceGraphqlApi', both('mergedApiIdentifier'))],
    AssociateSourceGraphqlApi: [main('appsync:AssociateMergedGraphqlApi', both('sourceApiIdentifier'))],
  },
};
