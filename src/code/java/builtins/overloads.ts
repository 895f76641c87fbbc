/**
 * Which of several methods of one name a call means: the one with its number of arguments, and of several such the one whose
 * parameter types its arguments can have; where that leaves more than one, all of them (The Java Language Specification, "Method
 * Invocation Expressions"). A class that has none is passed over for its parent.
 */
import { findMethod } from '../../interpreter/classes.ts';
import { callClosure, callValue } from '../../interpreter/invoke.ts';
import type { Arguments, Machine, Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  type ClassValue,
  type ClosureValue,
  harmless,
  literalText,
  type NativeCall,
  native,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';

interface Overload {
  readonly key: string;
  readonly types: readonly string[];
  readonly variadic: boolean;
}

/** `this`, the class that holds the methods, the name, and a descriptor of each: `#0(String,int...)`. */
export function overloads(operands: readonly Value[], _machine: Machine, _site: Site): Value {
  const [self = UNDEFINED, home = UNDEFINED, nameValue, ...descriptors] = operands;
  const name = literalText(nameValue) ?? '';
  const all = descriptors.flatMap((each) => parse(name, literalText(each) ?? ''));
  return native(name, {
    key: `overloads ${name} ${valueKey(home)} ${valueKey(self)}`,
    call: (call) => pick(call, self, home, name, all),
  });
}

function parse(name: string, descriptor: string): Overload[] {
  const [, index, list = ''] = /^(#\d+)\((.*)\)$/s.exec(descriptor) ?? [];
  if (index === undefined) return [];
  const types = list === '' ? [] : list.split(',');
  return [{ key: `${name}${index}`, types, variadic: types.at(-1)?.endsWith('...') ?? false }];
}

function pick(call: NativeCall, bound: Value, home: Value, name: string, all: readonly Overload[]): Value {
  const { machine, args, site } = call;
  const self = call.self.kind === 'object' || call.self.kind === 'class' ? call.self : bound;
  if (home.kind !== 'class') return UNDEFINED;
  const fitting = args.rest ? all : bestOf(all, args);
  if (fitting.length === 0) return inherited(call, self, home, name);
  const methods = fitting.flatMap(({ key }): ClosureValue[] => {
    const own = home.methods.get(key) ?? home.statics.fields.get(key);
    return own?.kind === 'closure' ? [own] : [];
  });
  const [only] = methods;
  if (methods.length === 1 && only) return callClosure(machine, only, self, args, site);
  return union(machine.journal.fork(methods.map((each) => () => callClosure(machine, each, self, args, site))));
}

function inherited(call: NativeCall, self: Value, home: ClassValue, name: string): Value {
  const { machine, args, site } = call;
  for (const parent of home.parents) {
    if (parent.kind === 'class') {
      const found = findMethod(parent, name) ?? parent.statics.fields.get(name);
      if (found?.kind === 'closure') return callClosure(machine, found, self, args, site);
      if (found?.kind === 'accessor' && found.get && typeof found.get !== 'function') {
        const made = callValue(machine, found.get, self, { positional: [], named: new Map() }, site);
        return callValue(machine, made, self, args, site);
      }
    }
    if (self.kind === 'object' && self.base)
      return callValue(machine, getMember(machine, self.base, textValue(name), site), self, args, site);
    if (parent.kind === 'unknown') return callValue(machine, parent, self, args, site);
  }
  return harmless(`the result of ${name}`);
}

function bestOf(all: readonly Overload[], { positional: given, declared }: Arguments): readonly Overload[] {
  const exact = all.filter(({ types, variadic }) => !variadic && types.length === given.length);
  const candidates = exact.length > 0 ? exact : all.filter(({ types, variadic }) => variadic && given.length >= types.length - 1);
  if (candidates.length <= 1) return candidates;
  const scores = candidates.map(({ types }) =>
    Math.min(...given.map((value, index) => fitOf(value, declared?.[index], types[Math.min(index, types.length - 1)] ?? '')), 2),
  );
  const best = Math.max(...scores);
  return best === 0 ? candidates : candidates.filter((_, index) => scores[index] === best);
}

const NUMBERS = /^(byte|short|int|long|float|double|Integer|Long|Short|Byte|Double|Float|Number|BigDecimal|BigInteger)$/;
const TEXTS = /^(String|CharSequence|char|Character)$/;
const LISTS = /^(List|Set|Collection|Iterable|Iterator|Stream|Array\w*|\w*List|\w*Set|Queue|Deque)$|\[\]$/;
const MAPS = /^\w*Map$|^JsonNode$|^ObjectNode$/;
const GENERAL = /^(Object|[A-Z])$/;

/** 0: it cannot be; 1: it may be; 2: it is. The compiler chooses by what the argument is declared to be, whatever it turns out to be. */
function fitOf(value: Value, declared: string | undefined, parameter: string): number {
  const type = parameter.replace(/\.\.\.$/, '');
  const known = declared === undefined || GENERAL.test(declared) || GENERAL.test(type) ? 1 : fitOfDeclared(declared, type);
  if (known !== 1) return known;
  const scores = optionsOf(value).map((option) => fitOne(option, type));
  return scores.length === 0 ? 1 : Math.max(...scores);
}

/** More than that it may be: what it surely is goes before what anything is. */
const SURE = 1.5;

/** Interfaces of texts, numbers and arrays. */
const SHARED = /^(Comparable|Serializable|Constable|ConstantDesc|Cloneable)$/;

/** Of two types that are not the same, one may be a subtype of the other unless they are of kinds that have nothing in common. */
function fitOfDeclared(declared: string, type: string): number {
  if (declared === type) return 2;
  const [one, other] = [kindOf(declared), kindOf(type)];
  if (one === 'text' && type === 'CharSequence') return SURE;
  if (one === other || SHARED.test(type) || (declared === 'char' && other === 'number')) return 1;
  return one === undefined && (type === 'CharSequence' || type === 'Number') ? 1 : 0;
}

function kindOf(type: string): 'text' | 'number' | 'truth' | 'array' | undefined {
  if (TEXTS.test(type)) return 'text';
  if (NUMBERS.test(type)) return 'number';
  if (/^[bB]oolean$/.test(type)) return 'truth';
  return type.endsWith('[]') ? 'array' : undefined;
}

function fitOne(value: Value, type: string): number {
  if (GENERAL.test(type)) return 1;
  switch (value.kind) {
    case 'text':
      return TEXTS.test(type) ? 2 : 0;
    case 'constant':
      if (value.value === null || value.value === undefined) return /^[a-z]/.test(type) ? 0 : 1;
      if (typeof value.value === 'number') return NUMBERS.test(type) ? 2 : 0;
      return /^[bB]oolean$/.test(type) ? 2 : 0;
    case 'list':
      return LISTS.test(type) ? 2 : TEXTS.test(type) || NUMBERS.test(type) ? 0 : 1;
    case 'closure':
      return TEXTS.test(type) || NUMBERS.test(type) || LISTS.test(type) || /^[a-z]/.test(type) ? 0 : 1;
    case 'object':
      if (value.class)
        return isNamed(value.class, type) ? 2 : TEXTS.test(type) || NUMBERS.test(type) || LISTS.test(type) || /^[a-z]/.test(type) ? 0 : 1;
      return MAPS.test(type) ? 2 : TEXTS.test(type) || NUMBERS.test(type) || LISTS.test(type) ? 0 : 1;
    case 'native':
      return value.name === type ? 2 : TEXTS.test(type) || NUMBERS.test(type) || /^[a-z]/.test(type) ? 0 : 1;
    default:
      return 1;
  }
}

function isNamed(type: ClassValue, name: string): boolean {
  for (let current: Value | undefined = type; current?.kind === 'class'; current = current.parents[0]) {
    if (current.node.name === name) return true;
    for (const each of current.node.implements)
      if (each.kind === 'reference' && 'name' in each.value && each.value.name === name) return true;
  }
  return false;
}
