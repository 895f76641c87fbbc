/**
 * `--style policies`: what goes into a SAM function's `Policies`, and what SAM adds to it. SAM's role for a function always has
 * AWS managed policies that grant on every resource (AWS SAM Developer Guide, "AWS::Serverless::Function", `Policies`), so this
 * style is wider than the needs whatever stands in the list.
 */
import { managedPolicy } from '../catalog/index.ts';
import type { LambdaFunction } from '../model/app.ts';
import type { Deployment, PrintableStatement } from '../model/derivation.ts';
import { literalOf } from '../model/text.ts';
import { allows } from '../policy/grant.ts';
import { parsePolicy } from '../policy/parse.ts';
import { resourceSet } from '../policy/resource.ts';
import type { Policy } from '../policy/statement.ts';
import { onlyIf } from './conditions.ts';
import { attachedResources, document, groupByWhen, type Setting } from './role.ts';

/** AWS managed policies that SAM attaches by itself (samtranslator, `SamFunction._construct_role`). */
export function addedBySam(fn: LambdaFunction): readonly string[] {
  const sources = new Set(
    fn.triggers.map((trigger) => (trigger.kind === 'stream' ? trigger.service : trigger.mapping ? trigger.kind : '')),
  );
  const { durable, tracing, vpc } = fn.configuration;
  return [
    durable ? 'AWSLambdaBasicDurableExecutionRolePolicy' : 'AWSLambdaBasicExecutionRole',
    ...(vpc ? ['AWSLambdaVPCAccessExecutionRole'] : []),
    // also for PassThrough, which needs nothing
    ...(tracing ? ['AWSXrayWriteOnlyAccess'] : []),
    ...(sources.has('sqs') ? ['AWSLambdaSQSQueueExecutionRole'] : []),
    ...(sources.has('kinesis') ? ['AWSLambdaKinesisExecutionRole'] : []),
    ...(sources.has('dynamodb') ? ['AWSLambdaDynamoDBExecutionRole'] : []),
    ...(sources.has('msk') ? ['AWSLambdaMSKExecutionRole'] : []),
  ];
}

export interface SamPolicies {
  /** content for the template by logical id: the function with its `Policies`, and policies that must stand beside it */
  readonly resources: ReadonlyMap<string, unknown>;
  /** sentences on what SAM adds, each policy with its actions */
  readonly notes: readonly string[];
}

export function samPolicies(fn: LambdaFunction, deployment: Deployment, setting: Setting): SamPolicies {
  const added = addedBySam(fn).map((name) => ({ name, policy: parsePolicy(managedPolicy(name)?.document, 'identity', name).policy }));
  const policies = added.map(({ policy }) => policy);
  const keep = (item: PrintableStatement): boolean => !isGranted(item, policies);
  const own: Deployment = {
    ...deployment,
    inline: deployment.inline.filter(keep),
    attached: deployment.attached.flatMap((policy) => {
      const statements = policy.statements.filter(keep);
      return statements.length > 0 ? [{ ...policy, statements }] : [];
    }),
  };
  const list = groupByWhen(own.inline, fn).map(({ condition, statements }) =>
    onlyIf(setting.conditions.nameOf(condition), document(statements, setting)),
  );
  return {
    // SAM names the role that it makes after the function
    resources: new Map<string, unknown>([[fn.id, { Properties: { Policies: list } }], ...attachedResources(own, `${fn.id}Role`, setting)]),
    notes: [
      ...(fn.role.kind === 'generated' ? [] : ['drop Role: SAM takes Policies only where the function has none']),
      ...added.map(({ name, policy }) => `SAM adds ${name}: ${actionsOf(policy).join(', ')} on "*"`),
    ],
  };
}

/** Statements that SAM's policies grant anyway would only be there twice. */
const isGranted = ({ statement }: PrintableStatement, policies: readonly Policy[]): boolean =>
  statement.actions.every((action) =>
    statement.resources.every((resource) =>
      policies.some((policy) =>
        policy.statements.some((one) => allows(one, action, resourceSet(resource), statement.condition).verdict === 'yes'),
      ),
    ),
  );

const actionsOf = (policy: Policy): readonly string[] =>
  policy.statements.flatMap((statement) => statement.action.entries.map((entry) => literalOf(entry.source) ?? '*'));
