/** Functions and lambdas: parameters, what `global`, `nonlocal` and `:=` mean for their names, and whether they generate. */
import { arrow, call, declareHoisted, functionNode, literal, nameOf, namePattern, run } from '../construct.ts';
import type { Block, Expression, FunctionNode, Parameter, Statement } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression } from './expressions.ts';
import { identifier, type Source } from './source.ts';
import { lowerBody } from './statements.ts';
import { lowerType } from './types.ts';

export interface LoweredFunction {
  readonly node: FunctionNode;
  /** to run where the function is made: defaults that would be read as the parameters themselves */
  readonly before: readonly Statement[];
}

/** `receives`: the first parameter is the object (or class) that the function is called on. */
export function lowerFunction(source: Source, node: SyntaxNode, receives: boolean): LoweredFunction {
  const nameNode = child(node, 'name');
  const name = nameNode ? source.textOf(nameNode) : '';
  const body = child(node, 'body');
  const { parameters, receiver, before } = lowerParameters(source, child(node, 'parameters'), receives);
  const facts = scan(source, body);
  const isAsync = !facts.generator && /^async\b/.test(source.textOf(node));
  const statements = source.inScope('function', facts.outer, () => [
    ...(isAsync ? [scheduled(node.start)] : []),
    ...declareWalrus(facts, parameters, node.start),
    ...lowerBody(source, body),
  ]);
  const result = lowerType(source, child(node, 'return_type'));
  return {
    node: functionNode({
      name: name === '__init__' ? 'constructor' : name,
      parameters,
      body: statements,
      generator: facts.generator,
      ...(isAsync ? { async: true } : {}),
      at: node.start,
      ...(receiver === undefined ? {} : { receiver: identifier(receiver) }),
      ...(facts.outer.size > 0 ? { outer: [...facts.outer].map(identifier) } : {}),
      ...(result ? { result } : {}),
    }),
    before,
  };
}

/** A coroutine begins when it is waited for, or when the event loop comes to its task: what others do until then has happened. */
const scheduled = (at: number): Statement => run({ kind: 'await', value: literal(null, at), at });

export function lowerLambda(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const body = child(node, 'body');
  const { parameters, before } = lowerParameters(source, child(node, 'parameters'), false);
  const facts = scan(source, body);
  const statements = source.inScope(
    'function',
    new Set(),
    (): Block => [
      ...declareWalrus(facts, parameters, at),
      { kind: 'return', value: body ? lowerExpression(source, body) : literal(null, at), at },
    ],
  );
  const made: Expression = {
    kind: 'function',
    function: functionNode({ name: '', parameters, body: statements, lexicalThis: true, generator: facts.generator, at }),
    at,
  };
  return before.length === 0 ? made : call(arrow([...before, { kind: 'return', value: made, at }], at), [], at);
}

/** Names that `:=` binds belong to the function, also when a comprehension inside it binds them. */
export function declareWalrus(facts: BodyFacts, parameters: readonly Parameter[], at: number): Statement[] {
  const given = new Set(parameters.map((parameter) => (parameter.target.kind === 'name' ? parameter.target.name : '')));
  const names = [...facts.walrus].map(identifier).filter((name) => !given.has(name) && !facts.outer.has(name));
  return names.map((name) => declareHoisted(namePattern(name, at), undefined, at));
}

export interface BodyFacts {
  readonly outer: ReadonlySet<string>;
  readonly walrus: ReadonlySet<string>;
  readonly generator: boolean;
}

/** What the statements of one body, without those of functions and classes inside it, say about its names. */
export function scan(source: Source, body: SyntaxNode | undefined): BodyFacts {
  const outer = new Set<string>();
  const walrus = new Set<string>();
  let generator = false;
  const todo = body ? [body] : [];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    switch (node.type) {
      case 'function_definition':
      case 'class_definition':
      case 'lambda':
        continue;
      case 'global_statement':
      case 'nonlocal_statement':
        for (const name of node.children) outer.add(source.textOf(name));
        continue;
      case 'named_expression': {
        const name = child(node, 'name');
        if (name) walrus.add(source.textOf(name));
        break;
      }
      case 'yield':
        generator = true;
        break;
    }
    todo.push(...node.children);
  }
  return { outer, walrus, generator };
}

interface LoweredParameters {
  readonly parameters: readonly Parameter[];
  readonly receiver: string | undefined;
  readonly before: readonly Statement[];
}

function lowerParameters(source: Source, node: SyntaxNode | undefined, receives: boolean): LoweredParameters {
  const nodes = (node?.children ?? []).filter((part) => part.type !== 'keyword_separator' && part.type !== 'positional_separator');
  const names = new Set(nodes.map((part) => nameNodeOf(part)).map((name) => (name ? source.textOf(name) : '')));
  const before: Statement[] = [];
  let receiver: string | undefined;
  const parameters = nodes.flatMap((part, index): Parameter[] => {
    const nameNode = nameNodeOf(part);
    const written = nameNode ? source.textOf(nameNode) : source.temporary('parameter');
    const rest = restOf(part);
    if (receives && index === 0 && rest === undefined) {
      receiver = written;
      return [];
    }
    const name = identifier(written);
    const type = lowerType(source, child(part, 'type'));
    const injected = injection(source, part);
    const value = injected ?? child(part, 'value');
    return [
      {
        target: { kind: 'name', name, ...(type ? { type } : {}), at: part.start },
        ...(value ? { default: lowerDefault(source, value, names, before) } : {}),
        ...(injected ? { injected: true } : {}),
        ...(rest ? { rest } : {}),
        ...(type ? { type } : {}),
        ...(name === written ? {} : { name: written }),
      },
    ];
  });
  return { parameters, receiver, before };
}

/**
 * `table=Depends(table)`, `table: Annotated[Table, Depends(table)]`: a framework passes what it finds there (FastAPI documentation,
 * "Dependencies").
 */
function injection(source: Source, parameter: SyntaxNode): SyntaxNode | undefined {
  const type = child(parameter, 'type');
  const isAnnotated = type !== undefined && /^(typing\.)?Annotated\s*\[/.test(source.textOf(type));
  const todo = [child(parameter, 'value'), isAnnotated ? type : undefined].filter((node) => node !== undefined);
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    const callee = node.type === 'call' ? child(node, 'function') : undefined;
    if (callee && /(^|\.)(Depends|Security)$/.test(source.textOf(callee))) return node;
    todo.push(...node.children);
  }
  return undefined;
}

function nameNodeOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'identifier') return node;
  const named = child(node, 'name') ?? node.children[0];
  return named === undefined || named.type === 'identifier' ? named : named.children[0];
}

function restOf(node: SyntaxNode): 'list' | 'map' | undefined {
  const splat = node.type === 'typed_parameter' ? node.children[0] : node;
  return splat?.type === 'list_splat_pattern' ? 'list' : splat?.type === 'dictionary_splat_pattern' ? 'map' : undefined;
}

/** A default is evaluated where the function is made: `lambda item=item: …` means the outer `item`. */
function lowerDefault(source: Source, node: SyntaxNode, names: ReadonlySet<string>, before: Statement[]): Expression {
  const value = lowerExpression(source, node);
  if (!mentions(source, node, names)) return value;
  const name = source.temporary('default');
  before.push(declareHoisted(namePattern(name, node.start), value, node.start));
  return nameOf(name, node.start);
}

function mentions(source: Source, root: SyntaxNode, names: ReadonlySet<string>): boolean {
  const todo = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.type === 'identifier' && names.has(source.textOf(node))) return true;
    todo.push(...node.children);
  }
  return false;
}
