import { UsageError } from './arguments.ts';

/** `Stage=prod`; the value may hold further equals signs, and may be empty. */
export function keyAndValue(option: string, given: string): readonly [string, string] {
  const equals = given.indexOf('=');
  if (equals <= 0) throw new UsageError(`${option} takes ${option === '--param' ? 'NAME' : 'KEY'}=VALUE, not ${JSON.stringify(given)}`);
  return [given.slice(0, equals), given.slice(equals + 1)];
}
