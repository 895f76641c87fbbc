import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lambda } from '../../test/lambda.ts';
import { tree } from '../../test/tree.ts';
import { Files } from './files.ts';
import { java } from './java/language.ts';
import { javascript } from './javascript/index.ts';
import { python } from './python/language.ts';

const LANGUAGES = { javascript, python, java };
const FILES = {
  'fn/app.mjs': 'export const handler = () => 1;',
  'fn/main.py': 'def handler(event, context): pass',
  'fn/src/main/java/x/App.java': 'package x; public class App { }',
  'fn/pom.xml': '',
};

it.each([
  ['app.handler', 'javascript'],
  ['main.handler', 'python'],
  ['x.App::handleRequest', 'java'],
  ['gone.handler', undefined],
])('a handler %s whose runtime the template leaves open is of the language whose code is there: %s', (handler, language) => {
  const root = tree(FILES);
  const fn = lambda(root, { runtime: undefined, handler, code: { kind: 'folder', path: join(root, 'fn') } });
  const found = Object.entries(LANGUAGES).flatMap(([name, each]) => (each.runs(fn, new Files(root)) ? [name] : []));
  expect(found).toEqual(language ? [language] : []);
});
