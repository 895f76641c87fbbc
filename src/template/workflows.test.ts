import { describe, expect, it } from 'vitest';
import { print } from '../../test/support/interpret.ts';
import { callsOfTemplate, reading } from '../../test/support/whole-app.ts';
import { appOf } from '../../test/template-text.ts';
import { invocations } from '../delivery/states/workflow.ts';

const RESOURCES = `
  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {ZipFile: x}, Handler: index.handler, Runtime: nodejs22.x, Role: 'arn:aws:iam::123456789012:role/r'}}
  Table: {Type: 'AWS::DynamoDB::Table'}
  Bucket: {Type: 'AWS::S3::Bucket'}
`;
const SAM = 'Transform: AWS::Serverless-2016-10-31\n';
const CONDITIONS = 'Parameters: {Stage: {Type: String}}\nConditions: {Prod: !Equals [!Ref Stage, prod]}\n';

/** What the function is invoked with by the machine of the template, and what may start that one. */
function seen(machine: string, { more = '', files = {} }: { more?: string; files?: Record<string, string> } = {}) {
  const app = appOf(`${SAM}${CONDITIONS}Resources:${RESOURCES}${machine}${more}`, files);
  expect(app.findings).toEqual([]);
  const workflow = app.workflows.get('M');
  if (!workflow) throw new Error('no workflow');
  return {
    inputs: invocations(app, workflow, 'F')?.map(print),
    started: workflow.input && print(workflow.input),
    triggers: app.functions[0]?.triggers.map((trigger) => trigger.kind === 'role' && trigger.workflow),
  };
}

const ASL = (payload: string): string =>
  `{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "\${Fn}", "Payload": ${payload}}, "End": true}}}`;

describe('the definition of a state machine', () => {
  it('stands in a file, with what deployment substitutes', () => {
    const machine = `
  M:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flow.asl.json
      DefinitionSubstitutions: {Fn: !GetAtt F.Arn, Table: !Ref Table, N: 3}
`;
    const files = { 'flow.asl.json': ASL('{"table": "${Table}", "of": "x-${Table}", "n": ${N}}') };
    expect(seen(machine, { files })).toEqual({ inputs: ['{table: ${Table}, of: x-${Table}, n: 3}'], started: undefined, triggers: ['M'] });
  });

  it('stands in a file of YAML, in the template, or in a string with intrinsic functions', () => {
    const yaml = 'StartAt: A\nStates:\n  A: {Type: Task, Resource: "${Fn}", Parameters: {table: "${Table}"}, End: true}\n';
    const substitutions = 'DefinitionSubstitutions: {Fn: !Ref F, Table: !Ref Table}';
    const byFile = `  M: {Type: 'AWS::Serverless::StateMachine', Properties: {DefinitionUri: flow.asl.yaml, ${substitutions}}}\n`;
    expect(seen(byFile, { files: { 'flow.asl.yaml': yaml } }).inputs).toEqual(['{table: ${Table}}']);
    const inline = `
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/r
      Definition:
        StartAt: A
        States: {A: {Type: Task, Resource: !GetAtt F.Arn, Parameters: {table: !Ref Table, 'b.$': $.b}, End: true}}
`;
    expect(seen(inline).inputs).toEqual(['{table: ${Table}, b: ?the input of the execution}']);
    const string = `
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/r
      DefinitionString: !Sub |
        {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "\${F.Arn}", "Parameters": {"table": "\${Table}"}, "End": true}}}
`;
    expect(seen(string).inputs).toEqual(['{table: ${Table}}']);
  });

  it('names one of several resources where a condition substitutes', () => {
    const machine = `
  Other: {Type: 'AWS::DynamoDB::Table'}
  M: {Type: 'AWS::Serverless::StateMachine', Properties: {DefinitionUri: m.json, DefinitionSubstitutions: {Fn: !Ref F, Table: !If [Prod, !Ref Table, !Ref Other]}}}
`;
    expect(seen(machine, { files: { 'm.json': ASL('{"table": "${Table}"}') } }).inputs).toEqual(['{table: ${Table} | ${Other}}']);
  });

  it('may find the name of a function in data', () => {
    const definition = `{"StartAt": "P", "States": {
      "P": {"Type": "Pass", "Result": {"run": "\${Fn}", "table": "t"}, "Next": "A"},
      "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName.$": "$.run", "Payload.$": "$"}, "End": true}}}`;
    const machine =
      "  M: {Type: 'AWS::Serverless::StateMachine', Properties: {DefinitionUri: m.json, DefinitionSubstitutions: {Fn: !GetAtt F.Arn}}}\n";
    const found = seen(machine, { files: { 'm.json': definition } });
    expect(found.triggers).toEqual(['M']);
    expect(found.inputs?.[0]).toContain('table: t');
  });
});

