/**
 * The helper functions that compilers write into their output (TypeScript's and tslib's `__awaiter`, esbuild's `__toESM`, …), by
 * what they mean and not by how they are written: an async function that was compiled to a generator is an async function again.
 * Sources: the helper lists of TypeScript (tslib) and esbuild's runtime.
 */
import type { Context } from '../../interpreter/execute.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { copyFields, getMember, setMember } from '../../interpreter/members.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  constant,
  harmless,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import type { FunctionNode } from '../../program.ts';

type Helper = (call: NativeCall) => Value;

const first: Helper = ({ args: given }) => argument(given, 0);

/** A CommonJS module as ES modules see it: its `default` is the module itself, unless it was compiled from an ES module. */
function asNamespace({ machine, args: given, site }: NativeCall, always: boolean): Value {
  const module = argument(given, 0);
  if (module.kind !== 'object') return module.kind === 'native' ? module : machine.object([['default', module]]);
  if (truth(getMember(machine, module, textValue('__esModule'), site)) === true && !always) return module;
  const namespace = machine.object();
  copyFields(machine, namespace, module);
  namespace.fields.set('default', module);
  return namespace;
}

/** Copies a module's exports as accessors of its own, so that later changes are seen. */
function exportAll({ machine, args: given }: NativeCall, from: number, to: number): Value {
  const target = argument(given, to);
  if (target.kind === 'object') copyFields(machine, target, argument(given, from));
  return target;
}

const HELPERS: ReadonlyMap<string, Helper> = new Map<string, Helper>([
  ['__awaiter', (call) => runAsync(call, argument(call.args, 3), argument(call.args, 0), argument(call.args, 1))],
  ['__async', (call) => runAsync(call, argument(call.args, 2), argument(call.args, 0), argument(call.args, 1))],
  ['_asyncToGenerator', asyncFunction],
  ['_async_to_generator', asyncFunction],
  ['__generator', stateMachine],
  ['__await', first],
  ['__asyncValues', first],
  ['__values', first],
  ['__asyncGenerator', (call) => callValue(call.machine, argument(call.args, 2), argument(call.args, 0), NO_ARGUMENTS, call.site)],
  ['__importStar', (call) => asNamespace(call, false)],
  ['__toESM', (call) => asNamespace(call, false)],
  [
    '__importDefault',
    ({ machine, args: given, site }) => {
      const module = argument(given, 0);
      return module.kind === 'object' && truth(getMember(machine, module, textValue('__esModule'), site)) === true
        ? module
        : machine.object([['default', module]]);
    },
  ],
  ['__exportStar', (call) => exportAll(call, 0, 1)],
  ['__reExport', (call) => exportAll(call, 1, 0)],
  ['__copyProps', (call) => exportAll(call, 1, 0)],
  ['__toCommonJS', first],
  ['__export', exportAccessors],
  [
    '__createBinding',
    ({ machine, args: given, site }) => {
      const [target = UNDEFINED, source = UNDEFINED, key = UNDEFINED, as = UNDEFINED] = given.positional;
      const name = literalText(as === UNDEFINED ? key : as);
      if (target.kind === 'object' && name !== undefined) {
        machine.journal.touch(target);
        target.fields.set(name, { kind: 'accessor', get: () => getMember(machine, source, key, site), set: undefined });
      }
      return UNDEFINED;
    },
  ],
  [
    '__assign',
    ({ machine, args: given }) => {
      const target = argument(given, 0);
      if (target.kind === 'object') for (const source of given.positional.slice(1)) copyFields(machine, target, source);
      return target;
    },
  ],
  [
    '__rest',
    ({ machine, args: given, site }) => {
      const source = argument(given, 0);
      if (source.kind !== 'object') return source;
      const taken = new Set(itemsOf(machine, argument(given, 1), 'values', site).items.map((item) => literalText(item)));
      return machine.object(
        [...source.fields].filter(([name]) => !taken.has(name)),
        source.open ? { open: source.open } : {},
      );
    },
  ],
  ['__spreadArray', ({ machine, args: given, site }) => concatenated(machine, given.positional.slice(0, 2), site)],
  ['__spreadArrays', ({ machine, args: given, site }) => concatenated(machine, given.positional, site)],
  ['__spread', ({ machine, args: given, site }) => concatenated(machine, given.positional, site)],
  ['__read', first],
  [
    '__extends',
    ({ machine, args: given, site }) => {
      const [child = UNDEFINED, parent = UNDEFINED] = given.positional;
      const prototype = getMember(machine, parent, textValue('prototype'), site);
      if (child.kind === 'closure' && prototype.kind === 'object')
        machine.propertiesOf(child).fields.set('prototype', machine.object([], { prototype }));
      if (child.kind === 'closure') machine.propertiesOf(child).fields.set('%parent', parent);
      return UNDEFINED;
    },
  ],
  ['__decorate', decorate],
  [
    '__param',
    ({ args: given }) => {
      const decorator = argument(given, 1);
      return nativeFunction('parameter decorator', (call) =>
        callValue(call.machine, decorator, UNDEFINED, args(argument(call.args, 0), argument(call.args, 1), argument(given, 0)), call.site),
      );
    },
  ],
  ['__metadata', () => nativeFunction('metadata decorator', () => UNDEFINED)],
  ['__makeTemplateObject', first],
  ['__name', first],
  [
    '__publicField',
    ({ machine, args: given, site }) => {
      setMember(machine, argument(given, 0), argument(given, 1), argument(given, 2), site);
      return argument(given, 2);
    },
  ],
  ['__classPrivateFieldGet', (call) => privateField(call, argument(call.args, 2), argument(call.args, 3))],
  ['__classPrivateFieldSet', (call) => privateField(call, argument(call.args, 3), argument(call.args, 4), argument(call.args, 2))],
  ['__commonJS', commonJs],
  ['__esm', initializer],
]);

