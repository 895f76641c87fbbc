import type { Datum } from '../../model/datum.ts';
import type { Finding } from '../../model/finding.ts';
import type { Span } from '../../model/span.ts';
import type { Charset, Text } from '../../model/text.ts';
import { intrinsicOf, type Node, toJson } from '../source/node.ts';
import type { Guarded } from './guarded.ts';

/** What the functions of a template are evaluated against. */
export interface Context {
  /** the value under every condition; `undefined` options stand for `AWS::NoValue` */
  guarded(node: Node): readonly Guarded<Datum | undefined>[];
  /** the same as one value */
  evaluate(node: Node): Datum | undefined;
  /** the string under every condition; what is no known string becomes an expression */
  strings(node: Node): readonly Guarded<Text>[];
  /** `Ref`; undefined when the template has nothing of that name */
  reference(name: string): Datum | undefined;
  /** `Fn::GetAtt`; undefined when the template has no such resource */
  attribute(resource: string, name: string): Datum | undefined;
  /** a value of `Mappings`; undefined when it is not there */
  mapped(map: string, first: string, second: string): Node | undefined;
  /** whether the condition holds, where given parameters decide it */
  decide(condition: string): boolean | undefined;
  hasCondition(name: string): boolean;
  report(finding: Finding): void;
}

/** Evaluates the argument of one function. `whole` is the function with its argument, to keep what cannot be evaluated. */
export type Intrinsic = (argument: Node, context: Context, whole: Node) => Datum | undefined;

/** What is known only at deployment, kept in long form so that it can be printed back. */
export const expression = (node: Node, chars: Charset = 'any'): Datum => ({
  kind: 'text',
  text: [{ kind: 'expression', source: toJson(node), chars }],
});

export const unknown = (reason: string): Datum => ({ kind: 'unknown', reason });

/** The string that a value is in a string position; undefined for lists, maps and what is unknown. */
export function stringValue(datum: Datum | undefined): Text | undefined {
  if (datum?.kind === 'text') return datum.text;
  if (datum?.kind === 'scalar' && datum.value !== null) return [String(datum.value)];
  return undefined;
}

/** The items of an argument list; undefined when it is none of that length. */
export function argumentsOf(argument: Node, least: number, most = least): readonly Node[] | undefined {
  if (argument.kind !== 'sequence' || argument.items.length < least || argument.items.length > most) return undefined;
  return argument.items;
}

/** A function whose argument has the wrong form: a finding, and a value that is unknown. */
export function malformed(whole: Node, form: string, context: Context): Datum {
  const name = intrinsicOf(whole)?.name ?? 'the function';
  context.report({ code: 'intrinsic-form', severity: 'error', message: `${name} takes ${form}; its value is not known`, span: whole.span });
  return unknown(`${name} with an argument that CloudFormation does not take`);
}

export function missing(what: string, name: string, span: Span, context: Context): void {
  context.report({ code: 'reference-missing', severity: 'error', message: `${what} ${name} is not in the template`, span });
}
