/**
 * Amazon DynamoDB and its streams. Sources: "DynamoDB API permissions: Actions, resources, and conditions reference" and
 * "IAM security policies with PartiQL for DynamoDB" of the DynamoDB Developer Guide, and the Service Authorization Reference
 * "Amazon DynamoDB".
 */
import type { MapDatum } from '../../model/datum.ts';
import { concat, isExact, literalOf, split, type Text, text } from '../../model/text.ts';
import { arn, arnParts, literally, wildcards, withResource } from '../arn.ts';
import { literalsAt, part, skeleton, type TextValue, textsAt, valuesAt } from '../input.ts';
import { keyFrom } from '../key.ts';
import { both, not, type Predicate, present, textIs } from '../predicate.ts';
import { ANY, below, type Named, named, namedTarget, type ResourceForm, type Scope, type Target, under } from '../resource.ts';
import { each, main, need, type OfferedCondition, type OperationRule, rows, type ServiceRules } from '../rule.ts';
import { resourceByArn } from '../template-resources.ts';
import { bucketAt } from './s3-resources.ts';

const TABLES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::Serverless::SimpleTable'];

/** The ARN of an index or stream names its table in front. */
const tableOf = (value: Text): Text => {
  const parts = arnParts(value);
  if (!parts) return value;
  const [head, name] = split(parts.resource, '/');
  return head && name && literalOf(head) === 'table' ? withResource(parts, concat(['table/'], name)) : value;
};

const byTable = (from: string): Named => ({ service: 'dynamodb', before: 'table/', from, types: TABLES, trim: tableOf });
const tableAt = (from: string): ResourceForm => named(byTable(from));
const table = tableAt('TableName');
const index = under({ base: table, before: '/index/', from: 'IndexName', present: true });

const backup = named({ service: 'dynamodb', before: 'table/*/backup/', from: 'BackupArn', types: [] });
const exportArn = named({ service: 'dynamodb', before: 'table/*/export/', from: 'ExportArn', types: [] });
const importArn = named({ service: 'dynamodb', before: 'table/*/import/', from: 'ImportArn', types: [] });
const globalTable: ResourceForm = named({
  service: 'dynamodb',
  before: 'global-table/',
  from: 'GlobalTableName',
  types: [],
  region: 'none',
});

/**
 * Streams belong to a table: `table/NAME/stream/LABEL`. A shard iterator is opaque, but begins with the ARN of its stream, so
 * a name that the code built from one keeps it; otherwise any stream may be meant.
 */
const stream = named({ service: 'dynamodb', before: 'table/*/stream/', from: 'StreamArn', types: [] });
const anyStream: ResourceForm = {
  describe: 'arn:${Partition}:dynamodb:${Region}:${Account}:table/*/stream/*',
  targets: (scope) => [
    {
      resource: arn('dynamodb', text('table/*/stream/*'), scope.region ? { region: scope.region } : {}),
      certainty: 'unresolved',
      when: [],
      why: 'the shard iterator, which says nothing of its stream before it is made',
    },
  ],
};

// ── PartiQL ──────────────────────────────────────────────────────────────────────────────────────────────────

const VERBS = ['select', 'insert', 'update', 'delete'] as const;
type Verb = (typeof VERBS)[number];

/** The first word says what a statement does; `EXISTS(SELECT …)` is a condition check inside a transaction. */
function verbOf(statement: Text): Verb | 'other' | undefined {
  const [first] = statement;
  if (typeof first !== 'string') return undefined;
  const word = /^\s*([A-Za-z]+)/.exec(first.slice(0, 200))?.[1]?.toLowerCase();
  if (word === 'exists') return 'select';
  return VERBS.find((verb) => verb === word) ?? (statement.length > 1 && word === undefined ? undefined : 'other');
}

const verb = (wanted: Verb): Predicate =>
  textIs('Statement', `Statement is ${wanted === 'insert' ? 'an' : 'a'} ${wanted.toUpperCase()}`, (statement) => {
    const found = verbOf(statement);
    return found === undefined ? undefined : found === wanted;
  });

interface StatementTarget {
  readonly table: Text;
  readonly index: Text | undefined;
}

/** The table, and index, after FROM, INTO, UPDATE: `"Orders"."byDate"`, `Orders`. Undefined when it cannot be read. */
function tableInStatement(statement: Text): StatementTarget | undefined {
  const shape = skeleton(statement);
  const keyword = /\b(?:from|into|update)\s+/i.exec(shape);
  if (!keyword) return undefined;
  const first = nameAt(statement, shape, keyword.index + keyword[0].length);
  if (!first) return undefined;
  const after = shape[first.end] === '.' ? nameAt(statement, shape, first.end + 1) : undefined;
  return { table: first.name, index: after?.name };
}

