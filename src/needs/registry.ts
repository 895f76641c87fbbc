/** The services whose operations are described row by row. */
import type { ServiceRules } from './rule.ts';
import { apigatewayManagement } from './services/apigateway-management.ts';
import { appConfig, appConfigData } from './services/appconfig.ts';
import { athena } from './services/athena.ts';
import { bedrockAgentRuntime } from './services/bedrock-agent-runtime.ts';
import { bedrockRuntime } from './services/bedrock-runtime.ts';
import { cloudwatch } from './services/cloudwatch.ts';
import { dynamodb } from './services/dynamodb.ts';
import { ecs } from './services/ecs.ts';
import { eventbridge } from './services/eventbridge.ts';
import { firehose } from './services/firehose.ts';
import { iotData } from './services/iot-data.ts';
import { kinesis } from './services/kinesis.ts';
import { kms } from './services/kms.ts';
import { lambda } from './services/lambda.ts';
import { logs } from './services/logs.ts';
import { polly } from './services/polly.ts';
import { rdsData } from './services/rds-data.ts';
import { rekognition } from './services/rekognition.ts';
import { s3 } from './services/s3.ts';
import { scheduler } from './services/scheduler.ts';
import { secretsManager } from './services/secrets-manager.ts';
import { ses, sesv2 } from './services/ses.ts';
import { sns } from './services/sns.ts';
import { sqs } from './services/sqs.ts';
import { ssm } from './services/ssm.ts';
import { stepFunctions } from './services/step-functions.ts';
import { sts } from './services/sts.ts';
import { textract } from './services/textract.ts';
import { timestreamQuery, timestreamWrite } from './services/timestream.ts';
import { transcribe } from './services/transcribe.ts';

export const SERVICES: readonly ServiceRules[] = [
  s3,
  dynamodb,
  sqs,
  sns,
  lambda,
  stepFunctions,
  eventbridge,
  scheduler,
  secretsManager,
  ssm,
  kms,
  sts,
  cloudwatch,
  logs,
  kinesis,
  firehose,
  ses,
  sesv2,
  apigatewayManagement,
  iotData,
  bedrockRuntime,
  rdsData,
  bedrockAgentRuntime,
  rekognition,
  textract,
  transcribe,
  polly,
  appConfig,
  appConfigData,
  athena,
  ecs,
  timestreamQuery,
  timestreamWrite,
];

const byClient = new Map(SERVICES.flatMap((rules) => rules.clients.map((client) => [client, rules] as const)));

export const rulesOfClient = (client: string): ServiceRules | undefined => byClient.get(client);
