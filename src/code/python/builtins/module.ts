/** How modules of the standard library are written down: by the names of their members. */
import { callValue } from '../../interpreter/invoke.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { type NativeCall, type NativeValue, nativeFunction, UNDEFINED, type Value } from '../../interpreter/values.ts';

export type Members = Readonly<Record<string, (machine: Machine) => Value>>;

export const fn = (name: string, call: (call: NativeCall) => Value) => (): NativeValue => nativeFunction(name, call);

export const first = (call: NativeCall): Value => argument(call.args, 0);

/** Calls the function with the arguments after the first `skip`. */
export const callRest = (call: NativeCall, skip: number, callee: Value): Value =>
  callValue(call.machine, callee, UNDEFINED, { ...call.args, positional: call.args.positional.slice(skip) }, call.site);

/** A function that gives back what it is given first. */
export const itself = (name: string): (() => NativeValue) => fn(name, first);
