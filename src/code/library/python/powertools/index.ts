/** Powertools for AWS Lambda (Python), a module a utility. */
import type { Machine } from '../../../interpreter/machine.ts';
import { type NativeValue, native, type Value } from '../../../interpreter/values.ts';
import { passing } from '../../models/members.ts';
import { batch } from './batch.ts';
import { dataClasses } from './data-classes.ts';
import { eventHandler } from './event-handler.ts';
import { idempotency } from './idempotency.ts';
import { parameters } from './parameters.ts';
import { utility } from './utilities.ts';

/** Logger, Tracer, Metrics and what only checks or describes data. */
const PLAIN: ReadonlySet<string> = new Set([
  'logging',
  'tracing',
  'metrics',
  'shared',
  'exceptions',
  'warnings',
  'typing',
  'jmespath_utils',
  'validation',
  'serialization',
]);

export function powertools(machine: Machine, subpath: string): Value | undefined {
  const [first = '', second] = subpath.split('/');
  if (first === '') return root;
  if (first !== 'utilities') return moduleNamed(machine, first);
  return second === undefined ? utilities : moduleNamed(machine, second);
}

const root = native('aws_lambda_powertools', {
  get: (name, machine) => {
    if (name === 'utilities') return utilities;
    if (name.startsWith('%') || name.startsWith('__')) return undefined;
    return /^[A-Z]/.test(name) ? passing(`aws_lambda_powertools.${name}`) : moduleNamed(machine, name);
  },
  inert: true,
});

const utilities = native('aws_lambda_powertools.utilities', {
  get: (name, machine) => (name.startsWith('%') || name.startsWith('__') ? undefined : moduleNamed(machine, name)),
});

/** A utility that came later, or that calls AWS in ways that are not modelled, is reported when it is used. */
function moduleNamed(machine: Machine, name: string): NativeValue | undefined {
  if (PLAIN.has(name)) return passing(`aws_lambda_powertools.${name}`);
  switch (name) {
    case 'parameters':
      return parameters(machine);
    case 'idempotency':
      return idempotency();
    case 'batch':
      return batch();
    case 'data_classes':
      return dataClasses();
    case 'event_handler':
      return eventHandler();
    default:
      return utility(name);
  }
}
