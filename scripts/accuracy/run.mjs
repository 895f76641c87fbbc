/**
 * npm run accuracy -- --truth FILE --corpora DIR [--only TEXT] [--verbose]
 *
 * Compares what pinhole derives with reviewed answers, and prints a table by language. DIR holds one checkout a repository, named
 * owner+name. FILE is a JSON list of answers, one a function:
 *
 *   { "id", "repo": "owner/name", "template": "path/template.yaml", "function": "LogicalId", "language": "ts-sdk-v3",
 *     "expected": [{ "action", "resource": ARN or intrinsic, "accept": [other spellings], "class": "code" | "baseline" | …,
 *                    "optional": true, "when": "Condition" }],
 *     "invokers": [{ "principal", "action", "sourceArn", "sourceAccount", "qualifier", "optional" }],
 *     "resources": { LogicalId: { "type", "name"? } } }
 *
 * exactly right: no need missed, none too many, none on another resource. silent: missed, and no unresolved entry owns up to it.
 * Exits with 1 when a miss is silent, 2 when the input cannot be read.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { derive, deriveDocument } from '../../dist/index.js';
import { compare } from './compare.mjs';

const { values } = parseArgs({
  options: {
    truth: { type: 'string' },
    corpora: { type: 'string' },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
if (!values.truth || !values.corpora) {
  console.error('accuracy: give the reviewed answers with --truth FILE and the checkouts with --corpora DIR');
  process.exit(2);
}
const answers = JSON.parse(readFileSync(values.truth, 'utf8')).filter((answer) => !values.only || answer.id.includes(values.only));
const pathOf = (answer) => join(values.corpora, answer.repo.replace('/', '+'), answer.template);
const present = answers.filter((answer) => existsSync(pathOf(answer)));
if (present.length < answers.length)
  console.error(`accuracy: ${answers.length - present.length} functions are left out: they are not checked out under ${values.corpora}`);

const documents = new Map();
for (const path of new Set(present.map(pathOf))) {
  try {
    const { derivations } = await derive(path);
    documents.set(path, deriveDocument(derivations[0]));
  } catch (error) {
    documents.set(path, { functions: [], failure: error instanceof Error ? error.message : String(error) });
  }
}

const rows = new Map();
let silentMisses = 0;
for (const answer of present) {
  const document = documents.get(pathOf(answer));
  const outcome = compare(
    answer,
    document.functions.find((fn) => fn.id === answer.function),
  );
  silentMisses += outcome.silent.length;
  for (const name of [answer.language.split('-')[0], 'all']) add(rows, name, outcome);
  const faults = [
    ...(document.failure ? [`failed: ${document.failure}`] : []),
    ...outcome.missed.map((miss) => `missed ${miss.action} ${miss.text}${miss.otherResource ? ' (granted on another resource)' : ''}`),
    ...outcome.silent.map((miss) => `silent ${miss.action}`),
    ...outcome.excess.map((need) => `excess ${need}`),
    ...outcome.elsewhere.map((need) => `other resource ${need}`),
    ...outcome.policy.map((fault) => `policy ${fault}`),
    ...outcome.invokersMissed.map((invoker) => `invoker missed ${invoker}`),
    ...outcome.invokersExcess.map((invoker) => `invoker excess ${invoker}`),
  ];
  if (values.verbose || faults.length > 0)
    console.log([`${outcome.right ? 'right' : 'WRONG'}  ${answer.id}`, ...faults.map((fault) => `       ${fault}`)].join('\n'));
}

function add(table, name, outcome) {
  const row = table.get(name) ?? {
    functions: 0,
    right: 0,
    required: 0,
    exact: 0,
    actions: 0,
    produced: 0,
    silent: 0,
    unresolved: 0,
    policy: 0,
    wanted: 0,
    invoked: 0,
  };
  table.set(name, row);
  row.functions++;
  row.right += Number(outcome.right);
  row.required += outcome.required;
  row.exact += outcome.exact;
  row.actions += outcome.exact + outcome.missed.filter((miss) => miss.otherResource).length;
  row.produced += outcome.exact + outcome.excess.length + outcome.elsewhere.length;
  row.silent += outcome.silent.length;
  row.unresolved += outcome.unresolved;
  row.policy += Number(outcome.policy.length === 0);
  row.wanted += outcome.invokersWanted;
  row.invoked += outcome.invokersWanted - outcome.invokersMissed.length;
}

const percent = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)}%`);
const columns = [
  'language',
  'functions',
  'right',
  'action recall',
  'exact recall',
  'precision',
  'silent',
  'unresolved',
  'policy',
  'invokers',
];
const cells = [...rows]
  .sort(([a], [b]) => (a === 'all' ? 1 : b === 'all' ? -1 : a < b ? -1 : 1))
  .map(([name, row]) => [
    name,
    String(row.functions),
    `${row.right}`,
    percent(row.actions, row.required),
    percent(row.exact, row.required),
    percent(row.exact, row.produced),
    String(row.silent),
    String(row.unresolved),
    `${row.policy}/${row.functions}`,
    percent(row.invoked, row.wanted),
  ]);
const widths = columns.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i].length)));
console.log(
  `\n${[columns, ...cells].map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')).join('\n')}`,
);
process.exitCode = silentMisses > 0 ? 1 : 0;
