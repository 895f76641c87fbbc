/** `eval`, `new Function` and `vm`: code that is made when the function runs. */
import { escapeAll } from '../../interpreter/invoke.ts';
import { type NativeCall, type NativeValue, native, unknown, type Value } from '../../interpreter/values.ts';

/** Code that is made at run time cannot be read. */
export const evaluator = (name: string): NativeValue => {
  const run = ({ machine, args: given, site }: NativeCall): Value => {
    machine.lose({ what: name, why: 'it runs code that is made when the function runs' }, site);
    escapeAll(machine, given, site);
    return unknown(`the result of ${name}`);
  };
  return native(name, { call: run, construct: run });
};
