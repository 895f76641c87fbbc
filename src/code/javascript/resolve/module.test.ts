import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Given, lambda } from '../../../../test/lambda.ts';
import { tree } from '../../../../test/tree.ts';
import { Files } from '../../files.ts';
import { resolveModule } from './module.ts';

type Tree = Readonly<Record<string, unknown>>;

/** The resolution as one line: `file src/a.ts`, `library aws-sdk clients/s3`, `inert uuid`, `missing WHY`. */
function lead(files: Tree, specifier: string, from = 'src/app.ts', given: Given = {}): string {
  const root = tree({ ...files });
  const access = new Files(root);
  const to = resolveModule(specifier, join(root, from), lambda(root, given), access);
  switch (to.kind) {
    case 'file':
    case 'data':
      return `${to.kind} ${access.display(to.path)}`;
    case 'library':
      return `library ${to.package} ${to.subpath}`.trim();
    case 'inert':
      return `inert ${to.package}${to.path === undefined ? '' : ` at ${access.display(to.path)}`}`;
    case 'missing':
      return `missing ${to.why}`;
    case 'namespace':
      return `namespace ${access.display(to.path)}`;
  }
}

describe('a relative import', () => {
  it.each([
    ['./db', ['src/db.ts'], 'file src/db.ts'],
    ['./db', ['src/db.js', 'src/db.ts'], 'file src/db.ts'],
    ['./db.js', ['src/db.ts'], 'file src/db.ts'],
    ['./db.js', ['src/db.js'], 'file src/db.js'],
    ['./db.mjs', ['src/db.mts'], 'file src/db.mts'],
    ['./view', ['src/view.tsx'], 'file src/view.tsx'],
    ['./db', ['src/db/index.ts'], 'file src/db/index.ts'],
    ['./db/', ['src/db.ts', 'src/db/index.js'], 'file src/db/index.js'],
    ['.', ['src/index.ts'], 'file src/index.ts'],
    ['..', ['index.ts', 'src.ts'], 'file index.ts'],
    ['./config.json', ['src/config.json'], 'data src/config.json'],
    ['./config', ['src/config.json'], 'data src/config.json'],
    ['./schema.graphql', ['src/schema.graphql'], 'inert src/schema.graphql'],
    ['./types', ['src/types.d.ts'], 'inert src/types.d.ts'],
    ['./config.dev', ['src/config.dev.ts'], 'file src/config.dev.ts'],
  ])('%s with %j is %s', (specifier, files, expected) => {
    expect(lead(Object.fromEntries(files.map((file) => [file, ''])), specifier)).toBe(expected);
  });

  it('means the compiled file for a JavaScript file, where both are there', () => {
    expect(lead({ 'src/db.js': '', 'src/db.ts': '' }, './db', 'src/app.js')).toBe('file src/db.js');
  });

  it('follows the main of a folder', () => {
    expect(lead({ 'src/db/package.json': { main: './lib' }, 'src/db/lib/index.js': '' }, './db')).toBe('file src/db/lib/index.js');
  });

  it('is led back from a build folder', () => {
    expect(lead({ 'package.json': {}, 'src/shared/db.ts': '' }, '../dist/shared/db', 'functions/a.js')).toBe('file src/shared/db.ts');
  });

  it('names what is there instead', () => {
    expect(lead({ 'src/store.ts': '' }, './stor')).toMatch(/^missing '\.\/stor' is not found: .*there is src\/store\.ts$/);
  });

  it('does not leave the root', () => {
    expect(lead({}, '../../x')).toMatch(/leads out of the app's root/);
  });
});

describe('tsconfig', () => {
  const paths = (options: object): Tree => ({ 'tsconfig.json': { compilerOptions: options }, 'src/lib/db.ts': '', 'src/env.ts': '' });

  it('maps paths relative to itself or to baseUrl', () => {
    expect(lead(paths({ paths: { '@lib/*': ['./src/lib/*'] } }), '@lib/db')).toBe('file src/lib/db.ts');
    expect(lead(paths({ baseUrl: 'src', paths: { '@lib/*': ['lib/*'] } }), '@lib/db')).toBe('file src/lib/db.ts');
    expect(lead(paths({ paths: { '@/*': ['./nowhere/*', './src/*'] } }), '@/lib/db.js')).toBe('file src/lib/db.ts');
    expect(lead(paths({ paths: { env: ['./src/env'] } }), 'env')).toBe('file src/env.ts');
  });

  it('lets the longest prefix win', () => {
    const files = { ...paths({ paths: { '*': ['./src/*'], 'lib/*': ['./other/*'] } }), 'other/db.ts': '' };
    expect(lead(files, 'lib/db')).toBe('file other/db.ts');
  });

  it('takes paths from what it extends, and from the files it refers to', () => {
    const base = { compilerOptions: { paths: { '@lib/*': ['./src/lib/*'] } } };
    const files = {
      'tsconfig.base.json': base,
      'src/lib/db.ts': '',
      'apps/a/tsconfig.json': '{ "extends": "../../tsconfig.base.json" /* nx */ }',
    };
    expect(lead(files, '@lib/db', 'apps/a/app.ts')).toBe('file src/lib/db.ts');
    const solution = {
      'tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }] },
      'tsconfig.app.json': base,
      'src/lib/db.ts': '',
    };
    expect(lead(solution, '@lib/db')).toBe('file src/lib/db.ts');
  });

  it('survives extends that lead in a circle', () => {
    const twice = (other: string) => ({ extends: Array.from({ length: 50 }, () => `./${other}.json`) });
    const circle = { 'tsconfig.json': twice('a'), 'a.json': twice('b'), 'b.json': { ...twice('c'), ...twice('a') }, 'src/db.ts': '' };
    expect(lead(circle, './db')).toBe('file src/db.ts');
    expect(lead(circle, 'db')).toMatch(/^missing/);
    expect(lead({ 'tsconfig.json': { extends: './tsconfig.json' }, 'src/db.ts': '' }, './db')).toBe('file src/db.ts');
  });

  it('resolves plain names against baseUrl', () => {
    expect(lead(paths({ baseUrl: './src' }), 'lib/db')).toBe('file src/lib/db.ts');
  });

  it('keeps the package rule for paths that lead into node_modules', () => {
    const files = {
      'tsconfig.json': { compilerOptions: { paths: { '*': ['./node_modules/*'] } } },
      'node_modules/@aws-sdk/client-s3/index.js': '',
      'node_modules/plain/package.json': { name: 'plain' },
      'node_modules/plain/index.js': '',
    };
    expect(lead(files, '@aws-sdk/client-s3')).toBe('library @aws-sdk/client-s3');
    expect(lead(files, 'plain')).toBe('inert plain at node_modules/plain/index.js');
  });

  it('says that an alias is not explained', () => {
    expect(lead({}, '@/lib/db')).toMatch(/^missing '@\/lib\/db' names no package/);
    expect(lead({}, '~/db')).toMatch(/alias/);
  });
});

describe('package.json imports and a package that imports itself', () => {
  it('maps #names to files and packages', () => {
    const files = {
      'package.json': {
        imports: { '#db': './dist/db.js', '#lib/*.js': { types: './types/*.d.ts', default: './lib/*.js' }, '#s3': '@aws-sdk/client-s3' },
      },
      'src/db.ts': '',
      'lib/a.ts': '',
    };
    expect(lead(files, '#db')).toBe('file src/db.ts');
    expect(lead(files, '#lib/a.js')).toBe('file lib/a.ts');
    expect(lead(files, '#s3')).toBe('library @aws-sdk/client-s3');
    expect(lead(files, '#none')).toMatch(/^missing/);
  });

  it('does not loop on imports that name each other', () => {
    expect(lead({ 'package.json': { imports: { '#a': '#b', '#b': '#a' } } }, '#a')).toMatch(/^missing/);
  });

  it('finds its own exports', () => {
    expect(lead({ 'package.json': { name: 'me', exports: { './db': './dist/db.js' } }, 'src/db.ts': '' }, 'me/db')).toBe('file src/db.ts');
  });
});

describe('a package of the repository', () => {
  const shared = (manifest: object, root: Tree): Tree => ({
    ...root,
    'packages/shared/package.json': { name: '@org/shared', ...manifest },
    'packages/shared/src/index.ts': '',
    'packages/shared/src/db.ts': '',
    'packages/fn/package.json': { name: '@org/fn' },
  });
  const npm: Tree = { 'package.json': { workspaces: ['packages/*'] } };

  it.each<[string, Tree]>([
    ['npm', npm],
    ['yarn', { 'package.json': { workspaces: { packages: ['packages/**'] } } }],
    ['braces', { 'package.json': { workspaces: ['{packages,apps}/*'] } }],
    ['pnpm', { 'pnpm-workspace.yaml': "packages:\n  - 'packages/*'\n  - '!packages/old'\n" }],
    ['lerna', { 'lerna.json': { packages: ['packages/sh*'] } }],
    ['a link', { 'package.json': { dependencies: { '@org/shared': 'file:./packages/shared' } } }],
  ])('is found through %s', (_, root) => {
    expect(lead(shared({ main: 'dist/index.js' }, root), '@org/shared', 'packages/fn/app.ts')).toBe('file packages/shared/src/index.ts');
  });

  it.each<[string, object, string, string]>([
    ['main', { main: './dist/index.js' }, '@org/shared', 'index'],
    ['types', { types: './dist/db.d.ts' }, '@org/shared', 'db'],
    [
      'exports',
      { exports: { '.': './dist/index.js', './db': { types: './dist/db.d.ts', import: './dist/esm/db.js' } } },
      '@org/shared/db',
      'db',
    ],
    ['a condition of its own', { exports: { '.': { '@org/source': './src/db.ts', default: './gone/db.js' } } }, '@org/shared', 'db'],
    ['a pattern', { exports: { './*': './build/*.js' } }, '@org/shared/db', 'db'],
    ['nothing', {}, '@org/shared', 'index'],
    ['nothing, by subpath', {}, '@org/shared/src/db', 'db'],
    ['a built subpath', {}, '@org/shared/dist/db', 'db'],
  ])('is read from its sources by %s', (_, manifest, specifier, file) => {
    expect(lead(shared(manifest, npm), specifier, 'packages/fn/app.ts')).toBe(`file packages/shared/src/${file}.ts`);
  });

  it('is the built file where that is there', () => {
    expect(
      lead({ ...shared({ main: 'dist/index.js' }, npm), 'packages/shared/dist/index.js': '' }, '@org/shared', 'packages/fn/app.ts'),
    ).toBe('file packages/shared/dist/index.js');
  });

  it('is found through the link that the package manager made', () => {
    const files = { ...shared({ main: 'dist/index.js' }, {}), 'node_modules/@org/shared': { link: '../../packages/shared' } };
    expect(lead(files, '@org/shared', 'packages/fn/app.ts')).toBe('file packages/shared/src/index.ts');
  });

  it('is found once through patterns that overlap', () => {
    const folders = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`packages/${'x/'.repeat(i % 20)}d${i}/f.txt`, '']));
    const root = { 'package.json': { workspaces: ['**/**/**', '**/*/**/*/**', '!**/old'] }, ...folders };
    expect(lead(shared({}, root), '@org/shared', 'packages/fn/app.ts')).toBe('file packages/shared/src/index.ts');
  });

  it('is missing when it offers no such file', () => {
    expect(lead({ ...npm, 'packages/shared/package.json': { name: '@org/shared' } }, '@org/shared')).toMatch(
      /^missing .* of this repository/,
    );
  });
});

