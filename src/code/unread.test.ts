import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lambda } from '../../test/lambda.ts';
import { tree } from '../../test/tree.ts';
import { Files } from './files.ts';
import { whyUnread } from './unread.ts';

const why = (runtime: string | undefined, files: Readonly<Record<string, string>>, build?: string): string => {
  const root = tree({ 'src/main.txt': '', ...files });
  const fn = lambda(root, { runtime, code: { kind: 'folder', path: join(root, 'src'), ...(build ? { build } : {}) } });
  return whyUnread(fn, new Files(root));
};
const DECLARE = 'state what it calls under operations in pinhole.yaml';

describe('code that is not read', () => {
  const CARGO = '[dependencies]\naws-config = "1"\naws-sdk-s3 = "1"\naws-sdk-dynamodb = { version = "1" }\n';
  const PROJECT = '<PackageReference Include="AWSSDK.S3" Version="3" />\n<PackageReference Include="Amazon.Lambda.Core" />';

  it.each([
    ['provided.al2023', { 'Cargo.toml': CARGO }, undefined, 'Rust, which is not read (Cargo.toml names aws-sdk-dynamodb, aws-sdk-s3)'],
    ['provided.al2023', {}, 'rust-cargolambda', 'Rust, which is not read'],
    ['provided.al2', { 'src/Package.swift': '' }, 'makefile', 'Swift, which is not read'],
    ['provided.al2023', { 'src/app.csproj': PROJECT }, undefined, '.NET, which is not read (src/app.csproj names AWSSDK.S3)'],
    ['dotnet8', { 'src/app.csproj': PROJECT }, undefined, '.NET, which is not read (src/app.csproj names AWSSDK.S3)'],
    ['dotnet8', { 'Cargo.toml': CARGO }, undefined, '.NET, which is not read'],
    [
      'provided.al2023',
      { 'src/composer.json': '{"require": {"aws/aws-sdk-php": "3", "bref/bref": "2"}}' },
      undefined,
      'PHP, which is not read (src/composer.json names aws/aws-sdk-php)',
    ],
    [
      'provided.al2023',
      { 'src/CMakeLists.txt': 'find_package(AWSSDK)\ntarget_link_libraries(app aws-cpp-sdk-s3)' },
      undefined,
      'C++, which is not read (src/CMakeLists.txt names aws-cpp-sdk-s3)',
    ],
    ['provided.al2023', { 'src/app.ps1': '' }, undefined, 'PowerShell, which is not read'],
    ['ruby3.3', { 'src/Gemfile': "gem 'aws-sdk-sqs'\ngem 'rake'\n" }, undefined, 'Ruby, which is not read (src/Gemfile names aws-sdk-sqs)'],
  ])('says in which language it is: %s %j %s', (runtime, files, build, expected) => {
    expect(why(runtime, files as Readonly<Record<string, string>>, build)).toBe(`it is written in ${expected}; ${DECLARE}`);
  });

  it('says why code is not there', () => {
    const root = tree({ 'src/main.txt': '' });
    const fn = lambda(root, {
      runtime: 'provided.al2023',
      code: { kind: 'absent', why: 'it is built elsewhere', path: join(root, 'x.zip') },
    });
    expect(whyUnread(fn, new Files(root))).toBe('its code is not here: it is built elsewhere');
  });

  it('names some of many packages', () => {
    const many = Array.from({ length: 10 }, (_, i) => `aws-sdk-s${i} = "1"`).join('\n');
    expect(why('provided.al2023', { 'Cargo.toml': many })).toContain('aws-sdk-s7, 2 more');
  });

  it('says that nothing tells the language', () => {
    expect(why('provided.al2023', {})).toBe(`nothing beside it tells what it is written in, for the runtime provided.al2023; ${DECLARE}`);
    expect(why('java99', {})).toBe('the runtime java99 is not read');
    expect(why(undefined, {})).toBe('its runtime is not known');
  });
});
