import { describe, expect, it } from 'vitest';
import { service } from './iam.ts';
import {
  clientByBoto3Name,
  clientByGoPackage,
  clientByJavaName,
  clientByJavaScriptClass,
  clientByJavaScriptPackage,
  clientByJavaScriptV2Class,
  clientByJavaScriptV2Module,
  sdkClient,
  sdkClients,
} from './sdk-client.ts';

/** Clients whose prefix IAM's reference does not list, with the reason. */
const WITHOUT_PREFIX = new Map([
  ['applicationcostprofiler', 'the service has ended'],
  ['continuum', 'younger than the pinned reference'],
  ['elastic-inference', 'the service has ended'],
  ['endusermessaging', 'younger than the pinned reference'],
  ['iot-1click-devices-service', 'the service has ended'],
  ['iot-1click-projects', 'the service has ended'],
  ['iotthingsgraph', 'the service has ended'],
  ['opensearchmemory', 'younger than the pinned reference'],
]);

describe('sdkClients', () => {
  it('have a prefix that IAM knows, or are listed with the reason', () => {
    const unknown = sdkClients().filter((c) => service(c.iamPrefix) === undefined);
    expect(unknown.map((c) => c.id)).toEqual([...WITHOUT_PREFIX.keys()]);
  });

  it('are about all there are', () => {
    expect(sdkClients().length).toBeGreaterThan(450);
    expect(sdkClients().map((c) => c.id)).toEqual(
      sdkClients()
        .map((c) => c.id)
        .sort(),
    );
  });

  it('are found again by each of their names', () => {
    for (const client of sdkClients()) {
      expect(sdkClient(client.id)).toBe(client);
      expect(clientByJavaScriptPackage(`@aws-sdk/client-${client.id}`)).toBe(client);
      expect(clientByJavaScriptClass(client.javascriptClass)).toBe(client);
      expect(clientByJavaScriptClass(client.javascriptAggregatedClass)).toBe(client);
      for (const name of client.boto3Names) expect(clientByBoto3Name(name)).toBe(client);
      if (client.javascriptV2Class !== undefined) {
        expect(clientByJavaScriptV2Class(client.javascriptV2Class)).toBe(client);
        expect(clientByJavaScriptV2Module(client.javascriptV2Class.toLowerCase())).toBe(client);
      }
    }
  });
});

describe('a client', () => {
  // from the packages themselves: id, prefix, boto3, JavaScript version 2, JavaScript version 3
  it.each([
    ['s3', 's3', 's3', 'S3', 'S3Client'],
    ['dynamodb', 'dynamodb', 'dynamodb', 'DynamoDB', 'DynamoDBClient'],
    ['dynamodb-streams', 'dynamodb', 'dynamodbstreams', 'DynamoDBStreams', 'DynamoDBStreamsClient'],
    ['sfn', 'states', 'stepfunctions', 'StepFunctions', 'SFNClient'],
    ['eventbridge', 'events', 'events', 'EventBridge', 'EventBridgeClient'],
    ['cloudwatch-logs', 'logs', 'logs', 'CloudWatchLogs', 'CloudWatchLogsClient'],
    ['cloudwatch', 'cloudwatch', 'cloudwatch', 'CloudWatch', 'CloudWatchClient'],
    ['sesv2', 'ses', 'sesv2', 'SESV2', 'SESv2Client'],
    ['cognito-identity-provider', 'cognito-idp', 'cognito-idp', 'CognitoIdentityServiceProvider', 'CognitoIdentityProviderClient'],
    ['iot-data-plane', 'iot', 'iot-data', 'IotData', 'IoTDataPlaneClient'],
    ['apigatewaymanagementapi', 'execute-api', 'apigatewaymanagementapi', 'ApiGatewayManagementApi', 'ApiGatewayManagementApiClient'],
    ['codeartifact', 'codeartifact', 'codeartifact', 'CodeArtifact', 'CodeartifactClient'],
    ['emr-containers', 'emr-containers', 'emr-containers', 'EMRcontainers', 'EMRContainersClient'],
    ['rds-data', 'rds-data', 'rds-data', 'RDSDataService', 'RDSDataClient'],
    ['bedrock-runtime', 'bedrock', 'bedrock-runtime', 'BedrockRuntime', 'BedrockRuntimeClient'],
    ['resource-groups-tagging-api', 'tag', 'resourcegroupstaggingapi', 'ResourceGroupsTaggingAPI', 'ResourceGroupsTaggingAPIClient'],
    ['firehose', 'firehose', 'firehose', 'Firehose', 'FirehoseClient'],
  ])('%s has the names that each SDK gives it', (id, iamPrefix, boto3, v2, v3) => {
    const client = sdkClient(id);
    expect(client).toMatchObject({ iamPrefix, boto3Names: [boto3], javascriptV2Class: v2, javascriptClass: v3 });
    expect(client?.javascriptAggregatedClass).toBe(v3.slice(0, -'Client'.length));
  });

  it('is found by its Go package', () => {
    expect(clientByGoPackage('sfn')?.id).toBe('sfn');
    expect(clientByGoPackage('cloudwatchlogs')?.id).toBe('cloudwatch-logs');
    expect(clientByGoPackage('elbv2')?.id).toBe('elastic-load-balancing-v2');
    expect(clientByGoPackage('elasticloadbalancingv2')?.id).toBe('elastic-load-balancing-v2');
    expect(clientByGoPackage('rdsdataservice')?.id).toBe('rds-data');
  });

  it('is found by its Java package and classes', () => {
    expect(clientByJavaName('sfn')?.id).toBe('sfn');
    expect(clientByJavaName('DynamoDbClient')?.id).toBe('dynamodb');
    expect(clientByJavaName('CloudWatchLogsAsyncClient')?.id).toBe('cloudwatch-logs');
    expect(clientByJavaName('ConfigClient')?.id).toBe('config-service');
  });

  it('is not found by a name that no SDK has', () => {
    for (const name of ['', 'nope', 'constructor', '__proto__']) {
      expect(sdkClient(name)).toBeUndefined();
      expect(clientByJavaScriptPackage(`@aws-sdk/client-${name}`)).toBeUndefined();
      expect(clientByGoPackage(name)).toBeUndefined();
      expect(clientByJavaName(name)).toBeUndefined();
      expect(clientByBoto3Name(name)).toBeUndefined();
    }
    expect(clientByJavaScriptPackage('@aws-sdk/lib-dynamodb')).toBeUndefined();
    expect(clientByJavaScriptPackage('s3')).toBeUndefined();
  });
});
