/** Statements, and bodies whose last expression is their value. */
import { branch, declare, literal, nameOf, namePattern, operation, run } from '../construct.ts';
import { identifier } from '../java/source.ts';
import type { Block, Expression, Pattern, Statement } from '../program.ts';
import { child, childOfType, type SyntaxNode } from '../tree-sitter.ts';
import { lowerLocalClass } from './classes.ts';
import { type Into, ifStatement, JUMPS, lowerJump, NOWHERE, put, tryStatement, whenStatement } from './control.ts';
import { lowerExpression, optional } from './expressions.ts';
import { lowerLocalFunction } from './functions.ts';
import { GIVEN, LEFT, type Source } from './source.ts';
import { lowerType, typeIn } from './types.ts';

/** A block, or the one expression of a branch. */
export function lowerBody(source: Source, node: SyntaxNode, into: Into): Block {
  return source.deeper(node.start, () =>
    source.inBlock(() => lowerStatements(source, node.type === 'block' ? node.children : [node], into)),
  );
}

/** Statements in a row, of which the last one gives the value. */
export function lowerStatements(source: Source, nodes: readonly SyntaxNode[], into: Into): Block {
  return nodes.flatMap((node, index) => {
    const before = source.takeLeft();
    const lowered = lowerStatement(source, node, index === nodes.length - 1 ? into : NOWHERE);
    // a lambda in it may have left the function
    return !before && source.takeLeft() ? [...lowered, leaving(node.end)] : lowered;
  });
}

const leaving = (at: number): Statement => branch(nameOf(LEFT, at), [{ kind: 'return', value: nameOf(GIVEN, at), at }], undefined, at);

export const lowerStatement = (source: Source, node: SyntaxNode, into: Into): Block =>
  source.deeper(node.start, () => lower(source, node, into));

/** An expression as statements: what runs before it, and where its value goes. */
function asStatements(source: Source, into: Into, lowered: () => Expression): Block {
  const { result, before } = source.apart(lowered);
  return [...before, put(into, result)];
}

function lower(source: Source, node: SyntaxNode, into: Into, label?: string): Block {
  const at = node.start;
  const labelled = label === undefined ? {} : { label };
  switch (node.type) {
    case 'block':
      return [{ kind: 'block', body: lowerBody(source, node, into), ...labelled, at }];
    case 'property_declaration':
      return lowerVariable(source, node);
    case 'if_expression':
      return ifStatement(source, node, into);
    case 'when_expression':
      return whenStatement(source, node, into);
    case 'try_expression':
      return tryStatement(source, node, into);
    case 'for_statement':
      return lowerFor(source, node);
    case 'while_statement':
    case 'do_while_statement': {
      const condition = child(node, 'condition');
      const { result: test, before } = source.apart(() => optional(source, condition, at));
      const bodyNode = node.children.find((part) => part !== condition && part.type !== 'label');
      const body = bodyNode ? lowerBody(source, bodyNode, NOWHERE) : [];
      const once = node.type === 'do_while_statement' ? { once: true } : {};
      return [...before, { kind: 'loop', test, body, ...once, ...labelOf(source, node, label), at }];
    }
    case 'labeled_expression': {
      const [name, inner] = node.children;
      if (JUMPS.test(source.textOf(node))) return lowerJump(source, node);
      if (name?.type === 'label' && inner) return lower(source, inner, into, source.textOf(name).replace(/@$/, ''));
      return inner ? lower(source, inner, into) : [];
    }
    case 'class_declaration':
    case 'object_declaration':
      return lowerLocalClass(source, node);
    case 'function_declaration':
      return lowerLocalFunction(source, node);
    case 'ERROR':
      return lowerStatements(
        source,
        node.children.filter((part) => /_(statement|declaration|expression)$|^(block|assignment)$/.test(part.type)),
        NOWHERE,
      );
    case 'type_alias':
      return [];
    default:
      if (JUMPS.test(source.textOf(node))) return lowerJump(source, node);
      return asStatements(source, into, () => lowerExpression(source, node));
  }
}

