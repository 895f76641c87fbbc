/** `com.amazonaws`: version 1 of the AWS SDK for Java, and the Lambda libraries. */
import { clientByJavaName, type SdkClient, sdkClient } from '../../../../catalog/index.ts';
import { argument, type Machine } from '../../../interpreter/machine.ts';
import { type NativeValue, native, nativeFunction, type Value } from '../../../interpreter/values.ts';
import { method } from '../../../java/builtins/call.ts';
import { inert } from '../../aws/request.ts';
import { keyedClass, REGION_CONSTANT, region, regionNamed } from '../credentials.ts';
import { notificationsPackage } from '../notifications.ts';
import { requestOf, requestVersionOne, signerVersionOne } from '../signing.ts';
import { containerPackage } from './container.ts';
import { assumedProvider } from './credentials.ts';
import { documentPackage } from './document.ts';
import { mapperPackage } from './mapper.ts';
import { modelPackage } from './models.ts';
import { rdsAuth } from './rds-auth.ts';
import { servicePackage } from './service.ts';
import { transferPackage } from './transfer.ts';

export function versionOne(machine: Machine, subpath: string): Value | undefined {
  if (subpath === 'services.s3.event' || subpath.startsWith('services.lambda.runtime.serialization')) return notificationsPackage;
  if (subpath === 'services.lambda.runtime') return data(subpath, RUNTIME);
  if (/^services\.lambda\.runtime/.test(subpath)) return data(subpath);
  if (subpath.startsWith('services.dynamodbv2.document')) return documentPackage(machine);
  if (subpath.startsWith('services.dynamodbv2.datamodeling')) return mapperPackage(machine);
  if (subpath.startsWith('services.s3.transfer')) return transferPackage();
  if (subpath === '' || subpath === 'http') return requests(subpath);
  if (subpath === 'services.rds.auth') return rdsAuth();
  if (subpath.startsWith('services.')) return serviceOf(machine, subpath.slice('services.'.length));
  if (subpath === 'waiters') return waitersPackage;
  if (subpath === 'regions') return regions();
  if (subpath === 'auth' || subpath.startsWith('auth.')) return auth();
  if (subpath.startsWith('serverless')) return containerPackage();
  if (
    /^(xray|client|handlers|http|util|event|retry|metrics|monitoring|protocol|waiters|internal|jmespath|encryptionsdk|partitions|transform|annotation|adapters)(\.|$)/.test(
      subpath,
    )
  )
    return data(subpath);
  return undefined;
}

/** Packages of version 1 that are not named as those of version 2 (the `com.amazonaws.services` packages). */
const PACKAGES: ReadonlyMap<string, string> = new Map([
  ['dynamodbv2', 'dynamodb'],
  ['simplesystemsmanagement', 'ssm'],
  ['stepfunctions', 'sfn'],
  ['kinesisfirehose', 'firehose'],
  ['logs', 'cloudwatch-logs'],
  ['cloudwatchevents', 'cloudwatch-events'],
  ['simpleemail', 'ses'],
  ['simpleemailv2', 'sesv2'],
  ['securitytoken', 'sts'],
  ['cognitoidp', 'cognito-identity-provider'],
  ['identitymanagement', 'iam'],
  ['elasticmapreduce', 'emr'],
  ['elasticloadbalancing', 'elastic-load-balancing'],
  ['elasticloadbalancingv2', 'elastic-load-balancing-v2'],
  ['iotdata', 'iot-data-plane'],
  ['rdsdata', 'rds-data'],
  ['redshiftdataapi', 'redshift-data'],
  ['sagemakerruntime', 'sagemaker-runtime'],
  ['elasticsearch', 'elasticsearch-service'],
  ['databasemigrationservice', 'database-migration-service'],
  ['costexplorer', 'cost-explorer'],
  ['certificatemanager', 'acm'],
  ['resourcegroupstaggingapi', 'resource-groups-tagging-api'],
]);

function serviceOf(machine: Machine, path: string): Value | undefined {
  const [name = '', ...rest] = path.split('.');
  const client: SdkClient | undefined = sdkClient(PACKAGES.get(name) ?? '') ?? clientByJavaName(name);
  if (!client) return undefined;
  machine.clientsSeen.add(client.id);
  return rest[0] === 'model' ? modelPackage(client, path) : servicePackage(client, path);
}

/** The interfaces of package aws-lambda-java-core. */
const RUNTIME = /^(Context|RequestHandler|RequestStreamHandler|LambdaLogger|LambdaRuntime|ClientContext|CognitoIdentity)$/;

/** Events, settings and helpers: nothing that is sent. `known`: what the package is known to have, for imports of several packages. */
const data = (name: string, known?: RegExp): NativeValue =>
  native(name, {
    key: `package com.amazonaws.${name}`,
    get: (property) => {
      const simple = property.replace(/^%has /, '');
      if (property.startsWith('%') && (simple === property || !known?.test(simple))) return undefined;
      return inert(simple, { data: { kind: 'type' } });
    },
    inert: true,
  });

/** Requests that the program signs itself, beside what the packages hold else. */
const requests = (subpath: string): NativeValue =>
  native(subpath, {
    key: `package v1 requests ${subpath}`,
    get: (property) => {
      const name = property.replace(/^%has /, '');
      const known = subpath === '' ? requestVersionOne(name) : requestOf(name);
      return known ?? (property.startsWith('%') ? undefined : inert(property, { data: { kind: 'type' } }));
    },
    inert: true,
  });

/** `new WaiterParameters<>(request)` and `new WaiterParameters<>().withRequest(request)` are the request. */
const waitersPackage = native('waiters', {
  key: 'package v1 waiters',
  get: (property) => {
    if (property.replace(/^%has /, '') !== 'WaiterParameters') return property.startsWith('%') ? undefined : inert(property);
    return inert('WaiterParameters', {
      data: { kind: 'type' },
      construct: ({ args }) =>
        args.positional[0] ??
        native('parameters of a waiter', {
          get: (name) => (name === 'withRequest' ? nativeFunction(name, (call) => argument(call.args, 0)) : undefined),
          inert: true,
        }),
    });
  },
  inert: true,
});

const regionClass = (name: string): NativeValue => {
  const made: NativeValue = native(name, {
    key: `class v1 ${name}`,
    get: (property) => {
      if (REGION_CONSTANT.test(property)) return regionNamed(property);
      return /^(fromName|getRegion|of)$/.test(property)
        ? method(made, property, ({ args }) => (argument(args, 0).kind === 'native' ? argument(args, 0) : region(argument(args, 0))))
        : undefined;
    },
    inert: true,
  });
  return made;
};

const regions = (): NativeValue =>
  native('regions', {
    key: 'package v1 regions',
    get: (name) =>
      /^(%has )?Regions?$/.test(name) ? regionClass(name.replace('%has ', '')) : name.startsWith('%') ? undefined : inert(name),
    inert: true,
  });

const auth = (): NativeValue =>
  native('auth', {
    key: 'package v1 auth',
    get: (property) => {
      const name = property.replace(/^%has /, '');
      return assumedProvider(name) ?? keyedClass(name) ?? signerVersionOne(name) ?? (property.startsWith('%') ? undefined : inert(name));
    },
    inert: true,
  });
