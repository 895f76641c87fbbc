/**
 * The control plane of Amazon API Gateway, both versions: the actions are HTTP verbs, and the resources the paths of the
 * REST API behind the operations. Sources: "Actions, resources, and condition keys for Amazon API Gateway Management" and
 * "… Management V2" of the Service Authorization Reference.
 */
import { action as catalogAction, resourceTypes } from '../../catalog/iam.ts';
import { REGION, type Text, text } from '../../model/text.ts';
import { arn, arnParts } from '../arn.ts';
import { formOfFormat, formOfType } from '../arn-format.ts';
import { skeleton, textsAt } from '../input.ts';
import { equals, type Predicate, present, textIs } from '../predicate.ts';
import { arnFrom, type ResourceForm, unresolvedTarget } from '../resource.ts';
import { type AllowRow, each, main, need, type OperationRule, passRole, type Row, roleFrom, rows, type ServiceRules } from '../rule.ts';

const VERBS: readonly (readonly [RegExp, string])[] = [
  [/^(?:Get|Export)/, 'GET'],
  [/^(?:Delete|Flush|Reset)/, 'DELETE'],
  [/^(?:Create|TestInvoke|ImportApiKeys|ImportApi$|ImportRestApi|Generate)/, 'POST'],
  [/^(?:Put|Import|Reimport)/, 'PUT'],
  [/^Update/, 'PATCH'],
];

/** Parameters that fill the variables of the paths. */
const members: ServiceRules['members'] = {
  HttpMethodType: ['httpMethod'],
  ApiKeyId: ['apiKey'],
  'UsagePlanKey.Id': ['keyId'],
  DocumentationVersionId: ['documentationVersion'],
  'CreateResource.ResourceId': ['parentId'],
  Specification: ['Specification'],
};

const place = (path: Text, region: Text | undefined): Text => arn('apigateway', path, { region: region ?? [REGION], account: [] });

/** A path of the API's that the reference lists no resource type for; `${member}` is filled from the parameter. */
const path = (written: string): ResourceForm => formOfFormat(`arn:\${Partition}:apigateway:\${Region}::${written}`, (variable) => variable);

/** Operations whose noun is not the name of a resource type. */
const PATHS: Readonly<Record<string, string>> = {
  FlushStageCache: '/restapis/${restApiId}/stages/${stageName}/cache/data',
  FlushStageAuthorizersCache: '/restapis/${restApiId}/stages/${stageName}/cache/authorizers',
  GetExport: '/restapis/${restApiId}/stages/${stageName}/exports/${exportType}',
  GetModelTemplate: '/restapis/${restApiId}/models/${modelName}/default_template',
  GetSdkType: '/sdktypes/${id}',
  GetSdkTypes: '/sdktypes',
  GetUsage: '/usageplans/${usagePlanId}/usage',
  UpdateUsage: '/usageplans/${usagePlanId}/keys/${keyId}/usage',
  ImportApiKeys: '/apikeys',
  GenerateClientCertificate: '/clientcertificates',
  ImportApi: '/apis',
  ImportDocumentationParts: '/restapis/${restApiId}/documentation/parts',
  DeleteDomainNameAccessAssociation: '/domainnameaccessassociations/*',
};
/** Of version 2, whose members begin with a capital. */
const PATHS_2: Readonly<Record<string, string>> = { GetModelTemplate: '/apis/${ApiId}/models/${ModelId}/template' };

/** Resource types that operations call by another name. */
const TYPES: Readonly<Record<string, string>> = {
  ExportApi: 'ExportedAPI',
  DeleteAccessLogSettings: 'AccessLogSettings',
  DeleteCorsConfiguration: 'Cors',
  ResetAuthorizersCache: 'AuthorizersCache',
  CreateResource: 'Resource',
  TestInvokeAuthorizer: 'Authorizer',
  TestInvokeMethod: 'Method',
  ReimportApi: 'Api',
  ImportRestApi: 'RestApis',
};

const tagged = path('/tags/*');

