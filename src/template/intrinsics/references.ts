/** Which names a part of a template refers to: `Ref`, `Fn::GetAtt`, the variables of `Fn::Sub`. */
import { intrinsicOf, type Node, stringOf } from '../source/node.ts';
import { parseSub, subArgument } from './sub.ts';

/** Adds each name once, `Table` for `!GetAtt Table.Arn`, and `Fn.Alias` as it stands for SAM's `!Ref Fn.Alias`. */
export function collectReferences(node: Node, into: Set<string>, seen: Set<Node> = new Set()): void {
  if (node.kind === 'scalar' || node.kind === 'invalid' || seen.has(node)) return;
  seen.add(node);
  if (node.kind === 'sequence') {
    for (const item of node.items) collectReferences(item, into, seen);
    return;
  }
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name === 'Ref') {
    const name = stringOf(intrinsic.argument);
    if (name) into.add(name);
    return;
  }
  if (intrinsic?.name === 'Fn::GetAtt') {
    const name = stringOf(intrinsic.argument.kind === 'sequence' ? intrinsic.argument.items[0] : intrinsic.argument);
    if (name) into.add(name.split('.')[0] ?? name);
  }
  const format = intrinsic?.name === 'Fn::Sub' ? subArgument(intrinsic.argument) : undefined;
  if (format)
    for (const part of parseSub(format.format))
      if (part.kind === 'variable' && !format.variables?.entries.has(part.name)) into.add(part.name.split('.')[0] ?? part.name);
  for (const { value } of node.entries.values()) collectReferences(value, into, seen);
}
