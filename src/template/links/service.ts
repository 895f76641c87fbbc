/**
 * Services with one property that names a function. Either the service's principal invokes (`principal`), or a role of the
 * resource does (`role`). Sources: the CloudFormation page of each type; AWS Lambda Developer Guide "Invoking Lambda with events
 * from other AWS services".
 */
import { listOf, member, record, select, textDatum } from '../../delivery/data.ts';
import type { Trigger } from '../../model/app.ts';
import type { Datum, MapDatum } from '../../model/datum.ts';
import { ACCOUNT, REGION, type Text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import { at } from '../source/node.ts';
import { type LinkContext, type LinkReader, linksTo } from './link.ts';
import { type Place, places } from './path.ts';
import { byRole } from './schedule.ts';

interface ServiceType {
  readonly paths: readonly string[];
  /** the property that names the function, within a place of `paths`; left out: the place itself */
  readonly names?: readonly string[];
  readonly principal?: string;
  /** `self`: the resource's ARN is the source; else the property that names it */
  readonly source?: string;
  /** the service that invokes with a role, and the property with that role */
  readonly service?: string;
  readonly role?: string;
  /** members of the event that the resource tells, by the page of the service in the AWS Lambda Developer Guide or its own */
  readonly event?: (resource: Told) => Readonly<Record<string, Datum | undefined>>;
}

interface Told {
  readonly arn: Datum | undefined;
  readonly ref: Datum | undefined;
  readonly name: Datum | undefined;
  readonly properties: MapDatum;
  /** the place that names the function */
  readonly place: MapDatum;
}

const HERE = textDatum([REGION]);
const OWN_ACCOUNT = textDatum([ACCOUNT]);

const LAMBDA_ACTION = record({ type: textDatum(['Lambda']) }, true);

/** A JSON text of what the property holds. */
const jsonOf = (datum: Datum | undefined, of: string): Datum | undefined =>
  datum && { kind: 'text', text: [{ kind: 'runtime', reason: of, chars: 'any' }], json: datum };

/** "Creating a CloudWatch alarm that invokes a Lambda function". */
const alarm = ({ arn, name }: Told) => ({
  alarmArn: arn,
  accountId: OWN_ACCOUNT,
  region: HERE,
  alarmData: name && record({ alarmName: name }, true),
});

/** "Custom AWS Config Lambda rules". */
const configRule = ({ arn, name, properties }: Told) => ({
  accountId: OWN_ACCOUNT,
  configRuleArn: arn,
  configRuleName: name,
  ruleParameters: jsonOf(member(properties, 'InputParameters'), 'the parameters of the rule'),
});

/** "Lambda@Edge event structure". */
const edge = ({ ref }: Told) => ({
  Records: ref && listOf(record({ cf: record({ config: record({ distributionId: ref }, true) }, true) }, true)),
});

const SERVICE_TYPES: Readonly<Record<string, ServiceType>> = {
  // hooks of a gradual deployment
  'AWS::Serverless::Function': { paths: ['DeploymentPreference.Hooks.*'], service: 'codedeploy.amazonaws.com' },
  // "Template macros": the request that a macro gets
  'AWS::CloudFormation::Macro': {
    paths: ['FunctionName'],
    service: 'cloudformation.amazonaws.com',
    event: () => ({ region: HERE, accountId: OWN_ACCOUNT }),
  },
  'AWS::Config::ConfigRule': { paths: ['Source.SourceIdentifier'], principal: 'config.amazonaws.com', source: 'self', event: configRule },
  'AWS::Config::OrganizationConfigRule': { paths: ['OrganizationCustomRuleMetadata.LambdaFunctionArn'], principal: 'config.amazonaws.com' },
  // "Lambda function rotation": the request that each step gets
  'AWS::SecretsManager::RotationSchedule': {
    paths: ['RotationLambdaARN'],
    principal: 'secretsmanager.amazonaws.com',
    source: 'SecretId',
    event: ({ properties }) => ({ SecretId: member(properties, 'SecretId') }),
  },
  'AWS::SES::ReceiptRule': {
    paths: ['Rule.Actions[].LambdaAction.FunctionArn'],
    principal: 'ses.amazonaws.com',
    source: 'self',
    // "Lambda function action" of Amazon SES email receiving, event data
    event: () => ({
      Records: listOf(
        record({ eventSource: textDatum(['aws:ses']), ses: record({ receipt: record({ action: LAMBDA_ACTION }, true) }, true) }, true),
      ),
    }),
  },
  'AWS::AppSync::GraphQLApi': {
    paths: ['LambdaAuthorizerConfig.AuthorizerUri', 'AdditionalAuthenticationProviders[].LambdaAuthorizerConfig.AuthorizerUri'],
    principal: 'appsync.amazonaws.com',
    source: 'self',
  },
  'AWS::AppSync::Api': {
    paths: ['EventConfig.AuthProviders[].LambdaAuthorizerConfig.AuthorizerUri'],
    principal: 'appsync.amazonaws.com',
    source: 'self',
  },
  'AWS::Serverless::GraphQLApi': { paths: ['DataSources.Lambda.*.FunctionArn'], service: 'appsync.amazonaws.com' },
  'AWS::CloudWatch::Alarm': {
    paths: ['AlarmActions[]', 'OKActions[]', 'InsufficientDataActions[]'],
    principal: 'lambda.alarms.cloudwatch.amazonaws.com',
    source: 'self',
    event: alarm,
  },
  'AWS::CloudWatch::CompositeAlarm': {
    paths: ['AlarmActions[]', 'OKActions[]', 'InsufficientDataActions[]'],
    principal: 'lambda.alarms.cloudwatch.amazonaws.com',
    source: 'self',
    event: alarm,
  },
  'AWS::CloudFront::Distribution': {
    paths: [
      'DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations[].LambdaFunctionARN',
      'DistributionConfig.CacheBehaviors[].LambdaFunctionAssociations[].LambdaFunctionARN',
    ],
    service: 'edgelambda.amazonaws.com',
    event: edge,
  },
  'AWS::Bedrock::Agent': { paths: ['ActionGroups[].ActionGroupExecutor.Lambda'], principal: 'bedrock.amazonaws.com', source: 'self' },
  'AWS::Bedrock::Flow': {
    paths: ['Definition.Nodes[].Configuration.LambdaFunction.LambdaArn'],
    service: 'bedrock.amazonaws.com',
    role: 'ExecutionRoleArn',
  },
  'AWS::BedrockAgentCore::GatewayTarget': {
    paths: ['TargetConfiguration.Mcp.Lambda.LambdaArn'],
    service: 'bedrock-agentcore.amazonaws.com',
  },
  // "AWS Lambda input event format for Lex V2"
  'AWS::Lex::Bot': {
    paths: ['TestBotAliasSettings.BotAliasLocaleSettings[].BotAliasLocaleSetting.CodeHookSpecification.LambdaCodeHook.LambdaArn'],
    principal: 'lexv2.amazonaws.com',
    event: ({ ref, name }) => ({ bot: record({ id: ref, name }, true) }),
  },
  'AWS::Lex::BotAlias': {
    paths: ['BotAliasLocaleSettings[].BotAliasLocaleSetting.CodeHookSpecification.LambdaCodeHook.LambdaArn'],
    principal: 'lexv2.amazonaws.com',
    source: 'self',
    event: ({ properties }) => ({ bot: record({ id: member(properties, 'BotId') }, true) }),
  },
  'AWS::Connect::IntegrationAssociation': {
    paths: ['IntegrationArn'],
    principal: 'connect.amazonaws.com',
    source: 'InstanceId',
    // "Grant Amazon Connect access to your AWS Lambda functions", example JSON request
    event: ({ properties }) => ({
      Details: record({ ContactData: record({ InstanceARN: member(properties, 'InstanceId') }, true) }, true),
    }),
  },
  'AWS::VpcLattice::TargetGroup': { paths: ['Targets[].Id'], principal: 'vpc-lattice.amazonaws.com', source: 'self' },
  'AWS::KinesisFirehose::DeliveryStream': {
    paths: ['*.ProcessingConfiguration.Processors[].Parameters[].ParameterValue'],
    service: 'firehose.amazonaws.com',
    // "Transform source data in Amazon Data Firehose"
    event: ({ arn }) => ({ deliveryStreamArn: arn, region: HERE }),
  },
  'AWS::S3ObjectLambda::AccessPoint': {
    paths: ['ObjectLambdaConfiguration.TransformationConfigurations[].ContentTransformation.AwsLambda.FunctionArn'],
    service: 's3-object-lambda.amazonaws.com',
    // "Event context format and usage" of S3 Object Lambda
    event: ({ arn, properties }) => {
      const supporting = select(properties, [{ name: 'ObjectLambdaConfiguration' }, { name: 'SupportingAccessPoint' }]);
      return { configuration: record({ accessPointArn: arn, supportingAccessPointArn: supporting }, true) };
    },
  },
  'AWS::Transfer::Workflow': {
    paths: ['Steps[].CustomStepDetails.Target', 'OnExceptionSteps[].CustomStepDetails.Target'],
    service: 'transfer.amazonaws.com',
    // "Use custom file-processing steps" of Transfer Family
    event: ({ ref }) => ({ serviceMetadata: record({ executionDetails: record({ workflowId: ref }, true) }, true) }),
  },
  'AWS::Transfer::Server': { paths: ['IdentityProviderDetails.Function'], principal: 'transfer.amazonaws.com', source: 'self' },
  'AWS::CodePipeline::Pipeline': {
    paths: ['Stages[].Actions[].Configuration'],
    names: ['FunctionName'],
    service: 'codepipeline.amazonaws.com',
    role: 'RoleArn',
    event: codePipelineJob,
  },
  'AWS::CodeCommit::Repository': {
    paths: ['Triggers[]'],
    names: ['DestinationArn'],
    principal: 'codecommit.amazonaws.com',
    source: 'self',
    // "Example for an AWS Lambda function" of CodeCommit triggers
    event: ({ arn, place }) => ({
      Records: listOf(record({ awsRegion: HERE, eventSourceARN: arn, customData: member(place, 'CustomData') }, true)),
    }),
  },
  'AWS::Cognito::IdentityPool': { paths: ['CognitoEvents.*'], principal: 'cognito-sync.amazonaws.com', source: 'self' },
};

/** "JSON event example" of "Invoke an AWS Lambda function in a pipeline in CodePipeline". */
function codePipelineJob({ properties, place }: Told) {
  const one = select(properties, [{ name: 'ArtifactStore' }, { name: 'Location' }]);
  const configuration = record({ FunctionName: member(place, 'FunctionName'), UserParameters: member(place, 'UserParameters') });
  const artifact = record({ location: record({ s3Location: record({ bucketName: one }, true) }, true) }, true);
  const data = record(
    {
      actionConfiguration: record({ configuration }),
      inputArtifacts: listOf(artifact),
      outputArtifacts: listOf(artifact),
    },
    true,
  );
  return { 'CodePipeline.job': record({ accountId: OWN_ACCOUNT, data }, true) };
}

export const SERVICE_LINKS: ReadonlyMap<string, LinkReader> = new Map(
  Object.entries(SERVICE_TYPES).map(([type, service]) => [type, reader(service)]),
);

function reader(service: ServiceType): LinkReader {
  return (resource, context) =>
    service.paths
      .flatMap((path) => places(context.scope, resource.properties, path, resource.id))
      .flatMap((place) =>
        linksTo(at(place.node, ...(service.names ?? [])), nameIn(place, service), context, (base): readonly Trigger[] => {
          const told = service.event?.(toldBy(resource, place, context));
          const input = told ? { input: record(told, true) } : {};
          if (service.service !== undefined)
            return byRole(
              service.service,
              service.role === undefined ? undefined : at(resource.properties, service.role),
              undefined,
              context,
            ).map((trigger) => ({ ...base, ...trigger, ...input }));
          const source =
            service.source === 'self'
              ? context.scope.identity(resource.id)?.arn
              : service.source === undefined
                ? undefined
                : context.scope.texts(at(resource.properties, service.source))[0]?.value;
          return [{ ...base, kind: 'service', principal: service.principal ?? '', ...(source ? { sourceArn: source } : {}), ...input }];
        }),
      );
}

const nameIn = (place: Place, { names = [] }: ServiceType): Place => {
  const node = at(place.node, ...names);
  return node ? { ...place, node, path: [place.path, ...names].join('.') } : place;
};

function toldBy(resource: Declaration, place: Place, { scope }: LinkContext): Told {
  const identity = scope.identity(resource.id);
  const known = (value: Text | undefined): Datum | undefined => value && textDatum(value);
  return {
    arn: known(identity?.arn),
    ref: known(identity?.ref),
    name: known(identity?.name),
    properties: scope.map(resource.properties),
    place: scope.map(place.node),
  };
}
