/**
 * The data API of Amazon Neptune. Source: "IAM actions for data access in Amazon Neptune": queries are decided by what they do to
 * the data, reading, writing, deleting, over the resource id of the cluster, which the endpoint does not tell.
 */
import { everyOfType } from '../arn-format.ts';
import { skeleton } from '../input.ts';
import { type Predicate, textIs } from '../predicate.ts';
import { main, need, type OperationRule, rows, type ServiceRules } from '../rule.ts';

const cluster = everyOfType('neptune-db', 'database', 'the resource id of the cluster, which its endpoint does not tell');
const READ_LENGTH = 20_000;

const does = (from: string, describe: string, pattern: RegExp): Predicate =>
  textIs(from, `the query ${describe}`, (value) => {
    if (pattern.test(skeleton(value).slice(0, READ_LENGTH))) return true;
    // what a hole stands for may hold the step
    return value.every((piece) => typeof piece === 'string') ? false : undefined;
  });

const query = (from: string, writes: RegExp, deletes: RegExp): OperationRule =>
  rows(
    main('neptune-db:ReadDataViaQuery', cluster),
    need('neptune-db:WriteDataViaQuery', cluster, does(from, 'writes', writes)),
    need('neptune-db:DeleteDataViaQuery', cluster, does(from, 'deletes', deletes)),
  );
const gremlin = query('gremlinQuery', /\b(?:addV|addE|mergeV|mergeE|property)\s*\(/, /\bdrop\s*\(/);
const openCypher = query('openCypherQuery', /\b(?:create|merge|set)\b/i, /\b(?:delete|remove)\b/i);
const asQuery = (action: string): OperationRule => rows(main(`neptune-db:${action}`, cluster));

/** Operation → the action of another name. */
const NAMED: Readonly<Record<string, string>> = {
  DeletePropertygraphStatistics: 'DeleteStatistics',
  DeleteSparqlStatistics: 'DeleteStatistics',
  GetPropertygraphStatistics: 'GetStatisticsStatus',
  GetSparqlStatistics: 'GetStatisticsStatus',
  GetRDFGraphSummary: 'GetGraphSummary',
  GetPropertygraphSummary: 'GetGraphSummary',
  GetPropertygraphStream: 'GetStreamRecords',
  GetSparqlStream: 'GetStreamRecords',
  ManagePropertygraphStatistics: 'ManageStatistics',
  ManageSparqlStatistics: 'ManageStatistics',
  GetMLDataProcessingJob: 'GetMLDataProcessingJobStatus',
  GetMLEndpoint: 'GetMLEndpointStatus',
  GetMLModelTrainingJob: 'GetMLModelTrainingJobStatus',
  GetMLModelTransformJob: 'GetMLModelTransformJobStatus',
};

export const neptuneData: ServiceRules = {
  clients: ['neptunedata'],
  prefix: 'neptune-db',
  resources: { database: { form: cluster, from: [] } },
  actions: NAMED,
  operations: {
    ExecuteGremlinQuery: gremlin,
    ExecuteGremlinExplainQuery: gremlin,
    ExecuteGremlinProfileQuery: gremlin,
    ExecuteOpenCypherQuery: openCypher,
    ExecuteOpenCypherExplainQuery: openCypher,
    ...Object.fromEntries(
      ['GetGremlinQueryStatus', 'GetOpenCypherQueryStatus', 'ListGremlinQueries', 'ListOpenCypherQueries'].map((name) => [
        name,
        asQuery('GetQueryStatus'),
      ]),
    ),
    ...Object.fromEntries(['CancelGremlinQuery', 'CancelOpenCypherQuery'].map((name) => [name, asQuery('CancelQuery')])),
    ExecuteFastReset: asQuery('ResetDatabase'),
  },
};
