/** `C.class` as a value. A container that is asked for it gives an instance, whose methods are those of the class. */
import { findMethod, instantiate } from '../../interpreter/classes.ts';
import { boundMember } from '../../interpreter/members.ts';
import { type ClassValue, type NativeValue, native, optionsOf, textValue, type Value, valueKey } from '../../interpreter/values.ts';
import { method } from './call.ts';

interface LiteralData {
  readonly kind: 'class literal';
  readonly type: ClassValue;
}

const isLiteral = (data: { readonly kind: string } | undefined): data is LiteralData => data?.kind === 'class literal';

export function classLiteral(type: ClassValue): NativeValue {
  const made: NativeValue = native(`${type.node.name}.class`, {
    key: `class literal ${valueKey(type)}`,
    data: { kind: 'class literal', type } as { readonly kind: string },
    inert: true,
    get: (name, machine, site) => {
      if (/^get(Name|SimpleName|CanonicalName|TypeName)$/.test(name)) return method(made, name, () => textValue(type.node.name));
      if (name === 'getDeclaredConstructor' || name === 'getConstructor') return method(made, name, () => made);
      if (name === 'newInstance') return method(made, name, (call) => instantiate(call.machine, type, call.site));
      return findMethod(type, name) === undefined ? undefined : boundMember(machine, instantiate(machine, type, site), name, site);
    },
  });
  return made;
}

/** The class that the value names; the value itself when it is none. */
export const namedClass = (value: Value): Value => {
  const [only] = optionsOf(value);
  return only?.kind === 'native' && isLiteral(only.data) ? only.data.type : value;
};
