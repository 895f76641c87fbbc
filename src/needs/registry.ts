/** The services whose operations are described row by row. */
import type { ServiceRules } from './rule.ts';
import { apiGateway } from './services/api-gateway.ts';
import { apigatewayManagement } from './services/apigateway-management.ts';
import { appConfig, appConfigData } from './services/appconfig.ts';
import { appsync } from './services/appsync.ts';
import { athena } from './services/athena.ts';
import { batch } from './services/batch.ts';
import { bedrockAgentRuntime, bedrockDataAutomationRuntime } from './services/bedrock-agent-runtime.ts';
import { bedrockRuntime } from './services/bedrock-runtime.ts';
import { BY_CATALOG } from './services/by-catalog/index.ts';
import { cloudformation } from './services/cloudformation.ts';
import { cloudwatch } from './services/cloudwatch.ts';
import { codepipeline } from './services/codepipeline.ts';
import { cognitoIdentity } from './services/cognito-identity.ts';
import { cognitoIdp } from './services/cognito-idp.ts';
import { dynamodb } from './services/dynamodb.ts';
import { ec2 } from './services/ec2.ts';
import { ecs } from './services/ecs.ts';
import { elasticache } from './services/elasticache.ts';
import { eventbridge } from './services/eventbridge.ts';
import { firehose } from './services/firehose.ts';
import { glueRules } from './services/glue.ts';
import { iam } from './services/iam.ts';
import { iot, iotSecureTunneling } from './services/iot.ts';
import { iotData } from './services/iot-data.ts';
import { kinesis } from './services/kinesis.ts';
import { kms } from './services/kms.ts';
import { lambda } from './services/lambda.ts';
import { lambdaCore, lambdaMicrovms } from './services/lambda-more.ts';
import { logs } from './services/logs.ts';
import { neptuneData } from './services/neptune-data.ts';
import { elasticsearch, opensearch } from './services/opensearch.ts';
import { opensearchServerless } from './services/opensearch-serverless.ts';
import { organizations } from './services/organizations.ts';
import { polly } from './services/polly.ts';
import { quicksight } from './services/quicksight.ts';
import { rdsData } from './services/rds-data.ts';
import { redshiftData } from './services/redshift-data.ts';
import { rekognition } from './services/rekognition.ts';
import { route53 } from './services/route-53.ts';
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
  apiGateway,
  appsync,
  batch,
  codepipeline,
  cognitoIdentity,
  cognitoIdp,
  ec2,
  elasticache,
  glueRules,
  iam,
  iot,
  iotSecureTunneling,
  lambdaCore,
  lambdaMicrovms,
  elasticsearch,
  opensearch,
  neptuneData,
  opensearchServerless,
  redshiftData,
  bedrockDataAutomationRuntime,
  cloudformation,
  organizations,
  quicksight,
  route53,
  ...BY_CATALOG,
];

const byClient = new Map(SERVICES.flatMap((rules) => rules.clients.map((client) => [client, rules] as const)));

export const rulesOfClient = (client: string): ServiceRules | undefined => byClient.get(client);
