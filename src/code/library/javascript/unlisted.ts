/**
 * What the SDK of an app may have and the catalog does not list: a service or an operation that is newer than the catalog, or that
 * was withdrawn since. Called, it is a request all the same; whether IAM knows an action of its name is decided later.
 */

/** Methods of clients that send nothing, and members that are no functions ("aws-sdk" API reference, AWS.Service; Smithy's Client). */
const NO_OPERATION: ReadonlySet<string> = new Set(
  (
    'then catch finally constructor prototype toString toLocaleString valueOf toJSON hasOwnProperty isPrototypeOf propertyIsEnumerable ' +
    'config endpoint endpointCache api apiVersions region credentials name client initConfig middlewareStack handlers service options ' +
    'on once off onAsync emit emitEvent listeners callListeners addListener addListeners addNamedListener addNamedListeners ' +
    'addNamedAsyncListener removeListener removeAllListeners customizeRequests setupRequestListeners defineService validateService ' +
    'setEndpoint getSignerClass numRetries retryDelays retryableError paginationConfig apiCallEvent apiAttemptEvent ' +
    'getSkewCorrectedDate applyClockOffset isClockSkewed'
  ).split(' '),
);

/** `getMeeting` → `GetMeeting`; undefined for what names no operation. */
export const unlistedOperation = (method: string): string | undefined =>
  /^[a-z][A-Za-z0-9]*$/.test(method) && !NO_OPERATION.has(method) ? method.charAt(0).toUpperCase() + method.slice(1) : undefined;

/** Classes of the namespace of version 2 that are no services. */
const NO_SERVICE: ReadonlySet<string> = new Set(
  (
    'Config Service Request Response HttpRequest HttpResponse HttpClient NodeHttpClient Endpoint EventListeners SequentialExecutor ' +
    'ParamValidator Model Protocol XML JSON Signers IniLoader MetadataService TokenProviderChain Token StaticTokenProvider SSOTokenProvider ' +
    'VERSION'
  ).split(' '),
);

/** Whether a class of the namespace `AWS` is one of a service. */
export const isServiceName = (name: string): boolean => /^[A-Z]/.test(name) && !NO_SERVICE.has(name);
