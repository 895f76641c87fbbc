/**
 * Names that no scope of the file declares: classes of the same package, of `java.lang`, and of imports on demand; inherited members;
 * members of static imports on demand, whose names are followed by `()` when they are called.
 */

import type { Context } from '../../interpreter/execute.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { boundMember, getMember } from '../../interpreter/members.ts';
import { exported, importModule } from '../../interpreter/modules.ts';
import {
  type ClassValue,
  harmless,
  isNullish,
  literalText,
  nativeFunction,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { kotlinGlobal } from '../../kotlin/builtins/globals.ts';
import { isKotlin } from '../../kotlin/language.ts';
import { classIn } from '../class-name.ts';
import { PACKAGE } from '../lower.ts';
import { awsPackage } from '../packages.ts';
import { classFile, isSourcePackage } from '../resolve.ts';
import { fieldName } from '../source.ts';
import { beanNamed } from './beans.ts';
import { isUnmodelled } from './call.ts';
import { property } from './environment.ts';
import { isDeciding, knownClass, langClass } from './modules.ts';

export function javaGlobal(name: string, machine: Machine, site: Site, context: Context): Value | undefined {
  if (name === '%named') return nativeFunction(name, ({ args }) => named(machine, args.positional[0], site));
  if (name === '%property') return nativeFunction(name, ({ args }) => property(machine, args.positional[0] ?? UNDEFINED));
  if (name.endsWith('()')) return calledName(name.slice(0, -2), machine, site, context);
  const key = `java name ${site.module.file} ${name}`;
  const known = machine.store.get(key) as Value | undefined;
  if (known) return known;
  const ofKotlin = isKotlin(site.module) && !name.startsWith('%') ? kotlinGlobal(name, machine, site, context) : undefined;
  const found = ofKotlin ?? (name.includes('.') ? qualified(name, machine, site, context) : typeNamed(name, machine, site, context));
  if (found) machine.store.set(key, found);
  return (
    found ??
    inherited(name, context, machine, site) ??
    staticMember(fieldName(name), machine, site, context) ??
    lastResort(name, machine, site, context)
  );
}

/** What a container hands out under a name. */
function named(machine: Machine, name: Value | undefined, site: Site): Value {
  const literal = name && literalText(name);
  return (literal === undefined ? undefined : beanNamed(machine, literal, site)) ?? harmless(`what is provided under the name ${literal}`);
}

const simpleName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const imported = (name: string, machine: Machine, site: Site, context: Context): Value =>
  exported(machine, importModule(machine, name, context.record.path, site), simpleName(name), site);

const qualified = (name: string, machine: Machine, site: Site, context: Context): Value => imported(name, machine, site, context);

function typeNamed(name: string, machine: Machine, site: Site, context: Context): Value | undefined {
  if (!/^[A-Z_$]/.test(name)) return undefined;
  const { record } = context;
  const inside = literalText(record.scope.own(PACKAGE)?.value);
  const neighbour = inside === undefined || inside === '' ? name : `${inside}.${name}`;
  if (isSource(neighbour, machine, context)) return imported(neighbour, machine, site, context);
  const stars = record.starExports.filter((star) => !star.startsWith('static '));
  for (const star of stars) {
    const candidate = star.replace(/\*$/, name);
    if (isSource(candidate, machine, context) || (!isDeciding(name) && knownClass(candidate, machine)))
      return imported(candidate, machine, site, context);
  }
  const lang = langClass(name);
  if (lang !== undefined || !/^\p{Lu}\w*\p{Ll}/u.test(name)) return lang;
  // a class of the same package that does not stand where it should, that a tool makes, or that is not there at all
  const { kind } = machine.resolve(neighbour, record.path);
  // what Kotlin imports by itself needs no import either
  const isHidden = stars.length > 0 || record.module.file.endsWith('.kt');
  return kind === 'file' || (kind !== 'inert' && !isHidden) ? imported(neighbour, machine, site, context) : undefined;
}

const isSource = (name: string, machine: Machine, context: Context): boolean =>
  classFile(name, context.record.path, machine.fn, machine.files) !== undefined;

/** A constant or nested class that a parent, or an interface, declares. */
function inherited(name: string, context: Context, machine: Machine, site: Site): Value | undefined {
  for (let home = homeOf(context); home; home = homeAround(home)) {
    for (const candidate of [fieldName(name), name]) {
      const value = getMember(machine, home, textValue(candidate), site);
      if (isFound(value)) return value;
    }
  }
  return undefined;
}

const homeOf = ({ scope }: Context): ClassValue | undefined => {
  const home = scope.find('%home')?.value;
  return home?.kind === 'class' ? home : undefined;
};

const homeAround = (home: ClassValue): ClassValue | undefined => {
  const outer = home.scope.find('%home')?.value;
  return outer?.kind === 'class' && outer !== home ? outer : undefined;
};

const isFound = (value: Value): boolean => !isNullish(value) && value.kind !== 'unknown' && !isUnmodelled(value);

function staticMember(name: string, machine: Machine, site: Site, context: Context): Value | undefined {
  for (const star of context.record.starExports) {
    if (!star.startsWith('static ')) continue;
    const { specifier, inner } = classIn(star.slice('static '.length).split('.'));
    const value = [...inner, name].reduce(
      (value, part) => getMember(machine, value, textValue(part), site),
      imported(specifier, machine, site, context),
    );
    if (!isNullish(value)) return value;
  }
  return undefined;
}

/** The callee of a call without a receiver that the file does not declare. */
function calledName(name: string, machine: Machine, site: Site, context: Context): Value | undefined {
  const self = context.scope.find('this')?.value;
  if (self?.kind === 'object' || self?.kind === 'class') {
    const own = boundMember(machine, self, name, site);
    if (isFound(own)) return own;
  }
  for (let home = homeOf(context); home; home = homeAround(home)) {
    const value = getMember(machine, home, textValue(name), site);
    if (isFound(value)) return value;
  }
  return staticMember(name, machine, site, context) ?? (self ? boundMember(machine, self, name, site) : undefined);
}

/** A class of one of the packages that are imported whole and of which not every class is known. */
function lastResort(name: string, machine: Machine, site: Site, context: Context): Value | undefined {
  // a package of the program has no other classes than its sources
  const all = context.record.starExports.filter(
    (star) => !star.startsWith('static ') && !isSourcePackage(star.replace(/\.\*$/, ''), context.record.path, machine.fn, machine.files),
  );
  // classes of the platform that decide something are known by name, so that the name is rather the SDK's
  // and of the SDK's classes a structure, since clients are known by name too
  const place = (star: string): number => (awsPackage(star) === undefined ? 2 : star.endsWith('.model.*') ? 0 : 1);
  const stars = [...all].sort((a, b) => place(a) - place(b));
  if (!/^[A-Z]/.test(name)) return /^(log|logger)$/i.test(name) ? harmless('a logger') : undefined;
  const values = stars.map((star) => imported(star.replace(/\*$/, name), machine, site, context));
  // a package that could not be followed may hold any class
  return values.find((value) => value.kind === 'unknown' && value.lost !== undefined) ?? values.find((value) => !isNullish(value));
}
