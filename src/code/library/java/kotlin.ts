/**
 * The AWS SDK for Kotlin: clients are set up and requests built in lambdas whose receiver is the builder (AWS SDK for Kotlin Developer
 * Guide, "Configure clients", "Make requests", "Pagination", "Waiters", "Presigning requests").
 */
import { clientByJavaName, operationByWaiter, type SdkClient, sdkClient, waiters } from '../../../catalog/index.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { method } from '../../java/builtins/call.ts';
import { type ConfigNames, connectionsOf, OWN } from '../aws/connection.ts';
import { assumedCredentials, credentialsOf, credentialsValue, foreignCredentials } from '../aws/credentials.ts';
import { inert } from '../aws/request.ts';
import { type ClientKind, clientOf, injected, request } from './clients.ts';
import { data } from './index.ts';
import { type StructType, structFrom } from './structs.ts';
import { operationOf, settingsBuilder, structClass } from './v2.ts';

const CONFIG: ConfigNames = { region: 'region', endpoint: 'endpointUrl', credentials: 'credentialsProvider' };

export function kotlinSdk(_machine: Machine, name: string, subpath: string): Value {
  if (name === 'aws.smithy.kotlin') return data(`aws.smithy.kotlin.${subpath}`);
  const [, service, model] = /^services\.(\w+)(\.model)?(?:\.|$)/.exec(subpath) ?? [];
  const client = service === undefined ? undefined : clientByJavaName(service);
  if (client) return model === undefined ? clientPackage(client, subpath) : modelPackage(client, subpath);
  return subpath.startsWith('runtime.auth') ? credentialsPackage : data(`aws.sdk.kotlin.${subpath}`);
}

// ── Builders ───────────────────────────────────────────────────────────────────────────────────────────────

/** Runs a lambda on a builder, which is its receiver. */
const configured = (machine: Machine, lambda: Value, builder: NativeValue, site: Site): void => {
  callValue(machine, lambda, builder, args(builder), site);
};

const isLambda = (value: Value): boolean => optionsOf(value).some((option) => option.kind === 'closure');

/** `Name { … }`, `Name.invoke { … }`: a class that a lambda sets up. */
function settings(name: string, kind: string, make: (call: NativeCall, config: Value) => Value): NativeValue {
  const construct = (call: NativeCall): Value => {
    const builder = settingsBuilder(call.machine, name, make);
    for (const lambda of call.args.positional) if (isLambda(lambda)) configured(call.machine, lambda, builder, call.site);
    // what is named in the call is set as in the lambda
    for (const [key, value] of call.args.named) {
      const setter = builder.get?.(key, call.machine, call.site);
      if (setter) callValue(call.machine, setter, builder, args(value), call.site);
    }
    const build = builder.get?.('build', call.machine, call.site);
    return build ? callValue(call.machine, build, builder, args(), call.site) : harmless(name);
  };
  const made: NativeValue = native(name, {
    key: `class kotlin ${name}`,
    data: { kind },
    call: construct,
    construct,
    get: (property) => (/^(invoke|fromEnvironment|builder)$/.test(property) ? method(made, property, construct) : undefined),
    inert: true,
  });
  return made;
}

// ── Clients ────────────────────────────────────────────────────────────────────────────────────────────────

function clientPackage(client: SdkClient, subpath: string): NativeValue {
  return native(`services.${subpath}`, {
    key: `package kotlin services.${subpath}`,
    get: (property, machine) => {
      const name = property.replace(/^%has /, '');
      if (!/^\w+Client$/.test(name)) return property.startsWith('%') ? undefined : inert(name);
      machine.clientsSeen.add(client.id);
      return clientClass(clientByJavaName(name) ?? client, name);
    },
    inert: true,
  });
}

function clientClass(client: SdkClient, name: string): NativeValue {
  const kind = kindOf(client, name);
  const made = settings(name, 'type', (call, config) =>
    clientOf(call.machine, kind, connectionsOf(call.machine, config, call.site, CONFIG)),
  );
  return { ...made, typed: injected(kind, name) };
}

