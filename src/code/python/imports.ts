/**
 * Imports. `import a.b` binds `a`, whose member `b` is the submodule: a name that a package does not define is looked up as its
 * submodule when it is read. `from a import *` binds every name of the module: `imported` and `local` are both `*`.
 */
import { nameOf } from '../construct.ts';
import type { Expression, ImportStatement, Statement } from '../program.ts';
import { child, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { identifier, type Source } from './source.ts';
import { bind } from './statements.ts';

export function lowerImport(source: Source, node: SyntaxNode, typeOnly: boolean): Statement[] {
  const at = node.start;
  const make = (specifier: string, bindings: ImportStatement['bindings']): Statement[] => {
    const statement = (made: ImportStatement['bindings']): ImportStatement => ({
      kind: 'import',
      specifier,
      bindings: made,
      ...(typeOnly ? { typeOnly } : {}),
      at,
    });
    if (typeOnly || !source.inNestedBlock || bindings.some((binding) => binding.local === '*')) return [statement(bindings)];
    // Inside `try` or `if` the names still belong to the function or file: they are bound when the import is reached.
    const temporary = bindings.map((binding) => ({ ...binding, inner: source.temporary('import') }));
    const value = (inner: string): Expression => nameOf(inner, at);
    return [
      statement(temporary.map(({ imported, inner }) => ({ imported, local: inner }))),
      ...temporary.map(({ local, inner }) => bind(source, source.write(local, at), value(inner), at)),
    ];
  };
  if (node.type === 'import_from_statement') {
    const module = child(node, 'module_name');
    if (module === undefined) return [];
    const specifier = compact(source.textOf(module));
    if (node.children.some((part) => part.type === 'wildcard_import')) return make(specifier, [{ imported: '*', local: '*' }]);
    const bindings = childrenIn(node, 'name').map((part) => {
      const { name, alias } = naming(source, part);
      return { imported: name, local: identifier(alias ?? name) };
    });
    return make(specifier, bindings);
  }
  return childrenIn(node, 'name').flatMap((part) => {
    const { name, alias } = naming(source, part);
    if (alias !== undefined) return make(name, [{ imported: '*', local: identifier(alias) }]);
    const path = name.split('.');
    const [first = name] = path;
    const inner = path.slice(1).flatMap((_, index) => make(path.slice(0, index + 2).join('.'), []));
    return [...make(first, [{ imported: '*', local: identifier(first) }]), ...inner];
  });
}

const compact = (text: string): string => text.replace(/[\s\\]+/g, '');

function naming(source: Source, node: SyntaxNode): { readonly name: string; readonly alias?: string } {
  if (node.type !== 'aliased_import') return { name: compact(source.textOf(node)) };
  const name = child(node, 'name');
  const alias = child(node, 'alias');
  return { name: name ? compact(source.textOf(name)) : '', ...(alias ? { alias: source.textOf(alias) } : {}) };
}
