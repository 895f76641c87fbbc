/** Routes of REST and HTTP APIs. SAM "Api", "HttpApi". */
import type { Trigger } from '../../../model/app.ts';
import { type Text, text } from '../../../model/text.ts';
import type { Declaration } from '../../declaration.ts';
import { at, mapping, type Node, reference, scalar, stringOf } from '../../source/node.ts';
import { executeApiArn, routeMethod, routePath } from '../../triggers/execute-api.ts';
import { forEach } from '../../triggers/trigger.ts';
import { type Expansion, namedResource, type SamEvent } from '../expansion.ts';
import { withGlobals } from '../globals.ts';
import { baseOf, type EventReader, type EventType } from './event.ts';

export const IMPLICIT_REST_API = 'ServerlessRestApi';
export const IMPLICIT_HTTP_API = 'ServerlessHttpApi';

export const api: EventType = {
  expand(event, expansion) {
    const given = at(event.properties, 'RestApiId');
    const id = given ? namedResource(given) : IMPLICIT_REST_API;
    if (!given) implicitApi(IMPLICIT_REST_API, 'AWS::Serverless::Api', 'Prod', event.function.declaration, expansion);
    const declared = id === undefined ? undefined : expansion.declarations.get(id);
    const suffix = declared ? stageSuffix(declared) : 'AllStages';
    expansion.permission(
      event,
      'apigateway.amazonaws.com',
      { SourceArn: given ?? reference(IMPLICIT_REST_API, event.span) },
      `${event.id}Permission${suffix}`,
    );
    if (declared && writesRoutes(declared)) expansion.edge(declared.id, event.function.targetId);
  },
  triggers: (event, reader) => routeTriggers('rest', event, at(event.properties, 'RestApiId'), IMPLICIT_REST_API, reader),
};

export const httpApi: EventType = {
  expand(event, expansion) {
    const given = at(event.properties, 'ApiId');
    const id = given ? namedResource(given) : IMPLICIT_HTTP_API;
    if (!given) implicitApi(IMPLICIT_HTTP_API, 'AWS::Serverless::HttpApi', '$default', event.function.declaration, expansion);
    const declared = id === undefined ? undefined : expansion.declarations.get(id);
    expansion.permission(event, 'apigateway.amazonaws.com', { SourceArn: given ?? reference(IMPLICIT_HTTP_API, event.span) });
    if (declared && writesRoutes(declared)) expansion.edge(declared.id, event.function.targetId);
  },
  triggers: (event, reader) => routeTriggers('http', event, at(event.properties, 'ApiId'), IMPLICIT_HTTP_API, reader),
};

/** An API whose definition the template states is not changed by events. */
const writesRoutes = (declared: Declaration): boolean =>
  !declared.properties.entries.has('DefinitionUri') &&
  (!declared.properties.entries.has('DefinitionBody') || declared.type === 'AWS::Serverless::HttpApi');

function stageSuffix(declared: Declaration): string {
  const name = at(declared.properties, 'StageName');
  return name?.kind === 'scalar' ? (stringOf(name) ?? 'Stage').replaceAll(/[^A-Za-z0-9]/g, '') : 'Stage';
}

/** The API that SAM makes for all events that name none, with what `Globals` says for its type. */
function implicitApi(id: string, type: string, stage: string, from: Declaration, expansion: Expansion): void {
  if (expansion.declarations.has(id)) return;
  const properties = mapping({ StageName: scalar(stage, from.span) }, from.span);
  const merged = withGlobals(type, properties, properties, expansion.globals);
  expansion.declarations.set(id, { id, type, properties: merged, dependsOn: [], span: from.span, generatedBy: from.id });
}

function routeTriggers(
  kind: 'rest' | 'http',
  event: SamEvent,
  given: Node | undefined,
  implicit: string,
  reader: EventReader,
): readonly Trigger[] {
  const { scope } = reader;
  // SAM takes the logical id of an API in place of a reference
  const named = given?.kind === 'scalar' ? scope.identity(stringOf(given) ?? '')?.ref : undefined;
  const ids = named ? [{ when: [], value: named }] : scope.texts(given ?? reference(implicit, event.span));
  const rawPath = scope.text(at(event.properties, 'Path'));
  const method = routeMethod(stringOf(at(event.properties, 'Method')));
  const path = routePath(rawPath ?? []);
  const whole = kind === 'http' && (path.length === 0 || path[0] === '$default');
  return forEach(ids, baseOf(event, reader), (id: Text, base): Trigger => {
    const shown = path.every((part) => typeof part === 'string') ? path.join('') : undefined;
    if (whole) return { ...base, kind: 'api', api: kind, part: 'route', executeApiArn: executeApiArn(id, text('*/*')), method: '*' };
    return {
      ...base,
      kind: 'api',
      api: kind,
      part: 'route',
      executeApiArn: executeApiArn(id, text('*/', method, ...path)),
      method,
      ...(shown === undefined ? {} : { route: shown }),
    };
  });
}
