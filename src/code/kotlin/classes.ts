/**
 * Classes, interfaces, objects and enumerations, as classes of Java: a property is a field, what a companion holds belongs to the class
 * itself, an object is the one instance of its class. The primary constructor runs what the body of the class says, in its order.
 */
import { arrow, assign, call, declare, functionNode, literal, member, nameOf, namePattern, run } from '../construct.ts';
import { jsonTag } from '../java/annotations.ts';
import { overload } from '../java/classes.ts';
import { fieldName, identifier } from '../java/source.ts';
import type { Argument, Block, ClassMember, ClassNode, Expression, FunctionNode, Parameter, Type } from '../program.ts';
import { childOfType, type SyntaxNode } from '../tree-sitter.ts';
import { between, lowerArguments, lowerExpression } from './expressions.ts';
import { extendedType, type FunctionParts, lowerFunction, resultOf } from './functions.ts';
import type { ClassFrame, Source } from './source.ts';
import { initialOf, lowerBody } from './statements.ts';
import { isType, lowerType, simpleTypeName, typeExpression, typeIn } from './types.ts';

const DECLARATION = /^(class|object)_declaration$/;

export const isClass = (node: SyntaxNode): boolean => DECLARATION.test(node.type);

export const declaredName = (source: Source, node: SyntaxNode): string => {
  const name = node.children.find((part) => part.field === 'name') ?? childOfType(node, 'identifier');
  return name ? source.nameIn(name) : '';
};

const isInterface = (source: Source, node: SyntaxNode): boolean =>
  node.type === 'class_declaration' && /\binterface\b/.test(between(source, node));

const modifiers = (source: Source, node: SyntaxNode): string => {
  const found = childOfType(node, 'modifiers');
  return found
    ? found.children
        .filter((part) => part.type !== 'annotation')
        .map((part) => source.textOf(part))
        .join(' ')
    : '';
};

export const isAbstract = (source: Source, node: SyntaxNode): boolean =>
  isInterface(source, node) || /\b(abstract|sealed|open)\b/.test(modifiers(source, node));

/** The declarations in the body of a class, with what the parser could read inside what it could not. */
export function membersOf(node: SyntaxNode): readonly SyntaxNode[] {
  const body = node.children.find((part) => part.type === 'class_body' || part.type === 'enum_class_body');
  const flat = (parts: readonly SyntaxNode[]): readonly SyntaxNode[] =>
    parts.flatMap((part) => (part.type === 'ERROR' ? flat(part.children) : [part]));
  return flat(body?.children ?? []);
}

interface Parent {
  readonly type: SyntaxNode;
  /** what its constructor is handed; undefined of an interface */
  readonly arguments: SyntaxNode | undefined;
  readonly isClass: boolean;
  /** `I by value`: the value has the methods */
  readonly delegate: SyntaxNode | undefined;
}

function parentsOf(node: SyntaxNode): readonly Parent[] {
  return (childOfType(node, 'delegation_specifiers')?.children ?? []).flatMap((specifier): Parent[] => {
    const [made] = specifier.children;
    const type = made && (isType(made) ? made : typeIn(made));
    if (made === undefined || type === undefined) return [];
    const delegate = made.type === 'explicit_delegation' ? made.children.at(-1) : undefined;
    return [{ type, arguments: childOfType(made, 'value_arguments'), isClass: made.type === 'constructor_invocation', delegate }];
  });
}

// ── Frames ─────────────────────────────────────────────────────────────────────────────────────────────────

const propertyName = (source: Source, node: SyntaxNode): string => {
  const name = childOfType(childOfType(node, 'variable_declaration'), 'identifier');
  return name ? source.nameIn(name) : '';
};

const constructorParameters = (node: SyntaxNode): readonly SyntaxNode[] =>
  childOfType(childOfType(node, 'primary_constructor'), 'class_parameters')?.children.filter((part) => part.type === 'class_parameter') ??
  [];

/** `class C(val x: T)`: the parameter is a property too. */
const isProperty = (source: Source, parameter: SyntaxNode): boolean => /\b(val|var)\b/.test(between(source, parameter));

