/** Every event type of SAM functions. SAM "EventSource". */
import { api, httpApi } from './api.ts';
import type { EventType } from './event.ts';
import { documentDb, dynamodb, kinesis, mq, msk, selfManagedKafka, sqs } from './pull.ts';
import { alexaSkill, cloudWatchLogs, cognito, iotRule, s3, sns } from './push.ts';
import { eventBridgeRule, schedule, scheduleV2 } from './schedule.ts';

export const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
  ['AlexaSkill', alexaSkill],
  ['Api', api],
  ['CloudWatchEvent', eventBridgeRule],
  ['CloudWatchLogs', cloudWatchLogs],
  ['Cognito', cognito],
  ['DocumentDB', documentDb],
  ['DynamoDB', dynamodb],
  ['EventBridgeRule', eventBridgeRule],
  ['HttpApi', httpApi],
  ['IoTRule', iotRule],
  ['Kinesis', kinesis],
  ['MQ', mq],
  ['MSK', msk],
  ['S3', s3],
  ['SNS', sns],
  ['SQS', sqs],
  ['Schedule', schedule],
  ['ScheduleV2', scheduleV2],
  ['SelfManagedKafka', selfManagedKafka],
]);