/** The helper of that name, wherever a file declares it or reads it off `this`. */
export function compilerHelper(name: string): NativeValue | undefined {
  const helper = HELPERS.get(name);
  return helper && nativeFunction(name, helper);
}

/** tslib as a module. */
export const tslib: NativeValue = native('tslib', { get: (name) => compilerHelper(name), inert: true });

/** The async function behind each generator function; one node each, so that recursion is seen. */
const asyncNodes = new WeakMap<FunctionNode, FunctionNode>();

/** Runs a generator function as the async function it was: `yield x` is `await x`. */
function runAsync({ machine, args: { beside = false }, site }: NativeCall, generator: Value, self: Value, given: Value): Value {
  if (generator.kind !== 'closure') return callValue(machine, generator, self, NO_ARGUMENTS, site);
  const { items, rest } = given.kind === 'list' ? given : { items: [], rest: undefined };
  const node = asyncNodes.get(generator.function) ?? { ...generator.function, generator: false, async: true };
  asyncNodes.set(generator.function, node);
  machine.ran.add(generator.function);
  const asynchronous = { ...generator, function: node };
  return callValue(machine, asynchronous, self, { positional: items, named: new Map(), beside, ...(rest ? { rest } : {}) }, site);
}

/** `_asyncToGenerator(function* () { … })` of Babel, SWC and oxc: the async function itself. */
function asyncFunction({ machine, args: given }: NativeCall): Value {
  const generator = argument(given, 0);
  return native('async function', {
    key: `async function ${machine.journal.next()}`,
    call: (call) => {
      if (generator.kind !== 'closure') return callValue(call.machine, generator, call.self, call.args, call.site);
      return runAsync(call, generator, call.self, call.machine.list(call.args.positional, call.args.rest));
    },
  });
}

/**
 * `__classPrivateFieldGet(receiver, state, kind, f)` and `__classPrivateFieldSet(receiver, state, value, kind, f)`: a method or an
 * accessor is `f`, a static field the `value` of `f`, any other field the entry of the receiver in the WeakMap `state`.
 */
