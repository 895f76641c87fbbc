/**
 * Containers that make the classes of a program and hand each what its constructor asks for: tsyringe ("API", README), inversify
 * ("Fundamentals: Binding, Decorators", inversify.io) and typedi ("Getting Started", TypeDI's documentation). All containers of a
 * program are taken for one, so that what is bound twice is either.
 */

import { instantiate } from '../../interpreter/classes.ts';
import { evaluate } from '../../interpreter/evaluate.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import {
  type ClassValue,
  type ClosureValue,
  isNullish,
  type NativeCall,
  type NativeData,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  TRUE,
  UNDEFINED,
  union,
  unknown,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import type { Parameter } from '../../program.ts';
import { inert } from '../aws/request.ts';
import { member } from './options.ts';

type Make = (machine: Machine, site: Site) => Value;

/** What is bound to a token, as a value of the table of bindings. */
interface Binding extends NativeData {
  readonly kind: 'binding';
  readonly make: Make;
}

/** A parameter's decorator that names the token. */
interface Injection extends NativeData {
  readonly kind: 'injection';
  readonly make: Make;
}

const isBinding = (data: NativeData | undefined): data is Binding => data?.kind === 'binding';
const isInjection = (data: NativeData | undefined): data is Injection => data?.kind === 'injection';

// ── The table of bindings ────────────────────────────────────────────────────────────────────────────────────

