/** Apps that use one construct of a language's SDK a function. What each needs is written at the top of its handler's file. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { derive } from '../src/derive.ts';
import type { LambdaFunction } from '../src/model/app.ts';
import { needsOf, statedIn } from './support/needs.ts';

const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.url));

/** The source of a class; a handler of a library stands for the application. */
function ofClass({ handler = '', code }: LambdaFunction, root: string, ending: string): string {
  const name = handler.startsWith('org.') ? 'Application' : handler.replace(/(Kt)?::.*/, '').replace(/.*\./, '');
  const folder = code.kind === 'folder' ? code.path : root;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return relative(root, join(folder, files.find((file) => basename(file) === `${name}.${ending}`) ?? ''));
}

/** The file of a handler below the app's root. */
const FILES: Readonly<Record<string, (fn: LambdaFunction, root: string) => string>> = {
  python: ({ handler = '' }) => `src/${handler.replace(/\.handler$/, '').replaceAll('.', '/')}.py`,
  javascript: ({ handler = '' }, root) => {
    const name = handler.replace(/\.handler$/, '');
    return ['js', 'mjs'].map((ending) => `src/${name}.${ending}`).find((path) => existsSync(join(root, path))) ?? '';
  },
  typescript: ({ handler = '' }) => `src/${handler.replace(/\.handler$/, '')}.ts`,
  java: (fn, root) => ofClass(fn, root, 'java'),
  kotlin: (fn, root) => ofClass(fn, root, 'kt'),
  go: ({ code }, root) => (code.kind === 'folder' ? `${relative(root, code.path)}/main.go` : ''),
};

describe.each(Object.entries(FILES))('%s', async (language, fileOf) => {
  const root = join(FIXTURES, language, 'constructs');
  const { derivations } = await derive(root, { root });
  const functions = derivations.flatMap((derivation) => derivation.functions);

  it.each(functions.map((found) => [found.fn.id, found] as const))('%s', (_, found) => {
    expect(needsOf(found)).toEqual(statedIn(join(root, fileOf(found.fn, root))));
  });
});
