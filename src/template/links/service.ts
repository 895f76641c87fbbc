/**
 * Services with one property that names a function. Either the service's principal invokes (`principal`), or a role of the
 * resource does (`role`). Sources: the CloudFormation page of each type; AWS Lambda Developer Guide "Invoking Lambda with events
 * from other AWS services".
 */
import type { Trigger } from '../../model/app.ts';
import { at } from '../source/node.ts';
import { type LinkReader, linksTo } from './link.ts';
import { places } from './path.ts';
import { byRole } from './schedule.ts';

interface ServiceType {
  readonly paths: readonly string[];
  readonly principal?: string;
  /** `self`: the resource's ARN is the source; else the property that names it */
  readonly source?: string;
  /** the service that invokes with a role, and the property with that role */
  readonly service?: string;
  readonly role?: string;
}

const SERVICE_TYPES: Readonly<Record<string, ServiceType>> = {
  // hooks of a gradual deployment
  'AWS::Serverless::Function': { paths: ['DeploymentPreference.Hooks.*'], service: 'codedeploy.amazonaws.com' },
  'AWS::CloudFormation::Macro': { paths: ['FunctionName'], service: 'cloudformation.amazonaws.com' },
  'AWS::Config::ConfigRule': { paths: ['Source.SourceIdentifier'], principal: 'config.amazonaws.com', source: 'self' },
  'AWS::Config::OrganizationConfigRule': { paths: ['OrganizationCustomRuleMetadata.LambdaFunctionArn'], principal: 'config.amazonaws.com' },
  'AWS::SecretsManager::RotationSchedule': { paths: ['RotationLambdaARN'], principal: 'secretsmanager.amazonaws.com', source: 'SecretId' },
  'AWS::SES::ReceiptRule': { paths: ['Rule.Actions[].LambdaAction.FunctionArn'], principal: 'ses.amazonaws.com', source: 'self' },
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
  'AWS::AppSync::DataSource': { paths: ['LambdaConfig.LambdaFunctionArn'], service: 'appsync.amazonaws.com', role: 'ServiceRoleArn' },
  'AWS::Serverless::GraphQLApi': { paths: ['DataSources.Lambda.*.FunctionArn'], service: 'appsync.amazonaws.com' },
  'AWS::CloudWatch::Alarm': {
    paths: ['AlarmActions[]', 'OKActions[]', 'InsufficientDataActions[]'],
    principal: 'lambda.alarms.cloudwatch.amazonaws.com',
    source: 'self',
  },
  'AWS::CloudWatch::CompositeAlarm': {
    paths: ['AlarmActions[]', 'OKActions[]', 'InsufficientDataActions[]'],
    principal: 'lambda.alarms.cloudwatch.amazonaws.com',
    source: 'self',
  },
  'AWS::CloudFront::Distribution': {
    paths: [
      'DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations[].LambdaFunctionARN',
      'DistributionConfig.CacheBehaviors[].LambdaFunctionAssociations[].LambdaFunctionARN',
    ],
    service: 'edgelambda.amazonaws.com',
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
  'AWS::Lex::Bot': {
    paths: ['TestBotAliasSettings.BotAliasLocaleSettings[].BotAliasLocaleSetting.CodeHookSpecification.LambdaCodeHook.LambdaArn'],
    principal: 'lexv2.amazonaws.com',
  },
  'AWS::Lex::BotAlias': {
    paths: ['BotAliasLocaleSettings[].BotAliasLocaleSetting.CodeHookSpecification.LambdaCodeHook.LambdaArn'],
    principal: 'lexv2.amazonaws.com',
    source: 'self',
  },
  'AWS::Connect::IntegrationAssociation': { paths: ['IntegrationArn'], principal: 'connect.amazonaws.com', source: 'InstanceId' },
  'AWS::VpcLattice::TargetGroup': { paths: ['Targets[].Id'], principal: 'vpc-lattice.amazonaws.com', source: 'self' },
  'AWS::KinesisFirehose::DeliveryStream': {
    paths: ['*.ProcessingConfiguration.Processors[].Parameters[].ParameterValue'],
    service: 'firehose.amazonaws.com',
  },
  'AWS::S3ObjectLambda::AccessPoint': {
    paths: ['ObjectLambdaConfiguration.TransformationConfigurations[].ContentTransformation.AwsLambda.FunctionArn'],
    service: 's3-object-lambda.amazonaws.com',
  },
  'AWS::Transfer::Workflow': {
    paths: ['Steps[].CustomStepDetails.Target', 'OnExceptionSteps[].CustomStepDetails.Target'],
    service: 'transfer.amazonaws.com',
  },
  'AWS::Transfer::Server': { paths: ['IdentityProviderDetails.Function'], principal: 'transfer.amazonaws.com', source: 'self' },
  'AWS::CodePipeline::Pipeline': {
    paths: ['Stages[].Actions[].Configuration.FunctionName'],
    service: 'codepipeline.amazonaws.com',
    role: 'RoleArn',
  },
  'AWS::CodeCommit::Repository': { paths: ['Triggers[].DestinationArn'], principal: 'codecommit.amazonaws.com', source: 'self' },
  'AWS::Cognito::IdentityPool': { paths: ['CognitoEvents.*'], principal: 'cognito-sync.amazonaws.com', source: 'self' },
};

export const SERVICE_LINKS: ReadonlyMap<string, LinkReader> = new Map(
  Object.entries(SERVICE_TYPES).map(([type, service]) => [type, reader(service)]),
);

function reader(service: ServiceType): LinkReader {
  return (resource, context) =>
    service.paths
      .flatMap((path) => places(context.scope, resource.properties, path, resource.id))
      .flatMap((place) =>
        linksTo(place.node, place, context, (base): readonly Trigger[] => {
          if (service.service !== undefined)
            return byRole(
              service.service,
              service.role === undefined ? undefined : at(resource.properties, service.role),
              undefined,
              context,
            ).map((trigger) => ({ ...base, ...trigger }));
          const source =
            service.source === 'self'
              ? context.scope.identity(resource.id)?.arn
              : service.source === undefined
                ? undefined
                : context.scope.texts(at(resource.properties, service.source))[0]?.value;
          return [{ ...base, kind: 'service', principal: service.principal ?? '', ...(source ? { sourceArn: source } : {}) }];
        }),
      );
}
