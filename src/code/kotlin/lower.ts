/** One Kotlin file, from its text to a module whose top-level names are the classes, functions and properties that it declares. */
import type { Finding } from '../../model/finding.ts';
import { arrow, call, declare, literal, namePattern, operation } from '../construct.ts';
import type { Files, SourceFile } from '../files.ts';
import { PACKAGE } from '../java/lower.ts';
import { subtypesOf } from '../java/project.ts';
import { identifier, TooDeep } from '../java/source.ts';
import { positionsOf } from '../positions.ts';
import type { Block, Expression, ImportStatement, Module, Statement } from '../program.ts';
import { childOfType, type Grammar, type Parsed, type SyntaxNode } from '../tree-sitter.ts';
import { declaredName, isAbstract, isClass, lowerDeclaration, membersOf } from './classes.ts';
import { extendedType, lowerFunction, resultOf } from './functions.ts';
import { extensionsAround } from './packages.ts';
import { Source } from './source.ts';
import { initialOf, lowerStatement } from './statements.ts';
import { lowerType, simpleTypeName, typeIn } from './types.ts';

/** Subtrees whose text says all. */
export const KOTLIN_LEAVES = ['character_literal'];

export interface Lowered {
  readonly module: Module | undefined;
  readonly findings: readonly Finding[];
}

export function lowerKotlin(file: SourceFile, files: Files, grammar: Grammar): Lowered {
  const position = positionsOf(file.text);
  const findings: Finding[] = [];
  const report = (code: string, at: number, message: string): void => {
    findings.push({ code, severity: 'error', message, span: { file: file.file, ...position(at) } });
  };
  const parsed = parse(file.text, grammar);
  if (parsed === undefined) {
    report('code-too-complex', 0, 'this file takes too long to parse, so what it calls is not known');
    return { module: undefined, findings };
  }
  const [error] = parsed.errors;
  if (error !== undefined)
    report('code-syntax', error, 'this cannot be read as Kotlin, so calls near it may be missed: correct the syntax');
  try {
    const source = new Source(file, extensionsAround(file.path, files));
    const body = lowerFile(source, files, declarationsIn(parsed.root));
    return { module: { file: file.file, language: 'java', body, exports: 'all', position }, findings };
  } catch (thrown) {
    if (!(thrown instanceof TooDeep) && !(thrown instanceof RangeError)) throw thrown;
    report(
      'code-too-complex',
      thrown instanceof TooDeep ? thrown.at : 0,
      'this code is nested too deep to be read, so what it calls is not known',
    );
    return { module: undefined, findings };
  }
}

/**
 * The grammar wants a function to end its line, which `{ fun f() = 1 }` does not do: where it finds a fault, the blank before a closing
 * brace is read as the end of a line, which changes no place in the file.
 */
function parse(text: string, grammar: Grammar): Parsed | undefined {
  const parsed = grammar.parse(text);
  if (parsed === undefined || parsed.errors.length === 0) return parsed;
  const broken = grammar.parse(
    text.replaceAll(QUOTED_OR_BLANK, (found) => (found.endsWith('}') && /^[ \t]/.test(found) ? `\n${found.slice(1)}` : found)),
  );
  return broken !== undefined && broken.errors.length < parsed.errors.length ? broken : parsed;
}

/** Texts and comments stay as they are. */
const QUOTED_OR_BLANK = /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])+'|[ \t]+\}/g;

function declarationsIn(root: SyntaxNode): readonly SyntaxNode[] {
  return root.children.flatMap((node) => (node.type === 'ERROR' ? node.children : [node]));
}

function lowerFile(source: Source, files: Files, nodes: readonly SyntaxNode[]): Statement[] {
  const clause = childOfType(
    nodes.find((node) => node.type === 'package_header'),
    'qualified_identifier',
  );
  const name = clause ? namesIn(source, clause).join('.') : '';
  const imports = nodes.filter((node) => node.type === 'import').flatMap((node) => lowerImport(source, node));
  const types = inOrderOfParents(source, nodes.filter(isClass));
  const classes = types.map((node) =>
    declare(namePattern(identifier(declaredName(source, node)), node.start), lowerDeclaration(source, node), node.start),
  );
  // whoever is handed an interface by its type alone needs to know what implements it
  const open = types.flatMap((node) => openTypes(source, node));
  const subtypes = subtypesOf(source.file, open, files).map(
    (specifier): ImportStatement => ({ kind: 'import', specifier, bindings: [], at: 0 }),
  );
  const functions = lowerFunctions(
    source,
    nodes.filter((node) => node.type === 'function_declaration'),
  );
  const rest = nodes.filter(
    (node) => !/^(package_header|import|function_declaration|type_alias|shebang_line|file_annotation)$/.test(node.type) && !isClass(node),
  );
  const properties = rest.flatMap(
    (node): Block =>
      node.type === 'property_declaration' ? lowerProperty(source, node) : lowerStatement(source, node, { kind: 'nowhere' }),
  );
  return [declare(namePattern(PACKAGE, 0), literal(name, 0), 0), ...imports, ...functions, ...classes, ...properties, ...subtypes];
}

