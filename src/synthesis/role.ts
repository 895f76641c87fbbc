/** A function's deployment as resources of a template: its role, and the policies that stand beside it. */
import type { LambdaFunction } from '../model/app.ts';
import { sameWhen } from '../model/condition.ts';
import type { AttachedPolicy, Deployment, PrintableStatement } from '../model/derivation.ts';
import { type NamedConditions, onlyIf, within } from './conditions.ts';
import type { Intrinsic } from './print/intrinsic.ts';
import { POLICY_VERSION, printStatement } from './print/statement.ts';
import { type Printer, printText } from './print/text.ts';

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** Called with each printed statement, so that a printer can put its origins beside it. */
export type OnStatement = (printed: object, source: PrintableStatement) => void;

export interface Setting {
  readonly printer: Printer;
  readonly conditions: NamedConditions;
  readonly onStatement?: OnStatement;
}

/** Lambda assumes the role; nobody else. (Lambda Developer Guide, "Defining Lambda function permissions with an execution role".) */
const TRUST = {
  Version: POLICY_VERSION,
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** By logical id, the role first. */
export function roleResources(fn: LambdaFunction, deployment: Deployment, setting: Setting): ReadonlyMap<string, TemplateResource> {
  const inline = inlinePolicies(fn, deployment, setting);
  const role: TemplateResource = {
    Type: 'AWS::IAM::Role',
    ...conditionOf(setting.conditions.nameOf(fn.when)),
    Properties: {
      AssumeRolePolicyDocument: TRUST,
      ...(fn.role.boundaryArn ? { PermissionsBoundary: printText(fn.role.boundaryArn, setting.printer) } : {}),
      ...(inline.length > 0 ? { Policies: inline } : {}),
    },
  };
  return new Map([[deployment.roleId, role], ...attachedResources(deployment, deployment.roleId, setting)]);
}

/** One inline policy for each template condition that statements stand under. */
function inlinePolicies(fn: LambdaFunction, deployment: Deployment, setting: Setting): readonly (object | Intrinsic)[] {
  return groupByWhen(deployment.inline, fn).map(({ condition, statements }) => {
    const name = setting.conditions.nameOf(condition);
    return onlyIf(name, { PolicyName: `${fn.id}${name ?? ''}`, PolicyDocument: document(statements, setting) });
  });
}

/** `AWS::IAM::Policy` and `AWS::IAM::ManagedPolicy` resources that name the role. */
export function attachedResources(
  deployment: Deployment,
  roleId: string,
  setting: Setting,
): readonly (readonly [string, TemplateResource])[] {
  return deployment.attached.map((policy) => [policy.id, attachedResource(policy, roleId, setting)]);
}

function attachedResource(policy: AttachedPolicy, roleId: string, setting: Setting): TemplateResource {
  const condition = conditionOf(setting.conditions.nameOf(policy.when));
  const PolicyDocument = document(policy.statements, setting);
  const Roles = [{ Ref: roleId }];
  return policy.kind === 'inline'
    ? { Type: 'AWS::IAM::Policy', ...condition, Properties: { PolicyName: policy.id, PolicyDocument, Roles } }
    : { Type: 'AWS::IAM::ManagedPolicy', ...condition, Properties: { PolicyDocument, Roles } };
}

export function groupByWhen(statements: readonly PrintableStatement[], fn: LambdaFunction) {
  const groups: { readonly condition: LambdaFunction['when']; readonly statements: PrintableStatement[] }[] = [];
  for (const item of statements) {
    const condition = within(item.statement.when, fn.when);
    const group = groups.find((other) => sameWhen(other.condition, condition));
    if (group) group.statements.push(item);
    else groups.push({ condition, statements: [item] });
  }
  return groups;
}

export function document(statements: readonly PrintableStatement[], { printer, onStatement }: Setting): object {
  return {
    Version: POLICY_VERSION,
    Statement: statements.map((item) => {
      const printed = printStatement(item, printer);
      onStatement?.(printed, item);
      return printed;
    }),
  };
}

const conditionOf = (name: string | undefined): { readonly Condition?: string } => (name === undefined ? {} : { Condition: name });
