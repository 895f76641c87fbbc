/**
 * `pinhole/policy/services`: what single services add to policies, read into statements that say the same, so that `authorize` of
 * `pinhole/policy` decides and explains it as it does policies. It needs no Node API either.
 */
export { parseAcl } from './acl.ts';
export { parseGrants } from './key-grants.ts';
export { type PublicAccessBlock, parsePublicAccessBlock } from './public-access.ts';
