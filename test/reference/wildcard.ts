/**
 * Matching of patterns piece by piece. A pattern is a list of pieces, so that a character that only looks like a wildcard (one
 * that a policy variable brought in) is a character.
 */
export type Piece =
  | { readonly kind: 'character'; readonly character: string }
  /** `*` */
  | { readonly kind: 'anyRun' }
  /** `?` */
  | { readonly kind: 'anyOne' };

/** Which characters the wildcard at a place of the pattern may stand for. */
type MayStandFor = (place: number, character: string) => boolean;

/** Whole-string match. Fills a table from the ends of both, so its cost is the product of the lengths, never more. */
export function matchesPieces(pieces: readonly Piece[], text: string, mayStandFor: MayStandFor = () => true): boolean {
  const characters = [...text];
  // rest[j]: the pieces after the one in hand match the characters from j on
  let rest = [...characters.map(() => false), true];
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i];
    const here = rest.map(() => false);
    for (let j = characters.length; j >= 0; j--) {
      const character = characters[j];
      if (piece?.kind === 'anyRun')
        here[j] = rest[j] === true || (character !== undefined && mayStandFor(i, character) && here[j + 1] === true);
      else if (character === undefined) here[j] = false;
      else if (piece?.kind === 'anyOne') here[j] = mayStandFor(i, character) && rest[j + 1] === true;
      else here[j] = piece?.character === character && rest[j + 1] === true;
    }
    rest = here;
  }
  return rest[0] === true;
}

/** A pattern without variables: `*` and `?` are wildcards. */
export function piecesOf(text: string): Piece[] {
  return [...text].map((character) =>
    character === '*' ? { kind: 'anyRun' } : character === '?' ? { kind: 'anyOne' } : { kind: 'character', character },
  );
}

/** The pattern read as plain text: wildcards are the characters that they are written with. */
export function plainText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === 'anyRun' ? '*' : piece.kind === 'anyOne' ? '?' : piece.character)).join('');
}

/** Parts at a character, at most `count`; the last part keeps what is left. */
export function partsAt(pieces: readonly Piece[], separator: string, count: number): Piece[][] {
  const parts: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'character' && piece.character === separator && parts.length < count) parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts;
}
