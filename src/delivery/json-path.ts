/**
 * JSONPath as Step Functions and EventBridge use it: `$`, names, numbers and `*`. Filters, slices and descents select what no
 * template tells. Sources: Amazon States Language "Paths", "Reference Paths"; EventBridge "Transforming Amazon EventBridge target input".
 */
import type { Step } from './data.ts';

export type JsonPath =
  | { readonly kind: 'path'; readonly steps: readonly Step[] }
  /** a path whose outcome is not followed */
  | { readonly kind: 'opaque' };

// a dot before a bracket is passed over, as Step Functions does
const STEP =
  /\.([^.[\]()\s,'"*]+)|\.?\[\s*(-?\d+)\s*\]|\.?\[\s*'((?:[^'\\]|\\.)*)'\s*\]|\.?\[\s*"((?:[^"\\]|\\.)*)"\s*\]|(\.?\[\s*\*\s*\]|\.\*)/y;

/** The steps after `$`. `source` begins after it: `.a[0]`. */
export function parseJsonPath(source: string): JsonPath {
  const steps: Step[] = [];
  for (let from = 0; from < source.length; ) {
    STEP.lastIndex = from;
    const found = STEP.exec(source);
    if (!found) return { kind: 'opaque' };
    const [, plain, index, single, double] = found;
    const name = plain ?? single ?? double;
    if (name !== undefined) steps.push({ name: name.replaceAll(/\\(.)/g, '$1') });
    else steps.push(index === undefined ? 'each' : { index: Number(index) });
    from = STEP.lastIndex;
  }
  return { kind: 'path', steps };
}
