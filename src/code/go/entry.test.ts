import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lambda } from '../../../test/lambda.ts';
import { tree } from '../../../test/tree.ts';
import type { CodeLocation, LambdaFunction } from '../../model/app.ts';
import { Files } from '../files.ts';
import { goEntry, runsGo } from './entry.ts';

const MAIN = 'package main\nfunc main() {}\n';
const PROGRAMS = { 'go.mod': 'module x\n', 'cmd/orders/main.go': MAIN, 'cmd/seed/main.go': MAIN };

/** Where the program of an archive is found: its file, with the codes of what is said about it, or the message that says why not. */
function entry(files: Readonly<Record<string, string>>, archive: string, more: Partial<LambdaFunction> = {}, elsewhere = false): string {
  const root = tree(files);
  const code: CodeLocation = { kind: 'absent', why: 'it is built before', path: join(root, archive), ...(elsewhere ? { elsewhere } : {}) };
  const fn: LambdaFunction = { ...lambda(root, { runtime: 'provided.al2023', handler: 'bootstrap', ...more }), code };
  const found = goEntry(fn, new Files(root));
  expect(runsGo(fn, new Files(root))).toBe(found.kind === 'entry');
  if (found.kind !== 'entry') return found.finding.message;
  return [relative(root, found.path), ...(found.findings ?? []).map((finding) => finding.code)].join(' ');
}

describe('an archive that is built before', () => {
  it('is of the program that is named like it, like its folder, the handler or the function', () => {
    expect(entry(PROGRAMS, 'dist/orders.zip')).toBe('cmd/orders/main.go');
    expect(entry(PROGRAMS, 'dist/orders/bootstrap.zip')).toBe('cmd/orders/main.go');
    expect(entry(PROGRAMS, 'dist/handler.zip', { handler: 'orders' })).toBe('cmd/orders/main.go');
    expect(entry(PROGRAMS, 'dist/handler.zip', { id: 'Orders' })).toBe('cmd/orders/main.go');
  });

  it('is of the only program', () => {
    expect(entry({ 'go.mod': 'module x\n', 'main.go': MAIN }, 'handler.zip')).toBe('main.go');
  });

  it('is of the only program that takes invocations', () => {
    const started = 'package main\nimport "github.com/aws/aws-lambda-go/lambda"\nfunc main() { lambda.Start(nil) }\n';
    const files = { ...PROGRAMS, 'lambda/main.go': started };
    expect(entry(files, 'handler.zip')).toBe('lambda/main.go');
    expect(entry({ ...files, 'other/main.go': started }, 'handler.zip')).toBe('its code is not here: it is built before');
    const root = tree(files);
    const found = goEntry({ ...lambda(root, { runtime: 'provided.al2023' }), code: { kind: 'folder', path: root } }, new Files(root));
    expect(found.kind === 'entry' && relative(root, found.path)).toBe('lambda/main.go');
  });

  it('is not guessed', () => {
    expect(entry(PROGRAMS, 'dist/handler.zip')).toBe('its code is not here: it is built before');
    expect(entry({ 'a.txt': '' }, 'dist/handler.zip')).toBe('its code is not here: it is built before');
  });

  it('that was uploaded is taken to be built from these sources, and that is said', () => {
    expect(entry(PROGRAMS, 'orders.zip', {}, true)).toBe('cmd/orders/main.go code-assumed');
  });
});

describe('a Makefile', () => {
  const built = (rule: string, files: Readonly<Record<string, string>> = PROGRAMS): string => {
    const root = tree({ ...files, Makefile: rule });
    const code: CodeLocation = { kind: 'folder', path: root, build: 'makefile' };
    const found = goEntry({ ...lambda(root, { runtime: 'provided.al2023', handler: 'bootstrap', id: 'Api' }), code }, new Files(root));
    return found.kind === 'entry' ? relative(root, found.path) : found.finding.message;
  };
  const NOT_CLEAR = /^which package main is this function is not clear/;

  it.each([
    ['a package', 'build-Api:\n\tGOOS=linux go build -tags lambda.norpc -o $(ARTIFACTS_DIR)/bootstrap ./cmd/orders\n'],
    ['a file', 'build-Api:\n\tgo build -o "$(ARTIFACTS_DIR)/bootstrap" cmd/orders/main.go\n'],
    ['the folder that it changes to', 'build-Seed:\n\tcd cmd/seed && go build\nbuild-Api: test\n\tcd cmd/orders && go build -o x .\n'],
    ['what its variables say', 'DIR = cmd\nBUILD := go build -ldflags "-s -w"\nbuild-Api:\n\t@$(BUILD) -o x ./${DIR}/orders\n'],
    ['the folder of an option', 'build-Api:\n\tgo build -C cmd/orders -o x\n'],
  ])('says which program is built: %s', (_, rule) => expect(built(rule)).toBe('cmd/orders/main.go'));

  it('does not, where it has no rule for the function, names all packages or leaves the app', () => {
    expect(built('build-Other:\n\tgo build ./cmd/orders\n')).toMatch(NOT_CLEAR);
    expect(built('build-Api:\n\tgo build ./...\n')).toMatch(NOT_CLEAR);
    expect(built('build-Api:\n\tgo build ../../etc\n')).toMatch(NOT_CLEAR);
    expect(built('build-Api:\n\tgo build ./$(DIR)\n')).toMatch(NOT_CLEAR);
  });
});

it('a folder is Go by its build method, its runtime, or a package main in it', () => {
  const runs = (files: Readonly<Record<string, string>>, runtime: string, build?: string): boolean => {
    const root = tree(files);
    const code: CodeLocation = { kind: 'folder', path: root, ...(build === undefined ? {} : { build }) };
    return runsGo({ ...lambda(root, { runtime, handler: 'bootstrap' }), code }, new Files(root));
  };
  expect(runs({ 'a.txt': '' }, 'provided.al2023', 'go1.x')).toBe(true);
  expect(runs({ 'a.txt': '' }, 'go1.x')).toBe(true);
  expect(runs({ 'cmd/main.go': MAIN }, 'provided.al2')).toBe(true);
  expect(runs({ 'lib.go': 'package lib\n' }, 'provided.al2')).toBe(false);
});
