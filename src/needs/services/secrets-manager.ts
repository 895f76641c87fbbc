/**
 * AWS Secrets Manager. Sources: "Actions, resources, and condition keys for AWS Secrets Manager" and "Identity-based policies"
 * of the User Guide. A secret's ARN ends in a hyphen and six characters of the service's making, so a secret known by name is
 * `secret:NAME-??????`.
 */
import { concat, literalOf, split, type Text, text } from '../../model/text.ts';
import { arn, arnParts, isArn, literally, withResource } from '../arn.ts';
import { type TextValue, textsAt } from '../input.ts';
import { keyFrom } from '../key.ts';
import { not, present } from '../predicate.ts';
import { ANY, arnFrom, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { main, need, passRole, rows, type ServiceRules } from '../rule.ts';
import { resourceByHole, resourceByName } from '../template-resources.ts';

const SECRETS = ['AWS::SecretsManager::Secret'];
const SUFFIX = '-??????';

export function secretTarget(value: TextValue, scope: Pick<Scope, 'app' | 'region'>): Target {
  const place = scope.region ? { region: scope.region } : {};
  const all = arn('secretsmanager', text('secret:*'), place);
  if (value.kind !== 'text')
    return unresolvedTarget(all, value.when, value.kind === 'unknown' ? value.reason : 'SecretId, which the call does not show');
  const { when } = value;
  const [only] = value.text;
  const byHole =
    value.text.length === 1 && only !== undefined && typeof only !== 'string' ? resourceByHole(scope.app, only, SECRETS) : undefined;
  const known = byHole ?? resourceByName(scope.app, value.text, SECRETS);
  if (known?.arn) return targetOf(known.arn, known.arn, when);
  if (isArn(value.text)) return ofArn(value.text, when);
  return targetOf(arn('secretsmanager', concat(['secret:'], literally(value.text), [SUFFIX]), place), value.text, when);
}

/** A partial ARN, without the suffix, is accepted by the service; IAM decides over the whole one. */
function ofArn(value: Text, when: Target['when']): Target {
  const parts = arnParts(value);
  if (!parts) return targetOf(value, value, when);
  const [, name] = split(parts.resource, 'secret:');
  const whole = name === undefined || endsInSuffix(name);
  return targetOf(whole ? value : withResource(parts, concat(parts.resource, [SUFFIX])), parts.resource, when);
}

function endsInSuffix(name: Text): boolean {
  const last = name[name.length - 1];
  const literal = literalOf(name);
  return (literal === undefined || literal.length > 7) && typeof last === 'string' && /(?:-[A-Za-z0-9]{6}|[*?])$/.test(last);
}

export const secretAt = (from: string): ResourceForm => ({
  describe: `arn:\${Partition}:secretsmanager:\${Region}:\${Account}:secret:\${${from}}${SUFFIX}`,
  targets: (scope) => textsAt(scope.input, from).map((value) => secretTarget(value, scope)),
});
const secret = secretAt('SecretId');
const listed = secretAt('SecretIdList[]');
const created = secretAt('Name');
const allSecrets: ResourceForm = {
  describe: 'arn:${Partition}:secretsmanager:${Region}:${Account}:secret:*',
  targets: (scope) => [
    unresolvedTarget(
      arn('secretsmanager', text('secret:*'), scope.region ? { region: scope.region } : {}),
      [],
      'the filters, which choose secrets at run time',
    ),
  ],
};

const key = keyFrom('KmsKeyId', 'secretsmanager');
const withKey = [need('kms:GenerateDataKey', key, present('KmsKeyId')), need('kms:Decrypt', key, present('KmsKeyId'))];
const KEY = 'a secret is encrypted under the key in the name of the caller ("Secret encryption and decryption")';
const byKey = { 'kms:GenerateDataKey': KEY, 'kms:Decrypt': KEY };
const rotation = arnFrom('RotationLambdaARN', 'lambda', 'function:', ['AWS::Lambda::Function', 'AWS::Serverless::Function']);

export const secretsManager: ServiceRules = {
  clients: ['secrets-manager'],
  prefix: 'secretsmanager',
  resources: { Secret: { form: secret, from: ['SecretId'] } },
  operations: {
    // each secret that is returned needs GetSecretValue; filters look for secrets first (BatchGetSecretValue, "Required permissions")
    BatchGetSecretValue: rows(
      main('secretsmanager:BatchGetSecretValue', ANY),
      need('secretsmanager:GetSecretValue', listed, present('SecretIdList')),
      need('secretsmanager:GetSecretValue', allSecrets, present('Filters')),
      need('secretsmanager:ListSecrets', ANY, present('Filters')),
    ),
    CreateSecret: rows(
      main('secretsmanager:CreateSecret', created),
      need('secretsmanager:TagResource', created, present('Tags')),
      need('secretsmanager:ReplicateSecretToRegions', created, present('AddReplicaRegions')),
      ...withKey,
    ),
    UpdateSecret: rows(main('secretsmanager:UpdateSecret', secret), ...withKey),
    RotateSecret: rows(
      main('secretsmanager:RotateSecret', secret),
      need('lambda:InvokeFunction', rotation, present('RotationLambdaARN')),
      passRole('ExternalSecretRotationRoleArn', 'secretsmanager.amazonaws.com'),
    ),
    ValidateResourcePolicy: rows(
      main('secretsmanager:ValidateResourcePolicy', secret, present('SecretId')),
      main('secretsmanager:ValidateResourcePolicy', ANY, not(present('SecretId'))),
      need('secretsmanager:PutResourcePolicy', secret, present('SecretId')),
    ),
  },
  differs: {
    CreateSecret: byKey,
    UpdateSecret: byKey,
    RotateSecret: {
      'lambda:InvokeFunction': 'naming a rotation function needs the permission to invoke it (RotateSecret, "Required permissions")',
    },
  },
};
