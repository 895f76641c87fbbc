/**
 * Amazon EventBridge Scheduler. Sources: "Identity-based policies in EventBridge Scheduler" and the Service Authorization
 * Reference "Amazon EventBridge Scheduler".
 */
import { and } from '../../model/condition.ts';
import { concat, isExact, text } from '../../model/text.ts';
import { literally, saysAnything, wildcards } from '../arn.ts';
import { textsAt } from '../input.ts';
import { present } from '../predicate.ts';
import { arnFrom, below, named, type ResourceForm } from '../resource.ts';
import { main, need, passRole, rows, type ServiceRules } from '../rule.ts';

const GROUPS = ['AWS::Scheduler::ScheduleGroup'];
const group = named({ service: 'scheduler', before: 'schedule-group/', from: 'Name', types: GROUPS });

/** `schedule/GROUP/NAME`; the group `default` when none is given. */
const ofGroup = named({ service: 'scheduler', before: 'schedule/', from: 'GroupName', types: [], byDefault: 'default' });
const schedule: ResourceForm = {
  describe: 'arn:${Partition}:scheduler:${Region}:${Account}:schedule/${GroupName}/${Name}',
  targets: (scope) =>
    ofGroup.targets(scope).flatMap((target) =>
      textsAt(scope.input, 'Name').flatMap((value) => {
        const when = and(target.when, value.when);
        if (!when) return [];
        const name = value.kind === 'text' ? wildcards(literally(value.text)) : text('*');
        const made = below(target, concat(['/'], name), value.kind === 'text' && isExact(value.text), when);
        // schedules made at run time are named at run time: all of the group is what the code can reach
        return [saysAnything(name) ? made : { ...made, certainty: target.certainty === 'exact' ? 'pattern' : target.certainty }];
      }),
    ),
};
const SCHEDULER = 'scheduler.amazonaws.com';

const allOfGroup: ResourceForm = {
  describe: 'arn:${Partition}:scheduler:${Region}:${Account}:schedule/${Name}/*',
  targets: (scope) =>
    named({ service: 'scheduler', before: 'schedule/', from: 'Name', types: [] })
      .targets(scope)
      .map((target) => below(target, text('/*'), false)),
};
const tagged = arnFrom('ResourceArn', 'scheduler', 'schedule-group/', GROUPS);

export const scheduler: ServiceRules = {
  clients: ['scheduler'],
  prefix: 'scheduler',
  resources: {
    schedule: { form: schedule, from: ['Name'] },
    'schedule-group': { form: group, from: ['Name'] },
  },
  operations: {
    CreateSchedule: rows(main('scheduler:CreateSchedule', schedule), passRole('Target.RoleArn', SCHEDULER)),
    UpdateSchedule: rows(main('scheduler:UpdateSchedule', schedule), passRole('Target.RoleArn', SCHEDULER)),
    CreateScheduleGroup: rows(main('scheduler:CreateScheduleGroup', group), need('scheduler:TagResource', group, present('Tags'))),
    // deleting a group deletes its schedules
    DeleteScheduleGroup: rows(main('scheduler:DeleteScheduleGroup', group), main('scheduler:DeleteSchedule', allOfGroup)),
    ListTagsForResource: rows(main('scheduler:ListTagsForResource', tagged)),
    TagResource: rows(main('scheduler:TagResource', tagged)),
    UntagResource: rows(main('scheduler:UntagResource', tagged)),
  },
};
