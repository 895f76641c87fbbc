/**
 * `pinhole/policy`: the IAM policy language, without any Node API. Parsing, matching and authorization of plain and
 * symbolic policies.
 */
export { type Grant, granted, type Wanted } from './grant.ts';
export { parsePolicy, readPolicy } from './parse.ts';
export { type Assumption, type Coverage, coversResource, resourceSet } from './resource.ts';
export type { Element, Fault, ParsedPolicy, Policy, PolicyFinding, PolicyKind, Statement } from './statement.ts';
export type { Verdict } from './tri.ts';
