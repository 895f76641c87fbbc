/**
 * AWS STS. Sources: "Permissions for AssumeRole, AssumeRoleWithSAML, and AssumeRoleWithWebIdentity" and "Pass session tags in
 * AWS STS" of the IAM User Guide. Calls that need no permission in any policy have no row.
 */
import { text } from '../../model/text.ts';
import { present } from '../predicate.ts';
import { ANY, named, type ResourceForm } from '../resource.ts';
import { main, need, roleFrom, rows, type ServiceRules } from '../rule.ts';

const role = roleFrom('RoleArn');
const federated: ResourceForm = named({ service: 'sts', before: 'federated-user/', from: 'Name', types: [], region: 'none' });
const root: ResourceForm = named({
  service: 'iam',
  before: '',
  from: 'TargetPrincipal',
  types: [],
  region: 'none',
  parse: (account) => ({ name: text('root'), place: { account } }),
});

export const sts: ServiceRules = {
  clients: ['sts'],
  prefix: 'sts',
  resources: { role: { form: role, from: ['RoleArn'] }, 'federated-user': { form: federated, from: ['Name'] } },
  operations: {
    AssumeRole: rows(
      main('sts:AssumeRole', role),
      need('sts:TagSession', role, present('Tags')),
      need('sts:SetSourceIdentity', role, present('SourceIdentity')),
      need('sts:SetContext', role, present('ProvidedContexts')),
    ),
    // authorised by the assertion or token, not by the caller's policies
    AssumeRoleWithSAML: rows(),
    AssumeRoleWithWebIdentity: rows(),
    AssumeRoot: rows(main('sts:AssumeRoot', root)),
    // "No permissions are required": an administrator cannot even deny it by an allow that is left out
    GetCallerIdentity: rows(),
    GetSessionToken: rows(),
    GetFederationToken: rows(main('sts:GetFederationToken', federated), need('sts:TagSession', federated, present('Tags'))),
    GetWebIdentityToken: rows(main('sts:GetWebIdentityToken', ANY), need('sts:TagGetWebIdentityToken', ANY, present('Tags'))),
  },
  differs: {
    GetCallerIdentity: { 'sts:GetCallerIdentity': 'no permission is required to perform it (GetCallerIdentity, API Reference)' },
    GetSessionToken: { 'sts:GetSessionToken': 'no permission is required to perform it ("Permissions for GetSessionToken")' },
  },
};
