/**
 * AWS IoT's control plane and secure tunnels. Source: the operation tables of "Actions, resources, and condition keys for AWS
 * IoT" and "… AWS IoT Secure Tunneling".
 */
import { passRole, type Row, type ServiceRules } from '../rule.ts';

const IOT = 'iot.amazonaws.com';
const job: readonly Row[] = [passRole('presignedUrlConfig.roleArn', IOT)];
const alerts: readonly Row[] = [passRole('alertTargets[].roleArn', IOT)];
/** Every action of a rule has its role under the action's own name. */
const ACTIONS = ['actions[]', 'errorAction'];
const KINDS = [
  'dynamoDB',
  'dynamoDBv2',
  'sns',
  'sqs',
  'kinesis',
  's3',
  'firehose',
  'cloudwatchMetric',
  'cloudwatchAlarm',
  'cloudwatchLogs',
  'elasticsearch',
  'iotAnalytics',
  'iotEvents',
  'iotSiteWise',
  'stepFunctions',
  'timestream',
  'republish',
  'location',
  'openSearch',
];
const topicRule: readonly Row[] = ACTIONS.flatMap((list) => KINDS.map((kind) => passRole(`topicRulePayload.${list}.${kind}.roleArn`, IOT)));

export const iot: ServiceRules = {
  clients: ['iot'],
  prefix: 'iot',
  resources: {},
  operations: {},
  members: {
    CACertificate: ['certificateId', 'caCertificateId'],
    Certificate: ['certificateId'],
    cert: ['principal', 'target'],
    ThingName: ['thingName'],
    ThingGroupName: ['thingGroupName'],
    ProvisioningTemplate: ['templateName'],
    RoleAlias: ['roleAlias'],
    StreamId: ['streamId'],
    ScheduleName: ['scheduledAuditName'],
    MitigationActionName: ['actionName'],
    DimensionName: ['name'],
    RuleName: ['ruleName'],
    JobId: ['jobId'],
    JobTemplateId: ['jobTemplateId'],
    MetricName: ['metricName'],
    FleetMetricName: ['metricName'],
    'AssociateTargetsWithJob.thing': ['targets[]'],
    'AssociateTargetsWithJob.thinggroup': ['targets[]'],
    'CreateJob.thing': ['targets[]'],
    'CreateJob.thinggroup': ['targets[]'],
    'GetCommandExecution.thing': ['targetArn'],
    'DeleteCommandExecution.thing': ['targetArn'],
    'ListSecurityProfilesForTarget.thinggroup': ['securityProfileTargetArn'],
  },
  passedTo: [IOT],
  besides: {
    CreateJob: job,
    UpdateJob: job,
    CreateJobTemplate: job,
    CreateSecurityProfile: alerts,
    UpdateSecurityProfile: alerts,
    CreateTopicRule: topicRule,
    ReplaceTopicRule: topicRule,
    UpdatePackageConfiguration: [passRole('versionUpdateByJobsConfig.roleArn', IOT)],
    RegisterCACertificate: [passRole('registrationConfig.roleArn', IOT)],
    UpdateCACertificate: [passRole('registrationConfig.roleArn', IOT)],
    SetV2LoggingOptions: [passRole('roleArn', IOT)],
    SetLoggingOptions: [passRole('loggingOptionsPayload.roleArn', IOT)],
    CreateProvisioningTemplate: [passRole('provisioningRoleArn', IOT)],
    UpdateProvisioningTemplate: [passRole('provisioningRoleArn', IOT)],
  },
};

export const iotSecureTunneling: ServiceRules = {
  clients: ['iotsecuretunneling'],
  prefix: 'iot',
  resources: {},
  operations: {},
};
