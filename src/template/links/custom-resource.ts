/** Custom resources: CloudFormation invokes the function of `ServiceToken` with their properties. CloudFormation "Custom resources". */
import { at } from '../source/node.ts';
import { type LinkReader, linksTo } from './link.ts';
import { whole } from './path.ts';

export const isCustom = (type: string): boolean => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';

export const customResource: LinkReader = (resource, context) =>
  linksTo(at(resource.properties, 'ServiceToken'), whole(resource.properties, resource.id), context, (base) => [
    {
      ...base,
      span: resource.span,
      kind: 'customResource',
      properties: context.scope.map(resource.properties),
      resource: resource.id,
      type: resource.type,
    },
  ]);
