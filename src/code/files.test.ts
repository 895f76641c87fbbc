import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tree } from '../../test/tree.ts';
import { Files } from './files.ts';

describe('reading the app', () => {
  it('reads what lies inside the root only', () => {
    const outside = tree({ 'secret.txt': 'x', 'folder/a.txt': 'x' });
    const root = tree({
      'a.txt': 'a',
      'out.txt': { link: join(outside, 'secret.txt') },
      outside: { link: join(outside, 'folder') },
      'in.txt': { link: 'a.txt' },
      loop: { link: 'loop' },
    });
    const files = new Files(root);
    expect(files.read(join(root, 'in.txt'))).toMatchObject({ file: 'a.txt', text: 'a' });
    expect(files.real(join(root, 'in.txt'))).toBe(join(root, 'a.txt'));
    for (const path of ['out.txt', 'outside', 'loop', 'absent', '../x']) {
      expect(files.kind(join(root, path))).toBeUndefined();
      expect(files.real(join(root, path))).toBeUndefined();
      expect(files.text(join(root, path), 100)).toBeUndefined();
      expect(files.list(join(root, path))).toEqual([]);
    }
    expect(files.read(join(root, 'out.txt'))).toBe('outside');
    expect(files.read(join(root, 'loop'))).toBe('missing');
  });

  it('lists a folder in the order of names', () => {
    const root = tree({ 'b/x.txt': '', 'a.txt': '', 'B.txt': '', l: { link: 'b' } });
    expect(new Files(root).list(root)).toEqual([
      { name: 'B.txt', kind: 'file' },
      { name: 'a.txt', kind: 'file' },
      { name: 'b', kind: 'folder' },
      { name: 'l', kind: 'other' },
    ]);
  });

  it('bounds what it reads', () => {
    const root = tree({ 'a.txt': '12345' });
    const files = new Files(root, { maxFileSize: 4 });
    expect(files.read(join(root, 'a.txt'))).toBe('too-large');
    expect(files.text(join(root, 'a.txt'), 4)).toBeUndefined();
    expect(files.text(join(root, 'a.txt'), 5)).toBe('12345');
    expect(files.peek(join(root, 'a.txt'), 2)).toBe('12');
  });
});
