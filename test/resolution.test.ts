/** One app in every language, each of whose functions finds its resource in another way. The template says what each one needs. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { derive } from '../src/derive.ts';
import { commentsIn, needsOf, stated } from './support/needs.ts';
import { tree } from './tree.ts';

const FIXTURE = fileURLToPath(new URL('./fixtures/resolution', import.meta.url));
const TEMPLATE = readFileSync(join(FIXTURE, 'template.yaml'), 'utf8');

interface Written {
  readonly runtime: string;
  /** the handler of a file and, where one file has several, the function */
  readonly handler: (file: string, name: string | undefined) => string;
}

const className = (file: string): string => file.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
const ofClass = (file: string, name = 'handleRequest'): string => `app.${className(file)}::${name}`;

const LANGUAGES: Readonly<Record<string, Written>> = {
  javascript: { runtime: 'nodejs22.x', handler: (file, name = 'handler') => `${file}.${name}` },
  python: { runtime: 'python3.13', handler: (file, name = 'handler') => `${file.replaceAll('-', '_')}.${name}` },
  go: { runtime: 'provided.al2023', handler: (file, name) => name ?? file },
  java: { runtime: 'java21', handler: ofClass },
  kotlin: { runtime: 'java21', handler: ofClass },
};

/** The app with the sources of one language. */
function appIn(language: string, { runtime, handler }: Written): string {
  const template = TEMPLATE.replace('  Function:\n', `  Function:\n    Runtime: ${runtime}\n    CodeUri: ${language}\n`).replaceAll(
    /\bHandler: ([\w-]+)(?:\/(\w+))?/g,
    (_, file: string, name?: string) => `Handler: ${handler(file, name)}`,
  );
  const root = tree({ 'template.yaml': template });
  for (const each of ['pinhole.yaml', language]) cpSync(join(FIXTURE, each), join(root, each), { recursive: true });
  return root;
}

it('has the sources of each language', () => {
  expect(Object.keys(LANGUAGES).sort()).toEqual(
    readdirSync(FIXTURE, { withFileTypes: true })
      .filter((each) => each.isDirectory())
      .map(({ name }) => name),
  );
});

describe.each(Object.entries(LANGUAGES))('in %s', async (language, written) => {
  const root = appIn(language, written);
  const { derivations } = await derive(root, { root });
  const functions = derivations.flatMap((derivation) => derivation.functions);

  it.each(commentsIn(TEMPLATE))('%s', (id, comment) => {
    const found = functions.find(({ fn }) => fn.id === id);
    expect(found && needsOf(found)).toEqual(stated(comment));
  });
});