describe('what starts a state machine', () => {
  const machine = (events = ''): string =>
    `  M: {Type: 'AWS::Serverless::StateMachine', Properties: {DefinitionUri: m.json, DefinitionSubstitutions: {Fn: !GetAtt F.Arn}${events}}}\n`;
  const files = { 'm.json': ASL('{"bucket.$": "$.detail.bucket.name", "key.$": "$.detail.object.key"}') };
  const PATTERN = '{source: [aws.s3], detail: {bucket: {name: [!Ref Bucket]}, object: {key: [{prefix: in/}, {suffix: .csv}]}}}';

  it('is the event that a rule matches', () => {
    const events = `, Events: {New: {Type: EventBridgeRule, Properties: {Pattern: ${PATTERN}}}}`;
    expect(seen(machine(events), { files }).inputs).toEqual([
      '{bucket: ${Bucket}, key: in/${event.detail.object.key} | ${event.detail.object.key}.csv}',
    ]);
  });

  it('is the input of a schedule, or what a rule makes of its event', () => {
    const events =
      ', Events: {Daily: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), Input: \'{"detail": {"bucket": {"name": "b"}}}\'}}, Hourly: {Type: Schedule, Properties: {Schedule: rate(1 hour), Input: \'{"detail": 1}\'}}}';
    expect(seen(machine(events), { files }).started).toBe('{detail: {bucket: {name: b}}} | {detail: 1}');
    const rule = `
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: ${PATTERN}
      Targets:
        - Id: a
          Arn: !Ref M
          RoleArn: arn:aws:iam::123456789012:role/r
          InputTransformer:
            InputPathsMap: {b: $.detail.bucket.name, d: $.detail}
            InputTemplate: '{"detail": {"bucket": {"name": <b>}, "path": "s3://<b>/x", "all": <d>}}'
`;
    expect(seen(machine(), { files, more: rule }).started).toMatch(
      /^\{detail: \{bucket: \{name: \$\{Bucket\}\}, path: s3:\/\/\$\{Bucket\}\/x, all: \{bucket/,
    );
  });

  it('may be anything beside where a function, an API or the machine itself may start it', () => {
    const events = ', Events: {Hourly: {Type: Schedule, Properties: {Schedule: rate(1 hour), Input: \'{"detail": 1}\'}}}';
    const known = '{detail: 1}';
    expect(seen(machine(events), { files }).started).toBe(known);
    const starter = (properties: string): string =>
      `  G: {Type: 'AWS::Serverless::Function', Properties: {InlineCode: x, Handler: index.handler, Runtime: nodejs22.x, ${properties}}}\n`;
    const open = `${known} | ?the input of the execution`;
    expect(seen(machine(events), { files, more: starter('Environment: {Variables: {M: !Ref M}}') }).started).toBe(open);
    expect(
      seen(machine(events), { files, more: starter('Policies: [{StepFunctionsExecutionPolicy: {StateMachineName: x}}]') }).started,
    ).toBe(open);
    expect(seen(machine(events), { files, more: starter('MemorySize: 128') }).started).toBe(known);
    const api =
      ', Events: {Hourly: {Type: Schedule, Properties: {Schedule: rate(1 hour), Input: \'{"detail": 1}\'}}, Post: {Type: Api, Properties: {Path: /x, Method: post}}}';
    expect(seen(machine(api), { files }).started).toBe(open);
  });
});

describe('a function that a state invokes', () => {
  it('works on what the state names, for each state another', async () => {
    const machine = `
  Bucket: {Type: 'AWS::S3::Bucket'}
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/r
      Definition:
        StartAt: A
        States:
          A: {Type: Task, Resource: !GetAtt F.Arn, Parameters: {bucket: !Ref Bucket, key: a}, Next: B}
          B: {Type: Task, Resource: 'arn:aws:states:::lambda:invoke', Parameters: {FunctionName: !Ref F, Payload: {bucket: b, 'key.$': $.key}}, End: true}
`;
    expect(await callsOfTemplate(`Resources:${reading('event.bucket', 'event.key')}${machine}`)).toEqual([
      's3 GetObject {Bucket: ${Bucket} | b, Key: a | ${event.key}}',
    ]);
  });
});
