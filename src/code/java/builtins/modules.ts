/**
 * Classes of the Java platform whose results decide what is called, or that run what they are given. What is not modelled of the
 * platform calls no AWS API.
 */
import { join } from 'node:path';
import { escapeFunctions } from '../../interpreter/escape.ts';
import { callValue, escapeAll } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { copyFields } from '../../interpreter/members.ts';
import { exported, importModule } from '../../interpreter/modules.ts';
import { strictEqual } from '../../interpreter/operations.ts';
import {
  constant,
  FALSE,
  harmless,
  isNullish,
  type ListValue,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  nonNullOr,
  optionsOf,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import { kotlinPackage } from '../../kotlin/builtins/globals.ts';
import { libraryModule, requestedUrl } from '../../library/index.ts';
import { dataSource, driverManager } from '../../library/java/jdbc.ts';
import { awsPackage } from '../packages.ts';
import { builder, joiner } from './builders.ts';
import { type Call, callFunction, forEachItem, method, someText } from './call.ts';
import { type Order, setOf, shuffle, sortTexts, withOrder } from './changes.ts';
import { classLiteral, namedClass } from './class-literal.ts';
import { collectors } from './collectors.ts';
import { environment, setSystemProperty, systemProperty } from './environment.ts';
import { completableFuture, executor } from './futures.ts';
import { daggerPackage } from './generated.ts';
import { constantsOf } from './instances.ts';
import { jsonClassNamed, mapper } from './json.ts';
import { mapEntry } from './maps.ts';
import { optionalClass } from './optional.ts';
import { formatted, joined, messageFormatted, plainText } from './text.ts';

const first = (call: NativeCall): Value => argument(call.args, 0);

interface ClassParts {
  readonly statics?: Readonly<Record<string, Call>>;
  readonly fields?: Readonly<Record<string, Value>>;
  readonly construct?: Call;
}

/** A class of the platform: `data.kind` is `type`, so that a method reference through it takes its first argument as receiver. */
function typeOf(name: string, parts: ClassParts): NativeValue {
  const { statics = {}, fields = {}, construct } = parts;
  const made: NativeValue = native(name, {
    key: `java ${name}`,
    inert: true,
    data: { kind: 'type' },
    construct: construct ?? (() => harmless(`an instance of ${name}`)),
    get: (property) => {
      const call = Object.hasOwn(statics, property) ? statics[property] : undefined;
      if (call) return method(made, property, call);
      return Object.hasOwn(fields, property) ? fields[property] : undefined;
    },
  });
  return made;
}

const listed: Call = ({ machine, args }) => {
  const [only] = args.positional;
  if (args.positional.length === 1 && only?.kind === 'list') return machine.list(only.items, only.rest);
  return machine.list(args.positional, args.rest);
};

/** `new ArrayList<>()`, `new ArrayList<>(other)`, `new ArrayList<>(10)`. */
const collection: Call = ({ machine, args, site }) => {
  const [from] = args.positional;
  if (from === undefined || from.kind === 'constant' || from.kind === 'closure') return machine.list([]);
  const { items, rest } = itemsOf(machine, from, 'values', site);
  return machine.list(items, rest);
};

const distinct =
  (order: Order): Call =>
  (call) => {
    const made = collection(call);
    return made.kind === 'list' ? setOf(call.machine, made.items, made.rest, order) : made;
  };

/** `Set.of(a, b)` */
const distinctItems: Call = ({ machine, args }) => setOf(machine, args.positional, args.rest, 'any');

/** What Collections does to the list that it is given. */
const changing =
  (change: (machine: Machine, list: ListValue) => void): Call =>
  ({ machine, args, site }) => {
    escapeFunctions(machine, args, site);
    for (const option of optionsOf(argument(args, 0))) if (option.kind === 'list') change(machine, option);
    return UNDEFINED;
  };

const map =
  (order: Order): Call =>
  ({ machine, args }) => {
    const made = withOrder(machine.object(), order);
    const [from] = args.positional;
    if (from && from.kind !== 'constant') copyFields(machine, made, from);
    return made;
  };

const put = (machine: Machine, made: ReturnType<Machine['object']>, key: Value, value: Value): void => {
  const name = literalText(key);
  machine.journal.touch(made);
  if (name === undefined) made.dynamic.push({ key, value });
  else made.fields.set(name, value);
};

/** `Map.of(k, v, …)`, `Map.ofEntries(entry(k, v), …)`. */
const mapOf: Call = ({ machine, args }) => {
  const made = withOrder(machine.object(), 'any');
  for (let i = 0; i + 1 < args.positional.length; i += 2)
    put(machine, made, args.positional[i] ?? UNDEFINED, args.positional[i + 1] ?? UNDEFINED);
  return made;
};

const mapOfEntries: Call = ({ machine, args, site }) => {
  const made = withOrder(machine.object(), 'any');
  for (const each of args.positional) {
    if (each.kind !== 'native') continue;
    const read = (name: string): Value => {
      const getter = each.get?.(name, machine, site);
      return getter ? callValue(machine, getter, each, { positional: [], named: new Map() }, site) : UNDEFINED;
    };
    put(machine, made, read('getKey'), read('getValue'));
  }
  return made;
};

const entryOf: Call = ({ machine, args }) => mapEntry(machine, argument(args, 0), argument(args, 1));

const COLLECTION = typeOf('a collection', { construct: collection, statics: { of: listed, copyOf: collection, asList: listed } });
const setType = (order: Order): NativeValue =>
  typeOf('a set', {
    construct: distinct(order),
    statics: { of: distinctItems, copyOf: distinct('any'), noneOf: ({ machine }) => setOf(machine, [], undefined, 'any') },
  });
const mapType = (order: Order): NativeValue =>
  typeOf('a map', {
    construct: map(order),
    statics: { of: mapOf, copyOf: map('any'), ofEntries: mapOfEntries, entry: entryOf },
  });

/** A set of the constants of an enumeration, in their order; of any, where the enumeration is not known. */
function enumSet(machine: Machine, type: Value, holds: (constant: Value, index: number) => boolean): Value {
  const named = namedClass(type);
  const all = named.kind === 'class' ? constantsOf(named) : [];
  return all.length === 0
    ? setOf(machine, [], harmless('a constant'), 'inserted')
    : setOf(machine, all.filter(holds), undefined, 'inserted');
}

const locale: NativeValue = native('a locale', { inert: true });
const LOCALE: NativeValue = native('Locale', {
  inert: true,
  data: { kind: 'type' },
  construct: () => locale,
  get: (name) => (/^[A-Z_]+$/.test(name) ? locale : method(LOCALE, name, () => locale)),
});

const unmodifiable = (name: string): [string, Call] => [name, first];

/** A program that is started may call anything, with the function's credentials. */
const starts: Call = ({ machine, args, site }) => {
  machine.lose({ what: 'start of a program', why: 'it starts another program, which is not read' }, site);
  escapeAll(machine, args, site);
  return harmless('a process');
};

/** `Class.forName`: a class whose name is known is loaded as an import of it would be. */
const reflected: Call = ({ machine, args, site }) =>
  union(
    optionsOf(argument(args, 0)).map((option) => {
      const name = literalText(option);
      if (name === undefined) {
        machine.lose({ what: 'call of Class.forName', why: 'the name of the class is known only when the function runs' }, site);
        return harmless('a class');
      }
      const imported = importModule(machine, name, join(machine.files.root, site.module.file), site);
      const found = exported(machine, imported, name.slice(name.lastIndexOf('.') + 1), site);
      if (found.kind === 'unknown' && found.lost) machine.lose({ what: `class ${name}`, why: found.lost.why }, site);
      return found.kind === 'class' ? classLiteral(found) : harmless('a class');
    }),
  );

const range: Call = ({ machine }) => machine.list([], harmless('a number'));

const thread = typeOf('Thread', {
  construct: ({ machine, args, site }) => {
    const task = args.positional.find((value) => value.kind === 'closure' || value.kind === 'object');
    if (task) machine.journal.maybe(() => callFunction(machine, task, [], site));
    return harmless('a thread');
  },
  statics: { sleep: () => UNDEFINED, ofVirtual: () => executor, currentThread: () => harmless('a thread') },
});

const executors = typeOf('Executors', {
  statics: Object.fromEntries(
    [
      'newFixedThreadPool',
      'newCachedThreadPool',
      'newSingleThreadExecutor',
      'newWorkStealingPool',
      'newVirtualThreadPerTaskExecutor',
      'newScheduledThreadPool',
      'commonPool',
    ].map((name) => [name, () => executor]),
  ),
  construct: () => executor,
});

/** Requests that the program sends itself may reach an extension on localhost; the text of the address stays with the request. */
const address: Call = ({ machine, args, site }) => {
  requestedUrl(machine, argument(args, 0), site);
  return argument(args, 0);
};

const OBJECTS = typeOf('Objects', {
  statics: {
    requireNonNull: first,
    requireNonNullElse: ({ args }: NativeCall) => nonNullOr(argument(args, 0), () => argument(args, 1)),
    requireNonNullElseGet: ({ machine, args, site }) =>
      nonNullOr(argument(args, 0), () => machine.journal.maybe(() => callFunction(machine, argument(args, 1), [], site))),
    toString: ({ args }: NativeCall) => plainText(argument(args, 0)),
    equals: ({ args }) => strictEqual(argument(args, 0), argument(args, 1)),
    isNull: ({ args }) => nullness(argument(args, 0), true),
    nonNull: ({ args }) => nullness(argument(args, 0), false),
  },
});

function nullness(value: Value, wanted: boolean): Value {
  const all = optionsOf(value).map((option) => (option.kind === 'unknown' ? undefined : isNullish(option)));
  const [one] = all;
  if (one === undefined || all.some((each) => each !== one)) return harmless('a test');
  return one === wanted ? TRUE : FALSE;
}

/** A reference that is set and read: `AtomicReference`, `ThreadLocal`. */
const holder: Call = ({ machine, args }) => {
  const cell = machine.list([], args.positional.length === 0 ? undefined : argument(args, 0));
  const read = (): Value => cell.rest ?? constant(null);
  const made: NativeValue = native('a reference', {
    key: `reference ${cell.serial}`,
    inert: true,
    get: (name) => {
      if (/^(get|getPlain|getAcquire|join)$/.test(name)) return method(made, name, read);
      if (!/^(set|lazySet|compareAndSet|getAndSet|updateAndGet|getAndUpdate|accumulateAndGet)$/.test(name)) return undefined;
      return method(made, name, (call) => {
        const given = call.args.positional.at(name === 'accumulateAndGet' ? 0 : -1) ?? UNDEFINED;
        const value =
          given.kind === 'closure' && /Update|updateAnd/.test(name) ? callFunction(call.machine, given, [read()], call.site) : given;
        call.machine.journal.touch(cell);
        cell.rest = cell.rest ? union([cell.rest, value]) : value;
        return read();
      });
    },
  });
  return made;
};

/** Its `encode` and `decode` leave the text what it is. */
const charset: NativeValue = native('a charset', {
  inert: true,
  data: { kind: 'type' },
  get: (name) => (name === 'encode' || name === 'decode' ? method(charset, name, first) : /^[A-Z_0-9]+$/.test(name) ? charset : undefined),
});

const withInitial: Call = (call) =>
  holder({ ...call, args: { ...call.args, positional: [callFunction(call.machine, first(call), [], call.site)] } });

const text = typeOf('String', {
  statics: {
    format: ({ machine, args }) => {
      // `format(locale, …)`
      const start = args.positional[0]?.kind === 'text' || args.positional[0]?.kind === 'unknown' ? 0 : 1;
      return args.rest ? someText('a formatted text') : formatted(machine, argument(args, start), args.positional.slice(start + 1));
    },
    join: ({ machine, args, site }) => {
      const [separator, ...parts] = args.positional;
      const [only] = parts;
      if (separator === undefined || args.rest) return someText('joined texts');
      if (parts.length !== 1 || only === undefined || only.kind === 'text') return joined(separator, parts, undefined);
      const { items, rest } = itemsOf(machine, only, 'values', site);
      return joined(separator, items, rest);
    },
    valueOf: ({ args }: NativeCall) => plainText(argument(args, 0)),
    copyValueOf: first,
  },
  construct: ({ args }) => (args.positional.length === 0 ? textValue('') : plainText(argument(args, 0))),
});

const number = (name: string): NativeValue =>
  typeOf(name, {
    statics: {
      parseInt: parsedNumber,
      parseLong: parsedNumber,
      parseDouble: parsedNumber,
      parseBoolean: ({ args }: NativeCall) => {
        const literal = literalText(argument(args, 0));
        return literal === undefined
          ? isNullish(argument(args, 0))
            ? FALSE
            : harmless('a test')
          : constant(literal.toLowerCase() === 'true');
      },
      valueOf: ({ args }: NativeCall) => {
        const literal = literalText(argument(args, 0));
        if (name === 'Boolean' && literal !== undefined) return constant(literal.toLowerCase() === 'true');
        return argument(args, 0).kind === 'constant' ? argument(args, 0) : harmless('a number');
      },
      toString: ({ args }: NativeCall) => plainText(argument(args, 0)),
    },
    fields: { TRUE, FALSE },
    construct: ({ args }) => argument(args, 0),
  });

const parsedNumber: Call = ({ args }) => {
  const literal = literalText(argument(args, 0));
  const value = literal === undefined ? Number.NaN : Number(literal);
  return Number.isNaN(value) ? harmless('a number') : constant(value);
};

const BUILDER = typeOf('StringBuilder', { construct: ({ machine, args }) => builder(machine, args.positional[0]) });

const SYSTEM = typeOf('System', {
  statics: {
    getenv: ({ machine, args }) => environment(machine, args.positional[0]),
    getProperty: ({ machine, args }) => systemProperty(machine, args.positional[0], args.positional[1]),
    setProperty: ({ machine, args }) => {
      setSystemProperty(machine, args.positional[0], argument(args, 1));
      return UNDEFINED;
    },
  },
});

const CLASSES: Readonly<Record<string, Readonly<Record<string, NativeValue>>>> = {
  'java.lang': {
    String: text,
    StringBuilder: BUILDER,
    StringBuffer: BUILDER,
    System: SYSTEM,
    Thread: thread,
    Runtime: typeOf('Runtime', {
      statics: {
        getRuntime: () => native('a runtime', { inert: true, get: (name) => (name === 'exec' ? nativeFunction(name, starts) : undefined) }),
      },
    }),
    ProcessBuilder: typeOf('ProcessBuilder', { construct: starts }),
    Class: typeOf('Class', { statics: { forName: reflected } }),
    ThreadLocal: typeOf('ThreadLocal', { construct: holder, statics: { withInitial } }),
    ...Object.fromEntries(
      ['Integer', 'Long', 'Double', 'Float', 'Short', 'Byte', 'Boolean', 'Character'].map((name) => [name, number(name)]),
    ),
  },
  'java.util': {
    ...Object.fromEntries(
      'List ArrayList LinkedList Collection Queue Deque ArrayDeque PriorityQueue Vector Stack'.split(' ').map((name) => [name, COLLECTION]),
    ),
    ...Object.fromEntries('Set HashSet'.split(' ').map((name) => [name, setType('any')])),
    EnumSet: typeOf('EnumSet', {
      statics: {
        of: distinctItems,
        copyOf: distinct('any'),
        noneOf: ({ machine }) => setOf(machine, [], undefined, 'inserted'),
        allOf: ({ machine, args }) => enumSet(machine, argument(args, 0), () => true),
        complementOf: ({ machine, args }) => {
          const set = argument(args, 0);
          const items = set.kind === 'list' && !set.rest ? set.items : [];
          const [one] = items;
          return enumSet(machine, one?.kind === 'object' ? (one.class ?? UNDEFINED) : UNDEFINED, (each) => !items.includes(each));
        },
        range: ({ machine, args }) => {
          const [from = UNDEFINED, to = UNDEFINED] = args.positional;
          const all = from.kind === 'object' && from.class ? constantsOf(from.class) : [];
          const [start, end] = [all.indexOf(from), all.indexOf(to)];
          return enumSet(
            machine,
            from.kind === 'object' ? (from.class ?? UNDEFINED) : UNDEFINED,
            (_, i) => start < 0 || end < 0 || (i >= start && i <= end),
          );
        },
      },
    }),
    EnumMap: typeOf('EnumMap', {
      construct: (call) =>
        namedClass(argument(call.args, 0)).kind === 'class' ? withOrder(call.machine.object(), 'inserted') : map('any')(call),
    }),
    LinkedHashSet: setType('inserted'),
    TreeSet: setType('sorted'),
    ...Object.fromEntries(
      'Map HashMap Hashtable WeakHashMap IdentityHashMap Properties AbstractMap'.split(' ').map((name) => [name, mapType('any')]),
    ),
    LinkedHashMap: mapType('inserted'),
    TreeMap: mapType('sorted'),
    Arrays: typeOf('Arrays', {
      statics: { asList: listed, stream: first, copyOf: first, copyOfRange: first, toString: () => someText('an array as text') },
    }),
    Collections: typeOf('Collections', {
      statics: {
        ...Object.fromEntries(
          [
            'unmodifiableList',
            'unmodifiableMap',
            'unmodifiableSet',
            'unmodifiableCollection',
            'synchronizedList',
            'synchronizedMap',
            'synchronizedSet',
          ].map(unmodifiable),
        ),
        singletonList: listed,
        singleton: listed,
        sort: (call) => changing(call.args.positional.length === 1 ? sortTexts : shuffle)(call),
        shuffle: changing(shuffle),
        swap: changing(shuffle),
        rotate: changing(shuffle),
        reverse: changing((machine, list) => {
          machine.journal.touch(list);
          if (list.rest) shuffle(machine, list);
          else list.items.reverse();
        }),
        nCopies: ({ machine, args }) => machine.list([], argument(args, 1)),
        emptyList: ({ machine }) => machine.list([]),
        emptySet: ({ machine }) => machine.list([]),
        emptyMap: ({ machine }) => machine.object(),
        singletonMap: mapOf,
        addAll: ({ machine, args }) => {
          const [target, ...items] = args.positional;
          if (target?.kind === 'list') {
            machine.journal.touch(target);
            target.items.push(...items);
          }
          return TRUE;
        },
      },
    }),
    Objects: OBJECTS,
    Optional: typeOf('Optional', { statics: optionalClass }),
    OptionalInt: typeOf('OptionalInt', { statics: optionalClass }),
    Base64: typeOf('Base64', {}),
    UUID: typeOf('UUID', { statics: { randomUUID: () => someText('a random identifier') } }),
    StringJoiner: typeOf('StringJoiner', { construct: joiner }),
    Locale: LOCALE,
    ServiceLoader: typeOf('ServiceLoader', { statics: { load: reflected } }),
  },
  'java.text': {
    MessageFormat: typeOf('MessageFormat', {
      statics: {
        format: ({ args }: NativeCall) =>
          args.rest ? someText('a formatted text') : messageFormatted(argument(args, 0), args.positional.slice(1)),
      },
    }),
  },
  'java.util.stream': {
    Collectors: typeOf('Collectors', { statics: collectors }),
    Stream: typeOf('Stream', {
      statics: {
        of: listed,
        empty: ({ machine }) => machine.list([]),
        concat: ({ machine, args, site }) => {
          const both = args.positional.map((each) => itemsOf(machine, each, 'values', site));
          const open = both.flatMap(({ rest }) => (rest ? [rest] : []));
          const items = both.flatMap((each) => each.items);
          return open.length === 0 ? machine.list(items) : machine.list([], union([...items, ...open]));
        },
        generate: ({ machine, args, site }) => machine.list([], callFunction(machine, argument(args, 0), [], site)),
        iterate: ({ machine, args, site }) => {
          const next = forEachItem(machine, machine.list([argument(args, 0)]), site, (item) =>
            callFunction(machine, args.positional.at(-1) ?? UNDEFINED, [item], site),
          );
          return machine.list([], union([argument(args, 0), ...next.results]));
        },
        ofNullable: listed,
      },
    }),
    IntStream: typeOf('IntStream', { statics: { range, rangeClosed: range, of: listed } }),
    LongStream: typeOf('LongStream', { statics: { range, rangeClosed: range, of: listed } }),
    StreamSupport: typeOf('StreamSupport', { statics: { stream: first } }),
  },
  'java.util.function': {
    Function: typeOf('Function', { statics: { identity: () => nativeFunction('identity', first) } }),
    UnaryOperator: typeOf('UnaryOperator', { statics: { identity: () => nativeFunction('identity', first) } }),
  },
  'java.util.concurrent': {
    CompletableFuture: typeOf('CompletableFuture', { statics: completableFuture }),
    Executors: executors,
    ForkJoinPool: executors,
    ThreadPoolExecutor: executors,
    ConcurrentHashMap: mapType('any'),
    ConcurrentSkipListMap: mapType('sorted'),
    CopyOnWriteArrayList: COLLECTION,
    ConcurrentLinkedQueue: COLLECTION,
    LinkedBlockingQueue: COLLECTION,
    ArrayBlockingQueue: COLLECTION,
    CopyOnWriteArraySet: setType('inserted'),
  },
  'java.util.concurrent.atomic': { AtomicReference: typeOf('AtomicReference', { construct: holder }) },
  'java.sql': { DriverManager: driverManager },
  'java.net': {
    URI: typeOf('URI', { construct: address, statics: { create: address } }),
    URL: typeOf('URL', { construct: address }),
    URLDecoder: typeOf('URLDecoder', { statics: { decode: first } }),
    URLEncoder: typeOf('URLEncoder', { statics: { encode: first } }),
  },
  'java.io': {
    ...Object.fromEntries(
      'BufferedReader InputStreamReader BufferedInputStream StringReader'
        .split(' ')
        .map((name) => [name, typeOf(name, { construct: first })]),
    ),
    StringWriter: BUILDER,
  },
  'java.nio.charset': { Charset: charset, StandardCharsets: charset },
};

const MODULES: ReadonlyMap<string, NativeValue> = new Map(
  Object.entries(CLASSES).map(([name, classes]): [string, NativeValue] => [
    name,
    native(name, {
      key: `package ${name}`,
      inert: true,
      get: (property) => (Object.hasOwn(classes, property) ? classes[property] : undefined),
    }),
  ]),
);

/** Packages whose results may be instances of classes of the program. */
const CONTAINERS =
  /^(org\.springframework|io\.micronaut|io\.quarkus|javax\.inject|jakarta\.(inject|enterprise)|com\.google\.inject|dagger)(\.|$)/;

/** Packages of JSON mappers. */
const MAPPERS = /^(com\.fasterxml\.jackson|com\.google\.gson|jakarta\.json|javax\.json|org\.json$|tools\.jackson)/;
const MAPPER_CLASSES = /^(ObjectMapper|JsonMapper|Gson|GsonBuilder|JsonParser|ObjectReader|ObjectWriter)$/;

/** Functions of Jackson's module for Kotlin that make one. */
const MAPPER_FUNCTIONS = /^jackson(ObjectMapper|MapperBuilder)$/;

const mappers = native('mappers of JSON', {
  inert: true,
  get: (name) =>
    MAPPER_CLASSES.test(name) ? mapper : MAPPER_FUNCTIONS.test(name) ? nativeFunction(name, () => mapper) : jsonClassNamed(name),
});

const POOLS = 'com.zaxxer.hikari';
const POOL_CLASSES = /^Hikari(Config|DataSource)$/;

const pools = native('pools of connections', {
  inert: true,
  get: (name) => (POOL_CLASSES.test(name) ? dataSource(name) : undefined),
});

/** `name` as `resolve` gives it: `java:java.util`, or the package of a library that is inert. */
export function javaModule(name: string): Value | undefined {
  if (MAPPERS.test(name)) return mappers;
  // what a container gives is known by its declared type
  if (CONTAINERS.test(name)) return unknown(`the package ${name}`);
  if (name === POOLS) return pools;
  if (name.startsWith('java:dagger ')) return daggerPackage(name.slice('java:dagger '.length));
  if (!name.startsWith('java:')) return undefined;
  const inside = name.slice('java:'.length);
  if (/^kotlinx?(\.|$)/.test(inside)) return kotlinPackage;
  return MODULES.get(inside) ?? harmless(`the package ${inside}`);
}

/** Whether a class of `java.lang` decides something, so that no package of an SDK hides it: `System`. */
export const isDeciding = (name: string): boolean => Object.hasOwn(CLASSES['java.lang'] ?? {}, name);

/** A class of `java.lang`, which needs no import. */
export function langClass(name: string): Value | undefined {
  const classes = CLASSES['java.lang'] ?? {};
  if (Object.hasOwn(classes, name)) return classes[name];
  return LANG.test(name) ? harmless(`the class ${name}`) : undefined;
}

const LANG =
  /^(Object|Math|StrictMath|Number|Void|Enum|Record|Iterable|Comparable|Runnable|AutoCloseable|CharSequence|Process|ProcessHandle|ClassLoader|ClassValue|Module|ModuleLayer|Package|ThreadGroup|InheritableThreadLocal|StackWalker|ScopedValue|Cloneable|Appendable|Readable|Character|IO|Override|Deprecated|SuppressWarnings|FunctionalInterface|SafeVarargs|StackTraceElement|Throwable|\w*Exception|\w*Error)$/;

/** Whether the package is known to have the class. */
export function knownClass(name: string, machine: Machine): boolean {
  const dot = name.lastIndexOf('.');
  const holder = name.slice(0, dot);
  const simple = name.slice(dot + 1);
  const classes = CLASSES[holder];
  if (classes) return Object.hasOwn(classes, simple);
  const aws = awsPackage(name);
  if (aws === undefined) return (MAPPERS.test(holder) && MAPPER_CLASSES.test(simple)) || (holder === POOLS && POOL_CLASSES.test(simple));
  const library = libraryModule(machine, aws, holder.slice(aws.length + 1));
  return library?.kind === 'native' && library.get?.(`%has ${simple}`, machine, { module: NOWHERE, at: 0 }) !== undefined;
}

const NOWHERE = { file: '', language: 'java', body: [], exports: 'all', position: () => ({ line: 1, column: 1 }) } as const;
