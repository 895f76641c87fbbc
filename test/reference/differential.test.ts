import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAME_PARTITION } from '../../src/policy/authorize.ts';
import { type AuthorizationRequest, authorize, authorizeFunctionUrl, explain } from '../../src/policy/index.ts';
import { agrees } from './agreement.ts';
import { access, assumption, combined, conditional, functionUrl, patterned, type Question } from './arbitrary.ts';
import { granted, type PuttingQuestion, stored } from './beside-arbitrary.ts';
import { layersOf } from './layers.ts';
import { reference } from './reference.ts';
import { type SymbolicQuestion, symbolic } from './symbolic.ts';

/**
 * The engine and the reference evaluator decide the same requests. What the documentation does not settle (the reference
 * evaluator says where it met that) is left out. REFERENCE_RUNS sets how many requests are drawn.
 */
const numRuns = Number(process.env.REFERENCE_RUNS ?? 600);

function compare(question: Question & Partial<PuttingQuestion>): void {
  const { request, policies, newPolicy } = question;
  const answer = reference(newPolicy === undefined ? request : { ...request, newPolicy }, policies);
  fc.pre(answer.doubts.size === 0);
  const layers = layersOf(policies, newPolicy);
  const decision = authorize(request, layers);
  if (!agrees(decision, question, answer))
    throw new Error(
      `the engine says ${decision.decision} by ${decision.layer} (${decision.note ?? 'no note'}), ` +
        `the reference ${answer.decision} by ${[...answer.layers].join(' or ')}`,
    );
  const told = explain(request, layers).decision;
  expect({ decision: told.decision, layer: told.layer }).toEqual({ decision: decision.decision, layer: decision.layer });
}

/** Whether caller and resource are of one partition, as far as they have any. */
function isOfPartition({ resource, principal }: AuthorizationRequest): boolean {
  const [here, there] = [principal, resource].map((one) => /^arn:([^:]*):/.exec(String(one))?.[1]);
  return here === undefined || there === undefined || here === there;
}

/** What the engine says of a request with holes is true of every filling that it does not rule out by what it assumes. */
function compareFillings({ request, policies, fillings }: SymbolicQuestion): void {
  const layers = layersOf(policies);
  const decision = authorize(request, layers);
  const told = explain(request, layers).decision;
  expect({ decision: told.decision, layer: told.layer }).toEqual({ decision: decision.decision, layer: decision.layer });
  if (decision.decision === 'unknown') return;
  const ownAccount = decision.assumes.includes('the resource is in the account of the caller');
  for (const filling of fillings) {
    const account = String(filling.resource).split(':')[4];
    if (decision.assumes.includes(SAME_PARTITION) && !isOfPartition(filling)) continue;
    if (ownAccount && account && !JSON.stringify(filling.principal).includes(account)) continue;
    const answer = reference(filling, policies);
    if (answer.doubts.size > 0) continue;
    const denied = decision.decision === 'implicitDeny' && !answer.possible.has('allow');
    if (!denied && !(answer.possible.size === 1 && answer.possible.has(decision.decision)))
      throw new Error(
        `the engine says ${decision.decision} by ${decision.layer} (${decision.note ?? 'no note'}), ` +
          `the reference ${answer.decision} for ${JSON.stringify(filling)}`,
      );
  }
}

describe('the engine and the reference evaluator agree', () => {
  it.each([
    ['on statements with conditions', conditional, 2],
    ['on patterns of actions and resources', patterned, 2],
    ['on how layers combine', combined, 4],
    ['on access to resources', access, 1],
    ['on the assumption of roles', assumption, 1],
    ['on grants of KMS keys', granted, 2],
    ['on access control lists and public access to Amazon S3', stored, 3],
  ] as const)('%s', (_name, questions, times) => {
    fc.assert(fc.property(questions, compare), { numRuns: numRuns * times });
  });

  // AWS Lambda Developer Guide, "Control access to Lambda function URLs": both permissions, and everyone's where nobody signs
  it('on calls of function URLs', () => {
    fc.assert(
      fc.property(functionUrl, ({ request, policies, authType }) => {
        const principal = authType === 'NONE' ? '*' : request.principal;
        const ask = (action: string, key: string, value: string) =>
          reference({ ...request, principal, action, context: { [key]: value } }, policies);
        const answers = [
          ask('lambda:InvokeFunctionUrl', 'lambda:FunctionUrlAuthType', authType),
          ask('lambda:InvokeFunction', 'lambda:InvokedViaFunctionUrl', 'true'),
        ];
        fc.pre(answers.every((answer) => answer.doubts.size === 0));
        const { decision } = authorizeFunctionUrl({ ...request, authType }, layersOf(policies));
        if (answers.every((answer) => answer.decision === 'allow')) expect(decision).toBe('allow');
        else if (answers.some((answer) => answer.decision.endsWith('Deny'))) expect(['explicitDeny', 'implicitDeny']).toContain(decision);
        else expect(decision).toBe('unknown');
      }),
      { numRuns },
    );
  });

  it('on requests that are known in part', () => {
    fc.assert(fc.property(symbolic, compareFillings), { numRuns: Math.ceil(numRuns / 2) });
  });
});
