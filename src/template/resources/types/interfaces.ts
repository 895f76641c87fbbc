/** APIs, identity pools, delivery, load balancing, configuration and nested stacks. */
import { type ResourceType, regional } from '../type.ts';

const restApi: ResourceType = { arn: 'arn:{partition}:apigateway:{region}::/restapis/{name}', attributes: { RestApiId: '{name}' } };
const apiV2: ResourceType = {
  arn: 'arn:{partition}:apigateway:{region}::/apis/{name}',
  attributes: { ApiId: '{name}', ApiEndpoint: 'https://{name}.execute-api.{region}.{suffix}' },
};
const graphQlApi: ResourceType = {
  arn: 'arn:{partition}:appsync:{region}:{account}:apis/{@ApiId}',
  ref: '{arn}',
  attributes: { ApiId: '{@ApiId}' },
};
const place = (kind: string, name: string, attribute: string) =>
  regional('geo', `${kind}/{name}`, name, { attributes: { [attribute]: '{arn}' } });

export const INTERFACES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGateway::RestApi': restApi,
  'AWS::Serverless::Api': restApi,
  'AWS::ApiGatewayV2::Api': apiV2,
  'AWS::Serverless::HttpApi': apiV2,
  'AWS::Serverless::WebSocketApi': apiV2,
  'AWS::ApiGateway::Stage': { name: 'StageName', arn: 'arn:{partition}:apigateway:{region}::/restapis/{.RestApiId}/stages/{name}' },
  'AWS::ApiGatewayV2::Stage': { name: 'StageName', arn: 'arn:{partition}:apigateway:{region}::/apis/{.ApiId}/stages/{name}' },
  'AWS::ApiGateway::Authorizer': { attributes: { AuthorizerId: '{name}' } },
  'AWS::ApiGateway::ApiKey': { attributes: { APIKeyId: '{name}' } },
  'AWS::AppSync::GraphQLApi': graphQlApi,
  'AWS::Serverless::GraphQLApi': graphQlApi,
  'AWS::AppSync::Api': { arn: '{@ApiArn}', ref: '{arn}', attributes: { ApiArn: '{arn}' } },
  'AWS::Cognito::UserPool': regional('cognito-idp', 'userpool/{name}', undefined, {
    attributes: {
      UserPoolId: '{name}',
      ProviderName: 'cognito-idp.{region}.amazonaws.com/{name}',
      ProviderURL: 'https://cognito-idp.{region}.amazonaws.com/{name}',
    },
  }),
  // the id is REGION:GUID, so the hole may hold a colon
  'AWS::Cognito::IdentityPool': { arn: 'arn:{partition}:cognito-identity:{region}:{account}:identitypool/{@Id}', ref: '{@Id}' },
  'AWS::CloudFront::Distribution': { arn: 'arn:{partition}:cloudfront::{account}:distribution/{name}', attributes: { Id: '{name}' } },
  'AWS::CloudFront::KeyValueStore': { name: 'Name', arn: '{@Arn}' },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { arn: '{@LoadBalancerArn}', ref: '{arn}', attributes: { LoadBalancerArn: '{arn}' } },
  'AWS::ElasticLoadBalancingV2::TargetGroup': { arn: '{@TargetGroupArn}', ref: '{arn}', attributes: { TargetGroupArn: '{arn}' } },
  'AWS::ElasticLoadBalancingV2::Listener': { arn: '{@ListenerArn}', ref: '{arn}', attributes: { ListenerArn: '{arn}' } },
  'AWS::VpcLattice::Service': { arn: '{@Arn}', ref: '{arn}' },
  'AWS::VpcLattice::TargetGroup': { arn: '{@Arn}', ref: '{arn}' },
  'AWS::CloudFormation::Stack': { arn: '{ref}', ref: '{ref}' },
  'AWS::Serverless::Application': { arn: '{ref}', ref: '{ref}' },
  'AWS::AppConfig::Application': regional('appconfig', 'application/{name}', undefined, { attributes: { ApplicationId: '{name}' } }),
  'AWS::AppConfig::Environment': regional('appconfig', 'application/{.ApplicationId}/environment/{name}', undefined, {
    attributes: { EnvironmentId: '{name}' },
  }),
  'AWS::AppConfig::ConfigurationProfile': regional('appconfig', 'application/{.ApplicationId}/configurationprofile/{name}', undefined, {
    attributes: { ConfigurationProfileId: '{name}' },
  }),
  'AWS::Location::PlaceIndex': place('place-index', 'IndexName', 'IndexArn'),
  'AWS::Location::Map': place('map', 'MapName', 'MapArn'),
  'AWS::Location::Tracker': place('tracker', 'TrackerName', 'TrackerArn'),
  'AWS::Location::GeofenceCollection': place('geofence-collection', 'CollectionName', 'CollectionArn'),
  'AWS::Location::RouteCalculator': place('route-calculator', 'CalculatorName', 'CalculatorArn'),
  'AWS::Lex::Bot': { arn: '{@Arn}', attributes: { Id: '{name}' } },
  'AWS::Config::ConfigRule': { name: 'ConfigRuleName', arn: '{@Arn}' },
  'AWS::WAFv2::IPSet': { arn: '{@Arn}' },
  'AWS::WAFv2::WebACL': { arn: '{@Arn}' },
  'AWS::Route53::HostedZone': { arn: 'arn:{partition}:route53:::hostedzone/{name}', attributes: { Id: '{name}' } },
  'AWS::CertificateManager::Certificate': { arn: '{ref}', ref: '{ref}' },
  'AWS::ServiceDiscovery::Service': regional('servicediscovery', 'service/{name}', undefined, { attributes: { Id: '{name}' } }),
  'AWS::Connect::Instance': { arn: '{@Arn}', ref: '{arn}' },
  'AWS::VerifiedPermissions::PolicyStore': {
    arn: 'arn:{partition}:verifiedpermissions::{account}:policy-store/{name}',
    attributes: { PolicyStoreId: '{name}' },
  },
  'AWS::CodeStarConnections::Connection': { arn: '{@ConnectionArn}', ref: '{arn}', attributes: { ConnectionArn: '{arn}' } },
};
