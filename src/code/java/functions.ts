/** Parameters and bodies of methods, constructors and lambdas. */
import { declare, functionNode, nameOf, namePattern } from '../construct.ts';
import type { Block, FunctionNode, Parameter, Type } from '../program.ts';
import { child, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { injectedValue, namedValue } from './injection.ts';
import { identifier, OUTER_VARIABLE, type Source } from './source.ts';
import { lowerBlock } from './statements.ts';
import { lowerType, typeText } from './types.ts';

/** Declares the parameters in the frame under way. */
export function lowerParameters(source: Source, node: SyntaxNode | undefined): Parameter[] {
  if (node === undefined) return [];
  const plain = (name: SyntaxNode, type?: string): Parameter => {
    source.declare(source.textOf(name), type);
    return { target: namePattern(identifier(source.textOf(name)), name.start) };
  };
  if (node.type === 'identifier') return [plain(node)];
  return node.children.flatMap((part): Parameter[] => {
    if (part.type === 'identifier') return [plain(part)];
    const variadic = part.type === 'spread_parameter';
    const declarator = variadic ? part.children.find((each) => each.type === 'variable_declarator') : part;
    const nameNode = declarator && child(declarator, 'name');
    if (nameNode === undefined || (part.type !== 'formal_parameter' && !variadic)) return [];
    if (variadic) return [{ ...plain(nameNode), rest: 'list' }];
    const typeNode = child(part, 'type');
    const isPlain = childrenIn(part, 'dimensions').length === 0;
    const parameter = plain(nameNode, isPlain ? typeText(source, typeNode) : undefined);
    const type = isPlain ? lowerType(source, typeNode) : undefined;
    const injected = injectedValue(source, part) ?? namedValue(source, part);
    return [{ ...parameter, ...(type ? { type } : {}), ...(injected ? { decorators: [injected] } : {}) }];
  });
}

interface FunctionParts {
  readonly name: string;
  readonly parameters: SyntaxNode | undefined;
  readonly body: SyntaxNode | undefined;
  readonly isStatic: boolean;
  readonly result?: Type | undefined;
  /** statements that run before the body, and parameters that follow the declared ones */
  readonly before?: (() => Block) | undefined;
  readonly more?: readonly Parameter[];
  readonly after?: (() => Block) | undefined;
  readonly at: number;
}

export function lowerFunction(source: Source, parts: FunctionParts): FunctionNode {
  const owner = source.current;
  const { result, captured, bound } = source.inMember(parts.isStatic, () => {
    const parameters = [...lowerParameters(source, parts.parameters), ...(parts.more ?? [])];
    const before = parts.before?.() ?? [];
    const body = parts.body ? lowerBlock(source, parts.body) : [];
    return { parameters, body: [...before, ...body, ...(parts.after?.() ?? [])] };
  });
  const { at } = parts;
  const outer = captured && owner ? [declare(namePattern(OUTER_VARIABLE(owner.name), at), nameOf('this', at), at)] : [];
  const body = [...outer, ...declarations(bound, at), ...result.body];
  return functionNode({ name: parts.name, parameters: result.parameters, body, at, ...(parts.result ? { result: parts.result } : {}) });
}

/** Variables that patterns bind, which live as long as the function runs. */
export const declarations = (names: readonly string[], at: number): Block =>
  [...new Set(names)].map((name) => declare(namePattern(identifier(name), at), undefined, at));
