import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appOf, folderOf, show } from '../../../test/template-text.ts';
import type { LambdaFunction } from '../../model/app.ts';
import { displayText } from '../../model/text.ts';
import { readApps } from '../apps.ts';

const SAM = 'Transform: AWS::Serverless-2016-10-31\n';
const sam = (properties: string, more = '', files: Record<string, string> = {}) =>
  appOf(
    `${SAM}Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\nResources:\n  F: {Type: 'AWS::Serverless::Function', Properties: ${properties}}\n${more}`,
    files,
  );
const first = (app: { readonly functions: readonly LambdaFunction[] }): LambdaFunction => {
  const [fn] = app.functions;
  if (!fn) throw new Error('no function');
  return fn;
};

describe('where the code is', () => {
  it('is the folder of CodeUri, with how it is built', () => {
    const app = sam('{CodeUri: ./src}, Metadata: {BuildMethod: esbuild, BuildProperties: {EntryPoints: [a.ts, b.ts]}}', '', {
      'src/a.ts': '',
    });
    expect(first(app).code).toEqual({ kind: 'folder', path: join(app.root, 'src'), build: 'esbuild', entryPoints: ['a.ts', 'b.ts'] });
    expect(first(sam('{Handler: a.b}')).code).toMatchObject({ kind: 'folder' });
  });

  it('is inline, with the place of its first line', () => {
    const app = appOf(
      'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code:\n        ZipFile: |\n          exports.handler = 1;\n',
    );
    expect(first(app).code).toEqual({
      kind: 'inline',
      source: 'exports.handler = 1;\n',
      span: { file: 'template.yaml', line: 7, column: 1 },
    });
  });

  it('keeps what Fn::Sub puts into inline code', () => {
    const app = sam(
      '{InlineCode: !Sub \'const table = "${T}"; const other = `${!x}`;\'}',
      "  T: {Type: 'AWS::DynamoDB::Table', Properties: {TableName: !Ref P}}\n",
    );
    const { code } = first(app);
    expect(code).toMatchObject({ kind: 'inline', source: 'const table = "${T}"; const other = `${x}`;' });
    expect(code.kind === 'inline' && [...(code.substitutions ?? [])].map(([name, text]) => [name, displayText(text)])).toEqual([
      ['T', '${P}'],
    ]);
  });

  it.each([
    ['{CodeUri: s3://b/k}', 'it is at s3://b/k', undefined],
    ['{CodeUri: {Bucket: b, Key: k}}', 'it is an object in S3', undefined],
    ['{CodeUri: target/app.jar}', 'target/app.jar is an archive that a build makes', undefined],
    ['{CodeUri: !Ref P}', 'CodeUri is known at deployment only', undefined],
    ['{PackageType: Image, ImageUri: x}', 'it is a container image', undefined],
    ['{CodeUri: gone/}', 'gone/ does not exist', 'code-folder-missing'],
    ['{CodeUri: ../../etc}', "../../etc is outside of the app's root", 'path-outside-root'],
  ])('is absent: %s', (properties, why, finding) => {
    const app = sam(properties);
    expect(first(app).code).toMatchObject({ kind: 'absent', why });
    expect(app.findings.map(({ code, functionId }) => [code, functionId])).toEqual(finding ? [[finding, 'F']] : []);
  });

  it('is said to be looked for where nothing is at its path', () => {
    expect(sam('{CodeUri: gone/}').findings).toMatchObject([
      { severity: 'warning', message: 'gone/ does not exist: sources around it that it may be built from are looked for' },
    ]);
  });

  it('may be built from sources around it where the language is compiled', () => {
    const place = (properties: string) => {
      const app = sam(properties);
      const { code } = first(app);
      return code.kind === 'absent' && code.path !== undefined ? [relative(app.root, code.path), code.elsewhere ?? false] : undefined;
    };
    expect(place('{Runtime: go1.x, CodeUri: dist/orders.zip}')).toEqual(['dist/orders.zip', false]);
    expect(place('{Runtime: java21, CodeUri: {Bucket: b, Key: x/orders.zip}}')).toEqual(['orders.zip', true]);
    expect(place('{Runtime: provided.al2023, CodeUri: !Ref P}')).toEqual(['', true]);
    expect(place('{Runtime: nodejs22.x, CodeUri: dist/orders.zip}')).toBeUndefined();
    expect(place('{Runtime: go1.x, CodeUri: ../../orders.zip}')).toBeUndefined();
  });

  it('does not follow links in circles or out of the root', () => {
    const outside = folderOf({ 'code/a.js': '' });
    const root = folderOf({
      'template.yaml': `${SAM}Resources:\n  A: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: loop}}\n  B: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: out}}\n  C: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: inside}}\n`,
    });
    symlinkSync('loop', join(root, 'loop'));
    symlinkSync(outside, join(root, 'out'));
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'inside'));
    const [app] = readApps(root, { root }).apps;
    expect(app?.findings.map(({ code }) => code)).toEqual(['path-link-loop', 'path-outside-root']);
    expect(app?.functions.map(({ code }) => code.kind)).toEqual(['absent', 'absent', 'folder']);
  });
});