const kindOf = (client: SdkClient, name: string): ClientKind => ({
  name,
  client,
  member: (connections, property, self) => {
    if (property.startsWith('%')) return undefined;
    const sent = (operation: string, call: NativeCall): Value => {
      const [first = UNDEFINED, ...others] = call.args.positional;
      const input = structFrom(call.machine, { name: `${operation}Request`, client, operation }, first, call.site);
      const output = request(call.machine, client, connections, operation, input, call.site);
      // `getObject(request) { response -> … }`: the lambda is handed the answer, and gives the result
      const handled = others.filter(isLambda).map((each) => callValue(call.machine, each, UNDEFINED, args(output), call.site));
      return handled.length > 0 ? union(handled) : output;
    };
    const operation = operationOf(client, property);
    if (operation !== undefined) return method(self, property, (call) => sent(operation, call));
    const paged = property.endsWith('Paginated') ? operationOf(client, property.slice(0, -'Paginated'.length)) : undefined;
    if (paged !== undefined) return method(self, property, (call) => call.machine.list([], sent(paged, call)));
    const [, presigned] = /^presign(\w+)$/.exec(property) ?? [];
    const signed = presigned === undefined ? undefined : operationOf(client, presigned.charAt(0).toLowerCase() + presigned.slice(1));
    if (signed !== undefined)
      return method(self, property, (call) => {
        sent(signed, call);
        return harmless('a signed request');
      });
    const polled =
      /^waitUntil[A-Z]/.test(property) && waiters(client.id).size > 0 ? operationByWaiter(client.id, property)?.name : undefined;
    if (polled !== undefined) return method(self, property, (call) => sent(polled, call));
    if (property === 'withConfig')
      return method(self, property, (call) => {
        const class_ = clientClass(client, name);
        return class_.call ? class_.call(call) : self;
      });
    return undefined;
  },
});

// ── Models ─────────────────────────────────────────────────────────────────────────────────────────────────

function modelPackage(client: SdkClient, subpath: string): NativeValue {
  return native(`services.${subpath}`, {
    key: `package kotlin services.${subpath}`,
    get: (property, machine, site) => {
      if (property.startsWith('%has '))
        return structClass(client, property.slice('%has '.length)).get?.('builder', machine, site) && textValue(property);
      return property.startsWith('%') ? undefined : structure(client, property);
    },
    inert: true,
  });
}

/** `PutItemRequest { … }`, `AttributeValue.S("a")`, `StorageClass.Standard`. */
function structure(client: SdkClient, name: string): NativeValue {
  const [, named] = /^(\w+)Request$/.exec(name) ?? [];
  const operation = named === undefined ? undefined : operationOf(client, named.charAt(0).toLowerCase() + named.slice(1));
  const type: StructType = { name, client, ...(operation === undefined ? {} : { operation }) };
  const construct = (call: NativeCall): Value => {
    const lambda = call.args.positional.find(isLambda);
    return structFrom(call.machine, type, lambda ?? argument(call.args, 0), call.site);
  };
  const made: NativeValue = native(name, {
    key: `class kotlin ${client.id} ${name}`,
    data: { kind: 'type' },
    call: construct,
    construct,
    get: (property) => {
      if (property === 'invoke') return method(made, property, construct);
      if (name !== 'AttributeValue' || !/^(S|N|M|L|Bool|Ss|Ns|B|Bs|Null)$/.test(property)) return undefined;
      return nativeFunction(property, ({ machine, args: given }) => machine.object([[property.toUpperCase(), argument(given, 0)]]));
    },
    inert: true,
  });
  return made;
}

// ── Credentials ────────────────────────────────────────────────────────────────────────────────────────────

/** Providers of the environment and the default chain give the function's own keys ("Credential providers"). */
const credentialsPackage: NativeValue = native('aws.sdk.kotlin.runtime.auth.credentials', {
  get: (name) => {
    if (name.startsWith('%')) return undefined;
    if (name === 'StaticCredentialsProvider')
      return settings(name, 'type', ({ machine, site }, config) => credentialsValue(credentialsOf(machine, config, site)));
    if (name === 'StsAssumeRoleCredentialsProvider') return settings(name, 'type', assumed);
    return inert(name);
  },
  inert: true,
});

/** `StsAssumeRoleCredentialsProvider(bootstrapCredentialsProvider, AssumeRoleParameters(roleArn = …))`. */
function assumed({ machine, site }: NativeCall, config: Value): Value {
  const sts = sdkClient('sts');
  const field = (name: string): Value | undefined => (config.kind === 'object' ? config.fields.get(name) : undefined);
  const parameters = field('assumeRoleParameters');
  const role = field('roleArn') ?? (parameters?.kind === 'object' ? parameters.fields.get('roleArn') : undefined);
  if (!sts || !role) return credentialsValue([foreignCredentials(machine, 'the keys are those of a role', site)]);
  request(machine, sts, [OWN], 'AssumeRole', machine.object([['RoleArn', role]]), site);
  return credentialsValue(assumedCredentials(machine, role, site));
}
