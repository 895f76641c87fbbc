/** AWS managed policies, at the version that was newest when the data was made. Policies of service-linked roles are not among them. */
import { records } from './records.ts';

export interface ManagedPolicy {
  readonly name: string;
  /** in the partition `aws`: `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole` */
  readonly arn: string;
  /** `v1` */
  readonly version: string;
  /** the policy document, plain JSON */
  readonly document: unknown;
}

type PolicyRecord = readonly [name: string, path: string, version: string, document: unknown];

const FILE = 'managed-policies.jsonl';
const ARN = /^arn:[a-z-]+:iam::aws:policy\//;

/**
 * By name (`AmazonS3FullAccess`) or by ARN, of any partition. An ARN must have the policy's own path: without `service-role/`
 * there is no such policy, and a template that names it does not deploy.
 */
export function managedPolicy(nameOrArn: string): ManagedPolicy | undefined {
  const isArn = ARN.test(nameOrArn);
  const path = isArn ? nameOrArn.replace(ARN, '/') : undefined;
  const name = isArn ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn;
  if (!records(FILE).has(name)) return undefined;
  const [, folder, version, document] = records(FILE).get(name) as PolicyRecord;
  if (path !== undefined && path !== folder + name) return undefined;
  return { name, arn: `arn:aws:iam::aws:policy${folder}${name}`, version, document };
}

/** Names of all managed policies, sorted. */
export const managedPolicyNames = (): readonly string[] => [...records(FILE).keys()];
