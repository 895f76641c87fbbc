import { describe, expect, it } from 'vitest';
import type { PlainMap } from '../../test/needs/constructed.ts';
import { app, attribute, event, map, name, regional, resource, short } from '../../test/needs/constructed.ts';
import type { App } from '../model/app.ts';
import { displayText, type Text, text } from '../model/text.ts';
import { everyOf, formOfAnyType, formOfFormat, formOfType, type Naming } from './arn-format.ts';
import type { ResourceForm } from './resource.ts';

const type = (named: string, arnFormat: string) => ({ name: named, arnFormat });
const WORKGROUP = type('workgroup', 'arn:${Partition}:athena:${Region}:${Account}:workgroup/${WorkGroupName}');
const SERVICE = type('service', 'arn:${Partition}:ecs:${Region}:${Account}:service/${ClusterName}/${ServiceName}');

function resources(form: ResourceForm, input: PlainMap, within: App = app()): readonly string[] {
  const datum = map(input);
  return form
    .targets({ input: datum, whole: datum, app: within })
    .map(({ resource: value, certainty }) => short(`${displayText(value)}${certainty === 'exact' ? '' : ` (${certainty})`}`));
}
const form = (
  of: { readonly name: string; readonly arnFormat: string },
  operation: string,
  members: readonly string[],
  service?: Naming['service'],
) => formOfType(of, { operation, members, ...(service ? { service } : {}) }).form;

