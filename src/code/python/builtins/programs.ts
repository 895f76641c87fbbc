/** Programs that Python starts. */
import { escapeAll } from '../../interpreter/invoke.ts';
import { harmless, type NativeValue } from '../../interpreter/values.ts';
import { fn } from './module.ts';

/** A program that is started may call anything, with the function's credentials. */
export const starts = (name: string): (() => NativeValue) =>
  fn(name, ({ machine, args: given, site }) => {
    machine.lose({ what: `call of ${name}`, why: 'it starts another program, which is not read' }, site);
    escapeAll(machine, given, site);
    return harmless(`the result of ${name}`);
  });
