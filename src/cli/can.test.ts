import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from './cli.ts';

const FOLDER = fileURLToPath(new URL('../../test/fixtures/can', import.meta.url));

async function can(...args: readonly string[]) {
  const written = { out: '', err: '' };
  const code = await run(['can', ...args], {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    outColor: false,
    errColor: false,
    errIsTerminal: false,
    columns: 100,
    folder: FOLDER,
  });
  return { code, ...written };
}

/** The parts of the JSON answer that tests look at. */
interface Call {
  readonly trigger: { readonly path: string; readonly line: number } | null;
  readonly answer: string;
  readonly decision: string;
  readonly layer: string;
  readonly sentence: string;
  readonly statements: readonly { readonly policy: string; readonly statement: string; readonly sid: string | null }[];
  readonly dependsOn: readonly string[];
  readonly message: string | null;
  readonly near: readonly { readonly sid: string | null; readonly words: string }[];
  readonly changes: readonly {
    readonly what: string;
    readonly place: { readonly line: number } | null;
    readonly yaml: string;
    readonly remark: string | null;
  }[];
  readonly afterwards: string;
}

async function ask(...args: readonly string[]): Promise<{
  readonly calls: readonly Call[];
  readonly unsound: string | null;
  readonly remarks: readonly string[];
  readonly assumes: readonly string[];
}> {
  const { code, out, err } = await can(...args, '--format', 'json');
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

async function only(...args: readonly string[]): Promise<Call> {
  const { calls } = await ask(...args);
  expect(calls).toHaveLength(1);
  const [call] = calls;
  if (!call) throw new Error('no call');
  return call;
}

describe('why does my function get AccessDenied?', () => {
  it('allows what a policy of its role allows, and names the statement with its line', async () => {
    const { code, out } = await can('Import', 's3:GetObject', 'Incoming/in/a.csv');
    expect(code).toBe(0);
    expect(out).toMatch(/^yes: Import may s3:GetObject on Incoming\/in\/a\.csv, by Objects ReadIncoming \(template\.yaml:37\)/);
    expect(out).toContain('Resource "arn:aws:s3:::incoming/in/*" matches arn:aws:s3:::incoming/in/a.csv');
    expect(out).not.toContain('the smallest change');
  });

  it('finds the statement on the bucket where the objects were meant, and writes the one that is missing', async () => {
    const { out } = await can('Import', 's3:GetObject', 'Uploads/*');
    expect(out).toMatch(/^no: Import may not s3:GetObject on Uploads\/\*: none of its policies allows it\n/);
    expect(out).toContain('AccessDenied: User: arn:aws:iam::${AWS::AccountId}:role/${ImportRole} is not authorized');
    expect(out).toContain(
      'Objects ReadUploads (template.yaml:37): Resource "arn:aws:s3:::${Uploads}" does not match\n  arn:aws:s3:::${Uploads}/*',
    );
    expect(out).toContain(`the smallest change that would allow it
  add this entry to Policies of ImportRole (template.yaml:25):
    Policies:
      - PolicyName: AllowGetObject
        PolicyDocument:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action: s3:GetObject
              Resource: !Sub \${Uploads.Arn}/*
`);
  });

  it('names the Deny, which must go before an Allow helps', async () => {
    const call = await only('Import', 's3:DeleteObject', 'Uploads/a');
    expect(call).toMatchObject({
      answer: 'no',
      decision: 'explicitDeny',
      layer: 'identity',
      statements: [{ policy: 'Objects', sid: 'NeverDelete' }],
    });
    expect(call.changes.map(({ what }) => what)).toEqual([
      'narrow or remove the Deny NeverDelete of Objects: no Allow outweighs it',
      'add this entry to Policies of ImportRole',
    ]);
    expect(call.afterwards).toBe('allow');
  });

  it('names the permissions boundary, with its own place', async () => {
    const call = await only('Import', 'sqs:SendMessage', 'Jobs');
    expect(call).toMatchObject({ decision: 'implicitDeny', layer: 'boundary', afterwards: 'allow' });
    expect(call.changes).toMatchObject([
      { what: 'add this statement to Limit, the permissions boundary of ImportRole', place: { line: 79 } },
    ]);
    expect((await only('Import', 'sns:Publish', 'Alarms')).changes.map(({ what }) => what)).toEqual([
      'add this entry to Policies of ImportRole',
      'add this statement to Limit, the permissions boundary of ImportRole',
    ]);
  });

  it('does not know what only the request or the deployment knows, and takes it when it is given', async () => {
    const decrypt = ['Import', 'kms:Decrypt', 'Key'] as const;
    expect(await only(...decrypt)).toMatchObject({
      answer: 'unknown',
      dependsOn: ['the context key kms:ViaService (give it as --context kms:ViaService=VALUE)'],
      changes: [],
    });
    const region = ['--parameter', 'AWS::Region=eu-west-1'] as const;
    expect((await only(...decrypt, ...region, '--context', 'KMS:ViaService=s3.eu-west-1.amazonaws.com')).answer).toBe('yes');
    expect((await only(...decrypt, ...region, '--context', 'kms:ViaService=s3.eu-central-1.amazonaws.com')).answer).toBe('no');
    expect(await only('Import', 'dynamodb:PutItem', 'Orders')).toMatchObject({
      answer: 'unknown',
      dependsOn: ['the template condition IsProd'],
    });
    expect((await only('Import', 'dynamodb:PutItem', 'Orders', '--parameter', 'Stage=prod')).answer).toBe('yes');
    expect((await only('Import', 'dynamodb:PutItem', 'Orders', '--parameter', 'Stage=test')).answer).toBe('no');
  });

  it('asks a wildcard for every value of it', async () => {
    expect((await only('Import', 's3:GetObject', 'Incoming/in/*')).answer).toBe('yes');
    expect(await only('Import', 's3:GetObject', 'Incoming/*')).toMatchObject({
      answer: 'unknown',
      dependsOn: ['whether the resource is arn:aws:s3:::incoming/in/*'],
    });
    expect((await only('Import', 's3:GetObject', 'Incoming/out/*')).answer).toBe('no');
  });

  it("writes into a SAM function's Policies, and reads SAM policy templates", async () => {
    expect((await only('Notify', 'sqs:SendMessage', 'Jobs')).statements).toMatchObject([{ policy: 'SQSSendMessagePolicy' }]);
    const call = await only('Notify', 'dynamodb:Query', 'Orders/index/*');
    expect(call.changes).toMatchObject([
      {
        what: 'add this entry to Policies of Notify',
        place: { line: 176 },
        yaml: `Policies:
  - Version: '2012-10-17'
    Statement:
      - Effect: Allow
        Action: dynamodb:Query
        Resource: !Sub \${Orders.Arn}/index/*
`,
      },
    ]);
  });

  it('says of a role from outside that nobody sees its policies', async () => {
    expect(await only('Shared', 's3:GetObject', 'Uploads/a')).toMatchObject({
      answer: 'unknown',
      dependsOn: ['the policies of the role of Shared, which is made outside of this template'],
    });
  });

  it('takes an ARN for the resource of the template that it names', async () => {
    const { calls, assumes } = await ask(
      'Import',
      'dynamodb:PutItem',
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      '--parameter',
      'Stage=prod',
    );
    expect(calls).toMatchObject([{ answer: 'yes' }]);
    expect(assumes).toEqual([
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders is Orders of this template, which is deployed where the ARN says',
    ]);
    expect(
      (await only('Import', 'dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/ordersx', '--parameter', 'Stage=prod'))
        .answer,
    ).not.toBe('yes');
  });
});

describe('a resource outside of the template', () => {
  const topic = 'arn:aws:sns:eu-west-1:111122223333:elsewhere';

  it('is taken to be in the account of the stack, which is said', async () => {
    const { calls, assumes } = await ask('Notify', 'sns:Publish', topic);
    expect(assumes).toEqual([
      'this template is deployed in the account 111122223333 of the resource; if not, say where by --parameter AWS::AccountId=ID',
    ]);
    expect(calls).toMatchObject([
      { answer: 'no', layer: 'identity', changes: [{ what: 'add this entry to Policies of Notify' }], afterwards: 'allow' },
    ]);
  });

  it('needs the word of both accounts when it is in another one', async () => {
    const call = await only('Notify', 'sns:Publish', topic, '--parameter', 'AWS::AccountId=444455556666');
    expect(call).toMatchObject({ answer: 'no', layer: 'resource', afterwards: 'allow' });
    expect(call.changes.map(({ what }) => what)).toEqual([
      `add this statement to the policy of ${topic}, which is not in this template`,
      'add this entry to Policies of Notify',
    ]);
  });
});

describe('why does my trigger not invoke my function?', () => {
  it('answers for each trigger of the service, and writes the permission', async () => {
    const { calls } = await ask('s3.amazonaws.com', 'lambda:InvokeFunction', 'Import');
    expect(calls.map(({ trigger, answer }) => [trigger?.path, answer])).toEqual([
      ['Uploads.NotificationConfiguration.LambdaConfigurations[0]', 'no'],
      ['Incoming.NotificationConfiguration.LambdaConfigurations[0]', 'no'],
    ]);
    const [generated, named] = calls;
    expect(named?.near[0]?.words).toBe(
      'ArnLike AWS:SourceArn does not hold: the request has "arn:aws:s3:::incoming", the policy "arn:aws:s3:::outgoing"',
    );
    expect(named?.changes).toMatchObject([
      {
        yaml: `ImportIncomingPermission:
  Type: AWS::Lambda::Permission
  Properties:
    Action: lambda:InvokeFunction
    FunctionName: !Ref Import
    Principal: s3.amazonaws.com
    SourceArn: !Sub arn:\${AWS::Partition}:s3:::incoming
    SourceAccount: !Ref AWS::AccountId
`,
        remark: 'Incoming needs DependsOn: ImportIncomingPermission, since S3 tries the permission while the bucket is made',
      },
    ]);
    // the name of the bucket would make a circle: bucket → permission → bucket
    expect(generated?.changes[0]?.yaml).not.toContain('SourceArn');
    expect(generated?.changes[0]?.yaml).toContain('SourceAccount: !Ref AWS::AccountId');
    expect(generated?.changes[0]?.remark).toContain('once the bucket has a BucketName');
    expect(calls.map(({ afterwards }) => afterwards)).toEqual(['allow', 'allow']);
  });

  it('sees the permissions that SAM makes', async () => {
    expect(await only('sns.amazonaws.com', 'lambda:InvokeFunction', 'Notify')).toMatchObject({
      answer: 'yes',
      trigger: { path: 'Notify.Events.Alarm' },
    });
    expect(await only('events.amazonaws.com', 'lambda:InvokeFunction', 'Shared')).toMatchObject({
      answer: 'yes',
      statements: [{ policy: 'Shared.Events.Nightly' }],
    });
    expect((await only('*', 'lambda:InvokeFunctionUrl', 'Notify')).answer).toBe('yes');
    expect((await only('*', 'lambda:InvokeFunctionUrl', 'Import')).answer).toBe('no');
    // the public URL lets nobody invoke the function by another way
    expect((await only('s3.amazonaws.com', 'lambda:InvokeFunction', 'Notify')).answer).toBe('no');
  });

  it('knows what SAM permits by itself: routes and REST authorizers, not HTTP authorizers', async () => {
    const { calls } = await ask('apigateway.amazonaws.com', 'lambda:InvokeFunction', 'Guard');
    expect(Object.fromEntries(calls.map(({ trigger, answer }) => [trigger?.path, answer]))).toEqual({
      'Guard.Events.Orders': 'yes',
      'Open.Auth.Authorizers.Check': 'yes',
      'Closed.Auth.Authorizers.Check': 'no',
    });
    const closed = calls.find(({ trigger }) => trigger?.path.startsWith('Closed'));
    expect(closed?.changes[0]?.yaml).toContain('${Closed}/authorizers/*');
  });

  it('says who polls instead of invoking', async () => {
    const { remarks } = await ask('sqs.amazonaws.com', 'lambda:InvokeFunction', 'Notify');
    expect(remarks[0]).toContain("Lambda polls for them with the function's role, so ask whether Notify can do sqs:ReceiveMessage");
  });

  it('decides the policies of queues by what sends to them', async () => {
    expect(await only('sns.amazonaws.com', 'sqs:SendMessage', 'Jobs')).toMatchObject({ answer: 'yes', trigger: { path: 'AlarmsToJobs' } });
    const call = await only('s3.amazonaws.com', 'sqs:SendMessage', 'Jobs');
    expect(call).toMatchObject({
      answer: 'no',
      layer: 'resource',
      trigger: { path: 'Incoming.NotificationConfiguration' },
      afterwards: 'allow',
    });
    expect(call.changes).toMatchObject([
      {
        what: 'add this statement to JobsPolicy',
        yaml: `- Effect: Allow
  Principal:
    Service: s3.amazonaws.com
  Action: sqs:SendMessage
  Resource: !GetAtt Jobs.Arn
  Condition:
    ArnLike:
      aws:SourceArn: !Sub arn:\${AWS::Partition}:s3:::incoming
    StringEquals:
      aws:SourceAccount: !Ref AWS::AccountId
`,
      },
    ]);
    expect((await only('s3.amazonaws.com', 'sns:Publish', 'Alarms')).changes[0]?.yaml).toContain('Type: AWS::SNS::TopicPolicy');
  });
});

describe('other callers', () => {
  it('a role that no function has, with the policies that name it', async () => {
    expect((await only('MachineRole', 'lambda:InvokeFunction', 'Import')).statements).toMatchObject([{ policy: 'MachinePolicy' }]);
    expect((await only('MachineRole', 'sqs:GetQueueAttributes', 'Jobs')).statements).toMatchObject([{ policy: 'AmazonSQSReadOnlyAccess' }]);
    expect(await only('MachineRole', 'sqs:SendMessage', 'Jobs')).toMatchObject({ answer: 'no', afterwards: 'allow' });
  });

  it('whoever may assume a role', async () => {
    expect((await only('states.amazonaws.com', 'sts:AssumeRole', 'MachineRole')).answer).toBe('yes');
    expect(await only('lambda.amazonaws.com', 'sts:AssumeRole', 'MachineRole')).toMatchObject({
      layer: 'trust',
      changes: [{ yaml: '- Effect: Allow\n  Principal:\n    Service: lambda.amazonaws.com\n  Action: sts:AssumeRole\n' }],
      afterwards: 'allow',
    });
    expect((await only('lambda.amazonaws.com', 'sts:AssumeRole', 'NotifyRole')).answer).toBe('yes');
    expect((await only('Import', 'sts:AssumeRole', 'MachineRole')).answer).toBe('no');
  });

  it('a principal from elsewhere, of which only the resource is known', async () => {
    const stranger = 'arn:aws:iam::444455556666:role/x';
    expect(await only(stranger, 'dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders')).toMatchObject({
      answer: 'no',
      layer: 'resource',
      afterwards: 'unknown',
    });
    expect((await only(stranger, 'dynamodb:PutItem', 'Orders')).answer).toBe('unknown');
  });
});

describe('questions that no request is like', () => {
  it('says what the action works on', async () => {
    const { unsound, calls } = await ask('Import', 's3:GetObject', 'Uploads');
    expect(unsound).toContain('which Uploads is not, so no statement on it would help: ask about Uploads/*');
    expect(calls[0]?.changes).toEqual([]);
    expect((await ask('Import', 's3:ListBucket', 'Uploads/*')).unsound).toContain('ask about Uploads');
    expect((await ask('Import', 's3:GetObject', 'Uploads/a/b')).unsound).toBeNull();
    expect((await can('Import', 's3:GetObject', 'Uploads')).out).toMatch(/^no such request: /);
  });

  it('says which actions an operation needs', async () => {
    expect((await ask('Import', 's3:HeadObject', 'Uploads/a')).unsound).toContain('no action of IAM: ask about s3:GetObject');
    expect((await ask('Import', 's3:GetObjekt', 'Uploads/a')).remarks).toEqual([
      'IAM has no action s3:GetObjekt that is known here; did you mean s3:GetObject?',
    ]);
  });

  it('decides on * what works on no particular resource', async () => {
    const { calls, remarks } = await ask('Import', 's3:ListAllMyBuckets', 'Uploads');
    expect(remarks).toEqual(['s3:ListAllMyBuckets works on no particular resource, so it is decided on "*"']);
    expect(calls[0]?.changes[0]?.yaml).toContain("Resource: '*'");
  });
});

describe('S3 Block Public Access of a bucket', () => {
  const app = ['--app', '../can-public/template.yaml'];
  const anyone = (bucket: string, ...more: readonly string[]): Promise<Call> => only('*', 's3:GetObject', `${bucket}/*`, ...app, ...more);

  it('is on where the template does not turn it off', async () => {
    const { answer, layer, statements, changes, afterwards } = await anyone('Default');
    expect({ answer, layer, statements, afterwards }).toMatchObject({
      answer: 'no',
      layer: 'publicAccessBlock',
      statements: [{ policy: 'Default', sid: 'RestrictPublicBuckets' }],
      afterwards: 'allow',
    });
    expect(changes.map(({ yaml }) => yaml)).toEqual([expect.stringContaining('RestrictPublicBuckets: false')]);
  });

  it('is off where a configuration leaves it out, and unknown under a condition', async () => {
    expect(await anyone('Open')).toMatchObject({ answer: 'yes' });
    expect(await anyone('Chosen')).toMatchObject({
      answer: 'unknown',
      dependsOn: ['whether Chosen has RestrictPublicBuckets turned on'],
    });
    expect(await anyone('Chosen', '--parameter', 'Visibility=public')).toMatchObject({ answer: 'yes' });
    expect(await anyone('Chosen', '--parameter', 'Visibility=private')).toMatchObject({ answer: 'no' });
  });

  it('keeps out neither the own account nor services', async () => {
    expect(await only('Reader', 's3:GetObject', 'Default/*', ...app)).toMatchObject({ answer: 'yes', layer: 'resource' });
    expect(await only('cloudfront.amazonaws.com', 's3:GetObject', 'Default/*', ...app)).toMatchObject({ answer: 'yes' });
  });

  it('is part of the smallest change once everyone is let in', async () => {
    const { layer, changes, afterwards } = await anyone('Plain');
    expect({ layer, afterwards }).toEqual({ layer: 'resource', afterwards: 'allow' });
    expect(changes.map(({ yaml }) => yaml.split(':', 1)[0])).toEqual(['PlainPolicy', 'PublicAccessBlockConfiguration']);
  });
});

describe('input that cannot be read exits with 2', () => {
  it.each([
    [['Imprt', 's3:GetObject', 'Uploads/a'], 'has no function or role Imprt; did you mean Import?'],
    [['Uploads', 's3:GetObject', 'Uploads/a'], 'Uploads is of type AWS::S3::Bucket, which has no permissions'],
    [['who?', 's3:GetObject', 'Uploads/a'], '"who?" is no one'],
    [['Import', 'GetObject', 'Uploads/a'], '"GetObject" is no action: give one, as in s3:GetObject'],
    [['Import', 's3:Get*', 'Uploads/a'], '"s3:Get*" is no action'],
    [['Import', 's3:GetObject', 'Uplods/a'], 'has no resource Uplods; did you mean Uploads?'],
    [['Import', 's3:GetObject', '__proto__/a'], 'has no resource "__proto__/a"'],
    [['Import', 's3:GetObject', 'constructor'], 'has no resource constructor'],
    [['Import', 's3:GetObject', 'AlarmsToJobs'], 'the ARN of AlarmsToJobs (AWS::SNS::Subscription) is not known here'],
    [['Import', 's3:GetObject'], 'name who, the action and the resource'],
    [['Import', 's3:GetObject', 'Uploads/a', '--context', 'x'], '--context takes KEY=VALUE'],
    [['Import', 's3:GetObject', 'Uploads/a', '--parameter', 'Stag=prod'], 'no template has a parameter Stag; did you mean Stage?'],
    [['Import', 's3:GetObject', 'Uploads/a', '--parameter', 'AWS::Regoin=x'], 'did you mean AWS::Region?'],
    [['Import', 's3:GetObject', 'Uploads/a', '--app', 'nowhere'], 'does not exist'],
  ])('%j', async (args, reason) => {
    const { code, out, err } = await can(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(reason);
  });
});