describe('forms from ARN formats', () => {
  it('fill a variable from the parameter of its name, or the name of what the operation is about', () => {
    expect(resources(form(WORKGROUP, 'GetWorkGroup', ['WorkGroup']), { WorkGroup: 'w' })).toEqual(['arn:aws:athena:R:A:workgroup/w']);
    expect(resources(form(WORKGROUP, 'CreateWorkGroup', ['Name']), { Name: 'w' })).toEqual(['arn:aws:athena:R:A:workgroup/w']);
    expect(form(WORKGROUP, 'CreateWorkGroup', ['Name']).describe).toBe('arn:${Partition}:athena:${Region}:${Account}:workgroup/${Name}');
  });

  it('never take the name of something else', () => {
    // the query's name, not the workgroup's
    expect(resources(form(WORKGROUP, 'UpdateNamedQuery', ['Name']), { Name: 'q' })).toEqual(['arn:aws:athena:R:A:workgroup/* (pattern)']);
    // `name` is that of the service, not of the cluster that it is in
    expect(resources(form(SERVICE, 'DeleteService', ['name', 'cluster']), { name: 's', cluster: 'c' })).toEqual([
      'arn:aws:ecs:R:A:service/c/s',
    ]);
  });

  it('never write a name where the ARN holds an id', () => {
    const collection = type('Collection', 'arn:${Partition}:aoss:${Region}:${Account}:collection/${CollectionId}');
    const byName = form(collection, 'UpdateCollection', ['collectionName']);
    expect(resources(byName, { collectionName: 'c' })).toEqual(['arn:aws:aoss:R:A:collection/* (unresolved)']);
    expect(resources(form(collection, 'CreateCollection', ['collectionName']), { collectionName: 'c' })).toEqual([
      'arn:aws:aoss:R:A:collection/* (pattern)',
    ]);
    const declared = resource('Search', 'AWS::OpenSearchServerless::Collection', [attribute('Search', 'Arn')], {}, text('c'));
    expect(resources(byName, { collectionName: 'c' }, app(declared))).toEqual(['${Search.Arn}']);
  });

  it('take an ARN where one is given', () => {
    const members = ['workGroupArn', 'WorkGroup'];
    expect(resources(form(WORKGROUP, 'GetWorkGroup', members), { workGroupArn: 'arn:aws:athena:r:1:workgroup/w' })).toEqual([
      'arn:aws:athena:r:1:workgroup/w',
    ]);
    expect(resources(form(WORKGROUP, 'GetWorkGroup', members), { WorkGroup: 'w' })).toEqual(['arn:aws:athena:R:A:workgroup/w']);
    // what is made has no ARN yet
    const snapshot = type('snapshot', 'arn:${Partition}:x:${Region}:${Account}:snapshot/${SnapshotName}');
    expect(
      resources(form(snapshot, 'CreateSnapshot', ['SourceSnapshotArn', 'SnapshotName']), {
        SourceSnapshotArn: 'arn:aws:x:r:1:snapshot/old',
        SnapshotName: 'new',
      }),
    ).toEqual(['arn:aws:x:R:A:snapshot/new']);
  });

  it('say what is known above and below a run-time value', () => {
    const of = form(SERVICE, 'DeleteService', ['cluster', 'service'], { defaults: { ClusterName: 'default' } });
    expect(resources(of, { cluster: 'c', service: ['web-', event('id')] })).toEqual(['arn:aws:ecs:R:A:service/c/web-* (pattern)']);
    expect(resources(of, { cluster: [event('c')], service: 's' })).toEqual(['arn:aws:ecs:R:A:service/*/s (pattern)']);
    expect(resources(of, { service: 's' })).toEqual(['arn:aws:ecs:R:A:service/default/s']);
    expect(resources(of, { cluster: 'arn:aws:ecs:r:1:cluster/c', service: 's' })).toEqual(['arn:aws:ecs:R:A:service/c/s']);
    expect(resources(of, { cluster: 'c' })).toEqual(['arn:aws:ecs:R:A:service/c/* (unresolved)']);
  });

  it("name a template's resource by its canonical ARN", () => {
    const cluster = resource('Cluster', 'AWS::ECS::Cluster', regional('ecs', 'cluster/', name('Cluster')));
    const opaque = resource('Store', 'AWS::CloudFront::KeyValueStore', [attribute('Store', 'Arn')]);
    const of = form(SERVICE, 'DeleteService', ['cluster', 'service']);
    expect(resources(of, { cluster: [name('Cluster')], service: 's' }, app(cluster))).toEqual(['arn:aws:ecs:R:A:service/${Cluster}/s']);
    expect(resources(of, { cluster: cluster.arn as Text, service: 's' }, app(cluster))).toEqual(['arn:aws:ecs:R:A:service/${Cluster}/s']);
    const store = type('key-value-store', 'arn:${Partition}:cloudfront::${Account}:key-value-store/${Name}');
    expect(resources(form(store, 'DescribeKeyValueStore', ['Name']), { Name: [name('Store')] }, app(opaque))).toEqual(['${Store.Arn}']);
  });

  it('listen to the table of the service', () => {
    const members = { ClusterName: ['location.cluster'], ServiceName: [] };
    const of = form(SERVICE, 'DeleteService', ['location', 'service'], { members });
    expect(resources(of, { location: { cluster: 'c' }, service: 's' })).toEqual(['arn:aws:ecs:R:A:service/c/* (pattern)']);
    const acl = type('webacl', 'arn:${Partition}:wafv2:${Region}:${Account}:${Scope}/webacl/${Name}/${Id}');
    const spelled = { spelled: { Scope: { REGIONAL: 'regional' } } };
    expect(resources(form(acl, 'GetWebACL', ['Name', 'Scope', 'Id'], spelled), { Name: 'n', Scope: 'REGIONAL', Id: 'i' })).toEqual([
      'arn:aws:wafv2:R:A:regional/webacl/n/i',
    ]);
    expect(resources(form(acl, 'GetWebACL', ['Name', 'Scope', 'Id'], spelled), { Name: 'n', Scope: [event('s')], Id: 'i' })).toEqual([
      'arn:aws:wafv2:R:A:*/webacl/n/i (pattern)',
    ]);
  });

  it('read variables behind the fifth colon as the resource, even those that are called an account', () => {
    const account = type('account', 'arn:${Partition}:organizations::${ManagementAccountId}:account/${AccountId}');
    expect(resources(form(account, 'DescribeAccount', ['AccountId']), { AccountId: '111122223333' })).toEqual([
      'arn:aws:organizations::*:account/111122223333',
    ]);
  });

  it('choose among the formats of two versions of a service by their variables', () => {
    const bot = type(
      'bot',
      'arn:${Partition}:lex:${Region}:${Account}:bot/${BotId}, arn:${Partition}:lex:${Region}:${Account}:bot:${BotName}',
    );
    expect(resources(form(bot, 'GetBot', ['botName']), { botName: 'b' })).toEqual(['arn:aws:lex:R:A:bot:b']);
    expect(resources(form(bot, 'DescribeBot', ['botId']), { botId: 'b' })).toEqual(['arn:aws:lex:R:A:bot/b']);
  });

  it('widen to every kind where one parameter may name any of them', () => {
    const any = formOfAnyType([WORKGROUP, SERVICE], 'ResourceArn');
    expect(resources(any, { ResourceArn: 'arn:aws:ecs:r:1:service/c/s' })).toEqual(['arn:aws:ecs:r:1:service/c/s']);
    expect(resources(any, { ResourceArn: [event('arn')] })).toEqual([
      'arn:aws:athena:R:A:workgroup/* (unresolved)',
      'arn:aws:ecs:R:A:service/*/* (unresolved)',
    ]);
    expect(resources(everyOf([WORKGROUP], 'it'), {})).toEqual(['arn:aws:athena:R:A:workgroup/* (unresolved)']);
    expect(
      resources(
        formOfFormat('arn:${Partition}:x::*:*/o-*/${Id}', (variable) => variable),
        { Id: 'r-1' },
      ),
    ).toEqual(['arn:aws:x::*:*/o-*/r-1']);
  });
});
