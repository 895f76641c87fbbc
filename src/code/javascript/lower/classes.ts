/** Classes, interfaces and type aliases. */
import type * as ast from 'oxc-parser';
import type { ClassMember, ClassNode, Expression, FunctionNode, Type } from '../../program.ts';
import type { Context } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { inFunction, lowerDecorators, lowerFunction } from './functions.ts';
import { keyText, lowerKey } from './keys.ts';
import { lowerBody } from './statements.ts';
import { lowerAnnotation, lowerSignatures, lowerType, lowerTypeArguments, NOTHING, withTypeParameters } from './types.ts';

export function lowerClass(ctx: Context, node: ast.Class, name: string): ClassNode {
  const own = node.id?.name;
  return withTypeParameters(ctx, node.typeParameters, () => ({
    name: own ?? name,
    ...(own !== undefined && node.type === 'ClassExpression' ? { self: own } : undefined),
    // a class that is only declared has no code
    interface: node.declare === true,
    extends: node.superClass ? [lowerExpression(ctx, node.superClass)] : [],
    implements: node.implements?.map((item) => lowerHeritage(ctx, item)) ?? [],
    members: lowerMembers(ctx, node.body.body),
    decorators: lowerDecorators(ctx, node.decorators),
    at: node.start,
  }));
}

function lowerHeritage(ctx: Context, node: ast.TSClassImplements): Type {
  const value = lowerExpression(ctx, node.expression);
  const args = lowerTypeArguments(ctx, node.typeArguments)?.map((type) => type ?? NOTHING);
  return args ? { kind: 'reference', value, arguments: args } : { kind: 'reference', value };
}

function lowerMembers(ctx: Context, nodes: readonly ast.ClassElement[]): readonly ClassMember[] {
  const members: ClassMember[] = [];
  for (const node of nodes) {
    switch (node.type) {
      case 'MethodDefinition':
      case 'TSAbstractMethodDefinition':
        // the other signatures of an overloaded method come before the one with the body
        if (node.value.body !== null || !hasBody(nodes, node)) members.push(lowerMethod(ctx, node));
        break;
      case 'PropertyDefinition':
      case 'TSAbstractPropertyDefinition':
      case 'AccessorProperty':
      case 'TSAbstractAccessorProperty':
        members.push(lowerField(ctx, node));
        break;
      case 'StaticBlock': {
        const block: FunctionNode = {
          name: 'static',
          parameters: [],
          body: inFunction(ctx, () => lowerBody(ctx, node.body)),
          lexicalThis: false,
          generator: false,
          at: node.start,
        };
        members.push({
          kind: 'static-block',
          static: true,
          key: { kind: 'literal', value: 'static', at: node.start },
          value: { kind: 'function', function: block, at: node.start },
          decorators: [],
          at: node.start,
        });
        break;
      }
      case 'TSIndexSignature':
        break;
    }
  }
  return members;
}

function hasBody(nodes: readonly ast.ClassElement[], declared: ast.MethodDefinition): boolean {
  const name = keyText(declared.key, declared.computed);
  return nodes.some((node) => node.type === 'MethodDefinition' && node.value.body !== null && keyText(node.key, node.computed) === name);
}

function lowerMethod(ctx: Context, node: ast.MethodDefinition): ClassMember {
  const kind = node.kind === 'get' ? 'getter' : node.kind === 'set' ? 'setter' : 'method';
  const common = { kind, static: node.static, key: lowerKey(ctx, node.key, node.computed), at: node.start } as const;
  const decorators = lowerDecorators(ctx, node.decorators);
  if (node.value.body === null) {
    const type = withTypeParameters(ctx, node.value.typeParameters, () => lowerAnnotation(ctx, node.value.returnType));
    return type ? { ...common, type, decorators } : { ...common, decorators };
  }
  const method = lowerFunction(ctx, node.value, keyText(node.key, node.computed) ?? '');
  return { ...common, value: { kind: 'function', function: method, at: node.start }, decorators };
}

function lowerField(ctx: Context, node: ast.PropertyDefinition | ast.AccessorProperty): ClassMember {
  const type = lowerAnnotation(ctx, node.typeAnnotation);
  return {
    kind: 'field',
    static: node.static,
    key: lowerKey(ctx, node.key, node.computed),
    ...(node.value ? { value: lowerExpression(ctx, node.value, keyText(node.key, node.computed) ?? '') } : undefined),
    ...(type ? { type } : undefined),
    decorators: lowerDecorators(ctx, node.decorators),
    at: node.start,
  };
}

export function lowerInterface(ctx: Context, node: ast.TSInterfaceDeclaration): ClassNode {
  return withTypeParameters(ctx, node.typeParameters, () => ({
    name: node.id.name,
    interface: true,
    extends: node.extends.map((item): Expression => lowerExpression(ctx, item.expression)),
    implements: [],
    members: membersOf(lowerSignatures(ctx, node.body.body), node.start),
    decorators: [],
    at: node.start,
  }));
}

export function lowerTypeAlias(ctx: Context, node: ast.TSTypeAliasDeclaration): ClassNode {
  return withTypeParameters(ctx, node.typeParameters, () => {
    const type = lowerType(ctx, node.typeAnnotation);
    return {
      name: node.id.name,
      interface: true,
      extends: [],
      implements: type && type.kind !== 'shape' ? [type] : [],
      members: type?.kind === 'shape' ? membersOf(type.members, node.start) : [],
      decorators: [],
      at: node.start,
    };
  });
}

function membersOf(members: Extract<Type, { kind: 'shape' }>['members'], at: number): readonly ClassMember[] {
  return members.map((member) => {
    const type = member.result ?? member.type;
    const kind = member.result ? 'method' : 'field';
    return { kind, static: false, key: { kind: 'literal', value: member.name, at }, ...(type ? { type } : undefined), decorators: [], at };
  });
}