function frameOf(source: Source, node: SyntaxNode, name: string, named: boolean): ClassFrame {
  const properties = new Set<string>();
  const methods = new Set<string>();
  const statics = new Set<string>();
  const nested = new Set<string>();
  for (const parameter of constructorParameters(node)) if (isProperty(source, parameter)) properties.add(declaredName(source, parameter));
  for (const part of membersOf(node)) {
    if (part.type === 'property_declaration') properties.add(propertyName(source, part));
    else if (part.type === 'function_declaration') methods.add(declaredName(source, part));
    else if (part.type === 'enum_entry') statics.add(declaredName(source, part));
    else if (isClass(part)) nested.add(declaredName(source, part));
    else if (part.type === 'companion_object')
      for (const inner of membersOf(part)) {
        if (inner.type === 'property_declaration') statics.add(propertyName(source, inner));
        else if (inner.type === 'function_declaration') statics.add(declaredName(source, inner));
        else if (isClass(inner)) nested.add(declaredName(source, inner));
      }
  }
  return {
    kind: 'class',
    name,
    reference: named ? (at) => nameOf(identifier(name), at) : undefined,
    properties,
    methods,
    statics,
    nested,
    self: `%this ${name}`,
    inherits: parentsOf(node).length > 0,
  };
}

// ── Declarations ───────────────────────────────────────────────────────────────────────────────────────────

/** A class as a value; of an `object`, its one instance. */
export function lowerDeclaration(source: Source, node: SyntaxNode): Expression {
  const made = lowerClass(source, node, declaredName(source, node), true);
  return node.type === 'object_declaration' ? { kind: 'new', callee: made, arguments: [], at: node.start } : made;
}

function lowerClass(source: Source, node: SyntaxNode, name: string, named: boolean): Expression {
  const at = node.start;
  return source.deeper(at, () => {
    if (isInterface(source, node)) return lowerInterface(source, node, name);
    const parents = parentsOf(node);
    // what a class extends is constructed; an object expression may extend what it names without saying which it is
    const extended = parents.filter((parent) => parent.isClass).flatMap((parent) => typeExpression(source, parent.type) ?? []);
    const implemented = parents.filter((parent) => !parent.isClass).flatMap((parent) => lowerType(source, parent.type) ?? []);
    const frame = frameOf(source, node, name, named);
    const members = source.within(frame, () => lowerMembers(source, node, frame, parents));
    const made: ClassNode = {
      name,
      ...(named ? { self: identifier(name) } : {}),
      interface: false,
      extends: extended,
      implements: implemented,
      members: [...annotationMember(source, node), ...members],
      decorators: [],
      at,
    };
    return { kind: 'class', class: made, at };
  });
}

export function lowerLocalClass(source: Source, node: SyntaxNode): Block {
  const name = declaredName(source, node);
  source.declare(name);
  return [declare(namePattern(identifier(name), node.start), lowerDeclaration(source, node), node.start)];
}

/** `object : Base(), Interface { … }`. */
export function lowerObject(source: Source, node: SyntaxNode): Expression {
  const name = simpleTypeName(source, parentsOf(node)[0]?.type) ?? source.temporary('object');
  return { kind: 'new', callee: lowerClass(source, node, name, false), arguments: [], at: node.start };
}

function lowerInterface(source: Source, node: SyntaxNode, name: string): Expression {
  const at = node.start;
  const frame = frameOf(source, node, name, true);
  const members = source.within(frame, () =>
    membersOf(node).flatMap((part): ClassMember[] => {
      const place = part.start;
      if (isClass(part)) return [staticField(declaredName(source, part), lowerDeclaration(source, part), place)];
      if (part.type === 'companion_object') return companion(source, part, frame);
      if (part.type === 'property_declaration') {
        const type = lowerType(source, typeIn(childOfType(part, 'variable_declaration')));
        return type
          ? [{ kind: 'field', static: false, key: literal(fieldName(propertyName(source, part)), place), type, decorators: [], at: place }]
          : [];
      }
      if (part.type !== 'function_declaration') return [];
      const key = literal(declaredName(source, part), place);
      const body = childOfType(part, 'function_body');
      const result = lowerType(source, resultOf(part));
      if (!body) return [{ kind: 'method', static: false, key, ...(result ? { type: result } : {}), decorators: [], at: place }];
      // a default method, which is looked for where an implementor has none
      return [functionMember('getter', declaredName(source, part), false, method(source, part, frame, false), place)];
    }),
  );
  const made: ClassNode = {
    name,
    interface: true,
    extends: parentsOf(node).flatMap((parent) => typeExpression(source, parent.type) ?? []),
    implements: [],
    members: [...members, ...annotationMember(source, node)],
    decorators: [],
    at,
  };
  return { kind: 'class', class: made, at };
}

