/**
 * Amazon ECS: whoever runs a task hands over the roles of its definition. Source: "Amazon ECS task execution IAM role" and
 * "IAM roles for Amazon ECS", permissions to pass roles.
 */

import type { Resource } from '../../model/app.ts';
import { and } from '../../model/condition.ts';
import { concat, type Text, text } from '../../model/text.ts';
import { arn, arnParts, isArn, literally, wildcards } from '../arn.ts';
import { textsAt } from '../input.ts';
import { type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { main, passRole, type Row, type ServiceRules } from '../rule.ts';
import { resourceByArn, resourceByHole, resourceByName, resourcesOfType } from '../template-resources.ts';

const DEFINITIONS = ['AWS::ECS::TaskDefinition'];

function definitionOf(value: Text, scope: Scope): Resource | undefined {
  const [only] = value;
  const byHole =
    value.length === 1 && only !== undefined && typeof only !== 'string' ? resourceByHole(scope.app, only, DEFINITIONS) : undefined;
  const byFamily = resourcesOfType(scope.app, 'AWS::ECS::TaskDefinition').find((resource) =>
    textsAt(resource.properties, 'Family').some(
      (family) => family.kind === 'text' && JSON.stringify(family.text) === JSON.stringify(value),
    ),
  );
  const byArn = resourceByArn(scope.app, value);
  return byHole ?? (byArn && DEFINITIONS.includes(byArn.type) ? byArn : undefined) ?? byFamily;
}

/** A family alone means its newest revision: the revisions are numbered, so any of them. */
const definition: ResourceForm = {
  describe: 'arn:${Partition}:ecs:${Region}:${Account}:task-definition/${taskDefinition}',
  targets: (scope) =>
    textsAt(scope.input, 'taskDefinition').map((value): Target => {
      const place = scope.region ? { region: scope.region } : {};
      const all = arn('ecs', text('task-definition/*'), place);
      if (value.kind !== 'text')
        return unresolvedTarget(all, value.when, value.kind === 'unknown' ? value.reason : 'taskDefinition, which the call does not show');
      if (isArn(value.text)) return targetOf(value.text, arnParts(value.text)?.resource ?? value.text, value.when);
      const revision = value.text.some((part) => typeof part === 'string' && part.includes(':'));
      const name = concat(literally(value.text), revision ? [] : [':*']);
      const made = targetOf(arn('ecs', concat(['task-definition/'], name), place), value.text, value.when);
      return made.certainty === 'exact' && !revision ? { ...made, resource: wildcards(made.resource), certainty: 'pattern' } : made;
    }),
};

/** The roles of the task definition, which the template may show. */
const roles: ResourceForm = {
  describe: 'the task role and execution role of ${taskDefinition}',
  targets: (scope) =>
    textsAt(scope.input, 'taskDefinition').flatMap((value): readonly Target[] => {
      const declared = value.kind === 'text' ? definitionOf(value.text, scope) : undefined;
      if (!declared)
        return [
          unresolvedTarget(
            arn('iam', text('role/*'), { region: [] }),
            value.when,
            'the roles of the task definition, which the template does not show',
          ),
        ];
      return ['TaskRoleArn', 'ExecutionRoleArn'].flatMap((property) =>
        textsAt(declared.properties, property).flatMap((role) => {
          const when = and(value.when, role.when);
          if (!when || role.kind !== 'text') return [];
          const byName = resourceByName(scope.app, role.text, ['AWS::IAM::Role']);
          const known = byName?.arn ?? (isArn(role.text) ? role.text : arn('iam', text('role/', ...role.text), { region: [] }));
          return [targetOf(known, known, when)];
        }),
      );
    }),
};

const TASKS = 'ecs-tasks.amazonaws.com';
const run: readonly Row[] = [
  { ...main('iam:PassRole', roles), condition: () => ({ StringEquals: { 'iam:PassedToService': [text(TASKS)] } }) },
  passRole('overrides.taskRoleArn', TASKS),
  passRole('overrides.executionRoleArn', TASKS),
];

export const ecs: ServiceRules = {
  clients: ['ecs'],
  prefix: 'ecs',
  resources: { 'task-definition': { form: definition, from: ['taskDefinition'] } },
  operations: {},
  besides: {
    RunTask: run,
    StartTask: run,
    RegisterTaskDefinition: [passRole('taskRoleArn', TASKS), passRole('executionRoleArn', TASKS)],
  },
  partial: true,
};
