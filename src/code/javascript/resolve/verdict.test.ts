import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Given, lambda } from '../../../../test/lambda.ts';
import { tree } from '../../../../test/tree.ts';
import { Files } from '../../files.ts';
import { resolveModule } from './module.ts';
import { isReviewed, REVIEWED } from './reviewed.ts';

type Tree = Readonly<Record<string, unknown>>;

function resolution(files: Tree, specifier: string, from = 'src/app.js', given: Given = {}) {
  const root = tree(files);
  const access = new Files(root);
  const to = resolveModule(specifier, join(root, from), lambda(root, given), access);
  return 'path' in to && to.path !== undefined ? { ...to, path: access.display(to.path) } : to;
}

const installed = (packages: Readonly<Record<string, object>>): Tree =>
  Object.fromEntries(
    Object.entries(packages).flatMap(([name, manifest]) => [
      [`node_modules/${name}/package.json`, { name: name.split('/node_modules/').at(-1), ...manifest }],
      [`node_modules/${name}/index.js`, ''],
    ]),
  );

describe('an installed package', () => {
  it('is inert, with its file, when nothing that it depends on is an SDK', () => {
    expect(resolution(installed({ a: { dependencies: { b: '^1' } }, b: { dependencies: { a: '^1' } } }), 'a')).toEqual({
      kind: 'inert',
      package: 'a',
      path: 'node_modules/a/index.js',
      why: 'none of the packages that a depends on is an AWS SDK',
    });
  });

  it.each([
    ['aws-sdk', 'dependencies'],
    ['@aws-sdk/client-s3', 'peerDependencies'],
    ['@smithy/signature-v4', 'dependencies'],
    ['aws4', 'dependencies'],
    ['amazon-cognito-identity-js', 'dependencies'],
    ['dynamoose', 'dependencies'],
  ])('is read when it reaches %s, also when that itself is not installed', (sdk, kind) => {
    expect(resolution(installed({ a: { dependencies: { b: '^1' } }, b: { [kind]: { [sdk]: '*' } } }), 'a')).toEqual({
      kind: 'file',
      path: 'node_modules/a/index.js',
    });
  });

  it('is read when a version of a dependency below it reaches an SDK', () => {
    const packages = installed({ a: { dependencies: { b: '^1' } }, 'a/node_modules/b': { dependencies: { 'aws-sdk': '^2' } }, b: {} });
    expect(resolution(packages, 'a')).toMatchObject({ kind: 'file' });
    expect(resolution(packages, 'b')).toMatchObject({ kind: 'inert' });
  });

  it('counts an optional SDK only where that is installed', () => {
    const optional = {
      peerDependencies: { '@aws-sdk/client-s3': '*' },
      peerDependenciesMeta: { '@aws-sdk/client-s3': { optional: true } },
    };
    expect(resolution(installed({ a: optional }), 'a')).toMatchObject({ kind: 'inert' });
    expect(resolution(installed({ a: optional, '@aws-sdk/client-s3': {} }), 'a')).toMatchObject({ kind: 'file' });
  });

  it('is read when a dependency is neither installed nor known', () => {
    expect(resolution(installed({ a: { dependencies: { 'never-heard-of': '^1' } } }), 'a')).toMatchObject({ kind: 'file' });
    expect(resolution(installed({ a: { dependencies: { uuid: '^1' } } }), 'a')).toMatchObject({ kind: 'inert' });
  });

  it('is read when its package.json cannot be', () => {
    expect(resolution({ 'node_modules/a/package.json': '{', 'node_modules/a/index.js': '' }, 'a')).toMatchObject({ kind: 'file' });
  });

  it('is not read for parts of the SDK that send nothing', () => {
    expect(resolution(installed({ a: { dependencies: { '@smithy/types': '*', '@aws-sdk/util-dynamodb': '*' } } }), 'a')).toMatchObject({
      kind: 'inert',
    });
  });

  it('is followed through exports', () => {
    const files = {
      ...installed({ a: { dependencies: { 'aws-sdk': '^2' }, exports: { './sub': { types: './t.d.ts', require: './lib/sub.cjs' } } } }),
      'node_modules/a/lib/sub.cjs': '',
    };
    expect(resolution(files, 'a/sub')).toEqual({ kind: 'file', path: 'node_modules/a/lib/sub.cjs' });
    expect(resolution(files, 'a')).toMatchObject({ kind: 'missing' });
  });

  it('is types only when it holds nothing else', () => {
    const files = { 'node_modules/a/package.json': { name: 'a', types: 'index.d.ts' }, 'node_modules/a/index.d.ts': '' };
    expect(resolution(files, 'a')).toMatchObject({ kind: 'inert', why: 'a holds only types' });
  });

  it('is the one nearest to the importing file', () => {
    const files = { ...installed({ a: {} }), 'src/node_modules/a/package.json': { main: 'near.js' }, 'src/node_modules/a/near.js': '' };
    expect(resolution(files, 'a')).toMatchObject({ path: 'src/node_modules/a/near.js' });
  });
});

