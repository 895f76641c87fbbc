/**
 * Routes and authorizers of API Gateway that the template states as resources. CloudFormation "AWS::ApiGateway::Method",
 * "AWS::ApiGateway::Authorizer", "AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::Authorizer".
 */
import type { Trigger, TriggerBase } from '../../model/app.ts';
import { concat, sameText, type Text, text } from '../../model/text.ts';
import { at, type Node } from '../source/node.ts';
import { executeApiArn, routeMethod, routePath } from '../triggers/execute-api.ts';
import { type LinkContext, type LinkReader, linksTo } from './link.ts';
import { places, whole } from './path.ts';
import { byRole } from './schedule.ts';

type ApiKind = 'rest' | 'http' | 'websocket';

/** A route's trigger; with credentials API Gateway invokes with that role, and the function needs no permission. */
export function routeTriggers(
  api: ApiKind,
  apiId: Text,
  method: string,
  path: Text,
  credentials: Node | undefined,
  base: TriggerBase,
  context: Pick<LinkContext, 'scope'>,
): readonly Trigger[] {
  if (credentials) return byRole('apigateway.amazonaws.com', credentials, undefined, context).map((trigger) => ({ ...base, ...trigger }));
  const route = path.every((part) => typeof part === 'string') ? path.join('') : undefined;
  // the `$default` route is no path below a method
  const direct = api === 'websocket' || path[0] === '/$default';
  const rest = direct ? text('*', ...(api === 'websocket' ? ['/'] : []), ...path) : text('*/', method, ...path);
  return [
    {
      ...base,
      kind: 'api',
      api,
      part: 'route',
      executeApiArn: executeApiArn(apiId, rest),
      method,
      ...(route === undefined ? {} : { route }),
    },
  ];
}

export function authorizerTriggers(
  api: ApiKind,
  apiId: Text,
  credentials: Node | undefined,
  base: TriggerBase,
  context: Pick<LinkContext, 'scope'>,
): readonly Trigger[] {
  if (credentials) return byRole('apigateway.amazonaws.com', credentials, undefined, context).map((trigger) => ({ ...base, ...trigger }));
  return [{ ...base, kind: 'api', api, part: 'authorizer', executeApiArn: executeApiArn(apiId, text('authorizers/*')) }];
}

export const method: LinkReader = (resource, context) => {
  const { properties } = resource;
  const apiId = context.scope.text(at(properties, 'RestApiId'));
  if (!apiId) return [];
  const path = routePath(resourcePath(at(properties, 'ResourceId'), apiId, context, 0));
  const verb = routeMethod(context.scope.literal(at(properties, 'HttpMethod')));
  return places(context.scope, properties, 'Integration', resource.id).flatMap((place) =>
    linksTo(at(place.node, 'Uri'), place, context, (base) =>
      routeTriggers('rest', apiId, verb, path, at(place.node, 'Credentials'), { ...base, span: resource.span }, context),
    ),
  );
};

const MAX_PATH = 30;

/** The path of an `AWS::ApiGateway::Resource`, up to the root of its API; `/*` for a part that another stack states. */
function resourcePath(node: Node | undefined, apiId: Text, context: LinkContext, depth: number): Text {
  const id = context.scope.text(node);
  if (!id || depth > MAX_PATH) return text('/*');
  const declaration = context.registry.withRef('AWS::ApiGateway::Resource', id);
  if (declaration) {
    const parent = resourcePath(at(declaration.properties, 'ParentId'), apiId, context, depth + 1);
    const part = context.scope.text(at(declaration.properties, 'PathPart')) ?? ['*'];
    return concat(parent.length === 1 && parent[0] === '/' ? [] : parent, ['/'], part);
  }
  const [only] = id;
  return only && typeof only !== 'string' && only.kind === 'attribute' && only.attribute === 'RootResourceId' ? text('/') : text('/*');
}

