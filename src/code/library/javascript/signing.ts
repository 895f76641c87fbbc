/** Libraries that sign requests with SigV4, each by what it takes the request and its service from. */

import { sdkClient } from '../../../catalog/index.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields, getMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { combine, connectionsOf, regionsOf } from '../aws/connection.ts';
import { assumedCredentials, credentialsOf } from '../aws/credentials.ts';
import { OPENSEARCH_GROUPS, openSearchVerbs } from '../aws/open-search.ts';
import { callBack, inert, send } from '../aws/request.ts';
import { noteSigned, type SignedRequest } from '../aws/signed-request.ts';

const fieldOf = (machine: Machine, object: Value, name: string, site: Site): Value =>
  object.kind === 'object' || object.kind === 'union' || object.kind === 'unknown' || object.kind === 'native'
    ? getMember(machine, object, textValue(name), site)
    : UNDEFINED;

const firstOf = (...values: readonly Value[]): Value => values.find((value) => !isNullish(value)) ?? UNDEFINED;

/** Host, method, path and body of a request object of any of the libraries. */
function requestParts(machine: Machine, request: Value, site: Site): Pick<SignedRequest, 'host' | 'method' | 'path' | 'body' | 'query'> {
  const read = (name: string): Value => fieldOf(machine, request, name, site);
  const headers = read('headers');
  const header =
    headers.kind === 'object' ? firstOf(fieldOf(machine, headers, 'host', site), fieldOf(machine, headers, 'Host', site)) : UNDEFINED;
  return {
    host: firstOf(read('hostname'), read('host'), header),
    method: read('method'),
    path: read('path'),
    body: read('body'),
    query: read('query'),
  };
}

/** `fetch(url, init)`. */
function fetchParts(machine: Machine, url: Value, init: Value, site: Site): Pick<SignedRequest, 'host' | 'method' | 'path' | 'body'> {
  return { host: url, method: fieldOf(machine, init, 'method', site), path: UNDEFINED, body: fieldOf(machine, init, 'body', site) };
}

// ── @smithy/signature-v4, @aws-sdk/signature-v4 ──────────────────────────────────────────────────────────────

export function signatureV4(name: string): NativeValue {
  const signer = native('SignatureV4', {
    construct: (made) => {
      const config = argument(made.args, 0);
      const sign = (property: string): NativeValue =>
        nativeFunction(`SignatureV4.${property}`, ({ machine, args, site }) => {
          const options = argument(args, 1);
          const read = (field: string): Value => fieldOf(machine, config, field, site);
          const service = firstOf(fieldOf(machine, options, 'signingService', site), read('service'));
          const region = firstOf(fieldOf(machine, options, 'signingRegion', site), read('region'));
          const connections = combine(credentialsOf(machine, read('credentials'), site), regionsOf(machine, region, site), [undefined]);
          noteSigned(machine, { service, connections, ...requestParts(machine, argument(args, 0), site) }, site);
          return copyOf(machine, argument(args, 0));
        });
      return native('SignatureV4', {
        key: `signer ${made.machine.journal.next()}`,
        get: (property) => (/^(sign|presign|signRequest)$/.test(property) ? sign(property) : undefined),
        inert: true,
      });
    },
    inert: true,
  });
  return native(name, {
    get: (property) => (/^SignatureV4/.test(property) ? signer : /^[A-Z]/.test(property) ? inert(property) : undefined),
    inert: true,
  });
}

/** The signed request: what was given, with headers and query of the signature. */
function copyOf(machine: Machine, request: Value): Value {
  const copy = machine.object([], { open: harmless('a part of a signed request') });
  if (request.kind === 'object') copyFields(machine, copy, request);
  return copy;
}

/** `@smithy/protocol-http`, `@aws-sdk/protocol-http`: requests are their fields. */
export function protocolHttp(name: string): NativeValue {
  const request = native('HttpRequest', {
    construct: ({ machine, args }) => {
      const made = machine.object();
      copyFields(machine, made, argument(args, 0));
      return made;
    },
    inert: true,
  });
  return native(name, {
    get: (property) => (property === 'HttpRequest' ? request : /^[A-Z]/.test(property) ? inert(property) : undefined),
    inert: true,
  });
}

// ── AWS.Signers.V4, AWS.HttpRequest ──────────────────────────────────────────────────────────────────────────

