import type { Text } from '../model/text.ts';
import { coversResource, resourceSet } from '../policy/resource.ts';

/** Whether the first need's resource holds all of the second's, whatever values deployment fills in. */
export function covers(wide: Text, narrow: Text): boolean {
  const { verdict, assumes } = coversResource(resourceSet(wide), resourceSet(narrow));
  return verdict === 'yes' && assumes.length === 0;
}
