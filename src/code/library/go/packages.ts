/** Go modules beside the SDKs that hand on what calls AWS, and loaders of configuration from the environment. */
import { argument, type Machine } from '../../interpreter/machine.ts';
import { type NativeValue, native, nativeFunction, type Value } from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';
import { environmentLoader } from './environment.ts';

export const otherPackage = (_machine: Machine, name: string): Value | undefined =>
  environmentLoader(name) ?? (/\/otellambda$/.test(name) ? passing(name, /^InstrumentHandler$/) : undefined);

/** Functions that give back their first argument; anything else is data. */
const passing = (name: string, functions: RegExp): NativeValue =>
  native(name, {
    get: (property) =>
      functions.test(property)
        ? nativeFunction(property, ({ args }) => argument(args, 0))
        : property.startsWith('%')
          ? undefined
          : inert(property),
    inert: true,
  });
