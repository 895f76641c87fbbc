import { describe, expect, it } from 'vitest';
import { ARNS, lambda, nameOf, need, parameter, SPAN } from '../../test/support/app.ts';
import type { LambdaFunction, PolicyAttachment } from '../model/app.ts';
import type { When } from '../model/condition.ts';
import type { Datum } from '../model/datum.ts';
import type { Need, Unresolved } from '../model/need.ts';
import { displayText, PARTITION, type Text, text } from '../model/text.ts';
import { jsonDatum } from '../policy/json-datum.ts';
import { compareWithToday } from './today.ts';

const orders = ARNS.table(nameOf('Orders'));
const at = { span: SPAN, path: 'Policies[0]', when: [] as When };

/** A statement whose resource is symbolic. */
const allow = (action: string | readonly string[], resource: Text, more: Record<string, unknown> = {}): Datum => {
  const plain = jsonDatum({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: 'HERE', ...more }] });
  const fill = (datum: Datum): Datum => {
    if (datum.kind === 'text') return displayText(datum.text) === 'HERE' ? { kind: 'text', text: resource } : datum;
    if (datum.kind === 'list') return { ...datum, items: datum.items.map(fill) };
    if (datum.kind === 'map') return { ...datum, entries: datum.entries.map((entry) => ({ key: entry.key, value: fill(entry.value) })) };
    return datum;
  };
  return fill(plain);
};
const policy = (document: Datum, when: When = []): PolicyAttachment => ({ ...at, kind: 'document', name: 'Own', document, when });
const managed = (name: string): PolicyAttachment => ({ ...at, kind: 'managed', arn: text('arn:', PARTITION, ':iam::aws:policy/', name) });

const compare = (attachments: readonly PolicyAttachment[], needs: readonly Need[], unresolved: readonly Unresolved[] = []) => {
  const fn: LambdaFunction = lambda('Fn', { role: { roleId: 'FnRole', kind: 'declared', sharedWith: [], attachments } });
  const { granted, missing, spare, unknown } = compareWithToday(fn, needs, unresolved);
  return {
    granted: granted.map((grant) => `${grant.effect} ${grant.action} ${displayText(grant.resource)}`),
    missing: missing.map((item) => `${item.need.action} ${item.how}`),
    spare: spare.map((item) => [item.grant.action, item.needed.map((one) => one.action), item.doubt]),
    unknown: unknown.map((item) => item.why),
  };
};

