/**
 * The resource objects of boto3: which operation each action, attribute, collection and waiter of a resource calls, and which of its
 * identifiers become which parameters ("Resources", Boto3 documentation). Names are looked up as Python spells them.
 */
import { records } from './records.ts';

export interface Boto3Service {
  /** the service itself: `boto3.resource('s3')` */
  readonly service: Boto3Resource;
  /** by type: `Bucket` */
  readonly types: ReadonlyMap<string, Boto3Resource>;
}

export interface Boto3Resource {
  readonly identifiers: readonly Boto3Identifier[];
  /** reads the attributes */
  readonly load: Boto3Request | undefined;
  action(method: string): Boto3Request | undefined;
  /** an action on all items of a collection: `bucket.objects.delete()` */
  batchAction(method: string): Boto3Request | undefined;
  /** made without a request from identifiers and arguments: `bucket.Object(key)` */
  related(name: string): Boto3Made | undefined;
  /** an attribute that is another resource: `instance.vpc` */
  reference(attribute: string): Boto3Made | undefined;
  collection(attribute: string): Boto3Request | undefined;
  /** `waiter` is the client's: `BucketExists` */
  waiter(method: string): { readonly waiter: string; readonly parameters: readonly Boto3Source[] } | undefined;
}

export interface Boto3Identifier {
  /** `Key`, whose attribute is `key` and whose argument too */
  readonly name: string;
  /** the member of the API that is the same */
  readonly member: string | undefined;
}

export interface Boto3Request {
  readonly operation: string;
  readonly parameters: readonly Boto3Source[];
  readonly made: Boto3Made | undefined;
}

export interface Boto3Made {
  readonly type: string;
  readonly identifiers: readonly Boto3Source[];
  /** the answer holds the attributes, so that reading them loads nothing */
  readonly loaded: boolean;
}

/**
 * Where a value comes from. `target` is an identifier, or a path into an input such as `Delete.Objects[].Key`; `value` is an identifier's
 * name, a path into attributes, the answer or the input, or, for `string`, the value itself.
 */
export interface Boto3Source {
  readonly target: string;
  readonly kind: 'identifier' | 'string' | 'data' | 'response' | 'request' | 'argument';
  readonly value: string;
}

/** The line of the data file: see `scripts/sdk-operations/boto3-resources.mjs`. */
type SourceRecord = readonly [target: string, kind: string, value?: string];
type MadeRecord = readonly [type: string, identifiers: readonly SourceRecord[], loaded?: number];
type RequestRecord = readonly [name: string, operation: string, parameters?: readonly SourceRecord[], made?: MadeRecord];
interface ResourceRecord {
  readonly i?: readonly (string | readonly [name: string, member: string])[];
  readonly l?: readonly [operation: string, parameters?: readonly SourceRecord[]];
  readonly a?: readonly RequestRecord[];
  readonly b?: readonly RequestRecord[];
  readonly h?: readonly (readonly [name: string, made: MadeRecord])[];
  readonly c?: readonly RequestRecord[];
  readonly w?: readonly (readonly [name: string, waiter: string, parameters?: readonly SourceRecord[]])[];
}
type ServiceRecord = readonly [client: string, service: ResourceRecord, types: Readonly<Record<string, ResourceRecord>>];

const FILE = 'boto3-resources.jsonl';
const loaded = new Map<string, Boto3Service>();

/** The resources of a client's service; undefined for the services that boto3 has none for. */
export function boto3Resources(client: string): Boto3Service | undefined {
  const known = loaded.get(client);
  if (known || !records(FILE).has(client)) return known;
  const [, service, types] = records(FILE).get(client) as ServiceRecord;
  const made: Boto3Service = {
    service: readResource(serviceWithTypes(service, types)),
    types: new Map(Object.entries(types).map(([name, record]) => [name, readResource(record)])),
  };
  loaded.set(client, made);
  return made;
}

/** Every type can be made from the service by its identifiers, also where the model does not say so. */
function serviceWithTypes(service: ResourceRecord, types: Readonly<Record<string, ResourceRecord>>): ResourceRecord {
  const listed = new Set(service.h?.map(([, [type]]) => type));
  const others = Object.entries(types).filter(([name]) => !listed.has(name));
  const related = others.map(([name, { i = [] }]) => {
    const identifiers = i.map((identifier): SourceRecord => [typeof identifier === 'string' ? identifier : identifier[0], 'n']);
    return [name, [name, identifiers]] as const;
  });
  return { ...service, h: [...(service.h ?? []), ...related] };
}

const KINDS: ReadonlyMap<string, Boto3Source['kind']> = new Map([
  ['i', 'identifier'],
  ['s', 'string'],
  ['d', 'data'],
  ['r', 'response'],
  ['q', 'request'],
  ['n', 'argument'],
]);

const readSource = ([target, kind, value = '']: SourceRecord): Boto3Source => ({ target, kind: KINDS.get(kind) ?? 'data', value });

const readMade = ([type, identifiers, hasData]: MadeRecord): Boto3Made => ({
  type,
  identifiers: identifiers.map(readSource),
  loaded: hasData === 1,
});

const readRequest = (operation: string, parameters: readonly SourceRecord[] = [], made?: MadeRecord): Boto3Request => ({
  operation,
  parameters: parameters.map(readSource),
  made: made && readMade(made),
});

const squash = (name: string): string => name.replaceAll('_', '').toLowerCase();

const byName = (requests: readonly RequestRecord[] = []): ((name: string) => Boto3Request | undefined) => {
  const read = new Map(requests.map(([name, operation, parameters, made]) => [squash(name), readRequest(operation, parameters, made)]));
  return (name) => read.get(squash(name));
};

function readResource(record: ResourceRecord): Boto3Resource {
  // what needs an attribute of the resource is an attribute itself
  const related = (record.h ?? []).map(([name, made]) => [name, readMade(made)] as const);
  const needsData = (made: Boto3Made): boolean => made.identifiers.some(({ kind }) => kind === 'data');
  const references = new Map(related.filter(([, made]) => needsData(made)).map(([name, made]) => [squash(name), made]));
  const others = new Map(related.filter(([, made]) => !needsData(made)));
  const waiters = new Map(
    (record.w ?? []).map(([name, waiter, parameters = []]) => [
      squash(`WaitUntil${name}`),
      { waiter, parameters: parameters.map(readSource) },
    ]),
  );
  return {
    identifiers: (record.i ?? []).map((identifier) =>
      typeof identifier === 'string' ? { name: identifier, member: undefined } : { name: identifier[0], member: identifier[1] },
    ),
    load: record.l && readRequest(record.l[0], record.l[1]),
    action: byName(record.a),
    batchAction: byName(record.b),
    related: (name) => others.get(name),
    reference: (attribute) => references.get(squash(attribute)),
    collection: byName(record.c),
    waiter: (method) => waiters.get(squash(method)),
  };
}
