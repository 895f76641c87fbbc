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
  constant,
  harmless,
  literalText,
  type NativeValue,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
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
    own: { prototype: undefined },
    statics: machine.object(),
  };
  if (node.interface) return value;
  if (node.self !== undefined) scope.declare(node.self, machine.cell(value));
  return defineMembers(machine, value, { ...context, scope }, site);
}

/** Begins the name of a method whose name is computed and not known: anything may call it on an instance. */
const COMPUTED = '%computed ';

function defineMembers(machine: Machine, value: ClassValue, context: Context, site: Site): ClassValue {
  const { node } = value;
  const methods = value.methods as Map<string, ClosureValue | AccessorValue>;
  definedClasses(machine).push(value);
  for (const member of node.members) {
    if (member.kind === 'field' || member.kind === 'static-block') continue;
    const key = literalText(evaluate(machine, member.key, context)) ?? `${COMPUTED}${member.at}`;
    const closure = member.value?.kind === 'function' ? makeClosure(machine, member.value.function, context.scope, value) : undefined;
    if (!closure) continue;
    const before = member.static ? value.statics.fields.get(key) : methods.get(key);
    const method = member.kind === 'method' ? closure : accessor(before, member.kind, closure);
    if (member.static) value.statics.fields.set(key, method);
    else methods.set(key, method);
  }
  runStatics(machine, value, context);
  for (const parent of value.parents) {
    const hook = parent.kind === 'class' ? staticClosure(parent, '__init_subclass__') : undefined;
    if (hook) callClosure(machine, hook, value, { positional: [], named: new Map([['**', harmless('an option of a class')]]) }, site);
  }
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
    const applied = evaluate(machine, decorator, context);
    const result = callValue(machine, applied, UNDEFINED, args(value, textValue(key), descriptor), site);
    // TypeScript's decorators give a descriptor or nothing; one that gives a function is a decorator of the language itself
    const given = result.kind === 'closure' ? decorateStandard(machine, applied, method, member, key, site) : undefined;
    const replaced = given ?? (result.kind === 'object' ? result.fields.get('value') : descriptor.fields.get('value'));
    if (replaced?.kind === 'closure' && replaced !== method && !member.static)
      (value.methods as Map<string, ClosureValue | AccessorValue>).set(key, replaced);
  }
}

/** A decorator of ECMAScript: called with the method and a context, it gives the function to put in its place. */
function decorateStandard(
  machine: Machine,
  decorator: Value,
  method: Value | undefined,
  member: ClassMember,
  key: string,
  site: Site,
): Value | undefined {
  const context = machine.object(
    [
      ['kind', textValue(member.kind)],
      ['name', textValue(key)],
      ['static', constant(member.static)],
    ],
    { open: harmless('the context of a decorator') },
  );
  const result = callValue(machine, decorator, UNDEFINED, args(method ?? UNDEFINED, context), site);
  // the function of a field computes its first value
  if (member.kind === 'field') machine.escape(result, site);
  return result.kind === 'closure' && member.kind === 'method' ? result : undefined;
}

/** `C.prototype`: as old as the class, whenever the program first asks for it. */
export function prototypeOf(machine: Machine, type: ClassValue): ObjectValue {
  if (type.own.prototype === undefined) {
    const parent = type.parents.find((each) => each.kind === 'class');
    const members = new Map<string, Value>(type.methods).set('constructor', type);
    machine.visits.appears(type.serial);
    type.own.prototype = machine.object(members, {
      serial: type.serial + 0.5,
      ...(parent && { prototype: prototypeOf(machine, parent) }),
    });
  }
  return type.own.prototype;
}

/** What the class itself gives its instances: methods, and what the program sets on its prototype. */
export const membersOf = (type: ClassValue): ReadonlyMap<string, Value> => type.own.prototype?.fields ?? type.methods;

/** The method or accessor of the name, the class's own or inherited. */
export function findMethod(value: ClassValue, name: string): ClosureValue | AccessorValue | undefined {
  const own = optionsOf(membersOf(value).get(name) ?? UNDEFINED).find((option) => option.kind === 'closure' || option.kind === 'accessor');
  if (own || value.node.interface) return own;
  for (const parent of value.parents) {
    const inherited = parent.kind === 'class' ? findMethod(parent, name) : undefined;
    if (inherited) return inherited;
  }
  return undefined;
}

