/**
 * AWS KMS. Sources: "AWS KMS permissions" of the KMS Developer Guide. Aliases: see key.ts. A ciphertext names its own key, so
 * Decrypt without KeyId may be about any key.
 */
import { REGION, text } from '../../model/text.ts';
import { arn } from '../arn.ts';
import { textsAt } from '../input.ts';
import { keyFrom, keyTargets } from '../key.ts';
import { present } from '../predicate.ts';
import { ANY, named, type ResourceForm, unresolvedTarget } from '../resource.ts';
import { main, need, rows, type ServiceRules } from '../rule.ts';

const key = keyFrom('KeyId');
const orCiphertext = (from: string): ResourceForm => ({
  describe: `${keyFrom(from).describe}, or the key of the ciphertext`,
  targets: (scope) =>
    textsAt(scope.input, from).flatMap((value) =>
      value.kind === 'absent'
        ? [
            unresolvedTarget(
              arn('kms', text('key/*'), { region: scope.region ?? [REGION] }),
              value.when,
              `the ciphertext, which names its key; give ${from}`,
            ),
          ]
        : keyTargets(value, scope),
    ),
});
const alias = named({ service: 'kms', before: '', from: 'AliasName', types: ['AWS::KMS::Alias'] });
const target = keyFrom('TargetKeyId');
const anyKey: ResourceForm = {
  describe: 'arn:${Partition}:kms:${Region}:${Account}:key/*',
  targets: (scope) => [{ resource: arn('kms', text('key/*'), { region: scope.region ?? [REGION] }), certainty: 'pattern', when: [] }],
};

export const kms: ServiceRules = {
  clients: ['kms'],
  prefix: 'kms',
  resources: { key: { form: key, from: ['KeyId'] }, alias: { form: alias, from: ['AliasName'] } },
  operations: {
    Decrypt: rows(main('kms:Decrypt', orCiphertext('KeyId'))),
    ReEncrypt: rows(main('kms:ReEncryptFrom', orCiphertext('SourceKeyId')), main('kms:ReEncryptTo', keyFrom('DestinationKeyId'))),
    // a new key has no ARN yet: its policy and tags are set by the same call
    CreateKey: rows(
      main('kms:CreateKey', ANY),
      need('kms:PutKeyPolicy', anyKey, present('Policy')),
      need('kms:TagResource', anyKey, present('Tags')),
    ),
    // "Controlling access to aliases": on the alias and on the key
    CreateAlias: rows(main('kms:CreateAlias', alias), main('kms:CreateAlias', target)),
    UpdateAlias: rows(main('kms:UpdateAlias', alias), main('kms:UpdateAlias', target)),
    DeleteAlias: rows(
      main('kms:DeleteAlias', alias),
      main('kms:DeleteAlias', {
        describe: 'the key behind ${AliasName}',
        targets: (scope) => textsAt(scope.input, 'AliasName').flatMap((value) => keyTargets(value, scope)),
      }),
    ),
    RetireGrant: rows(main('kms:RetireGrant', orCiphertext('KeyId'))),
  },
};
