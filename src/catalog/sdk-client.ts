/** The clients of the AWS SDKs: one service has another name in every language, and IAM has a name of its own. */
import { readData } from './records.ts';

export interface SdkClient {
  /** how pinhole names the client everywhere: the package of the JavaScript SDK version 3 without `client-`, `cloudwatch-logs` */
  readonly id: string;
  /** `CloudWatch Logs` */
  readonly serviceId: string;
  /** the prefix of the actions that authorise its operations, `logs` */
  readonly iamPrefix: string;
  /** `['logs']`; empty for the few services that have no boto3 client */
  readonly boto3Names: readonly string[];
  /** class of the JavaScript SDK version 2, `CloudWatchLogs`; undefined when the service is younger than that SDK */
  readonly javascriptV2Class: string | undefined;
  /** `CloudWatchLogsClient` */
  readonly javascriptClass: string;
  /** the class with a method for each operation, `CloudWatchLogs` */
  readonly javascriptAggregatedClass: string;
}

type ClientRecord = readonly [id: string, serviceId: string, iamPrefix: string, boto3Names: readonly string[], javascriptV2: string | null];

interface Index {
  readonly byId: ReadonlyMap<string, SdkClient>;
  readonly byJavaScriptClass: ReadonlyMap<string, SdkClient>;
  readonly byJavaScriptV2Class: ReadonlyMap<string, SdkClient>;
  readonly byJavaScriptV2Module: ReadonlyMap<string, SdkClient>;
  readonly byBoto3Name: ReadonlyMap<string, SdkClient>;
  readonly byServiceId: ReadonlyMap<string, SdkClient>;
}

let index: Index | undefined;

function load(): Index {
  const clients = (JSON.parse(readData('sdk-clients.json')) as readonly ClientRecord[]).map(readClient);
  const v2 = clients.flatMap((c) => (c.javascriptV2Class === undefined ? [] : [[c.javascriptV2Class, c] as const]));
  return {
    byId: new Map(clients.map((c) => [c.id, c])),
    byJavaScriptClass: new Map(clients.flatMap((c) => [[c.javascriptClass, c] as const, [c.javascriptAggregatedClass, c] as const])),
    byJavaScriptV2Class: new Map(v2),
    byJavaScriptV2Module: new Map(v2.map(([name, c]) => [name.toLowerCase(), c])),
    byBoto3Name: new Map(clients.flatMap((c) => c.boto3Names.map((name) => [name, c] as const))),
    byServiceId: new Map(clients.map((c) => [squash(c.serviceId), c])),
  };
}

function readClient([id, serviceId, iamPrefix, boto3Names, javascriptV2]: ClientRecord): SdkClient {
  // smithy-typescript's rule for the service's class
  const base = serviceId.split(' ').map(capitalise).join('');
  return {
    id,
    serviceId,
    iamPrefix,
    boto3Names,
    javascriptV2Class: javascriptV2 ?? undefined,
    javascriptClass: `${base}Client`,
    javascriptAggregatedClass: base,
  };
}

const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const squash = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function loaded(): Index {
  index ??= load();
  return index;
}

/** All clients, sorted by id. */
export const sdkClients = (): readonly SdkClient[] => [...loaded().byId.values()];

export const sdkClient = (id: string): SdkClient | undefined => loaded().byId.get(id);

/** `@aws-sdk/client-s3`, or `client-s3`. */
export function clientByJavaScriptPackage(name: string): SdkClient | undefined {
  const [, id] = /^(?:@aws-sdk\/)?client-([a-z0-9-]+)$/.exec(name) ?? [];
  return id === undefined ? undefined : sdkClient(id);
}

/** Version 3: `S3Client`, or `S3`, which has a method for each operation. */
export const clientByJavaScriptClass = (name: string): SdkClient | undefined => loaded().byJavaScriptClass.get(name);

/** Version 2: `S3`, `StepFunctions`, as in `new AWS.StepFunctions()`. */
export const clientByJavaScriptV2Class = (name: string): SdkClient | undefined => loaded().byJavaScriptV2Class.get(name);

/** Version 2: the module `stepfunctions` of `aws-sdk/clients/stepfunctions`. */
export const clientByJavaScriptV2Module = (name: string): SdkClient | undefined => loaded().byJavaScriptV2Module.get(name);

/** `stepfunctions`, as in `boto3.client('stepfunctions')`. */
export const clientByBoto3Name = (name: string): SdkClient | undefined => loaded().byBoto3Name.get(name);

/**
 * Packages of the Go SDK version 1 that are not named by the service id; from the `ServiceID` constants in its `service/` folder.
 * No name among them is another service's in version 2.
 */
const GO_V1_PACKAGES: ReadonlyMap<string, string> = new Map([
  ['appintegrationsservice', 'appintegrations'],
  ['appregistry', 'service-catalog-appregistry'],
  ['augmentedairuntime', 'sagemaker-a2i-runtime'],
  ['cloudcontrolapi', 'cloudcontrol'],
  ['cloudwatchevidently', 'evidently'],
  ['cloudwatchrum', 'rum'],
  ['connectwisdomservice', 'wisdom'],
  ['elb', 'elastic-load-balancing'],
  ['elbv2', 'elastic-load-balancing-v2'],
  ['forecastqueryservice', 'forecastquery'],
  ['forecastservice', 'forecast'],
  ['gluedatabrew', 'databrew'],
  ['kinesisvideosignalingchannels', 'kinesis-video-signaling'],
  ['locationservice', 'location'],
  ['lookoutforvision', 'lookoutvision'],
  ['managedgrafana', 'grafana'],
  ['migrationhubstrategyrecommendations', 'migrationhubstrategy'],
  ['nimblestudio', 'nimble'],
  ['opensearchservice', 'opensearch'],
  ['prometheusservice', 'amp'],
  ['rdsdataservice', 'rds-data'],
  ['recyclebin', 'rbin'],
  ['redshiftdataapiservice', 'redshift-data'],
  ['sagemakeredgemanager', 'sagemaker-edge'],
  ['transcribeservice', 'transcribe'],
  ['transcribestreamingservice', 'transcribe-streaming'],
]);

/** `sfn`, the last part of `github.com/aws/aws-sdk-go-v2/service/sfn` or of version 1's `github.com/aws/aws-sdk-go/service/sfn`. */
export const clientByGoPackage = (name: string): SdkClient | undefined =>
  loaded().byServiceId.get(name) ?? sdkClient(GO_V1_PACKAGES.get(name) ?? '');

/**
 * Version 2 of the Java SDK: `sfn`, the package in `software.amazon.awssdk.services`, or a class, `SfnClient`, `SfnAsyncClient`.
 * Java's names leave out a final "Service" of the service id: `ConfigClient`, `lexruntime`.
 */
export function clientByJavaName(name: string): SdkClient | undefined {
  const key = squash(name.replace(/(?:Async)?Client$/, ''));
  return loaded().byServiceId.get(key) ?? loaded().byServiceId.get(`${key}service`);
}
