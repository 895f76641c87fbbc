/**
 * Amazon EventBridge. Sources: "Actions, resources, and condition keys for Amazon EventBridge" of the Service Authorization
 * Reference, "Managing access permissions to your Amazon EventBridge resources" and "Using IAM policy conditions in Amazon
 * EventBridge" of the EventBridge User Guide.
 */
import { and } from '../../model/condition.ts';
import { concat, isExact, literalOf, split, text } from '../../model/text.ts';
import { arnParts, literally, reasonOf, saysAnything, wildcards, withResource } from '../arn.ts';
import { literalsAt, type TextValue, textsAt } from '../input.ts';
import { present } from '../predicate.ts';
import { arnFrom, named, type ResourceForm, type Target, unresolvedTarget } from '../resource.ts';
import { each, main, need, type OfferedCondition, passRole, rows, type ServiceRules } from '../rule.ts';

const BUSES = ['AWS::Events::EventBus'];
const busAt = (from: string, byDefault?: string): ResourceForm =>
  named({ service: 'events', before: 'event-bus/', from, types: BUSES, ...(byDefault === undefined ? {} : { byDefault }) });
/** Entries without a bus go to the account's default bus. */
const bus = busAt('EventBusName', 'default');
const busByName = busAt('Name', 'default');

/** `rule/NAME` on the default bus, `rule/BUS/NAME` on another. A bus may be named by its ARN. */
const ruleAt = (from: string): ResourceForm => ({
  describe: `arn:\${Partition}:events:\${Region}:\${Account}:rule/[\${EventBusName}/]\${${from}}`,
  targets: (scope) => bus.targets(scope).flatMap((on) => textsAt(scope.input, from).flatMap((value) => rulesOn(on, value))),
});

function rulesOn(on: Target, value: TextValue): readonly Target[] {
  const when = and(on.when, value.when);
  const parts = arnParts(on.resource);
  if (!when || !parts) return [];
  const [, name = text('*')] = split(parts.resource, 'event-bus/');
  const rule = value.kind === 'text' ? wildcards(literally(value.text)) : text('*');
  const path = literalOf(name) === 'default' ? concat(['rule/'], rule) : concat(['rule/'], name, ['/'], rule);
  const resource = withResource(parts, path);
  if (value.kind === 'text' && isExact(value.text)) return [{ ...on, resource, when }];
  if (value.kind === 'text' && saysAnything(rule))
    return [{ ...on, resource, when, certainty: on.certainty === 'exact' ? 'pattern' : on.certainty }];
  return [
    unresolvedTarget(
      resource,
      when,
      value.kind === 'text' ? reasonOf(value.text) : value.kind === 'unknown' ? value.reason : 'the name of the rule',
    ),
  ];
}

const rule = ruleAt('Name');
const ruleOfTargets = ruleAt('Rule');

/** A constant source or detail type of every entry fits a condition. The keys hold all values of one request. */
const constantEntries = (member: string, key: string, what: string): OfferedCondition => ({
  action: 'events:PutEvents',
  offer: (scope) => {
    const values = literalsAt(scope.input, `Entries[].${member}`);
    if (!values || values.length === 0 || values.includes('')) return undefined;
    return {
      condition: { 'ForAllValues:StringEquals': { [key]: values.map((v) => text(v)) } },
      why: `the code sends only events with ${what}`,
    };
  },
});

const EVENTS = 'events.amazonaws.com';
const archive = named({ service: 'events', before: 'archive/', from: 'ArchiveName', types: ['AWS::Events::Archive'] });
const connection = named({ service: 'events', before: 'connection/', from: 'Name', types: ['AWS::Events::Connection'] });
const endpoint = named({ service: 'events', before: 'endpoint/', from: 'Name', types: [] });
const replay = named({ service: 'events', before: 'replay/', from: 'ReplayName', types: [] });
const destination = named({ service: 'events', before: 'api-destination/', from: 'Name', types: ['AWS::Events::ApiDestination'] });
const connectionByArn = arnFrom('ConnectionArn', 'events', 'connection/', ['AWS::Events::Connection']);
const sourceBus = arnFrom('EventSourceArn', 'events', 'event-bus/', BUSES);
const eventSource: ResourceForm = {
  describe: 'arn:${Partition}:events:${Region}::event-source/${Name}',
  targets: named({ service: 'events', before: 'event-source/', from: 'Name', types: [], account: 'none' }).targets,
};
const tagged = arnFrom('ResourceARN', 'events', '');

export const eventbridge: ServiceRules = {
  clients: ['eventbridge', 'cloudwatch-events'],
  prefix: 'events',
  resources: {
    'event-bus': { form: busByName, from: ['Name'] },
    archive: { form: archive, from: ['ArchiveName'] },
    connection: { form: connection, from: ['Name'] },
    endpoint: { form: endpoint, from: ['Name'] },
    replay: { form: replay, from: ['ReplayName'] },
    'api-destination': { form: destination, from: ['Name'] },
    'event-source': { form: eventSource, from: ['Name'] },
  },
  operations: {
    PutEvents: {
      rows: [each('Entries[]', main('events:PutEvents', bus))],
      conditions: [
        constantEntries('Source', 'events:source', 'this source'),
        constantEntries('DetailType', 'events:detail-type', 'this detail type'),
      ],
    },
    PutRule: rows(main('events:PutRule', rule), passRole('RoleArn', EVENTS), need('events:TagResource', rule, present('Tags'))),
    DescribeRule: rows(main('events:DescribeRule', rule)),
    DeleteRule: rows(main('events:DeleteRule', rule)),
    EnableRule: rows(main('events:EnableRule', rule)),
    DisableRule: rows(main('events:DisableRule', rule)),
    PutTargets: rows(main('events:PutTargets', ruleOfTargets), passRole('Targets[].RoleArn', EVENTS)),
    RemoveTargets: rows(main('events:RemoveTargets', ruleOfTargets)),
    ListTargetsByRule: rows(main('events:ListTargetsByRule', ruleOfTargets)),
    CreateEventBus: rows(main('events:CreateEventBus', busByName), need('events:TagResource', busByName, present('Tags'))),
    DescribeEventBus: rows(main('events:DescribeEventBus', busByName)),
    UpdateEventBus: rows(main('events:UpdateEventBus', busByName)),
    DeleteEventBus: rows(main('events:DeleteEventBus', busByName)),
    DescribeEventSource: rows(main('events:DescribeEventSource', eventSource)),
    CreateEndpoint: rows(main('events:CreateEndpoint', endpoint), passRole('RoleArn', EVENTS)),
    UpdateEndpoint: rows(main('events:UpdateEndpoint', endpoint), passRole('RoleArn', EVENTS)),
    CreateArchive: rows(main('events:CreateArchive', archive), main('events:CreateArchive', sourceBus)),
    UpdateArchive: rows(main('events:UpdateArchive', archive)),
    StartReplay: rows(
      main('events:StartReplay', replay),
      main('events:StartReplay', arnFrom('EventSourceArn', 'events', 'archive/')),
      main('events:StartReplay', arnFrom('Destination.Arn', 'events', 'event-bus/', BUSES)),
    ),
    CreateApiDestination: rows(main('events:CreateApiDestination', destination), main('events:CreateApiDestination', connectionByArn)),
    DescribeApiDestination: rows(main('events:DescribeApiDestination', destination)),
    ListTagsForResource: rows(main('events:ListTagsForResource', tagged)),
    TagResource: rows(main('events:TagResource', tagged)),
    UntagResource: rows(main('events:UntagResource', tagged)),
  },
};
