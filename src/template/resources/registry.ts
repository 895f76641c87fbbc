/** The resources of a template by what names them: type, name, ARN, `Ref`. Built once, so that reading stays linear in their number. */
import { type Text, textKey } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import type { Scope } from '../scope.ts';
import type { Identity } from './identity.ts';

export interface Registry {
  ofType(type: string): readonly Declaration[];
  /** the resources of a type whose name is this text; several may be made under different conditions */
  named(type: string, name: Text): readonly Declaration[];
  /** the first resource of a type with this ARN */
  withArn(type: string, arn: Text): Declaration | undefined;
  /** the first resource of a type whose `Ref` is this text */
  withRef(type: string, ref: Text): Declaration | undefined;
}

export function createRegistry(declarations: ReadonlyMap<string, Declaration>, scope: Pick<Scope, 'identity'>): Registry {
  const types = new Map<string, Declaration[]>();
  for (const declaration of declarations.values()) {
    const known = types.get(declaration.type);
    if (known) known.push(declaration);
    else types.set(declaration.type, [declaration]);
  }
  const indexes = new Map<string, ReadonlyMap<string, readonly Declaration[]>>();
  const index = (type: string, by: string, text: (identity: Identity) => Text | undefined): ReadonlyMap<string, readonly Declaration[]> => {
    const known = indexes.get(`${by} ${type}`);
    if (known) return known;
    const fresh = new Map<string, Declaration[]>();
    for (const declaration of types.get(type) ?? []) {
      const identity = scope.identity(declaration.id);
      const value = identity && text(identity);
      if (!value) continue;
      const key = textKey(value);
      const others = fresh.get(key);
      if (others) others.push(declaration);
      else fresh.set(key, [declaration]);
    }
    indexes.set(`${by} ${type}`, fresh);
    return fresh;
  };
  return {
    ofType: (type) => types.get(type) ?? [],
    named: (type, name) => index(type, 'name', (identity) => identity.name).get(textKey(name)) ?? [],
    withArn: (type, arn) => index(type, 'arn', (identity) => identity.arn).get(textKey(arn))?.[0],
    withRef: (type, ref) => index(type, 'ref', (identity) => identity.ref).get(textKey(ref))?.[0],
  };
}
