import { describe, expect, it } from 'vitest';
import { app, bucketArn, fn, name, regional, short, trigger } from '../../test/needs/constructed.ts';
import type { LambdaFunction, Trigger } from '../model/app.ts';
import { displayText, PARTITION, text } from '../model/text.ts';
import { invokersOf } from './invokers.ts';

const shown = (triggers: readonly Trigger[], more: Partial<Pick<LambdaFunction, 'alias'>> = {}) =>
  invokersOf(fn({ triggers, ...more }), app()).map((i) => ({
    principal: displayText(i.principal),
    ...(i.action === 'lambda:InvokeFunction' ? {} : { action: i.action }),
    ...(i.sourceArn ? { sourceArn: short(displayText(i.sourceArn)) } : {}),
    ...(i.sourceAccount ? { sourceAccount: displayText(i.sourceAccount) } : {}),
    ...(i.functionUrlAuthType ? { authType: displayText(i.functionUrlAuthType) } : {}),
    ...(i.invokedViaFunctionUrl ? { viaUrl: true } : {}),
    ...(i.qualifier ? { qualifier: displayText(i.qualifier) } : {}),
  }));

const executeApiArn = regional('execute-api', name('Api'));

describe('invokers', () => {
  it('adds the account where the source ARN has none', () => {
    expect(shown([trigger({ kind: 's3', bucket: text('b'), bucketArn: bucketArn('b'), events: [] })])).toEqual([
      { principal: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::b', sourceAccount: '${AWS::AccountId}' },
    ]);
    expect(shown([trigger({ kind: 'sns', topicArn: regional('sns', 't') })])).toEqual([
      { principal: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:R:A:t' },
    ]);
    expect(shown([trigger({ kind: 'service', principal: 'secretsmanager.amazonaws.com' })])).toEqual([
      { principal: 'secretsmanager.amazonaws.com', sourceAccount: '${AWS::AccountId}' },
    ]);
  });

  it('lets an API invoke by the route that the template states', () => {
    const arn = text(...executeApiArn, '/*/GET/orders/*');
    expect(shown([trigger({ kind: 'api', api: 'rest', part: 'route', executeApiArn: arn })])).toEqual([
      { principal: 'apigateway.amazonaws.com', sourceArn: 'arn:aws:execute-api:R:A:${Api}/*/GET/orders/*' },
    ]);
  });

  it('invokes the published alias', () => {
    expect(shown([trigger({ kind: 'sns', topicArn: regional('sns', 't') })], { alias: text('live') })[0]?.qualifier).toBe('live');
  });

  it('opens a public URL by both permissions, and no other', () => {
    expect(shown([trigger({ kind: 'functionUrl', authType: text('NONE') })])).toEqual([
      { principal: '*', action: 'lambda:InvokeFunctionUrl', authType: 'NONE' },
      { principal: '*', viaUrl: true },
    ]);
    expect(shown([trigger({ kind: 'functionUrl', authType: text('AWS_IAM') })])).toEqual([]);
  });

  it('asks nothing for what is polled, or invoked with a role', () => {
    expect(shown([trigger({ kind: 'sqs', queueArn: regional('sqs', 'q') }), trigger({ kind: 'role', service: 'scheduler' })])).toEqual([]);
  });

  it('keeps a permission of the template, unless it serves a trigger that is narrower', () => {
    const permission = (principal: string, sourceArn?: ReturnType<typeof text>) =>
      trigger({ kind: 'permission', principal: text(principal), action: 'lambda:InvokeFunction', ...(sourceArn ? { sourceArn } : {}) });
    const route = trigger({ kind: 'api', api: 'rest', part: 'route', executeApiArn: text(...executeApiArn, '/*/GET/a') });
    expect(shown([permission('apigateway.amazonaws.com', text(...executeApiArn, '/*/*/*')), route])).toEqual([
      { principal: 'apigateway.amazonaws.com', sourceArn: 'arn:aws:execute-api:R:A:${Api}/*/GET/a' },
    ]);
    expect(shown([permission('apigateway.amazonaws.com', text(...executeApiArn, '/*/POST/b')), route])).toHaveLength(2);
    const spelled = text('arn:aws', ...executeApiArn.slice(2), '/*/*');
    expect(executeApiArn.slice(0, 2)).toEqual(['arn:', PARTITION]);
    expect(shown([permission('apigateway.amazonaws.com', spelled), route])).toHaveLength(1);
    expect(shown([permission('config.amazonaws.com')])).toEqual([{ principal: 'config.amazonaws.com' }]);
    expect(displayText([PARTITION])).toBe('${AWS::Partition}');
  });
});