describe('what the library knows', () => {
  it.each([
    ['aws-sdk', 'library aws-sdk'],
    ['aws-sdk/clients/s3', 'library aws-sdk clients/s3'],
    ['@aws-sdk/client-s3', 'library @aws-sdk/client-s3'],
    ['@smithy/signature-v4', 'library @smithy/signature-v4'],
    ['@aws-lambda-powertools/parameters/ssm', 'library @aws-lambda-powertools/parameters ssm'],
    ['@middy/core', 'library @middy/core'],
    ['fs', 'library node:fs'],
    ['node:fs/promises', 'library node:fs promises'],
    ['stream/web', 'library node:stream web'],
    ['aws-lambda', 'inert aws-lambda'],
    ['@types/aws-lambda', 'inert @types/aws-lambda'],
  ])('%s is %s, installed or not', (specifier, expected) => {
    const [scope = '', name = ''] = specifier.split('/');
    const folder = `node_modules/${specifier.startsWith('@') ? `${scope}/${name}` : scope}`;
    expect(lead({}, specifier)).toBe(expected);
    expect(lead({ [`${folder}/package.json`]: {}, [`${folder}/index.js`]: '' }, specifier)).toBe(expected);
  });

  it('goes by the real name of an alias', () => {
    expect(lead({ 'package.json': { dependencies: { s3: 'npm:@aws-sdk/client-s3@^3' } } }, 's3')).toBe('library @aws-sdk/client-s3');
  });
});

