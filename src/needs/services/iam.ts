/**
 * AWS IAM. Sources: the operation table of "Actions, resources, and condition keys for AWS Identity and Access Management", and
 * "Service-linked roles" of the IAM User Guide. Names stand in ARNs with their path, which is given when something is made and
 * not said afterwards.
 */
import { and } from '../../model/condition.ts';
import { concat, isExact, text } from '../../model/text.ts';
import { arn, arnParts, isArn, literally } from '../arn.ts';
import { everyOfType } from '../arn-format.ts';
import { textsAt } from '../input.ts';
import { present } from '../predicate.ts';
import { arnFrom, type ResourceForm, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { main, need, type Row, roleFrom, rows, type ServiceRules } from '../rule.ts';
import { resourceByHole, resourceByName } from '../template-resources.ts';

const place = { region: [] };

/**
 * `role/PATH/NAME`. The path of what is made is `Path`, `/` unless given; of what exists the template may know it, else it is
 * taken to be none.
 */
const pathed = (kind: string, from: string, type?: string): ResourceForm => ({
  describe: `arn:\${Partition}:iam::\${Account}:${kind}/\${${from}}`,
  targets: (scope) =>
    textsAt(scope.input, from).flatMap((value): readonly Target[] => {
      if (value.kind !== 'text')
        return [
          unresolvedTarget(
            arn('iam', text(`${kind}/*`), place),
            value.when,
            value.kind === 'unknown' ? value.reason : `${from}, which the call does not show`,
          ),
        ];
      if (isArn(value.text)) return [targetOf(value.text, arnParts(value.text)?.resource ?? value.text, value.when)];
      const [only] = value.text;
      const types = type === undefined ? [] : [type];
      const known =
        (value.text.length === 1 && only !== undefined && typeof only !== 'string' ? resourceByHole(scope.app, only, types) : undefined) ??
        resourceByName(scope.app, value.text, types);
      if (known?.arn) return [targetOf(known.arn, known.arn, value.when)];
      return textsAt(scope.input, 'Path').flatMap((path) => {
        const when = and(value.when, path.when);
        if (!when) return [];
        const before = path.kind === 'text' ? path.text : path.kind === 'absent' ? text('/') : text('/*');
        const target = targetOf(arn('iam', concat([kind], before, literally(value.text)), place), value.text, when);
        const exact = path.kind === 'absent' || (path.kind === 'text' && isExact(path.text));
        return [exact || target.certainty !== 'exact' ? target : { ...target, certainty: 'pattern' as const }];
      });
    }),
});

const role = pathed('role', 'RoleName', 'AWS::IAM::Role');
const user = pathed('user', 'UserName', 'AWS::IAM::User');
const group = pathed('group', 'GroupName', 'AWS::IAM::Group');
const profile = pathed('instance-profile', 'InstanceProfileName', 'AWS::IAM::InstanceProfile');
const policy = pathed('policy', 'PolicyName', 'AWS::IAM::ManagedPolicy');
const certificate = pathed('server-certificate', 'ServerCertificateName');
const mfa = pathed('mfa', 'VirtualMFADeviceName');
const tags = present('Tags');
const tagged = (action: string, form: ResourceForm): readonly Row[] => [need(`iam:${action}`, form, tags)];
const at = (from: string, before: string): ResourceForm => arnFrom(from, 'iam', before);

/** `role/aws-service-role/SERVICE/…`: the name behind it is the service's ("Service-linked role permissions"). */
const serviceLinked: ResourceForm = {
  describe: 'arn:${Partition}:iam::${Account}:role/aws-service-role/${AWSServiceName}/*',
  targets: (scope) =>
    textsAt(scope.input, 'AWSServiceName').map((value) => {
      const all = arn('iam', text('role/aws-service-role/*'), place);
      if (value.kind !== 'text')
        return unresolvedTarget(all, value.when, value.kind === 'unknown' ? value.reason : 'AWSServiceName, which the call does not show');
      const target = targetOf(arn('iam', text('role/aws-service-role/', ...literally(value.text), '/*'), place), value.text, value.when);
      return target.certainty === 'exact' ? { ...target, certainty: 'pattern' } : target;
    }),
};

const anyRole = everyOfType('iam', 'role', 'the role that the template describes');
const anyServiceLinked: ResourceForm = {
  describe: 'arn:${Partition}:iam::${Account}:role/aws-service-role/*',
  targets: () => [unresolvedTarget(arn('iam', text('role/aws-service-role/*'), place), [], 'the service that the properties are about')],
};

export const iam: ServiceRules = {
  clients: ['iam'],
  prefix: 'iam',
  resources: {
    role: { form: role, from: ['RoleName'] },
    user: { form: user, from: ['UserName'] },
    group: { form: group, from: ['GroupName'] },
    'instance-profile': { form: profile, from: ['InstanceProfileName'] },
    'server-certificate': { form: certificate, from: ['ServerCertificateName'] },
    policy: { form: at('PolicyArn', 'policy/'), from: ['PolicyArn'] },
    'oidc-provider': { form: at('OpenIDConnectProviderArn', 'oidc-provider/'), from: ['OpenIDConnectProviderArn'] },
    'saml-provider': { form: at('SAMLProviderArn', 'saml-provider/'), from: ['SAMLProviderArn'] },
    mfa: { form: at('SerialNumber', 'mfa/'), from: ['SerialNumber'] },
  },
  members: { '*': ['PolicySourceArn'] },
  operations: {
    CreatePolicy: rows(main('iam:CreatePolicy', policy), ...tagged('TagPolicy', policy)),
    CreateSAMLProvider: rows(
      main('iam:CreateSAMLProvider', at('Name', 'saml-provider/')),
      ...tagged('TagSAMLProvider', at('Name', 'saml-provider/')),
    ),
    CreateOpenIDConnectProvider: rows(
      main('iam:CreateOpenIDConnectProvider', withoutScheme()),
      ...tagged('TagOpenIDConnectProvider', withoutScheme()),
    ),
    CreateVirtualMFADevice: rows(main('iam:CreateVirtualMFADevice', mfa), ...tagged('TagMFADevice', mfa)),
    CreateServiceLinkedRole: rows(main('iam:CreateServiceLinkedRole', serviceLinked), main('iam:PutRolePolicy', serviceLinked)),
    // the template says which role is made, with what path and name
    AcquireRole: rows(
      main('iam:GetRoleTemplateVersion', at('TemplateArn', 'role-template/')),
      ...['AttachRolePolicy', 'CreateRole', 'GetRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'TagRole'].map((name) =>
        main(`iam:${name}`, anyRole),
      ),
    ),
    UpdateServerCertificate: rows(main('iam:UpdateServerCertificate', certificate)),
  },
  besides: {
    AddRoleToInstanceProfile: [
      {
        ...main('iam:PassRole', roleFrom('RoleName')),
        condition: () => ({ StringEquals: { 'iam:PassedToService': [text('ec2.amazonaws.com')] } }),
      },
    ],
    PutAccountProperties: [main('iam:CreateServiceLinkedRole', anyServiceLinked)],
    CreateInstanceProfile: tagged('TagInstanceProfile', profile),
    CreateRole: tagged('TagRole', role),
    CreateUser: tagged('TagUser', user),
    UploadServerCertificate: tagged('TagServerCertificate', certificate),
  },
};

/** The provider's name is its URL without the scheme. */
function withoutScheme(): ResourceForm {
  return {
    describe: 'arn:${Partition}:iam::${Account}:oidc-provider/${Url}, without the scheme',
    targets: (scope) =>
      textsAt(scope.input, 'Url').map((value) => {
        if (value.kind !== 'text')
          return unresolvedTarget(
            arn('iam', text('oidc-provider/*'), place),
            value.when,
            value.kind === 'unknown' ? value.reason : 'Url, which the call does not show',
          );
        const [first, ...rest] = value.text;
        const name = typeof first === 'string' ? text(first.replace(/^https:\/\//, ''), ...rest) : value.text;
        return targetOf(arn('iam', concat(['oidc-provider/'], literally(name)), place), name, value.when);
      }),
  };
}
