/**
 * Pointers to what is replaced as a whole when it changes: a variable, field or item that holds text, a number, a slice, a map, an
 * interface or another pointer. A pointer to a struct or an array is that struct or array itself, which changes in place.
 */
import { callValue } from '../../interpreter/invoke.ts';
import { type Arguments, type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { getMember, setMember } from '../../interpreter/members.ts';
import type { Cell } from '../../interpreter/mutable.ts';
import {
  harmless,
  type NativeData,
  type NativeValue,
  native,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import { methodOfPlainType } from './members.ts';
import { written } from './slices.ts';

/** Where a pointer leads. */
interface Place {
  readonly key: string;
  read(): Value;
  write(value: Value): void;
}

/** More than one place: any of them. */
interface PointerData extends NativeData {
  readonly kind: 'pointer';
  readonly places: Map<string, Place>;
}

const pointerIn = (value: Value): PointerData | undefined =>
  value.kind === 'native' && value.data?.kind === 'pointer' ? (value.data as PointerData) : undefined;

const variable = (machine: Machine, cell: Cell): Place => ({
  key: `&${cell.serial}`,
  read: () => cell.value,
  write: (value) => machine.assign(cell, value),
});

const member = (machine: Machine, object: Value, property: Value, site: Site): Place => ({
  key: `&${valueKey(object)}.${valueKey(property)}`,
  read: () => getMember(machine, object, property, site),
  write: (value) => {
    setMember(machine, object, property, value, site);
    written(machine, object);
  },
});

/** Places that the expressions of one position lead to one by one; pointers to further ones are one that leads to any of these. */
const MAX_PLACES = 128;

function pointerTo(machine: Machine, place: Place, site: Site): Value {
  const at = `pointers ${site.module.file}:${site.at}`;
  const known = (machine.store.get(at) as Map<string, Place> | undefined) ?? new Map<string, Place>();
  machine.store.set(at, known);
  if (known.size < MAX_PLACES || known.has(place.key)) {
    known.set(place.key, place);
    return pointer(place.key, new Map([[place.key, place]]));
  }
  const further = (machine.store.get(`further ${at}`) as Map<string, Place> | undefined) ?? new Map(known);
  machine.store.set(`further ${at}`, further);
  further.set(place.key, place);
  return pointer(at, further);
}

function pointer(key: string, places: Map<string, Place>): Value {
  const data: PointerData = { kind: 'pointer', places };
  const holds = (): Value => union([...places.values()].map((place) => place.read()));
  const made: NativeValue = native('a pointer', {
    key,
    data,
    holds,
    inert: true,
    get: (name, machine, site) => {
      if (name.startsWith('%')) return name === '%items' ? holds() : undefined;
      return methodOfPlainType(made, name, machine) ?? getMember(machine, holds(), textValue(name), site);
    },
  });
  return made;
}

/** What stands in a variable as a whole. */
const isReplaced = (value: Value): boolean => value.kind === 'text' || value.kind === 'constant' || pointerIn(value) !== undefined;

/** `&x`, of a function that gives the variable, and `&x.f`, of an object and a key. `sure`: what is there is no struct or array. */
export function addressOf(machine: Machine, [of = UNDEFINED, property]: readonly Value[], sure: boolean, site: Site): Value {
  const place = property ? memberPlace(machine, of, property, site) : variablePlace(machine, of);
  if (place === undefined) return property ? getMember(machine, of, property, site) : callValue(machine, of, UNDEFINED, NO_ARGUMENTS, site);
  const held = place.read();
  return sure || optionsOf(held).every(isReplaced) ? pointerTo(machine, place, site) : held;
}

function variablePlace(machine: Machine, of: Value): Place | undefined {
  const [only] = of.kind === 'closure' ? of.function.body : [];
  const name = only?.kind === 'return' && only.value?.kind === 'name' ? only.value.name : undefined;
  const cell = of.kind === 'closure' && name !== undefined ? of.scope.find(name) : undefined;
  return cell && variable(machine, cell);
}

const memberPlace = (machine: Machine, object: Value, property: Value, site: Site): Place | undefined =>
  optionsOf(object).every(({ kind }) => kind === 'object' || kind === 'list') ? member(machine, object, property, site) : undefined;

/** `new(T)` */
export const pointerToNew = (machine: Machine, value: Value, site: Site): Value =>
  pointerTo(machine, variable(machine, machine.cell(value)), site);

/** `*p` */
export const dereferenced = (value: Value): Value =>
  optionsOf(value).some(pointerIn) ? union(optionsOf(value).map((option) => (pointerIn(option) ? contentOf(option) : option))) : value;

const contentOf = (value: Value): Value => (value.kind === 'native' && value.holds ? value.holds() : value);

/** `*p = value`, where p is a pointer of this kind; otherwise undefined. */
export function wroteThrough(machine: Machine, value: Value, written: Value): boolean {
  const data = pointerIn(value);
  if (data === undefined) return false;
  const [only] = data.places.values();
  if (data.places.size === 1 && only) only.write(written);
  else machine.journal.fork([...data.places.values()].map((place) => () => place.write(written)));
  return true;
}

/** Functions of libraries that only read what they are given pointers to. */
const READS = /^(aws\.|fmt\.(Print|Sprint|Fprint|Errorf)|the package log|encoding\/json\.Marshal)/;

const nameOf = (callee: Value): string =>
  callee.kind === 'native' ? callee.name : callee.kind === 'unknown' && callee.hole.kind === 'runtime' ? callee.hole.reason : '';

/**
 * Calls code that is not read with what its arguments lead to, as far as they are such pointers. It may write other data there
 * (`fmt.Sscan(line, &name)`, `rows.Scan(&item.Name)`), which is then not known any more.
 */
export function withContents(machine: Machine, callee: Value, given: Arguments, call: (given: Arguments) => Value): Value {
  const pointers = given.positional.flatMap(optionsOf).filter((option) => pointerIn(option));
  if (pointers.length === 0) return call(given);
  const result = call({ ...given, positional: given.positional.map(dereferenced) });
  if (READS.test(nameOf(callee))) return result;
  for (const each of pointers) {
    const left = optionsOf(contentOf(each)).map((option) => (isData(option) ? harmless('what a call wrote through an address') : option));
    wroteThrough(machine, each, union(left));
  }
  return result;
}

const isData = (value: Value): boolean => value.kind === 'text' || value.kind === 'constant';
