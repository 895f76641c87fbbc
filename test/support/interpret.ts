/** Runs JavaScript sources through the interpreter and gives what a probe in them saw. */

import { Files } from '../../src/code/files.ts';
import { type Analysis, analyse } from '../../src/code/interpreter/analyse.ts';
import { inputOf } from '../../src/code/interpreter/data.ts';
import { argument, type Budget } from '../../src/code/interpreter/machine.ts';
import { Program } from '../../src/code/interpreter/parsed.ts';
import { harmless, native, nativeFunction } from '../../src/code/interpreter/values.ts';
import { javascript } from '../../src/code/javascript/index.ts';
import type { Language } from '../../src/code/language.ts';
import type { App, LambdaFunction } from '../../src/model/app.ts';
import { formatWhen } from '../../src/model/condition.ts';
import type { Datum } from '../../src/model/datum.ts';
import { displayText } from '../../src/model/text.ts';
import { lambda } from '../lambda.ts';
import { tree } from '../tree.ts';
import { appOf } from './app.ts';

/** `probe(x)` notes its argument as a call; `client()` is an object of which a `send` is a call, whose class is `Client`. */
const probing: Language = {
  ...javascript,
  global(name, machine, site, context) {
    const probe = (label: string) =>
      nativeFunction(label, (call) => {
        machine.record(
          {
            client: 'probe',
            operation: label,
            input: inputOf(machine, machine.object([['x', argument(call.args, 0)]])),
            credentials: { kind: 'own' },
          },
          call.site,
        );
        return harmless('what the probe gives');
      });
    if (name === 'probe') return probe('probe');
    const client = native('client', {
      get: (member) => (member === 'send' ? probe('send') : undefined),
      escaped: (inner, at) => inner.lose({ what: 'the client', why: 'it was handed to unknown code' }, at),
    });
    if (name === 'client') return nativeFunction('client', () => client);
    if (name === 'Client') return native('Client', { construct: () => client, typed: () => client });
    return javascript.global(name, machine, site, context);
  },
};

export interface Run {
  /** what each probe call got, printed: `"orders"`, `${TABLE}-x`, `a | b` */
  readonly seen: readonly string[];
  readonly analysis: Analysis;
}

export function run(
  files: Readonly<Record<string, string>>,
  more: Partial<LambdaFunction> & { readonly budget?: Budget; readonly parameters?: App['parameters'] } = {},
): Run {
  const { budget, parameters, ...given } = more;
  const root = tree(files);
  const reader = new Files(root);
  const fn = lambda(root, { handler: 'app.handler', ...given });
  const entry = probing.entry(fn, reader);
  if (entry.kind !== 'entry') throw new Error(entry.finding.message);
  const app = { ...appOf([], [fn]), ...(parameters ? { parameters } : {}) };
  const analysis = analyse({
    fn,
    app,
    files: reader,
    language: probing,
    program: new Program(reader),
    entry,
    ...(budget ? { budget } : {}),
  });
  return { seen: analysis.calls.map((call) => print(call.input.entries[0]?.value)), analysis };
}

/** One file, `app.js`, that exports `handler`. */
export const see = (source: string, more: Parameters<typeof run>[1] = {}): readonly string[] => run({ 'app.js': source }, more).seen;

export function print(datum: Datum | undefined): string {
  switch (datum?.kind) {
    case undefined:
      return 'undefined';
    case 'text':
      return displayText(datum.text);
    case 'scalar':
      return String(datum.value);
    case 'list':
      return `[${datum.items.map(print).join(', ')}${datum.open ? `, …${datum.rest ? print(datum.rest) : ''}` : ''}]`;
    case 'map':
      return `{${datum.entries.map((entry) => `${displayText(entry.key)}: ${print(entry.value)}`).join(', ')}${datum.open ? ', …' : ''}}`;
    case 'choice':
      return datum.options.map(({ when, value }) => `${print(value)}${when.length > 0 ? ` when ${formatWhen(when)}` : ''}`).join(' | ');
    case 'unknown':
      return `?${datum.reason}`;
  }
}
