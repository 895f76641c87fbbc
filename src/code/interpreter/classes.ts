/** Classes: definition, instances, inheritance. */
import type { ClassMember, ClassNode, Expression } from '../program.ts';
import { escapeMethods } from './escape.ts';
import { evaluate } from './evaluate.ts';
import type { Context } from './execute.ts';
import { callClosure, callValue, makeClosure } from './invoke.ts';
import { type Arguments, args, type Machine, NO_ARGUMENTS, type Site } from './machine.ts';
import { Scope } from './scope.ts';
import { definedClasses, typedUnknown, withType } from './types.ts';
import {
  type AccessorValue,
  type ClassValue,
  type ClosureValue,
  harmless,
  literalText,
  type ObjectValue,
  textValue,
  UNDEFINED,
  unknown,
  type Value,
} from './values.ts';

export function defineClass(machine: Machine, node: ClassNode, context: Context): ClassValue {
  const site: Site = { module: context.record.module, at: node.at };
  const scope = node.self === undefined ? context.scope : new Scope(context.scope, 'block');
  const value: ClassValue = {
    kind: 'class',
    serial: machine.journal.next(),
    node,
    scope,
    parents: node.interface ? [] : node.extends.map((parent) => evaluate(machine, parent, context)),
    methods: new Map<string, ClosureValue | AccessorValue>(),
    statics: machine.object(),
  };
  if (node.interface) return value;
  if (node.self !== undefined) scope.declare(node.self, machine.cell(value));
  return defineMembers(machine, value, { ...context, scope }, site);
}

function defineMembers(machine: Machine, value: ClassValue, context: Context, site: Site): ClassValue {
  const { node } = value;
  const methods = value.methods as Map<string, ClosureValue | AccessorValue>;
  definedClasses(machine).push(value);
  for (const member of node.members) {
    const key = literalText(evaluate(machine, member.key, context));
    if (member.kind === 'field' || member.kind === 'static-block' || key === undefined) continue;
    const closure = member.value?.kind === 'function' ? makeClosure(machine, member.value.function, context.scope, value) : undefined;
    if (!closure) continue;
    const before = member.static ? value.statics.fields.get(key) : methods.get(key);
    const method = member.kind === 'method' ? closure : accessor(before, member.kind, closure);
    if (member.static) value.statics.fields.set(key, method);
    else methods.set(key, method);
  }
  runStatics(machine, value, context);
  for (const member of node.members) if (member.decorators.length > 0) decorate(machine, value, member, context);
  let decorated: Value = value;
  for (const decorator of [...node.decorators].reverse()) {
    const result = callValue(machine, evaluate(machine, decorator, context), UNDEFINED, args(decorated), site);
    if (result.kind === 'class') decorated = result;
  }
  return decorated.kind === 'class' ? decorated : value;
}

const accessor = (before: Value | undefined, kind: 'getter' | 'setter', closure: ClosureValue): AccessorValue => {
  const known = before?.kind === 'accessor' ? before : { get: undefined, set: undefined };
  return { kind: 'accessor', get: kind === 'getter' ? closure : known.get, set: kind === 'setter' ? closure : known.set };
};

/** Static fields and blocks, in order, with the class as `this`. */
function runStatics(machine: Machine, value: ClassValue, context: Context): void {
  for (const member of value.node.members) {
    if (!member.static) continue;
    if (member.kind === 'field') {
      const key = literalText(evaluate(machine, member.key, context));
      if (key === undefined) continue;
      machine.journal.touch(value.statics);
      value.statics.fields.set(key, initial(machine, member, value, value));
    } else if (member.kind === 'static-block' && member.value?.kind === 'function')
      callClosure(machine, makeClosure(machine, member.value.function, context.scope, value), value, NO_ARGUMENTS, {
        module: context.record.module,
        at: member.at,
      });
  }
}

/** The initial value of a field, with `this` bound. */
function initial(machine: Machine, member: ClassMember, owner: ClassValue, self: Value): Value {
  const body: Expression | undefined = member.value;
  const value = body ? evaluateIn(machine, body, owner, self) : UNDEFINED;
  if (!member.type) return value;
  return value === UNDEFINED ? value : withType(machine, value, member.type, owner.scope);
}

function evaluateIn(machine: Machine, value: Expression, owner: ClassValue, self: Value): Value {
  const closure = makeClosure(
    machine,
    { name: '', parameters: [], body: [{ kind: 'return', value, at: value.at }], lexicalThis: false, generator: false, at: value.at },
    owner.scope,
    owner,
  );
  return callClosure(machine, closure, self, NO_ARGUMENTS, undefined);
}

