/**
 * KMS keys, however they are named: id, ARN, alias, alias ARN. IAM decides over the key, never over the alias that a request
 * uses, so an alias of the template is followed to its key and any other becomes a condition ("Use aliases to control access
 * to KMS keys", KMS Developer Guide).
 */
import type { ConditionBlock } from '../model/need.ts';
import { literalOf, REGION, startsWith, type Text, text } from '../model/text.ts';
import { arn, arnParts, isArn, wildcards } from './arn.ts';
import { mergeConditions } from './condition.ts';
import { type TextValue, textsAt } from './input.ts';
import { type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from './resource.ts';
import { resourceByArn, resourceByHole, resourceByName } from './template-resources.ts';

const KEYS = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];
const ALIASES = ['AWS::KMS::Alias'];

/**
 * The targets of one key. None for an AWS managed key (`alias/aws/…`): its key policy allows the service's users, and no role
 * needs a permission ("AWS managed keys"). `through` is the service that uses the key for the caller.
 */
export function keyTargets(value: TextValue, scope: Pick<Scope, 'app' | 'region'>, through?: string, depth = 0): readonly Target[] {
  const { when } = value;
  const place = scope.region ? { region: scope.region } : {};
  const all = arn('kms', text('key/*'), place);
  const via = through === undefined ? undefined : viaService(through, scope.region);
  const withVia = (target: Target): Target => (via ? { ...target, ...conditionOf(mergeConditions(target.condition, via)) } : target);
  if (value.kind === 'absent') return [withVia(unresolvedTarget(all, when, 'the key, which the call does not show'))];
  if (value.kind === 'unknown') return [withVia(unresolvedTarget(all, when, value.reason))];

  const id = value.text;
  const [only] = id;
  const known = id.length === 1 && only !== undefined && typeof only !== 'string' ? resourceByHole(scope.app, only, KEYS) : undefined;
  if (known?.arn) return [withVia(targetOf(known.arn, known.arn, when))];
  const declared = resourceByArn(scope.app, id);
  if (declared && KEYS.includes(declared.type)) return [withVia(targetOf(id, id, when))];

  const alias = aliasOf(id);
  if (alias) {
    if (startsWith(alias, 'alias/aws/')) return [];
    const behind = resourceByName(scope.app, alias, ALIASES) ?? (declared && ALIASES.includes(declared.type) ? declared : undefined);
    if (behind && depth < 4)
      return textsAt(behind.properties, 'TargetKeyId').flatMap((target) => keyTargets({ ...target, when }, scope, through, depth + 1));
    const condition: ConditionBlock =
      through === undefined
        ? { StringLike: { 'kms:RequestAlias': [wildcards(alias)] } }
        : { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': [wildcards(alias)] } };
    return [withVia({ ...targetOf(all, alias, when), resource: all, condition: exactly(condition, alias), certainty: 'pattern' })];
  }
  if (isArn(id)) return [withVia(targetOf(id, arnParts(id)?.resource ?? id, when))];
  return [withVia(targetOf(arn('kms', text('key/', ...id), place), id, when))];
}

const conditionOf = (condition: ConditionBlock | undefined) => (condition ? { condition } : {});

/** `alias/x`, as a name or in an ARN. */
function aliasOf(id: Text): Text | undefined {
  if (startsWith(id, 'alias/')) return id;
  const resource = arnParts(id)?.resource;
  return resource && startsWith(resource, 'alias/') ? resource : undefined;
}

/** A wholly known alias is compared exactly. */
function exactly(condition: ConditionBlock, alias: Text): ConditionBlock {
  if (literalOf(alias) === undefined) return condition;
  return Object.fromEntries(Object.entries(condition).map(([operator, keys]) => [operator.replace('StringLike', 'StringEquals'), keys]));
}

/** `kms:ViaService`: the key is used only through this service ("AWS KMS condition keys"). */
export const viaService = (service: string, region: Text | undefined): ConditionBlock => ({
  StringEquals: { 'kms:ViaService': [text(`${service}.`, ...(region ?? [REGION]), '.amazonaws.com')] },
});

/** The key that a parameter names; `through` as in `keyTargets`. */
export const keyFrom = (from: string, through?: string): ResourceForm => ({
  describe: `arn:\${Partition}:kms:\${Region}:\${Account}:key/\${${from}}`,
  targets: (scope) => textsAt(scope.input, from).flatMap((value) => keyTargets(value, scope, through)),
});
