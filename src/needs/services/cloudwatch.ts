/**
 * Amazon CloudWatch. Sources: "Actions, resources, and condition keys for Amazon CloudWatch" of the Service Authorization
 * Reference and "Using condition keys to limit access to CloudWatch namespaces".
 */
import { text } from '../../model/text.ts';
import { arn } from '../arn.ts';
import { literalsAt } from '../input.ts';
import { not, present } from '../predicate.ts';
import { ANY, arnFrom, named, type ResourceForm } from '../resource.ts';
import { main, need, type OperationRule, passRole, rows, type ServiceRules } from '../rule.ts';

const ALARMS = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];
const alarmAt = (from: string): ResourceForm => named({ service: 'cloudwatch', before: 'alarm:', from, types: ALARMS });
const alarm = alarmAt('AlarmName');
const alarms = alarmAt('AlarmNames[]');
const allAlarms: ResourceForm = {
  describe: 'arn:${Partition}:cloudwatch:${Region}:${Account}:alarm:*',
  targets: (scope) => [
    { resource: arn('cloudwatch', text('alarm:*'), scope.region ? { region: scope.region } : {}), certainty: 'pattern', when: [] },
  ],
};
const dashboardAt = (from: string): ResourceForm =>
  named({ service: 'cloudwatch', before: 'dashboard/', from, types: ['AWS::CloudWatch::Dashboard'], region: 'none' });
const dashboard = dashboardAt('DashboardName');
const ruleAt = (from: string): ResourceForm => named({ service: 'cloudwatch', before: 'insight-rule/', from, types: [] });
const streamAt = (from: string): ResourceForm => named({ service: 'cloudwatch', before: 'metric-stream/', from, types: [] });
const mute = named({ service: 'cloudwatch', before: 'alarm-mute-rule:', from: 'Name', types: [] });
const tagged = arnFrom('ResourceARN', 'cloudwatch', '');

const tags = present('Tags');
const withTags = (action: string, form: ResourceForm): OperationRule =>
  rows(main(action, form), need('cloudwatch:TagResource', form, tags));

/** Metrics are no resources; their namespace fits a condition. */
const putMetricData: OperationRule = {
  rows: [main('cloudwatch:PutMetricData', ANY)],
  conditions: [
    {
      action: 'cloudwatch:PutMetricData',
      offer: (scope) => {
        const namespaces = literalsAt(scope.input, 'Namespace');
        return namespaces && namespaces.length > 0
          ? {
              condition: { StringEquals: { 'cloudwatch:namespace': namespaces.map((n) => text(n)) } },
              why: 'the code publishes metrics in this namespace only',
            }
          : undefined;
      },
    },
  ],
};
const OAM = 'only links of cross-account observability are resources of oam; the code tags resources of CloudWatch';

export const cloudwatch: ServiceRules = {
  clients: ['cloudwatch'],
  prefix: 'cloudwatch',
  resources: {
    alarm: { form: alarm, from: ['AlarmName'] },
    dashboard: { form: dashboard, from: ['DashboardName'] },
    'insight-rule': { form: ruleAt('RuleName'), from: ['RuleName'] },
    'metric-stream': { form: streamAt('Name'), from: ['Name'] },
    'alarm-mute-rule': { form: mute, from: ['Name'] },
  },
  operations: {
    PutMetricData: putMetricData,
    GetMetricData: rows(main('cloudwatch:GetMetricData', ANY)),
    ListMetrics: rows(main('cloudwatch:ListMetrics', ANY)),
    PutMetricAlarm: withTags('cloudwatch:PutMetricAlarm', alarm),
    PutCompositeAlarm: withTags('cloudwatch:PutCompositeAlarm', alarm),
    PutLogAlarm: rows(
      main('cloudwatch:PutLogAlarm', alarm),
      need('cloudwatch:TagResource', alarm, tags),
      passRole('ActionLogLineRoleArn', 'cloudwatch.amazonaws.com'),
    ),
    DeleteAlarms: rows(main('cloudwatch:DeleteAlarms', alarms)),
    EnableAlarmActions: rows(main('cloudwatch:EnableAlarmActions', alarms)),
    DisableAlarmActions: rows(main('cloudwatch:DisableAlarmActions', alarms)),
    DescribeAlarms: rows(
      main('cloudwatch:DescribeAlarms', alarms, present('AlarmNames')),
      main('cloudwatch:DescribeAlarms', allAlarms, not(present('AlarmNames'))),
    ),
    DescribeAlarmHistory: rows(
      main('cloudwatch:DescribeAlarmHistory', alarm, present('AlarmName')),
      main('cloudwatch:DescribeAlarmHistory', allAlarms, not(present('AlarmName'))),
    ),
    PutDashboard: withTags('cloudwatch:PutDashboard', dashboard),
    DeleteDashboards: rows(main('cloudwatch:DeleteDashboards', dashboardAt('DashboardNames[]'))),
    PutInsightRule: withTags('cloudwatch:PutInsightRule', ruleAt('RuleName')),
    DeleteInsightRules: rows(main('cloudwatch:DeleteInsightRules', ruleAt('RuleNames[]'))),
    EnableInsightRules: rows(main('cloudwatch:EnableInsightRules', ruleAt('RuleNames[]'))),
    DisableInsightRules: rows(main('cloudwatch:DisableInsightRules', ruleAt('RuleNames[]'))),
    PutAlarmMuteRule: withTags('cloudwatch:PutAlarmMuteRule', mute),
    PutMetricStream: rows(
      main('cloudwatch:PutMetricStream', streamAt('Name')),
      need('cloudwatch:TagResource', streamAt('Name'), tags),
      passRole('RoleArn', 'streams.metrics.cloudwatch.amazonaws.com'),
    ),
    StartMetricStreams: rows(main('cloudwatch:StartMetricStreams', streamAt('Names[]'))),
    StopMetricStreams: rows(main('cloudwatch:StopMetricStreams', streamAt('Names[]'))),
    ListTagsForResource: rows(main('cloudwatch:ListTagsForResource', tagged)),
    TagResource: rows(main('cloudwatch:TagResource', tagged)),
    UntagResource: rows(main('cloudwatch:UntagResource', tagged)),
  },
  differs: {
    ListTagsForResource: { 'oam:ListTagsForResource': OAM },
    TagResource: { 'oam:TagResource': OAM },
    UntagResource: { 'oam:UntagResource': OAM },
  },
};
