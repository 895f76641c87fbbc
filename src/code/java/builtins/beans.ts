/**
 * What a container injects where a type is declared: the results of the program's methods that provide that type (`@Bean` of Spring and
 * Micronaut, `@Provides` of Dagger and Guice, `@Produces` of CDI). A method runs when its result is first asked for; one that asks for what
 * it is making gets it by type.
 */
import { argumentsByType, instantiate } from '../../interpreter/classes.ts';
import { callClosure } from '../../interpreter/invoke.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { exported, importModule } from '../../interpreter/modules.ts';
import { type ClassValue, type ClosureValue, filterOptions, isNullish, union, type Value } from '../../interpreter/values.ts';
import type { Type } from '../../program.ts';
import { annotatedClasses } from '../project.ts';

const PROVIDES = /@(?:[\w.]+\.)?(?:Bean|Provides|Produces)\b/;

interface Provider {
  readonly holder: ClassValue;
  readonly method: ClosureValue;
  /** undefined before and while it runs */
  value: Value | undefined;
  asked: boolean;
}

/** The value that is injected for the type; undefined when no method provides it, or none gives more than a value of the type. */
export function beanOf(machine: Machine, type: string, site: Site): Value | undefined {
  const providers = providersOf(machine, site).filter(({ method }) => nameOf(method.function.result) === type);
  const value = valuesOf(machine, providers, site);
  return value && filterOptions(value, (option) => !(option.kind === 'unknown' && nameOf(option.type?.type) === type));
}

/** The value that is provided under the name: that of the method. */
export const beanNamed = (machine: Machine, name: string, site: Site): Value | undefined =>
  valuesOf(
    machine,
    providersOf(machine, site).filter(({ method }) => method.function.name === name),
    site,
  );

/** Everything that the program provides: functions among it are what a framework calls. */
export const allBeans = (machine: Machine, site: Site): readonly Value[] =>
  providersOf(machine, site).flatMap((provider) => madeBy(machine, provider, site) ?? []);

function valuesOf(machine: Machine, providers: readonly Provider[], site: Site): Value | undefined {
  const values = providers.flatMap((provider) => madeBy(machine, provider, site) ?? []);
  return values.length === 0 ? undefined : union(values);
}

function madeBy(machine: Machine, provider: Provider, site: Site): Value | undefined {
  if (provider.asked) return provider.value;
  provider.asked = true;
  const { holder, method } = provider;
  const value = callClosure(machine, method, instantiate(machine, holder, site), argumentsByType(machine, method), site);
  if (!isNullish(value)) provider.value = value;
  return provider.value;
}

function providersOf(machine: Machine, site: Site): readonly Provider[] {
  const known = machine.store.get('java providers') as readonly Provider[] | undefined;
  if (known) return known;
  const providers: Provider[] = [];
  machine.store.set('java providers', providers);
  const [record] = machine.modules.values();
  if (!record) return providers;
  for (const name of annotatedClasses(record.path, PROVIDES, machine.files)) {
    const imported = importModule(machine, name, record.path, site);
    const holder = exported(machine, imported, name.slice(name.lastIndexOf('.') + 1), site);
    if (holder.kind !== 'class' || holder.node.interface) continue;
    // constructors are named as their class
    for (const method of [...holder.methods.values(), ...holder.statics.fields.values()])
      if (method.kind === 'closure' && method.function.name !== holder.node.name)
        providers.push({ holder, method, value: undefined, asked: false });
  }
  return providers;
}

const nameOf = (type: Type | undefined): string | undefined =>
  type?.kind === 'reference' && type.value.kind === 'name' ? type.value.name : undefined;
