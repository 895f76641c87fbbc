/** opensearch-py and the Elasticsearch client: requests that the signer in `http_auth` signs. */
import type { Machine, Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { OPENSEARCH_GROUPS, openSearchVerbs } from '../aws/open-search.ts';
import { inert } from '../aws/request.ts';
import { firstOf } from '../javascript/options.ts';
import { keywords, named } from './keywords.ts';
import { noteSent, signerNamed } from './signers.ts';

const CLIENT = /^(Async)?(OpenSearch|Elasticsearch)$/;

export function openSearch(name: string): NativeValue {
  const made: NativeValue = native(name, {
    get: (property) => {
      const signer = signerNamed('opensearchpy', property);
      if (signer) return signer;
      if (CLIENT.test(property)) return clientClass(property);
      if (property === 'helpers') return helpers;
      return /^[a-z_]+$/.test(property) ? made : property.startsWith('%') ? undefined : inert(property);
    },
    inert: true,
  });
  return made;
}

const clientClass = (name: string): NativeValue => {
  const make = (call: NativeCall): Value => client(call.machine, name, call);
  return native(name, { call: make, construct: make, inert: true });
};

function client(machine: Machine, name: string, made: NativeCall): NativeValue {
  const config = keywords(machine, made.args, ['hosts']);
  const key = `OpenSearch client ${machine.journal.next()}`;
  const auth = firstOf(config.fields.get('http_auth') ?? UNDEFINED, config.fields.get('basic_auth') ?? UNDEFINED);
  const host = hostOf(machine, config.fields.get('hosts') ?? UNDEFINED, made.site);
  const request = (method: string): Value =>
    nativeFunction(`${name}.${method}`, ({ machine: at, site }) => {
      for (const verb of openSearchVerbs(method)) noteSent(at, auth, { url: host, method: textValue(verb), body: UNDEFINED }, site);
      return harmless(`the output of OpenSearch ${method}`);
    });
  const self: NativeValue = native(name, {
    key,
    get: (property) => {
      if (property === '__enter__' || property === '__aenter__') return nativeFunction(property, () => self);
      if (property.startsWith('%') && property !== '%bulk') return undefined;
      if (property === '%bulk') return request('bulk');
      if (property === 'close') return undefined;
      if (OPENSEARCH_GROUPS.has(property))
        return native(`${name}.${property}`, {
          key: `${key}.${property}`,
          get: (inner) => (inner.startsWith('%') ? undefined : request(`${property}.${inner}`)),
          inert: true,
        });
      return request(property);
    },
    inert: true,
  });
  return self;
}

/** The host in `[{'host': …, 'port': 443}]`, or a URL. */
function hostOf(machine: Machine, hosts: Value, site: Site): Value {
  const first = hosts.kind === 'list' ? (hosts.items[0] ?? hosts.rest ?? UNDEFINED) : hosts;
  return first.kind === 'object' ? getMember(machine, first, textValue('host'), site) : first;
}

/** `helpers.bulk(client, actions)`, `helpers.scan(client, …)`. */
const helpers: NativeValue = native('helpers', {
  get: (property) => {
    if (property.startsWith('%') || property.startsWith('__')) return undefined;
    return nativeFunction(`helpers.${property}`, ({ machine, args, site }) => {
      const target = named(args, 'client', 0);
      const methods = /bulk/.test(property) ? ['bulk'] : property === 'scan' ? ['search', 'scroll', 'clear_scroll'] : ['search', 'bulk'];
      for (const method of methods) {
        const run = getMember(machine, target, textValue(method === 'bulk' ? '%bulk' : method), site);
        if (run.kind === 'native') run.call?.({ machine, self: target, args: { positional: [], named: new Map() }, site });
      }
      return machine.list([harmless('a count'), harmless('errors')], harmless('a hit'));
    });
  },
  inert: true,
});
