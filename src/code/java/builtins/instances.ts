/**
 * Members of classes of the program and of their instances that no declaration shows: what enumerations, records and interfaces
 * have by themselves, what Lombok generates, and the methods that a subclass defines.
 */

import { findMethod, instantiate } from '../../interpreter/classes.ts';
import { evaluate } from '../../interpreter/evaluate.ts';
import { makeClosure } from '../../interpreter/invoke.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { boundMember, copyFields, getMember, setMember } from '../../interpreter/members.ts';
import { Scope } from '../../interpreter/scope.ts';
import { definedClasses } from '../../interpreter/types.ts';
import {
  type ClassValue,
  harmless,
  literalText,
  native,
  type ObjectValue,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import type { ClassMember } from '../../program.ts';
import { APPLICATION, ENTRY } from '../entry.ts';
import { fieldName } from '../source.ts';
import { type Call, method, someText } from './call.ts';
import { classLiteral } from './class-literal.ts';
import { application } from './framework.ts';
import { entry } from './handler.ts';
import { mapMember } from './maps.ts';

// ── Classes ────────────────────────────────────────────────────────────────────────────────────────────────

export function memberOfClass(type: ClassValue, name: string, machine: Machine, site: Site): Value | undefined {
  if (name.startsWith(ENTRY)) return entry(machine, type, name.slice(ENTRY.length), site);
  if (name === APPLICATION) return application(type);
  const own = type.node.interface ? memberOfInterface(machine, type, name, site) : undefined;
  if (own) return own;
  for (const parent of type.node.implements) {
    const declared = parent.kind === 'reference' ? classOf(machine, parent.value, type) : undefined;
    const inherited = declared?.node.interface ? memberOfInterface(machine, declared, name, site) : undefined;
    if (inherited) return inherited;
  }
  switch (name) {
    case 'values':
      return method(type, name, ({ machine: at }) => at.list(constantsOf(type)));
    case 'valueOf':
      return method(type, name, ({ args }) => constantNamed(type, literalText(argument(args, 0))));
    case 'getName':
    case 'getSimpleName':
    case 'getCanonicalName':
      return method(type, name, () => textValue(type.node.name));
    case 'serializer':
      return method(type, name, () => classLiteral(type));
    case 'newInstance':
    case 'getDeclaredConstructor':
      return method(type, name, ({ machine: at, site: place }) => (name === 'newInstance' ? instantiate(at, type, place) : type));
    case 'builder':
    case 'of':
    case 'newBuilder':
      return isAnnotated(type, /^(Builder|SuperBuilder|Value|Data|AllArgsConstructor|RequiredArgsConstructor)$/)
        ? method(type, name, (call) =>
            name === 'of' ? generated(call.machine, type, call.args.positional) : builderOf(call.machine, type),
          )
        : undefined;
    default:
      return undefined;
  }
}

/** The constants of an enumeration, in their order. */
export const constantsOf = (type: ClassValue): readonly Value[] =>
  [...type.statics.fields.values()].filter((value) => value.kind === 'object' && value.fields.has('%name'));

function constantNamed(type: ClassValue, name: string | undefined): Value {
  const known = name === undefined ? undefined : type.statics.fields.get(fieldName(name));
  const all = constantsOf(type);
  return known ?? (all.length === 0 ? harmless('a constant') : union(all));
}

export const annotationOf = (type: ClassValue, name: string): ObjectValue | undefined => {
  const all = type.statics.fields.get('%annotations');
  const found = all?.kind === 'object' ? all.fields.get(name) : undefined;
  return found?.kind === 'object' ? found : undefined;
};

export function isAnnotated(type: ClassValue, names: RegExp): boolean {
  const all = type.statics.fields.get('%annotations');
  return all?.kind === 'object' && [...all.fields.keys()].some((name) => names.test(name));
}

/** What a class's expression in a declaration stands for. */
function classOf(machine: Machine, expression: Parameters<typeof evaluate>[1], from: ClassValue): ClassValue | undefined {
  const { record } = from.scope;
  const value = record && evaluate(machine, expression, { scope: from.scope, record });
  return value?.kind === 'class' ? value : undefined;
}

// ── Interfaces ─────────────────────────────────────────────────────────────────────────────────────────────

const keyOf = (member: ClassMember): string | undefined => (member.key.kind === 'literal' ? String(member.key.value) : undefined);

/** Static methods, constants and nested classes of an interface, made when they are first used. */
function memberOfInterface(machine: Machine, type: ClassValue, name: string, site: Site): Value | undefined {
  const known = type.statics.fields.get(name);
  if (known) return known;
  const member = type.node.members.find((each) => each.static && keyOf(each) === name);
  const { record } = type.scope;
  if (!member?.value || !record)
    return parentsOf(machine, type)
      .map((parent) => memberOfInterface(machine, parent, name, site))
      .find((found) => found !== undefined);
  type.statics.fields.set(name, UNDEFINED);
  const scope = scopeOf(machine, type);
  const value =
    member.value.kind === 'function'
      ? makeClosure(machine, member.value.function, scope, type)
      : evaluate(machine, member.value, { scope, record });
  type.statics.fields.set(name, value);
  return value;
}

/** The scope of what stands in an interface: it knows itself by its name. */
function scopeOf(machine: Machine, type: ClassValue): Scope {
  const scope = new Scope(type.scope, 'block');
  scope.declare(type.node.name, machine.cell(type));
  return scope;
}

const parentsOf = (machine: Machine, type: ClassValue): readonly ClassValue[] =>
  type.node.extends.flatMap((parent) => classOf(machine, parent, type) ?? []);

/** A default method, bound to the instance. */
function defaultMethod(machine: Machine, type: ClassValue, name: string, self: Value, depth = 0): Value | undefined {
  if (depth > 16) return undefined;
  if (type.node.interface) {
    const member = type.node.members.find((each) => each.kind === 'getter' && keyOf(each) === name);
    if (member?.value?.kind === 'function') return { ...makeClosure(machine, member.value.function, scopeOf(machine, type), type), self };
    return first(parentsOf(machine, type), (parent) => defaultMethod(machine, parent, name, self, depth + 1));
  }
  const interfaces = type.node.implements.flatMap((each) => (each.kind === 'reference' ? (classOf(machine, each.value, type) ?? []) : []));
  const parents = type.parents.filter((parent) => parent.kind === 'class');
  return first([...interfaces, ...parents], (parent) => defaultMethod(machine, parent, name, self, depth + 1));
}

const first = <T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined => {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** A default method of an interface that is known as a type only. */
export function defaultOfType(machine: Machine, self: Value, name: string): Value | undefined {
  if (self.kind !== 'unknown' || self.type?.type.kind !== 'reference') return undefined;
  const { type, scope } = self.type;
  const { record } = scope;
  const target = record && evaluate(machine, type.value, { scope, record });
  return target?.kind === 'class' && target.node.interface ? defaultMethod(machine, target, name, self) : undefined;
}

// ── Instances ──────────────────────────────────────────────────────────────────────────────────────────────

export function memberOfInstance(self: ObjectValue, type: ClassValue, name: string, machine: Machine, site: Site): Value | undefined {
  const named = self.fields.get('%name');
  if (named && /^(name|toString)$/.test(name)) return method(self, name, () => named);
  if (named && name === 'ordinal') return method(self, name, () => harmless('a number'));
  if (name === '%component')
    return method(self, name, ({ args, machine: at, site: place }) => componentOf(at, self, type, literalText(argument(args, 0)), place));
  return (
    staticThrough(type, name) ??
    defaultMethod(machine, type, name, self) ??
    generatedMember(self, type, name) ??
    inSubclass(machine, type, name, site) ??
    objectMember(self, type, name) ??
    (type.parents.some((parent) => parent.kind === 'native' && parent.data?.kind === 'type') ? mapMember(self, name) : undefined)
  );
}

const staticThrough = (type: ClassValue, name: string): Value | undefined => {
  const own = type.statics.fields.get(name);
  if (own && own.kind !== 'accessor') return own;
  return first(type.parents, (parent) => (parent.kind === 'class' ? staticThrough(parent, name) : undefined));
};

function componentOf(machine: Machine, self: ObjectValue, type: ClassValue, index: string | undefined, site: Site): Value {
  const fields = type.node.members.filter((member) => member.kind === 'field' && !member.static).flatMap((member) => keyOf(member) ?? []);
  const name = fields[Number(index ?? 0)];
  return name === undefined ? harmless('a component of a record') : getMember(machine, self, textValue(name), site);
}

const declaresField = (type: ClassValue, name: string): boolean =>
  type.node.members.some((member) => member.kind === 'field' && !member.static && keyOf(member) === name) ||
  type.parents.some((parent) => parent.kind === 'class' && declaresField(parent, name));

/** Getters and setters of a field that nobody wrote are generated (Project Lombok, "@Getter and @Setter"), or read and write parsed data. */
function generatedMember(self: ObjectValue, type: ClassValue, name: string): Value | undefined {
  const [, prefix, base] = /^(get|is|set|with)([A-Z]\w*)$/.exec(name) ?? [];
  const property = base === undefined ? name : base.charAt(0).toLowerCase() + base.slice(1);
  const field = [property, base, name]
    .flatMap((each) => (each === undefined ? [] : [fieldName(each)]))
    .find((each) => self.fields.has(each) || declaresField(type, each));
  if (name === 'toBuilder') return method(self, name, ({ machine }) => builderOf(machine, type, self));
  if (field === undefined) return undefined;
  if (prefix === 'set' || prefix === 'with')
    return method(self, name, ({ machine, args, site }) => {
      setMember(machine, self, textValue(field), argument(args, 0), site);
      return self;
    });
  return method(self, name, ({ machine, args, site }) => {
    if (args.positional.length === 1) {
      setMember(machine, self, textValue(field), argument(args, 0), site);
      return self;
    }
    return getMember(machine, self, textValue(field), site);
  });
}

/** A method that the class leaves to its subclasses. */
function inSubclass(machine: Machine, type: ClassValue, name: string, site: Site): Value | undefined {
  const found = definedClasses(machine).filter(
    (candidate) => candidate.parents.includes(type) && findMethod(candidate, name) !== undefined,
  );
  return found.length === 0
    ? undefined
    : union(found.map((candidate) => boundMember(machine, instantiate(machine, candidate, site), name, site)));
}

function objectMember(self: ObjectValue, type: ClassValue, name: string): Value | undefined {
  const results: Readonly<Record<string, Call>> = {
    toString: () => someText(`an instance of ${type.node.name} as text`),
    equals: () => harmless('a test'),
    hashCode: () => harmless('a number'),
    getClass: () => classLiteral(type),
  };
  const call = Object.hasOwn(results, name) ? results[name] : undefined;
  return call && method(self, name, call);
}

// ── Lombok ─────────────────────────────────────────────────────────────────────────────────────────────────

/** `@Builder`: each method sets the field of its name (Project Lombok, "@Builder"). */
function builderOf(machine: Machine, type: ClassValue, from?: ObjectValue): Value {
  const made = machine.object([], { class: type });
  if (from) copyFields(machine, made, from);
  const builder = native(`a builder of ${type.node.name}`, {
    key: `builder ${made.serial}`,
    inert: true,
    get: (name): Value | undefined =>
      name.startsWith('%') || name.startsWith('.')
        ? undefined
        : method(builder, name, ({ machine: at, args, site }) => {
            if (name === 'build') return made;
            const [only] = args.positional;
            if (only)
              setMember(
                at,
                made,
                textValue(fieldName(name.replace(/^set([A-Z])/, (_, letter: string) => letter.toLowerCase()))),
                only,
                site,
              );
            return builder;
          }),
  });
  return builder;
}

function generated(machine: Machine, type: ClassValue, values: readonly Value[]): Value {
  const made = machine.object([], { class: type });
  const fields = type.node.members.filter((member) => member.kind === 'field' && !member.static).flatMap((member) => keyOf(member) ?? []);
  for (const [index, value] of values.entries()) {
    const name = fields[index];
    if (name !== undefined) made.fields.set(name, value);
  }
  return made;
}