/** Interfaces and classes that others may extend. */
function openTypes(source: Source, node: SyntaxNode): readonly string[] {
  const inner = membersOf(node)
    .filter(isClass)
    .flatMap((part) => openTypes(source, part));
  return isAbstract(source, node) ? [declaredName(source, node), ...inner] : inner;
}

/** A class comes after those of its siblings that it extends. */
function inOrderOfParents(source: Source, nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const byName = new Map(nodes.map((node) => [declaredName(source, node), node]));
  const ordered = new Set<SyntaxNode>();
  const add = (node: SyntaxNode, depth: number): void => {
    if (ordered.has(node) || depth > 32) return;
    for (const specifier of childOfType(node, 'delegation_specifiers')?.children ?? []) {
      const made = specifier.children[0];
      const sibling = byName.get(simpleTypeName(source, made && (typeIn(made) ?? made)) ?? '');
      if (sibling && sibling !== node) add(sibling, depth + 1);
    }
    ordered.add(node);
  };
  for (const node of nodes) add(node, 0);
  return [...ordered];
}

/** Functions of one name are one value: which of them a call means is left open. */
function lowerFunctions(source: Source, nodes: readonly SyntaxNode[]): Statement[] {
  const groups = new Map<string, Expression[]>();
  for (const node of nodes) {
    const name = declaredName(source, node);
    const made = lowerFunction(source, {
      name,
      parameters: childOfType(node, 'function_value_parameters'),
      body: childOfType(node, 'function_body'),
      extension: extendedType(node) !== undefined,
      result: resultOf(node),
      lexicalThis: true,
      at: node.start,
    });
    groups.set(name, [...(groups.get(name) ?? []), { kind: 'function', function: made, at: node.start }]);
  }
  return [...groups].flatMap(([name, made]): Statement[] => {
    const [only] = made;
    const value = made.length === 1 ? only : operation('kotlin.either', made, only?.at ?? 0);
    return value ? [declare(namePattern(identifier(name), value.at), value, value.at)] : [];
  });
}

/** A property of the file; one that is computed is a function, which extension properties are called as. */
function lowerProperty(source: Source, node: SyntaxNode): Block {
  const at = node.start;
  const declaration = childOfType(node, 'variable_declaration');
  const nameNode = childOfType(declaration, 'identifier');
  if (declaration === undefined || nameNode === undefined) return lowerStatement(source, node, { kind: 'nowhere' });
  const name = source.nameIn(nameNode);
  const body = childOfType(childOfType(node, 'getter'), 'function_body');
  const type = lowerType(source, typeIn(declaration));
  const target = { kind: 'name' as const, name: identifier(name), ...(type ? { type } : {}), at: nameNode.start };
  if (body) {
    const extension = extendedType(node) !== undefined;
    const made: Expression = { kind: 'function', function: lowerFunction(source, { name, body, extension, lexicalThis: true, at }), at };
    return [declare(target, extension ? made : call(made, [], at), at)];
  }
  const { result, before } = source.within({ kind: 'function', names: new Set() }, () => source.apart(() => initialOf(source, node)));
  if (before.length === 0) return [declare(target, result, at)];
  return [declare(target, call(arrow([...before, { kind: 'return', value: result ?? literal(undefined, at), at }], at), [], at), at)];
}

const namesIn = (source: Source, node: SyntaxNode): readonly string[] =>
  node.children.filter((part) => part.type === 'identifier').map((part) => source.nameIn(part));

/** `import a.b.C`, `import a.b.C.D as E`, `import a.b.f`, `import a.b.*`. */
function lowerImport(source: Source, node: SyntaxNode): ImportStatement[] {
  const at = node.start;
  const path = childOfType(node, 'qualified_identifier') ?? node.children[0];
  if (path === undefined) return [];
  const names = path.type === 'identifier' ? [source.nameIn(path)] : namesIn(source, path);
  const alias = node.children.find((part) => part !== path && part.type === 'identifier');
  const statement = (specifier: string, imported: string, local: string): ImportStatement => ({
    kind: 'import',
    specifier,
    bindings: [{ imported, local }],
    typeOnly: true,
    at,
  });
  const start = names.findIndex((name) => /^\p{Lu}/u.test(name));
  const end = start < 0 ? names.length : start + 1;
  const specifier = names.slice(0, end).join('.');
  if (/\.\s*\*\s*;?\s*$/.test(source.textOf(node))) {
    // of a class, its companion's and nested names: they are looked up when they are used
    return [statement(start < 0 ? `${names.join('.')}.*` : `static ${names.join('.')}`, '*', '*')];
  }
  const imported = names[end - 1] ?? '';
  const members = names.slice(end);
  const known = alias ? source.nameIn(alias) : (names.at(-1) ?? '');
  const local = members.length === 0 ? identifier(known) : `%import ${specifier}`;
  source.imports.set(known, { local, members });
  return [statement(specifier, imported, local)];
}
