/** Every resource type that can invoke a function, with how it is read. */
import type { Declaration } from '../declaration.ts';
import { integration, method, restAuthorizer, v2Authorizer } from './api-gateway.ts';
import { dataSource } from './appsync.ts';
import { customResource, isCustom } from './custom-resource.ts';
import { eventSourceMapping, functionUrl, invokeConfig, permission } from './lambda.ts';
import type { Link, LinkContext, LinkReader } from './link.ts';
import { bucket, subscription, subscriptionFilter, targetGroup, topic, topicRule, userPool } from './messaging.ts';
import { api, webSocketApi } from './openapi.ts';
import { pipe, rule, schedule } from './schedule.ts';
import { SERVICE_LINKS } from './service.ts';
import { stateMachine } from './step-functions.ts';

const LINKS: ReadonlyMap<string, LinkReader> = new Map<string, LinkReader>([
  ...SERVICE_LINKS,
  ['AWS::Serverless::Function', samFunction],
  ['AWS::ApiGateway::Authorizer', restAuthorizer],
  ['AWS::ApiGateway::Method', method],
  ['AWS::ApiGateway::RestApi', api],
  ['AWS::ApiGatewayV2::Api', api],
  ['AWS::ApiGatewayV2::Authorizer', v2Authorizer],
  ['AWS::ApiGatewayV2::Integration', integration],
  ['AWS::AppSync::DataSource', dataSource],
  ['AWS::Cognito::UserPool', userPool],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', targetGroup],
  ['AWS::Events::Rule', rule],
  ['AWS::IoT::TopicRule', topicRule],
  ['AWS::Lambda::EventInvokeConfig', invokeConfig],
  ['AWS::Lambda::EventSourceMapping', eventSourceMapping],
  ['AWS::Lambda::Permission', permission],
  ['AWS::Lambda::Url', functionUrl],
  ['AWS::Logs::SubscriptionFilter', subscriptionFilter],
  ['AWS::Pipes::Pipe', pipe],
  ['AWS::S3::Bucket', bucket],
  ['AWS::SNS::Subscription', subscription],
  ['AWS::SNS::Topic', topic],
  ['AWS::Scheduler::Schedule', schedule],
  ['AWS::Serverless::Api', api],
  ['AWS::Serverless::HttpApi', api],
  ['AWS::Serverless::StateMachine', stateMachine],
  ['AWS::Serverless::WebSocketApi', webSocketApi],
  ['AWS::StepFunctions::StateMachine', stateMachine],
]);

/** Its hooks and destinations; its events are read with it. */
function samFunction(resource: Declaration, context: LinkContext): readonly Link[] {
  return [...(SERVICE_LINKS.get(resource.type)?.(resource, context) ?? []), ...invokeConfig(resource, context)];
}

/** What SAM generates from a function or an API is read with its events and authorizers; what it makes from a connector is not. */
export function linksOf(resource: Declaration, context: LinkContext): readonly Link[] {
  const maker = resource.generatedBy === undefined ? undefined : context.typeOf(resource.generatedBy);
  const readElsewhere = maker !== undefined && maker !== 'AWS::Serverless::Connector' && !resource.type.startsWith('AWS::Serverless::');
  if (readElsewhere) return [];
  return (isCustom(resource.type) ? customResource : LINKS.get(resource.type))?.(resource, context) ?? [];
}
