/**
 * What IAM knows of each service: actions, resource types, ARN formats and condition keys, as the Service Authorization
 * Reference lists them. Every look-up ignores case and answers in AWS's spelling.
 */
import { records } from './records.ts';
import { matchesWildcard } from './wildcard.ts';

export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

export type ConditionKeyType =
  | 'String'
  | 'ArrayOfString'
  | 'ARN'
  | 'ArrayOfARN'
  | 'Bool'
  | 'ArrayOfBool'
  | 'Numeric'
  | 'Date'
  | 'IPAddress';

export interface ConditionKey {
  /** `s3:prefix`; a variable part is written `${TagKey}`, as in `aws:ResourceTag/${TagKey}` */
  readonly name: string;
  readonly type: ConditionKeyType;
}

export interface ResourceType {
  /** `bucket`; unique within its service, and may hold spaces */
  readonly name: string;
  /** `arn:${Partition}:s3:::${BucketName}` */
  readonly arnFormat: string;
  /** condition keys that any action on this resource type has */
  readonly conditionKeys: readonly string[];
}

/** A resource type that an action accepts. */
export interface ActionResource extends ResourceType {
  /** marked with `*` in the reference: a statement that names resources must name one of this type */
  readonly required: boolean;
  /** condition keys of this action on this resource type only, beyond those of the action and of the type */
  readonly actionConditionKeys: readonly string[];
}

export interface Action {
  /** `s3:GetObject` */
  readonly id: string;
  /** the service prefix, `s3` */
  readonly service: string;
  /** `GetObject` */
  readonly name: string;
  readonly level: AccessLevel;
  /** empty: the action works on no particular resource, and only `"Resource": "*"` grants it */
  readonly resourceTypes: readonly ActionResource[];
  readonly conditionKeys: readonly string[];
}

export interface Service {
  /** the part of an action before the colon, `s3` */
  readonly prefix: string;
  /** `Amazon S3` */
  readonly name: string;
  /** by exact name, sorted */
  readonly actions: ReadonlyMap<string, Action>;
  readonly resourceTypes: readonly ResourceType[];
  readonly conditionKeys: readonly ConditionKey[];
}

const FILE = 'iam.jsonl';

/** The line of the data file: see `scripts/compile-catalog.mjs`. */
type ServiceRecord = readonly [
  prefix: string,
  name: string,
  conditionKeys: readonly (readonly [name: string, type: ConditionKeyType])[],
  resourceTypes: readonly (readonly [name: string, arnFormat: string, conditionKeys?: readonly number[]])[],
  actions: readonly ActionRecord[],
];
type ActionRecord = readonly [name: string, level: AccessLevel, resources?: readonly ResourceRecord[], conditionKeys?: readonly number[]];
type ResourceRecord = number | readonly [type: number, conditionKeys?: readonly number[]];
type HeaderRecord = readonly [key: '', version: string, globalKeys: ServiceRecord[2], foreignKeys: ServiceRecord[2]];

interface LoadedService extends Service {
  readonly byLowerCase: ReadonlyMap<string, Action>;
}

const loaded = new Map<string, LoadedService>();

/** The version of the data that the catalog was compiled from, `0.21.202609261`. */
export const iamDataVersion = (): string => (records(FILE).get('') as HeaderRecord)[1];

/** All service prefixes, sorted. */
export const servicePrefixes = (): readonly string[] => [...records(FILE).keys()].filter((key) => key !== '');

export const service = (prefix: string): Service | undefined => load(prefix);

function load(prefix: string): LoadedService | undefined {
  const key = prefix.toLowerCase();
  const known = loaded.get(key);
  if (known) return known;
  if (key === '' || !records(FILE).has(key)) return undefined;
  const made = readService(records(FILE).get(key) as ServiceRecord);
  loaded.set(key, made);
  return made;
}

