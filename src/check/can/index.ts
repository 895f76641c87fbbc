/** `pinhole can`: whether a function, a role or a service may do something, by the policies of the template. */

export { isLogicalId } from './caller.ts';
export { can } from './can.ts';
export { placeOf } from './change.ts';
export type { CanAnswer, CanCall, Change, Place, Question } from './question.ts';
export { forPeople, logicalIdOf, shownTarget } from './target.ts';
