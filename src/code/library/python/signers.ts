/**
 * Packages whose objects sign requests with SigV4 for an HTTP client: `requests_aws4auth`, `aws_requests_auth`, `requests_auth_aws_sigv4`,
 * `httpx_auth`, and the signers of opensearch-py. A signer is a value that remembers its service, region and credentials.
 */
import type { Machine, Site } from '../../interpreter/machine.ts';
import {
  isNullish,
  type NativeCall,
  type NativeData,
  type NativeValue,
  native,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, combine, OWN, regionsOf } from '../aws/connection.ts';
import { credentialsOf } from '../aws/credentials.ts';
import { find, inert } from '../aws/request.ts';
import { noteSigned } from '../aws/signed-request.ts';
import { keywords } from './keywords.ts';

export interface SignerData extends NativeData {
  readonly kind: 'signer';
  readonly service: Value;
  readonly connections: readonly Connection[];
}

const isSigner = (data: NativeData | undefined): data is SignerData => data?.kind === 'signer';

/** The signers that a value may be. */
export const signersIn = (machine: Machine, value: Value, site: Site): readonly SignerData[] =>
  isNullish(value) ? [] : find(machine, value, 'signer', site).flatMap(({ data }) => (isSigner(data) ? [data] : []));

export interface Sent {
  readonly url: Value;
  readonly method: Value;
  readonly body: Value;
}

/** Notes a request that is sent with a signer; one without needs nothing. */
export function noteSent(machine: Machine, auth: Value, { url, method, body }: Sent, site: Site): void {
  for (const { service, connections } of signersIn(machine, auth, site))
    noteSigned(machine, { service, connections, host: url, method, path: UNDEFINED, body }, site);
}

/** Which argument is what: positions of the constructor, and the names that keywords have. */
interface Shape {
  readonly positional: readonly string[];
  readonly credentials: readonly string[];
  readonly region: string;
  readonly service: string;
}

const AWS4AUTH: Shape = {
  positional: ['access_id', 'secret_key', 'region', 'service'],
  credentials: ['refreshable_credentials', 'access_id'],
  region: 'region',
  service: 'service',
};
const REQUESTS_AUTH: Shape = {
  positional: ['aws_access_key', 'aws_secret_access_key', 'aws_host', 'aws_region', 'aws_service'],
  credentials: ['aws_access_key'],
  region: 'aws_region',
  service: 'aws_service',
};
const BOTO_REQUESTS_AUTH: Shape = {
  positional: ['aws_host', 'aws_region', 'aws_service'],
  credentials: [],
  region: 'aws_region',
  service: 'aws_service',
};
const SIGV4: Shape = { positional: ['service'], credentials: ['session', 'aws_access_key_id'], region: 'region', service: 'service' };
const OPENSEARCH: Shape = {
  positional: ['credentials', 'region', 'service'],
  credentials: ['credentials'],
  region: 'region',
  service: 'service',
};
const HTTPX: Shape = { positional: ['access_id', 'secret_key'], credentials: ['access_id'], region: 'region', service: 'service' };

const signerClass = (name: string, shape: Shape, fallback: Value = UNDEFINED): NativeValue => {
  const make = ({ machine, args, site }: NativeCall): Value => {
    const given = keywords(machine, args, shape.positional);
    const read = (field: string): Value => given.fields.get(field) ?? UNDEFINED;
    const keys = shape.credentials.map(read).find((value) => !isNullish(value));
    const credentials = keys ? credentialsOf(machine, keys, site) : [OWN.credentials];
    const service = isNullish(read(shape.service)) ? fallback : read(shape.service);
    const data: SignerData = {
      kind: 'signer',
      service,
      connections: combine(credentials, regionsOf(machine, read(shape.region), site), [undefined]),
    };
    const made: NativeValue = native(name, {
      key: `signer ${machine.journal.next()}`,
      data,
      get: (property) => (property === '%signer' ? made : undefined),
      inert: true,
    });
    return made;
  };
  return native(name, { call: make, construct: make, inert: true });
};

const CLASSES: ReadonlyMap<string, NativeValue> = new Map([
  ['requests_aws4auth AWS4Auth', signerClass('AWS4Auth', AWS4AUTH)],
  ['requests_aws4auth StrictAWS4Auth', signerClass('StrictAWS4Auth', AWS4AUTH)],
  ['requests_aws4auth PassiveAWS4Auth', signerClass('PassiveAWS4Auth', AWS4AUTH)],
  ['aws_requests_auth AWSRequestsAuth', signerClass('AWSRequestsAuth', REQUESTS_AUTH)],
  ['aws_requests_auth BotoAWSRequestsAuth', signerClass('BotoAWSRequestsAuth', BOTO_REQUESTS_AUTH)],
  ['requests_auth_aws_sigv4 AWSSigV4', signerClass('AWSSigV4', SIGV4)],
  ['requests_aws_sign AWSV4Sign', signerClass('AWSV4Sign', { ...OPENSEARCH, positional: ['credentials', 'region', 'service'] })],
  ['httpx_auth AWS4Auth', signerClass('AWS4Auth', HTTPX)],
  ...['AWSV4SignerAuth', 'AWSV4SignerAsyncAuth', 'RequestsAWSV4SignerAuth', 'Urllib3AWSV4SignerAuth'].map((name): [string, NativeValue] => [
    `opensearchpy ${name}`,
    signerClass(name, OPENSEARCH, textValue('es')),
  ]),
]);

export const SIGNER_PACKAGES: ReadonlySet<string> = new Set([...CLASSES.keys()].map((key) => key.slice(0, key.indexOf(' '))));

export const signerNamed = (packageName: string, name: string): NativeValue | undefined => CLASSES.get(`${packageName} ${name}`);

/** The package and its modules: `aws_requests_auth.boto_utils`. */
export function signerPackage(name: string): NativeValue {
  const made: NativeValue = native(name, {
    get: (property) =>
      signerNamed(name, property) ?? (/^[a-z_]+$/.test(property) ? made : property.startsWith('%') ? undefined : inert(property)),
    inert: true,
  });
  return made;
}
