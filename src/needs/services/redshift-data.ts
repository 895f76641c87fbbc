/**
 * Amazon Redshift's Data API. Source: "Authorizing access to the Amazon Redshift Data API" of the Management Guide: a call signs
 * in with a secret, or with temporary credentials that it gets for itself or for a database user.
 */
import { catalogForm } from '../arn-format.ts';
import { both, not, type Predicate, present } from '../predicate.ts';
import { named, type ResourceForm, under } from '../resource.ts';
import { need, type Row, type ServiceRules } from '../rule.ts';
import { secretAt } from './secrets-manager.ts';

const secret = present('SecretArn');
const clustered = present('ClusterIdentifier');
const asUser = present('DbUser');
const inCluster = (kind: string, from: string): ResourceForm =>
  under({ base: named({ service: 'redshift', before: `${kind}:`, from: 'ClusterIdentifier', types: [] }), before: '/', from });

/** The ARN of a workgroup ends in an id, which its name does not tell. */
const workgroup = catalogForm('redshift-serverless', 'workgroup', { operation: 'GetCredentials', members: ['WorkgroupName'] });

const DATABASE: Predicate = both(clustered, not(secret));
const signIn: readonly Row[] = [
  need('secretsmanager:GetSecretValue', secretAt('SecretArn'), secret),
  need('redshift:GetClusterCredentials', inCluster('dbuser', 'DbUser'), both(DATABASE, asUser)),
  need('redshift:GetClusterCredentials', inCluster('dbname', 'Database'), both(DATABASE, asUser)),
  need('redshift:GetClusterCredentialsWithIAM', inCluster('dbname', 'Database'), both(DATABASE, not(asUser))),
  need('redshift-serverless:GetCredentials', workgroup, both(present('WorkgroupName'), not(secret))),
];

const SIGNS_IN =
  'the call signs in to the database with the permissions of its caller ("Authorizing access to the Amazon Redshift Data API")';

export const redshiftData: ServiceRules = {
  clients: ['redshift-data'],
  prefix: 'redshift-data',
  resources: {},
  operations: {},
  actions: { GetStatementResultV2: 'GetStatementResult' },
  members: { ClusterName: ['ClusterIdentifier'] },
  besides: Object.fromEntries(
    ['BatchExecuteStatement', 'DescribeTable', 'ExecuteStatement', 'ListDatabases', 'ListSchemas', 'ListTables'].map((name) => [
      name,
      signIn,
    ]),
  ),
  differs: {
    '*': {
      'secretsmanager:GetSecretValue': SIGNS_IN,
      'redshift:GetClusterCredentials': SIGNS_IN,
      'redshift:GetClusterCredentialsWithIAM': SIGNS_IN,
      'redshift-serverless:GetCredentials': SIGNS_IN,
    },
  },
};
