/**
 * Classes. Attributes of the class body are static fields, which instances see too; annotated names without a value are fields
 * of instances. Statements that define nothing run in a static block, where `this` is the class. A data class gets the
 * constructor that its fields define (Python Standard Library, "dataclasses").
 */
import { assign, functionNode, literal, member, nameOf } from '../construct.ts';
import type { ClassMember, Expression, Parameter, Statement } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression } from './expressions.ts';
import { lowerFunction } from './functions.ts';
import { settingOf, settingsPrefix } from './settings.ts';
import { identifier, type Source } from './source.ts';
import { bind, lowerStatement } from './statements.ts';
import { lowerType } from './types.ts';

export function lowerClass(source: Source, node: SyntaxNode, decorators: readonly SyntaxNode[]): readonly Statement[] {
  const at = node.start;
  const nameNode = child(node, 'name');
  const name = nameNode ? source.textOf(nameNode) : '';
  // `Generic[T]` and a metaclass add no members.
  const bases = (child(node, 'superclasses')?.children ?? []).filter(
    (part) => part.type !== 'keyword_argument' && part.type !== 'dictionary_splat',
  );
  const parents = bases.filter(
    (base) =>
      base.type !== 'list_splat' && !/^(typing\.)?(Generic|Protocol)\b/.test(source.textOf(base)) && source.textOf(base) !== 'object',
  );
  const parentExpressions = parents.map((base) => lowerExpression(source, base));
  const decoratorExpressions = decorators.map((decorator) => lowerExpression(source, decorator));
  const statements = child(node, 'body')?.children ?? [];
  const members = source.inScope('class', new Set(), () => statements.flatMap((statement) => lowerMember(source, statement)));
  const isProtocol = bases.some((base) => /^(typing\.)?Protocol\b/.test(source.textOf(base)));
  if (!members.some((made) => made.kind === 'method' && keyOf(made) === 'constructor'))
    members.push(...dataConstructor(source, { name, bases: parents, decorators, statements, at }));
  const made: Expression = {
    kind: 'class',
    class: { name, interface: isProtocol, extends: parentExpressions, implements: [], members, decorators: decoratorExpressions, at },
    at,
  };
  return [bind(source, source.write(name, at), made, at)];
}

const keyOf = (made: ClassMember): unknown => (made.key.kind === 'literal' ? made.key.value : undefined);

function lowerMember(source: Source, node: SyntaxNode): ClassMember[] {
  switch (node.type) {
    case 'function_definition':
      return lowerMethod(source, node, []);
    case 'decorated_definition': {
      const definition = child(node, 'definition');
      const decorators = node.children.flatMap((part) => (part.type === 'decorator' && part.children[0] ? [part.children[0]] : []));
      if (definition?.type === 'function_definition') return lowerMethod(source, definition, decorators);
      break;
    }
    case 'expression_statement': {
      const fields = node.children[0]?.type === 'assignment' ? lowerField(source, node.children[0]) : undefined;
      if (fields) return fields;
      break;
    }
  }
  const statements = lowerStatement(source, node);
  if (statements.length === 0) return [];
  const at = node.start;
  const block: Expression = { kind: 'function', function: functionNode({ name: '', body: statements, at }), at };
  return [{ kind: 'static-block', static: true, key: literal('', at), value: block, decorators: [], at }];
}