describe('layers', () => {
  it('hold absolute imports in both layouts', () => {
    expect(lead({ 'layers/common/nodejs/db.js': '' }, '/opt/nodejs/db', 'src/app.js', { layers: ['layers/common'] })).toBe(
      'file layers/common/nodejs/db.js',
    );
    expect(lead({ 'layers/common/db.ts': '' }, '/opt/nodejs/db', 'src/app.js', { layers: [['layers/common', 'nodejs20.x']] })).toBe(
      'file layers/common/db.ts',
    );
    expect(lead({ 'layers/common/src/lib/db.ts': '' }, '/opt/nodejs/lib/db', 'src/app.js', { layers: ['layers/common'] })).toBe(
      'file layers/common/src/lib/db.ts',
    );
  });

  it('let the last one win', () => {
    const files = { 'one/nodejs/db.js': '', 'two/nodejs/db.js': '' };
    expect(lead(files, '/opt/nodejs/db', 'src/app.js', { layers: ['one', 'two'] })).toBe('file two/nodejs/db.js');
  });

  it('hold packages', () => {
    const files = (modules: string) => ({ [`l/${modules}/pg/package.json`]: { name: 'pg' }, [`l/${modules}/pg/index.js`]: '' });
    for (const modules of ['nodejs/node_modules', 'nodejs/node20/node_modules', 'node_modules']) {
      expect(lead(files(modules), 'pg', 'src/app.js', { layers: ['l'] })).toBe(`inert pg at l/${modules}/pg/index.js`);
    }
  });

  it('say where was looked', () => {
    expect(lead({ 'l/nodejs/x.js': '' }, '/opt/nodejs/db', 'src/app.js', { layers: ['l'] })).toMatch(/^missing .*looked in Layer1 \(l\)/);
    expect(lead({}, '/opt/nodejs/db')).toMatch(/the function has none/);
    expect(lead({}, '/etc/passwd')).toMatch(/^missing .*path of the machine/);
  });
});

describe('plain names that are files', () => {
  it('are found in the code folder, which Lambda puts on NODE_PATH', () => {
    expect(lead({ 'src/lib/db.js': '' }, 'lib/db', 'src/a/app.js', { codeUri: 'src' })).toBe('file src/lib/db.js');
    expect(lead({ 'src/lib/db.js': '' }, '/var/task/lib/db', 'src/a/app.js', { codeUri: 'src' })).toBe('file src/lib/db.js');
  });
});
