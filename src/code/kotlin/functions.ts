/** Functions, lambdas and their parameters. */
import { declare, functionNode, literal, nameOf, namePattern } from '../construct.ts';
import { identifier } from '../java/source.ts';
import type { Block, Expression, FunctionNode, Parameter } from '../program.ts';
import { childOfType, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression } from './expressions.ts';
import { type ClassFrame, GIVEN, LEFT, type Source } from './source.ts';
import { destructured, lowerStatements } from './statements.ts';
import { isType, lowerType } from './types.ts';

/** The parameters with their defaults, declared in the frame under way. */
export function lowerParameters(source: Source, node: SyntaxNode | undefined): Parameter[] {
  const parameters: Parameter[] = [];
  let variadic = false;
  for (const part of node?.children ?? []) {
    if (part.type === 'parameter_modifiers') variadic = /\bvararg\b/.test(source.textOf(part));
    else if (part.type === 'parameter') {
      const nameNode = childOfType(part, 'identifier');
      if (nameNode === undefined) continue;
      const name = source.nameIn(nameNode);
      source.declare(name);
      const target = namePattern(identifier(name), nameNode.start);
      const type = lowerType(source, part.children.find(isType));
      parameters.push(variadic ? { target, name, rest: 'list' } : { target, name, ...(type ? { type } : {}) });
      variadic = false;
    } else {
      const last = parameters.pop();
      if (last) parameters.push({ ...last, default: source.apart(() => lowerExpression(source, part)).result });
    }
  }
  return parameters;
}

export interface FunctionParts {
  readonly name: string;
  readonly parameters?: SyntaxNode | undefined;
  readonly body: SyntaxNode | undefined;
  /** an extension: `this` is what it is called on */
  readonly extension?: boolean;
  /** of a class: static ones belong to the class itself */
  readonly owner?: ClassFrame | undefined;
  readonly isStatic?: boolean;
  readonly result?: SyntaxNode | undefined;
  readonly lexicalThis?: boolean;
  readonly at: number;
}

export function lowerFunction(source: Source, parts: FunctionParts): FunctionNode {
  const { at, owner, name } = parts;
  const receiver = parts.extension ? source.temporary('receiver') : undefined;
  const frame = {
    kind: 'function' as const,
    names: new Set<string>(),
    labels: [name],
    returns: true,
    member: owner !== undefined,
    isStatic: parts.isStatic === true,
    left: false,
    captured: false,
    ...(receiver === undefined ? {} : { receiver }),
  };
  const { parameters, body } = source.within(frame, () => {
    const lowered = lowerParameters(source, parts.parameters);
    const inner = parts.body?.type === 'function_body' ? parts.body.children[0] : parts.body;
    const isBlock = inner?.type === 'block';
    const statements =
      inner === undefined
        ? []
        : source.apart(() =>
            lowerStatements(source, isBlock ? inner.children : [inner], isBlock ? { kind: 'nowhere' } : { kind: 'result' }),
          ).result;
    return { parameters: lowered, body: statements };
  });
  const result = lowerType(source, parts.result);
  return functionNode({
    name,
    parameters,
    body: [
      ...(frame.captured && owner ? [declare(namePattern(owner.self, at), nameOf('this', at), at)] : []),
      ...leftVariables(frame.left, at),
      ...body,
    ],
    lexicalThis: parts.lexicalThis === true,
    ...(receiver === undefined ? {} : { receiver }),
    ...(result ? { result } : {}),
    at,
  });
}

const leftVariables = (left: boolean, at: number): Block =>
  left ? [declare(namePattern(LEFT, at), literal(false, at), at), declare(namePattern(GIVEN, at), undefined, at)] : [];

export const resultOf = (node: SyntaxNode): SyntaxNode | undefined => {
  const parameters = node.children.findIndex((part) => part.type === 'function_value_parameters');
  return node.children.slice(parameters + 1).find(isType);
};

