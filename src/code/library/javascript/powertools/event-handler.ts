/**
 * Routers and resolvers of `@aws-lambda-powertools/event-handler`, and other parts of Powertools that run functions of the program:
 * what is registered runs when the event is resolved.
 */
import { callValue } from '../../../interpreter/invoke.ts';
import { argument, args as argumentsOf, type Machine } from '../../../interpreter/machine.ts';
import { getMember } from '../../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../../interpreter/values.ts';
import { callBack, inert } from '../../aws/request.ts';
import { member } from '../options.ts';

/** `app.get('/path', handler)`, `@app.query('name')` on a method, `app.use(middleware)`; `app.resolve(event, context, { scope })`. */
const router = (name: string): NativeValue =>
  native(name, {
    construct: ({ machine }) => {
      const handlers = machine.list([]);
      const add = (value: Value): void => {
        machine.journal.touch(handlers);
        handlers.items.push(value);
      };
      const register = (property: string): NativeValue =>
        nativeFunction(`${name}.${property}`, (call) => {
          const functions = [...call.args.positional, ...listsIn(call.args.positional)].filter(isFunction);
          functions.forEach(add);
          if (property === 'includeRouter') add(argument(call.args, 0));
          // as a decorator: class, name, descriptor
          return nativeFunction(`@${name}.${property}`, ({ machine: at, args, site }) => {
            const descriptor = argument(args, 2);
            const method = isNullish(descriptor) ? argument(args, 0) : getMember(at, descriptor, textValue('value'), site);
            if (isFunction(method)) add(method);
            return UNDEFINED;
          });
        });
      const made: NativeValue = native(name, {
        key: `router ${machine.journal.next()}`,
        get: (property) => {
          if (property === '%handlers') return handlers;
          if (property === 'resolve' || property === 'resolveStream')
            return nativeFunction(`${name}.${property}`, (call) => resolve(call, handlers.items));
          return property.startsWith('%') || property === 'then' ? undefined : register(property);
        },
        escaped: (at, site) => {
          for (const handler of handlers.items) at.escape(handler, site);
        },
      });
      return made;
    },
    inert: true,
  });

const isFunction = (value: Value): boolean => value.kind === 'closure' || (value.kind === 'native' && value.call !== undefined);
const listsIn = (values: readonly Value[]): readonly Value[] => values.flatMap((value) => (value.kind === 'list' ? value.items : []));

function resolve(call: NativeCall, handlers: readonly Value[], depth = 0): Value {
  const { machine, args, site } = call;
  const [event, context] = [argument(args, 0), argument(args, 1)];
  const scope = member(call, argument(args, 2), 'scope');
  const request = machine.object(
    [
      ['event', event],
      ['context', context],
    ],
    { open: harmless('the request') },
  );
  const next = nativeFunction('next', () => UNDEFINED);
  const results = handlers.flatMap((handler): Value[] => {
    if (handler.kind === 'native' && !handler.call) {
      const inner = handler.get?.('%handlers', machine, site);
      return inner?.kind === 'list' && depth < 4 ? [resolve(call, inner.items, depth + 1)] : [];
    }
    // REST handlers get the request, GraphQL and agent handlers their arguments: data of the event either way
    const given = { ...argumentsOf(request, next), rest: harmless('an argument of the request') };
    return [machine.journal.maybe(() => callValue(machine, handler, scope, given, site))];
  });
  return results.length === 0 ? harmless('a response') : union([...results, harmless('a response')]);
}

export const eventHandler = (): NativeValue =>
  native('@aws-lambda-powertools/event-handler', {
    get: (property) => {
      if (/(Router|Resolver)$/.test(property)) return router(property);
      return /^[A-Z]/.test(property)
        ? inert(property)
        : property.startsWith('%')
          ? undefined
          : nativeFunction(property, () => inert(property));
    },
    inert: true,
  });

/** `kafkaConsumer(handler, schema)`: a handler of the decoded event. */
export const kafka = (): NativeValue =>
  native('@aws-lambda-powertools/kafka', {
    get: (property) => {
      if (property !== 'kafkaConsumer') return /^[A-Z]/.test(property) ? inert(property) : undefined;
      return nativeFunction('kafkaConsumer', (made) => {
        const handler = argument(made.args, 0);
        return native('a Kafka consumer', {
          key: `consumer ${made.machine.journal.next()}`,
          call: ({ machine, self, args, site }) => callValue(machine, handler, self, args, site),
          escaped: (machine, site) => machine.escape(handler, site),
        });
      });
    },
    inert: true,
  });

/** Parser, JMESPath, validation and commons: data in, data out; functions that they are given run. */
export const plain = (name: string): NativeValue =>
  native(name, {
    get: (property) => {
      if (property.startsWith('%')) return undefined;
      if (/^[A-Z]/.test(property)) return inert(property);
      return nativeFunction(property, ({ machine, args, site }) => {
        for (const value of args.positional) callBack(machine, value, [harmless('data')], site);
        return HOOKS.has(property) ? hooks(machine, property) : harmless(`the result of ${property}`);
      });
    },
    inert: true,
  });

/** `parser({ schema })` is a middleware and a decorator; neither changes what runs. */
const HOOKS = new Set(['parser', 'validator', 'validation']);

function hooks(machine: Machine, name: string): Value {
  const nothing = nativeFunction(name, () => UNDEFINED);
  return machine.object([
    ['before', nothing],
    ['%call', nothing],
  ]);
}