// ── Members ────────────────────────────────────────────────────────────────────────────────────────────────

const staticField = (name: string, value: Expression, at: number): ClassMember => ({
  kind: 'field',
  static: true,
  key: literal(name, at),
  value,
  decorators: [],
  at,
});

const functionMember = (
  kind: 'method' | 'getter' | 'setter',
  key: string,
  isStatic: boolean,
  made: FunctionNode,
  at: number,
): ClassMember => ({
  kind,
  static: isStatic,
  key: literal(key, at),
  value: { kind: 'function', function: made, at },
  decorators: [],
  at,
});

const method = (source: Source, node: SyntaxNode, owner: ClassFrame, isStatic: boolean): FunctionNode =>
  lowerFunction(source, {
    name: declaredName(source, node),
    parameters: childOfType(node, 'function_value_parameters'),
    body: childOfType(node, 'function_body'),
    extension: extendedType(node) !== undefined,
    owner,
    isStatic,
    result: resultOf(node),
    at: node.start,
  });

function lowerMembers(source: Source, node: SyntaxNode, frame: ClassFrame, parents: readonly Parent[]): ClassMember[] {
  const parts = membersOf(node);
  const statics = parts.flatMap((part): ClassMember[] => {
    if (isClass(part)) return [staticField(declaredName(source, part), lowerDeclaration(source, part), part.start)];
    if (part.type === 'companion_object') return companion(source, part, frame);
    return part.type === 'enum_entry' ? enumEntry(source, part, frame) : [];
  });
  const methods = lowerMethods(
    source,
    parts,
    frame,
    parents.some((parent) => parent.isClass),
  );
  return [
    ...statics,
    ...properties(source, node, parts),
    ...constructors(source, node, parts, frame, parents),
    ...accessors(source, parts, frame),
    ...methods,
  ];
}

/** The fields, without their values: the constructor sets them. */
function properties(source: Source, node: SyntaxNode, parts: readonly SyntaxNode[]): ClassMember[] {
  const field = (name: string, type: Type | undefined, part: SyntaxNode): ClassMember => ({
    kind: 'field',
    static: false,
    key: literal(fieldName(name), part.start),
    ...(type ? { type } : {}),
    ...jsonTag(source, part),
    decorators: [],
    at: part.start,
  });
  return [
    ...constructorParameters(node)
      .filter((parameter) => isProperty(source, parameter))
      .map((parameter) => field(declaredName(source, parameter), lowerType(source, typeIn(parameter)), parameter)),
    ...parts
      .filter((part) => part.type === 'property_declaration' && !isComputed(part) && extendedType(part) === undefined)
      .map((part) => field(propertyName(source, part), lowerType(source, typeIn(childOfType(part, 'variable_declaration'))), part)),
  ];
}

/** A property with a getter and no value of its own. */
const isComputed = (node: SyntaxNode): boolean =>
  childOfType(node, 'getter')?.children.length !== undefined && childOfType(node, 'property_delegate') === undefined && !hasValue(node);

const hasValue = (node: SyntaxNode): boolean =>
  node.children.some(
    (part) =>
      !/^(modifiers|variable_declaration|multi_variable_declaration|getter|setter|type_parameters|type_constraints|property_delegate)$/.test(
        part.type,
      ) && !isType(part),
  );

function accessors(source: Source, parts: readonly SyntaxNode[], frame: ClassFrame): ClassMember[] {
  return parts.flatMap((part): ClassMember[] => {
    if (part.type !== 'property_declaration' || !isComputed(part)) return [];
    const at = part.start;
    const body = childOfType(childOfType(part, 'getter'), 'function_body');
    const made = lowerFunction(source, {
      name: propertyName(source, part),
      body,
      owner: frame,
      extension: extendedType(part) !== undefined,
      at,
    });
    return [functionMember('getter', fieldName(propertyName(source, part)), false, made, at)];
  });
}

