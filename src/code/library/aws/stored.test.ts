import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn } from '../../../../test/support/calls.ts';
import { callsOfTemplate } from '../../../../test/support/whole-app.ts';
import { appOf } from '../../../../test/template-text.ts';
import { go } from '../../go/language.ts';
import { java } from '../../java/language.ts';
import { javascript } from '../../javascript/index.ts';
import type { Language } from '../../language.ts';
import { python } from '../../python/language.ts';

beforeAll(() => Promise.all([python.prepare(), go.prepare(), java.prepare()]));

const STORE = `
  Table: {Type: 'AWS::DynamoDB::Table'}
  Parameter: {Type: 'AWS::SSM::Parameter', Properties: {Name: /app/table, Type: String, Value: !Ref Table}}
  Settings: {Type: 'AWS::SSM::Parameter', Properties: {Name: /app/settings, Type: String, Value: !Sub '{"table": "\${Table}", "n": 1}'}}
  Secret: {Type: 'AWS::SecretsManager::Secret', Properties: {Name: app/secret, SecretString: !Sub '{"table": "\${Table}"}'}}
  Generated: {Type: 'AWS::SecretsManager::Secret', Properties: {Name: app/made, GenerateSecretString: {SecretStringTemplate: '{"table": "users"}', GenerateStringKey: password}}}
`;

/** The tables that the code gets items of, with what the template has beside the store. */
function tables(language: Language, files: Readonly<Record<string, string>>, more: object = {}, beside = ''): readonly string[] {
  const app = appOf(`Transform: AWS::Serverless-2016-10-31\nResources:${STORE}${beside}`);
  const seen = callsIn(language, files, more, app);
  return seen.calls.flatMap((call) => /^dynamodb GetItem \{TableName: (.*)\}$/.exec(call)?.[1] ?? []);
}

const js = (body: string, beside = ''): readonly string[] =>
  tables(
    javascript,
    {
      'app.mjs': `import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { SSM } from '@aws-sdk/client-ssm';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { getParameter, getParametersByName } from '@aws-lambda-powertools/parameters/ssm';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
const db = new DynamoDB({}), ssm = new SSM({}), secrets = new SecretsManager({});
export const handler = async (event) => {
  let name;
  ${body}
  await db.getItem({ TableName: name });
};`,
    },
    { runtime: 'nodejs22.x' },
    beside,
  );

describe('a parameter of the template, read by its name', () => {
  it('holds what the template puts into it', () => {
    expect(js("name = (await ssm.getParameter({ Name: '/app/table' })).Parameter.Value;")).toEqual(['${Table}']);
    expect(
      js("name = (await ssm.getParameter({ Name: 'arn:aws:ssm:eu-west-1:123456789012:parameter/app/table' })).Parameter.Value;"),
    ).toEqual(['${Table}']);
    expect(js("name = JSON.parse((await ssm.getParameter({ Name: '/app/settings' })).Parameter.Value).table;")).toEqual(['${Table}']);
    expect(js("name = (await ssm.getParameter({ Name: '/other' })).Parameter.Value;")).toEqual(['?the output of SSM GetParameter']);
  });

  it('is one of several that are read together', () => {
    const body = `for (const { Name, Value } of (await ssm.getParameters({ Names: ['/app/table', '/app/settings'] })).Parameters) if (Name === '/app/table') name = Value;`;
    expect(js(body).join()).toContain('${Table}');
  });

  it('is read through Powertools, as a text or as data', () => {
    expect(js("name = await getParameter('/app/table');")).toEqual(['${Table}']);
    expect(js("name = (await getParameter('/app/settings', { transform: 'json' })).table;")).toEqual(['${Table}']);
    expect(js("name = (await getSecret('app/secret', { transform: 'json' })).table;")).toEqual(['${Table}']);
  });

  it('is read through the extension', () => {
    const url = 'http://localhost:2773/systemsmanager/parameters/get?name=%2Fapp%2Ftable';
    expect(js(`name = (await (await fetch('${url}')).json()).Parameter.Value;`)).toEqual(['${Table}']);
    expect(
      js(
        "const r = await fetch('http://localhost:2773/secretsmanager/get?secretId=app/made'); name = JSON.parse((await r.json()).SecretString).table;",
      ),
    ).toEqual(['users']);
  });

  it('may hold anything where a function of the app may write it', async () => {
    const reader = `
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
      InlineCode: |
        const { S3 } = require('@aws-sdk/client-s3');
        const { SSM } = require('@aws-sdk/client-ssm');
        exports.handler = async () => {
          const { Parameter } = await new SSM({}).getParameter({ Name: '/app/table' });
          await new S3({}).headBucket({ Bucket: Parameter.Value });
        };
`;
    const writer = (action: string): string =>
      `  W: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, Handler: index.handler, Runtime: nodejs22.x, Policies: [{Statement: [{Effect: Allow, Action: '${action}', Resource: '*'}]}]}}\n`;
    const read = (beside: string) => callsOfTemplate(`Transform: AWS::Serverless-2016-10-31\nResources:${STORE}${reader}${beside}`);
    expect((await read(writer('ssm:GetParameter'))).at(-1)).toBe('s3 HeadBucket {Bucket: ${Table}}');
    expect((await read(writer('ssm:PutParameter'))).at(-1)).toBe('s3 HeadBucket {Bucket: ?the output of SSM GetParameter}');
  });
});

