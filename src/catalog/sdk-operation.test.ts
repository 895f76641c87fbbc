import { describe, expect, it } from 'vitest';
import { sdkClients } from './sdk-client.ts';
import {
  identifierKind,
  operation,
  operationByCommand,
  operationByMethod,
  operationByPaginator,
  operationByPythonMethod,
  operationByWaiter,
  operations,
  waiters,
} from './sdk-operation.ts';

describe('operation', () => {
  it('has its members, the required ones marked', () => {
    const get = operation('s3', 'GetObject');
    expect(get).toMatchObject({ client: 's3', name: 'GetObject', required: ['Bucket', 'Key'], paginated: false, unsigned: false });
    expect(get?.input).toContain('VersionId');
    expect(operation('sqs', 'SendMessage')?.required).toEqual(['QueueUrl', 'MessageBody']);
    expect(operation('sns', 'Publish')?.required).toEqual(['Message']);
    expect(operation('sqs', 'PurgeQueue')?.input).toEqual(['QueueUrl']);
    expect(operation('sts', 'GetCallerIdentity')?.input).toEqual([]);
  });

  it('has the outputs that identify something', () => {
    expect(operation('sqs', 'GetQueueUrl')?.output).toEqual(['QueueUrl']);
    expect(operation('sqs', 'ListQueues')?.output).toEqual(['QueueUrls']);
    expect(operation('sns', 'CreateTopic')?.output).toEqual(['TopicArn']);
    expect(operation('sfn', 'StartExecution')?.output).toEqual(['executionArn']);
    expect(operation('ecr', 'GetRegistryPolicy')?.output).toEqual(['registryId']);
  });

  it('knows no operation that the API lacks', () => {
    for (const name of ['getObject', 'GETOBJECT', 'constructor', '', 'GetObjectCommand']) expect(operation('s3', name)).toBeUndefined();
    expect(operation('nope', 'GetObject')).toBeUndefined();
    expect(operations('nope').size).toBe(0);
  });

  it('is unsigned where the caller needs no IAM permission', () => {
    const unsigned = (client: string) => [...operations(client).values()].filter((o) => o.unsigned).map((o) => o.name);
    expect(operation('cognito-identity-provider', 'SignUp')?.unsigned).toBe(true);
    expect(operation('cognito-identity-provider', 'GetUser')?.unsigned).toBe(true);
    expect(operation('cognito-identity-provider', 'AdminInitiateAuth')?.unsigned).toBe(false);
    expect(unsigned('sts')).toEqual(['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']);
    expect(unsigned('cognito-identity')).toEqual(['GetCredentialsForIdentity', 'GetId', 'GetOpenIdToken', 'UnlinkIdentity']);
    expect(unsigned('connectparticipant')).toEqual([...operations('connectparticipant').keys()]);
    expect(unsigned('s3')).toEqual([]);
  });

  it('covers services that ended and services that one SDK alone has', () => {
    expect(operation('qldb-session', 'SendCommand')).toBeDefined();
    expect(operation('transcribe-streaming', 'StartStreamTranscription')?.required).toContain('AudioStream');
    expect(operation('bedrock-runtime', 'InvokeModelWithBidirectionalStream')).toBeDefined();
  });
});

describe('names of operations', () => {
  it('lead to the operation', () => {
    expect(operationByMethod('s3', 'listObjectsV2')?.name).toBe('ListObjectsV2');
    expect(operationByMethod('s3', 'ListObjectsV2')).toBeUndefined();
    expect(operationByCommand('dynamodb', 'TransactWriteItemsCommand')?.name).toBe('TransactWriteItems');
    expect(operationByCommand('dynamodb', 'TransactWriteItems')).toBeUndefined();
    expect(operationByPythonMethod('s3', 'list_objects_v2')?.name).toBe('ListObjectsV2');
    expect(operationByPythonMethod('iam', 'get_saml_provider')?.name).toBe('GetSAMLProvider');
    expect(operationByPythonMethod('storage-gateway', 'create_cached_iscsi_volume')?.name).toBe('CreateCachediSCSIVolume');
    expect(operationByPythonMethod('s3', 'upload_file')).toBeUndefined();
  });

  it('are distinct within a client without case and underscores', () => {
    for (const { id } of sdkClients()) {
      const names = [...operations(id).keys()];
      expect(names.length, id).toBeGreaterThan(0);
      expect(new Set(names.map((n) => n.toLowerCase())).size, id).toBe(names.length);
      expect(
        names.some((n) => n.includes('_')),
        id,
      ).toBe(false);
    }
  });

  it('lead through paginators and waiters', () => {
    expect(operationByPaginator('s3', 'paginateListObjectsV2')?.name).toBe('ListObjectsV2');
    expect(operationByPaginator('s3', 'paginateNothing')).toBeUndefined();
    expect(operationByPaginator('s3', 'ListObjectsV2')).toBeUndefined();
    expect(operation('dynamodb', 'Scan')?.paginated).toBe(true);
    expect(waiters('s3').get('BucketExists')?.name).toBe('HeadBucket');
    for (const name of ['BucketExists', 'waitUntilBucketExists', 'waitForBucketExists', 'bucketExists', 'bucket_exists'])
      expect(operationByWaiter('s3', name)?.name, name).toBe('HeadBucket');
    expect(operationByWaiter('s3', 'waitUntilMoonIsFull')).toBeUndefined();
  });
});

describe('identifierKind', () => {
  it('goes by the end of the name', () => {
    const kinds = [
      'TopicArn',
      'roleARN',
      'arn',
      'QueueUrls',
      'TableName',
      'name',
      'SecretId',
      'Key',
      'TagKeys',
      'Message',
      'Grid',
      'Rename',
    ];
    expect(kinds.map(identifierKind)).toEqual([
      'arn',
      'arn',
      'arn',
      'url',
      'name',
      'name',
      'id',
      'key',
      'key',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
