/**
 * Packages that send HTTP requests: `requests`, `httpx`, `aiohttp`, `urllib3`, `urllib.request` and `http.client`. A request needs what
 * the signer in its `auth` signs it for, or what an extension on localhost does for it, else nothing.
 */
import { buildText } from '../../interpreter/evaluate.ts';
import { type Arguments, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { requestedUrl } from '../aws/extensions.ts';
import { inert } from '../aws/request.ts';
import { firstOf } from '../javascript/options.ts';
import { named } from './keywords.ts';
import { noteSent } from './signers.ts';

const VERB = /^(get|post|put|patch|delete|head|options)$/;
/** Classes whose instances send requests themselves. */
const SESSIONS = /^(Session|session|Client|AsyncClient|ClientSession|PoolManager|ProxyManager|FuturesSession)$/;

export const HTTP_CLIENTS: ReadonlySet<string> = new Set([
  'requests',
  'httpx',
  'aiohttp',
  'urllib3',
  'requests_toolbelt',
  'python:urllib',
  'python:http',
]);

export function httpClient(name: string): NativeValue {
  if (name === 'python:urllib') return urllib;
  if (name === 'python:http') return http;
  const made: NativeValue = native(name, {
    get: (property) => {
      if (property.startsWith('%') || property.startsWith('__')) return undefined;
      if (SESSIONS.test(property)) return sessionClass(`${name}.${property}`);
      if (VERB.test(property) || property === 'request' || property === 'stream')
        return nativeFunction(`${name}.${property}`, (call) => request(call, property, undefined));
      // submodules: exceptions, adapters, auth
      return /^[a-z_]+$/.test(property) && property !== 'codes' ? made : inert(`${name}.${property}`);
    },
    inert: true,
  });
  return made;
}

const sessionClass = (name: string): NativeValue => {
  const make = ({ machine, args }: NativeCall): Value => {
    const settings = machine.object();
    for (const field of ['auth', 'base_url']) {
      const value = args.named.get(field);
      if (value) settings.fields.set(field, value);
    }
    const made: NativeValue = native(name, {
      key: `session ${machine.journal.next()}`,
      properties: settings,
      get: (property) => {
        if (property === '__enter__' || property === '__aenter__') return nativeFunction(property, () => made);
        return VERB.test(property) || property === 'request' || property === 'stream'
          ? nativeFunction(`${name}.${property}`, (call) => request(call, property, settings))
          : undefined;
      },
      inert: true,
    });
    return made;
  };
  return native(name, {
    call: make,
    construct: make,
    typed: (machine) => native(name, { key: `session ${machine.journal.next()}`, inert: true }),
    inert: true,
  });
};

/** `get(url, params=…, auth=…)`, `request(method, url, …)`. */
function request({ machine, args, site }: NativeCall, verb: string, session: ObjectValue | undefined): Value {
  const general = verb === 'request' || verb === 'stream';
  const method = general ? named(args, 'method', 0) : textValue(verb.toUpperCase());
  const path = named(args, 'url', general ? 1 : 0);
  const base = session?.fields.get('base_url');
  const url = base && !isNullish(base) ? buildText([base, path]) : path;
  const params = firstOf(args.named.get('params') ?? UNDEFINED, args.named.get('fields') ?? UNDEFINED);
  return sent(machine, args, { url, params, method, session }, site);
}

interface Requested {
  readonly url: Value;
  readonly params: Value;
  readonly method: Value;
  readonly session: ObjectValue | undefined;
}

function sent(machine: Machine, args: Arguments, { url, params, method, session }: Requested, site: Site): Value {
  const response = requestedUrl(machine, params.kind === 'object' ? buildText([url, ...queryOf(machine, params, site)]) : url, site);
  const auth = firstOf(args.named.get('auth') ?? UNDEFINED, session?.fields.get('auth') ?? UNDEFINED);
  const body = firstOf(args.named.get('json') ?? UNDEFINED, args.named.get('data') ?? UNDEFINED, args.named.get('content') ?? UNDEFINED);
  noteSent(machine, auth, { url, method, body }, site);
  return response;
}

/** Query parameters that are given apart from the URL. */
const queryOf = (machine: Machine, params: ObjectValue, site: Site): readonly Value[] =>
  [...params.fields.keys()].flatMap((name, i) => [
    textValue(`${i === 0 ? '?' : '&'}${name}=`),
    getMember(machine, params, textValue(name), site),
  ]);

// ── The standard library ─────────────────────────────────────────────────────────────────────────────────────

/** `urllib.request.urlopen(url or Request)`. */
const urllib: NativeValue = native('urllib', {
  get: (property, machine) => {
    if (property === 'request') return urllib;
    if (property === 'parse') return machine.language.module?.('python:urllib.parse', machine);
    if (property === 'Request')
      return nativeFunction('urllib.request.Request', ({ machine, args }) => {
        const made = machine.object([['full_url', named(args, 'url', 0)]], { open: harmless('a part of a request') });
        for (const name of ['add_header', 'add_unredirected_header'])
          made.fields.set(
            name,
            nativeFunction(name, () => UNDEFINED),
          );
        return made;
      });
    if (property !== 'urlopen' && property !== 'urlretrieve') return undefined;
    return nativeFunction(`urllib.request.${property}`, ({ machine, args, site }) => {
      const target = named(args, 'url', 0);
      return requestedUrl(machine, target.kind === 'object' ? getMember(machine, target, textValue('full_url'), site) : target, site);
    });
  },
  inert: true,
});

/** `http.client.HTTPConnection(host, port).request(method, path)`. */
const http: NativeValue = native('http', {
  get: (property) => {
    if (property === 'client') return http;
    if (!/^HTTPS?Connection$/.test(property)) return undefined;
    return nativeFunction(`http.client.${property}`, (made) => {
      const host = named(made.args, 'host', 0);
      const asked = nativeFunction(`${property}.request`, ({ machine, args, site }) => {
        const scheme = property === 'HTTPConnection' ? 'http://' : 'https://';
        requestedUrl(machine, buildText([textValue(scheme), host, textValue(':2773'), argument(args, 1)]), site);
        return UNDEFINED;
      });
      return native(property, {
        key: `connection ${made.machine.journal.next()}`,
        get: (name) => (name === 'request' ? asked : undefined),
        inert: true,
      });
    });
  },
  inert: true,
});
