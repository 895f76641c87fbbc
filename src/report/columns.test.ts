import { describe, expect, it } from 'vitest';
import { beside, columns, pad, widthOf, wrap } from './columns.ts';

const RED = '\u001b[31mred\u001b[39m';

describe('columns', () => {
  it('aligns cells and counts no colour', () => {
    expect(widthOf(RED)).toBe(3);
    expect(pad(RED, 5)).toBe(`${RED}  `);
    expect(
      columns(
        [
          ['a', 'b'],
          [RED, 'd'],
        ],
        ' ',
        40,
      ),
    ).toEqual([' a    b', ` ${RED}  d`]);
  });

  it('breaks before the last cell where the line is full', () => {
    expect(columns([['action', 'resource', 'a long reason']], '', 24)).toEqual(['action  resource', '        a long reason']);
  });

  it('puts a note beside or below', () => {
    const block = { left: ['one', 'two', 'three'], right: ['right'], note: 'note' };
    expect(beside([block], '', 40)).toEqual(['one    right  note', 'two', 'three']);
    expect(beside([{ ...block, right: ['right', 'more'] }], '', 40)).toEqual(['one    right', 'two    more', 'three  note']);
    expect(beside([block], '', 14)).toEqual(['one    right', 'two    note', 'three']);
  });

  it('wraps words and leaves long ones whole', () => {
    expect(wrap('one two three', '  ', 9)).toEqual(['  one two', '  three']);
    expect(wrap('incomprehensibilities', '  ', 9)).toEqual(['  incomprehensibilities']);
    expect(wrap('', '  ', 9)).toEqual([]);
  });
});
