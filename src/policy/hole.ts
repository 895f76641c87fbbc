import { type Hole, mayHold } from '../model/text.ts';

/**
 * What a hole can be. Its `chars` bound it (`model/text.ts`); for AWS's pseudo parameters more is known (AWS
 * CloudFormation: "Pseudo parameters reference").
 */
export function accepts(hole: Hole, value: string, extent: 'whole' | 'part' = 'whole'): boolean {
  const domain = hole.kind === 'pseudo' ? DOMAINS.get(hole.name) : undefined;
  if (domain) return domain[extent].test(value);
  for (const char of value) if (!mayHold(hole, char)) return false;
  return extent === 'part' || value.length >= minimumLength(hole);
}

/** `name` and `path` holes are never empty; `any` may be. */
export const minimumLength = (hole: Hole): number => (hole.chars === 'any' ? 0 : 1);

export const onlyWithoutColons = (hole: Hole): boolean => !mayHold(hole, ':');

/** The whole value, and what a part of it can hold. */
type Domain = Readonly<Record<'whole' | 'part', RegExp>>;

const DOMAINS: ReadonlyMap<string, Domain> = new Map([
  ['AWS::AccountId', { whole: /^[0-9]{12}$/, part: /^[0-9]*$/ }],
  // `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`
  ['AWS::Region', { whole: /^[a-z]+(?:-[a-z]+)+-[0-9]+$/, part: /^[a-z0-9-]*$/ }],
  ['AWS::Partition', { whole: /^aws(?:-[a-z-]+)?$/, part: /^[a-z-]*$/ }],
]);
