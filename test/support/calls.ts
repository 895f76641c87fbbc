/** The AWS calls that sources make, as short lines: `s3 GetObject {Bucket: docs, Key: a}`. */

import { Files } from '../../src/code/files.ts';
import { type Analysis, analyse } from '../../src/code/interpreter/analyse.ts';
import { Program } from '../../src/code/interpreter/parsed.ts';
import type { Language } from '../../src/code/language.ts';
import type { App, LambdaFunction } from '../../src/model/app.ts';
import type { Credentials, SdkCall } from '../../src/model/call.ts';
import type { StatedModel } from '../../src/model/library-model.ts';
import { displayText, type Text, text } from '../../src/model/text.ts';
import { lambda } from '../lambda.ts';
import { tree } from '../tree.ts';
import { appOf } from './app.ts';
import { print, run } from './interpret.ts';

export interface Seen {
  readonly calls: readonly string[];
  /** `rds-db:connect {hostname: …}` */
  readonly direct: readonly string[];
  /** what could not be followed: `what: why` */
  readonly lost: readonly string[];
}

/** One file, `app.js`, that exports `handler`, or several by path. */
export function callsOf(source: string | Readonly<Record<string, string>>, more: Partial<LambdaFunction> = {}): Seen {
  return seenIn(run(typeof source === 'string' ? { 'app.mjs': source } : source, more).analysis);
}

/** As `callsOf`, in another language; `language.prepare()` has run. The resources of `app` may send the events; `models` are its owner's. */
export function callsIn(
  language: Language,
  files: Readonly<Record<string, string>>,
  more: Partial<LambdaFunction> = {},
  app: App = appOf([]),
  models: readonly StatedModel[] = [],
): Seen {
  const root = tree(files);
  const reader = new Files(root);
  const fn = lambda(root, { runtime: language.name === 'python' ? 'python3.13' : 'provided.al2023', handler: 'app.handler', ...more });
  const entry = language.entry(fn, reader);
  if (entry.kind !== 'entry') throw new Error(entry.finding.message);
  return seenIn(analyse({ fn, app: { ...app, functions: [fn] }, files: reader, language, program: new Program(reader), entry, models }));
}

function seenIn(analysis: Analysis): Seen {
  return {
    calls: analysis.calls.map(line),
    direct: analysis.direct.map((call) => `${call.action} ${print(call.input)}${signer(call.credentials)}`),
    lost: analysis.lost.map((lost) => `${lost.what}: ${lost.why}`),
  };
}

export const line = (call: SdkCall): string =>
  [
    `${call.client} ${call.operation ?? '*'} ${print(call.input)}`,
    call.region ? ` in ${displayText(call.region)}` : '',
    call.endpoint ? ` at ${displayText(call.endpoint)}` : '',
    call.byType ? ' by type' : '',
    signer(call.credentials),
  ].join('');

const signer = (credentials: Credentials): string => {
  if (credentials.kind === 'own') return '';
  return credentials.kind === 'assumed' ? ` as ${print(credentials.role)}` : ` with foreign keys (${credentials.reason})`;
};

/** Environment variables of the function. */
export const environment = (values: Readonly<Record<string, string | Text>>): Pick<LambdaFunction, 'environment'> => ({
  environment: new Map(
    Object.entries(values).map(([name, value]) => [name, { kind: 'text', text: typeof value === 'string' ? text(value) : value }] as const),
  ),
});