function companion(source: Source, node: SyntaxNode, frame: ClassFrame): ClassMember[] {
  const parts = membersOf(node);
  return [
    ...parts.flatMap((part): ClassMember[] => {
      const at = part.start;
      if (isClass(part)) return [staticField(declaredName(source, part), lowerDeclaration(source, part), at)];
      if (part.type === 'property_declaration') {
        const name = propertyName(source, part);
        if (isComputed(part)) {
          const body = childOfType(childOfType(part, 'getter'), 'function_body');
          return [
            functionMember('getter', fieldName(name), true, lowerFunction(source, { name, body, owner: frame, isStatic: true, at }), at),
          ];
        }
        return [staticField(fieldName(name), initialValue(source, part, frame), at)];
      }
      return part.type === 'anonymous_initializer' ? [staticBlock(source, part, frame)] : [];
    }),
    ...grouped(
      source,
      parts.filter((part) => part.type === 'function_declaration'),
      frame,
      true,
      false,
    ),
  ];
}

function staticBlock(source: Source, node: SyntaxNode, owner: ClassFrame): ClassMember {
  const at = node.start;
  const made = lowerFunction(source, { name: '', body: childOfType(node, 'block'), owner, isStatic: true, at });
  return { kind: 'static-block', static: true, key: literal('', at), value: { kind: 'function', function: made, at }, decorators: [], at };
}

/** An initial value with what runs before it. */
function initialValue(source: Source, node: SyntaxNode, owner: ClassFrame): Expression {
  const at = node.start;
  const frame = { kind: 'function' as const, names: new Set<string>(), member: true, isStatic: true, captured: false };
  const { result, before } = source.within(frame, () => source.apart(() => initialOf(source, node) ?? literal(undefined, at)));
  const outer = frame.captured ? [declare(namePattern(owner.self, at), nameOf('this', at), at)] : [];
  if (before.length === 0 && outer.length === 0) return result;
  return call(arrow([...outer, ...before, { kind: 'return', value: result, at }], at), [], at);
}

/** An entry of an enumeration is an instance that knows its name. */
function enumEntry(source: Source, node: SyntaxNode, frame: ClassFrame): ClassMember[] {
  const at = node.start;
  const name = declaredName(source, node);
  const body = childOfType(node, 'class_body');
  const type = nameOf(identifier(frame.name), at);
  const given = lowerArguments(source, childOfType(node, 'value_arguments'));
  let callee: Expression = type;
  if (body) {
    const inner = frameOf(source, node, frame.name, false);
    const members = source.within(inner, () => lowerMethods(source, membersOf(node), inner, true));
    callee = {
      kind: 'class',
      class: { name: frame.name, interface: false, extends: [type], implements: [], members, decorators: [], at },
      at,
    };
  }
  const made: Expression = { kind: 'new', callee, arguments: given, at };
  const constant = nameOf('%constant', at);
  const named = arrow(
    [
      declare(namePattern('%constant', at), made, at),
      run(assign({ kind: 'member', object: constant, property: literal('%name', at), at }, literal(name, at), at)),
      { kind: 'return', value: constant, at },
    ],
    at,
  );
  return [staticField(fieldName(name), call(named, [], at), at)];
}

function lowerMethods(source: Source, parts: readonly SyntaxNode[], frame: ClassFrame, hasParent: boolean): ClassMember[] {
  return grouped(
    source,
    parts.filter((part) => part.type === 'function_declaration' && childOfType(part, 'function_body')),
    frame,
    false,
    hasParent,
  );
}

/** Methods of one name stand as `name#0`, `name#1`, and `name` picks one of them by its arguments, as in Java. */
function grouped(source: Source, nodes: readonly SyntaxNode[], frame: ClassFrame, isStatic: boolean, hasParent: boolean): ClassMember[] {
  const groups = new Map<string, SyntaxNode[]>();
  for (const node of nodes) groups.set(declaredName(source, node), [...(groups.get(declaredName(source, node)) ?? []), node]);
  return [...groups].flatMap(([name, group]): ClassMember[] => {
    const lowered = group.map((node) => method(source, node, frame, isStatic));
    const [only] = lowered;
    if (lowered.length === 1 && only && (isStatic || !hasParent)) return [functionMember('method', name, isStatic, only, only.at)];
    const at = only?.at ?? 0;
    const body: Block = [
      {
        kind: 'return',
        value: overload(
          name,
          group.flatMap((node, index) => descriptors(source, parametersOf(node), index)),
          at,
        ),
        at,
      },
    ];
    return [
      ...lowered.map((made, index) => functionMember('method', `${name}#${index}`, isStatic, made, made.at)),
      functionMember('getter', name, isStatic, functionNode({ name: '', body, at }), at),
    ];
  });
}

