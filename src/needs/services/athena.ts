/**
 * Amazon Athena runs queries with the permissions of its caller: on the catalogue, on the data, and on the results. Source:
 * "Control access to Amazon S3 from Athena", "Unable to verify/create output bucket" (AWS re:Post Knowledge Center), "Configure access to
 * databases and tables in the AWS Glue Data Catalog" and the operation table of "Actions, resources, and condition keys for Amazon Athena".
 */
import { isHole, text } from '../../model/text.ts';
import { arn } from '../arn.ts';
import { textsAt } from '../input.ts';
import type { Predicate } from '../predicate.ts';
import { equals, present } from '../predicate.ts';
import { ANY, allUnder, type Named, named, namedTarget, type ResourceForm } from '../resource.ts';
import { main, need, type OperationRule, passRole, type Row, rows, type ServiceRules } from '../rule.ts';
import { bucketByUri, objectByUri } from './s3-resources.ts';

/** What a query reads is in its text and in the catalogue: neither is in the call's parameters. */
const reads: Predicate = {
  describe: 'the query reads tables of the Glue catalogue with data in S3',
  parameters: ['QueryString'],
  test: () => ({ holds: false, fails: true, unknown: 'the tables of the query and where their data is' }),
};
const results = allUnder(objectByUri('ResultConfiguration.OutputLocation'), '*');
const located = present('ResultConfiguration.OutputLocation');
const location: Predicate = {
  describe: 'the workgroup says where results are written',
  parameters: ['ResultConfiguration'],
  test: (input) => {
    const { holds } = located.test(input);
    return holds
      ? { holds: false, fails: true }
      : { holds: false, fails: true, unknown: 'the workgroup, which says where results are written' };
  },
};

const query: readonly Row[] = [
  need('s3:PutObject', results, located),
  need('s3:GetObject', results, located),
  need('s3:GetBucketLocation', bucketByUri('ResultConfiguration.OutputLocation'), located),
  ...['s3:PutObject', 's3:GetBucketLocation'].map((action) => need(action, ANY, location)),
  ...['glue:GetTable', 'glue:GetDatabase', 'glue:GetPartitions', 's3:GetObject', 's3:ListBucket', 's3:GetBucketLocation'].map((action) =>
    need(action, ANY, reads),
  ),
];

const ATHENA = 'athena.amazonaws.com';
const WORKGROUP: Named = {
  service: 'athena',
  before: 'workgroup/',
  from: 'WorkGroup',
  types: ['AWS::Athena::WorkGroup'],
  byDefault: 'primary',
};
const workgroup = named(WORKGROUP);

/** A query is asked about by its id, which tells its workgroup only where the code started it. */
const ofQuery: ResourceForm = {
  describe: 'the workgroup of the query ${QueryExecutionId}',
  targets: (scope) =>
    textsAt(scope.input, 'QueryExecutionId').map((value) => {
      const [id] = value.kind === 'text' ? value.text : [];
      const within = id !== undefined && isHole(id) && id.kind === 'runtime' ? id.within : undefined;
      if (within) return namedTarget(WORKGROUP, { kind: 'text', when: value.when, text: within }, scope);
      const all = arn('athena', text('workgroup/*'), scope.region ? { region: scope.region } : {});
      return { resource: all, certainty: 'pattern', when: value.when };
    }),
};
const aboutQuery = (operation: string): readonly [string, OperationRule] => [operation, rows(main(`athena:${operation}`, ofQuery))];
const AS_CALLER =
  'a query reads its tables and writes its results with the permissions of its caller ("Control access to Amazon S3 from Athena")';

export const athena: ServiceRules = {
  clients: ['athena'],
  prefix: 'athena',
  resources: {},
  operations: Object.fromEntries(
    ['GetQueryExecution', 'GetQueryResults', 'GetQueryRuntimeStatistics', 'StopQueryExecution'].map(aboutQuery),
  ),
  members: {
    WorkGroupName: ['WorkGroup'],
    DataCatalogName: ['CatalogName'],
    CapacityReservationName: ['CapacityReservationName'],
  },
  // "Use workgroups": calls that name none run in the one that every account has
  defaults: { WorkGroupName: 'primary' },
  passedTo: [ATHENA],
  besides: {
    StartQueryExecution: query,
    CreateWorkGroup: [passRole('Configuration.ExecutionRole', ATHENA)],
    UpdateWorkGroup: [passRole('ConfigurationUpdates.ExecutionRole', ATHENA)],
    StartSession: [need('athena:ListTagsForResource', workgroup, equals('CopyWorkGroupTags', 'true'))],
  },
  differs: {
    StartQueryExecution: Object.fromEntries(
      [
        's3:PutObject',
        's3:GetObject',
        's3:GetBucketLocation',
        's3:ListBucket',
        'glue:GetTable',
        'glue:GetDatabase',
        'glue:GetPartitions',
      ].map((action) => [action, AS_CALLER]),
    ),
  },
};
