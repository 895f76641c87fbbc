import { describe, expect, it } from 'vitest';
import { ARNS, appOf, lambda, nameOf, need, resource, SPAN } from '../../test/support/app.ts';
import type { LambdaFunction } from '../model/app.ts';
import type { Need } from '../model/need.ts';
import { namedConditions } from './conditions.ts';
import { deploymentsOf } from './deploy.ts';
import { printerOf } from './print/printer.ts';
import { addedBySam, samPolicies } from './sam-policies.ts';
import { statementsOf } from './statements.ts';

const queue = ARNS.queue(nameOf('Inbox'));
const polled: Partial<LambdaFunction> = {
  triggers: [
    {
      kind: 'sqs',
      queueArn: queue,
      path: 'Events.Inbox',
      span: SPAN,
      when: [],
      mapping: { properties: { kind: 'map', entries: [], open: false } },
    },
  ],
};

function print(needs: readonly Need[], more: Partial<LambdaFunction> = {}) {
  const fn = lambda('Fn', more);
  const app = appOf(
    [
      resource('Fn', 'AWS::Serverless::Function', { arn: ARNS.function }),
      resource('Inbox', 'AWS::SQS::Queue', { arn: ARNS.queue }),
      resource('Bucket', 'AWS::S3::Bucket', { arn: ARNS.bucket, references: ['Fn'] }),
    ],
    [fn],
  );
  const printer = printerOf(app);
  const [deployment] = deploymentsOf(app, [{ fn, statements: statementsOf(needs, () => undefined) }], printer);
  if (!deployment) throw new Error('one function has one deployment');
  return samPolicies(fn, deployment, { printer, conditions: namedConditions(new Set()) });
}

describe('samPolicies', () => {
  it('says what SAM adds, by configuration and events', () => {
    const { configuration } = lambda('Fn');
    const fn = lambda('Fn', { ...polled, configuration: { ...configuration, vpc: true, tracing: 'Active' } });
    expect(addedBySam(fn)).toEqual([
      'AWSLambdaBasicExecutionRole',
      'AWSLambdaVPCAccessExecutionRole',
      'AWSXrayWriteOnlyAccess',
      'AWSLambdaSQSQueueExecutionRole',
    ]);
    expect(print([]).notes).toEqual([
      'SAM adds AWSLambdaBasicExecutionRole: logs:CreateLogGroup, logs:CreateLogStream, logs:PutLogEvents on "*"',
    ]);
  });

  it('leaves out what SAM grants anyway, and keeps the rest', () => {
    const needs = [
      need('logs:PutLogEvents', ARNS.logGroup('/aws/lambda/', nameOf('Fn')), { kind: 'baseline' }),
      need('sqs:ReceiveMessage', queue, { kind: 'eventSource' }),
      need('sqs:SendMessage', queue),
    ];
    const { resources } = print(needs, polled);
    expect([...resources.keys()]).toEqual(['Fn']);
    expect(resources.get('Fn')).toMatchObject({ Properties: { Policies: [{ Statement: [{ Action: 'sqs:SendMessage' }] }] } });
  });

  it('puts beside the function what would close a loop in its role', () => {
    const { resources } = print([need('s3:GetObject', ARNS.bucket(nameOf('Bucket')))]);
    expect(resources.get('Fn')).toEqual({ Properties: { Policies: [] } });
    expect(resources.get('FnPolicy')).toMatchObject({ Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'FnRole' }] } });
  });

  it('says that Role must go, since SAM ignores Policies beside it', () => {
    const { notes } = print([], { role: { roleId: 'Shared', kind: 'declared', sharedWith: [], attachments: [] } });
    expect(notes[0]).toContain('drop Role');
  });
});
