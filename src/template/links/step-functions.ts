/**
 * State machines that invoke functions: by a `Resource` that is the function's ARN, or by `FunctionName` of the Lambda integration.
 * Step Functions "Invoke an AWS Lambda function"; CloudFormation "AWS::StepFunctions::StateMachine"; SAM "AWS::Serverless::StateMachine".
 */
import { at, attribute } from '../source/node.ts';
import type { Link, LinkReader } from './link.ts';
import { byRole } from './schedule.ts';

export const stateMachine: LinkReader = (resource, context) => {
  const functions = context.workflows.get(resource.id)?.functions ?? [];
  const sam = resource.type === 'AWS::Serverless::StateMachine';
  const role =
    at(resource.properties, sam ? 'Role' : 'RoleArn') ?? (sam ? attribute(`${resource.id}Role`, 'Arn', resource.span) : undefined);
  const base = { path: resource.id, span: resource.span, when: context.when };
  return functions.flatMap(({ name: target }): readonly Link[] =>
    byRole('states.amazonaws.com', role, undefined, context).map((trigger) => ({
      target,
      trigger: { ...base, ...trigger, workflow: resource.id },
    })),
  );
};
