/** `call`, `apply` and `bind` of functions. */
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { type Arguments, argument } from '../../interpreter/machine.ts';
import { native, nativeFunction, type Value } from '../../interpreter/values.ts';

export function memberOfFunction(callee: Value, name: string): Value | undefined {
  switch (name) {
    case 'call':
      return nativeFunction('Function.call', ({ machine, args, site }) =>
        callValue(machine, callee, argument(args, 0), { ...args, positional: args.positional.slice(1) }, site),
      );
    case 'apply':
      return nativeFunction('Function.apply', ({ machine, args, site }) => {
        const { items, rest } = itemsOf(machine, argument(args, 1), 'values', site);
        return callValue(machine, callee, argument(args, 0), { positional: items, named: new Map(), ...(rest ? { rest } : {}) }, site);
      });
    case 'bind':
      return nativeFunction('Function.bind', ({ machine, args, site }) => {
        const self = argument(args, 0);
        const before = args.positional.slice(1);
        if (callee.kind === 'closure' && before.length === 0)
          return callee.self === undefined && !callee.function.lexicalThis ? { ...callee, self } : callee;
        const call = (more: Arguments): Value =>
          callValue(machine, callee, self, { ...more, positional: [...before, ...more.positional] }, site);
        return native('bound function', {
          key: `bound ${machine.journal.next()}`,
          call: (inner) => call(inner.args),
          construct: (inner) => call(inner.args),
        });
      });
    default:
      return undefined;
  }
}
