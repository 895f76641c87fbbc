/** Modules of Node.js. What is not modelled here is inert: it calls no AWS API, and the callbacks it is given still run. */
import { isHole, text } from '../../../model/text.ts';
import { escapeFunctions, escapeMethods } from '../../interpreter/escape.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { args, argument, type Machine } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  type ClosureValue,
  harmless,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  toTexts,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { requestedUrl } from '../../library/index.ts';
import { bufferGlobal } from './buffer.ts';
import { tslib } from './compiler-helpers.ts';
import { evaluator } from './evaluator.ts';
import { repeatedly } from './iterate.ts';
import { processGlobal } from './process.ts';
import { createRequire, startFile } from './require.ts';
import { urlGlobal } from './url.ts';
import { zlib } from './zlib.ts';

/** Runs each callback among the arguments with harmless data, as asynchronous APIs do. */
export function runCallbacks(call: NativeCall, ...data: readonly Value[]): void {
  for (const value of call.args.positional)
    if (value.kind === 'closure') callValue(call.machine, value, UNDEFINED, args(...data), call.site);
}

/** Methods that keep a function, which events call later, any number of times. */
const LISTENING = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']);

/** An object whose methods run the callbacks they are given and give the object back: streams, emitters, requests. */
export function emitter(name: string): NativeValue {
  const listeners: ClosureValue[] = [];
  const listen = ({ machine, args: given, site }: NativeCall): void => {
    for (const listener of given.positional) {
      if (listener.kind !== 'closure') continue;
      if (!listeners.some(({ serial }) => serial === listener.serial)) listeners.push(listener);
      const data = args(harmless(`data of ${name}`), harmless(`data of ${name}`));
      machine.tasks.startAfter(UNDEFINED, () => repeatedly(machine, () => callValue(machine, listener, UNDEFINED, data, site)));
    }
  };
  const emit = ({ machine, args: given, site }: NativeCall): void => {
    const data = { ...given, positional: given.positional.slice(1) };
    for (const listener of listeners) machine.journal.maybe(() => callValue(machine, listener, UNDEFINED, data, site));
  };
  const self: NativeValue = native(name, {
    inert: true,
    get: (member) => {
      if (member === '%text' || member === '%items' || member === 'then' || member === 'catch' || member === 'finally') return undefined;
      return nativeFunction(`${name}.${member}`, (call) => {
        if (member === 'emit') emit(call);
        else if (LISTENING.has(member)) listen(call);
        else runCallbacks(call, harmless(`data of ${name}`), harmless(`data of ${name}`));
        for (const value of call.args.positional) if (value.kind !== 'closure') call.machine.escape(value, call.site);
        return self;
      });
    },
    construct: () => self,
  });
  return self;
}

const path = (): NativeValue => {
  const joinParts = (call: NativeCall): Value => {
    const parts = [...call.args.positional, ...(call.args.rest ? [call.args.rest] : [])];
    return buildText(parts.flatMap((part, i) => (i === 0 ? [part] : [textValue('/'), part])));
  };
  const self: NativeValue = native('path', {
    get: (name) => {
      switch (name) {
        case 'join':
        case 'resolve':
          return nativeFunction(`path.${name}`, joinParts);
        case 'posix':
        case 'win32':
        case 'default':
          return self;
        case 'sep':
          return textValue('/');
        case 'normalize':
          return nativeFunction('path.normalize', (call) => argument(call.args, 0));
        default:
          return nativeFunction(`path.${name}`, (call) => partOf(argument(call.args, 0)));
      }
    },
  });
  return self;
};

/** A part of a text: as unknown as the text; nothing of a literal is computed here. */
function partOf(value: Value): Value {
  return union(
    toTexts(value).map((whole) =>
      whole.length === 1 && whole[0] && isHole(whole[0])
        ? textValue(whole)
        : textValue(text({ kind: 'runtime', reason: 'a part of a path', chars: 'any' })),
    ),
  );
}

const util = native('util', {
  inert: true,
  get: (name) => {
    switch (name) {
      case 'promisify':
        // A function in callback style: what it passes to its callback is what the promise gives.
        return nativeFunction('util.promisify', ({ machine, args: given }) => {
          const wrapped = argument(given, 0);
          return native('promisified function', {
            key: `promisified ${machine.journal.next()}`,
            call: (call) => {
              const results: Value[] = [];
              const callback = nativeFunction('callback', (inner) => {
                results.push(argument(inner.args, 1));
                return UNDEFINED;
              });
              const returned = callValue(
                call.machine,
                wrapped,
                call.self,
                { ...call.args, positional: [...call.args.positional, callback] },
                call.site,
              );
              return results.length > 0 ? union(results) : returned;
            },
          });
        });
      case 'inherits':
        return nativeFunction('util.inherits', ({ machine, args: given, site }) => {
          const [child = UNDEFINED, parent = UNDEFINED] = given.positional;
          const from = getMember(machine, parent, textValue('prototype'), site);
          if (child.kind === 'closure' && from.kind === 'object')
            machine.propertiesOf(child).fields.set('prototype', machine.object([], { prototype: from }));
          return UNDEFINED;
        });
      case 'format':
        return nativeFunction('util.format', ({ args: given }) =>
          given.rest ? harmless('a formatted text') : formatted(given.positional),
        );
      default:
        return undefined;
    }
  },
});

