/** Powertools for AWS Lambda (TypeScript), a package a utility. */
import type { Machine } from '../../../interpreter/machine.ts';
import type { Value } from '../../../interpreter/values.ts';
import { batch } from './batch.ts';
import { eventHandler, kafka, plain } from './event-handler.ts';
import { idempotency } from './idempotency.ts';
import { observability } from './observability.ts';
import { parameters } from './parameters.ts';

export function powertools(machine: Machine, name: string): Value | undefined {
  switch (name) {
    case '@aws-lambda-powertools/parameters':
      return parameters(machine);
    case '@aws-lambda-powertools/idempotency':
      return idempotency();
    case '@aws-lambda-powertools/batch':
      return batch();
    case '@aws-lambda-powertools/logger':
    case '@aws-lambda-powertools/tracer':
    case '@aws-lambda-powertools/metrics':
      return observability(name);
    case '@aws-lambda-powertools/event-handler':
      return eventHandler();
    case '@aws-lambda-powertools/kafka':
      return kafka();
    case '@aws-lambda-powertools/parser':
    case '@aws-lambda-powertools/jmespath':
    case '@aws-lambda-powertools/validation':
    case '@aws-lambda-powertools/commons':
      return plain(name);
    // a utility that came later: reported when the program uses it
    default:
      return undefined;
  }
}
