/**
 * Amazon S3. Sources: "Required permissions for Amazon S3 API operations" of the S3 User Guide, the Permissions section of
 * each operation's page in the S3 API Reference, and the Service Authorization Reference "Amazon S3".
 */
import { dropChars, isExact, isHole, literalOf, mayHold, split, startsWith, type Text, text } from '../../model/text.ts';
import { arn, arnParts, globalArn, reasonOf } from '../arn.ts';
import { type TextValue, textsAt } from '../input.ts';
import { keyFrom } from '../key.ts';
import { both, either, equals, not, type Predicate, present, textIs } from '../predicate.ts';
import { ANY, named, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { type AllowRow, each, main, need, type OperationRule, offer, passRole, rows, type ServiceRules } from '../rule.ts';
import { bucket, bucketTarget, DIRECTORY_SUFFIX, object, objectAt, objectOf } from './s3-resources.ts';

const isLambdaAccessPoint: Predicate = textIs('Bucket', 'Bucket is an Object Lambda access point', (value) => {
  if (!startsWith(value, 'arn:')) return false;
  const service = arnParts(value)?.service;
  return service === undefined ? false : literalOf(service) === 's3-object-lambda';
});

/** Directory buckets authorise every object operation by a session ("s3express:CreateSession"). */
const isDirectoryBucket: Predicate = textIs('Bucket', 'Bucket is a directory bucket', (value) => {
  const last = value[value.length - 1];
  return typeof last === 'string' && last.endsWith(DIRECTORY_SUFFIX);
});
// an undecided Bucket is taken for a bucket: the other kinds are recognised by what they are written as
const usual = (predicate: Predicate): Predicate => ({
  ...predicate,
  test: (input) => {
    const { holds, fails, unknown } = predicate.test(input);
    return { holds, fails: fails || unknown !== undefined };
  },
});
const lambdaAccessPoint = usual(isLambdaAccessPoint);
const directoryBucket = usual(isDirectoryBucket);
const plainBucket = not(either(lambdaAccessPoint, directoryBucket));

/** Object operations: on a bucket, through an Object Lambda access point, or by the session of a directory bucket. */
const onObjects = (lambdaAction: string | undefined, ...list: readonly AllowRow[]): OperationRule =>
  rows(
    ...list.map((row) => ({ ...row, when: row.when ? onPlainBucket(row.when) : ALWAYS_ON_BUCKET })),
    ...(lambdaAction === undefined ? [] : [need(lambdaAction, bucket, lambdaAccessPoint)]),
    need('s3express:CreateSession', bucket, directoryBucket),
  );

const ALWAYS_ON_BUCKET: Predicate = { ...plainBucket, describe: '', parameters: [] };

/** People read the condition on the parameter alone: that the bucket is a plain one goes without saying. */
const onPlainBucket = (inner: Predicate): Predicate => ({
  ...both(plainBucket, inner),
  describe: inner.describe,
  parameters: inner.parameters,
});

/** `bucket/key`, `/bucket/key?versionId=…`, or the ARN of an object under an access point (CopyObject, x-amz-copy-source). */
function copySource(value: TextValue, scope: Scope): readonly Target[] {
  if (value.kind !== 'text') {
    const why = value.kind === 'unknown' ? value.reason : 'CopySource, which the call does not show';
    return [unresolvedTarget(globalArn('s3', ['*/*']), value.when, why)];
  }
  const [source = []] = split(value.text, '?versionId=');
  if (startsWith(source, 'arn:')) return [targetOf(source, source, value.when)];
  const path = startsWith(source, '/') ? dropChars(source, 1) : source;
  const [name, ...rest] = split(path, '/');
  const key = rest.flatMap((piece, i) => (i === 0 ? piece : ['/', ...piece]));
  const hidden = name?.some((part) => isHole(part) && !['name', 'parameter', 'pseudo'].includes(part.kind) && mayHold(part, '/'));
  if (!name || rest.length === 0 || (hidden && name.length === 1 && rest.length === 0))
    return [unresolvedTarget(globalArn('s3', ['*/*']), value.when, reasonOf(value.text))];
  const base = bucketTarget({ kind: 'text', when: value.when, text: name }, scope);
  return objectOf(base, { kind: 'text', when: value.when, text: text(...key) });
}

const source: ResourceForm = {
  describe: 'the object in ${CopySource}',
  targets: (scope) => textsAt(scope.input, 'CopySource').flatMap((value) => copySource(value, scope)),
};

const ofVersion: Predicate = textIs('CopySource', 'CopySource names a versionId', (value: Text) =>
  value.some((part) => typeof part === 'string' && part.includes('?versionId=')),
);

const version = present('VersionId');
const grantsAcl = either(...['ACL', 'GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWriteACP'].map(present));
const retention = either(present('ObjectLockMode'), present('ObjectLockRetainUntilDate'));

/** PutObject, CreateMultipartUpload: "Permissions" on the pages of both operations. */
const writeOptions = [
  need('s3:PutObjectAcl', object, grantsAcl),
  need('s3:PutObjectTagging', object, present('Tagging')),
  need('s3:PutObjectRetention', object, retention),
  need('s3:PutObjectLegalHold', object, present('ObjectLockLegalHoldStatus')),
];

/** A key that the call names is used in the caller's name; parts are decrypted to be put together ("Using SSE-KMS"). */
const key = keyFrom('SSEKMSKeyId', 's3');
const withKey = need('kms:GenerateDataKey', key, present('SSEKMSKeyId'));
const withPartsKey = [withKey, need('kms:Decrypt', key, present('SSEKMSKeyId'))];

/** HeadObject and GetObject answer 403 in place of 404 without s3:ListBucket ("Permissions" of GetObject). */
const tellsMissing = 'lets the code tell a missing object (404) from a denied one (403), which it looks at';

/** One version of an object is another action than the current one. */
const versioned = (current: string, ofOne: string) => [main(current, object, not(version)), need(ofOne, object, version)];

const onBucket = (action: string): OperationRule => rows(main(action, bucket));

/** S3 calls S3 Tables for the caller; the bucket of the metadata tables is no parameter. */
const allMetadataTables: ResourceForm = {
  describe: 'arn:${Partition}:s3tables:${Region}:${Account}:bucket/*',
  targets: (scope) => [
    { resource: arn('s3tables', text('bucket/*'), scope.region ? { region: scope.region } : {}), certainty: 'pattern', when: [] },
  ],
};
const metadata = (action: string, ...tables: readonly string[]): OperationRule =>
  rows(main(action, bucket), ...tables.map((table) => main(`s3tables:${table}`, allMetadataTables)));

const KEY = 'a key that the call names is used with the permissions of its caller (PutObject, "Permissions")';
const GET_HEADERS =
  'the response leaves out the lock and tag headers that the caller may not see; the object is returned without (GetObject)';

export const s3: ServiceRules = {
  clients: ['s3'],
  prefix: 's3',
  resources: {
    bucket: { form: bucket, from: ['Bucket'] },
    object: { form: object, from: ['Bucket', 'Key'] },
  },
  operations: {
    AbortMultipartUpload: onObjects('s3-object-lambda:AbortMultipartUpload', main('s3:AbortMultipartUpload', object)),
    CompleteMultipartUpload: onObjects('s3-object-lambda:PutObject', main('s3:PutObject', object)),
    CreateMultipartUpload: onObjects('s3-object-lambda:PutObject', main('s3:PutObject', object), ...writeOptions, ...withPartsKey),
    PutObject: onObjects('s3-object-lambda:PutObject', main('s3:PutObject', object), ...writeOptions, withKey),
    UploadPart: onObjects('s3-object-lambda:PutObject', main('s3:PutObject', object)),
    UploadPartCopy: onObjects(
      undefined,
      main('s3:GetObject', source, not(ofVersion)),
      main('s3:GetObjectVersion', source, ofVersion),
      main('s3:PutObject', object),
    ),
    CopyObject: onObjects(
      's3-object-lambda:PutObject',
      main('s3:GetObject', source, not(ofVersion)),
      main('s3:GetObjectVersion', source, ofVersion),
      main('s3:PutObject', object),
      ...writeOptions,
      withKey,
      offer('s3:GetObjectTagging', source, 'copies the tags of a source object that has some', not(equals('TaggingDirective', 'REPLACE'))),
      offer('s3:PutObjectTagging', object, 'copies the tags of a source object that has some', not(equals('TaggingDirective', 'REPLACE'))),
    ),
    GetObject: onObjects('s3-object-lambda:GetObject', ...versioned('s3:GetObject', 's3:GetObjectVersion')),
    HeadObject: onObjects('s3-object-lambda:GetObject', ...versioned('s3:GetObject', 's3:GetObjectVersion')),
    GetObjectAttributes: onObjects(undefined, ...versioned('s3:GetObject', 's3:GetObjectVersion')),
    GetObjectTorrent: onObjects(undefined, main('s3:GetObject', object)),
    SelectObjectContent: onObjects(undefined, main('s3:GetObject', object)),
    GetObjectAcl: onObjects('s3-object-lambda:GetObjectAcl', ...versioned('s3:GetObjectAcl', 's3:GetObjectVersionAcl')),
    PutObjectAcl: onObjects('s3-object-lambda:PutObjectAcl', ...versioned('s3:PutObjectAcl', 's3:PutObjectVersionAcl')),
    GetObjectTagging: onObjects('s3-object-lambda:GetObjectTagging', ...versioned('s3:GetObjectTagging', 's3:GetObjectVersionTagging')),
    PutObjectTagging: onObjects('s3-object-lambda:PutObjectTagging', ...versioned('s3:PutObjectTagging', 's3:PutObjectVersionTagging')),
    DeleteObjectTagging: onObjects(
      's3-object-lambda:DeleteObjectTagging',
      ...versioned('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
    ),
    GetObjectLegalHold: onObjects('s3-object-lambda:GetObjectLegalHold', main('s3:GetObjectLegalHold', object)),
    PutObjectLegalHold: onObjects('s3-object-lambda:PutObjectLegalHold', main('s3:PutObjectLegalHold', object)),
    GetObjectRetention: onObjects('s3-object-lambda:GetObjectRetention', main('s3:GetObjectRetention', object)),
    PutObjectRetention: onObjects(
      's3-object-lambda:PutObjectRetention',
      main('s3:PutObjectRetention', object),
      need('s3:BypassGovernanceRetention', object, equals('BypassGovernanceRetention', 'true')),
    ),
    RestoreObject: onObjects('s3-object-lambda:RestoreObject', main('s3:RestoreObject', object)),
    DeleteObject: onObjects(
      's3-object-lambda:DeleteObject',
      ...versioned('s3:DeleteObject', 's3:DeleteObjectVersion'),
      need('s3:BypassGovernanceRetention', object, equals('BypassGovernanceRetention', 'true')),
    ),
    DeleteObjects: rows(
      each('Delete.Objects[]', ...versioned('s3:DeleteObject', 's3:DeleteObjectVersion')),
      need('s3:BypassGovernanceRetention', objectAt('Delete.Objects[].Key'), equals('BypassGovernanceRetention', 'true')),
    ),
    ListParts: onObjects('s3-object-lambda:ListMultipartUploadParts', main('s3:ListMultipartUploadParts', object)),
    ListMultipartUploads: onObjects('s3-object-lambda:ListBucketMultipartUploads', main('s3:ListBucketMultipartUploads', bucket)),
    ListObjects: listing(onObjects('s3-object-lambda:ListBucket', main('s3:ListBucket', bucket))),
    ListObjectsV2: listing(onObjects('s3-object-lambda:ListBucket', main('s3:ListBucket', bucket))),
    ListObjectVersions: onBucket('s3:ListBucketVersions'),
    HeadBucket: onBucket('s3:ListBucket'),
    ListBuckets: rows(main('s3:ListAllMyBuckets', ANY)),
    ListDirectoryBuckets: rows(main('s3express:ListAllMyDirectoryBuckets', ANY)),
    CreateSession: rows(main('s3express:CreateSession', bucket)),
    // RenameObject exists for directory buckets only
    RenameObject: rows(main('s3express:CreateSession', bucket)),
    WriteGetObjectResponse: rows(
      main(
        's3-object-lambda:WriteGetObjectResponse',
        named({
          service: 's3-object-lambda',
          before: 'accesspoint/',
          from: 'RequestRoute',
          types: ['AWS::S3ObjectLambda::AccessPoint'],
          parse: () => [{ kind: 'runtime', reason: 'the access point that the object was asked through', chars: 'name' }],
        }),
      ),
    ),
    CreateBucket: rows(
      main('s3:CreateBucket', bucket),
      need(
        's3:PutBucketAcl',
        bucket,
        either(...['ACL', 'GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP'].map(present)),
      ),
      need('s3:PutBucketObjectLockConfiguration', bucket, equals('ObjectLockEnabledForBucket', 'true')),
      need('s3:PutBucketVersioning', bucket, equals('ObjectLockEnabledForBucket', 'true')),
      need('s3:PutBucketOwnershipControls', bucket, present('ObjectOwnership')),
    ),
    CreateBucketMetadataConfiguration: metadata(
      's3:CreateBucketMetadataTableConfiguration',
      'CreateNamespace',
      'CreateTable',
      'CreateTableBucket',
      'GetTable',
      'PutTableEncryption',
      'PutTablePolicy',
    ),
    CreateBucketMetadataTableConfiguration: metadata(
      's3:CreateBucketMetadataTableConfiguration',
      'CreateNamespace',
      'CreateTable',
      'GetTable',
      'PutTablePolicy',
    ),
    UpdateBucketMetadataInventoryTableConfiguration: metadata(
      's3:UpdateBucketMetadataInventoryTableConfiguration',
      'CreateNamespace',
      'CreateTable',
      'CreateTableBucket',
      'GetTable',
      'PutTableEncryption',
      'PutTablePolicy',
    ),
    DeleteBucketMetadataConfiguration: onBucket('s3:DeleteBucketMetadataTableConfiguration'),
    GetBucketMetadataConfiguration: onBucket('s3:GetBucketMetadataTableConfiguration'),
    DeleteBucketAnalyticsConfiguration: onBucket('s3:PutAnalyticsConfiguration'),
    DeleteBucketCors: onBucket('s3:PutBucketCORS'),
    DeleteBucketEncryption: onBucket('s3:PutEncryptionConfiguration'),
    DeleteBucketIntelligentTieringConfiguration: onBucket('s3:PutIntelligentTieringConfiguration'),
    DeleteBucketInventoryConfiguration: onBucket('s3:PutInventoryConfiguration'),
    DeleteBucketLifecycle: onBucket('s3:PutLifecycleConfiguration'),
    DeleteBucketMetricsConfiguration: onBucket('s3:PutMetricsConfiguration'),
    DeleteBucketOwnershipControls: onBucket('s3:PutBucketOwnershipControls'),
    DeleteBucketReplication: onBucket('s3:PutReplicationConfiguration'),
    DeleteBucketTagging: onBucket('s3:PutBucketTagging'),
    DeletePublicAccessBlock: onBucket('s3:PutBucketPublicAccessBlock'),
    GetBucketAccelerateConfiguration: onBucket('s3:GetAccelerateConfiguration'),
    GetBucketAnalyticsConfiguration: onBucket('s3:GetAnalyticsConfiguration'),
    GetBucketCors: onBucket('s3:GetBucketCORS'),
    GetBucketEncryption: onBucket('s3:GetEncryptionConfiguration'),
    GetBucketIntelligentTieringConfiguration: onBucket('s3:GetIntelligentTieringConfiguration'),
    GetBucketInventoryConfiguration: onBucket('s3:GetInventoryConfiguration'),
    GetBucketLifecycle: onBucket('s3:GetLifecycleConfiguration'),
    GetBucketLifecycleConfiguration: rows(
      main('s3:GetLifecycleConfiguration', bucket, not(directoryBucket)),
      need('s3express:GetLifecycleConfiguration', bucket, directoryBucket),
    ),
    GetBucketMetricsConfiguration: onBucket('s3:GetMetricsConfiguration'),
    GetBucketNotification: onBucket('s3:GetBucketNotification'),
    GetBucketNotificationConfiguration: onBucket('s3:GetBucketNotification'),
    GetBucketReplication: onBucket('s3:GetReplicationConfiguration'),
    GetObjectLockConfiguration: onBucket('s3:GetBucketObjectLockConfiguration'),
    GetPublicAccessBlock: onBucket('s3:GetBucketPublicAccessBlock'),
    ListBucketAnalyticsConfigurations: onBucket('s3:GetAnalyticsConfiguration'),
    ListBucketIntelligentTieringConfigurations: onBucket('s3:GetIntelligentTieringConfiguration'),
    ListBucketInventoryConfigurations: onBucket('s3:GetInventoryConfiguration'),
    ListBucketMetricsConfigurations: onBucket('s3:GetMetricsConfiguration'),
    PutBucketAccelerateConfiguration: onBucket('s3:PutAccelerateConfiguration'),
    PutBucketAnalyticsConfiguration: onBucket('s3:PutAnalyticsConfiguration'),
    PutBucketCors: onBucket('s3:PutBucketCORS'),
    PutBucketEncryption: onBucket('s3:PutEncryptionConfiguration'),
    PutBucketIntelligentTieringConfiguration: onBucket('s3:PutIntelligentTieringConfiguration'),
    PutBucketInventoryConfiguration: onBucket('s3:PutInventoryConfiguration'),
    PutBucketLifecycle: onBucket('s3:PutLifecycleConfiguration'),
    PutBucketLifecycleConfiguration: rows(
      main('s3:PutLifecycleConfiguration', bucket, not(directoryBucket)),
      need('s3express:PutLifecycleConfiguration', bucket, directoryBucket),
    ),
    PutBucketMetricsConfiguration: onBucket('s3:PutMetricsConfiguration'),
    PutBucketNotification: onBucket('s3:PutBucketNotification'),
    PutBucketNotificationConfiguration: onBucket('s3:PutBucketNotification'),
    PutBucketReplication: rows(
      main('s3:PutReplicationConfiguration', bucket),
      passRole('ReplicationConfiguration.Role', 's3.amazonaws.com'),
    ),
    PutObjectLockConfiguration: onBucket('s3:PutBucketObjectLockConfiguration'),
    PutPublicAccessBlock: onBucket('s3:PutBucketPublicAccessBlock'),
  },
  differs: {
    '*': {
      's3express:CreateSession': 'objects of directory buckets, which the table has under a service of its own',
      'kms:GenerateDataKey': KEY,
      'kms:Decrypt': KEY,
    },
    GetObject: {
      's3:GetObjectLegalHold': GET_HEADERS,
      's3:GetObjectRetention': GET_HEADERS,
      's3:GetObjectTagging': GET_HEADERS,
    },
    HeadObject: {
      's3:GetObjectLegalHold': GET_HEADERS,
      's3:GetObjectRetention': GET_HEADERS,
      's3:GetObjectVersion': 'a version is read by the action of versions, as by GetObject (HeadObject, "Permissions")',
    },
    ListObjects: { 's3:GetObjectAcl': 'a listing reads the bucket alone; owners are shown without (ListObjects, "Permissions")' },
    ListObjectsV2: { 's3:GetObjectAcl': 'a listing reads the bucket alone; owners are shown without (ListObjectsV2, "Permissions")' },
  },
};

/** A listing under a constant prefix fits a condition ("s3:prefix", Amazon S3 condition key examples). */
function listing(rule: OperationRule): OperationRule {
  return {
    ...rule,
    conditions: [
      {
        action: 's3:ListBucket',
        offer: (scope) => {
          const prefixes = textsAt(scope.input, 'Prefix');
          const known = prefixes.flatMap((p) => (p.kind === 'text' && p.text.length > 0 ? [p.text] : []));
          if (known.length !== prefixes.length || !known.every(isExact)) return undefined;
          return { condition: { StringEquals: { 's3:prefix': known } }, why: 'the code lists only under this prefix' };
        },
      },
    ],
  };
}

/** Offered when the code looks at the outcome of a read: see `SdkCall.observes`. */
export const missingObjectOffer = offer('s3:ListBucket', bucket, tellsMissing);
/** Operations whose 404 needs s3:ListBucket. */
export const READS_OBJECTS: ReadonlySet<string> = new Set([
  'GetObject',
  'HeadObject',
  'GetObjectAttributes',
  'GetObjectTagging',
  'GetObjectAcl',
]);
