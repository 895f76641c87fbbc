/** Queues, topics, streams, buses, schedules, workflows, devices, mail, logs and metrics. */
import { byArn, type ResourceType, regional } from '../type.ts';

const named = { nameAttribute: 'Name', attributes: { Name: '{name}' } };
const queueUrl = 'https://sqs.{region}.{suffix}/{account}/{name}';

export const MESSAGING: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': regional('sqs', '{name}', 'QueueName', {
    nameAttribute: 'QueueName',
    ref: queueUrl,
    attributes: { QueueName: '{name}', QueueUrl: queueUrl },
  }),
  'AWS::SNS::Topic': byArn('sns', '{name}', 'TopicName', {
    nameAttribute: 'TopicName',
    attributes: { TopicArn: '{arn}', TopicName: '{name}' },
  }),
  'AWS::SNS::Subscription': { ref: '{@Arn}' },
  'AWS::Kinesis::Stream': regional('kinesis', 'stream/{name}', 'Name'),
  'AWS::Kinesis::StreamConsumer': { arn: '{@ConsumerARN}', ref: '{arn}', attributes: { ConsumerARN: '{arn}' } },
  'AWS::KinesisFirehose::DeliveryStream': regional('firehose', 'deliverystream/{name}', 'DeliveryStreamName'),
  'AWS::KinesisAnalyticsV2::Application': regional('kinesisanalytics', 'application/{name}', 'ApplicationName'),
  'AWS::KinesisVideo::Stream': { name: 'Name', arn: '{@Arn}' },
  'AWS::Events::EventBus': regional('events', 'event-bus/{name}', 'Name', { attributes: { Name: '{name}' } }),
  // the ARN holds the bus, unless it is the default one: see identity.ts
  'AWS::Events::Rule': { name: 'Name' },
  'AWS::Events::Archive': regional('events', 'archive/{name}', 'ArchiveName'),
  'AWS::Events::Connection': { name: 'Name', arn: '{@Arn}' },
  'AWS::Events::ApiDestination': { name: 'Name', arn: '{@Arn}' },
  'AWS::Scheduler::Schedule': regional('scheduler', 'schedule/{.GroupName|default}/{name}', 'Name'),
  'AWS::Scheduler::ScheduleGroup': regional('scheduler', 'schedule-group/{name}', 'Name'),
  'AWS::Pipes::Pipe': regional('pipes', 'pipe/{name}', 'Name'),
  'AWS::StepFunctions::StateMachine': byArn('states', 'stateMachine:{name}', 'StateMachineName', named),
  'AWS::Serverless::StateMachine': byArn('states', 'stateMachine:{name}', 'Name', named),
  'AWS::StepFunctions::Activity': byArn('states', 'activity:{name}', 'Name', named),
  'AWS::AmazonMQ::Broker': { arn: '{@Arn}' },
  'AWS::MSK::Cluster': { arn: '{@Arn}', ref: '{arn}' },
  'AWS::MSK::ServerlessCluster': { arn: '{@Arn}', ref: '{arn}' },
  'AWS::IoT::Thing': regional('iot', 'thing/{name}', 'ThingName'),
  'AWS::IoT::TopicRule': regional('iot', 'rule/{name}', 'RuleName'),
  'AWS::IoT::Policy': regional('iot', 'policy/{name}', 'PolicyName'),
  'AWS::IoT::JobTemplate': regional('iot', 'jobtemplate/{name}', 'JobTemplateId'),
  'AWS::SES::EmailIdentity': regional('ses', 'identity/{name}', 'EmailIdentity'),
  'AWS::SES::ConfigurationSet': regional('ses', 'configuration-set/{name}', 'Name'),
  'AWS::SES::Template': regional('ses', 'template/{.Template.TemplateName}'),
  'AWS::SES::ReceiptRuleSet': regional('ses', 'receipt-rule-set/{name}', 'RuleSetName'),
  'AWS::SES::ReceiptRule': regional('ses', 'receipt-rule-set/{.RuleSetName}:receipt-rule/{name}'),
  'AWS::Pinpoint::App': regional('mobiletargeting', 'apps/{name}'),
  'AWS::Logs::LogGroup': regional('logs', 'log-group:{name}:*', 'LogGroupName'),
  'AWS::Logs::LogStream': regional('logs', 'log-group:{.LogGroupName}:log-stream:{name}', 'LogStreamName'),
  'AWS::CloudWatch::Alarm': regional('cloudwatch', 'alarm:{name}', 'AlarmName'),
  'AWS::CloudWatch::CompositeAlarm': regional('cloudwatch', 'alarm:{name}', 'AlarmName'),
  'AWS::CloudWatch::Dashboard': { name: 'DashboardName', arn: 'arn:{partition}:cloudwatch::{account}:dashboard/{name}' },
  'AWS::Synthetics::Canary': regional('synthetics', 'canary:{name}', 'Name'),
};
