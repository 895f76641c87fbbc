/** Rules, schedules and pipes. CloudFormation "AWS::Events::Rule Target", "AWS::Scheduler::Schedule", "AWS::Pipes::Pipe". */
import { pipedTo } from '../../delivery/pipe.ts';
import { delivered, isShaped, matchedEvent } from '../../delivery/rule.ts';
import type { Trigger } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { inputDatum } from '../json-text.ts';
import { at, type Node } from '../source/node.ts';
import { eventPattern } from '../triggers/event-pattern.ts';
import { type LinkContext, type LinkReader, linksTo } from './link.ts';
import { places } from './path.ts';

/** A target with a role needs no permission on the function: EventBridge invokes with the role. */
export const rule: LinkReader = (resource, context) => {
  const ruleArn = context.scope.identity(resource.id)?.arn;
  const pattern = eventPattern(at(resource.properties, 'EventPattern'), context);
  const schedule = at(resource.properties, 'ScheduleExpression') !== undefined;
  return places(context.scope, resource.properties, 'Targets[]', resource.id).flatMap((place) =>
    linksTo(at(place.node, 'Arn'), place, context, (base): readonly Trigger[] => {
      const role = at(place.node, 'RoleArn');
      const target = context.scope.map(place.node);
      const event = matchedEvent({ pattern, schedule, arn: ruleArn });
      if (role) return byRole('events.amazonaws.com', role, delivered(event, target), context).map((trigger) => ({ ...base, ...trigger }));
      if (!ruleArn) return [];
      const input = schedule || isShaped(target) ? delivered(event, target) : undefined;
      return [
        { ...base, kind: 'rule', ruleArn, ...(pattern ? { pattern } : {}), ...(schedule ? { schedule } : {}), ...(input ? { input } : {}) },
      ];
    }),
  );
};

export const schedule: LinkReader = (resource, context) =>
  places(context.scope, resource.properties, 'Target', resource.id).flatMap((place) =>
    linksTo(at(place.node, 'Arn'), place, context, (base) =>
      byRole('scheduler.amazonaws.com', at(place.node, 'RoleArn'), inputDatum(at(place.node, 'Input'), context.scope), context).map(
        (trigger) => ({
          ...base,
          ...trigger,
        }),
      ),
    ),
  );

export const pipe: LinkReader = (resource, context) =>
  (['Target', 'Enrichment'] as const).flatMap((part) =>
    places(context.scope, resource.properties, part, resource.id).flatMap((place) =>
      linksTo(place.node, place, context, (base) => {
        const batch = pipedTo(part, context.scope.map(resource.properties));
        return byRole('pipes.amazonaws.com', at(resource.properties, 'RoleArn'), batch, context).map((trigger) => ({
          ...base,
          ...trigger,
        }));
      }),
    ),
  );

type RoleTrigger = Pick<Extract<Trigger, { kind: 'role' }>, 'kind' | 'service' | 'roleArn' | 'input'>;

/** How a service invokes with a role of its own. */
export function byRole(
  service: string,
  role: Node | undefined,
  input: Datum | undefined,
  { scope }: Pick<LinkContext, 'scope'>,
): readonly RoleTrigger[] {
  const [arn] = scope.texts(role);
  return [{ kind: 'role', service, ...(arn ? { roleArn: arn.value } : {}), ...(input ? { input } : {}) }];
}
