/** botocore: sessions, configuration, credentials of roles, and requests that the program signs itself. */
import { sdkClient } from '../../../catalog/index.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { type Machine, NO_ARGUMENTS } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
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
import { combine, OWN, regionsOf } from '../aws/connection.ts';
import { assumedCredentials, credentialsOf, credentialsValue } from '../aws/credentials.ts';
import { send } from '../aws/request.ts';
import { noteSigned } from '../aws/signed-request.ts';
import { data } from './boto3.ts';
import { keywords, named } from './keywords.ts';
import { session, sessionClass } from './session.ts';

const SESSION = sessionClass('botocore.session.Session');

export function botocore(subpath: string): Value {
  const path = subpath.replaceAll('/', '.');
  const name = path === '' ? 'botocore' : `botocore.${path}`;
  return native(name, {
    get: (property) => (property.startsWith('%') || property.startsWith('__') ? undefined : memberOf(path, property)),
    inert: true,
  });
}

const MODULES: ReadonlySet<string> = new Set([
  'auth',
  'awsrequest',
  'client',
  'compat',
  'config',
  'credentials',
  'exceptions',
  'session',
  'signers',
]);

function memberOf(module: string, name: string): Value {
  if (module === '' && MODULES.has(name)) return botocore(name);
  if (name === 'Config') return config;
  if (module === 'session' && name === 'Session') return SESSION;
  if (module === 'session' && name === 'get_session')
    return nativeFunction('botocore.session.get_session', ({ machine }) => session(machine, [OWN]));
  if (module === 'auth' && /Auth$/.test(name)) return signer(name);
  if (module === 'signers' && name === 'RequestSigner') return requestSigner;
  if (module === 'awsrequest' && name === 'AWSRequest') return request;
  const credentials = module === 'credentials' ? CREDENTIALS.get(name) : undefined;
  return credentials ?? data(module === '' ? `botocore.${name}` : `botocore.${module}.${name}`);
}

/** `Config(region_name=…)`. */
const config = native('botocore.config.Config', { call: ({ machine, args }) => withMerge(machine, keywords(machine, args)), inert: true });

function withMerge(machine: Machine, made: ReturnType<typeof keywords>): Value {
  made.fields.set(
    'merge',
    nativeFunction('Config.merge', ({ args }) => {
      const other = named(args, 'other_config', 0);
      const fields = new Map([...made.fields, ...(other.kind === 'object' ? other.fields : [])]);
      return withMerge(machine, machine.object(fields));
    }),
  );
  return made;
}

// ── Credentials ──────────────────────────────────────────────────────────────────────────────────────────────

/** `AssumeRoleCredentialFetcher(client_creator, source_credentials, role_arn, …).fetch_credentials`. */
const roleFetcher = nativeFunction('AssumeRoleCredentialFetcher', ({ machine, args, site }) => {
  const role = named(args, 'role_arn', 2);
  const client = sdkClient('sts');
  const connections = credentialsOf(machine, named(args, 'source_credentials', 1), site).map((credentials) => ({ ...OWN, credentials }));
  if (client) send(machine, { client, operation: 'AssumeRole', input: machine.object([['RoleArn', role]]), connections }, site);
  const keys = credentialsValue(assumedCredentials(machine, role, site));
  return machine.object([['fetch_credentials', nativeFunction('fetch_credentials', () => keys)]]);
});

/** Credentials that a function of the program loads again and again. */
const refreshed = ({ machine, args, site }: NativeCall): Value => {
  const metadata = args.named.get('metadata');
  const source =
    metadata ??
    (args.named.has('refresh_using') ? callValue(machine, named(args, 'refresh_using', 0), UNDEFINED, NO_ARGUMENTS, site) : UNDEFINED);
  return credentialsValue(credentialsOf(machine, source, site));
};

const refreshable = native('RefreshableCredentials', {
  call: refreshed,
  get: (name) => (name === 'create_from_metadata' ? nativeFunction(name, refreshed) : undefined),
  inert: true,
});

/** `Credentials(access_key, secret_key, token)`. */
const plain = nativeFunction('Credentials', ({ machine, args, site }) =>
  credentialsValue(credentialsOf(machine, named(args, 'access_key', 0), site)),
);

const CREDENTIALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['AssumeRoleCredentialFetcher', roleFetcher],
  ['DeferredRefreshableCredentials', refreshable],
  ['RefreshableCredentials', refreshable],
  ['Credentials', plain],
  ['ReadOnlyCredentials', plain],
]);

// ── Signing ──────────────────────────────────────────────────────────────────────────────────────────────────

/** `AWSRequest(method=…, url=…, data=…)`, also when it is prepared. */
const request = nativeFunction('AWSRequest', ({ machine, args }) => {
  const made = keywords(machine, args, ['method', 'url', 'headers', 'data', 'params']);
  if (!made.fields.has('headers')) made.fields.set('headers', machine.object([], { open: harmless('headers of a signed request') }));
  made.fields.set(
    'prepare',
    nativeFunction('AWSRequest.prepare', () => made),
  );
  made.fields.set('context', machine.object());
  return made;
});

/** `SigV4Auth(credentials, service, region).add_auth(request)`. */
const signer = (name: string): NativeValue =>
  nativeFunction(`botocore.auth.${name}`, (made) => {
    const { args } = made;
    const add = nativeFunction(`${name}.add_auth`, ({ machine, args: given, site }) => {
      const sent = named(given, 'request', 0);
      const read = (field: string): Value => (sent.kind === 'object' ? getMember(machine, sent, textValue(field), site) : UNDEFINED);
      const credentials = credentialsOf(machine, named(args, 'credentials', 0), site);
      const connections = combine(credentials, regionsOf(machine, named(args, 'region_name', 2), site), [undefined]);
      noteSigned(
        machine,
        {
          service: named(args, 'service_name', 1),
          host: read('url'),
          method: read('method'),
          path: UNDEFINED,
          body: read('data'),
          connections,
        },
        site,
      );
      return UNDEFINED;
    });
    return native(name, {
      key: `signer ${made.machine.journal.next()}`,
      get: (property) => (property === 'add_auth' ? add : undefined),
      inert: true,
    });
  });

/** `RequestSigner(service_id, region_name, signing_name, signature_version, credentials, emitter).generate_presigned_url(request)`. */
const requestSigner = nativeFunction('RequestSigner', ({ machine: maker, args: made }) => {
  const presign = nativeFunction('RequestSigner.generate_presigned_url', ({ machine, args, site }) => {
    const sent = named(args, 'request_dict', 0);
    const read = (field: string): Value => (sent.kind === 'object' ? getMember(machine, sent, textValue(field), site) : UNDEFINED);
    const service = named(args, 'signing_name', 4);
    const region = named(args, 'region_name', 3);
    const credentials = credentialsOf(machine, named(made, 'credentials', 4), site);
    noteSigned(
      machine,
      {
        service: isNullish(service) ? named(made, 'signing_name', 2) : service,
        host: read('url'),
        method: read('method'),
        path: UNDEFINED,
        body: read('body'),
        connections: combine(credentials, regionsOf(machine, isNullish(region) ? named(made, 'region_name', 1) : region, site), [
          undefined,
        ]),
      },
      site,
    );
    return harmless('a presigned URL');
  });
  return native('RequestSigner', {
    key: `signer ${maker.journal.next()}`,
    get: (property) => (property === 'generate_presigned_url' ? presign : undefined),
    inert: true,
  });
});
