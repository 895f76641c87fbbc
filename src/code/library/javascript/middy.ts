/**
 * `@middy/core` runs middlewares around a handler; `@middy/*` are middlewares, some of which fetch data from AWS (middy.js.org,
 * "How it works" and the page of each middleware).
 */
import { sdkClient } from '../../../catalog/index.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { argument, args as argumentsOf, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember, setMember } from '../../interpreter/members.ts';
import {
  constant,
  harmless,
  isNullish,
  type ListValue,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, combine, connectionsOf, OWN } from '../aws/connection.ts';
import { noteDirect } from '../aws/direct.ts';
import { send } from '../aws/request.ts';
import { firstOf, member } from './options.ts';

type Hook = 'before' | 'after' | 'onError';
const HOOKS: readonly Hook[] = ['before', 'after', 'onError'];

// ── The engine ───────────────────────────────────────────────────────────────────────────────────────────────

const core = nativeFunction('middy', ({ machine, args }) => {
  const state = machine.object([['handler', argument(args, 0)]]);
  const hooks: Readonly<Record<Hook, ListValue>> = { before: machine.list([]), after: machine.list([]), onError: machine.list([]) };
  const add = (hook: Hook, value: Value): void => {
    if (isNullish(value)) return;
    machine.journal.touch(hooks[hook]);
    hooks[hook].items.push(value);
  };
  const use = nativeFunction('middy.use', (call) => {
    const given = argument(call.args, 0);
    const { items, rest } = given.kind === 'list' ? itemsOf(call.machine, given, 'values', call.site) : { items: [given], rest: undefined };
    for (const middleware of [...items, ...(rest ? [rest] : [])]) for (const hook of HOOKS) add(hook, member(call, middleware, hook));
    return made;
  });
  const set = nativeFunction('middy.handler', (call) => {
    call.machine.journal.touch(state);
    state.fields.set('handler', argument(call.args, 0));
    return made;
  });
  let ran = false;
  const run = (call: NativeCall): Value => {
    ran = true;
    return runRequest(call, state.fields.get('handler') ?? UNDEFINED, hooks);
  };
  const made: NativeValue = native('a middy handler', {
    key: `middy ${machine.journal.next()}`,
    call: run,
    get: (property) => {
      if (property === 'use' || property === 'useMiddleware') return use;
      if (property === 'handler') return set;
      const hook = HOOKS.find((name) => name === property);
      if (!hook) return undefined;
      return nativeFunction(`middy.${hook}`, (call) => {
        add(hook, argument(call.args, 0));
        return made;
      });
    },
    escaped: (at, site) => {
      if (!ran) run({ machine: at, self: UNDEFINED, args: argumentsOf(harmless('an event'), harmless('a context')), site });
    },
  });
  return made;
});

/** Middlewares see one request object, whose event, context and response they may replace. */
function runRequest({ machine, args, site }: NativeCall, handler: Value, hooks: Readonly<Record<Hook, ListValue>>): Value {
  const request = machine.object([
    ['event', argument(args, 0)],
    ['context', argument(args, 1)],
    ['response', UNDEFINED],
    ['error', UNDEFINED],
    ['internal', machine.object([], { open: harmless('what a middleware fetched') })],
  ]);
  // before version 2, middlewares get a function that goes on
  const next = nativeFunction('next', () => UNDEFINED);
  const read = (name: string): Value => getMember(machine, request, textValue(name), site);
  const runAll = (hook: Hook): void => {
    for (const each of hooks[hook].items) callValue(machine, each, UNDEFINED, argumentsOf(request, next), site);
  };
  runAll('before');
  const response = callValue(machine, handler, UNDEFINED, argumentsOf(read('event'), read('context'), argument(args, 2)), site);
  setMember(machine, request, textValue('response'), response, site);
  machine.journal.maybe(() => runAll('after'));
  machine.journal.maybe(() => {
    setMember(machine, request, textValue('error'), harmless('an error'), site);
    runAll('onError');
  });
  return union([response, read('response')]);
}

// ── Middlewares that call AWS ────────────────────────────────────────────────────────────────────────────────

/** What one entry of `fetchData` needs, and what it gives. */
type Fetch = (call: Fetching, name: Value, wanted: Value) => Value;

interface Fetching {
  readonly machine: Machine;
  readonly site: Site;
  readonly options: Value;
  readonly connections: readonly Connection[];
}

