import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lambda } from '../../../test/lambda.ts';
import { tree } from '../../../test/tree.ts';
import type { CodeLocation } from '../../model/app.ts';
import { Files } from '../files.ts';
import { isNativeImage, javaEntry } from './entry.ts';

const CLASS = (name: string, inside = ''): string => `${inside === '' ? '' : `package ${inside};\n`}public class ${name} { }`;

/** Where the handler is found in the files: its file and the name in it, or the message that says why not. */
function entry(files: Readonly<Record<string, string>>, handler: string, code: (root: string) => CodeLocation): string {
  const root = tree(files);
  const found = javaEntry({ ...lambda(root, { runtime: 'java21', handler }), code: code(root) }, new Files(root));
  return found.kind === 'entry' ? `${relative(root, found.path)} ${found.name}` : found.finding.message;
}

const folder =
  (path: string) =>
  (root: string): CodeLocation => ({ kind: 'folder', path: join(root, path) });

describe('the handler', () => {
  it('is a method of a class, handleRequest where none is named, also of a class in a class', () => {
    const files = { 'fn/pom.xml': '', 'fn/src/main/java/a/b/App.java': CLASS('App', 'a.b') };
    expect(entry(files, 'a.b.App::run', folder('fn'))).toBe('fn/src/main/java/a/b/App.java App.%entry:run');
    expect(entry(files, 'a.b.App', folder('fn'))).toBe('fn/src/main/java/a/b/App.java App.%entry:handleRequest');
    expect(entry(files, 'a.b.App$Inner', folder('fn'))).toBe('fn/src/main/java/a/b/App.java App.Inner.%entry:handleRequest');
  });

  it('is found behind what a build gives, and in another module of the project', () => {
    const files = { 'pom.xml': '', 'core/pom.xml': '', 'core/src/main/java/a/App.java': CLASS('App', 'a'), 'fn/pom.xml': '' };
    const absent = (root: string): CodeLocation => ({ kind: 'absent', why: 'it is built before', path: join(root, 'fn/target/app.jar') });
    expect(entry(files, 'a.App', absent)).toBe('core/src/main/java/a/App.java App.%entry:handleRequest');
    expect(entry(files, 'a.App', folder('fn'))).toBe('core/src/main/java/a/App.java App.%entry:handleRequest');
  });

  it.each([
    ['settings.gradle', "include 'core'\ninclude 'services:orders'"],
    ['settings.gradle.kts', 'include("core", ":services:orders")'],
    ['settings.gradle', "include 'orders'\nproject(':orders').projectDir = file('services/orders')"],
    ['pom.xml', '<modules><module>core</module><module> services/orders </module></modules>'],
  ])('is found in another module where no build file stands between the module and the project: %s %s', (name, settings) => {
    const files = { [name]: settings, 'core/src/main/java/a/App.java': CLASS('App', 'a'), 'services/orders/build.gradle': '' };
    expect(entry(files, 'a.App', folder('services/orders'))).toBe('core/src/main/java/a/App.java App.%entry:handleRequest');
    expect(entry({ ...files, [name]: 'services/other' }, 'a.App', folder('services/orders'))).toContain('there are no Java sources');
  });

  it('is that of the module which the archive is named after', () => {
    const modules = ['orders', 'orders-plain', 'users'];
    const files = Object.fromEntries(
      modules.flatMap((name) => [
        [`${name}/pom.xml`, ''],
        [`${name}/src/main/java/a/App.java`, CLASS('App', 'a')],
      ]),
    );
    const built =
      (path: string) =>
      (root: string): CodeLocation => ({ kind: 'absent', why: 'it is built before', path: join(root, path) });
    expect(entry({ 'pom.xml': '', ...files }, 'a.App', built('built/orders-plain-1.0-aws.jar'))).toContain('orders-plain/src');
    expect(entry({ 'pom.xml': '', ...files }, 'a.App', built('built/users.zip'))).toContain('users/src');
    expect(entry({ 'pom.xml': '', ...files }, 'a.App', built('built/orders-1.0.jar'))).toContain('orders/src');
  });

  it('is found for an archive that was uploaded, and that is said', () => {
    const root = tree({ 'a/pom.xml': '', 'a/src/main/java/x/App.java': CLASS('App', 'x'), 'b/pom.xml': '' });
    const code: CodeLocation = { kind: 'absent', why: 'it is an object in S3', path: join(root, 'k.zip'), elsewhere: true };
    const found = javaEntry({ ...lambda(root, { runtime: 'java21', handler: 'x.App' }), code }, new Files(root));
    expect(found).toMatchObject({ kind: 'entry', findings: [{ code: 'code-assumed', severity: 'warning' }] });
    const none = javaEntry({ ...lambda(root, { runtime: 'java21', handler: 'x.Other' }), code }, new Files(root));
    expect(none).toMatchObject({ finding: { message: 'its code is not here: it is an object in S3' } });
  });

  it('of a native image is the class that it names, or the application of a framework', () => {
    const files = new Files(tree({ 'pom.xml': '', 'src/main/java/x/App.java': CLASS('App', 'x') }));
    const native = (handler: string): boolean => isNativeImage(lambda(files.root, { runtime: 'provided.al2023', handler }), files);
    expect(native('x.App::handleRequest')).toBe(true);
    expect(native('x.Other::handleRequest')).toBe(false);
    expect(native('bootstrap')).toBe(false);
    const quarkus = new Files(tree({ 'pom.xml': '', 'src/main/java/x/Main.java': 'package x;\n@QuarkusMain public class Main { }' }));
    expect(isNativeImage(lambda(quarkus.root, { runtime: 'provided', handler: 'not.used.in.provided.runtime' }), quarkus)).toBe(true);
  });

  it('is found where no source root is named so, and where its file does not stand as its package says', () => {
    expect(entry({ 'App.java': CLASS('App') }, 'App', folder('.'))).toBe('App.java App.%entry:handleRequest');
    expect(entry({ 'fn/java/x/App.java': CLASS('App', 'x') }, 'x.App', folder('fn'))).toBe('fn/java/x/App.java App.%entry:handleRequest');
    expect(entry({ 'fn/src/main/java/y/App.java': CLASS('App', 'x') }, 'x.App', folder('fn'))).toBe(
      'fn/src/main/java/y/App.java App.%entry:handleRequest',
    );
  });

  it('is not found with a reason', () => {
    expect(entry({ 'a.txt': '' }, 'a.App', folder('.'))).toBe('there are no Java sources in . or the project around it');
    expect(entry({ 'App.java': CLASS('App') }, 'a.App', folder('.'))).toBe(
      'there is no class a.App in the Java sources of . for the handler "a.App"',
    );
    expect(entry({ 'a.txt': '' }, 'a.App', () => ({ kind: 'absent', why: 'it is an object in S3' }))).toBe(
      'its code is not here: it is an object in S3',
    );
  });
});
