import { describe, expect, it } from 'vitest';
import {
  app,
  attribute,
  bucketArn,
  call,
  choice,
  event,
  map,
  name,
  needsFor,
  needsOf,
  resource,
  short,
  show,
  unknown,
} from '../../../test/needs/constructed.ts';
import { text } from '../../model/text.ts';

describe('s3', () => {
  it('reads an object: the current one, or a version', () => {
    expect(needsFor('s3', 'GetObject', { Bucket: 'b', Key: 'k' })).toEqual(['s3:GetObject arn:aws:s3:::b/k']);
    expect(needsFor('s3', 'GetObject', { Bucket: 'b', Key: 'k', VersionId: 'v' })).toEqual(['s3:GetObjectVersion arn:aws:s3:::b/k']);
    expect(needsFor('s3', 'HeadObject', { Bucket: 'b', Key: [event('key')] })).toEqual(['s3:GetObject arn:aws:s3:::b/* (pattern)']);
  });

  it('keeps the constant parts of a key, and takes wildcards in it for themselves', () => {
    expect(needsFor('s3', 'PutObject', { Bucket: 'b', Key: ['out/', event('id'), '.json'] })).toEqual([
      's3:PutObject arn:aws:s3:::b/out/*.json (pattern)',
    ]);
    expect(needsFor('s3', 'PutObject', { Bucket: 'b', Key: 'a*b?$' })).toEqual(['s3:PutObject arn:aws:s3:::b/a${*}b${?}$']);
    expect(needsFor('s3', 'PutObject', { Bucket: 'b', Key: '${aws:username}' })).toEqual([
      's3:PutObject arn:aws:s3:::b/${$}{aws:username}',
    ]);
  });

  it('asks for an option only when the code uses it', () => {
    expect(needsFor('s3', 'PutObject', { Bucket: 'b', Key: 'k', ACL: 'public-read', Tagging: 'a=b' })).toEqual([
      's3:PutObject arn:aws:s3:::b/k',
      's3:PutObjectAcl arn:aws:s3:::b/k',
      's3:PutObjectTagging arn:aws:s3:::b/k',
    ]);
    expect(needsFor('s3', 'PutObject', { Bucket: 'b', Key: 'k', ACL: choice('private', null) })).toEqual([
      's3:PutObject arn:aws:s3:::b/k',
      's3:PutObjectAcl arn:aws:s3:::b/k',
    ]);
  });

  it('says what an input that is not fully known may need, without granting it', () => {
    const { needs, unresolved } = needsOf([{ ...call('s3', 'PutObject', {}), input: map({ Bucket: 'b', Key: 'k' }, true) }]);
    expect(show(needs).map(short)).toEqual(['s3:PutObject arn:aws:s3:::b/k']);
    expect(unresolved).toHaveLength(1);
    expect(unresolved[0]).toMatchObject({ fallback: 'none', operation: 'PutObject' });
    expect(unresolved[0]?.actions).toEqual([
      's3:PutObjectAcl',
      's3:PutObjectTagging',
      's3:PutObjectRetention',
      's3:PutObjectLegalHold',
      'kms:GenerateDataKey',
    ]);
  });

  it('copies from one object to another, a version of it when the source says so', () => {
    expect(needsFor('s3', 'CopyObject', { Bucket: 'to', Key: 'k', CopySource: ['/from/a/', event('id')] })).toEqual([
      's3:GetObject arn:aws:s3:::from/a/* (pattern)',
      's3:PutObject arn:aws:s3:::to/k',
    ]);
    expect(needsFor('s3', 'CopyObject', { Bucket: 'to', Key: 'k', CopySource: 'from/a?versionId=1' })[0]).toBe(
      's3:GetObjectVersion arn:aws:s3:::from/a',
    );
    const { offers } = needsOf([call('s3', 'CopyObject', { Bucket: 'to', Key: 'k', CopySource: 'from/a' })]);
    expect(offers.map((o) => o.action)).toEqual(['s3:GetObjectTagging', 's3:PutObjectTagging']);
  });

  it('cannot tell the source of a copy that is one unknown value', () => {
    const { needs, unresolved } = needsOf([call('s3', 'CopyObject', { Bucket: 'to', Key: 'k', CopySource: [event('source')] })]);
    expect(show(needs).map(short)).toContain('s3:GetObject arn:aws:s3:::*/* (unresolved)');
    expect(unresolved[0]?.actions).toEqual(['s3:GetObject']);
    expect(unresolved[0]?.why).toContain("the event's source");
  });

  it('finds the bucket of the template by its name, and an unknown bucket nowhere', () => {
    const within = app(resource('Media', 'AWS::S3::Bucket', bucketArn(name('Media'))));
    expect(needsFor('s3', 'ListObjectsV2', { Bucket: [name('Media')] }, within)).toEqual(['s3:ListBucket arn:aws:s3:::${Media}']);
    const { needs, unresolved } = needsOf([call('s3', 'GetObject', { Bucket: unknown('a value of the database'), Key: 'k' })]);
    expect(show(needs).map(short)).toEqual(['s3:GetObject arn:aws:s3:::*/k (unresolved)']);
    expect(unresolved[0]).toMatchObject({
      why: 'it depends on a value of the database',
      actions: ['s3:GetObject'],
      operation: 'GetObject',
    });
  });

  it('knows access points, Object Lambda and directory buckets', () => {
    const point = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/p';
    expect(needsFor('s3', 'GetObject', { Bucket: point, Key: 'k' })).toEqual([`s3:GetObject ${point}/object/k`]);
    const lambda = 'arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/p';
    expect(needsFor('s3', 'GetObject', { Bucket: lambda, Key: 'k' })).toEqual([`s3-object-lambda:GetObject ${lambda}`]);
    expect(needsFor('s3', 'PutObject', { Bucket: 'b--euw1-az1--x-s3', Key: 'k' })).toEqual([
      's3express:CreateSession arn:aws:s3express:R:A:bucket/b--euw1-az1--x-s3',
    ]);
  });

  it('deletes many objects by their keys', () => {
    expect(needsFor('s3', 'DeleteObjects', { Bucket: 'b', Delete: { Objects: [{ Key: 'a' }, { Key: 'c', VersionId: '1' }] } })).toEqual([
      's3:DeleteObject arn:aws:s3:::b/a',
      's3:DeleteObjectVersion arn:aws:s3:::b/c',
    ]);
    expect(needsFor('s3', 'DeleteObjects', { Bucket: 'b', Delete: { Objects: unknown('the listing') } })).toEqual([
      's3:DeleteObject arn:aws:s3:::b/* (pattern)',
    ]);
  });

  it('offers s3:ListBucket where the code looks at a missing object', () => {
    const { offers } = needsOf([call('s3', 'GetObject', { Bucket: 'b', Key: 'k' }, { observes: ['not-found'] })]);
    expect(offers).toMatchObject([{ action: 's3:ListBucket' }]);
    expect(needsOf([call('s3', 'GetObject', { Bucket: 'b', Key: 'k' })]).offers).toEqual([]);
  });

  it('asks for a key that the call names', () => {
    const SSEKMSKeyId = 'arn:aws:kms:eu-west-1:1:key/k';
    const on = (action: string) => `kms:${action} ${SSEKMSKeyId} StringEquals(kms:ViaService=s3.R.amazonaws.com)`;
    expect(needsFor('s3', 'PutObject', { Bucket: 'b', Key: 'k', SSEKMSKeyId }).slice(1)).toEqual([on('GenerateDataKey')]);
    expect(needsFor('s3', 'CreateMultipartUpload', { Bucket: 'b', Key: 'k', SSEKMSKeyId }).slice(1)).toEqual([
      on('GenerateDataKey'),
      on('Decrypt'),
    ]);
    expect(needsFor('s3', 'PutObject', { Bucket: 'b', Key: 'k', ServerSideEncryption: 'aws:kms' })).toHaveLength(1);
    expect(needsFor('s3', 'PutObject', { Bucket: 'b', Key: 'k', SSEKMSKeyId: 'alias/aws/s3' })).toHaveLength(1);
  });

  it('asks for the key of an encrypted bucket through S3', () => {
    const within = app(
      resource('Key', 'AWS::KMS::Key', text('arn:key'), {}, undefined),
      resource('Media', 'AWS::S3::Bucket', bucketArn(name('Media')), {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: [attribute('Key', 'Arn')] } },
          ],
        },
      }),
    );
    expect(needsFor('s3', 'GetObject', { Bucket: [name('Media')], Key: 'k' }, within)).toEqual([
      's3:GetObject arn:aws:s3:::${Media}/k',
      'kms:Decrypt arn:key StringEquals(kms:ViaService=s3.R.amazonaws.com)',
    ]);
    expect(needsFor('s3', 'UploadPart', { Bucket: [name('Media')], Key: 'k' }, within)).toHaveLength(3);
  });
});