describe('a package that is not installed', () => {
  const lock = (packages: Readonly<Record<string, object>>): string =>
    JSON.stringify({ packages: Object.fromEntries(Object.entries(packages).map(([name, value]) => [`node_modules/${name}`, value])) });

  it('is inert when the lock file shows that it does not reach AWS', () => {
    const files = { 'package-lock.json': lock({ 'some-orm': { dependencies: { b: '1' } }, b: {} }) };
    expect(resolution(files, 'some-orm')).toEqual({
      kind: 'inert',
      package: 'some-orm',
      why: 'package-lock.json shows that some-orm depends on no AWS SDK',
    });
  });

  it('is missing when the lock file shows that it does, and says by what', () => {
    const files = { 'package-lock.json': lock({ 'some-orm': { dependencies: { b: '1' } }, b: { dependencies: { 'aws-sdk': '2' } } }) };
    expect(resolution(files, 'some-orm')).toMatchObject({
      kind: 'missing',
      why: expect.stringContaining('some-orm → b → aws-sdk, by package-lock.json'),
    });
  });

  it('is looked up in the lock files above, and in those of layers', () => {
    const clean = lock({ 'some-orm': {} });
    expect(resolution({ 'package-lock.json': clean, 'src/package-lock.json': lock({}) }, 'some-orm')).toMatchObject({ kind: 'inert' });
    expect(resolution({ 'l/nodejs/package-lock.json': clean }, 'some-orm', 'src/app.js', { layers: ['l'] })).toMatchObject({
      kind: 'inert',
    });
    expect(resolution({ 'other/package-lock.json': clean }, 'some-orm')).toMatchObject({ kind: 'missing' });
  });

  it('is missing when nothing shows what it depends on', () => {
    expect(resolution({}, 'never-heard-of')).toEqual({
      kind: 'missing',
      why: 'package never-heard-of is not installed and no lock file shows what it depends on',
    });
    expect(resolution({ 'package-lock.json': lock({}) }, 'never-heard-of')).toMatchObject({
      why: 'package never-heard-of is not installed and package-lock.json does not list it',
    });
    expect(resolution({ 'package-lock.json': '{ damaged' }, 'never-heard-of')).toMatchObject({ kind: 'missing' });
  });

  it('is inert when it was reviewed, unless it is not the registry’s', () => {
    expect(resolution({}, 'uuid/v4')).toMatchObject({ kind: 'inert', package: 'uuid' });
    expect(resolution({ 'package.json': { dependencies: { uuid: 'npm:uuid@^9' } } }, 'uuid')).toMatchObject({ kind: 'inert' });
    expect(resolution({ 'package.json': { dependencies: { uuid: 'someone/uuid' } } }, 'uuid')).toMatchObject({ kind: 'missing' });
    expect(resolution({ 'package.json': { dependencies: { uuid: 'file:../uuid' } } }, 'uuid')).toMatchObject({ kind: 'missing' });
  });

  it('is missing when a lock file contradicts the review', () => {
    expect(resolution({ 'package-lock.json': lock({ uuid: { dependencies: { aws4: '1' } } }) }, 'uuid')).toMatchObject({ kind: 'missing' });
  });

  it('lets request pass, whose model sees when it signs', () => {
    const files = {
      'package-lock.json': lock({ client: { dependencies: { request: '1' } }, request: { dependencies: { aws4: '1' } }, aws4: {} }),
    };
    expect(resolution(files, 'client')).toMatchObject({ kind: 'inert' });
    expect(resolution(files, 'request')).toMatchObject({ kind: 'inert' });
  });
});

describe('the reviewed list', () => {
  it('is sorted, without duplicates, and answers for its names only', () => {
    expect(REVIEWED).toEqual([...new Set(REVIEWED)].sort());
    expect(REVIEWED.length).toBeGreaterThan(500);
    for (const name of ['uuid', 'axios', 'lodash', 'jsonwebtoken', 'cfn-response']) expect(isReviewed(name)).toBe(true);
    for (const name of ['aws-sdk', 'constructor', '', 'uid']) expect(isReviewed(name)).toBe(false);
  });
});
