/**
 * AWS Step Functions. Sources: "Actions, resources, and condition keys for AWS Step Functions" of the Service Authorization
 * Reference and "Creating granular permissions for non-admin users in Step Functions" of the Developer Guide.
 */
import { type Text, text } from '../../model/text.ts';
import { arn, arnParts } from '../arn.ts';
import { textsAt } from '../input.ts';
import { equals, present } from '../predicate.ts';
import { ANY, named, type ResourceForm, targetOf, unresolvedTarget } from '../resource.ts';
import { main, need, passRole, rows, type ServiceRules } from '../rule.ts';

const MACHINES = ['AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine'];
const machineAt = (from: string): ResourceForm => named({ service: 'states', before: 'stateMachine:', from, types: MACHINES });
const machine = machineAt('stateMachineArn');
const activity = named({ service: 'states', before: 'activity:', from: 'activityArn', types: ['AWS::StepFunctions::Activity'] });
const mapRun = named({ service: 'states', before: 'mapRun:', from: 'mapRunArn', types: [] });

/** `execution:MACHINE:ID`, of an express machine `express:MACHINE:ID:ID`; one in hand says which. */
const execution: ResourceForm = {
  describe: 'arn:${Partition}:states:${Region}:${Account}:execution:*, from ${executionArn}',
  targets: (scope) =>
    textsAt(scope.input, 'executionArn').map((value) => {
      const all = arn('states', text('execution:*'), scope.region ? { region: scope.region } : {});
      if (value.kind !== 'text')
        return unresolvedTarget(all, value.when, value.kind === 'unknown' ? value.reason : 'executionArn, which the call does not show');
      const parts = arnParts(value.text);
      if (!parts)
        return { ...targetOf(value.text, value.text, value.when), resource: all, certainty: 'unresolved', why: reasonFor(value.text) };
      return targetOf(value.text, parts.resource, value.when);
    }),
};
const reasonFor = (value: Text): string => (value.length === 0 ? 'an empty ARN' : 'the execution, which is known only at run time');

const created = named({ service: 'states', before: 'stateMachine:', from: 'name', types: MACHINES });
const createdActivity = named({ service: 'states', before: 'activity:', from: 'name', types: ['AWS::StepFunctions::Activity'] });
const STATES = 'states.amazonaws.com';

export const stepFunctions: ServiceRules = {
  clients: ['sfn'],
  prefix: 'states',
  resources: {
    statemachine: { form: machine, from: ['stateMachineArn'] },
    activity: { form: activity, from: ['activityArn'] },
    execution: { form: execution, from: ['executionArn'] },
    express: { form: execution, from: ['executionArn'] },
    maprun: { form: mapRun, from: ['mapRunArn'] },
  },
  operations: {
    StartExecution: rows(main('states:StartExecution', machine)),
    StartSyncExecution: rows(main('states:StartSyncExecution', machine)),
    DescribeExecution: rows(main('states:DescribeExecution', execution)),
    // the token names its task, and no resource: only `*` is decided over
    SendTaskSuccess: rows(main('states:SendTaskSuccess', ANY)),
    SendTaskFailure: rows(main('states:SendTaskFailure', ANY)),
    SendTaskHeartbeat: rows(main('states:SendTaskHeartbeat', ANY)),
    CreateStateMachine: rows(
      main('states:CreateStateMachine', created),
      passRole('roleArn', STATES),
      need('states:TagResource', created, present('tags')),
      need('states:PublishStateMachineVersion', created, equals('publish', 'true')),
    ),
    UpdateStateMachine: rows(
      main('states:UpdateStateMachine', machine),
      passRole('roleArn', STATES),
      need('states:PublishStateMachineVersion', machine, equals('publish', 'true')),
    ),
    CreateActivity: rows(main('states:CreateActivity', createdActivity), need('states:TagResource', createdActivity, present('tags'))),
    TestState: rows(
      main('states:TestState', ANY),
      passRole('roleArn', STATES),
      need('states:RevealSecrets', ANY, equals('revealSecrets', 'true')),
    ),
    ListExecutions: rows(
      main('states:ListExecutions', machine, present('stateMachineArn')),
      need('states:ListExecutions', mapRun, present('mapRunArn')),
    ),
    DescribeStateMachineAlias: rows(main('states:DescribeStateMachineAlias', machineAt('stateMachineAliasArn'))),
    UpdateStateMachineAlias: rows(main('states:UpdateStateMachineAlias', machineAt('stateMachineAliasArn'))),
    DeleteStateMachineAlias: rows(main('states:DeleteStateMachineAlias', machineAt('stateMachineAliasArn'))),
    DeleteStateMachineVersion: rows(main('states:DeleteStateMachineVersion', machineAt('stateMachineVersionArn'))),
    CreateStateMachineAlias: rows(main('states:CreateStateMachineAlias', machineAt('routingConfiguration[].stateMachineVersionArn'))),
  },
  differs: {
    StartExecution: {
      'states:DescribeExecution':
        'an idempotent start answers from the running execution itself; no caller needs to read it (StartExecution)',
    },
  },
};