/** The type that an extension extends stands before its name. */
export const extendedType = (node: SyntaxNode): SyntaxNode | undefined => {
  const name = node.children.findIndex((part) => part.field === 'name' || part.type === 'variable_declaration');
  return node.children.slice(0, Math.max(name, 0)).find(isType);
};

/** A function inside a function sees its variables and its `this`. */
export function lowerLocalFunction(source: Source, node: SyntaxNode): Block {
  const nameNode = node.children.find((part) => part.field === 'name');
  if (nameNode === undefined) return [];
  const name = source.nameIn(nameNode);
  source.declare(name);
  const at = node.start;
  const made = lowerFunction(source, {
    name,
    parameters: childOfType(node, 'function_value_parameters'),
    body: childOfType(node, 'function_body'),
    extension: extendedType(node) !== undefined,
    result: resultOf(node),
    lexicalThis: true,
    at,
  });
  return [declare(namePattern(identifier(name), at), { kind: 'function', function: made, at }, at)];
}

/** `fun(x: Int): Int { return x }`. */
export function lowerAnonymousFunction(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const made = lowerFunction(source, {
    name: '',
    parameters: childOfType(node, 'function_value_parameters'),
    body: childOfType(node, 'function_body'),
    lexicalThis: true,
    at,
  });
  return { kind: 'function', function: made, at };
}

/** Functions of Kotlin's library whose lambda has no receiver: names in it mean what they mean around it. */
const WITHOUT_RECEIVER =
  /^(let|also|use|forEach\w*|map\w*|filter\w*|flatMap\w*|any|all|none|count|first\w*|last\w*|find|associate\w*|group\w*|sort\w*|sum\w*|min\w*|max\w*|fold\w*|reduce\w*|onEach\w*|takeIf|takeUnless|repeat|getOrPut|getOrElse|getOrDefault|runBlocking|coroutineScope|supervisorScope|withContext|async|launch|withTimeout\w*|lazy|require\w*|check\w*|synchronized|joinToString|partition|zip|windowed|chunked|distinctBy|ifEmpty|ifBlank|runCatching|onSuccess|onFailure|recover|collect\w*|computeIfAbsent|thread)$/;

/** A lambda: its last expression is its value, `it` its parameter where it names none, and it may be called on a receiver. */
export function lowerLambda(source: Source, node: SyntaxNode, label = ''): Expression {
  const own = childOfType(node, 'label');
  const literalNode = node.type === 'annotated_lambda' ? childOfType(node, 'lambda_literal') : node;
  const at = node.start;
  const receiver = WITHOUT_RECEIVER.test(label) ? undefined : source.temporary('receiver');
  const frame = {
    kind: 'function' as const,
    names: new Set<string>(),
    it: source.temporary('it'),
    labels: [...(own ? [source.textOf(own).replace(/@$/, '')] : []), ...(label === '' ? [] : [label])],
    ...(receiver === undefined ? {} : { receiver }),
  };
  const { parameters, body } = source.within(frame, () => {
    const declared = childOfType(literalNode, 'lambda_parameters');
    const statements = (literalNode?.children ?? []).filter((part) => part !== declared);
    const bound: Block[] = [];
    const lowered = (declared?.children ?? []).map((part): Parameter => {
      if (part.type === 'multi_variable_declaration') {
        const name = source.temporary('parameter');
        bound.push(destructured(source, part, nameOf(name, part.start)));
        return { target: namePattern(name, part.start) };
      }
      const nameNode = childOfType(part, 'identifier');
      const name = nameNode ? source.nameIn(nameNode) : '_';
      source.declare(name);
      const type = lowerType(source, part.children.find(isType));
      return { target: namePattern(identifier(name), part.start), ...(type ? { type } : {}) };
    });
    if (!declared) lowered.push({ target: namePattern(frame.it, at) });
    const { result } = source.apart(() => lowerStatements(source, statements, { kind: 'result' }));
    return { parameters: lowered, body: [...bound.flat(), ...result] };
  });
  return {
    kind: 'function',
    function: functionNode({ name: '', parameters, body, lexicalThis: true, ...(receiver === undefined ? {} : { receiver }), at }),
    at,
  };
}