/** `%s` and `%d` give what is put in for them, and what is left over is added behind spaces (Node.js, "util.format"). */
function formatted([template = UNDEFINED, ...values]: readonly Value[]): Value {
  const literal = literalText(template);
  if (values.length === 0) return template;
  const plain = values.every(({ kind }) => kind === 'text' || kind === 'union' || kind === 'unknown');
  if (literal === undefined || !plain || /%[^sd]/.test(literal.replaceAll('%%', ''))) return harmless('a formatted text');
  const parts: Value[] = [];
  for (const piece of literal.split(/(%[sd%])/)) {
    const value = piece === '%s' || piece === '%d' ? values.shift() : undefined;
    parts.push(value ?? textValue(piece === '%%' ? '%' : piece));
  }
  return buildText([...parts, ...values.flatMap((value) => [textValue(' '), value])]);
}

/** `http.get(url | options, callback)`: plain requests need nothing, except those to the extensions on localhost. */
const http = (scheme: string): NativeValue =>
  native(`node:${scheme}`, {
    inert: true,
    get: (name) => {
      if (name !== 'get' && name !== 'request') return undefined;
      return nativeFunction(`${scheme}.${name}`, (call) => {
        const [first = UNDEFINED] = call.args.positional;
        requestedUrl(call.machine, first.kind === 'object' ? urlOfOptions(call.machine, first, scheme, call.site) : first, call.site);
        runCallbacks(call, emitter('http response'));
        return emitter('http request');
      });
    },
  });

function urlOfOptions(machine: Machine, options: Value, scheme: string, site: NativeCall['site']): Value {
  const read = (name: string): Value => getMember(machine, options, textValue(name), site);
  const host = read('hostname') === UNDEFINED ? read('host') : read('hostname');
  const port = read('port');
  return buildText([textValue(`${scheme}://`), host, ...(port === UNDEFINED ? [] : [textValue(':'), port]), read('path')]);
}

/** Async hooks, timers and the like: the function given is run. */
const runner = (name: string): NativeValue =>
  native(name, {
    inert: true,
    call: (call) => {
      runCallbacks(call, harmless(`data of ${name}`), harmless(`data of ${name}`));
      return harmless(`the result of ${name}`);
    },
    construct: ({ machine, self, args: given, site }) => {
      // the options of a stream hold its methods; a class that extends one has them itself
      escapeFunctions(machine, given, site);
      if (self.kind === 'object') escapeMethods(machine, self, site);
      return emitter(name);
    },
    get: (member) => {
      if (
        member === '%text' ||
        member === '%items' ||
        member === 'default' ||
        member === 'then' ||
        member === 'catch' ||
        member === 'finally'
      )
        return undefined;
      return runner(`${name}.${member}`);
    },
  });

export function nodeModule(name: string): Value | undefined {
  if (name === 'tslib') return tslib;
  if (!name.startsWith('node:')) return undefined;
  switch (name) {
    case 'node:path':
    case 'node:path/posix':
      return path();
    case 'node:process':
      return processGlobal;
    case 'node:util':
      return util;
    case 'node:http':
    case 'node:http2':
      return http('http');
    case 'node:https':
      return http('https');
    case 'node:url':
      return native('node:url', { inert: true, get: (member) => (member === 'URL' ? urlGlobal : undefined) });
    case 'node:buffer':
      return native('node:buffer', { inert: true, get: (member) => (member === 'Buffer' ? bufferGlobal : undefined) });
    case 'node:zlib':
      return zlib(runner(name));
    case 'node:child_process':
      return childProcess;
    case 'node:module':
      return native('node:module', { inert: true, get: (member) => (member === 'createRequire' ? createRequire : undefined) });
    case 'node:worker_threads':
      return workerThreads;
    case 'node:vm':
      return native('node:vm', { get: (member) => evaluator(`vm.${member}`) });
    default:
      return runner(name);
  }
}

/** Programs that the function starts: the AWS CLI among them needs permissions that the code does not show. */
const childProcess = native('node:child_process', {
  get: (name) =>
    nativeFunction(`child_process.${name}`, (call) => {
      const command = argument(call.args, 0);
      if (name === 'fork') {
        startFile(call.machine, command, 'child_process.fork', call.site);
        return emitter('child process');
      }
      const aws = toTexts(command).some((value) => value.some((part) => typeof part === 'string' && /(^|[\s/])aws(\s|$)/.test(part)));
      const open = toTexts(command).some((value) => isHole(value[0] ?? ''));
      if (aws || open)
        call.machine.lose(
          {
            what: `child_process.${name}`,
            why: aws
              ? 'the AWS command line runs outside the analysed code'
              : 'the program that it starts is known only when the function runs',
          },
          call.site,
        );
      runCallbacks(call, harmless('an error'), harmless('the output of a program'));
      return emitter('child process');
    }),
});

const workerThreads = native('node:worker_threads', {
  inert: true,
  get: (name) => {
    if (name === 'parentPort') return emitter('parent port');
    if (name === 'isMainThread') return harmless('a test');
    if (name !== 'Worker') return undefined;
    return native('Worker', {
      construct: ({ machine, args: given, site }) => {
        startFile(machine, argument(given, 0), 'Worker', site);
        return emitter('Worker');
      },
    });
  },
});