/** `new C(…)`. */
export function constructClass(machine: Machine, value: ClassValue, given: Arguments, site: Site): Value {
  const allocated = allocate(machine, value, given, site);
  if (allocated) return allocated;
  const object = machine.object([], { class: value });
  const returned = constructInto(machine, value, object, given, site);
  // a constructor may return another object (a singleton, a proxy), which is then the result
  const others = returned ? optionsOf(returned).filter((option) => option.kind !== 'constant' && option.kind !== 'text') : [];
  if (returned === undefined || others.length === 0) return object;
  return others.length === optionsOf(returned).length ? union(others) : union([object, ...others]);
}

/** The classes of the program that name this one as a parent. */
export const subclassesOf = (machine: Machine, type: ClassValue): readonly ClassValue[] =>
  definedClasses(machine).filter((candidate) => candidate.parents.includes(type));

/** Python's `__new__` gives the object, often the only one of its class; an instance of the class is then initialised. */
function allocate(machine: Machine, value: ClassValue, given: Arguments, site: Site): Value | undefined {
  const allocator = staticClosure(value, '__new__');
  if (!allocator) return nativeAllocator(machine, value, site)?.call?.({ machine, self: value, args: given, site });
  const made = optionsOf(callClosure(machine, allocator, value, given, site)).filter((option) => option.kind !== 'constant');
  for (const option of made) if (option.kind === 'object' && option.class) constructInto(machine, option.class, option, given, site);
  return made.length === 0 ? undefined : union(made);
}

/** What makes the instances of a class that extends a native one which does not make objects: an enumeration. */
function nativeAllocator(machine: Machine, value: ClassValue, site: Site): NativeValue | undefined {
  for (const parent of value.parents) {
    const found =
      parent.kind === 'class'
        ? nativeAllocator(machine, parent, site)
        : parent.kind === 'native' && parent.data?.kind === 'allocator'
          ? parent.get?.('__new__', machine, site)
          : undefined;
    if (found?.kind === 'native') return found;
  }
  return undefined;
}

function staticClosure(value: ClassValue, name: string): ClosureValue | undefined {
  const own = value.statics.fields.get(name);
  if (own) return own.kind === 'closure' ? own : undefined;
  return value.parents.map((parent) => (parent.kind === 'class' ? staticClosure(parent, name) : undefined)).find((found) => found);
}

/**
 * Runs fields and constructor of a class, or the construction of a native, on an object that exists. Gives what a constructor of the
 * class's own returns.
 */
export function constructInto(machine: Machine, type: Value, object: ObjectValue, given: Arguments, site: Site): Value | undefined {
  if (type.kind === 'native') {
    const base = type.construct?.({ machine, self: object, args: given, site });
    if (base?.kind === 'native') {
      machine.journal.touch(object);
      object.base = base;
    }
    return undefined;
  }
  if (type.kind === 'closure') {
    callValue(machine, type, object, given, site);
    return undefined;
  }
  if (type.kind !== 'class') {
    for (const value of given.positional) machine.escape(value, site);
    escapeMethods(machine, object, site);
    return undefined;
  }
  const made = type.methods.get('constructor');
  const pending = initializeFields(machine, type, object);
  let returned: Value | undefined;
  if (made?.kind === 'closure') returned = callClosure(machine, made, object, given, site);
  else {
    for (const parent of type.parents) constructInto(machine, parent, object, given, site);
    restoreFields(machine, type, object);
  }
  for (const force of pending) force();
  for (const [name, method] of type.methods)
    if ((name.startsWith(COMPUTED) || machine.language.implicit?.(name)) && method.kind === 'closure')
      machine.escape({ ...method, self: object }, site);
  return returned;
}

/**
 * Fields are computed when first read, so that they see what the constructor's parameters set and what parent constructors
 * set; those that nobody read are computed at the end of construction.
 */
