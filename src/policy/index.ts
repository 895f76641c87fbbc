/**
 * `pinhole/policy`: the IAM policy language without any Node API, so that it also runs in a browser. Policies, plain and
 * symbolic, are parsed, matched, and decided as AWS does.
 */
export { authorize, type Decision } from './authorize.ts';
export { type ElementStory, type Explanation, explain, type LayerStory, type PolicyStory, type StatementStory } from './explain.ts';
export type { StatementRef } from './layer.ts';
export { accessDeniedMessage, errorCode } from './message.ts';
export type { Acl } from './object-owner.ts';
export { parsePolicy } from './parse.ts';
export type {
  AuthorizationRequest,
  ContextInput,
  ContextScalar,
  Layer,
  Layers,
  PrincipalInput,
  PrincipalObject,
  SymbolicValue,
  UnknownValue,
} from './request.ts';
export { authorizeEvery, authorizeFunctionUrl, type FunctionUrlRequest } from './several.ts';
export type { Element, ElementName, Fault, ParsedPolicy, Policy, PolicyFinding, PolicyKind, Statement } from './statement.ts';
export type { Verdict } from './tri.ts';
