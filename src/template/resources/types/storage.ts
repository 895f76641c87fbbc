/** Stores: objects, tables, secrets, parameters, keys, files, databases, catalogues. */
import { byArn, type ResourceType, regional } from '../type.ts';

const table = regional('dynamodb', 'table/{name}', 'TableName');
const key = regional('kms', 'key/{name}', undefined, { attributes: { KeyId: '{name}' } });

export const STORAGE: Readonly<Record<string, ResourceType>> = {
  'AWS::S3::Bucket': {
    name: 'BucketName',
    arn: 'arn:{partition}:s3:::{name}',
    attributes: {
      DomainName: '{name}.s3.amazonaws.com',
      DualStackDomainName: '{name}.s3.dualstack.{region}.amazonaws.com',
      RegionalDomainName: '{name}.s3.{region}.{suffix}',
    },
  },
  'AWS::S3::AccessPoint': regional('s3', 'accesspoint/{name}', 'Name', { attributes: { Name: '{name}' } }),
  'AWS::S3::MultiRegionAccessPoint': { arn: 'arn:{partition}:s3::{account}:accesspoint/{@Alias}' },
  'AWS::S3ObjectLambda::AccessPoint': regional('s3-object-lambda', 'accesspoint/{name}', 'Name'),
  'AWS::S3Express::DirectoryBucket': regional('s3express', 'bucket/{name}', 'BucketName'),
  'AWS::S3Tables::TableBucket': byArn('s3tables', 'bucket/{.TableBucketName}', undefined, { attributes: { TableBucketARN: '{arn}' } }),
  'AWS::S3Vectors::VectorBucket': { arn: '{@VectorBucketArn}', ref: '{arn}', attributes: { VectorBucketArn: '{arn}' } },
  'AWS::S3Vectors::Index': { arn: '{@IndexArn}', ref: '{arn}', attributes: { IndexArn: '{arn}' } },
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Serverless::SimpleTable': table,
  // the ARN of a secret ends in six characters that the service makes: it is exact only as the attribute
  'AWS::SecretsManager::Secret': { arn: '{@Id}', ref: '{arn}', attributes: { Id: '{arn}' } },
  // the ARN depends on the name's first character: see identity.ts
  'AWS::SSM::Parameter': { name: 'Name' },
  'AWS::KMS::Key': key,
  'AWS::KMS::ReplicaKey': key,
  'AWS::KMS::Alias': regional('kms', '{name}', 'AliasName'),
  'AWS::EFS::FileSystem': regional('elasticfilesystem', 'file-system/{name}', undefined, { attributes: { FileSystemId: '{name}' } }),
  'AWS::EFS::AccessPoint': regional('elasticfilesystem', 'access-point/{name}', undefined, { attributes: { AccessPointId: '{name}' } }),
  'AWS::RDS::DBCluster': regional('rds', 'cluster:{name}', 'DBClusterIdentifier', { attributes: { DBClusterArn: '{arn}' } }),
  'AWS::RDS::DBInstance': regional('rds', 'db:{name}', 'DBInstanceIdentifier', { attributes: { DBInstanceArn: '{arn}' } }),
  'AWS::RDS::DBProxy': { name: 'DBProxyName', arn: '{@DBProxyArn}', attributes: { DBProxyArn: '{arn}' } },
  'AWS::DocDB::DBCluster': regional('rds', 'cluster:{name}', 'DBClusterIdentifier'),
  'AWS::DocDB::DBInstance': regional('rds', 'db:{name}', 'DBInstanceIdentifier'),
  'AWS::Neptune::DBCluster': regional('rds', 'cluster:{name}', 'DBClusterIdentifier'),
  'AWS::Neptune::DBInstance': regional('rds', 'db:{name}', 'DBInstanceIdentifier'),
  'AWS::DSQL::Cluster': regional('dsql', 'cluster/{name}', undefined, { attributes: { Identifier: '{name}', ResourceArn: '{arn}' } }),
  'AWS::ElastiCache::CacheCluster': regional('elasticache', 'cluster:{name}', 'ClusterName'),
  'AWS::ElastiCache::ReplicationGroup': regional('elasticache', 'replicationgroup:{name}', 'ReplicationGroupId'),
  'AWS::ElastiCache::ServerlessCache': regional('elasticache', 'serverlesscache:{name}', 'ServerlessCacheName', {
    attributes: { ARN: '{arn}' },
  }),
  'AWS::ElastiCache::User': regional('elasticache', 'user:{name}', 'UserId'),
  'AWS::MemoryDB::Cluster': regional('memorydb', 'cluster/{name}', 'ClusterName', { attributes: { ARN: '{arn}' } }),
  'AWS::Redshift::Cluster': regional('redshift', 'cluster:{name}', 'ClusterIdentifier'),
  'AWS::RedshiftServerless::Workgroup': {
    name: 'WorkgroupName',
    arn: '{@Workgroup.WorkgroupArn}',
    attributes: { 'Workgroup.WorkgroupArn': '{arn}' },
  },
  'AWS::OpenSearchService::Domain': regional('es', 'domain/{name}', 'DomainName', { attributes: { DomainArn: '{arn}' } }),
  'AWS::Elasticsearch::Domain': regional('es', 'domain/{name}', 'DomainName', { attributes: { DomainArn: '{arn}' } }),
  'AWS::OpenSearchServerless::Collection': regional('aoss', 'collection/{name}', undefined, { attributes: { Id: '{name}' } }),
  'AWS::Timestream::Database': regional('timestream', 'database/{name}', 'DatabaseName'),
  'AWS::Timestream::Table': regional('timestream', 'database/{.DatabaseName}/table/{name}', 'TableName', {
    nameAttribute: 'Name',
    ref: '{.DatabaseName}|{name}',
    attributes: { Name: '{name}' },
  }),
  'AWS::Cassandra::Keyspace': regional('cassandra', '/keyspace/{name}/', 'KeyspaceName'),
  'AWS::Cassandra::Table': regional('cassandra', '/keyspace/{.KeyspaceName}/table/{.TableName}'),
  'AWS::Backup::BackupVault': regional('backup', 'backup-vault:{name}', 'BackupVaultName', {
    attributes: { BackupVaultArn: '{arn}', BackupVaultName: '{name}' },
  }),
  'AWS::Glue::Database': regional('glue', 'database/{name}'),
  'AWS::Glue::Table': regional('glue', 'table/{.DatabaseName}/{name}'),
  'AWS::Glue::Job': regional('glue', 'job/{name}', 'Name'),
  'AWS::Glue::Crawler': regional('glue', 'crawler/{name}', 'Name'),
  'AWS::Glue::Workflow': regional('glue', 'workflow/{name}', 'Name'),
  'AWS::Glue::Registry': byArn('glue', 'registry/{.Name}'),
  'AWS::Athena::WorkGroup': regional('athena', 'workgroup/{name}', 'Name'),
  'AWS::Athena::DataCatalog': regional('athena', 'datacatalog/{name}', 'Name'),
  'AWS::CodeCommit::Repository': regional('codecommit', '{.RepositoryName}', undefined, { attributes: { Name: '{.RepositoryName}' } }),
  'AWS::ECR::Repository': regional('ecr', 'repository/{name}', 'RepositoryName'),
};
