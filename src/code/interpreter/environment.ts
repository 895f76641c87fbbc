/**
 * The environment of the function: what the template sets, and what Lambda itself sets. Source: Lambda developer guide, "Working
 * with Lambda environment variables", defined runtime variables.
 */
import type { LambdaFunction } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { REGION, type Text, text } from '../../model/text.ts';
import { elsewhere, under, whenOf } from './conditions.ts';
import { fromDatum, mayBeBlank } from './data.ts';
import type { Machine } from './machine.ts';
import { type ConstantValue, harmless, native, optionsOf, textValue, toTexts, union, type Value } from './values.ts';

/** Credentials of the function's own role. */
const CREDENTIALS: readonly string[] = ['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** Set by Lambda or its operating system to values that no need depends on. */
const OTHERS: readonly string[] = [
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_XRAY_CONTEXT_MISSING',
  'AWS_XRAY_DAEMON_ADDRESS',
  '_X_AMZN_TRACE_ID',
  'LANG',
  'PATH',
  'LD_LIBRARY_PATH',
  'NODE_PATH',
  'PWD',
  'HOME',
];

/** The function's own credentials, so that a client configured with them is still the role's. */
const ownCredential = (name: string): Value =>
  native(`process.env.${name}`, {
    data: { kind: 'own-credential' },
    inert: true,
    get: (member) => (member === '%text' ? harmless('a credential') : undefined),
  });

/** Values that are the same for every function. */
const FIXED: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['AWS_REGION', textValue([REGION])],
  ['AWS_DEFAULT_REGION', textValue([REGION])],
  ['LAMBDA_TASK_ROOT', textValue('/var/task')],
  ['LAMBDA_RUNTIME_DIR', textValue('/var/runtime')],
  ['TZ', textValue(':UTC')],
  ...CREDENTIALS.map((name) => [name, ownCredential(name)] as const),
  ...OTHERS.map((name) => [name, textValue([{ kind: 'runtime', reason: `the environment variable ${name}`, chars: 'any' }])] as const),
]);

const BOUND: ReadonlyMap<string, (machine: Machine) => Value> = new Map<string, (machine: Machine) => Value>([
  ['AWS_LAMBDA_FUNCTION_NAME', functionName],
  ['AWS_LAMBDA_LOG_GROUP_NAME', (machine) => textValue(machine.fn.configuration.logGroup)],
  ['_HANDLER', (machine) => textValue(machine.fn.handler ?? '')],
]);

function functionName(machine: Machine): Value {
  const name: Text | undefined = machine.app.resources.get(machine.fn.id)?.name;
  return textValue(name ?? text({ kind: 'name', resource: machine.fn.id, chars: 'name' }));
}

/** The value of an environment variable; one that nothing sets is undefined, and says so. */
export function environmentVariable(machine: Machine, name: string): Value {
  const set = machine.fn.environment.get(name);
  if (set !== undefined) return asTexts(machine, union([fromDatum(machine, set), ...whereUnset(machine.fn, name, set)]));
  return BOUND.get(name)?.(machine) ?? FIXED.get(name) ?? unset(machine.fn, name);
}

const unset = (fn: LambdaFunction, name: string): ConstantValue => ({
  kind: 'constant',
  value: undefined,
  why: `the environment variable ${name} is not set for ${fn.id}`,
});

/** Under the conditions for which the template states no value, the variable is not set. */
const whereUnset = (fn: LambdaFunction, name: string, set: Datum): readonly Value[] =>
  set.kind === 'choice'
    ? elsewhere(set.options.map((option) => option.when)).map((when) => ({ ...unset(fn, name), missing: true as const, when }))
    : [];

/**
 * Environment values are texts, whatever they are in the template. A parameter that is blank by default may be left so, and code tests
 * for that: `process.env.TOPIC || 'none'`.
 */
const asTexts = (machine: Machine, value: Value): Value =>
  union(
    optionsOf(value).flatMap((option) => {
      if (option.kind === 'constant' && option.value !== undefined)
        return toTexts(option).flatMap((t) => under(textValue(t), whenOf(option)) ?? []);
      return mayBeBlank(machine, option) ? [option, under(textValue(''), whenOf(option)) ?? option] : [option];
    }),
  );

/** The environment as an object: what member reads, destructuring, spreading and assignment see. */
export function environmentObject(machine: Machine): Value {
  const known = machine.store.get('process.env');
  return isValue(known) ? known : machine.journal.outside(() => makeEnvironment(machine));
}

function makeEnvironment(machine: Machine): Value {
  const object = machine.object(FIXED, {
    open: { kind: 'constant', value: undefined, why: `an environment variable that is not set for ${machine.fn.id}` },
  });
  for (const name of [...BOUND.keys(), ...machine.fn.environment.keys()]) object.fields.set(name, environmentVariable(machine, name));
  machine.store.set('process.env', object);
  return object;
}

const isValue = (value: unknown): value is Value => typeof value === 'object' && value !== null && 'kind' in value;