interface Described {
  readonly type: SyntaxNode | undefined;
  readonly hasDefault: boolean;
  readonly variadic: boolean;
}

function parametersOf(node: SyntaxNode): readonly Described[] {
  const found: Described[] = [];
  let variadic = false;
  for (const part of childOfType(node, 'function_value_parameters')?.children ?? []) {
    if (part.type === 'parameter') found.push({ type: part.children.find(isType), hasDefault: false, variadic });
    else if (part.type !== 'parameter_modifiers') {
      const last = found.pop();
      if (last) found.push({ ...last, hasDefault: true });
    }
    variadic = part.type === 'parameter_modifiers';
  }
  return found;
}

/** What `overloads.ts` chooses by: one for every number of arguments that the defaults allow. */
function descriptors(source: Source, parameters: readonly Described[], index: number): readonly string[] {
  const names = parameters.map(({ type, variadic }) => `${simpleTypeName(source, type) ?? 'Object'}${variadic ? '...' : ''}`);
  const least = parameters.findLastIndex((parameter) => !parameter.hasDefault) + 1;
  return Array.from({ length: parameters.length - least + 1 }, (_, extra) => `#${index}(${names.slice(0, least + extra).join(',')})`);
}

// ── Constructors ───────────────────────────────────────────────────────────────────────────────────────────

/** The primary constructor: what the parent is handed, the properties of its parameters, then the body of the class in its order. */
function constructors(
  source: Source,
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  frame: ClassFrame,
  parents: readonly Parent[],
): ClassMember[] {
  const at = node.start;
  const secondary = parts.filter((part) => part.type === 'secondary_constructor');
  const parameters = constructorParameters(node);
  const primary = primaryConstructor(source, node, parts, frame, parents);
  if (secondary.length === 0) return [functionMember('method', 'constructor', false, primary, at)];
  const hasPrimary = childOfType(node, 'primary_constructor') !== undefined;
  const own = parameters.map(
    (part): Described => ({ type: typeIn(part), hasDefault: hasDefault(part), variadic: /\bvararg\b/.test(modifiers(source, part)) }),
  );
  const all = [
    ...(hasPrimary ? descriptors(source, own, 0) : []),
    ...secondary.flatMap((part, index) => descriptors(source, parametersOf(part), index + 1)),
  ];
  const others = secondary.map((part) => secondaryConstructor(source, part, frame, all, hasPrimary));
  const picker: FunctionNode = functionNode({
    name: '',
    parameters: [{ target: namePattern('%given', at), rest: 'list' }],
    body: [
      run({ kind: 'call', callee: overload('constructor', all, at), arguments: [{ value: nameOf('%given', at), spread: 'list' }], at }),
    ],
    at,
  });
  return [primary, ...others]
    .map((made, index) => functionMember('method', `constructor#${index}`, false, made, made.at))
    .concat(functionMember('method', 'constructor', false, picker, at));
}

const hasDefault = (parameter: SyntaxNode): boolean =>
  parameter.children.findIndex(isType) >= 0 && !isType(parameter.children.at(-1) ?? parameter);

