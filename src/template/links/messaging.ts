/** Buckets, topics, log groups, device rules and pools that name the functions they invoke. */
import { selectedBy } from '../../delivery/topic-rule.ts';
import { literalOf, PARTITION, text } from '../../model/text.ts';
import { at, type Node } from '../source/node.ts';
import { logGroupArn } from '../triggers/log-group.ts';
import { s3Filter } from '../triggers/s3-filter.ts';
import { type LinkReader, linksTo } from './link.ts';
import { places } from './path.ts';

/** CloudFormation "AWS::S3::Bucket LambdaConfiguration". */
export const bucket: LinkReader = (resource, context) => {
  const identity = context.scope.identity(resource.id);
  const name = identity?.name;
  if (!name) return [];
  return places(context.scope, resource.properties, 'NotificationConfiguration.LambdaConfigurations[]', resource.id).flatMap((place) =>
    linksTo(at(place.node, 'Function'), place, context, (base) => [
      {
        ...base,
        kind: 's3',
        bucket: name,
        bucketArn: identity?.arn ?? text('arn:', PARTITION, ':s3:::', ...name),
        events: context.scope.texts(at(place.node, 'Event')).flatMap(({ value }) => literalOf(value) ?? []),
        ...s3Filter(at(place.node, 'Filter'), context.scope),
      },
    ]),
  );
};

/** CloudFormation "AWS::SNS::Subscription". */
export const subscription: LinkReader = (resource, context) => {
  const { properties } = resource;
  if (context.scope.literal(at(properties, 'Protocol')) !== 'lambda') return [];
  return linksTo(at(properties, 'Endpoint'), { path: resource.id, node: properties, when: [] }, context, (base) =>
    context.scope.texts(at(properties, 'TopicArn')).map(({ value }) => ({ ...base, kind: 'sns', topicArn: value })),
  );
};

/** CloudFormation "AWS::SNS::Topic Subscription". */
export const topic: LinkReader = (resource, context) => {
  const topicArn = context.scope.identity(resource.id)?.arn;
  if (!topicArn) return [];
  return places(context.scope, resource.properties, 'Subscription[]', resource.id).flatMap((place) =>
    context.scope.literal(at(place.node, 'Protocol')) === 'lambda'
      ? linksTo(at(place.node, 'Endpoint'), place, context, (base) => [{ ...base, kind: 'sns', topicArn }])
      : [],
  );
};

/** CloudFormation "AWS::Logs::SubscriptionFilter". */
export const subscriptionFilter: LinkReader = (resource, context) =>
  linksTo(at(resource.properties, 'DestinationArn'), { path: resource.id, node: resource.properties, when: [] }, context, (base) =>
    context.scope
      .texts(at(resource.properties, 'LogGroupName'))
      .map(({ value }) => ({ ...base, kind: 'logs', logGroupArn: logGroupArn(value) })),
  );

/** CloudFormation "AWS::IoT::TopicRule LambdaAction". */
export const topicRule: LinkReader = (resource, context) => {
  const ruleArn = context.scope.identity(resource.id)?.arn;
  if (!ruleArn) return [];
  const sql = context.scope.text(at(resource.properties, 'TopicRulePayload', 'Sql'));
  return ['Actions[]', 'ErrorAction']
    .flatMap((action) => places(context.scope, resource.properties, `TopicRulePayload.${action}.Lambda.FunctionArn`, resource.id))
    .flatMap((place) =>
      linksTo(place.node, place, context, (base) => {
        // what failed comes in an envelope of its own ("Error handling (error action)")
        const input = sql && !place.path.includes('ErrorAction') ? selectedBy(sql) : undefined;
        return [{ ...base, kind: 'iot', ruleArn, ...(input ? { input } : {}) }];
      }),
    );
};

/** CloudFormation "AWS::Cognito::UserPool LambdaConfig": a function by trigger, or a map with its ARN and version. */
export const userPool: LinkReader = (resource, context) => {
  const userPoolArn = context.scope.identity(resource.id)?.arn;
  if (!userPoolArn) return [];
  return places(context.scope, resource.properties, 'LambdaConfig.*', resource.id).flatMap((place) => {
    const trigger = place.path.split('.').at(-1) ?? '';
    const target: Node = at(place.node, 'LambdaArn') ?? place.node;
    return trigger === 'KMSKeyID' ? [] : linksTo(target, place, context, (base) => [{ ...base, kind: 'cognito', userPoolArn, trigger }]);
  });
};

/** CloudFormation "AWS::ElasticLoadBalancingV2::TargetGroup": targets of type `lambda`. */
export const targetGroup: LinkReader = (resource, context) => {
  const targetGroupArn = context.scope.identity(resource.id)?.arn;
  if (!targetGroupArn || context.scope.literal(at(resource.properties, 'TargetType')) !== 'lambda') return [];
  return places(context.scope, resource.properties, 'Targets[].Id', resource.id).flatMap((place) =>
    linksTo(place.node, place, context, (base) => [{ ...base, kind: 'alb', targetGroupArn }]),
  );
};
