/** Reading the options that programs give to modelled functions. */

import { getMember } from '../../interpreter/members.ts';
import { optionsOf as alternatives, isNullish, type NativeCall, textValue, UNDEFINED, type Value } from '../../interpreter/values.ts';

/** Reads a member; what is no object has none. */
export const member = ({ machine, site }: Pick<NativeCall, 'machine' | 'site'>, value: Value, name: string): Value =>
  isNullish(value) || alternatives(value).every((option) => option.kind === 'text' || option.kind === 'constant')
    ? UNDEFINED
    : getMember(machine, value, textValue(name), site);

/** The first of the values that is there. */
export const firstOf = (...values: readonly Value[]): Value => values.find((value) => !isNullish(value)) ?? UNDEFINED;
