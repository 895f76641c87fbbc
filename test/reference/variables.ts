import type { RequestContext } from './request-context.ts';
import { type Piece, piecesOf } from './wildcard.ts';

/**
 * Policy variables.
 *
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export type Part =
  | Piece
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined; readonly spaced: boolean };

export type Version = '2008-10-17' | '2012-10-17';

const characters = (text: string): Piece[] => [...text].map((character) => ({ kind: 'character', character }));

/** The parts of a string of a policy; undefined when a variable is malformed. */
export function partsOf(text: string, version: Version): Part[] | undefined {
  if (version === '2008-10-17') return piecesOf(text);
  const start = text.indexOf('${');
  if (start < 0) return piecesOf(text);
  const end = text.indexOf('}', start);
  if (end < 0) return undefined;
  const variable = readVariable(text.slice(start + 2, end));
  const rest = partsOf(text.slice(end + 1), version);
  if (variable === undefined || rest === undefined) return undefined;
  return [...piecesOf(text.slice(0, start)), ...variable, ...rest];
}

const CHARACTERS_OF_NO_KEY = [' ', "'", '{', '$', '*', '?'];

function readVariable(inside: string): Part[] | undefined {
  if (inside === '*' || inside === '?' || inside === '$') return characters(inside);
  const comma = inside.indexOf(',');
  const key = comma < 0 ? inside : inside.slice(0, comma);
  if (key === '' || CHARACTERS_OF_NO_KEY.some((character) => key.includes(character))) return undefined;
  if (comma < 0) return [{ kind: 'variable', key, fallback: undefined, spaced: true }];
  const quoted = inside.slice(comma + 1).trim();
  if (quoted.length < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) return undefined;
  return [{ kind: 'variable', key, fallback: quoted.slice(1, -1), spaced: inside.slice(comma + 1) === ` ${quoted}` }];
}

/** The pieces with each variable replaced; undefined when a variable has neither a value nor a default. */
export function substitute(parts: readonly Part[], context: RequestContext): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const part of parts) {
    if (part.kind !== 'variable') {
      pieces.push(part);
      continue;
    }
    if (!part.spaced) context.doubts.add('a default that is not set off by a comma and one space');
    const value = context.singleValue(part.key) ?? part.fallback;
    if (value === undefined) return undefined;
    pieces.push(...characters(value));
  }
  return pieces;
}
