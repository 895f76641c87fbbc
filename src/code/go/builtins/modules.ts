/**
 * Packages of the standard library whose results decide what is called, or that run what they are given. Functions with several
 * results give a list; an error is never known to be nil, since both outcomes can happen.
 */
import { literalOf, type Text } from '../../../model/text.ts';
import { orElse } from '../../interpreter/conditions.ts';
import { parsedJson } from '../../interpreter/data.ts';
import { encoded, fill } from '../../interpreter/decode.ts';
import { environmentVariable } from '../../interpreter/environment.ts';
import { escapeFunctions } from '../../interpreter/escape.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { callValue, escapeAll } from '../../interpreter/invoke.ts';
import { jsonText } from '../../interpreter/json-text.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { replacedAll } from '../../interpreter/replaced.ts';
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
  TRUE,
  textValue,
  toTexts,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { splitText } from '../../javascript/builtins/text.ts';
import { requestedUrl } from '../../library/index.ts';
import { bufferType, contentOf, encoder, newBuffer, write } from './buffers.ts';
import { COLLECTIONS, reorder } from './collections.ts';
import { start, waitForOthers } from './concurrency.ts';
import { SYNC_MAP } from './shared.ts';

type Call = (call: NativeCall) => Value;

const someText = (reason: string): Value => textValue([{ kind: 'runtime', reason, chars: 'any' }]);
const error = (): Value => harmless('an error');
const first = (call: NativeCall): Value => argument(call.args, 0);

/** An unset variable reads as the empty text. */
function variable(machine: Machine, name: Value): Value {
  return union(
    optionsOf(name).map((option) => {
      const literal = literalText(option);
      if (literal === undefined) return someText('an environment variable');
      const value = environmentVariable(machine, literal);
      return orElse(value, () => textValue(''));
    }),
  );
}

/** The second result of `os.LookupEnv`: also a variable that is set to the empty text is set. */
function isSet(machine: Machine, name: Value): Value {
  const literal = literalText(name);
  if (literal === undefined) return harmless('whether it is set');
  const value = environmentVariable(machine, literal);
  const set = optionsOf(value).filter((option) => option.kind !== 'constant' || option.value !== undefined);
  return set.length === 0 ? FALSE : set.length === optionsOf(value).length ? TRUE : harmless('whether it is set');
}

