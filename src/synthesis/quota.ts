/**
 * IAM's size quotas (IAM User Guide, "IAM and AWS STS quotas"): characters of the deployed JSON without white space. What
 * an intrinsic becomes is not known here, so each counts as long as such values get.
 */
import type { PrintableStatement, Statement } from '../model/derivation.ts';
import { printStatement } from './print/statement.ts';
import type { Printer } from './print/text.ts';

/** All inline policies of a role together. */
export const INLINE_QUOTA = 10_240;
/** Each managed policy. */
export const MANAGED_QUOTA = 6_144;
/** Managed policies attached to a role. */
export const MANAGED_POLICIES = 10;

/** `{"Version":"2012-10-17","Statement":[]}` */
const FRAME = 40;
const LENGTHS: ReadonlyMap<string, number> = new Map([
  ['AWS::Region', 14],
  ['AWS::AccountId', 12],
  ['AWS::Partition', 10],
  ['AWS::URLSuffix', 16],
]);
/** A name or an attribute whose length nobody knows. */
const NAME = 64;
/** `arn:aws:dynamodb:us-east-1:123456789012:table/` and a name */
const ARN = 120;

export function statementSize(candidate: PrintableStatement, printer: Printer): number {
  return FRAME + sizeOf(printStatement(candidate, printer)) + 1;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return JSON.stringify(value.replaceAll(/\s/g, '')).length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item) + 1, 2);
  if (value === null || typeof value !== 'object') return String(value).length;
  const [[key, argument] = ['', undefined]] = Object.entries(value);
  if (key === 'Ref') return 2 + (LENGTHS.get(String(argument)) ?? NAME);
  if (key === 'Fn::GetAtt') return 2 + ARN;
  if (key === 'Fn::Sub') return 2 + formatSize(Array.isArray(argument) ? argument[0] : argument);
  if (key.startsWith('Fn::')) return 2 + ARN;
  return Object.entries(value).reduce((sum, [name, item]) => sum + JSON.stringify(name).length + sizeOf(item) + 2, 2);
}

function formatSize(format: unknown): number {
  let size = 0;
  for (const [piece] of String(format).matchAll(/\$\{[^}]*\}|[^$]+|\$/g))
    size += piece.startsWith('${') ? (LENGTHS.get(piece.slice(2, -1)) ?? (piece.includes('.') ? ARN : NAME)) : piece.length;
  return size;
}

/** Groups that each fit into one policy; a statement that is too large alone is cut by its resources, then by its actions. */
export function splitToFit(
  statements: readonly PrintableStatement[],
  quota: number,
  printer: Printer,
): readonly (readonly PrintableStatement[])[] {
  const groups: PrintableStatement[][] = [];
  let room = 0;
  for (const item of statements.flatMap((statement) => cut(statement, quota, printer))) {
    const size = statementSize(item, printer);
    if (size > room) {
      groups.push([]);
      room = quota;
    }
    groups.at(-1)?.push(item);
    room -= size;
  }
  return groups;
}

function cut(item: PrintableStatement, quota: number, printer: Printer): readonly PrintableStatement[] {
  if (statementSize(item, printer) <= quota) return [item];
  const { statement } = item;
  const { actions, resources } = statement;
  if (resources.length <= 1 && actions.length <= 1) return [item];
  const byResource = resources.length > 1;
  const middle = Math.ceil((byResource ? resources.length : actions.length) / 2);
  const half = (from: number, to: number | undefined, part: string): PrintableStatement => {
    const made: Statement = {
      ...statement,
      sid: `${statement.sid}${part}`,
      ...(byResource ? { resources: resources.slice(from, to) } : { actions: actions.slice(from, to) }),
    };
    return { ...item, statement: made, ...(item.resources && byResource ? { resources: item.resources.slice(from, to) } : {}) };
  };
  return [...cut(half(0, middle, 'A'), quota, printer), ...cut(half(middle, undefined, 'B'), quota, printer)];
}