/** A name in double quotes or bare, as a text: `skeleton` has one character for each hole, so positions agree. */
function nameAt(statement: Text, shape: string, start: number): { readonly name: Text; readonly end: number } | undefined {
  const quoted = shape[start] === '"';
  const from = quoted ? start + 1 : start;
  let end = from;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark of a hole
  while (end < shape.length && (quoted ? shape[end] !== '"' : /[\w\-\u0000]/.test(shape[end] ?? ''))) end++;
  if (end === from) return undefined;
  return { name: part(statement, from, end), end: quoted ? end + 1 : end };
}

const STATEMENT_TABLE: Named = byTable('Statement');

/** PartiQL on an index needs the index alone; the other statements write to the table. */
const inStatement: ResourceForm = {
  describe: 'arn:${Partition}:dynamodb:${Region}:${Account}:table/${table in Statement}',
  targets: (scope) => textsAt(scope.input, 'Statement').flatMap((value): readonly Target[] => statementTarget(value, scope)),
};

function statementTarget(value: TextValue, scope: Scope): readonly Target[] {
  const { when } = value;
  if (value.kind !== 'text') return [namedTarget(STATEMENT_TABLE, value, scope)];
  const found = tableInStatement(value.text);
  if (!found) return [namedTarget(STATEMENT_TABLE, { kind: 'unknown', when, reason: 'the table that the PartiQL statement names' }, scope)];
  const base = namedTarget(STATEMENT_TABLE, { kind: 'text', when, text: found.table }, scope);
  if (!found.index) return [base];
  return [below(base, concat(['/index/'], wildcards(literally(found.index))), isExact(found.index))];
}

const partiQl = [
  main('dynamodb:PartiQLSelect', inStatement, verb('select')),
  main('dynamodb:PartiQLInsert', inStatement, verb('insert')),
  main('dynamodb:PartiQLUpdate', inStatement, verb('update')),
  main('dynamodb:PartiQLDelete', inStatement, verb('delete')),
];

// ── Transactions and batches ─────────────────────────────────────────────────────────────────────────────────

/** A transaction needs the action of each kind of item in it ("TransactWriteItems", "IAM" of the transactions page). */
const item = (member: string, action: string) => main(action, tableAt(`${member}.TableName`), present(member));

/** The tables of a batch are the keys of RequestItems, whose values the action does not depend on. */
const batched = tableAt('RequestItems{}');

// ── dynamodb:LeadingKeys ─────────────────────────────────────────────────────────────────────────────────────

/**
 * A constant partition key fits a condition ("Using IAM policy conditions for fine-grained access control"). The key's
 * name comes from the template, so only tables of the template are offered one.
 */
const leadingKey = (action: string, keyMember: string): OfferedCondition => ({
  action,
  offer: (scope) => {
    const [target, ...others] = table.targets(scope);
    const resource = target && others.length === 0 ? resourceByArn(scope.app, target.resource) : undefined;
    const keyName = resource && partitionKeyOf(resource.properties);
    if (keyName === undefined) return undefined;
    const values = constantKeys(scope.input, keyMember, keyName);
    return values && values.length > 0
      ? {
          condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': values.map((v) => text(v)) } },
          why: 'the code uses only these partition keys',
        }
      : undefined;
  },
});

function partitionKeyOf(properties: MapDatum): string | undefined {
  const simple = literalsAt(properties, 'PrimaryKey.Name');
  if (simple?.length === 1) return simple[0];
  const names: string[] = [];
  for (const value of valuesAt(properties, 'KeySchema[]')) {
    if (value.kind !== 'datum' || value.datum.kind !== 'map') return undefined;
    if (literalsAt(value.datum, 'KeyType')?.[0] === 'HASH') names.push(...(literalsAt(value.datum, 'AttributeName') ?? []));
  }
  return names.length === 1 ? names[0] : undefined;
}

/** The key's values, as the low-level API (`{ S: 'a' }`) or the document client (`'a'`) writes them. */
function constantKeys(input: MapDatum, keyMember: string, keyName: string): readonly string[] | undefined {
  const out: string[] = [];
  for (const value of valuesAt(input, `${keyMember}.${keyName}`)) {
    if (value.kind !== 'datum') return undefined;
    const { datum } = value;
    const literals = datum.kind === 'map' ? literalsAt(datum, 'S') : datum.kind === 'text' ? [literalOf(datum.text)] : undefined;
    if (!literals) return undefined;
    for (const literal of literals) {
      if (literal === undefined || literal === '') return undefined;
      out.push(literal);
    }
  }
  return out;
}

const keyed = (action: string, keyMember: string): OperationRule => ({
  rows: [main(action, table)],
  conditions: [leadingKey(action, keyMember)],
});

// ── Restores and replicas ────────────────────────────────────────────────────────────────────────────────────

