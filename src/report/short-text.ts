/** Texts as a report shows them: a resource of the template by its logical id, `Orders/index/*`; other ARNs with `…` for what the stack fills in. */
import { displayText, isHole, literalOf, type Text, text } from '../model/text.ts';
import type { Owners } from '../synthesis/print/text.ts';

export type ShowText = (value: Text) => string;

export function shortTexts(owners: Owners): ShowText {
  return (value) => {
    if (literalOf(value) === '*') return '*';
    const found = owners.owner(value);
    if (found) return found.resource.id + displayText(found.rest);
    const shown = displayText(text(...value.map((part) => (isHole(part) && part.kind === 'pseudo' && PLACES.has(part.name) ? '…' : part))));
    return shown.replace(/^arn:…:[a-z0-9-]+:…?:…?:/, 'arn:…:');
  };
}

const PLACES: ReadonlySet<string> = new Set(['AWS::Partition', 'AWS::Region', 'AWS::AccountId']);
