/**
 * Extracts what pinhole knows of the AWS SDKs into src/catalog/data: the names of each client, and its operations with
 * their members. No documentation text. Run it here with `npm run generate`; `npm run check` compares.
 *
 * Sources, each pinned by a lock file or a hash, all Apache-2.0:
 * - botocore: the models of every current service
 * - boto3: the models of its resource objects
 * - aws-sdk (JavaScript, version 2): its class names, and the models of services that have ended but are still called in code
 * - the JavaScript version 3 clients of the services that no other SDK has
 *
 * sdk-clients.json      [id, service id, IAM prefix, [boto3 name, …], JavaScript version 2 class or null]
 * sdk-operations.jsonl  [id, members, operations, paginated operations, waiters, unsigned operations]
 *   members     names, by which operations refer to them as n
 *   operations  [name, [input member, …], [output member, …]]; n is an index into members, ~index when required
 *   waiters     [name, operation]
 * boto3-resources.jsonl see boto3-resources.mjs
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { byText, installNodePackages, installPythonPackages, jsonLines, publish } from '../generated-files.mjs';
import { boto3Resources } from './boto3-resources.mjs';
import { IAM_PREFIX, UNSIGNED } from './iam-prefixes.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const JAVASCRIPT_ONLY = ['transcribe-streaming', 'rekognitionstreaming'];

/** The package of the JavaScript SDK version 3 without `client-`; smithy-typescript makes it from the service id like this. */
const clientId = (serviceId) => serviceId.toLowerCase().replaceAll(' ', '-');

const readJson = (path) => JSON.parse(path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path));
const readIfThere = (path) => (existsSync(path) ? readJson(path) : {});

/** Output members worth following: what a later call may take as its resource. */
const IDENTIFIER = /(?:Arn|ARN|Url|URL|Uri|URI|Name|Id|ID|Key)s?$|^(?:arn|url|uri|name|id|key)s?$/;

function resolve(model, reference) {
  const shape = reference?.shape ? model.shapes[reference.shape] : reference;
  return shape ?? {};
}

/** The version 2 models leave `string` out and write structures in place. */
const isString = (model, reference) => (resolve(model, reference).type ?? 'string') === 'string';

function isIdentifier(model, [name, reference]) {
  if (!IDENTIFIER.test(name)) return false;
  const shape = resolve(model, reference);
  return shape.type === 'list' ? isString(model, shape.member) : isString(model, reference);
}

function operationsOf(model) {
  return Object.entries(model.operations)
    .sort(([a], [b]) => byText(a, b))
    .map(([name, operation]) => {
      const input = resolve(model, operation.input);
      const output = resolve(model, operation.output);
      return {
        name,
        input: Object.keys(input.members ?? {}),
        required: new Set(input.required ?? []),
        output: Object.entries(output.members ?? {})
          .filter((member) => isIdentifier(model, member))
          .map(([member]) => member),
        unsigned: operation.authtype === 'none',
      };
    });
}

function client(model, paginators, waiters, names) {
  const { serviceId, signingName, endpointPrefix } = model.metadata;
  const operations = operationsOf(model);
  const known = new Set(operations.map((o) => o.name));
  return {
    id: clientId(serviceId),
    serviceId,
    iamPrefix: IAM_PREFIX.get(serviceId) ?? signingName ?? endpointPrefix,
    ...names,
    operations: UNSIGNED.has(serviceId) ? operations.map((o) => ({ ...o, unsigned: true })) : operations,
    paginators: Object.keys(paginators.pagination ?? {}).filter((o) => known.has(o)),
    waiters: Object.entries(waiters.waiters ?? {}).map(([name, waiter]) => [name, waiter.operation]),
  };
}

function readBotocore(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const version = join(folder, entry.name, readdirSync(join(folder, entry.name)).sort(byText).at(-1));
      const paginators = readIfThere(join(version, 'paginators-1.json'));
      const waiters = readIfThere(join(version, 'waiters-2.json'));
      return client(readJson(join(version, 'service-2.json.gz')), paginators, waiters, { boto3: [entry.name] });
    });
}

/** botocore has one service (Pinpoint SMS Voice) under two names. */
function oneForEachService(clients) {
  const services = new Map();
  for (const c of clients) {
    const before = services.get(c.serviceId);
    if (before && before.operations.length !== c.operations.length) throw new Error(`${c.boto3} differs from ${before.boto3}`);
    services.set(c.serviceId, { ...c, boto3: [...(before?.boto3 ?? []), ...c.boto3].sort(byText) });
  }
  return [...services.values()];
}

