/** Statements → IAM's JSON, with CloudFormation's intrinsics in it. */
import type { PrintableStatement } from '../../model/derivation.ts';
import type { ConditionBlock } from '../../model/need.ts';
import type { Intrinsic } from './intrinsic.ts';
import { type Printer, printText } from './text.ts';

export const POLICY_VERSION = '2012-10-17';

export interface PrintedStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: Intrinsic | readonly Intrinsic[];
  readonly Condition?: PrintedCondition;
}
export type PrintedCondition = Readonly<Record<string, Readonly<Record<string, Intrinsic | readonly Intrinsic[]>>>>;

export function printStatement({ statement, mayName, resources }: PrintableStatement, base: Printer): PrintedStatement {
  const printer: Printer = { ...base, mayName: (id) => base.mayName(id) && mayName(id) };
  return {
    Sid: statement.sid,
    Effect: 'Allow',
    Action: single(statement.actions),
    Resource: single((resources ?? statement.resources).map((resource) => printText(resource, printer))),
    ...(statement.condition ? { Condition: printCondition(statement.condition, printer) } : {}),
  };
}

export const printCondition = (condition: ConditionBlock, printer: Printer): PrintedCondition =>
  mapValues(condition, (keys) => mapValues(keys, (values) => single(values.map((value) => printText(value, printer)))));

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** IAM takes one value without its list. */
export const single = <T>(items: readonly T[]): T | readonly T[] => {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : items;
};
