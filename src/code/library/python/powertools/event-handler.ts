/**
 * Resolvers and routers of `aws_lambda_powertools.event_handler`: what is registered runs when the event is resolved ("REST API",
 * "GraphQL API", "Bedrock Agents").
 */
import { callValue } from '../../../interpreter/invoke.ts';
import { itemsOf } from '../../../interpreter/items.ts';
import { type Arguments, argument, type Machine } from '../../../interpreter/machine.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  UNDEFINED,
  union,
  type Value,
} from '../../../interpreter/values.ts';
import { inert } from '../../aws/request.ts';
import { named } from '../keywords.ts';
import { rawOf, viewOf } from './data-classes.ts';

/** How handlers are called: with arguments of the request, or as `middleware(app, next)`. */
interface Registered {
  readonly handler: Value;
  readonly middleware: boolean;
}

/** `app = APIGatewayRestResolver()`, `router = Router()`. */
const resolverClass = (name: string): NativeValue => {
  const make = ({ machine }: NativeCall): Value => resolver(machine, name);
  return native(name, { call: make, construct: make, inert: true });
};

function resolver(machine: Machine, name: string): NativeValue {
  const handlers: Registered[] = [];
  const included: NativeValue[] = [];
  const state = machine.object();
  const add = (handler: Value, middleware: boolean): void => {
    if (handler.kind === 'closure' || handler.kind === 'native' || handler.kind === 'unknown') handlers.push({ handler, middleware });
  };
  const addAll = ({ machine: at, site }: NativeCall, list: Value | undefined): void => {
    if (!list) return;
    const { items, rest } = itemsOf(at, list, 'values', site);
    for (const item of [...items, ...(rest ? [rest] : [])]) add(item, true);
  };
  /** `@app.get('/path', middlewares=[…])`, `@app.resolver(…)`, `@app.exception_handler(…)`. */
  const register = (property: string): NativeValue =>
    nativeFunction(`${name}.${property}`, (call) => {
      addAll(call, call.args.named.get('middlewares'));
      const first = argument(call.args, 0);
      if (first.kind === 'closure') {
        add(first, false);
        return first;
      }
      return nativeFunction(`@${name}.${property}`, ({ args }) => {
        add(argument(args, 0), false);
        return argument(args, 0);
      });
    });
  const run = (call: NativeCall): Value => resolve(call, made, named(call.args, 'event', 0), named(call.args, 'context', 1));
  const made: NativeValue = native(name, {
    key: `resolver ${machine.journal.next()}`,
    call: run,
    properties: state,
    data: { kind: 'resolver', handlers, included, state } as { readonly kind: string },
    get: (property) => {
      if (property.startsWith('%') || property.startsWith('__')) return undefined;
      if (property === 'resolve' || property === 'resolve_async') return nativeFunction(`${name}.${property}`, run);
      if (property === 'include_router')
        return nativeFunction(`${name}.include_router`, ({ args }) => {
          const router = named(args, 'router', 0);
          if (router.kind === 'native') included.push(router);
          return UNDEFINED;
        });
      if (property === 'use')
        return nativeFunction(`${name}.use`, (call) => {
          addAll(call, named(call.args, 'middlewares', 0));
          return UNDEFINED;
        });
      if (property === 'append_context') return undefined;
      return /^(current_event|lambda_context|context)$/.test(property) ? harmless(`the ${property} of a request`) : register(property);
    },
    inert: true,
    escaped: (at, site) => {
      for (const { handler } of handlers) at.escape(handler, site);
    },
  });
  return made;
}

interface ResolverData {
  readonly kind: 'resolver';
  readonly handlers: readonly Registered[];
  readonly included: readonly NativeValue[];
  readonly state: ObjectValue;
}

const isResolver = (data: object | undefined): data is ResolverData =>
  data !== undefined && 'kind' in data && data.kind === 'resolver' && 'handlers' in data;

function resolve(call: NativeCall, app: NativeValue, event: Value, context: Value, depth = 0): Value {
  const { machine, site } = call;
  const { data } = app;
  if (!isResolver(data) || depth > 4) return UNDEFINED;
  machine.journal.touch(data.state);
  data.state.fields.set('current_event', viewOf(machine, rawOf(event)));
  data.state.fields.set('lambda_context', context);
  // handlers get what the route, the query and the body hold: data of the event
  const given: Arguments = { positional: [], named: new Map(), rest: harmless('an argument of the request') };
  const next = nativeFunction('next_middleware', () => harmless('a response'));
  const results = data.handlers.map(({ handler, middleware }) => {
    const args = middleware ? { positional: [app, next], named: new Map() } : given;
    return machine.journal.maybe(() => callValue(machine, handler, UNDEFINED, args, site));
  });
  for (const router of data.included) results.push(resolve(call, router, event, context, depth + 1));
  return union([...results.filter((result) => result !== undefined), harmless('a response')]);
}

export function eventHandler(): NativeValue {
  const made: NativeValue = native('aws_lambda_powertools.event_handler', {
    get: (name) => {
      if (/(Resolver|Router|ApiGatewayResolver)$/.test(name) && name !== 'BaseRouter') return resolverClass(name);
      return /^[a-z_0-9]+$/.test(name) && !name.startsWith('__') ? made : name.startsWith('%') ? undefined : inert(name);
    },
    inert: true,
  });
  return made;
}
