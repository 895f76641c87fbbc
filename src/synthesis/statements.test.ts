import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARNS, nameOf, need } from '../../test/support/app.ts';
import type { Statement } from '../model/derivation.ts';
import type { Need } from '../model/need.ts';
import { displayText, isHole, type Text, text, textKey } from '../model/text.ts';
import { statementsOf } from './statements.ts';

const labelOf = (resource: Text): string | undefined => {
  const name = resource.find((part) => isHole(part) && part.kind === 'name');
  return name && isHole(name) && name.kind === 'name' ? name.resource : undefined;
};
const statements = (needs: readonly Need[]) => statementsOf(needs, labelOf);
const pairsOf = (list: readonly Statement[]) =>
  list.flatMap((one) => one.actions.flatMap((action) => one.resources.map((resource) => `${action} ${textKey(resource)}`))).sort();

const orders = ARNS.table(nameOf('Orders'));
const items = ARNS.table(nameOf('Items'));

describe('statementsOf', () => {
  it('puts the actions of one resource into one statement', () => {
    const [only, ...more] = statements([need('dynamodb:PutItem', orders), need('dynamodb:GetItem', orders)]);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ sid: 'ReadWriteOrders', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [orders] });
  });

  it('never widens: resources share a statement only with equal actions', () => {
    const list = statements([need('dynamodb:GetItem', orders), need('dynamodb:PutItem', orders), need('dynamodb:GetItem', items)]);
    expect(pairsOf(list)).toHaveLength(3);
  });

  it('groups by action where that takes fewer statements', () => {
    const tables = ['A', 'B', 'C'].map((name) => ARNS.table(nameOf(name)));
    const list = statements([
      ...tables.map((table) => need('dynamodb:GetItem', table)),
      ...tables.map((table) => need('dynamodb:PutItem', table)),
      ...tables.slice(0, 2).map((table) => need('dynamodb:Query', table)),
    ]);
    expect(list).toHaveLength(2);
    expect(pairsOf(list)).toHaveLength(8);
  });

  it('marks what stands in for an unresolved resource', () => {
    const list = statements([need('s3:GetObject', ['*'], { certainty: 'unresolved' }), need('s3:GetObject', orders)]);
    expect(list.map((one) => [one.sid.startsWith('Unresolved'), one.unresolved])).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it('keeps conditions, and what AWS tries while it deploys, apart', () => {
    const condition = { StringEquals: { 'kms:ViaService': [text('dynamodb.amazonaws.com')] } };
    const list = statements([
      need('sqs:SendMessage', orders),
      need('sqs:SendMessage', orders, { condition }),
      need('sqs:SendMessage', orders, { kind: 'deadLetter' }),
    ]);
    expect(list).toHaveLength(3);
    expect(list.filter((one) => one.checked).map((one) => one.sid)).toEqual(['SendFailuresToOrders']);
    expect(list.filter((one) => one.condition)).toHaveLength(1);
  });

  it('names statements by what they do, distinctly', () => {
    const sids = statements([
      need('logs:PutLogEvents', ['*'], { kind: 'baseline' }),
      need('xray:PutTraceSegments', ['*'], { kind: 'tracing' }),
      need('sqs:ReceiveMessage', ARNS.queue(nameOf('Inbox')), { kind: 'eventSource' }),
      need('s3:GetObject', text('arn:aws:s3:::in/*')),
      need('s3:GetObject', text('arn:aws:s3:::in/*'), { when: [{ name: 'Prod', holds: true }] }),
      need('sns:Publish', ARNS.topic(nameOf('Alarms'))),
    ]).map((one) => one.sid);
    expect(sids).toEqual(['GetIn', 'GetIn2', 'PublishToAlarms', 'PollInbox', 'SendTraces', 'WriteLogs']);
  });

  it('names what is mounted apart from what an execution is kept in', () => {
    const kept = need('lambda:CheckpointDurableExecution', ARNS.table(nameOf('Orders')), { kind: 'storage' });
    const mounted = need('elasticfilesystem:ClientMount', ARNS.table(nameOf('Files')), { kind: 'storage' });
    expect(
      statements([kept, mounted])
        .map((one) => one.sid)
        .sort(),
    ).toEqual(['CheckpointOrders', 'MountFiles']);
  });

  it('grants each need and nothing else, in statements with distinct alphanumeric Sids, whatever the needs', () => {
    const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 's3:GetObject', 'sqs:SendMessage'];
    const anyNeed = fc
      .record({
        action: fc.constantFrom(...actions),
        table: fc.constantFrom('A', 'B', 'C', 'D'),
        certainty: fc.constantFrom('exact' as const, 'unresolved' as const),
      })
      .map(({ action, table, certainty }) => need(action, ARNS.table(nameOf(table)), { certainty }));
    fc.assert(
      fc.property(fc.array(anyNeed, { maxLength: 20 }), (needs) => {
        const list = statements(needs);
        const wanted = [...new Set(needs.map((one) => `${one.certainty} ${one.action} ${displayText(one.resource)}`))].sort();
        const granted = list
          .flatMap((one) =>
            one.actions.flatMap((action) =>
              one.resources.map((resource) => `${one.unresolved ? 'unresolved' : 'exact'} ${action} ${displayText(resource)}`),
            ),
          )
          .sort();
        expect(granted).toEqual(wanted);
        expect(new Set(list.map((one) => one.sid)).size).toBe(list.length);
        for (const one of list) expect(one.sid).toMatch(/^[A-Za-z0-9]+$/);
        for (const one of list) expect(one.sid.startsWith('Unresolved')).toBe(one.unresolved);
      }),
    );
  });
});
