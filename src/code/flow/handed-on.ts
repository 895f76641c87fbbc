/**
 * Data of the app's code on its way through a service that works on it, as a state machine does: like what is received (received.ts), it
 * decides nothing. Each value has the alternative of any other one, each map may hold more.
 */
import type { Datum, TextDatum } from '../../model/datum.ts';
import { isDeployHole, isHole, type RunHole, type Text, text } from '../../model/text.ts';

/** `reason` ends a sentence that starts "it depends on"; it stands for what the code knew only at run time. */
export function handedOn(datum: Datum, reason: string): Datum {
  const hole: RunHole = { kind: 'runtime', reason, chars: 'any' };
  const beyond: TextDatum = { kind: 'text', text: [{ ...hole, beyond: true }] };
  const detached = (value: Text): Text =>
    text(...value.map((part) => (isHole(part) && !isDeployHole(part) ? { ...hole, chars: part.chars } : part)));
  const each = (value: Datum): Datum => {
    switch (value.kind) {
      case 'text':
        // what is known of nothing may be an object or a list as well
        if (!value.json && value.text.length === 1 && value.text.every((part) => isHole(part) && !isDeployHole(part)))
          return { kind: 'unknown', reason };
        return orElse({ kind: 'text', text: detached(value.text), ...(value.json ? { json: each(value.json) } : {}) });
      case 'scalar':
        return orElse(value);
      case 'list':
        return { ...value, items: value.items.map(each) };
      case 'map':
        return { ...value, entries: value.entries.map((entry) => ({ key: detached(entry.key), value: each(entry.value) })), open: true };
      case 'choice':
        return { ...value, options: value.options.map((option) => ({ ...option, value: each(option.value) })) };
      case 'unknown':
        return value;
    }
  };
  const orElse = (value: Datum): Datum => ({
    kind: 'choice',
    options: [value, beyond].map((option) => ({ when: [], value: option })),
  });
  return each(datum);
}
