/**
 * Functions behind data sources of AppSync, which get what the resolvers that use the source ask for. CloudFormation
 * "AWS::AppSync::DataSource", "AWS::AppSync::Resolver", "AWS::AppSync::FunctionConfiguration".
 */
import { join, listOf } from '../../delivery/data.ts';
import { contextOf, requestedBy } from '../../delivery/resolver.ts';
import type { Datum } from '../../model/datum.ts';
import { sameText, type Text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import { at, type Node } from '../source/node.ts';
import { type LinkContext, type LinkReader, linksTo } from './link.ts';
import { places } from './path.ts';
import { byRole } from './schedule.ts';

export const dataSource: LinkReader = (resource, context) =>
  places(context.scope, resource.properties, 'LambdaConfig.LambdaFunctionArn', resource.id).flatMap((place) =>
    linksTo(place.node, place, context, (base) =>
      byRole('appsync.amazonaws.com', at(resource.properties, 'ServiceRoleArn'), eventOf(resource, context), context).map((trigger) => ({
        ...base,
        ...trigger,
      })),
    ),
  );

/** One alternative for each resolver; undefined where the template states none. */
function eventOf(source: Declaration, context: LinkContext): Datum | undefined {
  const { scope, registry } = context;
  const events = registry.ofType('AWS::AppSync::Resolver').flatMap((resolver): Datum[] => {
    const own = scope.evaluate(at(resolver.properties, 'FieldName'));
    const field = contextOf({ type: scope.evaluate(at(resolver.properties, 'TypeName')), field: own });
    const steps = scope.items(at(resolver.properties, 'PipelineConfig', 'Functions')).flatMap(({ value }) => functionsOf(value, context));
    return [resolver, ...steps].flatMap((each) => (uses(each, source, context) ? [requestOf(each, field, context)] : []));
  });
  return events.length > 0 ? join(events) : undefined;
}

const functionsOf = (id: Node, { scope, registry }: LinkContext): readonly Declaration[] =>
  registry
    .ofType('AWS::AppSync::FunctionConfiguration')
    .filter((each) => isNamed(scope.text(id), [scope.identity(each.id)?.attribute('FunctionId')]));

/** Data sources are named by their `Name`, or by the attribute of it. */
const uses = (user: Declaration, source: Declaration, { scope }: LinkContext): boolean =>
  isNamed(scope.text(at(user.properties, 'DataSourceName')), [
    scope.text(at(source.properties, 'Name')),
    scope.identity(source.id)?.attribute('Name'),
  ]);

const isNamed = (name: Text | undefined, names: readonly (Text | undefined)[]): boolean =>
  name !== undefined && names.some((each) => each !== undefined && sameText(each, name));

/** What a resolver or a step of its pipeline asks the function for; `field` is the context of its request. */
function requestOf({ properties }: Declaration, field: Datum, { scope }: LinkContext): Datum {
  const template = scope.text(at(properties, 'RequestMappingTemplate'));
  if (template) return requestedBy(template, field);
  const written = ['Code', 'CodeS3Location', 'RequestMappingTemplateS3Location'].some((name) => at(properties, name) !== undefined);
  if (written) return { kind: 'unknown', reason: 'what the code of a resolver asks for' };
  const size = scope.evaluate(at(properties, 'MaxBatchSize'));
  return size === undefined || (size.kind === 'scalar' && size.value === 0) ? field : listOf(field);
}
