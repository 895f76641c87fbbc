/** Typical operations of many services: what a call with these parameters needs, conditions left out. */
import { describe, expect, it } from 'vitest';
import { call, needsOf, type PlainMap, short, show } from '../../../test/needs/constructed.ts';
import { action } from '../../catalog/iam.ts';

type Case = readonly [client: string, operation: string, input: PlainMap, needs: readonly string[]];

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'apis and content': [
    [
      'cloudfront',
      'CreateInvalidation',
      { DistributionId: 'E1', InvalidationBatch: {} },
      ['cloudfront:CreateInvalidation arn:aws:cloudfront::A:distribution/E1'],
    ],
    ['cloudfront', 'GetDistribution', { Id: 'E1' }, ['cloudfront:GetDistribution arn:aws:cloudfront::A:distribution/E1']],
    ['cloudfront', 'UpdateFunction', { Name: 'f', IfMatch: 'x' }, ['cloudfront:UpdateFunction arn:aws:cloudfront::A:function/f']],
    [
      'cloudfront',
      'TagResource',
      { Resource: 'arn:aws:cloudfront::1:distribution/E1' },
      ['cloudfront:TagResource arn:aws:cloudfront::1:distribution/E1'],
    ],
    [
      'cloudfront-keyvaluestore',
      'PutKey',
      { KvsARN: 'arn:aws:cloudfront::1:key-value-store/x', Key: 'k', Value: 'v' },
      ['cloudfront-keyvaluestore:PutKey arn:aws:cloudfront::1:key-value-store/x'],
    ],
    [
      'route-53',
      'ChangeResourceRecordSets',
      { HostedZoneId: '/hostedzone/Z1', ChangeBatch: {} },
      ['route53:ChangeResourceRecordSets arn:aws:route53:::hostedzone/Z1'],
    ],
    ['route-53', 'ListHostedZonesByName', { DNSName: 'x' }, ['route53:ListHostedZonesByName *']],
    ['route-53', 'GetChange', { Id: 'C1' }, ['route53:GetChange arn:aws:route53:::change/C1']],
    ['route-53', 'GetHostedZone', { Id: 'Z1' }, ['route53:GetHostedZone arn:aws:route53:::hostedzone/Z1']],
    [
      'connect',
      'StartOutboundVoiceContact',
      { InstanceId: 'i', ContactFlowId: 'f', DestinationPhoneNumber: '1' },
      ['connect:StartOutboundVoiceContact *'],
    ],
    [
      'connect',
      'UpdateContactAttributes',
      { InstanceId: 'i', InitialContactId: 'c' },
      ['connect:UpdateContactAttributes arn:aws:connect:R:A:instance/i/contact/c'],
    ],
    [
      'connect',
      'GetContactAttributes',
      { InstanceId: 'i', InitialContactId: 'c' },
      ['connect:GetContactAttributes arn:aws:connect:R:A:instance/i/contact/c'],
    ],
    ['location', 'SearchPlaceIndexForText', { IndexName: 'i' }, ['geo:SearchPlaceIndexForText arn:aws:geo:R:A:place-index/i']],
    ['location', 'BatchUpdateDevicePosition', { TrackerName: 't' }, ['geo:BatchUpdateDevicePosition arn:aws:geo:R:A:tracker/t']],
    ['location', 'PutGeofence', { CollectionName: 'c' }, ['geo:PutGeofence arn:aws:geo:R:A:geofence-collection/c']],
    [
      'acm',
      'DescribeCertificate',
      { CertificateArn: 'arn:aws:acm:r:1:certificate/c' },
      ['acm:DescribeCertificate arn:aws:acm:r:1:certificate/c'],
    ],
    [
      'acm',
      'RequestCertificate',
      { DomainName: 'd', Tags: [{ Key: 'a' }] },
      ['acm:RequestCertificate *', 'acm:AddTagsToCertificate arn:aws:acm:R:A:certificate/* (pattern)'],
    ],
    [
      'mediaconvert',
      'CreateJob',
      { Role: 'arn:aws:iam::1:role/r', Queue: 'arn:aws:mediaconvert:r:1:queues/Default', Settings: {} },
      ['mediaconvert:CreateJob arn:aws:mediaconvert:r:1:queues/Default', 'iam:PassRole arn:aws:iam::1:role/r'],
    ],
    ['mediaconvert', 'DescribeEndpoints', {}, ['mediaconvert:DescribeEndpoints *']],
    ['mediaconvert', 'GetJob', { Id: 'j' }, ['mediaconvert:GetJob arn:aws:mediaconvert:R:A:jobs/j']],
    [
      'pinpoint',
      'SendMessages',
      { ApplicationId: 'a', MessageRequest: {} },
      ['mobiletargeting:SendMessages arn:aws:mobiletargeting:R:A:apps/a/messages'],
    ],
    [
      'pinpoint',
      'UpdateEndpoint',
      { ApplicationId: 'a', EndpointId: 'e' },
      ['mobiletargeting:UpdateEndpoint arn:aws:mobiletargeting:R:A:apps/a/endpoints/e'],
    ],
    ['appsync', 'StartSchemaCreation', { apiId: 'a' }, ['appsync:StartSchemaCreation *']],
    ['api-gateway', 'GetRestApi', { restApiId: 'a' }, ['apigateway:GET arn:aws:apigateway:R::/restapis/a']],
    ['api-gateway', 'CreateDeployment', { restApiId: 'a' }, ['apigateway:POST arn:aws:apigateway:R::/restapis/a/deployments']],
    ['apigatewayv2', 'GetStage', { ApiId: 'a', StageName: 's' }, ['apigateway:GET arn:aws:apigateway:R::/apis/a/stages/s']],
    ['apigatewayv2', 'CreateRoute', { ApiId: 'a', RouteKey: 'k' }, ['apigateway:POST arn:aws:apigateway:R::/apis/a/routes']],
    [
      'elastic-load-balancing-v2',
      'RegisterTargets',
      { TargetGroupArn: 'arn:aws:elasticloadbalancing:r:1:targetgroup/t/1', Targets: [] },
      ['elasticloadbalancing:RegisterTargets arn:aws:elasticloadbalancing:r:1:targetgroup/t/1'],
    ],
    [
      'elastic-load-balancing-v2',
      'ModifyListener',
      { ListenerArn: 'arn:aws:elasticloadbalancing:r:1:listener/app/l/1/2' },
      ['elasticloadbalancing:ModifyListener arn:aws:elasticloadbalancing:r:1:listener/app/l/1/2'],
    ],
    [
      'servicediscovery',
      'DiscoverInstances',
      { NamespaceName: 'n', ServiceName: 's' },
      [
        'servicediscovery:DiscoverInstances arn:aws:servicediscovery:R:A:namespace/* (unresolved)',
        'servicediscovery:DiscoverInstances arn:aws:servicediscovery:R:A:service/* (unresolved)',
      ],
    ],
  ],
  'data and analytics': [
    [
      'timestream-write',
      'WriteRecords',
      { DatabaseName: 'd', TableName: 't' },
      ['timestream:WriteRecords arn:aws:timestream:R:A:database/d/table/t', 'timestream:DescribeEndpoints *'],
    ],
    [
      'timestream-query',
      'Query',
      { QueryString: 'select 1' },
      [
        'timestream:Select arn:aws:timestream:R:A:database/*/table/* (unresolved)',
        'timestream:SelectValues *',
        'timestream:DescribeEndpoints *',
      ],
    ],
    ['memorydb', 'DescribeClusters', { ClusterName: 'c' }, ['memorydb:DescribeClusters arn:aws:memorydb:R:A:cluster/c']],
    ['opensearch', 'DescribeDomain', { DomainName: 'd' }, ['es:DescribeDomain arn:aws:es:R:A:domain/d']],
    [
      'quicksight',
      'GenerateEmbedUrlForRegisteredUser',
      { AwsAccountId: '1', UserArn: 'arn:aws:quicksight:r:1:user/default/u' },
      ['quicksight:GenerateEmbedUrlForRegisteredUser arn:aws:quicksight:r:1:user/default/u'],
    ],
    [
      'quicksight',
      'DescribeUser',
      { AwsAccountId: '1', Namespace: 'default', UserName: 'u' },
      ['quicksight:DescribeUser arn:aws:quicksight:R:A:user/default/u'],
    ],
    [
      'quicksight',
      'CreateIngestion',
      { AwsAccountId: '1', DataSetId: 'd', IngestionId: 'i' },
      ['quicksight:CreateIngestion arn:aws:quicksight:R:A:dataset/d/ingestion/i'],
    ],
    [
      'backup',
      'StartBackupJob',
      { BackupVaultName: 'v', ResourceArn: 'arn:aws:dynamodb:r:1:table/t', IamRoleArn: 'arn:aws:iam::1:role/r' },
      ['backup:StartBackupJob arn:aws:backup:R:A:backup-vault:v', 'iam:PassRole arn:aws:iam::1:role/r'],
    ],
    [
      'efs',
      'DescribeFileSystems',
      { FileSystemId: 'fs-1' },
      ['elasticfilesystem:DescribeFileSystems arn:aws:elasticfilesystem:R:A:file-system/fs-1'],
    ],
    ['lakeformation', 'GrantPermissions', {}, ['lakeformation:GrantPermissions *']],
    [
      'emr',
      'AddJobFlowSteps',
      { JobFlowId: 'j-1', Steps: [] },
      ['elasticmapreduce:AddJobFlowSteps arn:aws:elasticmapreduce:R:A:cluster/j-1'],
    ],
    [
      'emr',
      'RunJobFlow',
      { Name: 'n', ServiceRole: 'EMR_DefaultRole', JobFlowRole: 'EMR_EC2_DefaultRole' },
      [
        'elasticmapreduce:RunJobFlow *',
        'iam:PassRole arn:aws:iam::A:role/EMR_DefaultRole',
        'iam:PassRole arn:aws:iam::A:role/EMR_EC2_DefaultRole',
      ],
    ],
    [
      'database-migration-service',
      'StartReplicationTask',
      { ReplicationTaskArn: 'arn:aws:dms:r:1:task:T', StartReplicationTaskType: 'x' },
      ['dms:StartReplicationTask arn:aws:dms:r:1:task:T'],
    ],
    ['rds', 'DescribeDBInstances', { DBInstanceIdentifier: 'd' }, ['rds:DescribeDBInstances arn:aws:rds:R:A:db:d']],
    ['rds', 'StartDBCluster', { DBClusterIdentifier: 'c' }, ['rds:StartDBCluster arn:aws:rds:R:A:cluster:c']],
    [
      'rds',
      'CreateDBSnapshot',
      { DBInstanceIdentifier: 'd', DBSnapshotIdentifier: 's', Tags: [{ Key: 'a' }] },
      [
        'rds:CreateDBSnapshot arn:aws:rds:R:A:db:d',
        'rds:CreateDBSnapshot arn:aws:rds:R:A:snapshot:s',
        'rds:AddTagsToResource arn:aws:rds:R:A:snapshot:s',
      ],
    ],
    ['rds', 'AddTagsToResource', { ResourceName: 'arn:aws:rds:r:1:db:x', Tags: [] }, ['rds:AddTagsToResource arn:aws:rds:r:1:db:x']],
    ['glue', 'StartJobRun', { JobName: 'j' }, ['glue:StartJobRun arn:aws:glue:R:A:job/j']],
    [
      'glue',
      'GetTable',
      { DatabaseName: 'd', Name: 't' },
      ['glue:GetTable arn:aws:glue:R:A:database/d', 'glue:GetTable arn:aws:glue:R:A:catalog', 'glue:GetTable arn:aws:glue:R:A:table/d/t'],
    ],
    ['glue', 'StartCrawler', { Name: 'c' }, ['glue:StartCrawler arn:aws:glue:R:A:crawler/c']],
    ['glue', 'GetDatabase', { Name: 'd' }, ['glue:GetDatabase arn:aws:glue:R:A:database/d', 'glue:GetDatabase arn:aws:glue:R:A:catalog']],
    [
      'glue',
      'BatchCreatePartition',
      { DatabaseName: 'd', TableName: 't' },
      [
        'glue:BatchCreatePartition arn:aws:glue:R:A:database/d',
        'glue:BatchCreatePartition arn:aws:glue:R:A:catalog',
        'glue:BatchCreatePartition arn:aws:glue:R:A:table/d/t',
      ],
    ],
    [
      'athena',
      'StartQueryExecution',
      { QueryString: 'q', WorkGroup: 'w', ResultConfiguration: { OutputLocation: 's3://b/p/' } },
      [
        'athena:StartQueryExecution arn:aws:athena:R:A:workgroup/w',
        's3:PutObject arn:aws:s3:::b/p/* (pattern)',
        's3:GetObject arn:aws:s3:::b/p/* (pattern)',
      ],
    ],
    ['athena', 'GetQueryResults', { QueryExecutionId: 'x' }, ['athena:GetQueryResults arn:aws:athena:R:A:workgroup/* (pattern)']],
    ['athena', 'StartQueryExecution', { QueryString: 'q' }, ['athena:StartQueryExecution arn:aws:athena:R:A:workgroup/primary']],
    [
      'redshift-data',
      'ExecuteStatement',
      { ClusterIdentifier: 'c', Database: 'd', DbUser: 'u', Sql: 's' },
      [
        'redshift-data:ExecuteStatement arn:aws:redshift:R:A:cluster:c',
        'redshift:GetClusterCredentials arn:aws:redshift:R:A:dbuser:c/u',
        'redshift:GetClusterCredentials arn:aws:redshift:R:A:dbname:c/d',
      ],
    ],
    [
      'redshift-data',
      'ExecuteStatement',
      { WorkgroupName: 'w', Database: 'd', Sql: 's' },
      [
        'redshift-data:ExecuteStatement arn:aws:redshift-serverless:R:A:workgroup/* (unresolved)',
        'redshift-serverless:GetCredentials arn:aws:redshift-serverless:R:A:workgroup/* (unresolved)',
      ],
    ],
    ['elasticache', 'DescribeCacheClusters', {}, ['elasticache:DescribeCacheClusters arn:aws:elasticache:R:A:cluster:* (pattern)']],
    ['opensearchserverless', 'BatchGetCollection', { ids: ['a'] }, ['aoss:BatchGetCollection *']],
    [
      's3vectors',
      'QueryVectors',
      { vectorBucketName: 'b', indexName: 'i' },
      ['s3vectors:QueryVectors arn:aws:s3vectors:R:A:bucket/b/index/i'],
    ],
  ],
  'machine learning': [
    ['lex-runtime-service', 'PostText', { botName: 'b', botAlias: 'a', userId: 'u' }, ['lex:PostText arn:aws:lex:R:A:bot:b:a']],
    [
      'lex-runtime-v2',
      'RecognizeText',
      { botId: 'b', botAliasId: 'a', sessionId: 'u' },
      ['lex:RecognizeText arn:aws:lex:R:A:bot-alias/b/a'],
    ],
    [
      'personalize-runtime',
      'GetRecommendations',
      { campaignArn: 'arn:aws:personalize:r:1:campaign/c' },
      ['personalize:GetRecommendations arn:aws:personalize:r:1:campaign/c'],
    ],
    ['personalize-events', 'PutEvents', { trackingId: 't' }, ['personalize:PutEvents *']],
    [
      'forecastquery',
      'QueryForecast',
      { ForecastArn: 'arn:aws:forecast:r:1:forecast/f' },
      ['forecast:QueryForecast arn:aws:forecast:r:1:forecast/f'],
    ],
    ['kendra', 'Query', { IndexId: 'i', QueryText: 'q' }, ['kendra:Query arn:aws:kendra:R:A:index/i']],
    [
      'bedrock-agent-runtime',
      'InvokeAgent',
      { agentId: 'a', agentAliasId: 'b', sessionId: 's' },
      ['bedrock:InvokeAgent arn:aws:bedrock:R:A:agent-alias/a/b'],
    ],
    ['bedrock-agent-runtime', 'Retrieve', { knowledgeBaseId: 'k' }, ['bedrock:Retrieve arn:aws:bedrock:R:A:knowledge-base/k']],
    [
      'bedrock-agent',
      'StartIngestionJob',
      { knowledgeBaseId: 'k', dataSourceId: 'd' },
      ['bedrock:StartIngestionJob arn:aws:bedrock:R:A:knowledge-base/k'],
    ],
    ['bedrock', 'GetFoundationModel', { modelIdentifier: 'm' }, ['bedrock:GetFoundationModel arn:aws:bedrock:R::foundation-model/m']],
    ['comprehend', 'DetectSentiment', {}, ['comprehend:DetectSentiment *']],
    ['translate', 'TranslateText', { Text: 't', TerminologyNames: ['x'] }, ['translate:TranslateText arn:aws:translate:R:A:terminology/x']],
    ['translate', 'TranslateText', { Text: 't' }, ['translate:TranslateText *']],
    ['sagemaker-runtime', 'InvokeEndpoint', { EndpointName: 'e' }, ['sagemaker:InvokeEndpoint arn:aws:sagemaker:R:A:endpoint/e']],
    [
      'sagemaker',
      'CreateTrainingJob',
      { TrainingJobName: 't', RoleArn: 'arn:aws:iam::1:role/r', Tags: [{ Key: 'x' }] },
      [
        'sagemaker:CreateTrainingJob arn:aws:sagemaker:R:A:training-job/t',
        'sagemaker:AddTags arn:aws:sagemaker:R:A:training-job/t',
        'iam:PassRole arn:aws:iam::1:role/r',
      ],
    ],
  ],
  'compute and delivery': [
    ['ecr', 'DescribeImages', { repositoryName: 'r' }, ['ecr:DescribeImages arn:aws:ecr:R:A:repository/r']],
    ['ecr', 'GetAuthorizationToken', {}, ['ecr:GetAuthorizationToken *']],
    [
      'ecr',
      'CreateRepository',
      { repositoryName: 'r', tags: [{ Key: 'a' }] },
      ['ecr:CreateRepository arn:aws:ecr:R:A:repository/r', 'ecr:TagResource arn:aws:ecr:R:A:repository/r'],
    ],
    [
      'amplify',
      'StartJob',
      { appId: 'a', branchName: 'b', jobType: 'RELEASE' },
      ['amplify:StartJob arn:aws:amplify:R:A:apps/a/branches/b/jobs/* (pattern)'],
    ],
    ['eks', 'DescribeCluster', { name: 'c' }, ['eks:DescribeCluster arn:aws:eks:R:A:cluster/c']],
    [
      'batch',
      'SubmitJob',
      { jobName: 'j', jobQueue: 'q', jobDefinition: 'd' },
      [
        'batch:SubmitJob arn:aws:batch:R:A:job/* (pattern)',
        'batch:SubmitJob arn:aws:batch:R:A:job-queue/q',
        'batch:SubmitJob arn:aws:batch:R:A:job-definition/d',
        'batch:SubmitJob arn:aws:batch:R:A:job-definition/d:* (pattern)',
      ],
    ],
    [
      'batch',
      'SubmitJob',
      { jobName: 'j', jobQueue: 'arn:aws:batch:r:1:job-queue/q', jobDefinition: 'd:3' },
      [
        'batch:SubmitJob arn:aws:batch:R:A:job/* (pattern)',
        'batch:SubmitJob arn:aws:batch:r:1:job-queue/q',
        'batch:SubmitJob arn:aws:batch:R:A:job-definition/d',
        'batch:SubmitJob arn:aws:batch:R:A:job-definition/d:3',
      ],
    ],
    [
      'ecs',
      'RunTask',
      { cluster: 'c', taskDefinition: 't:1' },
      ['ecs:RunTask arn:aws:ecs:R:A:task-definition/t:1', 'iam:PassRole arn:aws:iam::A:role/* (unresolved)'],
    ],
    ['ecs', 'DescribeTasks', { cluster: 'c', tasks: ['t'] }, ['ecs:DescribeTasks arn:aws:ecs:R:A:task/c/t']],
    ['ecs', 'UpdateService', { cluster: 'c', service: 's', desiredCount: 1 }, ['ecs:UpdateService arn:aws:ecs:R:A:service/c/s']],
    [
      'ec2',
      'RunInstances',
      {
        ImageId: 'ami-1',
        MinCount: 1,
        MaxCount: 1,
        SubnetId: 'subnet-1',
        SecurityGroupIds: ['sg-1'],
        IamInstanceProfile: { Name: 'p' },
        TagSpecifications: [{ ResourceType: 'instance', Tags: [] }],
      },
      [
        'ec2:RunInstances arn:aws:ec2:R::image/ami-1',
        'ec2:RunInstances arn:aws:ec2:R:A:instance/* (pattern)',
        'ec2:RunInstances arn:aws:ec2:R:A:network-interface/* (pattern)',
        'ec2:RunInstances arn:aws:ec2:R:A:security-group/sg-1',
        'ec2:RunInstances arn:aws:ec2:R:A:subnet/subnet-1',
        'ec2:CreateTags arn:aws:ec2:R:A:instance/* (pattern)',
        'ec2:RunInstances arn:aws:ec2:R:A:volume/*',
        'iam:PassRole arn:aws:iam::A:role/* (unresolved)',
      ],
    ],
    ['ec2', 'CreateTags', { Resources: ['i-1'], Tags: [] }, ['ec2:CreateTags arn:aws:ec2:R:A:*/i-1']],
    ['ec2', 'DescribeInstances', {}, ['ec2:DescribeInstances *']],
    ['ec2', 'StopInstances', { InstanceIds: ['i-1'] }, ['ec2:StopInstances arn:aws:ec2:R:A:instance/i-1']],
    [
      'ec2',
      'CreateSnapshot',
      { VolumeId: 'vol-1' },
      ['ec2:CreateSnapshot arn:aws:ec2:R::snapshot/* (pattern)', 'ec2:CreateSnapshot arn:aws:ec2:R:A:volume/vol-1'],
    ],
    [
      'ec2',
      'AuthorizeSecurityGroupIngress',
      { GroupId: 'sg-1' },
      ['ec2:AuthorizeSecurityGroupIngress arn:aws:ec2:R:A:security-group/sg-1'],
    ],
    ['codepipeline', 'PutJobSuccessResult', { jobId: 'j' }, ['codepipeline:PutJobSuccessResult *']],
    ['codepipeline', 'StartPipelineExecution', { name: 'p' }, ['codepipeline:StartPipelineExecution arn:aws:codepipeline:R:A:p']],
    [
      'codepipeline',
      'PutApprovalResult',
      { pipelineName: 'p', stageName: 's', actionName: 'a' },
      ['codepipeline:PutApprovalResult arn:aws:codepipeline:R:A:p/s/a'],
    ],
    ['codebuild', 'StartBuild', { projectName: 'p' }, ['codebuild:StartBuild arn:aws:codebuild:R:A:project/p']],
    [
      'auto-scaling',
      'SetDesiredCapacity',
      { AutoScalingGroupName: 'g', DesiredCapacity: 1 },
      ['autoscaling:SetDesiredCapacity arn:aws:autoscaling:R:A:autoScalingGroup:*:autoScalingGroupName/g (pattern)'],
    ],
  ],
  'accounts, identity and audit': [
    [
      'cloudformation',
      'DescribeStacks',
      { StackName: 's' },
      ['cloudformation:DescribeStacks arn:aws:cloudformation:R:A:stack/s/* (pattern)'],
    ],
    [
      'cloudformation',
      'CreateStack',
      { StackName: 's', TemplateURL: 'u', RoleARN: 'arn:aws:iam::1:role/r' },
      ['cloudformation:CreateStack arn:aws:cloudformation:R:A:stack/s/* (pattern)', 'iam:PassRole arn:aws:iam::1:role/r'],
    ],
    [
      'cloudformation',
      'CreateStack',
      { StackName: 's', TemplateURL: 'u', Tags: [{ Key: 'a' }] },
      ['cloudformation:CreateStack arn:aws:cloudformation:R:A:stack/s/* (pattern)'],
    ],
    ['organizations', 'ListAccounts', {}, ['organizations:ListAccounts *']],
    [
      'organizations',
      'DescribeAccount',
      { AccountId: '111122223333' },
      ['organizations:DescribeAccount arn:aws:organizations::*:account/o-*/111122223333'],
    ],
    ['cost-explorer', 'GetCostAndUsage', {}, ['ce:GetCostAndUsage *']],
    ['cloudtrail', 'LookupEvents', {}, ['cloudtrail:LookupEvents *']],
    ['cloudtrail', 'StartLogging', { Name: 't' }, ['cloudtrail:StartLogging arn:aws:cloudtrail:R:A:trail/t']],
    ['config-service', 'PutEvaluations', { ResultToken: 't' }, ['config:PutEvaluations *']],
    ['config-service', 'DescribeConfigRules', { ConfigRuleNames: ['r'] }, ['config:DescribeConfigRules *']],
    ['wafv2', 'UpdateIPSet', { Name: 'n', Scope: 'REGIONAL', Id: 'i' }, ['wafv2:UpdateIPSet arn:aws:wafv2:R:A:regional/ipset/n/i']],
    ['wafv2', 'GetIPSet', { Name: 'n', Scope: 'CLOUDFRONT', Id: 'i' }, ['wafv2:GetIPSet arn:aws:wafv2:R:A:global/ipset/n/i']],
    [
      'securityhub',
      'BatchImportFindings',
      { Findings: [] },
      ['securityhub:BatchImportFindings arn:aws:securityhub:R:A:product/*/* (pattern)'],
    ],
    ['guardduty', 'GetFindings', { DetectorId: 'd', FindingIds: ['f'] }, ['guardduty:GetFindings *']],
    [
      'service-catalog',
      'ProvisionProduct',
      { ProductId: 'p', ProvisioningArtifactId: 'a', ProvisionedProductName: 'n' },
      ['servicecatalog:ProvisionProduct arn:aws:catalog:R:A:product/p'],
    ],
    [
      'iam',
      'CreateRole',
      { RoleName: 'r', AssumeRolePolicyDocument: '{}', Tags: [{ Key: 'a' }] },
      ['iam:CreateRole arn:aws:iam::A:role/r', 'iam:TagRole arn:aws:iam::A:role/r'],
    ],
    ['iam', 'AttachRolePolicy', { RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/X' }, ['iam:AttachRolePolicy arn:aws:iam::A:role/r']],
    ['iam', 'ListAccessKeys', { UserName: 'u' }, ['iam:ListAccessKeys arn:aws:iam::A:user/u']],
    [
      'cognito-identity-provider',
      'AdminCreateUser',
      { UserPoolId: 'R_x' },
      ['cognito-idp:AdminCreateUser arn:aws:cognito-idp:R:A:userpool/R_x'],
    ],
    [
      'cognito-identity',
      'GetOpenIdTokenForDeveloperIdentity',
      { IdentityPoolId: 'r:g' },
      ['cognito-identity:GetOpenIdTokenForDeveloperIdentity arn:aws:cognito-identity:R:A:identitypool/r:g'],
    ],
    ['iot', 'DescribeEndpoint', {}, ['iot:DescribeEndpoint *']],
    ['iot', 'AttachPolicy', { policyName: 'p', target: 'arn:aws:iot:r:1:cert/c' }, ['iot:AttachPolicy arn:aws:iot:r:1:cert/c']],
    ['iot', 'CreateThing', { thingName: 't' }, ['iot:CreateThing arn:aws:iot:R:A:thing/t']],
    ['xray', 'PutTraceSegments', {}, ['xray:PutTraceSegments *']],
    [
      'identitystore',
      'GetUserId',
      { IdentityStoreId: 'd-1' },
      [
        'identitystore:GetUserId arn:aws:identitystore::A:identitystore/d-1',
        'identitystore:GetUserId arn:aws:identitystore:::user/* (pattern)',
      ],
    ],
    ['accessanalyzer', 'ValidatePolicy', {}, ['access-analyzer:ValidatePolicy *']],
    [
      'verifiedpermissions',
      'IsAuthorized',
      { policyStoreId: 'p' },
      ['verifiedpermissions:IsAuthorized arn:aws:verifiedpermissions::A:policy-store/p'],
    ],
  ],
};

/** The needs of a call without the conditions, in short. */
const needs = (client: string, operation: string, input: PlainMap): readonly string[] =>
  show(needsOf([call(client, operation, input)]).needs.map(({ condition: _, ...need }) => need)).map((line) =>
    short(line).replaceAll('${AWS::AccountId}', 'A'),
  );

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  it.each(cases)('%s %s %j', (client, operation, input, expected) => {
    expect(needs(client, operation, input)).toEqual(expected);
  });

  it('name only actions that exist, in their exact case', () => {
    const named = cases.flatMap(([, , , expected]) => expected.map((line) => line.split(' ')[0] ?? ''));
    expect(named.filter((id) => action(id)?.id !== id)).toEqual([]);
  });
});
