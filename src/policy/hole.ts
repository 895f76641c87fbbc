import { type Hole, mayHold } from '../model/text.ts';

/**
 * What a hole can be. Its `chars` bound it (`model/text.ts`); for AWS's pseudo parameters more is known (AWS
 * CloudFormation: "Pseudo parameters reference").
 */
export function accepts(hole: Hole, value: string, extent: 'whole' | 'part' = 'whole'): boolean {
  for (const char of value) if (!mayHold(hole, char)) return false;
  if (extent === 'whole' && value.length < minimumLength(hole)) return false;
  if (hole.kind !== 'pseudo') return true;
  const domain = DOMAINS.get(hole.name);
  if (!domain) return true;
  for (const char of value) if (!domain.chars.includes(char)) return false;
  return extent === 'part' || domain.is(value);
}

/** `name` and `path` holes are never empty; `any` may be. */
export const minimumLength = (hole: Hole): number => (hole.chars === 'any' ? 0 : 1);

export const onlyWithoutColons = (hole: Hole): boolean => !mayHold(hole, ':');

interface Domain {
  /** every character that can occur in it */
  readonly chars: string;
  /** whether it can be the whole value */
  readonly is: (value: string) => boolean;
}

const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

const DOMAINS: ReadonlyMap<string, Domain> = new Map([
  ['AWS::AccountId', { chars: DIGITS, is: (value: string) => value.length === 12 }],
  // `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`
  [
    'AWS::Region',
    {
      chars: `${LETTERS}${DIGITS}-`,
      is: (value: string) => value.split('-').length >= 3 && DIGITS.includes(value.slice(-1)) && !value.startsWith('-'),
    },
  ],
  ['AWS::Partition', { chars: `${LETTERS}-`, is: (value: string) => value === 'aws' || value.startsWith('aws-') }],
]);
