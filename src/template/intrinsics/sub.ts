/** `Fn::Sub`, with and without a map of its own variables. CloudFormation "Fn::Sub". */
import { concat, type Text, text } from '../../model/text.ts';
import { isMapping, type MappingNode, mapping, type Node, reference, scalar, sequence, stringOf } from '../source/node.ts';
import { argumentsOf, expression, type Intrinsic, malformed } from './context.ts';
import { always, choose, type Guarded, product } from './guarded.ts';

export type SubPart = { readonly kind: 'literal'; readonly value: string } | { readonly kind: 'variable'; readonly name: string };

/** `${!Literal}` stands for `${Literal}`; spaces around a name are not part of it. */
export function parseSub(format: string): readonly SubPart[] {
  const parts: SubPart[] = [];
  let from = 0;
  for (const found of format.matchAll(/\$\{([^${}]*)\}/g)) {
    const inner = found[1] ?? '';
    const literal = inner.startsWith('!');
    if (inner.trim() === '') continue;
    parts.push({ kind: 'literal', value: format.slice(from, found.index) });
    parts.push(literal ? { kind: 'literal', value: `\${${inner.slice(1)}}` } : { kind: 'variable', name: inner.trim() });
    from = found.index + found[0].length;
  }
  parts.push({ kind: 'literal', value: format.slice(from) });
  return parts.filter((part) => part.kind === 'variable' || part.value !== '');
}

/** The node that a variable without an entry in the map stands for. */
export function variableNode(name: string, at: Node): Node {
  const dot = name.indexOf('.');
  if (dot < 0) return reference(name, at.span);
  return mapping({ 'Fn::GetAtt': sequence([scalar(name.slice(0, dot), at.span), scalar(name.slice(dot + 1), at.span)], at.span) }, at.span);
}

/** Format and map of an argument; undefined when it has another form. */
export function subArgument(argument: Node): { readonly format: string; readonly variables: MappingNode | undefined } | undefined {
  const items = argumentsOf(argument, 1, 2);
  const format = stringOf(items ? items[0] : argument);
  const variables = items?.[1];
  if (format === undefined || (variables && !isMapping(variables))) return undefined;
  return { format, variables: isMapping(variables) ? variables : undefined };
}

export const sub: Intrinsic = (argument, context, whole) => {
  const parsed = subArgument(argument);
  if (!parsed) return malformed(whole, 'a string, or a list of a string and a map', context);
  const parts = parseSub(parsed.format).map((part): readonly Guarded<Text>[] => {
    if (part.kind === 'literal') return always(text(part.value));
    return context.strings(parsed.variables?.entries.get(part.name)?.value ?? variableNode(part.name, whole));
  });
  const options = product(parts);
  if (!options) return expression(whole);
  return choose(options.map(({ when, value }) => ({ when, value: { kind: 'text', text: concat(...value) } })));
};
