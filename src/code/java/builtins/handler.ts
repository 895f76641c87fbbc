/**
 * The handler: an instance of its class, which Lambda makes once, and a method with the event and the context (AWS Lambda Developer
 * Guide, "Define Lambda function handler in Java").
 */
import { constructClass, initialFields, instantiate } from '../../interpreter/classes.ts';
import { evaluate } from '../../interpreter/evaluate.ts';
import { callValue, recordOf } from '../../interpreter/invoke.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields, deeper, getMember } from '../../interpreter/members.ts';
import {
  type ClassValue,
  type ClosureValue,
  harmless,
  native,
  type ObjectValue,
  optionsOf,
  textValue,
  union,
  type Value,
} from '../../interpreter/values.ts';
import type { Parameter } from '../../program.ts';

/** Lambda calls the constructor without parameters; where there is none, a container made the instance. */
function instanceOf(machine: Machine, type: ClassValue, site: Site): ObjectValue | undefined {
  const key = `handler ${type.serial}`;
  const known = machine.store.get(key) as ObjectValue | undefined;
  if (known) return known;
  const made = type.methods.get('constructor');
  const parameters = made?.kind === 'closure' ? made.function.parameters.filter((parameter) => parameter.rest === undefined) : [];
  const value = parameters.length > 0 ? instantiate(machine, type, site) : constructClass(machine, type, args(), site);
  if (value.kind !== 'object') return undefined;
  machine.store.set(key, value);
  return value;
}

export function entry(machine: Machine, type: ClassValue, name: string, site: Site): Value | undefined {
  const self = instanceOf(machine, type, site);
  if (!self) return undefined;
  const callee = getMember(machine, self, textValue(name), site);
  if (callee.kind === 'constant' || callee.kind === 'text') return undefined;
  return native(`${type.node.name}.${name}`, {
    key: `entry ${type.serial} ${name}`,
    call: (call) =>
      callValue(call.machine, callee, self, handed(call.machine, callee, type, argument(call.args, 0), argument(call.args, 1)), call.site),
  });
}

/** The event as the method declares it; a handler of streams reads it from the first and writes to the second. */
function handed(machine: Machine, callee: Value, type: ClassValue, event: Value, context: Value): ReturnType<typeof args> {
  const closure = optionsOf(callee).find((option): option is ClosureValue => option.kind === 'closure');
  const parameters = closure?.function.parameters ?? [];
  const streams = parameters.length === 3 || (closure === undefined && takesStreams(type));
  const first = parameters[0];
  const typed = first && closure ? eventAs(machine, event, first, closure) : event;
  if (streams) return args(typed, harmless('an output stream'), context);
  return parameters.length === 1 && isContext(first) ? args(context) : args(typed, context);
}

const takesStreams = (type: ClassValue): boolean =>
  type.node.implements.some((each) => each.kind === 'reference' && 'name' in each.value && each.value.name === 'RequestStreamHandler');

const isContext = (parameter: Parameter | undefined): boolean =>
  parameter?.target.kind === 'name' && /^(context|ctx|lambdaContext)$/.test(parameter.target.name) && parameter.type === undefined;

/** An event of a class of the program: its fields are those of the event, its methods those of the class. */
function eventAs(machine: Machine, event: Value, parameter: Parameter, closure: ClosureValue): Value {
  const record = recordOf(closure.scope);
  if (parameter.type?.kind !== 'reference' || !record) return event;
  const type = evaluate(machine, parameter.type.value, { scope: closure.scope, record });
  return type.kind === 'class' && !type.node.interface ? dataAs(machine, event, type) : event;
}

/** Data as an instance of a class: parsed JSON. What the data may lack stays what the class's fields begin with. */
export function dataAs(machine: Machine, data: Value, type: ClassValue): Value {
  return union(
    optionsOf(data).map((option) => {
      if (option.kind !== 'object' && option.kind !== 'unknown') return option;
      if (option.kind === 'object' && option.class) return option;
      const made = machine.object([], { class: type });
      copyFields(machine, made, option);
      for (const [key, value] of initialFields(machine, type, made)) {
        const name = key.replace(/^\./, '');
        if (!made.fields.has(name)) made.fields.set(key, made.open ? union([value, memberOf(made.open, name)]) : value);
      }
      return made;
    }),
  );
}

const memberOf = (open: Value, name: string): Value => (open.kind === 'unknown' ? deeper(open, name) : open);
