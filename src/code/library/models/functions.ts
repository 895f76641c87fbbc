/** Functions of library models: their arguments get names, then their steps run. */
import { sdkClient } from '../../../catalog/index.ts';
import type { CallStep, FunctionModel, ModelValue, Step } from '../../../model/library-model.ts';
import { parseReference } from '../../../model/library-reference.ts';
import { escapeFunctions } from '../../interpreter/escape.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { type Arguments, argument } from '../../interpreter/machine.ts';
import { getMember, setMember } from '../../interpreter/members.ts';
import { harmless, isNullish, type NativeCall, optionsOf, textValue, UNDEFINED, union, type Value } from '../../interpreter/values.ts';
import { callFunction } from '../../java/builtins/call.ts';
import { type ConfigNames, type Connection, connectionsOf, distinct, hasConnections, OWN } from '../aws/connection.ts';
import { noteDirect } from '../aws/direct.ts';
import { find, send } from '../aws/request.ts';
import { evaluate, evaluateAll, test } from './evaluate.ts';
import { type Frame, frameIn, instancesIn, resolved, type Scope, within } from './scope.ts';

/** Runs a function of a model with the arguments of a call. */
export const run = (frame: Frame, name: string, { parameters = [], does = [], returns }: FunctionModel, call: NativeCall): Value =>
  inScope(frame, name, parameters, call, (scope) => {
    runSteps(scope, does);
    return returns === undefined ? harmless(`the result of ${name}`) : evaluate(scope, returns);
  });

/** Gives the arguments of a call their names. Models may call themselves without end, so that they nest as deep as functions may. */
export function inScope(frame: Frame, name: string, parameters: readonly string[], call: NativeCall, body: (scope: Scope) => Value): Value {
  const { machine, site } = call;
  if (machine.frames.length >= machine.budget.depth) {
    machine.lose({ what: `call of ${name}`, why: `calls are nested deeper than ${machine.budget.depth}` }, site);
    return harmless(`the result of ${name}`);
  }
  machine.frames.push({ name: '', node: undefined, returns: [], yields: [] });
  try {
    return body({ ...frameIn(frame.loaded, parametersOf(parameters, call), frame), call, name });
  } finally {
    machine.frames.pop();
  }
}

/** Arguments by name or position. Functions beyond what the model names may be called by the library all the same. */
function parametersOf(parameters: readonly string[], { machine, args, site }: NativeCall): readonly (readonly [string, Value])[] {
  const given = parameters.map((parameter, i): [string, Value] => {
    if (parameter.startsWith('...')) return [parameter.slice(3), machine.list(args.positional.slice(i), args.rest)];
    const open = args.named.get('**');
    const value = args.named.get(parameter) ?? argument(args, i);
    return [parameter, value === UNDEFINED && open ? getMember(machine, open, textValue(parameter), site) : value];
  });
  const all = parameters.some((parameter) => parameter.startsWith('...'));
  const beyond: Arguments = { positional: all ? [] : args.positional.slice(parameters.length), named: args.named };
  escapeFunctions(machine, beyond, site);
  return given;
}

export function runSteps(scope: Scope, steps: readonly Step[]): void {
  for (const step of steps) {
    const holds = step.if === undefined ? true : test(scope, step.if);
    const otherwise = (): void => runSteps(scope, 'else' in step ? (step.else ?? []) : []);
    if (holds === true) runStep(scope, step);
    else if (holds === false) otherwise();
    else scope.call.machine.journal.fork([() => runStep(scope, step), otherwise]);
  }
}

function runStep(scope: Scope, step: Step): void {
  const { machine, site } = scope.call;
  machine.step();
  if ('calls' in step) callOperations(scope, step);
  else if ('needs' in step) {
    const fields = Object.entries(step.with ?? {}).map(([name, value]): [string, Value] => [name, evaluate(scope, value)]);
    noteDirect(machine, step.needs, Object.fromEntries(fields), connections(scope, step.client), site, scope.loaded.span);
  } else if ('runs' in step) {
    const body = (): Value => runFunctions(scope, evaluate(scope, step.runs), evaluateAll(scope, step.with ?? []));
    const output = step.later ? machine.journal.maybe(body) : body();
    if (step.as !== undefined) scope.names.set(step.as, output);
  } else if ('set' in step) set(scope, step.set, evaluate(scope, step.to));
  else if ('let' in step) scope.names.set(step.let, evaluate(scope, step.be));
  else if ('each' in step) each(scope, step);
  else if ('unresolved' in step) machine.lose({ what: `call of ${scope.name}`, why: step.unresolved }, site);
  else runSteps(scope, step.does);
}

