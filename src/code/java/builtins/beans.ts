/**
 * What a container injects where a library's type is declared: the results of the program's methods that provide that type (`@Bean` of
 * Spring and Micronaut, `@Provides` of Dagger and Guice, `@Produces` of CDI).
 */
import { argumentsByType, instantiate } from '../../interpreter/classes.ts';
import { callClosure } from '../../interpreter/invoke.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { exported, importModule } from '../../interpreter/modules.ts';
import { isNullish, union, type Value } from '../../interpreter/values.ts';
import type { Type } from '../../program.ts';
import { annotatedClasses } from '../project.ts';

const PROVIDES = /@(Bean|Provides|Produces)\b/;

type Beans = Map<string, Value[]>;

const isBeans = (value: unknown): value is Beans => value instanceof Map;

/** The value that is injected for the type; undefined when no method provides it. */
export function beanOf(machine: Machine, type: string, site: Site): Value | undefined {
  const values = beansOf(machine, site).get(type) ?? [];
  return values.length === 0 ? undefined : union(values);
}

/** Everything that the program provides: functions among it are what a framework calls. */
export const allBeans = (machine: Machine, site: Site): readonly Value[] => beansOf(machine, site).get(EVERY) ?? [];

const EVERY = '';

/** Made at the first question; a provider that needs what is being made gets it by type. */
function beansOf(machine: Machine, site: Site): Beans {
  const known = machine.store.get('java beans');
  if (isBeans(known)) return known;
  const beans: Beans = new Map();
  machine.store.set('java beans', beans);
  const [record] = machine.modules.values();
  if (!record) return beans;
  for (const name of annotatedClasses(record.path, PROVIDES, machine.files)) {
    const imported = importModule(machine, name, record.path, site);
    const holder = exported(machine, imported, name.slice(name.lastIndexOf('.') + 1), site);
    if (holder.kind !== 'class' || holder.node.interface) continue;
    const self = instantiate(machine, holder, site);
    for (const method of [...holder.methods.values(), ...holder.statics.fields.values()]) {
      // constructors are named as their class
      if (method.kind !== 'closure' || method.function.name === holder.node.name) continue;
      const value = callClosure(machine, method, self, argumentsByType(machine, method), site);
      if (isNullish(value)) continue;
      for (const key of [EVERY, nameOf(method.function.result) ?? EVERY]) beans.set(key, [...(beans.get(key) ?? []), value]);
    }
  }
  return beans;
}

const nameOf = (type: Type | undefined): string | undefined =>
  type?.kind === 'reference' && type.value.kind === 'name' ? type.value.name : undefined;
