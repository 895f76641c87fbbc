/**
 * Amazon Timestream: every call first asks for the endpoint of its cell, and a query is decided by its statement. Sources:
 * "Actions, resources, and condition keys for Amazon Timestream", "The endpoint discovery pattern" and "Query language reference"
 * of the Developer Guide: tables are named with their database, UNLOAD writes what it reads into S3 as its caller.
 */
import { and } from '../../model/condition.ts';
import { concat, type Text, text } from '../../model/text.ts';
import { arn, globalArn, literally } from '../arn.ts';
import { part, skeleton, textsAt } from '../input.ts';
import { type Predicate, textIs } from '../predicate.ts';
import { ANY, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { main, need, passRole, type Row, rows, type ServiceRules } from '../rule.ts';

const discovery = main('timestream:DescribeEndpoints', ANY);

/** `FROM "db"."table"`, `JOIN db.table`; names in a quoted pair may hold anything but the quote. */
const TABLE = /\b(?:from|join)\s+(?:"([^"]{1,512})"|([^\s".(),;]{1,512}))\s*\.\s*(?:"([^"]{1,512})"|([^\s".(),;]{1,512}))/dgi;
const READ_LENGTH = 20_000;

function tablesIn(query: Text, when: Target['when'], scope: Scope): readonly Target[] {
  const place = scope.region ? { region: scope.region } : {};
  const shape = skeleton(query).slice(0, READ_LENGTH);
  const found = [...shape.matchAll(TABLE)].map((match): Target => {
    const name = (...groups: readonly number[]): Text => {
      const [from, to] = groups.map((group) => match.indices?.[group]).find((range) => range !== undefined) ?? [0, 0];
      return part(query, from, to);
    };
    const [database, table] = [name(1, 2), name(3, 4)];
    const resource = concat(['database/'], literally(database), ['/table/'], literally(table));
    return targetOf(arn('timestream', resource, place), concat(database, table), when);
  });
  if (found.length > 0) return found;
  return [unresolvedTarget(arn('timestream', text('database/*/table/*'), place), when, 'the tables that the query names')];
}

const tables: ResourceForm = {
  describe: 'the tables in ${QueryString}',
  targets: (scope) =>
    textsAt(scope.input, 'QueryString').flatMap((value): readonly Target[] => {
      if (value.kind === 'text') return tablesIn(value.text, value.when, scope);
      return tablesIn([], value.when, scope).flatMap((target) => {
        const when = and(target.when, value.when);
        return when
          ? [{ ...target, when, why: value.kind === 'unknown' ? value.reason : 'QueryString, which the call does not show' }]
          : [];
      });
    }),
};

const statement = (describe: string, pattern: RegExp): Predicate =>
  textIs('QueryString', `the query ${describe}`, (value) => {
    const shape = skeleton(value).slice(0, READ_LENGTH);
    if (pattern.test(shape)) return true;
    // what a hole stands for may hold the word
    return value.every((piece) => typeof piece === 'string') ? false : undefined;
  });
const READS = statement('reads a table', /\bfrom\b/i);
const UNLOADS = statement('unloads into S3', /^\s*unload\b/i);
const reading = (action: string): Row => main(action, tables, READS);

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
};

const SCHEDULED = [
  'DeleteScheduledQuery',
  'DescribeScheduledQuery',
  'ExecuteScheduledQuery',
  'ListScheduledQueries',
  'UpdateScheduledQuery',
];

export const timestreamQuery: ServiceRules = {
  clients: ['timestream-query'],
  prefix: 'timestream',
  resources: {},
  operations: {
    Query: rows(
      reading('timestream:Select'),
      main('timestream:SelectValues', ANY),
      need('timestream:Unload', tables, UNLOADS),
      ...['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'].map((action) => need(action, unloaded(), UNLOADS)),
      discovery,
    ),
    PrepareQuery: rows(main('timestream:PrepareQuery', tables), reading('timestream:Select'), discovery),
  },
  members: { 'scheduled-query': ['ScheduledQueryArn'] },
  besides: {
    ...Object.fromEntries(
      [...SCHEDULED, 'CancelQuery', 'ListTagsForResource', 'TagResource', 'UntagResource'].map((name) => [name, [discovery]]),
    ),
    CreateScheduledQuery: [discovery, passRole('ScheduledQueryExecutionRoleArn', 'timestream.amazonaws.com')],
  },
};

function unloaded(): ResourceForm {
  return {
    describe: 'the objects that ${QueryString} writes',
    targets: () => [unresolvedTarget(globalArn('s3', ['*/*']), [], 'the bucket that the query writes into')],
  };
}
