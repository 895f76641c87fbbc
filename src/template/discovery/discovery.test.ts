import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../../../test/template-text.ts';
import { readApps } from '../apps.ts';
import { findRoot } from './root.ts';
import { parseOverrides } from './samconfig.ts';

const FUNCTION = "Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {ZipFile: x}}}\n";
const templates = (root: string, path = root) => readApps(path, { root }).apps.map(({ template }) => template);

describe('which templates are found', () => {
  it('takes template.yaml and leaves the rest', () => {
    expect(
      templates(folderOf({ 'template.yaml': FUNCTION, 'template.json': '{}', 'other.yaml': FUNCTION, 'sub/template.yaml': FUNCTION })),
    ).toEqual(['template.yaml']);
  });

  it('takes what samconfig names, with its parameters', () => {
    const root = folderOf({
      'samconfig.toml':
        '[default.global.parameters]\ntemplate_file = "app.yaml"\n[default.deploy.parameters]\nparameter_overrides = "Name=\\"two words\\" Other=1"\n',
      'template.yaml': FUNCTION,
      'app.yaml':
        "Parameters: {Name: {Type: String}, Other: {Type: String}}\nResources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {FunctionName: !Sub '${Name}-${Other}', Code: {ZipFile: x}}}\n",
    });
    const { apps } = readApps(root, { root, parameters: new Map([['Other', '2']]) });
    expect(apps.map(({ template, resources }) => [template, resources.get('F')?.name])).toEqual([['app.yaml', ['two words-2']]]);
    expect(readApps(join(root, 'app.yaml'), { root }).apps[0]?.resources.get('F')?.name).toEqual(['two words-1']);
    expect(templates(root, join(root, 'template.yaml'))).toEqual(['template.yaml']);
  });

  it('opens no template outside of the root, whoever names it', () => {
    const root = folderOf({
      'app/samconfig.toml': '[default.global.parameters]\ntemplate_file = "../other.yaml"\n',
      'other.yaml': FUNCTION,
    });
    expect(() => readApps(join(root, 'app'), { root: join(root, 'app') })).toThrow('is not inside of the root');
    expect(templates(root, join(root, 'app'))).toEqual(['other.yaml']);
  });

  it('looks below when the folder itself has none, but not into outputs', () => {
    const root = folderOf({
      'b/template.yml': FUNCTION,
      'a/stack.yaml': FUNCTION,
      'a/notes.yaml': 'Resources: {}',
      'a/.aws-sam/build/template.yaml': FUNCTION,
      'node_modules/x/template.yaml': FUNCTION,
      'cdk.out/template.json': FUNCTION,
      'a/packaged.yaml': FUNCTION,
      'c/template.yaml': 'kind: Deployment\n',
    });
    expect(templates(root)).toEqual(['a/stack.yaml', 'b/template.yml']);
  });

  it.each([
    ['main.tf', 'Terraform'],
    ['cdk.json', 'CDK'],
    ['serverless.yml', 'Serverless Framework'],
  ])('says that %s is not read yet', (file, tool) => {
    const root = folderOf({ [file]: '' });
    expect(() => readApps(root, { root })).toThrow(`it is a folder of ${tool}, which is not read yet`);
    expect(() => readApps(join(root, file), { root })).toThrow(`is a file of ${tool}, which is not read yet`);
    const both = folderOf({ [file]: '', 'a/template.yaml': FUNCTION });
    expect(readApps(both, { root: both }).findings).toMatchObject([{ code: 'tool-not-read' }]);
  });

  it('reads on when one of several templates cannot be read', () => {
    const root = folderOf({ 'a/template.yaml': '# AWS::Lambda::Function\nResources: []\n', 'b/template.yaml': FUNCTION });
    const { apps, findings } = readApps(root, { root });
    expect(apps.map(({ template }) => template)).toEqual(['b/template.yaml']);
    expect(findings).toMatchObject([{ code: 'template-unreadable', message: 'a/template.yaml is no template: it has no Resources' }]);
  });

  it('ends on what cannot be read at all', () => {
    const root = folderOf({ 'empty/x.txt': '', 'bad.yaml': '\u0000' });
    expect(() => readApps(join(root, 'gone'), { root })).toThrow('does not exist');
    expect(() => readApps(join(root, 'empty'), { root })).toThrow('no template was found');
    expect(() => readApps(root, { root: join(root, 'empty') })).toThrow('is not inside of the root');
  });
});

describe('nested templates', () => {
  it('are apps of their own, each once, with their parameters open', () => {
    const root = folderOf({
      'template.yaml': `Transform: AWS::Serverless-2016-10-31\nResources:
  A: {Type: 'AWS::Serverless::Application', Properties: {Location: nested/a.yaml, Parameters: {P: x}}}
  B: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: ./nested/a.yaml}}
  C: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://s3.amazonaws.com/b/t.yaml'}}
  D: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: gone.yaml}}
  E: {Type: 'AWS::Lambda::Function', Properties: {Code: {ZipFile: x}, FunctionName: !GetAtt A.Outputs.Name}}
`,
      'nested/a.yaml':
        "Parameters: {P: {Type: String, Default: d}}\nResources:\n  Self: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: ../template.yaml}}\n  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {ZipFile: x}, FunctionName: !Ref P}}\n",
    });
    const { apps, findings } = readApps(root, { root, parameters: new Map([['P', 'given']]) });
    expect(apps.map(({ template }) => template)).toEqual(['template.yaml', 'nested/a.yaml']);
    expect(apps[1]?.resources.get('F')?.name).toMatchObject([{ kind: 'parameter', name: 'P' }]);
    expect(findings).toMatchObject([
      { code: 'nested-template-missing', message: 'the template of D is not read: gone.yaml does not exist' },
    ]);
    expect(apps[0]?.resources.get('E')?.name).toMatchObject([
      { kind: 'attribute', resource: 'A', attribute: 'Outputs.Name', chars: 'any' },
    ]);
  });
});

describe('the root', () => {
  it('is the enclosing repository or workspace', () => {
    const root = folderOf({ 'package.json': '{"workspaces": ["a/*"]}', 'a/b/template.yaml': FUNCTION, 'a/b/package.json': '{}' });
    expect(findRoot(join(root, 'a/b'))).toBe(root);
    const git = folderOf({ '.git/HEAD': '', 'a/template.yaml': FUNCTION });
    expect(findRoot(join(git, 'a'))).toBe(git);
    expect(readApps(join(git, 'a')).apps[0]).toMatchObject({ root: git, template: 'a/template.yaml' });
  });
});

describe('parameter overrides', () => {
  it.each([
    [
      'A=1 B=2',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    [
      'A="x y" B=\'z w\'',
      [
        ['A', 'x y'],
        ['B', 'z w'],
      ],
    ],
    [
      'ParameterKey=A,ParameterValue=1 ParameterKey=B,ParameterValue="x,y"',
      [
        ['A', '1'],
        ['B', 'x,y'],
      ],
    ],
    [
      'A=b=c D=',
      [
        ['A', 'b=c'],
        ['D', ''],
      ],
    ],
    ['"A=x y"', [['A', 'x y']]],
  ])('%s', (text, expected) => {
    expect(parseOverrides(text)).toEqual(expected);
  });
});
