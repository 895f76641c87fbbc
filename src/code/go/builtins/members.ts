/** Members that Go itself gives values: those of embedded fields, and methods through their type. */
import { findMethod } from '../../interpreter/classes.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { args, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { nativeFunction, type ObjectValue, textValue, UNDEFINED, type Value } from '../../interpreter/values.ts';

export function goMember(object: Value, name: string, machine: Machine, site: Site): Value | undefined {
  if (object.kind === 'object') return promoted(object, name, machine, site);
  if (object.kind !== 'class') return undefined;
  const method = findMethod(object, name);
  if (method?.kind !== 'closure') return undefined;
  // A method expression: `Store.Get(s, key)`.
  return nativeFunction(`${object.node.name}.${name}`, (call) => {
    const [self = UNDEFINED, ...rest] = call.args.positional;
    return callValue(machine, method, self, { ...args(...rest), ...(call.args.rest ? { rest: call.args.rest } : {}) }, call.site);
  });
}

/** The members of an embedded field are the instance's own; the field nearest to the top wins. */
function promoted(object: ObjectValue, name: string, machine: Machine, site: Site): Value | undefined {
  for (const member of object.class?.node.members ?? []) {
    if (!member.embedded || member.key.kind !== 'literal') continue;
    const inner = object.fields.get(String(member.key.value));
    if (inner === undefined || inner.kind === 'constant') continue;
    const found = getMember(machine, inner, textValue(name), site);
    if (found !== UNDEFINED) return found;
  }
  return undefined;
}
