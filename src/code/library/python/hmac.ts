/**
 * `hmac`: a program that signs requests by hand derives a key from "AWS4" and its secret key, the date, the region and the service
 * ("Create a signed AWS API request", IAM User Guide). What it sends is known by the service alone.
 */
import { isHole } from '../../../model/text.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  OBJECT_AS_TEXT,
  optionsOf,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { OWN } from '../aws/connection.ts';
import { noteSigned } from '../aws/signed-request.ts';
import { named } from './keywords.ts';

export const hmac = (): NativeValue =>
  native('hmac', {
    key: 'hmac',
    inert: true,
    get: (name) =>
      name === 'new'
        ? nativeFunction('hmac.new', (call) => digests(keyFrom(call, 'msg')))
        : name === 'digest'
          ? nativeFunction('hmac.digest', (call) => keyFrom(call, 'msg'))
          : undefined,
  });

const digests = (key: Value): Value =>
  native('a signature', { inert: true, get: (name) => (name === 'digest' ? nativeFunction(name, () => key) : undefined) });

/** What the key and a message give: a step further towards the signing key, whose third message is the service. */
function keyFrom(call: NativeCall, message: string): Value {
  const steps = Math.max(...optionsOf(named(call.args, 'key', 0)).map(stepsOf), -1);
  if (steps < 0) return harmless('a signature');
  if (steps === 2) {
    const unknown = harmless('the request that is signed by hand');
    const service = named(call.args, message, 1);
    noteSigned(call.machine, { service, host: unknown, method: unknown, path: UNDEFINED, body: UNDEFINED, connections: [OWN] }, call.site);
  }
  return native('a signing key', { key: `signing key ${steps + 1}`, data: { kind: `signing-key ${steps + 1}` }, inert: true });
}

/** How many messages a key is made of; -1 for any other key. */
function stepsOf(key: Value): number {
  if (key.kind === 'native') return Number(/^signing-key (\d)$/.exec(key.data?.kind ?? '')?.[1] ?? -1);
  const [scheme, secret] = key.kind === 'text' ? key.text : [];
  // the function's own keys are objects here; keys that it made or was given are not
  const isOwn = secret !== undefined && isHole(secret) && secret.kind === 'runtime' && secret.reason === OBJECT_AS_TEXT;
  return scheme === 'AWS4' && isOwn ? 0 : -1;
}
