/**
 * The Data API of Amazon RDS. Source: "Authorizing access to the Amazon RDS Data API": on the cluster, and on the secret with
 * the credentials.
 */
import { arnFrom } from '../resource.ts';
import { main, type OperationRule, rows, type ServiceRules } from '../rule.ts';
import { secretAt } from './secrets-manager.ts';

const cluster = arnFrom('resourceArn', 'rds', 'cluster:', ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

const withSecret = (name: string, from = 'secretArn'): OperationRule =>
  rows(main(`rds-data:${name}`, cluster), main('secretsmanager:GetSecretValue', secretAt(from)));
const READ = 'the Data API reads the secret with the permissions of its caller ("Authorizing access to the Amazon RDS Data API")';
const OPERATIONS = ['BatchExecuteStatement', 'BeginTransaction', 'CommitTransaction', 'ExecuteStatement', 'RollbackTransaction'];

export const rdsData: ServiceRules = {
  clients: ['rds-data'],
  prefix: 'rds-data',
  resources: { cluster: { form: cluster, from: ['resourceArn'] } },
  operations: {
    ...Object.fromEntries(OPERATIONS.map((name) => [name, withSecret(name)])),
    ExecuteSql: rows(
      main('rds-data:ExecuteSql', arnFrom('dbClusterOrInstanceArn', 'rds', 'cluster:')),
      main('secretsmanager:GetSecretValue', secretAt('awsSecretStoreArn')),
    ),
  },
  differs: { '*': { 'secretsmanager:GetSecretValue': READ } },
};
