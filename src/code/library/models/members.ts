/** Members of what a library model describes: of its package, its classes and their instances. */
import type { FunctionModel, Member, Members, Others } from '../../../model/library-model.ts';
import { namesIn, stands } from '../../../model/library-model.ts';
import { escapeFunctions } from '../../interpreter/escape.ts';
import { argument, type Machine, NO_ARGUMENTS, NO_NAMES, type Site } from '../../interpreter/machine.ts';
import {
  filterOptions,
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { classValue } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { run } from './functions.ts';
import { type Frame, frameIn, rootOf } from './scope.ts';

/** Something that has members. */
export interface Owner {
  readonly frame: Frame;
  /** for messages: `Consumer` */
  readonly name: string;
  /** tells its members' values from those of other owners */
  readonly key: string;
  /** in the order in which they are searched */
  readonly members: readonly Members[];
  readonly others: Others;
}

/** `self`: the native that has the members; undefined for what the model does not speak of, so that the language's own members count. */
export function memberOf(owner: Owner, self: NativeValue, property: string, machine: Machine, site: Site): Value | undefined {
  if (property.startsWith('%') || property.startsWith('.')) return undefined;
  for (const members of owner.members) {
    const found = named(members, property);
    if (found === undefined) continue;
    const value = valueOfMember(owner, property, found, { machine, self, args: NO_ARGUMENTS, site });
    // a value that stands for any name may have none under this one
    if (isNullish(value) && !Object.hasOwn(members, property)) continue;
    return value;
  }
  if (property.startsWith('__') || property === 'default') return undefined;
  if (machine.language.name !== 'java' && machine.language.member(self, property, machine, site)) return undefined;
  return otherMember(owner, property);
}

const indexes = new WeakMap<
  Members,
  { readonly names: ReadonlyMap<string, Member>; readonly patterns: readonly (readonly [string, Member])[] }
>();

function named(members: Members, name: string): Member | undefined {
  let index = indexes.get(members);
  if (!index) {
    const all = Object.entries(members).flatMap(([key, member]) => namesIn(key).map((one): [string, Member] => [one, member]));
    index = { names: new Map(all.filter(([one]) => !one.includes('*'))), patterns: all.filter(([one]) => one.includes('*')) };
    indexes.set(members, index);
  }
  return index.names.get(name) ?? index.patterns.find(([pattern]) => stands(pattern, name))?.[1];
}

/** Whether the member is one that the model speaks of. */
export const hasMember = (members: readonly Members[], name: string): boolean => members.some((each) => named(each, name) !== undefined);

function valueOfMember(owner: Owner, property: string, member: Member, call: NativeCall): Value {
  const name = `${owner.name}.${property}`;
  if (member === 'inert') return inertMember(`${owner.key} ${property}`, name);
  if ('class' in member) return classValue(rootOf(owner.frame), member.class);
  const frame = frameIn(owner.frame.loaded, [['member', textValue(property)]], owner.frame);
  if ('value' in member) return evaluate({ ...frame, call, name }, member.value);
  return functionValue(frame, name, `${owner.key} ${property}`, member);
}

export const functionValue = (frame: Frame, name: string, key: string, model: FunctionModel): NativeValue => {
  const { parameters, does, returns } = model;
  const isFunction = parameters !== undefined || does !== undefined || returns !== undefined;
  const owner: Owner = {
    frame,
    name,
    key,
    members: model.members ? [model.members] : [],
    others: model.others ?? (isFunction && !model.members ? 'inert' : 'unresolved'),
  };
  const made: NativeValue = native(name, {
    key,
    ...(isFunction ? { call: (call: NativeCall) => run(frame, name, model, call) } : {}),
    get: (property, machine, site) => memberOf(owner, made, property, machine, site),
    inert: true,
  });
  return made;
};

/** A function that another one gives: it holds what that one was given, so that whoever it is handed to may run it. */
export function closureValue(frame: Frame, name: string, machine: Machine, model: FunctionModel): NativeValue {
  let ran = false;
  const call = (given: NativeCall): Value => {
    ran = true;
    return run(frame, name, model, given);
  };
  return native(name, {
    key: `${name} ${machine.journal.next()}`,
    call,
    escaped: (at, site) => {
      const passed = { positional: [], named: NO_NAMES, rest: harmless('what unknown code passes') };
      if (!ran) call({ machine: at, self: UNDEFINED, args: passed, site });
    },
  });
}

/** What calls nothing, but may call the functions that it is handed. */
const inertMember = (key: string, name: string): NativeValue => {
  const call = ({ machine, args, site }: NativeCall): Value => {
    escapeFunctions(machine, args, site);
    return harmless(`the result of ${name}`);
  };
  return native(name, { key: `inert ${key}`, call, construct: call, inert: true });
};

function otherMember(owner: Owner, property: string): Value {
  const name = `${owner.name}.${property}`;
  const key = `${owner.key} ${property}`;
  if (owner.others === 'data') return harmless(name);
  if (owner.others === 'inert') return inertMember(key, name);
  return owner.others === 'passes' ? passing(name, key) : lostMember(owner, key, name);
}

/** A call that the model does not know is not followed, and says so. Reading the member says nothing. */
function lostMember(owner: Owner, key: string, name: string): NativeValue {
  const { model } = owner.frame.loaded;
  const call = ({ machine, args, site }: NativeCall): Value => {
    machine.lose({ what: `call of ${name}`, why: `the model of ${model.package} does not know it` }, site);
    escapeFunctions(machine, args, site);
    return harmless(`the result of ${name}`);
  };
  const made: NativeValue = native(name, {
    key: `lost ${key}`,
    call,
    construct: call,
    get: (property, machine, site) => memberOf({ ...owner, name, key, members: [] }, made, property, machine, site),
    inert: true,
  });
  return made;
}

/** A decorator with or without arguments, a context manager, a client's wrapper: gives back the function, class or client that it gets. */
export function passing(name: string, key: string = name): NativeValue {
  const made: NativeValue = native(name, {
    key: `passing ${key}`,
    call: ({ args }) => filterOptions(argument(args, 0), canRun) ?? made,
    get: (property) =>
      property.startsWith('%') || property.startsWith('__') || property.startsWith('.')
        ? undefined
        : passing(`${name}.${property}`, `${key} ${property}`),
    inert: true,
  });
  return made;
}

function canRun(value: Value): boolean {
  if (value.kind === 'native') return value.call !== undefined || value.data?.kind === 'client';
  return value.kind === 'closure' || value.kind === 'class' || (value.kind === 'unknown' && value.wraps !== undefined);
}