function privateField({ machine, args: given, site }: NativeCall, kind: Value, f: Value, value?: Value): Value {
  const [receiver = UNDEFINED, state = UNDEFINED] = given.positional;
  const member = (object: Value, name: string, ...of: readonly Value[]): Value =>
    callValue(machine, getMember(machine, object, textValue(name), site), object, args(...of), site);
  if (literalText(kind) === 'm') return f;
  if (literalText(kind) === 'a') {
    const result = callValue(machine, f, receiver, value ? args(value) : NO_ARGUMENTS, site);
    return value ?? result;
  }
  if (f !== UNDEFINED) {
    if (value) setMember(machine, f, textValue('value'), value, site);
    return value ?? getMember(machine, f, textValue('value'), site);
  }
  if (value) member(state, 'set', receiver, value);
  return value ?? member(state, 'get', receiver);
}

/** Instructions that the body of a compiled generator returns: TypeScript's `__generator`. */
const INSTRUCTION = { return: 2, break: 3, yield: 4, yieldAll: 5 };

/**
 * `__generator(this, body)`: the state machine that generators become in ES5. `body(state)` runs from the case that
 * `state.label` names and returns an instruction: `[4, value]` awaits or yields and goes on at the next label, where
 * `state.sent()` is the value; `[3, label]` goes on there; `[2, value]` returns. Each label is followed with every value that
 * reaches it.
 */
function stateMachine({ machine, args: given, site }: NativeCall): Value {
  const results: Value[] = [];
  const sent = new Map<number, Value>([[0, UNDEFINED]]);
  const waiting: number[] = [0];
  const reach = (label: number, value: Value): void => {
    const before = sent.get(label);
    const joined = before ? union([before, value]) : value;
    if (before && valueKey(joined) === valueKey(before)) return;
    sent.set(label, joined);
    if (!waiting.includes(label)) waiting.push(label);
  };
  for (let runs = 0; waiting.length > 0 && runs < MAX_STATES; runs++) {
    const label = waiting.shift() ?? 0;
    const state = machine.object([
      ['label', constant(label)],
      ['sent', nativeFunction('sent', () => sent.get(label) ?? UNDEFINED)],
      ['trys', machine.list([])],
      ['ops', machine.list([])],
    ]);
    const instruction = machine.journal.maybe(() => callValue(machine, argument(given, 1), argument(given, 0), args(state), site));
    const reached = state.fields.get('label');
    const at = reached?.kind === 'constant' && typeof reached.value === 'number' ? reached.value : label;
    for (const option of optionsOf(instruction)) follow(option, at, reach, results);
    // What a `try` region protects may jump to its handler and its finalizer.
    const regions = state.fields.get('trys');
    for (const region of regions?.kind === 'list' ? regions.items : [])
      for (const target of region.kind === 'list' ? region.items.slice(1, 3) : [])
        if (target.kind === 'constant' && typeof target.value === 'number') reach(target.value, harmless('an error'));
  }
  if (waiting.length > 0) machine.lose({ what: 'a compiled generator', why: `it has more than ${MAX_STATES} states` }, site);
  return results.length === 0 ? UNDEFINED : union(results);
}

/** Compiled bodies of more states than this are cut off; the states that were not reached are reported as lost. */
const MAX_STATES = 512;

function follow(instruction: Value, label: number, reach: (label: number, value: Value) => void, results: Value[]): void {
  if (instruction.kind !== 'list') return;
  const [code, value = UNDEFINED] = instruction.items;
  if (code?.kind !== 'constant') return;
  if (code.value === INSTRUCTION.return) results.push(value);
  else if (code.value === INSTRUCTION.break) {
    if (value.kind === 'constant' && typeof value.value === 'number') reach(value.value, UNDEFINED);
  } else if (code.value === INSTRUCTION.yield || code.value === INSTRUCTION.yieldAll) reach(label + 1, value);
  else reach(label + 1, UNDEFINED);
}

