/** `process`, whose `env` is the function's environment. */
import { environmentObject } from '../../interpreter/environment.ts';
import { native, nativeFunction, textValue, UNDEFINED } from '../../interpreter/values.ts';

export const processGlobal = native('process', {
  inert: true,
  get: (name, machine) => {
    switch (name) {
      case 'env':
        return environmentObject(machine);
      case 'cwd':
        return nativeFunction('process.cwd', () => textValue('/var/task'));
      case 'on':
      case 'once':
      case 'nextTick':
        return nativeFunction(`process.${name}`, ({ args, site }) => {
          for (const value of args.positional) machine.escape(value, site);
          return UNDEFINED;
        });
      default:
        return undefined;
    }
  },
});
