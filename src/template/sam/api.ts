/** What SAM makes from an API: deployment and stage, and the permissions of its Lambda authorizers. SAM "AWS::Serverless::Api", "HttpApi". */
import type { Declaration } from '../declaration.ts';
import { at, isMapping, reference, scalar, stringOf } from '../source/node.ts';
import type { Expansion } from './expansion.ts';

export function expandApi(declaration: Declaration, expansion: Expansion): void {
  const { id, span, properties } = declaration;
  const rest = declaration.type === 'AWS::Serverless::Api';
  const stage = at(properties, 'StageName');
  const name = stage?.kind === 'scalar' ? (stringOf(stage) ?? '').replaceAll(/[^A-Za-z0-9]/g, '') : '';
  const stageId = stage && stringOf(stage) === '$default' ? `${id}ApiGatewayDefaultStage` : `${id}${name}Stage`;
  if (rest) expansion.add(declaration, `${id}.Deployment`, 'AWS::ApiGateway::Deployment', { RestApiId: reference(id, span) }, span);
  expansion.add(
    declaration,
    stageId,
    rest ? 'AWS::ApiGateway::Stage' : 'AWS::ApiGatewayV2::Stage',
    { [rest ? 'RestApiId' : 'ApiId']: reference(id, span), StageName: stage ?? scalar('$default', span) },
    span,
    rest ? [`${id}.Deployment`] : [],
  );
  expansion.aliases.set(`${id}.Stage`, stageId);
  const authorizers = at(properties, 'Auth', 'Authorizers');
  if (!isMapping(authorizers)) return;
  for (const [authorizer, { value, span: place }] of authorizers.entries) {
    const fn = at(value, 'FunctionArn');
    if (!fn || at(value, 'FunctionInvokeRole') || at(value, 'Identity', 'FunctionInvokeRole')) continue;
    expansion.add(
      declaration,
      `${id}${authorizer}AuthorizerPermission`,
      'AWS::Lambda::Permission',
      {
        Action: scalar('lambda:InvokeFunction', place),
        FunctionName: fn,
        Principal: scalar('apigateway.amazonaws.com', place),
        SourceArn: reference(id, place),
      },
      place,
    );
  }
}
