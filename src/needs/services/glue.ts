/**
 * AWS Glue. Sources: the operation table of "Actions, resources, and condition keys for AWS Glue", "Specifying AWS Glue resource
 * ARNs": whatever is in a catalogue is decided over the table, its database and the catalogue. The API reference names the
 * permission that reading and writing statistics takes.
 */
import { catalogForm } from '../arn-format.ts';
import { present } from '../predicate.ts';
import { arnFrom, firstOf, named, type ResourceForm, under } from '../resource.ts';
import { main, need, passRole, type Row, type ServiceRules } from '../rule.ts';

const GLUE = 'glue.amazonaws.com';
const members: ServiceRules['members'] = {
  DatabaseName: ['DatabaseName', 'DatabaseInput.Name', 'Name'],
  TableName: ['TableName', 'Name', 'TableInput.Name', 'TablesToDelete[]'],
  UserDefinedFunctionName: ['FunctionName', 'FunctionInput.FunctionName'],
  ConnectionName: ['ConnectionName', 'ConnectionNameList[]', 'ConnectionInput.Name', 'Name'],
  ConnectionTypeName: ['ConnectionType', 'ConnectionInput.ConnectionType'],
  TableVersionName: ['VersionId', 'VersionIds[]'],
  JobName: ['JobName', 'JobNames[]', 'Name'],
  CrawlerName: ['CrawlerName', 'CrawlerNames[]', 'CrawlerNameList[]', 'Name'],
  TriggerName: ['TriggerNames[]', 'Name'],
  WorkflowName: ['WorkflowName', 'Names[]', 'Name'],
  BlueprintName: ['BlueprintName', 'Names[]', 'Name'],
  CustomEntityTypeId: ['Names[]', 'Name'],
  DevEndpointName: ['EndpointName', 'DevEndpointNames[]'],
  RulesetName: ['RulesetName', 'RulesetNames[]', 'Name'],
  RegistryName: ['RegistryName', 'RegistryId.RegistryName', 'SchemaId.RegistryName'],
  registry: ['RegistryId.RegistryArn'],
  UsageProfileId: ['Name'],
  TransformId: ['TransformId'],
  SessionId: ['SessionId', 'Id'],
  'CreateCatalog.CatalogName': ['Name'],
  CatalogName: [],
  // everything in a database is deleted with it
  'DeleteDatabase.TableName': [],
  'DeleteDatabase.UserDefinedFunctionName': [],
  integration: ['IntegrationIdentifier', 'IntegrationArn'],
};
const glue = (type: string, ...names: readonly string[]): ResourceForm =>
  catalogForm('glue', type, { operation: type, members: names, service: { members } });

/** Each item of a batch is read or deleted by the action of one. */
const eachOf = (action: string, type: string, ...names: readonly string[]): readonly Row[] => [
  main(`glue:${action}`, glue(type, ...names)),
];

/** `schema/REGISTRY/SCHEMA`; schemas that name no registry are in the default one. */
const schema: ResourceForm = firstOf(
  { from: 'SchemaId.SchemaArn', form: arnFrom('SchemaId.SchemaArn', 'glue', 'schema/') },
  {
    from: 'SchemaId.SchemaName',
    form: under({
      base: named({ service: 'glue', before: 'schema/', from: 'SchemaId.RegistryName', types: [], byDefault: 'default-registry' }),
      before: '/',
      from: 'SchemaId.SchemaName',
    }),
  },
);
const newSchema: ResourceForm = under({
  base: named({ service: 'glue', before: 'schema/', from: 'RegistryId.RegistryName', types: [], byDefault: 'default-registry' }),
  before: '/',
  from: 'SchemaName',
});

const passConnection = (from: string): Row =>
  need('glue:PassConnection', named({ service: 'glue', before: 'connection/', from, types: ['AWS::Glue::Connection'] }), present(from));
const catalogRoles: readonly Row[] = [passRole('CatalogInput.CatalogProperties.DataLakeAccessProperties.DataTransferRole', GLUE)];
const tables: readonly Row[] = [
  passRole('TableInput.ViewDefinition.Definer', GLUE),
  passConnection('TableInput.Parameters.connectionName'),
];
const optimizer: readonly Row[] = [
  passRole('TableOptimizerConfiguration.roleArn', GLUE),
  passConnection('TableOptimizerConfiguration.vpcConfiguration.glueConnectionName'),
];
const connection: readonly Row[] = [
  main('glue:DescribeConnectionType', glue('connectionType', 'ConnectionInput')),
  passRole('ConnectionInput.ConnectionProperties.ROLE_ARN', GLUE),
];
const integration: readonly Row[] = ['SourceProcessingProperties', 'TargetProcessingProperties'].map((path) =>
  passRole(`${path}.RoleArn`, GLUE),
);