describe('a secret of the template, read by its name or ARN', () => {
  it('holds the text that the template states', () => {
    expect(js("name = JSON.parse((await secrets.getSecretValue({ SecretId: 'app/secret' })).SecretString).table;")).toEqual(['${Table}']);
  });

  it('holds what the template of a generated one states beside the generated key', () => {
    const read = "const all = JSON.parse((await secrets.getSecretValue({ SecretId: 'app/made' })).SecretString);";
    expect(js(`${read} name = all.table;`)).toEqual(['users']);
    expect(js(`${read} name = all.password;`)).toEqual(['${?}']);
  });

  it('holds more where a database is attached, and anything where it is rotated', () => {
    const read = "const all = JSON.parse((await secrets.getSecretValue({ SecretId: 'app/made' })).SecretString);";
    const attached =
      "  A: {Type: 'AWS::SecretsManager::SecretTargetAttachment', Properties: {SecretId: !Ref Generated, TargetId: db, TargetType: 'AWS::RDS::DBInstance'}}\n";
    expect(js(`${read} name = all.table;`, attached)).toEqual(['users']);
    expect(js(`${read} name = all.host;`, attached)[0]).toMatch(/^\?/);
    const rotated = "  A: {Type: 'AWS::SecretsManager::RotationSchedule', Properties: {SecretId: !Ref Generated}}\n";
    expect(js(`${read} name = all.table;`, rotated)[0]).toMatch(/^\?/);
  });
});

describe('in every language', () => {
  it('in Python', () => {
    const source = (read: string): Readonly<Record<string, string>> => ({
      'app.py': `import json, boto3, requests
from aws_lambda_powertools.utilities import parameters
db, ssm, secrets = boto3.client("dynamodb"), boto3.client("ssm"), boto3.client("secretsmanager")
def handler(event, context):
    db.get_item(TableName=${read})
`,
    });
    for (const read of [
      'ssm.get_parameter(Name="/app/table")["Parameter"]["Value"]',
      'json.loads(secrets.get_secret_value(SecretId="app/secret")["SecretString"])["table"]',
      'parameters.get_parameter("/app/settings", transform="json")["table"]',
      'parameters.get_secret("app/secret", transform="json")["table"]',
      'requests.get("http://localhost:2773/systemsmanager/parameters/get", params={"name": "/app/table"}).json()["Parameter"]["Value"]',
    ])
      expect(tables(python, source(read))).toEqual(['${Table}']);
  });

  it('in Go', () => {
    const source = `package main
import (
	"context"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)
func handle(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	out, err := ssm.NewFromConfig(cfg).GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String("/app/table")})
	if err != nil { return err }
	_, err = dynamodb.NewFromConfig(cfg).GetItem(ctx, &dynamodb.GetItemInput{TableName: out.Parameter.Value})
	return err
}
func main() { lambda.Start(handle) }
`;
    expect(tables(go, { 'go.mod': 'module example.com/app\n\ngo 1.22\n', 'main.go': source }, { handler: 'bootstrap' })).toEqual([
      '${Table}',
    ]);
  });

  it('in Java', () => {
    const source = `package demo;
import java.util.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.lambda.powertools.parameters.ParamManager;
public class App {
  public Object handleRequest(Map<String, Object> event, Object context) throws Exception {
    String name = SsmClient.create().getParameter(r -> r.name("/app/table")).parameter().value();
    DynamoDbClient.create().getItem(r -> r.tableName(name));
    DynamoDbClient.create().getItem(r -> r.tableName(ParamManager.getSsmProvider().get("/app/table")));
    DynamoDbClient.create().getItem(r -> r.tableName(ParamManager.getSecretsProvider().get("app/secret")));
    return null;
  }
}`;
    const files = { 'src/main/java/demo/App.java': source, 'pom.xml': '<project/>' };
    expect(tables(java, files, { runtime: 'java21', handler: 'demo.App::handleRequest' })).toEqual([
      '${Table}',
      '${Table}',
      '{"table": "${Table}"}',
    ]);
  });
});
