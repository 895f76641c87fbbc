/** What SAM makes from a GraphQL API: its data sources with a role each, which depend on the API and on what they read. SAM "AWS::Serverless::GraphQLApi". */
import type { Declaration } from '../declaration.ts';
import { collectReferences } from '../intrinsics/references.ts';
import { at, attribute, isMapping, type Node, reference } from '../source/node.ts';
import type { Expansion } from './expansion.ts';

/** These become resources that refer to the API, so what they refer to is not the API's. */
export const GRAPHQL_ELSEWHERE: ReadonlySet<string> = new Set(['ApiKeys', 'Cache', 'DataSources', 'Functions', 'Resolvers']);

/** The logical id of a data source and, with `Role` after it, of its role. */
export const dataSourceId = (api: string, kind: string, name: string): string => `${api}${name}${kind}DataSource`;

export function expandGraphQlApi(declaration: Declaration, expansion: Expansion): void {
  for (const kind of ['Lambda', 'DynamoDb']) {
    const sources = at(declaration.properties, 'DataSources', kind);
    if (!isMapping(sources)) continue;
    for (const [name, { value, span }] of sources.entries) {
      const id = dataSourceId(declaration.id, kind === 'DynamoDb' ? 'DynamoDB' : kind, name);
      const given = at(value, 'ServiceRoleArn');
      const target: Node = at(value, 'FunctionArn') ?? value;
      const found = new Set<string>();
      collectReferences(target, found);
      if (!given) expansion.add(declaration, `${id}Role`, 'AWS::IAM::Role', {}, span, [...found]);
      expansion.add(
        declaration,
        id,
        'AWS::AppSync::DataSource',
        { ApiId: attribute(declaration.id, 'ApiId', span), ServiceRoleArn: given ?? attribute(`${id}Role`, 'Arn', span), Target: target },
        span,
      );
    }
  }
  for (const key of ['Functions', 'Resolvers']) {
    const node = at(declaration.properties, key);
    if (!node) continue;
    const found = new Set<string>();
    collectReferences(node, found);
    expansion.add(
      declaration,
      `${declaration.id}.${key}`,
      'AWS::AppSync::Resolver',
      { ApiId: reference(declaration.id, declaration.span) },
      declaration.span,
      [...found],
    );
  }
}
