import { describe, expect, it } from 'vitest';
import { actionsMatching } from './iam.ts';
import { samPolicyTemplate, samPolicyTemplateNames } from './sam-policy-template.ts';

describe('samPolicyTemplate', () => {
  it('has parameters and statements', () => {
    expect(samPolicyTemplate('SQSPollerPolicy')).toEqual({
      name: 'SQSPollerPolicy',
      parameters: ['QueueName'],
      statements: [
        {
          Effect: 'Allow',
          Action: [
            'sqs:ChangeMessageVisibility',
            'sqs:ChangeMessageVisibilityBatch',
            'sqs:DeleteMessage',
            'sqs:DeleteMessageBatch',
            'sqs:GetQueueAttributes',
            'sqs:ReceiveMessage',
          ],
          Resource: {
            'Fn::Sub': ['arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${queueName}', { queueName: { Ref: 'QueueName' } }],
          },
        },
      ],
    });
  });

  it('does not know other names', () => {
    for (const name of ['NoSuchPolicy', '', '__proto__', 'constructor']) expect(samPolicyTemplate(name)).toBeUndefined();
  });

  it('refers to nothing but its own parameters, and grants actions that exist', () => {
    expect(samPolicyTemplateNames().length).toBeGreaterThanOrEqual(81);
    for (const name of samPolicyTemplateNames()) {
      const template = samPolicyTemplate(name);
      const refs = [...JSON.stringify(template?.statements).matchAll(/"Ref":"([^"]+)"/g)].map(([, ref]) => ref);
      for (const ref of refs) expect(template?.parameters, name).toContain(ref);
      for (const parameter of template?.parameters ?? []) expect(refs, name).toContain(parameter);
      const granted = ((template?.statements ?? []) as readonly { Action: string | string[] }[]).flatMap((s) => s.Action);
      expect(granted.flatMap(actionsMatching), name).not.toEqual([]);
    }
  });
});
