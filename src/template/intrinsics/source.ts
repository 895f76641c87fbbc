/** A text back in CloudFormation's long form, so that one expression can hold another. */
import type { Hole, Text } from '../../model/text.ts';
import { isHole, literalOf } from '../../model/text.ts';

/**
 * Holes of the running program have no form in a template: they print as `*`. `nameSource` gives the intrinsic for the name of
 * a resource, which is `Ref` only for some types.
 */
export function textSource(text: Text, nameSource: (resource: string) => unknown): unknown {
  const literal = literalOf(text);
  if (literal !== undefined) return literal;
  const parts = text.map((part) => (isHole(part) ? holeSource(part, nameSource) : part));
  return parts.length === 1 ? parts[0] : { 'Fn::Join': ['', parts] };
}

function holeSource(hole: Hole, nameSource: (resource: string) => unknown): unknown {
  switch (hole.kind) {
    case 'pseudo':
    case 'parameter':
      return { Ref: hole.name };
    case 'name':
      return nameSource(hole.resource);
    case 'attribute':
      return { 'Fn::GetAtt': [hole.resource, hole.attribute] };
    case 'expression':
      return hole.source;
    case 'environment':
    case 'event':
    case 'runtime':
      return '*';
  }
}
