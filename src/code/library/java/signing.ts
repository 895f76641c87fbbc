/**
 * Requests that a program signs itself ("AWS Signature Version 4 for API requests", IAM User Guide): `Aws4Signer` and `AwsV4HttpSigner`
 * of version 2, `AWS4Signer` of version 1.
 */
import { buildText } from '../../interpreter/evaluate.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  type ObjectValue,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { callFunction, isFunction, method } from '../../java/builtins/call.ts';
import { connectionsOf } from '../aws/connection.ts';
import { noteSigned } from '../aws/signed-request.ts';
import { structFrom } from './structs.ts';
import { structClass } from './v2.ts';

interface Signed {
  readonly request: Value;
  readonly service: Value;
  readonly region: Value;
  readonly credentials: Value;
}

const fieldOf = (machine: Machine, value: Value, name: string, site: Site): Value =>
  value.kind === 'object' ? (value.fields.get(name) ?? UNDEFINED) : getMember(machine, value, textValue(name), site);

/** The request is what a builder of version 2 or the setters of version 1 made. */
function note(machine: Machine, { request, service, region, credentials }: Signed, site: Site): void {
  const read = (...names: readonly string[]): Value =>
    names.map((name) => fieldOf(machine, request, name, site)).find((value) => value !== UNDEFINED) ?? UNDEFINED;
  // in version 1 the path of a resource follows that of its endpoint
  const resource = read('ResourcePath');
  const config = machine.object([
    ['region', region],
    ['credentials', credentials],
  ]);
  noteSigned(
    machine,
    {
      service,
      host: resource === UNDEFINED ? read('Uri', 'Host', 'Endpoint') : buildText([read('Endpoint'), resource]),
      method: read('Method', 'HttpMethod'),
      path: read('EncodedPath'),
      body: read('ContentStreamProvider', 'Content'),
      connections: connectionsOf(machine, config, site),
    },
    site,
  );
}

// ── Version 2 ──────────────────────────────────────────────────────────────────────────────────────────────

/** `Aws4Signer.create().sign(request, Aws4SignerParams…)`: the parameters say for which service. */
function signWithParameters({ machine, args, site }: NativeCall): Value {
  const request = structFrom(machine, { name: 'SdkHttpFullRequest', client: undefined }, argument(args, 0), site);
  const parameters = structFrom(machine, { name: 'Aws4SignerParams', client: undefined }, argument(args, 1), site);
  const read = (name: string): Value => fieldOf(machine, parameters, name, site);
  note(machine, { request, service: read('SigningName'), region: read('SigningRegion'), credentials: read('AwsCredentials') }, site);
  return request;
}

/** `sign(r -> r.identity(keys).request(request).putProperty(SERVICE_SIGNING_NAME, name))`: properties are constants of the signer's class. */
function signWithProperties({ machine, args, site }: NativeCall): Value {
  const given = argument(args, 0);
  const filled = isFunction(given) ? signRequest(machine) : given;
  if (isFunction(given)) callFunction(machine, given, [filled], site, filled);
  const read = (name: string): Value => getMember(machine, filled, textValue(`%${name}`), site);
  const request = structFrom(machine, { name: 'SdkHttpRequest', client: undefined }, read('request'), site);
  note(machine, { request, service: read('SERVICE_SIGNING_NAME'), region: read('REGION_NAME'), credentials: read('identity') }, site);
  const signed: NativeValue = native('a signed request', {
    get: (name) => (name === 'request' ? method(signed, name, () => request) : undefined),
    inert: true,
  });
  return signed;
}

function signRequest(machine: Machine, identity: Value = UNDEFINED): NativeValue {
  const state = machine.object([['identity', identity]]);
  const made: NativeValue = native('a request to sign', {
    key: `to sign ${state.serial}`,
    get: (name) => {
      if (name.startsWith('%')) return state.fields.get(name.slice(1)) ?? UNDEFINED;
      if (name.startsWith('.')) return undefined;
      return method(made, name, (call) => {
        const property = name === 'putProperty' ? literalText(argument(call.args, 0)) : name;
        call.machine.journal.touch(state);
        if (property !== undefined && name !== 'build') state.fields.set(property, argument(call.args, name === 'putProperty' ? 1 : 0));
        return made;
      });
    },
    inert: true,
  });
  return made;
}

const signRequestClass: NativeValue = native('SignRequest', {
  key: 'class SignRequest',
  data: { kind: 'type' },
  get: (name) =>
    name === 'builder' ? method(signRequestClass, name, ({ machine, args }) => signRequest(machine, argument(args, 0))) : undefined,
  inert: true,
});

