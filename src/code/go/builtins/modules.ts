/**
 * Packages of the standard library whose results decide what is called, or that run what they are given. Functions with several
 * results give a list; an error is never known to be nil, since both outcomes can happen.
 */
import { literalOf, type Text } from '../../../model/text.ts';
import { environmentVariable } from '../../interpreter/environment.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { callValue, escapeAll } from '../../interpreter/invoke.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import {
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
      return value.kind === 'constant' && value.value === undefined ? textValue('') : value;
    }),
  );
}

/** `fmt.Sprintf`: plain verbs give their operand's text (package fmt, "Printing"). */
function formatted(machine: Machine, template: Text, operands: readonly Value[]): Value {
  const literal = literalOf(template);
  if (literal === undefined) return someText('a formatted text');
  const parts: Value[] = [];
  let next = 0;
  let from = 0;
  for (const verb of literal.matchAll(/%([-+# 0]*(?:\d+)?(?:\.\d+)?)([%a-zA-Z])/g)) {
    parts.push(textValue(literal.slice(from, verb.index)));
    from = verb.index + verb[0].length;
    if (verb[2] === '%') {
      parts.push(textValue('%'));
      continue;
    }
    const value = operands[next++];
    const plain = verb[1] === '' && (verb[2] === 's' || verb[2] === 'v' || verb[2] === 'd');
    parts.push(plain && value !== undefined && value.kind !== 'list' ? value : someText('a formatted value'));
  }
  parts.push(textValue(literal.slice(from)));
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

/** Fills what its argument points at with data that is not known. */
const fills =
  (index: number): Call =>
  ({ machine, args }) => {
    for (const target of optionsOf(argument(args, index))) {
      if (target.kind !== 'object' && target.kind !== 'list') continue;
      machine.journal.touch(target);
      const data = harmless('parsed data');
      if (target.kind === 'list') target.rest = target.rest ? union([target.rest, data]) : data;
      else target.open = target.open ? union([target.open, data]) : data;
    }
    return error();
  };

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
  get: (name) => (name === 'Do' || name === 'Go' ? nativeFunction(name, callsFirst) : undefined),
});

const MEMBERS: Readonly<Record<string, Readonly<Record<string, Call | NativeValue>>>> = {
  os: {
    Getenv: (call) => variable(call.machine, first(call)),
    LookupEnv: (call) => call.machine.list([variable(call.machine, first(call)), harmless('whether it is set')]),
  },
  'os/exec': { Command: starts, CommandContext: starts },
  fmt: {
    Sprintf: format,
    Sprint: () => someText('a text'),
    Sprintln: () => someText('a text'),
    Errorf: error,
  },
  errors: { New: error, As: fills(1) },
  strings: {
    TrimSpace: (call) => {
      const literal = literalText(first(call));
      return literal === undefined ? first(call) : textValue(literal.trim());
    },
    Join: (call) => {
      const [items, separator] = call.args.positional;
      const parts = items?.kind === 'list' && items.rest === undefined ? items.items : undefined;
      if (parts === undefined || separator === undefined) return someText('joined texts');
      return buildText(parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
    },
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
    Join: (call) =>
      call.args.rest
        ? someText('a path')
        : buildText(call.args.positional.flatMap((part, index) => (index === 0 ? [part] : [textValue('/'), part]))),
  },
  'encoding/json': { Unmarshal: fills(1) },
  sync: {
    Once: runner,
    WaitGroup: runner,
    OnceFunc: first,
    OnceValue: (call) => nativeFunction('a once value', (inner) => callsFirst({ ...inner, args: call.args })),
  },
  context: {
    WithCancel: (call) => call.machine.list([first(call), nativeFunction('cancel', () => NULL)]),
    WithTimeout: (call) => call.machine.list([first(call), nativeFunction('cancel', () => NULL)]),
    WithDeadline: (call) => call.machine.list([first(call), nativeFunction('cancel', () => NULL)]),
    WithValue: first,
  },
};

const mapped = (value: Value, change: (text: string) => string): Value => {
  const literal = literalText(value);
  return literal === undefined ? someText('a changed text') : textValue(change(literal));
};

const MODULES: ReadonlyMap<string, Value> = new Map(
  Object.entries(MEMBERS).map(([name, members]): [string, Value] => {
    const known = new Map(
      Object.entries(members).map(([member, value]) => [
        member,
        typeof value === 'function' ? nativeFunction(`${name}.${member}`, value) : value,
      ]),
    );
    return [name, native(name, { key: `go ${name}`, inert: true, get: (member) => known.get(member) })];
  }),
);

/** `name` as `resolve` gives it: `go:os`. What is not modelled of the standard library calls no AWS API. */
export const goModule = (name: string): Value | undefined =>
  name.startsWith('go:') ? (MODULES.get(name.slice(3)) ?? harmless(`the package ${name.slice(3)}`)) : undefined;
