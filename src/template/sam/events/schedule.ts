/** Rules of EventBridge and schedules. SAM "Schedule", "ScheduleV2", "EventBridgeRule", "CloudWatchEvent". */
import { delivered, isShaped, matchedEvent } from '../../../delivery/rule.ts';
import type { Trigger } from '../../../model/app.ts';
import { inputDatum } from '../../json-text.ts';
import { at, attribute, mapping, type Node, scalar, sequence } from '../../source/node.ts';
import { eventPattern } from '../../triggers/event-pattern.ts';
import { forEach } from '../../triggers/trigger.ts';
import type { Expansion, SamEvent } from '../expansion.ts';
import { baseOf, type EventType } from './event.ts';

const rule = (schedule: boolean): EventType => ({
  expand(event, expansion) {
    const from = event.function.declaration;
    const { id, span, properties } = event;
    expansion.add(
      from,
      id,
      'AWS::Events::Rule',
      {
        Name: at(properties, schedule ? 'Name' : 'RuleName'),
        EventBusName: schedule ? undefined : at(properties, 'EventBusName'),
        EventPattern: at(properties, 'Pattern'),
        ScheduleExpression: at(properties, 'Schedule'),
        Targets: sequence(
          [mapping({ Arn: event.function.target, Input: at(properties, 'Input'), DeadLetterConfig: deadLetter(event, expansion) }, span)],
          span,
        ),
      },
      span,
    );
    expansion.permission(event, 'events.amazonaws.com', { SourceArn: attribute(id, 'Arn', span) });
  },
  triggers(event, reader) {
    const ruleArn = reader.scope.identity(event.id)?.arn;
    if (!ruleArn) return [];
    const pattern = eventPattern(at(event.properties, 'Pattern'), reader);
    const target = reader.scope.map(event.properties);
    const input = schedule || isShaped(target) ? delivered(matchedEvent({ pattern, schedule, arn: ruleArn }), target) : undefined;
    return [
      {
        ...baseOf(event, reader),
        kind: 'rule',
        ruleArn,
        ...(pattern ? { pattern } : {}),
        ...(schedule ? { schedule } : {}),
        ...(input ? { input } : {}),
      },
    ];
  },
});

export const eventBridgeRule = rule(false);
export const schedule = rule(true);

/** A queue that SAM makes, with its policy, when `DeadLetterConfig` asks for one. */
function deadLetter(event: SamEvent, expansion: Expansion): Node | undefined {
  const config = at(event.properties, 'DeadLetterConfig');
  if (!config || at(config, 'Arn') || !at(config, 'Type')) return config;
  const logical = at(config, 'QueueLogicalId');
  const id = logical?.kind === 'scalar' && typeof logical.value === 'string' ? logical.value : `${event.id}Queue`;
  expansion.add(event.function.declaration, id, 'AWS::SQS::Queue', {}, event.span);
  return mapping({ Arn: attribute(id, 'Arn', event.span) }, event.span);
}

/** EventBridge Scheduler invokes with a role of its own; the function needs no permission. */
export const scheduleV2: EventType = {
  expand(event, expansion) {
    const { id, span, properties } = event;
    const from = event.function.declaration;
    const given = at(properties, 'RoleArn');
    const queue = deadLetter(event, expansion);
    if (!given)
      expansion.add(
        from,
        `${id}Role`,
        'AWS::IAM::Role',
        {
          PermissionsBoundary: at(properties, 'PermissionsBoundary'),
          Policies: sequence(
            [
              mapping(
                {
                  PolicyName: scalar(`${id}LambdaPolicy`, span),
                  PolicyDocument: mapping({ Statement: mapping({ Resource: targetArn(event) }, span) }, span),
                  Queue: queue,
                },
                span,
              ),
            ],
            span,
          ),
        },
        span,
      );
    expansion.add(
      from,
      id,
      'AWS::Scheduler::Schedule',
      {
        Name: at(properties, 'Name') ?? scalar(id, span),
        GroupName: at(properties, 'GroupName'),
        KmsKeyArn: at(properties, 'KmsKeyArn'),
        Target: mapping(
          {
            Arn: targetArn(event),
            RoleArn: given ?? attribute(`${id}Role`, 'Arn', span),
            Input: at(properties, 'Input'),
            DeadLetterConfig: queue,
          },
          span,
        ),
      },
      span,
    );
  },
  triggers(event, reader) {
    const base = baseOf(event, reader);
    const input = inputDatum(at(event.properties, 'Input'), reader.scope);
    const role = at(event.properties, 'RoleArn') ?? attribute(`${event.id}Role`, 'Arn', event.span);
    return forEach(
      reader.scope.texts(role),
      base,
      (roleArn, own): Trigger => ({ ...own, kind: 'role', service: 'scheduler.amazonaws.com', roleArn, ...(input ? { input } : {}) }),
    );
  },
};

/** `Ref` of an alias is its ARN, that of a function its name. */
const targetArn = (event: SamEvent): Node =>
  event.function.targetId === event.function.declaration.id ? attribute(event.function.targetId, 'Arn', event.span) : event.function.target;
