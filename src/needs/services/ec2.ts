/**
 * Amazon EC2. Sources: the operation table of "Actions, resources, and condition keys for Amazon EC2", "Grant permission to tag
 * Amazon EC2 resources during creation" and "Permissions required to use roles with Amazon EC2".
 */
import { type ActionResource, action as catalogAction } from '../../catalog/iam.ts';
import { and } from '../../model/condition.ts';
import { literalOf, startsWith, type Text, text } from '../../model/text.ts';
import { arn, isArn, literally, reasonOf } from '../arn.ts';
import { formOfFormat } from '../arn-format.ts';
import { textsAt } from '../input.ts';
import { either, present } from '../predicate.ts';
import { type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { type AllowRow, main, need, type Row, rows, type ServiceRules } from '../rule.ts';
import { resourceByArn, resourceByHole, resourceByName } from '../template-resources.ts';

/** What an ARN of the kind says of its account: images and snapshots have none, as their formats in the table of resource types show. */
const accountOf = (kind: string): { readonly account?: Text } => {
  const format = KINDS.get(kind)?.arnFormat;
  return format === undefined || format.includes('${Account}') ? {} : { account: [] };
};

const KINDS: ReadonlyMap<string, ActionResource> = new Map(
  (catalogAction('ec2:CreateTags')?.resourceTypes ?? []).map((type) => [type.name, type]),
);

const inRegion = (scope: Scope) => (scope.region ? { region: scope.region } : {});

/** Beyond this many kinds that an operation may make, all of EC2's stand for them. */
const MOST_KINDS = 4;

/** `volume/*` for each kind of resource that is tagged; ids are made by the service. */
const taggedKinds = (operation: string, path: string): ResourceForm => ({
  describe: `arn:\${Partition}:ec2:\${Region}:\${Account}:\${${path}[].ResourceType}/*`,
  targets: (scope) =>
    textsAt(scope.input, `${path}[].ResourceType`).flatMap((value): readonly Target[] => {
      const literal = value.kind === 'text' ? literalOf(value.text) : undefined;
      if (literal !== undefined) {
        const resource = arn('ec2', text(`${literal}/*`), { ...inRegion(scope), ...accountOf(literal) });
        return [{ resource, certainty: 'pattern', when: value.when }];
      }
      const kinds = (catalogAction(`ec2:${operation}`)?.resourceTypes ?? []).map(({ name }) => name).filter((name) => KINDS.has(name));
      const why =
        value.kind === 'text' ? reasonOf(value.text) : value.kind === 'unknown' ? value.reason : 'the kind of resource that is tagged';
      const places =
        kinds.length > 0 && kinds.length <= MOST_KINDS
          ? kinds.map((kind) => arn('ec2', text(`${kind}/*`), { ...inRegion(scope), ...accountOf(kind) }))
          : [arn('ec2', text('*/*'), inRegion(scope)), arn('ec2', text('*/*'), { ...inRegion(scope), account: [] })];
      return places.map((resource) => unresolvedTarget(resource, value.when, why));
    }),
});

/** Tags of a request are allowed to the operation alone that makes the resource. */
const tagsOf = (operation: string, path = 'TagSpecifications'): AllowRow => ({
  ...need('ec2:CreateTags', taggedKinds(operation, path), present(path)),
  condition: () => ({ StringEquals: { 'ec2:CreateAction': [text(operation)] } }),
});

const PROFILES = ['AWS::IAM::InstanceProfile'];

/** The role in an instance profile is what is handed over; the template alone shows it. */
const profileRole = (path: string): ResourceForm => ({
  describe: `the role in \${${path}}`,
  targets: (scope) =>
    [`${path}.Arn`, `${path}.Name`].flatMap((from) =>
      textsAt(scope.input, from).flatMap((value): readonly Target[] => {
        if (value.kind === 'absent') return [];
        const all = arn('iam', text('role/*'), { region: [] });
        if (value.kind === 'unknown') return [unresolvedTarget(all, value.when, value.reason)];
        const roles = rolesOf(value.text, scope);
        if (roles.length === 0)
          return [unresolvedTarget(all, value.when, 'the role of the instance profile, which the template does not show')];
        return roles.flatMap((role) => {
          const when = and(value.when, role.when);
          return when ? [{ ...role, when }] : [];
        });
      }),
    ),
});

function rolesOf(value: Text, scope: Scope): readonly Target[] {
  const [only] = value;
  const byHole =
    value.length === 1 && only !== undefined && typeof only !== 'string' ? resourceByHole(scope.app, only, PROFILES) : undefined;
  const profile = byHole ?? resourceByArn(scope.app, value) ?? resourceByName(scope.app, value, PROFILES);
  if (!profile || !PROFILES.includes(profile.type)) return [];
  return textsAt(profile.properties, 'Roles[]').flatMap((role) => {
    if (role.kind !== 'text') return [];
    const known = resourceByName(scope.app, role.text, ['AWS::IAM::Role'])?.arn;
    const resource = known ?? (isArn(role.text) ? role.text : arn('iam', text('role/', ...role.text), { region: [] }));
    return [targetOf(resource, role.text, role.when)];
  });
}

const passProfile = (path: string): Row => ({
  ...need('iam:PassRole', profileRole(path), either(present(`${path}.Arn`), present(`${path}.Name`))),
  condition: () => ({ StringEquals: { 'iam:PassedToService': [text('ec2.amazonaws.com')] } }),
});
const passFleet: Row = {
  ...need(
    'iam:PassRole',
    {
      describe: '${SpotFleetRequestConfig.IamFleetRole}',
      targets: (scope) =>
        textsAt(scope.input, 'SpotFleetRequestConfig.IamFleetRole').map((value) =>
          value.kind === 'text'
            ? targetOf(value.text, value.text, value.when)
            : unresolvedTarget(arn('iam', text('role/*'), { region: [] }), value.when, 'the role of the fleet'),
        ),
    },
    present('SpotFleetRequestConfig.IamFleetRole'),
  ),
  condition: () => ({ StringEquals: { 'iam:PassedToService': [text('ec2.amazonaws.com')] } }),
};

/** An id says by itself which resource it is, whatever its kind; its beginning tells images and snapshots ("Resource IDs", EC2 User Guide). */
const anyById: ResourceForm = {
  describe: 'arn:${Partition}:ec2:${Region}:${Account}:*/${Resources[]}',
  targets: (scope) =>
    textsAt(scope.input, 'Resources[]').flatMap((value): readonly Target[] => {
      const at = (kind: string, place: { readonly account?: Text }, id: Text): Text =>
        arn('ec2', text(`${kind}/`, ...id), { ...inRegion(scope), ...place });
      if (value.kind !== 'text') {
        const why = value.kind === 'unknown' ? value.reason : 'Resources, which the call does not show';
        return [{}, { account: [] }].map((place) => unresolvedTarget(at('*', place, ['*']), value.when, why));
      }
      const id = literally(value.text);
      const kind = startsWith(value.text, 'ami-') ? 'image' : startsWith(value.text, 'snap-') ? 'snapshot' : undefined;
      if (kind !== undefined) return [targetOf(at(kind, accountOf(kind), id), value.text, value.when)];
      const [first] = value.text;
      // what the template makes is neither
      const others = typeof first === 'string' || (first !== undefined && (first.kind === 'name' || first.kind === 'attribute'));
      return [{}, ...(others ? [] : [{ account: [] }])].map((place) => targetOf(at('*', place, id), value.text, value.when));
    }),
};

const volumes = formOfFormat('arn:${Partition}:ec2:${Region}:${Account}:volume/*', (variable) => variable);

export const ec2: ServiceRules = {
  clients: ['ec2'],
  prefix: 'ec2',
  resources: {},
  operations: { CreateTags: rows(main('ec2:CreateTags', anyById)), DeleteTags: rows(main('ec2:DeleteTags', anyById)) },
  members: {
    InstanceId: ['InstanceId', 'InstanceIds[]', 'Instances[]'],
    VolumeId: ['VolumeId', 'VolumeIds[]'],
    SnapshotId: ['SnapshotId', 'SnapshotIds[]'],
    SecurityGroupId: ['GroupId', 'SecurityGroupIds[]', 'GroupIds[]', 'Groups[]'],
    AllocationId: ['AllocationId'],
    'RunInstances.NetworkInterfaceId': ['NetworkInterfaces[].NetworkInterfaceId'],
    'RunInstances.SecondaryInterfaceId': [],
    KeyPairName: ['KeyName'],
    PlacementGroupName: ['GroupName'],
    LaunchTemplateId: ['LaunchTemplateId', 'LaunchTemplate.LaunchTemplateId'],
    NaclId: ['NetworkAclId'],
    VpcEndpointServiceId: ['ServiceId', 'ServiceIds[]'],
    DedicatedHostId: ['HostId', 'HostIds[]'],
    VpcFlowLogId: ['FlowLogId', 'FlowLogIds[]'],
    ReservationId: ['ReservedInstancesId', 'ReservedInstancesIds[]', 'ReservedInstanceIds[]'],
    VpnGatewayId: ['VpnGatewayId', 'GatewayId'],
  },
  // what is associated is a certificate: the table lists no role for the two operations that take one
  passedTo: 'none',
  tagged: (operation) => tagsOf(operation),
  besides: {
    AssociateIamInstanceProfile: [passProfile('IamInstanceProfile')],
    ReplaceIamInstanceProfileAssociation: [passProfile('IamInstanceProfile')],
    // the volumes of the image are made with the instance
    RunInstances: [main('ec2:RunInstances', volumes), passProfile('IamInstanceProfile')],
    StartDeclarativePoliciesReport: [tagsOf('StartDeclarativePoliciesReport')],
    RequestSpotInstances: [passProfile('LaunchSpecification.IamInstanceProfile')],
    RequestSpotFleet: [passFleet, tagsOf('RequestSpotFleet', 'SpotFleetRequestConfig.TagSpecifications')],
  },
};
