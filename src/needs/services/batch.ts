/** AWS Batch. Source: the operation table of "Actions, resources, and condition keys for AWS Batch". */
import { text } from '../../model/text.ts';
import { arn } from '../arn.ts';
import { skeleton } from '../input.ts';
import { type Predicate, textIs } from '../predicate.ts';
import { type ResourceForm, unresolvedTarget } from '../resource.ts';
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

export const batch: ServiceRules = {
  clients: ['batch'],
  prefix: 'batch',
  resources: {},
  operations: {},
  members: {
    JobQueueName: ['jobQueueName', 'jobQueue'],
    JobDefinitionName: ['jobDefinitionName', 'jobDefinition'],
    ComputeEnvironmentName: ['computeEnvironmentName', 'computeEnvironment'],
    ServiceEnvironmentName: ['serviceEnvironmentName', 'serviceEnvironment'],
    ConsumableResourceName: ['consumableResourceName', 'consumableResource'],
    'SubmitJob.job-definition-revision': [],
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
