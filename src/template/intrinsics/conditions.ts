/** `Fn::If`, and the condition functions as far as given parameters decide them. CloudFormation "Condition functions". */
import { ALWAYS } from '../../model/condition.ts';
import { literalOf } from '../../model/text.ts';
import { intrinsicOf, type Node, stringOf, stringsOf } from '../source/node.ts';
import { argumentsOf, type Context, malformed, missing } from './context.ts';
import type { Guarded } from './guarded.ts';

/** The branches of `Fn::If`: one when the condition is decided. Undefined when the node is no such function. */
export function branches(node: Node, context: Context): readonly Guarded<Node>[] | undefined {
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name !== 'Fn::If') return undefined;
  const [condition, then, otherwise] = argumentsOf(intrinsic.argument, 3) ?? [];
  const name = stringOf(condition) ?? stringOf(intrinsicOf(condition)?.argument);
  if (name === undefined || !then || !otherwise) {
    malformed(node, 'a condition and two values', context);
    return [
      { when: ALWAYS, value: { kind: 'invalid', reason: 'an Fn::If with an argument that CloudFormation does not take', span: node.span } },
    ];
  }
  if (!context.hasCondition(name)) missing('the condition', name, node.span, context);
  const decided = context.decide(name);
  if (decided !== undefined) return [{ when: ALWAYS, value: decided ? then : otherwise }];
  return [
    { when: [{ name, holds: true }], value: then },
    { when: [{ name, holds: false }], value: otherwise },
  ];
}

/** Three-valued: undefined when the condition depends on something that is not given. */
export function decideCondition(node: Node, context: Context): boolean | undefined {
  const intrinsic = intrinsicOf(node);
  if (!intrinsic) return undefined;
  const items = intrinsic.argument.kind === 'sequence' ? intrinsic.argument.items : [];
  const decided = () => items.map((item) => decideCondition(item, context));
  const one = (value: Node | undefined) => {
    const options = value ? context.strings(value) : [];
    return options.length === 1 && options[0] ? literalOf(options[0].value) : undefined;
  };
  switch (intrinsic.name) {
    case 'Condition':
      return context.decide(stringOf(intrinsic.argument) ?? '');
    case 'Fn::Equals': {
      const [left, right] = items.map(one);
      return left === undefined || right === undefined || items.length !== 2 ? undefined : left === right;
    }
    case 'Fn::Not': {
      const [inner] = decided();
      return inner === undefined ? undefined : !inner;
    }
    case 'Fn::And':
      return every(decided());
    case 'Fn::Or': {
      const none = every(decided().map((value) => (value === undefined ? undefined : !value)));
      return none === undefined ? undefined : !none;
    }
    case 'Fn::Contains': {
      const wanted = one(items[1]);
      const list = items[0]?.kind === 'sequence' ? stringsOf(items[0]) : undefined;
      return wanted === undefined || !list || list.length !== (items[0]?.kind === 'sequence' ? items[0].items.length : -1)
        ? undefined
        : list.includes(wanted);
    }
    default:
      return undefined;
  }
}

function every(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) || values.length === 0 ? undefined : true;
}