/** One entry for each service id: its newest model, and its class name. */
function readJavaScriptV2(folder) {
  const classes = new Map(Object.entries(readJson(join(folder, 'metadata.json'))).map(([id, m]) => [m.prefix ?? id, m.name]));
  const models = readdirSync(folder).filter((f) => f.endsWith('.min.json'));
  const services = new Map();
  for (const file of models.sort(byText)) {
    const base = file.replace(/\.min\.json$/, '');
    const javascriptV2 = classes.get(base.replace(/-\d{4}-\d\d-\d\d$/, ''));
    const model = readJson(join(folder, file));
    if (javascriptV2 === undefined || model.metadata.serviceId === undefined) continue;
    const paginators = readIfThere(join(folder, `${base}.paginators.json`));
    const waiters = readIfThere(join(folder, `${base}.waiters2.json`));
    services.set(model.metadata.serviceId, client(model, paginators, waiters, { javascriptV2 }));
  }
  return services;
}

/** A version 3 client's own description: `StartX$` is [9, namespace, name, traits, () => input, () => output]. */
async function readJavaScriptV3(id) {
  const exports = createRequire(import.meta.url)(`@aws-sdk/client-${id}`);
  const className = Object.keys(exports).find((key) => /^[A-Z].*Client$/.test(key));
  const serviceId = id === 'transcribe-streaming' ? 'Transcribe Streaming' : 'RekognitionStreaming';
  if (className !== `${serviceId.replaceAll(' ', '')}Client`) throw new Error(`${id} exports ${className}, not the class that is expected`);
  const operations = Object.keys(exports)
    .filter((key) => /^[A-Z].*Command$/.test(key))
    .sort(byText)
    .map((command) => {
      const name = command.replace(/Command$/, '');
      const [kind, , , , input, output] = exports[`${name}$`];
      if (kind !== 9) throw new Error(`${id} describes ${name} in an unknown form`);
      // [3, namespace, name, traits, member names, member types, how many of the first are required]
      const [, , , , members, , required = 0] = input();
      const outputMembers = output()[4].filter((member) => IDENTIFIER.test(member));
      return { name, input: members, required: new Set(members.slice(0, required)), output: outputMembers, unsigned: false };
    });
  // signed as these names: the clients' resolved configuration
  const iamPrefix = id === 'transcribe-streaming' ? 'transcribe' : 'rekognition';
  return { id, serviceId, iamPrefix, operations, paginators: [], waiters: [] };
}

function operationsRecord({ id, operations, paginators, waiters }) {
  const count = new Map();
  for (const o of operations) for (const member of [...o.input, ...o.output]) count.set(member, (count.get(member) ?? 0) + 1);
  // the most used first, since short indexes make a short file
  const members = [...count].sort(([a, n], [b, m]) => m - n || byText(a, b)).map(([name]) => name);
  const index = new Map(members.map((name, i) => [name, i]));
  const encode = (o) => {
    const input = o.input.map((name) => (o.required.has(name) ? ~index.get(name) : index.get(name)));
    const output = o.output.map((name) => index.get(name));
    if (output.length > 0) return [o.name, input, output];
    return input.length > 0 ? [o.name, input] : [o.name];
  };
  const unsigned = operations.filter((o) => o.unsigned).map((o) => o.name);
  const byName = ([a], [b]) => byText(a, b);
  return [id, members, operations.map(encode), [...paginators].sort(byText), [...waiters].sort(byName), unsigned];
}

installNodePackages(HERE);
const python = installPythonPackages(HERE);
const javascriptV2 = readJavaScriptV2(join(HERE, 'node_modules/aws-sdk/apis'));
const current = oneForEachService(readBotocore(join(python, 'botocore/data'))).map((c) => ({
  ...c,
  javascriptV2: javascriptV2.get(c.serviceId)?.javascriptV2,
}));
const covered = new Set(current.map((c) => c.serviceId));
const ended = [...javascriptV2.values()].filter((c) => !covered.has(c.serviceId));
const others = await Promise.all(JAVASCRIPT_ONLY.map(readJavaScriptV3));
const clients = [...current, ...ended, ...others].sort((a, b) => byText(a.id, b.id));
const repeated = clients.filter((c, i) => c.id === clients[i - 1]?.id).map((c) => c.id);
if (repeated.length > 0) throw new Error(`two clients have one id: ${repeated}`);

const names = clients.map((c) => JSON.stringify([c.id, c.serviceId, c.iamPrefix, c.boto3 ?? [], c.javascriptV2 ?? null]));
const clientOf = new Map(clients.flatMap((c) => (c.boto3 ?? []).map((name) => [name, c.id])));
publish({
  'boto3-resources.jsonl': jsonLines(boto3Resources(join(python, 'boto3/data'), (name) => clientOf.get(name))),
  'sdk-clients.json': `[\n${names.join(',\n')}\n]\n`,
  'sdk-operations.jsonl': jsonLines(clients.map(operationsRecord)),
});
