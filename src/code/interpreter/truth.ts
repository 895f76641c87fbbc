/** Whether values hold in a test. */
import type { Hole } from '../../model/text.ts';
import { mayBeAbsent, type ObjectValue, type Value } from './values.ts';

/** Values that deployment fills in are never empty, except parameters and expressions that may be. */
const neverEmpty = (hole: Hole): boolean =>
  hole.kind === 'pseudo' || hole.kind === 'name' || hole.kind === 'attribute' || hole.kind === 'parameter';

/** True or false when every alternative agrees; undefined when it is known only at run time. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value);
    case 'text':
      if (value.text.length === 0) return false;
      return value.text.some((part) => typeof part === 'string' || neverEmpty(part)) ? true : undefined;
    case 'unknown':
    case 'accessor':
      return undefined;
    case 'union': {
      const all = value.options.map(truth);
      const [first] = all;
      return all.every((each) => each === first) ? first : undefined;
    }
    // An empty list or dictionary fails a test in Python, and holds in JavaScript.
    case 'list':
      return value.items.length > 0 ? true : undefined;
    case 'object':
      return value.class || holdsSomething(value) ? true : undefined;
    default:
      return true;
  }
}

function holdsSomething(value: ObjectValue): boolean {
  for (const field of value.fields.values()) if (!mayBeAbsent(field)) return true;
  return false;
}
