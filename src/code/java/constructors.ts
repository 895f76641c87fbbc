/**
 * Constructors: those that are written, the one of a record, and those that Lombok generates. A class with several has a
 * `constructor` that picks one by its arguments.
 */
import { assign, functionNode, literal, member, nameOf, namePattern, operation, run } from '../construct.ts';
import type { Argument, Block, ClassMember, Expression, FunctionNode, Parameter } from '../program.ts';
import { child, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { annotationsOf, modifiersOf } from './annotations.ts';
import { descriptor, nameIn, overload } from './classes.ts';
import { lowerArguments } from './expressions.ts';
import { lowerFunction } from './functions.ts';
import { type ClassFrame, fieldName, type Source } from './source.ts';
import { lowerType } from './types.ts';

export interface Constructor {
  readonly descriptor: string;
  /** written out, so that it says itself which constructor of the parent runs */
  readonly node?: SyntaxNode;
  readonly parameters: SyntaxNode | undefined;
  readonly body: SyntaxNode | undefined;
  /** fields that get the parameters of their name after the body */
  readonly fields: readonly { readonly name: string; readonly type: SyntaxNode | undefined; readonly at: number }[];
  readonly at: number;
}

export function explicitConstructor(source: Source, node: SyntaxNode, index: number): Constructor {
  const parameters = child(node, 'parameters');
  return { descriptor: descriptor(source, parameters, index), node, parameters, body: child(node, 'body'), fields: [], at: node.start };
}

/** The canonical constructor of a record; those of Lombok's annotations (Project Lombok, "@NoArgsConstructor, @RequiredArgsConstructor, @AllArgsConstructor"). */
export function generatedConstructors(
  source: Source,
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  explicit: readonly Constructor[],
): readonly Constructor[] {
  const index = explicit.length;
  if (node.type === 'record_declaration') {
    const parameters = child(node, 'parameters');
    const components = parameters?.children ?? [];
    if (explicit.some((each) => each.parameters?.children.length === components.length)) return [];
    const compact = parts.find((part) => part.type === 'compact_constructor_declaration');
    const fields = components.map((part) => ({ name: nameIn(source, part), type: child(part, 'type'), at: part.start }));
    return [
      { descriptor: descriptor(source, parameters, index), parameters, body: compact && child(compact, 'body'), fields, at: node.start },
    ];
  }
  if (node.type !== 'class_declaration') return [];
  const names = new Set(annotationsOf(source, node).map(({ name }) => name));
  const made: Constructor[] = [];
  const add = (fields: Constructor['fields']): void => {
    const types = fields.map(({ type }) => (type ? source.textOf(type).replaceAll(/<[\s\S]*>|\s|,/g, '') : ''));
    if (made.some((each) => each.fields.length === fields.length)) return;
    made.push({
      descriptor: `#${index + made.length}(${types.join(',')})`,
      parameters: undefined,
      body: undefined,
      fields,
      at: node.start,
    });
  };
  const all = instanceFields(source, parts, () => true);
  if (names.has('NoArgsConstructor')) add([]);
  if (names.has('AllArgsConstructor') || ((names.has('Value') || names.has('Builder')) && index === 0 && made.length === 0)) add(all);
  if (names.has('RequiredArgsConstructor') || (names.has('Data') && index === 0 && made.length === 0))
    add(
      instanceFields(
        source,
        parts,
        (part) => modifiersOf(source, part).has('final') || annotationsOf(source, part).some(({ name }) => name === 'NonNull'),
      ),
    );
  return made;
}

function instanceFields(source: Source, parts: readonly SyntaxNode[], wanted: (part: SyntaxNode) => boolean): Constructor['fields'] {
  return parts.flatMap((part) => {
    if (part.type !== 'field_declaration' || modifiersOf(source, part).has('static') || !wanted(part)) return [];
    return childrenIn(part, 'declarator')
      .filter((declarator) => child(declarator, 'value') === undefined)
      .map((declarator) => ({ name: nameIn(source, declarator), type: child(part, 'type'), at: declarator.start }));
  });
}

const OUTER = '%outer';
const NAMED = '%named';

/** The instance around an inner class, as its constructor is handed it. */
const handedOuter = (at: number): Expression => member(nameOf(NAMED, at), OUTER, at);

const passedOuter = (inner: boolean, at: number): Argument[] => (inner ? [{ name: OUTER, value: handedOuter(at) }] : []);

export function lowerConstructors(
  source: Source,
  frame: ClassFrame,
  constructors: readonly Constructor[],
  hasParent: boolean,
): ClassMember[] {
  const inner = frame.place === 'member';
  if (constructors.length === 0 && !inner) return [];
  const all: readonly Constructor[] =
    constructors.length > 0 ? constructors : [{ descriptor: '#0()', parameters: undefined, body: undefined, fields: [], at: 0 }];
  const descriptors = all.map((each) => each.descriptor);
  const lowered = all.map((each) => lowerConstructor(source, frame, each, descriptors, hasParent));
  const [only] = lowered;
  if (lowered.length === 1 && only) return [constructorMember('constructor', only)];
  const at = all[0]?.at ?? 0;
  const pick: Expression = {
    kind: 'call',
    callee: overload('constructor', descriptors, at),
    arguments: [{ value: nameOf('%given', at), spread: 'list' }, ...passedOuter(inner, at)],
    at,
  };
  const parameters: Parameter[] = [{ target: namePattern('%given', at), rest: 'list' }, ...(inner ? [outerParameter(at)] : [])];
  const picker = functionNode({ name: '', parameters, body: [run(pick)], at });
  return [...lowered.map((made, index) => constructorMember(`constructor#${index}`, made)), constructorMember('constructor', picker)];
}

const constructorMember = (key: string, made: FunctionNode): ClassMember => ({
  kind: 'method',
  static: false,
  key: literal(key, made.at),
  value: { kind: 'function', function: made, at: made.at },
  decorators: [],
  at: made.at,
});

const outerParameter = (at: number): Parameter => ({ target: namePattern(NAMED, at), rest: 'map' });

function lowerConstructor(
  source: Source,
  frame: ClassFrame,
  made: Constructor,
  descriptors: readonly string[],
  hasParent: boolean,
): FunctionNode {
  const { at } = made;
  const inner = frame.place === 'member';
  const first = made.node && made.body?.children[0];
  const explicit = first?.type === 'explicit_constructor_invocation' ? first : undefined;
  const before = (): Block => {
    const outer = inner
      ? [run(assign({ kind: 'member', object: nameOf('this', at), property: literal(OUTER, at), at }, outerOf(frame, at), at))]
      : [];
    if (explicit) return [...outer, run(lowerExplicit(source, explicit, descriptors, inner))];
    return [...outer, ...(hasParent ? [run(parentCall([], inner, at))] : [])];
  };
  const store = (): Block =>
    made.fields.map(({ name, at: place }) =>
      run(
        assign(
          { kind: 'member', object: nameOf('this', place), property: literal(fieldName(name), place), at: place },
          nameOf(name, place),
          place,
        ),
      ),
    );
  const parameters: Parameter[] = made.parameters
    ? []
    : made.fields.map(({ name, type, at: place }): Parameter => {
        const lowered = lowerType(source, type);
        return { target: namePattern(name, place), ...(lowered ? { type: lowered } : {}) };
      });
  const result = lowerFunction(source, {
    name: frame.name,
    parameters: made.parameters,
    body: made.body,
    isStatic: false,
    before,
    after: store,
    more: parameters,
    at,
  });
  return inner ? { ...result, parameters: [...result.parameters, outerParameter(at)] } : result;
}

/** Whoever makes an inner class without saying around what, a container, has an instance of the outer class of its own. */
const outerOf = (frame: ClassFrame, at: number): Expression => ({
  kind: 'logical',
  operator: 'nullish',
  left: handedOuter(at),
  right: operation('outer', [frame.outer ? nameOf(frame.outer, at) : literal(null, at)], at),
  at,
});

const parentCall = (given: readonly Argument[], inner: boolean, at: number): Expression => ({
  kind: 'call',
  callee: nameOf('super', at),
  arguments: [...given, ...passedOuter(inner, at)],
  at,
});

/** `this(…)` and `super(…)`. */
function lowerExplicit(source: Source, node: SyntaxNode, descriptors: readonly string[], inner: boolean): Expression {
  const at = node.start;
  const target = child(node, 'constructor');
  const given = lowerArguments(source, child(node, 'arguments'));
  if (target?.type !== 'this') return parentCall(given, inner, at);
  return { kind: 'call', callee: overload('constructor', descriptors, at), arguments: [...given, ...passedOuter(inner, at)], at };
}
