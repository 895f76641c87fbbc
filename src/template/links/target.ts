/** Which function of the template a text names: by ARN, by name, or inside the URI of an API integration. */
import { join, split, startsWith, type Text, textKey } from '../../model/text.ts';

export interface Target {
  readonly functionId: string;
  /** alias or version */
  readonly qualifier?: Text;
}

/** Names are compared, not regions or accounts: a function of the same name elsewhere is taken for this one. */
export function targetIndex(
  functions: Iterable<{ readonly id: string; readonly name: Text | undefined }>,
): (text: Text) => Target | undefined {
  const byName = new Map<string, string>();
  for (const { id, name } of functions) if (name) byName.set(textKey(name), id);
  return (text) => {
    const [name, ...qualifier] = split(functionPart(text), ':');
    const functionId = name && byName.get(textKey(name));
    if (functionId === undefined) return undefined;
    return qualifier.length > 0 ? { functionId, qualifier: join(qualifier, ':') } : { functionId };
  };
}

/** `NAME[:QUALIFIER]` of `arn:…:function:NAME[:QUALIFIER]` and of `arn:…:lambda:path/…/functions/ARN/invocations`. */
function functionPart(text: Text): Text {
  if (!startsWith(text, 'arn:')) return text;
  const tail = after(text, '/functions/');
  const arn = tail ? (split(tail, '/')[0] ?? tail) : text;
  return after(arn, ':function:') ?? arn;
}

/** What follows the first literal occurrence. */
function after(text: Text, literal: string): Text | undefined {
  const index = text.findIndex((part) => typeof part === 'string' && part.includes(literal));
  const part = text[index];
  if (typeof part !== 'string') return undefined;
  const rest = part.slice(part.indexOf(literal) + literal.length);
  return [...(rest === '' ? [] : [rest]), ...text.slice(index + 1)];
}
