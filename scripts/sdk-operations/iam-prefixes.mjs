/**
 * The IAM service prefix of a client is the name that its requests are signed with, but for these. Sources: the "service
 * prefix" line of the Service Authorization Reference's page on each service, and the API reference where it is named.
 */
export const IAM_PREFIX = new Map([
  // by service id
  ['CloudWatch', 'cloudwatch'], // signed as `monitoring`
  ['CloudControl', 'cloudformation'], // its actions are cloudformation:CreateResource, …
  ['IoT Data Plane', 'iot'], // signed as `iotdata`
  ['IoT Jobs Data Plane', 'iotjobsdata'],
  ['IoTSecureTunneling', 'iot'], // iot:OpenTunnel
  ['MTurk', 'mechanicalturk'],
  ['Resource Groups Tagging API', 'tag'],
  ['PartnerCentral Account', 'partnercentral'],
  ['PartnerCentral Benefits', 'partnercentral'],
  ['PartnerCentral Channel', 'partnercentral'],
  ['PartnerCentral Selling', 'partnercentral'],
  ['SSO', 'sso'], // signed as `awsssoportal`
  ['IoT Events Data', 'iotevents'], // signed as `ioteventsdata`
]);

/** Clients whose models declare signed operations although AWS does not authorise them through IAM. */
export const UNSIGNED = new Map([
  // Amazon Connect API Reference, Participant Service: its APIs "do not use Signature Version 4"; a participant token authorises
  ['ConnectParticipant', 'participant token'],
  // Amazon CodeCatalyst API Reference: personal access tokens
  ['CodeCatalyst', 'bearer token'],
  ['Account Access Runtime', 'bearer token'],
]);
