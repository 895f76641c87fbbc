/** Patterns of `instanceof` and `switch`: what they bind, as assignments that run before what uses the names. */
import { assign, call, literal, member, namePattern } from '../construct.ts';
import type { Expression } from '../program.ts';
import type { SyntaxNode } from '../tree-sitter.ts';
import { typed } from './expressions.ts';
import { identifier, type Source } from './source.ts';
import { lowerType } from './types.ts';

/** The names are declared where the pattern stands. */
export function lowerPattern(source: Source, node: SyntaxNode, value: Expression): readonly Expression[] {
  const bindings: Expression[] = [];
  collect(source, node, value, bindings);
  return bindings;
}

function collect(source: Source, node: SyntaxNode, value: Expression, bindings: Expression[]): void {
  const at = node.start;
  source.deeper(at, () => {
    switch (node.type) {
      case 'pattern': {
        for (const part of node.children) collect(source, part, value, bindings);
        return;
      }
      case 'type_pattern':
      case 'record_pattern_component': {
        const [typeNode, nameNode] = node.children;
        if (typeNode === undefined || nameNode === undefined) return;
        const name = source.textOf(nameNode);
        source.bind(name);
        bindings.push(assign(namePattern(identifier(name), at), typed(value, lowerType(source, typeNode)), at));
        return;
      }
      case 'record_pattern': {
        // The names of the components stand in the record: they are read by position when this runs.
        const body = node.children.find((part) => part.type === 'record_pattern_body');
        (body?.children ?? []).forEach((part, index) => {
          const component = call(member(value, '%component', at), [literal(index, at)], at);
          collect(source, part, component, bindings);
        });
        return;
      }
      default:
        return;
    }
  });
}
