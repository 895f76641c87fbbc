/**
 * What gives the ARN of a resource in a template: `Ref`, or an attribute. Source: "Return values" of each type in the
 * CloudFormation "AWS resource and property types reference". Types that are not listed are spelled out, which always deploys.
 */
import { nameSource } from '../../template/resources/identity.ts';
import type { ResourceSpelling } from './text.ts';

const REF = new Set([
  'AWS::ECS::Service',
  'AWS::ECS::TaskDefinition',
  'AWS::IAM::ManagedPolicy',
  'AWS::Kinesis::StreamConsumer',
  'AWS::Lambda::Alias',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Version',
  'AWS::MSK::Cluster',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::Serverless::LayerVersion',
  'AWS::Serverless::StateMachine',
  'AWS::StepFunctions::Activity',
  'AWS::StepFunctions::StateMachine',
]);

// not AWS::Logs::LogGroup: spelled by its name, the function that writes to it can be read from the grant
const ARN = new Set([
  'AWS::AmazonMQ::Broker',
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::EFS::AccessPoint',
  'AWS::EFS::FileSystem',
  'AWS::Events::ApiDestination',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::IoT::Thing',
  'AWS::IoT::TopicRule',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::Function',
  'AWS::Pipes::Pipe',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::Serverless::Function',
  'AWS::Serverless::SimpleTable',
]);

const OTHER: ReadonlyMap<string, string> = new Map([
  ['AWS::RDS::DBCluster', 'DBClusterArn'],
  ['AWS::RDS::DBProxy', 'DBProxyArn'],
]);

export function spellingOf(type: string): ResourceSpelling {
  return { arn: REF.has(type) ? 'Ref' : ARN.has(type) ? 'Arn' : OTHER.get(type), name: attributeOf(nameSource('X', type)) };
}

function attributeOf(source: unknown): string | undefined {
  if (source === null || typeof source !== 'object' || !('Fn::GetAtt' in source)) return undefined;
  const argument: unknown = source['Fn::GetAtt'];
  return Array.isArray(argument) ? String(argument[1]) : undefined;
}
