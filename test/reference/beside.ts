import type { Document } from './document.ts';

/** What stands beside the policies of a resource: grants of a KMS key, the ACL of an S3 resource, S3 Block Public Access. */
export interface Beside {
  /** as `ListGrants` prints them */
  readonly grants: unknown;
  /** as `GetObjectAcl` and `GetBucketAcl` print it, with the Object Ownership of the bucket */
  readonly acl: unknown;
  readonly publicAccessBlock: readonly Readonly<Record<string, unknown>>[];
  /** that the request puts */
  readonly newPolicy: Document | undefined;
}

/** The answer to a question that neither the request nor the documentation answers; it is decided both ways. */
export type Ask = (question: string) => boolean;

class Unanswered extends Error {
  readonly question: string;
  constructor(question: string) {
    super(question);
    this.question = question;
  }
}

/** Runs `decide` with every combination of answers to the questions that it asks. */
export function* everyAnswer<Value>(decide: (ask: Ask) => Value): Generator<Value> {
  const open: ReadonlyMap<string, boolean>[] = [new Map()];
  for (let answers = open.pop(); answers !== undefined; answers = open.pop()) {
    const given = answers;
    try {
      yield decide((question) => {
        const answer = given.get(question);
        if (answer === undefined) throw new Unanswered(question);
        return answer;
      });
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      for (const answer of [true, false]) open.push(new Map([...given, [error.question, answer]]));
    }
  }
}

export type Json = Readonly<Record<string, unknown>>;
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
