/** Declared types as the fallback where value flow loses a receiver: a call is never lost because a value was. */
import type { ClassMember, Type } from '../program.ts';
import { findMethod, instantiate } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { recordOf } from './invoke.ts';
import type { Machine, Site } from './machine.ts';
import { getMember } from './members.ts';
import type { Scope } from './scope.ts';
import { type ClassValue, nativeFunction, textValue, type UnknownValue, union, unknown, type Value } from './values.ts';

/** The value, or, where it is lost, an unknown that remembers the type. */
export function withType(machine: Machine, value: Value, type: Type, scope: Scope): Value {
  if (value.kind === 'unknown') return value.harmless || value.type || value.wraps ? value : typedUnknown(machine, value, type, scope);
  if (value.kind === 'union' && value.options.some((option) => option.kind === 'unknown'))
    return union(value.options.map((option) => withType(machine, option, type, scope)));
  return value;
}

export const typedUnknown = (_machine: Machine, value: UnknownValue, type: Type, scope: Scope): UnknownValue => ({
  ...value,
  type: { type, scope },
});

/** A member of something known by its type: a class instance's declared field, a client's operation, an interface's member. */
export function memberOfType(machine: Machine, object: UnknownValue | ClassValue, name: string, site: Site): Value | undefined {
  if (object.kind === 'class') {
    const declared = declaredMember(object, name);
    return declared ? typedMember(machine, declared, object.scope, site) : undefined;
  }
  if (!object.type) return undefined;
  return memberThrough(machine, object.type.type, object.type.scope, name, site, 0);
}

function memberThrough(machine: Machine, type: Type, scope: Scope, name: string, site: Site, depth: number): Value | undefined {
  if (depth > 8) return undefined;
  switch (type.kind) {
    case 'union':
      return type.options
        .map((option) => memberThrough(machine, option, scope, name, site, depth + 1))
        .find((found) => found !== undefined);
    case 'list':
      return undefined;
    case 'shape': {
      const member = type.members.find((m) => m.name === name);
      if (!member) return undefined;
      return member.type ? lostOf(member.type, scope) : member.result ? lostResult(name, member.result, scope) : undefined;
    }
    case 'reference': {
      const target = resolveType(machine, type, scope);
      if (target?.kind === 'native') {
        const instance = target.typed?.(machine, site);
        return instance && getMember(machine, instance, textValue(name), site);
      }
      if (target?.kind === 'unknown' && target.type)
        return memberThrough(machine, target.type.type, target.type.scope, name, site, depth + 1);
      if (target?.kind !== 'class') return undefined;
      return target.node.interface
        ? memberOfInterface(machine, target, name, site, depth)
        : getMember(machine, instantiate(machine, target, site), textValue(name), site);
    }
  }
}

const lostOf = (type: Type, scope: Scope): UnknownValue => unknown('a value that is known by its type only', { type: { type, scope } });

const lostResult = (name: string, type: Type, scope: Scope): Value => nativeFunction(name, () => lostOf(type, scope));

function resolveType(machine: Machine, type: Extract<Type, { kind: 'reference' }>, scope: Scope): Value | undefined {
  const record = recordOf(scope);
  return record ? evaluate(machine, type.value, { scope, record }) : undefined;
}

function declaredMember(value: ClassValue, name: string): ClassMember | undefined {
  const own = value.node.members.find(
    (member) => !member.static && member.type !== undefined && member.key.kind === 'literal' && member.key.value === name,
  );
  if (own) return own;
  for (const parent of value.parents) {
    const inherited = parent.kind === 'class' ? declaredMember(parent, name) : undefined;
    if (inherited) return inherited;
  }
  return undefined;
}

function typedMember(machine: Machine, member: ClassMember, scope: Scope, _site: Site): Value | undefined {
  if (!member.type) return undefined;
  const value = lostOf(member.type, scope);
  return typedUnknown(machine, value, member.type, scope);
}

/** An interface's member: of the classes that implement it, where the program has some; else by the member's own type. */
function memberOfInterface(machine: Machine, type: ClassValue, name: string, site: Site, depth: number): Value | undefined {
  const implementors = implementorsOf(machine, type).filter((candidate) => findMethod(candidate, name));
  if (implementors.length > 0)
    return union(implementors.map((candidate) => getMember(machine, instantiate(machine, candidate, site), textValue(name), site)));
  const member = type.node.members.find((m) => m.key.kind === 'literal' && m.key.value === name);
  if (member) {
    if (member.kind === 'method') {
      const result = member.value?.kind === 'function' ? member.value.function.result : member.type;
      return nativeFunction(`${type.node.name}.${name}`, (call) => {
        machine.lose({ what: `call of ${type.node.name}.${name}`, why: 'no class that implements the interface was found' }, call.site);
        return result ? lostOf(result, type.scope) : unknown(`the result of ${name}`);
      });
    }
    return member.type ? lostOf(member.type, type.scope) : undefined;
  }
  for (const parent of type.node.extends) {
    const found = memberThrough(machine, { kind: 'reference', value: parent }, type.scope, name, site, depth + 1);
    if (found) return found;
  }
  return undefined;
}

const isClasses = (value: unknown): value is ClassValue[] => Array.isArray(value);

/** Classes that the program has defined so far. */
export function definedClasses(machine: Machine): ClassValue[] {
  const known = machine.store.get('classes');
  if (isClasses(known)) return known;
  const made: ClassValue[] = [];
  machine.store.set('classes', made);
  return made;
}

function implementorsOf(machine: Machine, type: ClassValue): ClassValue[] {
  return definedClasses(machine).filter((candidate) =>
    candidate.node.implements.some(
      (implemented) => implemented.kind === 'reference' && resolveType(machine, implemented, candidate.scope) === type,
    ),
  );
}
