/** Inputs of targets: JSON inside a string of the template. */
import { parseJsonText } from '../delivery/json-text.ts';
import type { Datum } from '../model/datum.ts';
import { stringValue } from './intrinsics/context.ts';
import type { Scope } from './scope.ts';
import type { Node } from './source/node.ts';

/** The constant input of a target: JSON in a string. Undefined when none is given. */
export function inputDatum(node: Node | undefined, scope: Scope): Datum | undefined {
  const value = scope.evaluate(node);
  if (!value || value.kind === 'map' || value.kind === 'choice') return value;
  const string = stringValue(value);
  return (string && parseJsonText(string)) ?? { kind: 'unknown', reason: 'an input that is no JSON' };
}