function initializeFields(machine: Machine, type: ClassValue, object: ObjectValue): (() => void)[] {
  const pending: (() => void)[] = [];
  for (const member of type.node.members) {
    if (member.kind !== 'field' || member.static) continue;
    if (member.value === undefined) continue;
    const named = fieldKey(machine, member, type);
    const key = literalText(named);
    if (key === undefined) {
      object.dynamic.push({ key: named, value: initial(machine, member, type, object) });
      continue;
    }
    const now = (): readonly Value[] => optionsOf(object.fields.get(key) ?? UNDEFINED);
    const put = (values: readonly Value[]): void => {
      machine.journal.touch(object);
      object.fields.set(key, union(values));
    };
    const force = (): Value => {
      if (now().includes(lazy)) {
        // others: where the field was written in one branch, or perhaps
        const others = now().filter((option) => option !== lazy);
        put(others);
        put([...others, initial(machine, member, type, object)]);
      }
      return object.fields.get(key) ?? UNDEFINED;
    };
    const lazy: AccessorValue = { kind: 'accessor', get: force, set: undefined };
    machine.initialValues.set(object, [...(machine.initialValues.get(object) ?? []), { type, key, lazy }]);
    object.fields.set(key, lazy);
    pending.push(force);
  }
  return pending;
}

/** A field that the class and one that it extends both declare: the class's own initial value comes after what that one did. */
export function restoreFields(machine: Machine, type: ClassValue, object: ObjectValue): void {
  const values = machine.initialValues.get(object) ?? [];
  for (const { type: owner, key, lazy } of values) {
    if (owner !== type || !values.some((other) => other.key === key && other.type !== type)) continue;
    machine.journal.touch(object);
    object.fields.set(key, lazy);
  }
}

/** What the fields of an object hold before anything is written to them, where the class says it, by their keys. */
export function initialFields(machine: Machine, type: ClassValue, object: ObjectValue): readonly (readonly [string, Value])[] {
  const inherited = type.parents.flatMap((parent) => (parent.kind === 'class' ? initialFields(machine, parent, object) : []));
  const own = type.node.members.flatMap((member): (readonly [string, Value])[] => {
    if (member.kind !== 'field' || member.static || member.value === undefined) return [];
    const key = literalText(fieldKey(machine, member, type));
    return key === undefined ? [] : [[key, initial(machine, member, type, object)]];
  });
  return [...inherited, ...own];
}

/** The structs and arrays that an instance begins with where nothing else is given. */
export function emptyFields(machine: Machine, type: ClassValue): readonly (readonly [string, Value])[] {
  const { record } = type.scope;
  return type.node.members.flatMap((member): (readonly [string, Value])[] =>
    member.copied && member.value && member.key.kind === 'literal' && record
      ? [[String(member.key.value), evaluate(machine, member.value, { scope: type.scope, record })]]
      : [],
  );
}

function fieldKey(machine: Machine, member: ClassMember, type: ClassValue): Value {
  const { record } = type.scope;
  return member.key.kind === 'literal' || !record
    ? textValue(member.key.kind === 'literal' ? String(member.key.value) : '')
    : evaluate(machine, member.key, { scope: type.scope, record });
}

const instancesOf = (machine: Machine): Map<ClassValue, Value> => {
  const known = machine.store.get('instances');
  if (known instanceof Map) return known;
  const made = new Map<ClassValue, Value>();
  machine.store.set('instances', made);
  return made;
};

/** Whether it is such an instance as unknown code makes. */
export const isMadeByOthers = (machine: Machine, object: ObjectValue): boolean =>
  object.class !== undefined && instancesOf(machine).get(object.class) === object;

/** An instance that unknown code (a container, a framework) makes: constructor arguments are known by their types only. */
export function instantiate(machine: Machine, type: ClassValue, site: Site): Value {
  const provided = machine.language.provided?.(type, machine, site);
  if (provided) return provided;
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
  const { record } = closure.scope;
  const positional = closure.function.parameters.map((parameter) => {
    const [injected] = machine.language.name === 'java' ? (parameter.decorators ?? []) : [];
    if (injected && record) return evaluate(machine, injected, { scope: closure.scope, record });
    const type =
      parameter.type ?? (parameter.target.kind === 'name' || parameter.target.kind === 'object' ? parameter.target.type : undefined);
    const handed = machine.language.injected?.(machine, parameter, closure);
    if (handed) return handed;
    if (parameter.injected) return UNDEFINED;
    const passed = unknown('what unknown code passes');
    const value = type ? typedUnknown(machine, passed, type, closure.scope) : passed;
    // and it may leave out what has a default
    return parameter.default ? union([value, UNDEFINED]) : value;
  });
  return { positional, named: new Map(), rest: harmless('what unknown code passes') };
}
