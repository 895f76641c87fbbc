/** What is declared or assigned: names, members, and the lists and objects that are taken apart. */
import type * as ast from 'oxc-parser';
import type { Expression, Pattern } from '../../program.ts';
import { type Context, MAX_NESTING, tooDeep } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { keyText, lowerKey } from './keys.ts';
import { lowerAnnotation } from './types.ts';

type Target = ast.BindingPattern | ast.AssignmentTarget | ast.AssignmentTargetMaybeDefault;
type Element = Target | ast.BindingRestElement | ast.AssignmentTargetRest | null;
type Property = ast.BindingProperty | ast.BindingRestElement | ast.AssignmentTargetProperty | ast.AssignmentTargetRest;

export function lowerPattern(ctx: Context, node: Target): Pattern {
  if (node.type === 'Identifier') {
    const type = node.typeAnnotation ? lowerAnnotation(ctx, node.typeAnnotation) : undefined;
    return type ? { kind: 'name', name: node.name, type, at: node.start } : { kind: 'name', name: node.name, at: node.start };
  }
  if (ctx.depth >= MAX_NESTING) {
    tooDeep(ctx, node.start);
    return { kind: 'list', items: [], at: node.start };
  }
  ctx.depth++;
  const pattern = patternOf(ctx, node);
  ctx.depth--;
  return pattern;
}

function patternOf(ctx: Context, node: Target): Pattern {
  const at = node.start;
  switch (node.type) {
    case 'Identifier':
      return { kind: 'name', name: node.name, at };
    case 'MemberExpression':
      return {
        kind: 'member',
        object: lowerExpression(ctx, node.object),
        property: node.computed ? lowerExpression(ctx, node.property) : lowerKey(ctx, node.property, false),
        at: node.property.start,
      };
    case 'AssignmentPattern':
      return {
        kind: 'default',
        target: lowerPattern(ctx, node.left),
        value: lowerExpression(ctx, node.right, targetName(node.left)),
        at,
      };
    case 'ArrayPattern':
      return lowerList(ctx, node.elements, at);
    case 'ObjectPattern': {
      const type = node.typeAnnotation ? lowerAnnotation(ctx, node.typeAnnotation) : undefined;
      const pattern = lowerObject(ctx, node.properties, at);
      return type ? { ...pattern, type } : pattern;
    }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
      return lowerTargetExpression(ctx, node.expression);
  }
}

/** `(x as T) = …`: the target is what is inside. What cannot be assigned to is a syntax error that the parser may let pass. */
function lowerTargetExpression(ctx: Context, node: ast.Expression): Pattern {
  switch (node.type) {
    case 'Identifier':
    case 'MemberExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
      return lowerPattern(ctx, node);
    default:
      return { kind: 'list', items: [], at: node.start };
  }
}

function lowerList(ctx: Context, elements: readonly Element[], at: number): Pattern {
  const items: (Pattern | null)[] = [];
  let rest: Pattern | undefined;
  for (const element of elements) {
    if (element === null) items.push(null);
    else if (element.type === 'RestElement') rest = lowerPattern(ctx, element.argument);
    else items.push(lowerPattern(ctx, element));
  }
  return rest ? { kind: 'list', items, rest, at } : { kind: 'list', items, at };
}

function lowerObject(ctx: Context, properties: readonly Property[], at: number): Extract<Pattern, { kind: 'object' }> {
  const entries: { key: Expression; target: Pattern }[] = [];
  let rest: Pattern | undefined;
  for (const property of properties) {
    if (property.type === 'RestElement') rest = lowerPattern(ctx, property.argument);
    else entries.push({ key: lowerKey(ctx, property.key, property.computed), target: lowerPattern(ctx, property.value) });
  }
  return rest ? { kind: 'object', entries, rest, at } : { kind: 'object', entries, at };
}

/** The name for a function that is assigned here. */
export function targetName(node: Target): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return keyText(node.property, node.computed) ?? '';
  return '';
}

/** The names that a pattern declares. */
export function namesOf(pattern: Pattern, names: string[] = []): string[] {
  switch (pattern.kind) {
    case 'name':
      names.push(pattern.name);
      break;
    case 'list':
      for (const item of pattern.items) if (item) namesOf(item, names);
      if (pattern.rest) namesOf(pattern.rest, names);
      break;
    case 'object':
      for (const { target } of pattern.entries) namesOf(target, names);
      if (pattern.rest) namesOf(pattern.rest, names);
      break;
    case 'default':
      namesOf(pattern.target, names);
      break;
    case 'member':
      break;
  }
  return names;
}