/** `new AWS.Signers.V4(request, service).addAuthorization(credentials, date)`. */
export function signersV2(): NativeValue {
  const signer = native('AWS.Signers.V4', {
    construct: (made) => {
      const add = nativeFunction('AWS.Signers.V4.addAuthorization', ({ machine, args, site }) => {
        const request = argument(made.args, 0);
        const connections = combine(
          credentialsOf(machine, argument(args, 0), site),
          regionsOf(machine, fieldOf(machine, request, 'region', site), site),
          [undefined],
        );
        noteSigned(machine, { service: argument(made.args, 1), connections, ...requestParts(machine, request, site) }, site);
        return UNDEFINED;
      });
      return native('AWS.Signers.V4', {
        key: `signer ${made.machine.journal.next()}`,
        get: (property) => (property === 'addAuthorization' ? add : undefined),
        inert: true,
      });
    },
    inert: true,
  });
  return native('AWS.Signers', { get: (property) => (property === 'V4' ? signer : undefined), inert: true });
}

/** `new AWS.HttpRequest(endpoint, region)`. */
export const httpRequestV2 = (): NativeValue =>
  native('AWS.HttpRequest', {
    construct: ({ machine, args }) =>
      machine.object([
        ['hostname', argument(args, 0)],
        ['region', argument(args, 1)],
        ['endpoint', argument(args, 0)],
        ['headers', machine.object()],
      ]),
    inert: true,
  });

// ── aws4, aws4fetch, aws-sigv4-fetch, aws4-axios ─────────────────────────────────────────────────────────────

/** `aws4.sign({ service, region, host, method, path, body }, credentials)`. */
export function aws4(): NativeValue {
  const sign = nativeFunction('aws4.sign', ({ machine, args, site }) => {
    const request = argument(args, 0);
    const read = (name: string): Value => fieldOf(machine, request, name, site);
    const connections = combine(credentialsOf(machine, argument(args, 1), site), regionsOf(machine, read('region'), site), [undefined]);
    const signQuery = read('signQuery');
    const parts = requestParts(machine, request, site);
    const method = isNullish(parts.method) && !isNullish(parts.body) && isNullish(signQuery) ? textValue('POST') : parts.method;
    noteSigned(machine, { service: read('service'), connections, ...parts, method }, site);
    return request;
  });
  return native('aws4', {
    get: (property) => (property === 'sign' ? sign : property === 'RequestSigner' ? inert('RequestSigner') : undefined),
    inert: true,
  });
}

/** `new AwsClient({ accessKeyId, …, service, region })` with `fetch(url, init)` and `sign(url, init)`. */
export function aws4fetch(): NativeValue {
  const client = native('AwsClient', {
    construct: (made) => {
      const config = argument(made.args, 0);
      const run = nativeFunction('AwsClient.fetch', ({ machine, args, site }) => {
        const read = (name: string): Value => fieldOf(machine, config, name, site);
        const override = fieldOf(machine, argument(args, 1), 'aws', site);
        const service = firstOf(fieldOf(machine, override, 'service', site), read('service'));
        const connections = combine(credentialsOf(machine, config, site), regionsOf(machine, read('region'), site), [undefined]);
        noteSigned(machine, { service, connections, ...fetchParts(machine, argument(args, 0), argument(args, 1), site) }, site);
        return harmless('the response of a signed request');
      });
      return native('AwsClient', {
        key: `signer ${made.machine.journal.next()}`,
        get: (property) => (property === 'fetch' || property === 'sign' ? run : undefined),
        inert: true,
      });
    },
    inert: true,
  });
  return native('aws4fetch', { get: (property) => (/^Aws/.test(property) ? client : undefined), inert: true });
}

/** `createSignedFetcher({ service, region, credentials })`: a `fetch` that signs. */
export function sigv4Fetch(): NativeValue {
  const create = nativeFunction('createSignedFetcher', (made) => {
    const config = argument(made.args, 0);
    const key = `signer ${made.machine.journal.next()}`;
    return native('a signed fetch', {
      key,
      call: ({ machine, args, site }) => {
        const service = fieldOf(machine, config, 'service', site);
        noteSigned(
          machine,
          {
            service,
            connections: connectionsOf(machine, config, site),
            ...fetchParts(machine, argument(args, 0), argument(args, 1), site),
          },
          site,
        );
        return harmless('the response of a signed request');
      },
      inert: true,
    });
  });
  return native('aws-sigv4-fetch', {
    get: (property) => (property === 'createSignedFetcher' || property === 'default' ? create : undefined),
    inert: true,
  });
}

