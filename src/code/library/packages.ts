/**
 * Which npm packages are met by a model in place of their code, and which are known to call AWS. A name that ends in `/*` stands for
 * every package of that scope. The packages whose model is data (`models/`) belong to the first.
 */
import { builtinNames } from '../builtin-models.ts';

/** Modules of the AWS Encryption SDK that `@aws-crypto/client-node` is made of, or is in a browser ("AWS Encryption SDK for JavaScript"). */
export const ENCRYPTION_SDK_PARTS: readonly string[] = ['client', 'encrypt', 'decrypt', 'kms-keyring', 'caching-materials-manager'].flatMap(
  (part) => ['node', 'browser'].map((platform) => `@aws-crypto/${part}-${platform}`).filter((name) => name !== '@aws-crypto/client-node'),
);

/** Packages that call functions of the program beside one another, in turn, or again (`javascript/concurrency.ts`). */
const CONCURRENCY: readonly string[] = (
  'p-limit p-queue p-map p-map-series p-each-series p-filter p-all p-series p-settle ' +
  'p-times p-retry async-retry promise-retry exponential-backoff p-throttle p-memoize p-debounce'
).split(' ');

/** Modelled: their code is never parsed. One line why each is here. */
export const MODELLED: readonly (readonly [name: string, why: string])[] = [
  ['aws-sdk', 'version 2 of the SDK'],
  ['@aws-sdk/*', 'version 3 of the SDK; importing S3 and DynamoDB alone is 587 files'],
  ['@smithy/*', 'the runtime below version 3 of the SDK, and its SigV4 signer'],
  ['@aws-lambda-powertools/*', 'reads parameters, secrets and idempotency tables with its own clients'],
  ['@aws/durable-execution-sdk-js', 'checkpoints through the Lambda API'],
  ['@middy/*', 'wraps the handler; its ssm, secrets-manager, sts, s3, dynamodb and appconfig middlewares call AWS'],
  ['aws4', 'signs a request with SigV4'],
  ['aws4fetch', 'signs and sends a request with SigV4'],
  ['aws4-axios', 'signs the requests of an axios instance with SigV4'],
  ['aws-sigv4-fetch', 'signs and sends a request with SigV4'],
  ...ENCRYPTION_SDK_PARTS.map((name) => [name, 'encrypts with data keys of KMS'] as const),
  ['tsyringe', 'makes the classes of the program and hands them what their constructors ask for'],
  ['inversify', 'as tsyringe'],
  ['inversify-binding-decorators', 'as tsyringe'],
  ['typedi', 'as tsyringe'],
  ...CONCURRENCY.map((name) => [name, 'calls the functions that it is given'] as const),
  ['zod', 'gives data through, with its defaults'],
  ['@opensearch-project/opensearch', 'signs requests to OpenSearch with the signer that it is given'],
];

/**
 * Reaching: a package whose dependencies hold one of these can call AWS. Everything modelled above counts too, except what
 * `PURE` lists. Source: the packages' own documentation.
 */
const REACHING: readonly (readonly [name: string, why: string])[] = [
  ['aws-amplify', 'calls Cognito, S3, AppSync and others'],
  ['@aws-amplify/*', 'as aws-amplify'],
  ['amazon-cognito-identity-js', 'calls Cognito'],
  ['aws-appsync', 'signs requests to AppSync'],
  ['aws-appsync-auth-link', 'signs requests to AppSync'],
  ['aws-sign2', 'signs a request with signature version 2'],
  ['aws-sign-web', 'signs a request with SigV4'],
  ['aws-v4-sign-small', 'signs a request with SigV4'],
  ['aws-iot-device-sdk', 'connects to IoT with SigV4'],
  ['aws-iot-device-sdk-v2', 'connects to IoT with SigV4'],
  ['aws-crt', 'the SDK of the common runtime: signs, and holds S3 and MQTT clients'],
  ['amazon-qldb-driver-nodejs', 'sends commands to QLDB sessions'],
  ['@aws/dynamodb-data-mapper', 'reads and writes DynamoDB'],
  ['@aws/dynamodb-expressions', 'belongs to dynamodb-data-mapper'],
  ['dynamodb-onetable', 'reads and writes DynamoDB with a client it is given'],
  ['dynamodb-geo', 'reads and writes DynamoDB with a client it is given'],
  ['multer-s3', 'writes to S3'],
  ['s3-upload-stream', 'writes to S3'],
  ['winston-cloudwatch', 'writes to CloudWatch Logs'],
  ['http-aws-es', 'signs requests to OpenSearch'],
  ['aws-elasticsearch-connector', 'signs requests to OpenSearch'],
  ['aws-opensearch-connector', 'signs requests to OpenSearch'],
  ['launchdarkly-node-server-sdk-dynamodb', 'reads DynamoDB'],
  ['minio', 'calls S3 with keys it is given'],
  ['knox', 'calls S3 with keys it is given'],
  ['aws-cdk', 'deploys'],
  ['serverless', 'deploys'],
  ['sst', 'reads parameters and deploys'],
];

