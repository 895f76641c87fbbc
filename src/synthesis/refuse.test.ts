import { describe, expect, it } from 'vitest';
import { ARNS, need } from '../../test/support/app.ts';
import type { RefusalDeclaration } from '../model/declared.ts';
import type { Certainty, Need, Unresolved } from '../model/need.ts';
import type { Text } from '../model/text.ts';
import { covers } from './covers.ts';
import { refuse } from './refuse.ts';

const PLACE = { file: 'app.js', line: 3, column: 1 };
const item: Unresolved = { ...PLACE, what: 'w', why: 'y', fallback: 'all tables', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] };
const asked = (action: string, resource: Text, certainty: Certainty): Need => need(action, resource, { certainty, origins: [PLACE] });
const refusal = (actions: readonly string[], ...resources: readonly Text[]): RefusalDeclaration => ({
  kind: 'refusal',
  span: { file: 'pinhole.yaml', line: 1, column: 1 },
  functionId: 'Fn',
  reason: 'r',
  actions: new Set(actions),
  ...(resources.length > 0 ? { resources: resources.map((resource) => ({ resource, certainty: 'exact', when: [] })) } : {}),
});
const GET = asked('dynamodb:GetItem', ARNS.table('*'), 'unresolved');
const PUT = asked('dynamodb:PutItem', ARNS.table('*'), 'unresolved');
const apply = (needs: readonly Need[], ...refusals: readonly RefusalDeclaration[]) => refuse(needs, [item], refusals, covers);

describe('what could not be resolved', () => {
  it('stays while nothing of it is refused', () => {
    expect(apply([GET, PUT], refusal(['s3:GetObject']))).toMatchObject({ needs: [GET, PUT], unresolved: [item] });
  });

  it('goes with the last of its actions', () => {
    expect(apply([GET, PUT], refusal(['dynamodb:GetItem'])).unresolved).toMatchObject([{ actions: ['dynamodb:PutItem'] }]);
    expect(apply([GET, PUT], refusal(['dynamodb:GetItem', 'dynamodb:PutItem'])).unresolved).toEqual([]);
  });

  it('stays for an alternative of the same call alone when that is the one which is open', () => {
    const known = asked('dynamodb:GetItem', ARNS.table('known'), 'exact');
    const alone = { ...item, actions: ['dynamodb:GetItem'] };
    const left = (which: Text) => refuse([known, GET], [alone], [refusal(['dynamodb:GetItem'], which)], covers);
    expect(left(ARNS.table('known'))).toMatchObject({ needs: [GET], unresolved: [{ actions: ['dynamodb:GetItem'] }] });
    expect(refuse([known, GET], [alone], [refusal(['dynamodb:GetItem'], ARNS.table('*'))], covers).unresolved).toEqual([]);
  });

  it('says what is still granted', () => {
    const index = asked('dynamodb:GetItem', ARNS.table('*/index/*'), 'unresolved');
    const { needs, unresolved } = apply([GET, index], refusal(['dynamodb:GetItem'], ARNS.table('*/index/*')));
    expect(needs).toEqual([GET]);
    expect(unresolved[0]?.fallback).toMatch(/table\/\*$/);
  });
});

describe('a refusal', () => {
  it('that names a part of a need leaves it, and is told', () => {
    const { needs, inPart } = apply([GET], refusal(['dynamodb:GetItem'], ARNS.table('one')));
    expect(needs).toEqual([GET]);
    expect(inPart).toMatchObject([{ need: GET }]);
  });

  it('under a condition takes only what is asked for under it', () => {
    const when = [{ name: 'Prod', holds: true }];
    const one: RefusalDeclaration = {
      ...refusal(['dynamodb:GetItem']),
      resources: [{ resource: ARNS.table('*'), certainty: 'pattern', when }],
    };
    expect(apply([GET], one).needs).toEqual([GET]);
    expect(apply([{ ...GET, when }], one).needs).toEqual([]);
  });
});