/** "Restoring a DynamoDB table from a backup", permissions: the restore writes as the caller. */
const DATA_ACTIONS = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];
const target = tableAt('TargetTableName');
const restored = DATA_ACTIONS.map((name) => main(`dynamodb:${name}`, target));

/** "Using IAM with global tables": adding a replica copies the data as the caller. */
const replicas = present('ReplicaUpdates');
const replicated = (...names: readonly string[]) => names.map((name) => need(`dynamodb:${name}`, table, replicas));

// ── Exports ──────────────────────────────────────────────────────────────────────────────────────────────────

const exportBucket = bucketAt('S3Bucket');
/** The export makes a folder of its own below the prefix. */
const exportObject: ResourceForm = {
  describe: `${exportBucket.describe}/\${S3Prefix}/*`,
  targets: (scope) =>
    exportBucket
      .targets(scope)
      .flatMap((base) =>
        textsAt(scope.input, 'S3Prefix').map((prefix) =>
          below(base, prefix.kind === 'text' ? concat(['/'], wildcards(literally(prefix.text)), ['*']) : ['/*'], false),
        ),
      ),
};
/** "Requesting a table import in DynamoDB", setting up IAM permissions: the import reads and logs as the caller. */
const importBucket = bucketAt('S3BucketSource.S3Bucket');
const importObject: ResourceForm = {
  describe: `${importBucket.describe}/\${S3BucketSource.S3KeyPrefix}*`,
  targets: (scope) =>
    importBucket
      .targets(scope)
      .flatMap((base) =>
        textsAt(scope.input, 'S3BucketSource.S3KeyPrefix').map((prefix) =>
          below(base, prefix.kind === 'text' ? concat(['/'], wildcards(text(...literally(prefix.text), '*'))) : ['/*'], false),
        ),
      ),
};
const importLog: ResourceForm = {
  describe: 'arn:${Partition}:logs:${Region}:${Account}:log-group:/aws-dynamodb/*',
  targets: (scope) => [
    {
      resource: arn('logs', text('log-group:/aws-dynamodb/*'), scope.region ? { region: scope.region } : {}),
      certainty: 'pattern',
      when: [],
    },
  ],
};
const LOGS_OF_IMPORT = [
  'CreateLogGroup',
  'CreateLogStream',
  'DescribeLogGroups',
  'DescribeLogStreams',
  'PutLogEvents',
  'PutRetentionPolicy',
];

const exportKey = keyFrom('S3SseKmsKeyId', 's3');
const AS_CALLER = 'the export is written with the permissions of its caller ("Requesting a table export in DynamoDB")';
const IMPORTS = 'an import reads and logs with the permissions of its caller ("DynamoDB data import from Amazon S3", permissions)';

const REPLICATION = 'an action of replication itself, which DynamoDB calls with a role of its own; no API call of a function needs it';

