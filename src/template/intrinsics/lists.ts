/** `Fn::Join`, `Fn::Split`, `Fn::Select`, `Fn::Length`, `Fn::GetAZs`, `Fn::Cidr`: evaluated as far as the list is known. */
import type { Datum, ListDatum } from '../../model/datum.ts';
import { holesOf, join as joinTexts, literalOf, mayHold, split as splitText, type Text } from '../../model/text.ts';
import type { Node } from '../source/node.ts';
import { stringOf } from '../source/node.ts';
import { argumentsOf, type Context, expression, type Intrinsic, malformed, stringValue } from './context.ts';
import { choose, type Guarded, optionsOf, product, under } from './guarded.ts';

const OPEN: ListDatum = { kind: 'list', items: [], open: true };

export const join: Intrinsic = (argument, context, whole) => {
  const [delimiter, list] = argumentsOf(argument, 2) ?? [];
  const separator = stringOf(delimiter);
  if (separator === undefined || !list) return malformed(whole, 'a delimiter and a list', context);
  const options = listOptions(list, context)?.map(({ when, value }) => ({ when, value: joined(value, separator) }));
  if (!options || options.some(({ value }) => value === undefined)) return expression(whole);
  return choose(options);
};

function joined(list: readonly Datum[], separator: string): Datum | undefined {
  const texts = list.map(stringValue);
  return texts.every((text) => text !== undefined) ? { kind: 'text', text: joinTexts(texts, separator) } : undefined;
}

/** Every list that the node may stand for; undefined when one of them has unknown items. */
function listOptions(node: Node, context: Context): readonly Guarded<readonly Datum[]>[] | undefined {
  if (node.kind === 'sequence') {
    const items = product(node.items.map((item) => context.guarded(item).flatMap(spread)));
    return items?.map(({ when, value }) => ({ when, value: value.filter((item) => item !== undefined) }));
  }
  const value = context.evaluate(node);
  if (!value) return undefined;
  const lists: Guarded<readonly Datum[]>[] = [];
  for (const option of optionsOf(value)) {
    if (option.value.kind !== 'list' || option.value.open) return undefined;
    const items = product(option.value.items.map(optionsOf));
    if (!items) return undefined;
    lists.push(...under(items, option.when));
  }
  return lists;
}

const spread = ({ when, value }: Guarded<Datum | undefined>): readonly Guarded<Datum | undefined>[] =>
  value === undefined ? [{ when, value }] : under(optionsOf(value), when);

export const split: Intrinsic = (argument, context, whole) => {
  const [delimiter, source] = argumentsOf(argument, 2) ?? [];
  const separator = stringOf(delimiter);
  if (!separator || !source) return malformed(whole, 'a delimiter and a string', context);
  return choose(context.strings(source).map(({ when, value }) => ({ when, value: pieces(value, separator) })));
};

/** INVARIANT: a closed list only when no hole can hold any character of the separator. */
function pieces(value: Text, separator: string): Datum {
  if (holesOf(value).some((hole) => [...separator].some((char) => mayHold(hole, char)))) return OPEN;
  return { kind: 'list', items: splitText(value, separator).map((text) => ({ kind: 'text', text })), open: false };
}

export const select: Intrinsic = (argument, context, whole) => {
  const [position, list] = argumentsOf(argument, 2) ?? [];
  if (!position || !list) return malformed(whole, 'an index and a list', context);
  const wanted = stringValue(context.evaluate(position));
  const literal = wanted && literalOf(wanted);
  if (literal === undefined || !/^[0-9]{1,6}$/.test(literal)) return expression(whole);
  const index = Number(literal);
  const options = listOptions(list, context);
  if (!options) return expression(whole);
  if (options.some(({ value }) => value[index] === undefined)) {
    context.report({
      code: 'select-range',
      severity: 'error',
      message: `Fn::Select takes item ${index} of a list that is shorter; the first item has index 0`,
      span: whole.span,
    });
    return expression(whole);
  }
  return choose(options.map(({ when, value }) => ({ when, value: value[index] })));
};

export const length: Intrinsic = (argument, context, whole) => {
  const options = listOptions(argument, context);
  return options
    ? choose(options.map(({ when, value }) => ({ when, value: { kind: 'scalar', value: value.length } })))
    : expression(whole, 'name');
};

/** Zones and address blocks are known at deployment only. */
export const openList: Intrinsic = () => OPEN;
