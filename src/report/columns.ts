/** Aligned columns, as wide as their content and never wider than the line. */
import { stripVTControlCharacters } from 'node:util';

/** The width that text takes on a terminal, as far as a report's own text goes: colour codes take none. */
export const widthOf = (value: string): number => [...stripVTControlCharacters(value)].length;

export const pad = (value: string, width: number): string => value + ' '.repeat(Math.max(0, width - widthOf(value)));

/**
 * Rows of cells with two spaces between columns. A row that does not fit into `width` breaks before its last cell, which then
 * stands on a line of its own under the second column.
 */
export function columns(rows: readonly (readonly string[])[], indent: string, width: number): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, count - 1) }, (_, i) =>
    columnWidth(rows, i, Math.floor(width * (i === 0 ? 0.45 : 0.55))),
  );
  return rows.flatMap((row) => {
    const padded = row.map((cell, i) => (i < row.length - 1 ? pad(cell, widths[i] ?? 0) : cell));
    const line = `${indent}${padded.join('  ')}`.trimEnd();
    if (row.length < 2 || widthOf(line) <= width) return [line];
    const head = `${indent}${padded.slice(0, -1).join('  ')}`.trimEnd();
    const under = `${indent}${' '.repeat(row.length > 2 ? (widths[0] ?? 0) + 2 : 4)}`;
    return [head, `${under}${row.at(-1) ?? ''}`];
  });
}

/** The widest cell of the column that is no exception to it. */
const columnWidth = (rows: readonly (readonly string[])[], column: number, limit: number): number =>
  Math.max(0, ...rows.map((row) => (row.length > column + 1 ? widthOf(row[column] ?? '') : 0)).filter((size) => size <= limit));

/**
 * Blocks of two columns: several lines at the left and at the right, and a note, which follows a single right line where both
 * fit, else stands under the right lines.
 */
export function beside(
  blocks: readonly { readonly left: readonly string[]; readonly right: readonly string[]; readonly note: string }[],
  indent: string,
  width: number,
): readonly string[] {
  const left = Math.max(0, ...blocks.flatMap((block) => block.left.map(widthOf)));
  const room = width - widthOf(indent) - left - 2;
  const single = ({ right }: { readonly right: readonly string[] }): string => (right.length === 1 ? (right[0] ?? '') : ' '.repeat(width));
  const middle = Math.max(
    0,
    ...blocks.map((block) => (widthOf(single(block)) + 2 + widthOf(block.note) <= room ? widthOf(single(block)) : 0)),
  );
  return blocks.flatMap((block) => {
    const together = `${pad(single(block), middle)}  ${block.note}`;
    const right = widthOf(together) <= room ? [together] : [...block.right, block.note];
    return Array.from({ length: Math.max(block.left.length, right.length) }, (_, i) =>
      `${indent}${pad(block.left[i] ?? '', left)}  ${right[i] ?? ''}`.trimEnd(),
    );
  });
}

/** Words on lines of at most `width` characters, each line after the indent. */
export function wrap(value: string, indent: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of value.split(/\s+/).filter(Boolean)) {
    if (line !== '' && widthOf(indent) + widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, indent + line];
}