export const dynamodb: ServiceRules = {
  clients: ['dynamodb', 'dynamodb-streams'],
  prefix: 'dynamodb',
  resources: {
    table: { form: table, from: ['TableName'] },
    index: { form: index, from: ['TableName', 'IndexName'] },
    stream: { form: stream, from: ['StreamArn'] },
    backup: { form: backup, from: ['BackupArn'] },
    export: { form: exportArn, from: ['ExportArn'] },
    import: { form: importArn, from: ['ImportArn'] },
    'global-table': { form: globalTable, from: ['GlobalTableName'] },
  },
  operations: {
    GetItem: keyed('dynamodb:GetItem', 'Key'),
    PutItem: keyed('dynamodb:PutItem', 'Item'),
    UpdateItem: keyed('dynamodb:UpdateItem', 'Key'),
    DeleteItem: keyed('dynamodb:DeleteItem', 'Key'),
    // an index is a resource of its own: reading it needs nothing on the table
    Query: rows(main('dynamodb:Query', table, not(present('IndexName'))), main('dynamodb:Query', index, present('IndexName'))),
    Scan: rows(main('dynamodb:Scan', table, not(present('IndexName'))), main('dynamodb:Scan', index, present('IndexName'))),
    BatchGetItem: rows(main('dynamodb:BatchGetItem', batched)),
    BatchWriteItem: rows(main('dynamodb:BatchWriteItem', batched)),
    TransactGetItems: rows(each('TransactItems[]', item('Get', 'dynamodb:GetItem'))),
    TransactWriteItems: rows(
      each(
        'TransactItems[]',
        item('Put', 'dynamodb:PutItem'),
        item('Update', 'dynamodb:UpdateItem'),
        item('Delete', 'dynamodb:DeleteItem'),
        item('ConditionCheck', 'dynamodb:ConditionCheckItem'),
      ),
    ),
    ExecuteStatement: rows(...partiQl),
    BatchExecuteStatement: rows(each('Statements[]', ...partiQl)),
    ExecuteTransaction: rows(each('TransactStatements[]', ...partiQl)),
    DescribeTable: rows(main('dynamodb:DescribeTable', table)),
    DescribeStream: rows(main('dynamodb:DescribeStream', stream)),
    GetShardIterator: rows(main('dynamodb:GetShardIterator', stream)),
    GetRecords: rows(main('dynamodb:GetRecords', anyStream)),
    ListStreams: rows(main('dynamodb:ListStreams', ANY)),
    DescribeTimeToLive: rows(main('dynamodb:DescribeTimeToLive', table)),
    UpdateTimeToLive: rows(main('dynamodb:UpdateTimeToLive', table)),
    CreateTable: rows(
      main('dynamodb:CreateTable', table),
      need('dynamodb:TagResource', table, present('Tags')),
      need('dynamodb:PutResourcePolicy', table, present('ResourcePolicy')),
      ...['AssociateTableReplica', 'CreateTableReplica', ...DATA_ACTIONS].map((name) =>
        need(`dynamodb:${name}`, table, present('GlobalTableSourceArn')),
      ),
    ),
    UpdateTable: rows(
      main('dynamodb:UpdateTable', table),
      ...replicated('CreateTable', 'CreateTableReplica', 'TagResource', 'ReplicateSettings', 'WriteDataForReplication', ...DATA_ACTIONS),
      need('dynamodb:CreateGlobalTableWitness', table, present('GlobalTableWitnessUpdates')),
      need('dynamodb:DeleteGlobalTableWitness', table, present('GlobalTableWitnessUpdates')),
    ),
    RestoreTableFromBackup: rows(
      main('dynamodb:RestoreTableFromBackup', backup),
      main('dynamodb:RestoreTableFromBackup', target),
      ...restored,
    ),
    RestoreTableToPointInTime: rows(
      main('dynamodb:RestoreTableToPointInTime', tableAt('SourceTableName'), present('SourceTableName')),
      main(
        'dynamodb:RestoreTableToPointInTime',
        tableAt('SourceTableArn'),
        both(present('SourceTableArn'), not(present('SourceTableName'))),
      ),
      main('dynamodb:RestoreTableToPointInTime', target),
      ...restored,
    ),
    // "Exporting to S3", permissions: the export writes as the caller
    ExportTableToPointInTime: rows(
      main('dynamodb:ExportTableToPointInTime', tableAt('TableArn')),
      ...['s3:PutObject', 's3:AbortMultipartUpload', 's3:PutObjectAcl'].map((action) => main(action, exportObject)),
      need('kms:GenerateDataKey', exportKey, present('S3SseKmsKeyId')),
      need('kms:Decrypt', exportKey, present('S3SseKmsKeyId')),
    ),
    ImportTable: rows(
      main('dynamodb:ImportTable', tableAt('TableCreationParameters.TableName')),
      main('s3:GetObject', importObject),
      main('s3:ListBucket', importBucket),
      ...LOGS_OF_IMPORT.map((name) => main(`logs:${name}`, importLog)),
    ),
    EnableKinesisStreamingDestination: rows(main('dynamodb:EnableKinesisStreamingDestination', table)),
  },
  differs: {
    ImportTable: Object.fromEntries(
      ['s3:GetObject', 's3:ListBucket', ...LOGS_OF_IMPORT.map((name) => `logs:${name}`)].map((action) => [action, IMPORTS]),
    ),
    ExportTableToPointInTime: {
      's3:PutObject': AS_CALLER,
      's3:AbortMultipartUpload': AS_CALLER,
      's3:PutObjectAcl': AS_CALLER,
      'kms:GenerateDataKey': AS_CALLER,
      'kms:Decrypt': AS_CALLER,
    },
    ...Object.fromEntries(
      ['DescribeStream', 'DescribeTimeToLive', 'GetItem', 'GetRecords', 'GetShardIterator'].map((name) => [
        name,
        { 'dynamodb:ReadDataForReplication': REPLICATION },
      ]),
    ),
    RestoreTableToPointInTime: {
      'dynamodb:AssociateTableReplica': REPLICATION,
      'dynamodb:CreateTableReplica': REPLICATION,
      'dynamodb:RestoreTableToPointInTime':
        "the table leaves out the action of the operation's own name, which IAM defines and the restore page names",
    },
    PutItem: { 'dynamodb:WriteDataForReplication': REPLICATION },
    DeleteItem: { 'dynamodb:WriteDataForReplication': REPLICATION },
    UpdateTimeToLive: { 'dynamodb:WriteDataForReplication': REPLICATION, 'dynamodb:ReplicateSettings': REPLICATION },
    DescribeTable: { 'dynamodb:ReplicateSettings': REPLICATION, 'dynamodb:ReadDataForReplication': REPLICATION },
  },
};
