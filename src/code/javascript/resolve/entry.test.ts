import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Given, lambda } from '../../../../test/lambda.ts';
import { tree } from '../../../../test/tree.ts';
import { Files } from '../../files.ts';
import { findEntry } from './entry.ts';

/** The entry's path relative to the root with the export, or the code of the problem. */
function entryOf(files: Readonly<Record<string, unknown>>, given: Given) {
  const root = tree(files);
  const access = new Files(root);
  const entry = findEntry(lambda(root, given), access);
  return entry.kind === 'problem'
    ? { problem: entry.finding.code, message: entry.finding.message }
    : { file: access.display(entry.path), name: entry.name, findings: (entry.findings ?? []).map((finding) => finding.code) };
}

const found = (file: string, name = 'handler', ...findings: string[]) => ({ file, name, findings });

describe('a handler as the runtime resolves it', () => {
  it('splits the last path segment at its first dot', () => {
    expect(entryOf({ 'src/v1.2/orders/app.js': '' }, { handler: 'src/v1.2/orders/app.api.get' })).toEqual(
      found('src/v1.2/orders/app.js', 'api.get'),
    );
  });

  it('prefers .js to .mjs to .cjs', () => {
    expect(entryOf({ 'app.js': '', 'app.mjs': '', 'app.cjs': '' }, {})).toEqual(found('app.js'));
    expect(entryOf({ 'app.mjs': '', 'app.cjs': '' }, {})).toEqual(found('app.mjs'));
    expect(entryOf({ 'app.cjs': '' }, {})).toEqual(found('app.cjs'));
  });

  it('takes a folder with an index file or a main', () => {
    expect(entryOf({ 'orders/index.js': '' }, { handler: 'orders.handler' })).toEqual(found('orders/index.js'));
    expect(entryOf({ 'orders/package.json': { main: 'lib/a.js' }, 'orders/lib/a.js': '' }, { handler: 'orders.handler' })).toEqual(
      found('orders/lib/a.js'),
    );
    expect(entryOf({ 'orders/index.js': '', 'orders.js': '' }, { handler: 'orders.handler' })).toEqual(found('orders.js'));
  });

  it('takes a package of node_modules last', () => {
    expect(
      entryOf({ 'node_modules/wrap/package.json': { main: 'w.js' }, 'node_modules/wrap/w.js': '' }, { handler: 'wrap.handler' }),
    ).toEqual(found('node_modules/wrap/w.js'));
  });

  it('reads a handler inside a layer', () => {
    expect(entryOf({ 'common/nodejs/wrap.js': '' }, { handler: '/opt/nodejs/wrap.handler', layers: ['common'] })).toEqual(
      found('common/nodejs/wrap.js'),
    );
  });

  it.each([
    ['app', 'handler-malformed'],
    ['../app.handler', 'handler-malformed'],
    ['src/.handler', 'handler-malformed'],
    ['app.', 'handler-malformed'],
    [undefined, 'handler-missing'],
  ])('refuses %s', (handler, code) => {
    expect(entryOf({ 'app.js': '' }, { handler })).toMatchObject({ problem: code });
  });

  it('does not follow a link out of the root', () => {
    const outside = tree({ 'app.js': '' });
    expect(entryOf({ 'app.js': { link: join(outside, 'app.js') } }, {})).toMatchObject({ problem: 'handler-not-found' });
  });

  it('survives a loop of links', () => {
    expect(entryOf({ 'app.js': { link: 'app.js' } }, {})).toMatchObject({ problem: 'handler-not-found' });
  });
});