function signerClass(name: string): NativeValue {
  const sign = name === 'AwsV4HttpSigner' ? signWithProperties : signWithParameters;
  const signer: NativeValue = native(`a ${name}`, {
    key: `signer ${name}`,
    get: (property) => (/^(sign|presign|signAsync)$/.test(property) ? method(signer, property, sign) : undefined),
    inert: true,
  });
  const made: NativeValue = native(name, {
    key: `class ${name}`,
    data: { kind: 'type' },
    typed: () => signer,
    get: (property) => {
      const constant = /^\.?([A-Z][A-Z0-9_]+)$/.exec(property)?.[1];
      if (constant !== undefined) return textValue(constant);
      return property === 'create' || property === 'builder' || property === 'build' ? method(made, property, () => signer) : undefined;
    },
    inert: true,
  });
  return made;
}

const SIGNERS = /^(Aws4Signer|Aws4UnsignedPayloadSigner|AwsS3V4Signer|AwsV4HttpSigner)$/;

/** Members of `auth.signer` and `http.auth.aws.signer`; undefined for others. */
export function signer(name: string): NativeValue | undefined {
  if (SIGNERS.test(name)) return signerClass(name);
  if (name === 'SignRequest') return signRequestClass;
  return /^Aws4\w*Params$/.test(name) ? structClass(undefined, name) : undefined;
}

/** Requests and their methods, in the package `http` of both versions; undefined for other members. */
export function requestOf(name: string): NativeValue | undefined {
  if (/^SdkHttp(Full)?Request$/.test(name)) return structClass(undefined, name);
  if (name !== 'SdkHttpMethod' && name !== 'HttpMethodName') return undefined;
  const made: NativeValue = native(name, {
    key: `class ${name}`,
    data: { kind: 'type' },
    get: (property) => {
      const constant = /^\.?([A-Z]+)$/.exec(property)?.[1];
      if (constant !== undefined) return textValue(constant);
      return /^(fromValue|valueOf)$/.test(property) ? method(made, property, ({ args }) => argument(args, 0)) : undefined;
    },
    inert: true,
  });
  return made;
}

// ── Version 1 ──────────────────────────────────────────────────────────────────────────────────────────────

type Method = (state: ObjectValue) => (call: NativeCall) => Value;

/** An instance whose `setX` and `withX` set the field X, which is read under its name. */
function settable(machine: Machine, name: string, fields: readonly (readonly [string, Value])[], sign?: Method): NativeValue {
  const state = machine.object(fields);
  const made: NativeValue = native(`a ${name}`, {
    key: `${name} ${state.serial}`,
    get: (property) => {
      if (/^[A-Z]/.test(property)) return state.fields.get(property) ?? UNDEFINED;
      if (property === 'sign') return sign && method(made, property, sign(state));
      const [, field] = /^(?:set|with)([A-Z]\w*)$/.exec(property) ?? [];
      if (field === undefined) return undefined;
      return method(made, property, (call) => {
        call.machine.journal.touch(state);
        state.fields.set(field, argument(call.args, 0));
        return property.startsWith('with') ? made : UNDEFINED;
      });
    },
    inert: true,
  });
  return made;
}

const signVersionOne: Method =
  (state) =>
  ({ machine, args, site }) => {
    const request = argument(args, 0);
    const named = state.fields.get('ServiceName') ?? fieldOf(machine, request, 'ServiceName', site);
    // a service that is not known is told by the host
    const service = named.kind === 'text' || named.kind === 'union' ? named : UNDEFINED;
    note(machine, { request, service, region: state.fields.get('RegionName') ?? UNDEFINED, credentials: argument(args, 1) }, site);
    return UNDEFINED;
  };

const made = (name: string, make: (machine: Machine, given: Value) => NativeValue): NativeValue =>
  native(name, {
    key: `class v1 ${name}`,
    data: { kind: 'type' },
    construct: ({ machine, args }) => make(machine, argument(args, 0)),
    typed: (machine) => make(machine, UNDEFINED),
    inert: true,
  });

/** `AWS4Signer` of package `auth`, and what stands for it by type; undefined for other members. */
export const signerVersionOne = (name: string): NativeValue | undefined =>
  /^(AWS4Signer|AWS4UnsignedPayloadSigner|AWSS3V4Signer|Signer)$/.test(name)
    ? made(name, (machine) => settable(machine, name, [], signVersionOne))
    : undefined;

/** `new DefaultRequest<>(service)`; undefined for other members. */
export const requestVersionOne = (name: string): NativeValue | undefined =>
  name === 'DefaultRequest' ? made(name, (machine, service) => settable(machine, name, [['ServiceName', service]])) : undefined;
