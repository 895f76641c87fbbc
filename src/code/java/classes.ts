/**
 * Classes, records, enumerations and interfaces. Nested classes are static members; an inner class keeps the instance around it in
 * `%outer`, which its constructors are handed. Methods of one name stand as `name#0`, `name#1`, and `name` picks one of them by its
 * arguments (overloads.ts).
 */
import { arrow, assign, call, declare, functionNode, literal, member, nameOf, namePattern, operation, run } from '../construct.ts';
import type { Argument, Block, ClassMember, ClassNode, Expression, FunctionNode, Type } from '../program.ts';
import { child, childOfType, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { annotationsOf, jsonTag, modifiersOf } from './annotations.ts';
import { type Constructor, explicitConstructor, generatedConstructors, lowerConstructors } from './constructors.ts';
import { lowerArguments, lowerExpression } from './expressions.ts';
import { declarations, lowerFunction } from './functions.ts';
import { injectedValue } from './injection.ts';
import { type ClassFrame, fieldName, identifier, OUTER_VARIABLE, type Source } from './source.ts';
import { lowerBlock } from './statements.ts';
import { lowerType, simpleTypeName, typeExpression, typeText } from './types.ts';

const TYPE_DECLARATION = /^(class|record|enum|interface|annotation_type)_declaration$/;

export const isTypeDeclaration = (node: SyntaxNode): boolean => TYPE_DECLARATION.test(node.type);

/** The declarations in the body of a class, with what the parser could read inside what it could not. */
export function membersOf(body: SyntaxNode | undefined): readonly SyntaxNode[] {
  return (body?.children ?? []).flatMap((part) =>
    part.type === 'enum_body_declarations' || part.type === 'ERROR' ? membersOf(part) : [part],
  );
}

export const nameIn = (source: Source, node: SyntaxNode): string => {
  const name = child(node, 'name');
  return name ? source.textOf(name) : '';
};

const superNode = (node: SyntaxNode): SyntaxNode | undefined => child(node, 'superclass')?.children[0];

function interfaceNodes(node: SyntaxNode): readonly SyntaxNode[] {
  const holder = child(node, 'interfaces') ?? childOfType(node, 'extends_interfaces');
  return childOfType(holder, 'type_list')?.children ?? [];
}

// ── Frames ─────────────────────────────────────────────────────────────────────────────────────────────────

function frameOf(
  source: Source,
  node: SyntaxNode | undefined,
  body: SyntaxNode | undefined,
  name: string,
  place: ClassFrame['place'],
  named: boolean,
): ClassFrame {
  const fields = new Map<string, { readonly static: boolean }>();
  const methods = new Map<string, { readonly static: boolean }>();
  const nested = new Map<string, { readonly static: boolean }>();
  const inInterface = node?.type === 'interface_declaration' || node?.type === 'annotation_type_declaration';
  for (const part of membersOf(body)) {
    const isStatic = modifiersOf(source, part).has('static');
    if (part.type === 'field_declaration' || part.type === 'constant_declaration')
      for (const declarator of childrenIn(part, 'declarator')) fields.set(nameIn(source, declarator), { static: isStatic || inInterface });
    else if (part.type === 'method_declaration') methods.set(nameIn(source, part), { static: isStatic });
    else if (part.type === 'enum_constant') fields.set(nameIn(source, part), { static: true });
    else if (isTypeDeclaration(part))
      nested.set(nameIn(source, part), { static: isStatic || inInterface || part.type !== 'class_declaration' });
  }
  if (node?.type === 'record_declaration')
    for (const component of child(node, 'parameters')?.children ?? []) {
      fields.set(nameIn(source, component), { static: false });
      methods.set(nameIn(source, component), { static: false });
    }
  const inherits = node === undefined || superNode(node) !== undefined || interfaceNodes(node).length > 0;
  const around = source.current;
  return {
    kind: 'class',
    name,
    reference: named ? (at) => nameOf(identifier(name), at) : undefined,
    place,
    outer: around?.reference && identifier(around.name),
    fields,
    methods,
    nested,
    inherits,
  };
}

// ── Declarations ───────────────────────────────────────────────────────────────────────────────────────────

/** A class as a value, which knows itself by its name. */
export function lowerClass(source: Source, node: SyntaxNode, place: ClassFrame['place']): Expression {
  const at = node.start;
  const name = nameIn(source, node);
  return source.deeper(at, () => {
    if (node.type === 'interface_declaration' || node.type === 'annotation_type_declaration')
      return lowerInterface(source, node, name, place);
    const parent = superNode(node);
    const extended = parent && typeExpression(source, parent);
    const implemented = interfaceNodes(node).flatMap((type) => lowerType(source, type) ?? []);
    const frame = frameOf(source, node, child(node, 'body'), name, place, true);
    const members = source.inClass(frame, () => lowerMembers(source, node, frame, parent !== undefined));
    const made: ClassNode = {
      name,
      self: identifier(name),
      interface: false,
      extends: extended ? [extended] : [],
      implements: implemented,
      members: [...annotationMember(source, node), ...members],
      decorators: [],
      at,
    };
    return { kind: 'class', class: made, at };
  });
}

export function lowerLocalClass(source: Source, node: SyntaxNode): Block {
  const name = nameIn(source, node);
  source.declare(name);
  const place = node.type === 'class_declaration' ? 'local' : 'static';
  return [declare(namePattern(identifier(name), node.start), lowerClass(source, node, place), node.start)];
}

/** Annotations of the class that name a resource or say what the class is for, as a static member. */
function annotationMember(source: Source, node: SyntaxNode): ClassMember[] {
  const entries = annotationsOf(source, node).map(({ name, node: annotation }) => ({
    kind: 'entry' as const,
    key: literal(name, annotation.start),
    value: annotationValue(source, annotation),
  }));
  if (entries.length === 0) return [];
  const at = node.start;
  return [{ kind: 'field', static: true, key: literal('%annotations', at), value: { kind: 'object', entries, at }, decorators: [], at }];
}

function annotationValue(source: Source, annotation: SyntaxNode): Expression {
  const given = child(annotation, 'arguments')?.children ?? [];
  const entries = given.flatMap((part) => {
    const key = part.type === 'element_value_pair' ? child(part, 'key') : undefined;
    const value = part.type === 'element_value_pair' ? child(part, 'value') : part;
    if (value === undefined || value.type === 'annotation' || value.type === 'marker_annotation') return [];
    return [
      { kind: 'entry' as const, key: literal(key ? source.textOf(key) : 'value', part.start), value: lowerExpression(source, value) },
    ];
  });
  return { kind: 'object', entries, at: annotation.start };
}

/** Annotations whose aspect calls AWS each time that the method runs: the library says what, under `%around`. */
const AROUND = /^(LargeMessage|SqsLargeMessage|SqsBatch)$/;

const aroundMethod = (source: Source, node: SyntaxNode): Block =>
  annotationsOf(source, node)
    .filter(({ name }) => AROUND.test(name))
    .map(({ name, node: annotation }) => {
      const at = annotation.start;
      return run(call(member(nameOf(identifier(name), at), '%around', at), [annotationValue(source, annotation)], at));
    });

/** `new Type(…) { … }`: a class without a name that extends, or implements, the type. */
export function lowerAnonymous(
  source: Source,
  made: {
    readonly type: Expression;
    readonly typeNode: SyntaxNode;
    readonly body: SyntaxNode;
    readonly arguments: readonly Argument[];
    readonly at: number;
  },
): Expression {
  const { type, typeNode, body, at } = made;
  const frame = frameOf(source, undefined, body, source.temporary('anonymous'), 'local', false);
  const members = source.inClass(frame, () => lowerMembers(source, body, frame, false, body));
  const reference = lowerType(source, typeNode);
  const node: ClassNode = {
    name: simpleTypeName(source, typeNode) ?? '',
    interface: false,
    extends: [type],
    implements: reference ? [reference] : [],
    members,
    decorators: [],
    at,
  };
  return { kind: 'new', callee: { kind: 'class', class: node, at }, arguments: made.arguments, at };
}

// ── Members ────────────────────────────────────────────────────────────────────────────────────────────────

/** Constants come first, as they do when Java loads a class, then nested classes, then the rest in its order. */
function lowerMembers(source: Source, node: SyntaxNode, frame: ClassFrame, hasParent: boolean, body = child(node, 'body')): ClassMember[] {
  const parts = membersOf(body);
  const nested = inOrderOfParents(source, parts.filter(isTypeDeclaration)).map((part): ClassMember => {
    const name = nameIn(source, part);
    return staticField(name, lowerClass(source, part, frame.nested.get(name)?.static === false ? 'member' : 'static'), part.start);
  });
  const constants: ClassMember[] = [];
  const rest: ClassMember[] = [];
  for (const part of parts) {
    if (part.type === 'enum_constant') rest.push(...lowerEnumConstant(source, part, frame));
    else if (part.type === 'field_declaration') {
      const isConstant =
        modifiersOf(source, part).has('static') && childrenIn(part, 'declarator').every((each) => isLiteral(child(each, 'value')));
      (isConstant ? constants : rest).push(...lowerField(source, part));
    } else if (part.type === 'static_initializer') rest.push(lowerStaticBlock(source, part));
    else if (part.type === 'block') rest.push(lowerInstanceBlock(source, part));
  }
  const constructors = constructorsOf(source, node, parts);
  return [
    ...constants,
    ...nested,
    ...recordFields(source, node),
    ...rest,
    ...lowerConstructors(source, frame, constructors, hasParent),
    ...lowerMethods(source, parts, hasParent),
    ...recordAccessors(source, node, parts),
  ];
}

const staticField = (name: string, value: Expression, at: number): ClassMember => ({
  kind: 'field',
  static: true,
  key: literal(name, at),
  value,
  decorators: [],
  at,
});

/** A class comes after those of its siblings that it extends. */
export function inOrderOfParents(source: Source, nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const names = new Map(nodes.map((node) => [nameIn(source, node), node]));
  const ordered = new Set<SyntaxNode>();
  const add = (node: SyntaxNode, depth: number): void => {
    if (ordered.has(node) || depth > 32) return;
    for (const parent of [superNode(node), ...interfaceNodes(node)]) {
      const sibling = names.get(simpleTypeName(source, parent) ?? '');
      if (sibling && sibling !== node) add(sibling, depth + 1);
    }
    ordered.add(node);
  };
  for (const node of nodes) add(node, 0);
  return [...ordered];
}

const isLiteral = (node: SyntaxNode | undefined): boolean =>
  node !== undefined &&
  ((/_literal$|^(true|false)$/.test(node.type) && node.type !== 'class_literal') ||
    (node.type === 'binary_expression' && isLiteral(child(node, 'left')) && isLiteral(child(node, 'right'))));

/** An initial value; where a class inside it needs the instance, that is a variable around it. */
function initialValue(source: Source, isStatic: boolean, node: SyntaxNode): Expression {
  const at = node.start;
  const owner = source.current;
  const { result, captured, bound } = source.inMember(isStatic, () => lowerExpression(source, node));
  if ((!captured || !owner) && bound.length === 0) return result;
  const outer: Block = captured && owner ? [declare(namePattern(OUTER_VARIABLE(owner.name), at), nameOf('this', at), at)] : [];
  return call(arrow([...outer, ...declarations(bound, at), { kind: 'return', value: result, at }], at), [], at);
}

function lowerField(source: Source, node: SyntaxNode): ClassMember[] {
  const isStatic = modifiersOf(source, node).has('static');
  return childrenIn(node, 'declarator').map((declarator): ClassMember => {
    const at = declarator.start;
    const valueNode = child(declarator, 'value');
    const value = valueNode ? initialValue(source, isStatic, valueNode) : injectedValue(source, node);
    const type = childOfType(declarator, 'dimensions') ? undefined : lowerType(source, child(node, 'type'));
    return {
      kind: 'field',
      static: isStatic,
      key: literal(fieldName(nameIn(source, declarator)), at),
      ...(value ? { value } : {}),
      ...(type ? { type } : {}),
      ...jsonTag(source, node),
      decorators: [],
      at,
    };
  });
}

/** A constant of an enumeration is an instance that knows its name. */
function lowerEnumConstant(source: Source, node: SyntaxNode, frame: ClassFrame): ClassMember[] {
  const at = node.start;
  const name = nameIn(source, node);
  const type = nameOf(identifier(frame.name), at);
  const body = child(node, 'body');
  const { result: made } = source.inMember(true, (): Expression => {
    const given = lowerArguments(source, child(node, 'arguments'));
    if (!body) return { kind: 'new', callee: type, arguments: given, at };
    const inner = frameOf(source, undefined, body, source.temporary('constant'), 'local', false);
    const members = source.inClass(inner, () => lowerMembers(source, body, inner, false, body));
    const parts: ClassNode = { name: frame.name, interface: false, extends: [type], implements: [], members, decorators: [], at };
    return { kind: 'new', callee: { kind: 'class', class: parts, at }, arguments: given, at };
  });
  const named = arrow(
    [
      declare(namePattern('%constant', at), made, at),
      {
        kind: 'expression',
        value: assign({ kind: 'member', object: nameOf('%constant', at), property: literal('%name', at), at }, literal(name, at), at),
        at,
      },
      { kind: 'return', value: nameOf('%constant', at), at },
    ],
    at,
  );
  return [staticField(fieldName(name), call(named, [], at), at)];
}

function lowerStaticBlock(source: Source, node: SyntaxNode): ClassMember {
  const at = node.start;
  const value = lowerFunction(source, { name: '', parameters: undefined, body: childOfType(node, 'block'), isStatic: true, at });
  return { kind: 'static-block', static: true, key: literal('', at), value: { kind: 'function', function: value, at }, decorators: [], at };
}

/** An initializer of instances runs as the value of a field that nobody can name. */
function lowerInstanceBlock(source: Source, node: SyntaxNode): ClassMember {
  const at = node.start;
  const owner = source.current;
  const { result, captured, bound } = source.inMember(false, () => lowerBlock(source, node));
  const outer: Block = captured && owner ? [declare(namePattern(OUTER_VARIABLE(owner.name), at), nameOf('this', at), at)] : [];
  const value = call(arrow([...outer, ...declarations(bound, at), ...result], at), [], at);
  return { kind: 'field', static: false, key: literal(source.temporary('initializer'), at), value, decorators: [], at };
}

// ── Methods ────────────────────────────────────────────────────────────────────────────────────────────────

function resultOf(source: Source, node: SyntaxNode): Type | undefined {
  return lowerType(source, child(node, 'type'));
}

const functionMember = (kind: 'method' | 'getter', key: string, isStatic: boolean, made: FunctionNode, at: number): ClassMember => ({
  kind,
  static: isStatic,
  key: literal(key, at),
  value: { kind: 'function', function: made, at },
  decorators: [],
  at,
});

/** `#0(String,int...)`: what `overloads.ts` chooses by. */
export function descriptor(source: Source, parameters: SyntaxNode | undefined, index: number): string {
  const types = (parameters?.children ?? []).flatMap((part) => {
    if (part.type === 'formal_parameter') return [typeText(source, child(part, 'type'))];
    if (part.type !== 'spread_parameter') return [];
    const type = part.children.find((each) => each.type !== 'modifiers' && each.type !== 'variable_declarator');
    return [`${typeText(source, type)}...`];
  });
  return `#${index}(${types.join(',')})`;
}

/** The method that picks one of several by its arguments, or one of the parent's. */
export const overload = (name: string, descriptors: readonly string[], at: number): Expression =>
  operation('overload', [nameOf('this', at), nameOf('%home', at), literal(name, at), ...descriptors.map((each) => literal(each, at))], at);

function lowerMethods(source: Source, parts: readonly SyntaxNode[], hasParent: boolean): ClassMember[] {
  const groups = new Map<string, SyntaxNode[]>();
  for (const part of parts) {
    if (part.type !== 'method_declaration' || child(part, 'body') === undefined) continue;
    const name = nameIn(source, part);
    groups.set(name, [...(groups.get(name) ?? []), part]);
  }
  return [...groups].flatMap(([name, nodes]): ClassMember[] => {
    const lowered = nodes.map((node) => {
      const isStatic = modifiersOf(source, node).has('static');
      const at = node.start;
      const written = lowerFunction(source, {
        name,
        parameters: child(node, 'parameters'),
        body: child(node, 'body'),
        isStatic,
        result: resultOf(source, node),
        at,
      });
      const around = aroundMethod(source, node);
      const made = around.length === 0 ? written : functionNode({ ...written, body: [...around, ...written.body] });
      return { node, isStatic, made, at };
    });
    const [only] = lowered;
    if (lowered.length === 1 && only && (only.isStatic || !hasParent))
      return [functionMember('method', name, only.isStatic, only.made, only.at)];
    const members = lowered.map(({ isStatic, made, at }, index) => functionMember('method', `${name}#${index}`, isStatic, made, at));
    const pickers = [true, false].flatMap((isStatic): ClassMember[] => {
      const own = lowered.flatMap((each, index) =>
        each.isStatic === isStatic ? [descriptor(source, child(each.node, 'parameters'), index)] : [],
      );
      const at = lowered[0]?.at ?? 0;
      if (own.length === 0) return [];
      // Static ones are found through an instance too, as Java finds them.
      const body: Block = [{ kind: 'return', value: overload(name, own, at), at }];
      return [functionMember('getter', name, isStatic, functionNode({ name: '', body, at }), at)];
    });
    return [...members, ...pickers];
  });
}

function constructorsOf(source: Source, node: SyntaxNode, parts: readonly SyntaxNode[]): readonly Constructor[] {
  const explicit = parts
    .filter((part) => part.type === 'constructor_declaration')
    .map((part, index) => explicitConstructor(source, part, index));
  return [...explicit, ...generatedConstructors(source, node, parts, explicit)];
}

// ── Records ────────────────────────────────────────────────────────────────────────────────────────────────

const componentsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  node.type === 'record_declaration' ? (child(node, 'parameters')?.children ?? []) : [];

function recordFields(source: Source, node: SyntaxNode): ClassMember[] {
  return componentsOf(node).map((component): ClassMember => {
    const at = component.start;
    const type = lowerType(source, child(component, 'type'));
    return {
      kind: 'field',
      static: false,
      key: literal(fieldName(nameIn(source, component)), at),
      ...(type ? { type } : {}),
      ...jsonTag(source, component),
      decorators: [],
      at,
    };
  });
}

function recordAccessors(source: Source, node: SyntaxNode, parts: readonly SyntaxNode[]): ClassMember[] {
  return componentsOf(node).flatMap((component): ClassMember[] => {
    const name = nameIn(source, component);
    const declared = parts.some(
      (part) => part.type === 'method_declaration' && nameIn(source, part) === name && child(part, 'parameters')?.children.length === 0,
    );
    const at = component.start;
    const body: Block = [{ kind: 'return', value: member(nameOf('this', at), fieldName(name), at), at }];
    return declared ? [] : [functionMember('method', name, false, functionNode({ name, body, at }), at)];
  });
}

// ── Interfaces ─────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Abstract methods are declared with the type of their result. What an interface gives by itself stands among its members and is
 * made when it is first used (builtins/interfaces.ts): default methods as getters, so that no implementor is looked for.
 */
function lowerInterface(source: Source, node: SyntaxNode, name: string, place: ClassFrame['place']): Expression {
  const at = node.start;
  const body = child(node, 'body');
  const parents = interfaceNodes(node).flatMap((type) => typeExpression(source, type) ?? []);
  const frame = frameOf(source, node, body, name, place, true);
  const members = source.inClass(frame, () => membersOf(body).flatMap((part) => lowerInterfaceMember(source, part)));
  const made: ClassNode = {
    name,
    interface: true,
    extends: parents,
    implements: [],
    members: [...members, ...annotationMember(source, node)],
    decorators: [],
    at,
  };
  return { kind: 'class', class: made, at };
}

function lowerInterfaceMember(source: Source, node: SyntaxNode): ClassMember[] {
  const at = node.start;
  const name = nameIn(source, node);
  if (isTypeDeclaration(node)) return [staticField(name, lowerClass(source, node, 'static'), at)];
  if (node.type === 'constant_declaration')
    return childrenIn(node, 'declarator').flatMap((declarator) => {
      const value = child(declarator, 'value');
      return value ? [staticField(fieldName(nameIn(source, declarator)), initialValue(source, true, value), declarator.start)] : [];
    });
  if (node.type !== 'method_declaration') return [];
  const result = resultOf(source, node);
  const body = child(node, 'body');
  if (body === undefined)
    return [{ kind: 'method', static: false, key: literal(name, at), ...(result ? { type: result } : {}), decorators: [], at }];
  const isStatic = modifiersOf(source, node).has('static');
  const made = lowerFunction(source, { name, parameters: child(node, 'parameters'), body, isStatic, result, at });
  return [functionMember(isStatic ? 'method' : 'getter', name, isStatic, made, at)];
}
