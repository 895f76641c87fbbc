/** Declared types, as far as they can name a client, a class or an interface; all others are undefined. */
import type * as ast from 'oxc-parser';
import type { Expression, Type } from '../../program.ts';
import { type Context, MAX_NESTING, tooDeep } from './context.ts';
import { keyText } from './keys.ts';

type TypeNode = ast.TSType | ast.TSTupleElement;
type Member = Extract<Type, { kind: 'shape' }>['members'][number];

/** Types of the standard library that stand for what their first argument is, as far as clients go. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'Promise',
  'PromiseLike',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'NoInfer',
  'Pick',
  'Omit',
  'Extract',
  'Exclude',
]);

const LISTS: ReadonlySet<string> = new Set([
  'Array',
  'ReadonlyArray',
  'Iterable',
  'Iterator',
  'IterableIterator',
  'AsyncIterable',
  'AsyncIterator',
  'AsyncIterableIterator',
  'Generator',
  'AsyncGenerator',
]);

export const lowerAnnotation = (ctx: Context, node: ast.TSTypeAnnotation | null | undefined): Type | undefined =>
  node ? lowerType(ctx, node.typeAnnotation) : undefined;

export function lowerType(ctx: Context, node: TypeNode): Type | undefined {
  if (ctx.depth >= MAX_NESTING) {
    tooDeep(ctx, node.start);
    return undefined;
  }
  ctx.depth++;
  const type = typeOf(ctx, node);
  ctx.depth--;
  return type;
}

/** The type that says nothing, where something has to stand. */
export const NOTHING: Type = { kind: 'shape', members: [] };

export const lowerTypeArguments = (
  ctx: Context,
  node: ast.TSTypeParameterInstantiation | null | undefined,
): readonly (Type | undefined)[] | undefined => (node ? node.params.map((param) => lowerType(ctx, param)) : undefined);

/** Runs `inside` with the type parameters in scope: what is declared as one of them has the type that it extends. */
export function withTypeParameters<T>(ctx: Context, node: ast.TSTypeParameterDeclaration | null | undefined, inside: () => T): T {
  if (!node) return inside();
  const outer = ctx.typeParameters;
  const inner = new Map(outer);
  for (const param of node.params) inner.set(param.name.name, undefined);
  ctx.typeParameters = inner;
  for (const param of node.params) {
    const bound = param.constraint ?? param.default;
    if (bound) inner.set(param.name.name, lowerType(ctx, bound));
  }
  const result = inside();
  ctx.typeParameters = outer;
  return result;
}

function typeOf(ctx: Context, node: TypeNode): Type | undefined {
  switch (node.type) {
    case 'TSTypeReference':
      return referenceOf(ctx, node);
    case 'TSTypeLiteral':
      return { kind: 'shape', members: lowerSignatures(ctx, node.members) };
    case 'TSFunctionType':
      return { kind: 'shape', members: [withTypeParameters(ctx, node.typeParameters, () => resultMember(ctx, '()', node.returnType))] };
    case 'TSConstructorType':
      return { kind: 'shape', members: [withTypeParameters(ctx, node.typeParameters, () => resultMember(ctx, 'new', node.returnType))] };
    case 'TSUnionType':
    case 'TSIntersectionType':
      return union(node.types.map((type) => lowerType(ctx, type)));
    case 'TSConditionalType':
      return union([lowerType(ctx, node.trueType), lowerType(ctx, node.falseType)]);
    case 'TSArrayType':
      return list(lowerType(ctx, node.elementType));
    case 'TSTupleType':
      return list(union(node.elementTypes.map((type) => lowerType(ctx, type))));
    case 'TSNamedTupleMember':
      return lowerType(ctx, node.elementType);
    case 'TSOptionalType':
    case 'TSParenthesizedType':
    case 'TSJSDocNullableType':
    case 'TSJSDocNonNullableType':
      return lowerType(ctx, node.typeAnnotation);
    case 'TSRestType': {
      const rest = lowerType(ctx, node.typeAnnotation);
      return rest?.kind === 'list' ? rest.item : rest;
    }
    case 'TSTypeOperator':
      return node.operator === 'readonly' ? lowerType(ctx, node.typeAnnotation) : undefined;
    case 'TSIndexedAccessType':
      return memberType(ctx, node);
    case 'TSTypeQuery':
      return {
        kind: 'reference',
        value: { kind: 'operation', operator: 'typeof', operands: [queried(ctx, node.exprName)], at: node.start },
      };
    case 'TSImportType':
      return reference(ctx, imported(ctx, node), node.typeArguments);
    default:
      return undefined;
  }
}

function referenceOf(ctx: Context, node: ast.TSTypeReference): Type | undefined {
  const { typeName } = node;
  if (typeName.type === 'Identifier') {
    const { name } = typeName;
    if (ctx.typeParameters.has(name)) return ctx.typeParameters.get(name);
    const [only] = node.typeArguments?.params ?? [];
    if (only) {
      if (TRANSPARENT.has(name)) return lowerType(ctx, only);
      if (LISTS.has(name)) return list(lowerType(ctx, only));
      if (only.type === 'TSTypeQuery') {
        const value = queried(ctx, only.exprName);
        if (name === 'InstanceType') return { kind: 'reference', value };
        if (name === 'ReturnType')
          return { kind: 'reference', value: { kind: 'operation', operator: 'returntype', operands: [value], at: node.start } };
      }
    }
  }
  return reference(ctx, lowerTypeName(ctx, typeName), node.typeArguments);
}

