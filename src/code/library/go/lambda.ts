/** `lambda.Start(handler)`: where a Go program gets its events ("Define Lambda function handlers in Go", AWS Lambda Developer Guide). */
import { decoded } from '../../interpreter/decode.ts';
import { eventOf } from '../../interpreter/events.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { argument, args as argumentsOf, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { classOfType } from '../../interpreter/types.ts';
import {
  harmless,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';

const START = /^Start(WithOptions|Handler|HandlerFunc|WithContext|HandlerWithContext)?$/;

export const lambdaPackage = (): NativeValue =>
  native('lambda', {
    get: (name) => {
      if (START.test(name))
        return nativeFunction(`lambda.${name}`, ({ machine, args, site }) => start(machine, handlerOf(args.positional), site));
      return name === 'NewHandler' ? nativeFunction(name, ({ args }) => argument(args, 0)) : inert(`lambda.${name}`);
    },
    inert: true,
  });

/** `StartWithContext` takes the context first. */
const handlerOf = (given: readonly Value[]): Value => given.find((value) => value.kind === 'closure') ?? given.at(-1) ?? UNDEFINED;

/**
 * A handler takes a context, an event, both or neither; the event is decoded into the type of its parameter. A `lambda.Handler` has a method
 * `Invoke`, which takes the event as it is. Warm starts see what the first left.
 */
function start(machine: Machine, handler: Value, site: Site): Value {
  const context = harmless('the context of the invocation');
  machine.visits.repeat(() => {
    for (const option of optionsOf(handler)) {
      const event = eventOf(machine, machine.fn);
      const callee = option.kind === 'object' ? getMember(machine, option, textValue('Invoke'), site) : option;
      const parameters = callee.kind === 'closure' ? callee.function.parameters : undefined;
      const takesContext = parameters?.length !== 1 || isContext(parameters[0]?.target);
      const type = parameters?.at(-1)?.type;
      const target = type && callee.kind === 'closure' ? classOfType(machine, type, callee.scope, site) : undefined;
      const given = target ? union(optionsOf(event).map((each) => decoded(machine, each, target, site))) : event;
      callValue(machine, callee, option, takesContext ? argumentsOf(context, given) : argumentsOf(given), site);
    }
  });
  return UNDEFINED;
}

/** The one parameter of a handler is its event, unless it is named as contexts are. */
const isContext = (target: { readonly kind: string; readonly name?: string } | undefined): boolean =>
  target?.kind === 'name' && (target.name === 'ctx' || target.name === 'context' || target.name === '_');

/** `cfn.LambdaWrap(fn)`: a handler of custom resources, `fn(ctx, event) (id, data, err)`. */
export const cfnPackage = (): NativeValue =>
  native('cfn', {
    get: (name) => (/^LambdaWrap/.test(name) ? nativeFunction(name, ({ args }) => argument(args, 0)) : inert(`cfn.${name}`)),
    inert: true,
  });

/** `lambdaurl.Start(handler)`: an `http.Handler` behind a function URL. */
export const lambdaUrlPackage = (): NativeValue =>
  native('lambdaurl', {
    get: (name) =>
      nativeFunction(`lambdaurl.${name}`, ({ machine, args, site }) => {
        for (const value of args.positional) machine.escape(value, site);
        return UNDEFINED;
      }),
    inert: true,
  });
