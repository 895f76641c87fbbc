/**
 * Amazon Route 53. Source: "Actions, resources, and condition keys for Amazon Route 53": ids may come as the service returns
 * them, `/hostedzone/ID`; a zone that is bound to a network reads the networks of the account.
 */
import { text } from '../../model/text.ts';
import { equals, present } from '../predicate.ts';
import { ANY, named, type ResourceForm } from '../resource.ts';
import { main, need, rows, type ServiceRules, type TypeForm } from '../rule.ts';

const zoneAt = (from: string): TypeForm => ({
  form: named({
    service: 'route53',
    before: 'hostedzone/',
    from,
    types: ['AWS::Route53::HostedZone'],
    region: 'none',
    account: 'none',
    parse: ([first, ...rest]) =>
      typeof first === 'string' ? text(first.replace(/^\/?hostedzone\//, ''), ...rest) : first ? text(first, ...rest) : [],
  }),
  from: [from],
});
const check: ResourceForm = named({
  service: 'route53',
  before: 'healthcheck/',
  from: 'ResourceId',
  types: ['AWS::Route53::HealthCheck'],
  region: 'none',
  account: 'none',
});
const zone = zoneAt('HostedZoneId');
const byId = zoneAt('Id').form;
const networks = need('ec2:DescribeVpcs', ANY, present('VPC'));

const onZone = (name: string) => [name, rows(main(`route53:${name}`, byId))] as const;

export const route53: ServiceRules = {
  clients: ['route-53'],
  prefix: 'route53',
  resources: { hostedzone: zone },
  operations: {
    ...Object.fromEntries(['DeleteHostedZone', 'GetHostedZone', 'UpdateHostedZoneComment'].map(onZone)),
    ChangeTagsForResource: rows(
      main('route53:ChangeTagsForResource', zoneAt('ResourceId').form, equals('ResourceType', 'hostedzone')),
      main('route53:ChangeTagsForResource', check, equals('ResourceType', 'healthcheck')),
    ),
    ListTagsForResource: rows(
      main('route53:ListTagsForResource', zoneAt('ResourceId').form, equals('ResourceType', 'hostedzone')),
      main('route53:ListTagsForResource', check, equals('ResourceType', 'healthcheck')),
    ),
  },
  besides: {
    CreateHostedZone: [networks],
    AssociateVPCWithHostedZone: [networks],
    DisassociateVPCFromHostedZone: [networks],
    ListHostedZonesByVPC: [main('ec2:DescribeVpcs', ANY)],
  },
};
