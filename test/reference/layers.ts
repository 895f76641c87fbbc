import { type Layers, type Policy, parsePolicy } from '../../src/policy/index.ts';
import { type PublicAccessBlock, parseAcl, parseGrants, parsePublicAccessBlock } from '../../src/policy/services/index.ts';
import type { Kind } from './document.ts';
import type { Policies } from './reference.ts';

/** The engine's form of the same policies; `newPolicy` is what the request puts. */
export function layersOf(policies: Policies, newPolicy?: unknown): Layers {
  const one = (document: unknown, kind: Kind): Policy => parsePolicy(document, kind).policy;
  const list = (documents: unknown, kind: Kind): Policy[] => (documents as readonly unknown[]).map((document) => one(document, kind));
  const levels = (given: unknown, kind: Kind): Policy[][] => (given as readonly unknown[]).map((level) => list(level, kind));
  const settings = (policies.publicAccessBlock ?? []) as readonly PublicAccessBlock[];
  const resource = policies.resource === undefined ? undefined : one(policies.resource, 'resource');
  const puts = newPolicy === undefined ? undefined : one(newPolicy, 'resource');
  return {
    ...(policies.identity === undefined ? {} : { identity: list(policies.identity, 'identity') }),
    ...(resource === undefined ? {} : { resource }),
    ...(policies.boundary === undefined ? {} : { boundary: list(policies.boundary, 'boundary') }),
    ...(policies.session === undefined ? {} : { session: list(policies.session, 'session') }),
    ...(policies.scp === undefined ? {} : { scp: levels(policies.scp, 'scp') }),
    ...(policies.rcp === undefined ? {} : { rcp: levels(policies.rcp, 'rcp') }),
    ...(policies.endpoint === undefined ? {} : { endpoint: list(policies.endpoint, 'endpoint') }),
    ...(policies.trust === undefined ? {} : { trust: one(policies.trust, 'trust') }),
    ...(policies.grants === undefined ? {} : { grants: parseGrants(policies.grants).policy }),
    ...(policies.acl === undefined ? {} : { acl: parseAcl(policies.acl, settings).acl }),
    ...(settings.length === 0 ? {} : { publicAccessBlock: parsePublicAccessBlock(settings, { policy: resource, newPolicy: puts }) }),
  };
}
