/**
 * The handler: an instance of its class, which Lambda makes once, and a method with the event and the context (AWS Lambda Developer
 * Guide, "Define Lambda function handler in Java").
 */
import { constructClass, initialFields, instantiate } from '../../interpreter/classes.ts';
import { tagOf } from '../../interpreter/decode.ts';
import { evaluate } from '../../interpreter/evaluate.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { type Arguments, args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields, deeper, getMember } from '../../interpreter/members.ts';
import { classOfType } from '../../interpreter/types.ts';
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
import type { ClassMember, Parameter } from '../../program.ts';

/** Lambda calls the constructor without parameters; where there is none, a container made the instance. */
function instanceOf(machine: Machine, type: ClassValue, site: Site): ObjectValue | undefined {
  const key = `handler ${type.serial}`;
  const known = machine.store.get(key) as ObjectValue | undefined;
  if (known) return known;
  const made = type.methods.get('constructor');
  // with a default for each parameter, Kotlin makes a constructor without any ("Classes", "Constructors")
  const parameters =
    made?.kind === 'closure' ? made.function.parameters.filter((parameter) => parameter.rest === undefined && !parameter.default) : [];
  const value = parameters.length > 0 ? instantiate(machine, type, site) : constructClass(machine, type, args(), site);
  if (value.kind !== 'object') return undefined;
  machine.store.set(key, value);
  return value;
}

export function entry(machine: Machine, type: ClassValue, name: string, site: Site): Value | undefined {
  const self = instanceOf(machine, type, site);
  if (!self) return undefined;
  const callee = calledMethod(type, name) ?? getMember(machine, self, textValue(name), site);
  if (callee.kind === 'constant' || callee.kind === 'text') return undefined;
  return native(`${type.node.name}.${name}`, {
    key: `entry ${type.serial} ${name}`,
    call: ({ machine: at, args: given, site: place }) => callValue(at, callee, self, handed(at, callee, type, given, place), place),
  });
}

/**
 * The method that Lambda calls: of several of the name the one with the most parameters, and of these one that takes the context last
 * (AWS Lambda runtime interface client for Java, EventHandlerLoader). A class comes before the one that it extends.
 */
function calledMethod(type: ClassValue, name: string): ClosureValue | undefined {
  const candidates = methodsNamed(type, name).filter(({ function: { parameters } }) => parameters.length <= 3);
  const most = Math.max(...candidates.map(({ function: { parameters } }) => parameters.length));
  const longest = candidates.filter(({ function: { parameters } }) => parameters.length === most);
  return longest.find(({ function: { parameters } }) => isContext(parameters.at(-1))) ?? longest[0];
}

function methodsNamed(type: ClassValue, name: string): readonly ClosureValue[] {
  const own = [...type.methods, ...type.statics.fields].flatMap(([key, method]) =>
    method.kind === 'closure' && (key === name || key.startsWith(`${name}#`)) ? [method] : [],
  );
  return [...own, ...type.parents.flatMap((parent) => (parent.kind === 'class' ? methodsNamed(parent, name) : []))];
}

/** The event as the method declares it; a handler of streams reads it from the first and writes to the second. */
function handed(machine: Machine, callee: Value, type: ClassValue, given: Arguments, site: Site): Arguments {
  const event = argument(given, 0);
  const context = argument(given, 1);
  const closure = optionsOf(callee).find((option): option is ClosureValue => option.kind === 'closure');
  const parameters = closure?.function.parameters ?? [];
  const streams = parameters.length === 3 || (closure === undefined && takesStreams(type));
  const first = parameters[0];
  const typed = first && closure ? eventAs(machine, event, first, closure, site) : event;
  if (streams) return args(typed, harmless('an output stream'), context);
  return parameters.length === 1 && isContext(first) ? args(context) : args(typed, context);
}

const takesStreams = (type: ClassValue): boolean =>
  type.node.implements.some((each) => each.kind === 'reference' && 'name' in each.value && each.value.name === 'RequestStreamHandler');

const isContext = (parameter: Parameter | undefined): boolean =>
  parameter?.target.kind === 'name' && /^(context|ctx|lambdaContext)$/.test(parameter.target.name) && parameter.type === undefined;

/** An event of a class of the program: its fields are those of the event, its methods those of the class. */
function eventAs(machine: Machine, event: Value, parameter: Parameter, closure: ClosureValue, site: Site): Value {
  const { record } = closure.scope;
  if (parameter.type?.kind !== 'reference' || !record) return event;
  const type = evaluate(machine, parameter.type.value, { scope: closure.scope, record });
  return type.kind === 'class' && !type.node.interface ? dataAs(machine, event, type, site) : event;
}

/** Objects in objects are made this far: a class may hold its own kind. */
const MAX_DEPTH = 3;

/**
 * Data as an instance of a class, also what is in it: parsed JSON, by the names that annotations give fields. What the data may lack stays
 * what the class's fields begin with.
 */
export function dataAs(machine: Machine, data: Value, type: ClassValue, site: Site, depth = 0): Value {
  return union(
    optionsOf(data).map((option) => {
      if ((option.kind !== 'object' && option.kind !== 'unknown') || depth > MAX_DEPTH) return option;
      if (option.kind === 'object' && option.class) return option;
      const made = machine.object([], { class: type });
      copyFields(machine, made, option);
      const first = new Map(initialFields(machine, type, made));
      for (const { field, owner } of fieldsOf(type)) {
        const key = field.key.kind === 'literal' ? String(field.key.value) : '';
        const name = tagOf(field, 'json') ?? key.replace(/^\./, '');
        machine.step();
        const initial = first.get(key);
        const given = made.fields.get(name) ?? (made.open && memberOf(made.open, name));
        if (given === undefined) {
          if (initial) made.fields.set(key, initial);
          continue;
        }
        const value = typed(machine, given, field, owner, site, depth);
        const certain = made.fields.delete(name) || initial === undefined;
        made.fields.set(key, certain ? value : union([initial, value]));
      }
      return made;
    }),
  );
}

/** Fields of instances, with those of the classes above. */
export function fieldsOf(type: ClassValue): readonly { readonly field: ClassMember; readonly owner: ClassValue }[] {
  const own = type.node.members.filter((member) => member.kind === 'field' && !member.static);
  const inherited = type.parents.flatMap((parent) => (parent.kind === 'class' ? fieldsOf(parent) : []));
  return [...inherited, ...own.map((field) => ({ field, owner: type }))];
}

/** The value of a field as its declared type has it: an instance of a class of the program, or a list of them. */
function typed(machine: Machine, value: Value, field: ClassMember, owner: ClassValue, site: Site, depth: number): Value {
  const { type } = field;
  if (value.kind === 'union') return union(value.options.map((option) => typed(machine, option, field, owner, site, depth)));
  if (type?.kind === 'list') {
    const item = classOfType(machine, type.item, owner.scope, site);
    const made = (each: Value): Value => (item ? dataAs(machine, each, item, site, depth + 1) : each);
    if (item && value.kind === 'unknown') return machine.list([], made(deeper(value, undefined)));
    if (!item || value.kind !== 'list') return value;
    return machine.list(value.items.map(made), value.rest && made(value.rest));
  }
  const inner = type && classOfType(machine, type, owner.scope, site);
  return inner ? dataAs(machine, value, inner, site, depth + 1) : value;
}

const memberOf = (open: Value, name: string): Value => (open.kind === 'unknown' ? deeper(open, name) : open);