describe('the source behind a build', () => {
  it('is the TypeScript beside', () => {
    expect(entryOf({ 'app.ts': '' }, {})).toEqual(found('app.ts'));
    expect(entryOf({ 'app.mts': '' }, {})).toEqual(found('app.mts'));
    expect(entryOf({ 'app.ts': '', 'app.js': '' }, {})).toEqual(found('app.js'));
  });

  it('is an entry point of esbuild, relative to the folder that entry points share', () => {
    expect(entryOf({ 'src/app.ts': '', 'app.js': '' }, { entryPoints: ['src/app.ts'] })).toEqual(found('src/app.ts'));
    const two = { 'src/a/get.ts': '', 'src/b/get.ts': '' };
    expect(entryOf(two, { entryPoints: ['src/a/get.ts', 'src/b/get.ts'], handler: 'b/get.handler' })).toEqual(found('src/b/get.ts'));
    expect(entryOf(two, { entryPoints: ['src/b/get'], handler: 'src/b/get.handler' })).toEqual(found('src/b/get.ts'));
  });

  it('follows outDir and rootDir of tsconfig.json, with comments and extends', () => {
    const files = {
      'tsconfig.base.json': '{ "compilerOptions": { "rootDir": "./code", /* out */ "outDir": "./compiled/js", } }',
      'tsconfig.json': '{\n  // the places are in the base\n  "extends": "./tsconfig.base",\n}',
      'code/orders/app.ts': '',
      'other/orders/app.ts': '',
    };
    expect(entryOf(files, { handler: 'compiled/js/orders/app.handler' })).toEqual(found('code/orders/app.ts'));
    expect(entryOf(files, { codeUri: 'compiled/js', handler: 'orders/app.handler' })).toEqual(found('code/orders/app.ts'));
  });

  it('takes the folder of include where rootDir is not stated', () => {
    const files = {
      'tsconfig.json': { compilerOptions: { outDir: 'js' }, include: ['lambdas/**/*.ts'] },
      'lambdas/app.ts': '',
      'x/app.ts': '',
    };
    expect(entryOf(files, { handler: 'js/app.handler' })).toEqual(found('lambdas/app.ts'));
  });

  it('mirrors a common build folder', () => {
    expect(entryOf({ 'src/x.ts': '', 'test/x.ts': '' }, { handler: 'dist/x.handler' })).toEqual(found('src/x.ts'));
    expect(entryOf({ 'package.json': {}, 'src/x.ts': '' }, { codeUri: '.build/out', handler: 'x.handler' })).toEqual(found('src/x.ts'));
  });

  it('is the one file with the longest common tail, and says so', () => {
    const files = {
      'package.json': {},
      'packages/ingest/index.ts': '',
      'packages/report/index.ts': '',
      'packages/ingest/index.test.ts': '',
    };
    expect(entryOf(files, { handler: 'build/ingest/index.handler' })).toEqual(
      found('packages/ingest/index.ts', 'handler', 'handler-source'),
    );
    expect(entryOf(files, { codeUri: 'build/ingest', handler: 'index.handler' })).toEqual(
      found('packages/ingest/index.ts', 'handler', 'handler-source'),
    );
  });

  it('is found for a missing code folder', () => {
    const root = tree({ 'package.json': {}, 'functions/ingest.ts': '' });
    const code = { kind: 'absent', why: 'dist/ingest does not exist', path: join(root, 'dist/ingest') } as const;
    const entry = findEntry(lambda(root, { code, handler: 'index.handler' }), new Files(root));
    expect(entry).toMatchObject({ kind: 'entry', path: join(root, 'functions/ingest.ts') });
  });

  it('is not chosen among several, nor by a name that says nothing', () => {
    const several = entryOf({ 'package.json': {}, 'a/ingest.ts': '', 'b/ingest.ts': '' }, { handler: 'build/ingest.handler' });
    expect(several).toMatchObject({ problem: 'handler-ambiguous' });
    expect(several.message).toMatch(/a\/ingest\.ts, b\/ingest\.ts/);
    expect(entryOf({ 'package.json': {}, 'src/payments/index.ts': '' }, { handler: 'dist/orders/index.handler' })).toMatchObject({
      problem: 'handler-not-found',
    });
  });

  it('is not another function’s file while the code folder holds sources', () => {
    const files = { 'package.json': {}, 'functions/a/other.ts': '', 'functions/b/process.ts': '' };
    expect(entryOf(files, { codeUri: 'functions/a', handler: 'process.handler' })).toMatchObject({ problem: 'handler-not-found' });
    const code = (root: string) => ({ kind: 'folder', path: join(root, 'functions/a'), build: 'makefile' }) as const;
    const root = tree(files);
    expect(findEntry(lambda(root, { code: code(root), handler: 'process.handler' }), new Files(root))).toMatchObject({
      path: join(root, 'functions/b/process.ts'),
      findings: [{ severity: 'warning' }],
    });
  });

  it('is found when only the case of a name differs', () => {
    expect(entryOf({ 'package.json': {}, 'producer/app.js': '' }, { codeUri: 'Producer' })).toEqual(
      found('producer/app.js', 'handler', 'handler-source'),
    );
  });

  it('is not looked for in node_modules or hidden folders', () => {
    const files = { 'package.json': {}, 'node_modules/x/ingest.js': '', '.aws-sam/build/ingest.js': '' };
    expect(entryOf(files, { handler: 'build/ingest.handler' })).toMatchObject({ problem: 'handler-not-found' });
  });
});

