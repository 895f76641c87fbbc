/**
 * FastAPI: what a route declares with `Depends(…)` is what that function gives, or yields ("Dependencies", FastAPI documentation). The
 * routes themselves are functions that the package was given.
 */
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { argument, NO_ARGUMENTS } from '../../interpreter/machine.ts';
import {
  harmless,
  type NativeCall,
  native,
  nativeFunction,
  optionsOf,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';

export const fastApi = (): Value =>
  native('fastapi', {
    inert: true,
    get: (name) =>
      name.startsWith('%')
        ? undefined
        : name === 'Depends' || name === 'Security'
          ? nativeFunction(`fastapi.${name}`, depends)
          : unknown(`fastapi.${name}`, { harmless: true }),
  });

function depends(call: NativeCall): Value {
  const dependency = call.args.named.get('dependency') ?? argument(call.args, 0);
  // without one it is the class that the parameter is declared to be
  if (dependency === UNDEFINED) return unknown('what a dependency gives', { harmless: true });
  const given = callValue(call.machine, dependency, UNDEFINED, NO_ARGUMENTS, call.site);
  if (!yields(dependency)) return given;
  const { items, rest } = itemsOf(call.machine, given, 'values', call.site);
  return items.length + (rest ? 1 : 0) === 0 ? harmless('what a dependency yields') : union([...items, ...(rest ? [rest] : [])]);
}

const yields = (dependency: Value): boolean =>
  optionsOf(dependency).every((option) => option.kind === 'closure' && option.function.generator);