function readService([prefix, name, keys, types, actionRecords]: ServiceRecord): LoadedService {
  const conditionKeys = keys.map(([key, type]): ConditionKey => ({ name: key, type }));
  const keyNames = (indexes: readonly number[] = []): readonly string[] =>
    indexes.map((i) => conditionKeys[i]?.name).filter((n) => n !== undefined);
  const resourceTypes = types.map(
    ([type, arnFormat, typeKeys]): ResourceType => ({ name: type, arnFormat, conditionKeys: keyNames(typeKeys) }),
  );
  const readResource = (record: ResourceRecord): readonly ActionResource[] => {
    const [signed, resourceKeys] = typeof record === 'number' ? [record] : record;
    const type = resourceTypes[signed < 0 ? ~signed : signed];
    return type ? [{ ...type, required: signed < 0, actionConditionKeys: keyNames(resourceKeys) }] : [];
  };
  const actions = new Map<string, Action>();
  const byLowerCase = new Map<string, Action>();
  for (const [action, level, resources = [], actionKeys] of actionRecords) {
    const made: Action = {
      id: `${prefix}:${action}`,
      service: prefix,
      name: action,
      level,
      resourceTypes: resources.flatMap(readResource),
      conditionKeys: keyNames(actionKeys),
    };
    actions.set(action, made);
    byLowerCase.set(action.toLowerCase(), made);
  }
  return { prefix, name, actions, byLowerCase, resourceTypes, conditionKeys };
}

/** `S3:getobject` gives `s3:GetObject`. Undefined for an action that does not exist, and for a pattern. */
export function action(id: string): Action | undefined {
  const colon = id.indexOf(':');
  if (colon < 0) return undefined;
  return load(id.slice(0, colon))?.byLowerCase.get(id.slice(colon + 1).toLowerCase());
}

export const actionExists = (id: string): boolean => action(id) !== undefined;

export const resourceTypes = (prefix: string): readonly ResourceType[] => load(prefix)?.resourceTypes ?? [];

/** The distinct ARN formats of the resource types that the action accepts, required types first. Empty when it accepts none. */
export function arnFormats(id: string): readonly string[] {
  const types = action(id)?.resourceTypes ?? [];
  const ordered = [...types.filter((t) => t.required), ...types.filter((t) => !t.required)];
  return [...new Set(ordered.map((t) => t.arnFormat))];
}

/**
 * The actions that an `Action` element stands for: `s3:Get*`, `*:Describe?`, `*`. Sorted, in AWS's spelling. Ids rather than
 * actions, since `*` stands for more than twenty thousand.
 */
export function actionsMatching(pattern: string): readonly string[] {
  const colon = pattern.indexOf(':');
  if (colon < 0 && !/^\*+$/.test(pattern)) return [];
  const servicePattern = colon < 0 ? '*' : pattern.slice(0, colon).toLowerCase();
  const actionPattern = colon < 0 ? '*' : pattern.slice(colon + 1).toLowerCase();
  const prefixes = /[*?]/.test(servicePattern)
    ? servicePrefixes().filter((prefix) => matchesWildcard(servicePattern, prefix))
    : [servicePattern];
  return prefixes.flatMap((prefix) => actionsOf(prefix, actionPattern));
}

function actionsOf(prefix: string, pattern: string): readonly string[] {
  if (prefix === '' || !records(FILE).has(prefix)) return [];
  const [, , , , actionRecords] = records(FILE).get(prefix) as ServiceRecord;
  return actionRecords.filter(([name]) => matchesWildcard(pattern, name.toLowerCase())).map(([name]) => `${prefix}:${name}`);
}

/** The condition keys of one service, global keys that its actions name included. */
export const conditionKeys = (prefix: string): readonly ConditionKey[] => load(prefix)?.conditionKeys ?? [];

/** Keys that requests to any service may carry (IAM User Guide, AWS global condition context keys). */
export const globalConditionKeys = (): readonly ConditionKey[] => headerKeys(2);

const headerKeys = (column: 2 | 3): readonly ConditionKey[] =>
  (records(FILE).get('') as HeaderRecord)[column].map(([name, type]) => ({ name, type }));

/** One condition key as a policy writes it: `S3:Prefix`; `aws:ResourceTag/team` finds `aws:ResourceTag/${TagKey}`. */
export function conditionKey(name: string): ConditionKey | undefined {
  const wanted = name.toLowerCase();
  const candidates = [...globalConditionKeys(), ...conditionKeys(wanted.slice(0, wanted.indexOf(':'))), ...headerKeys(3)];
  return (
    candidates.find((key) => key.name.toLowerCase() === wanted) ??
    candidates.find((key) => key.name.includes('${') && matchesWildcard(variablesAsWildcards(key.name), wanted))
  );
}

/** A variable stands for one character or more. */
const variablesAsWildcards = (format: string): string => format.toLowerCase().replaceAll(/\$\{[^}]*\}/g, '?*');
