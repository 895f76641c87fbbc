/** From a function's code to the AWS calls that it can make. */
import type { App, LambdaFunction } from '../model/app.ts';
import type { CodeReport } from '../model/call.ts';
import type { Finding } from '../model/finding.ts';
import type { StatedModel } from '../model/library-model.ts';
import type { Files } from './files.ts';
import { ANYTHING_SENT, type Inbox, NOTHING_SENT } from './flow/inbox.ts';
import { Naming } from './flow/naming.ts';
import { mayReceive, producersFirst } from './flow/order.ts';
import { sendsOf } from './flow/sends.ts';
import { Asked, type Sender, Sent } from './flow/sent.ts';
import { analyse } from './interpreter/analyse.ts';
import type { Budget } from './interpreter/machine.ts';
import { Program } from './interpreter/parsed.ts';
import type { Language } from './language.ts';
import { whyUnread } from './unread.ts';

export { DEFAULT_LIMITS, Files } from './files.ts';

/** The readers, loaded when a function of the language is there: a grammar is megabytes. */
const LANGUAGES: readonly { readonly runtime: RegExp; load(): Promise<Language> }[] = [
  { runtime: /^nodejs/, load: async () => (await import('./javascript/index.ts')).javascript },
  { runtime: /^python/, load: async () => (await import('./python/language.ts')).python },
  { runtime: /^(?:go|provided)/, load: async () => (await import('./go/language.ts')).go },
  { runtime: /^(?:java|provided)/, load: async () => (await import('./java/language.ts')).java },
];

/** The language of a function's code; where the template leaves the runtime open, that of the handler that is there. */
async function languageOf(fn: LambdaFunction, files: Files): Promise<Language | undefined> {
  for (const { runtime, load } of LANGUAGES) {
    if (fn.runtime !== undefined && !runtime.test(fn.runtime)) continue;
    const language = await load();
    if (language.runs(fn, files)) return language;
  }
  return undefined;
}

export interface CodeAnalysis extends CodeReport {
  readonly findings: readonly Finding[];
  /** work done, in steps of the interpreter */
  readonly steps: number;
}

/** A function is told that often what others send it; when that has still not settled, that it may be anything. */
const MAX_ROUNDS = 4;

interface Analysed {
  readonly analysis: CodeAnalysis;
  readonly asked: Asked;
  readonly sender: Sender;
  readonly rounds: number;
}

/**
 * Analyses the functions of one app; files are parsed once, and only when a handler reaches them. The app is one program: what one
 * function sends is what another one gets. A function that gets nothing from others is analysed by itself. For one that may, all of
 * them are, those that send first, and again for as long as one would be told something else than it was.
 */
export class CodeAnalyser {
  readonly #app: App;
  readonly #files: Files;
  readonly #budget: Budget | undefined;
  readonly #models: readonly StatedModel[];
  readonly #program: Program;
  readonly #naming: Naming;
  readonly #analysed = new Map<LambdaFunction, Analysed>();
  #settled = false;

  /** `models`: those of libraries that the app's owner states. */
  constructor(app: App, files: Files, models: readonly StatedModel[] = [], budget?: Budget) {
    this.#app = app;
    this.#models = models;
    this.#files = files;
    this.#budget = budget;
    this.#program = new Program(files);
    this.#naming = new Naming(app);
  }

  /** What the function's code calls; code that cannot be read is `lost`, with the reason. */
  async analyse(fn: LambdaFunction): Promise<CodeAnalysis> {
    if (mayReceive(this.#app, this.#naming, fn)) await this.#settle();
    return (this.#analysed.get(fn) ?? (await this.#round(fn))).analysis;
  }

  async #settle(): Promise<void> {
    if (this.#settled) return;
    const order = producersFirst(this.#app, this.#naming);
    for (const fn of order) if (!this.#analysed.has(fn)) await this.#round(fn);
    for (;;) {
      const sent = this.#sent();
      const stale = order.filter((fn) => this.#analysed.get(fn)?.asked.isStale(sent));
      if (stale.length === 0) break;
      for (const fn of stale) await this.#round(fn);
    }
    this.#settled = true;
  }

  /** Analyses the function with what is known of the others, in place of what was found before. */
  async #round(fn: LambdaFunction): Promise<Analysed> {
    const rounds = (this.#analysed.get(fn)?.rounds ?? 0) + 1;
    const receives = mayReceive(this.#app, this.#naming, fn);
    const asked = new Asked(!receives ? NOTHING_SENT : rounds > MAX_ROUNDS ? ANYTHING_SENT : this.#sent(fn));
    const analysis = await this.#analyse(fn, asked);
    const analysed = { analysis, asked, sender: { fn, sends: sendsOf(analysis), result: analysis.result }, rounds };
    this.#analysed.set(fn, analysed);
    return analysed;
  }

  /** What is sent as far as it is known; `reader` does not wait for itself. */
  #sent(reader?: LambdaFunction): Sent {
    const { functions } = this.#app;
    const senders = functions.flatMap((fn) => this.#analysed.get(fn)?.sender ?? []);
    return new Sent(this.#app, this.#naming, senders, reader);
  }

  async #analyse(fn: LambdaFunction, inbox: Inbox): Promise<CodeAnalysis> {
    if (fn.code.kind === 'absent' && fn.code.path === undefined) return notAnalysed(fn, `its code is not here: ${fn.code.why}`);
    if (fn.packageType === 'Image') return notAnalysed(fn, 'its code is in a container image');
    const language = await languageOf(fn, this.#files);
    if (!language) return notAnalysed(fn, whyUnread(fn, this.#files));
    await language.prepare(fn, this.#files);
    const entry = language.entry(fn, this.#files);
    if (entry.kind === 'problem') return { ...notAnalysed(fn, entry.finding.message), findings: [entry.finding] };
    const options = { fn, app: this.#app, files: this.#files, language, program: this.#program, inbox, entry, models: this.#models };
    const result = analyse(this.#budget ? { ...options, budget: this.#budget } : options);
    return { ...result, findings: [...(entry.findings ?? []), ...result.findings] };
  }
}

/** Nothing of the code is known: every need of it is unresolved. */
function notAnalysed(fn: LambdaFunction, why: string): CodeAnalysis {
  return {
    files: [],
    calls: [],
    direct: [],
    lost: [{ what: `the code of ${fn.id}`, why, span: fn.span, via: [], allCode: true }],
    models: [],
    findings: [],
    steps: 0,
  };
}
