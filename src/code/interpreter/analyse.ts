import type { App, LambdaFunction } from '../../model/app.ts';
import type { CodeReport } from '../../model/call.ts';
import type { Datum } from '../../model/datum.ts';
import type { Finding } from '../../model/finding.ts';
import type { StatedModel } from '../../model/library-model.ts';
import type { Files } from '../files.ts';
import type { Inbox } from '../flow/inbox.ts';
import type { Entry, Language } from '../language.ts';
import { toJsonDatum } from './data.ts';
import { eventOf } from './events.ts';
import { callValue } from './invoke.ts';
import { args, argument, type Budget, Machine, type Site } from './machine.ts';
import { getMember } from './members.ts';
import { exported, loadModule, type ModuleRecord } from './modules.ts';
import type { Program } from './parsed.ts';
import {
  BudgetExhausted,
  effort,
  harmless,
  isNullish,
  nativeFunction,
  optionsOf,
  TooManyValues,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from './values.ts';

export interface Analysis extends CodeReport {
  readonly findings: readonly Finding[];
  /** work done, in steps of the interpreter; for benchmarks and for tuning the budget */
  readonly steps: number;
}

export interface AnalyseOptions {
  readonly fn: LambdaFunction;
  readonly app: App;
  readonly files: Files;
  readonly language: Language;
  readonly program: Program;
  readonly inbox?: Inbox;
  readonly entry: Entry;
  readonly budget?: Budget;
  readonly models?: readonly StatedModel[];
}

/** Runs the handler over abstract values and gives every AWS call that it can make. */
export function analyse(options: AnalyseOptions): Analysis {
  const machine = new Machine(options);
  let site: Site | undefined;
  let result: Datum | undefined;
  try {
    const record = loadModule(machine, options.entry.path, options.entry.path, undefined, options.entry.source);
    if (record) {
      site = { module: record.module, at: 0 };
      const handler = findHandler(machine, record, options.entry.name, site);
      if (handler) result = invokeHandler(machine, handler, site);
    }
    machine.settle();
  } catch (error) {
    const [loaded] = machine.modules.values();
    const at = machine.lastSite ?? site ?? (loaded && { module: loaded.module, at: 0 });
    if (!at) throw error;
    if (error instanceof BudgetExhausted)
      machine.lose({ what: 'the rest of the code', why: `the analysis stopped after ${machine.budget.steps} steps` }, at);
    else if (error instanceof TooManyValues)
      machine.lose({ what: 'the rest of the code', why: 'a value there may be any of hundreds of functions or objects' }, at);
    else if (error instanceof RangeError) machine.lose({ what: 'the rest of the code', why: 'it is nested too deep to be followed' }, at);
    else throw error;
  } finally {
    effort.limit = Number.POSITIVE_INFINITY;
  }
  return {
    files: [...machine.modules.values()].flatMap((record) => record.module.files ?? record.module.file).sort(),
    calls: machine.calls,
    direct: machine.direct,
    lost: machine.lost,
    models: [...machine.modelsUsed].map(({ span }) => span),
    ...(result ? { result } : {}),
    findings: machine.findings,
    steps: machine.steps,
  };
}

/** The exported handler; a missing one is a finding that names what the file exports. */
function findHandler(machine: Machine, record: ModuleRecord, path: string, site: Site): Value | undefined {
  if (path === '') return UNDEFINED;
  const [first = '', ...rest] = path.split('.');
  let value = exported(machine, { kind: 'module', record }, first, site);
  for (const name of rest) value = getMember(machine, value, textValue(name), site);
  if (value.kind !== 'constant' && value.kind !== 'text') return value;
  const names = [...record.exports.fields.keys()].filter((name) => !name.startsWith('%'));
  const found = names.length > 0 ? `it exports ${names.join(', ')}` : 'it exports nothing';
  machine.findings.push({
    code: 'handler-missing',
    severity: 'error',
    message: `the handler ${machine.fn.handler ?? path} is not there: ${record.module.file} has no export ${path}, ${found}; correct Handler or the export`,
    span: machine.span(site),
    functionId: machine.fn.id,
  });
  machine.lose({ what: `the handler ${path}`, why: `${record.module.file} has no export of that name` }, site);
  return undefined;
}

/**
 * Runs the handler any number of times, as warm starts do: what one run leaves in module variables (a cached client, a loaded
 * secret) lets the next one take the other side of a test; so does what one leaves half-way that fails. Gives what the handler gives
 * back, as JSON holds it.
 */
function invokeHandler(machine: Machine, handler: Value, site: Site): Datum | undefined {
  if (handler.kind === 'unknown' && !handler.wraps && !handler.lost && machine.escaped.length === 0)
    machine.lose(
      {
        what: `handler ${machine.fn.handler ?? ''}`,
        why: `it is made by code that is not analysed: ${handler.hole.kind === 'runtime' ? handler.hole.reason : 'a value'}`,
      },
      site,
    );
  const callback = nativeFunction('callback', ({ args: given }) => {
    machine.answers.push(argument(given, 1));
    return UNDEFINED;
  });
  const invoke = (): Value =>
    machine.tasks.awaited(callValue(machine, handler, UNDEFINED, args(eventOf(machine, machine.fn), contextOf(machine), callback), site));
  const returned = machine.visits.repeat(() => {
    const { result, interrupt } = machine.journal.interruptible(invoke);
    interrupt?.();
    return result;
  });
  // a handler that gives nothing may answer in a way that is not followed
  const results = [...returned.flatMap(optionsOf), ...machine.answers].filter((value) => !isNullish(value));
  return results.length > 0 ? toJsonDatum(machine, union(results)) : undefined;
}

/** The context argument: what Lambda says about the function itself. */
function contextOf(machine: Machine): Value {
  const resource = machine.app.resources.get(machine.fn.id);
  const fields: [string, Value][] = [];
  if (resource?.name) fields.push(['functionName', textValue(resource.name)], ['function_name', textValue(resource.name)]);
  if (resource?.arn) {
    // An invocation through an alias or version shows its qualifier in the ARN.
    const arn = textValue(resource.arn);
    const qualified = textValue([
      ...resource.arn,
      ':',
      { kind: 'runtime', reason: 'the qualifier that the function is invoked by', chars: 'name' },
    ]);
    fields.push(['invokedFunctionArn', union([arn, qualified])], ['invoked_function_arn', union([arn, qualified])]);
  }
  return machine.object(fields, { open: harmless('the context of the invocation') });
}
