/** What pydantic gives its models: instances of data and of JSON, and both of instances (Pydantic documentation, "Models"). */
import { constructClass } from '../../interpreter/classes.ts';
import { parsedJson } from '../../interpreter/data.ts';
import { jsonText } from '../../interpreter/json-text.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields } from '../../interpreter/members.ts';
import { type ClassValue, harmless, nativeFunction, type ObjectValue, optionsOf, union, type Value } from '../../interpreter/values.ts';
import { someText } from './format.ts';

/** Whether a class above is of a library. */
const isOfLibrary = (type: ClassValue): boolean => type.parents.some((parent) => parent.kind !== 'class' || isOfLibrary(parent));

/** Of version 2 and of version 1. */
const READS_JSON = /^(model_validate_json|parse_raw)$/;
const READS_DATA = /^(model_validate|model_construct|parse_obj)$/;

export function memberOfModel(type: ClassValue, name: string): Value | undefined {
  if (!isOfLibrary(type) || !(READS_JSON.test(name) || READS_DATA.test(name))) return undefined;
  return nativeFunction(`${type.node.name}.${name}`, ({ machine, args, site }) => {
    const given = argument(args, 0);
    if (args.positional.length === 0) return constructClass(machine, type, args, site);
    return instanceOf(machine, type, READS_JSON.test(name) ? parsed(machine, given) : given, site);
  });
}

const parsed = (machine: Machine, text: Value): Value =>
  union(
    optionsOf(text).map(
      (option) =>
        parsedJson(machine, option) ?? (option.kind === 'unknown' && option.hole.kind === 'event' ? option : harmless('parsed data')),
    ),
  );

function instanceOf(machine: Machine, type: ClassValue, data: Value, site: Site): Value {
  return union(
    optionsOf(data).map((option) => {
      if (option.kind === 'object' && option.class) return option;
      const open = option.kind === 'object' ? option.open : harmless(`an instance of ${type.node.name}`);
      const named = new Map(option.kind === 'object' ? option.fields : []);
      const rest = option.kind === 'unknown' ? option : open;
      if (rest) named.set('**', rest);
      return constructClass(machine, type, { positional: [], named }, site);
    }),
  );
}

export function memberOfModelInstance(self: ObjectValue, type: ClassValue, name: string): Value | undefined {
  if (!isOfLibrary(type)) return undefined;
  if (name === 'model_dump' || name === 'dict') return nativeFunction(name, ({ machine }) => dataOf(machine, self));
  if (name === 'model_dump_json' || name === 'json')
    return nativeFunction(name, ({ machine }) => jsonText(machine, dataOf(machine, self), someText('data as JSON')));
  return name === 'model_copy' ? nativeFunction(name, () => self) : undefined;
}

function dataOf(machine: Machine, self: ObjectValue): ObjectValue {
  const data = machine.object();
  copyFields(machine, data, self);
  return data;
}
