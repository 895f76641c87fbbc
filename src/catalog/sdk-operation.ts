/**
 * The API operations of each SDK client with their top-level members, in API spelling, and the names by which languages call
 * them. An operation is not an IAM action: `needs/` says which actions it takes.
 */
import { records } from './records.ts';

export interface Operation {
  /** the client's id, `s3` */
  readonly client: string;
  /** `GetObject` */
  readonly name: string;
  /** members of the input, in the order of the model */
  readonly input: readonly string[];
  /** those of them that a call must have */
  readonly required: readonly string[];
  /** members of the output that identify something (an ARN, a URL, a name, an id, a key) and are strings or lists of strings */
  readonly output: readonly string[];
  /** boto3 has a paginator for it */
  readonly paginated: boolean;
  /** not signed with the caller's credentials, so that no IAM action authorises it: `SignUp` of Cognito */
  readonly unsigned: boolean;
}

/** The line of the data file: see `scripts/sdk-operations/generate.mjs`. */
type OperationsRecord = readonly [
  client: string,
  members: readonly string[],
  operations: readonly (readonly [name: string, input?: readonly number[], output?: readonly number[]])[],
  paginated: readonly string[],
  waiters: readonly (readonly [name: string, operation: string])[],
  unsigned: readonly string[],
];

interface ClientOperations {
  readonly byName: ReadonlyMap<string, Operation>;
  readonly byMethod: ReadonlyMap<string, Operation>;
  readonly bySquashedName: ReadonlyMap<string, Operation>;
  readonly waiters: ReadonlyMap<string, Operation>;
  readonly waitersBySquashedName: ReadonlyMap<string, Operation>;
}

const FILE = 'sdk-operations.jsonl';
const loaded = new Map<string, ClientOperations>();

function load(client: string): ClientOperations | undefined {
  const known = loaded.get(client);
  if (known) return known;
  if (!records(FILE).has(client)) return undefined;
  const made = readOperations(records(FILE).get(client) as OperationsRecord);
  loaded.set(client, made);
  return made;
}

function readOperations([client, members, operationRecords, paginated, waiterRecords, unsigned]: OperationsRecord): ClientOperations {
  const name = (index: number): string => members[index < 0 ? ~index : index] ?? '';
  const [paginatedNames, unsignedNames] = [new Set(paginated), new Set(unsigned)];
  const byName = new Map<string, Operation>();
  for (const [operationName, input = [], output = []] of operationRecords)
    byName.set(operationName, {
      client,
      name: operationName,
      input: input.map(name),
      required: input.filter((i) => i < 0).map(name),
      output: output.map(name),
      paginated: paginatedNames.has(operationName),
      unsigned: unsignedNames.has(operationName),
    });
  const all = [...byName.values()];
  const waiters = new Map<string, Operation>();
  for (const [waiter, target] of waiterRecords) {
    const found = byName.get(target);
    if (found) waiters.set(waiter, found);
  }
  return {
    byName,
    byMethod: new Map(all.map((o) => [methodName(o.name), o])),
    bySquashedName: new Map(all.map((o) => [o.name.toLowerCase(), o])),
    waiters,
    waitersBySquashedName: new Map([...waiters].map(([waiter, o]) => [waiter.toLowerCase(), o])),
  };
}

const methodName = (operationName: string): string => operationName.charAt(0).toLowerCase() + operationName.slice(1);

/** All operations of a client, by name, sorted. Empty for a client that does not exist. */
export const operations = (client: string): ReadonlyMap<string, Operation> => load(client)?.byName ?? new Map();

/** By the exact API name, `GetObject`. */
export const operation = (client: string, name: string): Operation | undefined => load(client)?.byName.get(name);

/** By the method of a JavaScript version 2 or an aggregated version 3 client, `getObject`. Java's sync and async clients have the same. */
export const operationByMethod = (client: string, method: string): Operation | undefined => load(client)?.byMethod.get(method);

/** By the command class of JavaScript version 3, `GetObjectCommand`. */
export const operationByCommand = (client: string, command: string): Operation | undefined =>
  command.endsWith('Command') ? operation(client, command.slice(0, -'Command'.length)) : undefined;

/** By the method of boto3, `get_object`. Underscores carry no meaning: no two operations of a client differ in case alone. */
export const operationByPythonMethod = (client: string, method: string): Operation | undefined =>
  load(client)?.bySquashedName.get(squash(method));

/**
 * By the paginator function of JavaScript version 3, `paginateListObjectsV2`. `paginated` is not asked for: SDKs differ in what
 * they paginate, and a call that the code makes must not get lost over it.
 */
export const operationByPaginator = (client: string, paginator: string): Operation | undefined =>
  paginator.startsWith('paginate') ? operation(client, paginator.slice('paginate'.length)) : undefined;

/** The waiters of a client with the operation that each polls: `BucketExists` → `HeadBucket`. */
export const waiters = (client: string): ReadonlyMap<string, Operation> => load(client)?.waiters ?? new Map();

/**
 * The operation that a waiter polls, by any name of the waiter: `BucketExists`; JavaScript's `waitUntilBucketExists` and
 * `waitForBucketExists`, and `bucketExists` of version 2; Python's `bucket_exists`.
 */
export const operationByWaiter = (client: string, waiter: string): Operation | undefined =>
  load(client)?.waitersBySquashedName.get(squash(waiter.replace(/^wait(?:Until|For)(?=[A-Z])/, '')));

const squash = (name: string): string => name.replaceAll('_', '').toLowerCase();

export type IdentifierKind = 'arn' | 'url' | 'name' | 'id' | 'key';

const SUFFIXES: readonly (readonly [IdentifierKind, RegExp])[] = [
  ['arn', /(?:Arn|ARN)s?$|^arns?$/],
  ['url', /(?:Ur[li]|UR[LI])s?$|^ur[li]s?$/],
  ['name', /Names?$|^names?$/],
  ['id', /(?:Id|ID)s?$|^ids?$/],
  ['key', /Keys?$|^keys?$/],
];

/** What an input or output member identifies a resource by, going by its name: `TopicArn`, `queueUrls`, `name`. */
export const identifierKind = (member: string): IdentifierKind | undefined => SUFFIXES.find(([, suffix]) => suffix.test(member))?.[0];
