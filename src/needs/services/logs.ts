/**
 * Amazon CloudWatch Logs. Sources: "Overview of managing access permissions to your CloudWatch Logs resources" of the Logs User
 * Guide: actions on a group are decided over `log-group:NAME:*`, tagging alone over the ARN without the asterisk.
 */
import { concat, literalOf, split, startsWith, type Text, text } from '../../model/text.ts';
import { arn, arnParts, withResource } from '../arn.ts';
import { equals, not, present, textIs } from '../predicate.ts';
import { ANY, allUnder, firstOf, named, type ResourceForm, under } from '../resource.ts';
import { main, need, type OperationRule, passRole, rows, type ServiceRules } from '../rule.ts';

/** A group's ARN may come with `:*` or without. */
const bare = (value: Text): Text => {
  const parts = arnParts(value);
  if (!parts) return value;
  const [kind, name] = split(parts.resource, ':');
  return kind && name && startsWith(kind, 'log-group') ? withResource(parts, concat(kind, [':'], name)) : value;
};

/** `log-group:NAME`; the template's own ARN of a group ends in `:*`, so types are left to the ARN's form. */
const groupAt = (from: string): ResourceForm => named({ service: 'logs', before: 'log-group:', from, types: [], trim: bare });
const byEither = firstOf(
  { from: 'logGroupName', form: groupAt('logGroupName') },
  { from: 'logGroupIdentifier', form: groupAt('logGroupIdentifier') },
  { from: 'resourceIdentifier', form: groupAt('resourceIdentifier') },
);
const group = allUnder(byEither, ':*', true);
const listedAt = (from: string): ResourceForm => allUnder(groupAt(from), ':*', true);
const stream = under({ base: byEither, before: ':log-stream:', from: 'logStreamName' });

const all = (before: string): ResourceForm => ({
  describe: `arn:\${Partition}:logs:\${Region}:\${Account}:${before}*`,
  targets: (scope) => [
    { resource: arn('logs', text(`${before}*`), scope.region ? { region: scope.region } : {}), certainty: 'pattern', when: [] },
  ],
});
const anyGroup = all('log-group:');

/** Insights: the groups of a query, by name, by identifier, or one. */
const queried = (action: string): readonly ReturnType<typeof main>[] => [
  main(action, allUnder(groupAt('logGroupName'), ':*', true), present('logGroupName')),
  main(action, listedAt('logGroupNames[]'), present('logGroupNames')),
  main(action, listedAt('logGroupIdentifiers[]'), present('logGroupIdentifiers')),
];

const at = (before: string, from: string): ResourceForm => named({ service: 'logs', before, from, types: [] });
const destination = at('destination:', 'destinationName');
const tagged = named({ service: 'logs', before: '', from: 'resourceArn', types: [], trim: bare });
const tags = present('tags');
const withTags = (action: string, form: ResourceForm): OperationRule => rows(main(action, form), need('logs:TagResource', form, tags));
const LOGS = 'logs.amazonaws.com';

/** The policy types of PutAccountPolicy and DeleteAccountPolicy, and what each needs beside ("PutAccountPolicy"). */
const ACCOUNT_POLICIES = [
  ['DATA_PROTECTION_POLICY', 'DataProtectionPolicy'],
  ['SUBSCRIPTION_FILTER_POLICY', 'SubscriptionFilter'],
  ['FIELD_INDEX_POLICY', 'IndexPolicy'],
  ['TRANSFORMER_POLICY', 'Transformer'],
] as const;
const accountPolicies = (verb: string) =>
  ACCOUNT_POLICIES.map(([type, name]) => need(`logs:${verb}${name}`, anyGroup, equals('policyType', type)));

/** Kinesis, Firehose and Lambda are named by ARNs of their own: only a destination of Logs is a resource of the action. */
const toDestination = textIs('destinationArn', 'destinationArn is a destination of CloudWatch Logs', (value) => {
  const parts = arnParts(value);
  return parts ? literalOf(parts.service) === 'logs' : false;
});

const UNMASK = equals('unmask', 'true');
const QUERY_RESULTS = 'a query is read and stopped by its id; the groups were checked when it was started';

