/** `Fn::FindInMap`: a value of `Mappings` when all its keys are known. CloudFormation "Fn::FindInMap". */
import { literalOf } from '../../model/text.ts';
import { at, type Node } from '../source/node.ts';
import { argumentsOf, type Context, expression, type Intrinsic, malformed } from './context.ts';

export const findInMap: Intrinsic = (argument, context, whole) => {
  const items = argumentsOf(argument, 3, 4);
  if (!items) return malformed(whole, 'a map, a top-level key and a second-level key', context);
  const keys = items.slice(0, 3).map((key) => literalKey(key, context));
  const [map, first, second] = keys;
  if (map === undefined || first === undefined || second === undefined) return expression(whole);
  const value = context.mapped(map, first, second) ?? at(items[3], 'DefaultValue');
  if (value) return context.evaluate(value);
  context.report({
    code: 'mapping-missing',
    severity: 'error',
    message: `the template's Mappings have no ${map}.${first}.${second}`,
    span: whole.span,
  });
  return expression(whole);
};

function literalKey(node: Node, context: Context): string | undefined {
  const options = context.strings(node);
  return options.length === 1 && options[0] ? literalOf(options[0].value) : undefined;
}