export const restAuthorizer: LinkReader = (resource, context) => {
  const apiId = context.scope.text(at(resource.properties, 'RestApiId'));
  if (!apiId) return [];
  return linksTo(at(resource.properties, 'AuthorizerUri'), whole(resource.properties, resource.id), context, (base) =>
    authorizerTriggers('rest', apiId, at(resource.properties, 'AuthorizerCredentials'), { ...base, span: resource.span }, context),
  );
};

export const v2Authorizer: LinkReader = (resource, context) => {
  const apiId = context.scope.text(at(resource.properties, 'ApiId'));
  if (!apiId) return [];
  return linksTo(at(resource.properties, 'AuthorizerUri'), whole(resource.properties, resource.id), context, (base) =>
    authorizerTriggers(
      apiKind(apiId, context),
      apiId,
      at(resource.properties, 'AuthorizerCredentialsArn'),
      { ...base, span: resource.span },
      context,
    ),
  );
};

/** The routes that use an integration; one that no route uses is invoked by nothing. */
export const integration: LinkReader = (resource, context) => {
  const { properties } = resource;
  const { scope } = context;
  const apiId = scope.text(at(properties, 'ApiId'));
  const own = scope.identity(resource.id)?.ref;
  if (!apiId || !own) return [];
  const kind = apiKind(apiId, context);
  const routes = context.registry
    .ofType('AWS::ApiGatewayV2::Route')
    .filter((route) => scope.texts(at(route.properties, 'Target')).some(({ value }) => sameText(value, text('integrations/', ...own))));
  return linksTo(at(properties, 'IntegrationUri'), whole(properties, resource.id), context, (base) =>
    routes.flatMap((route) => {
      const when = scope.when(route);
      if (!when) return [];
      const place = { ...base, path: route.id, span: route.span };
      return routeKeyTriggers(
        kind,
        apiId,
        scope.text(at(route.properties, 'RouteKey')) ?? [],
        at(properties, 'CredentialsArn'),
        place,
        context,
      );
    }),
  );
};

/** `GET /items/{id}`, `$default`, or the key of a WebSocket route. */
export function routeKeyTriggers(
  kind: ApiKind,
  apiId: Text,
  key: Text,
  credentials: Node | undefined,
  base: TriggerBase,
  context: Pick<LinkContext, 'scope'>,
): readonly Trigger[] {
  if (kind === 'websocket') return routeTriggers(kind, apiId, '*', concat(key), credentials, base, context);
  const [first, ...rest] = key;
  const space = typeof first === 'string' ? first.indexOf(' ') : -1;
  if (typeof first !== 'string' || space < 0)
    return routeTriggers(kind, apiId, '*', text(first === '$default' ? '/$default' : '/*'), credentials, base, context);
  return routeTriggers(
    kind,
    apiId,
    routeMethod(first.slice(0, space)),
    routePath(text(first.slice(space + 1), ...rest)),
    credentials,
    base,
    context,
  );
}

function apiKind(apiId: Text, { scope, registry }: LinkContext): ApiKind {
  if (registry.withRef('AWS::Serverless::WebSocketApi', apiId)) return 'websocket';
  const api = registry.withRef('AWS::ApiGatewayV2::Api', apiId);
  return scope.literal(at(api?.properties, 'ProtocolType')) === 'WEBSOCKET' ? 'websocket' : 'http';
}

/** An HTTP API of one target: "quick create". CloudFormation "AWS::ApiGatewayV2::Api Target". */
export const quickApi: LinkReader = (resource, context) => {
  const apiId = context.scope.identity(resource.id)?.ref;
  if (!apiId) return [];
  const key = context.scope.text(at(resource.properties, 'RouteKey')) ?? ['$default'];
  return linksTo(at(resource.properties, 'Target'), whole(resource.properties, resource.id), context, (base) =>
    routeKeyTriggers('http', apiId, key, at(resource.properties, 'CredentialsArn'), { ...base, span: resource.span }, context),
  );
};
