import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorize, explain } from '../../src/policy/index.ts';
import { access, assumption, type Question } from './arbitrary.ts';
import { layersOf } from './layers.ts';
import { reference } from './reference.ts';

/**
 * The engine and the reference evaluator decide the same requests. What the documentation does not settle (the reference
 * evaluator says where it met that) is left out. REFERENCE_RUNS sets how many requests are drawn.
 */
const numRuns = Number(process.env.REFERENCE_RUNS ?? 3000);

/**
 * The engine may answer `unknown` where all worlds agree, each for another reason, but only where an unknown value is asked for
 * more than once.
 */
function mayBeUnknown({ request, policies }: Question): boolean {
  const asked = JSON.stringify(policies).toLowerCase();
  return Object.entries(request.context ?? {}).some(
    ([key, value]) => typeof value === 'object' && 'unknown' in value && asked.split(key.toLowerCase()).length > 2,
  );
}

function compare(question: Question): void {
  const { request, policies } = question;
  const answer = reference(request, policies);
  fc.pre(answer.doubts.size === 0);
  const layers = layersOf(policies);
  const { decision, layer, note } = authorize(request, layers);
  const difference = `the engine says ${JSON.stringify({ decision, layer, note })}, the reference ${answer.decision} by ${[...answer.layers].join(' or ')}`;
  if (decision === 'unknown' && mayBeUnknown(question)) return;
  if (decision !== answer.decision || (decision !== 'unknown' && !answer.layers.has(layer))) throw new Error(difference);
  const told = explain(request, layers).decision;
  expect({ decision: told.decision, layer: told.layer }).toEqual({ decision, layer });
}

describe('the engine and the reference evaluator agree', () => {
  it('on access to resources', () => {
    fc.assert(fc.property(access, compare), { numRuns });
  });
  it('on the assumption of roles', () => {
    const byOthers = assumption.filter(
      ({ request }) =>
        !['root', 'federated-user', '"A'].some((who) => JSON.stringify(request.principal).includes(who)) &&
        request.principal !== '111122223333',
    );
    fc.assert(fc.property(byOthers, compare), { numRuns: Math.ceil(numRuns / 3) });
  });
});