function callOperations(scope: Scope, step: CallStep): void {
  const { machine, site } = scope.call;
  const input = step.with === undefined ? machine.object() : evaluate(scope, step.with);
  let output: Value = UNDEFINED;
  for (const name of typeof step.calls === 'string' ? [step.calls] : step.calls) {
    const [id = '', operation] = name.split(':');
    const client = sdkClient(id);
    if (!client) continue;
    machine.clientsSeen.add(client.id);
    const { span } = scope.loaded;
    const stated = span === undefined ? {} : { stated: span };
    output = send(machine, { client, operation, input, connections: connections(scope, step.client), ...stated }, site);
  }
  if (step.as !== undefined) scope.names.set(step.as, output);
}

const CONFIG: Readonly<Record<string, ConfigNames>> = {
  javascript: { region: 'region', endpoint: 'endpoint', credentials: 'credentials' },
  python: { region: 'region_name', endpoint: 'endpoint_url', credentials: 'aws_access_key_id' },
  go: { region: 'Region', endpoint: 'BaseEndpoint', credentials: 'Credentials' },
  java: { region: 'region', endpoint: 'endpointOverride', credentials: 'credentialsProvider' },
};

/** Of the client or the configuration that the model names; the function's own where there is none. */
function connections(scope: Scope, client: ModelValue | undefined): readonly Connection[] {
  const { machine, site } = scope.call;
  const value = client === undefined ? UNDEFINED : evaluate(scope, client);
  return distinct(
    optionsOf(value).flatMap((option): readonly Connection[] => {
      if (isNullish(option)) return [OWN];
      const found = find(machine, option, 'client', site).flatMap(({ data }) => (hasConnections(data) ? data.connections : []));
      return found.length > 0 ? found : connectionsOf(machine, option, site, CONFIG[machine.language.name]);
    }),
  );
}

/** What is no function is passed over. */
function runFunctions(scope: Scope, callee: Value, given: Arguments): Value {
  const { machine, site } = scope.call;
  const results = optionsOf(callee).flatMap((option): Value[] => {
    const isInstance = option.kind === 'object' && option.class !== undefined;
    if (machine.language.name === 'java' && isInstance) return [callFunction(machine, option, given.positional, site)];
    const runs =
      option.kind === 'closure' || isInstance || (option.kind === 'native' && option.call) || (option.kind === 'unknown' && option.wraps);
    return runs ? [callValue(machine, option, UNDEFINED, given, site)] : [];
  });
  return results.length === 0 ? harmless('the result of a function') : union(results);
}

/** Items of a list that are followed one by one. */
const MAX_ITEMS = 64;

function each(scope: Scope, step: Extract<Step, { readonly each: ModelValue }>): void {
  const { machine, site } = scope.call;
  const list = itemsOf(machine, evaluate(scope, step.each), step.key === undefined ? 'values' : 'entries', site);
  const many = list.items.length > MAX_ITEMS;
  const rest = many || list.rest ? union([...(many ? list.items : []), ...(list.rest ? [list.rest] : [])]) : undefined;
  const one = (item: Value): void => {
    const inner = within(scope);
    if (step.key === undefined) inner.names.set(step.as, item);
    else {
      inner.names.set(step.key, getMember(machine, item, textValue('0'), site));
      inner.names.set(step.as, getMember(machine, item, textValue('1'), site));
    }
    runSteps(inner, step.does);
  };
  for (const item of many ? [] : list.items) one(item);
  if (rest) machine.journal.maybe(() => one(rest));
}

/** Writes what the reference names: a field of an instance or of the package, or a member of an object of the program. */
function set(scope: Scope, written: string, value: Value): void {
  const reference = parseReference(written);
  const step = reference?.path.at(-1);
  if (!reference || step === undefined) return;
  const { machine, site } = scope.call;
  const object = resolved(scope, { name: reference.name, path: reference.path.slice(0, -1) });
  const name = typeof step === 'string' ? textValue(step) : resolved(scope, step);
  const kept = instancesIn(machine, object, site);
  for (const { fields } of kept) setMember(machine, fields, name, value, site);
  if (kept.length === 0) setMember(machine, object, name, value, site);
}
