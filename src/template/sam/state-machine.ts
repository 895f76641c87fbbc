/** What SAM makes from a state machine: its role, and the rules and schedules of its events. SAM "AWS::Serverless::StateMachine". */
import type { Declaration } from '../declaration.ts';
import { collectReferences } from '../intrinsics/references.ts';
import { at, attribute, isMapping, mapping, reference, sequence, stringOf } from '../source/node.ts';
import type { Expansion } from './expansion.ts';

export const STATE_MACHINE_ELSEWHERE: ReadonlySet<string> = new Set(['Events', 'PermissionsBoundary', 'Policies', 'RolePath']);

const RULES: ReadonlyMap<string, string> = new Map([
  ['Schedule', 'AWS::Events::Rule'],
  ['CloudWatchEvent', 'AWS::Events::Rule'],
  ['EventBridgeRule', 'AWS::Events::Rule'],
  ['ScheduleV2', 'AWS::Scheduler::Schedule'],
]);

export function expandStateMachine(declaration: Declaration, expansion: Expansion): void {
  const { id, span, properties } = declaration;
  if (!at(properties, 'Role')) {
    const found = new Set<string>();
    const policies = at(properties, 'Policies');
    if (policies) collectReferences(policies, found);
    expansion.add(declaration, `${id}Role`, 'AWS::IAM::Role', { PermissionsBoundary: at(properties, 'PermissionsBoundary') }, span, [
      ...found,
    ]);
    expansion.edge(id, `${id}Role`);
  }
  const events = at(properties, 'Events');
  if (!isMapping(events)) return;
  for (const [name, entry] of events.entries) {
    const type = stringOf(at(entry.value, 'Type')) ?? '';
    const own = at(entry.value, 'Properties') ?? mapping({}, entry.span);
    const eventId = `${id}${name}`;
    const rule = RULES.get(type);
    expansion.add(declaration, `${eventId}Role`, 'AWS::IAM::Role', { Target: reference(id, entry.span) }, entry.span);
    const target = mapping(
      {
        Arn: reference(id, entry.span),
        RoleArn: attribute(`${eventId}Role`, 'Arn', entry.span),
        Input: at(own, 'Input'),
        InputPath: at(own, 'InputPath'),
        InputTransformer: at(own, 'InputTransformer'),
      },
      entry.span,
    );
    if (rule !== undefined)
      expansion.add(
        declaration,
        eventId,
        rule,
        {
          Name: at(own, 'Name') ?? at(own, 'RuleName'),
          EventBusName: at(own, 'EventBusName'),
          EventPattern: at(own, 'Pattern'),
          ScheduleExpression: at(own, 'Schedule') ?? at(own, 'ScheduleExpression'),
          ...(type === 'ScheduleV2' ? { Target: target } : { Targets: sequence([target], entry.span) }),
        },
        entry.span,
      );
    // the API's definition starts the state machine
    const api = type === 'Api' ? stringOf(at(own, 'RestApiId', 'Ref')) : undefined;
    if (api !== undefined) expansion.edge(api, id);
  }
}