/** `aws4Interceptor({ options: { service, region, assumeRoleArn }, credentials })`: signs every request of an axios instance. */
export function aws4Axios(): NativeValue {
  const interceptor = nativeFunction('aws4Interceptor', ({ machine, args, site }) => {
    const given = argument(args, 0);
    const nested = fieldOf(machine, given, 'options', site);
    const options = isNullish(nested) ? given : nested;
    const credentials = firstOf(fieldOf(machine, given, 'credentials', site), argument(args, 1));
    const role = fieldOf(machine, options, 'assumeRoleArn', site);
    const regions = regionsOf(machine, fieldOf(machine, options, 'region', site), site);
    const sts = sdkClient('sts');
    let signers = credentialsOf(machine, credentials, site);
    if (!isNullish(role) && sts) {
      const input = machine.object([['RoleArn', role]]);
      send(machine, { client: sts, operation: 'AssumeRole', input, connections: combine(signers, [undefined], [undefined]) }, site);
      signers = assumedCredentials(machine, role, site);
    }
    const none = { host: UNDEFINED, method: harmless('the method of a request'), path: UNDEFINED, body: UNDEFINED };
    noteSigned(
      machine,
      { service: fieldOf(machine, options, 'service', site), connections: combine(signers, regions, [undefined]), ...none },
      site,
    );
    return inert('a signing interceptor');
  });
  return native('aws4-axios', {
    get: (property) => (property === 'aws4Interceptor' || property === 'default' ? interceptor : undefined),
    inert: true,
  });
}

// ── @opensearch-project/opensearch ───────────────────────────────────────────────────────────────────────────

export function openSearch(subpath: string): NativeValue {
  if (/^aws/.test(subpath)) {
    const sign = nativeFunction('AwsSigv4Signer', ({ machine, args }) => machine.object([['%signer', argument(args, 0)]]));
    return native('@opensearch-project/opensearch/aws', { get: (name) => (name === 'AwsSigv4Signer' ? sign : undefined), inert: true });
  }
  const client = native('OpenSearch.Client', { construct: openSearchClient, inert: true });
  return native('@opensearch-project/opensearch', {
    get: (name) => (name === 'Client' ? client : /^[A-Z]/.test(name) ? inert(name) : undefined),
    inert: true,
  });
}

function openSearchClient(made: NativeCall): Value {
  const { machine } = made;
  const config = argument(made.args, 0);
  const signer = config.kind === 'object' ? config.fields.get('%signer') : undefined;
  const key = `OpenSearch client ${machine.journal.next()}`;
  // without a signer, the requests carry a password or nothing
  if (!signer) return native('OpenSearch.Client', { key, inert: true });
  const request = (name: string, methods: readonly string[]): NativeValue =>
    nativeFunction(`OpenSearch.Client.${name}`, ({ machine: at, args, site }) => {
      const read = (field: string): Value => fieldOf(at, signer, field, site);
      const service = firstOf(read('service'), textValue('es'));
      const credentials = credentialsOf(at, firstOf(read('getCredentials'), UNDEFINED), site);
      const connections = combine(credentials, regionsOf(at, read('region'), site), [undefined]);
      const node = firstOf(fieldOf(at, config, 'node', site), fieldOf(at, config, 'nodes', site));
      for (const method of methods)
        noteSigned(at, { service, connections, host: node, method: textValue(method), path: UNDEFINED, body: UNDEFINED }, site);
      const output = harmless(`the output of OpenSearch ${name}`);
      for (const value of args.positional) callBack(at, value, [harmless('an error'), output], site);
      return output;
    });
  const group = (name: string): NativeValue =>
    native(`OpenSearch.Client.${name}`, {
      key: `${key}.${name}`,
      get: (property) => request(`${name}.${property}`, openSearchVerbs(`${name}.${property}`)),
    });
  return native('OpenSearch.Client', {
    key,
    get: (property) => {
      if (OPENSEARCH_GROUPS.has(property)) return group(property);
      if (property === 'close' || property === 'child' || property === 'then' || property.startsWith('%')) return undefined;
      return request(property, openSearchVerbs(property));
    },
    any: () => request('(any)', openSearchVerbs('')),
    inert: true,
  });
}
