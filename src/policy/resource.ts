import { holeKey, isHole, literalOf, mayHold, PARTITION, type Text, text } from '../model/text.ts';
import { covers } from './coverage.ts';
import {
  isHoleToken,
  isWildcard,
  MANY,
  MANY_IN_SEGMENT,
  MANY_UNSURE,
  ONE_IN_SEGMENT,
  type Pattern,
  pattern,
  readTokens,
  type Token,
  WILDCARDS,
} from './pattern.ts';
import { UNKNOWN, type Verdict, verdictOf, YES } from './tri.ts';

/** An entry of `Resource` or `NotResource`. */
export type ResourcePattern = Pattern;

interface ResourceReading {
  readonly pattern: ResourcePattern;
  /** AWS would refuse the policy; the entry is not understood */
  readonly problem: string | undefined;
  /** AWS takes it, though it hardly says what was meant */
  readonly doubt: string | undefined;
}

export interface ResourceSyntax {
  /** `${…}` are policy variables (Version 2012-10-17) */
  readonly variables: boolean;
  /** an ARN with fewer than six fields: `complete` with `*` (identity policies), `refuse` (session policies), or `keep` */
  readonly incomplete: 'complete' | 'refuse' | 'keep';
}

/**
 * Reads a resource entry. `*` and `?` stand for characters inside one colon-separated segment; a `*` that ends a segment
 * may extend past colons (AWS: "IAM JSON policy elements: Resource"). Variables count after the fifth colon only (AWS:
 * "IAM policy elements: Variables and tags"); an incomplete ARN is completed (AWS: "Grammar of the IAM JSON policy
 * language").
 */
export function readResource(source: Text, syntax: ResourceSyntax): ResourceReading {
  if (literalOf(source) === '*') return { pattern: pattern([MANY], source), problem: undefined, doubt: undefined };
  const split = afterFifthColon(source);
  const head = readTokens(split.head, WILDCARDS);
  const tail = readTokens(split.tail, { wildcards: true, variables: syntax.variables });
  const tokens = inSegments([...head.tokens, ...tail.tokens]);
  let problem = tail.problem;
  let doubt: string | undefined;
  if (syntax.variables && split.head.some((part) => typeof part === 'string' && part.includes('${')))
    problem ??= 'policy variables are allowed after the fifth colon only';
  const [first] = tokens;
  if (first === undefined) problem ??= 'the resource is empty';
  else if (!isHoleToken(first) && !(typeof first === 'string' && first.startsWith('arn:')))
    problem ??= 'a resource is "*" or starts with "arn:"';
  const { fields } = split;
  if (fields < 6 && problem === undefined) {
    if (syntax.incomplete === 'refuse') problem = `the ARN has ${fields} of six fields, which a session policy may not leave out`;
    else if (syntax.incomplete === 'complete') {
      doubt = `the ARN has ${fields} of six fields; the missing ones stand for "*"`;
      const completed: Token[] = [...tokens];
      for (let i = fields; i < 6; i++) completed.push(':', i < 5 ? MANY_IN_SEGMENT : MANY);
      return { pattern: pattern(completed, source), problem, doubt };
    } else doubt = `the ARN has ${fields} of six fields, so it names no resource`;
  }
  problem ??= wildcardProblem(tokens);
  return { pattern: pattern(tokens, source), problem, doubt };
}

/** AWS: "Identify AWS resources with Amazon Resource Names (ARNs)"; "IAM JSON policy elements: Resource". */
function wildcardProblem(tokens: readonly Token[]): string | undefined {
  let colons = 0;
  for (const token of tokens) {
    if (typeof token === 'string') {
      colons += token.split(':').length - 1;
    } else if (isWildcard(token) && colons > 0) return `the ${colons === 1 ? 'partition' : 'service'} of an ARN cannot hold a wildcard`;
    else if (isHoleToken(token) && mayHold(token, ':')) return undefined;
    if (colons > 2) return undefined;
  }
  return undefined;
}

/**
 * Where the fifth literal colon ends, and how many fields there are up to six. A hole that may hold colons ends the search, and may
 * hold all that are missing.
 */
function afterFifthColon(source: Text): { readonly head: Text; readonly tail: Text; readonly fields: number } {
  let fields = 1;
  for (const [i, part] of source.entries()) {
    if (isHole(part)) {
      if (mayHold(part, ':')) return { head: source.slice(0, i), tail: source.slice(i), fields: 6 };
      continue;
    }
    for (let at = part.indexOf(':'); at >= 0; at = part.indexOf(':', at + 1)) {
      fields++;
      if (fields === 6)
        return { head: text(...source.slice(0, i), part.slice(0, at + 1)), tail: text(part.slice(at + 1), ...source.slice(i + 1)), fields };
    }
  }
  return { head: source, tail: [], fields };
}

/** Gives wildcards their reach: only a star that ends its segment crosses colons. */
function inSegments(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token, i) => {
    if (!isWildcard(token)) return token;
    if (token.kind === 'one') return ONE_IN_SEGMENT;
    const after = tokens[i + 1];
    if (after === undefined || (typeof after === 'string' && after.startsWith(':'))) return MANY;
    return isHoleToken(after) && mayHold(after, ':') ? MANY_UNSURE : MANY_IN_SEGMENT;
  });
}

/** A need's resource: wildcards count, nothing is completed, and there are no variables. */
export const resourceSet = (resource: Text): ResourcePattern => pattern(inSegments(readTokens(resource, WILDCARDS).tokens), resource);

/** A value taken for granted to reach a verdict. */
export interface Assumption {
  /** `AWS::Partition` */
  readonly name: string;
  readonly value: string;
}

/** `assumes` is what the verdict rests on beyond the two texts; empty nearly always. */
export interface Coverage {
  readonly verdict: Verdict;
  readonly assumes: readonly Assumption[];
}

/**
 * Whether a resource entry of a policy covers a resource, or every resource of a set that holds wildcards. A template
 * that writes `arn:aws:…` where the resource says `arn:${AWS::Partition}:…` is deployed in the `aws` partition or not at
 * all, so the partition is taken for `aws` when nothing else keeps the two apart, and `assumes` says so.
 */
export function coversResource(entry: ResourcePattern, resource: ResourcePattern): Coverage {
  const plain = covers(entry, resource);
  if (plain !== UNKNOWN) return { verdict: verdictOf(plain), assumes: [] };
  for (const value of PARTITIONS) {
    const values = new Map([[holeKey(PARTITION), value]]);
    const bound = covers(withValues(entry, values), withValues(resource, values));
    if (bound === YES) return { verdict: 'yes', assumes: [{ name: 'AWS::Partition', value }] };
  }
  return { verdict: 'unknown', assumes: [] };
}

/** AWS: "Amazon Resource Names (ARNs)", partitions. */
export const PARTITIONS: readonly string[] = ['aws', 'aws-cn', 'aws-us-gov'];

/** The pattern with the holes filled whose values are known, by `holeKey`. */
function withValues(entry: Pattern, values: ReadonlyMap<string, string>): Pattern {
  const fill = (token: Token): Token => (isHoleToken(token) ? (values.get(holeKey(token)) ?? token) : token);
  return pattern(entry.tokens.map(fill), entry.source);
}
