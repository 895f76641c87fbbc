/** Replacing in a text that is known in part: its literal parts are changed, what its holes stand for may have been. */
import { concat, type Hole, isDeployHole, isHole, mayHold, split, type Text } from '../../model/text.ts';

/**
 * The text with every `from` replaced. Undefined where `from` may begin in a hole and end in what is beside it, or the other way round:
 * then the literal parts do not stay either.
 */
export function replacedAll(value: Text, from: string, replacement: Text): Text | undefined {
  if (from === '' || mayStraddle(value, from)) return undefined;
  return concat(
    ...value.map((part): Text => {
      if (!isHole(part)) return split([part], from).reduce((built, piece) => concat(built, replacement, piece));
      return holds(part, from) ? [changedHole(part, replacement)] : [part];
    }),
  );
}

/** Whether a hole may hold all of the text. */
export const holds = (hole: Hole, literal: string): boolean => [...literal].every((char) => mayHold(hole, char));

/** What a hole may stand for once text in it was replaced. A value of the running program is as little known as before. */
export function changedHole(hole: Hole, replacement: Text): Hole {
  const fits = replacement.every((part) => (isHole(part) ? part.chars === hole.chars : holds(hole, part)));
  const chars = fits ? hole.chars : 'any';
  return isDeployHole(hole) ? { kind: 'runtime', reason: 'a changed name', chars } : { ...hole, chars };
}

/** Longer texts are not looked for across parts. */
const MOST = 64;

/** Whether the text may be in neither of the parts that are beside one another, but in both. */
function mayStraddle(value: Text, searched: string): boolean {
  if (searched.length > MOST) return value.length > 1;
  return value.slice(1).some((_, i) => {
    const [before, behind] = [value.slice(0, i + 1), value.slice(i + 1)];
    return [...Array(searched.length - 1).keys()].some(
      (at) => mayEndWith(before, searched.slice(0, at + 1)) && mayEndWith(reversed(behind), reverse(searched.slice(at + 1))),
    );
  });
}

const reverse = (literal: string): string => literal.split('').reverse().join('');
const reversed = (value: Text): Text => value.map((part) => (isHole(part) ? part : reverse(part))).reverse();

function mayEndWith(value: Text, end: string): boolean {
  // how much of the end is still to be found before the parts that were looked at
  let lengths = new Set([end.length]);
  for (const part of [...value].reverse()) {
    const further = new Set<number>();
    for (const length of lengths) {
      const wanted = end.slice(0, length);
      if (isHole(part)) {
        let left = length;
        further.add(left);
        while (left > 0 && mayHold(part, wanted[left - 1] ?? '')) further.add(--left);
        if (left === 0) return true;
      } else if (part.endsWith(wanted)) return true;
      else if (wanted.endsWith(part)) further.add(length - part.length);
    }
    lengths = further;
  }
  return false;
}