const ATHENA = "the action of Athena's own catalogue, before accounts were upgraded to Glue's";
const PROFILES = 'asked of principals that are tagged with a usage profile alone ("Setting up usage profiles"), and the role is not';
const READS = 'reading a job hands over no role: no parameter names one';

export const glueRules: ServiceRules = {
  clients: ['glue'],
  prefix: 'glue',
  resources: { schema: { form: schema, from: ['SchemaId'] } },
  operations: {},
  members,
  passedTo: [GLUE],
  actions: {
    CreatePartitionIndex: 'UpdateTable',
    DeletePartitionIndex: 'UpdateTable',
    DeleteColumnStatisticsForPartition: 'UpdatePartition',
    DeleteColumnStatisticsForTable: 'UpdateTable',
    GetColumnStatisticsForPartition: 'GetPartition',
    GetColumnStatisticsForTable: 'GetTable',
    UpdateColumnStatisticsForPartition: 'UpdatePartition',
    UpdateColumnStatisticsForTable: 'UpdateTable',
    BatchGetDataQualityResult: 'GetDataQualityResult',
    BatchGetDataQualityRulesetEvaluationRun: 'GetDataQualityRulesetEvaluationRun',
    BatchPutDataQualityStatisticAnnotation: 'PutDataQualityStatisticAnnotation',
    ListDataQualityStatisticAnnotations: 'GetDataQualityResult',
    ListDataQualityStatistics: 'GetDataQualityResult',
  },
  besides: {
    BatchDeleteConnection: eachOf('DeleteConnection', 'connection', 'ConnectionNameList'),
    BatchDeleteTableVersion: eachOf('DeleteTableVersion', 'tableversion', 'DatabaseName', 'TableName', 'VersionIds'),
    BatchGetBlueprints: eachOf('GetBlueprint', 'blueprint', 'Names'),
    BatchGetCustomEntityTypes: eachOf('GetCustomEntityType', 'customEntityType', 'Names'),
    BatchGetDevEndpoints: eachOf('GetDevEndpoint', 'devendpoint', 'DevEndpointNames'),
    BatchGetJobs: eachOf('GetJob', 'job', 'JobNames'),
    BatchGetTriggers: eachOf('GetTrigger', 'trigger', 'TriggerNames'),
    BatchGetWorkflows: eachOf('GetWorkflow', 'workflow', 'Names'),
    CreateCatalog: [...catalogRoles, passConnection('CatalogInput.FederatedCatalog.ConnectionName')],
    UpdateCatalog: catalogRoles,
    CreateConnection: connection,
    UpdateConnection: connection,
    TestConnection: [passRole('TestConnectionInput.ConnectionProperties.ROLE_ARN', GLUE)],
    CreateDatabase: [passConnection('DatabaseInput.FederatedDatabase.ConnectionName')],
    CreateIntegrationResourceProperty: integration,
    UpdateIntegrationResourceProperty: integration,
    CreateTable: tables,
    UpdateTable: tables,
    CreateTableOptimizer: optimizer,
    UpdateTableOptimizer: optimizer,
    CreateSchema: [need('glue:TagResource', newSchema, present('Tags'))],
    UpdateJob: [passRole('JobUpdate.Role', GLUE)],
    PutDataCatalogEncryptionSettings: [passRole('DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionServiceRole', GLUE)],
  },
  differs: {
    GetCatalogs: { 'athena:GetCatalogs': ATHENA },
    GetTable: { 'athena:GetTable': ATHENA },
    GetTables: { 'athena:GetTables': ATHENA },
    GetJob: { 'iam:PassRole': READS },
    GetJobs: { 'iam:PassRole': READS },
    ...Object.fromEntries(
      ['CreateJob', 'CreateSession', 'StartJobRun', 'UpdateJob'].map((name) => [name, { 'glue:GetUsageProfile': PROFILES }]),
    ),
  },
};
