/**
 * Amazon Timestream: every call first asks for the endpoint of its cell, and a query is decided by its statement. Source:
 * "Actions, resources, and condition keys for Amazon Timestream" and "The endpoint discovery pattern".
 */
import { text } from '../../model/text.ts';
import { arn } from '../arn.ts';
import { ANY, type ResourceForm, unresolvedTarget } from '../resource.ts';
import { main, rows, type ServiceRules } from '../rule.ts';

const discovery = main('timestream:DescribeEndpoints', ANY);
const tables: ResourceForm = {
  describe: 'the tables in ${QueryString}',
  targets: (scope) => [
    unresolvedTarget(
      arn('timestream', text('database/*/table/*'), scope.region ? { region: scope.region } : {}),
      [],
      'the tables that the query names',
    ),
  ],
};

const WRITES = [
  'CreateBatchLoadTask',
  'CreateDatabase',
  'CreateTable',
  'DeleteDatabase',
  'DeleteTable',
  'DescribeBatchLoadTask',
  'DescribeDatabase',
  'DescribeTable',
  'ListBatchLoadTasks',
  'ListDatabases',
  'ListTables',
  'ListTagsForResource',
  'ResumeBatchLoadTask',
  'TagResource',
  'UntagResource',
  'UpdateDatabase',
  'UpdateTable',
  'WriteRecords',
];

export const timestreamWrite: ServiceRules = {
  clients: ['timestream-write'],
  prefix: 'timestream',
  resources: {},
  operations: {},
  besides: Object.fromEntries(WRITES.map((name) => [name, [discovery]])),
  partial: true,
};

export const timestreamQuery: ServiceRules = {
  clients: ['timestream-query'],
  prefix: 'timestream',
  resources: {},
  operations: {
    Query: rows(main('timestream:Select', tables), main('timestream:SelectValues', ANY), discovery),
    PrepareQuery: rows(main('timestream:PrepareQuery', tables), main('timestream:Select', tables), discovery),
  },
  partial: true,
};
