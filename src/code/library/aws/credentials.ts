/**
 * Credentials as values: what an assumed role's keys are is remembered wherever they go, so that a client that is made with
 * them is known to use that role.
 */
import type { Credentials } from '../../../model/call.ts';
import type { Hole } from '../../../model/text.ts';
import { toDatum } from '../../interpreter/data.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeData,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';

interface CredentialsData extends NativeData {
  readonly kind: 'credentials';
  readonly credentials: readonly Credentials[];
}

const isCredentials = (data: NativeData | undefined): data is CredentialsData => data?.kind === 'credentials';

const OWN: Credentials = { kind: 'own' };

/** The variables that Lambda sets to the keys of the execution role ("Using Lambda environment variables"). */
const OWN_VARIABLES = new Set(['AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']);

/** Credentials, a provider of them, or one of their keys: calling it and reading its members gives what belongs to the same ones. */
export function credentialsValue(credentials: readonly Credentials[]): NativeValue {
  const data: CredentialsData = { kind: 'credentials', credentials };
  const made: NativeValue = native('credentials', {
    key: `credentials ${JSON.stringify(credentials)}`,
    data,
    call: () => made,
    get: (property) => {
      if (FUNCTIONS.has(property)) return nativeFunction(`credentials.${property}`, (call) => settled(call, made));
      return KEYS.has(property) ? made : undefined;
    },
    inert: true,
  });
  return made;
}

const KEYS = new Set([
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
  'AccessKeyId',
  'SecretAccessKey',
  'SecretKey',
  'SessionToken',
  'Credentials',
  'credentials',
  'access_key',
  'secret_key',
  'token',
]);

/** Functions of version 2 that load keys and call back, and of botocore. */
const FUNCTIONS = new Set(['get', 'getPromise', 'refresh', 'refreshPromise', 'load', 'resolvePromise', 'get_frozen_credentials']);

function settled(call: Parameters<NonNullable<NativeValue['call']>>[0], made: NativeValue): Value {
  for (const argument of call.args.positional)
    if (argument.kind === 'closure')
      call.machine.journal.maybe(() =>
        callValue(
          call.machine,
          argument,
          UNDEFINED,
          { positional: [harmless('an error of the credentials'), made], named: new Map() },
          call.site,
        ),
      );
  return made;
}

/** Keys of other roles, as many as the value names. */
export function assumedCredentials(machine: Machine, role: Value, site: Site): readonly Credentials[] {
  const span = machine.span(site);
  return optionsOf(role).map((option) => ({
    kind: 'assumed',
    role: toDatum(machine, option) ?? { kind: 'unknown', reason: 'the role, which the call does not show' },
    span,
  }));
}

export const foreignCredentials = (machine: Machine, reason: string, site: Site): Credentials => ({
  kind: 'foreign',
  reason,
  span: machine.span(site),
});

/** Whose credentials a value is. What is not known is taken for the function's own, so that no need is lost. */
export function credentialsOf(machine: Machine, value: Value, site: Site, depth = 0): readonly Credentials[] {
  if (depth > 4) return [OWN];
  const all = optionsOf(value).flatMap((option): readonly Credentials[] => {
    switch (option.kind) {
      case 'native':
        return isCredentials(option.data) ? option.data.credentials : [OWN];
      case 'closure':
        return credentialsOf(machine, callValue(machine, option, UNDEFINED, NO_ARGUMENTS, site), site, depth + 1);
      case 'object':
        return credentialsOfObject(machine, option, site, depth);
      case 'unknown':
        return [option.harmless ? ofHole(machine, option.hole, site) : OWN];
      case 'text':
        return [ofText(machine, option.text, site)];
      default:
        return [OWN];
    }
  });
  const byKey = new Map(all.map((credentials) => [JSON.stringify(credentials), credentials]));
  return [...byKey.values()];
}

function credentialsOfObject(machine: Machine, object: ObjectValue, site: Site, depth: number): readonly Credentials[] {
  for (const name of ['accessKeyId', 'AccessKeyId', 'aws_access_key_id', 'access_key']) {
    const key = getMember(machine, object, textValue(name), site);
    if (!isNullish(key)) return credentialsOf(machine, key, site, depth + 1);
  }
  const inner = getMember(machine, object, textValue('credentials'), site);
  return isNullish(inner) ? [OWN] : credentialsOf(machine, inner, site, depth + 1);
}

const isReasons = (value: unknown): value is Set<string> => value instanceof Set;

/** Remembers how the outputs of operations are described: keys that are read from one belong to somebody else. */
export function noteOutput(machine: Machine, reason: string): void {
  const known = machine.store.get('outputs');
  if (isReasons(known)) known.add(reason);
  else machine.store.set('outputs', new Set([reason]));
}

function isOutput(machine: Machine, reason: string): boolean {
  const known = machine.store.get('outputs');
  return isReasons(known) && known.has(reason);
}

function ofText(machine: Machine, parts: readonly (string | Hole)[], site: Site): Credentials {
  const [hole] = parts.filter((part): part is Hole => typeof part !== 'string');
  return hole ? ofHole(machine, hole, site) : foreignCredentials(machine, 'the access key is written in the code', site);
}

function ofHole(machine: Machine, hole: Hole, site: Site): Credentials {
  switch (hole.kind) {
    case 'environment':
      return OWN_VARIABLES.has(hole.name)
        ? OWN
        : foreignCredentials(machine, `the access key is in the environment variable ${hole.name}`, site);
    case 'event':
      return foreignCredentials(machine, 'the access key comes with the event', site);
    case 'runtime':
      // what may be anything may also be the function's own
      return isOutput(machine, hole.reason) ? foreignCredentials(machine, `the access key is in ${hole.reason}`, site) : OWN;
    default:
      return foreignCredentials(machine, 'the access key comes from the template', site);
  }
}
