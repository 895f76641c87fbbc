/** What can be assigned to. A star that is not last needs statements after the assignment: `first, *middle, last = xs`. */
import { declareHoisted, literal, member, nameOf, namePattern, operation } from '../construct.ts';
import type { Pattern, Statement } from '../program.ts';
import { child, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression, lowerIndex } from './expressions.ts';
import type { Source } from './source.ts';

export interface Target {
  readonly pattern: Pattern;
  /** to run right after the assignment */
  readonly after: readonly Statement[];
}

export const lowerTarget = (source: Source, node: SyntaxNode): Target => source.deeper(node.start, () => lower(source, node));

function lower(source: Source, node: SyntaxNode): Target {
  const at = node.start;
  switch (node.type) {
    case 'identifier':
      return { pattern: source.write(source.textOf(node), at), after: [] };
    case 'attribute': {
      const object = child(node, 'object');
      const property = child(node, 'attribute');
      if (object === undefined || property === undefined) break;
      return {
        pattern: { kind: 'member', object: lowerExpression(source, object), property: literal(source.textOf(property), at), at },
        after: [],
      };
    }
    case 'subscript': {
      const object = child(node, 'value');
      if (object === undefined) break;
      return {
        pattern: {
          kind: 'member',
          object: lowerExpression(source, object),
          property: lowerIndex(source, childrenIn(node, 'subscript')),
          at,
        },
        after: [],
      };
    }
    case 'parenthesized_expression':
    case 'as_pattern_target': {
      const inner = node.children[0];
      if (inner) return lowerTarget(source, inner);
      break;
    }
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'tuple':
    case 'list':
    case 'expression_list':
      return lowerList(source, node);
    case 'list_splat_pattern':
    case 'list_splat':
    case 'dictionary_splat_pattern': {
      const inner = node.children[0];
      if (inner) return lowerTarget(source, inner);
      break;
    }
  }
  return { pattern: namePattern(source.temporary('target'), at), after: [] };
}

const isStar = (node: SyntaxNode): boolean => node.type === 'list_splat_pattern' || node.type === 'list_splat';

function lowerList(source: Source, node: SyntaxNode): Target {
  const at = node.start;
  const star = node.children.findIndex(isStar);
  const rest = node.children[star];
  if (rest !== undefined && star < node.children.length - 1) return lowerInnerStar(source, node, star);
  const items = (rest === undefined ? node.children : node.children.slice(0, star)).map((item) => lowerTarget(source, item));
  const tail = rest && lowerTarget(source, rest);
  return {
    pattern: { kind: 'list', items: items.map((item) => item.pattern), ...(tail ? { rest: tail.pattern } : {}), at },
    after: [...items, ...(tail ? [tail] : [])].flatMap((item) => item.after),
  };
}

/** The whole value goes to a temporary; the items before the star are read from its front, those after it from its end. */
function lowerInnerStar(source: Source, node: SyntaxNode, star: number): Target {
  const at = node.start;
  const whole = source.temporary('list');
  const count = node.children.length;
  const after = node.children.flatMap((item, index) => {
    const { pattern, after: more } = lowerTarget(source, item);
    const value =
      index === star
        ? operation('slice', [nameOf(whole, at), literal(star, at), literal(star + 1 - count || undefined, at), literal(undefined, at)], at)
        : member(nameOf(whole, at), literal(index < star ? index : index - count, at), at);
    return [declareHoisted(pattern, value, at), ...more];
  });
  return { pattern: namePattern(whole, at), after };
}