describe('layers', () => {
  it('are folders of the app, or ARNs from outside', () => {
    const app = sam(
      "{InlineCode: x, Layers: [!Ref L, 'arn:aws:lambda:us-east-1:1:layer:x:1']}",
      "  L: {Type: 'AWS::Serverless::LayerVersion', Properties: {ContentUri: layer}, Metadata: {BuildMethod: nodejs20.x}}\n",
      { 'layer/package.json': '{}' },
    );
    expect(first(app).layers).toEqual([{ id: 'L', path: join(app.root, 'layer'), build: 'nodejs20.x' }]);
    expect(first(app).configuration.layerArns).toEqual([['arn:aws:lambda:us-east-1:1:layer:x:1']]);
  });
});

describe('configuration', () => {
  it('reads tracing, network, files, keys and logs', () => {
    const { configuration } = first(
      sam(
        "{InlineCode: x, FunctionName: f, Tracing: Active, VpcConfig: !If [C, {SubnetIds: [s]}, !Ref 'AWS::NoValue'], KmsKeyArn: !If [C, k, !Ref 'AWS::NoValue'], FileSystemConfigs: [{Arn: a, LocalMountPath: /mnt/x}]}",
      ),
    );
    expect(configuration).toMatchObject({
      tracing: 'Active',
      vpc: true,
      vpcWhen: [{ name: 'C', holds: true }],
      kmsKeyArn: ['k'],
      fileSystems: [{ accessPointArn: ['a'], localMountPath: '/mnt/x' }],
      logGroup: ['/aws/lambda/f'],
      logGroupDeclared: false,
    });
    expect(configuration.conditional?.get('kmsKeyArn')).toEqual([{ name: 'C', holds: true }]);
  });

  it('has no network without subnets, and no tracing when it is disabled', () => {
    expect(first(sam('{InlineCode: x, VpcConfig: {SubnetIds: [], SecurityGroupIds: []}, Tracing: Disabled}')).configuration).toMatchObject({
      vpc: false,
      tracing: undefined,
    });
  });

  it('knows a log group that the template declares, by any spelling', () => {
    const group = (name: string, condition = '') =>
      `  G: {Type: 'AWS::Logs::LogGroup', ${condition} Properties: {LogGroupName: ${name}}}\n`;
    const declared = (name: string, condition?: string) =>
      first(sam('{InlineCode: x}', group(name, condition))).configuration.logGroupDeclared;
    expect(declared("!Sub '/aws/lambda/${F}'")).toBe(true);
    expect(declared("!Join ['', [/aws/lambda/, !Ref F]]")).toBe(true);
    expect(declared("!Sub '/aws/lambda/${F}-x'")).toBe(false);
    expect(declared("!Sub '/aws/lambda/${F}'", 'Condition: C,')).toBe(false);
    expect(first(sam('{InlineCode: x, LoggingConfig: {LogGroup: !Ref G}}', group('/own'))).configuration).toMatchObject({
      logGroup: ['/own'],
      logGroupDeclared: true,
    });
  });

  it('takes destinations and dead letters from where each dialect keeps them', () => {
    const plain = appOf(`Resources:
  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {ZipFile: x}, Role: r, DeadLetterConfig: {TargetArn: d}}}
  I: {Type: 'AWS::Lambda::EventInvokeConfig', Properties: {FunctionName: !Ref F, Qualifier: $LATEST, DestinationConfig: {OnSuccess: {Destination: s}, OnFailure: {Destination: e}}}}
`);
    expect(first(plain).configuration).toMatchObject({ deadLetterArn: ['d'], onSuccessArn: ['s'], onFailureArn: ['e'] });
  });

  it('leaves out of the environment what contradicts the function', () => {
    const app = appOf(
      `${SAM}Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\nResources:\n  F: {Type: 'AWS::Serverless::Function', Condition: C, Properties: {InlineCode: x, Environment: {Variables: {A: !If [C, a, b], B: !If [D, a, b], N: 012, M: 3, T: true}}}}\n`,
    );
    expect(Object.fromEntries([...first(app).environment].map(([name, value]) => [name, show(value)]))).toEqual({
      A: 'a',
      B: [
        ['D', 'a'],
        ['!D', 'b'],
      ],
      N: '012',
      M: '3',
      T: 'true',
    });
    expect(app.findings).toMatchObject([{ code: 'reference-missing' }]);
  });

  it('names an unknown runtime', () => {
    expect(sam('{InlineCode: x, Runtime: nodejsX}').findings).toMatchObject([{ code: 'runtime-unknown' }]);
    for (const runtime of ['nodejs22.x', 'python3.14', 'provided.al2023', 'java21', 'dotnet8', 'ruby3.4', 'go1.x'])
      expect(sam(`{InlineCode: x, Runtime: ${runtime}}`).findings).toEqual([]);
  });
});