/** `fmt.Sprintf`: plain verbs give their operand's text (package fmt, "Printing"). */
function formatted(machine: Machine, template: Text, operands: readonly Value[]): Value {
  const literal = literalOf(template);
  if (literal === undefined) return someText('a formatted text');
  const parts: Value[] = [];
  let next = 0;
  let from = 0;
  // what stands between verbs holds none that is not known here, such as one whose width is an operand
  const plainly = (between: string): void => {
    parts.push(between.includes('%') ? someText('a formatted text') : textValue(between));
  };
  for (const found of literal.matchAll(/%([-+# 0]*(?:\d+)?(?:\.\d+)?)(?:\[(\d+)\])?([%a-zA-Z])/g)) {
    const [whole, width, index, verb = ''] = found;
    plainly(literal.slice(from, found.index));
    from = found.index + whole.length;
    if (verb === '%') {
      parts.push(textValue('%'));
      continue;
    }
    if (index !== undefined) next = Number(index) - 1;
    const value = operands[next++];
    const known = width === '' && value !== undefined && value.kind !== 'list' ? value : undefined;
    if (known && /^[svd]$/.test(verb)) parts.push(known);
    else if (known && verb === 'q') parts.push(textValue('"'), known, textValue('"'));
    else parts.push(someText('a formatted value'));
  }
  plainly(literal.slice(from));
  machine.step();
  return buildText(parts);
}

const format: Call = ({ machine, args }) => {
  const [template, ...operands] = args.positional;
  if (template === undefined || args.rest) return someText('a formatted text');
  return union(
    optionsOf(template).map((option) =>
      option.kind === 'text' ? formatted(machine, option.text, operands) : someText('a formatted text'),
    ),
  );
};

/** Writes what the function gives for the arguments behind the writer. */
const writes =
  (text: Call): Call =>
  (call) => {
    const { machine, args } = call;
    write(machine, first(call), text({ ...call, args: { ...args, positional: args.positional.slice(1) } }));
    return machine.list([harmless('a number'), error()]);
  };

/** Fills what its argument points at with what the first argument is the JSON of, or with data that is not known. */
const fills =
  (index: number, source?: number, tag?: string): Call =>
  ({ machine, args, site }) => {
    const data = source === undefined ? harmless('parsed data') : parsed(machine, argument(args, source));
    for (const target of optionsOf(argument(args, index))) {
      if (target.kind === 'object') fill(machine, target, data, site, tag);
      if (target.kind !== 'list') continue;
      machine.journal.touch(target);
      const item = data.kind === 'list' ? union([...data.items, ...(data.rest ? [data.rest] : [])]) : data;
      target.rest = target.rest ? union([target.rest, item]) : item;
    }
    return error();
  };

/** What a text is the JSON of: what was marshalled, or further fields of the event. */
const parsed = (machine: Machine, value: Value): Value =>
  union(
    optionsOf(contentOf(value)).map((option): Value => {
      const known = parsedJson(machine, option);
      if (known) return known;
      if (option.kind === 'unknown') return { kind: 'unknown', hole: option.hole, harmless: true };
      return option.kind === 'object' || option.kind === 'list' ? option : harmless('parsed data');
    }),
  );

/** `json.Marshal(v) → (bytes, error)`. */
const marshal: Call = (call) =>
  call.machine.list([jsonText(call.machine, encoded(call.machine, first(call)), someText('a JSON text')), error()]);

/** `json.NewDecoder(reader).Decode(&v)`. */
const decoder: Call = (made) =>
  native('a decoder', {
    key: `decoder ${made.machine.journal.next()}`,
    get: (name) =>
      name === 'Decode'
        ? nativeFunction('Decoder.Decode', (call) =>
            fills(1, 0)({ ...call, args: { ...call.args, positional: [first(made), ...call.args.positional] } }),
          )
        : undefined,
    inert: true,
  });

/** A program that is started may call anything, with the function's credentials. */
const starts: Call = ({ machine, args, site }) => {
  machine.lose({ what: 'call of exec.Command', why: 'it starts another program, which is not read' }, site);
  escapeAll(machine, args, site);
  return harmless('a command');
};

const callsFirst: Call = (call) => callValue(call.machine, first(call), UNDEFINED, { positional: [], named: new Map() }, call.site);

/** `sync.Once`, `sync.WaitGroup`, `errgroup.Group`: methods that run the function they are given. */
const runner = native('a runner', {
  inert: true,
  construct: () => runner,
  get: (name) => {
    if (name === 'Do') return nativeFunction(name, callsFirst);
    if (name === 'Go') return nativeFunction(name, (call) => start(call.machine, first(call), call.site));
    if (name !== 'Wait') return undefined;
    return nativeFunction(name, (call) => {
      waitForOthers(call.machine, true);
      return error();
    });
  },
});

/** What the function gives, however often it is asked. */
const once: Call = (call) =>
  native('a once value', {
    key: `once ${call.machine.journal.next()}`,
    call: (inner) => callsFirst({ ...inner, args: call.args }),
  });

/** Sorting and its kin: a function that compares is called. */
const reorders =
  (byFunction: boolean): Call =>
  (call) => {
    escapeFunctions(call.machine, call.args, call.site);
    reorder(call.machine, first(call), !byFunction);
    return UNDEFINED;
  };

/** `path.Join(a, b)`. */
function joined(separator: string): Call {
  return (call) =>
    call.args.rest
      ? someText('a path')
      : buildText(call.args.positional.flatMap((part, index) => (index === 0 ? [part] : [textValue(separator), part])));
}

/** `http.NewRequest(method, url, body) → (request, error)`, counted as sent. */
function httpRequest({ machine, args, site }: NativeCall, at: number): Value {
  const url = argument(args, at + 1);
  requestedUrl(machine, url, site);
  const request = machine.object(
    [
      ['Method', argument(args, at)],
      ['URL', url],
      ['Body', argument(args, at + 2)],
    ],
    { open: harmless('a part of a request') },
  );
  return machine.list([request, error()]);
}

/** `strings.TrimPrefix(s, prefix)` and its kin, on literals; what is added or taken away by a text that is not known stays unknown. */
const changed =
  (change: (text: string, ...others: readonly string[]) => string, count: number): Call =>
  (call) => {
    const others = call.args.positional.slice(1, 1 + count).map((value) => literalText(value));
    return union(
      optionsOf(first(call)).map((option) => {
        const literal = literalText(option);
        return literal !== undefined && others.every((other) => other !== undefined)
          ? textValue(change(literal, ...others))
          : someText('a changed text');
      }),
    );
  };

/** `strings.ReplaceAll(s, old, new)`. */
const replaced: Call = ({ args }) => {
  const from = literalText(argument(args, 1));
  return union(
    toTexts(argument(args, 0)).flatMap((text) =>
      toTexts(argument(args, 2)).map((to) => {
        const known = from === undefined ? undefined : replacedAll(text, from, to);
        return known ? textValue(known) : someText('a changed text');
      }),
    ),
  );
};

const isText = (value: Value): boolean => optionsOf(value).every(({ kind }) => kind === 'text');
const isNumber = (value: Value): boolean =>
  optionsOf(value).every((each) => each.kind === 'constant' && (typeof each.value === 'number' || typeof each.value === 'boolean'));

/** "Spaces are added between operands when neither is a string" (package fmt, "Sprint"). */
function printed(operands: readonly Value[]): Value {
  if (!operands.every((operand) => isText(operand) || isNumber(operand))) return someText('a text');
  return buildText(
    operands.flatMap((operand, i) => {
      const before = operands[i - 1];
      return before && isNumber(before) && isNumber(operand) ? [textValue(' '), operand] : [operand];
    }),
  );
}

const isNegative = (value: Value): boolean => value.kind === 'constant' && typeof value.value === 'number' && value.value < 0;

type Members = Readonly<Record<string, Call | NativeValue>>;

const module = (name: string, members: Members): NativeValue => {
  const known = new Map(
    Object.entries(members).map(([member, value]) => [
      member,
      typeof value === 'function' ? nativeFunction(`${name}.${member}`, value) : value,
    ]),
  );
  return native(name, { key: `go ${name}`, inert: true, get: (member) => known.get(member) });
};

const JSON_MEMBERS: Members = {
  Unmarshal: fills(1, 0),
  Marshal: marshal,
  MarshalIndent: marshal,
  NewDecoder: decoder,
  NewEncoder: encoder,
};

/** "When decoding to a struct, mapstructure will use the field name by default …" and tags of its name (package mapstructure, "Field Tags"). */
const fromMap: Call = fills(1, 0, 'mapstructure');
const MAPSTRUCTURE: Members = { Decode: fromMap, DecodeMetadata: fromMap, WeakDecode: fromMap, WeakDecodeMetadata: fromMap };

const JSON_API = module('encoding/json', JSON_MEMBERS);

/** `http.MethodGet` (package net/http, "Constants"). */
const HTTP_METHODS = Object.fromEntries(
  ['Connect', 'Delete', 'Get', 'Head', 'Options', 'Patch', 'Post', 'Put', 'Trace'].map((name) => [
    `Method${name}`,
    textValue(name.toUpperCase()),
  ]),
);

const MEMBERS: Readonly<Record<string, Members>> = {
  os: {
    Getenv: (call) => variable(call.machine, first(call)),
    ExpandEnv: (call) => {
      const literal = literalText(first(call));
      if (literal === undefined) return someText('a text with variables');
      const parts: Value[] = [];
      let from = 0;
      for (const field of literal.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)) {
        parts.push(textValue(literal.slice(from, field.index)), variable(call.machine, textValue(field[1] ?? field[2] ?? '')));
        from = field.index + field[0].length;
      }
      return buildText([...parts, textValue(literal.slice(from))]);
    },
    LookupEnv: (call) => call.machine.list([variable(call.machine, first(call)), isSet(call.machine, first(call))]),
  },
  'os/exec': { Command: starts, CommandContext: starts },
  fmt: {
    Sprintf: format,
    Sprint: ({ args }) => (args.rest ? someText('a text') : printed(args.positional)),
    Fprintf: writes(format),
    Fprint: writes(({ args }) => buildText(args.positional)),
    Fprintln: writes(({ args }) => buildText([...args.positional, textValue('\n')])),
    Sprintln: () => someText('a text'),
    Errorf: error,
  },
  errors: { New: error, As: fills(1) },
  strings: {
    TrimSpace: ({ args }) =>
      union(
        optionsOf(argument(args, 0)).map((option) => {
          const literal = literalText(option);
          return literal === undefined ? option : textValue(literal.trim());
        }),
      ),
    Join: (call) => {
      const [items, separator] = call.args.positional;
      const parts = items?.kind === 'list' && items.rest === undefined ? items.items : undefined;
      if (parts === undefined || separator === undefined) return someText('joined texts');
      return buildText(parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
    },
    Split: (call) => {
      const separator = literalText(argument(call.args, 1));
      return union(
        optionsOf(first(call)).map((text) =>
          text.kind === 'text' && separator
            ? splitText(call.machine, text.text, separator)
            : call.machine.list([], someText('a part of a text')),
        ),
      );
    },
    TrimPrefix: changed((text, prefix = '') => (prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length) : text), 1),
    TrimSuffix: changed((text, suffix = '') => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text), 1),
    Cut: (call) => {
      const literal = literalText(first(call));
      const separator = literalText(argument(call.args, 1));
      const at = literal === undefined || separator === undefined ? undefined : literal.indexOf(separator);
      if (literal === undefined || separator === undefined || at === undefined)
        return call.machine.list([someText('a part of a text'), someText('a part of a text'), harmless('a test')]);
      const cut = at < 0 ? [literal, ''] : [literal.slice(0, at), literal.slice(at + separator.length)];
      return call.machine.list([...cut.map((part) => textValue(part)), at < 0 ? FALSE : TRUE]);
    },
    NewReader: first,
    Builder: bufferType('strings.Builder'),
    ReplaceAll: replaced,
    Replace: (call) => (isNegative(argument(call.args, 3)) ? replaced(call) : someText('a changed text')),
    ToLower: (call) => mapped(first(call), (text) => text.toLowerCase()),
    ToUpper: (call) => mapped(first(call), (text) => text.toUpperCase()),
  },
  strconv: {
    Itoa: (call) => {
      const value = first(call);
      return value.kind === 'constant' && typeof value.value === 'number' ? textValue(String(value.value)) : someText('a number');
    },
  },
  path: {
    Join: joined('/'),
  },
  'encoding/json': JSON_MEMBERS,
  // packages that take the place of encoding/json, as their own documentation says
  'github.com/bytedance/sonic': JSON_MEMBERS,
  'github.com/goccy/go-json': JSON_MEMBERS,
  'github.com/json-iterator/go': {
    ...JSON_MEMBERS,
    ConfigCompatibleWithStandardLibrary: JSON_API,
    ConfigDefault: JSON_API,
    ConfigFastest: JSON_API,
  },
  'github.com/segmentio/encoding/json': JSON_MEMBERS,
  'github.com/mitchellh/mapstructure': MAPSTRUCTURE,
  'github.com/go-viper/mapstructure/v2': MAPSTRUCTURE,
  'net/url': {
    // the text itself, since what is escaped in it is not known
    QueryUnescape: (call) => call.machine.list([first(call), error()]),
    PathUnescape: (call) => call.machine.list([first(call), error()]),
    QueryEscape: first,
    PathEscape: first,
  },
  'net/http': {
    Get: (call) => {
      requestedUrl(call.machine, first(call), call.site);
      return call.machine.list([harmless('the response of a request'), error()]);
    },
    Post: (call) => {
      requestedUrl(call.machine, first(call), call.site);
      return call.machine.list([harmless('the response of a request'), error()]);
    },
    NewRequest: (call) => httpRequest(call, 0),
    NewRequestWithContext: (call) => httpRequest(call, 1),
    HandlerFunc: first,
    ...HTTP_METHODS,
  },
  io: {
    ReadAll: (call) => call.machine.list([contentOf(first(call)), error()]),
    NopCloser: first,
    TeeReader: first,
    WriteString: writes(first),
  },
  bytes: { NewReader: first, NewBuffer: newBuffer, NewBufferString: newBuffer, Buffer: bufferType('bytes.Buffer') },
  bufio: { NewReader: first, NewWriter: first },
  'path/filepath': { Join: joined('/') },
  sort: {
    Strings: reorders(false),
    Ints: reorders(true),
    Slice: reorders(true),
    SliceStable: reorders(true),
    Sort: reorders(true),
    Stable: reorders(true),
  },
  'golang.org/x/sync/errgroup': {
    Group: runner,
    WithContext: (call) => call.machine.list([runner, first(call)]),
  },
  sync: {
    Once: runner,
    WaitGroup: runner,
    OnceFunc: first,
    OnceValue: once,
    OnceValues: once,
    Map: SYNC_MAP,
  },
  context: {
    WithCancel: (call) => call.machine.list([first(call), nativeFunction('cancel', () => NULL)]),
    WithTimeout: (call) => call.machine.list([first(call), nativeFunction('cancel', () => NULL)]),
    WithDeadline: (call) => call.machine.list([first(call), nativeFunction('cancel', () => NULL)]),
    WithValue: first,
  },
};

const mapped = (value: Value, change: (text: string) => string): Value =>
  union(
    optionsOf(value).map((option) => {
      const literal = literalText(option);
      return literal === undefined ? someText('a changed text') : textValue(change(literal));
    }),
  );

const MODULES: ReadonlyMap<string, Value> = new Map(Object.entries(MEMBERS).map(([name, members]) => [name, module(name, members)]));

/** `name` as `resolve` gives it: `go:os`. What is not modelled of the standard library calls no AWS API. */
export const goModule = (name: string): Value | undefined =>
  name.startsWith('go:')
    ? (COLLECTIONS.get(name.slice(3)) ?? MODULES.get(name.slice(3)) ?? harmless(`the package ${name.slice(3)}`))
    : (COLLECTIONS.get(name) ?? MODULES.get(name));
