/** Classes of library models and their instances. */
import type { ClassModel, LibraryModel, Members, ModelValue, Others } from '../../../model/library-model.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { pickedMember } from '../../interpreter/members.ts';
import { type NativeCall, type NativeValue, native, type ObjectValue, unknown, type Value, valueKey } from '../../interpreter/values.ts';
import { evaluate } from './evaluate.ts';
import { inScope, run, runSteps } from './functions.ts';
import { memberOf, type Owner } from './members.ts';
import { type Frame, frameIn, type InstanceData } from './scope.ts';

/** The class and those that it extends. */
function lineage(model: LibraryModel, name: string): readonly ClassModel[] {
  const found: ClassModel[] = [];
  for (let at: string | undefined = name; at !== undefined; ) {
    const own: ClassModel | undefined = model.classes && Object.hasOwn(model.classes, at) ? model.classes[at] : undefined;
    if (!own || found.includes(own)) break;
    found.push(own);
    at = own.extends;
  }
  return found;
}

const membersOf = (classes: readonly ClassModel[], part: 'members' | 'static'): readonly Members[] =>
  classes.flatMap((each) => (each[part] ? [each[part]] : []));

const othersOf = (model: LibraryModel, name: string, classes: readonly ClassModel[]): Others =>
  classes.find((each) => each.others)?.others ?? (reaches(model, name) ? 'unresolved' : 'inert');

/** `root`: the names of the package. */
export function classValue(root: Frame, name: string): NativeValue {
  const { model } = root.loaded;
  const classes = lineage(model, name);
  const key = `class ${model.package} ${name}`;
  const others = othersOf(model, name, classes);
  const owner: Owner = {
    frame: root,
    name,
    key,
    members: membersOf(classes, 'static'),
    others: others === 'unresolved' ? others : 'inert',
  };
  const construct = (call: NativeCall): Value => constructed(root, name, classes, call);
  const made: NativeValue = native(name, {
    key,
    data: { kind: 'type' },
    call: construct,
    construct,
    typed: (machine) => instance(machine, root, name, machine.object([], { open: unknown(`a ${name} that is known by its type only`) })),
    get: (property, machine, site) => memberOf(owner, made, property, machine, site),
    ...(reaches(model, name) ? { any: () => pickedMember(name) } : {}),
    inert: true,
  });
  return made;
}

/** The first class of the lineage that says what its constructor takes is asked; fields of the nearest class count. */
function constructed(root: Frame, name: string, classes: readonly ClassModel[], call: NativeCall): Value {
  const { parameters = [], does = [] } = classes.find((each) => each.new)?.new ?? {};
  const kept = new Map<string, ModelValue>([...classes].reverse().flatMap((each) => Object.entries(each.fields ?? {})));
  return inScope(root, name, parameters, call, (scope) => {
    const fields = call.machine.object([...kept].map(([field, value]) => [field, evaluate(scope, value)] as const));
    const made = instance(call.machine, root, name, fields);
    runSteps({ ...scope, names: new Map([...scope.names, ['this', made]]) }, does);
    return made;
  });
}

/** An instance with these fields; its constructor is not run. */
export function instance(machine: Machine, root: Frame, name: string, fields: ObjectValue): NativeValue {
  const { model } = root.loaded;
  const classes = lineage(model, name);
  const key = `${name} of ${model.package} ${changes(model) ? fields.serial : contentKey(fields)}`;
  const written = machine.object();
  const data: InstanceData = { kind: 'model', class: name, fields, written };
  const called = classes.find((each) => each.called)?.called;
  const constructs = classes.find((each) => each.constructed)?.constructed;
  const reached = reachesOnceMade(model, name, classes);
  const made: NativeValue = native(name, {
    key,
    data,
    ...(called ? { call: (call: NativeCall) => run(frame, name, called, call) } : {}),
    ...(constructs ? { construct: (call: NativeCall) => run(frame, name, constructs, call) } : {}),
    get: (property, at, site) => {
      if (property === '%model') return made;
      if (property === '__enter__' || property === '__aenter__') return native(property, { key: `${property} ${key}`, call: () => made });
      return memberOf(owner, made, property, at, site);
    },
    properties: written,
    inert: true,
    ...(reached ? { escaped: (at: Machine, site: Site) => handedAway(at, model, name, site) } : {}),
  });
  const frame = frameIn(root.loaded, [['this', made]], root);
  const owner: Owner = { frame, name, key, members: membersOf(classes, 'members'), others: othersOf(model, name, classes) };
  return made;
}

/** Instances that never change are one when their fields are. */
const contentKey = ({ fields, open }: ObjectValue): string =>
  [...fields].map(([name, value]) => `${name}=${valueKey(value)}`).join(' ') + (open ? ` …${valueKey(open)}` : '');

const handedAway = (machine: Machine, model: LibraryModel, name: string, site: Site): void =>
  machine.lose({ what: `calls of the ${name} of ${model.package} that is handed over`, why: 'the code that gets it is not known' }, site);

// ── What a model says ────────────────────────────────────────────────────────────────────────────────────────

const changing = new WeakMap<LibraryModel, boolean>();

function changes(model: LibraryModel): boolean {
  const known =
    changing.get(model) ?? holds(model.classes, (key, value) => key === 'set' && typeof value === 'string' && value.startsWith('this'));
  changing.set(model, known);
  return known;
}

const reaching = new WeakMap<LibraryModel, ReadonlySet<string>>();

/** Whether a class, by its members or those of what they give, calls AWS. */
function reaches(model: LibraryModel, name: string): boolean {
  const known = reaching.get(model);
  if (known) return known.has(name);
  const found = new Set<string>();
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [each, own] of Object.entries(model.classes ?? {}))
      if (holds(own, (key, value) => isCall(key, value, found))) found.add(each);
  }
  reaching.set(model, found);
  return found.has(name);
}

/** What only making an instance calls was called when it was made. */
const reachesOnceMade = (model: LibraryModel, name: string, classes: readonly ClassModel[]): boolean =>
  reaches(model, name) &&
  classes.some(({ new: _, ...used }) => holds(used, (key, value) => isCall(key, value, reaching.get(model) ?? new Set())));

const isCall = (key: string, value: unknown, classes: ReadonlySet<string>): boolean =>
  key === 'calls' ||
  key === 'needs' ||
  key === 'unresolved' ||
  ((key === '$instance' || key === '$class' || key === 'class' || key === 'extends') && typeof value === 'string' && classes.has(value));

/** Whether anything in the package calls AWS. */
export const reachesAws = (model: LibraryModel): boolean => holds(model, (key, value) => isCall(key, value, new Set()));

function holds(part: unknown, found: (key: string, value: unknown) => boolean): boolean {
  if (Array.isArray(part)) return part.some((each) => holds(each, found));
  if (typeof part !== 'object' || part === null) return false;
  return Object.entries(part).some(([key, value]) => found(key, value) || holds(value, found));
}
