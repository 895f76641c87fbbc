/**
 * Amazon SNS. Sources: "Amazon SNS API permissions: Actions and resources reference" of the SNS Developer Guide and the
 * Service Authorization Reference "Amazon SNS". A phone number is no resource: only `*` lets it be texted.
 */
import { join, split, type Text } from '../../model/text.ts';
import { arnParts, withResource } from '../arn.ts';
import { either, not, type Predicate, present, textIs } from '../predicate.ts';
import { ANY, named, type ResourceForm } from '../resource.ts';
import { main, need, passRole, rows, type ServiceRules } from '../rule.ts';

const TOPICS = ['AWS::SNS::Topic'];
const topicAt = (from: string, trim?: (arn: Text) => Text): ResourceForm =>
  named({ service: 'sns', before: '', from, types: TOPICS, ...(trim ? { trim } : {}) });
const topic = topicAt('TopicArn');

/** The ARN of a subscription is that of its topic and an id. */
const topicOfSubscription = (arn: Text): Text => {
  const parts = arnParts(arn);
  if (!parts) return arn;
  const pieces = split(parts.resource, ':');
  return pieces.length > 1 ? withResource(parts, join(pieces.slice(0, -1), ':')) : arn;
};

/** "Delivery status": attributes that hand a role to SNS. */
const isRoleAttribute: Predicate = textIs('AttributeName', 'AttributeName is one of the delivery status or subscription roles', (name) => {
  const [only] = name;
  return name.length === 1 && typeof only === 'string' ? /RoleArn$/.test(only) : undefined;
});

const FEEDBACK = ['Application', 'Firehose', 'HTTP', 'Lambda', 'SQS'].flatMap((protocol) => [
  `Attributes.${protocol}SuccessFeedbackRoleArn`,
  `Attributes.${protocol}FailureFeedbackRoleArn`,
]);
const passed = (...paths: readonly string[]) => paths.map((path) => passRole(path, 'sns.amazonaws.com'));
const passedAttribute = { ...passRole('AttributeValue', 'sns.amazonaws.com'), when: isRoleAttribute };

const created = named({ service: 'sns', before: '', from: 'Name', types: TOPICS });

export const sns: ServiceRules = {
  clients: ['sns'],
  prefix: 'sns',
  resources: { topic: { form: topic, from: ['TopicArn'] } },
  operations: {
    Publish: rows(
      main('sns:Publish', topic, not(either(present('TargetArn'), present('PhoneNumber')))),
      need('sns:Publish', topicAt('TargetArn'), present('TargetArn')),
      need('sns:Publish', ANY, present('PhoneNumber')),
    ),
    PublishBatch: rows(main('sns:Publish', topic)),
    CreateTopic: rows(
      main('sns:CreateTopic', created),
      need('sns:TagResource', created, present('Tags')),
      need('sns:PutDataProtectionPolicy', created, present('DataProtectionPolicy')),
      ...passed(...FEEDBACK),
    ),
    Subscribe: rows(main('sns:Subscribe', topic), ...passed('Attributes.SubscriptionRoleArn')),
    Unsubscribe: rows(main('sns:Unsubscribe', topicAt('SubscriptionArn', topicOfSubscription))),
    GetSubscriptionAttributes: rows(main('sns:GetSubscriptionAttributes', topicAt('SubscriptionArn', topicOfSubscription))),
    SetSubscriptionAttributes: rows(
      main('sns:SetSubscriptionAttributes', topicAt('SubscriptionArn', topicOfSubscription)),
      passedAttribute,
    ),
    SetTopicAttributes: rows(main('sns:SetTopicAttributes', topic), passedAttribute),
    GetDataProtectionPolicy: rows(main('sns:GetDataProtectionPolicy', topicAt('ResourceArn'))),
    PutDataProtectionPolicy: rows(main('sns:PutDataProtectionPolicy', topicAt('ResourceArn'))),
    ListTagsForResource: rows(main('sns:ListTagsForResource', topicAt('ResourceArn'))),
    TagResource: rows(main('sns:TagResource', topicAt('ResourceArn'))),
    UntagResource: rows(main('sns:UntagResource', topicAt('ResourceArn'))),
    CreatePlatformApplication: rows(
      main('sns:CreatePlatformApplication', ANY),
      ...passed('Attributes.SuccessFeedbackRoleArn', 'Attributes.FailureFeedbackRoleArn'),
    ),
    SetPlatformApplicationAttributes: rows(
      main('sns:SetPlatformApplicationAttributes', ANY),
      ...passed('Attributes.SuccessFeedbackRoleArn', 'Attributes.FailureFeedbackRoleArn'),
    ),
    SetSMSAttributes: rows(main('sns:SetSMSAttributes', ANY), ...passed('attributes.DeliveryStatusIAMRole')),
  },
};
