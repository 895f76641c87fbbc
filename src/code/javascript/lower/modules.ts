/** `import` and `export` statements. */
import type * as ast from 'oxc-parser';
import type { Expression, Statement } from '../../program.ts';
import type { Context } from './context.ts';
import { exportOf, isDeclaration, lowerDeclaration } from './declarations.ts';
import { lowerExpression } from './expressions.ts';
import type { Sink, StatementNode } from './statements.ts';

export function isModuleStatement(node: StatementNode): node is ast.ModuleDeclaration {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
    case 'ExportAllDeclaration':
    case 'TSExportAssignment':
    case 'TSNamespaceExportDeclaration':
      return true;
    default:
      return false;
  }
}

export function lowerModuleStatement(ctx: Context, node: ast.ModuleDeclaration, sink: Sink): void {
  const at = node.start;
  switch (node.type) {
    case 'ImportDeclaration':
      lowerImport(node, sink);
      return;
    case 'ExportNamedDeclaration':
      if (node.declaration) lowerDeclaration(ctx, node.declaration, sink, true);
      else lowerExportList(ctx, node, sink);
      return;
    case 'ExportDefaultDeclaration':
      lowerExportDefault(ctx, node, sink);
      return;
    case 'ExportAllDeclaration': {
      const reexport = { kind: 'reexport', specifier: node.source.value, at } as const;
      sink.imports ??= [];
      sink.imports.push({
        ...reexport,
        ...(node.exported ? { name: exportedName(node.exported) } : undefined),
        ...(node.exportKind === 'type' ? { typeOnly: true } : undefined),
      });
      return;
    }
    case 'TSExportAssignment': {
      const object: Expression = { kind: 'name', name: 'module', at };
      const target = { kind: 'member', object, property: { kind: 'literal', value: 'exports', at }, at } as const;
      const value = lowerExpression(ctx, node.expression);
      sink.body.push({ kind: 'expression', value: { kind: 'assign', target, value, at }, at });
      return;
    }
    case 'TSNamespaceExportDeclaration':
      return;
  }
}

const exportedName = (node: ast.ModuleExportName): string => (node.type === 'Literal' ? node.value : node.name);

/** The names that are only types are bound without running the module. */
function lowerImport(node: ast.ImportDeclaration, sink: Sink): void {
  const values: { imported: string; local: string }[] = [];
  const types: { imported: string; local: string }[] = [];
  for (const specifier of node.specifiers) {
    const local = specifier.local.name;
    if (specifier.type === 'ImportDefaultSpecifier') values.push({ imported: 'default', local });
    else if (specifier.type === 'ImportNamespaceSpecifier') values.push({ imported: '*', local });
    else (specifier.importKind === 'type' ? types : values).push({ imported: exportedName(specifier.imported), local });
  }
  const statement = { kind: 'import', specifier: node.source.value, at: node.start } as const;
  sink.imports ??= [];
  if (node.importKind === 'type') sink.imports.push({ ...statement, bindings: [...values, ...types], typeOnly: true });
  else {
    if (types.length > 0) sink.imports.push({ ...statement, bindings: types, typeOnly: true });
    if (values.length > 0 || types.length === 0) sink.imports.push({ ...statement, bindings: values });
  }
}

function lowerExportList(ctx: Context, node: ast.ExportNamedDeclaration, sink: Sink): void {
  const typesOnly = node.exportKind === 'type';
  if (node.source) {
    const specifier = node.source.value;
    const from = { specifier, at: node.start };
    sink.imports ??= [];
    // `export {} from 'x'` only runs x
    if (node.specifiers.length === 0) sink.imports.push({ kind: 'import', ...from, bindings: [] });
    for (const item of node.specifiers)
      sink.imports.push({
        kind: 'reexport',
        ...from,
        imported: exportedName(item.local),
        name: exportedName(item.exported),
        ...(typesOnly || item.exportKind === 'type' ? { typeOnly: true } : undefined),
      });
    return;
  }
  sink.exports ??= [];
  for (const item of node.specifiers) sink.exports.push(exportOf(ctx, exportedName(item.exported), exportedName(item.local), item.start));
}

function lowerExportDefault(ctx: Context, node: ast.ExportDefaultDeclaration, sink: Sink): void {
  const { declaration } = node;
  const at = node.start;
  if (declaration.type === 'TSDeclareFunction') return;
  const named =
    declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration' || declaration.type === 'TSInterfaceDeclaration'
      ? declaration.id?.name
      : undefined;
  if (named !== undefined && isDeclaration(declaration as StatementNode)) {
    lowerDeclaration(ctx, declaration as ast.Declaration, sink);
    const exported = exportOf(ctx, 'default', named, at);
    if (declaration.type === 'ClassDeclaration') sink.body.push(exported);
    else sink.hoisted?.push(exported);
    return;
  }
  if (declaration.type === 'TSInterfaceDeclaration') return;
  const exported: Statement = { kind: 'export', name: 'default', value: lowerExpression(ctx, declaration, 'default'), at };
  if (declaration.type !== 'FunctionDeclaration') sink.body.push(exported);
  else {
    sink.hoisted ??= [];
    sink.hoisted.push(exported);
  }
}