const request =
  (client: string, operation: string, inputOf: (call: Fetching, wanted: Value) => Value = (_call, wanted) => wanted): Fetch =>
  (call, _name, wanted) => {
    const sdk = sdkClient(client);
    const input = inputOf(call, wanted);
    return sdk ? send(call.machine, { client: sdk, operation, input, connections: call.connections }, call.site) : UNDEFINED;
  };

const both =
  (...fetches: readonly Fetch[]): Fetch =>
  (call, name, wanted) =>
    fetches.map((fetch) => fetch(call, name, wanted)).at(-1) ?? UNDEFINED;

/** A name with a slash at its end is a path. */
const parameter: Fetch = (call, name, wanted) => {
  const text = literalText(wanted);
  const last = wanted.kind === 'text' ? wanted.text[wanted.text.length - 1] : undefined;
  const isPath = text?.endsWith('/') ?? (typeof last === 'string' && last.endsWith('/'));
  const decrypt: readonly [string, Value] = ['WithDecryption', constant(true)];
  const byPath = request('ssm', 'GetParametersByPath', ({ machine }, path) =>
    machine.object([['Path', path], ['Recursive', TRUE], decrypt]),
  );
  const byName = request('ssm', 'GetParameters', ({ machine }, one) => machine.object([['Names', machine.list([one])], decrypt]));
  if (isPath) return byPath(call, name, wanted);
  // a text that ends with a value may be either, but only a path is written with a slash in practice
  return byName(call, name, wanted);
};

const rdsToken: Fetch = ({ machine, site, connections }, _name, wanted) => {
  const read = (field: string): Value => member({ machine, site }, wanted, field);
  const signers = combine(
    connections.map((connection) => connection.credentials),
    connectionsOf(machine, wanted, site).map((connection) => connection.region),
    [undefined],
  );
  noteDirect(machine, 'rds-db:connect', { hostname: read('hostname'), username: read('username') }, signers, site);
  return harmless('a token of a database');
};

const dsqlToken: Fetch = ({ machine, site, connections }, _name, wanted) => {
  const user = member({ machine, site }, wanted, 'username');
  const action = isNullish(user) || literalText(user) === 'admin' ? 'dsql:DbConnectAdmin' : 'dsql:DbConnect';
  noteDirect(machine, action, { hostname: member({ machine, site }, wanted, 'hostname') }, connections, site);
  return harmless('a token of a database');
};

const secret = (operation: string): Fetch => request('secrets-manager', operation, ({ machine }, id) => machine.object([['SecretId', id]]));

/** The secret's date of rotation is asked for only with `fetchRotationDate`. */
const secretValue: Fetch = (call, name, wanted) => {
  const rotation = member(call, call.options, 'fetchRotationDate');
  const asks = !isNullish(rotation) && !(rotation.kind === 'constant' && rotation.value === false);
  return (asks ? both(secret('DescribeSecret'), secret('GetSecretValue')) : secret('GetSecretValue'))(call, name, wanted);
};

const FETCHES: ReadonlyMap<string, Fetch> = new Map<string, Fetch>([
  ['@middy/ssm', parameter],
  ['@middy/secrets-manager', secretValue],
  ['@middy/dynamodb', request('dynamodb', 'GetItem')],
  ['@middy/s3', request('s3', 'GetObject')],
  // GetLatestConfiguration has a token alone as its input, which stands for these
  ['@middy/appconfig', both(request('appconfigdata', 'StartConfigurationSession'), request('appconfigdata', 'GetLatestConfiguration'))],
  ['@middy/sts', (call, name, wanted) => member(call, request('sts', 'AssumeRole')(call, name, wanted), 'Credentials')],
  ['@middy/service-discovery', request('servicediscovery', 'DiscoverInstances')],
  ['@middy/rds-signer', rdsToken],
  ['@middy/dsql-signer', dsqlToken],
]);

/** A middleware with `fetchData: { name: what }`; what it fetches is in `request.internal`, and in the context when asked. */
const fetching = (name: string, fetch: Fetch): NativeValue =>
  nativeFunction(name, (made) => {
    const { machine } = made;
    const options = argument(made.args, 0);
    const before = nativeFunction(`${name}.before`, ({ machine: at, args, site }) => {
      const wanted = member({ machine: at, site }, options, 'fetchData');
      const connections = connectionsOfMiddleware(at, options, site);
      const internal = member({ machine: at, site }, argument(args, 0), 'internal');
      const context = member({ machine: at, site }, argument(args, 0), 'context');
      const toContext = member({ machine: at, site }, options, 'setToContext') === TRUE;
      const { items, rest } = itemsOf(at, wanted, 'entries', site);
      for (const entry of [...items, ...(rest ? [rest] : [])]) {
        const key = getMember(at, entry, textValue('0'), site);
        const value = fetch({ machine: at, site, options, connections }, key, getMember(at, entry, textValue('1'), site));
        if (internal.kind === 'object') setMember(at, internal, key, value, site);
        if (toContext && context.kind === 'object') setMember(at, context, key, value, site);
      }
      return UNDEFINED;
    });
    return machine.object([['before', before]]);
  });