/** esbuild's `__export(target, { name: () => value })`. */
function exportAccessors({ machine, args: given }: NativeCall): Value {
  const [target = UNDEFINED, getters = UNDEFINED] = given.positional;
  if (target.kind !== 'object' || getters.kind !== 'object') return UNDEFINED;
  machine.journal.touch(target);
  for (const [name, getter] of getters.fields) target.fields.set(name, { kind: 'accessor', get: getter, set: undefined });
  return UNDEFINED;
}

function concatenated(machine: Machine, lists: readonly Value[], site: Site): Value {
  const items: Value[] = [];
  let rest: Value | undefined;
  for (const list of lists) {
    const more = itemsOf(machine, list, 'values', site);
    if (rest) rest = union([rest, ...more.items, ...(more.rest ? [more.rest] : [])]);
    else {
      items.push(...more.items);
      rest = more.rest;
    }
  }
  return machine.list(items, rest);
}

/** `__decorate([decorators], target, key?, descriptor?)`: of a class, or of a member on a prototype. */
function decorate({ machine, args: given, site }: NativeCall): Value {
  const [decorators = UNDEFINED, target = UNDEFINED, key = UNDEFINED] = given.positional;
  const isMember = given.positional.length > 2;
  let current = target;
  for (const decorator of [...itemsOf(machine, decorators, 'values', site).items].reverse()) {
    const descriptor = isMember ? machine.object([['value', getMember(machine, target, key, site)]]) : UNDEFINED;
    const result = callValue(machine, decorator, UNDEFINED, isMember ? args(target, key, descriptor) : args(current), site);
    if (!isMember && (result.kind === 'class' || result.kind === 'closure')) current = result;
    if (isMember && descriptor.kind === 'object') {
      const replaced = (result.kind === 'object' ? result : descriptor).fields.get('value');
      if (replaced?.kind === 'closure') setMember(machine, target, key, replaced, site);
    }
  }
  return current;
}

/** esbuild's `__commonJS({ 'file'(exports, module) { … } })`: gives a function that runs the module once. */
function commonJs({ machine, args: given }: NativeCall): Value {
  const modules = argument(given, 0);
  const body = modules.kind === 'object' ? [...modules.fields.values()][0] : undefined;
  let loaded: ReturnType<Machine['object']> | undefined;
  return native('CommonJS module', {
    key: `CommonJS module ${machine.journal.next()}`,
    call: ({ machine: inner, site }) => {
      if (!loaded) {
        const exports = inner.object();
        loaded = inner.object([['exports', exports]]);
        if (body) callValue(inner, body, exports, args(exports, loaded), site);
      }
      return getMember(inner, loaded, textValue('exports'), site);
    },
  });
}

/** esbuild's `__esm({ 'file'() { … } })`: gives a function that runs the initializer once. */
function initializer({ machine, args: given }: NativeCall): Value {
  const modules = argument(given, 0);
  const body = modules.kind === 'object' ? [...modules.fields.values()][0] : undefined;
  let ran = false;
  return native('ES module initializer', {
    key: `ES module initializer ${machine.journal.next()}`,
    call: ({ machine: inner, site }) => {
      if (ran || !body) return UNDEFINED;
      ran = true;
      return callValue(inner, body, UNDEFINED, NO_ARGUMENTS, site);
    },
  });
}

/** `this` at the top of a CommonJS file: its exports, and where compiled files look for helpers that exist already. */
export function moduleThis(machine: Machine, context: Context): Value {
  const { exports } = context.record;
  return native('this', {
    key: `this of ${context.record.path}`,
    get: (name, _machine, site) =>
      compilerHelper(name) ?? (name.startsWith('%') ? undefined : getMember(machine, exports, textValue(name), site)),
    properties: exports,
  });
}
