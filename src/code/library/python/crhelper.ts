/**
 * `crhelper`: a custom resource whose functions are registered by decorators and run when the helper is called with the event. Polling sets
 * up a rule that invokes the function again (Custom Resource Helper documentation, "Polling").
 */
import { sdkClient } from '../../../catalog/index.ts';
import { sameText, text } from '../../../model/text.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { argument, args as argumentsOf, type Machine, type Site } from '../../interpreter/machine.ts';
import { harmless, type NativeValue, native, nativeFunction, textValue, UNDEFINED, union, type Value } from '../../interpreter/values.ts';
import { OWN } from '../aws/connection.ts';
import { inert, send } from '../aws/request.ts';

const POLLING: readonly (readonly [client: string, operation: string, member: string])[] = [
  ['lambda', 'AddPermission', 'FunctionName'],
  ['lambda', 'RemovePermission', 'FunctionName'],
  ['eventbridge', 'PutRule', 'Name'],
  ['eventbridge', 'PutTargets', 'Rule'],
  ['eventbridge', 'RemoveTargets', 'Rule'],
  ['eventbridge', 'DeleteRule', 'Name'],
];

function poll(machine: Machine, site: Site): void {
  const own = machine.app.resources.get(machine.fn.id)?.name;
  const rule = ruleName(machine);
  for (const [id, operation, member] of POLLING) {
    const client = sdkClient(id);
    const value = member === 'FunctionName' && own ? textValue(own) : rule;
    if (client) send(machine, { client, operation, input: machine.object([[member, value]]), connections: [OWN] }, site);
  }
}

/** The rule is named after the custom resource that is made, and eight letters more. */
function ruleName(machine: Machine): Value {
  const arn = machine.app.resources.get(machine.fn.id)?.arn;
  const served = [...machine.app.resources.values()].filter(({ properties }) =>
    properties.entries.some(
      ({ key, value }) => key[0] === 'ServiceToken' && value.kind === 'text' && arn !== undefined && sameText(value.text, arn),
    ),
  );
  if (served.length === 0) return harmless('the rule that polls');
  return union(served.map(({ id }) => textValue(text(id, { kind: 'runtime', reason: 'the rule that polls', chars: 'name' }))));
}

/** `helper = CfnResource(…)`. */
const cfnResource = nativeFunction('CfnResource', ({ machine }) => {
  const functions: Value[] = [];
  let polls = false;
  const data = machine.object([], { open: harmless('the data of a custom resource') });
  const made: NativeValue = native('CfnResource', {
    key: `helper ${machine.journal.next()}`,
    properties: machine.object([['Data', data]]),
    call: ({ machine: at, args, site }) => {
      if (polls) poll(at, site);
      for (const fn of functions)
        at.journal.maybe(() => callValue(at, fn, UNDEFINED, argumentsOf(argument(args, 0), argument(args, 1)), site));
      return UNDEFINED;
    },
    get: (property) => {
      if (!/^(poll_)?(create|update|delete)$/.test(property)) return undefined;
      return nativeFunction(`helper.${property}`, (call) => {
        if (property.startsWith('poll_')) polls = true;
        functions.push(argument(call.args, 0));
        return argument(call.args, 0);
      });
    },
    inert: true,
    escaped: (at, site) => {
      for (const fn of functions) at.escape(fn, site);
    },
  });
  return made;
});

export const crhelper = (): NativeValue =>
  native('crhelper', {
    get: (name) => (name === 'CfnResource' ? cfnResource : name.startsWith('%') ? undefined : inert(name)),
    inert: true,
  });
