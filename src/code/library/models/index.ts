/** Library models at work: packages whose functions are described as data. What the app's owner states comes before pinhole's own. */

import { builtinModel, builtinPackage } from '../../builtin-models.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { pickedMember } from '../../interpreter/members.ts';
import { harmless, type NativeCall, type NativeValue, native, TRUE, textValue, UNDEFINED, type Value } from '../../interpreter/values.ts';
import { reachesAws } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { hasMember, memberOf, type Owner } from './members.ts';
import { type Frame, frameIn, type Loaded } from './scope.ts';

/** The module that an import names, when the app's owner states a model of its package. */
export function statedModule(machine: Machine, specifier: string, site: Site): Value | undefined {
  const plain = specifier.replace(/^static /, '').replace(/\.\*$/, '');
  for (const stated of machine.models) {
    const { package: name, language } = stated.model;
    if (language !== machine.language.name || !leadsInto(plain, name)) continue;
    machine.modelsUsed.add(stated);
    return moduleOf(machine, stated, plain.slice(name.length + 1), site);
  }
  return undefined;
}

const leadsInto = (specifier: string, name: string): boolean =>
  specifier === name || (specifier.startsWith(name) && /^[./]/.test(specifier.slice(name.length)));

/** The module of a package that comes with a model. */
export function builtinModule(machine: Machine, specifier: string): Value | undefined {
  const name = builtinPackage(machine.language.name, specifier);
  if (name === undefined) return undefined;
  const model = builtinModel(machine.language.name, name);
  return moduleOf(machine, { model }, specifier.slice(name.length + 1), { module: NOWHERE, at: 0 });
}

const NOWHERE = { file: '', language: 'javascript', body: [], exports: 'declared', position: () => ({ line: 1, column: 1 }) } as const;

function moduleOf(machine: Machine, loaded: Loaded, path: string, site: Site): NativeValue {
  const { model } = loaded;
  const inside = model.modules && Object.hasOwn(model.modules, path) ? [model.modules[path] ?? {}] : [];
  const key = `module ${model.language} ${model.package} ${path}`;
  const owner: Owner = {
    frame: packageFrame(machine, loaded, site),
    name: model.package,
    key,
    members: [...inside, model.exports ?? {}],
    others: model.others ?? (reachesAws(model) ? 'unresolved' : 'inert'),
  };
  const whole = (at: Machine, place: Site): NativeValue | undefined => {
    const found = hasMember(owner.members, 'default') ? memberOf(owner, made, 'default', at, place) : undefined;
    return found?.kind === 'native' ? found : undefined;
  };
  // a CommonJS module is its default export
  const called =
    (construct: boolean) =>
    (call: NativeCall): Value => {
      const value = whole(call.machine, call.site);
      const run = construct ? (value?.construct ?? value?.call) : value?.call;
      if (run) return run(call);
      call.machine.lose({ what: `call of ${model.package}`, why: `the model of ${model.package} does not know it` }, call.site);
      return harmless(`the result of ${model.package}`);
    };
  const made: NativeValue = native(model.package, {
    key,
    call: called(false),
    construct: called(true),
    get: (property, at, place) => {
      if (property.startsWith('%has ')) return hasMember(owner.members, property.slice('%has '.length)) ? textValue(property) : undefined;
      if (property === '__esModule') return TRUE;
      if (hasMember(owner.members, property)) return memberOf(owner, made, property, at, place);
      if (property === 'default') return undefined;
      // Python's modules inside the package
      if (model.language === 'python' && owner.others === 'unresolved' && /^[a-z][a-z0-9_]*$/.test(property))
        return moduleOf(at, loaded, path === '' ? property : `${path}/${property}`, place);
      return whole(at, place)?.get?.(property, at, place) ?? memberOf(owner, made, property, at, place);
    },
    ...(reachesAws(model) ? { any: () => pickedMember(model.package) } : {}),
    inert: true,
  });
  return made;
}

/** The names that the whole package shares. */
function packageFrame(machine: Machine, loaded: Loaded, site: Site): Frame {
  const key = `model ${loaded.model.language} ${loaded.model.package}`;
  const known = machine.store.get(key);
  if (isFrame(known)) return known;
  const fields = machine.object();
  const frame = frameIn(loaded, [['package', fields]]);
  machine.store.set(key, frame);
  const call: NativeCall = { machine, self: UNDEFINED, args: { positional: [], named: new Map() }, site };
  for (const [name, value] of Object.entries(loaded.model.fields ?? {}))
    fields.fields.set(name, evaluate({ ...frame, call, name: loaded.model.package }, value));
  return frame;
}

const isFrame = (value: unknown): value is Frame => typeof value === 'object' && value !== null && 'loaded' in value;
