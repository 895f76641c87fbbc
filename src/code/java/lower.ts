/** One Java file, from its text to a module whose top-level names are the classes that it declares. Imports load when they are first used, as classes do. */

import type { Finding } from '../../model/finding.ts';
import { declare, literal, namePattern } from '../construct.ts';
import type { Files, SourceFile } from '../files.ts';
import { positionsOf } from '../positions.ts';
import type { ImportStatement, Module, Statement } from '../program.ts';
import type { Grammar, SyntaxNode } from '../tree-sitter.ts';
import { modifiersOf } from './annotations.ts';
import { classIn } from './class-name.ts';
import { inOrderOfParents, isTypeDeclaration, lowerClass, membersOf, nameIn } from './classes.ts';
import { subtypesOf } from './project.ts';
import { identifier, Source, TooDeep } from './source.ts';

/** Subtrees whose text says all: literals are decoded here. */
export const JAVA_LEAVES = ['string_literal', 'character_literal'];

/** The variable that holds the file's package. */
export const PACKAGE = '%package';

export interface Lowered {
  readonly module: Module | undefined;
  readonly findings: readonly Finding[];
}

export function lowerJava(file: SourceFile, files: Files, grammar: Grammar): Lowered {
  const position = positionsOf(file.text);
  const findings: Finding[] = [];
  const report = (code: string, at: number, message: string): void => {
    findings.push({ code, severity: 'error', message, span: { file: file.file, ...position(at) } });
  };
  const parsed = grammar.parse(file.text);
  if (parsed === undefined) {
    report('code-too-complex', 0, 'this file takes too long to parse, so what it calls is not known');
    return { module: undefined, findings };
  }
  const [error] = parsed.errors;
  if (error !== undefined) report('code-syntax', error, 'this is not valid Java, so calls near it may be missed: correct the syntax');
  const source = new Source(file);
  try {
    const body = lowerFile(source, files, declarationsIn(parsed.root));
    return { module: { file: file.file, language: 'java', body, exports: 'all', position }, findings };
  } catch (thrown) {
    // a chain that is read in a recursion of its own may be longer than the stack
    if (!(thrown instanceof TooDeep) && !(thrown instanceof RangeError)) throw thrown;
    report(
      'code-too-complex',
      thrown instanceof TooDeep ? thrown.at : 0,
      'this code is nested too deep to be read, so what it calls is not known',
    );
    return { module: undefined, findings };
  }
}

function declarationsIn(root: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const todo = [...root.children].reverse();
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.type === 'ERROR') todo.push(...[...node.children].reverse());
    else found.push(node);
  }
  return found;
}

function lowerFile(source: Source, files: Files, nodes: readonly SyntaxNode[]): Statement[] {
  const clause = nodes.find((node) => node.type === 'package_declaration')?.children.at(-1);
  const name = clause ? source.textOf(clause).replaceAll(/\s/g, '') : '';
  const imports = nodes.filter((node) => node.type === 'import_declaration').flatMap((node) => lowerImport(source, node));
  const types = inOrderOfParents(source, nodes.filter(isTypeDeclaration));
  const classes = types.map((node) =>
    declare(namePattern(identifier(nameIn(source, node)), node.start), lowerClass(source, node, 'top'), node.start),
  );
  // Whoever is handed an interface by its type alone needs to know what implements it.
  const open = types.flatMap((node) => openTypes(source, node)).filter((each) => each !== '');
  const subtypes = subtypesOf(source.file, open, files).map(
    (specifier): ImportStatement => ({ kind: 'import', specifier, bindings: [], at: 0 }),
  );
  return [declare(namePattern(PACKAGE, 0), literal(name, 0), 0), ...imports, ...classes, ...subtypes];
}

/** Interfaces and abstract classes. */
function openTypes(source: Source, node: SyntaxNode): readonly string[] {
  const body = node.children.find((part) => part.field === 'body');
  const inner = membersOf(body)
    .filter(isTypeDeclaration)
    .flatMap((part) => openTypes(source, part));
  const open = node.type === 'interface_declaration' || (node.type === 'class_declaration' && modifiersOf(source, node).has('abstract'));
  return open ? [nameIn(source, node), ...inner] : inner;
}

function lowerImport(source: Source, node: SyntaxNode): ImportStatement[] {
  const at = node.start;
  const text = source.textOf(node);
  const isStatic = /^import\s+static\b/.test(text);
  const path = node.children[0];
  if (path === undefined) return [];
  const names = source.textOf(path).replaceAll(/\s/g, '').split('.');
  const star = node.children.some((part) => part.type === 'asterisk');
  const statement = (specifier: string, imported: string, local: string): ImportStatement => ({
    kind: 'import',
    specifier,
    bindings: [{ imported, local }],
    typeOnly: true,
    at,
  });
  if (star) {
    if (isStatic) source.hasStaticStars = true;
    return [statement(`${isStatic ? 'static ' : ''}${names.join('.')}${isStatic ? '' : '.*'}`, '*', '*')];
  }
  if (isStatic) {
    const member = names.at(-1) ?? '';
    const { specifier, name, inner } = classIn(names.slice(0, -1));
    const local = `%import ${specifier}`;
    source.staticImports.set(member, { local, members: inner });
    return [statement(specifier, name, local)];
  }
  const { specifier, name, inner } = classIn(names);
  const local = inner.length === 0 ? identifier(name) : `%import ${specifier}`;
  source.imports.set(names.at(-1) ?? '', { local, members: inner });
  return [statement(specifier, name, local)];
}
