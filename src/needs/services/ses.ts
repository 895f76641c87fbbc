/**
 * Amazon SES, both versions of its API. Sources: "Identity and access management in Amazon SES", "Using sending authorization"
 * of the Developer Guide, and the Service Authorization References "Amazon SES" and "Amazon Simple Email Service v2".
 */
import { holesOf, isExact, split, type Text, text } from '../../model/text.ts';
import { arn, isArn, literally } from '../arn.ts';
import { type TextValue, textsAt } from '../input.ts';
import { not, present } from '../predicate.ts';
import { ANY, arnFrom, named, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { type AllowRow, main, need, type OperationRule, passRole, rows, type ServiceRules } from '../rule.ts';
import { resourceByName } from '../template-resources.ts';

const IDENTITIES = ['AWS::SES::EmailIdentity'];

/**
 * The identity behind a sender: the address itself, when it is verified, else its domain. Which of them is, only the account
 * knows: both are granted unless the template declares one.
 */
function senderTargets(value: TextValue, scope: Scope, from: string): readonly Target[] {
  const place = scope.region ? { region: scope.region } : {};
  const all = arn('ses', text('identity/*'), place);
  if (value.kind !== 'text')
    return [unresolvedTarget(all, value.when, value.kind === 'unknown' ? value.reason : `the sender, which is not in ${from}`)];
  const { when } = value;
  if (isArn(value.text)) return [targetOf(value.text, value.text, when)];
  const address = addressOf(value.text);
  const [, domain] = split(address, '@');
  const declared = [address, ...(domain ? [domain] : [])].flatMap((name) => resourceByName(scope.app, name, IDENTITIES) ?? []);
  if (declared.length > 0) return declared.flatMap((resource) => (resource.arn ? [targetOf(resource.arn, resource.arn, when)] : []));
  const identity = (name: Text): Target => targetOf(arn('ses', text('identity/', ...literally(name)), place), name, when);
  if (domain && domain.length > 0) return [identity(address), identity(domain)];
  const known = identity(address);
  if (holesOf(address).length === 0 || !isExact(address)) return [known];
  return [{ ...known, why: 'the sender, whose domain may be the verified identity in place of the address' }];
}

/** `Name <address>` is the address. */
function addressOf(sender: Text): Text {
  const [, inside] = split(sender, '<');
  if (!inside) return sender;
  return split(inside, '>')[0] ?? inside;
}

const sender = (from: string): ResourceForm => ({
  describe: `arn:\${Partition}:ses:\${Region}:\${Account}:identity/\${${from}}, or its domain`,
  targets: (scope) => textsAt(scope.input, from).flatMap((value) => senderTargets(value, scope, from)),
});

const setAt = (from: string): ResourceForm =>
  named({ service: 'ses', before: 'configuration-set/', from, types: ['AWS::SES::ConfigurationSet'] });
const set = setAt('ConfigurationSetName');
const templateAt = (from: string): ResourceForm => named({ service: 'ses', before: 'template/', from, types: ['AWS::SES::Template'] });
const verification = named({ service: 'ses', before: 'custom-verification-email-template/', from: 'TemplateName', types: [] });

const withSet = (action: string): AllowRow => need(action, set, present('ConfigurationSetName'));

/** Version 1: the source's identity, or the one that the owner has authorised by ARN. */
const send = (action: string, ...more: readonly AllowRow[]): OperationRule =>
  rows(
    main(action, sender('Source'), not(present('SourceArn'))),
    need(action, arnFrom('SourceArn', 'ses', 'identity/', IDENTITIES), present('SourceArn')),
    withSet(action),
    ...more,
  );

/** Version 2 has one operation for simple, raw and stored content; the last two are also decided over version 1's actions. */
const byArn = (action: string): AllowRow =>
  need(action, arnFrom('FromEmailAddressIdentityArn', 'ses', 'identity/', IDENTITIES), present('FromEmailAddressIdentityArn'));

const template = templateAt('Template');
const identity = named({ service: 'ses', before: 'identity/', from: 'EmailIdentity', types: IDENTITIES });
const at = (before: string, from: string): ResourceForm => named({ service: 'ses', before, from, types: [] });
const tags = present('Tags');
const withTags = (action: string, form: ResourceForm): OperationRule => rows(main(action, form), need('ses:TagResource', form, tags));
const SES = 'ses.amazonaws.com';
const tagged = arnFrom('ResourceArn', 'ses', '');

/** Version 1 and 2 share names: `CreateConfigurationSet` has tags in version 2 only. */
const V1: ServiceRules['operations'] = {
  SendEmail: send('ses:SendEmail'),
  SendRawEmail: send('ses:SendRawEmail'),
  SendTemplatedEmail: send('ses:SendTemplatedEmail', main('ses:SendTemplatedEmail', template)),
  SendBulkTemplatedEmail: send('ses:SendBulkTemplatedEmail', main('ses:SendBulkTemplatedEmail', template)),
  SendBounce: rows(main('ses:SendBounce', sender('BounceSender'))),
  SendCustomVerificationEmail: rows(main('ses:SendCustomVerificationEmail', verification)),
  CreateReceiptRule: rows(main('ses:CreateReceiptRule', ANY), passRole('Rule.Actions[].S3Action.IamRoleArn', SES)),
  UpdateReceiptRule: rows(main('ses:UpdateReceiptRule', ANY), passRole('Rule.Actions[].S3Action.IamRoleArn', SES)),
  CreateConfigurationSet: rows(main('ses:CreateConfigurationSet', setAt('ConfigurationSet.Name'))),
  CreateConfigurationSetEventDestination: rows(
    main('ses:CreateConfigurationSetEventDestination', set),
    passRole('EventDestination.KinesisFirehoseDestination.IAMRoleARN', SES),
  ),
  UpdateConfigurationSetEventDestination: rows(
    main('ses:UpdateConfigurationSetEventDestination', set),
    passRole('EventDestination.KinesisFirehoseDestination.IAMRoleARN', SES),
  ),
};

const raw = present('Content.Raw');
const stored = present('Content.Template');
const V2: ServiceRules['operations'] = {
  SendEmail: rows(
    main('ses:SendEmail', sender('FromEmailAddress'), not(present('FromEmailAddressIdentityArn'))),
    byArn('ses:SendEmail'),
    withSet('ses:SendEmail'),
    need('ses:SendRawEmail', sender('FromEmailAddress'), raw),
    need('ses:SendTemplatedEmail', sender('FromEmailAddress'), stored),
    need('ses:SendEmail', templateAt('Content.Template.TemplateName'), present('Content.Template.TemplateName')),
    need('ses:SendTemplatedEmail', templateAt('Content.Template.TemplateName'), present('Content.Template.TemplateName')),
  ),
  SendBulkEmail: rows(
    main('ses:SendBulkEmail', sender('FromEmailAddress'), not(present('FromEmailAddressIdentityArn'))),
    byArn('ses:SendBulkEmail'),
    withSet('ses:SendBulkEmail'),
    main('ses:SendBulkEmail', templateAt('DefaultContent.Template.TemplateName'), present('DefaultContent.Template.TemplateName')),
  ),
  SendCustomVerificationEmail: V1.SendCustomVerificationEmail ?? rows(),
  CreateConfigurationSet: withTags('ses:CreateConfigurationSet', set),
  CreateConfigurationSetEventDestination: V1.CreateConfigurationSetEventDestination ?? rows(),
  UpdateConfigurationSetEventDestination: V1.UpdateConfigurationSetEventDestination ?? rows(),
  CreateContactList: withTags('ses:CreateContactList', at('contact-list/', 'ContactListName')),
  CreateCustomVerificationEmailTemplate: withTags('ses:CreateCustomVerificationEmailTemplate', verification),
  CreateDedicatedIpPool: withTags('ses:CreateDedicatedIpPool', at('dedicated-ip-pool/', 'PoolName')),
  CreateDeliverabilityTestReport: rows(
    main('ses:CreateDeliverabilityTestReport', sender('FromEmailAddress')),
    need('ses:TagResource', at('deliverability-test-report/', 'ReportName'), tags),
  ),
  CreateEmailIdentity: withTags('ses:CreateEmailIdentity', identity),
  CreateEmailTemplate: withTags('ses:CreateEmailTemplate', templateAt('TemplateName')),
  CreateMultiRegionEndpoint: rows(
    main('ses:CreateMultiRegionEndpoint', ANY),
    need('ses:TagResource', at('multi-region-endpoint/', 'EndpointName'), tags),
  ),
  CreateTenant: rows(main('ses:CreateTenant', ANY), need('ses:TagResource', at('tenant/', 'TenantName'), tags)),
  ListTagsForResource: rows(main('ses:ListTagsForResource', tagged)),
  TagResource: rows(main('ses:TagResource', tagged)),
  UntagResource: rows(main('ses:UntagResource', tagged)),
};

const resources: ServiceRules['resources'] = {
  identity: { form: identity, from: ['EmailIdentity'] },
  'configuration-set': { form: set, from: ['ConfigurationSetName'] },
  template: { form: templateAt('TemplateName'), from: ['TemplateName'] },
  'custom-verification-email-template': { form: verification, from: ['TemplateName'] },
};
const ADDED = 'stored and raw content are decided over the actions of version 1 as well ("Identity and access management in Amazon SES")';

const NO_TAGS = 'version 1 of the API takes no tags';

export const ses: ServiceRules = {
  clients: ['ses'],
  prefix: 'ses',
  resources,
  operations: V1,
  differs: {
    CreateConfigurationSet: { 'ses:TagResource': NO_TAGS },
    CreateCustomVerificationEmailTemplate: { 'ses:TagResource': NO_TAGS },
  },
};
export const sesv2: ServiceRules = {
  clients: ['sesv2'],
  prefix: 'ses',
  resources,
  operations: V2,
  differs: { SendEmail: { 'ses:SendRawEmail': ADDED, 'ses:SendTemplatedEmail': ADDED } },
};
