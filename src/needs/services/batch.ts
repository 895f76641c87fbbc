/** AWS Batch. Source: the operation table of "Actions, resources, and condition keys for AWS Batch". */
import { split, text } from '../../model/text.ts';
import { arn, arnParts, isArn, literally } from '../arn.ts';
import { skeleton, textsAt } from '../input.ts';
import { type Predicate, textIs } from '../predicate.ts';
import { type ResourceForm, targetOf, unresolvedTarget } from '../resource.ts';
import { need, passRole, type Row, type ServiceRules } from '../rule.ts';

const TASKS = 'ecs-tasks.amazonaws.com';
const CONTAINERS = ['containerProperties', 'nodeProperties.nodeRangeProperties[].container'];
const TASK_GROUPS = ['ecsProperties.taskProperties[]', 'nodeProperties.nodeRangeProperties[].ecsProperties.taskProperties[]'];
const definitionRoles: readonly Row[] = [
  ...CONTAINERS.flatMap((path) => [passRole(`${path}.jobRoleArn`, TASKS), passRole(`${path}.executionRoleArn`, TASKS)]),
  ...TASK_GROUPS.flatMap((path) => [passRole(`${path}.taskRoleArn`, TASKS), passRole(`${path}.executionRoleArn`, TASKS)]),
];

const environmentRoles = (...services: readonly string[]): readonly Row[] => [
  passRole('serviceRole', ...services),
  passRole('computeResources.spotIamFleetRole', ...services),
];
const SERVICES = ['batch.amazonaws.com', 'ec2.amazonaws.com', 'ecs.amazonaws.com'];

/** The request of a training job is a text, with its role in it. */
const holdsRole: Predicate = textIs('serviceRequestPayload', 'the payload names a role', (value) =>
  skeleton(value).includes('RoleArn') ? true : value.every((part) => typeof part === 'string') ? false : undefined,
);
const anyRole: ResourceForm = {
  describe: 'the role in ${serviceRequestPayload}',
  targets: () => [unresolvedTarget(arn('iam', text('role/*'), { region: [] }), [], 'the role that the payload names')],
};

/** `NAME:REVISION`, an ARN, or a name that means the newest of its revisions. */
const definition = (any: '' | ':*'): ResourceForm => ({
  describe: `arn:\${Partition}:batch:\${Region}:\${Account}:job-definition/\${jobDefinition}${any}`,
  targets: (scope) =>
    textsAt(scope.input, 'jobDefinition').map((value) => {
      const place = scope.region ? { region: scope.region } : {};
      if (value.kind !== 'text')
        return unresolvedTarget(
          arn('batch', text('job-definition/*'), place),
          value.when,
          value.kind === 'unknown' ? value.reason : 'jobDefinition, which the call does not show',
        );
      if (isArn(value.text)) return targetOf(value.text, arnParts(value.text)?.resource ?? value.text, value.when);
      const [name = [], ...revision] = split(value.text, ':');
      if (any === '') return targetOf(arn('batch', text('job-definition/', ...literally(name)), place), name, value.when);
      const of = revision.length > 0 ? value.text : text(...name, any);
      const target = targetOf(arn('batch', text('job-definition/', ...of), place), name, value.when);
      return revision.length > 0 || target.certainty !== 'exact' ? target : { ...target, certainty: 'pattern' };
    }),
});

export const batch: ServiceRules = {
  clients: ['batch'],
  prefix: 'batch',
  resources: {
    'job-definition': { form: definition(''), from: ['jobDefinition'] },
    'job-definition-revision': { form: definition(':*'), from: ['jobDefinition'] },
  },
  operations: {},
  members: {
    JobQueueName: ['jobQueueName', 'jobQueue'],
    JobDefinitionName: ['jobDefinitionName', 'jobDefinition'],
    ComputeEnvironmentName: ['computeEnvironmentName', 'computeEnvironment'],
    ServiceEnvironmentName: ['serviceEnvironmentName', 'serviceEnvironment'],
    ConsumableResourceName: ['consumableResourceName', 'consumableResource'],
  },
  besides: {
    RegisterJobDefinition: definitionRoles,
    CreateComputeEnvironment: environmentRoles(...SERVICES, 'spotfleet.amazonaws.com'),
    UpdateComputeEnvironment: environmentRoles(...SERVICES),
    SubmitServiceJob: [
      {
        ...need('iam:PassRole', anyRole, holdsRole),
        condition: () => ({ StringEquals: { 'iam:PassedToService': [text('sagemaker.amazonaws.com')] } }),
      },
    ],
  },
};
