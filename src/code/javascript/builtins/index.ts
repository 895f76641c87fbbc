/** What JavaScript itself gives programs: global names, members of built-in values, Node's modules. */
import { escapeFunctions } from '../../interpreter/escape.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import type { Value } from '../../interpreter/values.ts';
import { memberOfFunction } from './functions.ts';
import { memberOfList, memberOfUnknownList } from './list.ts';
import { memberOfObject } from './objects.ts';
import { memberOfPromise } from './promises.ts';
import { regexp } from './regexp.ts';
import { memberOfText, memberOfUnknownText } from './text.ts';

export { compilerHelper } from './compiler-helpers.ts';
export { globalName } from './globals.ts';
export { nodeModule } from './node.ts';

/** What an operator of the language makes that others do not have. */
export const operation = (operator: string, [left, right]: readonly Value[]): Value | undefined =>
  operator === 'regexp' ? regexp(left, right) : undefined;

export function builtinMember(object: Value, name: string, machine: Machine, site: Site): Value | undefined {
  const promise = memberOfPromise(object, name);
  if (promise) return promise;
  switch (object.kind) {
    case 'text':
      return memberOfText(object, name, machine, site);
    case 'list':
      return memberOfList(object, name);
    case 'closure':
    case 'class':
      return memberOfFunction(object, name) ?? memberOfObject(object, name);
    case 'native':
      return object.call || object.construct ? memberOfFunction(object, name) : undefined;
    case 'object':
      return memberOfObject(object, name);
    case 'constant':
      return name === 'toString' || name === 'toFixed' ? memberOfObject(object, 'toString') : undefined;
    case 'unknown':
      return handingOver(
        memberOfUnknownText(object, name) ??
          memberOfUnknownList(object, name, machine, site) ??
          memberOfFunction(object, name) ??
          memberOfObject(object, name),
      );
    default:
      return undefined;
  }
}

/**
 * What is not known may be a library whose functions are named as the methods of lists and texts are (`_.map(list, callback)`), so that
 * a function in any place of the arguments may be called.
 */
function handingOver(member: Value | undefined): Value | undefined {
  if (member?.kind !== 'native' || !member.call) return member;
  const { call } = member;
  return {
    ...member,
    call: (given) => {
      const result = call(given);
      escapeFunctions(given.machine, given.args, given.site);
      return result;
    },
  };
}
