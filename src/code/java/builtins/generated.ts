/**
 * Classes that tools write while the program is built, so that no source shows them: MapStruct's mappers, clients of HTTP interfaces,
 * and Dagger's components, which are named after the interface that they implement ("Dagger & Android, dagger.Component").
 */

import { getMember } from '../../interpreter/members.ts';
import { exported, importModule } from '../../interpreter/modules.ts';
import { type ClassValue, harmless, type NativeValue, native, textValue, unknown, type Value } from '../../interpreter/values.ts';
import { method } from './call.ts';

/** MapStruct and MyBatis, Spring Cloud OpenFeign, MicroProfile Rest Client, Micronaut HTTP, Dagger. */
const GENERATED = /^(Mapper|FeignClient|RegisterRestClient|Client|Component|Subcomponent)$/;

export function isGenerated(type: ClassValue): boolean {
  const annotations = type.node.members.find((member) => member.key.kind === 'literal' && member.key.value === '%annotations')?.value;
  return (
    annotations?.kind === 'object' &&
    annotations.entries.some((entry) => entry.kind === 'entry' && entry.key.kind === 'literal' && GENERATED.test(String(entry.key.value)))
  );
}

/** `DaggerShopComponent`: `create()` and builders give the component, whose methods give what the interface says. */
export function daggerPackage(component: string): NativeValue {
  const simple = component.slice(component.lastIndexOf('.') + 1);
  const made: NativeValue = native(`Dagger${simple}`, {
    key: `dagger ${component}`,
    inert: true,
    get: (name, machine, site): Value | undefined => {
      if (name.startsWith('%')) return undefined;
      const [record] = machine.modules.values();
      const type = record && exported(machine, importModule(machine, component, record.path, site), simple, site);
      const declares = type?.kind === 'class' && type.node.members.some((each) => each.key.kind === 'literal' && each.key.value === name);
      if (!declares || name === 'inject') return method(made, name, () => (name === 'inject' ? harmless('nothing') : made));
      const instance = unknown(`the component ${simple}`, {
        type: { type: { kind: 'reference', value: { kind: 'name', name: simple, at: 0 } }, scope: type.scope },
      });
      return getMember(machine, instance, textValue(name), site);
    },
  });
  return native(`the package of ${component}`, { inert: true, get: (name) => (name === `Dagger${simple}` ? made : undefined) });
}
