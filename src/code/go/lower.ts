/**
 * One Go package, from the files of its folder to one module: what the package's files declare is one namespace, and its
 * variables are initialized in an order that spans the files. Offsets count through the files one after the other.
 */
import type { Finding } from '../../model/finding.ts';
import { declare, nameOf, namePattern, run } from '../construct.ts';
import type { Files, SourceFile } from '../files.ts';
import { positionsOf } from '../positions.ts';
import type { ImportStatement, Module, Statement } from '../program.ts';
import { child, type Grammar, type SyntaxNode } from '../tree-sitter.ts';
import { lowerConstants, lowerTypeDeclaration, typeDeclaration } from './declarations.ts';
import { lowerFunction } from './functions.ts';
import { interpreted, raw } from './literals.ts';
import { type Initializer, inInitializationOrder } from './order.ts';
import { packageFiles } from './package-files.ts';
import { lowerVariable } from './statements.ts';
import { declaredTypes } from './static-types.ts';
import { namesIn, resultTypes } from './types.ts';
import { baseTypeName, identifier, Package, TooDeep, Unit } from './unit.ts';
import { holdingOf, holdingOfValue } from './zero.ts';

/** `*p = x`, `*s.p += x`, `(*p)++` */
const WRITES_THROUGH = /^[ \t(]*\*[^\n]*([^:=!<>]=(?!=)|\+\+|--)/m;

/** Subtrees whose text says all: literals are decoded here. */
export const GO_LEAVES = ['interpreted_string_literal', 'raw_string_literal'];

export interface Lowered {
  readonly module: Module | undefined;
  readonly findings: readonly Finding[];
}

export function lowerGo(source: SourceFile, files: Files, grammar: Grammar): Lowered {
  const { sources, findings: skipped } = packageFiles(source, files);
  const findings = [...skipped];
  const shared = new Package();
  const units: Unit[] = [];
  let base = 0;
  const bases: number[] = [];
  for (const file of sources) {
    bases.push(base);
    const parsed = grammar.parse(file.text);
    const span = (at: number) => ({ file: file.file, ...positionsOf(file.text)(at) });
    if (parsed === undefined) {
      const message = 'this file takes too long to parse, so what it calls is not known';
      findings.push({ code: 'code-too-complex', severity: 'error', message, span: span(0) });
    } else {
      const [error] = parsed.errors;
      if (error !== undefined) {
        const message = 'this is not valid Go, so calls near it may be missed: correct the syntax';
        findings.push({ code: 'code-syntax', severity: 'error', message, span: span(error) });
      }
      units.push(new Unit(shared, file, parsed.root, base));
    }
    base += file.text.length + 1;
  }
  if (units.length === 0) return { module: undefined, findings };
  const position = positionsIn(sources, bases);
  try {
    const body = lowerPackage(shared, units);
    const file = sources[0]?.file ?? source.file;
    return { module: { file, files: sources.map((each) => each.file), language: 'go', body, exports: 'all', position }, findings };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    const { file = source.file, line, column } = position(error.at);
    const message = 'this code is nested too deep to be read, so what it calls is not known';
    findings.push({ code: 'code-too-complex', severity: 'error', message, span: { file, line, column } });
    return { module: undefined, findings };
  }
}

function positionsIn(sources: readonly SourceFile[], bases: readonly number[]): Module['position'] {
  const positions = sources.map((file) => positionsOf(file.text));
  return (at) => {
    let index = bases.length - 1;
    while (index > 0 && (bases[index] ?? 0) > at) index--;
    const inside = positions[index]?.(at - (bases[index] ?? 0)) ?? { line: 1, column: 1 };
    const file = sources[index]?.file;
    return { ...inside, ...(file === undefined ? {} : { file }) };
  };
}

function lowerPackage(shared: Package, units: readonly Unit[]): Statement[] {
  const imports = units.flatMap((unit) => lowerImports(shared, unit));
  for (const unit of units) collect(shared, unit);
  shared.writesThroughPointers = units.some(({ source }) => WRITES_THROUGH.test(source.text));
  const interfaces = [...shared.types.values()].filter(({ type }) => type.type === 'interface_type');
  const types = [...shared.types.values()].flatMap((declaration) => lowerTypeDeclaration(declaration, interfaces));
  const functions: Statement[] = [];
  const starts: Statement[] = [];
  const initializers: Initializer<readonly Statement[]>[] = [];
  for (const unit of units) {
    for (const node of unit.declarations) {
      const at = unit.at(node);
      if (node.type === 'function_declaration') {
        const nameNode = child(node, 'name');
        const name = nameNode ? unit.textOf(nameNode) : '';
        // A package may have any number of `init` functions, which nobody can name.
        const local = name === 'init' ? shared.temporary('init') : identifier(name);
        functions.push(declare(namePattern(local, at), { kind: 'function', function: lowerFunction(unit, node, name), at }, at));
        if (name === 'init') starts.push(run({ kind: 'call', callee: nameOf(local, at), arguments: [], at }));
      } else if (node.type === 'var_declaration') {
        const specs = node.children.flatMap((spec) => (spec.type === 'var_spec_list' ? spec.children : [spec]));
        for (const spec of specs) initializers.push(initializer(unit, spec, lowerVariable(unit, spec)));
      } else if (node.type === 'const_declaration') initializers.push(...constants(unit, node));
    }
  }
  return [...imports, ...types, ...functions, ...inInitializationOrder(initializers, units).flatMap(({ value }) => value), ...starts];
}

const initializer = (unit: Unit, spec: SyntaxNode, value: readonly Statement[]): Initializer<readonly Statement[]> => ({
  names: namesIn(spec).map((name) => unit.textOf(name)),
  node: spec,
  unit,
  value,
});

/** The constants of one declaration belong together, since a line may repeat the expression above it. */
const constants = (unit: Unit, node: SyntaxNode): Initializer<readonly Statement[]>[] => [
  {
    names: node.children.flatMap((spec) => namesIn(spec).map((name) => unit.textOf(name))),
    node,
    unit,
    value: lowerConstants(unit, node, false),
  },
];

/** What the file declares, before anything is lowered: any of it may be mentioned above its declaration, or in another file. */
function collect(shared: Package, unit: Unit): void {
  for (const node of unit.declarations) {
    const nameNode = child(node, 'name');
    const name = nameNode && unit.textOf(nameNode);
    if (node.type === 'function_declaration' && name !== undefined) {
      shared.functions.set(name, resultTypes(child(node, 'result')).length);
      shared.results.set(name, { node: child(node, 'result'), unit });
    }
    if (node.type === 'method_declaration') {
      const receiver = baseTypeName(unit, child(child(node, 'receiver')?.children[0], 'type'));
      if (receiver === undefined) continue;
      const methods = shared.methods.get(receiver);
      if (methods) methods.push({ node, unit });
      else shared.methods.set(receiver, [{ node, unit }]);
    } else if (node.type === 'type_declaration') {
      for (const spec of node.children) {
        const declaration = typeDeclaration(unit, spec);
        if (declaration) shared.types.set(declaration.name, declaration);
      }
    } else if (node.type === 'var_declaration') {
      const specs = node.children.flatMap((spec) => (spec.type === 'var_spec_list' ? spec.children : [spec]));
      for (const spec of specs) {
        const type = child(spec, 'type');
        const values = child(spec, 'value')?.children ?? [];
        namesIn(spec).forEach((each, index) => {
          shared.variables.set(unit.textOf(each), type ? holdingOf(unit, type) : holdingOfValue(values[index]));
          shared.variableTypes.set(unit.textOf(each), () => declaredTypes(unit, spec)[index]);
        });
      }
    } else if (node.type === 'const_declaration') {
      for (const spec of node.children) for (const each of namesIn(spec)) shared.variables.set(unit.textOf(each), 'other');
    }
  }
}

/** Files may import different packages under one name: the second gets a name that no program can spell. */
function lowerImports(shared: Package, unit: Unit): Statement[] {
  const specs = unit.declarations
    .filter((node) => node.type === 'import_declaration')
    .flatMap((node) => node.children.flatMap((part) => (part.type === 'import_spec_list' ? part.children : [part])));
  return specs.flatMap((spec): Statement[] => {
    const path = child(spec, 'path');
    if (path === undefined) return [];
    const text = unit.textOf(path);
    const specifier = path.type === 'raw_string_literal' ? raw(text) : interpreted(text);
    const alias = child(spec, 'name');
    const statement = (bindings: ImportStatement['bindings']): Statement => ({ kind: 'import', specifier, bindings, at: unit.at(spec) });
    if (alias?.type === 'blank_identifier') return [statement([])];
    if (alias?.type === 'dot') return [statement([{ imported: '*', local: '*' }])];
    const names = alias ? [unit.textOf(alias)] : packageNamesOf(specifier);
    const bindings = names.flatMap((name) => {
      const taken = shared.imports.get(name);
      const local = taken === undefined || taken === specifier ? name : shared.temporary(name);
      unit.imports.set(name, local);
      if (taken === specifier) return [];
      shared.imports.set(local, specifier);
      return [{ imported: '*', local }];
    });
    return bindings.length === 0 ? [] : [statement(bindings)];
  });
}

/**
 * The names that a package may have by its import path, since the name itself stands in its files: the last element without a
 * major version, and without the `go-` or `-go` that repositories add.
 */
export function packageNamesOf(specifier: string): readonly string[] {
  const elements = specifier.split('/');
  let last = elements.pop() ?? '';
  const version = /^v\d+$/.test(last) ? [last] : [];
  if (version.length > 0 && elements.length > 0) last = elements.pop() ?? last;
  last = last.replace(/\.v\d+$/, '');
  const names = [
    last,
    last.replace(/^go[-.]/, ''),
    last.replace(/[-.]go$/, ''),
    last.replace(/^.*[-.]/, ''),
    last.replaceAll(/[-.]/g, ''),
    last.replaceAll(/[-.]/g, '_'),
    // `aws/signer/v4` is named by its version
    ...version,
  ];
  return [...new Set(names)].filter((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name));
}
