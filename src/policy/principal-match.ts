import { displayText } from '../model/text.ts';
import { arnFields } from './arn.ts';
import type { Caller } from './caller.ts';
import { asText, type Name, nameOf, sameAccount, sameName } from './name.ts';
import type { PrincipalElement, PrincipalEntry } from './principal.ts';
import { both, either, NO, not, type Tri, UNKNOWN, YES } from './tri.ts';

/**
 * How a `Principal` element reaches the caller, since what an Allow is worth in one account depends on it (AWS: "How AWS
 * enforcement code logic evaluates requests to allow or deny access"):
 * - `direct`: the caller itself, or everyone: no other policy limits the grant
 * - `limited`: the role behind a session, or the user behind a federated session: boundary and session policy limit it
 * - `delegated`: the account: its own policies must allow as well
 */
export interface Routes {
  readonly direct: Tri;
  readonly limited: Tri;
  readonly delegated: Tri;
}

const NONE: Routes = { direct: NO, limited: NO, delegated: NO };
const DIRECT: Routes = { direct: YES, limited: NO, delegated: NO };

export const anyRoute = (routes: Routes): Tri => either(routes.direct, either(routes.limited, routes.delegated));

export function joinRoutes(a: Routes, b: Routes): Routes {
  if (a === NONE) return b;
  if (b === NONE) return a;
  return { direct: either(a.direct, b.direct), limited: either(a.limited, b.limited), delegated: either(a.delegated, b.delegated) };
}

export const capRoutes = (routes: Routes, cap: Tri): Routes =>
  cap === YES ? routes : { direct: both(routes.direct, cap), limited: both(routes.limited, cap), delegated: both(routes.delegated, cap) };

/** For `Principal`; `NotPrincipal` is `spares`. */
export function routesOf(element: PrincipalElement, caller: Caller): Routes {
  let routes = NONE;
  for (const entry of element.entries) {
    const one = entryRoutes(entry, caller);
    if (one === DIRECT) return DIRECT;
    routes = joinRoutes(routes, one);
  }
  return routes;
}

export const NO_ROUTES = NONE;
export const EVERY_ROUTE = DIRECT;

function entryRoutes(entry: PrincipalEntry, caller: Caller): Routes {
  switch (entry.kind) {
    case 'everyone':
      return DIRECT;
    case 'unknown':
      return { direct: UNKNOWN, limited: NO, delegated: NO };
    case 'account': {
      const same = sameAccount(entry.account, caller.account);
      // the account's root user is the account (AWS: "Cross account resource access in IAM")
      return caller.kind === 'root' ? asRoute('direct', same) : asRoute('delegated', same);
    }
    case 'arn':
      return isIdentity(caller) ? arnRoutes(entry.arn, caller) : NONE;
    case 'uniqueId':
      // AWS shows an ID only where no user or role with it is left, so one that is not given is not it
      return caller.uniqueId !== entry.id ? NONE : caller.kind === 'user' ? DIRECT : asRoute('limited', YES);
    case 'service':
    case 'federated':
    case 'canonicalUser':
      return caller.kind === entry.kind ? asRoute('direct', sameName(entry.name, caller.arn)) : NONE;
  }
}

function asRoute(route: keyof Routes, known: Tri): Routes {
  if (known === NO) return NONE;
  return { ...NONE, [route]: known };
}

/** Callers that have an account: users, sessions, the root user. */
export const isIdentity = (caller: Caller): boolean =>
  caller.kind === 'user' || caller.kind === 'session' || caller.kind === 'federatedUser' || caller.kind === 'root';

function arnRoutes(entry: Name, caller: Caller): Routes {
  switch (caller.kind) {
    case 'session': {
      return { direct: namesSession(entry, caller), limited: namesRole(entry, caller), delegated: NO };
    }
    case 'federatedUser': {
      const user = caller.user === undefined ? NO : sameName(entry, caller.user);
      return { direct: sameName(entry, caller.arn), limited: user, delegated: NO };
    }
    default:
      return asRoute('direct', sameName(entry, caller.arn));
  }
}

const ROLE = /^arn:[^:]*:iam::([0-9]{12}):role\/(?:[^:]*\/)?([^/:]+)$/;
const SESSION = /^arn:[^:]*:sts::([0-9]{12}):assumed-role\/([^/:]+)\/[^/:]+$/;

function namesSession(entry: Name, caller: Caller): Tri {
  if (caller.sessionArn !== undefined) return sameName(entry, caller.sessionArn);
  // some session of a role: whether it is this one is not known
  if (typeof entry !== 'string' || caller.roleName === undefined)
    return displayText(asText(entry)).includes(':assumed-role/') ? UNKNOWN : NO;
  const found = SESSION.exec(entry);
  return found && found[2] === caller.roleName ? both(sameAccount(found[1], caller.account), UNKNOWN) : NO;
}

function namesRole(entry: Name, caller: Caller): Tri {
  if (caller.principalArn === undefined) return UNKNOWN;
  if (!caller.pathAssumed || typeof entry !== 'string' || caller.roleName === undefined) return sameName(entry, caller.principalArn);
  // the session's ARN has no path, and names are unique without it
  const found = ROLE.exec(entry);
  return found && found[2] === caller.roleName ? sameAccount(found[1], caller.account) : NO;
}

/**
 * Whether a `NotPrincipal` spares the caller from its Deny: users, roles and sessions must be listed with their account;
 * whoever has a permissions boundary is never spared (AWS: "AWS JSON policy elements: NotPrincipal").
 */
export function spares(element: PrincipalElement, caller: Caller, hasBoundary: boolean): Tri {
  if (hasBoundary && isIdentity(caller)) return NO;
  const routes = routesOf(element, caller);
  const everyone = element.entries.some((entry) => entry.kind === 'everyone');
  if (everyone || !isIdentity(caller) || caller.kind === 'root') return routes.direct;
  return both(either(routes.direct, routes.limited), routes.delegated);
}

export const denies = (element: PrincipalElement | undefined, caller: Caller, hasBoundary: boolean): Tri => {
  if (!element) return YES;
  return element.negated ? not(spares(element, caller, hasBoundary)) : anyRoute(routesOf(element, caller));
};

/** The account that a resource's ARN names, if it names one: `arn:aws:s3:::b` does not. */
export function accountOfArn(resource: Name): Name | undefined {
  if (typeof resource === 'string') return /^arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):/.exec(resource)?.[1];
  const account = arnFields(resource)?.[4];
  return account !== undefined && account.length > 0 ? nameOf(account) : undefined;
}
