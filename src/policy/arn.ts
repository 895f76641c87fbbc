import { isHole, mayHold, type Part, type Text, text } from '../model/text.ts';

/**
 * The six fields of an ARN, `arn:partition:service:region:account:resource`; the resource may hold further colons.
 * Undefined when there are fewer, or when a hole before the resource may hold colons, so that nobody can count them.
 */
export function arnFields(arn: Text): readonly Text[] | undefined {
  const fields: Part[][] = [[]];
  for (const part of arn) {
    const last = fields[fields.length - 1] ?? [];
    if (isHole(part)) {
      if (fields.length < 6 && mayHold(part, ':')) return undefined;
      last.push(part);
      continue;
    }
    let rest = part;
    while (fields.length < 6) {
      const colon = rest.indexOf(':');
      if (colon < 0) break;
      fields[fields.length - 1]?.push(rest.slice(0, colon));
      fields.push([]);
      rest = rest.slice(colon + 1);
    }
    fields[fields.length - 1]?.push(rest);
  }
  return fields.length === 6 ? fields.map((field) => text(...field)) : undefined;
}
