/** A throw-away folder of files for tests whose input is easier read beside what is expected of it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** path → text, or a value that becomes JSON, or `{ link }` for a symbolic link (relative to where it lies). Gives the absolute folder. */
export function tree(files: Readonly<Record<string, unknown>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pinhole-')));
  made.push(root);
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (isLink(content)) symlinkSync(content.link, file);
    else writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

const isLink = (content: unknown): content is { readonly link: string } =>
  typeof content === 'object' && content !== null && 'link' in content && typeof content.link === 'string';