describe('compareWithToday', () => {
  it('finds nothing missing and nothing spare where the grant is the need', () => {
    const result = compare([policy(allow('dynamodb:PutItem', orders))], [need('dynamodb:PutItem', orders)]);
    expect(result).toMatchObject({ missing: [], spare: [], unknown: [] });
  });

  it('tells what of a wide grant is needed', () => {
    const result = compare([policy(allow('dynamodb:*', ['*']))], [need('dynamodb:PutItem', orders), need('s3:GetObject', ['*'])]);
    expect(result.spare).toEqual([['dynamodb:*', ['dynamodb:PutItem'], undefined]]);
    expect(result.missing).toEqual(['s3:GetObject absent']);
  });

  it('takes a grant on more resources than the need for spare', () => {
    const prefix = text(...ARNS.bucket(parameter('B')), '/in/*');
    const whole = text(...ARNS.bucket(parameter('B')), '/*');
    expect(compare([policy(allow('s3:GetObject', whole))], [need('s3:GetObject', prefix)]).spare).toEqual([
      ['s3:GetObject', ['s3:GetObject'], undefined],
    ]);
    const narrow = compare([policy(allow('s3:GetObject', prefix))], [need('s3:GetObject', whole)]);
    expect(narrow.missing).toEqual(['s3:GetObject absent']);
  });

  it('reads AWS managed policies', () => {
    const result = compare([managed('service-role/AWSLambdaSQSQueueExecutionRole')], [need('sqs:ReceiveMessage', ARNS.queue('inbox'))]);
    expect(result.missing).toEqual([]);
    expect(result.granted).toContain('Allow sqs:DeleteMessage *');
  });

  it('reads SAM policy templates', () => {
    const attachment: PolicyAttachment = {
      ...at,
      kind: 'samTemplate',
      template: 'DynamoDBReadPolicy',
      parameters: new Map([['TableName', { kind: 'text', text: [nameOf('Orders')] }]]),
    };
    const result = compare([attachment], [need('dynamodb:GetItem', orders), need('dynamodb:PutItem', orders)]);
    expect(result.missing).toEqual(['dynamodb:PutItem absent']);
    expect(result.spare.map(([action]) => action)).toContain('dynamodb:Scan');
    expect(result.spare.map(([action]) => action)).toContain('dynamodb:GetItem');
  });

  it('lets a Deny take away what an Allow grants', () => {
    const deny = jsonDatum({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'dynamodb:Delete*', Resource: '*' } });
    const result = compare(
      [policy(allow('dynamodb:*', ['*'])), policy(deny)],
      [need('dynamodb:PutItem', orders), need('dynamodb:DeleteItem', orders)],
    );
    expect(result.missing).toEqual(['dynamodb:DeleteItem denied']);
  });

  it('says perhaps where deployment decides', () => {
    const byParameter = compare([policy(allow('dynamodb:PutItem', ARNS.table(parameter('Name'))))], [need('dynamodb:PutItem', orders)]);
    expect(byParameter).toMatchObject({
      missing: ['dynamodb:PutItem perhaps'],
      spare: [['dynamodb:PutItem', ['dynamodb:PutItem'], 'deployment']],
    });
    const conditional = allow('dynamodb:PutItem', orders, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } });
    expect(compare([policy(conditional)], [need('dynamodb:PutItem', orders)]).missing).toEqual(['dynamodb:PutItem perhaps']);
  });

  it('calls nothing absent that a grant on a part of the unknown resource may be', () => {
    const unknown = need('dynamodb:PutItem', ARNS.table('*'), { certainty: 'unresolved' });
    expect(compare([policy(allow('dynamodb:Put*', orders))], [unknown]).missing).toEqual(['dynamodb:PutItem perhaps']);
    expect(compare([policy(allow('dynamodb:GetItem', orders))], [unknown]).missing).toEqual(['dynamodb:PutItem absent']);
    expect(compare([policy(allow('dynamodb:*', ARNS.queue(nameOf('Jobs'))))], [unknown]).missing).toEqual(['dynamodb:PutItem absent']);
    expect(compare([policy(allow('dynamodb:PutItem', orders))], [need('dynamodb:PutItem', ARNS.table('*'))]).missing).toEqual([
      'dynamodb:PutItem absent',
    ]);
  });

  it('follows template conditions', () => {
    const prod: When = [{ name: 'Prod', holds: true }];
    const attachment = policy(allow('dynamodb:PutItem', orders), prod);
    expect(compare([attachment], [need('dynamodb:PutItem', orders)]).missing).toEqual(['dynamodb:PutItem perhaps']);
    expect(compare([attachment], [need('dynamodb:PutItem', orders, { when: prod })]).missing).toEqual([]);
    expect(compare([attachment], [need('dynamodb:PutItem', orders, { when: [{ name: 'Prod', holds: false }] })]).missing).toEqual([
      'dynamodb:PutItem absent',
    ]);
  });

  it('does not call spare for certain what something unresolved may need', () => {
    const unresolved = (actions?: readonly string[]): Unresolved => ({
      ...SPAN,
      what: 'a call',
      why: 'it is hidden',
      fallback: 'none',
      ...(actions ? { actions } : {}),
    });
    const spareWith = (item: Unresolved) => compare([policy(allow('dynamodb:*', ['*']))], [], [item]).spare[0]?.[2];
    expect(spareWith(unresolved())).toBe('unresolved');
    expect(spareWith(unresolved(['dynamodb:Query']))).toBe('unresolved');
    expect(spareWith(unresolved(['s3:GetObject']))).toBeUndefined();
  });

  it('says what cannot be read, and then calls nothing absent', () => {
    const unknown: PolicyAttachment = { ...at, kind: 'unknown', why: 'it is a macro' };
    const result = compare([unknown, managed('NoSuchPolicy')], [need('dynamodb:PutItem', orders)]);
    expect(result.unknown).toHaveLength(2);
    expect(result.missing).toEqual(['dynamodb:PutItem perhaps']);
  });

  it('keeps NotAction and NotResource as what they are', () => {
    const fn = lambda('Fn', {
      role: {
        roleId: 'FnRole',
        kind: 'declared',
        sharedWith: [],
        attachments: [
          policy(jsonDatum({ Version: '2012-10-17', Statement: { Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::x' } })),
        ],
      },
    });
    const { granted, missing } = compareWithToday(fn, [need('dynamodb:PutItem', orders), need('iam:PassRole', ['*'])], []);
    expect(granted).toMatchObject([{ action: '*', exceptActions: ['iam:*'], resource: ['*'], exceptResources: [['arn:aws:s3:::x']] }]);
    expect(missing.map((item) => item.need.action)).toEqual(['iam:PassRole']);
  });
});
