/** Environment variables under `Fn::If`: each alternative's needs keep its condition, from the template to the printed policy. */
import { describe, expect, it } from 'vitest';
import { derive } from '../src/derive.ts';
import { formatWhen } from '../src/model/condition.ts';
import { displayText } from '../src/model/text.ts';
import { formatYaml } from '../src/report/yaml.ts';
import { tree } from './tree.ts';

const TEMPLATE = (table: string): string => `Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String}}
Conditions: {UseA: !Equals [!Ref Stage, a], Archived: !Equals [!Ref Stage, b]}
Resources:
  A: {Type: 'AWS::DynamoDB::Table', Condition: UseA, Properties: {KeySchema: [{AttributeName: pk, KeyType: HASH}]}}
  B: {Type: 'AWS::DynamoDB::Table', Properties: {KeySchema: [{AttributeName: pk, KeyType: HASH}]}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: app.handler
      CodeUri: .
      Environment: {Variables: {TABLE: ${table}}}
`;

async function derived(table: string, name: string) {
  const result = await derive(
    tree({
      'template.yaml': TEMPLATE(table),
      'app.mjs': `import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
export const handler = async (event) => new DynamoDBClient({}).send(new PutItemCommand({ TableName: ${name}, Item: event }));`,
    }),
  );
  const functions = result.derivations.flatMap((derivation) => derivation.functions);
  const needs = functions.flatMap((each) => each.needs).filter((need) => need.action === 'dynamodb:PutItem');
  return {
    result,
    needs: needs.map(
      (need) => `${displayText(need.resource).replace(/.*:table\//, '')}${need.when.length > 0 ? ` when ${formatWhen(need.when)}` : ''}`,
    ),
    unresolved: functions.flatMap((each) => each.unresolved.map((entry) => entry.what)),
  };
}

describe('a table that a condition chooses', () => {
  it('is needed under the condition', async () => {
    const { needs, unresolved, result } = await derived('!If [UseA, !Ref A, !Ref B]', 'process.env.TABLE');
    expect(needs).toEqual(['${A} when UseA', '${B} when !UseA']);
    expect(unresolved).toEqual([]);
    const yaml = formatYaml(result, 'role');
    expect(yaml).toMatch(/!If\n +- UseA\n[^!]*Resource: !GetAtt A\.Arn/);
    expect(yaml).toMatch(/!If\n +- NotUseA\n[^!]*Resource: !GetAtt B\.Arn/);
  });

  it('is one of several, under conditions inside of conditions', async () => {
    const { needs } = await derived('!If [UseA, !Ref A, !If [Archived, !Ref B, other]]', 'process.env.TABLE');
    expect(needs).toEqual(['${A} when UseA', '${B} when Archived && !UseA', 'other when !Archived && !UseA']);
  });

  it('is the name that the code falls back to where the template sets none', async () => {
    const { needs, unresolved } = await derived("!If [UseA, !Ref A, !Ref 'AWS::NoValue']", "process.env.TABLE ?? 'legacy'");
    expect(needs).toEqual(['${A} when UseA', 'legacy when !UseA']);
    expect(unresolved).toEqual([]);
  });

  it('is nothing that fails where the template sets none', async () => {
    const { needs, unresolved } = await derived("!If [UseA, !Ref A, !Ref 'AWS::NoValue']", 'process.env.TABLE');
    expect(needs).toEqual(['${A} when UseA']);
    expect(unresolved).toEqual([]);
  });
});
