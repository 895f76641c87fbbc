/** `Ref` and `Fn::GetAtt`. CloudFormation "Ref", "Fn::GetAtt". */
import { literalOf } from '../../model/text.ts';
import { stringOf } from '../source/node.ts';
import { argumentsOf, expression, type Intrinsic, malformed, missing } from './context.ts';

export const ref: Intrinsic = (argument, context, whole) => {
  const name = stringOf(argument);
  if (name === undefined) return malformed(whole, 'the name of a parameter or resource', context);
  if (name === 'AWS::NoValue') return undefined;
  const found = context.reference(name);
  if (found) return found;
  missing('the parameter or resource', name, whole.span, context);
  return expression(whole);
};

export const getAtt: Intrinsic = (argument, context, whole) => {
  const dotted = stringOf(argument);
  const items = argumentsOf(argument, 2);
  const dot = dotted?.indexOf('.') ?? -1;
  const resource = dotted !== undefined && dot > 0 ? dotted.slice(0, dot) : stringOf(items?.[0]);
  const attribute = dotted !== undefined && dot > 0 ? dotted.slice(dot + 1) : items?.[1];
  if (resource === undefined || attribute === undefined) return malformed(whole, 'a resource and an attribute', context);
  if (typeof attribute === 'string') return found(resource, attribute);
  const [only, ...more] = context.strings(attribute);
  const name = only && more.length === 0 ? literalOf(only.value) : undefined;
  return name === undefined ? expression(whole) : found(resource, name);

  function found(id: string, name: string) {
    const value = context.attribute(id, name);
    if (value) return value;
    missing('the resource', id, whole.span, context);
    return expression(whole);
  }
};
