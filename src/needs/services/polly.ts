/**
 * Amazon Polly writes the speech of a task into S3, and tells a topic, with the permissions of its caller. Source: "Setting up
 * the IAM policy for asynchronous synthesis" of the Polly Developer Guide.
 */
import { present } from '../predicate.ts';
import { allUnder, arnFrom, under } from '../resource.ts';
import { main, need, type ServiceRules } from '../rule.ts';
import { bucketAt } from './s3-resources.ts';

/** Objects are named `PREFIX.TASK.FORMAT`. */
const output = allUnder(under({ base: bucketAt('OutputS3BucketName'), before: '/', from: 'OutputS3KeyPrefix' }), '*');

const AS_CALLER = 'the task writes and publishes with the permissions of the caller';

export const polly: ServiceRules = {
  clients: ['polly'],
  prefix: 'polly',
  resources: {},
  operations: {},
  besides: {
    StartSpeechSynthesisTask: [
      main('s3:PutObject', output),
      need('sns:Publish', arnFrom('SnsTopicArn', 'sns', '', ['AWS::SNS::Topic']), present('SnsTopicArn')),
    ],
  },
  differs: { StartSpeechSynthesisTask: { 's3:PutObject': AS_CALLER, 'sns:Publish': AS_CALLER } },
};