function primaryConstructor(
  source: Source,
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  frame: ClassFrame,
  parents: readonly Parent[],
): FunctionNode {
  const at = node.start;
  const own = {
    kind: 'function' as const,
    names: new Set<string>(),
    member: true,
    returns: true,
    labels: [],
    captured: false,
    left: false,
  };
  const { parameters, body } = source.within(own, () => {
    const lowered = constructorParameters(node).map((part): Parameter => {
      const name = declaredName(source, part);
      source.declare(name);
      const target = namePattern(identifier(name), part.start);
      const type = lowerType(source, typeIn(part));
      if (/\bvararg\b/.test(modifiers(source, part))) return { target, name, rest: 'list' };
      const value = hasDefault(part) ? part.children.at(-1) : undefined;
      const given = value ? { default: source.apart(() => lowerExpression(source, value)).result } : {};
      return { target, name, ...(type ? { type } : {}), ...given };
    });
    const statements: Block[] = [];
    const parent = parents.find((each) => each.isClass);
    if (parent) statements.push(isolated(source, () => [run(superCall(lowerArguments(source, parent.arguments), at))]));
    for (const part of constructorParameters(node))
      if (isProperty(source, part))
        statements.push([set(declaredName(source, part), nameOf(identifier(declaredName(source, part)), part.start), part.start)]);
    parents.forEach((each, index) => {
      const { delegate } = each;
      if (delegate)
        statements.push(isolated(source, () => [run(assign(ownMember(`%delegate ${index}`, at), lowerExpression(source, delegate), at))]));
    });
    for (const part of parts) {
      if (part.type === 'anonymous_initializer') {
        const block = childOfType(part, 'block');
        if (block) statements.push([{ kind: 'block', body: lowerBody(source, block, { kind: 'nowhere' }), at: part.start }]);
      } else if (part.type === 'property_declaration' && !isComputed(part)) {
        statements.push(
          isolated(source, () => {
            const value = initialOf(source, part);
            return value ? [set(propertyName(source, part), value, part.start)] : [];
          }),
        );
      }
    }
    return { parameters: lowered, body: statements.flat() };
  });
  const outer = own.captured ? [declare(namePattern(frame.self, at), nameOf('this', at), at)] : [];
  return functionNode({ name: frame.name, parameters, body: [...outer, ...body], at });
}

function isolated(source: Source, lower: () => Block): Block {
  const { result, before } = source.apart(lower);
  return [...before, ...result];
}

const ownMember = (name: string, at: number) => ({ kind: 'member' as const, object: nameOf('this', at), property: literal(name, at), at });

const set = (name: string, value: Expression, at: number) => run(assign(ownMember(fieldName(name), at), value, at));

const superCall = (given: readonly Argument[], at: number): Expression => ({
  kind: 'call',
  callee: nameOf('super', at),
  arguments: given,
  at,
});

function secondaryConstructor(
  source: Source,
  node: SyntaxNode,
  frame: ClassFrame,
  all: readonly string[],
  hasPrimary: boolean,
): FunctionNode {
  const at = node.start;
  const delegation = childOfType(node, 'constructor_delegation_call');
  const toParent = delegation !== undefined && /^super\b/.test(source.textOf(delegation));
  const parts: FunctionParts = {
    name: frame.name,
    parameters: childOfType(node, 'function_value_parameters'),
    body: childOfType(node, 'block'),
    owner: frame,
    at,
  };
  const made = lowerFunction(source, parts);
  // the arguments are lowered among the parameters
  const names = { kind: 'function' as const, names: new Set<string>(made.parameters.map((parameter) => parameter.name ?? '')) };
  const { result: given, before } = source.within(names, () =>
    source.apart(() => lowerArguments(source, childOfType(delegation, 'value_arguments'))),
  );
  const callee = toParent || !delegation ? undefined : overload('constructor', all, at);
  const first: Expression = callee ? { kind: 'call', callee, arguments: given, at } : superCall(given, at);
  // without a primary constructor, each runs the body of the class
  const own: Expression = { kind: 'call', callee: member(nameOf('this', at), 'constructor#0', at), arguments: [], at };
  const start: Block = delegation || hasPrimary ? [...before, run(first), ...(toParent && !hasPrimary ? [run(own)] : [])] : [run(own)];
  return { ...made, body: [...start, ...made.body] };
}

// ── Annotations ────────────────────────────────────────────────────────────────────────────────────────────

/** Annotations of the class that name a resource or say what the class is for, as Java's are kept. */
function annotationMember(source: Source, node: SyntaxNode): ClassMember[] {
  const all = childOfType(node, 'modifiers')?.children.filter((part) => part.type === 'annotation') ?? [];
  const entries = all.flatMap((annotation) => {
    const made = childOfType(annotation, 'constructor_invocation') ?? annotation;
    const name = simpleTypeName(source, typeIn(made));
    if (name === undefined) return [];
    const at = annotation.start;
    const given = lowerArguments(source, childOfType(made, 'value_arguments'));
    const values = given.map((each) => ({ kind: 'entry' as const, key: literal(each.name ?? 'value', at), value: each.value }));
    return [{ kind: 'entry' as const, key: literal(name, at), value: { kind: 'object' as const, entries: values, at } }];
  });
  if (entries.length === 0) return [];
  const at = node.start;
  return [{ kind: 'field', static: true, key: literal('%annotations', at), value: { kind: 'object', entries, at }, decorators: [], at }];
}