function pathOf(operation: string, names: readonly string[]): ResourceForm {
  const second = names.some((name) => /^[A-Z]/.test(name));
  const written =
    second && Object.hasOwn(PATHS_2, operation) ? PATHS_2[operation] : Object.hasOwn(PATHS, operation) ? PATHS[operation] : undefined;
  if (written !== undefined) return path(written);
  const noun = operation.replace(/^[A-Z][a-z]+/, '');
  const type = Object.hasOwn(TYPES, operation) ? TYPES[operation] : operation.startsWith('Create') ? `${noun}s` : noun;
  const found = resourceTypes('apigateway').find((known) => known.name === type);
  if (!found) return everything;
  return formOfType(found, { operation, members: names, service: { members } }).form;
}

const everything: ResourceForm = {
  describe: 'arn:${Partition}:apigateway:${Region}::/*',
  targets: (scope) => [unresolvedTarget(place(text('/*'), scope.region), [], 'the path behind the operation')],
};

const GATEWAY = 'apigateway.amazonaws.com';
const ROLES = /^(?:credentials|CredentialsArn|authorizerCredentials|AuthorizerCredentialsArn)$/;

/** A member of `patchOperations`: what an update changes is a path in its text. */
const patched = (wanted: string): Predicate =>
  textIs('path', `path is ${wanted}`, (value) => (typeof value[0] === 'string' ? value[0].startsWith(wanted) : undefined));
const patch = (...inner: readonly Row[]): Row => each('patchOperations', ...inner);
const patchedRole = (wanted: string): Row => {
  const row: AllowRow = need('iam:PassRole', roleFrom('value'), equals('path', wanted));
  return patch({ ...row, condition: () => ({ StringEquals: { 'iam:PassedToService': [text(GATEWAY)] } }) });
};

/** What an imported definition holds is in its text, which may come from a file. */
const defines = (key: string, what: string): Predicate => ({
  ...textIs('body', `the definition holds ${what}`, (value) =>
    skeleton(value).includes(key) ? true : value.every((part) => typeof part === 'string') ? false : undefined,
  ),
});
const anyRole: ResourceForm = {
  describe: 'the roles in the definition',
  targets: () => [unresolvedTarget(arn('iam', text('role/*'), { region: [] }), [], 'the roles that the definition names')],
};
const definition = (on: ResourceForm): readonly Row[] => [
  need('apigateway:UpdateRestApiPolicy', on, defines('x-amazon-apigateway-policy', 'a resource policy')),
  {
    ...need('iam:PassRole', anyRole, defines('redentials', 'credentials of an integration')),
    condition: () => ({ StringEquals: { 'iam:PassedToService': [text(GATEWAY)] } }),
  },
];

/** Mutual TLS alone asks for the actions on certificates ("AddCertificateToDomain", "RemoveCertificateFromDomain"). */
const MUTUAL = present('mutualTlsAuthentication');
const mayBeMutual: Predicate = {
  describe: 'the domain uses mutual TLS',
  parameters: ['domainName'],
  test: () => ({ holds: false, fails: true, unknown: 'whether the domain uses mutual TLS' }),
};

const restApis = path('/restapis');
const restApi = path('/restapis/${restApiId}');
const domainNames = path('/domainnames');
const domainName = path('/domainnames/${domainName}');
const privateDomain = arnFrom('domainNameArn', 'apigateway', '/domainnames/');

/** Version 1 alone; version 2 has none of these. */
const BESIDES: Readonly<Record<string, readonly Row[]>> = {
  CreateRestApi: [need('apigateway:UpdateRestApiPolicy', restApis, present('policy'))],
  UpdateRestApi: [patch(need('apigateway:UpdateRestApiPolicy', everyRestApi(), patched('/policy')))],
  ImportRestApi: definition(restApis),
  PutRestApi: definition(restApi),
  CreateDomainName: [
    need('apigateway:AddCertificateToDomain', domainNames, MUTUAL),
    need('apigateway:UpdateDomainNamePolicy', domainNames, present('policy')),
  ],
  UpdateDomainName: [
    patch(
      need('apigateway:AddCertificateToDomain', wholeDomain(), patched('/mutualTlsAuthentication')),
      need('apigateway:RemoveCertificateFromDomain', wholeDomain(), patched('/mutualTlsAuthentication')),
      need('apigateway:UpdateDomainNamePolicy', wholeDomain(), patched('/policy')),
      need('apigateway:UpdateDomainNameManagementPolicy', wholeDomain(), patched('/managementPolicy')),
    ),
  ],
  DeleteDomainName: [need('apigateway:RemoveCertificateFromDomain', domainName, mayBeMutual)],
  CreateDomainNameAccessAssociation: [main('apigateway:CreateAccessAssociation', privateDomain)],
  UpdateAccount: [patchedRole('/cloudwatchRoleArn')],
  UpdateAuthorizer: [patchedRole('/authorizerCredentials')],
  UpdateIntegration: [patchedRole('/credentials')],
};

