/** Databases and data in motion. */
import { passRole, type ServiceRules } from '../../rule.ts';
import { service } from './said.ts';

/** RDS, Neptune and DocumentDB share an API and its actions; identifiers are the names in ARNs. */
const RDS: Partial<ServiceRules> = {
  members: {
    DbClusterInstanceName: ['DBClusterIdentifier', 'DbClusterIdentifier', 'DBClusterIdentifiers[]'],
    DbInstanceName: ['DBInstanceIdentifier', 'DBInstanceIdentifiers[]', 'SourceDBInstanceIdentifier'],
    ClusterParameterGroupName: ['DBClusterParameterGroupName'],
    ClusterSnapshotName: ['DBClusterSnapshotIdentifier', 'TargetDBClusterSnapshotIdentifier', 'SnapshotIdentifier'],
    'DeleteDBCluster.ClusterSnapshotName': ['FinalDBSnapshotIdentifier'],
    'DeleteDBInstance.SnapshotName': ['FinalDBSnapshotIdentifier'],
    'snapshot.SnapshotName': ['DBSnapshotIdentifier', 'TargetDBSnapshotIdentifier'],
    ParameterGroupName: ['DBParameterGroupName', 'TargetDBParameterGroupIdentifier'],
    SubnetGroupName: ['DBSubnetGroupName'],
    SecurityGroupName: ['DBSecurityGroupName'],
    GlobalCluster: ['GlobalClusterIdentifier'],
    DbClusterEndpoint: ['DBClusterEndpointIdentifier'],
    SubscriptionName: ['SubscriptionName'],
    ReservedDbInstanceName: ['ReservedDBInstanceId'],
    '*': ['ResourceName', 'ResourceIdentifier'],
    // a parameter group is no database
    'CopyDBClusterParameterGroup.DbInstanceName': [],
    'CopyDBParameterGroup.DbInstanceName': [],
  },
  tagging: 'AddTagsToResource',
  // enhanced monitoring and exports have principals of their own
  passedTo: ['rds.amazonaws.com', 'monitoring.rds.amazonaws.com', 'export.rds.amazonaws.com'],
};

export const DATABASES: readonly ServiceRules[] = [
  service(['rds', 'neptune', 'docdb'], 'rds', RDS),
  service('memorydb', 'memorydb', {
    members: {
      'CopySnapshot.SnapshotName': ['TargetSnapshotName'],
      UserName: ['UserName', 'UserNames[]', 'UserNamesToAdd[]'],
      AclName: ['ACLName'],
    },
  }),
  service('redshift', 'redshift', {
    passedTo: ['redshift.amazonaws.com', 'scheduler.redshift.amazonaws.com'],
    members: {
      ClusterName: ['ClusterIdentifier', 'SnapshotClusterIdentifier', 'SourceSnapshotClusterIdentifier'],
      SnapshotName: ['SnapshotIdentifier', 'TargetSnapshotIdentifier'],
      SubnetGroupName: ['ClusterSubnetGroupName'],
      EventSubscriptionName: ['SubscriptionName'],
      '*': ['ResourceName'],
    },
  }),
  service('redshift-serverless', 'redshift-serverless', { passedTo: ['redshift.amazonaws.com', 'scheduler.redshift.amazonaws.com'] }),
  service('kafka', 'kafka'),
  service('kinesis-analytics-v2', 'kinesisanalytics', { passedTo: ['kinesisanalytics.amazonaws.com'] }),
  service('database-migration-service', 'dms'),
  service('dsql', 'dsql'),
  // the actions are verbs of CQL; system tables tell what there is
  service('keyspaces', 'cassandra', {
    members: { KeyspaceName: ['keyspaceName', 'targetKeyspaceName'], TableName: ['tableName', 'targetTableName'] },
    actions: {
      CreateKeyspace: 'Create',
      CreateTable: 'Create',
      DeleteKeyspace: 'Drop',
      DeleteTable: 'Drop',
      UpdateKeyspace: 'Alter',
      UpdateTable: 'Alter',
      GetTable: 'Select',
      GetTableAutoScalingSettings: 'Select',
      RestoreTable: 'Restore',
    },
  }),
  service('emr', 'elasticmapreduce', {
    tagging: 'AddTags',
    members: { ClusterId: ['ClusterId', 'JobFlowId', 'JobFlowIds[]', 'ResourceId'] },
    besides: {
      RunJobFlow: [
        passRole('ServiceRole', 'elasticmapreduce.amazonaws.com', 'ec2.amazonaws.com'),
        passRole('JobFlowRole', 'elasticmapreduce.amazonaws.com', 'ec2.amazonaws.com'),
        passRole('AutoScalingRole', 'elasticmapreduce.amazonaws.com', 'application-autoscaling.amazonaws.com'),
      ],
    },
  }),
  service('emr-serverless', 'emr-serverless', { passedTo: ['emr-serverless.amazonaws.com'] }),
  service('emr-containers', 'emr-containers'),
  service('lakeformation', 'lakeformation', { passedTo: ['lakeformation.amazonaws.com'] }),
];