describe('roles', () => {
  const ROLE =
    "  R: {Type: 'AWS::IAM::Role', Properties: {Policies: [{PolicyName: own, PolicyDocument: {Statement: []}}], ManagedPolicyArns: ['arn:aws:iam::aws:policy/A', !Ref M], PermissionsBoundary: b}}\n  M: {Type: 'AWS::IAM::ManagedPolicy', Properties: {PolicyDocument: {Statement: [m]}}}\n  Q: {Type: 'AWS::IAM::Policy', Condition: C, Properties: {PolicyName: q, Roles: [!Ref R], PolicyDocument: {Statement: [q]}}}\n";

  it('reads a role of the template with all that is attached to it', () => {
    const { role } = first(sam('{InlineCode: x, Role: !GetAtt R.Arn, Policies: [Ignored]}', ROLE));
    expect(role).toMatchObject({ kind: 'declared', roleId: 'R', boundaryArn: ['b'] });
    expect(
      role.attachments.map((item) => [
        item.path,
        item.kind,
        item.kind === 'managed' ? displayText(item.arn) : item.kind === 'document' ? item.name : '',
        item.when.length,
      ]),
    ).toEqual([
      ['R.Policies[0]', 'document', 'own', 0],
      ['R.ManagedPolicyArns[0]', 'managed', 'arn:aws:iam::aws:policy/A', 0],
      ['R.ManagedPolicyArns[1]', 'document', 'M', 0],
      ['Q', 'document', 'q', 1],
    ]);
  });

  it('knows who shares a role', () => {
    const app = sam(
      '{InlineCode: x, Role: !GetAtt R.Arn}',
      `${ROLE}  G: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, Role: !GetAtt R.Arn}}\n`,
    );
    expect(app.functions.map(({ role }) => role.sharedWith)).toEqual([['G'], ['F']]);
    const outside = sam(
      '{InlineCode: x, Role: !Ref P}',
      "  G: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, Role: !Ref P}}\n  H: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, Role: other}}\n",
    );
    expect(outside.functions.map(({ role }) => role.sharedWith)).toEqual([['G'], ['F'], []]);
  });

  it('leaves a role from outside', () => {
    expect(first(sam("{InlineCode: x, Role: 'arn:aws:iam::1:role/x'}")).role).toEqual({
      kind: 'external',
      roleId: undefined,
      sharedWith: [],
      attachments: [],
    });
  });

  it('keeps the role that SAM makes under the other condition', () => {
    const { role } = first(sam("{InlineCode: x, Role: !If [C, !GetAtt R.Arn, !Ref 'AWS::NoValue'], Policies: [Named]}", ROLE));
    expect(role).toMatchObject({ kind: 'generated', roleId: 'FRole' });
  });

  it('reads each form of SAM policies', () => {
    const { role } = first(
      sam(
        "{InlineCode: x, Policies: [Named, !Ref M, !Ref P, {Statement: [{Effect: Allow}]}, {SQSPollerPolicy: {QueueName: q}}, !If [C, {S3ReadPolicy: {BucketName: b}}, !Ref 'AWS::NoValue'], {A: 1, B: 2}]}",
        ROLE,
      ),
    );
    expect(
      role.attachments
        .filter(({ path }) => path.startsWith('Policies'))
        .map((item) => [
          item.path,
          item.kind,
          item.kind === 'samTemplate' ? item.template : item.kind === 'managed' ? displayText(item.arn) : '',
          item.when.length,
        ]),
    ).toEqual([
      ['Policies[0]', 'managed', 'Named', 0],
      ['Policies[1]', 'document', '', 0],
      ['Policies[2]', 'managed', '${P}', 0],
      ['Policies[3]', 'document', '', 0],
      ['Policies[4]', 'samTemplate', 'SQSPollerPolicy', 0],
      ['Policies[5]', 'samTemplate', 'S3ReadPolicy', 1],
      ['Policies[6]', 'unknown', '', 0],
    ]);
  });
});
