/**
 * Amazon OpenSearch Service and its elder, the Elasticsearch client. Source: the operation table of "Actions, resources, and
 * condition keys for Amazon OpenSearch Service", which lists the deprecated name beside the action of most operations.
 */
import { passRole, type Row, type ServiceRules } from '../rule.ts';

const COGNITO: Row = passRole('CognitoOptions.RoleArn', 'es.amazonaws.com');
const DIRECT_QUERY = 'directquery.opensearchservice.amazonaws.com';
const source: readonly Row[] = [passRole('DataSourceType.S3GlueDataCatalog.RoleArn', DIRECT_QUERY)];
const direct: readonly Row[] = [
  passRole('DataSourceType.CloudWatchLog.RoleArn', DIRECT_QUERY),
  passRole('DataSourceType.SecurityLake.RoleArn', DIRECT_QUERY),
];

/** Operation → the action that it had as Amazon Elasticsearch Service. */
const FORMER: Readonly<Record<string, string>> = {
  AcceptInboundConnection: 'AcceptInboundCrossClusterSearchConnection',
  CancelServiceSoftwareUpdate: 'CancelElasticsearchServiceSoftwareUpdate',
  CreateDomain: 'CreateElasticsearchDomain',
  CreateOutboundConnection: 'CreateOutboundCrossClusterSearchConnection',
  DeleteDomain: 'DeleteElasticsearchDomain',
  DeleteOutboundConnection: 'DeleteOutboundCrossClusterSearchConnection',
  DescribeDomain: 'DescribeElasticsearchDomain',
  DescribeDomainConfig: 'DescribeElasticsearchDomainConfig',
  DescribeDomains: 'DescribeElasticsearchDomains',
  DescribeInboundConnections: 'DescribeInboundCrossClusterSearchConnections',
  DescribeInstanceTypeLimits: 'DescribeElasticsearchInstanceTypeLimits',
  DescribeOutboundConnections: 'DescribeOutboundCrossClusterSearchConnections',
  DescribeReservedInstanceOfferings: 'DescribeReservedElasticsearchInstanceOfferings',
  DescribeReservedInstances: 'DescribeReservedElasticsearchInstances',
  GetCompatibleVersions: 'GetCompatibleElasticsearchVersions',
  ListInstanceTypeDetails: 'ListElasticsearchInstanceTypeDetails',
  ListVersions: 'ListElasticsearchVersions',
  PurchaseReservedInstanceOffering: 'PurchaseReservedElasticsearchInstanceOffering',
  RejectInboundConnection: 'RejectInboundCrossClusterSearchConnection',
  RollbackServiceSoftwareUpdate: 'RollbackElasticsearchServiceSoftwareUpdate',
  StartServiceSoftwareUpdate: 'StartElasticsearchServiceSoftwareUpdate',
  UpdateDomainConfig: 'UpdateElasticsearchDomainConfig',
  UpgradeDomain: 'UpgradeElasticsearchDomain',
};

export const opensearch: ServiceRules = {
  clients: ['opensearch'],
  prefix: 'es',
  resources: {},
  operations: {},
  members: { 'DescribeDomains.DomainName': ['DomainNames[]'], domain: ['ARN'], AppId: ['id', 'applicationId'] },
  besides: {
    CreateDomain: [COGNITO],
    UpdateDomainConfig: [COGNITO],
    AddDataSource: source,
    UpdateDataSource: source,
    AddDirectQueryDataSource: direct,
    UpdateDirectQueryDataSource: direct,
    CreateApplication: [passRole('iamIdentityCenterOptions.iamRoleForIdentityCenterApplicationArn')],
  },
  differs: Object.fromEntries(
    Object.entries(FORMER).map(([operation, former]) => [
      operation,
      {
        [`es:${former}`]: `the deprecated name of the action; es:${operation} stands in for it ("Actions … for Amazon OpenSearch Service")`,
      },
    ]),
  ),
};

export const elasticsearch: ServiceRules = {
  clients: ['elasticsearch-service'],
  prefix: 'es',
  resources: {},
  operations: {},
  members: { domain: ['ARN'] },
  besides: { CreateElasticsearchDomain: [COGNITO], UpdateElasticsearchDomainConfig: [COGNITO] },
};