function lowerMethod(source: Source, node: SyntaxNode, decorators: readonly SyntaxNode[]): ClassMember[] {
  const at = node.start;
  const nameNode = child(node, 'name');
  if (nameNode === undefined) return [];
  const name = source.textOf(nameNode);
  const texts = decorators.map((decorator) => source.textOf(decorator));
  const last = (text: string): string => text.slice(text.lastIndexOf('.') + 1).replace(/\(.*$/s, '');
  const isStatic = texts.includes('staticmethod');
  const ofClass = texts.includes('classmethod') || name === '__new__' || name === '__init_subclass__' || name === '__class_getitem__';
  const getter = texts.some((text) => last(text) === 'property' || last(text) === 'cached_property');
  const setter = texts.some((text) => text === `${name}.setter`);
  const remover = texts.some((text) => text === `${name}.deleter`);
  if (remover) return [];
  const known = (text: string): boolean =>
    text === 'staticmethod' ||
    text === 'classmethod' ||
    last(text) === 'property' ||
    last(text) === 'cached_property' ||
    last(text) === 'abstractmethod' ||
    text.startsWith(`${name}.`);
  const others = decorators.filter((_, index) => !known(texts[index] ?? '')).map((decorator) => lowerExpression(source, decorator));
  const { node: made, before } = lowerFunction(source, node, !isStatic);
  const prelude: ClassMember[] =
    before.length === 0
      ? []
      : [
          {
            kind: 'static-block',
            static: true,
            key: literal('', at),
            value: { kind: 'function', function: functionNode({ name: '', body: before, at }), at },
            decorators: [],
            at,
          },
        ];
  source.addAttribute(name);
  return [
    ...prelude,
    {
      kind: getter ? 'getter' : setter ? 'setter' : 'method',
      static: isStatic || ofClass,
      key: literal(name === '__init__' ? 'constructor' : name, nameNode.start),
      value: { kind: 'function', function: made, at },
      decorators: others,
      at,
    },
  ];
}

/** `name = value`, `name: Type = value` and `name: Type`; undefined for other targets. */
function lowerField(source: Source, node: SyntaxNode): ClassMember[] | undefined {
  const left = child(node, 'left');
  const right = child(node, 'right');
  if (left?.type !== 'identifier' || right?.type === 'assignment' || right?.type === 'augmented_assignment') return undefined;
  const name = source.textOf(left);
  const type = lowerType(source, child(node, 'type'));
  const value = right && lowerExpression(source, right);
  if (value !== undefined) source.addAttribute(name);
  return [
    {
      kind: 'field',
      static: value !== undefined,
      key: literal(name, left.start),
      ...(value ? { value } : {}),
      ...(type ? { type } : {}),
      decorators: [],
      at: node.start,
    },
  ];
}

interface ClassFacts {
  readonly name: string;
  readonly bases: readonly SyntaxNode[];
  readonly decorators: readonly SyntaxNode[];
  readonly statements: readonly SyntaxNode[];
  readonly at: number;
}

const DATA_DECORATOR = /^(dataclasses\.|pydantic\.dataclasses\.|attr\.|attrs\.)?(dataclass|define|s|frozen)\b/;
const DATA_BASE = /^(typing\.|pydantic\.|pydantic_settings\.)?(NamedTuple|BaseModel|BaseSettings)$/;
const SETTINGS_BASE = /(^|\.)BaseSettings$/;

/**
 * The constructor of a data class. Nothing is made when a base comes from another file, since its fields come first and are
 * not known here: instances are then open.
 */
function dataConstructor(source: Source, facts: ClassFacts): ClassMember[] {
  const inherited = facts.bases.map((base) => source.textOf(base)).filter((base) => !DATA_BASE.test(base) && !/^(abc\.)?ABC$/.test(base));
  const isData =
    facts.decorators.some((decorator) => DATA_DECORATOR.test(source.textOf(decorator))) ||
    facts.bases.some((base) => DATA_BASE.test(source.textOf(base)));
  if (!isData && !inherited.some((base) => source.dataClasses.has(base))) return [];
  const fields = new Map<string, SyntaxNode>();
  for (const base of inherited) {
    const known = source.dataClasses.get(base);
    if (known === undefined) return [];
    for (const field of known) fields.set(fieldName(source, field), field);
  }
  for (const statement of facts.statements) {
    const field = statement.type === 'expression_statement' ? statement.children[0] : undefined;
    const type = field?.type === 'assignment' ? child(field, 'type') : undefined;
    if (field && type && child(field, 'left')?.type === 'identifier' && !/\bClassVar\b/.test(source.textOf(type)))
      fields.set(fieldName(source, field), field);
  }
  source.dataClasses.set(facts.name, [...fields.values()]);
  const at = facts.at;
  const isSettings = facts.bases.some((base) => SETTINGS_BASE.test(source.textOf(base)));
  const prefix = isSettings ? settingsPrefix(source, facts.statements) : '';
  const parameters = [...fields].map(([name, field]): Parameter => {
    const type = lowerType(source, child(field, 'type'));
    const given = fieldDefault(source, child(field, 'right'));
    const fallback = isSettings ? settingOf(source, name, field, prefix, given) : given;
    const local = identifier(name);
    return {
      target: { kind: 'name', name: local, ...(type ? { type } : {}), at: field.start },
      ...(fallback ? { default: fallback } : {}),
      ...(type ? { type } : {}),
      ...(local === name ? {} : { name }),
    };
  });
  const body: Statement[] = [...fields.keys()].map((name) => ({
    kind: 'expression',
    value: assign({ kind: 'member', object: nameOf('this', at), property: literal(name, at), at }, nameOf(identifier(name), at), at),
    at,
  }));
  const initialize = facts.statements.some((statement) => {
    const definition = statement.type === 'decorated_definition' ? child(statement, 'definition') : statement;
    const name = definition?.type === 'function_definition' ? child(definition, 'name') : undefined;
    return name !== undefined && source.textOf(name) === '__post_init__';
  });
  if (initialize) {
    const target = member(nameOf('this', at), '__post_init__', at);
    body.push({ kind: 'expression', value: { kind: 'call', callee: target, arguments: [], at }, at });
  }
  const made = functionNode({ name: 'constructor', parameters, body, at });
  return [
    { kind: 'method', static: false, key: literal('constructor', at), value: { kind: 'function', function: made, at }, decorators: [], at },
  ];
}

const fieldName = (source: Source, field: SyntaxNode): string => source.textOf(child(field, 'left') ?? field);

/** `field(default_factory=list)` calls the factory for each instance. */
function fieldDefault(source: Source, node: SyntaxNode | undefined): Expression | undefined {
  if (node === undefined) return undefined;
  const callee = node.type === 'call' ? child(node, 'function') : undefined;
  if (callee === undefined || !/(^|\.)(field|Field|ib)$/.test(source.textOf(callee))) return lowerExpression(source, node);
  const args = child(node, 'arguments')?.children ?? [];
  const keyword = (name: string): SyntaxNode | undefined => {
    const found = args.find(
      (argument) => argument.type === 'keyword_argument' && source.textOf(child(argument, 'name') ?? argument) === name,
    );
    return found && child(found, 'value');
  };
  const value = keyword('default');
  if (value) return lowerExpression(source, value);
  const factory = keyword('default_factory') ?? keyword('factory');
  if (factory) return { kind: 'call', callee: lowerExpression(source, factory), arguments: [], at: factory.start };
  const first = args[0];
  return first && first.type !== 'keyword_argument' && first.type !== 'ellipsis' ? lowerExpression(source, first) : undefined;
}
