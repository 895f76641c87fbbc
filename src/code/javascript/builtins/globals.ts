/** The global names of Node.js. */
import { literalOf } from '../../../model/text.ts';
import { escapeFunctions } from '../../interpreter/escape.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import type { Context } from '../../interpreter/execute.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, MAX_ITEMS, type Machine, type Site } from '../../interpreter/machine.ts';
import {
  constant,
  FALSE,
  harmless,
  type ListValue,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { requestedUrl } from '../../library/index.ts';
import { bufferGlobal, decoded } from './buffer.ts';
import { mapGlobal, setGlobal } from './collections.ts';
import { moduleThis } from './compiler-helpers.ts';
import { evaluator } from './evaluator.ts';
import { forEachItem } from './iterate.ts';
import { jsonGlobal } from './json.ts';
import { objectGlobal, proxyGlobal, reflectGlobal } from './objects.ts';
import { processGlobal } from './process.ts';
import { promiseGlobal } from './promises.ts';
import { requireFrom } from './require.ts';
import { asText, someText } from './text.ts';
import { searchParams, urlGlobal } from './url.ts';

/** Gives its first argument back. */
const identity = (name: string): NativeValue => nativeFunction(name, ({ args: given }) => argument(given, 0));

/** Calls no AWS API: what it gives is data. Functions that it is given may run. */
const inert = (name: string, result = `the result of ${name}`): NativeValue =>
  native(name, {
    inert: true,
    call: ({ machine, args: given, site }) => {
      escapeFunctions(machine, given, site);
      return harmless(result);
    },
    construct: ({ machine, args: given, site }) => {
      escapeFunctions(machine, given, site);
      return native(name, { inert: true });
    },
    get: (member) => (member.startsWith('%') || member === 'then' ? undefined : inert(`${name}.${member}`)),
  });

/** Symbols as keys: each its own, those of the registry by name, and the well-known ones that `for … of`, `for await` and `using` call. */
const symbolGlobal = native('Symbol', {
  inert: true,
  call: ({ machine }) => textValue(`@@symbol ${machine.journal.next()}`),
  get: (name) => {
    if (name === 'for') return nativeFunction('Symbol.for', (call) => registered(argument(call.args, 0)));
    return name === 'iterator' || name === 'asyncIterator' || name === 'dispose' || name === 'asyncDispose'
      ? textValue(`@@${name}`)
      : inert(`Symbol.${name}`, 'a symbol');
  },
});

const registered = (key: Value): Value => {
  const name = literalText(key);
  return name === undefined ? harmless('a symbol') : textValue(`@@for ${name}`);
};

/** Runs the function that it is given later: timers, microtasks. What follows the function, or the function and the time, is passed to it. */
const scheduler = (name: string, before: 1 | 2): NativeValue =>
  nativeFunction(name, ({ machine, args: given, site }) => {
    const scheduled = argument(given, 0);
    const passed = { ...given, positional: given.positional.slice(before) };
    const run = (): Value => callValue(machine, scheduled, UNDEFINED, passed, site);
    if (scheduled.kind === 'native') run();
    else machine.tasks.startAfter(UNDEFINED, run);
    return harmless('a timer');
  });

/** Encoding and decoding: literals are computed, values of the running program stay what they are. */
const codec = (name: string, compute: (value: string) => string): NativeValue =>
  nativeFunction(name, ({ args: given }) =>
    union(
      optionsOf(argument(given, 0)).map((option) => {
        if (option.kind !== 'text') return option;
        const literal = literalOf(option.text);
        if (literal === undefined) return option;
        try {
          return textValue(compute(literal));
        } catch {
          return option;
        }
      }),
    ),
  );

const arrayGlobal = native('Array', {
  call: (call) => makeArray(call),
  construct: (call) => makeArray(call),
  get: (name) => {
    switch (name) {
      case 'isArray':
        return nativeFunction('Array.isArray', ({ args: given }) => {
          const kinds = optionsOf(argument(given, 0)).map((option) =>
            option.kind === 'list' ? true : option.kind === 'unknown' ? undefined : false,
          );
          return kinds.every((kind) => kind === true) ? TRUE : kinds.every((kind) => kind === false) ? FALSE : harmless('a test');
        });
      case 'from':
        return nativeFunction('Array.from', ({ machine, args: given, site }) => {
          const list = listLike(machine, argument(given, 0), site);
          const callback = argument(given, 1);
          if (callback === UNDEFINED) return list;
          const mapped = forEachItem(machine, list, callback, site);
          return machine.list(mapped.items, mapped.rest);
        });
      case 'of':
        return nativeFunction('Array.of', ({ machine, args: given }) => machine.list(given.positional, given.rest));
      default:
        return undefined;
    }
  },
});

/** What `Array.from` makes a list of: a list, or an object that says how long it is. */
function listLike(machine: Machine, source: Value, site: Site): ListValue {
  const length = source.kind === 'object' ? source.fields.get('length') : undefined;
  if (source.kind !== 'object' || length === undefined) {
    const { items, rest } = itemsOf(machine, source, 'values', site);
    return machine.list(items, rest);
  }
  const item = (i: number): Value => source.fields.get(String(i)) ?? source.open ?? UNDEFINED;
  if (length.kind === 'constant' && typeof length.value === 'number' && length.value <= MAX_ITEMS)
    return machine.list(Array.from({ length: Math.max(0, Math.floor(length.value)) }, (_, i) => item(i)));
  return machine.list([], union([UNDEFINED, ...source.fields.values(), ...(source.open ? [source.open] : [])]));
}

function makeArray({ machine, args: given }: NativeCall): Value {
  const [only] = given.positional;
  if (given.positional.length === 1 && only?.kind !== 'text') return machine.list([], UNDEFINED);
  return machine.list(given.positional, given.rest);
}

const stringGlobal = native('String', {
  call: ({ args: given }) => asText(argument(given, 0)),
  construct: ({ args: given }) => asText(argument(given, 0)),
  get: (name) =>
    name === 'raw' ? nativeFunction('String.raw', rawTemplate) : name === 'fromCharCode' ? inert('String.fromCharCode') : undefined,
});

function rawTemplate({ machine, args: given, site }: NativeCall): Value {
  const { items } = itemsOf(machine, argument(given, 0), 'values', site);
  return buildText(items.flatMap((item, i) => (i === 0 ? [item] : [given.positional[i] ?? textValue(''), item])));
}

/** Errors keep what they were made with, so that a client in an error's fields is not lost. */
const errorGlobal = (name: string): NativeValue => {
  const make = ({ machine, self, args: given }: NativeCall): Value => {
    const target = self.kind === 'object' ? self : machine.object([], { open: harmless('an error') });
    machine.journal.touch(target);
    target.fields.set('message', argument(given, 0));
    return target;
  };
  return native(name, { call: make, construct: make, inert: true });
};

/** `fetch(url | request, options)`: a plain request needs nothing, except one to the extensions on localhost. */
const fetchGlobal = nativeFunction('fetch', ({ machine, args: given, site }) => {
  const target = argument(given, 0);
  return requestedUrl(machine, target, site);
});

/** Logging must not count as handing a client to unknown code. */
const consoleGlobal = native('console', {
  inert: true,
  get: (name) => (name.startsWith('%') ? undefined : nativeFunction(`console.${name}`, () => UNDEFINED)),
});

const numberGlobal = native('Number', {
  inert: true,
  call: ({ args: given }) => {
    const literal = literalText(argument(given, 0));
    const value = literal === undefined || literal.trim() === '' ? Number.NaN : Number(literal);
    return Number.isNaN(value) ? harmless('a number') : constant(value);
  },
});

const mathGlobal = native('Math', {
  inert: true,
  get: (name) => (name.startsWith('%') ? undefined : inert(`Math.${name}`, 'a computed number')),
});

const GLOBALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['undefined', UNDEFINED],
  ['NaN', harmless('NaN')],
  ['Infinity', constant(Number.POSITIVE_INFINITY)],
  ['JSON', jsonGlobal],
  ['Object', objectGlobal],
  ['Reflect', reflectGlobal],
  ['Proxy', proxyGlobal],
  ['Promise', promiseGlobal],
  ['Array', arrayGlobal],
  ['String', stringGlobal],
  ['Number', numberGlobal],
  ['Boolean', inert('Boolean', 'a test')],
  ['BigInt', inert('BigInt', 'a number')],
  ['Math', mathGlobal],
  ['Date', inert('Date', 'a date')],
  ['RegExp', inert('RegExp', 'a regular expression')],
  ['Symbol', symbolGlobal],
  ['Intl', inert('Intl')],
  ['Map', mapGlobal('Map')],
  ['WeakMap', mapGlobal('WeakMap')],
  ['Set', setGlobal('Set')],
  ['WeakSet', setGlobal('WeakSet')],
  [
    'WeakRef',
    native('WeakRef', {
      construct: ({ machine, args: given }) => machine.object([['deref', nativeFunction('deref', () => argument(given, 0))]]),
    }),
  ],
  ['URL', urlGlobal],
  ['URLSearchParams', native('URLSearchParams', { inert: true, construct: () => searchParams() })],
  ['Buffer', bufferGlobal],
  ['fetch', fetchGlobal],
  [
    'Request',
    native('Request', {
      construct: ({ machine, args: given }) => machine.object([['url', argument(given, 0)]], { open: harmless('a request') }),
      inert: true,
    }),
  ],
  ['console', consoleGlobal],
  ['process', processGlobal],
  ['structuredClone', identity('structuredClone')],
  ['setTimeout', scheduler('setTimeout', 2)],
  ['setInterval', scheduler('setInterval', 2)],
  ['setImmediate', scheduler('setImmediate', 1)],
  ['queueMicrotask', scheduler('queueMicrotask', 1)],
  ['clearTimeout', inert('clearTimeout')],
  ['clearInterval', inert('clearInterval')],
  ['clearImmediate', inert('clearImmediate')],
  ['parseInt', numberGlobal],
  ['parseFloat', numberGlobal],
  ['isNaN', inert('isNaN', 'a test')],
  ['isFinite', inert('isFinite', 'a test')],
  ['decodeURIComponent', codec('decodeURIComponent', decodeURIComponent)],
  ['encodeURIComponent', codec('encodeURIComponent', encodeURIComponent)],
  ['decodeURI', codec('decodeURI', decodeURI)],
  ['encodeURI', codec('encodeURI', encodeURI)],
  ['escape', codec('escape', encodeURIComponent)],
  ['unescape', codec('unescape', decodeURIComponent)],
  ['atob', nativeFunction('atob', ({ args }) => union(optionsOf(argument(args, 0)).map(decoded)))],
  ['btoa', inert('btoa', 'encoded bytes')],
  ['crypto', inert('crypto')],
  ['performance', inert('performance')],
  [
    'TextEncoder',
    native('TextEncoder', {
      inert: true,
      construct: () => native('TextEncoder', { inert: true, get: (name) => (name === 'encode' ? identity('encode') : undefined) }),
    }),
  ],
  [
    'TextDecoder',
    native('TextDecoder', {
      inert: true,
      construct: () => native('TextDecoder', { inert: true, get: (name) => (name === 'decode' ? identity('decode') : undefined) }),
    }),
  ],
  ['AbortController', inert('AbortController')],
  ['AbortSignal', inert('AbortSignal')],
  ['Headers', inert('Headers')],
  ['Response', inert('Response')],
  ['FormData', inert('FormData')],
  ['Blob', inert('Blob')],
  ['ReadableStream', inert('ReadableStream')],
  ['Uint8Array', inert('Uint8Array')],
  ['ArrayBuffer', inert('ArrayBuffer')],
  ...['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError'].map(
    (name) => [name, errorGlobal(name)] as const,
  ),
  ['awslambda', awsLambda()],
]);

