/** Packages of the AWS SDKs for Java and Kotlin, of Powertools and of the Lambda libraries. `name` is the root of the package, `subpath` what follows it. */
import { argument, type Machine } from '../../interpreter/machine.ts';
import { type NativeValue, native, nativeFunction, type Value } from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';
import { authPackage, regionsPackage, stsAuthPackage } from './credentials.ts';
import { enhancedPackage } from './enhanced.ts';
import { kotlinSdk } from './kotlin.ts';
import { notificationsPackage } from './notifications.ts';
import { powertoolsPackage } from './powertools.ts';
import { presignerPackage } from './presigner.ts';
import { requestOf, signer } from './signing.ts';
import { transferPackage } from './transfer.ts';
import { versionOne } from './v1/index.ts';
import { servicePackage } from './v2.ts';

export function javaPackage(name: string, subpath: string, machine: Machine): Value | undefined {
  switch (name) {
    case 'software.amazon.awssdk':
      return versionTwo(machine, subpath);
    case 'com.amazonaws':
      return versionOne(machine, subpath);
    case 'software.amazon.lambda.powertools':
      return powertoolsPackage(machine, subpath);
    case 'aws.sdk.kotlin':
    case 'aws.smithy.kotlin':
      return kotlinSdk(machine, name, subpath);
    default:
      return undefined;
  }
}

function versionTwo(machine: Machine, subpath: string): Value | undefined {
  if (/^services\.s3\.presigner/.test(subpath)) return presignerPackage(machine, subpath);
  if (/^services\.sts\.auth/.test(subpath)) return stsAuthPackage();
  if (subpath.startsWith('services.')) return servicePackage(machine, subpath.slice('services.'.length));
  if (subpath.startsWith('enhanced.dynamodb')) return enhancedPackage(machine);
  if (subpath.startsWith('transfer.s3')) return transferPackage(machine);
  if (subpath === 'regions' || subpath.startsWith('regions.')) return regionsPackage();
  if (subpath === 'auth.credentials' || subpath.startsWith('auth.')) return authPackage();
  if (subpath.startsWith('eventnotifications.s3')) return notificationsPackage;
  if (subpath === 'core') return corePackage;
  if (subpath === 'http' || /^http\.auth\.(aws\.signer|spi\.signer)$/.test(subpath)) return httpPackage(subpath);
  return /^(core|http|utils|utilslite|awscore|protocols|arns|endpoints|retries|metrics|crt|annotations|thirdparty|imds|policybuilder|identity)(\.|$)/.test(
    subpath,
  )
    ? data(subpath)
    : undefined;
}

/** Requests and their signers. */
const httpPackage = (subpath: string): NativeValue =>
  native(subpath, {
    key: `package ${subpath}`,
    get: (property) => {
      const name = property.replace(/^%has /, '');
      return requestOf(name) ?? signer(name) ?? (property.startsWith('%') ? undefined : inert(property));
    },
    inert: true,
  });

/** `SdkBytes.fromUtf8String(text)` is what it is made of. */
const corePackage = native('core', {
  get: (property) => {
    if (property.startsWith('%')) return undefined;
    const from = (name: string): NativeValue | undefined =>
      name.startsWith('from') ? nativeFunction(`SdkBytes.${name}`, ({ args }) => argument(args, 0)) : undefined;
    return property === 'SdkBytes' ? inert(property, { data: { kind: 'type' }, get: from }) : inert(property);
  },
  inert: true,
});

/** Settings, streams and helpers: nothing that is sent. */
export const data = (name: string): NativeValue =>
  native(name, { key: `package ${name}`, get: (property) => (property.startsWith('%') ? undefined : inert(property)), inert: true });
