/** `lambda.Start(handler)`: where a Go program gets its events ("Define Lambda function handlers in Go", AWS Lambda Developer Guide). */
import { eventOf } from '../../interpreter/events.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { argument, args as argumentsOf, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  UNDEFINED,
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

/** A handler takes a context, an event, both or neither; a `lambda.Handler` has a method `Invoke`. Warm starts see what the first left. */
function start(machine: Machine, handler: Value, site: Site): Value {
  const context = harmless('the context of the invocation');
  machine.journal.repeat(() => {
    for (const option of optionsOf(handler)) {
      const event = eventOf(machine, machine.fn);
      const callee = option.kind === 'object' ? getMember(machine, option, textValue('Invoke'), site) : option;
      const takesContext =
        callee.kind !== 'closure' || callee.function.parameters.length !== 1 || isContext(callee.function.parameters[0]?.target);
      callValue(machine, callee, option, takesContext ? argumentsOf(context, event) : argumentsOf(event), site);
    }
  });
  return UNDEFINED;
}

/** The one parameter of a handler is its event, unless it is named as contexts are. */
const isContext = (target: { readonly kind: string; readonly name?: string } | undefined): boolean =>
  target?.kind === 'name' && (target.name === 'ctx' || target.name === 'context' || target.name === '_');
