/**
 * Logger, Tracer and Metrics of Powertools: they call nothing that the function's tracing and logging do not cover, wrap what they are
 * given, and give it back. Logs and metrics go through standard output, traces to the daemon.
 */
import { callValue } from '../../../interpreter/invoke.ts';
import { argument } from '../../../interpreter/machine.ts';
import { harmless, type NativeValue, native, nativeFunction, UNDEFINED, type Value } from '../../../interpreter/values.ts';
import { callBack, inert } from '../../aws/request.ts';

/** Methods that give their argument back: a client, the SDK, a module. */
const PASSES = /^capture(AWS|AWSClient|AWSv3Client|HTTPs|HTTPsGlobal)$/;
/** Used as decorators of methods, which they leave in place; `captureLambdaHandler` and their kin are middlewares too. */
const DECORATES = /^(captureLambdaHandler|captureMethod|injectLambdaContext|logMetrics)$/;

const nothing = nativeFunction('a decorated method', () => UNDEFINED);

/** A decorator, or a middleware without effect. */
const decorator = (name: string): NativeValue =>
  nativeFunction(name, ({ machine }) => {
    const hooks = machine.object([
      ['before', nothing],
      ['after', nothing],
      ['onError', nothing],
      ['%call', nothing],
    ]);
    return hooks;
  });

function instance(name: string): NativeValue {
  const made: NativeValue = native(name, {
    get: (property) => {
      if (PASSES.test(property)) return nativeFunction(`${name}.${property}`, ({ args }) => argument(args, 0));
      if (DECORATES.test(property)) return decorator(property);
      if (property === 'provider') return made;
      if (property === 'captureAsyncFunc' || property === 'captureFunc' || property === 'captureCallbackFunc')
        return nativeFunction(property, ({ machine, args, site }) =>
          callValue(machine, argument(args, 1), UNDEFINED, { positional: [inert('a segment')], named: new Map() }, site),
        );
      if (property === 'createChild' || property === 'singleMetric') return nativeFunction(property, () => made);
      if (property.startsWith('%') || /^(then|catch|finally|toString|call|apply|bind)$/.test(property)) return undefined;
      return nativeFunction(`${name}.${property}`, ({ machine, args, site }) => {
        for (const value of args.positional) if (value.kind === 'closure') callBack(machine, value, [harmless('an argument')], site);
        return inert(`the result of ${name}.${property}`);
      });
    },
    inert: true,
  });
  return made;
}

/** The packages logger, tracer and metrics, with their middlewares. */
export const observability = (name: string): NativeValue =>
  native(name, {
    get: (property): Value | undefined => {
      if (DECORATES.test(property)) return decorator(property);
      if (!/^[A-Z]/.test(property)) return property.startsWith('%') ? undefined : nativeFunction(property, () => inert(property));
      return native(property, { construct: () => instance(property), typed: () => instance(property), inert: true });
    },
    inert: true,
  });
