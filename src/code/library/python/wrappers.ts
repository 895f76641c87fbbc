/**
 * Python packages that wrap what they are given and call nothing that the function's logging and tracing do not cover: Logger, Tracer and
 * Metrics of Powertools, the X-Ray SDK, embedded metrics, and `cfnresponse`, which answers to a presigned URL.
 */
import { argument } from '../../interpreter/machine.ts';
import { filterOptions, type NativeCall, type NativeValue, native, type Value } from '../../interpreter/values.ts';

/** A decorator with or without arguments, a context manager, a client's wrapper: gives back the function, class or client that it gets. */
export function transparent(name: string): NativeValue {
  const made: NativeValue = native(name, {
    call: (call) => given(call) ?? made,
    get: (property) => (property.startsWith('%') || property.startsWith('__') ? undefined : transparent(`${name}.${property}`)),
    inert: true,
  });
  return made;
}

const given = ({ args }: NativeCall): Value | undefined => filterOptions(argument(args, 0), canRun);

function canRun(value: Value): boolean {
  if (value.kind === 'native') return value.call !== undefined;
  return value.kind === 'closure' || value.kind === 'class' || (value.kind === 'unknown' && value.wraps !== undefined);
}

const WRAPPERS: ReadonlySet<string> = new Set(['aws_xray_sdk', 'aws_embedded_metrics', 'cfnresponse']);

export const wrapper = (name: string): Value | undefined => (WRAPPERS.has(name) ? transparent(name) : undefined);