/** Modelled packages, and parts of such, that send nothing on their own: a package that depends on these alone does not reach AWS. */
const PURE: readonly string[] = [
  ...['commons', 'logger', 'metrics', 'jmespath', 'batch', 'validation', 'parser', 'event-handler', 'kafka'].map(
    (name) => `@aws-lambda-powertools/${name}`,
  ),
  ...(
    'core cloudwatch-metrics do-not-wait-for-empty-event-loop error-logger event-normalizer http-content-encoding http-content-negotiation ' +
    'http-cors http-error-handler http-event-normalizer http-header-normalizer http-json-body-parser http-multipart-body-parser ' +
    'http-partial-response http-response-serializer http-router http-security-headers http-urlencode-body-parser ' +
    'http-urlencode-path-parser input-output-logger s3-key-normalizer sqs-json-body-parser util validator warmup ws-json-body-parser ws-router'
  )
    .split(' ')
    .map((name) => `@middy/${name}`),
  'tsyringe',
  'inversify',
  'inversify-binding-decorators',
  'typedi',
  'zod',
  ...CONCURRENCY,
  '@aws-sdk/types',
  '@aws-sdk/util-utf8-browser',
  '@aws-sdk/util-utf8-node',
  '@aws-sdk/util-locate-window',
  '@aws-sdk/util-buffer-from',
  '@aws-sdk/util-dynamodb',
  '@aws-sdk/util-arn-parser',
  '@aws-sdk/is-array-buffer',
  '@smithy/types',
  '@smithy/is-array-buffer',
  '@smithy/util-utf8',
  '@smithy/util-buffer-from',
  '@smithy/util-base64',
  '@smithy/util-hex-encoding',
  '@smithy/util-uri-escape',
];

/** Only types: importing them runs nothing. `aws-lambda` is the name that the types of Lambda's events are imported by. */
const TYPES_ONLY: readonly string[] = ['@types/*', 'aws-lambda', 'type-fest', 'csstype', '@aws-appsync/utils'];

const matcher = (names: readonly string[]): ((name: string) => boolean) => {
  const exact = new Set(names);
  const scopes = names.filter((name) => name.endsWith('/*')).map((name) => name.slice(0, -1));
  return (name) => exact.has(name) || scopes.some((scope) => name.startsWith(scope));
};

const namesOf = (list: readonly (readonly [string, string])[]): readonly string[] => list.map(([name]) => name);

const isModelledInCode = matcher(namesOf(MODELLED));

/** Whether imports of the package are answered by the library, not by its code. */
export const isModelled = (name: string): boolean => builtinNames('javascript').has(name) || isModelledInCode(name);

/** Whether importing the package can only bring types. */
export const isTypesOnly: (name: string) => boolean = matcher(TYPES_ONLY);

const isReaching = matcher(namesOf(REACHING));

/** Parts of the SDK that send nothing; what they depend on themselves is not looked at. */
export const isPure: (name: string) => boolean = matcher(PURE);

/** Whether a package that depends on this one can thereby call AWS. */
export const reachesAws = (name: string): boolean => (isModelled(name) || isReaching(name)) && !isPure(name);

/** Dependencies through which a package calls nothing that needs a permission, or nothing that its model does not see. */
const HARMLESS: readonly (readonly [name: string, dependency: string, why: string])[] = [
  ['mongodb', '@aws-sdk/credential-providers', 'MONGODB-AWS proves the role by sts:GetCallerIdentity, which needs no permission'],
  ['mongodb', 'aws4', 'as above, before version 6'],
  ['request', 'aws4', 'signs only requests whose options hold `aws`, which the model of HTTP clients looks for'],
  ['request', 'aws-sign2', 'as above'],
];

export const isHarmlessDependency = (name: string, dependency: string): boolean =>
  HARMLESS.some((row) => row[0] === name && row[1] === dependency);

const AWS_WORDS: ReadonlySet<string> = new Set(
  (
    'aws amazon amplify dynamo dynamodb s3 sqs sns ses ssm sts kms iam cognito kinesis firehose lambda appsync cloudwatch ' +
    'eventbridge athena bedrock secretsmanager redshift opensearch sigv4 qldb timestream rekognition textract polly'
  ).split(' '),
);

/** Whether a package's name says that it has to do with AWS: then it takes more than a list of dependencies to show that it does not call it. */
export const soundsLikeAws = (name: string): boolean =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => AWS_WORDS.has(word) || word.startsWith('dynamo') || (word.startsWith('aws') && word !== 'awsome'));
