import { type Layers, type Policy, parsePolicy } from '../../src/policy/index.ts';
import type { Kind } from './document.ts';
import type { Policies } from './reference.ts';

/** The engine's form of the same policies. */
export function layersOf(policies: Policies): Layers {
  const one = (document: unknown, kind: Kind): Policy => parsePolicy(document, kind).policy;
  const list = (documents: unknown, kind: Kind): Policy[] => (documents as readonly unknown[]).map((document) => one(document, kind));
  const levels = (given: unknown, kind: Kind): Policy[][] => (given as readonly unknown[]).map((level) => list(level, kind));
  return {
    ...(policies.identity === undefined ? {} : { identity: list(policies.identity, 'identity') }),
    ...(policies.resource === undefined ? {} : { resource: one(policies.resource, 'resource') }),
    ...(policies.boundary === undefined ? {} : { boundary: list(policies.boundary, 'boundary') }),
    ...(policies.session === undefined ? {} : { session: list(policies.session, 'session') }),
    ...(policies.scp === undefined ? {} : { scp: levels(policies.scp, 'scp') }),
    ...(policies.rcp === undefined ? {} : { rcp: levels(policies.rcp, 'rcp') }),
    ...(policies.endpoint === undefined ? {} : { endpoint: list(policies.endpoint, 'endpoint') }),
    ...(policies.trust === undefined ? {} : { trust: one(policies.trust, 'trust') }),
  };
}
