/** Accounts, deployments, audits and costs. */
import { passRole, type ServiceRules } from '../../rule.ts';
import { service } from './said.ts';

export const MANAGEMENT: readonly ServiceRules[] = [
  service('pipes', 'pipes', { passedTo: ['pipes.amazonaws.com'], members: { 'pipe.Name': ['Name'] } }),
  service('xray', 'xray'),
  service('cost-explorer', 'ce'),
  // budgets are viewed or modified, whatever the operation is called
  service('budgets', 'budgets', {
    members: { BudgetName: ['BudgetName', 'Budget.BudgetName', 'NewBudget.BudgetName'] },
    actions: Object.fromEntries([
      ...[
        'DescribeBudget',
        'DescribeBudgetNotificationsForAccount',
        'DescribeBudgetPerformanceHistory',
        'DescribeBudgets',
        'DescribeNotificationsForBudget',
        'DescribeSubscribersForNotification',
      ].map((name) => [name, 'ViewBudget']),
      ...['Create', 'Delete', 'Update'].flatMap((verb) =>
        ['Budget', 'Notification', 'Subscriber'].map((noun) => [verb + noun, 'ModifyBudget']),
      ),
    ]),
  }),
  service('cloudtrail', 'cloudtrail', {
    tagging: 'AddTags',
    passedTo: ['cloudtrail.amazonaws.com'],
    members: {
      TrailName: ['TrailName', 'Name'],
      DashboardName: ['DashboardId', 'Name'],
      'AddTags.trail': ['ResourceId'],
      '*': ['ResourceId', 'ResourceIdList[]'],
    },
  }),
  service('config-service', 'config', {
    besides: { PutConfigurationRecorder: [passRole('ConfigurationRecorder.roleARN', 'config.amazonaws.com')] },
    members: { StoredQueryName: ['QueryName'], RecorderName: ['ConfigurationRecorderName', 'ConfigurationRecorder.name'] },
  }),
  service('auto-scaling', 'autoscaling', {
    tagging: 'CreateOrUpdateTags',
    passedTo: ['autoscaling.amazonaws.com'],
    members: { GroupFriendlyName: ['AutoScalingGroupName', 'AutoScalingGroupNames[]'], 'launchConfiguration.Id': [] },
  }),
  service('application-auto-scaling', 'application-autoscaling', { passedTo: ['application-autoscaling.amazonaws.com'] }),
  service('amplify', 'amplify', { passedTo: ['amplify.amazonaws.com'] }),
  service('eks', 'eks', { members: { ClusterName: ['clusterName', 'name'] } }),
  service('ecr', 'ecr'),
  service('ecr-public', 'ecr-public'),
  service('service-catalog', 'servicecatalog', {
    members: { PortfolioId: ['PortfolioId', 'Id'], ProductId: ['ProductId', 'Id'] },
  }),
  service('codebuild', 'codebuild', {
    passedTo: ['codebuild.amazonaws.com'],
    members: { ProjectName: ['projectName', 'name', 'names[]'] },
  }),
  service('codecommit', 'codecommit', { members: { RepositoryName: ['repositoryName', 'repositoryNames[]', 'targets[].repositoryName'] } }),
  service('codedeploy', 'codedeploy', {
    passedTo: ['codedeploy.amazonaws.com'],
    members: { DeploymentConfigurationName: ['deploymentConfigName'] },
  }),
  service('synthetics', 'synthetics', { members: { CanaryName: ['Name'] } }),
  service('resource-groups-tagging-api', 'tag'),
  service('backup', 'backup', { passedTo: ['backup.amazonaws.com'] }),
  service('datasync', 'datasync', {
    passedTo: ['datasync.amazonaws.com'],
    besides: { CreateLocationS3: [passRole('S3Config.BucketAccessRoleArn', 'datasync.amazonaws.com')] },
  }),
  service('efs', 'elasticfilesystem', {
    members: {
      'file-system.FileSystemId': ['FileSystemId', 'SourceFileSystemId', 'ResourceId'],
      'access-point.AccessPointId': ['AccessPointId', 'ResourceId'],
    },
  }),
  service('s3vectors', 's3vectors', { members: { BucketName: ['vectorBucketName'] } }),
];
