/** Fields that a container or an aspect fills: what an annotation says about the value. Other injected fields are known by their declared types. */
import { literal, nameOf } from '../construct.ts';
import type { Expression, ObjectEntry } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { annotationsOf, argumentsOf } from './annotations.ts';
import { lowerExpression } from './expressions.ts';
import type { Source } from './source.ts';

/** `@Named("tableName") String tableName`: what the container hands out under the name. */
export function namedValue(source: Source, node: SyntaxNode): Expression | undefined {
  const annotation = annotationsOf(source, node).find(({ name }) => name === 'Named' || name === 'Qualifier');
  const given = annotation && argumentsOf(source, annotation).get('value');
  if (given?.type !== 'string_literal' || !/^(String|int|long|boolean|Integer|Long|Boolean)$/.test(plainType(source, node)))
    return undefined;
  return { kind: 'call', callee: nameOf('%named', given.start), arguments: [{ value: lowerExpression(source, given) }], at: given.start };
}

const plainType = (source: Source, node: SyntaxNode): string => {
  const type = child(node, 'type');
  return type ? source.textOf(type) : '';
};

/** Annotations of Powertools that stand for a call of a parameter provider. */
const PARAMETERS = /^(Param|SSMParam|SecretsParam|AppConfigParam|DynamoDbParam)$/;

export function injectedValue(source: Source, node: SyntaxNode): Expression | undefined {
  const annotation = annotationsOf(source, node).find(({ name }) => PARAMETERS.test(name));
  if (annotation === undefined) {
    const value = annotationsOf(source, node).find(({ name }) => name === 'Value' || name === 'ConfigProperty');
    const expression = value && (argumentsOf(source, value).get('value') ?? argumentsOf(source, value).get('name'));
    if (!value || !expression || expression.type !== 'string_literal') return undefined;
    return {
      kind: 'call',
      callee: nameOf('%property', expression.start),
      arguments: [{ value: lowerExpression(source, expression) }],
      at: expression.start,
    };
  }
  const at = annotation.node.start;
  const entries = [...argumentsOf(source, annotation)].map(
    ([name, value]): ObjectEntry => ({ kind: 'entry', key: literal(name, value.start), value: lowerExpression(source, value) }),
  );
  return { kind: 'call', callee: source.type(annotation.name, at), arguments: [{ value: { kind: 'object', entries, at } }], at };
}
