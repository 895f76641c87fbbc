/** npm packages and the model of each. A model is made when a program first imports the package. */
import { clientByJavaScriptPackage } from '../../../catalog/index.ts';
import type { Machine } from '../../interpreter/machine.ts';
import { type NativeValue, native, type Value } from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';
import { builtinModule } from '../models/index.ts';
import { ENCRYPTION_SDK_PARTS } from '../packages.ts';
import { utilDynamoDb } from './attribute-values.ts';
import { concurrencyPackage } from './concurrency.ts';
import { containerPackage } from './containers.ts';
import { credentialProviders } from './credential-providers.ts';
import { durableExecution } from './durable-execution.ts';
import { HTTP_CLIENTS, httpClient } from './http-clients.ts';
import { libDynamoDb } from './lib-dynamodb.ts';
import { libStorage } from './managed-upload.ts';
import { middy } from './middy.ts';
import { powertools } from './powertools/index.ts';
import { s3PresignedPost, s3RequestPresigner } from './presign.ts';
import { sdkV2 } from './sdk-v2.ts';
import { clientPackage } from './sdk-v3.ts';
import { dsqlSignerPackage, rdsSignerPackage } from './signers.ts';
import { aws4, aws4Axios, aws4fetch, openSearch, protocolHttp, signatureV4, sigv4Fetch } from './signing.ts';
import { zodPackage } from './zod.ts';

type Model = (machine: Machine, name: string, subpath: string) => Value | undefined;

const MODELS: ReadonlyMap<string, Model> = new Map<string, Model>([
  ['aws-sdk', (machine, _name, subpath) => sdkV2(machine, subpath)],
  ['@aws-sdk/lib-dynamodb', libDynamoDb],
  ['@aws-sdk/util-dynamodb', utilDynamoDb],
  ['@aws-sdk/lib-storage', libStorage],
  ['@aws-sdk/s3-request-presigner', s3RequestPresigner],
  ['@aws-sdk/s3-presigned-post', s3PresignedPost],
  ['@aws-sdk/rds-signer', rdsSignerPackage],
  ['@aws-sdk/dsql-signer', dsqlSignerPackage],
  ['@aws-sdk/signature-v4', (_machine, name) => signatureV4(name)],
  ['@smithy/signature-v4', (_machine, name) => signatureV4(name)],
  ['@aws-sdk/protocol-http', (_machine, name) => protocolHttp(name)],
  ['@smithy/protocol-http', (_machine, name) => protocolHttp(name)],
  ['tsyringe', containerPackage],
  ['inversify', containerPackage],
  ['inversify-binding-decorators', containerPackage],
  ['typedi', containerPackage],
  ['zod', zodPackage],
  ['aws4', aws4],
  ['aws4fetch', aws4fetch],
  ['aws-sigv4-fetch', sigv4Fetch],
  ['aws4-axios', aws4Axios],
  ['@aws/durable-execution-sdk-js', (_machine, name) => durableExecution(name)],
  ['@opensearch-project/opensearch', (_machine, _name, subpath) => openSearch(subpath)],
]);

/** Packages of a scope that have no model of their own. */
const SCOPES: readonly (readonly [prefix: string, model: Model])[] = [
  ['@aws-sdk/client-', (machine, name) => withClient(machine, name)],
  ['@aws-sdk/credential-provider', (_machine, name) => credentialProviders(name)],
  ['@aws-lambda-powertools/', powertools],
  ['@middy/', middy],
  // the runtime below the clients, and parts of it that programs use on their own: nothing in it sends a request that is not asked for
  ['@aws-sdk/', (_machine, name) => pure(name)],
  ['@smithy/', (_machine, name) => pure(name)],
];

const withClient = (machine: Machine, name: string): Value | undefined => {
  const client = clientByJavaScriptPackage(name);
  return client && clientPackage(machine, client);
};

const pure = (name: string): NativeValue =>
  native(name, { get: (property) => (/^[A-Z]/.test(property) ? inert(`${name}.${property}`) : undefined), inert: true });

/** The parts of a package, which export some of what it exports: a model has what all of them have. */
const PARTS: ReadonlyMap<string, string> = new Map(ENCRYPTION_SDK_PARTS.map((name) => [name, '@aws-crypto/client-node']));

export function javascriptPackage(name: string, subpath: string, machine: Machine): Value | undefined {
  const whole = PARTS.get(name);
  if (whole !== undefined) return builtinModule(machine, whole);
  const own = MODELS.get(name);
  if (own) return own(machine, name, subpath);
  if (HTTP_CLIENTS.has(name)) return httpClient(name);
  const concurrency = concurrencyPackage(machine, name);
  if (concurrency) return concurrency;
  const scope = SCOPES.find(([prefix]) => name.startsWith(prefix));
  return scope?.[1](machine, name, subpath);
}
