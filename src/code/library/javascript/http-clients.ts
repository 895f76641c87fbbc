/**
 * Packages that send HTTP requests. They sign nothing, so that a request needs nothing, unless an extension on localhost answers it;
 * functions that they are given run.
 */
import { buildText } from '../../interpreter/evaluate.ts';
import { argument } from '../../interpreter/machine.ts';
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
import { requestedUrl } from '../aws/extensions.ts';
import { callBack } from '../aws/request.ts';
import { firstOf, member } from './options.ts';

export const HTTP_CLIENTS: ReadonlySet<string> = new Set([
  'axios',
  'got',
  'ky',
  'node-fetch',
  'cross-fetch',
  'isomorphic-fetch',
  'undici',
  'superagent',
  'needle',
  'request',
  'request-promise',
  'request-promise-native',
  'phin',
  'bent',
]);

/** Those that sign a request whose options hold `aws` (request, README, "AWS Signature"). */
const SIGNING: ReadonlySet<string> = new Set(['request', 'request-promise', 'request-promise-native']);

/** Options that every request of an instance starts from. */
const BASE = ['baseURL', 'prefixUrl', 'baseUrl'];

export const httpClient = (name: string): NativeValue => instance(name, UNDEFINED);

function instance(name: string, defaults: Value): NativeValue {
  const made: NativeValue = native(name, {
    key: isNullish(defaults) ? name : `${name} ${JSON.stringify(defaults.kind === 'object' ? defaults.serial : defaults.kind)}`,
    call: (call) => request(call, name, defaults),
    get: (property) => {
      if (property.startsWith('%') || /^(then|call|apply|bind)$/.test(property)) return undefined;
      if (property === 'default' || property === '__esModule') return property === 'default' ? made : undefined;
      if (property === 'create' || property === 'extend' || property === 'defaults')
        return nativeFunction(`${name}.${property}`, ({ args }) => instance(name, argument(args, 0)));
      if (/^[A-Z]/.test(property))
        return native(`${name}.${property}`, {
          construct: (call) => instance(name, firstOf(argument(call.args, 0), defaults)),
          inert: true,
        });
      // interceptors, hooks, streams: their functions run
      if (property === 'interceptors') return hooks(name);
      return nativeFunction(`${name}.${property}`, (call) => request(call, name, defaults));
    },
    inert: true,
  });
  return made;
}

const hooks = (name: string): NativeValue =>
  native(`${name}.interceptors`, {
    get: (property) => (property === 'use' ? nativeFunction('use', run) : property.startsWith('%') ? undefined : hooks(name)),
  });

function run({ machine, args, site }: NativeCall): Value {
  for (const value of args.positional) callBack(machine, value, [harmless('a request')], site);
  return UNDEFINED;
}

/** `client(url, options)`, `client.post(url, data, options)`, `client({ url })`. */
function request(call: NativeCall, name: string, defaults: Value): Value {
  const { machine, args, site } = call;
  if (
    SIGNING.has(name) &&
    [...args.positional, defaults].some((value) => value.kind === 'object' && !isNullish(value.fields.get('aws') ?? UNDEFINED))
  )
    machine.lose(
      { what: 'a request that is signed for AWS', why: 'the operation that it calls is in the request, not in the code of an SDK' },
      site,
    );
  const [url] = args.positional;
  const response = url ? requestedUrl(machine, urlOf(call, url, defaults), site) : harmless('the response of a request');
  for (const value of args.positional)
    if (value.kind === 'closure') callBack(machine, value, [harmless('an error of the request'), response, response], site);
  return response;
}

function urlOf(call: NativeCall, value: Value, defaults: Value): Value {
  const options = value.kind === 'object' ? value : argument(call.args, 1);
  const url = value.kind === 'object' ? firstOf(...['url', 'uri', 'href'].map((name) => member(call, value, name))) : value;
  const base = firstOf(...BASE.map((name) => member(call, options, name)), ...BASE.map((name) => member(call, defaults, name)));
  const query = queryOf(call, firstOf(...['params', 'searchParams', 'qs', 'query'].map((name) => member(call, options, name))));
  return buildText([...(isNullish(base) ? [] : [base]), url, ...query]);
}

/** Query parameters that are given apart from the URL. */
function queryOf(call: NativeCall, params: Value): readonly Value[] {
  if (params.kind !== 'object') return [];
  return [...params.fields.keys()].flatMap((name, i) => [textValue(`${i === 0 ? '?' : '&'}${name}=`), member(call, params, name)]);
}
