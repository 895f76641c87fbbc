/** The names that a library model refers to while one of its functions runs, and what references to them give. */
import type { LibraryModel } from '../../../model/library-model.ts';
import type { Reference } from '../../../model/library-reference.ts';
import type { Span } from '../../../model/span.ts';
import { environmentVariable } from '../../interpreter/environment.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  isNullish,
  literalText,
  type NativeCall,
  type NativeData,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { find } from '../aws/request.ts';

/** A model with where the app's owner states it, when it is not one of pinhole's own. */
export interface Loaded {
  readonly model: LibraryModel;
  readonly span?: Span;
}

/** Names around a function: `this` of an instance, the arguments of the function that made it. */
export interface Frame {
  readonly loaded: Loaded;
  readonly names: Map<string, Value>;
  readonly outer?: Frame;
}

export const frameIn = (loaded: Loaded, names: Iterable<readonly [string, Value]>, outer?: Frame): Frame => ({
  loaded,
  names: new Map(names),
  ...(outer ? { outer } : {}),
});

/** The names that the whole package shares. */
export const rootOf = (frame: Frame): Frame => (frame.outer ? rootOf(frame.outer) : frame);

/** The frame of one call. */
export interface Scope extends Frame {
  readonly call: NativeCall;
  /** for messages: `Consumer.start` */
  readonly name: string;
}

/** A scope inside another, for the names of one item. */
export const within = (scope: Scope): Scope => ({ ...scope, names: new Map(), outer: scope });

/** What the native of an instance of a modelled class remembers. */
export interface InstanceData extends NativeData {
  readonly kind: 'model';
  readonly class: string;
  readonly fields: ObjectValue;
  /** what the program writes on the instance, in place of its fields */
  readonly written: ObjectValue;
}

const isInstance = (data: NativeData | undefined): data is InstanceData => data?.kind === 'model';

/** The instances of modelled classes that a value is, or that its class extends. */
export const instancesIn = (machine: Machine, value: Value, site: Site): readonly InstanceData[] =>
  find(machine, value, 'model', site).flatMap(({ data }) => (isInstance(data) ? [data] : []));

export function resolved(scope: Scope, { name, path }: Reference): Value {
  const [first, ...rest] = path;
  if (name === 'env') return typeof first === 'string' ? into(scope, environmentVariable(scope.call.machine, first), rest) : UNDEFINED;
  return into(scope, named(scope, name), path);
}

function named(scope: Scope, name: string): Value {
  for (let at: Frame | undefined = scope; at; at = at.outer) {
    const found = at.names.get(name);
    if (found) return found;
  }
  if (name === 'receiver') return scope.call.self;
  return name === 'arguments' ? scope.call.machine.list(scope.call.args.positional, scope.call.args.rest) : UNDEFINED;
}

const into = (scope: Scope, value: Value, path: Reference['path']): Value =>
  path.reduce((object: Value, step) => read(scope.call, object, typeof step === 'string' ? textValue(step) : resolved(scope, step)), value);

const hasField = (object: ObjectValue, name: Value): boolean => object.dynamic.length > 0 || object.fields.has(literalText(name) ?? '');

/** A member: of an instance of a modelled class the field that it keeps, else what the program would read. */
function read({ machine, site }: NativeCall, value: Value, name: Value): Value {
  if (isNullish(name)) return UNDEFINED;
  return union(
    optionsOf(value).map((option) => {
      if (isNullish(option) || option.kind === 'text' || option.kind === 'constant') return UNDEFINED;
      const kept = instancesIn(machine, option, site)
        .map(({ fields, written }) => getMember(machine, hasField(written, name) ? written : fields, name, site))
        .filter((field) => !isNullish(field));
      if (kept.length > 0) return union(kept);
      return option.kind === 'native' && option.data?.kind === 'model' ? UNDEFINED : getMember(machine, option, name, site);
    }),
  );
}
