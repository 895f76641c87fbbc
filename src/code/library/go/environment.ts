/**
 * Loaders that fill a struct from environment variables, as far as its tags tell: `kelseyhightower/envconfig`, `sethvargo/go-envconfig`,
 * `caarlos0/env`, `ilyakaznacheev/cleanenv`, `Netflix/go-env`, `alecthomas/kong`; and `spf13/viper`, which is asked for a name.
 */

import { orElse } from '../../interpreter/conditions.ts';
import { tagOf } from '../../interpreter/decode.ts';
import { environmentVariable } from '../../interpreter/environment.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { classOfType } from '../../interpreter/types.ts';
import {
  type ClassValue,
  harmless,
  isNullish,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  textValue,
  type Value,
} from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';
import { ERROR } from './settings.ts';

interface Loader {
  /** the key of the struct tag */
  readonly tag: string;
  /** functions that fill the struct among their arguments */
  readonly functions: RegExp;
  /** names fields without a tag after themselves, under the prefix in the first argument */
  readonly names: boolean;
}

const LOADERS: ReadonlyMap<string, Loader> = new Map([
  ['github.com/kelseyhightower/envconfig', { tag: 'envconfig', functions: /^(Must)?Process$/, names: true }],
  ['github.com/vrischmann/envconfig', { tag: 'envconfig', functions: /^Init/, names: true }],
  ['github.com/sethvargo/go-envconfig', { tag: 'env', functions: /^(Must)?Process/, names: false }],
  ['github.com/caarlos0/env', { tag: 'env', functions: /^(Parse|ParseWithOptions)$/, names: false }],
  ['github.com/ilyakaznacheev/cleanenv', { tag: 'env', functions: /^(ReadEnv|ReadConfig)$/, names: false }],
  ['github.com/Netflix/go-env', { tag: 'env', functions: /^UnmarshalFromEnviron$/, names: false }],
  ['github.com/alecthomas/kong', { tag: 'env', functions: /^(Parse|Must|New)$/, names: false }],
  ['github.com/joeshaw/envdecode', { tag: 'env', functions: /^(Strict)?(Decode)$/, names: false }],
]);

export function environmentLoader(name: string): NativeValue | undefined {
  const base = name.replace(/\/v\d+$/, '');
  if (base === 'github.com/spf13/viper') return viper;
  const loader = LOADERS.get(base);
  return (
    loader &&
    native(name, {
      get: (property) => {
        if (loader.functions.test(property)) return nativeFunction(property, (call) => load(call, loader));
        return property.startsWith('%') ? undefined : inert(`${name}.${property}`);
      },
      inert: true,
    })
  );
}

function load({ machine, args, site }: NativeCall, loader: Loader): Value {
  const prefix = loader.names ? (args.positional.map((value) => literalText(value)).find((text) => text !== undefined) ?? '') : '';
  for (const value of args.positional)
    for (const target of optionsOf(value))
      if (target.kind === 'object' && target.class) fill(machine, target, target.class, loader, prefix, site, 0);
  return ERROR;
}

function fill(machine: Machine, target: ObjectValue, type: ClassValue, loader: Loader, prefix: string, site: Site, depth: number): void {
  machine.journal.touch(target);
  for (const field of type.node.members) {
    if (field.kind !== 'field' || field.key.kind !== 'literal') continue;
    const name = String(field.key.value);
    const inner = field.type && classOfType(machine, field.type, type.scope, site);
    if (inner && depth < 4) {
      const held = target.fields.get(name);
      const object = held?.kind === 'object' ? held : machine.object([], { class: inner });
      const below = loader.names && !field.embedded ? joined(prefix, tagOf(field, loader.tag) ?? name) : prefix;
      fill(machine, object, inner, loader, `${below}${tagOf(field, 'envPrefix') ?? ''}`, site, depth + 1);
      target.fields.set(name, object);
      continue;
    }
    const value = read(machine, field, name, loader, prefix);
    if (value) target.fields.set(name, value);
  }
}

type Field = ClassValue['node']['members'][number];

function read(machine: Machine, field: Field, name: string, loader: Loader, prefix: string): Value | undefined {
  const tagged = tagOf(field, loader.tag);
  if (tagged === '-') return undefined;
  const own =
    tagged ?? (tagOf(field, 'split_words') === 'true' ? name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2') : loader.names ? name : undefined);
  if (own === undefined) return undefined;
  // envconfig asks for the name with the prefix, then for the tag alone
  const names = loader.names ? [joined(prefix, own).toUpperCase(), ...(tagged === undefined ? [] : [tagged])] : [`${prefix}${own}`];
  const fallback = tagOf(field, 'default') ?? tagOf(field, 'envDefault') ?? tagOf(field, 'env-default');
  for (const each of names) {
    const value = environmentVariable(machine, each);
    if (!isNullish(value)) return fallback === undefined ? value : orElse(value, () => textValue(fallback));
  }
  return fallback === undefined ? environmentVariable(machine, names[0] ?? own) : textValue(fallback);
}

const joined = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}_${name}`);

/** `viper.BindEnv("table", "TABLE_NAME")`, `viper.AutomaticEnv()`, `viper.GetString("TABLE_NAME")`. */
const viper: NativeValue = native('viper', {
  get: (name) => {
    if (name === 'New' || name === 'GetViper') return nativeFunction(`viper.${name}`, () => viper);
    if (name === 'BindEnv')
      return nativeFunction('viper.BindEnv', ({ machine, args }) => {
        const [key, bound] = [literalText(argument(args, 0)), literalText(argument(args, 1))];
        if (key !== undefined) machine.store.set(`viper ${key.toLowerCase()}`, bound ?? key.toUpperCase());
        return ERROR;
      });
    if (!/^Get(String)?$/.test(name)) return name.startsWith('%') ? undefined : inert(`viper.${name}`);
    return nativeFunction(`viper.${name}`, ({ machine, args }) => {
      const key = literalText(argument(args, 0));
      if (key === undefined) return harmless('a setting');
      const bound = machine.store.get(`viper ${key.toLowerCase()}`);
      const value = environmentVariable(machine, typeof bound === 'string' ? bound : key.toUpperCase().replaceAll('.', '_'));
      return isNullish(value) ? harmless(`the setting ${key}`) : value;
    });
  },
  inert: true,
});