/** Decorators of members see the class, the name and a descriptor; one that replaces the method is honoured. */
function decorate(machine: Machine, value: ClassValue, member: ClassMember, context: Context): void {
  const key = literalText(evaluate(machine, member.key, context));
  if (key === undefined) return;
  const site: Site = { module: context.record.module, at: member.at };
  for (const decorator of [...member.decorators].reverse()) {
    const method = member.static ? value.statics.fields.get(key) : value.methods.get(key);
    const descriptor = machine.object([['value', method ?? UNDEFINED]]);
    const result = callValue(machine, evaluate(machine, decorator, context), UNDEFINED, args(value, textValue(key), descriptor), site);
    const replaced = result.kind === 'object' ? result.fields.get('value') : descriptor.fields.get('value');
    if (replaced?.kind === 'closure' && replaced !== method && !member.static)
      (value.methods as Map<string, ClosureValue | AccessorValue>).set(key, replaced);
  }
}

/** The method or accessor of the name, the class's own or inherited. */
export function findMethod(value: ClassValue, name: string): ClosureValue | AccessorValue | undefined {
  const own = value.methods.get(name);
  if (own || value.node.interface) return own;
  for (const parent of value.parents) {
    const inherited = parent.kind === 'class' ? findMethod(parent, name) : undefined;
    if (inherited) return inherited;
  }
  return undefined;
}

/** `new C(…)`. */
export function constructClass(machine: Machine, value: ClassValue, given: Arguments, site: Site): Value {
  const object = machine.object([], { class: value });
  constructInto(machine, value, object, given, site);
  return object;
}

/** Runs fields and constructor of a class, or the construction of a native, on an object that exists. */
export function constructInto(machine: Machine, type: Value, object: ObjectValue, given: Arguments, site: Site): void {
  if (type.kind === 'native') {
    const base = type.construct?.({ machine, self: object, args: given, site });
    if (base?.kind === 'native') {
      machine.journal.touch(object);
      object.base = base;
    }
    return;
  }
  if (type.kind === 'closure') {
    callValue(machine, type, object, given, site);
    return;
  }
  if (type.kind !== 'class') {
    for (const value of given.positional) machine.escape(value, site);
    escapeMethods(machine, object, site);
    return;
  }
  const made = type.methods.get('constructor');
  const pending = initializeFields(machine, type, object);
  if (made?.kind === 'closure') callClosure(machine, made, object, given, site);
  else for (const parent of type.parents) constructInto(machine, parent, object, given, site);
  for (const force of pending) force();
}

/**
 * Fields are computed when first read, so that they see what the constructor's parameters set and what parent constructors
 * set; those that nobody read are computed at the end of construction.
 */
function initializeFields(machine: Machine, type: ClassValue, object: ObjectValue): (() => void)[] {
  const pending: (() => void)[] = [];
  for (const member of type.node.members) {
    if (member.kind !== 'field' || member.static) continue;
    const key = member.key.kind === 'literal' ? String(member.key.value) : undefined;
    if (key === undefined || member.value === undefined) continue;
    const lazy: AccessorValue = {
      kind: 'accessor',
      get: () => {
        if (object.fields.get(key) === lazy) {
          machine.journal.touch(object);
          object.fields.set(key, UNDEFINED);
          object.fields.set(key, initial(machine, member, type, object));
        }
        return object.fields.get(key) ?? UNDEFINED;
      },
      set: undefined,
    };
    object.fields.set(key, lazy);
    pending.push(() => {
      if (object.fields.get(key) === lazy && typeof lazy.get === 'function') lazy.get();
    });
  }
  return pending;
}

const instancesOf = (machine: Machine): Map<ClassValue, Value> => {
  const known = machine.store.get('instances');
  if (known instanceof Map) return known;
  const made = new Map<ClassValue, Value>();
  machine.store.set('instances', made);
  return made;
};

/** An instance that unknown code (a container, a framework) makes: constructor arguments are known by their types only. */
export function instantiate(machine: Machine, type: ClassValue, site: Site): Value {
  const instances = instancesOf(machine);
  const known = instances.get(type);
  if (known) return known;
  if (instances.size > 256) return unknown(`an instance of ${type.node.name}`);
  const object = machine.object([], { class: type });
  instances.set(type, object);
  constructInto(machine, type, object, typedArguments(machine, type), site);
  return object;
}

function typedArguments(machine: Machine, type: ClassValue): Arguments {
  const made = type.methods.get('constructor');
  if (made?.kind !== 'closure') return { positional: [], named: new Map(), rest: unknown('what a container passes') };
  return argumentsByType(machine, made);
}

/** Arguments as far as the parameters' declared types tell, for functions that unknown code calls. */
export function argumentsByType(machine: Machine, closure: ClosureValue): Arguments {
  const positional = closure.function.parameters.map((parameter) => {
    const type =
      parameter.type ?? (parameter.target.kind === 'name' || parameter.target.kind === 'object' ? parameter.target.type : undefined);
    return type ? typedUnknown(machine, unknown('what unknown code passes'), type, closure.scope) : unknown('what unknown code passes');
  });
  return { positional, named: new Map(), rest: harmless('what unknown code passes') };
}
