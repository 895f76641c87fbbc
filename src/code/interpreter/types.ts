/** Declared types as the fallback where value flow loses a receiver: a call is never lost because a value was. */
import type { Expression, Type } from '../program.ts';
import { findMethod, instantiate } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { callValue } from './invoke.ts';
import { type Machine, NO_ARGUMENTS, type Site } from './machine.ts';
import { boundMember, getMember } from './members.ts';
import type { Scope } from './scope.ts';
import { type ClassValue, nativeFunction, textValue, UNDEFINED, type UnknownValue, union, unknown, type Value } from './values.ts';

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
    return declared ? lostOf(declared.type, declared.scope) : undefined;
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
      const target = resolveType(machine, type.value, scope, site);
      if (target?.kind === 'type') return memberThrough(machine, target.type, target.scope, name, site, depth + 1);
      if (target?.kind === 'value') return getMember(machine, target.value, textValue(name), site);
      if (target?.kind === 'native') {
        const instance = target.typed?.(machine, site);
        return instance && getMember(machine, instance, textValue(name), site);
      }
      if (target?.kind === 'unknown' && target.type)
        return memberThrough(machine, target.type.type, target.type.scope, name, site, depth + 1);
      if (target?.kind !== 'class') return undefined;
      return target.node.interface
        ? memberOfInterface(machine, target, name, site, depth)
        : boundMember(machine, instantiate(machine, target, site), name, site);
    }
  }
}

const lostOf = (type: Type, scope: Scope): UnknownValue => unknown('a value that is known by its type only', { type: { type, scope } });

const lostResult = (name: string, type: Type, scope: Scope): Value => nativeFunction(name, () => lostOf(type, scope));

type Resolved =
  | Value
  | { readonly kind: 'type'; readonly type: Type; readonly scope: Scope }
  | { readonly kind: 'value'; readonly value: Value };

/** The class that a declared type names; undefined for interfaces, lists and types of the library. */
export function classOfType(machine: Machine, type: Type, scope: Scope, site: Site, depth = 0): ClassValue | undefined {
  if (type.kind !== 'reference' || depth > 8) return undefined;
  const target = resolveType(machine, type.value, scope, site);
  if (target?.kind === 'type') return classOfType(machine, target.type, target.scope, site, depth + 1);
  return target?.kind === 'class' && !target.node.interface ? target : undefined;
}

/** What a type's name stands for: a class or client; the type of a member (`Deps['s3']`); the value that `typeof x` names. */
function resolveType(machine: Machine, type: Expression, scope: Scope, site: Site): Resolved | undefined {
  const { record } = scope;
  if (!record) return undefined;
  if (type.kind === 'operation' && type.operands[0]) {
    const value = evaluate(machine, type.operands[0], { scope, record });
    if (type.operator === 'typeof') return { kind: 'value', value };
    if (type.operator === 'returntype')
      return { kind: 'value', value: machine.journal.maybe(() => callValue(machine, value, UNDEFINED, NO_ARGUMENTS, site)) };
    return undefined;
  }
  if (type.kind === 'member' && type.property.kind === 'literal') {
    const owner = resolveType(machine, type.object, scope, site);
    if (owner?.kind === 'class' && owner.node.interface) {
      const declared = declaredMember(owner, String(type.property.value));
      if (declared) return { kind: 'type', ...declared };
    }
  }
  const target = evaluate(machine, type, { scope, record });
  if (target.kind === 'class' && target.node.interface && target.node.members.length === 0 && target.node.implements[0])
    return { kind: 'type', type: target.node.implements[0], scope: target.scope };
  return target;
}

/** The declared type of a member, and the scope of the class that declares it, in whose file its name is imported. */
function declaredMember(value: ClassValue, name: string): { readonly type: Type; readonly scope: Scope } | undefined {
  for (const { key, static: isStatic, type } of value.node.members)
    if (!isStatic && type && key.kind === 'literal' && key.value === name) return { type, scope: value.scope };
  for (const parent of value.parents) {
    const inherited = parent.kind === 'class' ? declaredMember(parent, name) : undefined;
    if (inherited) return inherited;
  }
  return undefined;
}

/** An interface's member: of the classes that implement it, where the program has some; else by the member's own type. */
function memberOfInterface(machine: Machine, type: ClassValue, name: string, site: Site, depth: number): Value | undefined {
  const provided = machine.language.provided?.(type, machine, site);
  if (provided) return boundMember(machine, provided, name, site);
  const implementors = implementorsOf(machine, type, site).filter((candidate) => findMethod(candidate, name));
  if (implementors.length > 0)
    return union(implementors.map((candidate) => boundMember(machine, instantiate(machine, candidate, site), name, site)));
  const member = type.node.members.find((m) => m.key.kind === 'literal' && m.key.value === name);
  if (member) {
    if (member.kind === 'method') {
      const result = member.type;
      return nativeFunction(`${type.node.name}.${name}`, (call) => {
        if (!machine.language.isGenerated?.(type))
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

function implementorsOf(machine: Machine, type: ClassValue, site: Site): ClassValue[] {
  return definedClasses(machine).filter((candidate) =>
    candidate.node.implements.some(
      (implemented) => implemented.kind === 'reference' && resolveType(machine, implemented.value, candidate.scope, site) === type,
    ),
  );
}
