/** Texts as a report shows them: a resource of the template by its logical id, `Orders/index/*`; other ARNs with `…` for what the stack fills in. */
import { displayText, isHole, literalOf, type Part, type Text, text } from '../model/text.ts';
import type { Owners } from '../synthesis/print/text.ts';

export type ShowText = (value: Text) => string;

export function shortTexts(owners: Owners): ShowText {
  return (value) => {
    if (literalOf(value) === '*') return '*';
    const found = owners.owner(value);
    if (found) return found.resource.id + displayText(found.rest);
    const shown = displayText(text(...value.map(shortPart)));
    return shown.replace(/^arn:…:[a-z0-9-]+:…?:…?:/, 'arn:…:');
  };
}

function shortPart(part: Part): Part {
  if (!isHole(part)) return part;
  if (part.kind === 'pseudo' && PLACES.has(part.name)) return '…';
  return part.kind === 'expression' ? `\${${intrinsic(part.source)}}` : part;
}

/** `Ref` and `Fn::GetAtt` by what they name, `Fn::ImportValue orders`, others by their function. */
function intrinsic(source: unknown): string {
  const [name = '?', argument] = Object.entries(Object(source))[0] ?? [];
  if (name === 'Ref' || name === 'Fn::GetAtt') return [argument].flat().join('.');
  return typeof argument === 'string' ? `${name} ${argument}` : name;
}

const PLACES: ReadonlySet<string> = new Set(['AWS::Partition', 'AWS::Region', 'AWS::AccountId']);
