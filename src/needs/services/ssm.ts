/**
 * AWS Systems Manager, its Parameter Store in depth. Sources: "Restricting access to Parameter Store parameters using IAM
 * policies" of the User Guide and the Service Authorization Reference "AWS Systems Manager".
 */
import { isExact, isHole, literalOf, mayHold, type Part, split, startsWith, text, textKey } from '../../model/text.ts';
import { arn, arnParts, isArn, literally, reasonOf, saysAnything } from '../arn.ts';
import { mergeConditions } from '../condition.ts';
import { type TextValue, textsAt } from '../input.ts';
import { keyFrom, viaService } from '../key.ts';
import { both, equals, not, present } from '../predicate.ts';
import { ANY, allUnder, named, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { type AllowRow, main, need, passRole, rows, type ServiceRules } from '../rule.ts';
import { resourcesOfType } from '../template-resources.ts';

/**
 * `parameter/NAME`, for a path `/a/b` `parameter/a/b`: the slash in front is not doubled. A name may carry a version or label
 * behind a colon. Whether a name begins with a slash can be known at deployment only: see `spellings`.
 */
export function parameterTargets(value: TextValue, scope: Pick<Scope, 'app' | 'region'>): readonly Target[] {
  const place = scope.region ? { region: scope.region } : {};
  const all = arn('ssm', text('parameter/*'), place);
  if (value.kind !== 'text')
    return [
      unresolvedTarget(
        all,
        value.when,
        value.kind === 'unknown' ? value.reason : 'the name of the parameter, which the call does not show',
      ),
    ];
  const { when } = value;
  if (isArn(value.text)) return [targetOf(value.text, arnParts(value.text)?.resource ?? value.text, when)];
  const [name = []] = split(value.text, ':');
  const target = (before: string): Target => targetOf(arn('ssm', text(before, ...literally(name)), place), name, when);
  if (startsWith(name, '/')) return [target('parameter')];
  const [first] = name;
  if (first === undefined || !isHole(first) || !mayHold(first, '/')) return [target('parameter/')];
  // `parameter*` reaches the names with and without a slash
  if (!isExact([first])) return [saysAnything(name) ? target('parameter') : unresolvedTarget(all, when, reasonOf(name))];
  return spellings(first, scope).map(({ before, why }) => ({ ...target(before), ...(why === undefined ? {} : { why }) }));
}

interface Spelling {
  readonly before: 'parameter' | 'parameter/';
  readonly why?: string;
}

/**
 * How a name that deployment gives joins the ARN. Its allowed values decide; a default is taken for the convention, and that is
 * said; otherwise both are granted, since the spelling that does not apply is the ARN of no parameter.
 */
function spellings(hole: Exclude<Part, string>, scope: Pick<Scope, 'app'>): readonly Spelling[] {
  const declared = hole.kind === 'parameter' ? scope.app.parameters.get(hole.name) : undefined;
  const { allowedValues = [], default: usual } = declared ?? {};
  const spelling = (name: string): Spelling['before'] => (name.startsWith('/') ? 'parameter' : 'parameter/');
  const allowed = [...new Set(allowedValues.map(spelling))];
  if (allowed.length > 0) return allowed.map((before) => ({ before }));
  if (usual !== undefined && usual !== '')
    return [
      { before: spelling(usual), why: 'the name given at deployment, which is taken to begin with a slash only if its default does' },
    ];
  return [{ before: 'parameter/' }, { before: 'parameter' }];
}

const parameterAt = (from: string): ResourceForm => ({
  describe: `arn:\${Partition}:ssm:\${Region}:\${Account}:parameter/\${${from}}`,
  targets: (scope) => textsAt(scope.input, from).flatMap((value) => parameterTargets(value, scope)),
});
const parameter = parameterAt('Name');
const parameters = parameterAt('Names[]');
/** Access to a path is access to all levels below it; the request is decided over the path itself. */
const path = parameterAt('Path');

const key = keyFrom('KeyId', 'ssm');
const secure = both(equals('Type', 'SecureString'), present('KeyId'));
const advanced = equals('Tier', 'Advanced', 'Intelligent-Tiering');
const KEY =
  'a SecureString is encrypted under the key in the name of the caller ("AWS KMS encryption for AWS Systems Manager Parameter Store")';

/** A SecureString may have a customer-managed key, which neither call nor template shows. */
const decrypted = (of: ResourceForm): AllowRow => ({
  ...need(
    'kms:Decrypt',
    {
      describe: 'arn:${Partition}:kms:${Region}:${Account}:key/*',
      targets: (scope) => {
        const declared = new Set(
          resourcesOfType(scope.app, 'AWS::SSM::Parameter').flatMap((resource) =>
            resource.name ? parameterTargets({ kind: 'text', when: [], text: resource.name }, scope).map((t) => textKey(t.resource)) : [],
          ),
        );
        return of.targets(scope).flatMap((target): readonly Target[] => {
          // CloudFormation makes no SecureString
          if (declared.has(textKey(target.resource))) return [];
          const operator = target.certainty === 'exact' ? 'StringEquals' : 'StringLike';
          const ofParameter = { [operator]: { 'kms:EncryptionContext:PARAMETER_ARN': [target.resource] } };
          const condition = mergeConditions(viaService('ssm', scope.region), ofParameter);
          if (!condition) return [];
          return [{ resource: arn('kms', text('key/*')), certainty: 'pattern', when: target.when, condition }];
        });
      },
    },
    equals('WithDecryption', 'true'),
  ),
  offer: 'is needed when the parameter is a SecureString under a customer managed key, which the template cannot show',
});

const SSM = 'ssm.amazonaws.com';
const document = named({ service: 'ssm', before: 'document/', from: 'Name', types: ['AWS::SSM::Document'] });
const documentName = named({ service: 'ssm', before: 'document/', from: 'DocumentName', types: ['AWS::SSM::Document'] });
const automation: ResourceForm = allUnder(
  named({ service: 'ssm', before: 'automation-definition/', from: 'DocumentName', types: [] }),
  ':*',
);
const automationExecution = named({ service: 'ssm', before: 'automation-execution/', from: 'AutomationExecutionId', types: [] });
const startedExecution: ResourceForm = {
  describe: 'arn:${Partition}:ssm:${Region}:${Account}:automation-execution/*',
  targets: (scope) => [
    { resource: arn('ssm', text('automation-execution/*'), scope.region ? { region: scope.region } : {}), certainty: 'pattern', when: [] },
  ],
};
const instanceAt = (from: string): ResourceForm => named({ service: 'ec2', before: 'instance/', from, types: ['AWS::EC2::Instance'] });
const managedAt = (from: string): ResourceForm => named({ service: 'ssm', before: 'managed-instance/', from, types: [] });

/** EC2 instances are `i-…`, managed nodes `mi-…`: an id tells which. */
const nodes = (from: string): ResourceForm => ({
  describe: `${instanceAt(from).describe} or ${managedAt(from).describe}`,
  targets: (scope) =>
    textsAt(scope.input, from).flatMap((value) => {
      const literal = value.kind === 'text' ? literalOf(value.text) : undefined;
      const form = literal?.startsWith('mi-') ? managedAt(from) : instanceAt(from);
      return form.targets(scope);
    }),
});
const byTag: ResourceForm = {
  describe: 'arn:${Partition}:ec2:${Region}:${Account}:instance/*',
  targets: (scope) => [
    unresolvedTarget(
      arn('ec2', text('instance/*'), scope.region ? { region: scope.region } : {}),
      [],
      'the targets, which choose instances at run time',
    ),
  ],
};

const tagged = (before: string, from: string): ResourceForm => named({ service: 'ssm', before, from, types: [] });
const tags = present('Tags');
const addTags = (form: ResourceForm) => need('ssm:AddTagsToResource', form, tags);
const any = (before: string): ResourceForm => ({
  describe: `arn:\${Partition}:ssm:\${Region}:\${Account}:${before}*`,
  targets: (scope) => [
    { resource: arn('ssm', text(`${before}*`), scope.region ? { region: scope.region } : {}), certainty: 'pattern', when: [] },
  ],
});

const READS = 'reading an execution hands no role over';
const JUST_IN_TIME = 'the document is read back only by the console';
const NOT_PASSED = 'no parameter of the operation names a role; the roles are in the document or its parameters';

export const ssm: ServiceRules = {
  clients: ['ssm'],
  prefix: 'ssm',
  resources: {
    parameter: { form: parameter, from: ['Name'] },
    document: { form: document, from: ['Name'] },
    'automation-execution': { form: automationExecution, from: ['AutomationExecutionId'] },
  },
  operations: {
    GetParameter: rows(main('ssm:GetParameter', parameter), decrypted(parameter)),
    GetParameterHistory: rows(main('ssm:GetParameterHistory', parameter), decrypted(parameter)),
    GetParameters: rows(main('ssm:GetParameters', parameters), decrypted(parameters)),
    GetParametersByPath: rows(main('ssm:GetParametersByPath', path), decrypted(allUnder(path, '/*'))),
    DeleteParameters: rows(main('ssm:DeleteParameters', parameters)),
    PutParameter: rows(
      main('ssm:PutParameter', parameter),
      addTags(parameter),
      need('kms:Encrypt', key, both(secure, not(advanced))),
      need('kms:GenerateDataKey', key, both(secure, advanced)),
    ),
    SendCommand: rows(
      main('ssm:SendCommand', documentName),
      need('ssm:SendCommand', nodes('InstanceIds[]'), present('InstanceIds')),
      need('ssm:SendCommand', byTag, present('Targets')),
      passRole('ServiceRoleArn', SSM),
    ),
    StartSession: rows(main('ssm:StartSession', nodes('Target')), need('ssm:StartSession', documentName, present('DocumentName'))),
    StartAutomationExecution: rows(
      main('ssm:StartAutomationExecution', automation),
      main('ssm:StartAutomationExecution', startedExecution),
      main('ssm:StartAutomationExecution', documentName),
      addTags(startedExecution),
      passRole('Parameters.AutomationAssumeRole[]', SSM),
    ),
    StartChangeRequestExecution: rows(
      main('ssm:StartChangeRequestExecution', automation),
      main('ssm:StartChangeRequestExecution', startedExecution),
      main('ssm:StartChangeRequestExecution', documentName),
      passRole('Parameters.AutomationAssumeRole[]', SSM),
    ),
    CreateActivation: rows(main('ssm:CreateActivation', ANY), passRole('IamRole', SSM), addTags(any('managed-instance/'))),
    CreateAssociation: rows(
      main('ssm:CreateAssociation', any('association/')),
      main('ssm:CreateAssociation', document),
      need('ssm:CreateAssociation', nodes('InstanceId'), present('InstanceId')),
      passRole('Parameters.AutomationAssumeRole[]', SSM),
      passRole('AssociationDispatchAssumeRole', SSM),
      addTags(any('association/')),
    ),
    CreateAssociationBatch: rows(
      main(
        'ssm:CreateAssociationBatch',
        named({ service: 'ssm', before: 'document/', from: 'Entries[].Name', types: ['AWS::SSM::Document'] }),
      ),
      main('ssm:CreateAssociation', named({ service: 'ssm', before: 'document/', from: 'Entries[].Name', types: ['AWS::SSM::Document'] })),
      main('ssm:CreateAssociation', any('association/')),
      passRole('AssociationDispatchAssumeRole', SSM),
    ),
    UpdateAssociation: rows(
      main('ssm:UpdateAssociation', tagged('association/', 'AssociationId')),
      need('ssm:UpdateAssociation', document, present('Name')),
      passRole('AssociationDispatchAssumeRole', SSM),
    ),
    CreateCloudConnector: rows(
      main('ssm:CreateCloudConnector', any('cloud-connector/')),
      passRole('RoleArn', SSM),
      addTags(any('cloud-connector/')),
    ),
    CreateDocument: rows(main('ssm:CreateDocument', document), addTags(document)),
    UpdateDocument: rows(main('ssm:UpdateDocument', document)),
    CreateMaintenanceWindow: rows(main('ssm:CreateMaintenanceWindow', ANY), addTags(any('maintenancewindow/'))),
    CreateOpsItem: rows(main('ssm:CreateOpsItem', ANY), addTags(any('opsitem/'))),
    CreateOpsMetadata: rows(main('ssm:CreateOpsMetadata', ANY), addTags(any('opsmetadata/'))),
    CreatePatchBaseline: rows(main('ssm:CreatePatchBaseline', ANY), addTags(any('patchbaseline/'))),
    StartAccessRequest: rows(main('ssm:StartAccessRequest', byTag), addTags(any('opsitem/'))),
    RegisterTaskWithMaintenanceWindow: rows(
      main('ssm:RegisterTaskWithMaintenanceWindow', tagged('maintenancewindow/', 'WindowId')),
      passRole('ServiceRoleArn', SSM),
    ),
    UpdateMaintenanceWindowTask: rows(
      main('ssm:UpdateMaintenanceWindowTask', tagged('maintenancewindow/', 'WindowId')),
      main('ssm:UpdateMaintenanceWindowTask', tagged('windowtask/', 'WindowTaskId')),
      passRole('ServiceRoleArn', SSM),
    ),
    UpdateManagedInstanceRole: rows(main('ssm:UpdateManagedInstanceRole', managedAt('InstanceId')), passRole('IamRole', SSM)),
    UpdateServiceSetting: rows(
      main('ssm:UpdateServiceSetting', named({ service: 'ssm', before: 'servicesetting/', from: 'SettingId', types: [] })),
      passRole('SettingValue', SSM),
    ),
  },
  differs: {
    PutParameter: { 'kms:Encrypt': KEY, 'kms:GenerateDataKey': KEY },
    DescribeAutomationStepExecutions: { 'iam:PassRole': READS },
    GetAutomationExecution: { 'iam:PassRole': READS },
    CreateDocument: { 'ssm:GetDocument': JUST_IN_TIME, 'iam:PassRole': NOT_PASSED },
    UpdateDocument: { 'ssm:GetDocument': JUST_IN_TIME, 'iam:PassRole': NOT_PASSED },
  },
};