export const logs: ServiceRules = {
  clients: ['cloudwatch-logs'],
  prefix: 'logs',
  resources: {
    'log-group': { form: group, from: ['logGroupName'] },
    'log-stream': { form: stream, from: ['logGroupName', 'logStreamName'] },
    destination: { form: destination, from: ['destinationName'] },
  },
  operations: {
    ...Object.fromEntries(
      [
        'DeleteDataProtectionPolicy',
        'DeleteSyslogConfiguration',
        'DeleteTransformer',
        'GetDataProtectionPolicy',
        'GetTransformer',
        'PutBearerTokenAuthentication',
        'PutDataProtectionPolicy',
        'PutLogGroupDeletionProtection',
        'PutSyslogConfiguration',
        'PutTransformer',
        'DescribeLogStreams',
        'AssociateKmsKey',
        'DisassociateKmsKey',
      ].map((name) => [name, rows(main(`logs:${name}`, group))]),
    ),
    CreateLogGroup: rows(main('logs:CreateLogGroup', group), need('logs:TagResource', byEither, tags)),
    FilterLogEvents: rows(main('logs:FilterLogEvents', group), need('logs:Unmask', group, UNMASK)),
    GetLogEvents: rows(main('logs:GetLogEvents', stream), need('logs:Unmask', group, UNMASK)),
    GetLogRecord: rows(main('logs:GetLogRecord', anyGroup), need('logs:Unmask', anyGroup, UNMASK)),
    GetLogGroupFields: rows(main('logs:GetLogGroupFields', group)),
    StartQuery: rows(...queried('logs:StartQuery')),
    StopQuery: rows(main('logs:StopQuery', ANY)),
    GetQueryResults: rows(main('logs:GetQueryResults', anyGroup)),
    DescribeQueries: rows(main('logs:DescribeQueries', ANY)),
    StartLiveTail: rows(main('logs:StartLiveTail', listedAt('logGroupIdentifiers[]'))),
    ListLogGroups: rows(main('logs:ListLogGroups', ANY), main('logs:DescribeLogGroups', anyGroup)),
    DescribeMetricFilters: rows(
      main('logs:DescribeMetricFilters', group, present('logGroupName')),
      main('logs:DescribeMetricFilters', anyGroup, not(present('logGroupName'))),
    ),
    PutSubscriptionFilter: rows(
      main('logs:PutSubscriptionFilter', group),
      need('logs:PutSubscriptionFilter', at('destination:', 'destinationArn'), toDestination),
      passRole('roleArn', LOGS),
    ),
    PutDestination: rows(main('logs:PutDestination', destination), passRole('roleArn', LOGS), need('logs:TagResource', destination, tags)),
    CreateDelivery: withTags('logs:CreateDelivery', all('delivery:')),
    CreateLogAnomalyDetector: rows(
      main('logs:CreateLogAnomalyDetector', listedAt('logGroupArnList[]')),
      need('logs:TagResource', all('anomaly-detector:'), tags),
    ),
    PutDeliveryDestination: withTags('logs:PutDeliveryDestination', at('delivery-destination:', 'name')),
    PutDeliverySource: withTags('logs:PutDeliverySource', at('delivery-source:', 'name')),
    CreateLookupTable: rows(
      main('logs:CreateLookupTable', at('lookup-table:', 'lookupTableName')),
      need('logs:TagResource', at('lookup-table:', 'lookupTableName'), tags),
      need('logs:GetQueryResults', anyGroup, present('queryId')),
    ),
    UpdateLookupTable: rows(
      main('logs:UpdateLookupTable', at('lookup-table:', 'lookupTableArn')),
      need('logs:GetQueryResults', anyGroup, present('queryId')),
    ),
    CreateScheduledQuery: rows(
      main('logs:CreateScheduledQuery', all('scheduled-query:')),
      passRole('executionRoleArn', LOGS),
      need('logs:TagResource', all('scheduled-query:'), tags),
    ),
    UpdateScheduledQuery: rows(main('logs:UpdateScheduledQuery', at('scheduled-query:', 'identifier')), passRole('executionRoleArn', LOGS)),
    CreateImportTask: rows(main('logs:CreateImportTask', ANY), passRole('importRoleArn', 'cloudtrail.amazonaws.com', LOGS)),
    PutAccountPolicy: rows(main('logs:PutAccountPolicy', ANY), ...accountPolicies('Put')),
    DeleteAccountPolicy: rows(main('logs:DeleteAccountPolicy', ANY), ...accountPolicies('Delete')),
    ListTagsForResource: rows(main('logs:ListTagsForResource', tagged)),
    TagResource: rows(main('logs:TagResource', tagged)),
    UntagResource: rows(main('logs:UntagResource', tagged)),
  },
  differs: {
    CreateLogGroup: {
      'logs:TagLogGroup': 'the action of the deprecated tagging API; tags of a new group are decided over logs:TagResource',
    },
    DeleteAccountPolicy: {
      'logs:DeleteRetentionPolicy': 'no type of account policy sets a retention',
    },
    PutAccountPolicy: {
      'logs:PutRetentionPolicy': 'no type of account policy sets a retention',
      'iam:PassRole': 'no parameter names a role; that of a subscription filter is inside the policy document',
    },
    DescribeQueries: { 'logs:FilterLogEvents': QUERY_RESULTS },
    GetLogGroupFields: { 'logs:FilterLogEvents': 'fields are read by the action of the operation alone (GetLogGroupFields)' },
    GetLogRecord: { 'logs:FilterLogEvents': 'a record is read by its pointer, which a query gave' },
    GetQueryResults: { 'logs:FilterLogEvents': QUERY_RESULTS, 'logs:Unmask': 'masked fields are asked for by the query itself' },
    StopQuery: { 'logs:FilterLogEvents': QUERY_RESULTS },
    StartQuery: {
      'logs:DescribeLogGroups': 'the console looks for groups; a query names its groups',
      'logs:DescribeQueryDefinitions': 'the console looks for saved queries',
      'logs:FilterLogEvents': 'a query reads by logs:StartQuery ("Permissions for CloudWatch Logs Insights")',
      'logs:Unmask': 'only queries with the unmask function need it',
    },
  },
};
