/** Content, names, messages and maps. */
import type { ServiceRules } from '../../rule.ts';
import { service } from './said.ts';

const geofences = { GeofenceCollectionName: ['CollectionName'] };

export const DELIVERY: readonly ServiceRules[] = [
  service('cloudfront', 'cloudfront', {
    actions: { CreateDistributionWithTags: 'CreateDistribution', CreateStreamingDistributionWithTags: 'CreateStreamingDistribution' },
    members: {
      '*': ['Resource'],
      'AssociateAlias.DistributionId': ['TargetDistributionId'],
      'CopyDistribution.DistributionId': ['PrimaryDistributionId'],
      'distribution-tenant.Id': ['Identifier', 'Id'],
    },
  }),
  service('cloudfront-keyvaluestore', 'cloudfront-keyvaluestore', { members: { 'key-value-store': ['KvsARN'] } }),
  service('route-53-domains', 'route53domains'),
  service('acm', 'acm', { tagging: 'AddTagsToCertificate' }),
  service('connect', 'connect', {
    members: {
      ContactId: ['ContactId', 'InitialContactId'],
      ContactFlowId: ['ContactFlowId', 'FlowId'],
      PhoneNumberId: ['PhoneNumberId'],
      FormId: ['EvaluationFormId'],
      EvaluationId: ['EvaluationId'],
      FileId: ['FileId'],
    },
  }),
  service('connectparticipant', 'execute-api'),
  service('location', 'geo', { members: geofences }),
  service('pinpoint', 'mobiletargeting', {
    members: { AppId: ['ApplicationId'], 'app.AppId': ['ApplicationId'], 'apps.AppId': ['ApplicationId'] },
  }),
  service('mediaconvert', 'mediaconvert', {
    passedTo: ['mediaconvert.amazonaws.com'],
    members: { QueueName: ['Queue', 'Name'], JobTemplateName: ['JobTemplate', 'Name'], PresetName: ['Name'], JobId: ['Id'] },
  }),
  service('elastic-load-balancing-v2', 'elasticloadbalancing', {
    members: Object.fromEntries([
      ...['loadbalancer/app/', 'loadbalancer/gwy/', 'loadbalancer/net/'].map((type) => [type, ['LoadBalancerArn']]),
      ...['listener/app', 'listener/gwy', 'listener/net'].map((type) => [type, ['ListenerArn']]),
      ...['listener-rule/app', 'listener-rule/net'].map((type) => [type, ['RuleArn', 'RulePriorities[].RuleArn']]),
      ['targetgroup', ['TargetGroupArn']],
      ['*', ['ResourceArns[]']],
    ]),
  }),
  service('servicediscovery', 'servicediscovery'),
  service('transfer', 'transfer', { passedTo: ['transfer.amazonaws.com'] }),
  service('mq', 'mq'),
];