function reference(ctx: Context, value: Expression, args: ast.TSTypeParameterInstantiation | null): Type {
  // an argument that says nothing keeps its place
  const lowered = lowerTypeArguments(ctx, args)?.map((type) => type ?? NOTHING);
  return lowered ? { kind: 'reference', value, arguments: lowered } : { kind: 'reference', value };
}

/** `Deps['s3']`; any other index says nothing. */
function memberType(ctx: Context, node: ast.TSIndexedAccessType): Type | undefined {
  const { indexType } = node;
  if (indexType.type === 'TSNumberKeyword') {
    const type = lowerType(ctx, node.objectType);
    return type?.kind === 'list' ? type.item : undefined;
  }
  const key = indexType.type === 'TSLiteralType' && indexType.literal.type === 'Literal' ? indexType.literal.value : undefined;
  if (typeof key !== 'string') return undefined;
  const object = lowerType(ctx, node.objectType);
  if (object?.kind === 'shape') {
    const member = object.members.find((m) => m.name === key);
    return member?.result ? { kind: 'shape', members: [{ name: '()', result: member.result }] } : member?.type;
  }
  if (object?.kind !== 'reference') return undefined;
  const { value } = object;
  const property: Expression = { kind: 'literal', value: key, at: indexType.start };
  // (typeof x)['y'] is typeof x.y
  if (value.kind === 'operation' && value.operator === 'typeof' && value.operands[0])
    return {
      kind: 'reference',
      value: { ...value, operands: [{ kind: 'member', object: value.operands[0], property, at: indexType.start }] },
    };
  return { kind: 'reference', value: { kind: 'member', object: value, property, at: indexType.start } };
}

export function lowerTypeName(ctx: Context, node: ast.TSTypeName): Expression {
  switch (node.type) {
    case 'Identifier':
      return { kind: 'name', name: node.name, at: node.start };
    case 'ThisExpression':
      return { kind: 'name', name: 'this', at: node.start };
    case 'TSQualifiedName':
      return qualified(ctx, node.start, () => lowerTypeName(ctx, node.left), node.right);
  }
}

function queried(ctx: Context, node: ast.TSTypeQueryExprName): Expression {
  return node.type === 'TSImportType' ? imported(ctx, node) : lowerTypeName(ctx, node);
}

function imported(ctx: Context, node: ast.TSImportType): Expression {
  const specifier: Expression = { kind: 'literal', value: node.source.value, at: node.source.start };
  const module: Expression = { kind: 'import', specifier, at: node.start };
  return node.qualifier ? importedMember(ctx, module, node.qualifier) : module;
}

function importedMember(ctx: Context, module: Expression, node: ast.TSImportTypeQualifier): Expression {
  if (node.type === 'Identifier') return member(module, node);
  return qualified(ctx, node.start, () => importedMember(ctx, module, node.left), node.right);
}

function qualified(ctx: Context, at: number, left: () => Expression, right: ast.IdentifierName): Expression {
  if (ctx.depth >= MAX_NESTING) return tooDeep(ctx, at);
  ctx.depth++;
  const object = left();
  ctx.depth--;
  return member(object, right);
}

const member = (object: Expression, name: ast.IdentifierName): Expression => ({
  kind: 'member',
  object,
  property: { kind: 'literal', value: name.name, at: name.start },
  at: name.start,
});

/** Members of an object type or interface that have a name which can be told. */
export function lowerSignatures(ctx: Context, nodes: readonly ast.TSSignature[]): readonly Member[] {
  const members: Member[] = [];
  for (const node of nodes) {
    switch (node.type) {
      case 'TSPropertySignature': {
        const name = keyText(node.key, node.computed);
        if (name === undefined) break;
        const annotation = node.typeAnnotation?.typeAnnotation;
        if (annotation?.type === 'TSFunctionType')
          members.push(withTypeParameters(ctx, annotation.typeParameters, () => resultMember(ctx, name, annotation.returnType)));
        else {
          const type = lowerAnnotation(ctx, node.typeAnnotation);
          members.push(type ? { name, type } : { name });
        }
        break;
      }
      case 'TSMethodSignature': {
        const name = keyText(node.key, node.computed);
        if (name === undefined || node.kind === 'set') break;
        const member = withTypeParameters(ctx, node.typeParameters, () => resultMember(ctx, name, node.returnType));
        members.push(node.kind === 'get' && member.result ? { name, type: member.result } : member);
        break;
      }
      case 'TSCallSignatureDeclaration':
        members.push(withTypeParameters(ctx, node.typeParameters, () => resultMember(ctx, '()', node.returnType)));
        break;
      case 'TSConstructSignatureDeclaration':
        members.push(withTypeParameters(ctx, node.typeParameters, () => resultMember(ctx, 'new', node.returnType)));
        break;
      case 'TSIndexSignature':
        break;
    }
  }
  return members;
}

function resultMember(ctx: Context, name: string, annotation: ast.TSTypeAnnotation | null): Member {
  return { name, result: lowerAnnotation(ctx, annotation) ?? NOTHING };
}

const list = (item: Type | undefined): Type | undefined => item && { kind: 'list', item };

function union(options: readonly (Type | undefined)[]): Type | undefined {
  const known = options.filter((option) => option !== undefined);
  return known.length > 1 ? { kind: 'union', options: known } : known[0];
}