/** `awsClientAssumeRole` names credentials that the middleware for STS fetched, which are not followed: own ones are taken. */
function connectionsOfMiddleware(machine: Machine, options: Value, site: Site): readonly Connection[] {
  const configured = member({ machine, site }, options, 'awsClientOptions');
  return isNullish(configured) ? [OWN] : connectionsOf(machine, configured, site);
}

/** Answers over the connection of a WebSocket. */
const wsResponse = nativeFunction('@middy/ws-response', (made) => {
  const options = argument(made.args, 0);
  const after = nativeFunction('@middy/ws-response.after', ({ machine, args, site }) => {
    const client = sdkClient('apigatewaymanagementapi');
    const call = { machine, site };
    const response = member(call, argument(args, 0), 'response');
    const requestContext = member(call, member(call, argument(args, 0), 'event'), 'requestContext');
    const connection = firstOf(member(call, response, 'ConnectionId'), member(call, requestContext, 'connectionId'));
    const input = machine.object([['ConnectionId', connection]]);
    if (client)
      send(machine, { client, operation: 'PostToConnection', input, connections: connectionsOfMiddleware(machine, options, site) }, site);
    return UNDEFINED;
  });
  return made.machine.object([['after', after]]);
});

/** Writes what the handler gives in place of the object that was asked for. */
const s3ObjectResponse = nativeFunction('@middy/s3-object-response', (made) => {
  const options = argument(made.args, 0);
  const after = nativeFunction('@middy/s3-object-response.after', ({ machine, site }) => {
    const client = sdkClient('s3');
    const connections = connectionsOfMiddleware(machine, options, site);
    if (client) send(machine, { client, operation: 'WriteGetObjectResponse', input: machine.object(), connections }, site);
    return UNDEFINED;
  });
  return made.machine.object([['after', after]]);
});

// ── Routers and the rest ─────────────────────────────────────────────────────────────────────────────────────

/** `httpRouterHandler([{ method, path, handler }])`: any route's handler gets the event. */
const router = (name: string): NativeValue =>
  nativeFunction(name, (made) => {
    const given = argument(made.args, 0);
    const routes = given.kind === 'list' ? given : member(made, given, 'routes');
    return native(name, {
      key: `router ${made.machine.journal.next()}`,
      call: ({ machine, self, args, site }) => {
        const { items, rest } = itemsOf(machine, routes, 'values', site);
        const handlers = [...items, ...(rest ? [rest] : [])].map((route) => member({ machine, site }, route, 'handler'));
        if (handlers.length === 0) return UNDEFINED;
        return union(machine.journal.fork(handlers.map((handler) => () => callValue(machine, handler, self, args, site))));
      },
      escaped: (machine, site) => machine.escape(routes, site),
    });
  });

/** A middleware that changes data only, or whose options are functions of the program, which then may run. */
const plain = (name: string): NativeValue =>
  nativeFunction(name, ({ machine, args, site }) => {
    for (const value of args.positional) machine.escape(value, site);
    const nothing = nativeFunction(name, () => UNDEFINED);
    return machine.object([
      ['before', nothing],
      ['after', nothing],
      ['onError', nothing],
    ]);
  });

export function middy(_machine: Machine, name: string): Value {
  const made = modelOf(name);
  // the default export, and named ones of newer versions
  return native(name, {
    ...(made.call ? { call: made.call } : {}),
    get: (property) =>
      property.startsWith('%') || /^(then|call|apply|bind)$/.test(property) ? undefined : property === '__esModule' ? TRUE : made,
    inert: true,
  });
}

function modelOf(name: string): NativeValue {
  if (name === '@middy/core') return core;
  const fetch = FETCHES.get(name);
  if (fetch) return fetching(name, fetch);
  if (name === '@middy/ws-response') return wsResponse;
  if (name === '@middy/s3-object-response') return s3ObjectResponse;
  return /-router$/.test(name) ? router(name) : plain(name);
}
