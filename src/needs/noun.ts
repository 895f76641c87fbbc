/** What an operation's name says: `CreateWorkGroup` is about a workgroup. */

const VERBS = /^(?:BatchCreate|BatchDelete|BatchDescribe|BatchGet|BatchUpdate|BatchPut|Admin(?=[A-Z])|[A-Z][a-z0-9]*)(?=[A-Z])/;

/** Lower case, letters and digits alone: `capacity-reservation` and `CapacityReservation` are one. */
export const squash = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** What follows the verb, squashed; the whole name where there is nothing after it. */
export const nounOf = (operation: string): string => squash(operation.replace(VERBS, ''));

const singular = (noun: string): string => noun.replace(/ies$/, 'y').replace(/s$/, '');

/** How well the noun fits a resource type: 3 the same, 2 its plural, 1 one begins or ends with the other, 0 not at all. */
export function nounFits(operation: string, type: string): 0 | 1 | 2 | 3 {
  const noun = nounOf(operation);
  const wanted = squash(type);
  if (wanted === '' || noun === '') return 0;
  if (noun === wanted) return 3;
  if (singular(noun) === singular(wanted)) return 2;
  return noun.startsWith(wanted) || noun.endsWith(wanted) || wanted.endsWith(noun) || wanted.startsWith(noun) ? 1 : 0;
}

/** The better of two types for the noun first: `job-definition-revision` before `job` for RegisterJobDefinition. */
export function byNoun(operation: string): (a: { readonly name: string }, b: { readonly name: string }) => number {
  const length = nounOf(operation).length;
  const shared = (name: string): number => Math.min(length, squash(name).length);
  return (a, b) => nounFits(operation, b.name) - nounFits(operation, a.name) || shared(b.name) - shared(a.name);
}

/** Operations that make something, whose id nobody knows before. */
export const creates = (operation: string): boolean =>
  /^(?:Create|Register|Import|Start|Submit|Run|Open|Publish|Purchase|Allocate|Request)/.test(operation);