/** `awslambda.streamifyResponse(handler)`: the handler gets the event, a stream and the context. Lambda developer guide, "Response streaming". */
function awsLambda(): NativeValue {
  const stream = inert('response stream');
  return native('awslambda', {
    inert: true,
    get: (name) => {
      if (name === 'HttpResponseStream')
        return native('HttpResponseStream', {
          inert: true,
          get: (member) => (member === 'from' ? identity('HttpResponseStream.from') : undefined),
        });
      if (name !== 'streamifyResponse') return undefined;
      return nativeFunction('awslambda.streamifyResponse', ({ machine, args: given }) => {
        const handler = argument(given, 0);
        return native('streaming handler', {
          key: `streaming handler ${machine.journal.next()}`,
          call: (call) =>
            callValue(call.machine, handler, UNDEFINED, args(argument(call.args, 0), stream, argument(call.args, 1)), call.site),
        });
      });
    },
  });
}

export function globalName(name: string, machine: Machine, site: Site, context: Context): Value | undefined {
  if (name === 'require') return requireFrom(context.record.path);
  if (name === 'global' || name === 'globalThis') return globalObject(machine, context, site);
  if (name === 'import.meta')
    return native('import.meta', {
      inert: true,
      get: (member) => (member === 'url' || member === 'dirname' || member === 'filename' ? someText('the place of the file') : undefined),
    });
  if (name === 'this') return moduleThis(machine, context);
  if (name === 'eval' || name === 'Function') return evaluator(name);
  const known = GLOBALS.get(name);
  if (known) return known;
  const set = globalsOf(machine).fields.get(name);
  return set;
}

/** Variables that the program puts on the global object. */
function globalsOf(machine: Machine): ReturnType<Machine['object']> {
  const known = machine.store.get('globalThis');
  if (isObject(known)) return known;
  const made = machine.object();
  machine.store.set('globalThis', made);
  return made;
}

const isObject = (value: unknown): value is ReturnType<Machine['object']> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'object';

function globalObject(machine: Machine, context: Context, _site: Site): Value {
  const properties = globalsOf(machine);
  return native('globalThis', {
    properties,
    inert: true,
    get: (name, inner, at) => (name.startsWith('%') ? undefined : globalName(name, inner, at, context)),
  });
}
