import { describe, expect, it } from 'vitest';
import { appOf } from '../../../test/template-text.ts';

const noted = (pattern: string, sends = true): readonly string[] => {
  const bucket = `Properties: {NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: ${sends}}}}`;
  const { findings } = appOf(`Resources:
  Inbox: {Type: 'AWS::S3::Bucket', ${bucket}}
  Other: {Type: 'AWS::S3::Bucket'}
  OnUpload: {Type: 'AWS::Events::Rule', Properties: {EventPattern: ${pattern}, Targets: []}}
`);
  return findings.map(({ code, message }) => `${code} ${message}`);
};

describe('a rule for events of Amazon S3', () => {
  it('says so where it is read as one for the buckets of the template', () => {
    const [note, ...others] = noted('{source: [aws.s3]}');
    expect(note).toMatch(
      /^rule-any-bucket the rule OnUpload takes events of any bucket of the account; it is read as one for \$\{Inbox\}: /,
    );
    expect(others).toEqual([]);
  });

  it('says nothing where it names a bucket, where no bucket sends events, and where it is for other events', () => {
    expect(noted('{source: [aws.s3], detail: {bucket: {name: [!Ref Inbox]}}}')).toEqual([]);
    expect(noted('{source: [aws.s3]}', false)).toEqual([]);
    expect(noted('{source: [shop]}')).toEqual([]);
  });
});
