/**
 * Functions in OpenAPI documents of APIs, and what SAM's API resources say beside them. API Gateway "x-amazon-apigateway-integration",
 * "x-amazon-apigateway-authorizer"; SAM "ApiAuth", "HttpApiAuth", "AWS::Serverless::WebSocketApi".
 */
import { type Text, text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import { includedFile, withInclude } from '../include.ts';
import { at, isMapping, type Node } from '../source/node.ts';
import { routeMethod, routePath } from '../triggers/execute-api.ts';
import { authorizerTriggers, quickApi, routeKeyTriggers, routeTriggers } from './api-gateway.ts';
import { type Link, type LinkContext, type LinkReader, linksTo } from './link.ts';
import { places } from './path.ts';

/** Where each API type keeps its document: in the template, or in a file. */
const DOCUMENTS: Readonly<Record<string, { readonly kind: 'rest' | 'http'; readonly body: string; readonly file: string }>> = {
  'AWS::ApiGateway::RestApi': { kind: 'rest', body: 'Body', file: 'BodyS3Location' },
  'AWS::ApiGatewayV2::Api': { kind: 'http', body: 'Body', file: 'BodyS3Location' },
  'AWS::Serverless::Api': { kind: 'rest', body: 'DefinitionBody', file: 'DefinitionUri' },
  'AWS::Serverless::HttpApi': { kind: 'http', body: 'DefinitionBody', file: 'DefinitionUri' },
};

export const api: LinkReader = (resource, context) => {
  const where = DOCUMENTS[resource.type];
  const apiId = context.scope.identity(resource.id)?.ref;
  if (!where || !apiId) return [];
  const out: Link[] = [
    ...samAuthorizers(resource, where.kind, apiId, context),
    ...(resource.type === 'AWS::ApiGatewayV2::Api' ? quickApi(resource, context) : []),
  ];
  const file = includedFile(at(resource.properties, where.file), context);
  const documents = [withInclude(at(resource.properties, where.body), context), file].filter((node) => node !== undefined);
  for (const document of documents) out.push(...documentLinks(document, resource, where.kind, apiId, context));
  return out;
};

const METHODS = /^(?:get|put|post|delete|options|head|patch|trace|x-amazon-apigateway-any-method)$/i;

function documentLinks(document: Node, resource: Declaration, kind: 'rest' | 'http', apiId: Text, context: LinkContext): readonly Link[] {
  const out: Link[] = [];
  for (const path of places(context.scope, document, 'paths.*', resource.id)) {
    const item = withInclude(path.node, context);
    if (!isMapping(item)) continue;
    const route = path.path.slice(`${resource.id}.paths.`.length);
    for (const [name, { value }] of item.entries) {
      if (!METHODS.test(name)) continue;
      const integration = integrationOf(value, document);
      const place = { ...path, path: `${path.path}.${name}`, node: value };
      // `$default` of an HTTP API takes every method
      const routed = route === '/$default' || route === '$default' ? text('/$default') : routePath(text(route));
      if (integration)
        out.push(
          ...linksTo(at(integration, 'uri'), place, context, (base) =>
            routeTriggers(kind, apiId, routeMethod(name), routed, at(integration, 'credentials'), base, context),
          ),
        );
    }
  }
  for (const section of ['securityDefinitions.*', 'components.securitySchemes.*'])
    for (const place of places(context.scope, document, `${section}.x-amazon-apigateway-authorizer`, resource.id))
      out.push(
        ...linksTo(at(place.node, 'authorizerUri'), place, context, (base) =>
          authorizerTriggers(kind, apiId, at(place.node, 'authorizerCredentials'), base, context),
        ),
      );
  return out;
}

/** An integration may be shared: `$ref: '#/components/x-amazon-apigateway-integrations/NAME'`. */
function integrationOf(operation: Node, document: Node): Node | undefined {
  const own = at(operation, 'x-amazon-apigateway-integration');
  const ref = at(own, '$ref');
  const name = ref?.kind === 'scalar' && typeof ref.value === 'string' ? ref.value.split('/').at(-1) : undefined;
  return name === undefined ? own : at(document, 'components', 'x-amazon-apigateway-integrations', name);
}

/** `Auth.Authorizers` with a function. A role in place of the permission is `FunctionInvokeRole`. */
function samAuthorizers(resource: Declaration, kind: 'rest' | 'http', apiId: Text, context: LinkContext): readonly Link[] {
  return places(context.scope, resource.properties, 'Auth.Authorizers.*', resource.id).flatMap((place) => {
    const role = at(place.node, 'FunctionInvokeRole');
    const credentials = role?.kind === 'scalar' && role.value === 'NONE' ? undefined : role;
    return linksTo(at(place.node, 'FunctionArn'), place, context, (base) => authorizerTriggers(kind, apiId, credentials, base, context));
  });
}

/** SAM "AWS::Serverless::WebSocketApi": routes and an authorizer, each with its function. */
export const webSocketApi: LinkReader = (resource, context) => {
  const apiId = context.scope.identity(resource.id)?.ref;
  if (!apiId) return [];
  const routes = places(context.scope, resource.properties, 'Routes.*', resource.id).flatMap((place) => {
    const key = place.path.slice(`${resource.id}.Routes.`.length);
    return linksTo(at(place.node, 'FunctionArn'), place, context, (base) =>
      routeKeyTriggers('websocket', apiId, text(key), at(place.node, 'InvokeRole'), base, context),
    );
  });
  const auth = places(context.scope, resource.properties, 'Auth', resource.id).flatMap((place) =>
    linksTo(at(place.node, 'AuthArn'), place, context, (base) =>
      authorizerTriggers('websocket', apiId, at(place.node, 'InvokeRole'), base, context),
    ),
  );
  return [...routes, ...auth];
};
