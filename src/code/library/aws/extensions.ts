/**
 * Requests to Lambda extensions on localhost, which call AWS with the function's role: the Parameters and Secrets extension ("Using
 * Parameter Store parameters in AWS Lambda functions", "Use AWS Secrets Manager secrets in AWS Lambda functions") and the AppConfig
 * agent ("Using AWS AppConfig Agent with AWS Lambda"). The port may be configured, so the path alone decides.
 */
import { sdkClient } from '../../../catalog/index.ts';
import { join, literalOf, split, type Text, text } from '../../../model/text.ts';
import { jsonText } from '../../interpreter/json-text.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { constant, harmless, type NativeValue, native, nativeFunction, textValue, union, type Value } from '../../interpreter/values.ts';
import { OWN, textsOf } from './connection.ts';
import { send } from './request.ts';

const LOCAL = ['http://localhost', 'http://127.0.0.1', 'localhost', '127.0.0.1'];

/**
 * Notes what a request to the URL needs: nothing, unless an extension answers it. `url` is a text, a URL object or unknown. Gives the
 * response.
 */
export function requestedUrl(machine: Machine, url: Value, site: Site): Value {
  const outputs = textsOf(machine, url, site).map((target) => target && requested(machine, target, site));
  const known = outputs.filter((output) => output !== undefined);
  const plain = harmless('the response of a request');
  if (known.length === 0) return plain;
  return union([...known.map((output) => responseOf(machine, output)), ...(known.length < outputs.length ? [plain] : [])]);
}

/** A response whose body is the JSON of the output, in the ways in which clients of each language give it. */
function responseOf(machine: Machine, output: Value): NativeValue {
  const body = jsonText(machine, output, harmless('the body of a response'));
  return native('a response of an extension', {
    key: `response ${machine.journal.next()}`,
    get: (name) => {
      if (name === 'json') return nativeFunction(name, () => output);
      if (BODY.has(name)) return body;
      return READS.has(name) ? nativeFunction(name, () => body) : undefined;
    },
    inert: true,
  });
}

/** Members that hold the body, and methods that give it: `fetch`, axios and got; requests, httpx, urllib3 and urllib. */
const BODY = new Set(['data', 'body', 'content']);
const READS = new Set(['read', 'text']);

function requested(machine: Machine, url: Text, site: Site): Value | undefined {
  const [first] = url;
  if (typeof first !== 'string' || !LOCAL.some((host) => first.startsWith(host))) return undefined;
  const [address = [], query = []] = split(url, '?');
  // slashes that follow each other count as one: a path that begins with one is joined to a base that ends with one
  const path = split(address, '/')
    .slice(typeof first === 'string' && first.startsWith('http') ? 3 : 1)
    .filter((segment) => segment.length > 0);
  const names = path.map((segment) => literalOf(segment));
  const parameters = queryOf(query);
  if (names[0] === 'systemsmanager' && names[1] === 'parameters') {
    const name = parameters.get('name');
    const decrypts = parameters.get('withDecryption');
    return call(machine, 'ssm', 'GetParameter', { Name: partOf(name), WithDecryption: flag(decrypts) }, site);
  }
  if (names[0] === 'secretsmanager')
    return call(machine, 'secrets-manager', 'GetSecretValue', { SecretId: partOf(parameters.get('secretId')) }, site);
  if (names[0] === 'applications' && names[2] === 'environments' && names[4] === 'configurations')
    configuration(machine, path[1], path[3], path[5], site);
  return undefined;
}

/** The agent starts a session for the configuration and polls it. */
export function configuration(
  machine: Machine,
  application: Text | undefined,
  environment: Text | undefined,
  profile: Text | undefined,
  site: Site,
): void {
  const identifiers = {
    ApplicationIdentifier: partOf(application),
    EnvironmentIdentifier: partOf(environment),
    ConfigurationProfileIdentifier: partOf(profile),
  };
  call(machine, 'appconfigdata', 'StartConfigurationSession', identifiers, site);
  // its own input is a token alone, which stands for these
  call(machine, 'appconfigdata', 'GetLatestConfiguration', identifiers, site);
}

function call(machine: Machine, id: string, operation: string, fields: Readonly<Record<string, Value>>, site: Site): Value | undefined {
  const client = sdkClient(id);
  return client && send(machine, { client, operation, input: machine.object(Object.entries(fields)), connections: [OWN] }, site);
}

const partOf = (value: Text | undefined): Value => (value && value.length > 0 ? textValue(value) : harmless('the path of a request'));

/** `withDecryption=true`; what is not known may be true. */
const flag = (value: Text | undefined): Value => {
  const literal = value && literalOf(value);
  if (value === undefined || literal === 'false') return constant(false);
  return literal === 'true' ? constant(true) : harmless('the query of a request');
};

/** The parameters of a query, decoded. A query that begins with a hole may hold any of them. */
function queryOf(query: Text): ReadonlyMap<string, Text> {
  const parameters = new Map<string, Text>();
  for (const pair of split(query, '&')) {
    const [name = [], ...value] = split(pair, '=');
    const key = literalOf(name);
    if (key !== undefined) parameters.set(key, text(...join(value, '=').map((part) => (typeof part === 'string' ? decode(part) : part))));
  }
  return parameters;
}

function decode(literal: string): string {
  try {
    return decodeURIComponent(literal);
  } catch {
    return literal;
  }
}
