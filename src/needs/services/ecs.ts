/**
 * Amazon ECS: whoever runs a task hands over the roles of its definition. Source: "Amazon ECS task execution IAM role" and
 * "IAM roles for Amazon ECS", permissions to pass roles, and the operation table of "Actions, resources, and condition keys for
 * Amazon Elastic Container Service".
 */

import type { Resource } from '../../model/app.ts';
import { and } from '../../model/condition.ts';
import { concat, type Text, text } from '../../model/text.ts';
import { arn, arnParts, isArn, literally, wildcards } from '../arn.ts';
import { textsAt } from '../input.ts';
import { not, present } from '../predicate.ts';
import { ANY, named, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { main, need, passRole, type Row, type ServiceRules } from '../rule.ts';
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
const ECS = 'ecs.amazonaws.com';
const taskRoles = { ...main('iam:PassRole', roles), condition: () => ({ StringEquals: { 'iam:PassedToService': [text(TASKS)] } }) };
const run: readonly Row[] = [
  taskRoles,
  passRole('overrides.taskRoleArn', TASKS),
  passRole('overrides.executionRoleArn', TASKS),
  passRole('volumeConfigurations[].managedEBSVolume.roleArn', ECS),
];

/** The tasks of a service get the roles of its definition, the service those of its load balancers, volumes and certificates. */
const serviceRoles: readonly Row[] = [
  { ...taskRoles, ...need('iam:PassRole', roles, present('taskDefinition')), condition: taskRoles.condition },
  passRole('role', ECS),
  passRole('loadBalancers[].advancedConfiguration.roleArn', ECS),
  passRole('serviceConnectConfiguration.services[].tls.roleArn', ECS),
  passRole('volumeConfigurations[].managedEBSVolume.roleArn', ECS),
];
const daemonRoles: readonly Row[] = [daemonRow()];

/** The definition of a daemon is named by an ARN, and no template declares one. */
function daemonRow(): Row {
  const form: ResourceForm = {
    describe: 'the task role and execution role of ${daemonTaskDefinitionArn}',
    targets: () => [
      unresolvedTarget(
        arn('iam', text('role/*'), { region: [] }),
        [],
        'the roles of the task definition, which the template does not show',
      ),
    ],
  };
  return { ...main('iam:PassRole', form), condition: taskRoles.condition };
}

/** Express Mode makes a task definition, and a cluster where none is named ("Amazon ECS Express Mode services"). */
const express: readonly Row[] = [
  main('ecs:RegisterTaskDefinition', allDefinitions()),
  passRole('executionRoleArn', TASKS, ECS),
  passRole('taskRoleArn', TASKS, ECS),
  passRole('infrastructureRoleArn', TASKS, ECS),
];
function allDefinitions(): ResourceForm {
  return {
    describe: 'arn:${Partition}:ecs:${Region}:${Account}:task-definition/*',
    targets: (scope) => [
      { resource: arn('ecs', text('task-definition/*'), scope.region ? { region: scope.region } : {}), certainty: 'pattern', when: [] },
    ],
  };
}

/** A provider with a cluster is put into it. */
const inCluster: Row = need('ecs:PutClusterCapacityProviders', cluster(), present('cluster'));
function cluster(): ResourceForm {
  return named({ service: 'ecs', before: 'cluster/', from: 'cluster', types: ['AWS::ECS::Cluster'], byDefault: 'default' });
}
const provided: readonly Row[] = [inCluster, passRole('managedInstancesProvider.infrastructureRoleArn', ECS)];

export const ecs: ServiceRules = {
  clients: ['ecs'],
  prefix: 'ecs',
  resources: { 'task-definition': { form: definition, from: ['taskDefinition'] } },
  operations: {},
  members: {
    ClusterName: ['cluster', 'clusterName', 'clusters[]'],
    ServiceName: ['service', 'serviceName', 'services[]'],
    TaskId: ['task', 'tasks[]'],
    ContainerInstanceId: ['containerInstance', 'containerInstances[]'],
    CapacityProviderName: ['capacityProvider', 'name', 'capacityProviders[]'],
    TaskSetId: ['taskSet', 'taskSets[]'],
    TaskDefinitionFamilyName: ['family'],
  },
  // "ClusterName": calls that name none mean the default cluster
  defaults: { ClusterName: 'default' },
  besides: {
    RunTask: run,
    StartTask: run,
    RegisterTaskDefinition: [passRole('taskRoleArn', TASKS), passRole('executionRoleArn', TASKS)],
    RegisterDaemonTaskDefinition: [passRole('taskRoleArn', TASKS), passRole('executionRoleArn', TASKS)],
    CreateService: serviceRoles,
    UpdateService: serviceRoles,
    CreateTaskSet: [taskRoles],
    CreateDaemon: daemonRoles,
    UpdateDaemon: daemonRoles,
    CreateCapacityProvider: provided,
    UpdateCapacityProvider: provided,
    DeleteCapacityProvider: [inCluster],
    CreateExpressGatewayService: [...express, need('ecs:CreateCluster', ANY, not(present('cluster')))],
    UpdateExpressGatewayService: express,
  },
};
