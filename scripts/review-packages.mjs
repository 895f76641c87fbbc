/**
 * Reviews the names of `src/code/javascript/resolve/reviewed.ts` against lock files of public projects: a name stays on the list when
 * at least one lock file shows its whole closure of dependencies to hold no AWS SDK, and none shows that it reaches one.
 *
 *   npm run build
 *   node scripts/review-packages.mjs FOLDER [NAMES]
 *
 * FOLDER holds lock files at any depth, one project a folder, and package.json files of packages that no lock file lists: such a
 * package stands when each of its dependencies does. NAMES is a file with further names to try, one a line. Prints the
 * names that stand, then what is wrong with each other one; exits with 1 when a listed name does not stand. No registry is asked.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { load } from './bundle.mjs';

const [{ Files }, { locksIn }, { manifestIn, runtimeDependencies }, { REVIEWED }, { closure }, { isTypesOnly, reachesAws }] = await load(
  'src/code/files.ts',
  'src/code/javascript/resolve/lock/index.ts',
  'src/code/javascript/resolve/manifest.ts',
  'src/code/javascript/resolve/reviewed.ts',
  'src/code/javascript/resolve/verdict.ts',
  'src/code/library/packages.ts',
);

const [folder, namesFile] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/review-packages.mjs FOLDER [NAMES]');
  process.exit(2);
}
const root = resolve(folder);
const files = new Files(root);
const folders = new Set([root, ...readdirSync(root, { recursive: true }).map((path) => dirname(join(root, path)))]);
const locks = [...folders].sort().flatMap((at) => locksIn(at, files));

const own = new Map(
  [...folders]
    .map((at) => manifestIn(at, files))
    .filter((manifest) => manifest?.name !== undefined)
    .map((manifest) => [manifest.name, manifest]),
);

/** undefined when the package stands, else what is wrong with it; nothing vouches but the lock files, the list under review does not */
function fault(name, depth = 0) {
  const verdicts = locks
    .map((lock) => closure(name, lock.graph, relative(root, lock.path), () => false))
    .filter((verdict) => verdict !== undefined);
  const reaching = verdicts.find((verdict) => verdict.kind === 'reaches');
  if (reaching !== undefined) return `${reaching.path.join(' → ')} (${reaching.where})`;
  if (verdicts.some((verdict) => verdict.kind === 'clean')) return undefined;
  const manifest = own.get(name);
  if (manifest === undefined || depth > 8) return verdicts[0]?.why ?? 'no lock file lists it';
  const { needs, peers, optional } = runtimeDependencies(manifest.value);
  for (const dependency of [...needs, ...peers, ...optional]) {
    const why = reachesAws(dependency) ? 'an AWS SDK' : isTypesOnly(dependency) ? undefined : fault(dependency, depth + 1);
    if (why !== undefined) return `${dependency}: ${why} (${relative(root, manifest.folder)}/package.json)`;
  }
  return undefined;
}

const further =
  namesFile === undefined
    ? []
    : readFileSync(namesFile, 'utf8')
        .split('\n')
        .filter((name) => name !== '');
const stands = [];
const faults = [];
for (const name of [...new Set([...REVIEWED, ...further])].sort()) {
  const why = fault(name);
  if (why === undefined) stands.push(name);
  else faults.push({ name, why });
}
console.log(stands.join('\n'));
console.error(`${locks.length} lock files, ${stands.length} names stand, ${faults.length} do not:`);
for (const { name, why } of faults) console.error(`  ${name}: ${why}`);
const listed = new Set(REVIEWED);
process.exitCode = faults.some(({ name }) => listed.has(name)) ? 1 : 0;
