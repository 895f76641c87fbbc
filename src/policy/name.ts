import { literalOf, type Text } from '../model/text.ts';
import { covers } from './coverage.ts';
import { matchesPlain } from './glob.ts';
import { exactly, type Pattern } from './pattern.ts';
import { NO, type Tri, triOf } from './tri.ts';

/** A string that may be known in part. INVARIANT: what is known is a string, so a text has holes; `nameOf` sees to it. */
export type Name = string | Text;

export const nameOf = (value: string | Text): Name => (typeof value === 'string' ? value : (literalOf(value) ?? value));

/** Whether two names are one. */
export function sameName(a: Name, b: Name): Tri {
  if (typeof a === 'string' && typeof b === 'string') return triOf(a === b);
  return covers(exactly(asText(a)), exactly(asText(b)));
}

/** Whether a pattern without variables matches a name. */
export const matches = (pattern: Pattern, name: Name): Tri =>
  typeof name === 'string' && pattern.shape !== 'symbolic' ? triOf(matchesPlain(pattern, name)) : covers(pattern, exactly(asText(name)));

export const asText = (name: Name): Text => (typeof name !== 'string' ? name : name === '' ? [] : [name]);

/** Whether an account principal, or a resource's account, is the caller's. */
export const sameAccount = (a: Name | undefined, b: Name | undefined): Tri => (a === undefined || b === undefined ? NO : sameName(a, b));
