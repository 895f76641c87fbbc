// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { describe, expect, it } from 'vitest';
import { callsOfTemplate } from '../../test/support/whole-app.ts';

const api = (resolvers: string): string => `
  Api: {Type: 'AWS::AppSync::GraphQLApi', Properties: {Name: a, AuthenticationType: API_KEY}}
  Source: {Type: 'AWS::AppSync::DataSource', Properties: {ApiId: !GetAtt Api.ApiId, Name: code, Type: AWS_LAMBDA, LambdaConfig: {LambdaFunctionArn: !GetAtt F.Arn}, ServiceRoleArn: 'arn:aws:iam::123456789012:role/r'}}
${resolvers}`;
const resolver = (type: string, field: string, more = 'DataSourceName: !GetAtt Source.Name'): string =>
  `  ${type}${field}: {Type: 'AWS::AppSync::Resolver', Properties: {ApiId: !GetAtt Api.ApiId, TypeName: ${type}, FieldName: ${field}, ${more}}}\n`;
const BOTH = `${resolver('Query', 'getDoc')}${resolver('Mutation', 'putDoc', 'DataSourceName: code')}`;

const JAVASCRIPT = (field: string): string => `const { S3 } = require('@aws-sdk/client-s3');
const s3 = new S3({});
const handlers = {
  getDoc: (id) => s3.getObject({ Bucket: 'docs', Key: id }),
  putDoc: (id) => s3.putObject({ Bucket: 'docs', Key: id }),
  dropDoc: (id) => s3.deleteObject({ Bucket: 'docs', Key: id }),
};
exports.handler = async (event) => handlers[${field}]('k');`;
const PYTHON = (field: string): string => `import boto3
s3 = boto3.client("s3")
def get(id):
    return s3.get_object(Bucket="docs", Key=id)
def put(id):
    return s3.put_object(Bucket="docs", Key=id)
def drop(id):
    return s3.delete_object(Bucket="docs", Key=id)
HANDLERS = {"getDoc": get, "putDoc": put, "dropDoc": drop}
def handler(event, context):
    return HANDLERS[${field}]("k")`;

const calls = (runtime: string, code: string, resources: string): Promise<readonly string[]> =>
  callsOfTemplate(`Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: ${runtime}
      Role: arn:aws:iam::123456789012:role/r
      Code:
        ZipFile: |
${code.replaceAll(/^/gm, '          ')}
${resources}`);
const names = (lines: readonly string[]): readonly string[] => lines.map((line) => /s3 (\w+)/.exec(line)?.[1] ?? line).sort();
const ALL = ['DeleteObject', 'GetObject', 'PutObject'];

describe.each([
  ['nodejs22.x', JAVASCRIPT, 'event.info.fieldName', 'event.field'],
  ['python3.13', PYTHON, 'event["info"]["fieldName"]', 'event["field"]'],
] as const)('the event of a resolver (%s)', (runtime, code, context, field) => {
  const of = async (source: string, resources: string): Promise<readonly string[]> => names(await calls(runtime, code(source), resources));

  it('names the fields of the resolvers that use the source', async () => {
    expect(await of(context, api(BOTH))).toEqual(['GetObject', 'PutObject']);
    expect(await of(context, api(`${resolver('Query', 'getDoc')}${resolver('Query', 'other', 'DataSourceName: other')}`))).toEqual([
      'GetObject',
    ]);
  });

  it('may be any where the template states no resolver', async () => {
    expect(await of(context, api(''))).toEqual(ALL);
  });

  it('names the field in a step of a pipeline', async () => {
    const step =
      "  Step: {Type: 'AWS::AppSync::FunctionConfiguration', Properties: {ApiId: !GetAtt Api.ApiId, Name: s, DataSourceName: code}}\n";
    const pipeline = resolver('Query', 'getDoc', 'Kind: PIPELINE, PipelineConfig: {Functions: [!GetAtt Step.FunctionId]}');
    expect(await of(context, api(`${step}${pipeline}`))).toEqual(['GetObject']);
  });

  const template = (request: string): string => resolver('Query', 'getDoc', `DataSourceName: code, RequestMappingTemplate: '${request}'`);
  it.each([
    [
      'a constant',
      '{"version": "2018-05-29", "operation": "Invoke", "payload": {"field": "putDoc", "arguments": $util.toJson($ctx.args)}}',
      ['PutObject'],
    ],
    [
      'the name of the field',
      '{"operation": "Invoke", "payload": {"field": "$ctx.info.fieldName", "id": "$!{context.args.id}"}}',
      ['GetObject'],
    ],
    ['a value of the request', '{"operation": "Invoke", "payload": {"field": $util.toJson($context.arguments.field)}}', ALL],
    ['a text of the request', '{"operation": "Invoke", "payload": {"field": "$ctx.args.field"}}', ALL],
    [
      'after an assignment',
      '#set($id = $util.defaultIfNull($ctx.args.id, "{(")) ## note\n\n{"operation": "Invoke", "payload": {"field": "putDoc", "id": "$id"}}',
      ['PutObject'],
    ],
    ['what a directive decides', '#if($ctx.args.put) {"payload": {"field": "putDoc"}} #else {"payload": {"field": "getDoc"}} #end', ALL],
  ])('is the payload of a template: %s', async (_, request, expected) => {
    expect(await of(field, api(template(request.replaceAll('\n\n', '\n\n\n'))))).toEqual(expected);
  });

  it('is the context where a template hands it over', async () => {
    expect(await of(context, api(template('{"operation": "Invoke", "payload": $util.toJson($context)}')))).toEqual(['GetObject']);
    const info = field.replace('event', 'event').replace('field', 'fieldName');
    expect(await of(info, api(template('{"operation": "Invoke", "payload": $util.toJson($ctx.info)}')))).toEqual(['GetObject']);
  });

  it('is a list in a batch', async () => {
    const first = context.replace('event', 'event[0]');
    expect(await of(first, api(resolver('Query', 'getDoc', 'DataSourceName: code, MaxBatchSize: 5')))).toEqual(['GetObject']);
    expect(await of(first, api(template('{"operation": "BatchInvoke", "payload": $util.toJson($ctx)}')))).toEqual(['GetObject']);
  });

  it('may be anything that code of a resolver asks for', async () => {
    const written = resolver(
      'Query',
      'getDoc',
      "DataSourceName: code, Runtime: {Name: APPSYNC_JS, RuntimeVersion: 1.0.0}, Code: 'export const request = () => ({})'",
    );
    expect(await of(context, api(written))).toEqual(ALL);
  });
});
