/**
 * What AWS defines: IAM's actions, resource types and condition keys, the SDK's clients and operations, AWS managed policies
 * and SAM policy templates. Read from compiled files in `data/`, synchronously and only as far as a run needs them.
 *
 * `data/iam.jsonl` is compiled with the build by `scripts/compile-catalog.mjs`; the other files are committed, and come from the
 * generators `scripts/sdk-operations` and `scripts/policies`, where sources and layouts are described.
 */
export {
  type Boto3Made,
  type Boto3Request,
  type Boto3Resource,
  type Boto3Service,
  type Boto3Source,
  boto3Resources,
} from './boto3-resource.ts';
export {
  type AccessLevel,
  type Action,
  type ActionResource,
  action,
  actionExists,
  actionsMatching,
  arnFormats,
  type ConditionKey,
  type ConditionKeyType,
  conditionKey,
  conditionKeys,
  globalConditionKeys,
  iamDataVersion,
  type ResourceType,
  resourceTypes,
  type Service,
  service,
  servicePrefixes,
} from './iam.ts';
export { type ManagedPolicy, managedPolicy, managedPolicyNames } from './managed-policy.ts';
export { type SamPolicyTemplate, samPolicyTemplate, samPolicyTemplateNames } from './sam-policy-template.ts';
export {
  clientByBoto3Name,
  clientByGoPackage,
  clientByJavaName,
  clientByJavaScriptClass,
  clientByJavaScriptPackage,
  clientByJavaScriptV2Class,
  clientByJavaScriptV2Module,
  type SdkClient,
  sdkClient,
  sdkClients,
} from './sdk-client.ts';
export {
  type IdentifierKind,
  identifierKind,
  type Operation,
  operation,
  operationByCommand,
  operationByMethod,
  operationByPaginator,
  operationByPythonMethod,
  operationByWaiter,
  operations,
  waiters,
} from './sdk-operation.ts';
