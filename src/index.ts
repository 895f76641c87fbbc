/** The public names of pinhole. The IAM language has an entry of its own, `pinhole/policy`. */
export { type DeriveOptions, derive, type Progress } from './derive.ts';
export type { App, LambdaFunction, Parameter, Resource } from './model/app.ts';
export type { When } from './model/condition.ts';
export type { Declaration, DeclarationEffect } from './model/declared.ts';
export type {
  Comparison,
  Deployment,
  Derivation,
  DeriveResult,
  FunctionDerivation,
  Grant,
  MissingNeed,
  SpareGrant,
  Statement,
} from './model/derivation.ts';
export { type Finding, InputError } from './model/finding.ts';
export type { AssumedRole, ConditionBlock, Invoker, Need, Offer, Origin, Unresolved } from './model/need.ts';
export type { Span } from './model/span.ts';
export { displayText, type Hole, type Part, type Text } from './model/text.ts';
export { deriveDocument } from './report/json.ts';
export { formatText, type TextOptions } from './report/text.ts';
export { formatYaml, type Style } from './report/yaml.ts';
