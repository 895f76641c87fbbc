/** Functions, roles, containers, builds, machines and models. */
import { type ResourceType, regional } from '../type.ts';

const lambda = regional('lambda', 'function:{name}', 'FunctionName');

export const COMPUTE: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': lambda,
  'AWS::Serverless::Function': lambda,
  'AWS::Lambda::Version': { arn: '{function:FunctionName}:{@Version}', ref: '{arn}', attributes: { FunctionArn: '{arn}' } },
  'AWS::Lambda::Alias': { arn: '{function:FunctionName}:{.Name}', ref: '{arn}', attributes: { AliasArn: '{arn}' } },
  // each publication makes a new version number: the ARN is exact only as the attribute
  'AWS::Lambda::LayerVersion': { arn: '{@LayerVersionArn}', ref: '{arn}', attributes: { LayerVersionArn: '{arn}' } },
  'AWS::Serverless::LayerVersion': { arn: '{ref}', attributes: { LayerVersionArn: '{ref}' }, ref: '{ref}' },
  'AWS::Lambda::Url': { ref: '{function:TargetFunctionArn}', attributes: { FunctionArn: '{function:TargetFunctionArn}' } },
  'AWS::Lambda::EventSourceMapping': regional('lambda', 'event-source-mapping:{name}', undefined, {
    attributes: { Id: '{name}', EventSourceMappingArn: '{arn}' },
  }),
  'AWS::Lambda::CodeSigningConfig': { arn: '{@CodeSigningConfigArn}', ref: '{arn}', attributes: { CodeSigningConfigArn: '{arn}' } },
  'AWS::SSM::Document': regional('ssm', 'document/{name}', 'Name'),
  'AWS::IAM::Role': { name: 'RoleName', arn: 'arn:{partition}:iam::{account}:role{.Path|/}{name}' },
  'AWS::IAM::User': { name: 'UserName', arn: 'arn:{partition}:iam::{account}:user{.Path|/}{name}' },
  'AWS::IAM::Group': { name: 'GroupName', arn: 'arn:{partition}:iam::{account}:group{.Path|/}{name}' },
  'AWS::IAM::ManagedPolicy': { arn: '{@PolicyArn}', ref: '{arn}', attributes: { PolicyArn: '{arn}' } },
  'AWS::IAM::InstanceProfile': { name: 'InstanceProfileName', arn: 'arn:{partition}:iam::{account}:instance-profile{.Path|/}{name}' },
  'AWS::ECS::Cluster': regional('ecs', 'cluster/{name}', 'ClusterName'),
  'AWS::ECS::Service': { arn: '{@ServiceArn}', ref: '{arn}', attributes: { ServiceArn: '{arn}' } },
  'AWS::ECS::TaskDefinition': { arn: '{@TaskDefinitionArn}', ref: '{arn}', attributes: { TaskDefinitionArn: '{arn}' } },
  'AWS::Batch::JobQueue': { arn: '{@JobQueueArn}', ref: '{arn}', attributes: { JobQueueArn: '{arn}' } },
  'AWS::Batch::JobDefinition': { arn: '{@JobDefinitionArn}', ref: '{arn}', attributes: { JobDefinitionArn: '{arn}' } },
  'AWS::Batch::ComputeEnvironment': { arn: '{@ComputeEnvironmentArn}', ref: '{arn}', attributes: { ComputeEnvironmentArn: '{arn}' } },
  'AWS::CodeBuild::Project': regional('codebuild', 'project/{name}', 'Name'),
  'AWS::CodePipeline::Pipeline': regional('codepipeline', '{name}', 'Name'),
  'AWS::EC2::Instance': regional('ec2', 'instance/{name}', undefined, { attributes: { InstanceId: '{name}' } }),
  'AWS::EC2::VPC': regional('ec2', 'vpc/{name}', undefined, { attributes: { VpcId: '{name}' } }),
  'AWS::EC2::Subnet': regional('ec2', 'subnet/{name}', undefined, { attributes: { SubnetId: '{name}' } }),
  'AWS::EC2::SecurityGroup': regional('ec2', 'security-group/{@GroupId}', undefined, {
    ref: '{@GroupId}',
    attributes: { GroupId: '{@GroupId}' },
  }),
  'AWS::SageMaker::Endpoint': { arn: '{ref}', ref: '{ref}' },
  'AWS::Bedrock::Agent': { arn: '{@AgentArn}', attributes: { AgentArn: '{arn}', AgentId: '{name}' } },
  'AWS::Bedrock::AgentAlias': { arn: '{@AgentAliasArn}', attributes: { AgentAliasArn: '{arn}' } },
  'AWS::Bedrock::KnowledgeBase': regional('bedrock', 'knowledge-base/{name}', undefined, {
    attributes: { KnowledgeBaseArn: '{arn}', KnowledgeBaseId: '{name}' },
  }),
  'AWS::Bedrock::Guardrail': { arn: '{@GuardrailArn}', attributes: { GuardrailArn: '{arn}' } },
  'AWS::Rekognition::Collection': regional('rekognition', 'collection/{name}', 'CollectionId'),
};