const labelOf = (source: Source, node: SyntaxNode, label: string | undefined): { readonly label?: string } => {
  const own = childOfType(node, 'label');
  const name = own ? source.textOf(own).replace(/@$/, '') : label;
  return name === undefined ? {} : { label: name };
};

/** `val x: T = value`, `val (a, b) = value`, `val x by lazy { … }`. */
function lowerVariable(source: Source, node: SyntaxNode): Block {
  const at = node.start;
  const { result: value, before } = source.apart(() => initialOf(source, node));
  const several = childOfType(node, 'multi_variable_declaration');
  if (several) return [...before, ...destructured(source, several, value ?? literal(undefined, at))];
  const declaration = childOfType(node, 'variable_declaration');
  const nameNode = declaration && childOfType(declaration, 'identifier');
  if (nameNode === undefined) return [...before, ...(value ? [run(value)] : [])];
  const name = source.nameIn(nameNode);
  source.declare(name);
  const type = lowerType(source, typeIn(declaration));
  return [...before, declare({ kind: 'name', name: identifier(name), ...(type ? { type } : {}), at: nameNode.start }, value, at)];
}

/** What a property is set to when it is declared; what a delegate would compute later is taken as computed at once. */
export function initialOf(source: Source, node: SyntaxNode): Expression | undefined {
  const delegate = childOfType(node, 'property_delegate')?.children[0];
  if (delegate) return operation('kotlin.delegated', [lowerExpression(source, delegate)], delegate.start);
  const value = node.children.findLast(
    (part) =>
      !/^(modifiers|variable_declaration|multi_variable_declaration|getter|setter|type_parameters|type_constraints)$/.test(part.type) &&
      part.type !== 'user_type' &&
      part.type !== 'nullable_type',
  );
  return value && lowerExpression(source, value);
}

/** The components of a value, each in a variable. */
export function destructured(source: Source, node: SyntaxNode, value: Expression): Block {
  const whole = source.temporary('whole');
  const at = node.start;
  const parts = node.children.filter((part) => part.type === 'variable_declaration');
  return [
    declare(namePattern(whole, at), value, at),
    ...parts.flatMap((part, index): Block => {
      const nameNode = childOfType(part, 'identifier');
      const name = nameNode ? source.nameIn(nameNode) : '_';
      if (name === '_') return [];
      source.declare(name);
      return [
        declare(
          namePattern(identifier(name), part.start),
          operation('kotlin.component', [{ kind: 'name', name: whole, at }, literal(index, at)], at),
          at,
        ),
      ];
    }),
  ];
}

function lowerFor(source: Source, node: SyntaxNode): Block {
  const at = node.start;
  const parts = node.children.filter((part) => part.type !== 'label');
  const target = parts.find((part) => part.type === 'variable_declaration' || part.type === 'multi_variable_declaration');
  const [iterableNode, bodyNode] = parts.filter((part) => part !== target && part.type !== 'annotation');
  const { result, before } = source.apart(() => optional(source, iterableNode, at));
  const iterable = operation('kotlin.iterated', [result], at);
  return source.inBlock((): Block => {
    const several = target?.type === 'multi_variable_declaration' ? target : undefined;
    const nameNode = several ? undefined : childOfType(target, 'identifier');
    const name = nameNode ? source.nameIn(nameNode) : source.temporary('item');
    if (nameNode) source.declare(name);
    const type = nameNode && target ? lowerType(source, typeIn(target)) : undefined;
    const pattern: Pattern = { kind: 'name', name: identifier(name), ...(type ? { type } : {}), at };
    const bound = several ? destructured(source, several, { kind: 'name', name, at }) : [];
    const body = bodyNode ? lowerBody(source, bodyNode, NOWHERE) : [];
    return [
      ...before,
      { kind: 'each', over: 'values', target: pattern, iterable, body: [...bound, ...body], ...labelOf(source, node, undefined), at },
    ];
  });
}
