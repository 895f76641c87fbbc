/**
 * What the resources of the template start a state machine with. A machine that something else may start too (a function, an API, another
 * machine) takes anything beside. Sources: CloudFormation "AWS::Events::Rule Target", "AWS::Scheduler::Schedule Target".
 */
import { alternatives, join, member, record, unknown } from '../delivery/data.ts';
import { delivered, jsonIn, matchedEvent } from '../delivery/rule.ts';
import type { When } from '../model/condition.ts';
import type { Datum } from '../model/datum.ts';
import { sameText, type Text } from '../model/text.ts';
import type { Declaration } from './declaration.ts';
import { FUNCTION_TYPES } from './functions/function.ts';
import { collectReferences } from './intrinsics/references.ts';
import type { Reader } from './reader.ts';
import { at, isMapping, stringOf, toJson } from './source/node.ts';
import { eventPattern } from './triggers/event-pattern.ts';

/** Undefined where no resource of the template starts it. */
export function startedWith(machine: Declaration, made: ReadonlyMap<string, When>, reader: Reader): Datum | undefined {
  const arn = reader.scope.identity(machine.id)?.arn;
  if (!arn) return undefined;
  const inputs: Datum[] = [];
  let open = hasOtherEvents(machine) || JSON.stringify(toJson(machine.properties)).includes('startExecution');
  for (const id of made.keys()) {
    const declaration = reader.declarations.get(id);
    if (!declaration || id === machine.id) continue;
    const read = STARTERS.get(declaration.type)?.(declaration, arn, reader);
    if (read) inputs.push(...read);
    else if (!open) open = mayStart(declaration, machine, reader);
  }
  if (inputs.length === 0) return undefined;
  return join(open ? [...inputs, unknown('the input of the execution')] : inputs);
}

type Starter = (declaration: Declaration, arn: Text, reader: Reader) => readonly Datum[];

const STARTERS: ReadonlyMap<string, Starter> = new Map<string, Starter>([
  [
    'AWS::Events::Rule',
    (declaration, arn, reader) => {
      const { scope } = reader;
      const properties = scope.map(declaration.properties);
      const event = matchedEvent({
        pattern: eventPattern(at(declaration.properties, 'EventPattern'), reader),
        schedule: member(properties, 'ScheduleExpression') !== undefined,
        arn: scope.identity(declaration.id)?.arn,
      });
      return namesIt(itemsOf(member(properties, 'Targets')), arn).map((target) => delivered(event, target));
    },
  ],
  [
    'AWS::Scheduler::Schedule',
    (declaration, arn, { scope }) =>
      namesIt(alternatives(member(scope.map(declaration.properties), 'Target')), arn).map((target) => {
        const stated = alternatives(member(target, 'Input'));
        return stated.length > 0 ? join(stated.map(jsonIn)) : record({}, true);
      }),
  ],
]);

const itemsOf = (datum: Datum | undefined): readonly Datum[] =>
  alternatives(datum).flatMap((option) => (option.kind === 'list' ? option.items.flatMap(alternatives) : [option]));

const namesIt = (targets: readonly Datum[], arn: Text): readonly Datum[] =>
  targets.filter((target) => alternatives(member(target, 'Arn')).some((named) => named.kind === 'text' && sameText(named.text, arn)));

/** Resources that name a machine without starting it. */
const PASSIVE = /^AWS::(?:IAM::Role|CloudWatch::|Logs::)/;
const STARTS = /states:(?:Start|\*)|"StepFunctionsExecutionPolicy"/;

/** Whether the resource, or a function with the role that it is, may start the machine by code of its own. */
function mayStart(declaration: Declaration, machine: Declaration, { declarations }: Reader): boolean {
  const maker = declaration.generatedBy === undefined ? undefined : declarations.get(declaration.generatedBy);
  const ofFunction = FUNCTION_TYPES.has(declaration.type) || (maker !== undefined && FUNCTION_TYPES.has(maker.type));
  const used = declaration.type === 'AWS::IAM::Role' && [...declarations.values()].some((one) => usesRole(one, declaration.id));
  if ((ofFunction || used) && STARTS.test(JSON.stringify(toJson(declaration.properties)))) return true;
  const names = new Set<string>();
  collectReferences(declaration.properties, names);
  return names.has(machine.id) && (ofFunction || used || !PASSIVE.test(declaration.type));
}

function usesRole(declaration: Declaration, role: string): boolean {
  if (!FUNCTION_TYPES.has(declaration.type)) return false;
  const names = new Set<string>();
  const stated = at(declaration.properties, 'Role');
  if (stated) collectReferences(stated, names);
  return names.has(role);
}

const READ_EVENTS: ReadonlySet<string> = new Set(['Schedule', 'ScheduleV2', 'CloudWatchEvent', 'EventBridgeRule']);

/** Events of SAM that start it with what no template tells: a route of an API. */
function hasOtherEvents({ properties }: Declaration): boolean {
  const events = at(properties, 'Events');
  return isMapping(events) && [...events.entries.values()].some(({ value }) => !READ_EVENTS.has(stringOf(at(value, 'Type')) ?? ''));
}