interface Table {
  readonly kind: 'container';
  readonly bindings: ObjectValue;
  /** what is being made, so that factories that ask for each other end */
  readonly making: Set<string>;
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'container';

function tableOf(machine: Machine): Table {
  const known = machine.store.get('container');
  if (isTable(known)) return known;
  const made: Table = { kind: 'container', bindings: machine.journal.outside(() => machine.object()), making: new Set() };
  machine.store.set('container', made);
  return made;
}

/** Whether something else than the class itself may stand for it, or for anything else that is a token. */
const isBound = (machine: Machine, token: Value): boolean => {
  const table = machine.store.get('container');
  const key = valueKey(token);
  return isTable(table) && table.bindings.fields.has(key) && !table.making.has(key);
};

function bind(machine: Machine, token: Value, make: Make): void {
  const { bindings } = tableOf(machine);
  const data: Binding = { kind: 'binding', make };
  const binding = native('a binding', { key: `binding ${machine.journal.next()}`, data });
  machine.journal.touch(bindings);
  for (const each of optionsOf(token)) {
    const key = valueKey(each);
    const before = bindings.fields.get(key);
    bindings.fields.set(key, before ? union([before, binding]) : binding);
  }
}

/** All that is bound to the token; a class that nothing is bound to is made. */
function allOf(machine: Machine, token: Value, site: Site): readonly Value[] {
  const { bindings, making } = tableOf(machine);
  return optionsOf(token).flatMap((each): readonly Value[] => {
    const key = valueKey(each);
    const bound = bindings.fields.get(key);
    if (bound === undefined) return each.kind === 'class' ? [instantiate(machine, each, site)] : [unknown('what a container holds')];
    if (making.has(key)) return [unknown('what a container holds')];
    making.add(key);
    const made = optionsOf(bound).flatMap((binding) =>
      binding.kind === 'native' && isBinding(binding.data) ? [binding.data.make(machine, site)] : [],
    );
    making.delete(key);
    return made;
  });
}

const resolved = (machine: Machine, token: Value, site: Site): Value => union(allOf(machine, token, site));

const listed = (machine: Machine, token: Value, site: Site): Value => machine.list([...allOf(machine, token, site)]);

/** A class that is bound to itself is made; else what the token stands for. */
const madeOf =
  (token: Value, type: Value): Make =>
  (machine, site) =>
    valueKey(token) === valueKey(type) ? instanceOf(machine, type, site) : resolved(machine, type, site);

const instanceOf = (machine: Machine, type: Value, site: Site): Value =>
  union(optionsOf(type).map((each) => (each.kind === 'class' ? instantiate(machine, each, site) : unknown('what a container makes'))));

const madeBy =
  (factory: Value): Make =>
  (machine, site) =>
    callValue(machine, factory, UNDEFINED, args(container), site);

// ── What a class asks for ────────────────────────────────────────────────────────────────────────────────────

/** The instance that a container has of a class or interface. */
export const provided = (machine: Machine, type: ClassValue, site: Site): Value | undefined =>
  isBound(machine, type) ? resolved(machine, type, site) : undefined;

/** What a container passes for the parameter: what its decorator names, or what is bound to its type. */
export function injected(machine: Machine, parameter: Parameter, closure: ClosureValue): Value | undefined {
  const { record } = closure.scope;
  if (!record || !isTable(machine.store.get('container'))) return undefined;
  const context = { scope: closure.scope, record };
  const site: Site = { module: record.module, at: closure.function.at };
  for (const decorator of parameter.decorators ?? []) {
    const value = evaluate(machine, decorator, context);
    if (value.kind === 'native' && isInjection(value.data)) return value.data.make(machine, site);
  }
  const type = parameter.type ?? (parameter.target.kind === 'name' ? parameter.target.type : undefined);
  if (type?.kind !== 'reference' || type.value.kind !== 'name') return undefined;
  const token = evaluate(machine, type.value, context);
  return (token.kind === 'class' || token.kind === 'native') && isBound(machine, token) ? resolved(machine, token, site) : undefined;
}

// ── Decorators ───────────────────────────────────────────────────────────────────────────────────────────────

/** A decorator that leaves what it decorates as it is. */
const plain = (name: string): NativeValue => nativeFunction(name, () => nativeFunction(name, () => UNDEFINED));

/** `@inject(token)`; on a field, what the container sets there. */
const injecting = (name: string, read: (machine: Machine, token: Value, site: Site) => Value): NativeValue =>
  nativeFunction(name, ({ args: given }) => {
    const token = argument(given, 0);
    const data: Injection = { kind: 'injection', make: (machine, site) => read(machine, laterOf(machine, token, site), site) };
    return native(name, {
      key: `${name} ${valueKey(token)}`,
      data,
      call: ({ machine, args: decorated, site }) => setField(machine, argument(decorated, 0), argument(decorated, 1), data, site),
    });
  });

/** A field's decorator sees the class and the name: every instance then finds the value on the prototype. */
function setField(machine: Machine, type: Value, name: Value, { make }: Injection, site: Site): Value {
  if (type.kind !== 'class' || name.kind !== 'text') return UNDEFINED;
  const [key] = name.text;
  if (typeof key === 'string' && !type.methods.has(key))
    (type.methods as Map<string, unknown>).set(key, { kind: 'accessor', get: () => make(machine, site), set: undefined });
  return UNDEFINED;
}

/** `delay(() => C)`, `forwardRef(() => C)`, `() => C`: a class that is not there yet. */
const laterOf = (machine: Machine, token: Value, site: Site): Value =>
  token.kind === 'closure' ? callValue(machine, token, UNDEFINED, NO_ARGUMENTS, site) : token;

// ── tsyringe ─────────────────────────────────────────────────────────────────────────────────────────────────

/** `{ useValue }`, `{ useClass }`, `{ useFactory }`, `{ useToken }`, or the class itself. */
function bindProvider(call: NativeCall, token: Value, provider: Value): void {
  const { machine } = call;
  const [value, type, factory, other] = ['useValue', 'useClass', 'useFactory', 'useToken'].map((name) => member(call, provider, name));
  if (provider.kind === 'class') bind(machine, token, madeOf(token, provider));
  else if (factory && !isNullish(factory)) bind(machine, token, madeBy(factory));
  else if (type && !isNullish(type)) bind(machine, token, madeOf(token, type));
  else if (other && !isNullish(other)) bind(machine, token, (at, site) => resolved(at, laterOf(at, other, site), site));
  else bind(machine, token, () => value ?? UNDEFINED);
}

const tsyringeMethods: Readonly<Record<string, (call: NativeCall) => Value>> = {
  register: (call) => {
    bindProvider(call, argument(call.args, 0), argument(call.args, 1));
    return container;
  },
  registerType: (call) => {
    const to = argument(call.args, 1);
    bind(call.machine, argument(call.args, 0), (machine, site) => resolved(machine, to, site));
    return container;
  },
  registerSingleton: (call) => {
    const token = argument(call.args, 0);
    const type = argument(call.args, 1);
    bind(call.machine, token, madeOf(token, isNullish(type) ? token : type));
    return container;
  },
  registerInstance: (call) => {
    const value = argument(call.args, 1);
    bind(call.machine, argument(call.args, 0), () => value);
    return container;
  },
};

// ── inversify ────────────────────────────────────────────────────────────────────────────────────────────────

/** What follows `bind(token)`; everything else says when and how long, and gives the same. */
const bindingTo = (token: Value): NativeValue => {
  const to = (name: string, make: (given: Value) => Make): readonly [string, NativeValue] => [
    name,
    nativeFunction(name, ({ machine, args: given }) => {
      bind(machine, token, make(argument(given, 0)));
      return fluent;
    }),
  ];
  const value =
    (given: Value): Make =>
    () =>
      given;
  const methods = new Map([
    to('to', (type) => madeOf(token, type)),
    to('toSelf', () => madeOf(token, token)),
    to('toConstantValue', value),
    to('toFunction', value),
    to('toConstructor', value),
    to('toDynamicValue', madeBy),
    to('toResolvedValue', madeBy),
    to('toFactory', madeBy),
    to('toProvider', madeBy),
    to('toService', (other) => (machine, site) => resolved(machine, other, site)),
  ]);
  return native('a binding', { key: `binding of ${valueKey(token)}`, get: (name) => methods.get(name) });
};

const fluent: NativeValue = native('a binding', {
  get: (name) => (name === 'then' ? undefined : nativeFunction(name, (call) => handOver(call))),
});

/** `onActivation(handler)`: the handler may replace what was made; it is called with nothing that is known. */
function handOver({ machine, args: given, site }: NativeCall): Value {
  for (const value of given.positional) machine.escape(value, site);
  return fluent;
}

const bindFunction: NativeValue = native('bind', {
  call: ({ args: given }) => bindingTo(argument(given, 0)),
  // version 7 hands modules an object with the functions
  get: (name) => (name === 'bind' || name === 'rebind' || name === 'rebindSync' ? bindFunction : name === 'then' ? undefined : inert(name)),
});

/** `new ContainerModule((bind) => …)` is run where it is made: what it binds is bound in the one container. */
const containerModule: NativeValue = native('ContainerModule', {
  construct: ({ machine, args: given, site }) => {
    callValue(machine, argument(given, 0), UNDEFINED, args(bindFunction, inert('unbind'), inert('isBound'), bindFunction), site);
    return inert('a container module');
  },
});

/** `@provide(token)`, `@fluentProvide(token).inSingletonScope().done()`: binds what it decorates. */
const providing = (name: string): NativeValue =>
  nativeFunction(name, ({ args: given }) => {
    const token = argument(given, 0);
    const decorator: NativeValue = native(name, {
      key: `${name} ${valueKey(token)}`,
      call: ({ machine, args: decorated }) => {
        const type = argument(decorated, 0);
        bind(machine, token, madeOf(token, type));
        return type;
      },
      get: (property) => (property === 'then' ? undefined : nativeFunction(property, () => decorator)),
    });
    return decorator;
  });

// ── The container ────────────────────────────────────────────────────────────────────────────────────────────

const methods: Readonly<Record<string, (call: NativeCall) => Value>> = {
  ...tsyringeMethods,
  bind: ({ args: given }) => bindingTo(argument(given, 0)),
  rebind: ({ args: given }) => bindingTo(argument(given, 0)),
  set: (call) => {
    const [token, value] = [argument(call.args, 0), argument(call.args, 1)];
    const described =
      token.kind === 'list' ? itemsOf(call.machine, token, 'values', call.site).items : token.kind === 'object' ? [token] : [];
    for (const each of described) {
      const [id, type, factory, held] = ['id', 'type', 'factory', 'value'].map((name) => member(call, each, name));
      const key = id && !isNullish(id) ? id : (type ?? UNDEFINED);
      if (factory && !isNullish(factory)) bind(call.machine, key, madeBy(factory));
      else if (type && !isNullish(type)) bind(call.machine, key, madeOf(key, type));
      else bind(call.machine, key, () => held ?? UNDEFINED);
    }
    if (described.length === 0) bind(call.machine, token, () => value);
    return container;
  },
};

const READING = /^(?:get|resolve|getNamed|getTagged|tryGet)(?:Async)?$/;
const READING_ALL = /^(?:getAll|resolveAll|getMany|getAllNamed|getAllTagged)(?:Async)?$/;
const SAME = /^(?:container|createChild|createChildContainer|of|parent|currentRequest)$/;

const container: NativeValue = native('a container', {
  key: 'container',
  call: () => container,
  construct: () => container,
  get: (name) => {
    const method = methods[name];
    if (method) return nativeFunction(`container.${name}`, method);
    if (READING.test(name))
      return nativeFunction(`container.${name}`, ({ machine, args: given, site }) => resolved(machine, argument(given, 0), site));
    if (READING_ALL.test(name))
      return nativeFunction(`container.${name}`, ({ machine, args: given, site }) => listed(machine, argument(given, 0), site));
    if (SAME.test(name)) return container;
    return name === 'then' ? undefined : nativeFunction(`container.${name}`, handOver);
  },
});

// ── The packages ─────────────────────────────────────────────────────────────────────────────────────────────

const TSYRINGE: Readonly<Record<string, Value>> = {
  container,
  injectable: plain('injectable'),
  singleton: plain('singleton'),
  scoped: plain('scoped'),
  inject: injecting('inject', resolved),
  injectAll: injecting('injectAll', listed),
  delay: nativeFunction('delay', ({ args: given }) => argument(given, 0)),
  instanceCachingFactory: nativeFunction('instanceCachingFactory', ({ args: given }) => argument(given, 0)),
  instancePerContainerCachingFactory: nativeFunction('instancePerContainerCachingFactory', ({ args: given }) => argument(given, 0)),
  registry: nativeFunction('registry', (call) => {
    const { items } = itemsOf(call.machine, argument(call.args, 0), 'values', call.site);
    for (const each of items) bindProvider(call, member(call, each, 'token'), each);
    return nativeFunction('registry', () => UNDEFINED);
  }),
  Lifecycle: inert('Lifecycle'),
};

const INVERSIFY: Readonly<Record<string, Value>> = {
  Container: container,
  ContainerModule: containerModule,
  AsyncContainerModule: containerModule,
  inject: injecting('inject', resolved),
  multiInject: injecting('multiInject', listed),
  LazyServiceIdentifier: native('LazyServiceIdentifier', { construct: ({ args: given }) => argument(given, 0) }),
  LazyServiceIdentifer: native('LazyServiceIdentifer', { construct: ({ args: given }) => argument(given, 0) }),
  decorate: inert('decorate'),
  ...Object.fromEntries(
    ['injectable', 'named', 'tagged', 'optional', 'unmanaged', 'targetName', 'postConstruct', 'preDestroy', 'injectFromBase'].map(
      (name) => [name, plain(name)],
    ),
  ),
  BindingScopeEnum: inert('BindingScopeEnum'),
  bindingScopeValues: inert('bindingScopeValues'),
};

const INVERSIFY_DECORATORS: Readonly<Record<string, Value>> = {
  provide: providing('provide'),
  fluentProvide: providing('fluentProvide'),
  makeProvideDecorator: nativeFunction('makeProvideDecorator', () => providing('provide')),
  makeFluentProvideDecorator: nativeFunction('makeFluentProvideDecorator', () => providing('fluentProvide')),
  buildProviderModule: inert('buildProviderModule'),
  autoProvide: inert('autoProvide'),
};

const TYPEDI: Readonly<Record<string, Value>> = {
  Container: container,
  default: container,
  ContainerInstance: container,
  Token: native('Token', { construct: ({ machine }) => inert(`token ${machine.journal.next()}`) }),
  Inject: injecting('Inject', resolved),
  InjectMany: injecting('InjectMany', listed),
  Service: nativeFunction('Service', (call) => {
    const options = argument(call.args, 0);
    const id = options.kind === 'object' ? member(call, options, 'id') : options;
    return nativeFunction('Service', ({ machine, args: decorated }) => {
      const type = argument(decorated, 0);
      if (!isNullish(id)) bind(machine, id, madeOf(id, type));
      return UNDEFINED;
    });
  }),
};

const PACKAGES: ReadonlyMap<string, Readonly<Record<string, Value>>> = new Map([
  ['tsyringe', TSYRINGE],
  ['inversify', INVERSIFY],
  ['inversify-binding-decorators', INVERSIFY_DECORATORS],
  ['typedi', TYPEDI],
]);

export function containerPackage(machine: Machine, name: string): Value {
  tableOf(machine);
  const exported = PACKAGES.get(name) ?? {};
  return native(name, {
    get: (property) => (property === '__esModule' ? TRUE : Object.hasOwn(exported, property) ? exported[property] : undefined),
  });
}
