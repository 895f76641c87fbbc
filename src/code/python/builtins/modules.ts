/**
 * Modules of the standard library whose results decide what is called, or that run what they are given. The others are inert
 * (standard-library.ts).
 */

import { dropChars, join, mayHold, split, type Text, text } from '../../../model/text.ts';
import { base64Value } from '../../interpreter/base64.ts';
import { orElse } from '../../interpreter/conditions.ts';
import { environmentObject, environmentVariable } from '../../interpreter/environment.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { callMember, callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine } from '../../interpreter/machine.ts';
import { copyFields, getMember } from '../../interpreter/members.ts';
import { importModule, namespaceOf } from '../../interpreter/modules.ts';
import {
  FALSE,
  harmless,
  literalText,
  type NativeCall,
  type NativeValue,
  NULL,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { jsonGlobal } from '../../javascript/builtins/json.ts';
import { CONCURRENCY } from './concurrency.ts';
import { ENUMS } from './enums.ts';
import { loaded, ofPath } from './files.ts';
import { someText, stringTemplate } from './format.ts';
import { dictionary } from './globals.ts';
import { ITERATION } from './iteration.ts';
import { first, fn, itself, type Members } from './module.ts';
import { NAMED_TUPLE } from './named-tuples.ts';
import { pythonOperation } from './operations.ts';
import { starts } from './programs.ts';

/** A module of the members given; what is not listed is harmless. */
const moduleOf = (name: string, members: Members): NativeValue => {
  const known = new Map(Object.entries(members));
  return native(name, { key: `python ${name}`, inert: true, get: (member, machine) => known.get(member)?.(machine) });
};

/** A decorator that gives the function back, with or without arguments of its own. */
const transparent = (name: string): (() => NativeValue) =>
  fn(name, (call) => {
    const [only] = call.args.positional;
    if (only?.kind === 'closure' || only?.kind === 'class') return only;
    return nativeFunction(name, (inner) => first(inner));
  });

/** What a text is the base64 of, as far as that is known. */
const unencoded = (call: NativeCall): Value => union(optionsOf(first(call)).map((option) => base64Value(option) ?? decodedData(option)));

/** Bytes of the event stay parts of it. */
const decodedData = (value: Value): Value => (value.kind === 'unknown' && value.hole.kind === 'event' ? value : harmless('decoded bytes'));

/** What is unpacked of known bytes is what was packed; nothing of a text is computed here. */
const unpackedFrom = (packed: Value = UNDEFINED): Value =>
  union(
    optionsOf(packed).map((option) =>
      option.kind === 'native' || (option.kind === 'unknown' && option.hole.kind === 'event') ? option : harmless('unpacked data'),
    ),
  );

const unpacked = (call: NativeCall): Value => unpackedFrom(first(call));

const json = (name: string, member: string): (() => NativeValue) =>
  fn(name, (call) => callMember(call.machine, jsonGlobal, textValue(member), call.args, call.site));

const copied = (call: NativeCall, value: Value, depth: number): Value => {
  if (depth > 8) return value;
  if (value.kind === 'list')
    return call.machine.list(
      value.items.map((item) => copied(call, item, depth + 1)),
      value.rest,
    );
  if (value.kind !== 'object') return value;
  const object = call.machine.object([], value.class ? { class: value.class } : {});
  copyFields(call.machine, object, value);
  for (const [name, field] of object.fields) object.fields.set(name, copied(call, field, depth + 1));
  return object;
};

const environ = (machine: Machine): Value => environmentObject(machine);

/** Parts with a slash between them, unless one ends with it; the last part that begins with one is where the path begins. */
function joinedPath(parts: readonly Value[]): Value {
  const literals = parts.map(literalText);
  const start = Math.max(
    0,
    literals.findLastIndex((literal) => literal?.startsWith('/') ?? false),
  );
  return buildText(
    parts.slice(start).flatMap((part, index) => {
      const before = endOf(parts[start + index - 1]);
      return index === 0 || before === '' || before?.endsWith('/') ? [part] : [textValue('/'), part];
    }),
  );
}

/** What is written at the end of a text; undefined where that is not known. */
function endOf(value: Value | undefined): string | undefined {
  if (value?.kind !== 'text') return undefined;
  const last = value.text.length === 0 ? '' : value.text.at(-1);
  return typeof last === 'string' ? last : undefined;
}

const path: Members = {
  join: fn('os.path.join', (call) => joinedPath(call.args.positional)),
  dirname: fn('os.path.dirname', (call) => ofPath(call, (path) => path.slice(0, Math.max(path.lastIndexOf('/'), 0)))),
  basename: fn('os.path.basename', (call) => ofPath(call, (path) => path.slice(path.lastIndexOf('/') + 1))),
  abspath: fn('os.path.abspath', first),
  realpath: fn('os.path.realpath', first),
};

/** The text without its escapes; what is not known stays what it is. */
function unquoted(call: NativeCall): Value {
  return union(
    optionsOf(first(call)).map((option) => {
      const literal = literalText(option);
      if (literal === undefined) return option;
      try {
        return textValue(decodeURIComponent(literal.replaceAll('+', ' ')));
      } catch {
        return option;
      }
    }),
  );
}

/** `urlparse('s3://bucket/key')`: host and path where the scheme is written out. */
function parsedUrl(call: NativeCall): Value {
  const parts = optionsOf(first(call)).map((option) => (option.kind === 'text' ? addressParts(option.text) : undefined));
  const part = (name: 'scheme' | 'netloc' | 'path'): Value =>
    union(parts.map((each) => (each ? textValue(each[name]) : someText('a part of an address'))));
  return call.machine.object(
    [
      ['scheme', part('scheme')],
      ['netloc', part('netloc')],
      ['hostname', part('netloc')],
      ['path', part('path')],
    ],
    { open: harmless('a part of an address') },
  );
}

function addressParts(address: Text): { readonly scheme: Text; readonly netloc: Text; readonly path: Text } | undefined {
  const [head] = address;
  const scheme = typeof head === 'string' ? /^([a-z][a-z0-9+.-]*):\/\//i.exec(head) : null;
  if (!scheme) return undefined;
  const [whole, name = ''] = scheme;
  const [netloc = [], ...rest] = split(dropChars(address, whole.length), '/');
  // a hole that may hold a slash hides where the path begins
  if (netloc.some((part) => typeof part !== 'string' && mayHold(part, '/')) && netloc.length > 1) return undefined;
  return { scheme: text(name), netloc, path: rest.length === 0 ? [] : text('/', ...join(rest, '/')) };
}

/** What a class of such a kind makes is a dictionary. */
const TYPED_DICT = native('TypedDict', {
  key: 'typing.TypedDict',
  inert: true,
  data: { kind: 'allocator' },
  get: (name) => (name === '__new__' ? nativeFunction('TypedDict.__new__', dictionary) : undefined),
});

const MEMBERS: Readonly<Record<string, Members>> = {
  ...CONCURRENCY,
  ...ITERATION,
  ...ENUMS,
  os: {
    environ,
    getenv: fn('os.getenv', (call) => {
      const name = literalText(first(call));
      if (name === undefined) return harmless('an environment variable');
      const value = environmentVariable(call.machine, name);
      const fallback = call.args.named.get('default') ?? call.args.positional[1];
      return fallback ? orElse(value, () => fallback) : value;
    }),
    path: () => moduleOf('os.path', path),
    system: starts('os.system'),
    popen: starts('os.popen'),
    execv: starts('os.execv'),
  },
  'os.path': path,
  types: {
    SimpleNamespace: fn('types.SimpleNamespace', ({ machine, args }) => {
      const { '**': open } = Object.fromEntries(args.named);
      return machine.object(
        [...args.named].filter(([name]) => name !== '**'),
        open ? { open } : {},
      );
    }),
  },
  json: { dumps: json('json.dumps', 'stringify'), load: fn('json.load', loaded), loads: json('json.loads', 'parse') },
  base64: { b64decode: fn('base64.b64decode', unencoded), standard_b64decode: fn('base64.standard_b64decode', unencoded) },
  io: {
    BytesIO: fn('io.BytesIO', (call) =>
      union(optionsOf(first(call)).map((option) => (option.kind === 'native' ? option : harmless('a buffer')))),
    ),
  },
  gzip: {
    decompress: fn('gzip.decompress', unpacked),
    open: fn('gzip.open', unpacked),
    GzipFile: fn('gzip.GzipFile', (call) => unpackedFrom(call.args.named.get('fileobj') ?? call.args.positional[3])),
  },
  zlib: { decompress: fn('zlib.decompress', unpacked) },
  'urllib.parse': {
    unquote: fn('urllib.parse.unquote', unquoted),
    unquote_plus: fn('urllib.parse.unquote_plus', unquoted),
    quote: fn('urllib.parse.quote', first),
    quote_plus: fn('urllib.parse.quote_plus', first),
    urlparse: fn('urllib.parse.urlparse', parsedUrl),
    urlsplit: fn('urllib.parse.urlsplit', parsedUrl),
    urljoin: fn('urllib.parse.urljoin', () => someText('a joined address')),
  },
  functools: {
    wraps: fn('functools.wraps', () => nativeFunction('functools.wraps', first)),
    lru_cache: transparent('functools.lru_cache'),
    cache: transparent('functools.cache'),
    cmp_to_key: fn('functools.cmp_to_key', first),
    reduce: fn('functools.reduce', (call) => {
      const { items, rest } = itemsOf(call.machine, argument(call.args, 1), 'values', call.site);
      const each = (total: Value, item: Value): Value => callValue(call.machine, first(call), UNDEFINED, args(total, item), call.site);
      const [start = UNDEFINED, ...others] = [...call.args.positional.slice(2), ...items];
      const total = others.reduce(each, start);
      return rest ? union([total, call.machine.journal.maybe(() => each(union([total, harmless('a total so far')]), rest))]) : total;
    }),
    partial: fn('functools.partial', (call) => {
      const { positional, named } = call.args;
      return native('a partial function', {
        key: `partial ${call.machine.journal.next()}`,
        call: (inner) =>
          callValue(
            inner.machine,
            first(call),
            UNDEFINED,
            {
              ...inner.args,
              positional: [...positional.slice(1), ...inner.args.positional],
              named: new Map([...named, ...inner.args.named]),
            },
            inner.site,
          ),
      });
    }),
  },
  contextlib: {
    contextmanager: fn('contextlib.contextmanager', (call) => entering(first(call))),
    asynccontextmanager: fn('contextlib.asynccontextmanager', (call) => entering(first(call))),
    closing: itself('contextlib.closing'),
    nullcontext: itself('contextlib.nullcontext'),
    suppress: fn('contextlib.suppress', () => native('contextlib.suppress', { inert: true, data: { kind: 'suppress' } })),
    ExitStack: exitStack('contextlib.ExitStack'),
    AsyncExitStack: exitStack('contextlib.AsyncExitStack'),
  },
  string: { Template: fn('string.Template', stringTemplate) },
  typing: {
    TYPE_CHECKING: () => FALSE,
    cast: fn('typing.cast', (call) => argument(call.args, 1)),
    NamedTuple: () => NAMED_TUPLE,
    TypedDict: () => TYPED_DICT,
  },
  dataclasses: {
    dataclass: transparent('dataclasses.dataclass'),
    asdict: fn('dataclasses.asdict', (call) => {
      const object = call.machine.object();
      copyFields(call.machine, object, first(call));
      return object;
    }),
    replace: fn('dataclasses.replace', (call) => {
      const object = copied(call, first(call), 0);
      if (object.kind === 'object') for (const [name, value] of call.args.named) object.fields.set(name, value);
      return object;
    }),
  },
  copy: {
    copy: fn('copy.copy', (call) => copied(call, first(call), 8)),
    deepcopy: fn('copy.deepcopy', (call) => copied(call, first(call), 0)),
  },
  importlib: {
    import_module: fn('importlib.import_module', (call) => {
      const name = literalText(first(call));
      const from = [...call.machine.modules.values()].find((record) => record.module === call.site.module)?.path;
      if (name !== undefined && from !== undefined) return namespaceOf(call.machine, importModule(call.machine, name, from, call.site));
      call.machine.lose(
        { what: 'call of importlib.import_module', why: 'the name of the module is known only when the function runs' },
        call.site,
      );
      return harmless('a module');
    }),
  },
  subprocess: Object.fromEntries(
    ['run', 'call', 'check_call', 'check_output', 'getoutput', 'Popen'].map((name) => [name, starts(`subprocess.${name}`)]),
  ),
};

const MODULES: ReadonlyMap<string, NativeValue> = new Map(
  Object.entries(MEMBERS).map(([name, members]) => [name, moduleOf(name, members)]),
);

/** A function that yields once: `with f() as x` gets what it yields. */
function entering(generator: Value): Value {
  return nativeFunction('a context manager', (call) => {
    const list = callValue(call.machine, generator, call.self, call.args, call.site);
    return getMember(call.machine, list, textValue('0'), call.site);
  });
}

function exitStack(name: string): () => NativeValue {
  const stack = native(name, {
    inert: true,
    get: (member) =>
      member === 'enter_context' || member === 'enter_async_context'
        ? nativeFunction(member, (call) => pythonOperation('enter', [first(call)], call.machine, call.site) ?? NULL)
        : undefined,
  });
  return fn(name, () => stack);
}

/** `name` as `resolve` gives it: `python:os.path`. A package whose submodule is modelled leads to it. */
export function pythonModule(name: string): Value | undefined {
  if (!name.startsWith('python:')) return undefined;
  const module = name.slice('python:'.length);
  const known = MODULES.get(module);
  if (known) return known;
  if (module === 'concurrent') return native('concurrent', { inert: true, get: (member) => MODULES.get(`concurrent.${member}`) });
  return isModelledModule(module) ? harmless(`the module ${module}`) : undefined;
}

/** Whether the standard module, or the package that it is in, is modelled. */
export const isModelledModule = (module: string): boolean => {
  const top = module.split('.')[0] ?? module;
  return MODULES.has(module) || MODULES.has(top) || top === 'concurrent';
};
