/** Functions, methods and function literals: parameters, and results with names. */
import { declare, functionNode, list, literal, nameOf, namePattern, operation } from '../construct.ts';
import type { Block, Expression, FunctionNode, Parameter, Pattern, Statement } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { ownReceiver } from './addresses.ts';
import { lowerStatements, withLater } from './statements.ts';
import { copies, typeFrom } from './static-types.ts';
import { lowerResult, lowerType, namesIn } from './types.ts';
import { identifier, type Unit } from './unit.ts';
import { holdingOf, typeField, zeroValue } from './zero.ts';

/** A declaration or method; `name` is how call chains call it. */
export function lowerFunction(unit: Unit, node: SyntaxNode, name: string): FunctionNode {
  const receiverNode = child(node, 'receiver')?.children[0];
  const receiverName = receiverNode && namesIn(receiverNode)[0];
  return unit.package.deeper(unit.at(node), () =>
    unit.inScope(() => {
      const receiver = receiverName && unit.textOf(receiverName);
      const receiverType = typeFrom(unit, receiverNode && child(receiverNode, 'type'));
      if (receiver !== undefined) unit.declare(receiver, 'other', receiverType);
      const typeParameters = (child(node, 'type_parameters')?.children ?? []).flatMap(namesIn).map((each) => unit.textOf(each));
      for (const each of typeParameters) unit.declare(each, 'type parameter');
      const own = receiver === undefined ? [] : receiverTypes(unit, receiver, receiverNode && child(receiverNode, 'type'));
      const parameters = lowerParameters(unit, child(node, 'parameters'));
      const result = lowerResult(unit, child(node, 'result'));
      const copied = receiver === undefined ? [] : copies(unit, receiver, receiverType, child(node, 'body'));
      const held = receiver === undefined || receiver === '_' ? [] : ownReceiver(identifier(receiver), receiverType, unit.at(node));
      const body = [...own, ...held, ...copied, ...lowerBody(unit, node)];
      return functionNode({
        name,
        parameters,
        body,
        at: unit.at(node),
        ...(receiver === undefined || receiver === '_' ? {} : { receiver: identifier(receiver) }),
        ...(typeParameters.length > 0 ? { typeParameters: typeParameters.map(identifier) } : {}),
        ...(result ? { result } : {}),
      });
    }),
  );
}

/** `func (r *Repo[T]) …`: what T is, the instance remembers. */
function receiverTypes(unit: Unit, receiver: string, node: SyntaxNode | undefined): readonly Statement[] {
  let type = node;
  while (type?.type === 'pointer_type' || type?.type === 'parenthesized_type') type = type.children[0];
  const names = type?.type === 'generic_type' ? (child(type, 'type_arguments')?.children ?? []) : [];
  return names.flatMap((each, index): Statement[] => {
    const name = unit.textOf(each);
    const at = unit.at(each);
    unit.declare(name, 'type parameter');
    if (name === '_' || receiver === '_') return [];
    return [
      declare(
        namePattern(identifier(name), at),
        operation('type of', [nameOf(identifier(receiver), at), literal(typeField(index), at)], at),
        at,
      ),
    ];
  });
}

export function lowerFunctionLiteral(unit: Unit, node: SyntaxNode): Expression {
  const at = unit.at(node);
  return unit.inScope(() => {
    const parameters = lowerParameters(unit, child(node, 'parameters'));
    const result = lowerResult(unit, child(node, 'result'));
    const body = lowerBody(unit, node);
    return {
      kind: 'function',
      function: functionNode({ name: '', parameters, body, lexicalThis: true, at, ...(result ? { result } : {}) }),
      at,
    };
  });
}

/** Results with names are variables, and a bare `return` gives them. */
function lowerBody(unit: Unit, node: SyntaxNode): Block {
  const at = unit.at(node);
  const outer = unit.results;
  const resultNode = child(node, 'result');
  const parts = resultNode?.type === 'parameter_list' ? resultNode.children : [];
  const named = parts.flatMap((part) => namesIn(part).map((name) => ({ name: unit.textOf(name), type: child(part, 'type') })));
  const declarations = named.flatMap(({ name, type }): Statement[] => {
    unit.declare(name, holdingOf(unit, type), typeFrom(unit, type));
    return name === '_' ? [] : [declare(namePattern(identifier(name), at), zeroValue(unit, type, at), at)];
  });
  unit.results = named.length === 0 ? undefined : named.map(({ name }) => name);
  const body = child(node, 'body');
  const around = { body: unit.body, defers: unit.defers };
  unit.body = body;
  unit.defers = body !== undefined && /\bdefer\b/.test(unit.textOf(body));
  const statements = body ? withLater(unit, () => lowerStatements(unit, body)) : [];
  unit.body = around.body;
  unit.defers = around.defers;
  unit.results = outer;
  return [...declarations, ...statements];
}

/** What a bare `return` gives in a function whose results have names. */
export function namedResults(unit: Unit, at: number): Expression | undefined {
  const values = unit.results?.map((name) => (name === '_' ? literal(null, at) : nameOf(identifier(name), at)));
  return values && (values.length === 1 ? values[0] : list(values, at));
}

/** Where a `return` with values puts them in such a function. */
export function resultsPattern(unit: Unit, at: number): Pattern | undefined {
  const names = unit.results?.map((name) => (name === '_' ? null : namePattern(identifier(name), at)));
  return names && (names.length === 1 ? (names[0] ?? undefined) : { kind: 'list', items: names, at });
}

function lowerParameters(unit: Unit, node: SyntaxNode | undefined): Parameter[] {
  return (node?.children ?? []).flatMap((part): Parameter[] => {
    const typeNode = child(part, 'type');
    if (typeNode === undefined) return [];
    const variadic = part.type === 'variadic_parameter_declaration';
    const type = lowerType(unit, typeNode);
    const at = unit.at(part);
    const names = namesIn(part).map((name) => unit.textOf(name));
    return (names.length === 0 ? ['_'] : names).map((name): Parameter => {
      unit.declare(name, variadic ? 'other' : holdingOf(unit, typeNode), variadic ? undefined : typeFrom(unit, typeNode));
      return {
        target: namePattern(identifier(name), at),
        ...(variadic ? { rest: 'list' as const } : {}),
        ...(type && !variadic ? { type } : {}),
      };
    });
  });
}
