/**
 * Requests that a SigV4 library signs: the service and host that it signs for say which action the request needs ("AWS Signature
 * Version 4 for API requests", IAM User Guide, and the IAM page of each service below).
 */
import type { Machine, Site } from '../../interpreter/machine.ts';
import { isNullish, literalText, optionsOf, toTexts, type Value } from '../../interpreter/values.ts';
import type { Connection } from './connection.ts';
import { noteDirect } from './direct.ts';

export interface SignedRequest {
  /** the name that the signature is made for; undefined: the host tells */
  readonly service: Value;
  readonly host: Value;
  readonly method: Value;
  readonly path: Value;
  readonly body: Value;
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
      default:
        machine.lose(
          {
            what: `a request that is signed for ${service}`,
            why: 'the operation that it calls is in the request, not in the code of an SDK',
          },
          site,
        );
    }
  }
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
  const literals = toTexts(host).flatMap((text) => text.filter((part): part is string => typeof part === 'string'));
  return HOSTS.filter(([, sign]) => literals.some((literal) => literal.includes(sign))).map(([name]) => name);
}