/** The form reads the whole input, where the row is about a patch operation. */
function ofWhole(form: ResourceForm): ResourceForm {
  return { ...form, targets: (scope) => form.targets({ ...scope, input: scope.whole }) };
}
function everyRestApi(): ResourceForm {
  return ofWhole(restApi);
}
function wholeDomain(): ResourceForm {
  return ofWhole(domainName);
}

function rule(operation: string, names: readonly string[]): OperationRule | undefined {
  // a few operations have actions of their own: portals, routing rules
  if (catalogAction(`apigateway:${operation}`)) return undefined;
  if (operation === 'RejectDomainNameAccessAssociation') return rows(main('apigateway:RejectAccessAssociation', privateDomain));
  // version 1 puts tags, version 2 posts them
  if (operation === 'TagResource') return rows(main('apigateway:PUT', taggedBy), main('apigateway:POST', taggedBy));
  if (operation === 'UntagResource') return rows(main('apigateway:DELETE', taggedBy));
  if (operation === 'GetTags') return rows(main('apigateway:GET', taggedBy));
  if (operation === 'PutRoutingRule') return rows(main('apigateway:UpdateRoutingRule', arnlessRule));
  const verb = VERBS.find(([pattern]) => pattern.test(operation))?.[1];
  if (verb === undefined) return undefined;
  const first = names.some((name) => /^[a-z]/.test(name)) || names.length === 0;
  return rows(
    main(`apigateway:${verb}`, pathOf(operation, names)),
    ...(first && names.includes('tags') ? [need('apigateway:PUT', tagged, present('tags'))] : []),
    ...(!first && names.includes('Tags') ? [need('apigateway:POST', tagged, present('Tags'))] : []),
    ...names.filter((name) => ROLES.test(name)).map((name) => passRole(name, GATEWAY)),
    ...(first && Object.hasOwn(BESIDES, operation) ? (BESIDES[operation] ?? []) : []),
  );
}

const arnlessRule = path('/domainnames/${DomainName}/routingrules/${RoutingRuleId}');

/** The ARN is a segment of the path, encoded as in a URL; its resource part ends in what was asked for. */
const taggedBy: ResourceForm = {
  describe: 'arn:${Partition}:apigateway:${Region}::/tags/* for ${resourceArn}',
  targets: (scope) =>
    ['resourceArn', 'ResourceArn'].flatMap((member) =>
      textsAt(scope.input, member).flatMap((value) => {
        if (value.kind === 'absent') return [];
        const all = place(text('/tags/*'), scope.region);
        const known = value.kind === 'text' && arnParts(value.text) !== undefined;
        return known
          ? [{ resource: all, certainty: 'pattern' as const, when: value.when }]
          : [unresolvedTarget(all, value.when, value.kind === 'unknown' ? value.reason : `${member}, which is no ARN`)];
      }),
    ),
};

const BY_PATCH = 'no request tags or untags by PATCH: version 1 puts tags, version 2 posts them, both delete them';

export const apiGateway: ServiceRules = {
  clients: ['api-gateway', 'apigatewayv2'],
  prefix: 'apigateway',
  resources: {},
  operations: {},
  members,
  passedTo: [GATEWAY],
  rule,
  differs: {
    TagResource: { 'apigateway:PATCH': BY_PATCH },
    UntagResource: { 'apigateway:PATCH': BY_PATCH },
  },
};
