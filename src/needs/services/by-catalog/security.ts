/** Protection and its findings. */
import type { ServiceRules } from '../../rule.ts';
import { service } from './said.ts';

export const SECURITY: readonly ServiceRules[] = [
  service('wafv2', 'wafv2', {
    // "ARN format": the scope is written in lower case, and CloudFront's as global
    spelled: { Scope: { REGIONAL: 'regional', CLOUDFRONT: 'global' } },
    members: { Scope: ['Scope'], Name: ['Name', 'WebACLName'], Id: ['Id', 'WebACLId'] },
  }),
  service('securityhub', 'securityhub', { members: { ConnectorV2Id: ['ConnectorId'], 'automation-rule': ['AutomationRulesArns[]'] } }),
  service('guardduty', 'guardduty', {
    passedTo: ['malware-protection-plan.guardduty.amazonaws.com'],
    members: { PublishingDestinationId: ['DestinationId'] },
  }),
  service('inspector2', 'inspector2'),
  service('accessanalyzer', 'access-analyzer', { members: { AnalyzerName: ['analyzerName'] } }),
  service('verifiedpermissions', 'verifiedpermissions'),
  service('sso-admin', 'sso', { members: { 'Account.AccountId': ['TargetId', 'AccountId'] } }),
  service('identitystore', 'identitystore'),
];
