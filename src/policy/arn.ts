import { isHole, mayHold, type Part, type Text, text } from '../model/text.ts';

export type ArnFields = readonly [arn: Text, partition: Text, service: Text, region: Text, account: Text, resource: Text];

/**
 * The six fields of an ARN, `arn:partition:service:region:account:resource`; the resource may hold further colons.
 * Undefined when there are fewer, or when a hole before the resource may hold colons, so that nobody can count them.
 */
export function arnFields(arn: Text): ArnFields | undefined {
  const fields: Text[] = [];
  let field: Part[] = [];
  for (const part of arn) {
    if (isHole(part)) {
      if (fields.length < 5 && mayHold(part, ':')) return undefined;
      field.push(part);
      continue;
    }
    part.split(':').forEach((piece, i) => {
      if (i === 0) field.push(piece);
      else if (fields.length === 5) field.push(':', piece);
      else {
        fields.push(text(...field));
        field = [piece];
      }
    });
  }
  return fields.length === 5 ? ([...fields, text(...field)] as unknown as ArnFields) : undefined;
}
