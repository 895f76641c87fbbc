/** Operators that Java reads in its own way, and the choices that lowering leaves to the run: overloads, method references, switches. */
import { findMethod, instantiate } from '../../interpreter/classes.ts';
import { callMember, callValue } from '../../interpreter/invoke.ts';
import { type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { boundMember, getMember } from '../../interpreter/members.ts';
import {
  FALSE,
  harmless,
  literalText,
  native,
  type ObjectValue,
  optionsOf,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import { kotlinOperation } from '../../kotlin/builtins/operations.ts';
import { isKotlin } from '../../kotlin/language.ts';
import { classLiteral } from './class-literal.ts';
import { overloads } from './overloads.ts';

export function javaOperation(operator: string, operands: readonly Value[], machine: Machine, site: Site): Value | undefined {
  const [left = UNDEFINED, right = UNDEFINED] = operands;
  const ofKotlin = isKotlin(site.module) ? kotlinOperation(operator, operands, machine, site) : undefined;
  if (ofKotlin) return ofKotlin;
  switch (operator) {
    case 'overload':
      return overloads(operands, machine, site);
    case 'reference':
      return reference(machine, left, literalText(right) ?? '', site);
    case 'switch':
      return union(optionsOf(left).map(switched));
    case 'outer':
      return left.kind === 'class' && !left.node.interface ? instantiate(machine, left, site) : UNDEFINED;
    case 'close':
      // what is not the program's own calls nothing when it is closed
      for (const option of optionsOf(left))
        if (option.kind === 'object' && option.class && findMethod(option.class, 'close'))
          callMember(machine, option, textValue('close'), NO_ARGUMENTS, site);
      return UNDEFINED;
    case 'class':
      return union(optionsOf(left).map((option) => (option.kind === 'class' ? classLiteral(option) : classOfInstance(option))));
    case 'instanceof':
      return union(optionsOf(left).map((option) => instanceOf(option, right)));
    case '==':
    case '!=':
      return sameConstant(left, right, operator === '==');
    default:
      return undefined;
  }
}

const constantName = (value: Value): string | undefined => (value.kind === 'object' ? literalText(value.fields.get('%name')) : undefined);

/** A constant of an enumeration counts by its name. */
function switched(value: Value): Value {
  const name = constantName(value);
  return name === undefined ? value : textValue(name);
}

/** Constants of an enumeration are there once; other objects are left to the general rule. */
function sameConstant(left: Value, right: Value, equal: boolean): Value | undefined {
  if (constantName(left) === undefined || constantName(right) === undefined) return undefined;
  return (valueKey(left) === valueKey(right)) === equal ? TRUE : FALSE;
}

/** `this::class` in Kotlin. */
const classOfInstance = (value: Value): Value => (value.kind === 'object' && value.class ? classLiteral(value.class) : value);

function instanceOf(value: Value, type: Value): Value {
  if (value.kind === 'constant' && (value.value === null || value.value === undefined)) return FALSE;
  if (value.kind !== 'object' || !value.class || type.kind !== 'class' || type.node.interface) return harmless('a test of a type');
  return isSubclass(value, type) ? TRUE : FALSE;
}

function isSubclass(object: ObjectValue, type: Value): boolean {
  for (let current: Value | undefined = object.class; current?.kind === 'class'; current = current.parents[0])
    if (current === type) return true;
  return false;
}

/** `C::m` is a static method of C, or a method of its first argument; `x::m` a method of x. */
function reference(machine: Machine, owner: Value, name: string, site: Site): Value {
  if (owner.kind === 'class' && findMethod(owner, name) === undefined && !owner.node.interface)
    return getMember(machine, owner, textValue(name), site);
  const isType =
    owner.kind === 'class' ||
    (owner.kind === 'native' && (owner.construct !== undefined || owner.typed !== undefined || owner.data?.kind === 'type'));
  if (!isType) return boundMember(machine, owner, name, site);
  const static_ = owner.kind === 'native' ? owner.get?.(name, machine, site) : undefined;
  if (static_) return static_;
  return native(`::${name}`, {
    key: `reference ${valueKey(owner)} ${name}`,
    call: (call) => {
      const [self = UNDEFINED, ...rest] = call.args.positional;
      return union(
        optionsOf(self).map((option) => {
          const callee = getMember(call.machine, option, textValue(name), call.site);
          return callValue(call.machine, callee, option, { ...call.args, positional: rest }, call.site);
        }),
      );
    },
  });
}