describe('what is not there', () => {
  it('names what was looked for and what resembles it', () => {
    const missing = entryOf({ 'src/handler.js': '', 'src/other.js': '' }, { codeUri: 'src', handler: 'handlr.main' });
    expect(missing).toMatchObject({ problem: 'handler-not-found' });
    expect(missing.message).toContain('src/handlr.{js');
    expect(missing.message).toMatch(/there is src\/handler\.js$/);
  });

  it('names a missing folder, and files of the same name elsewhere', () => {
    const missing = entryOf(
      { 'package.json': {}, 'src/a/index.js': '', 'src/b/index.js': '' },
      { codeUri: 'lambda', handler: 'index.handler' },
    );
    expect(missing.message).toMatch(/the folder lambda does not exist; there is src\/a\/index\.js, src\/b\/index\.js$/);
  });

  it('says why the code is elsewhere', () => {
    const elsewhere = entryOf({}, { code: { kind: 'absent', why: 'it is an object in S3' } });
    expect(elsewhere).toMatchObject({ problem: 'code-absent' });
    expect(elsewhere.message).toContain('its code is not here: it is an object in S3');
  });

  it('names the start script of a web adapter', () => {
    expect(entryOf({ 'run.sh': '#!/bin/bash\nexec node server.js\n' }, { handler: 'run.sh' })).toMatchObject({ problem: 'handler-script' });
  });
});

describe('a wrapper in front of the handler', () => {
  it('hands on to the handler that an environment variable names', () => {
    const environment = new Map([['DD_LAMBDA_HANDLER', { kind: 'text', text: ['app.main'] } as const]]);
    expect(entryOf({ 'app.js': '' }, { handler: '/opt/nodejs/node_modules/datadog-lambda-js/handler.handler', environment })).toEqual(
      found('app.js', 'main', 'handler-wrapped'),
    );
  });

  it('is not consulted when the handler is there', () => {
    const environment = new Map([['NEXT_HANDLER', { kind: 'text', text: ['other.main'] } as const]]);
    expect(entryOf({ 'app.js': '', 'other.js': '' }, { environment })).toEqual(found('app.js'));
  });
});

describe('inline code', () => {
  const code = { kind: 'inline', source: 'exports.handler = 1;', span: { file: 'template.yaml', line: 7, column: 9 } } as const;

  it('is its own source, on the lines of the template', () => {
    const root = tree({});
    const entry = findEntry(lambda(root, { code, handler: 'index.handler' }), new Files(root));
    if (entry.kind !== 'entry') throw new Error(entry.finding.message);
    expect(entry.source?.file).toBe('template.yaml');
    expect(entry.source?.text.split('\n').indexOf('exports.handler = 1;')).toBe(6);
    expect(entry.findings).toBeUndefined();
  });

  it('is the file index and no other', () => {
    const root = tree({});
    const entry = findEntry(lambda(root, { code, handler: 'app.handler' }), new Files(root));
    expect(entry).toMatchObject({ kind: 'entry', findings: [{ severity: 'warning' }] });
  });
});
