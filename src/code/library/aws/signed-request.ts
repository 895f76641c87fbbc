/**
 * Requests that a SigV4 library signs: the service and host that it signs for say which action the request needs ("AWS Signature
 * Version 4 for API requests", IAM User Guide, and the IAM page of each service below).
 */
import type { Machine, Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { isNullish, literalText, optionsOf, textValue, toTexts, UNDEFINED, type Value } from '../../interpreter/values.ts';
import type { Connection } from './connection.ts';
import { noteDirect } from './direct.ts';

export interface SignedRequest {
  /** the name that the signature is made for; undefined: the host tells */
  readonly service: Value;
  readonly host: Value;
  readonly method: Value;
  readonly path: Value;
  readonly body: Value;
  /** where it is no part of the host's URL */
  readonly query?: Value;
  readonly connections: readonly Connection[];
}

const METHODS = ['Delete', 'Get', 'Head', 'Patch', 'Post', 'Put'];

/** Notes what the request needs when it is sent. */
export function noteSigned(machine: Machine, request: SignedRequest, site: Site): void {
  const services = servicesOf(request);
  if (services.length === 0) {
    machine.lose(
      { what: 'a request that is signed with SigV4', why: 'the service that it is signed for is known only when the function runs' },
      site,
    );
    return;
  }
  const { host: hostname, method, path, body, connections } = request;
  for (const service of services) {
    switch (service) {
      case 'execute-api':
        noteDirect(machine, 'execute-api:Invoke', { hostname, method, path }, connections, site);
        break;
      case 'lambda':
        noteDirect(machine, 'lambda:InvokeFunctionUrl', { hostname }, connections, site);
        break;
      case 'appsync':
        noteDirect(machine, 'appsync:GraphQL', { hostname, path, body }, connections, site);
        break;
      case 'es':
        for (const verb of verbsOf(method)) noteDirect(machine, `es:ESHttp${verb}`, { hostname, path }, connections, site);
        break;
      case 'aoss':
        noteDirect(machine, 'aoss:APIAccessAll', { hostname }, connections, site);
        break;
      case 'vpc-lattice-svcs':
        noteDirect(machine, 'vpc-lattice-svcs:Invoke', { hostname, method, path }, connections, site);
        break;
      case 'iotdevicegateway':
        noteDirect(machine, 'iot:Connect', { hostname }, connections, site);
        break;
      case 'sts':
        if (!asksWhoCalls(request)) lose(machine, service, site);
        break;
      case 'elasticache':
      case 'memorydb':
        if (!connects(machine, request, site)) {
          lose(machine, service, site);
          break;
        }
        noteDirect(machine, `${service}:Connect`, { hostname, query: request.query ?? UNDEFINED }, connections, site);
        break;
      default:
        lose(machine, service, site);
    }
  }
}

const lose = (machine: Machine, service: string, site: Site): void =>
  machine.lose(
    { what: `a request that is signed for ${service}`, why: 'the operation that it calls is in the request, not in the code of an SDK' },
    site,
  );

const literalsOf = (value: Value): readonly string[] =>
  toTexts(value).flatMap((text) => text.filter((part): part is string => typeof part === 'string'));

/** "No permissions are required to perform this operation" (GetCallerIdentity, AWS STS API Reference): tokens of clusters and vaults. */
const asksWhoCalls = ({ host, body }: SignedRequest): boolean =>
  [...literalsOf(host), ...literalsOf(body)].some((literal) => literal.includes('Action=GetCallerIdentity'));

/**
 * Whether the request may be the token of a cache's user ("Authenticating with IAM", ElastiCache and MemoryDB guides): `Action=connect`
 * at the cache's name. Requests of the API go to a host of AWS.
 */
function connects(machine: Machine, { host, query }: SignedRequest, site: Site): boolean {
  if (query?.kind === 'object') return literalText(getMember(machine, query, textValue('Action'), site)) === 'connect';
  return literalsOf(host).every((literal) => !literal.includes('.amazonaws.com') && !/[?&]Action=(?!connect(&|$))/.test(literal));
}

function verbsOf(method: Value): readonly string[] {
  const names = optionsOf(method).map((option) => literalText(option)?.toLowerCase());
  const known = METHODS.filter((verb) => names.includes(verb.toLowerCase()));
  if (isNullish(method)) return ['Get'];
  return known.length === names.length && known.length > 0 ? known : METHODS;
}

const HOSTS: readonly (readonly [service: string, sign: string])[] = [
  ['execute-api', '.execute-api.'],
  ['appsync', '.appsync-api.'],
  ['lambda', '.lambda-url.'],
  ['es', '.es.amazonaws'],
  ['aoss', '.aoss.amazonaws'],
  ['vpc-lattice-svcs', '.vpc-lattice-svcs.'],
];

function servicesOf({ service, host }: SignedRequest): readonly string[] {
  const named = optionsOf(service).flatMap((option) => literalText(option) ?? []);
  if (named.length > 0) return named;
  const literals = literalsOf(host);
  return HOSTS.filter(([, sign]) => literals.some((literal) => literal.includes(sign))).map(([name]) => name);
}
